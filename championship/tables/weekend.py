"""An event as its page shows it: what each driver took from it, the timetable, the qualifying."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from championship.formats import zone_city
from championship.season.parts import DriverView, EntryView, EventView, ResultView, SessionView
from championship.season.view import SeasonView
from championship.tables.cells import points_by_session
from championship.tables.classified import MissingPlaces, rest_not_on_record, time_or_gap, with_missing_places
from championship.tables.files import SESSIONS, with_sessions

# Of the points as a file.
COLUMNS = ("driver", "name", "number", "team", SESSIONS, "points")


@dataclass(frozen=True, slots=True)
class WeekendRow:
    """What a driver took from an event in the drivers' title; `points` by column."""

    entry: EntryView
    number: int | None
    points: list[Decimal]
    total: Decimal

    @property
    def driver(self) -> DriverView:
        return self.entry.driver

    @property
    def slug(self) -> str:
        return self.entry.driver.slug


@dataclass(frozen=True, slots=True)
class QualifyingLine:
    """A place in a qualifying session: `through` to the next, as far as is known. `missing` stands alone where places
    are not on record."""

    line: ResultView | None
    missing: str
    time: str
    through: bool


@dataclass(frozen=True, slots=True)
class QualifyingList:
    session: SessionView
    following: SessionView | None
    lines: list[QualifyingLine]
    rest_missing: bool

    @property
    def through(self) -> str:
        """What the code of the next session says beside a name."""
        return _("through to %(session)s") % {"session": self.following.name} if self.following else ""


@dataclass(frozen=True, slots=True)
class Day:
    """The sessions of one day at the circuit; `date` is None where the day is not on record."""

    date: date | None
    sessions: list[SessionView]


def columns_of_points(event: EventView) -> list[tuple[str, list[SessionView]]]:
    """Where an event gives points: qualifying as one column, then each race."""
    qualifying = [session for session in event.qualifying if session.scores]
    columns = [("Q", qualifying)] if qualifying else []
    return columns + [(race.code, [race]) for race in event.races if race.scores]


def weekend_rows(season: SeasonView, event: EventView) -> list[WeekendRow]:
    """Every driver of the event but the wildcards, by points and then as the entry list has them."""
    by_session = points_by_session(season)
    columns = columns_of_points(event)
    rows = []
    for entry in season.entries:
        if event.id not in entry.numbers or not entry.scores:
            continue
        points = [
            sum((by_session[session.index].get(entry.driver.slug, Decimal(0)) for session in sessions), Decimal(0))
            for _name, sessions in columns
        ]
        rows.append(WeekendRow(entry.at(event.id), entry.numbers[event.id], points, sum(points, Decimal(0))))
    return sorted(rows, key=lambda row: -row.total)


def plain_weekend(season: SeasonView, event: EventView) -> tuple[list[str], list[dict[str, object]]]:
    """The same rows as plain values, and their columns."""
    names = [name for name, _sessions in columns_of_points(event)]
    rows: list[dict[str, object]] = [
        {
            "driver": row.entry.driver.slug,
            "name": row.entry.driver.name,
            "number": row.number,
            "team": row.entry.team_slug,
            **dict(zip(names, row.points, strict=True)),
            "points": row.total,
        }
        for row in weekend_rows(season, event)
    ]
    return with_sessions(COLUMNS, names), rows


def qualifying_lists(season: SeasonView, event: EventView) -> list[QualifyingList]:
    """The qualifying sessions that have a classification."""
    sessions = event.qualifying
    lists = []
    for index, session in enumerate(sessions):
        classification = season.classification(session)
        if classification is None:
            continue
        later = sessions[index + 1 :]
        went_on = {
            line.driver.slug for other in later if (result := season.classification(other)) for line in result.lines
        }
        # Places decide who goes through, so whoever stands ahead of one who did, did as well.
        last_through = max(
            (line.position or 0 for line in classification.lines if line.driver.slug in went_on), default=0
        )
        lines = [
            QualifyingLine(None, line.text, "", False)
            if isinstance(line, MissingPlaces)
            else QualifyingLine(line, "", time_or_gap(line) or "", _is_through(line, went_on, last_through))
            for line in with_missing_places(classification.lines)
        ]
        following = later[0] if later and went_on else None
        lists.append(QualifyingList(session, following, lines, rest_not_on_record(season, session)))
    return lists


def _is_through(line: ResultView, went_on: set[str], last_through: int) -> bool:
    return line.driver.slug in went_on or (line.position is not None and line.position < last_through)


def timetable(event: EventView) -> list[Day]:
    """The sessions by day; those without a day last."""
    days: dict[date | None, list[SessionView]] = {}
    for session in event.sessions:
        days.setdefault(session.date, []).append(session)
    return [Day(day, days[day]) for day in sorted(days, key=lambda day: (day is None, day or date.min))]


def zone_text(event: EventView) -> str:
    """ "Lisbon time, UTC+1": which time the timetable is in; empty where no time of it is on record."""
    start = next((session.local_start for session in event.sessions if session.local_start), None)
    if start is None:
        return ""
    return _("%(city)s time, %(offset)s") % {
        "city": zone_city(event.circuit.timezone),
        "offset": _offset_text(start.utcoffset() or timedelta()),
    }


def entry_list(event: EventView, entries: tuple[EntryView, ...]) -> list[tuple[int | None, EntryView]]:
    """The cars of an event by door number; one whose number is not on record comes last."""
    cars = [(entry.numbers[event.id], entry.at(event.id)) for entry in entries if event.id in entry.numbers]
    return sorted(cars, key=lambda car: (car[0] is None, car[0] or 0))


def _offset_text(offset: timedelta) -> str:
    minutes = int(offset.total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    return f"UTC{sign}{hours}:{rest:02d}" if rest else f"UTC{sign}{hours}"
