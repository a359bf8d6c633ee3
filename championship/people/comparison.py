"""Two drivers beside each other over a season: who was ahead, race by race, and how much is on record."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from championship.models import Result
from championship.season.parts import ClassificationView, DriverView, EventView, ResultView, SessionView
from championship.season.view import SeasonView
from championship.tables.cells import ResultCell, result_cell

FIRST = "first"
SECOND = "second"
NEITHER = "neither"
UNKNOWN = "unknown"

_CLASSIFIED = Result.Status.CLASSIFIED
_NOT_ON_RECORD = Result.Status.NOT_ON_RECORD


@dataclass(frozen=True, slots=True)
class ComparedRace:
    """A race that both were entered for.

    ahead: "first", "second", "neither" (both out) or "unknown". both_finished: both were classified and who was ahead
    is known. worked_out: one place is not on record, but every place down to the other's is taken.
    """

    session: SessionView
    first: ResultView | None
    second: ResultView | None
    first_cell: ResultCell | None
    second_cell: ResultCell | None
    ahead: str
    both_finished: bool
    worked_out: bool

    @property
    def one_finished(self) -> bool:
        """Only one of the two is known to have finished, the other to be out."""
        return self.ahead in (FIRST, SECOND) and (_is_out(self.first) or _is_out(self.second))


class Placing(NamedTuple):
    session: SessionView
    position: int


@dataclass(frozen=True, slots=True)
class ComparedQualifying:
    """An event's qualifying: the last session in which each has a place on record, and the place."""

    event: EventView
    first: Placing | None
    second: Placing | None
    ahead: str


@dataclass(frozen=True)
class Comparison:
    """Two drivers in the races that both were entered for.

    both_finished: races where both were classified in an order that is on record; ahead_first and ahead_second are
    their shares of it. over_all_first and over_all_second count every such race, retirements too. unknown: races whose
    order is not on record. neither: races that both were out of. Retirements are those in these races. Points are the
    season's in the drivers' title, None for one who is not in it. is_over: no race of the season is to come.
    """

    first: DriverView
    second: DriverView
    races: tuple[ComparedRace, ...]
    qualifying: tuple[ComparedQualifying, ...]
    points_first: Decimal | None
    points_second: Decimal | None
    is_over: bool

    @property
    def both_finished(self) -> int:
        return sum(race.both_finished for race in self.races)

    @property
    def ahead_first(self) -> int:
        return sum(race.both_finished and race.ahead == FIRST for race in self.races)

    @property
    def ahead_second(self) -> int:
        return sum(race.both_finished and race.ahead == SECOND for race in self.races)

    @property
    def over_all_first(self) -> int:
        return sum(race.ahead == FIRST for race in self.races)

    @property
    def over_all_second(self) -> int:
        return sum(race.ahead == SECOND for race in self.races)

    @property
    def unknown(self) -> int:
        return sum(race.ahead == UNKNOWN for race in self.races)

    @property
    def neither(self) -> int:
        return sum(race.ahead == NEITHER for race in self.races)

    @property
    def retirements_first(self) -> int:
        return sum(_retired(race.first) for race in self.races)

    @property
    def retirements_second(self) -> int:
        return sum(_retired(race.second) for race in self.races)

    @property
    def qualifying_first(self) -> int:
        return sum(row.ahead == FIRST for row in self.qualifying)

    @property
    def qualifying_second(self) -> int:
        return sum(row.ahead == SECOND for row in self.qualifying)

    @property
    def qualifying_on_record(self) -> int:
        return self.qualifying_first + self.qualifying_second


def compare(season: SeasonView, first: str, second: str) -> Comparison | None:
    """The comparison of two drivers by slug; None where one of them is not in the season, or both are one."""
    if first == second or first not in season.drivers or second not in season.drivers:
        return None
    lines = season.results_by_driver
    lines_first, lines_second = lines.get(first, {}), lines.get(second, {})
    events = common_events(season, first, second)
    return Comparison(
        first=season.drivers[first],
        second=season.drivers[second],
        races=tuple(
            _race_row(season, session, lines_first.get(session.id), lines_second.get(session.id))
            for event in events
            for session in event.races
            if season.classification(session)
        ),
        qualifying=tuple(_qualifying_row(season, event, lines_first, lines_second) for event in events),
        points_first=title_points(season, first),
        points_second=title_points(season, second),
        is_over=season.is_over,
    )


