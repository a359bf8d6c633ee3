"""Stories as cards and lists show them: read as tuples, one query however many there are."""

from datetime import date
from typing import NamedTuple

from django.urls import reverse

from news.models import ArticleQuerySet
from pictures.shown import Shown, shown_fields


class StoryCard(NamedTuple):
    """What a list shows of a story; `year` is its season's."""

    year: int
    slug: str
    title: str
    kicker: str
    standfirst: str
    day: date
    picture: Shown | None

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.year, self.slug])


def story_cards(articles: ArticleQuerySet) -> list[StoryCard]:
    """The cards of `articles`, in their order; the caller says which are out."""
    rows = articles.values_list(
        "season__year", "slug", "title", "kicker", "standfirst", "day", *shown_fields("picture")
    )
    return [StoryCard(*row[:6], Shown.from_values(row[6:])) for row in rows]
