"""A driver: the season race by race, the titles, the career, and who drove beside."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from championship.charts import Outline, outline_of, places_race_by_race, qualifying_and_race
from championship.charts.outline import Size
from championship.charts.plate import plate
from championship.formats import SHORT_STATUS, status_text
from championship.models import Event
from championship.people import words
from championship.people.comparison import common_events, compare, events_entered, teammates
from championship.people.record_book import driver_figures, driver_title_figures, standing
from championship.people.record_lists import figures_context
from championship.season.page import newest_menu, page_context
from championship.season.parts import EventView, SessionView, outline_credits
from championship.season.view import SeasonView
from championship.share import cards
from championship.tables.cells import ResultCell, points_by_session, result_cell
from championship.tables.files import picture_response, table_response
from championship.why.doubts import doubts_context
from drivers.people import DriverProfile, driver_profile
from drivers.views.seasons import chosen_season, newest_of, season_files, years_context, years_seen
from news.cards import story_cards
from web.cache.page_cache import as_of, cached_page, falls_due

COLUMNS = ("event", "session", "number", "team", "position", "status", "grid", "fastest_lap_ms", "points", "basis")

# One weekend has room for a larger drawing.
OF_ONE = Size("hero", 420, 300, 14, 0, 0)
OF_MANY = Size("band", 216, 132, 8, 0, 0)


@dataclass(frozen=True, slots=True)
class Week:
    """An event entered, with its races but those called off; None where one has no classification yet."""

    event: EventView
    races: list[tuple[SessionView, ResultCell | None]]
    outline: Outline | None


@require_safe
@cached_page(parameters=("season",))
def driver(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest season of the driver, or the one asked for; one who was never entered has a page too."""
    profile = _profile(request, slug)
    falls_due(request, profile.next_story_at)
    years = years_seen(request, profile.years, slug)
    season = chosen_season(request, years)
    menu = {} if season else newest_menu(request)
    context: dict[str, Any] = {
        "profile": profile,
        "driver": profile.driver,
        "stories": story_cards(season.guard if season else menu["guard"], drivers__slug=slug),
        **years_context(season, years),
    }
    if season is None:
        return render(request, "drivers/driver.html", menu | {"section": "drivers", **context})
    return render(
        request, "drivers/driver.html", page_context(season, "drivers", **context, **_season(season, profile))
    )


@require_safe
@cached_page
def driver_share(request: HttpRequest, slug: str) -> HttpResponse:
    """Of the newest season, whatever is asked for."""
    profile = _profile(request, slug)
    return picture_response(cards.driver_picture(newest_of(request, profile.years), profile.driver))


def _profile(request: HttpRequest, slug: str) -> DriverProfile:
    profile = driver_profile(slug, as_of(request))
    if profile is None:
        raise Http404(_("There is no driver of this name here."))
    return profile


def _season(season: SeasonView, profile: DriverProfile) -> dict[str, Any]:
    slug = profile.driver.slug
    entry = season.entry_at(slug)
    figures = driver_figures(season, slug)
    weeks = _weeks(season, slug)
    return {
        "entry": entry,
        "plate": entry and plate(entry.number, entry.colour, profile.driver.family_name),
        "tiles": _tiles(season, slug),
        "weeks": weeks,
        "outline_credits": outline_credits(week.event.circuit for week in weeks),
        "scores": _scores(season, slug),
        "places": places_race_by_race(season, [slug], [cell.session for cell in _cells(weeks)]),
        "qualifying": qualifying_and_race(season, slug, [week.event for week in weeks]),
        "not_entered": _not_entered(season, slug),
        "signs": _signs(weeks),
        "figures": figures,
        "best_in": words.best_in(figures),
        "on_record": words.on_record(figures),
        "records_address": reverse("records", args=[season.year]),
        "files": season_files(season, "driver_data", slug),
        **figures_context(season.drivers_title, slug, figures, driver_title_figures(season, slug, figures.starts)),
        "beside": _beside(season, profile),
        **(doubts_context(season, season.drivers_title, slug) if season.drivers_title else {}),
        "sibling_raced": bool(profile.sibling and profile.sibling.slug in season.drivers),
    }


def _tiles(season: SeasonView, slug: str) -> list[words.Tile]:
    """A tile for each title entered, the team's last; a wildcard is in none."""
    standings = [standing(season, title, slug) for title in season.titles if not title.ranks_teams]
    tiles = [words.title_tile(season.year, one) for one in standings if one]
    entry = season.entry_at(slug)
    if not any(one.scores for one in season.entries_of(slug)):
        return [words.Tile(_("Wildcard"), _("Wildcard"), _("Drives for no title and scores no points"))]
    if entry and entry.team and season.teams_title:
        of_team = standing(season, season.teams_title, entry.team.slug)
        tiles += [words.title_tile(season.year, of_team, entry.team.short_name)] if of_team else []
    return tiles


