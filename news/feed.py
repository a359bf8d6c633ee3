"""The Atom feed of the stories: each with its whole text."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from news.models import Article

LATEST = 30


class FullTextFeed(Atom1Feed):
    """Atom with the text in <content> and the standfirst in <summary>; addresses in the text hang on xml:base."""

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xml:base": settings.SITE_URL + "/"}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


class StoriesFeed(Feed[Article, None]):
    """The published stories, the latest first. Addresses are the site's own, whatever host the reader asked."""

    feed_type = FullTextFeed
    language = settings.LANGUAGE_CODE

    def title(self) -> str:
        return _("Door to Door: stories")

    def subtitle(self) -> str:
        return _("Stories of the World Touring Car Cup, by an unofficial fan site.")

    def link(self) -> str:
        return f"{settings.SITE_URL}{reverse('news')}"

    def feed_url(self) -> str:
        return f"{settings.SITE_URL}{reverse('news_feed')}"

    def feed_guid(self) -> str:
        return self.link()

    def author_name(self) -> str:
        return "Door to Door"

    def author_link(self) -> str:
        return f"{settings.SITE_URL}/"

    def items(self) -> QuerySet[Article]:
        return (
            Article.objects.published()
            .select_related("season")
            .order_by("-publish_at", "-day", "-order", "-pk")[:LATEST]
        )

    def item_title(self, article: Article) -> str:
        return article.title

    def item_description(self, article: Article) -> str:
        return escape(article.standfirst)

    def item_link(self, article: Article) -> str:
        return f"{settings.SITE_URL}{article.get_absolute_url()}"

    def item_guid(self, article: Article) -> str:
        """Stays the same when the headline or the address changes."""
        host = settings.SITE_URL.partition("://")[2]
        return f"tag:{host.partition(':')[0]},{article.created_at:%Y-%m-%d}:story-{article.pk}"

    def item_pubdate(self, article: Article) -> datetime | None:
        return article.publish_at

    def item_updateddate(self, article: Article) -> datetime:
        """A story that waited for its moment was new to readers then."""
        return max(article.updated_at, article.publish_at or article.updated_at)

    def item_categories(self, article: Article) -> list[str]:
        return [article.kicker] if article.kicker else []

    def item_extra_kwargs(self, article: Article) -> dict[str, str]:
        return {"content": article.body_html}
