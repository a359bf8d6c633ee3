"""The stewards' decisions: the new order where times allow, and what to ask for where not."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from championship.race_control.starters import Starter
from championship.race_control.stewards import Decision, Deduction, apply
from championship.rules import Line
from tests.sample import sample

SECOND = 1_000


def race(*gaps: int | None, laps: int = 11) -> list[Line]:
    """Cars 1, 2, 3 … in that order on the road; the first one's gap is 0."""
    return [
        Line(car, car, laps=laps, time_ms=1_800_000 if car == 1 else None, gap_ms=None if car == 1 else gap)
        for car, gap in enumerate(gaps, start=1)
    ]


def seconds(car: int, number: object, kind: str = "time") -> Decision:
    return Decision(car, kind, seconds=Decimal(str(number)))


def decide(lines, *decisions, is_race=True, by_hand=()):
    people = [Starter(line.event_entry, line.event_entry, "", f"Driver {line.event_entry}", "", "") for line in lines]
    return apply(decisions, lines, people, is_race=is_race, by_hand=by_hand)


class TestByHand:
    """Where the times on record do not tell the order, the editor does."""

    def test_any_order_may_be_given_and_a_changed_time_that_is_not_known_is_left_open(self):
        lines = race(0, 1_000, None, 4_000)
        assert decide(lines, seconds(3, 2)).missing
        outcome = decide(lines, seconds(3, 2), by_hand=(2, 1, 4, 3))
        assert outcome.is_settled
        assert order(outcome) == [2, 1, 4, 3]
        # The gaps count from the new winner; that of the old one would be less than none.
        assert gaps(outcome) == [None, None, 3_000, None]

    def test_places_that_are_not_on_record_stay_open(self):
        lines = [line for line in race(0, 1_000, 2_000, 3_000) if line.position != 3]
        outcome = decide(lines, seconds(1, 30), by_hand=(2, None, 4, 1))
        assert [(line.event_entry, line.position) for line in outcome.lines] == [(2, 1), (4, 3), (1, 4)]

    def test_the_car_that_is_disqualified_goes(self):
        outcome = decide(race(0, None, None), Decision(1, "disqualification"), by_hand=(3, 2))
        assert [(line.event_entry, line.position, line.status) for line in outcome.lines] == [
            (3, 1, "classified"), (2, 2, "classified"), (1, None, "disqualified"),
        ]  # fmt: skip

    def test_a_deleted_lap_of_qualifying_needs_no_other(self):
        lines = [Line(car, car, time_ms=90_000 + car) for car in (1, 2, 3)]
        outcome = decide(lines, Decision(1, "lap-deleted"), is_race=False, by_hand=(2, 1, 3))
        assert [(line.event_entry, line.time_ms) for line in outcome.lines] == [(2, 90_002), (1, None), (3, 90_003)]

    @pytest.mark.parametrize(
        ("by_hand", "faults"),
        [
            ((2, 1), ["Driver 3 has a place and is not in the order by hand."]),
            ((3, 2, 1, 2), ["Driver 2 is twice in the order by hand."]),
            ((3, 2, 1, 9), ["This car has no place: leave it out of the order by hand."]),
        ],
    )
    def test_it_holds_every_car_with_a_place_once(self, by_hand, faults):
        outcome = decide(race(0, 1_000, 2_000), seconds(1, 1), by_hand=by_hand)
        assert (list(outcome.faults), order(outcome)) == (faults, [1, 2, 3])


def order(outcome) -> list[int]:
    return [line.event_entry for line in outcome.lines if line.position is not None]


def gaps(outcome) -> list[int | None]:
    return [line.gap_ms for line in outcome.lines]


