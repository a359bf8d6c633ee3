"""One rule of the season's design a test."""

from dataclasses import replace
from decimal import Decimal

import pytest

from championship.scoring import (
    Adjustment,
    DoubtfulLine,
    Fight,
    OpenPlace,
    ScoredLine,
    Session,
    Title,
    counting,
    doubtful,
    score,
)
from tests.scoring.small import (
    DRIVERS,
    GRID,
    JUNIOR,
    QUALIFYING,
    RACE,
    TEAMS,
    entries,
    places,
    points,
    qualifying,
    race,
    season,
)


def final(standings, title="drivers"):
    return standings[title].tables[-1]


def test_points_by_place_and_nothing_past_the_scale():
    grid = entries()
    one = race("one", ["ada", "bo", "cy", "dot", "eve", "finn"], grid, scale=RACE[:4])
    assert points(final(score(season([one], grid)))) == {
        "ada": 10, "bo": 6, "cy": 4, "dot": 3, "eve": 0, "finn": 0,
    }  # fmt: skip


def test_a_wildcard_scores_nothing_and_those_behind_move_up():
    grid = entries(wildcards={"bo"})
    one = race("one", ["ada", "bo", "cy", "dot"], grid)
    assert points(final(score(season([one], grid)))) == {"ada": 10, "cy": 6, "dot": 4, "eve": 0, "finn": 0}


def test_a_place_missing_from_the_record_moves_nobody_up():
    grid = entries()
    one = race("one", ["ada", "cy", "dot"], grid, places=[1, 4, 6])
    assert points(final(score(season([one], grid))))["cy"] == 3
    assert points(final(score(season([one], grid))))["dot"] == 1


def test_a_class_title_counts_the_order_among_its_own_entrants():
    grid = entries()
    one = race("one", ["ada", "dot", "bo", "cy"], grid)
    assert points(final(score(season([one], grid)), "junior")) == {"dot": 10, "cy": 6}


def test_of_a_team_the_best_cars_count():
    grid = entries(
        grid={"ada": ("north", set()), "bo": ("north", set()), "cy": ("north", set()), "dot": ("south", set())}
    )
    one = race("one", ["ada", "dot", "bo", "cy"], grid)
    assert points(final(score(season([one], grid)), "teams")) == {"north": 14, "south": 6}


def test_a_session_without_points_in_a_title():
    grid = entries()
    title = Title("junior", places="class", entrants="junior", without_sessions=frozenset({"Q3"}))
    sessions = [qualifying("one", ["cy", "dot"], grid, "Q1"), qualifying("one", ["dot", "cy"], grid, "Q3")]
    assert points(final(score(season(sessions, grid, [title])), "junior")) == {"cy": 3, "dot": 2}


def test_own_scales_replace_the_sessions_and_a_kind_not_named_gives_nothing():
    grid = entries()
    title = Title("trophy", places="class", entrants="trophy", own_scales={"race": (Decimal(5), Decimal(3))})
    sessions = [qualifying("one", ["dot", "finn"], grid), race("one", ["finn", "dot"], grid)]
    assert points(final(score(season(sessions, grid, [title])), "trophy")) == {"finn": 5, "dot": 3}


def test_a_title_with_too_few_entrants_is_not_awarded():
    grid = entries()
    title = Title("female", entrants="female", minimum_entrants=3)
    standings = score(season([race("one", ["bo", "ada"], grid)], grid, [title]))["female"]
    assert points(standings.tables[-1]) == {"ada": 6}
    assert standings.entrants == ("ada",)
    assert not standings.awarded


def test_the_best_scores_count_and_the_rest_are_named():
    grid = entries()
    title = Title("drivers", best_scores=2)
    sessions = [
        race("one", ["ada", "bo", "cy"], grid),
        race("two", ["bo", "cy", "ada"], grid),
        race("three", ["cy", "ada", "bo"], grid),
    ]
    standings = score(season(sessions, grid, [title]))["drivers"]
    assert points(standings.tables[1])["ada"] == 14
    assert points(standings.tables[2])["ada"] == 16
    assert [(score.points, score.counted) for score in standings.scores("ada", 2)] == [
        (10, True),
        (4, False),
        (6, True),
    ]


