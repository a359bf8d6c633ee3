"""What a season is made of, as pages read it: frozen views that can be walked in templates without another query.

reading.py fills them from rows; view.py holds a whole season of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from championship import scoring
from championship.formats import SHORT_STATUS, place_name
from championship.models import Classification, Event, Result, Title
from web.addresses.paths import address
from web.catalogue import localised


class DriverView(NamedTuple):
    slug: str
    given_name: str
    family_name: str
    country: str
    sibling: str | None

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def short_name(self) -> str:
        return self.family_name

    @property
    def initial_name(self) -> str:
        """J. Bäckman."""
        return f"{self.given_name[:1]}. {self.family_name}" if self.given_name else self.family_name

    def get_absolute_url(self) -> str:
        return address("driver", self.slug)


class TeamView(NamedTuple):
    slug: str
    name: str
    short: str
    country: str
    colour: str

    @property
    def short_name(self) -> str:
        return self.short or self.name

    def called(self, name: str, short: str, colour: str) -> "TeamView":
        """The team under a season's name. Its own short name is that of its own name; a blank colour is its own."""
        own_short = self.short if name == self.name else ""
        return self._replace(name=name, short=short or own_short, colour=colour or self.colour)

    def get_absolute_url(self) -> str:
        return address("team", self.slug)


class LayoutView(NamedTuple):
    """How a circuit ran in a season. outline: its centre line as GeoJSON, blank where there is none; credit: whom it is
    from."""

    name: str
    length_m: int | None
    direction: str
    outline: str
    credit: str


def outline_credits(circuits: Iterable["CircuitView"]) -> list[str]:
    """Whom the outlines of these circuits are from, each once."""
    layouts = [circuit.layout for circuit in circuits if circuit.layout and circuit.layout.outline]
    return list(dict.fromkeys(layout.credit for layout in layouts))


class CircuitView(NamedTuple):
    """A circuit. layout: how it runs at an event, None where that is not on record or the circuit is of no season.

    length_m: of the layout, the circuit's own where that has none.
    """

    slug: str
    name: str
    locality: str
    country: str
    timezone: str
    length_m: int | None
    layout: LayoutView | None = None

    def laid_out(self, layout: LayoutView | None) -> "CircuitView":
        """The circuit as it runs in a season."""
        length_m = layout.length_m if layout and layout.length_m else self.length_m
        return self._replace(length_m=length_m, layout=layout)

    @property
    def place(self) -> str:
        return place_name(self.locality, self.country)

    @property
    def town(self) -> str:
        """Where it is, in a word: its own name where no town is on record."""
        return self.locality or self.name

    def get_absolute_url(self) -> str:
        return address("circuit", self.slug)


@dataclass(frozen=True, slots=True)
class EntryView:
    """A driver in a team's car, or without a team; by event id, `numbers` are its door numbers and `on_lists` the ids
    of its places on the events' lists. nominated: the events for which it was nominated to count for its team.

    team: as the last event on whose list the team stands has it. teams: by event id, as the events before a change of
    its name within the season have it.
    """

    id: int
    driver: DriverView
    team: TeamView | None
    number: int | None
    car: str
    wildcard: bool
    wildcard_scores: bool
    classes: frozenset[str]
    numbers: dict[int, int | None]
    on_lists: dict[int, int]
    nominated: frozenset[int] = frozenset()
    teams: dict[int, TeamView] = field(default_factory=dict, repr=False)

    def at(self, event: int) -> "EntryView":
        """The entry with its team as it was called at an event."""
        team = self.teams.get(event)
        return self if team is None else replace(self, team=team)

    @property
    def scores(self) -> bool:
        """Whether it can score: a wildcard that does not is taken out of the order before points are given."""
        return self.wildcard_scores or not self.wildcard

    @property
    def team_slug(self) -> str:
        """Blank without a team, as are its name and its colour."""
        return self.team.slug if self.team else ""

    @property
    def team_name(self) -> str:
        """As tables have it."""
        return self.team.short_name if self.team else ""

    @property
    def colour(self) -> str:
        return self.team.colour if self.team else ""


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One announced change of the calendar; changes.py says it in words.

    circuit_before, circuit_after: the names of the circuits that `before` and `after` point at, else None.
    session: the name of the session whose time it is, else None.
    """

    announced_on: date
    what: str
    before: str
    after: str
    reason: str
    source: str
    circuit_before: str | None = None
    circuit_after: str | None = None
    session: str | None = None


@dataclass(frozen=True, slots=True)
class SessionView:
    """`index` is the session's place in the running order of the season.

    scale: the points that it was planned to give; its classification says by which it counts.
    """

    id: int
    index: int
    event: "EventView" = field(repr=False, compare=False)
    code: str
    slug: str
    name: str
    kind: str
    state: str
    date: date | None
    starts_at: datetime | None
    laps_scheduled: int | None
    laps_run: int | None
    scale: tuple[Decimal, ...]
    not_on_countback: bool = False

    @property
    def key(self) -> str:
        return f"{self.event.slug}/{self.code}"

    @property
    def is_race(self) -> bool:
        return self.kind == "race"

    @property
    def is_expected(self) -> bool:
        """Whether it is not on record, but counted as one that its event will have."""
        return self.id < 0

    @property
    def scores(self) -> bool:
        return bool(self.scale)

    @property
    def local_start(self) -> datetime | None:
        """The start in the circuit's own zone; None when the time is not on record."""
        return self.starts_at and self.starts_at.astimezone(ZoneInfo(self.event.circuit.timezone))

    @property
    def with_place(self) -> str:
        """Race 1 in Russia."""
        return _("%(session)s in %(place)s") % {"session": self.name, "place": self.event.where}

    def get_absolute_url(self) -> str:
        return address("session", self.event.year, self.event.slug, self.slug)


