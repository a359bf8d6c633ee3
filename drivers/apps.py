from django.apps import AppConfig


class DriversConfig(AppConfig):
    name = "drivers"

    def ready(self) -> None:
        from pictures import uses
        from web.addresses import old_addresses
        from web.triggers import folded, revisions

        # A season as pages read it names its people.
        revisions.register(self, raises=("content", "season"))
        folded.register("driver", self.get_model("Driver"), "given_name", "family_name")
        folded.register("team", self.get_model("Team"), "name", "short_name")
        uses.register(self.get_model("Driver"), "portrait")
        uses.register(self.get_model("Team"), "picture")
        old_addresses.keep_addresses_of(self.get_model("Driver"), self.get_model("Team"))
        for part in ("first", "second", "competitor"):
            old_addresses.name_part(part, "driver", part)
        # A title ranks drivers or teams.
        old_addresses.name_part("competitor", "team", "competitor")
