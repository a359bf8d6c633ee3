"""Edges of the scoring and of the fight, each of which a small fault once moved without a test that saw it."""

from dataclasses import replace
from decimal import Decimal

from championship.scoring import Adjustment, Fight, Session, Title, counting, score
from championship.scoring.duel import final_balances
from tests.scoring.small import DRIVERS, RACE, entries, qualifying, race, season

ORDER = ["ada", "cy", "dot", "eve", "finn", "bo"]
PRACTICE = Session("two/P", "two", "P", "practice")


def to_come(event, code="R1", scale=RACE):
    return Session(f"{event}/{code}", event, code, "race", scale)


def fight(sessions, on_grid, title=DRIVERS, adjustments=()):
    return Fight(score(season(sessions, on_grid, (title,), adjustments))[title.slug])


def test_who_is_brought_back_by_an_adjustment_is_out_no_longer():
    grid = entries()
    sessions = [race("one", ORDER, grid), race("two", ORDER, grid), PRACTICE, to_come("three")]
    taken = Adjustment("drivers", "ada", Decimal(-12), "two/P", "deduction")
    # Bo has 2 and can reach 12: out with ada on 20, not out with ada on 8.
    title = fight(sessions, grid, adjustments=(taken,))
    assert title.out(1)["bo"] == 1
    assert "bo" not in title.out(2)
    assert "bo" in title.chances(2).can_win


def test_a_title_that_one_session_decides_was_decided_there():
    grid = entries(events=("one",))
    title = fight([race("one", ORDER, grid)], grid)
    assert title.decided(0) == 0
    assert title.decided_after == 0
    assert title.out(0) == dict.fromkeys(["bo", "cy", "dot", "eve", "finn"], 0)


def test_where_the_record_begins_decided_it_does_not_say_since_when():
    grid = entries(events=("one", "two"))
    sessions = [race("one", ORDER, grid), race("two", ORDER, grid)]
    published = Adjustment("drivers", "ada", Decimal(1), "two/R1", "reconciliation")
    title = fight(sessions, grid, adjustments=(published,))
    assert title.decided(1) is None
    assert title.out(1) == {}
    # What is out after the beginning is said.
    later = fight([*sessions, replace(PRACTICE, key="two/P2", lines=())], grid, adjustments=(published,))
    assert later.decided(2) is None
    assert later.out(2) == {}


def test_the_best_scores_are_as_many_as_the_title_counts():
    """With two that count, a third good one adds only what it is better than the weaker of the two."""
    grid = entries(events=("one", "two", "three"))
    best_of_two = Title("drivers", best_scores=2)
    # Ada 10 and 6, cy 6 and 10: a race left lets either come to 20, and dot, with 4 and 4, to 14.
    sessions = [
        race("one", ["ada", "cy", "dot"], grid),
        race("two", ["cy", "ada", "dot"], grid),
        to_come("three"),
    ]
    chances = fight(sessions, grid, best_of_two).chances(1)
    assert [chances.most(name).points for name in ("ada", "cy", "dot", "bo")] == [20, 20, 14, 10]
    assert chances.can_win == ("ada", "cy")
    all_count = fight(sessions, grid).chances(1)
    assert [all_count.most(name).points for name in ("ada", "dot")] == [26, 18]


def test_a_score_no_better_than_those_that_count_changes_nothing():
    grid = entries(events=("one", "two", "three"))
    sessions = [race("one", ["ada", "cy"], grid), race("two", ["ada", "cy"], grid), to_come("three")]
    title = fight(sessions, grid, Title("drivers", best_scores=2))
    # Ada's two wins cannot be beaten by a third; cy's best is 16.
    assert title.chances(1).most("ada").points == 20
    assert title.chances(1).most("cy").points == 16
    assert title.decided(1) == 1


def test_a_score_that_gave_way_comes_back_for_nobody():
    """With three run of which two count, the weakest is out of the total, and one more race replaces the next."""
    grid = entries(events=("one", "two", "three", "four"))
    sessions = [
        race("one", ["cy", "ada"], grid),
        race("two", ["cy", "eve", "ada"], grid),
        race("three", ["cy", "eve", "dot", "ada"], grid),
        to_come("four"),
    ]
    title = fight(sessions, grid, Title("drivers", best_scores=2))
    # Ada's 6, 4 and 3 make 10; a win beside the 6 makes 16.
    assert title.chances(2).has("ada").points == 10
    assert title.chances(2).most("ada").points == 16
    assert title.decided(2) == 2


def test_who_joins_later_is_no_rival_before_and_one_afterwards():
    grid = entries(events=("one", "two", "three"))
    grid["bo"] = replace(grid["bo"], events=frozenset({"two", "three"}))
    sessions = [race("one", ["ada", "cy"], grid), to_come("two"), to_come("three")]
    title = fight(sessions, grid)
    assert "bo" not in title.chances(0).competitors
    assert "bo" not in title.chances(0).can_win
    run = [sessions[0], race("two", ["bo", "cy"], grid), sessions[2]]
    later = fight(run, grid)
    assert "bo" in later.chances(1).can_win
    # Before it joined it was not out.
    assert "bo" not in later.out(1)


def test_one_alone_in_the_table_has_not_won_while_a_newcomer_can_pass():
    grid = {name: entry for name, entry in entries(events=("one",)).items() if name == "ada"}
    grid["bo"] = replace(entries()["bo"], events=frozenset({"two"}))
    won = race("one", ["ada"], grid)
    # Ada has 10; a newcomer can come to 5, or to 20.
    assert fight([won, to_come("two", scale=(Decimal(5),))], grid).decided(0) == 0
    assert fight([won, to_come("two", scale=(Decimal(20),))], grid).decided(0) is None


def test_the_fastest_lap_of_an_overall_title_with_own_entrants_goes_to_one_of_them_or_nobody():
    """By overall points a lap is the field's: a quicker one of somebody else leaves the title without the bonus."""
    grid = entries(events=("one",))
    women = Title("women", entrants="female", bonus_fastest_lap=Decimal(2))
    quickest_outside = race("one", ["ada", "bo"], grid, laps={"ada": 101, "bo": 100})
    quickest_inside = race("one", ["ada", "bo"], grid, laps={"ada": 100, "bo": 101})
    for session, total in ((quickest_outside, 10), (quickest_inside, 12)):
        table = score(season([session], grid, (women,)))["women"].tables[0]
        assert {row.competitor: row.points for row in table.rows} == {"ada": total}
    of_the_class = replace(women, places="class")
    table = score(season([quickest_outside], grid, (of_the_class,)))["women"].tables[0]
    assert {row.competitor: row.points for row in table.rows} == {"ada": 12}


def test_a_session_counts_in_a_title_through_an_adjustment_alone():
    grid = entries(events=("one", "two"))
    sessions = [qualifying("one", ORDER, grid), race("one", ORDER, grid), replace(PRACTICE, lines=())]
    races_only = Title("trophy", own_scales={"race": RACE})
    plain = season(sessions, grid, (races_only,))
    assert counting(plain, races_only) == {1}
    given = Adjustment("trophy", "bo", Decimal(3), "two/P", "correction")
    elsewhere = Adjustment("drivers", "bo", Decimal(3), "one/Q", "correction")
    assert counting(replace(plain, adjustments=(given, elsewhere)), races_only) == {1, 2}


def test_two_who_are_level_with_nothing_left_stay_level():
    """Of one behind nothing is said then: there is nothing to make it up with."""
    assert final_balances(0, [], None) == {0: 0}
    assert final_balances(3, [], None) == {0: 3}
    assert final_balances(-1, [], None) == {}
