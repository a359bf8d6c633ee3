"""Circuits over all seasons: what was raced there, who won, and what was to be raced there and was not."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from championship.formats import days_text, event_short_name
from championship.models import CalendarChange, Classification, Event, Result, Session
from championship.models.season import SessionKind, in_open_season
from championship.rules import TAKEN_OUT
from championship.season.guard import Guard
from championship.season.known import known_circuits
from championship.season.parts import CalendarView, ChangeView, CircuitView, DriverView, EventView
from championship.season.queries import CHANGE, newest_layout, read_change, read_layout
from web.catalogue import localised
from web.rows import Columns


@dataclass(frozen=True, slots=True)
class CircuitRace:
    """A race with its winner and the first place on its grid, as far as they are on record."""

    slug: str
    code: str
    name: str
    winner: DriverView | None
    pole: DriverView | None


@dataclass(frozen=True, slots=True)
class PlacesGained:
    """The most places that anyone won between the grid and the flag."""

    driver: DriverView
    places: int
    race: str


@dataclass(frozen=True, slots=True)
class TimedRecord:
    """The quickest lap of a kind, or the closest finish: whose, in thousandths of a second, and in which session."""

    driver: DriverView
    milliseconds: int
    session: str


@dataclass(frozen=True, slots=True)
class CircuitRecords:
    """The records of a circuit, from what is on record of the sessions held there.

    races, with_lap, with_margin: how many races have a result, a fastest lap and the gap of the second. wins: the most
    of one driver, and winners who has as many; blank below two.
    """

    gain: PlacesGained | None = None
    lap: TimedRecord | None = None
    qualifying: TimedRecord | None = None
    closest: TimedRecord | None = None
    wins: int = 0
    winners: tuple[DriverView, ...] = ()
    races: int = 0
    with_lap: int = 0
    with_margin: int = 0


@dataclass(frozen=True, slots=True)
class CircuitEvent:
    """An event that is, was or was to be held at the circuit. moved_to: the circuit that has it instead."""

    year: int
    slug: str
    name: str
    short_name: str
    code: str
    starts_on: date
    ends_on: date
    status: str
    moved_to: str | None
    races: list[CircuitRace] = field(default_factory=list)
    changes: list[ChangeView] = field(default_factory=list)

    def get_absolute_url(self) -> str:
        return reverse("event", args=[self.year, self.slug])

    @property
    def is_lost(self) -> bool:
        return self.moved_to is not None or self.status == Event.Status.CANCELLED

    @property
    def days(self) -> str:
        return days_text(self.starts_on, self.ends_on)

    def address_of(self, race: CircuitRace) -> str:
        return reverse("session", args=[self.year, self.slug, race.slug])


@dataclass(frozen=True, slots=True)
class CircuitPage:
    """A circuit with its events, newest first, and its records."""

    circuit: CircuitView
    events: list[CircuitEvent]
    records: CircuitRecords

    @property
    def hosted(self) -> list[CircuitEvent]:
        """The events that it had, or is to have."""
        return [event for event in self.events if not event.is_lost]

    @property
    def lost(self) -> list[CircuitEvent]:
        return [event for event in self.events if event.is_lost]


@dataclass(frozen=True, slots=True)
class ListedCircuit:
    """A circuit in the list of all, with the events that it has and those that it lost. is_raced_on:
    whether a race has been run there."""

    circuit: CircuitView
    latitude: Decimal | None
    longitude: Decimal | None
    events: list[CircuitEvent]
    is_raced_on: bool = False

    @property
    def hosted(self) -> list[CircuitEvent]:
        """The events that it had, or is to have."""
        return [event for event in self.events if not event.is_lost]


class GuardedCalendar(NamedTuple):
    """What a reader with a guard knows: its season's calendar as it was, and nothing of later seasons."""

    guard: Guard
    calendar: CalendarView

    def known(self, pk: int) -> EventView | None:
        return next((event for event in self.calendar.events if event.id == pk), None)


_CIRCUIT = ("slug", "name", "locality", "country", "timezone", "length_m")
_EVENT = ("season__year", "slug", "name", "code", "starts_on", "ends_on", "status")
_LISTED_EVENT_COLUMNS = Columns(
    pk=("pk",),
    event=_EVENT,
    circuit=("circuit__slug", "circuit__name"),
    announced=("announced_circuit__slug",),
    raced=(Exists(Session.objects.filter(event=OuterRef("pk"), kind=SessionKind.RACE, state=Session.State.FINISHED)),),
)
_EVENT_COLUMNS = Columns(
    pk=("pk",),
    event=_EVENT,
    circuit=("circuit__slug", "circuit__name"),
    change=CHANGE,
)
_RESULT_COLUMNS = Columns(
    event=("classification__session__event",),
    session=(
        "classification__session__slug",
        "classification__session__code",
        "classification__session__name",
        "classification__session__kind",
    ),
    line=("position", "grid", "time_ms", "gap_ms", "fastest_lap_ms", "status"),
    driver=(
        "event_entry__driver__slug",
        "event_entry__driver__given_name",
        "event_entry__driver__family_name",
        "event_entry__driver__country",
    ),
)


