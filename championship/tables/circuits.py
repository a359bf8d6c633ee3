"""Circuits over all seasons: what was raced there, who won, and what was to be raced there and was not."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from championship.formats import days_text, event_short_name
from championship.models import CalendarChange, Circuit, Classification, Event, Result, Session
from championship.models.season import SessionKind
from championship.season.guard import Calendar, Guard
from championship.season.parts import ChangeView, CircuitView, DriverView, EventView
from championship.season.reading import circuit_name
from web.catalogue import localised

CIRCUIT_FIELDS = ("slug", "name", "locality", "country", "timezone", "length_m")


@dataclass(frozen=True, slots=True)
class RaceHere:
    """A race with its winner and the first place on its grid, as far as they are on record."""

    slug: str
    code: str
    name: str
    winner: DriverView | None
    pole: DriverView | None


@dataclass(frozen=True, slots=True)
class Gain:
    """The most places that anyone won between the grid and the flag."""

    driver: DriverView
    places: int
    race: str


@dataclass(frozen=True, slots=True)
class Best:
    """The quickest lap of a kind, or the closest finish: whose, in thousandths of a second, and in which session."""

    driver: DriverView
    milliseconds: int
    session: str


@dataclass(frozen=True, slots=True)
class RecordsHere:
    """The records of a circuit, from what is on record of the sessions held there.

    races, with_lap, with_margin: how many races have a result, a fastest lap and the gap of the second. wins: the most
    of one driver, and winners who has as many; blank below two.
    """

    gain: Gain | None = None
    lap: Best | None = None
    qualifying: Best | None = None
    closest: Best | None = None
    wins: int = 0
    winners: tuple[DriverView, ...] = ()
    races: int = 0
    with_lap: int = 0
    with_margin: int = 0


@dataclass(frozen=True, slots=True)
class EventHere:
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
    races: list[RaceHere] = field(default_factory=list)
    changes: list[ChangeView] = field(default_factory=list)

    def get_absolute_url(self) -> str:
        return reverse("event", args=[self.year, self.slug])

    @property
    def is_lost(self) -> bool:
        return self.moved_to is not None or self.status == Event.Status.CANCELLED

    @property
    def days(self) -> str:
        return days_text(self.starts_on, self.ends_on)

    def address_of(self, race: RaceHere) -> str:
        return reverse("session", args=[self.year, self.slug, race.slug])


@dataclass(frozen=True, slots=True)
class CircuitPage:
    """A circuit with its events, newest first, and its records."""

    circuit: CircuitView
    events: list[EventHere]
    records: RecordsHere

    @property
    def held(self) -> list[EventHere]:
        return [event for event in self.events if not event.is_lost]

    @property
    def lost(self) -> list[EventHere]:
        return [event for event in self.events if event.is_lost]


@dataclass(frozen=True, slots=True)
class CircuitLine:
    """A circuit in the list of all, with the events that it has and those that it lost. is_raced_on:
    whether a race has been run there."""

    circuit: CircuitView
    latitude: Decimal | None
    longitude: Decimal | None
    events: list[EventHere]
    is_raced_on: bool = False

    @property
    def held(self) -> list[EventHere]:
        return [event for event in self.events if not event.is_lost]


class Then(NamedTuple):
    """What a reader with a guard knows: its season's calendar as it was, and nothing of later seasons."""

    guard: Guard
    calendar: Calendar

    def known(self, pk: int) -> EventView | None:
        return next((event for event in self.calendar.events if event.id == pk), None)


def read_circuit(slug: str, then: Then | None = None) -> CircuitPage | None:
    """A circuit's page, None where there is no such circuit. Three queries, however many seasons there are."""
    row = Circuit.objects.filter(slug=slug).values_list(*CIRCUIT_FIELDS).first()
    if row is None:
        return None
    circuit = CircuitView(*row)
    events = _read_events(slug)
    if then is not None:
        events = {pk: known for pk, event in events.items() if (known := _as_known(circuit, pk, event, then))}
    records = _read_races(slug, events, then)
    return CircuitPage(circuit, list(events.values()), records)


