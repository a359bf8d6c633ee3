"""Which season a page of drivers or teams shows: the newest, or the one asked for."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from championship.models import Season
from championship.records import SeasonRecord
from championship.standings import load_year


def chosen_season(request: HttpRequest, years: Sequence[int]) -> SeasonRecord | None:
    """The season of ?season=, else the newest of `years`; None where there is none. Four queries."""
    asked = request.GET.get("season", "")
    if not asked:
        return load_year(years[0]) if years else None
    year = next((year for year in years if str(year) == asked), None)
    if year is None:
        raise Http404(_("There is nothing here of the season that you asked for."))
    return load_year(year)


def all_years() -> list[int]:
    """Newest first. One query."""
    return list(Season.objects.order_by("-year").values_list("year", flat=True))


def other_years(record: SeasonRecord | None, years: Sequence[int]) -> list[int]:
    return [year for year in years if record is None or year != record.year]