@dataclass(frozen=True)
class EventView:
    """One event with its circuit, sessions in running order and calendar changes in the order announced.

    short_name: the name without the words that every event shares, as a label: Germany for Race of Germany. named_for:
    the country or place of the name as it follows "in", blank where it is of none. calendar: the season's events, this
    one among them.
    """

    id: int
    year: int
    number: int | None
    slug: str
    code: str
    name: str
    short_name: str
    named_for: str
    starts_on: date
    ends_on: date
    status: str
    circuit: CircuitView
    announced_label: str
    announced_circuit: str | None
    announced_starts_on: date | None
    announced_ends_on: date | None
    announced_order: int | None
    sessions: list[SessionView] = field(default_factory=list, repr=False)
    changes: list[ChangeView] = field(default_factory=list, repr=False)
    calendar: list["EventView"] = field(default_factory=list, repr=False, compare=False)

    def get_absolute_url(self) -> str:
        return address("event", self.year, self.slug)

    @cached_property
    def where(self) -> str:
        """What follows "in" in a sentence: Germany, the Czech Republic; the town, or the circuit, where the event is
        named for no place. Of several in one place each has words of its own behind it: Inventholm (Summer Race)."""
        place = self._place
        same = [event for event in self.calendar if event._place == place]
        if len(same) < 2:
            return place
        for words in (
            lambda event: event.short_name,
            lambda event: event.circuit.town,
            lambda event: date_format(event.starts_on, "j F"),
        ):
            labels = {words(event) for event in same}
            if len(labels) == len(same) and place not in labels:
                return f"{place} ({words(self)})"
        return f"{place} ({self.code})"

    @property
    def _place(self) -> str:
        return self.named_for or self.circuit.town

    @property
    def races(self) -> list[SessionView]:
        return [session for session in self.sessions if session.is_race]

    @property
    def qualifying(self) -> list[SessionView]:
        return [session for session in self.sessions if session.kind == "qualifying"]

    @property
    def is_cancelled(self) -> bool:
        return self.status == Event.Status.CANCELLED


@dataclass(frozen=True, slots=True)
class CalendarView:
    """A season's events and sessions in running order."""

    events: tuple[EventView, ...] = ()
    sessions: tuple[SessionView, ...] = ()
    # The circuits that an event was to be held at first, by address: a change may lead back to them.
    circuits: dict[str, CircuitView] = field(default_factory=dict)


class LineThatCounts(Protocol):
    """What of a line, current or earlier, points are given by."""

    @property
    def position(self) -> int | None: ...
    @property
    def status(self) -> str: ...
    @property
    def fastest_lap_ms(self) -> int | None: ...
    @property
    def holds_fastest_lap(self) -> bool: ...
    @property
    def points(self) -> Decimal | None: ...


class ResultView(NamedTuple):
    """One line of a current classification, with what every page shows of it."""

    entry: EntryView
    number: int | None
    position: int | None
    status: str
    laps: int | None
    time_ms: int | None
    gap_ms: int | None
    gap_laps: int | None
    grid: int | None
    fastest_lap_ms: int | None
    basis: str = ""
    holds_fastest_lap: bool = False
    one_of: str = ""
    points: Decimal | None = None

    @property
    def driver(self) -> DriverView:
        return self.entry.driver

    @property
    def place(self) -> str:
        """As it stands in a cell: 3, 11/12 of one of two places, or Ret."""
        if self.position is not None:
            return str(self.position)
        return self.one_of.replace(" ", "/") or SHORT_STATUS[self.status]

    @property
    def pole(self) -> bool:
        return self.grid == 1

    @property
    def is_placed(self) -> bool:
        return self.position is not None

    @property
    def is_doubtful(self) -> bool:
        """Whether the record itself says that the place may not stand."""
        return self.basis == Result.Basis.DOUBTFUL


@dataclass(frozen=True, slots=True)
class ClassificationView:
    """The current classification of a session; lines in published order.

    scale, points_factor: the points that it counts by, and by how much they are multiplied in every title.
    laps_counted: the lap to which a race that was stopped was counted back, None for one that counts as it was run.
    """

    number: int
    status: str
    published_at: datetime | None
    lines: list[ResultView]
    scale: tuple[Decimal, ...]
    points_factor: Decimal = scoring.WHOLE
    laps_counted: int | None = None

    @property
    def is_official(self) -> bool:
        return self.status == Classification.Status.OFFICIAL

    @property
    def wildcard_places(self) -> list[int]:
        """The places that wildcards took who score nothing."""
        return [line.position for line in self.lines if not line.entry.scores and line.position is not None]

    @property
    def was_corrected(self) -> bool:
        return self.number > 1

    @property
    def winner(self) -> ResultView | None:
        return next((line for line in self.lines if line.position == 1), None)

    @property
    def podium(self) -> list[ResultView]:
        """The first three, as far as they are on record."""
        return sorted((line for line in self.lines if line.position in (1, 2, 3)), key=lambda line: line.position or 0)


@dataclass(frozen=True, slots=True)
class TitleView:
    """A title as pages name it; `rules` is the same title as the scorer knows it. winner: the slug of who won one whose
    scale is not known, blank for the others."""

    slug: str
    name: str
    other_names: str
    ranks: str
    entrants: str
    minimum_entrants: int | None
    eligible: str
    rules: scoring.Title
    winner: str = ""

    @property
    def is_without_figures(self) -> bool:
        """Whether its scale is not known: no points of it can be said."""
        return self.rules.scale_unknown

    @property
    def short_name(self) -> str:
        return localised(self.slug.replace("-", " ").capitalize())

    @property
    def ranks_teams(self) -> bool:
        return self.ranks == Title.Ranks.TEAMS