@pytest.mark.django_db
class TestOfTheRecord:
    """2021 as it was: the gaps on record, and the missing ones asked for."""

    def on_the_road(self, season, event, code, driver, place):
        """The official lines with one car back at its place on the road, and what they are called."""
        session = season.session(event, code)
        official = [line for line in season.classification(session).lines if line.position is not None]
        late = next(line for line in official if line.driver.family_name == driver)
        cars = [line for line in official if line is not late]
        cars.insert(place - 1, late)
        names = {line.entry.on_lists[session.event.id]: line.driver.family_name for line in cars}
        return names, [
            Line(car, number, laps=line.laps, time_ms=line.time_ms, gap_ms=line.gap_ms, gap_laps=line.gap_laps)
            for number, (line, car) in enumerate(zip(cars, names, strict=True), start=1)
        ]

    def decided(self, names, lines, driver, known):
        car = {name: car for car, name in names.items()}
        lines = [replace(line, gap_ms=known.get(names[line.event_entry], line.gap_ms)) for line in lines]
        people = [Starter(pk, None, "", name, "", "") for pk, name in names.items()]
        return apply([seconds(car[driver], 5)], lines, people)

    def test_sochi_third_becomes_sixth(self, season):
        names, lines = self.on_the_road(season, "russia", "R1", "Vervisch", 3)
        asked = self.decided(names, lines, "Vervisch", {})
        assert [one.sentence for one in asked.missing] == ["Vervisch’s gap to first.", "Tassi’s gap to first."]
        assert asked.lines == tuple(lines)
        # Between Vernay's 1.403 and Magnus's 2.737 he was; Tassi's gap alone settles it.
        outcome = self.decided(names, lines, "Vervisch", {"Tassi": 8_000})
        assert [names[car] for car in order(outcome)][:7] == [
            "Azcona", "Vernay", "Magnus", "Berthon", "Ehrlacher", "Vervisch", "Tassi",
        ]  # fmt: skip
        assert gaps(outcome)[:7] == [None, 1_403, 2_737, 4_492, 6_003, None, 8_000]
        moved = {names[one.event_entry]: (one.before, one.after) for one in outcome.moved}
        assert moved == {"Magnus": (4, 3), "Berthon": (5, 4), "Ehrlacher": (6, 5), "Vervisch": (3, 6)}

    def test_sochi_with_every_gap_the_new_one_is_counted(self, season):
        names, lines = self.on_the_road(season, "russia", "R1", "Vervisch", 3)
        outcome = self.decided(names, lines, "Vervisch", {"Vervisch": 2_101, "Tassi": 7_500})
        assert outcome.is_settled
        assert gaps(outcome)[5] == 7_101

    def test_hungary_second_becomes_fifth(self, season):
        names, lines = self.on_the_road(season, "hungary", "R2", "Girolami", 2)
        asked = self.decided(names, lines, "Girolami", {})
        assert [one.sentence for one in asked.missing] == ["Girolami’s gap to first.", "Ehrlacher’s gap to first."]
        known = {"Girolami": 1_500, "Ehrlacher": 5_000, "Muller": 7_000}
        outcome = self.decided(names, lines, "Girolami", known)
        assert [names[car] for car in order(outcome)][:6] == [
            "Urrutia", "Vervisch", "Azcona", "Ehrlacher", "Girolami", "Muller",
        ]  # fmt: skip

    def test_italy_ninth_becomes_fourteenth(self, season):
        names, lines = self.on_the_road(season, "italy", "R1", "Vernay", 9)
        asked = self.decided(names, lines, "Vernay", {})
        assert [one.kind for one in asked.missing] == ["gap", "gap"]
        known = {
            "Vernay": 10_500, "Tarquini": 11_000, "Ehrlacher": 12_000, "Azcona": 13_000, "Björk": 14_000,
            "Huff": 15_000, "Engstler": 16_000,
        }  # fmt: skip
        outcome = self.decided(names, lines, "Vernay", known)
        assert order(outcome).index(next(car for car, name in names.items() if name == "Vernay")) == 13
        # Those behind whose gaps and laps are not on record stay where they are.
        assert [names[car] for car in order(outcome)][13:] == [
            "Vernay", "Engstler", "Tassi", "Monteiro", "Boldizs", "Baldan",
        ]  # fmt: skip


def test_equal_totals_keep_the_order_on_the_road():
    assert order(decide(race(0, 1_000, 6_000, 7_000), seconds(2, 5))) == [1, 2, 3, 4]
    assert order(decide(race(0, 1_000, 5_999, 7_000), seconds(2, 5))) == [1, 3, 2, 4]


def test_the_new_winners_time_is_what_every_gap_is_counted_from():
    outcome = decide(race(0, 1_000, 2_000, 9_000), seconds(1, 5))
    assert order(outcome) == [2, 3, 1, 4]
    assert [line.time_ms for line in outcome.lines] == [1_801_000, None, None, None]
    assert gaps(outcome) == [None, 1_000, 4_000, 8_000]


def test_a_winner_who_stays_ahead_has_the_seconds_in_the_time():
    outcome = decide(race(0, 6_000, 7_000), seconds(1, 5))
    assert order(outcome) == [1, 2, 3]
    assert outcome.lines[0].time_ms == 1_805_000
    assert gaps(outcome) == [None, 1_000, 2_000]


