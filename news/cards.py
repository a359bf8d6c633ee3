"""Stories as cards and lists show them: read as tuples, one query however many there are."""

from datetime import date
from typing import NamedTuple

from django.urls import reverse

from news.models import ArticleQuerySet
from pictures.shown import Shown, shown_fields


class StoryCard(NamedTuple):
    """What a list shows of a story. year: its season's. of_siblings: two siblings are in it; it is drawn on blue."""

    year: int
    slug: str
    title: str
    kicker: str
    standfirst: str
    day: date
    of_siblings: bool
    picture: Shown | None

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.year, self.slug])


def story_cards(articles: ArticleQuerySet) -> list[StoryCard]:
    """The cards of `articles`, in their order; the caller says which are out."""
    rows = articles.with_siblings().values_list(
        "season__year", "slug", "title", "kicker", "standfirst", "day", "of_siblings", *shown_fields("picture")
    )
    return [StoryCard(*row[:7], Shown.from_values(row[7:])) for row in rows]
