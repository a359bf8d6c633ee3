"""Why a competitor has the points it has: a page, and the same under the row of a table."""

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from championship.formats import place_among, points_phrase
from championship.live.on_air import live_session
from championship.live.reader import PERSONAL, Reader
from championship.season.page import newest_season, page_context
from championship.season.parts import EventView, SessionView, TitleView
from championship.season.view import SeasonView
from championship.tables import heads
from championship.tables.files import file_addresses, table_response
from championship.views.standings import season_and_title, session_or_404, to_its_address
from championship.why.counting import counts_since
from championship.why.doubts import TitleDoubts
from championship.why.evidence import read_evidence
from championship.why.history import read_histories
from championship.why.reasons import ZERO, Reasons, drivers_of, live_why_address, reasons_for, scales_of, why_address
from web.addresses.paths import address
from web.cache.page_cache import cached_page
from web.htmx import page_or_fragment
from web.navigation import Link, Tab

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
@cached_page(parameters=("only",), fragments=("why",))
def why(request: HttpRequest, year: int, title: str, event: str, session: str, competitor: str) -> HttpResponse:
    """All that a sum rests on; ?only= names the event, or the event/session, whose part alone is shown."""
    season, reasons = _read(request, year, title, event, session, competitor)
    if moved := to_its_address(request, reasons.after):
        return moved
    part = _part(season, reasons.after, request.GET.get("only", ""))
    sessions = season.sessions if part is None else [part] if isinstance(part, SessionView) else part.sessions
    events = reasons.part(sessions)
    points = reasons.points if part is None else sum((of_event.points for of_event in events), ZERO)
    title_doubts = TitleDoubts(season, reasons.title, reasons.after)
    doubts = title_doubts.about(competitor)
    names = season.year, title, reasons.after.event.slug, reasons.after.slug
    context = page_context(
        season,
        "standings",
        **_sum_context(season, reasons, points),
        page_title=f"{_page_title(season, reasons, points)} {reasons.after.event.code} {reasons.after.code}",
        share_alt=heads.picture_words(season, reasons.title),
        lead=_lead(season, reasons),
        doubts=[doubt for doubt in doubts if doubt.session in sessions],
        consequences=title_doubts.consequences(competitor) if part is None else [],
        part=part,
        part_of=_part_of(reasons),
        events=events,
        scales=scales_of(events),
        tabs=_tabs(season, reasons) if part is None else [],
        table=Link(heads.heading(reasons.title), address("standings_after", *names)),
        files=file_addresses("why_data", *names, competitor),
        address=why_address(season, reasons.title, reasons.after, competitor),
        to_page=_("On a page of its own")
        if part is None
        else _("All of the %(points)s") % {"points": points_phrase(reasons.points)},
    )
    return page_or_fragment(request, "championship/why.html", context)


@require_safe
def live_why(request: HttpRequest, title: str, competitor: str) -> HttpResponse:
    """The same of the table as it stands while a session runs, as far as the reader wants to see it.

    Like the live page it is in no page cache. Once the session has a result, or for a reader who hides it, the reasons
    are those of the last table that they may see.
    """
    reader = Reader.of(request)
    season = newest_season(request)
    chosen = season.titles_by_slug.get(title) if season else None
    if season is None or chosen is None:
        raise Http404(_("This table has no line of this name."))
    live = live_session(season, reader.at)
    if live is None or live.classification:
        return _to_the_last_table(season, chosen, competitor)
    reasons = _reasons(live.season, chosen, live.session, competitor)
    context = page_context(
        live.season,
        "live",
        **_sum_context(live.season, reasons, reasons.points),
        page_title=_page_title(live.season, reasons, reasons.points),
        lead=_place_sentence(live.season, reasons),
        live=live,
        delay=reader.delay,
        events=reasons.events,
        scales=scales_of(reasons.events),
        tabs=[
            Tab(other.short_name, live_why_address(other, competitor), other.slug == title)
            for other in _titles(live.season, reasons)
        ],
        table=Link(_("As it stands"), f"{address('live')}?title={title}"),
        address=live_why_address(chosen, competitor),
    )
    response = render(request, "championship/why.html", context)
    for name, value in PERSONAL.items():
        response.headers[name] = value
    return response


def _to_the_last_table(season: SeasonView, title: TitleView, competitor: str) -> HttpResponse:
    after = season.latest
    page = why_address(season, title, after, competitor) if after else ""
    if not after or not page or competitor not in season.standings[title.slug].tables[after.index].by_competitor:
        raise Http404(_("This table has no line of this name."))
    response = HttpResponseRedirect(page)
    response.headers["Cache-Control"] = PERSONAL["Cache-Control"]
    return response


def _sum_context(season: SeasonView, reasons: Reasons, points: Decimal) -> dict[str, Any]:
    """What the page says of the sum, or of the part of it that `points` are."""
    words = {
        "points": points_phrase(points),
        "name": reasons.competitor.name,
        "title": reasons.title.name,
        "session": reasons.after.name,
        "place": reasons.after.event.where,
        "year": season.year,
    }
    return {
        "reasons": reasons,
        "title": reasons.title,
        "after": reasons.after,
        "points": points,
        "heading": heads.heading(reasons.title),
        "name_and_points": _name_and_points(reasons, points),
        "description": _(
            "What the %(points)s of %(name)s in the %(title)s %(year)s after %(session)s in %(place)s are made of: "
            "sessions, places, scales and adjustments."
        )
        % words,
        "place": _place(season, reasons),
        "on_record_so_far": _is_so_far(season, reasons),
    }


