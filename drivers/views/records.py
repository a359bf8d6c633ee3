"""The records of a season: lists of drivers and teams that sort by any figure."""

from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from championship.people import words
from championship.people.record_book import season_figures
from championship.people.record_lists import (
    BY_DEFAULT,
    Statistic,
    driver_lines,
    file_columns,
    ranked,
    statistics,
    team_lines,
)
from championship.season.page import page_context, season_or_404
from championship.season.view import SeasonView
from championship.tables.files import file_addresses, table_response
from web.cache.page_cache import cached_page
from web.htmx import page_or_fragment
from web.navigation import Tab


@require_safe
@cached_page(parameters=("by",), fragments=("record-list",))
def records(request: HttpRequest, year: int) -> HttpResponse:
    """Every driver who started, by ?by=."""
    return _page(request, season_or_404(request, year), of_teams=False)


@require_safe
@cached_page(parameters=("by",), fragments=("record-list",))
def team_records(request: HttpRequest, year: int) -> HttpResponse:
    return _page(request, season_or_404(request, year), of_teams=True)


@require_safe
@cached_page
def records_data(request: HttpRequest, year: int, ending: str) -> HttpResponse:
    return _data(season_or_404(request, year), ending, of_teams=False)


@require_safe
@cached_page
def team_records_data(request: HttpRequest, year: int, ending: str) -> HttpResponse:
    return _data(season_or_404(request, year), ending, of_teams=True)


def _page(request: HttpRequest, season: SeasonView, of_teams: bool) -> HttpResponse:
    lines = team_lines(season) if of_teams else driver_lines(season)
    shown = statistics(of_teams)
    by = _chosen(request.GET.get("by", BY_DEFAULT), shown)
    context = page_context(
        season,
        "teams" if of_teams else "drivers",
        of_teams=of_teams,
        title=season.teams_title if of_teams else season.drivers_title,
        columns=shown,
        by=by,
        rows=ranked(lines, shown, by),
        heading=_heading(season, of_teams),
        summary=_summary(season),
        tabs=_tabs(season, of_teams),
        address=reverse("team_records" if of_teams else "records", args=[season.year]),
        files=file_addresses("team_records_data" if of_teams else "records_data", season.year),
    )
    return page_or_fragment(request, "drivers/records.html", context)


def _heading(season: SeasonView, of_teams: bool) -> str:
    """What the page's title begins with."""
    text = _("Teams’ records of %(year)s") if of_teams else _("Drivers’ records of %(year)s")
    return text % {"year": season.year}


def _summary(season: SeasonView) -> str:
    """How much is on record, and that no more counts."""
    figures = season_figures(season)
    if not figures.starts:
        return _("No race of %(year)s has been classified yet.") % {"year": season.year}
    return f"{words.on_record(figures)} {_('Only what is on record counts.')}"


def _tabs(season: SeasonView, of_teams: bool) -> list[Tab]:
    return [
        Tab(_("Drivers"), reverse("records", args=[season.year]), not of_teams, "drivers"),
        Tab(_("Teams"), reverse("team_records", args=[season.year]), of_teams, "teams"),
    ]


def _chosen(key: str, shown: list[Statistic]) -> Statistic:
    for column in shown:
        if column.key == key:
            return column
    raise Http404(_("There is no list by this figure."))


def _data(season: SeasonView, ending: str, of_teams: bool) -> HttpResponse:
    """Means to four decimals; None where there is no figure."""
    shown = statistics(of_teams)
    lines = team_lines(season) if of_teams else driver_lines(season)
    ranking = ranked(lines, shown, _chosen(BY_DEFAULT, shown))
    kind = "team" if of_teams else "driver"
    rows = [
        {kind: line.competitor.slug, "name": line.competitor.name}
        | {column.file: _rounded(line.values[column.key]) for column in shown}
        | {"results_on_record": line.figures.results_on_record}
        for _place, line, _cells in ranking
    ]
    return table_response(ending, file_columns(of_teams), rows, season=season.year)


def _rounded(value: Decimal | int | None) -> Decimal | int | None:
    return round(value, 4) if isinstance(value, Decimal) else value
