"""A season as pages read it: frozen records that can be walked in templates without another query.

standings.py fills them from rows; scoring works on the records inside `SeasonRecord.rules`.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format

from championship import scoring
from championship.formats import localised, place_name
from championship.models import Classification, Event, Result, Session, Title
from wtcr_site.addresses import address

if TYPE_CHECKING:
    from championship.guard import Guard


class DriverRecord(NamedTuple):
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


class TeamRecord(NamedTuple):
    slug: str
    name: str
    short: str
    country: str
    colour: str

    @property
    def short_name(self) -> str:
        return self.short or self.name

    def get_absolute_url(self) -> str:
        return address("team", self.slug)


class CircuitRecord(NamedTuple):
    slug: str
    name: str
    locality: str
    country: str
    timezone: str
    length_m: int | None

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
class EntryRecord:
    """A driver in a team's car; by event id, `numbers` are its door numbers and `on_lists` the ids of its places on the
    events' lists."""

    id: int
    driver: DriverRecord
    team: TeamRecord
    number: int | None
    car: str
    wildcard: bool
    classes: frozenset[str]
    numbers: dict[int, int | None]
    on_lists: dict[int, int]


@dataclass(frozen=True, slots=True)
class ChangeRecord:
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
class SessionRecord:
    """`index` is the session's place in the running order of the season."""

    id: int
    index: int
    event: "EventRecord" = field(repr=False, compare=False)
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

    def get_absolute_url(self) -> str:
        return address("session", self.event.year, self.event.slug, self.slug)


@dataclass(frozen=True)
class EventRecord:
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
    circuit: CircuitRecord
    announced_label: str
    announced_circuit: str | None
    announced_starts_on: date | None
    announced_ends_on: date | None
    announced_order: int | None
    sessions: list[SessionRecord] = field(default_factory=list, repr=False)
    changes: list[ChangeRecord] = field(default_factory=list, repr=False)
    calendar: list["EventRecord"] = field(default_factory=list, repr=False, compare=False)

    def get_absolute_url(self) -> str:
        return address("event", self.year, self.slug)

    @cached_property
    def where(self) -> str:
        """What follows "in" in a sentence: Germany, the Czech Republic; the town, or the circuit, where the event is
        named for no place. Of several in one place each is told apart: Inventholm (Summer Race)."""
        place = self._place
        same = [event for event in self.calendar if event._place == place]
        if len(same) < 2:
            return place
        for words in (
            lambda event: event.short_name,
            lambda event: event.circuit.town,
            lambda event: date_format(event.starts_on, "j F"),
        ):
            told = {words(event) for event in same}
            if len(told) == len(same) and place not in told:
                return f"{place} ({words(self)})"
        return f"{place} ({self.code})"

    @property
    def _place(self) -> str:
        return self.named_for or self.circuit.town

    @property
    def races(self) -> list[SessionRecord]:
        return [session for session in self.sessions if session.is_race]

    @property
    def qualifying(self) -> list[SessionRecord]:
        return [session for session in self.sessions if session.kind == "qualifying"]

    @property
    def is_cancelled(self) -> bool:
        return self.status == Event.Status.CANCELLED


class ResultRecord(NamedTuple):
    """One line of a current classification, with what every page shows of it."""

    entry: EntryRecord
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

    @property
    def driver(self) -> DriverRecord:
        return self.entry.driver

    @property
    def team(self) -> TeamRecord:
        return self.entry.team

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
class ClassificationRecord:
    """The current classification of a session; lines in published order."""

    number: int
    status: str
    published_at: datetime | None
    lines: list[ResultRecord]

    @property
    def is_official(self) -> bool:
        return self.status == Classification.Status.OFFICIAL

    @property
    def was_corrected(self) -> bool:
        return self.number > 1

    @property
    def winner(self) -> ResultRecord | None:
        return next((line for line in self.lines if line.position == 1), None)

    @property
    def podium(self) -> list[ResultRecord]:
        """The first three, as far as they are on record."""
        return sorted((line for line in self.lines if line.position in (1, 2, 3)), key=lambda line: line.position or 0)


@dataclass(frozen=True, slots=True)
class TitleRecord:
    """A title as pages name it; `rules` is the same title as the scorer knows it."""

    slug: str
    name: str
    other_names: str
    ranks: str
    entrants: str
    minimum_entrants: int | None
    eligible: str
    rules: scoring.Title

    @property
    def short_name(self) -> str:
        return localised(self.slug.replace("-", " ").capitalize())

    @property
    def ranks_teams(self) -> bool:
        return self.ranks == Title.Ranks.TEAMS


