"""What a driver or a team did in a season, in figures, with how much of it is on record."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from championship.rules import PLACE_NOT_ON_RECORD, ResultStatus
from championship.season.parts import EntryView, EventView, ResultView, SessionView, TitleView
from championship.season.view import SeasonView
from championship.why.reasons import why_address


@dataclass(frozen=True, slots=True)
class RaceFigures:
    """Races in numbers; a team's count each of its cars.

    best is the best place, best_in the races that brought it, and average the mean of the places on record. podium_run
    and finish_run are the most races of the season in a row that ended on the podium, and classified; a race missed, or
    whose result is not on record, ends a run. The last four say how much is on record: results of the starts, and of
    `races` those whose first on the grid and whose fastest lap are known.
    """

    starts: int
    wins: int
    podiums: int
    poles: int
    fastest_laps: int
    best: int | None
    best_in: tuple[SessionView, ...]
    average: Decimal | None
    placed: int
    podium_run: int
    finish_run: int
    results_on_record: int
    races: int
    grids_on_record: int
    laps_on_record: int


@dataclass(frozen=True, slots=True)
class TitleFigures:
    """What a driver or a team took in its title, the drivers' or the teams'.

    per_start: points a start, qualifying among them. weekend: the most of one weekend, and weekend_at where. run: the
    most races of the season in a row that gave points. team_percent: how much of its team's points the driver's car
    brought; None for a team, and where the team has none.
    """

    points: Decimal
    per_start: Decimal | None
    weekend: Decimal
    weekend_at: tuple[EventView, ...]
    run: int
    team_percent: Decimal | None


def driver_figures(season: SeasonView, driver: str) -> RaceFigures:
    own = season.results_by_driver.get(driver, {})
    return _figures(season, lambda race: [own[race.id]] if race.id in own else [])


def team_figures(season: SeasonView, team: str) -> RaceFigures:
    return _figures(
        season, lambda race: [line for line in season.classifications[race.id].lines if line.entry.team_slug == team]
    )


def season_figures(season: SeasonView) -> RaceFigures:
    """Those of the whole field: how much of it is on record."""
    return _figures(season, lambda race: season.classifications[race.id].lines)


def driver_title_figures(season: SeasonView, driver: str, starts: int) -> TitleFigures | None:
    """None for one who is not in the drivers' title."""
    figures = _title_figures(season, season.drivers_title, driver, starts)
    entry = season.entry_at(driver)
    if figures is None or entry is None or season.teams_title is None:
        return figures
    brought = points_by_event(season, season.teams_title, entry.team_slug).values()
    whole = sum((sum(cars.values()) for cars in brought), Decimal(0))
    own = sum((cars.get(driver, Decimal(0)) for cars in brought), Decimal(0))
    return replace(figures, team_percent=own * 100 / whole if whole else None)


def team_title_figures(season: SeasonView, team: str, starts: int) -> TitleFigures | None:
    """None for one that is not in the teams' title."""
    return _title_figures(season, season.teams_title, team, starts)


def _title_figures(season: SeasonView, title: TitleView | None, competitor: str, starts: int) -> TitleFigures | None:
    if title is None or season.latest is None:
        return None
    standings = season.standings[title.slug]
    points = standings.tables[season.latest.index].points_of(competitor)
    if points is None:
        return None
    by_session = [gave.get(competitor, Decimal(0)) for gave in standings.session_points]
    weekends = [
        (event, sum((by_session[session.index] for session in event.sessions), Decimal(0))) for event in season.counting
    ]
    most = max((total for _event, total in weekends), default=Decimal(0))
    return TitleFigures(
        points=points,
        per_start=points / starts if starts else None,
        weekend=most,
        weekend_at=tuple(event for event, total in weekends if most and total == most),
        run=_longest_run(by_session[race.index] > 0 for race in _races_run(season)),
        team_percent=None,
    )


def _races_run(season: SeasonView) -> list[SessionView]:
    return [session for session in season.sessions if session.is_race and session.id in season.classifications]


