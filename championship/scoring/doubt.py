"""What a table could be where the record is not certain: places that pay and have no one in them, and lines that may
not stand.

Two are compared as a table ranks them, points first and then the countback, in whatever way the doubts fall that is
best for the one behind: a line that falls away does so for both. What is said is a bound: under a best-scores rule what
is won may push out another score.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from championship.scoring.awards import PLACE, POINTS_ON_RECORD, Award, placed_lines, qualifying_by_last, session_awards
from championship.scoring.countback import Total, total_of
from championship.scoring.inputs import ScoredLine, Session
from championship.scoring.standings import Standings

NOTHING = Total()


class OpenPlace(NamedTuple):
    """An official place of the season's session number `session` that has no one in it: one of `drivers` took it."""

    session: int
    place: int
    drivers: frozenset[str]


class DoubtfulLine(NamedTuple):
    """The line of a driver in the season's session number `session` that may not stand."""

    session: int
    driver: str


# By competitor, what it has more, or less.
Differences = Mapping[str, Total]


@dataclass(frozen=True)
class Doubtful:
    """What a table after a session could still become.

    gains: the most that each could have of the open places. without: what each line that may not stand would make of
    the others, and of its own competitor.
    """

    standings: Standings
    after: int
    gains: Differences
    without: tuple[Differences, ...]

    @cached_property
    def runs(self) -> list[list[str]]:
        """Runs of the table within which somebody could fall level with, or behind, who stands further down."""
        rows = self.standings.tables[self.after].rows
        runs: list[list[str]] = []
        end = 0
        for index, row in enumerate(rows):
            last = next(
                (
                    number
                    for number in range(len(rows) - 1, index, -1)
                    if self._could_pass(rows[number].competitor, row.competitor)
                ),
                None,
            )
            if last is None:
                continue
            if not runs or index > end:
                runs.append([row.competitor])
                end = index
            runs[-1] += [behind.competitor for behind in rows[end + 1 : last + 1]]
            end = max(end, last)
        return runs

    def _could_pass(self, behind: str, ahead: str) -> bool:
        """Whether the one behind could be level with the one ahead, or before it."""
        gains = [self.gains.get(behind, NOTHING)]
        for differences in self.without:
            gain = _less(differences.get(behind, NOTHING), differences.get(ahead, NOTHING))
            gains.append(max(gain, NOTHING))
        gain = total_of(gains)
        # What is certain for both leaves the order as it is.
        if gain == NOTHING:
            return False
        table = self.standings.tables[self.after]
        return total_of([table.total_of(behind), gain]) >= table.total_of(ahead)


def doubtful(
    standings: Standings, after: int, open_places: Collection[OpenPlace], lines: Collection[DoubtfulLine]
) -> Doubtful:
    """What the table after a session could become; what is doubtful of later sessions says nothing of it."""
    gains: dict[str, list[Total]] = defaultdict(list)
    places_by_session: dict[int, list[OpenPlace]] = defaultdict(list)
    for open_place in open_places:
        if open_place.session <= after:
            places_by_session[open_place.session].append(open_place)
    for session, places in places_by_session.items():
        for name, gain in _with_places(standings, session, places):
            gains[name].append(gain)
    return Doubtful(
        standings,
        after,
        {name: total_of(totals) for name, totals in gains.items()},
        tuple(_without_line(standings, line) for line in lines if line.session <= after),
    )


def _without_line(standings: Standings, line: DoubtfulLine) -> Differences:
    """What a session gives less, and more, without a line's place: who is behind it has the next better one."""
    season, title = standings.season, standings.title
    session = season.sessions[line.session]
    place = next((one.position for one in session.lines or () if one.entry.driver == line.driver), None)
    if place is None:
        return {}
    lines = tuple(_moved_up(one, line.driver, place) for one in session.lines or ())
    changed = replace(session, lines=lines)
    qualifying = [changed if one is session else one for one in qualifying_by_last(season).get(line.session, ())]
    awards = session_awards(title, changed, placed_lines(changed), qualifying)
    before = _by_competitor(standings, session, standings.awards[line.session])
    then = _by_competitor(standings, changed, awards)
    return {name: _less(then.get(name, NOTHING), before.get(name, NOTHING)) for name in {*before, *then}}


def _moved_up(line: ScoredLine, driver: str, place: int) -> ScoredLine:
    if line.entry.driver == driver:
        return line._replace(position=None)
    return line._replace(position=line.position - 1) if line.position is not None and line.position > place else line


def _by_competitor(standings: Standings, session: Session, awards: Iterable[Award]) -> dict[str, Total]:
    totals: dict[str, list[Total]] = defaultdict(list)
    for award in awards:
        totals[award.competitor].append(_total(standings, session, award.place, award))
    return {name: total_of(each) for name, each in totals.items()}


def _total(standings: Standings, session: Session, place: int | None, award: Award) -> Total:
    counts_back = session.counts_back and place is not None
    return Total(award.points, standings.countback_rule.of_place(place) if counts_back and place else 0)


def _with_places(standings: Standings, index: int, places: list[OpenPlace]) -> Iterable[tuple[str, Total]]:
    """The most that each competitor could have of a session's open places: its free cars take the best of them. Of a
    team its best cars count, those that have a place among them."""
    title, session = standings.title, standings.season.sessions[index]
    free: dict[str, int] = defaultdict(int)
    for entry in standings.season.entries:
        if session.event in entry.events and title.counts(entry, session.event):
            free[title.competitor(entry)] += any(entry.driver in open_place.drivers for open_place in places)
    taken_out = [
        line.position for line in session.lines or () if title.takes_out(line.entry, session.event) and line.position
    ]
    worth = [
        _worth(standings, session, place - sum(position < place for position in taken_out))
        for place in sorted(open_place.place for open_place in places)
    ]
    has: dict[str, list[Total]] = defaultdict(list)
    for award in standings.awards[index]:
        if award.kind in (PLACE, POINTS_ON_RECORD):
            has[award.competitor].append(_total(standings, session, award.place, award))
    for name, cars in free.items():
        before = has.get(name, [])
        best = sorted([*before, *worth[:cars]], reverse=True)[: title.cars_per_session]
        yield name, _less(total_of(best), total_of(before))


def _worth(standings: Standings, session: Session, place: int) -> Total:
    """What a place as scored gives in a session."""
    scale = standings.title.scale_for(session)
    points = Total(scale[place - 1]) if place <= len(scale) else NOTHING
    return points._replace(countback=standings.countback_rule.of_place(place)) if session.counts_back else points


def _less(total: Total, other: Total) -> Total:
    return Total(total.points - other.points, total.countback - other.countback)
