from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "news"

    def ready(self) -> None:
        from web.addresses import old_addresses
        from web.triggers import folded, revisions

        revisions.register(self, raises=("content",))
        folded.register("story", self.get_model("Article"), "title", "kicker", "standfirst", "body")
        old_addresses.keep_addresses_of(self.get_model("Article"))
