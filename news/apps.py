from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "news"

    def ready(self) -> None:
        from news.models import Article, may_see_drafts
        from pictures import uses
        from web.addresses import old_addresses
        from web.triggers import folded, revisions

        revisions.register(self, raises=("content",))
        folded.register("story", Article, "title", "kicker", "standfirst", "body")
        old_addresses.keep_addresses_of(Article)
        uses.register(Article, "picture", Article.objects.published, may_see_drafts, _("A story that is not out"))
