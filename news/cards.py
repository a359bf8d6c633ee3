"""Stories as cards and lists show them: read as tuples, one query however many there are."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse

from championship.season.guard import Guard
from news.models import Article, ArticleQuerySet
from pictures.shown import Shown, shown_fields
from web.cache.page_cache import falls_due

COLUMNS = (
    "season__year",
    "slug",
    "title",
    "kicker",
    "standfirst",
    "language",
    "day",
    "of_siblings",
    *shown_fields("picture"),
)


class StoryCard(NamedTuple):
    """What a list shows of a story. year: its season's. of_siblings: two siblings are in it; it is drawn on blue."""

    year: int
    slug: str
    title: str
    kicker: str
    standfirst: str
    language: str
    day: date
    of_siblings: bool
    picture: Shown | None

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.year, self.slug])


def read_stories(request: HttpRequest, articles: ArticleQuerySet) -> list[StoryCard]:
    """The cards of those of `articles` that are out. The page is kept no longer than until the next one comes out."""
    cards = []
    for out, publish_at, *row in articles.marked().with_siblings().values_list("out", "publish_at", *COLUMNS):
        if out:
            cards.append(_card(row))
        else:
            falls_due(request, publish_at)
    return cards


def story_cards(guard: Guard | None, **about: Any) -> list[StoryCard]:
    """The cards of the stories about something that are out, in the order of their days."""
    articles = Article.objects.published().seen_by(guard).filter(**about).order_by("day", "order", "pk")
    return [_card(row) for row in articles.with_siblings().values_list(*COLUMNS)]


def _card(row: Sequence[Any]) -> StoryCard:
    year, slug, title, kicker, standfirst, language, day, of_siblings, *picture = row
    return StoryCard(year, slug, title, kicker, standfirst, language, day, of_siblings, Shown.from_values(picture))
