"""One session: its classification, what was published before, and what it did."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from championship.models import Session
from championship.season.page import frame, season_or_404
from championship.season.parts import SessionRecord
from championship.season.view import SeasonRecord
from championship.tables.effects import effects
from championship.tables.files import table_response
from championship.tables.session import laps_sentence, offered_titles, podium_sentence, session_table
from championship.tables.session import session_data as classification_data
from championship.tables.weekend import zone_text
from championship.views.standings import to_its_address
from championship.why.doubts import session_doubts
from championship.why.history import basis_sentence, read_history, sources
from championship.why.penalties import read_penalties
from web.cache.page_cache import cached_page
from web.catalogue import said
from web.htmx import page_or_fragment


@require_safe
@cached_page
def session(request: HttpRequest, year: int, event: str, session: str) -> HttpResponse:
    """By its address, or by its code, which leads there. ?title= shows the order and points of one title."""
    record, found = record_and_session(request, year, event, session)
    if moved := to_its_address(request, found):
        return moved
    penalties = read_penalties(record, [found])
    context = frame(
        record,
        "results",
        session=found,
        event=found.event,
        zone=zone_text(found.event),
        classification=record.classification(found),
        penalties=penalties,
        neighbours=_neighbours(record, found),
        silence=_silence(found),
        laps=laps_sentence(found),
    )
    if record.classification(found) is not None:
        context |= _result(request, record, found, penalties)
    return page_or_fragment(request, "championship/session.html", context, ("session-result",))


@require_safe
@cached_page
def session_data(request: HttpRequest, year: int, event: str, session: str, ending: str) -> HttpResponse:
    record, found = record_and_session(request, year, event, session)
    classification = record.classification(found)
    if classification is None:
        raise Http404(_("This session has no classification."))
    columns, rows = classification_data(record, found)
    return table_response(
        ending,
        columns,
        rows,
        season=record.year,
        event=found.event.slug,
        session=found.code,
        classification=classification.number,
        status=classification.status,
        doubts=[doubt.data for doubt in session_doubts(record, found)],
    )


def record_and_session(request: HttpRequest, year: int, event: str, session: str) -> tuple[SeasonRecord, SessionRecord]:
    record = season_or_404(request, year)
    found = record.session(event, session) or record.session(event, session.upper())
    if found is None:
        raise Http404(_("The season %(year)s has no session of this name.") % {"year": year})
    return record, found


def _result(request: HttpRequest, record: SeasonRecord, session: SessionRecord, penalties: list) -> dict[str, object]:
    """What a session has once it is classified."""
    versions = read_history(record, session)
    current = versions[-1]
    titles = offered_titles(record, session)
    chosen = next((title for title in titles if title.slug == request.GET.get("title")), None)
    found = sources([line.source for line in current.lines] + [penalty.source for penalty in penalties])
    title = chosen or (record.drivers_title if record.drivers_title in titles else None)
    return {
        "podium": podium_sentence(record, session, penalties),
        "table": session_table(record, session, title, current.lines),
        "titles": titles if len(titles) > 1 else [],
        "on_record_so_far": title and record.standings[title.slug].on_record_so_far(session.index),
        "versions": versions[::-1],
        "effects": effects(record, session),
        "basis": basis_sentence(current.lines),
        "sources": [one for one in found if one.is_source],
        "remarks": [said(one.text, begins=True) for one in found if not one.is_source],
    }


def _neighbours(record: SeasonRecord, session: SessionRecord) -> dict[str, SessionRecord | None]:
    """The sessions before and after it; practices without a result are passed over."""
    on_record = (one for event in record.events for one in event.sessions)
    worth = [one for one in on_record if one.kind != "practice" or record.classification(one)]
    return {
        "previous": next((one for one in reversed(worth) if one.index < session.index), None),
        "next": next((one for one in worth if one.index > session.index), None),
    }


def _silence(session: SessionRecord) -> str:
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
