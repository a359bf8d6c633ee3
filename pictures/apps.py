from django.apps import AppConfig
from django.db.models.signals import post_delete


class PicturesConfig(AppConfig):
    name = "pictures"

    def ready(self) -> None:
        from pictures import models
        from web.triggers import revisions

        revisions.register(self, raises=("content",))
        # A row deleted by itself, from a list or in a cascade takes its files with it.
        post_delete.connect(models.forget_deleted, sender=models.Picture, dispatch_uid="picture-files")
