"""All drivers of a season, by team."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from championship.people import words
from championship.people.record_book import spells
from championship.season.page import page_context
from championship.season.parts import TeamView
from championship.season.view import SeasonView
from championship.tables.files import table_response
from drivers.views.seasons import all_years, chosen_season, season_files, years_context
from web.cache.page_cache import cached_page

COLUMNS = ("number", "driver", "name", "country", "team", "car", "titles", "wildcard", "events")


@require_safe
@cached_page(parameters=("season",))
def drivers(request: HttpRequest) -> HttpResponse:
    years = all_years(request)
    season = chosen_season(request, years)
    context = years_context(season, years)
    if season:
        context |= {"grid": _grid(season), "files": season_files(season, "drivers_data")}
    return render(request, "drivers/drivers.html", page_context(season, "drivers", **context))


def _grid(season: SeasonView) -> list[tuple[TeamView | None, list[words.Seat]]]:
    """Each team with its drivers, teams by name; last those without a team."""
    teams = sorted(season.teams.values(), key=lambda team: team.short_name.casefold())
    own = [*((team, spells(season, team.slug)) for team in teams), (None, spells(season, ""))]
    return [(team, words.seats(its)) for team, its in own if its]


@require_safe
@cached_page(parameters=("season",))
def drivers_data(request: HttpRequest, ending: str) -> HttpResponse:
    """One row an entry."""
    season = chosen_season(request, all_years(request))
    if season is None:
        raise Http404(_("There is no season yet."))
    return table_response(ending, COLUMNS, _rows(season), season=season.year)


def _rows(season: SeasonView) -> list[dict[str, object]]:
    return [
        {
            "number": entry.number,
            "driver": entry.driver.slug,
            "name": entry.driver.name,
            "country": entry.driver.country,
            "team": entry.team_slug,
            "car": entry.car,
            "titles": [title.slug for title in season.titles if title.rules.admits(season.inputs.entries[index])],
            "wildcard": entry.wildcard,
            "events": [event.slug for event in season.running if event.id in entry.numbers],
        }
        for index, entry in enumerate(season.entries)
    ]
