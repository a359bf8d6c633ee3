"""Every result of a season: the matrix."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from championship.feeds.results import changed_results_feed
from championship.formats import number_word
from championship.season.page import page_context, season_or_404
from championship.season.parts import SessionView
from championship.season.view import SeasonView
from championship.tables.files import file_addresses, table_response
from championship.tables.matrix import build_matrix, plain_matrix, read_notes
from championship.why.penalties import read_penalties
from web.cache.page_cache import cached_page
from web.htmx import page_or_fragment
from web.navigation import Tab


@require_safe
@cached_page(parameters=("show", "by"), fragments=("results-matrix",))
def results(request: HttpRequest, year: int) -> HttpResponse:
    """Places, or with ?show=points the points of each race; with ?by=make under the makes of the cars."""
    season = season_or_404(request, year)
    show_points = request.GET.get("show") == "points" and season.drivers_title is not None
    by_make = request.GET.get("by") == "make"
    races = [session for session in season.sessions if session.is_race]
    context = page_context(
        season,
        "results",
        matrix=build_matrix(
            season, read_notes(season), read_penalties(season, races), show_points=show_points, by_make=by_make
        ),
        tabs=_tabs(season, show_points, by_make),
        heading=_heading(season, show_points, by_make),
        summary=_summary(season, races),
        show_points=show_points,
        legend=_legend(show_points),
        files=file_addresses("results_data", season.year),
    )
    return page_or_fragment(request, "championship/results.html", context)


@require_safe
@cached_page
def results_data(request: HttpRequest, year: int, ending: str) -> HttpResponse:
    season = season_or_404(request, year)
    columns, rows = plain_matrix(season)
    return table_response(ending, columns, rows, season=season.year)


@require_safe
@cached_page
def results_feed(request: HttpRequest, year: int) -> HttpResponse:
    """Each classification as it was published, the latest first, as Atom."""
    return HttpResponse(
        changed_results_feed(season_or_404(request, year)), content_type="application/atom+xml; charset=utf-8"
    )


def _heading(season: SeasonView, show_points: bool, by_make: bool) -> str:
    """What tells this view from the others in a list of tabs."""
    words = {"year": season.year}
    if show_points:
        return (
            _("The points of every race of %(year)s by make") % words
            if by_make
            else (_("The points of every race of %(year)s") % words)
        )
    return _("Every result of %(year)s by make") % words if by_make else _("Every result of %(year)s") % words


def _tabs(season: SeasonView, show_points: bool, by_make: bool) -> list[Tab]:
    """What the cells show, then how the rows are grouped; each tab keeps the other choice."""
    address = reverse("results", args=[season.year])

    def tab(name: str, words: str, points: bool, make: bool, current: bool) -> Tab:
        query = "&".join(["show=points"] * points + ["by=make"] * make)
        page = f"{address}?{query}" if query else address
        return Tab(words, page, current, name, is_apart=name == "by-driver")

    tabs = [tab("places", _("Places"), False, by_make, not show_points)]
    if season.drivers_title is not None:
        tabs.append(tab("points", _("Points"), True, by_make, show_points))
    return [
        *tabs,
        tab("by-driver", _("By driver"), show_points, False, not by_make),
        tab("by-make", _("By make"), show_points, True, by_make),
    ]


def _legend(show_points: bool) -> list[tuple[str, str]]:
    """What each colour of a cell says."""
    words = {
        "first": _("winner") if show_points else _("1 winner"),
        "second": _("second") if show_points else _("2 second"),
        "third": _("third") if show_points else _("3 third"),
        "points": _("4th–8th") if show_points else "4–8",
        "points-low": _("9th–15th") if show_points else "9–15",
        "no-points": _("no points"),
        "retired": _("retired") if show_points else _("Ret retired"),
    }
    return list(words.items())


def _summary(season: SeasonView, races: list[SessionView]) -> str:
    """ "Sixteen races, twelve different winners."; empty before the first."""
    results = [classification for race in races if (classification := season.classification(race))]
    if not results:
        return ""
    winners = {classification.winner.driver.slug for classification in results if classification.winner}
    raced = ngettext("%(count)s race", "%(count)s races", len(results)) % {
        "count": number_word(len(results), neuter=True)
    }
    won = ngettext("%(count)s winner", "%(count)s different winners", len(winners)) % {
        "count": number_word(len(winners))
    }
    return capfirst(f"{raced}, {won}.")
