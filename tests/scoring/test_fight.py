"""The title fight against brute force: every legal classification of the sessions left, retirements included."""

from dataclasses import replace
from decimal import Decimal
from itertools import combinations, permutations, product

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from championship.scoring import (
    Adjustment,
    Condition,
    Entry,
    Fight,
    ScoredLine,
    Season,
    Session,
    TieBreak,
    Title,
    score,
)

POINTS = (Decimal(3), Decimal(2), Decimal(1))
SCALES = {
    "race": [POINTS, (Decimal(5), Decimal(3), Decimal(3)), (Decimal(2), Decimal("0.5")), (Decimal(1),) * 3],
    "qualifying": [(Decimal(2), Decimal(1)), (Decimal(1),)],
}
TITLES = {
    "drivers": Title("drivers"),
    "teams": Title("teams", ranks="teams", cars_per_session=1),
    "all-cars": Title("all-cars", ranks="teams"),
    "junior": Title("junior", places="class", entrants="junior"),
    "women": Title("women", entrants="junior"),
    "best": Title("best", best_scores=2),
    "lap": Title("lap", bonus_fastest_lap=Decimal(1)),
    "pole": Title("pole", bonus_fastest_qualifier=Decimal(1)),
}
OF_DRIVERS = [slug for slug, title in TITLES.items() if title.ranks == "drivers"]
TEAMS = {"ada": "north", "bo": "north", "cy": "south", "dot": "south"}
FIRST, BEFORE, LAST = "zero", "one", "two"
FEW = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