def common_events(season: SeasonView, first: str, second: str) -> list[EventView]:
    """The events that both were entered for, in running order."""
    ids = events_entered(season, first) & events_entered(season, second)
    return [event for event in season.counting if event.id in ids]


def events_entered(season: SeasonView, driver: str) -> set[int]:
    return {event for entry in season.entries_of(driver) for event in entry.numbers}


def teammates(season: SeasonView, slug: str) -> list[DriverView]:
    """Who drove for the same team at the same events, in the order of the entry list."""
    own = {(entry.team_slug, event) for entry in season.entries_of(slug) if entry.team for event in entry.numbers}
    mates = {
        entry.driver.slug: entry.driver
        for entry in season.entries
        if entry.driver.slug != slug and any((entry.team_slug, event) in own for event in entry.numbers)
    }
    return list(mates.values())


def teammate_pairs(season: SeasonView) -> list[tuple[DriverView, DriverView]]:
    """All who drove for one team at the same events, each pair once, in the order of the entry list."""
    drivers = list(season.drivers)
    return [
        (season.drivers[slug], mate)
        for slug in drivers
        for mate in teammates(season, slug)
        if drivers.index(slug) < drivers.index(mate.slug)
    ]


def title_points(season: SeasonView, driver: str) -> Decimal | None:
    """A driver's points in the drivers' title; None for one who is not in its table."""
    if season.drivers_title is None or season.latest is None:
        return None
    return season.standings[season.drivers_title.slug].tables[season.latest.index].points_of(driver)


def _race_row(
    season: SeasonView, session: SessionView, first: ResultView | None, second: ResultView | None
) -> ComparedRace:
    classification = season.classifications[session.id]
    ahead = _ahead(classification, first, second)
    classified = all(line is not None and line.status == _CLASSIFIED for line in (first, second))
    placed = all(line is not None and line.is_placed for line in (first, second))
    return ComparedRace(
        session=session,
        first=first,
        second=second,
        first_cell=first and result_cell(season, session, first),
        second_cell=second and result_cell(season, session, second),
        ahead=ahead,
        both_finished=classified and ahead in (FIRST, SECOND),
        worked_out=ahead in (FIRST, SECOND) and not placed and not (_is_out(first) or _is_out(second)),
    )


def _ahead(classification: ClassificationView, first: ResultView | None, second: ResultView | None) -> str:
    """Who was ahead in a race, as far as the classification says."""
    if first is None or second is None:
        return UNKNOWN
    if first.position is not None and second.position is not None:
        return FIRST if first.position < second.position else SECOND
    if _is_out(first) and _is_out(second):
        return NEITHER
    if first.status == _CLASSIFIED and (_is_out(second) or _all_taken(classification, first.position)):
        return FIRST
    if second.status == _CLASSIFIED and (_is_out(first) or _all_taken(classification, second.position)):
        return SECOND
    return UNKNOWN


def _is_out(line: ResultView | None) -> bool:
    """Known not to have finished: retired, not classified, not started, disqualified or excluded."""
    return line is not None and line.status not in (_CLASSIFIED, _NOT_ON_RECORD)


def _retired(line: ResultView | None) -> bool:
    return line is not None and line.status == Result.Status.RETIRED


def _all_taken(classification: ClassificationView, position: int | None) -> bool:
    """Whether every place down to this one has its driver: anyone without a place on record was behind it."""
    if position is None:
        return False
    taken = {line.position for line in classification.lines}
    return all(place in taken for place in range(1, position + 1))


def _qualifying_row(
    season: SeasonView,
    event: EventView,
    lines_first: dict[int, ResultView],
    lines_second: dict[int, ResultView],
) -> ComparedQualifying:
    first = _last_placed(event, lines_first)
    second = _last_placed(event, lines_second)
    if first is None or second is None:
        ahead = UNKNOWN
    elif first.session is second.session:
        ahead = FIRST if first.position < second.position else SECOND
    else:
        # Who went further was ahead; but only where the other cannot be missing from that session's record.
        further, name = (first, FIRST) if first.session.index > second.session.index else (second, SECOND)
        ahead = name if _all_taken(season.classifications[further.session.id], further.position) else UNKNOWN
    return ComparedQualifying(event, first, second, ahead)


def _last_placed(event: EventView, lines: dict[int, ResultView]) -> Placing | None:
    for session in reversed(event.qualifying):
        line = lines.get(session.id)
        if line is not None and line.position is not None:
            return Placing(session, line.position)
    return None
