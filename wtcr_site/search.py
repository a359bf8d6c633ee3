"""Search over drivers, events, teams, circuits and stories: every word of the question must be in what is found."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple, Self

from django.db.models import CharField, DateField, F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from championship.formats import country_name, country_names, days_text, place_name
from championship.models import Event, TeamName
from championship.models.season import in_open_season
from championship.season.known import known_circuits, known_drivers, known_teams
from championship.season.page import newest_season, page_context
from championship.season.parts import EventView
from championship.season.view import SeasonView
from news.models import Article
from web.addresses.paths import address
from web.cache.page_cache import cached_page, falls_due
from web.catalogue import localised
from web.htmx import page_or_fragment
from web.models import FoldedText
from web.triggers.folded import fold

# More than this asks the database for nothing that a longer question would find.
LONGEST = 80
MOST_WORDS = 6
AT_FIRST = 5
# In the order in which they are listed.
KINDS = ("driver", "event", "team", "circuit", "story")


class Hit(NamedTuple):
    """A page that was found. `day` and `last_day` are an event's days, or a story's day; `sort` puts names in order.

    state: an event's. language: a story's.
    """

    kind: str
    slug: str
    year: int
    name: str
    sort: str
    detail: str
    country: str
    state: str
    language: str
    day: date | None
    last_day: date | None


class HitRow(NamedTuple):
    """A page that was found, as it is listed. colour: of the roundel, blank where it is not known, None without one.

    language: of name and detail, blank where it is the page's. day: what the detail begins with, in the page's.
    """

    address: str
    name: str
    detail: str
    number: int | None = None
    colour: str | None = None
    language: str = ""
    day: str = ""

    def get_absolute_url(self) -> str:
        return self.address


class HitGroup(NamedTuple):
    """What was found of one kind. more: where all of it is, as `all_found` says; blank when that is here."""

    kind: str
    heading: str
    rows: list[HitRow]
    all_found: str
    more: str


@require_safe
@cached_page(parameters=("q", "only"), fragments=("search-results",))
def search(request: HttpRequest) -> HttpResponse:
    """?q= is the question; ?only= names a kind, of which everything found is listed."""
    text = " ".join(request.GET.get("q", "").replace("\0", " ").split())
    season = newest_season(request)
    words = fold(text).split()
    message, groups, only = "", [], ""
    if len(text) > LONGEST or len(words) > MOST_WORDS:
        message = _("That is too long to look for. Search for a name or a few words.")
        text = text[:LONGEST]
    elif words:
        falls_due(request, Article.objects.next_due())
        hits = find(season, words)
        only = request.GET.get("only", "")
        only = only if hits.get(only) else ""
        groups = [_group(season, kind, hits[kind], text, only) for kind in ([only] if only else KINDS) if hits[kind]]
        message = _message(text, sum(map(len, hits.values())))
    drivers = sorted(season.drivers.values(), key=lambda driver: fold(driver.family_name)) if season else []
    context = {"text": text, "words": words, "message": message, "groups": groups, "only": only, "longest": LONGEST}
    title = _("Search: %(text)s") % {"text": text} if text else _("Search")
    context = page_context(season, "search", page_title=title, drivers=drivers, **context)
    return page_or_fragment(request, "wtcr_site/search.html", context)


def find(season: SeasonView | None, words: Sequence[str]) -> dict[str, list[Hit]]:
    """By kind everything that readers of `season` may see and that holds all of the folded `words`. One query.

    Names that begin with the question come first, then those whose words do, then those that hold it; what has it
    elsewhere comes last. Of one rank events and stories are newest first, the others by name.
    """
    guard = season.guard if season else None
    drivers, teams, circuits = known_drivers(), known_teams(), known_circuits()
    events = Event.objects.filter(in_open_season())
    hits: list[Hit] = []
    if season and guard:
        entered = Q(entries=None) | Q(entries__season__year__lt=guard.year)
        joined = season if season.year == guard.year else None
        drivers = drivers.filter(entered | Q(slug__in=joined.drivers if joined else ()))
        teams = teams.filter(entered | Q(slug__in=joined.teams if joined else ()))
        # Of the year that is not over the calendar was another one: what moves later is found where it was to be.
        then = season.events if season.year == guard.year else ()
        circuits = circuits.filter(
            Q(events__season__year__lt=guard.year)
            | Q(pk__in=Event.objects.filter(season__year__lt=guard.year).values("announced_circuit"))
            | Q(slug__in=[event.circuit.slug for event in then])
            | Q(name__in=[event.announced_circuit for event in then if event.announced_circuit])
        )
        events = events.filter(season__year__lt=guard.year)
        hits += [_of_view(event) for event in then if _is_in_event(event, words)]
    stories = Article.objects.published().seen_by(guard)
    also = [(word, _Also.of(season, word)) for word in words]
    kinds = [
        _rows(events, "event", also, "season__year", "name", "name", "circuit__name", "", "status", "", *_DAYS),
        _rows(stories, "story", also, "season__year", "title", "title", "standfirst", "", "", "language", "day", "day"),
        _rows(drivers, "driver", also, 0, _FULL_NAME, "family_name", "", "country", "", "", None, None),
        _rows(teams, "team", also, 0, "name", "name", "", "country", "", "", None, None),
        _rows(circuits, "circuit", also, 0, "name", "name", "locality", "country", "", "", None, None),
    ]
    # The first one's columns say what the database answers with: it is one that has days.
    hits += [_named(season, Hit(*row)) for row in kinds[0].union(*kinds[1:]).order_by()]
    hits.sort(key=lambda hit: (_rank(hit, words), -hit.day.toordinal() if hit.day else 0, fold(hit.sort)))
    return {kind: [hit for hit in hits if hit.kind == kind] for kind in KINDS}


_FULL_NAME = Concat("given_name", Value(" "), "family_name")
_DAYS = ("starts_on", "ends_on")
_TYPES = (IntegerField, *[CharField] * 6, DateField, DateField)


class _Also(NamedTuple):
    """What a word may mean that stands in no row's text: codes of countries and slugs of the newest season's events,
    whose names in the reader's language hold it, and slugs of its drivers with that door number.

    before: the year that the reader is in the middle of, None without a guard. teams: slugs of the teams that the
    newest season calls so.
    """

    countries: list[str]
    events: list[str]
    drivers: list[str]
    teams: list[str]
    before: int | None

    @classmethod
    def of(cls, season: SeasonView | None, word: str) -> Self:
        return cls(
            # Two letters are in most of them.
            [code for code, name in country_names().items() if len(word) > 2 and word in fold(name)],
            [event.slug for event in (season.events if season else ()) if word in fold(event.name)],
            [
                entry.driver.slug
                for entry in (season.entries if season else ())
                if word in {str(number) for number in (entry.number, *entry.numbers.values())}
            ],
            [
                slug
                for slug, team in (season.teams.items() if season else ())
                if word in fold(f"{team.name} {team.short_name}")
            ],
            season.guard.year if season and season.guard else None,
        )


def _rows(
    rows: QuerySet[Any], kind: str, words: Sequence[tuple[str, _Also]], *columns: object
) -> QuerySet[Any, tuple[Any, ...]]:
    """Those of `rows` that every word is in, as hits. An event is also found by its circuit; both by their year."""
    for word, also in words:
        holds = FoldedText.objects.filter(text__contains=word)
        named = Q(pk__in=holds.filter(kind=kind).values("row"))
        if kind == "event":
            named |= Q(circuit__in=holds.filter(kind="circuit").values("row"))
            named |= Q(circuit__country__in=also.countries) | Q(slug__in=also.events)
        if kind == "circuit":
            named |= Q(country__in=also.countries)
        if kind == "driver":
            named |= Q(slug__in=also.drivers)
        if kind == "team":
            named |= Q(slug__in=also.teams) | Q(pk__in=_called(holds, also.before))
        if kind in ("event", "story") and re.fullmatch(r"[0-9]{4}", word):
            named |= Q(season__year=int(word))
        rows = rows.filter(named)
    names = [f"hit_{number}" for number in range(len(Hit._fields))]
    values = [Value(kind), F("slug"), *map(_value, columns, _TYPES)]
    rows = rows.order_by().annotate(**dict(zip(names, values, strict=True)))
    return rows.values_list(*names)


def _called(holds: QuerySet[FoldedText], before: int | None) -> QuerySet[TeamName, int]:
    """The teams that an open season calls so, of the years `before` one."""
    names = TeamName.objects.filter(in_open_season(), pk__in=holds.filter(kind="team_name").values("row"))
    return (names if before is None else names.filter(season__year__lt=before)).values_list("team", flat=True)


def _value(column: object, of_type: type) -> object:
    """A column by its name; a blank, a number and None as they are."""
    if isinstance(column, str) and column:
        return F(column)
    return column if isinstance(column, Concat) else Value(column, output_field=of_type())


def _named(season: SeasonView | None, hit: Hit) -> Hit:
    """A team as the season calls it, everything else as it was found."""
    team = season.teams.get(hit.slug) if season and hit.kind == "team" else None
    return hit._replace(name=team.name, sort=team.name) if team else hit


def _of_view(event: EventView) -> Hit:
    days = (event.starts_on, event.ends_on)
    return Hit("event", event.slug, event.year, event.name, event.name, event.circuit.name, "", event.status, "", *days)


def _is_in_event(event: EventView, words: Sequence[str]) -> bool:
    circuit = event.circuit
    text = fold(f"{event.name} {event.slug} {event.code} {circuit.name} {circuit.place}")
    return all(word in text or word == str(event.year) for word in words)


def _rank(hit: Hit, words: Sequence[str]) -> int:
    name = fold(hit.name).strip()
    if name.startswith(" ".join(words)):
        return 0
    if all(f" {word}" in f" {name}" for word in words):
        return 1
    return 2 if all(word in name for word in words) else 3


def _group(season: SeasonView | None, kind: str, hits: Sequence[Hit], text: str, only: str) -> HitGroup:
    shown = hits if only else hits[:AT_FIRST]
    more = f"{address('search')}?{urlencode({'q': text, 'only': kind})}" if len(shown) < len(hits) else ""
    heading, all_found = {
        "driver": (_("Drivers"), _("All %(count)s drivers")),
        "event": (_("Events"), _("All %(count)s events")),
        "team": (_("Teams"), _("All %(count)s teams")),
        "circuit": (_("Circuits"), _("All %(count)s circuits")),
        "story": (_("Stories"), _("All %(count)s stories")),
    }[kind]
    return HitGroup(kind, heading, [_row(season, hit) for hit in shown], all_found % {"count": len(hits)}, more)


def _row(season: SeasonView | None, hit: Hit) -> HitRow:
    match hit.kind:
        case "driver":
            entry = season.entry_at(hit.slug) if season else None
            row = HitRow(address("driver", hit.slug), hit.name.strip(), country_name(hit.country), colour="")
            if entry is None:
                return row
            return row._replace(detail=entry.team_name or row.detail, number=entry.number, colour=entry.colour)
        case "team":
            team = season.teams.get(hit.slug) if season else None
            colour = team.colour if team else ""
            return HitRow(address("team", hit.slug), hit.name, country_name(hit.country), None, colour)
        case "circuit":
            return HitRow(address("circuit", hit.slug), hit.name, place_name(hit.detail, hit.country))
        case "event":
            parts = [hit.detail]
            if hit.day and hit.last_day:
                parts.insert(0, days_text(hit.day, hit.last_day))
            if hit.state == Event.Status.CANCELLED:
                parts.append(_("cancelled"))
            return HitRow(address("event", hit.year, hit.slug), localised(hit.name), " · ".join(parts))
    day = date_format(hit.day, "j F Y") if hit.day else ""
    return HitRow(address("article", hit.year, hit.slug), hit.name, hit.detail, language=hit.language, day=day)


def _message(text: str, count: int) -> str:
    if not count:
        return _("Nothing found for “%(text)s”.") % {"text": text}
    sentence = ngettext("%(count)s page found for “%(text)s”.", "%(count)s pages found for “%(text)s”.", count)
    return sentence % {"count": count, "text": text}