def test_bonus_points_for_the_fastest_qualifier_and_the_fastest_lap():
    grid = entries(wildcards={"finn"})
    title = Title("drivers", bonus_fastest_qualifier=Decimal(1), bonus_fastest_lap=Decimal("0.5"))
    sessions = [
        qualifying("one", ["finn", "cy", "ada"], grid, "Q1", scale=()),
        qualifying("one", ["ada", "cy"], grid, "Q2", scale=()),
        race("one", ["cy", "ada", "finn"], grid, laps={"finn": 90_000, "ada": 90_500, "cy": 91_000}),
    ]
    assert points(final(score(season(sessions, grid, [title])))) == {
        "cy": 10, "ada": Decimal("7.5"), "bo": 0, "dot": 0, "eve": 0,
    }  # fmt: skip


def test_a_class_bonus_goes_to_the_best_of_the_class():
    grid = entries()
    title = Title("junior", places="class", entrants="junior", bonus_fastest_qualifier=Decimal(1))
    sessions = [
        qualifying("one", ["cy", "dot", "ada"], grid, "Q1", scale=()),
        qualifying("one", ["ada", "bo"], grid, "Q2", scale=()),
    ]
    assert points(final(score(season(sessions, grid, [title])), "junior")) == {"cy": 1, "dot": 0}


def test_a_disqualified_car_takes_no_fastest_lap():
    grid = entries()
    title = Title("drivers", bonus_fastest_lap=Decimal(1))
    lines = (ScoredLine(grid["ada"], 1, 91_000), ScoredLine(grid["bo"], None, 90_000, eligible_for_fastest_lap=False))
    standings = score(season([Session("one/R1", "one", "R1", "race", RACE, lines)], grid, [title]))
    assert points(final(standings))["ada"] == 11


def test_fractional_points_stay_exact():
    grid = entries()
    tenth = (Decimal("0.1"),)
    sessions = [race("one", ["ada"], grid, f"R{number}", tenth) for number in range(1, 4)]
    assert points(final(score(season(sessions, grid))))["ada"] == Decimal("0.3")


def test_countback_by_wins_then_seconds():
    grid = entries()
    scale = (Decimal(5), Decimal(5), Decimal(5))
    sessions = [
        race("one", ["ada", "bo", "cy"], grid, scale=scale),
        race("two", ["bo", "ada", "cy"], grid, scale=scale),
        race("three", ["bo", "cy", "ada"], grid, scale=scale),
    ]
    table = final(score(season(sessions, grid)))
    assert places(table)[:3] == [(1, "bo"), (2, "ada"), (3, "cy")]
    (_, _, by_wins), (_, _, by_wins_again) = table.ties()
    assert (by_wins.place, by_wins.ahead, by_wins.behind) == (1, 2, 1)
    assert (by_wins_again.place, by_wins_again.ahead, by_wins_again.behind) == (1, 1, 0)


def test_qualifying_places_do_not_count_back():
    grid = entries()
    sessions = [
        qualifying("one", ["ada"], grid, scale=(Decimal(6),)),
        race("one", ["cy", "bo"], grid),
    ]
    table = final(score(season(sessions, grid)))
    assert places(table)[:3] == [(1, "cy"), (2, "bo"), (3, "ada")]


def test_level_in_everything_is_the_same_place_and_the_next_is_skipped():
    grid = entries()
    sessions = [race("one", ["ada", "bo", "cy"], grid), race("two", ["bo", "ada", "cy"], grid)]
    table = final(score(season(sessions, grid)))
    assert places(table)[:3] == [(1, "ada"), (1, "bo"), (3, "cy")]
    assert [row.shared for row in table.rows[:3]] == [True, True, False]
    assert [tie_break for _, _, tie_break in table.ties()] == [None]


