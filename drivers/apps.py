from django.apps import AppConfig


class DriversConfig(AppConfig):
    name = "drivers"

    def ready(self) -> None:
        from web.triggers import folded, revisions

        # A season as pages read it names its people.
        revisions.register(self, raises=("content", "season"))
        folded.register("driver", self.get_model("Driver"), "given_name", "family_name")
        folded.register("team", self.get_model("Team"), "name", "short_name")
