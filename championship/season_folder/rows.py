"""The format, declared once: every file, its columns in order, and the frozen rows that they become."""

# ruff: noqa: RUF009 - cell() makes a dataclass field, which is what a default may be

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from typing import Any

from championship import models
from championship.limits import LARGEST_DOOR, LARGEST_EVENT, LONGEST_CIRCUIT_M
from championship.models import Event, Session
from championship.rules import (
    LAPS_COUNTED,
    LIMITS,
    LONGEST,
    PLACES,
    Basis,
    ClassificationStatus,
    Counting,
    DecisionKind,
    Line,
    ResultStatus,
)
from championship.season_folder import cells
from championship.season_folder.cells import Gap, Kind, text, text_of, whole, word
from championship.season_folder.season_toml import Rules
from drivers.models import Driver, Team
from web.limits import LARGEST


@dataclass(frozen=True, slots=True)
class Column:
    """`needed`: the cell must not be blank. `extra`: the column may be missing, and a dump writes it only to say
    something."""

    name: str
    kind: Kind
    needed: bool
    extra: bool


def cell(kind: Kind, *, needed: bool = False, extra: bool = False) -> Any:
    if needed:
        return field(metadata={"cell": (kind, needed, extra)})
    return field(default=kind.blank, metadata={"cell": (kind, needed, extra)})