def read_circuits(then: Then | None = None) -> list[CircuitLine]:
    """Every circuit with its events, by name. Two queries."""
    rows = Circuit.objects.order_by("name", "pk").values_list(*CIRCUIT_FIELDS, "latitude", "longitude")
    lines = {row[0]: CircuitLine(CircuitView(*row[:6]), *row[6:], []) for row in rows}
    races_run = Session.objects.filter(event=OuterRef("pk"), kind=SessionKind.RACE, state=Session.State.FINISHED)
    events = Event.objects.order_by("-starts_on", "order", "pk").values_list(
        "pk", *_EVENT_FIELDS, "circuit__slug", "circuit__name", "announced_circuit__slug", Exists(races_run)
    )
    raced = set()
    for pk, *head, here, name, announced, is_raced in events:
        event = _event_here(head, None)
        if then is not None and event.year >= then.guard.year:
            known = then.known(pk)
            if known is None:
                continue
            event, here, name = _of_then(event, known), known.circuit.slug, known.circuit.name
            is_raced = any(race.id in then.guard.shown for race in known.races)
        if is_raced:
            raced.add(here)
        lines[here].events.append(event)
        if announced is not None and announced != here:
            lines[announced].events.append(replace(event, moved_to=name))
    # A circuit that came in later was not on the list.
    return [replace(line, is_raced_on=slug in raced) for slug, line in lines.items() if then is None or line.events]


def _as_known(circuit: CircuitView, pk: int, event: EventHere, then: Then) -> EventHere | None:
    """An event as a reader with a guard knows it; None where it had nothing to do with the circuit then."""
    if event.year < then.guard.year:
        return event
    known = then.known(pk)
    if known is None:
        return None
    here = known.circuit.slug == circuit.slug
    named = any(circuit.slug in (change.before, change.after) for change in known.changes)
    if not (here or named or known.announced_circuit == circuit.name):
        return None
    return _of_then(replace(event, moved_to=None if here else known.circuit.name), known)


def _of_then(event: EventHere, known: EventView) -> EventHere:
    days = {"starts_on": known.starts_on, "ends_on": known.ends_on}
    return replace(event, **days, status=known.status, changes=list(known.changes), races=[])


def _event_here(head: Sequence[Any], moved_to: str | None) -> EventHere:
    """Of the values of _EVENT_FIELDS."""
    year, slug, name, *rest = head
    return EventHere(year, slug, localised(name), localised(event_short_name(name)), *rest, moved_to)


_EVENT_FIELDS = ("season__year", "slug", "name", "code", "starts_on", "ends_on", "status")


def _read_events(slug: str) -> dict[int, EventHere]:
    """The events that the circuit has or lost, newest first, with their calendar changes."""
    named_in_a_change = (
        CalendarChange.objects.filter(what=CalendarChange.What.CIRCUIT)
        .filter(Q(before=slug) | Q(after=slug))
        .values("event")
    )
    rows = (
        Event.objects.filter(Q(circuit__slug=slug) | Q(announced_circuit__slug=slug) | Q(pk__in=named_in_a_change))
        .order_by("-starts_on", "order", "pk", "changes__announced_on", "changes__order")
        .values_list(
            "pk",
            *_EVENT_FIELDS,
            "circuit__slug",
            "circuit__name",
            "changes__announced_on",
            "changes__what",
            "changes__before",
            "changes__after",
            "changes__reason",
            "changes__source",
            circuit_name("changes__before"),
            circuit_name("changes__after"),
        )
    )
    events: dict[int, EventHere] = {}
    for pk, *head, here, name, announced_on, what, before, after, reason, source, was, now in rows:
        event = events.setdefault(pk, _event_here(head, None if here == slug else name))
        if announced_on is not None:
            event.changes.append(ChangeView(announced_on, what, before, after, reason, source, was, now))
    return events


