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
from championship.tables.files import table_response
from web.cache.page_cache import cached_page
from web.htmx import page_or_fragment


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
    figures = season_figures(season)
    context = page_context(
        season,
        "teams" if of_teams else "drivers",
        of_teams=of_teams,
        title=season.teams_title if of_teams else season.drivers_title,
        columns=shown,
        by=by,
        rows=ranked(lines, shown, by),
        on_record=words.on_record(figures) if figures.starts else "",
        address=reverse("team_records" if of_teams else "records", args=[season.year]),
        file="team_records_data" if of_teams else "records_data",
    )
    return page_or_fragment(request, "drivers/records.html", context)


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
