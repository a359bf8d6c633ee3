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
from championship.why.penalties import read_penalties
from web.cache.page_cache import cached_page
from web.catalogue import said
from web.htmx import page_or_fragment


@require_safe
@cached_page(parameters=("title",), fragments=("session-result",))
def session(request: HttpRequest, year: int, event: str, session: str) -> HttpResponse:
    """By its address, or by its code, which leads there. ?title= shows the order and points of one title."""
    season, found = season_and_session(request, year, event, session)
    if moved := to_its_address(request, found):
        return moved
    penalties = read_penalties(season, [found])
    context = page_context(
        season,
        "results",
        session=found,
        event=found.event,
        zone=zone_text(found.event),
        classification=season.classification(found),
        penalties=penalties,
        neighbours=_neighbours(season, found),
        silence=_silence(found),
        laps=laps_sentence(found),
    )
    if season.classification(found) is not None:
        context |= _result(request, season, found, penalties)
    return page_or_fragment(request, "championship/session.html", context)


@require_safe
@cached_page
def session_data(request: HttpRequest, year: int, event: str, session: str, ending: str) -> HttpResponse:
    season, found = season_and_session(request, year, event, session)
    classification = season.classification(found)
    if classification is None:
        raise Http404(_("This session has no classification."))
    return table_response(
        ending,
        COLUMNS,
        plain_classification(season, found),
        season=season.year,
        event=found.event.slug,
        session=found.code,
        classification=classification.number,
        status=classification.status,
        doubts=[doubt.data for doubt in session_doubts(season, found)],
    )


def season_and_session(request: HttpRequest, year: int, event: str, session: str) -> tuple[SeasonView, SessionView]:
    season = season_or_404(request, year)
    found = season.session(event, session) or season.session(event, session.upper())
    if found is None:
        raise Http404(_("The season %(year)s has no session of this name.") % {"year": year})
    return season, found


def _result(request: HttpRequest, season: SeasonView, session: SessionView, penalties: list) -> dict[str, object]:
    """What a session has once it is classified."""
    versions = read_history(season, session)
    current = versions[-1]
    titles = offered_titles(season, session)
    chosen = next((title for title in titles if title.slug == request.GET.get("title")), None)
    found = sources([line.source for line in current.lines] + [penalty.source for penalty in penalties])
    title = chosen or (season.drivers_title if season.drivers_title in titles else None)
    return {
        "podium": podium_sentence(season, session, penalties),
        "table": classification_table(season, session, title, current.lines),
        "titles": titles if len(titles) > 1 else [],
        "on_record_so_far": title and season.standings[title.slug].on_record_so_far(session.index),
        "versions": versions[::-1],
        "effects": effects(season, session),
        "basis": basis_sentence(current.lines),
        "sources": [one for one in found if one.is_source],
        "remarks": [said(one.text, begins=True) for one in found if not one.is_source],
    }


def _neighbours(season: SeasonView, session: SessionView) -> dict[str, SessionView | None]:
    """The sessions before and after it; practices without a result are passed over."""
    on_record = (one for event in season.events for one in event.sessions)
    worth = [one for one in on_record if one.kind != "practice" or season.classification(one)]
    return {
        "previous": next((one for one in reversed(worth) if one.index < session.index), None),
        "next": next((one for one in worth if one.index > session.index), None),
    }


def _silence(session: SessionView) -> str:
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
