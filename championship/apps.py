from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class ChampionshipConfig(AppConfig):
    name = "championship"

    def ready(self) -> None:
        from championship import calendar_triggers, published_stays

        pre_migrate.connect(calendar_triggers.drop_triggers, sender=self, dispatch_uid="calendar-triggers-out")
        post_migrate.connect(calendar_triggers.install_triggers, sender=self, dispatch_uid="calendar-triggers")
        pre_migrate.connect(published_stays.drop_triggers, sender=self, dispatch_uid="published-stays-out")
        post_migrate.connect(published_stays.install_triggers, sender=self, dispatch_uid="published-stays")
