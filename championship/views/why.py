"""Why a competitor has the points it has: a page, and the same under the row of a table."""

from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from championship.formats import ordinal, points_text
from championship.grounds import read_grounds
from championship.reasons import Reasons, drivers_of, reasons_for, why_address
from championship.records import EventRecord, SeasonRecord, SessionRecord, TitleRecord
from championship.views.data import table_response
from championship.views.frame import frame
from championship.views.standings import heading, season_and_title, session_or_404, status_words
from wtcr_site.htmx import page_or_fragment
from wtcr_site.page_cache import cached_page

COLUMNS = (
    "event",
    "session",
    "driver",
    "position",
    "status",
    "counted_as",
    "points",
    "counted",
    "basis",
    "source",
    "reason",
)


@require_safe
@cached_page
def why(request: HttpRequest, year: int, title: str, event: str, session: str, competitor: str) -> HttpResponse:
    """All that a sum rests on; ?only= names the event, or the event/session, whose part alone is shown."""
    record, reasons = _read(request, year, title, event, session, competitor)
    part = _part(record, reasons.after, request.GET.get("only", ""))
    sessions = record.sessions if part is None else [part] if isinstance(part, SessionRecord) else part.sessions
    events = reasons.part(sessions)
    standings = record.standings[reasons.title.slug]
    so_far = standings.on_record_so_far(reasons.after.index, competitor)
    context = frame(
        record,
        "standings",
        reasons=reasons,
        title=reasons.title,
        after=reasons.after,
        heading=heading(reasons.title),
        part=part,
        events=events,
        points=reasons.points if part is None else sum(one.points for one in events),
        place=_place(record, reasons),
        status=status_words(record, reasons.after),
        on_record_so_far=so_far,
        titles=_titles(record, reasons),
        address=why_address(reasons.title, reasons.after, competitor),
    )
    return page_or_fragment(request, "championship/why.html", context, ("why",))


@require_safe
@cached_page
def why_data(
    request: HttpRequest, year: int, title: str, event: str, session: str, competitor: str, ending: str
) -> HttpResponse:
    """Each result and adjustment; those that are counted add up to the points."""
    record, reasons = _read(request, year, title, event, session, competitor)
    rows = [
        {
            "event": term.session.event.slug,
            "session": term.session.code,
            "driver": term.driver,
            "position": term.line and term.line.position,
            "status": term.line and term.line.status,
            "counted_as": term.place,
            "points": _figure(term.points),
            "counted": term.counted,
            "basis": term.ground and term.ground.basis,
            "source": term.ground and " ; ".join(one.address or one.text for one in term.ground.sources),
            "reason": None,
        }
        for one in reasons.events
        for term in one.terms
    ]
    rows += [
        dict.fromkeys(COLUMNS)
        | {
            "event": one.session.event.slug,
            "session": one.session.code,
            "points": _figure(one.adjustment.points),
            "counted": True,
            "source": one.adjustment.source,
            "reason": one.adjustment.reason,
        }
        for one in reasons.adjustments
    ]
    return table_response(
        ending,
        COLUMNS,
        rows,
        season=record.year,
        title=title,
        after=reasons.after.key,
        competitor=competitor,
        points=_figure(reasons.points),
    )


def _read(
    request: HttpRequest, year: int, title: str, event: str, session: str, competitor: str
) -> tuple[SeasonRecord, Reasons]:
    record, chosen = season_and_title(request, year, title)
    after = session_or_404(record, event, session)
    sessions = [one for one in record.sessions[: after.index + 1] if one.id in record.classifications]
    grounds = read_grounds(sessions, drivers_of(record, chosen, competitor))
    reasons = reasons_for(record, chosen, after, competitor, grounds)
    if reasons is None:
        raise Http404(_("This table has no line of this name."))
    return record, reasons


def _part(record: SeasonRecord, after: SessionRecord, only: str) -> EventRecord | SessionRecord | None:
    """The event or session that `only` names, None for all. Raises Http404 for one that is not up to `after`."""
    if not only:
        return None
    event, _slash, session = only.partition("/")
    found = record.session(event, session) if session else record.event(event)
    first = found.sessions[0] if isinstance(found, EventRecord) and found.sessions else found
    if not isinstance(first, SessionRecord) or first.index > after.index:
        raise Http404(_("There is no table after this session yet."))
    return found


def _place(record: SeasonRecord, reasons: Reasons) -> str:
    """ "=15th of 22"; empty where the table draws no order."""
    standings = record.standings[reasons.title.slug]
    if not standings.awarded or standings.on_record_so_far(reasons.after.index) or not reasons.points:
        return ""
    place = ("=" if reasons.row.shared else "") + ordinal(reasons.row.position)
    return _("%(place)s of %(entrants)s") % {
        "place": place,
        "entrants": len(standings.tables[reasons.after.index]),
    }


def _titles(record: SeasonRecord, reasons: Reasons) -> list[tuple[TitleRecord, str]]:
    """The titles in which the same name has points then, with where their reasons stand; none where it is one alone."""
    slug = reasons.row.competitor
    titles = [
        (title, why_address(title, reasons.after, slug))
        for title in record.titles
        if title.ranks == reasons.title.ranks and slug in record.standings[title.slug].tables[reasons.after.index]
    ]
    return titles if len(titles) > 1 else []


def _figure(points: Decimal) -> str:
    return points_text(points).replace("−", "-")