def test_everyone_with_an_entry_up_to_then_is_listed_zeros_too():
    grid = entries(events=("one",)) | {"eve": entries(events=("two",))["eve"]}
    sessions = [race("one", ["ada"], grid), race("two", ["eve"], grid)]
    standings = score(season(sessions, grid))["drivers"]
    assert set(points(standings.tables[0])) == {"ada", "bo", "cy", "dot", "finn"}
    assert set(points(standings.tables[1])) == {"ada", "bo", "cy", "dot", "eve", "finn"}


def test_an_adjustment_counts_from_its_session_on():
    grid = entries()
    taken = Adjustment("drivers", "ada", Decimal(-3), "two/R1", "deduction", "Engine change")
    sessions = [race("one", ["ada", "bo"], grid), race("two", ["ada", "bo"], grid)]
    standings = score(season(sessions, grid, adjustments=[taken]))["drivers"]
    assert points(standings.tables[0])["ada"] == 10
    assert points(standings.tables[1])["ada"] == 17
    assert standings.adjustments_of("ada", 0) == []
    assert standings.adjustments_of("ada", 1) == [taken]


def test_two_adjustments_add_up():
    grid = entries()
    taken = [Adjustment("drivers", "ada", Decimal(-3), "one/R1", "deduction", "x") for _ in range(2)]
    assert points(final(score(season([race("one", ["ada"], grid)], grid, adjustments=taken))))["ada"] == 4


def test_tables_before_a_reconciliation_are_on_record_so_far():
    grid = entries()
    reconciled = Adjustment("junior", "cy", Decimal(4), "two/R1", "reconciliation", "Class fastest laps")
    sessions = [race("one", ["cy", "dot"], grid), race("two", ["cy", "dot"], grid)]
    standings = score(season(sessions, grid, adjustments=[reconciled]))["junior"]
    assert standings.on_record_so_far(0)
    assert not standings.on_record_so_far(1)
    assert not standings.on_record_so_far(1, "cy")
    assert standings.on_record_so_far(1, "dot")


def test_a_title_is_decided_when_no_rival_can_reach_it():
    grid = entries()
    sessions = [
        race("one", ["ada", "bo"], grid),
        race("two", ["ada", "bo"], grid),
        race("three", ["bo", "ada"], grid),
    ]
    # After two of three: 20 to 12 with 10 left, 22 is out of nobody's reach; after all three it is settled.
    assert Fight(score(season(sessions, grid))["drivers"]).decided_after == 2
    # Three of them in a row: 30 to 18 with 10 left.
    sessions = [race(event, ["ada", "bo"], grid) for event in ("one", "two", "three")]
    sessions.append(Session("three/R2", "three", "R2", "race", RACE, None))
    standings = score(season(sessions, grid))["drivers"]
    assert Fight(standings).decided_after == 2
    assert Fight(standings).chances(2).points_left == 10


def test_a_title_that_a_provisional_result_decides_is_not_official():
    """ada has 27 to bo's 12, with ten points left; without what is not official it is open."""
    grid = entries()
    run = [race("one", ["ada", "bo"], grid, code=code) for code in ("R1", "R2")]
    run.append(race("one", ["ada"], grid, code="R3", scale=(Decimal(7),)))
    left = [race("two", [], grid, code=code) for code in ("R1", "R2")]
    left = [replace(session, lines=None) for session in left]

    def fight(*provisional):
        sessions = [replace(session, official=session.code not in provisional) for session in run]
        return Fight(score(season([*sessions, *left], grid))["drivers"])

    assert [fight().champion(2), fight().decided(2), fight().is_official(2)] == [None, None, True]
    left = left[:1]
    assert [fight().champion(2), fight().decided(2), fight().is_official(2)] == ["ada", 2, True]
    for codes in [("R3",), ("R1",), ("R1", "R2", "R3")]:
        assert [fight(*codes).champion(2), fight(*codes).is_official(2)] == ["ada", False]
    # With nothing left, two official wins to none are enough whatever becomes of the third.
    left = []
    assert fight("R3").is_official(2)
    assert fight("R3").is_official(1)
    assert not fight("R2", "R3").is_official(2)