def _name_and_points(reasons: Reasons, points: Decimal) -> str:
    return _("%(name)s: %(points)s") % {"name": reasons.competitor.name, "points": points_phrase(points)}


def _page_title(season: SeasonView, reasons: Reasons, points: Decimal) -> str:
    return f"{_name_and_points(reasons, points)}, {reasons.title.short_name} {season.year}"


def _is_so_far(season: SeasonView, reasons: Reasons) -> bool:
    return season.standings[reasons.title.slug].on_record_so_far(reasons.after.index, reasons.row.competitor)


def _lead(season: SeasonView, reasons: Reasons) -> str:
    """The place, and after which session that is and how sure it is."""
    is_so_far = _is_so_far(season, reasons)
    stands = heads.so_far_after(reasons.after) if is_so_far else heads.stands_after(season, reasons.after)
    return " ".join(filter(None, (_place_sentence(season, reasons), stands)))


def _place_sentence(season: SeasonView, reasons: Reasons) -> str:
    place = _place(season, reasons)
    return f"{place}." if place else ""


def _part_of(reasons: Reasons) -> str:
    """What leads from a part to the whole."""
    return _("A part of the %(points)s after %(session)s in %(place)s.") % {
        "points": points_phrase(reasons.points),
        "session": reasons.after.name,
        "place": reasons.after.event.where,
    }


def _tabs(season: SeasonView, reasons: Reasons) -> list[Tab]:
    competitor = reasons.row.competitor
    return [
        Tab(title.short_name, page, title.slug == reasons.title.slug)
        for title in _titles(season, reasons)
        if (page := why_address(season, title, reasons.after, competitor))
    ]


@require_safe
@cached_page
def why_data(
    request: HttpRequest, year: int, title: str, event: str, session: str, competitor: str, ending: str
) -> HttpResponse:
    """Each result and adjustment; those that are counted add up to the points."""
    season, reasons = _read(request, year, title, event, session, competitor)
    rows = [
        {
            "event": term.session.event.slug,
            "session": term.session.code,
            "driver": term.driver,
            "position": term.line and term.line.position,
            "status": term.line and term.line.status,
            "counted_as": term.place,
            "points": term.points,
            "counted": term.counted,
            "basis": term.evidence and term.evidence.basis,
            "source": term.evidence and term.evidence.written,
            "reason": None,
        }
        for of_event in reasons.events
        for term in of_event.terms
    ]
    rows += [
        dict.fromkeys(COLUMNS)
        | {
            "event": adjusted.session.event.slug,
            "session": adjusted.session.code,
            "points": adjusted.adjustment.points,
            "counted": True,
            "source": [source.written for source in adjusted.sources],
            "reason": adjusted.adjustment.reason,
        }
        for adjusted in reasons.adjustments
    ]
    return table_response(
        ending,
        COLUMNS,
        rows,
        season=season.year,
        title=title,
        after=reasons.after.key,
        competitor=competitor,
        points=reasons.points,
    )


def _read(
    request: HttpRequest, year: int, title: str, event: str, session: str, competitor: str
) -> tuple[SeasonView, Reasons]:
    season, chosen = season_and_title(request, year, title)
    return season, _reasons(season, chosen, session_or_404(season, chosen, event, session), competitor)


def _reasons(season: SeasonView, title: TitleView, after: SessionView, competitor: str) -> Reasons:
    # A running order is no classification: it has no number, and nothing is kept of what it rests on.
    sessions = [
        earlier
        for earlier in season.sessions[: after.index + 1]
        if (classification := season.classification(earlier)) and classification.number
    ]
    evidence = read_evidence(sessions, drivers_of(season, title, competitor))
    without = [session for session in sessions if season.inputs.sessions[session.index].factor == ZERO]
    histories = read_histories(season, without) if without else {}
    because = {session: counts_since(versions).why for session, versions in histories.items()}
    reasons = reasons_for(season, title, after, competitor, evidence, because)
    if reasons is None:
        raise Http404(_("This table has no line of this name."))
    return reasons


def _part(season: SeasonView, after: SessionView, only: str) -> EventView | SessionView | None:
    """The event or session that `only` names, None for all. Raises Http404 for one that is not up to `after`."""
    if not only:
        return None
    event, _slash, session = only.partition("/")
    part = season.session(event, session) if session else season.event(event)
    first = part.sessions[0] if isinstance(part, EventView) and part.sessions else part
    if not isinstance(first, SessionView) or first.index > after.index:
        raise Http404(_("There is no table after this session yet."))
    return part


def _place(season: SeasonView, reasons: Reasons) -> str:
    """ "=15th of 22"; empty where the table draws no order."""
    standings = season.standings[reasons.title.slug]
    if not standings.is_conclusive(reasons.after.index) or not reasons.points:
        return ""
    return place_among(reasons.row.position, reasons.row.shared, len(standings.tables[reasons.after.index]))


def _titles(season: SeasonView, reasons: Reasons) -> list[TitleView]:
    """The titles in which the same name has points then; none where it is one alone."""
    slug = reasons.row.competitor
    titles = [
        title
        for title in season.titles
        if title.ranks == reasons.title.ranks and slug in season.standings[title.slug].tables[reasons.after.index]
    ]
    return titles if len(titles) > 1 else []
