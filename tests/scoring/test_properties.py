"""What must hold of any season, whatever its results."""

import random
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from championship.scoring import Fight, ScoredLine, Season, Session, Title, score
from tests.scoring.small import DRIVERS, GRID, JUNIOR, QUALIFYING, RACE, TEAMS, entries, places, points

EVENTS = ("one", "two", "three")
BEST = Title("best", best_scores=2)
TITLES = (DRIVERS, TEAMS, JUNIOR, BEST)


@st.composite
def seasons(draw):
    """Three events of a qualifying and a race: any order, any number of cars without a place, any wildcards."""
    wildcards = draw(st.sets(st.sampled_from(sorted(GRID)), max_size=3))
    on_grid = entries(EVENTS, wildcards)
    sessions = []
    for event in EVENTS:
        for code, kind, scale in (("Q", "qualifying", QUALIFYING), ("R1", "race", RACE)):
            order = draw(st.permutations(sorted(GRID)))
            finishers = draw(st.integers(min_value=0, max_value=len(order)))
            lines = tuple(
                ScoredLine(on_grid[name], place if place <= finishers else None) for place, name in enumerate(order, 1)
            )
            sessions.append(Session(f"{event}/{code}", event, code, kind, scale, lines))
    return Season(TITLES, tuple(sessions), tuple(on_grid.values()))


@given(seasons(), st.randoms(use_true_random=False))
def test_the_order_of_lines_and_entries_does_not_matter(season: Season, shuffle: random.Random):
    def shuffled(items):
        items = list(items)
        shuffle.shuffle(items)
        return tuple(items)

    other = replace(
        season,
        entries=shuffled(season.entries),
        sessions=tuple(replace(session, lines=shuffled(session.lines)) for session in season.sessions),
    )
    for title in TITLES:
        before, after = score(season)[title.slug], score(other)[title.slug]
        assert [table.rows for table in before.tables] == [table.rows for table in after.tables]


@given(seasons(), st.sampled_from(sorted(GRID)))
def test_a_car_without_a_team_counts_as_one_of_a_team_of_its_own_that_has_no_row(season: Season, driver: str):
    """It keeps its place in the order, and whatever bonus it wins is nobody else's."""
    of_teams = (
        Title("teams", "teams", cars_per_session=2, bonus_fastest_qualifier=Decimal(2), bonus_fastest_lap=Decimal(1)),
        Title("juniors", "teams", places="class", entrants="junior", bonus_fastest_lap=Decimal(1)),
    )

    def entered_by(team: str) -> Season:
        entries = {entry: replace(entry, team=team) if entry.driver == driver else entry for entry in season.entries}
        sessions = tuple(
            replace(
                session,
                lines=tuple(
                    line._replace(entry=entries[line.entry], fastest_lap_ms=90_000 - order)
                    for order, line in enumerate(session.lines)
                ),
            )
            for session in season.sessions
        )
        return replace(season, titles=of_teams, sessions=sessions, entries=tuple(entries.values()))

    without, alone = score(entered_by("")), score(entered_by("alone"))
    for title in of_teams:
        for mine, its in zip(without[title.slug].tables, alone[title.slug].tables, strict=True):
            assert points(mine) == {team: had for team, had in points(its).items() if team != "alone"}


@given(seasons())
def test_taking_a_wildcard_out_changes_nobodys_points(season: Season):
    """It is as if it had never been there: the cars behind close up by one place."""
    wildcards = {entry.driver for entry in season.entries if entry.wildcard}

    def without(session: Session) -> Session:
        placed = sorted((line for line in session.lines if line.position), key=lambda line: line.position)
        others = [line for line in placed if line.entry.driver not in wildcards]
        return replace(session, lines=tuple(line._replace(position=place) for place, line in enumerate(others, 1)))

    alone = replace(
        season,
        entries=tuple(entry for entry in season.entries if not entry.wildcard),
        sessions=tuple(without(session) for session in season.sessions),
    )
    for title in TITLES:
        assert points(score(season)[title.slug].tables[-1]) == points(score(alone)[title.slug].tables[-1])


@given(seasons(), st.sampled_from(sorted(GRID)))
def test_making_a_car_a_wildcard_never_lowers_another_driver(season: Season, name: str):
    def made_wildcard(entry):
        return replace(entry, wildcard=True) if entry.driver == name else entry

    other = replace(
        season,
        entries=tuple(made_wildcard(entry) for entry in season.entries),
        sessions=tuple(
            replace(session, lines=tuple(line._replace(entry=made_wildcard(line.entry)) for line in session.lines))
            for session in season.sessions
        ),
    )
    before = points(score(season)["drivers"].tables[-1])
    after = points(score(other)["drivers"].tables[-1])
    assert name not in after
    assert all(after[driver] >= before[driver] for driver in after)


@given(seasons())
def test_points_given_are_the_points_on_offer(season: Season):
    """With every place on record and no team limit, a session pays its scale to as many as were placed."""
    offered = Decimal(0)
    for session in season.sessions:
        placed = sum(1 for line in session.lines if line.position and not line.entry.wildcard)
        offered += sum(session.scale[:placed], Decimal(0))
    assert sum(points(score(season)["drivers"].tables[-1]).values(), Decimal(0)) == offered


@given(seasons())
def test_points_never_fall_and_positions_follow_them(season: Season):
    for title in (DRIVERS, TEAMS, JUNIOR):
        tables = score(season)[title.slug].tables
        for before, after in pairwise(tables):
            assert all(points(after)[name] >= value for name, value in points(before).items())
        for table in tables:
            rows = table.rows
            assert [row.points for row in rows] == sorted((row.points for row in rows), reverse=True)
            taken = Counter(row.position for row in rows)
            assert [row.position for row in rows] == [
                position for position in sorted(taken) for _ in range(taken[position])
            ]
            assert all(row.shared == (taken[row.position] > 1) for row in rows)


@given(seasons())
def test_the_scores_of_a_row_add_up_to_its_points(season: Season):
    for title in TITLES:
        standings = score(season)[title.slug]
        for index, table in enumerate(standings.tables):
            for row in table.rows:
                counted = [score for score in standings.scores(row.competitor, index) if score.counted]
                assert sum((score.points for score in counted), Decimal(0)) == row.points


@given(seasons())
def test_a_table_after_a_session_knows_nothing_of_later_ones(season: Season):
    cut = replace(season, sessions=season.sessions[:3])
    for title in TITLES:
        whole, alone = score(season)[title.slug].tables[2], score(cut)[title.slug].tables[2]
        assert places(whole) == places(alone)
        assert points(whole) == points(alone)


@given(seasons())
def test_decided_means_that_no_rival_can_come_back(season: Season):
    """Held against the hardest case: the rival takes everything that is left and the leader nothing."""
    standings = score(season)["drivers"]
    decided = Fight(standings).decided_after
    if decided is None:
        return
    champion = standings.tables[-1].rows[0].competitor
    for rival in points(standings.tables[decided]):
        if rival == champion:
            continue
        entry = next(entry for entry in season.entries if entry.driver == rival)
        rest = tuple(replace(session, lines=(ScoredLine(entry, 1),)) for session in season.sessions[decided + 1 :])
        harsh = score(replace(season, sessions=season.sessions[: decided + 1] + rest))["drivers"].tables[-1]
        assert harsh.rows[0].competitor == champion
        assert not harsh.rows[0].shared