def test_level_on_points_at_best_is_decided_by_countback():
    grid = entries()
    # 30 to 20 with one race left: bo could draw level, with one win more to come but two fewer so far.
    scale = (Decimal(10), Decimal(5))
    sessions = [race(event, ["ada", "cy"], grid, scale=scale) for event in ("one", "two")]
    sessions.append(race("three", ["ada", "bo"], grid, scale=scale))
    sessions.append(Session("three/R2", "three", "R2", "race", (Decimal(20), Decimal(5)), None))
    assert Fight(score(season(sessions, grid))["drivers"]).decided_after == 2


def test_a_cancelled_session_leaves_nothing_to_score():
    grid = entries()
    title = Title(
        "trophy",
        own_scales={"race": RACE},
        bonus_fastest_lap=Decimal(1),
        bonus_fastest_qualifier=Decimal(1),
    )
    sessions = [
        race("one", ["ada", "bo"], grid),
        Session("two/Q", "two", "Q", "qualifying", QUALIFYING, None, cancelled=True),
        Session("two/R1", "two", "R1", "race", RACE, None, cancelled=True),
    ]
    for slug, standings in score(season(sessions, grid, [DRIVERS, title])).items():
        assert Fight(standings).chances(0).points_left == 0, slug
        assert Fight(standings).decided_after == 0, slug


def test_the_fastest_qualifiers_bonus_is_left_once_an_event():
    grid = entries()
    title = Title("drivers", bonus_fastest_qualifier=Decimal(3), bonus_fastest_lap=Decimal(1))
    sessions = [
        race("one", ["ada", "bo"], grid),
        *(Session(f"two/{code}", "two", code, "qualifying", (), None) for code in ("Q1", "Q2", "Q3")),
        Session("two/R1", "two", "R1", "race", RACE, None),
    ]
    assert Fight(score(season(sessions, grid, [title]))["drivers"]).chances(0).points_left == 14


def test_a_team_can_still_draw_level_with_a_win_and_a_second():
    grid = entries(grid={name: (team, set()) for name, team in (("a1", "a"), ("a2", "a"), ("b1", "b"), ("b2", "b"))})
    scale = (Decimal(2), Decimal(1))
    sessions = [
        race("one", ["a1", "a2", "b1", "b2"], grid, scale=scale),
        Session("two/R1", "two", "R1", "race", scale, None),
    ]
    assert Fight(score(season(sessions, grid, [TEAMS]))["teams"]).decided_after is None


def test_a_total_reconciled_later_is_on_record_so_far_until_then():
    grid = entries()
    reconciled = [
        Adjustment("junior", "cy", Decimal(4), "one/R1", "reconciliation", "x"),
        Adjustment("junior", "dot", Decimal(4), "two/R1", "reconciliation", "x"),
    ]
    sessions = [race("one", ["cy", "dot"], grid), race("two", ["cy", "dot"], grid)]
    standings = score(season(sessions, grid, adjustments=reconciled))["junior"]
    assert [standings.on_record_so_far(0, name) for name in ("cy", "dot")] == [False, True]
    assert not standings.on_record_so_far(1, "dot")


def test_on_equal_laps_the_placed_car_has_the_fastest_lap():
    grid = entries()
    title = Title("drivers", bonus_fastest_lap=Decimal(1))
    lines = (ScoredLine(grid["ada"], None, 90_000), ScoredLine(grid["bo"], 9, 90_000))
    standings = score(season([Session("one/R1", "one", "R1", "race", RACE, lines)], grid, [title]))
    assert points(final(standings))["bo"] == 1
    assert points(final(standings))["ada"] == 0


def test_of_equal_scores_the_later_is_dropped():
    grid = entries()
    title = Title("drivers", best_scores=1)
    sessions = [race(event, ["ada"], grid) for event in ("one", "two")]
    standings = score(season(sessions, grid, [title]))["drivers"]
    assert [score.counted for score in standings.scores("ada", 1)] == [True, False]


