from django.apps import AppConfig
from django.db.models.signals import post_delete


class PicturesConfig(AppConfig):
    name = "pictures"

    def ready(self) -> None:
        from pictures import files
        from web.triggers import revisions

        revisions.register(self, raises=("content",))
        post_delete.connect(files.forget_deleted, sender="pictures.Picture", dispatch_uid="picture-files")