def _longest_run(races: Iterable[bool]) -> int:
    """The most in a row that are true."""
    return max((len(list(run)) for is_true, run in groupby(races) if is_true), default=0)


def _figures(season: SeasonView, results: Callable[[SessionView], list[ResultView]]) -> RaceFigures:
    """results: the lines that count of a race that has been run."""
    starts: list[tuple[SessionView, ResultView]] = []
    on_podium: list[bool] = []
    finished: list[bool] = []
    poles = fastest_laps = races = grids = laps = 0
    for session in _races_run(season):
        lines = [line for line in results(session) if line.status != ResultStatus.DID_NOT_START]
        on_podium.append(any(line.position is not None and line.position <= 3 for line in lines))
        finished.append(any(line.status == ResultStatus.CLASSIFIED for line in lines))
        if not lines:
            continue
        fastest = season.fastest_laps.get(session.id)
        races += 1
        grids += any(line.pole for line in season.classifications[session.id].lines)
        laps += fastest is not None
        poles += sum(line.pole for line in lines)
        fastest_laps += any(line is fastest for line in lines)
        starts += [(session, line) for line in lines]
    places = [line.position for _session, line in starts if line.position is not None]
    best = min(places, default=None)
    return RaceFigures(
        starts=len(starts),
        wins=places.count(1),
        podiums=sum(place <= 3 for place in places),
        poles=poles,
        fastest_laps=fastest_laps,
        best=best,
        best_in=tuple(session for session, line in starts if best is not None and line.position == best),
        average=Decimal(sum(places)) / len(places) if places else None,
        placed=len(places),
        podium_run=_longest_run(on_podium),
        finish_run=_longest_run(finished),
        results_on_record=sum(line.is_placed or line.status not in PLACE_NOT_ON_RECORD for _session, line in starts),
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

    title: TitleView
    competitor: str
    position: int | None
    shared: bool
    points: Decimal
    entrants: int
    awarded: bool
    on_record_so_far: bool
    why: str

    @property
    def is_named_winner(self) -> bool:
        """Whether the record names it as the winner of a title whose scale is not known."""
        return self.title.winner == self.competitor


def standing(season: SeasonView, title: TitleView, competitor: str) -> Standing | None:
    """Where one stands in a title now; None for one who is not entered for it."""
    standings = season.standings[title.slug]
    if competitor not in standings.entrants:
        return None
    after = season.latest
    table = standings.tables[after.index] if after else None
    row = table.by_competitor.get(competitor) if table else None
    return Standing(
        title=title,
        competitor=competitor,
        position=row.position if row and standings.awarded and not title.is_without_figures else None,
        shared=bool(row and row.shared),
        points=row.points if row else Decimal(0),
        entrants=len(table) if table and row and standings.awarded else len(standings.entrants),
        awarded=standings.awarded,
        on_record_so_far=bool(after and standings.on_record_so_far(after.index, competitor)),
        why=why_address(season, title, after, competitor) if after and row else "",
    )


@dataclass(frozen=True, slots=True)
class Spell:
    """A driver's entry, with its events in running order; `whole` says that it is on every list so far."""

    entry: EntryView
    events: tuple[EventView, ...]
    whole: bool


def spells(season: SeasonView, team: str) -> list[Spell]:
    """The entries of a team in the order of the entry list; of a blank one those without a team."""
    return [spell(season, entry) for entry in season.entries if entry.team_slug == team]


def spell(season: SeasonView, entry: EntryView) -> Spell:
    events = tuple(event for event in season.running if event.id in entry.numbers)
    return Spell(entry, events, len(events) == len(season.listed))


def points_by_event(season: SeasonView, title: TitleView, team: str) -> dict[str, dict[str, Decimal]]:
    """What each driver's car brought a team in a title, by event and driver; only what counted for the team."""
    by_event: dict[str, dict[str, Decimal]] = {}
    for session, awards in zip(season.sessions, season.standings[title.slug].awards, strict=True):
        for award in awards:
            if award.competitor == team:
                cars = by_event.setdefault(session.event.slug, {})
                cars[award.driver] = cars.get(award.driver, Decimal(0)) + award.points
    return by_event
