"""What each place of a session rests on: a page, and one driver's under the row of a table."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from championship.charts.slope import slope
from championship.formats import and_list, ordinal
from championship.season.page import page_context
from championship.season.parts import ResultView, SessionView
from championship.season.view import SeasonView
from championship.tables.classified import in_order
from championship.tables.files import file_addresses, table_response
from championship.views.session import season_and_session
from championship.views.standings import to_its_address
from championship.why.evidence import Evidence, read_evidence
from championship.why.on_the_road import OnTheRoad
from championship.why.penalties import read_penalties
from web.cache.page_cache import cached_page
from web.htmx import page_or_fragment

COLUMNS = ("position", "status", "driver", "name", "basis", "source", "note")


@require_safe
@cached_page(parameters=("driver",), fragments=("why",))
def sources(request: HttpRequest, year: int, event: str, session: str) -> HttpResponse:
    """Every line of the current classification; with ?driver= one alone."""
    return _page(request, *season_and_session(request, year, event, session))


@require_safe
@cached_page
def sources_data(request: HttpRequest, year: int, event: str, session: str, ending: str) -> HttpResponse:
    return _data(ending, *season_and_session(request, year, event, session))


def _page(request: HttpRequest, season: SeasonView, session: SessionView) -> HttpResponse:
    if moved := to_its_address(request, session):
        return moved
    lines = _lines(season, session)
    on_the_road = OnTheRoad(season, session, read_penalties(season, [session]))
    driver = request.GET.get("driver", "")
    if driver:
        lines = [(line, evidence) for line, evidence in lines if line.driver.slug == driver]
        if not lines:
            raise Http404(_("This driver is not in the classification of this session."))
    context = page_context(
        season,
        "results",
        session=session,
        event=session.event,
        rows=[(line, line.place, evidence, on_the_road.reason(line)) for line, evidence in lines],
        slope=slope(on_the_road.places_by_name) if driver and on_the_road.moved(driver) else None,
        slope_words=_slope_words(on_the_road),
        classification=season.classification(session),
        result_name=_("The result of %(session)s") % {"session": session.name},
        files=file_addresses("sources_data", season.year, session.event.slug, session.slug),
    )
    return page_or_fragment(request, "championship/sources.html", context)


def _slope_words(on_the_road: OnTheRoad) -> str:
    """What the drawing says, for those who do not see it."""
    return and_list(
        _("%(name)s from %(before)s to %(after)s") % {"name": name, "before": ordinal(before), "after": ordinal(after)}
        for name, (before, after) in on_the_road.places_by_name.items()
        if before != after
    )


def _data(ending: str, season: SeasonView, session: SessionView) -> HttpResponse:
    rows = [
        {
            "position": line.position,
            "status": line.status,
            "driver": line.driver.slug,
            "name": line.driver.name,
            "basis": evidence.basis,
            "source": evidence.written,
            "note": evidence.note,
        }
        for line, evidence in _lines(season, session)
    ]
    return table_response(ending, COLUMNS, rows, season=season.year, event=session.event.slug, session=session.code)


def _lines(season: SeasonView, session: SessionView) -> list[tuple[ResultView, Evidence]]:
    classification = season.classification(session)
    if classification is None:
        raise Http404(_("This session has no classification."))
    evidence_by_line = read_evidence([session])
    return [
        (line, evidence_by_line.get((session.id, line.driver.slug), Evidence("", [], "")))
        for line in in_order(classification.lines)
    ]