def test_fewer_laps_stay_behind_more():
    lines = [*race(0, 1_000), Line(3, 3, laps=10, gap_laps=1), Line(4, 4, laps=10, gap_laps=1)]
    assert order(decide(lines, seconds(2, 30))) == [1, 2, 3, 4]
    asked = decide(lines, seconds(3, 5))
    assert [(one.event_entry, one.kind) for one in asked.missing] == [(3, "time"), (4, "time")]
    timed = [*lines[:2], replace(lines[2], time_ms=1_810_000), replace(lines[3], time_ms=1_812_000)]
    assert order(decide(timed, seconds(3, 5))) == [1, 2, 4, 3]


def test_what_does_not_matter_is_not_asked_for():
    # Nobody behind third can be reached, and who is ahead of it is known.
    assert order(decide(race(0, None, 3_000, 60_000, None), seconds(3, 5))) == [1, 2, 3, 4, 5]
    # Both get the same: between them nothing changes.
    assert order(decide(race(0, None, None), seconds(2, 5), seconds(3, 5))) == [1, 2, 3]


def test_a_place_whose_car_is_not_on_record_is_asked_for():
    lines = [*race(0, 1_000), Line(4, 4, laps=11, gap_ms=9_000)]
    assert [one.sentence for one in decide(lines, seconds(2, 5)).missing] == ["Who was in place 3, and the gap."]
    settled = decide([*lines[:2], replace(lines[2], gap_ms=3_000)], seconds(2, 5))
    assert [(line.event_entry, line.position) for line in settled.lines] == [(1, 1), (4, 3), (2, 4)]


def test_a_drive_through_moves_only_when_it_is_turned_to_time():
    lines = race(0, 1_000, 2_000)
    assert order(decide(lines, Decision(1, "drive-through"))) == [1, 2, 3]
    assert order(decide(lines, seconds(1, 30, "drive-through"))) == [2, 3, 1]


def test_grid_points_and_unknown_leave_the_order():
    lines = race(0, 1_000)
    points = Decision(1, "points", points=Decimal(3), reason="Contact")
    outcome = decide(lines, points, Decision(1, "grid", places=3), Decision(2, "unknown"))
    assert outcome.lines == tuple(lines)
    assert outcome.deductions == (Deduction(1, Decimal(-3), "Contact"),)
    assert outcome.moved == ()


def test_places_are_lost_and_no_more_than_there_are():
    lines = race(0, 1_000, None, None)
    assert order(decide(lines, Decision(1, "places", places=2))) == [2, 3, 1, 4]
    assert order(decide(lines, Decision(2, "places", places=9))) == [1, 3, 4, 2]


def test_who_is_disqualified_goes_behind_and_the_others_move_up():
    lines = [*race(0, 1_000, 3_000), Line(4, None, "retired", laps=4)]
    outcome = decide(lines, Decision(1, "disqualification"))
    assert [(line.event_entry, line.position, line.status) for line in outcome.lines] == [
        (2, 1, "classified"), (3, 2, "classified"), (4, None, "retired"), (1, None, "disqualified"),
    ]  # fmt: skip
    assert [(line.time_ms, line.gap_ms) for line in outcome.lines[:2]] == [(1_801_000, None), (None, 2_000)]
    assert (outcome.lines[3].time_ms, outcome.lines[3].laps) == (None, 11)


def test_a_new_winner_without_a_gap_leaves_the_gaps_unknown():
    outcome = decide(race(0, None, 3_000), Decision(1, "disqualification"))
    assert [(line.time_ms, line.gap_ms) for line in outcome.lines[:2]] == [(None, None), (None, None)]
    assert outcome.notes == ("The new winner’s time is not on record, so no gap to it is known.",)


def test_a_place_that_follows_from_a_decision_is_worked_out():
    lines = [replace(line, basis="two sources") for line in race(0, 1_000, 2_000, 9_000)]
    outcome = decide(lines, seconds(2, 5))
    assert [(line.event_entry, line.basis) for line in outcome.lines] == [
        (1, "two sources"), (3, "derived"), (2, "derived"), (4, "two sources"),
    ]  # fmt: skip


def test_a_place_that_follows_from_a_decision_claims_no_basis_that_the_line_did_not_have():
    outcome = decide(race(0, 1_000, 2_000, 9_000), seconds(2, 5))
    assert [(line.event_entry, line.basis) for line in outcome.lines] == [(1, ""), (3, ""), (2, ""), (4, "")]


def qualifying(*times: int) -> list[Line]:
    return [Line(car, car, time_ms=time) for car, time in enumerate(times, start=1)]


