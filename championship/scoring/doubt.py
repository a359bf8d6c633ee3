"""What a table could be where the record is not certain: places that pay and have no one in them, and lines that may
not stand.

Points alone are compared: who comes level could have the place, since the order of those level on points is the site's
own rule. The least and the most are bounds: under a best-scores rule what is won may push out another score, and a car
beyond those that count for its team could still be the better one.
"""

from collections import Counter, defaultdict
from collections.abc import Collection
from decimal import Decimal
from typing import NamedTuple

from championship.scoring.awards import PLACE
from championship.scoring.countback import ZERO
from championship.scoring.standings import Standings


class OpenPlace(NamedTuple):
    """An official place of the season's session number `session` that has no one in it: one of `drivers` took it."""

    session: int
    place: int
    drivers: frozenset[str]


class DoubtfulLine(NamedTuple):
    """The line of a driver in the season's session number `session` that may not stand."""

    session: int
    driver: str


class Reach(NamedTuple):
    """The least and the most points that a competitor could have."""

    least: Decimal
    most: Decimal


def reaches(
    standings: Standings, after: int, open_places: Collection[OpenPlace], doubtful: Collection[DoubtfulLine]
) -> dict[str, Reach]:
    """Everybody's in the table after a session."""
    least = {row.competitor: row.points for row in standings.tables[after].rows}
    most = dict(least)
    for line in doubtful:
        if line.session <= after:
            _without_line(standings, line, least, most)
    places_by_session: dict[int, list[OpenPlace]] = defaultdict(list)
    for open_place in open_places:
        if open_place.session <= after:
            places_by_session[open_place.session].append(open_place)
    for session, places in places_by_session.items():
        _with_places(standings, session, places, most)
    return {name: Reach(least[name], most[name]) for name in least}


def could_change(standings: Standings, after: int, reached: dict[str, Reach]) -> list[list[str]]:
    """Runs of the table within which somebody could fall level with, or behind, who stands further down."""
    rows = standings.tables[after].rows
    runs: list[list[str]] = []
    end = 0
    for index, row in enumerate(rows):
        least = reached[row.competitor].least
        rivals = [
            number
            for number, behind in enumerate(rows[index + 1 :], start=index + 1)
            # Points that are certain on either side leave the order as it is.
            if reached[behind.competitor].most >= least
            and (least < row.points or reached[behind.competitor].most > behind.points)
        ]
        if not rivals:
            continue
        if not runs or index > end:
            runs.append([row.competitor])
            end = index
        runs[-1] += [behind.competitor for behind in rows[end + 1 : rivals[-1] + 1]]
        end = max(end, rivals[-1])
    return runs


def _without_line(
    standings: Standings, line: DoubtfulLine, least: dict[str, Decimal], most: dict[str, Decimal]
) -> None:
    """Takes a line away: its competitor has less, and who is behind it could have the next better place."""
    awards = standings.awards[line.session]
    places = {award: award.place for award in awards if award.kind == PLACE and award.place is not None}
    lost = next((award for award in places if award.driver == line.driver), None)
    if lost is None:
        return
    least[lost.competitor] -= lost.points
    for award, place in places.items():
        if place > places[lost]:
            most[award.competitor] += _points(standings, line.session, place - 1) - award.points


def _with_places(standings: Standings, index: int, places: list[OpenPlace], most: dict[str, Decimal]) -> None:
    """Gives the open places of a session to each competitor's cars in turn, the best to the first of them."""
    title, session = standings.title, standings.season.sessions[index]
    cars: dict[str, int] = defaultdict(int)
    for entry in standings.season.entries:
        if session.event in entry.events and title.admits(entry):
            cars[title.competitor(entry)] += any(entry.driver in open_place.drivers for open_place in places)
    if title.cars_per_session is not None:
        counted = Counter(award.competitor for award in standings.awards[index] if award.kind == PLACE)
        cars = {name: min(free, title.cars_per_session - counted[name]) for name, free in cars.items()}
    wildcards = [line.position for line in session.lines or () if line.entry.wildcard and line.position]
    worth = [
        _points(standings, index, place - sum(position < place for position in wildcards))
        for place in sorted(open_place.place for open_place in places)
    ]
    for name, count in cars.items():
        most[name] += sum(worth[: max(count, 0)], ZERO)


def _points(standings: Standings, index: int, place: int) -> Decimal:
    scale = standings.title.scale_for(standings.season.sessions[index])
    return scale[place - 1] if place <= len(scale) else ZERO