def read_circuit(circuit: CircuitView, guarded: GuardedCalendar | None = None) -> CircuitPage:
    """A circuit's page. Two queries, however many seasons there are."""
    events = _read_events(circuit.slug)
    if guarded is not None:
        events = {pk: known for pk, event in events.items() if (known := _known_event(circuit, pk, event, guarded))}
    records = _read_races(circuit.slug, events, guarded)
    return CircuitPage(circuit, list(events.values()), records)


def read_circuits(guarded: GuardedCalendar | None = None) -> list[ListedCircuit]:
    """Every circuit with its events, by name; one that came in after a guard has none. Two queries."""
    circuits: dict[str, ListedCircuit] = {}
    columns = (*_CIRCUIT, newest_layout(guarded and guarded.guard.as_of), "latitude", "longitude")
    for *row, layout, latitude, longitude in known_circuits().order_by("name", "pk").values_list(*columns):
        circuit = CircuitView(*row).laid_out(read_layout(layout))
        circuits[circuit.slug] = ListedCircuit(circuit, latitude, longitude, [])
    raced = set()
    events = Event.objects.filter(in_open_season()).order_by("-starts_on", "order", "pk")
    for row in events.values_list(*_LISTED_EVENT_COLUMNS):
        event = _event(row[_LISTED_EVENT_COLUMNS.event])
        slug, name = row[_LISTED_EVENT_COLUMNS.circuit]
        (announced,) = row[_LISTED_EVENT_COLUMNS.announced]
        (is_raced,) = row[_LISTED_EVENT_COLUMNS.raced]
        if guarded is not None and event.year >= guarded.guard.year:
            known = guarded.known(*row[_LISTED_EVENT_COLUMNS.pk])
            if known is None:
                continue
            event, slug, name = _as_known(event, known), known.circuit.slug, known.circuit.name
            is_raced = any(race.id in guarded.guard.shown for race in known.races)
        if is_raced:
            raced.add(slug)
        circuits[slug].events.append(event)
        if announced is not None and announced != slug:
            circuits[announced].events.append(replace(event, moved_to=name))
    return [replace(listed, is_raced_on=slug in raced) for slug, listed in circuits.items()]


def _read_events(slug: str) -> dict[int, CircuitEvent]:
    """The events that the circuit has or lost, newest first, with their calendar changes."""
    named_in_a_change = (
        CalendarChange.objects.filter(what=CalendarChange.What.CIRCUIT)
        .filter(Q(before=slug) | Q(after=slug))
        .values("event")
    )
    rows = (
        Event.objects.filter(Q(circuit__slug=slug) | Q(announced_circuit__slug=slug) | Q(pk__in=named_in_a_change))
        .filter(in_open_season())
        .order_by("-starts_on", "order", "pk", "changes__announced_on", "changes__order")
        .values_list(*_EVENT_COLUMNS)
    )
    events: dict[int, CircuitEvent] = {}
    for row in rows:
        (pk,) = row[_EVENT_COLUMNS.pk]
        if pk not in events:
            circuit, name = row[_EVENT_COLUMNS.circuit]
            events[pk] = _event(row[_EVENT_COLUMNS.event], moved_to=None if circuit == slug else name)
        change = read_change(row[_EVENT_COLUMNS.change])
        # An event without a change has one row, and blanks for it.
        if change.announced_on is not None:
            events[pk].changes.append(change)
    return events


def _event(values: Sequence[Any], moved_to: str | None = None) -> CircuitEvent:
    """Of the values of _EVENT."""
    year, slug, name, code, starts_on, ends_on, status = values
    short_name = localised(event_short_name(name))
    return CircuitEvent(year, slug, localised(name), short_name, code, starts_on, ends_on, status, moved_to)


def _known_event(circuit: CircuitView, pk: int, event: CircuitEvent, guarded: GuardedCalendar) -> CircuitEvent | None:
    """An event as a reader with a guard knows it; None where it had nothing to do with the circuit then."""
    if event.year < guarded.guard.year:
        return event
    known = guarded.known(pk)
    if known is None:
        return None
    is_here = known.circuit.slug == circuit.slug
    is_named = any(circuit.slug in (change.before, change.after) for change in known.changes)
    if not (is_here or is_named or known.announced_circuit == circuit.name):
        return None
    return _as_known(replace(event, moved_to=None if is_here else known.circuit.name), known)


