"""The spoiler guard: a season as it was known at a moment.

Pure: the season's calendar and an AsOf come in, nothing is read. What came later is not in what comes out, so no page
has to know that anything was left out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from championship import scoring
from championship.models import CalendarChange, Event, Session
from championship.scoring.inputs import RECONCILIATION
from championship.season.parts import CalendarView, ChangeView, CircuitView, EventView, SessionView
from web.addresses.paths import address
from web.moments import AsOf


class Stop(NamedTuple):
    """A session at which a reader can stand: the end of a qualifying, or a race. `session` is its name."""

    as_of: AsOf
    event: str
    session: str

    def get_absolute_url(self) -> str:
        return address("session", self.as_of.year, self.as_of.event, self.as_of.session)


@dataclass(frozen=True, slots=True)
class Guard:
    """What a reader has asked to see no further than, and what that leaves.

    stops: the season's, those run, in running order. here: the one they stand at, None before the first. next: the
    next one to see, None when there is none. shown: ids of the sessions up to here. lists: ids of the events
    whose entry list is out, those reached and the one to come. until: the last day of which they may read. now: the
    moment that pages count down from, None when nothing run is hidden.
    """

    as_of: AsOf
    stops: tuple[Stop, ...] = ()
    here: Stop | None = None
    next: Stop | None = None
    shown: frozenset[int] = frozenset()
    lists: frozenset[int] = frozenset()
    until: date = date.max
    now: datetime | None = None

    @property
    def year(self) -> int:
        return self.as_of.year

    @property
    def events(self) -> list[tuple[str, list[Stop]]]:
        """The stops by event."""
        by_event: dict[str, list[Stop]] = {}
        for stop in self.stops:
            by_event.setdefault(stop.event, []).append(stop)
        return list(by_event.items())


def guard_at(as_of: AsOf, calendar: CalendarView) -> Guard:
    """Where a moment stands in its season. A session that is not there counts as before the first."""
    sessions = calendar.sessions
    last_seen = next(
        (session.index for session in sessions if (session.event.slug, session.slug) == (as_of.event, as_of.session)),
        -1,
    )
    stops = {session.index: _stop(session) for session in stops_of(calendar.events)}
    later = min((index for index in stops if index > last_seen), default=None)
    return Guard(
        as_of=as_of,
        stops=tuple(stops.values()),
        here=_stop(sessions[last_seen]) if last_seen >= 0 else None,
        next=None if later is None else stops[later],
        shown=frozenset(session.id for session in sessions[: last_seen + 1]),
        lists=_events_listed(calendar.events, sessions[: last_seen + 1]),
        until=_until(sessions, last_seen),
        now=None if later is None else _counted_from(sessions, last_seen),
    )


def stops_of(events: Iterable[EventView]) -> list[SessionView]:
    """The sessions that have been run and after which a table is worth a look: the last qualifying, and the races."""
    return [
        session
        for event in events
        if not event.is_cancelled
        for session in (*event.qualifying[-1:], *event.races)
        if session.state == Session.State.FINISHED
    ]


def calendar_at(guard: Guard, calendar: CalendarView) -> CalendarView:
    """The calendar as announced by then; the sessions after it look as scheduled."""
    known = [event for event in calendar.events if _was_on_it(event, guard)]
    events = sorted((_event_at(guard, event, calendar.circuits) for event in known), key=lambda event: event.starts_on)
    if _running(events) != _running(calendar.events):
        events = _numbered_anew(events)
    for event in events:
        event.calendar.extend(events)
    return in_running_order(events, calendar.circuits)


def in_running_order(
    events: Iterable[EventView],
    circuits: dict[str, CircuitView],
    expected: Mapping[int, list[SessionView]] = MappingProxyType({}),
) -> CalendarView:
    """The calendar of these events with each session's place in it. Of an event that has none on record those
    `expected`, by event id, have a place too."""
    events = tuple(events)
    numbered: list[SessionView] = []
    for event in events:
        for session in event.sessions:
            numbered.append(replace(session, index=len(numbered)))
        event.sessions[:] = numbered[len(numbered) - len(event.sessions) :]
        for session in expected.get(event.id, ()):
            numbered.append(replace(session, index=len(numbered)))
    return CalendarView(events, tuple(numbered), circuits)


def adjustments_at(adjustments: Iterable[scoring.Adjustment], shown: Iterable[SessionView]) -> list[scoring.Adjustment]:
    """Those from the sessions seen. Of a later reconciliation only stays that one comes: the table falls short."""
    keys = {session.key for session in shown}
    return [
        adjustment if adjustment.after in keys else replace(adjustment, points=Decimal(0), reason="", source="")
        for adjustment in adjustments
        if adjustment.after in keys or adjustment.kind == RECONCILIATION
    ]


def _stop(session: SessionView) -> Stop:
    whole = session.kind == "qualifying" and session is session.event.qualifying[-1]
    return Stop(
        AsOf(session.event.year, session.event.slug, session.slug),
        session.event.short_name,
        _("Qualifying") if whole else session.name,
    )


def _events_listed(events: Iterable[EventView], seen: Iterable[SessionView]) -> frozenset[int]:
    """Ids of the events whose entry list is out: those reached and the next."""
    reached = {session.event.id for session in seen}
    to_come = next((event.id for event in events if not event.is_cancelled and event.id not in reached), None)
    return frozenset(reached if to_come is None else {*reached, to_come})


def _day(session: SessionView) -> date:
    return session.date or session.event.starts_on


def _until(sessions: tuple[SessionView, ...], last_seen: int) -> date:
    """The day of the last session seen, or the one before where that day has sessions to come."""
    hidden = [_day(session) for session in sessions[last_seen + 1 :]]
    if not hidden:
        return date.max
    before = min(hidden) - timedelta(days=1)
    return min(_day(sessions[last_seen]), before) if last_seen >= 0 else before


def _counted_from(sessions: tuple[SessionView, ...], last_seen: int) -> datetime:
    """The start of the last session seen, where it is on record, else its day; before the first the day before."""
    session = sessions[max(last_seen, 0)]
    zone = ZoneInfo(session.event.circuit.timezone)
    if last_seen < 0:
        return datetime.combine(_day(session) - timedelta(days=1), time(), zone)
    return session.starts_at or datetime.combine(_day(session), time(), zone)


def _is_reached(event: EventView, guard: Guard) -> bool:
    return any(session.id in guard.shown for session in event.sessions)


def _was_on_it(event: EventView, guard: Guard) -> bool:
    """Whether the calendar of then had the event: one that was added later did not exist."""
    added = next(
        (change for change in event.changes if change.what == CalendarChange.What.STATUS and not change.before), None
    )
    return added is None or added.announced_on <= guard.until or _is_reached(event, guard)


def _event_at(guard: Guard, event: EventView, circuits: dict[str, CircuitView]) -> EventView:
    changes = [change for change in event.changes if change.announced_on <= guard.until]
    later = [change for change in event.changes if change.announced_on > guard.until]
    seen = [session for session in event.sessions if session.id in guard.shown]
    if seen:
        whole = len(seen) == len(event.sessions)
        then = replace(
            event, status=event.status if whole else Event.Status.SCHEDULED, changes=changes, sessions=[], calendar=[]
        )
        moved = False
    else:
        then = _taken_back(replace(event, changes=changes, sessions=[], calendar=[]), later, circuits)
        then = replace(then, status=_status_at(event, changes, guard))
        moved = (then.starts_on, then.ends_on, then.circuit) != (event.starts_on, event.ends_on, event.circuit)
    then.sessions.extend(
        replace(session, event=then) if session.id in guard.shown else _scheduled(session, then, moved)
        for session in event.sessions
    )
    return then


def _scheduled(session: SessionView, event: EventView, moved: bool) -> SessionView:
    """A session to come. Its times are those of the days it has now: an event that is to move has none yet."""
    session = replace(session, event=event, state=Session.State.SCHEDULED, laps_run=None)
    return replace(session, date=None, starts_at=None) if moved else session


def _taken_back(event: EventView, later: list[ChangeView], circuits: dict[str, CircuitView]) -> EventView:
    """The event without its later changes of days and circuit, the last one first."""
    for change in reversed(later):
        if change.session:
            # Moves a session and not its event.
            continue
        if change.what == CalendarChange.What.CIRCUIT and change.before:
            by_name_alone = CircuitView(
                change.before, change.circuit_before or change.before, "", "", event.circuit.timezone, None
            )
            event = replace(event, circuit=circuits.get(change.before, by_name_alone))
        elif days := _days(change.before):
            event = replace(event, starts_on=days[0], ends_on=days[1])
    return event


def _days(text: str) -> tuple[date, date] | None:
    """The days in a change's text: 2021-07-31/2021-08-01, a status before them or not."""
    first, _slash, last = text.rpartition(" ")[2].partition("/")
    try:
        return date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError:
        return None


def _status_at(event: EventView, changes: list[ChangeView], guard: Guard) -> str:
    """Scheduled, unless a change known by then says otherwise or the event's days are over."""
    if event.is_cancelled and event.ends_on <= guard.until:
        return event.status
    status: str = Event.Status.SCHEDULED
    for change in changes:
        if change.what == CalendarChange.What.STATUS:
            status = change.after.partition(" ")[0]
        elif change.what == CalendarChange.What.DATES:
            status = Event.Status.SCHEDULED
    return status


def _running(events: Iterable[EventView]) -> list[int]:
    return [event.id for event in events if not event.is_cancelled]


def _numbered_anew(events: list[EventView]) -> list[EventView]:
    """Each with its number among those planned then."""
    running = _running(events)
    numbered = []
    for event in events:
        number = running.index(event.id) + 1 if event.id in running else None
        planned = replace(event, number=number, sessions=[], calendar=[])
        planned.sessions.extend(replace(session, event=planned) for session in event.sessions)
        numbered.append(planned)
    return numbered
