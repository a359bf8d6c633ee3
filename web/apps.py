from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.urls import register_converter


class WebConfig(AppConfig):
    name = "web"
    verbose_name = "Site"

    def ready(self) -> None:
        from web.addresses import old_addresses, paths
        from web.cache import revision
        from web.triggers import folded

        # Every migrate puts the triggers back: SQLite drops them when it rebuilds a table.
        post_migrate.connect(revision.install_triggers, dispatch_uid="revision-triggers")
        pre_migrate.connect(folded.drop_triggers, sender=self, dispatch_uid="folded-triggers-out")
        post_migrate.connect(folded.install_triggers, sender=self, dispatch_uid="folded-triggers")
        old_addresses.connect()
        register_converter(paths.YearConverter, "year")