class _Line(NamedTuple):
    """A result at the circuit, as far as its records ask. session: its slug, code and name."""

    event: int
    session: tuple[str, str, str]
    kind: str
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
        return self.status not in Result.UNFIT


def _read_races(slug: str, events: dict[int, EventHere], then: Then | None) -> RecordsHere:
    """Fills in the races held at the circuit, and returns its records. One query."""
    rows = (
        Result.objects.filter(
            classification__in=Classification.objects.filter(session__event__circuit__slug=slug).current(),
            classification__session__kind__in=(SessionKind.RACE, SessionKind.QUALIFYING),
        )
        .filter(Q(position__lte=2) | Q(grid__isnull=False) | Q(fastest_lap_ms__isnull=False) | Q(time_ms__isnull=False))
        .order_by("classification__session__order", "classification__session_id", "order")
        .annotate(event=F("classification__session__event_id"))
        .values_list(
            "event",
            "classification__session__slug",
            "classification__session__code",
            "classification__session__name",
            "classification__session__kind",
            "position",
            "grid",
            "time_ms",
            "gap_ms",
            "fastest_lap_ms",
            "status",
            "event_entry__driver__slug",
            "event_entry__driver__given_name",
            "event_entry__driver__family_name",
            "event_entry__driver__country",
        )
    )
    if then is not None:
        earlier = Q(classification__session__event__season__year__lt=then.guard.year)
        rows = rows.filter(earlier | Q(classification__session__in=then.guard.shown))
    lines = [
        _Line(row[0], (row[1], row[2], localised(row[3])), *row[4:11], DriverView(*row[11:], None)) for row in rows
    ]
    races = [line for line in lines if line.kind == SessionKind.RACE]
    firsts: dict[tuple, dict[str, DriverView]] = defaultdict(dict)
    for line in races:
        if line.position == 1:
            firsts[line.event, line.session]["winner"] = line.driver
        if line.grid == 1:
            firsts[line.event, line.session]["pole"] = line.driver
    for (event, session), found in firsts.items():
        events[event].races.append(RaceHere(*session, found.get("winner"), found.get("pole")))
    return _records(events, races, [line for line in lines if line.kind != SessionKind.RACE])


def _records(events: dict[int, EventHere], races: list[_Line], qualifying: list[_Line]) -> RecordsHere:
    def where(line: _Line) -> str:
        return f"{events[line.event].name} {events[line.event].year}, {line.session[2]}"

    def least(lines: Iterable[tuple[int | None, _Line]]) -> Best | None:
        timed = [(value, line) for value, line in lines if value is not None]
        value, line = min(timed, key=lambda one: one[0], default=(0, None))
        return line and Best(line.driver, value, where(line))

    gains = [(line.grid - line.position, line) for line in races if line.grid and line.position]
    places, most = max(gains, key=lambda one: one[0], default=(0, None))
    wins = Counter(line.driver for line in races if line.position == 1)
    top = max(wins.values(), default=0)
    winner = {(line.event, line.session): line for line in races if line.position == 1}
    margins = [
        (line.gap_ms, winner[line.event, line.session])
        for line in races
        if line.position == 2 and line.gap_ms is not None and (line.event, line.session) in winner
    ]
    return RecordsHere(
        gain=Gain(most.driver, places, where(most)) if most and places > 0 else None,
        lap=least((line.lap_ms, line) for line in races if line.holds_times),
        qualifying=least((line.time_ms, line) for line in qualifying if line.holds_times),
        closest=least(margins),
        wins=top if top > 1 else 0,
        winners=tuple(driver for driver, count in wins.items() if count == top) if top > 1 else (),
        races=len(winner),
        with_lap=len({(line.event, line.session) for line in races if line.lap_ms is not None and line.holds_times}),
        with_margin=len(margins),
    )