@st.composite
def seasons(draw, slugs=tuple(TITLES), left=(1, 2), drivers=(2, 4)):
    """Up to three sessions run and one or two left, in the same event or the next, of two to four drivers."""
    title = TITLES[draw(st.sampled_from(slugs))]
    names = sorted(TEAMS)[: draw(st.integers(*drivers))]
    wildcards = draw(st.sets(st.sampled_from(names), max_size=len(names) // 4))
    grid = {
        name: Entry(
            name,
            TEAMS[name],
            frozenset({FIRST, BEFORE, LAST}),
            frozenset({"junior"} if draw(st.booleans()) else ()),
            name in wildcards,
        )
        for name in names
    }
    sessions = []
    for number in range(draw(st.integers(0, 3))):
        kind = draw(st.sampled_from(["race", "qualifying"]))
        event = draw(st.sampled_from([BEFORE, LAST]))
        sessions.append((event, kind, draw(st.permutations(names))[: draw(st.integers(0, len(names)))], number))
    sessions.sort(key=lambda session: (session[0] == LAST, session[3]))
    run = tuple(
        session_of(f"{event}/{number}", event, kind, draw(st.sampled_from(SCALES[kind])), run_by(grid, order))
        for event, kind, order, number in sessions
    )
    to_come = tuple(
        session_of(f"{LAST}/left{number}", LAST, kind, draw(st.sampled_from(SCALES[kind])), None)
        for number in range(draw(st.integers(*left)))
        for kind in [draw(st.sampled_from(["race", "race", "qualifying"]))]
    )
    adjusted = draw(st.sampled_from([None, *names]))
    adjustments = ()
    if adjusted and run and title.admits(grid[adjusted]):
        competitor = title.competitor(grid[adjusted])
        points = draw(st.sampled_from([Decimal(-1), Decimal("0.5"), Decimal(2)]))
        adjustments = (Adjustment(title.slug, competitor, points, run[-1].key, "deduction"),)
    # Everybody is on the list of an event before, and so in the table.
    first = session_of("zero", FIRST, "practice", (), None)
    return Season((title,), (first, *run, *to_come), tuple(grid.values()), adjustments)


def session_of(key, event, kind, scale, lines):
    return Session(key, event, key, kind, scale, lines)


def run_by(grid, order, quickest=None):
    return tuple(
        ScoredLine(entry, order.index(name) + 1 if name in order else None, 1 if name == quickest else None)
        for name, entry in grid.items()
    )


def outcomes(season, title):
    """Every classification that each session left can have, as (index, sessions, final standings)."""
    grid = {entry.driver: entry for entry in season.entries}
    left = [index for index, session in enumerate(season.sessions) if session.key.startswith(f"{LAST}/left")]
    choices = []
    for index in left:
        session = season.sessions[index]
        orders = [order for size in range(len(grid) + 1) for order in permutations(grid, size)]
        if title.bonus_fastest_qualifier and session.kind == "qualifying":
            # The bonus goes to somebody who is placed.
            orders = [order for order in orders if not all(grid[name].wildcard for name in order)]
        laps = [None, *grid] if title.bonus_fastest_lap and session.kind == "race" else [None]
        choices.append([replace(session, lines=run_by(grid, order, lap)) for order in orders for lap in laps])
    for chosen in product(*choices):
        sessions = list(season.sessions)
        for index, session in zip(left, chosen, strict=True):
            sessions[index] = session
        yield score(replace(season, sessions=tuple(sessions)))[title.slug]


def chances_now(season):
    """Everybody's chances after the last session run."""
    title = season.titles[0]
    after = sum(not session.key.startswith(f"{LAST}/left") for session in season.sessions) - 1
    return Fight(score(season)[title.slug]).chances(after)


def total(standings, name):
    return standings.tables[-1].total_of(name)


def places_taken(standings, index):
    """The scored places of a session by competitor, those without points left out."""
    paid = len(standings.title.scale_for(standings.season.sessions[index]))
    return {
        award.competitor: award.place
        for award in standings.awards[index]
        if award.place is not None and award.place <= paid
    }


def first_to_draw_level(gained, name, enough):
    """Why the rival that draws level with one who has enough is behind, where it is least behind; None without one."""
    if enough.rival is None:
        return None
    finals = [final for more, final in gained if more > enough.short]
    level = [
        (total(final, enough.rival)[1] - total(final, name)[1], total(final, name)[1], final)
        for final in finals
        if total(final, enough.rival)[0] == total(final, name)[0]
    ]
    behind, own, final = max(level, key=lambda tie: tie[:2])
    return final.countback_rule.tie_break(own, own + behind)


def winners(standings, competitors):
    best = max(total(standings, name) for name in competitors)
    return {name for name in competitors if total(standings, name) == best}


def ahead_of_all(standings, name, competitors):
    return winners(standings, competitors) == {name}


@FEW
@given(seasons())
def test_who_can_still_win(season):
    chances = chances_now(season)
    assume(chances.stakes.competitors)
    champions = set()
    for final in outcomes(season, season.titles[0]):
        champions |= winners(final, chances.stakes.competitors)
    assert set(chances.can_win) == champions


@FEW
@given(seasons(drivers=(2, 3)))
def test_the_earliest_decision_and_the_points_that_are_enough(season):
    chances = chances_now(season)
    assume(len(chances.can_win) > 1)
    finals = list(outcomes(season, season.titles[0]))
    for name in chances.can_win:
        gained = [(total(final, name)[0] - chances.has(name).points, final) for final in finals]
        missed = [more for more, final in gained if not ahead_of_all(final, name, chances.stakes.competitors)]
        enough = chances.enough(name)
        if enough is None:
            # Not even the most, or where the best scores count not for certain.
            assert max(more for more, _final in gained) == max(missed) or season.titles[0].best_scores
        elif season.titles[0].best_scores:
            assert enough.short >= max(missed)
        else:
            assert enough.short == max(missed)
            assert enough.tie_break == first_to_draw_level(gained, name, enough)
        sure = {}
        for final in finals:
            for number, index in enumerate(chances.left):
                key = tuple(final.season.sessions[run].lines for run in chances.left[: number + 1])
                champion = ahead_of_all(final, name, chances.stakes.competitors)
                sure[index, key] = sure.get((index, key), True) and champion
        assert chances.earliest(name) == min((index for (index, _key), holds in sure.items() if holds), default=None)


@FEW
@given(seasons(OF_DRIVERS, drivers=(2, 3)))
def test_the_places_that_decide_the_next_session(season):
    chances = chances_now(season)
    assume(len(chances.can_win) > 1)
    title = season.titles[0]
    finals = list(outcomes(season, title))
    everyone = chances.stakes.competitors
    index = chances.left[0]
    places = range(1, chances.places(index) + 1)
    taken = [(final, places_taken(final, index)) for final in finals]

    for name in chances.can_win:
        sure = [
            place
            for place in places
            if all(ahead_of_all(final, name, everyone) for final, by in taken if by.get(name) == place)
        ]
        assert chances.clinching_place(name, index) == max(sure, default=None)
        keeping = chances.keeping_place(name, index)
        for final, by in taken:
            if keeping and by.get(name, keeping + 1) > keeping:
                assert name not in winners(final, everyone)
        for rival in (other for other in chances.can_win if other != name):
            can = {by.get(rival) for final, by in taken if total(final, name) >= total(final, rival)}
            assert chances.ousting_place(name, rival, index) == max(set(places) - can, default=None)


@FEW
@given(seasons(["drivers", "junior", "women", "best"], left=(1, 1)))
def test_the_conditions_of_the_last_session(season):
    chances = chances_now(season)
    assume(len(chances.can_win) > 1 and len(chances.left) == 1)
    (index,) = chances.left
    taken = [(final, places_taken(final, index)) for final in outcomes(season, season.titles[0])]
    for name, rival in permutations(chances.can_win, 2):
        lowest = {condition.place: condition.rival_place for condition in chances.conditions(name, rival)}
        for final, places in taken:
            place, other = places.get(name), places.get(rival)
            if place in lowest:
                low = lowest[place]
                holds = other is None if low is None else other is None or other >= low
                assert (total(final, name) >= total(final, rival)) == holds or (
                    # Places without points count back too, and only the least that one can have is promised.
                    other is None and total(final, name) >= total(final, rival)
                )


@FEW
@given(seasons(OF_DRIVERS, drivers=(3, 4), left=(1, 1)), st.data())
def test_what_if_two_finish_so(season, data):
    chances = chances_now(season)
    assume(len(chances.stakes.competitors) > 1 and len(chances.left) == 1)
    (index,) = chances.left
    pair = data.draw(st.sampled_from(list(combinations(chances.stakes.competitors, 2))))
    places = [None, *range(1, chances.places(index) + 1)]
    wanted = data.draw(
        st.tuples(st.sampled_from(places), st.sampled_from(places)).filter(
            lambda two: two[0] is None or len({*two}) == 2
        )
    )
    assumed = {index: dict(zip(pair, wanted, strict=True))}
    finals = [
        final
        for final in outcomes(season, season.titles[0])
        if [places_taken(final, index).get(name) for name in pair] == list(wanted)
    ]
    assume(finals)
    ahead = chances.ahead(assumed)
    everyone = chances.stakes.competitors
    can_pass = {
        name for final in finals for name in everyone if name != ahead and total(final, name) >= total(final, ahead)
    }
    rivals = set(chances.rivals(ahead, assumed))
    assert can_pass <= rivals
    # It takes a field that fills the places before the assumed ones; in one too small somebody is forced forward.
    for rival in rivals - can_pass:
        drivers = {entry.driver for entry in season.entries if not entry.wildcard}
        if season.titles[0].places == "class":
            drivers = set(everyone)
        lowest = max(place or 0 for place in wanted)
        if season.titles[0].bonus_fastest_qualifier and season.sessions[index].kind == "qualifying":
            # It places somebody.
            lowest = max(lowest, 1)
        gaps = lowest - sum(place is not None for place in wanted) - (rival not in pair)
        assert gaps > len(drivers - {*pair, ahead, rival})
    for final in finals:
        for name in pair:
            assert chances.least(name, assumed) <= total(final, name) <= chances.most(name, assumed)


# By hand


def small(*orders, left=1, title=TITLES["drivers"], adjustments=(), away=()):
    """Races run in the orders given, those left in an event of their own to which those `away` do not come."""
    grid = {
        name: Entry(name, team, frozenset({BEFORE} if name in away else {BEFORE, LAST}), frozenset({"junior"}))
        for name, team in TEAMS.items()
    }
    run = [
        session_of(f"{BEFORE}/{number}", BEFORE, "race", POINTS, run_by(grid, order))
        for number, order in enumerate(orders)
    ]
    to_come = [session_of(f"{LAST}/left{number}", LAST, "race", POINTS, None) for number in range(left)]
    return Season((title,), (*run, *to_come), tuple(grid.values()), adjustments)


def fight_of(season):
    return Fight(score(season)[season.titles[0].slug])


def test_who_is_out_and_since_when():
    season = small(("ada", "bo", "cy"), ("ada", "bo", "cy"), ("ada", "cy", "bo"), left=1)
    fight = fight_of(season)
    # ada 3, 6, 9; bo 2, 4, 5; cy 1, 2, 4; dot nothing. After the second race dot can draw level, with as many wins.
    assert [fight.chances(index).points_left for index in range(3)] == [9, 6, 3]
    assert [fight.chances(index).can_win for index in range(3)] == [
        ("ada", "bo", "cy", "dot"), ("ada", "bo", "cy", "dot"), ("ada",),
    ]  # fmt: skip
    assert fight.out(2) == {"cy": 2, "dot": 2, "bo": 2}
    assert fight.out(1) == {}
    assert [fight.decided(index) for index in range(3)] == [None, None, 2]
    assert fight.decided_after == 2


def test_level_at_best_and_ahead_on_wins_is_still_in_it():
    season = small(("ada", "cy", "bo"), ("cy", "ada", "bo"), ("dot", "bo", "ada"), left=1)
    chances = fight_of(season).chances(2)
    # ada 3 + 2 + 1 = 6; cy 2 + 3 = 5; bo 1 + 1 + 2 = 4; dot 3, level at best and ahead with two wins to one.
    assert chances.can_win == ("ada", "cy", "bo", "dot")
    most = chances.most("dot")
    assert (most.points, chances.wins(most)) == (6, 2)
    tie_break = chances.tie_break(most, chances.has("ada"))
    assert (tie_break.place, tie_break.ahead, tie_break.behind) == (1, 2, 1)


def test_who_is_not_on_the_list_of_a_running_event_scores_nothing_more():
    season = small(("ada", "bo", "cy", "dot"), left=2, away=["bo"])
    assert "bo" in fight_of(season).chances(0).can_win
    grid = {entry.driver: entry for entry in season.entries if entry.driver != "bo"}
    sessions = list(season.sessions)
    sessions[1] = replace(sessions[1], lines=run_by(grid, ("cy", "dot", "ada")))
    season = replace(season, sessions=tuple(sessions))
    # ada and cy 4, bo and dot 2: the last race would be enough for bo too, but bo is not there.
    assert fight_of(season).chances(1).can_win == ("ada", "cy", "dot")
    assert fight_of(season).out(1) == {"bo": 1}


def test_who_joins_later_is_counted_with_the_event_it_joins_in():
    season = small(*[("ada", "bo")] * 3, left=1)
    late = {name: replace(entry, events=frozenset({LAST})) for name, entry in zip(TEAMS, season.entries, strict=True)}
    season = replace(season, entries=(*season.entries[:2], late["cy"], late["dot"]))
    # ada 3, 6, 9; bo 2, 4, 6: before the last race bo could only draw level, with a win to three.
    assert [fight_of(season).chances(index).can_win for index in range(3)] == [("ada", "bo"), ("ada", "bo"), ("ada",)]
    assert fight_of(season).chances(2).competitors == ("ada", "bo")
    # Nobody is put out before it stands in the table.
    assert fight_of(season).out(2) == {"bo": 2}


def test_one_alone_in_the_table_has_not_won_while_others_are_to_join():
    season = small(("ada",), left=2)
    others = (replace(entry, events=frozenset({LAST})) for entry in season.entries[1:])
    season = replace(season, entries=(season.entries[0], *others))
    assert fight_of(season).chances(0).competitors == ("ada",)
    assert fight_of(season).chances(0).can_win == ("ada", "bo", "cy", "dot")
    assert fight_of(season).decided(0) is None


def test_a_race_that_waits_for_its_result_still_has_points_to_give():
    season = small(("ada", "bo"), ("ada", "bo"), left=0)
    waiting = replace(season.sessions[0], key="one/waiting", lines=None)
    season = replace(season, sessions=(season.sessions[0], waiting, season.sessions[1]))
    # ada 6, bo 4.
    assert fight_of(season).chances(2).left == (1,)
    assert fight_of(season).chances(2).can_win == ("ada", "bo")
    assert fight_of(season).decided_after is None
    cancelled = (season.sessions[0], replace(waiting, cancelled=True), season.sessions[2])
    assert fight_of(replace(season, sessions=cancelled)).decided_after == 2


def test_a_team_without_a_limit_takes_as_many_places_as_it_has_had_cars():
    chances = fight_of(small(("ada", "cy", "bo"), left=1, title=TITLES["all-cars"])).chances(0)
    assert chances.points_left == 5
    assert chances.most("south") == chances.has("south")._replace(points=7, countback=chances.most("south").countback)


def test_a_deduction_opens_a_title_again():
    orders = [("ada", "bo"), ("ada", "bo"), ("cy", "dot")]
    season = small(*orders, left=0)
    assert fight_of(season).decided_after == 2
    taken = Adjustment("drivers", "ada", Decimal(-4), "one/2", "deduction")
    season = small(*orders, left=0, adjustments=(taken,))
    # 6 − 4 = 2 to bo's 4.
    assert fight_of(season).chances(2).can_win == ("bo",)
    assert fight_of(season).decided_after == 2
    assert fight_of(season).out(2)["ada"] == 2


def test_who_shares_the_title_can_win_it():
    fight = fight_of(small(("ada", "bo"), ("bo", "ada"), left=0))
    assert fight.chances(1).can_win == ("ada", "bo")
    assert fight.decided_after is None
    assert fight.chances(1).left == ()


def test_the_conditions_of_a_last_race_name_the_countback():
    # ada 6 with two wins, bo 4: a win brings bo 7, and third place ada as many with a win more.
    chances = fight_of(small(("ada", "bo", "cy"), ("ada", "bo", "cy"))).chances(1)
    assert chances.conditions("bo", "ada") == [Condition(1, None)]
    # bo 5, ada 4. First and second: 7 each, two wins to one. Second and third: 6 each, and every place as often.
    chances = fight_of(small(("ada", "bo"), ("bo", "cy", "ada"))).chances(1)
    assert chances.conditions("ada", "bo") == [
        Condition(1, 2, TieBreak(1, 2, 1)),
        Condition(2, 3, None, shared=True),
    ]


def test_a_title_whose_totals_are_on_record_from_the_end_is_not_said_to_be_decided():
    reconciled = Adjustment("drivers", "ada", Decimal(2), "one/1", "reconciliation")
    fight = fight_of(small(("ada", "bo"), ("ada", "bo"), left=1, adjustments=(reconciled,)))
    assert fight.chances(1).can_win == ("ada",)
    assert fight.decided(0) is None
    assert fight.decided_after is None
    assert fight.out(1) == {}