@dataclass(frozen=True, slots=True, kw_only=True)
class CircuitRow:
    slug: str = cell(cells.SLUG, needed=True)
    name: str = cell(text_of(models.Circuit, "name"), needed=True)
    locality: str = cell(text_of(models.Circuit, "locality"))
    country: str = cell(cells.COUNTRY)
    timezone: str = cell(cells.ZONE, needed=True)
    length_m: int | None = cell(whole(1, LONGEST_CIRCUIT_M))
    latitude: Decimal | None = cell(cells.number(8, 5, always_a_point=True))
    longitude: Decimal | None = cell(cells.number(8, 5, always_a_point=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamRow:
    slug: str = cell(cells.SLUG, needed=True)
    name: str = cell(text_of(Team, "name"), needed=True)
    short_name: str = cell(text_of(Team, "short_name"))
    country: str = cell(cells.COUNTRY)
    colour: str = cell(cells.COLOUR)


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamNameRow:
    """A team as this season's entry list has it; `since` stands where it changed within the season."""

    team: str = cell(cells.SLUG, needed=True)
    since: dt.date | None = cell(cells.DATE)
    name: str = cell(text_of(models.TeamName, "name"), needed=True)
    short_name: str = cell(text_of(models.TeamName, "short_name"))
    colour: str = cell(cells.COLOUR)


@dataclass(frozen=True, slots=True, kw_only=True)
class CircuitLayoutRow:
    """A circuit as it ran this season; `outline` names a file of the folder outlines/."""

    circuit: str = cell(cells.SLUG, needed=True)
    since: dt.date | None = cell(cells.DATE)
    name: str = cell(text_of(models.CircuitLayout, "name"))
    length_m: int | None = cell(whole(1, LONGEST_CIRCUIT_M))
    direction: str = cell(cells.DIRECTION)
    outline: str = cell(cells.OUTLINE_FILE)
    credit: str = cell(text_of(models.CircuitLayout, "credit"))


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverRow:
    slug: str = cell(cells.SLUG, needed=True)
    given_name: str = cell(text_of(Driver, "given_name"))
    family_name: str = cell(text_of(Driver, "family_name"), needed=True)
    country: str = cell(cells.COUNTRY)
    born: dt.date | None = cell(cells.DATE)
    born_basis: str = cell(word(Driver.BornBasis))
    birthplace: str = cell(text_of(Driver, "birthplace"))


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """A blank `team` is none. `numbers_at` are the events at which the car had another number than `number`,
    `nominated` those of its events, or all of them, for which it was nominated to count for its team."""

    number: int | None = cell(whole(0, LARGEST_DOOR))
    driver: str = cell(cells.SLUG, needed=True)
    team: str = cell(cells.SLUG)
    car: str = cell(text_of(models.Entry, "car"))
    titles: tuple[str, ...] = cell(cells.SLUGS)
    wildcard: bool = cell(cells.YES)
    events: tuple[str, ...] = cell(cells.SLUGS)
    numbers_at: tuple[tuple[str, int | None], ...] = cell(cells.NUMBERS_AT, extra=True)
    wildcard_scores: bool = cell(cells.YES, extra=True)
    nominated: tuple[str, ...] = cell(cells.SLUGS, extra=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """`calendar_sequence` is how often it moved, and `calendar_changed_at` when last; blank where it never did."""

    number: int | None = cell(whole(1, LARGEST_EVENT))
    slug: str = cell(cells.SLUG, needed=True)
    code: str = cell(cells.EVENT_CODE, needed=True)
    name: str = cell(text_of(Event, "name"), needed=True)
    circuit: str = cell(cells.SLUG, needed=True)
    starts_on: dt.date = cell(cells.DATE, needed=True)
    ends_on: dt.date = cell(cells.DATE, needed=True)
    status: str = cell(word(Event.Status), needed=True)
    name_sv: str = cell(text_of(Event, "name_sv"), extra=True)
    calendar_sequence: int | None = cell(whole(1, LARGEST), extra=True)
    calendar_changed_at: dt.datetime | None = cell(cells.MOMENT, extra=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncedRow:
    label: str = cell(text_of(Event, "announced_label"))
    event: str = cell(cells.SLUG, needed=True)
    circuit: str = cell(cells.SLUG)
    starts_on: dt.date | None = cell(cells.DATE)
    ends_on: dt.date | None = cell(cells.DATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarChangeRow:
    """`session` is the one whose time it is; its times are the circuit's, 2021-06-27 12:15."""

    announced_on: dt.date = cell(cells.DATE, needed=True)
    event: str = cell(cells.SLUG, needed=True)
    what: str = cell(word(models.CalendarChange.What), needed=True)
    before: str = cell(text_of(models.CalendarChange, "before"))
    after: str = cell(text_of(models.CalendarChange, "after"), needed=True)
    reason: str = cell(text_of(models.CalendarChange, "reason"))
    source: str = cell(text())
    session: str = cell(cells.SESSION_CODE, extra=True)
    reason_sv: str = cell(text_of(models.CalendarChange, "reason_sv"), extra=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """`date` and `time` are the circuit's. `state` stands only where it is not the one that the rest implies, `slug`
    only where it is not the name's."""

    event: str = cell(cells.SLUG, needed=True)
    code: str = cell(cells.SESSION_CODE, needed=True)
    name: str = cell(text_of(Session, "name"), needed=True)
    kind: str = cell(word(models.season.SessionKind), needed=True)
    scale: str = cell(cells.SLUG)
    date: dt.date | None = cell(cells.DATE)
    time: dt.time | None = cell(cells.TIME_OF_DAY)
    laps_scheduled: int | None = cell(whole())
    laps_run: int | None = cell(whole())
    state: str = cell(word(Session.State), extra=True)
    slug: str = cell(cells.SLUG, extra=True)
    name_sv: str = cell(text_of(Session, "name_sv"), extra=True)
    planned_minutes: int | None = cell(whole(1), extra=True)
    not_on_countback: bool = cell(cells.YES, extra=True)
    calendar_sequence: int | None = cell(whole(1, LARGEST), extra=True)
    calendar_changed_at: dt.datetime | None = cell(cells.MOMENT, extra=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRow:
    """`pole` is the first place on the grid; `grid` stands where other places on it are known, `number` where it is
    another one than the entry list's. `one_of` and `points` are of a place that is not on record."""

    event: str = cell(cells.SLUG, needed=True)
    session: str = cell(cells.SESSION_CODE, needed=True)
    position: int | None = cell(whole(*PLACES))
    driver: str = cell(cells.SLUG, needed=True)
    status: str = cell(word(ResultStatus), needed=True)
    laps: int | None = cell(whole(*LIMITS["laps"]))
    time: int | None = cell(cells.DURATION)
    gap: Gap | None = cell(cells.GAP)
    pole: bool = cell(cells.YES)
    fastest_lap: int | None = cell(cells.DURATION)
    note: str = cell(text(LONGEST["note"]))
    basis: str = cell(word(Basis))
    source: str = cell(text())
    grid: int | None = cell(whole(*PLACES), extra=True)
    number: int | None = cell(whole(*LIMITS["number"]), extra=True)
    holds_fastest_lap: bool = cell(cells.YES, extra=True)
    one_of: str = cell(cells.ONE_OF, extra=True)
    points: Decimal | None = cell(cells.POINTS, extra=True)

    def as_line(self, event_entry: int) -> Line:
        """The same as a line of a classification, of the car `event_entry`."""
        gap = self.gap or Gap()
        return Line(
            event_entry,
            self.position,
            self.status,
            laps=self.laps,
            time_ms=self.time,
            gap_ms=gap.ms,
            gap_laps=gap.laps,
            grid=1 if self.pole else self.grid,
            fastest_lap_ms=self.fastest_lap,
            note=self.note,
            basis=self.basis,
            source=self.source,
            number=self.number,
            holds_fastest_lap=self.holds_fastest_lap,
            one_of=self.one_of,
            points=self.points,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierResultRow(ResultRow):
    """A line of a classification that is no longer the current one; `classification` is its number."""

    classification: int = cell(whole(1), needed=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassificationRow:
    """One classification of a session whose history the base files cannot say. The lines of the one with the highest
    number are in results.csv, those of the others in earlier_results.csv.

    `scale` stands where it is another one than the session's, `points_factor` where it is not 1."""

    event: str = cell(cells.SLUG, needed=True)
    session: str = cell(cells.SESSION_CODE, needed=True)
    number: int = cell(whole(1), needed=True)
    status: str = cell(word(ClassificationStatus), needed=True)
    published_at: dt.datetime | None = cell(cells.MOMENT)
    published_by: str = cell(text(LONGEST["published_by"]))
    reason: str = cell(text(LONGEST["reason"]))
    reason_sv: str = cell(text(LONGEST["reason_sv"]), extra=True)
    scale: str = cell(cells.SLUG, extra=True)
    points_factor: Decimal | None = cell(cells.FACTOR, extra=True)
    laps_counted: int | None = cell(whole(*LAPS_COUNTED), extra=True)

    @property
    def counting(self) -> Counting:
        factor = Decimal(1) if self.points_factor is None else self.points_factor
        return Counting(self.scale, factor, self.laps_counted)


@dataclass(frozen=True, slots=True, kw_only=True)
class PenaltyRow:
    event: str = cell(cells.SLUG, needed=True)
    session: str = cell(cells.SESSION_CODE, needed=True)
    driver: str = cell(cells.SLUG)
    kind: str = cell(word(DecisionKind), needed=True)
    seconds: Decimal | None = cell(cells.number(7, 3))
    places: int | None = cell(whole())
    position_before: int | None = cell(whole(*PLACES))
    position_after: int | None = cell(whole(*PLACES))
    source: str = cell(text())
    reason: str = cell(text_of(models.Penalty, "reason"), extra=True)
    document: str = cell(cells.URL, extra=True)
    decided_at: dt.datetime | None = cell(cells.MOMENT, extra=True)
    points: Decimal | None = cell(cells.number(7, 2), extra=True)
    reason_sv: str = cell(text_of(models.Penalty, "reason_sv"), extra=True)
    named: str = cell(text_of(models.Penalty, "named"), extra=True)
    fine: Decimal | None = cell(cells.number(9, 2), extra=True)
    currency: str = cell(cells.CURRENCY, extra=True)
    came_with: int | None = cell(whole(1), extra=True)
    withdrawn_at: dt.datetime | None = cell(cells.MOMENT, extra=True)
    withdrawn_by: str = cell(text_of(models.Penalty, "withdrawn_by"), extra=True)
    withdrawn_reason: str = cell(text_of(models.Penalty, "withdrawn_reason"), extra=True)
    withdrawn_reason_sv: str = cell(text_of(models.Penalty, "withdrawn_reason_sv"), extra=True)
    replaces: int | None = cell(whole(1), extra=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentRow:
    title: str = cell(cells.SLUG, needed=True)
    competitor: str = cell(cells.SLUG, needed=True)
    points: Decimal = cell(cells.number(6, 2), needed=True)
    after: tuple[str, str] = cell(cells.AFTER, needed=True)
    kind: str = cell(word(models.Adjustment.Kind), needed=True)
    reason: str = cell(text_of(models.Adjustment, "reason"), needed=True)
    source: str = cell(text())
    reason_sv: str = cell(text_of(models.Adjustment, "reason_sv"), extra=True)
    penalty: int | None = cell(whole(1), extra=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedPlaceRow:
    title: str = cell(cells.SLUG, needed=True)
    after: tuple[str, str] = cell(cells.AFTER, needed=True)
    position: int | None = cell(whole(1))
    name: str = cell(cells.SLUG, needed=True)
    points: Decimal | None = cell(cells.number(7, 2))
    basis: str = cell(word(Basis))
    source: str = cell(text())


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row with the line it stands on. A cell that could not be read is not in `cells`."""

    line: int
    cells: dict[str, Any]

    def __getitem__(self, column: str) -> Any:
        return self.cells.get(column)

    def has(self, *columns: str) -> bool:
        return all(column in self.cells for column in columns)


@dataclass(frozen=True, slots=True)
class Table:
    """One CSV file. `key` names the columns that no two rows share; `required`: the folder must have the file."""

    name: str
    row: type
    key: tuple[str, ...] = ()
    required: bool = False

    @property
    def file(self) -> str:
        return f"{self.name}.csv"

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(Column(field.name, *field.metadata["cell"]) for field in fields(self.row))


TABLES = (
    Table("circuits", CircuitRow, key=("slug",), required=True),
    Table("teams", TeamRow, key=("slug",), required=True),
    Table("drivers", DriverRow, key=("slug",), required=True),
    Table("events", EventRow, key=("slug",), required=True),
    Table("team_names", TeamNameRow, key=("team", "since")),
    Table("circuit_layouts", CircuitLayoutRow, key=("circuit", "since")),
    Table("entries", EntryRow, required=True),
    Table("announced_calendar", AnnouncedRow, key=("event",)),
    Table("calendar_changes", CalendarChangeRow),
    Table("sessions", SessionRow, key=("event", "code"), required=True),
    Table("classifications", ClassificationRow, key=("event", "session", "number")),
    Table("results", ResultRow),
    Table("earlier_results", EarlierResultRow),
    Table("penalties", PenaltyRow),
    Table("adjustments", AdjustmentRow),
    Table("published_standings", PublishedPlaceRow, key=("title", "after", "name")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonFolder:
    """A season as its folder has it: the rules and the rows of every file, in the order of the file, and the circuits'
    outlines as GeoJSON by the names of their files."""

    rules: Rules
    circuits: tuple[CircuitRow, ...]
    teams: tuple[TeamRow, ...]
    drivers: tuple[DriverRow, ...]
    events: tuple[EventRow, ...]
    entries: tuple[EntryRow, ...]
    sessions: tuple[SessionRow, ...]
    team_names: tuple[TeamNameRow, ...] = ()
    circuit_layouts: tuple[CircuitLayoutRow, ...] = ()
    outlines: Mapping[str, str] = field(default_factory=dict)
    announced_calendar: tuple[AnnouncedRow, ...] = ()
    calendar_changes: tuple[CalendarChangeRow, ...] = ()
    classifications: tuple[ClassificationRow, ...] = ()
    results: tuple[ResultRow, ...] = ()
    earlier_results: tuple[EarlierResultRow, ...] = ()
    penalties: tuple[PenaltyRow, ...] = ()
    adjustments: tuple[AdjustmentRow, ...] = ()
    published_standings: tuple[PublishedPlaceRow, ...] = ()

    def opened(self) -> "SeasonFolder":
        """The folder with its season open, whatever season.toml says."""
        return replace(self, rules=replace(self.rules, state=models.Season.State.OPEN))

    def events_of(self, entry: EntryRow) -> tuple[str, ...]:
        """The slugs of the entry's events; `all` are those that were not cancelled."""
        if entry.events != cells.ALL_EVENTS:
            return entry.events
        return tuple(event.slug for event in self.events if event.status != Event.Status.CANCELLED)

    def last_sessions(self) -> dict[str, str]:
        """The code of each event's last session."""
        return {session.event: session.code for session in self.sessions}

    def sessions_with_results(self) -> Iterator[tuple[str, str]]:
        yield from dict.fromkeys((line.event, line.session) for line in self.results)
