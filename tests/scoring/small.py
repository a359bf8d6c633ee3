"""A small fixed grid for the scoring tests: three teams, six drivers, among them a junior, a trophy entrant, a woman.

Points are 10-6-4-3-2-1 in a race and 3-2-1 in qualifying unless a test says otherwise.
"""

from decimal import Decimal

from championship.scoring import Adjustment, Entry, ScoredLine, Season, Session, Title

RACE = tuple(map(Decimal, (10, 6, 4, 3, 2, 1)))
QUALIFYING = tuple(map(Decimal, (3, 2, 1)))

DRIVERS = Title("drivers")
TEAMS = Title("teams", ranks="teams", cars_per_session=2)
JUNIOR = Title("junior", places="class", entrants="junior")

GRID = {
    "ada": ("north", {"female"}),
    "bo": ("north", set()),
    "cy": ("south", {"junior"}),
    "dot": ("south", {"junior", "trophy"}),
    "eve": ("west", set()),
    "finn": ("west", {"trophy"}),
}


def entries(events=("one", "two", "three"), wildcards=(), grid=GRID):
    return {
        name: Entry(name, team, frozenset(events), frozenset(classes), name in wildcards)
        for name, (team, classes) in grid.items()
    }


def race(event, order, on_grid, code="R1", scale=RACE, places=None, laps=None):
    """A race finished in `order`; `places` names other places than 1, 2, 3; `laps` fastest laps in ms."""
    places = places or range(1, len(order) + 1)
    lines = tuple(
        ScoredLine(on_grid[name], place, (laps or {}).get(name)) for name, place in zip(order, places, strict=True)
    )
    return Session(f"{event}/{code}", event, code, "race", scale, lines)


def qualifying(event, order, on_grid, code="Q", scale=QUALIFYING):
    lines = tuple(ScoredLine(on_grid[name], place) for place, name in enumerate(order, 1))
    return Session(f"{event}/{code}", event, code, "qualifying", scale, lines)


def season(sessions, on_grid, titles=(DRIVERS, TEAMS, JUNIOR), adjustments=()):
    return Season(tuple(titles), tuple(sessions), tuple(on_grid.values()), tuple(adjustments))


def points(table):
    return {row.competitor: row.points for row in table.rows}


def places(table):
    return [(row.position, row.competitor) for row in table.rows]


__all__ = [
    "DRIVERS", "GRID", "JUNIOR", "QUALIFYING", "RACE", "TEAMS", "Adjustment", "entries", "places", "points",
    "qualifying", "race", "season",
]  # fmt: skip