def test_a_title_is_open_while_a_rival_can_draw_level_in_everything():
    grid = entries()
    sessions = [race("one", ["ada", "bo"], grid), Session("two/R1", "two", "R1", "race", RACE, None)]
    # bo on 6 could win for 16 to ada's 10, so one race is no decision.
    assert Fight(score(season(sessions, grid))["drivers"]).decided_after is None
    level = (Decimal(10),)
    sessions = [race("one", ["ada"], grid, scale=level), Session("two/R1", "two", "R1", "race", level, None)]
    # bo could win the last race and stand exactly where ada stands.
    assert Fight(score(season(sessions, grid))["drivers"]).decided_after is None
    lap = Title("drivers", bonus_fastest_lap=Decimal(1))
    sessions = [race("one", ["ada"], grid, scale=(Decimal(11),)), Session("two/R1", "two", "R1", "race", level, None)]
    assert Fight(score(season(sessions, grid, [lap]))["drivers"]).decided_after is None


def test_a_title_before_there_is_a_session_or_an_entry():
    standings = score(season([], {}))["drivers"]
    assert (standings.tables, standings.entrants, standings.latest) == ((), (), None)


def test_no_session_run_yet():
    grid = entries()
    standings = score(season([Session("one/R1", "one", "R1", "race", RACE, None)], grid))["drivers"]
    assert standings.latest is None
    assert Fight(standings).decided_after is None
    assert set(points(standings.tables[0]).values()) == {0}


@pytest.mark.parametrize("title", [DRIVERS, TEAMS, JUNIOR])
def test_every_point_is_explained(title):
    grid = entries()
    sessions = [
        qualifying("one", ["cy", "ada", "dot"], grid, scale=QUALIFYING),
        race("one", ["ada", "cy", "bo", "finn"], grid),
        race("two", ["dot", "eve", "cy", "ada"], grid),
    ]
    standings = score(season(sessions, grid, [title]))[title.slug]
    explained = {
        name: sum(score.points for score in standings.scores(name, 2)) for name in points(standings.tables[-1])
    }
    assert explained == points(standings.tables[-1])
    assert sum(explained.values()) > 0


def test_an_open_place_could_be_any_free_cars_and_a_doubtful_line_could_fall_away():
    """Third in qualifying is not on record, and it is doubtful whether bo was third in the race."""
    grid = entries()
    standings = score(
        season(
            [
                Session(
                    "one/Q",
                    "one",
                    "Q",
                    "qualifying",
                    QUALIFYING,
                    (ScoredLine(grid["ada"], 1), ScoredLine(grid["cy"], 2)),
                ),
                race("one", ["eve", "dot", "bo", "finn"], grid),
            ],
            grid,
        )
    )
    third = OpenPlace(0, 3, frozenset({"bo", "dot", "eve", "finn"}))
    drivers = doubtful(standings["drivers"], 1, [third], [DoubtfulLine(1, "bo")])
    # bo has 4 points or none, and a point of qualifying may be his; finn 3, or third's 4, and that point, too.
    assert {name: int(gain.points) for name, gain in drivers.gains.items() if gain.points} == {
        "bo": 1, "dot": 1, "eve": 1, "finn": 1,
    }  # fmt: skip
    assert {name: int(gain.points) for name, gain in drivers.without[0].items() if gain.points} == {"bo": -4, "finn": 1}
    assert drivers.runs == [["bo", "finn", "ada", "cy"]]
    # Of what was run before the doubt, everything stands.
    assert doubtful(standings["drivers"], 0, [], [DoubtfulLine(1, "bo")]).runs == []
    teams = doubtful(standings["teams"], 1, [third], [])
    # One of north's two cars is in the list already; both of west's are free, and one place is open.
    assert {name: int(gain.points) for name, gain in teams.gains.items()} == {"north": 1, "south": 1, "west": 1}


@pytest.mark.parametrize(("second", "runs"), [("ada", []), ("cy", [["ada", "cy"]])])
def test_who_could_come_level_changes_places_only_where_the_countback_lets_it(second, runs):
    """The open point makes cy level with ada, a win each: a second place decides."""
    grid = entries()
    sessions = [
        Session("one/Q", "one", "Q", "qualifying", (Decimal(1),), ()),
        race("one", ["cy"], grid, scale=(Decimal(10),)),
        race("two", ["ada"], grid, scale=(Decimal(11),)),
        race("three", ["finn", second], grid, scale=(Decimal(0),)),
    ]
    standings = score(season(sessions, grid, [DRIVERS]))
    assert doubtful(standings["drivers"], 3, [OpenPlace(0, 1, frozenset({"cy"}))], []).runs == runs


