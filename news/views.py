"""The stories: their index, their feed, and each one with the table of its day."""

from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from championship.formats import number_word
from championship.season.page import newest_menu, page_context, season_or_404
from championship.share import cards
from championship.tables.files import picture_response
from news.beside import named_in, table_of_the_day
from news.cards import StoryCard, read_stories
from news.feed import StoriesFeed
from news.models import Article, ArticleQuerySet, may_see_drafts
from pictures.shown import FIELDS, Shown, shown_fields
from web.addresses.languages import links_in
from web.addresses.paths import address, is_nameless
from web.cache.page_cache import cached_page, falls_due
from web.navigation import Tab

COLUMNS = (
    "pk",
    "title",
    "kicker",
    "standfirst",
    "language",
    "body_html",
    "day",
    "written_later",
    "publish_at",
    "updated_at",
    "correction",
    "sources",
    "table__slug",
    "before",
    "after",
    "due",
    "of_siblings",
)
# What its picture for sharing shows.
SHARED_COLUMNS = ("title", "kicker", "day", "of_siblings")


class StorySource(NamedTuple):
    """A line of a story's sources. address: blank where it is no address of the web."""

    text: str
    address: str


@require_safe
@cached_page(parameters=("season",))
def news(request: HttpRequest) -> HttpResponse:
    """One season's stories in reading order: the newest season that has any, or the one asked for."""
    menu = newest_menu(request)
    seasons: dict[int, list[StoryCard]] = {}
    for card in read_stories(request, Article.objects.in_reading_order().seen_by(menu["guard"])):
        seasons.setdefault(card.year, []).append(card)
    asked = request.GET.get("season")
    years = {str(year): year for year in seasons}
    if asked is not None and asked not in years:
        raise Http404(_("There are no stories of this season."))
    year = next(iter(seasons), None) if asked is None else years[asked]
    stories = seasons[year] if year is not None else []
    title, lead, description = _about_the_stories(year, stories)
    context = {
        "page_title": title,
        "heading": title if len(seasons) > 1 else _("Stories"),
        "lead": lead,
        "description": description,
        # The newest season's stories are at the address without a year.
        "earlier": year if year != next(iter(seasons), None) else None,
        "tabs": _season_tabs(list(seasons), year) if len(seasons) > 1 else [],
        "stories": stories,
    }
    return render(request, "news/news.html", menu | {"section": "news"} | context)


def _about_the_stories(year: int | None, stories: list[StoryCard]) -> tuple[str, str, str]:
    """A season's stories as a title, in a sentence, and with the first of them."""
    if year is None:
        return _("Stories"), "", _("Stories of the World Touring Car Cup.")
    named = {"year": year, "words": number_word(len(stories)), "first": stories[0].title}
    lead = ngettext(
        "The season of %(year)s in one story.",
        "The season of %(year)s in %(words)s stories, in the order to read them.",
        len(stories),
    )
    description = ngettext(
        "The %(year)s touring car season in one story: %(first)s.",
        "The %(year)s touring car season in %(words)s stories, in the order to read them. The first: %(first)s.",
        len(stories),
    )
    return _("Stories of %(year)s") % named, lead % named, description % named


def _season_tabs(years: list[int], year: int | None) -> list[Tab]:
    """The seasons that have stories, newest first."""
    page = address("news")
    return [Tab(str(one), f"{page}?season={one}" if one != years[0] else page, one == year) for one in years]


@require_safe
@cached_page
def news_feed(request: HttpRequest) -> HttpResponse:
    falls_due(request, Article.objects.next_due())
    return StoriesFeed()(request)


@require_safe
def article(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """A story. Who may see drafts sees one that is not out yet at its address; of that nothing is kept."""
    try:
        return published_article(request, year, slug)
    except Http404:
        # Only now the user is asked for: what is out is the same for everyone.
        if not may_see_drafts(request.user):
            raise
    response = _article(request, year, slug, Article.objects.all(), is_out=False)
    add_never_cache_headers(response)
    return response


@cached_page
def published_article(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    return _article(request, year, slug, Article.objects.published(), is_out=True)


@require_safe
@cached_page
def article_share(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """Of what is out alone: an editor's preview has none."""
    rows = Article.objects.published().filter(season__year=year, slug=slug).with_siblings()
    row = rows.values_list(*SHARED_COLUMNS).first()
    if row is None:
        raise Http404(_("There is no story at this address."))
    return picture_response(cards.story_picture(*row))


def _article(request: HttpRequest, year: int, slug: str, articles: ArticleQuerySet, is_out: bool) -> HttpResponse:
    columns = (*COLUMNS, *shown_fields("picture"))
    season = season_or_404(request, year)
    row = (
        articles.seen_by(season.guard)
        .filter(season__year=year, slug=slug)
        .with_siblings()
        .with_neighbours(season.guard)
        .values_list(*columns)
        .first()
    )
    if row is None:
        raise Http404(_("There is no story at this address."))
    story = dict(zip(COLUMNS, row, strict=False))
    story["body_html"] = links_in(story["body_html"], get_language())
    falls_due(request, story["due"])
    table = table_of_the_day(season, story["table__slug"], story["day"])
    named = named_in(season, story["pk"])
    context = {
        "story": story,
        "slug": slug,
        "is_out": is_out,
        "not_out_yet": "" if is_out else _not_out_yet(story["publish_at"]),
        "remarks": _remarks(story),
        "picture": Shown.from_values(row[-len(FIELDS) :]),
        "table": table,
        "sources": [_source(line) for line in story["sources"].split("\n") if line.strip()],
        "has_beside": table is not None or any(named.values()),
        **named,
    }
    return render(request, "news/article.html", page_context(season, "news", **context))


def _not_out_yet(publish_at: datetime | None) -> str:
    """What an editor is told of a story that readers do not see."""
    if publish_at is None:
        return _("Only editors see this page. It is a draft.")
    moment = date_format(timezone.localtime(publish_at), "j F Y, H:i")
    return _("Only editors see this page. It comes out on %(moment)s UTC.") % {"moment": moment}


def _remarks(story: dict[str, Any]) -> list[str]:
    """What is said beside a story's day."""
    remarks = [_("written later from the record")] if story["written_later"] else []
    if story["language"] != get_language():
        remarks.append(_("in Swedish") if story["language"] == "sv" else _("in English"))
    return remarks


def _source(line: str) -> StorySource:
    """A source as a link where it is an address of the web, as plain text where not."""
    text = line.strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        return StorySource(text, "")
    if parts.scheme not in ("http", "https") or not parts.hostname or is_nameless(text):
        return StorySource(text, "")
    return StorySource(parts.hostname.removeprefix("www.") + parts.path.rstrip("/"), text)
