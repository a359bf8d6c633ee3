"""One session: its classification, what was published before, and what it did."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from championship.models import Session
from championship.season.page import page_context, season_or_404
from championship.season.parts import SessionView
from championship.season.view import SeasonView
from championship.tables.effects import effects
from championship.tables.files import table_response
from championship.tables.session import (
    COLUMNS,
    classification_table,
    laps_sentence,
    offered_titles,
    plain_classification,
    podium_sentence,
)
from championship.tables.weekend import zone_text
from championship.views.standings import to_its_address
from championship.why.doubts import session_doubts
from championship.why.history import basis_sentence, read_history, sources
from championship.why.penalties import PenaltyView, read_penalties
from web.cache.page_cache import cached_page
from web.catalogue import said
from web.htmx import page_or_fragment


@require_safe
@cached_page(parameters=("title",), fragments=("session-result",))
def session(request: HttpRequest, year: int, event: str, session: str) -> HttpResponse:
    """By its address, or by its code, which leads there. ?title= shows the order and points of one title."""
    return _page(request, *season_and_session(request, year, event, session))


@require_safe
@cached_page
def session_data(request: HttpRequest, year: int, event: str, session: str, ending: str) -> HttpResponse:
    return _data(ending, *season_and_session(request, year, event, session))


def season_and_session(request: HttpRequest, year: int, event: str, session: str) -> tuple[SeasonView, SessionView]:
    season = season_or_404(request, year)
    named = season.session(event, session) or season.session(event, session.upper())
    if named is None:
        raise Http404(_("The season %(year)s has no session of this name.") % {"year": year})
    return season, named


def _page(request: HttpRequest, season: SeasonView, session: SessionView) -> HttpResponse:
    if moved := to_its_address(request, session):
        return moved
    penalties = read_penalties(season, [session])
    context = page_context(
        season,
        "results",
        session=session,
        event=session.event,
        zone=zone_text(session.event),
        classification=season.classification(session),
        penalties=penalties,
        neighbours=_neighbours(season, session),
        no_result=_no_result(session),
        laps=laps_sentence(session),
    )
    if season.classification(session) is not None:
        context |= _result(request, season, session, penalties)
    return page_or_fragment(request, "championship/session.html", context)


def _result(
    request: HttpRequest, season: SeasonView, session: SessionView, penalties: list[PenaltyView]
) -> dict[str, object]:
    """What a session has once it is classified."""
    versions = read_history(season, session)
    current = versions[-1]
    titles = offered_titles(season, session)
    chosen = next((title for title in titles if title.slug == request.GET.get("title")), None)
    written = sources([line.source for line in current.lines] + [penalty.source for penalty in penalties])
    title = chosen or (season.drivers_title if season.drivers_title in titles else None)
    return {
        "podium_sentence": podium_sentence(season, session, penalties),
        "table": classification_table(season, session, title, current.lines),
        "titles": titles if len(titles) > 1 else [],
        "on_record_so_far": title and season.standings[title.slug].on_record_so_far(session.index),
        "versions": versions[::-1],
        "effects": effects(season, session),
        "basis": basis_sentence(current.lines),
        "sources": [source for source in written if source.is_source],
        "remarks": [said(source.text, begins=True) for source in written if not source.is_source],
    }


def _neighbours(season: SeasonView, session: SessionView) -> dict[str, SessionView | None]:
    """The sessions before and after it; practices without a result are passed over."""
    on_record = [other for event in season.events for other in event.sessions]
    stops = [other for other in on_record if other.kind != "practice" or season.classification(other)]
    return {
        "previous": next((stop for stop in reversed(stops) if stop.index < session.index), None),
        "next": next((stop for stop in stops if stop.index > session.index), None),
    }


def _no_result(session: SessionView) -> str:
    """Why there is no classification."""
    if session.state == Session.State.CANCELLED or session.event.is_cancelled:
        return _("This session was cancelled.")
    if session.state == Session.State.POSTPONED:
        return _("This session was postponed.")
    if session.state == Session.State.LIVE:
        return _("This session is under way. The first classification comes when it is over.")
    if session.kind == "practice" and (session.event.status == "held" or session.state == Session.State.FINISHED):
        return _("The results of this practice are not on record.")
    if session.state == Session.State.FINISHED:
        return _("No classification has been published yet.")
    return _("This session has not been run yet.")


def _data(ending: str, season: SeasonView, session: SessionView) -> HttpResponse:
    classification = season.classification(session)
    if classification is None:
        raise Http404(_("This session has no classification."))
    return table_response(
        ending,
        COLUMNS,
        plain_classification(season, session),
        season=season.year,
        event=session.event.slug,
        session=session.code,
        classification=classification.number,
        status=classification.status,
        doubts=[doubt.data for doubt in session_doubts(season, session)],
    )
