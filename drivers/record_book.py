"""What a driver or a team did in a season, worked out from its records, with how much of it is on record."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from championship.cells import fastest_lap_line
from championship.models import Result
from championship.reasons import why_address
from championship.records import EntryRecord, EventRecord, ResultRecord, SeasonRecord, SessionRecord, TitleRecord

_NO_START = Result.Status.DID_NOT_START
_WITHOUT_PLACE_ON_RECORD = (Result.Status.CLASSIFIED, Result.Status.NOT_ON_RECORD)


@dataclass(frozen=True, slots=True)
class Figures:
    """Races in numbers; a team's count each of its cars.

    best is the best place and best_in the races that brought it. The last four say how much is on record: results of
    the starts, and of `races` those whose first on the grid and whose fastest lap are known.
    """

    starts: int
    finishes: int
    wins: int
    podiums: int
    poles: int
    fastest_laps: int
    best: int | None
    best_in: tuple[SessionRecord, ...]
    results_on_record: int
    races: int
    grids_on_record: int
    laps_on_record: int


def driver_figures(record: SeasonRecord, driver: str) -> Figures:
    return _figures(record, lambda line: line.driver.slug == driver)


def team_figures(record: SeasonRecord, team: str) -> Figures:
    return _figures(record, lambda line: line.team.slug == team)


def _figures(record: SeasonRecord, counts: Callable[[ResultRecord], bool]) -> Figures:
    starts: list[tuple[SessionRecord, ResultRecord]] = []
    poles = fastest_laps = races = grids = laps = 0
    for session in record.sessions:
        classification = record.classification(session)
        if not session.is_race or classification is None:
            continue
        lines = [line for line in classification.lines if counts(line) and line.status != _NO_START]
        if not lines:
            continue
        fastest = fastest_lap_line(record, session)
        races += 1
        grids += any(line.pole for line in classification.lines)
        laps += fastest is not None
        poles += sum(line.pole for line in lines)
        fastest_laps += any(line is fastest for line in lines)
        starts += [(session, line) for line in lines]
    places = [line.position for _session, line in starts if line.position is not None]
    best = min(places, default=None)
    return Figures(
        starts=len(starts),
        finishes=sum(line.status == Result.Status.CLASSIFIED for _session, line in starts),
        wins=places.count(1),
        podiums=sum(place <= 3 for place in places),
        poles=poles,
        fastest_laps=fastest_laps,
        best=best,
        best_in=tuple(session for session, line in starts if best is not None and line.position == best),
        results_on_record=sum(
            line.is_placed or line.status not in _WITHOUT_PLACE_ON_RECORD for _session, line in starts
        ),
        races=races,
        grids_on_record=grids,
        laps_on_record=laps,
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a driver or a team stands in a title.

    position is None before the first table that has them, and where the title is not awarded. why: where the reasons of
    the points stand, blank without a table.
    """

    title: TitleRecord
    competitor: str
    position: int | None
    shared: bool
    points: Decimal
    entrants: int
    awarded: bool
    on_record_so_far: bool
    why: str


def standing(record: SeasonRecord, title: TitleRecord, competitor: str) -> Standing | None:
    """Where one stands in a title now; None for one who is not entered for it."""
    standings = record.standings[title.slug]
    if competitor not in standings.entrants:
        return None
    after = record.latest
    row = standings.tables[after.index].by_competitor.get(competitor) if after else None
    return Standing(
        title=title,
        competitor=competitor,
        position=row.position if row and standings.awarded else None,
        shared=bool(row and row.shared),
        points=row.points if row else Decimal(0),
        entrants=len(standings.tables[after.index]) if row and standings.awarded else len(standings.entrants),
        awarded=standings.awarded,
        on_record_so_far=bool(after and standings.on_record_so_far(after.index, competitor)),
        why=why_address(title, after, competitor) if after and row else "",
    )


@dataclass(frozen=True, slots=True)
class Spell:
    """A driver's entry for a team, with its events in running order; `whole` says that it misses none of the season."""

    entry: EntryRecord
    events: tuple[EventRecord, ...]
    whole: bool


def spells(record: SeasonRecord, team: str) -> list[Spell]:
    """The entries of a team in the order of the entry list."""
    return [spell(record, entry) for entry in record.entries if entry.team.slug == team]


def spell(record: SeasonRecord, entry: EntryRecord) -> Spell:
    events = tuple(event for event in record.running if event.id in entry.numbers)
    return Spell(entry, events, len(events) == len(record.running))


def points_by_event(record: SeasonRecord, title: TitleRecord, team: str) -> dict[str, dict[str, Decimal]]:
    """What each driver's car brought a team in a title, by event and driver; only what counted for the team."""
    found: dict[str, dict[str, Decimal]] = {}
    for session, shares in zip(record.sessions, record.standings[title.slug].shares, strict=True):
        for share in shares:
            if share.competitor == team:
                cars = found.setdefault(session.event.slug, {})
                cars[share.driver] = cars.get(share.driver, Decimal(0)) + share.points
    return found
