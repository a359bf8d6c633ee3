from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.urls import register_converter


class WebConfig(AppConfig):
    name = "web"
    verbose_name = "Site"

    def ready(self) -> None:
        from web.addresses import paths
        from web.triggers import folded, registry, revisions

        # Signals of migrating are sent once for each app that has models: this app's stands for all.
        pre_migrate.connect(registry.make_way, sender=self, dispatch_uid="triggers-out")
        post_migrate.connect(registry.install, sender=self, dispatch_uid="triggers")
        registry.register("revision", revisions.parts)
        registry.register("folded", folded.parts)
        # Readers see neither: what the others rest on raises the revisions itself.
        revisions.register(self, raises=("content",), but={"Revision": (), "FoldedText": ()})
        register_converter(paths.YearConverter, "year")