def test_a_deleted_lap_asks_for_the_next_best():
    lines = qualifying(100_000, 100_500, 101_000)
    asked = decide(lines, Decision(1, "lap-deleted"), is_race=False)
    assert [one.sentence for one in asked.missing] == ["Driver 1’s next best lap, or that there is none."]
    outcome = decide(lines, Decision(1, "lap-deleted", next_best_ms=100_700), is_race=False)
    assert [(line.event_entry, line.time_ms, line.gap_ms) for line in outcome.lines] == [
        (2, 100_500, None), (1, 100_700, None), (3, 101_000, None),
    ]  # fmt: skip
    none = decide(lines, Decision(1, "lap-deleted", no_other_lap=True), is_race=False)
    assert [(line.event_entry, line.time_ms) for line in none.lines] == [(2, 100_500), (3, 101_000), (1, None)]


def test_a_next_best_lap_is_no_better_than_the_deleted_one():
    outcome = decide(qualifying(100_000, 100_500), Decision(2, "lap-deleted", next_best_ms=99_000), is_race=False)
    assert outcome.faults == ("Driver 2’s next best lap, 1:39.000, is faster than the deleted 1:40.500.",)


def test_a_deleted_time_leaves_a_quicker_lap_that_was_not_the_time():
    """Where a sheet's best lap is another one than the time that counted, deleting the time takes the time alone."""
    first, second = qualifying(100_000, 100_500)
    lines = [replace(first, fastest_lap_ms=99_800), replace(second, fastest_lap_ms=100_500)]
    outcome = decide(lines, Decision(1, "lap-deleted", next_best_ms=100_700), is_race=False)
    assert [(line.event_entry, line.time_ms, line.fastest_lap_ms) for line in outcome.lines] == [
        (2, 100_500, 100_500), (1, 100_700, 99_800),
    ]  # fmt: skip
    of_the_time = [replace(first, fastest_lap_ms=100_000), second]
    outcome = decide(of_the_time, Decision(1, "lap-deleted", next_best_ms=100_700), is_race=False)
    assert [line.fastest_lap_ms for line in outcome.lines if line.event_entry == 1] == [100_700]


def test_in_a_race_a_deleted_lap_is_the_fastest_laps_affair():
    lines = [replace(line, fastest_lap_ms=90_000) for line in race(0, 1_000)]
    outcome = decide(lines, Decision(1, "lap-deleted", next_best_ms=91_000))
    assert [line.fastest_lap_ms for line in outcome.lines] == [91_000, 90_000]
    assert order(outcome) == [1, 2]


def test_what_cannot_be_is_said():
    outcome = decide(race(0, 1_000), Decision(1, "time"), Decision(2, "places"), Decision(9, "disqualification"))
    assert outcome.faults == (
        "How many seconds does Driver 1 get?", "How many places does Driver 2 lose?", "This car is not in the order.",
    )  # fmt: skip
    assert not outcome.is_settled


full_races = st.lists(st.integers(0, 20 * SECOND), min_size=2, max_size=12).map(
    lambda steps: race(*[sum(steps[1 : place + 1]) for place in range(len(steps))])
)
penalties = st.lists(st.tuples(st.integers(1, 12), st.integers(1, 60)), max_size=4)


@settings(max_examples=sample(100, 2_000), deadline=None)
@given(lines=full_races, given=penalties)
def test_with_every_gap_known_the_order_is_that_of_the_totals(lines, given):
    given = [(car, added) for car, added in given if car <= len(lines)]
    outcome = decide(lines, *(seconds(*one) for one in given))
    assert outcome.is_settled
    total = {line.event_entry: (line.gap_ms or 0) for line in lines}
    for car, added in given:
        total[car] += added * SECOND
    assert order(outcome) == sorted(total, key=lambda car: (total[car], car))
    first = total[order(outcome)[0]]
    assert outcome.lines[0].time_ms == 1_800_000 + first
    assert gaps(outcome)[1:] == [total[car] - first for car in order(outcome)[1:]]


@settings(max_examples=sample(100, 2_000), deadline=None)
@given(lines=full_races, given=penalties, hidden=st.sets(st.integers(2, 12)))
def test_a_settled_order_is_never_another_than_with_every_gap(lines, given, hidden):
    decisions = [seconds(car, added) for car, added in given if car <= len(lines)]
    part = [replace(line, gap_ms=None) if line.event_entry in hidden else line for line in lines]
    outcome = decide(part, *decisions)
    if outcome.is_settled:
        assert order(outcome) == order(decide(lines, *decisions))
    else:
        assert {one.event_entry for one in outcome.missing} <= hidden
        assert outcome.lines == tuple(part)