def _weeks(season: SeasonView, slug: str) -> list[Week]:
    lines = season.results_by_driver.get(slug, {})
    entered = events_entered(season, slug)
    events = [event for event in season.counting if event.id in entered]
    size = OF_ONE if len(events) == 1 else OF_MANY
    return [
        Week(
            event,
            [
                (race, result_cell(season, race, lines[race.id]) if race.id in lines else None)
                for race in event.races
                if not season.is_off(race)
            ],
            outline_of(event.circuit, size),
        )
        for event in events
    ]


def _scores(season: SeasonView, slug: str) -> list[tuple[EventView, Decimal]]:
    """What each event gave in the drivers' title, as far as it gave anything."""
    points = points_by_session(season)
    sums = [
        (event, sum((points[session.index].get(slug, Decimal(0)) for session in event.sessions), Decimal(0)))
        for event in season.counting
    ]
    return [(event, total) for event, total in sums if total]


def _cells(weeks: list[Week]) -> list[ResultCell]:
    return [cell for week in weeks for _race, cell in week.races if cell]


def _not_entered(season: SeasonView, slug: str) -> int:
    """Events that were held without the driver; of one to come the list may still grow."""
    entered = events_entered(season, slug)
    return sum(event.status == Event.Status.HELD and event.id not in entered for event in season.running)


def _signs(weeks: list[Week]) -> list[str]:
    """What has to be explained of the cells: Ret: retired; First on the grid: RUS R1."""
    cells = _cells(weeks)
    unplaced = [cell.line for cell in cells if not cell.line.is_placed and not cell.line.one_of]
    short = {SHORT_STATUS[line.status]: line.status for line in unplaced}
    signs = [f"{text}: {status_text('classified' if text == 'n/r' else status)}" for text, status in short.items()]
    if poles := words.codes(cell.session for cell in cells if cell.pole):
        signs.append(_("First on the grid: %(races)s") % {"races": poles})
    if fastest_laps := words.codes(cell.session for cell in cells if cell.fastest_lap):
        signs.append(_("Fastest lap: %(races)s") % {"races": fastest_laps})
    return signs


@dataclass(frozen=True, slots=True)
class Beside:
    """Another driver in the same races: how the two compare, in sentences."""

    name: str
    sentences: list[str]
    address: str


def _beside(season: SeasonView, profile: DriverProfile) -> list[Beside]:
    """The sibling where both raced, else the teammates."""
    own = profile.driver.slug
    sibling = profile.sibling and season.drivers.get(profile.sibling.slug)
    others = [sibling] if sibling and common_events(season, own, sibling.slug) else teammates(season, own)
    found = []
    for other in others:
        comparison = compare(season, other.slug, own)
        if comparison and comparison.races:
            # Only one of the same family is known by the given name alone.
            name = other.given_name if other.family_name == profile.driver.family_name else other.name
            found.append(
                Beside(name, words.comparison_sentences(comparison), reverse("compare", args=[other.slug, own]))
            )
    return found


@require_safe
@cached_page(parameters=("season",))
def driver_data(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """Every session of the driver in a season that is on record."""
    profile = _profile(request, slug)
    season = chosen_season(request, profile.years)
    if season is None:
        raise Http404(_("This driver has not raced in a season that is kept here."))
    about = {"season": season.year, "driver": slug, "name": profile.driver.name}
    return table_response(ending, COLUMNS, _rows(season, slug), **about)


def _rows(season: SeasonView, slug: str) -> list[dict[str, object]]:
    lines = season.results_by_driver.get(slug, {})
    return [
        {
            "event": session.event.slug,
            "session": session.code,
            "number": line.number,
            "team": line.entry.team_slug,
            "position": line.position,
            "status": line.status,
            "grid": line.grid,
            "fastest_lap_ms": line.fastest_lap_ms,
            "points": _points(season, session, slug),
            "basis": line.basis,
        }
        for session in season.sessions
        if (line := lines.get(session.id))
    ]


def _points(season: SeasonView, session: SessionView, slug: str) -> Decimal | None:
    """What a session gave in the drivers' title."""
    if season.drivers_title is None:
        return None
    awards = season.standings[season.drivers_title.slug].awards[session.index]
    return sum((award.points for award in awards if award.competitor == slug), Decimal(0))
