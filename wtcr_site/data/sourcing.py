"""What a season's results rest on, and what is missing from them, counted for the page that says so."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db.models import F

from championship.models import Classification, Result
from championship.rules import PLACE_NOT_ON_RECORD
from championship.scoring import Standings
from championship.scoring.inputs import RECONCILIATION
from championship.season.parts import EventView, ResultView, SessionView, TitleView
from championship.season.view import SeasonView
from championship.why.doubts import Doubt, TitleDoubts, session_doubts
from web.cache.prepared import Prepared, parameter


class Scale(NamedTuple):
    """A points scale with the names of the sessions that it is for. event: set when they are of one event alone."""

    names: list[str]
    event: EventView | None
    points: tuple[Decimal, ...]


class Note(NamedTuple):
    session: SessionView
    line: ResultView
    text: str


@dataclass(frozen=True, slots=True)
class Sourcing:
    """What the season's places rest on, and what is not on record.

    doubts: scoring places that nobody is known to have taken, and doubtful lines. hanging: each title that they are in,
    and what hangs on them there. unplaced: cars that took part and whose place is not on record. short_titles: those
    brought to published totals, from which session on, and why. timed, lines: race lines with a time or a gap, and all.
    """

    two_sources: int
    one_source: int
    worked_out: int
    doubtful: int
    unplaced: int
    doubts: list[Doubt]
    hanging: list[tuple[TitleView, list[str]]]
    short_titles: list[tuple[TitleView, SessionView, list[str]]]
    practices: int
    timed: int
    lines: int
    only_poles: bool
    notes: list[Note]


_ROWS = Prepared(
    Result.objects.filter(
        classification__in=Classification.objects.filter(session__event__season__year=parameter("year")).current()
    )
    .annotate(session=F("classification__session_id"), driver=F("event_entry__driver__slug"))
    .values_list("basis", "position", "status", "note", "session", "driver")
)


def read(season: SeasonView) -> Sourcing:
    """One query: each line of the current classifications with what it rests on."""
    places: Counter[str] = Counter()
    unplaced = 0
    noted: dict[tuple[int, str], str] = {}
    for basis, position, status, note, session, driver in _ROWS.rows(year=season.year):
        if session not in season.classifications:
            continue
        if position is not None:
            places[basis] += 1
        elif status in PLACE_NOT_ON_RECORD:
            unplaced += 1
        if note:
            noted[session, driver] = note
    races = [line for session in season.sessions if session.is_race for line in _lines(season, session)]
    return Sourcing(
        two_sources=places[Result.Basis.TWO_SOURCES],
        one_source=places[Result.Basis.ONE_SOURCE],
        worked_out=places[Result.Basis.DERIVED],
        doubtful=places[Result.Basis.DOUBTFUL],
        unplaced=unplaced,
        doubts=[doubt for session in season.sessions for doubt in session_doubts(season, session)],
        hanging=_hanging(season),
        short_titles=_short_titles(season),
        practices=sum(
            session.kind == "practice" and session.state == "finished" and not _lines(season, session)
            for session in season.sessions
        ),
        timed=sum(line.time_ms is not None or line.gap_ms is not None or line.gap_laps is not None for line in races),
        lines=len(races),
        only_poles=bool(races) and all(line.grid in (None, 1) for line in races),
        notes=[
            Note(session, line, noted[session.id, line.driver.slug])
            for session in season.sessions
            for line in _lines(season, session)
            if (session.id, line.driver.slug) in noted
        ],
    )


def _hanging(season: SeasonView) -> list[tuple[TitleView, list[str]]]:
    hanging = []
    for title in season.titles:
        if season.latest and (consequences := TitleDoubts(season, title, season.latest).consequences()):
            hanging.append((title, consequences))
    return hanging


def _short_titles(season: SeasonView) -> list[tuple[TitleView, SessionView, list[str]]]:
    short = []
    for title in season.titles:
        standings = season.standings[title.slug]
        # One without a reason is still to come for a reader who hides later results.
        brought = [change for change in standings.adjustments if change.kind == RECONCILIATION and change.reason]
        reasons = dict.fromkeys(change.reason for change in brought)
        if reasons:
            short.append((title, season.sessions[standings.complete_from], list(reasons)))
    return short


def scales(season: SeasonView) -> list[Scale]:
    """The season's scales in the order of their sessions, the races first."""
    sessions = [session for event in season.counting for session in event.sessions if session.scale]
    scales = []
    for points in dict.fromkeys(session.scale for session in sorted(sessions, key=lambda session: not session.is_race)):
        using = [session for session in sessions if session.scale == points]
        events = list({session.event.id: session.event for session in using}.values())
        names = list(dict.fromkeys(session.name for session in using))
        scales.append(Scale(names, events[0] if len(events) == 1 and len(season.running) > 1 else None, points))
    return scales


def titles(season: SeasonView) -> list[tuple[TitleView, Standings, list[str]]]:
    """Each title with its standings and the names of the sessions that give no points in it."""
    names = {session.code: session.name for session in season.sessions}
    return [
        (
            title,
            season.standings[title.slug],
            [name for code, name in names.items() if code in title.rules.without_sessions],
        )
        for title in season.titles
    ]


def most_points_an_event(season: SeasonView) -> Decimal | None:
    """The most that one driver can take from one event."""
    return max(
        (
            sum((max(session.scale, default=Decimal(0)) for session in event.sessions), Decimal(0))
            for event in season.running
        ),
        default=None,
    )


def _lines(season: SeasonView, session: SessionView) -> list[ResultView]:
    classification = season.classification(session)
    return classification.lines if classification else []
