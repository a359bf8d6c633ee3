from django.apps import AppConfig


class ChampionshipConfig(AppConfig):
    name = "championship"

    def ready(self) -> None:
        from championship import calendar_triggers, published_stays
        from web.addresses import old_addresses
        from web.triggers import folded, registry, revisions

        # No kept page holds anything live, or how editors read their pastes. The season that a process has read is kept
        # under "season".
        revisions.register(self, raises=("content", "season"), but={"LiveOrder": ("live",), "PasteShape": ()})
        folded.register("circuit", self.get_model("Circuit"), "name", "locality")
        folded.register("team_name", self.get_model("TeamName"), "name", "short_name")
        folded.register("event", self.get_model("Event"), "name", "name_sv", "code")
        registry.register("calendar_moved", calendar_triggers.parts)
        registry.register("published_stays", published_stays.parts)
        old_addresses.keep_addresses_of(*map(self.get_model, ("Circuit", "Event", "Session", "Title")))
        old_addresses.name_part("title", "standings", "year", "title")
        old_addresses.name_part("event", "event", "year", "event")
        old_addresses.name_part("session", "session", "year", "event", "session")