@dataclass(frozen=True)
class SeasonRecord:
    """A season as pages read it: its records, and every table worked out from them.

    sessions: in running order, with those expected of an event that has none on record yet (expected.py), which are not
    among the event's own. guard: what the reader asked to see no further than; what came later is not in the record.
    """

    year: int
    name: str
    short_name: str
    broadcaster: str
    broadcaster_url: str
    titles: tuple[TitleRecord, ...]
    events: tuple[EventRecord, ...]
    sessions: tuple[SessionRecord, ...]
    entries: tuple[EntryRecord, ...]
    classifications: dict[int, ClassificationRecord] = field(repr=False)
    rules: scoring.Season = field(repr=False)
    guard: "Guard | None" = None

    def knows(self, session: SessionRecord) -> bool:
        """Whether what came of a session may be shown: with a guard only up to the moment it names."""
        return self.guard is None or self.guard.year != self.year or session.id in self.guard.shown

    def now(self) -> datetime:
        """The moment that pages count from: this one, or with a guard that of the last session seen."""
        there = self.guard.now if self.guard is not None and self.guard.year == self.year else None
        return there or timezone.now()

    @cached_property
    def standings(self) -> Mapping[str, scoring.Standings]:
        """Every title's tables; one pass over the season for each that is asked for."""
        return scoring.score(self.rules)

    @cached_property
    def titles_by_slug(self) -> dict[str, TitleRecord]:
        return {title.slug: title for title in self.titles}

    @cached_property
    def drivers_title(self) -> TitleRecord | None:
        """The title that every driver but a wildcard is in."""
        return next((title for title in self.titles if not title.ranks_teams and not title.entrants), None)

    @cached_property
    def teams_title(self) -> TitleRecord | None:
        return next((title for title in self.titles if title.ranks_teams and not title.entrants), None)

    @cached_property
    def first_title(self) -> TitleRecord | None:
        """The title that pages open with: the drivers' where there is one."""
        return self.drivers_title or next(iter(self.titles), None)

    @cached_property
    def events_by_slug(self) -> dict[str, EventRecord]:
        return {event.slug: event for event in self.events}

    @cached_property
    def drivers(self) -> dict[str, DriverRecord]:
        return {entry.driver.slug: entry.driver for entry in self.entries}

    @cached_property
    def listed(self) -> tuple[EventRecord, ...]:
        """The events that run and whose entry list is out."""
        known = {event for entry in self.entries for event in entry.numbers}
        return tuple(event for event in self.running if event.id in known)

    @cached_property
    def surnames(self) -> dict[str, str]:
        """What running text calls each driver: the family name, with an initial where two share it."""
        named = Counter(driver.family_name for driver in self.drivers.values())
        return {
            slug: driver.short_name if named[driver.family_name] == 1 else driver.initial_name
            for slug, driver in self.drivers.items()
        }

    def called(self, title: "TitleRecord", competitor: str) -> str:
        """What running text calls a competitor of a title."""
        return self.teams[competitor].short_name if title.ranks_teams else self.surnames[competitor]

    @cached_property
    def teams(self) -> dict[str, TeamRecord]:
        return {entry.team.slug: entry.team for entry in self.entries}

    @cached_property
    def running(self) -> tuple[EventRecord, ...]:
        """The events that are not cancelled, in the order in which they run."""
        return tuple(event for event in self.events if not event.is_cancelled)

    @cached_property
    def counting(self) -> tuple[EventRecord, ...]:
        """The events that the tables rest on: those that run, and a cancelled one with what was classified before.

        What was published stays: an event called off after its qualifying leaves the points of that where they are, so
        whatever adds up to a table names it.
        """
        return tuple(
            event
            for event in self.events
            if not event.is_cancelled or any(session.id in self.classifications for session in event.sessions)
        )

    def is_off(self, session: SessionRecord) -> bool:
        """Whether a session was called off, by itself or with its event, before it had a classification."""
        off = session.event.is_cancelled or session.state == Session.State.CANCELLED
        return off and session.id not in self.classifications

    @cached_property
    def latest(self) -> SessionRecord | None:
        """The last session in running order that has a classification."""
        return next((session for session in reversed(self.sessions) if session.id in self.classifications), None)

    @cached_property
    def is_over(self) -> bool:
        """Every session that was not called off has been run."""
        return bool(self.sessions) and all(
            session.state in (Session.State.FINISHED, Session.State.CANCELLED)
            for session in self.sessions
            if not session.event.is_cancelled
        )

    def counts_in(self, title: TitleRecord) -> list[SessionRecord]:
        """The sessions that count in a title, in running order: after each of them it has a table."""
        return self._counting[title.slug][0]

    def last_counted(self, title: TitleRecord, after: SessionRecord | None) -> SessionRecord | None:
        """The last session up to `after` that counts in a title, with a result: its table is that after `after`, too.

        None before the first.
        """
        return None if after is None else self._counting[title.slug][1][after.index]

    @cached_property
    def _counting(self) -> dict[str, tuple[list[SessionRecord], list[SessionRecord | None]]]:
        """By title, the sessions that count; and for every session the last of them up to it."""
        found = {}
        for title in self.titles:
            indexes = scoring.counting(self.rules, title.rules)
            adjusted = {one.after for one in self.rules.adjustments if one.title == title.slug}
            last, lasts = None, []
            for session in self.sessions:
                if session.index in indexes and (session.id in self.classifications or session.key in adjusted):
                    last = session
                lasts.append(last)
            counting = [session for session in self.sessions if session.index in indexes and not session.is_expected]
            found[title.slug] = counting, lasts
        return found

    def event(self, slug: str) -> EventRecord | None:
        return self.events_by_slug.get(slug)

    def session(self, event_slug: str, session: str) -> SessionRecord | None:
        """By the session's address ("race-2") or its code ("R2")."""
        event = self.event(event_slug)
        return event and next((one for one in event.sessions if session in (one.slug, one.code)), None)

    def classification(self, session: SessionRecord) -> ClassificationRecord | None:
        return self.classifications.get(session.id)

    def winners(self, event: EventRecord) -> list[ResultRecord | None]:
        """The winner of each race of an event that has a classification; None where it has none on record."""
        return [
            classification.winner for race in event.races if (classification := self.classification(race)) is not None
        ]

    @cached_property
    def results_by_driver(self) -> dict[str, dict[int, ResultRecord]]:
        """Every line of the current classifications, by driver and session id."""
        found: dict[str, dict[int, ResultRecord]] = {}
        for session_id, classification in self.classifications.items():
            for line in classification.lines:
                found.setdefault(line.driver.slug, {})[session_id] = line
        return found

    @cached_property
    def fastest_laps(self) -> dict[int, ResultRecord]:
        """By session id, the line that holds the fastest lap on record, as the scorer finds it. Wildcards can, too."""
        found = {}
        for session_id, classification in self.classifications.items():
            timed = {
                scoring.lap_order(line.fastest_lap_ms, line.position, line.driver.slug): line
                for line in classification.lines
                if line.fastest_lap_ms is not None and line.status not in Result.UNFIT
            }
            if timed:
                found[session_id] = timed[min(timed)]
        return found

    @cached_property
    def siblings(self) -> tuple[DriverRecord, ...]:
        """The drivers whose brother or sister is on the season's entry list too."""
        return tuple(driver for driver in self.drivers.values() if driver.sibling in self.drivers)

    def entries_of(self, driver: str) -> list[EntryRecord]:
        return [entry for entry in self.entries if entry.driver.slug == driver]

    def competitor(self, title: TitleRecord, slug: str) -> DriverRecord | TeamRecord:
        return self.teams[slug] if title.ranks_teams else self.drivers[slug]

    def entry_at(self, driver: str, after: int | None = None) -> EntryRecord | None:
        """The entry that stands for a driver in a table: the latest one up to a session, wildcards last."""
        limit = len(self.sessions) if after is None else after + 1
        started: dict[int, int] = {}
        for index, session in enumerate(self.sessions[:limit]):
            started.setdefault(session.event.id, index)
        best, best_key = None, (-1, -2)
        for entry in self.entries_of(driver):
            key = (0 if entry.wildcard else 1, max((started.get(event, -1) for event in entry.numbers), default=-1))
            if key > best_key:
                best, best_key = entry, key
        return best

    def last_session_by(self, day: date) -> SessionRecord | None:
        """The last session with a classification on or before a day, for stories of that day."""
        found = None
        for session in self.sessions:
            if session.id in self.classifications and (session.date or session.event.ends_on) <= day:
                found = session
        return found