def test_a_doubtful_line_falls_away_for_all_who_were_behind_it():
    """Without eve bo has 3, what ada has now; but ada moves up as well."""
    grid = entries()
    sessions = [
        race("one", ["eve"], grid),
        race("two", ["eve", "ada", "bo"], grid, scale=tuple(map(Decimal, (4, 3, 2)))),
    ]
    standings = score(season(sessions, grid, [DRIVERS]))
    ahead = doubtful(standings["drivers"], 1, [], [DoubtfulLine(1, "eve")])
    assert {name: int(gain.points) for name, gain in ahead.without[0].items()} == {"eve": -4, "ada": 1, "bo": 1}
    assert ahead.runs == []


def test_a_better_place_of_another_car_counts_for_a_team_whose_cars_are_counted():
    """Both of north's cars count; a third one of its own that was second could take the place of the worse."""
    grid = entries(grid={**GRID, "gil": ("north", set())})
    order = race("one", ["eve", "ada", "bo"], grid, places=[1, 3, 4])
    standings = score(season([order], grid))
    second = doubtful(standings["teams"], 0, [OpenPlace(0, 2, frozenset({"gil"}))], [])
    # 6 + 4 in place of 4 + 3.
    assert {name: int(gain.points) for name, gain in second.gains.items() if gain.points} == {"north": 3}


@pytest.mark.parametrize(("factor", "drivers", "trophy"), [("0.5", [5, 3], [2, 1]), ("2", [20, 12], [8, 4])])
def test_a_sessions_factor_multiplies_the_points_of_every_title(factor, drivers, trophy):
    grid = entries()
    own = Title("trophy", places="class", entrants="trophy", own_scales={"race": (Decimal(4), Decimal(2))})
    with_bonus = replace(DRIVERS, bonus_fastest_lap=Decimal(1))
    one = race("one", ["dot", "finn"], grid, laps={"finn": 80_000})
    standings = score(season([replace(one, factor=Decimal(factor))], grid, [with_bonus, own]))
    # The point for the fastest lap is no place's.
    assert [points(final(standings))[name] for name in ("dot", "finn")] == [drivers[0], drivers[1] + 1]
    assert [points(final(standings, "trophy"))[name] for name in ("dot", "finn")] == trophy
    assert standings["drivers"].awards[0][0].points == drivers[0]


def test_a_session_without_points_gives_nothing_at_all():
    """Neither a place that counts on countback nor a bonus; its order stands."""
    grid = entries()
    title = replace(DRIVERS, bonus_fastest_lap=Decimal(1), bonus_fastest_qualifier=Decimal(1))
    sessions = [
        race("one", ["ada", "bo"], grid, places=[2, 1]),
        replace(race("two", ["ada", "bo"], grid, laps={"ada": 80_000}), factor=Decimal(0)),
        replace(qualifying("three", ["ada", "bo"], grid), factor=Decimal(0)),
    ]
    standings = score(season(sessions, grid, [title]))
    assert points(final(standings))["bo"] == 10
    assert points(final(standings))["ada"] == 6
    assert standings["drivers"].awards[1:] == ((), ())
    assert counting(season(sessions, grid, [title]), title) == {0}


def test_places_of_half_points_count_in_full_on_countback():
    grid = entries()
    sessions = [
        replace(race("one", ["bo", "ada"], grid, scale=(Decimal(6), Decimal(4))), factor=Decimal("0.5")),
        race("two", ["ada", "bo"], grid, scale=(Decimal(3), Decimal(2))),
        race("three", ["bo", "ada"], grid, scale=(Decimal(0),), places=[4, 5]),
    ]
    table = final(score(season(sessions, grid)))
    assert points(table)["ada"] == points(table)["bo"] == 5
    assert places(table)[:2] == [(1, "bo"), (2, "ada")]
