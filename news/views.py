"""The stories: their index, their feed, and each one with the table of its day."""

from typing import Any
from urllib.parse import urlsplit

from django.db.models import CharField, F, IntegerField, Value
from django.db.models.functions import Cast, Concat
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from championship.models import Event
from championship.season.page import newest_menu, page_context, season_or_404
from championship.season.view import SeasonView
from championship.share import cards
from championship.tables.files import picture_response
from championship.tables.title import standings_rows
from drivers.models import Driver, Team
from news.cards import StoryCard, read_stories
from news.feed import StoriesFeed
from news.models import Article, ArticleQuerySet, may_see_drafts
from pictures.shown import FIELDS, Shown, shown_fields
from web.addresses.languages import links_in
from web.addresses.paths import is_nameless
from web.cache.page_cache import cached_page, falls_due
from web.catalogue import localised

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
TABLE_ROWS = 6


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
    return render(
        request,
        "news/news.html",
        menu | {"section": "news", "year": year, "asked": asked, "years": list(seasons), "stories": stories},
    )


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
    context = {
        "story": story,
        "slug": slug,
        "is_out": is_out,
        "picture": Shown.from_values(row[-len(FIELDS) :]),
        "table": _table_of_its_day(season, story),
        "sources": [_source(line) for line in story["sources"].split("\n") if line.strip()],
        **_in_the_story(season, story["pk"]),
    }
    return render(request, "news/article.html", page_context(season, "news", **context))


def _table_of_its_day(season: SeasonView, story: dict[str, Any]) -> dict[str, Any] | None:
    """The first rows of the story's table after the last session of its day; None without one."""
    title = season.titles_by_slug.get(story["table__slug"])
    if title is None:
        return None
    session = season.last_counted(title, season.last_session_by(story["day"]))
    if session is None:
        return None
    rows = standings_rows(season, title, session)
    return {
        "title": title,
        "session": session,
        "rows": rows[:TABLE_ROWS],
        "more": len(rows) - TABLE_ROWS,
        "count": len(rows),
        "on_record_so_far": season.standings[title.slug].on_record_so_far(session.index),
        "address": reverse("standings_after", args=[season.year, title.slug, session.event.slug, session.slug]),
    }


def _source(line: str) -> dict[str, str]:
    """A source as a link where it is an address of the web, as plain text where not."""
    text = line.strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        return {"text": text, "address": ""}
    if parts.scheme not in ("http", "https") or not parts.hostname or is_nameless(text):
        return {"text": text, "address": ""}
    return {"text": parts.hostname.removeprefix("www.") + parts.path.rstrip("/"), "address": text}


def _in_the_story(season: SeasonView, pk: int) -> dict[str, Any]:
    """The drivers, teams and events that the story names; one query."""
    kinds = [
        _named(Driver, pk, "driver", Concat("given_name", Value(" "), "family_name"), F("family_name")),
        _named(Team, pk, "team", F("name"), F("name")),
        _named(Event, pk, "event", F("name"), Cast("starts_on", CharField()), F("season__year")),
    ]
    by_kind: dict[str, list[dict[str, Any]]] = {"driver": [], "team": [], "event": []}
    rows = kinds[0].union(*kinds[1:], all=True).order_by()
    guarded = season.guard is not None and season.guard.year == season.year
    known = {*season.drivers, *season.teams}
    for kind, slug, name, _sort, year in sorted(rows, key=lambda row: (row[3], row[2])):
        # Who joins later is not there yet.
        if guarded and kind != "event" and slug not in known:
            continue
        address = reverse(kind, args=[year, slug] if kind == "event" else [slug])
        named = {"name": localised(name.strip()), "address": address}
        by_kind[kind].append(named | _shown_in_season(season, kind, slug, year))
    return {"drivers": by_kind["driver"], "teams": by_kind["team"], "events": by_kind["event"]}


def _named(model: type[Driver | Team | Event], pk: int, kind: str, name: Any, sort: Any, year: Any = None) -> Any:
    return (
        model._default_manager.filter(articles=pk)
        .order_by()
        .annotate(
            row_kind=Value(kind),
            row_name=name,
            row_sort=sort,
            row_year=Value(0, IntegerField()) if year is None else Cast(year, IntegerField()),
        )
        .values_list("row_kind", "slug", "row_name", "row_sort", "row_year")
    )


def _shown_in_season(season: SeasonView, kind: str, slug: str, year: int) -> dict[str, Any]:
    """Number and colour of a driver, colour of a team, days of an event, as the season has them."""
    if kind == "driver":
        entry = season.entry_at(slug)
        return {"number": entry and entry.number, "colour": entry and entry.team.colour, "team": entry and entry.team}
    if kind == "team":
        team = season.teams.get(slug)
        return {"colour": team and team.colour}
    return {"event": season.event(slug) if year == season.year else None}