def _as_known(event: CircuitEvent, known: EventView) -> CircuitEvent:
    return replace(
        event,
        starts_on=known.starts_on,
        ends_on=known.ends_on,
        status=known.status,
        changes=list(known.changes),
        races=[],
    )


class _CircuitResult(NamedTuple):
    """A result at the circuit, as far as its records ask. session: its slug, code and name."""

    event: int
    session: tuple[str, str, str]
    position: int | None
    grid: int | None
    time_ms: int | None
    gap_ms: int | None
    lap_ms: int | None
    status: str
    driver: DriverView

    @property
    def holds_times(self) -> bool:
        """A car that was taken out holds no fastest lap, and no best time of a qualifying."""
        return self.status not in TAKEN_OUT


def _read_races(slug: str, events: dict[int, CircuitEvent], guarded: GuardedCalendar | None) -> CircuitRecords:
    """Fills in the races held at the circuit, and returns its records. One query."""
    rows = (
        Result.objects.filter(
            in_open_season("classification__session__event__season"),
            classification__in=Classification.objects.filter(session__event__circuit__slug=slug).current(),
            classification__session__kind__in=(SessionKind.RACE, SessionKind.QUALIFYING),
        )
        .filter(Q(position__lte=2) | Q(grid__isnull=False) | Q(fastest_lap_ms__isnull=False) | Q(time_ms__isnull=False))
        .order_by("classification__session__order", "classification__session_id", "order")
        .values_list(*_RESULT_COLUMNS)
    )
    if guarded is not None:
        earlier = Q(classification__session__event__season__year__lt=guarded.guard.year)
        rows = rows.filter(earlier | Q(classification__session__in=guarded.guard.shown))
    races: list[_CircuitResult] = []
    qualifying: list[_CircuitResult] = []
    for row in rows:
        (event,) = row[_RESULT_COLUMNS.event]
        session, code, name, kind = row[_RESULT_COLUMNS.session]
        position, grid, time_ms, gap_ms, lap_ms, status = row[_RESULT_COLUMNS.line]
        driver = DriverView._make((*row[_RESULT_COLUMNS.driver], None))
        named = (session, code, localised(name))
        line = _CircuitResult(event, named, position, grid, time_ms, gap_ms, lap_ms, status, driver)
        (races if kind == SessionKind.RACE else qualifying).append(line)
    firsts = [line for line in races if line.position == 1 or line.grid == 1]
    winners = {(line.event, line.session): line.driver for line in firsts if line.position == 1}
    poles = {(line.event, line.session): line.driver for line in firsts if line.grid == 1}
    for event, session in dict.fromkeys((line.event, line.session) for line in firsts):
        events[event].races.append(CircuitRace(*session, winners.get((event, session)), poles.get((event, session))))
    return _records(events, races, qualifying)


def _records(
    events: dict[int, CircuitEvent], races: list[_CircuitResult], qualifying: list[_CircuitResult]
) -> CircuitRecords:
    def where(line: _CircuitResult) -> str:
        _slug, _code, name = line.session
        return f"{events[line.event].name} {events[line.event].year}, {name}"

    def least(timed: Iterable[tuple[int | None, _CircuitResult]]) -> TimedRecord | None:
        known = [(milliseconds, line) for milliseconds, line in timed if milliseconds is not None]
        if not known:
            return None
        milliseconds, line = min(known, key=itemgetter(0))
        return TimedRecord(line.driver, milliseconds, where(line))

    gains = [
        PlacesGained(line.driver, line.grid - line.position, where(line))
        for line in races
        if line.grid and line.position and line.grid > line.position
    ]
    winners = {(line.event, line.session): line for line in races if line.position == 1}
    wins = Counter(line.driver for line in races if line.position == 1)
    most = max(wins.values(), default=0)
    margins = [
        (line.gap_ms, winners[line.event, line.session])
        for line in races
        if line.position == 2 and line.gap_ms is not None and (line.event, line.session) in winners
    ]
    return CircuitRecords(
        gain=max(gains, key=lambda gain: gain.places, default=None),
        lap=least((line.lap_ms, line) for line in races if line.holds_times),
        qualifying=least((line.time_ms, line) for line in qualifying if line.holds_times),
        closest=least(margins),
        wins=most if most > 1 else 0,
        winners=tuple(driver for driver, count in wins.items() if count == most) if most > 1 else (),
        races=len(winners),
        with_lap=len({(line.event, line.session) for line in races if line.lap_ms is not None and line.holds_times}),
        with_margin=len(margins),
    )
