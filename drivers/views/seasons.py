"""Which season a page of drivers or teams shows: the newest, or the one asked for."""

from collections.abc import Iterable, Sequence

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from championship.models import Season
from championship.season.page import read_season
from championship.season.view import SeasonView
from championship.tables.files import file_addresses
from web.cache.page_cache import as_of


def chosen_season(request: HttpRequest, years: Sequence[int]) -> SeasonView | None:
    """The season of ?season=, else the newest of `years`; None where there is none. Four queries."""
    asked = request.GET.get("season", "")
    if not asked:
        return read_season(request, years[0], as_of(request)) if years else None
    year = next((year for year in years if str(year) == asked), None)
    if year is None:
        raise Http404(_("There is nothing here of the season that you asked for."))
    return read_season(request, year, as_of(request))


def years_seen(request: HttpRequest, years: Sequence[int], slug: str) -> list[int]:
    """Those of the years in which a driver or a team was entered that the reader has come to.

    The one that they are in the middle of is one of them once the name is on an entry list. Raises Http404 where that
    leaves none: whoever joins later is not there yet.
    """
    moment = as_of(request)
    if moment is None:
        return list(years)
    here = read_season(request, moment.year, moment) if moment.year in years else None
    joined = here is not None and (slug in here.drivers or slug in here.teams)
    seen = [year for year in years if year < moment.year or (year == moment.year and joined)]
    if years and not seen:
        raise Http404(_("There is nothing here of this name yet."))
    return seen


def newest_of(request: HttpRequest, years: Sequence[int]) -> SeasonView | None:
    """The whole season of the newest of `years`, for pictures: they know no cookie and no parameter. Four queries."""
    return read_season(request, years[0]) if years else None


def all_years(request: HttpRequest) -> list[int]:
    """Newest first. One query."""
    return shown_years(request, Season.objects.open().order_by("-year").values_list("year", flat=True))


def shown_years(request: HttpRequest, years: Iterable[int]) -> list[int]:
    """Those of `years` that the reader has come to."""
    moment = as_of(request)
    return [year for year in years if moment is None or year <= moment.year]


def years_context(season: SeasonView | None, years: Sequence[int]) -> dict[str, object]:
    """For a template: the years of the other seasons, newest first, and the shown one's where it is an earlier one."""
    others = [year for year in years if season is None or year != season.year]
    return {"years": others, "earlier": season.year if season and others and season.year < others[0] else None}


def season_files(season: SeasonView, name: str, *args: object) -> dict[str, str]:
    """Where the page's table of this season is as a file, by format."""
    return {ending: f"{file}?season={season.year}" for ending, file in file_addresses(name, *args).items()}
