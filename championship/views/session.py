"""One session: its classification, what was published before, and what it did."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from championship.charts import at_the_flag, outline_of
from championship.charts.outline import HERO
from championship.charts.plate import Plate, plate
from championship.models import Session
from championship.season.page import page_context, season_or_404
from championship.season.parts import SessionView, TitleView, outline_credits
from championship.season.view import SeasonView
from championship.tables.effects import TurningPoint, effects, turning_points
from championship.tables.files import file_addresses, table_response
from championship.tables.session import (
    COLUMNS,
    ClassificationTable,
    classification_table,
    laps_sentence,
    offered_titles,
    plain_classification,
    podium_sentence,
)
from championship.tables.weekend import zone_text
from championship.views.standings import to_its_address
from championship.why.counting import counted_text, counts_since
from championship.why.doubts import session_doubts
from championship.why.history import Source, Version, basis_sentence, read_history, sources
from championship.why.penalties import PenaltyView, penalties_heading, read_penalties
from web.cache.page_cache import cached_page
from web.catalogue import said
from web.htmx import page_or_fragment
from web.navigation import Link, Pager, Tab


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
    penalties, no_result = read_penalties(season, [session]), _no_result(session)
    page_title = f"{session.name}, {session.event.name} {season.year}"
    context = page_context(
        season,
        "results",
        session=session,
        event=session.event,
        page_title=page_title,
        description=f"{page_title}. {no_result}",
        lead=_lead(session, no_result),
        state_words=_state_words(season, session),
        zone=zone_text(session.event),
        classification=season.classification(session),
        penalties=penalties,
        decided=penalties_heading(penalties),
        pager=_pager(season, session),
        outline=outline_of(session.event.circuit, HERO),
        outline_credits=outline_credits([session.event.circuit]),
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
    places = [source for source in written if source.is_source]
    title = chosen or (season.drivers_title if season.drivers_title in titles else None)
    podium = podium_sentence(season, session, penalties)
    named = f"{session.name}, {session.event.name} {season.year}"
    table = classification_table(season, session, title, current.lines, penalties)
    return {
        "page_title": f"{named}, {title.short_name}" if title and title is not season.drivers_title else named,
        "description": f"{named}: {podium}" if podium else f"{named}. {_no_result(session)}",
        "lead": _lead(session, podium),
        "counted": counted_text(current, session.scale),
        "counted_since": counts_since(versions),
        "which_classification": _("Classification %(number)s of %(of)s.")
        % {"number": current.number, "of": len(versions)},
        "tabs": _tabs(request, season, titles, title),
        "table": table,
        "strip": at_the_flag(season, session),
        "caption": _caption(session, table),
        "files": file_addresses("session_data", season.year, session.event.slug, session.slug),
        "on_record_so_far": title and season.standings[title.slug].on_record_so_far(session.index),
        "versions": [
            (version, counted_text(version, session.scale), _remark(version, versions))
            for version in reversed(versions)
        ],
        "effects": effects(season, session),
        "turning_points": [(point, _plate(point)) for point in turning_points(season, session)],
        "basis": basis_sentence(current.lines),
        "sources": places,
        "sources_kept": _sources_kept(places),
        "remarks": [said(source.text, begins=True) for source in written if not source.is_source],
    }


def _plate(point: TurningPoint) -> Plate | None:
    """Of the driver who decided a title or leads it; a team has none."""
    if point.title.ranks_teams:
        return None
    return plate(point.livery.number, point.livery.colour, point.competitor.short_name)


def _lead(session: SessionView, sentence: str) -> str:
    """What came of it, or why nothing did, and how long it was."""
    return " ".join(filter(None, (sentence, laps_sentence(session))))


def _tabs(request: HttpRequest, season: SeasonView, titles: list[TitleView], shown: TitleView | None) -> list[Tab]:
    """The titles in whose order and points it can be shown, where there are several; the drivers' without asking."""
    if len(titles) < 2:
        return []
    return [
        Tab(
            title.short_name,
            request.path if title is season.drivers_title else f"{request.path}?title={title.slug}",
            title is shown,
            title.slug,
        )
        for title in titles
    ]


def _caption(session: SessionView, table: ClassificationTable) -> str:
    words = {"session": session.name, "place": session.event.where}
    if not table.by_class or table.title is None:
        return _("Classification of %(session)s in %(place)s") % words
    words["title"] = table.title.short_name
    return _("Classification of %(session)s in %(place)s, %(title)s only") % words


def _remark(version: Version, versions: list[Version]) -> str:
    """What is said of a classification that moved nobody against the one before; of the first, what it is."""
    if version is not versions[0]:
        return _("No place changed.")
    if len(versions) == 1:
        return _("No other classification is on record.")
    if version.is_worked_out:
        return _("The order before the penalties, worked out from the places on the road.")
    return ""


def _sources_kept(places: list[Source]) -> str:
    if not places:
        return _("No source kept here")
    return ngettext("One source kept here", "%(sources)s sources kept here", len(places)) % {"sources": len(places)}


def _pager(season: SeasonView, session: SessionView) -> Pager:
    """To the sessions before and after it; practices without a result are passed over."""
    shown = [
        other
        for event in season.events
        for other in event.sessions
        if other.kind != "practice" or season.classification(other)
    ]
    return Pager(
        _("Sessions"),
        next((_link(other) for other in reversed(shown) if other.index < session.index), None),
        next((_link(other) for other in shown if other.index > session.index), None),
    )


def _link(session: SessionView) -> Link:
    return Link(f"{session.name}, {session.event.short_name}", session.get_absolute_url())


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


def _state_words(season: SeasonView, session: SessionView) -> str:
    """The badge of a session that is called off, put off or under way; empty for the others."""
    if session.state == Session.State.CANCELLED or session.event.is_cancelled:
        return pgettext("session", "Cancelled")
    if session.state == Session.State.POSTPONED:
        return pgettext("session", "Postponed")
    if session.state == Session.State.LIVE and season.classification(session) is None:
        return _("Live")
    return ""


def _data(ending: str, season: SeasonView, session: SessionView) -> HttpResponse:
    classification = season.classification(session)
    if classification is None:
        raise Http404(_("This session has no classification."))
    return table_response(
        ending,
        COLUMNS,
        plain_classification(season, session, classification),
        season=season.year,
        event=session.event.slug,
        session=session.code,
        classification=classification.number,
        status=classification.status,
        doubts=[doubt.data for doubt in session_doubts(season, session)],
    )
