from django.apps import AppConfig


class ChampionshipConfig(AppConfig):
    name = "championship"
