"""A decision taken back: the order of before where times or places say it, and what to ask for where not."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from championship.race_control.starters import Starter
from championship.race_control.stewards import Decision, apply
from championship.race_control.withdrawing import CarriedOut, came_with, withdraw
from championship.rules import Line
from tests.championship.race_control.test_stewards import gaps, order, race
from tests.sample import sample


def seconds(car, number):
    return Decision(car, "time", seconds=Decimal(number))


def people(lines):
    return [Starter(line.event_entry, line.event_entry, "", f"Driver {line.event_entry}", "", "") for line in lines]


class Season:
    """The classifications of one session, as decisions come and go."""

    def __init__(self, lines, *, is_race=True):
        self.history, self.given, self.moved_up, self.is_race = {1: tuple(lines)}, [], set(), is_race

    @property
    def lines(self):
        return self.history[max(self.history)]

    def give(self, *decisions, **how):
        outcome = apply(decisions, self.lines, people(self.lines), is_race=self.is_race, **how)
        assert outcome.is_settled
        before, after = ({line.event_entry: line.position for line in them} for them in (self.lines, outcome.lines))
        number = len(self.history) + 1
        self.given += [
            CarriedOut(decision, before[decision.event_entry], after[decision.event_entry], number)
            for decision in decisions
        ]
        self.history[number] = outcome.lines
        return outcome

    def take_back(self, decision, **how):
        (withdrawn,) = (given for given in self.given if given.decision is decision)
        self.given.remove(withdrawn)
        outcome = withdraw(
            withdrawn, self.given, self.history, people(self.lines), is_race=self.is_race, moved_up=self.moved_up, **how
        )
        if outcome.is_settled:
            self.history[len(self.history) + 1] = outcome.lines
            self.moved_up.add(decision.event_entry)
        return outcome

    def publish(self, lines):
        self.history[len(self.history) + 1] = tuple(lines)


def test_what_it_took_is_given_back_with_the_gaps():
    session, decision = Season(race(0, 1_000, 2_000, 4_000)), seconds(2, 5)
    session.give(decision)
    outcome = session.take_back(decision)
    assert (order(outcome), gaps(outcome)) == ([1, 2, 3, 4], [None, 1_000, 2_000, 4_000])
    assert [(move.event_entry, move.before, move.after) for move in outcome.moved] == [(2, 4, 2), (3, 2, 3), (4, 3, 4)]


def test_the_winner_of_the_road_wins_again_with_his_time():
    session, decision = Season(race(0, 1_000, 2_000)), seconds(1, 5)
    session.give(decision)
    outcome = session.take_back(decision)
    assert [(line.event_entry, line.time_ms, line.gap_ms) for line in outcome.lines] == [
        (1, 1_800_000, None), (2, None, 1_000), (3, None, 2_000),
    ]  # fmt: skip


def test_without_times_the_order_of_before_tells():
    session, decision = Season(race(0, None, None, None)), seconds(2, 5)
    session.give(decision, by_hand=(1, 3, 4, 2))
    assert order(session.take_back(decision)) == [1, 2, 3, 4]


def test_what_was_corrected_since_stays():
    session, decision = Season(race(0, None, None, None, None)), seconds(2, 5)
    session.give(decision, by_hand=(1, 3, 4, 2, 5))
    # 4 turned out to be ahead of 3.
    places = {1: 1, 4: 2, 3: 3, 2: 4, 5: 5}
    session.publish(replace(line, position=places[line.event_entry]) for line in session.lines)
    assert sorted(session.take_back(decision).lines, key=lambda line: line.position)[:4] == [
        replace(line, position=place)
        for place, line in enumerate(
            race(0, None, None, None)[:1] + [race(0, None, None, None)[n] for n in (1, 3, 2)], 1
        )
    ]


def test_who_was_sent_back_since_stays_behind():
    session, first, second = Season(race(0, None, None, None, None)), seconds(3, 5), seconds(2, 5)
    session.give(first, by_hand=(1, 2, 4, 3, 5))
    session.give(second, by_hand=(1, 4, 3, 2, 5))
    asked = session.take_back(first)
    # 2 was ahead of 3 on the road, and has seconds of its own by now: behind 3, as 3 is without its seconds.
    assert order(asked) == [1, 3, 4, 2, 5]


def test_where_neither_times_nor_places_tell_it_is_said_and_the_editor_orders():
    session, first, second = Season(race(0, None, None, None)), seconds(2, 5), seconds(3, 5)
    session.give(first, by_hand=(1, 3, 4, 2))
    session.give(second, by_hand=(1, 4, 2, 3))
    # Without its own seconds 3 is back ahead of 2 or not: 2 was ahead on the road, and has seconds.
    asked = session.take_back(second)
    assert order(asked) == [1, 3, 4, 2]
    session = Season(race(0, None, None, None))
    session.given, decision = [CarriedOut(seconds(4, 5))], seconds(4, 5)
    session.given[0] = CarriedOut(decision)
    asked = session.take_back(decision)
    assert [missing.sentence for missing in asked.missing] == [
        "Driver 4’s gap to first.", "Driver 2’s gap to first.", "Driver 3’s gap to first.",
    ]  # fmt: skip
    assert asked.lines == tuple(race(0, None, None, None))
    session.given = [CarriedOut(decision)]
    assert order(session.take_back(decision, by_hand=(1, 4, 2, 3))) == [1, 4, 2, 3]


def test_a_penalty_of_a_kind_that_is_not_on_record_needs_the_place_on_the_road():
    session, decision = Season(race(0, 1_000, 2_000)), Decision(3, "unknown")
    session.given = [CarriedOut(decision, None, 3)]
    assert [missing.sentence for missing in session.take_back(decision).missing] == ["Driver 3’s place on the road."]


def test_a_drive_through_that_was_driven_and_what_moves_nobody_leave_the_order():
    for kind in ("drive-through", "grid", "reprimand", "fine", "warning", "no-further-action", "points"):
        session, decision = Season(race(0, 1_000)), Decision(2, kind)
        session.given = [CarriedOut(decision)]
        assert session.take_back(decision).lines == tuple(race(0, 1_000))


def test_who_was_disqualified_is_back_with_place_and_time():
    session, decision = Season(race(0, 1_000, 2_000, 3_000)), Decision(2, "disqualification")
    session.give(decision)
    outcome = session.take_back(decision)
    assert list(outcome.lines) == race(0, 1_000, 2_000, 3_000)


def test_a_winner_who_was_disqualified_wins_again():
    session, decision = Season(race(0, 1_000, 2_000)), Decision(1, "disqualification")
    session.give(decision)
    outcome = session.take_back(decision)
    # What the one who had won meanwhile took in all is known since.
    assert [(line.event_entry, line.time_ms, line.gap_ms) for line in outcome.lines] == [
        (1, 1_800_000, None), (2, 1_801_000, 1_000), (3, None, 2_000),
    ]  # fmt: skip


def test_one_who_had_no_place_before_has_none_again():
    lines = [*race(0, 1_000), Line(3, None, "retired")]
    session, decision = Season(lines), Decision(3, "disqualification")
    session.give(decision)
    assert list(session.take_back(decision).lines) == lines


def test_places_are_given_back_as_many_as_were_lost():
    session, decision = Season(race(0, 1_000, 2_000, 3_000)), Decision(3, "places", places=5)
    session.give(decision)
    assert order(session.take_back(decision)) == [1, 2, 3, 4]


def test_a_deleted_lap_of_qualifying_counts_again():
    lines = [Line(car, car, time_ms=90_000 + car, fastest_lap_ms=90_000 + car) for car in (1, 2, 3)]
    session, decision = Season(lines, is_race=False), Decision(1, "lap-deleted", next_best_ms=90_009)
    assert order(session.give(decision)) == [2, 3, 1]
    outcome = session.take_back(decision)
    assert [(line.event_entry, line.time_ms, line.fastest_lap_ms) for line in outcome.lines] == [
        (1, 90_001, 90_001), (2, 90_002, 90_002), (3, 90_003, 90_003),
    ]  # fmt: skip


def test_a_deleted_fastest_lap_of_a_race_is_back():
    lines = [replace(line, fastest_lap_ms=100_000 + line.event_entry) for line in race(0, 1_000)]
    session, decision = Season(lines), Decision(1, "lap-deleted", next_best_ms=100_500)
    session.give(decision)
    assert list(session.take_back(decision).lines) == lines


@pytest.mark.parametrize(
    ("decision", "number"),
    [
        (CarriedOut(seconds(2, 5), 2, 3), 2),
        (CarriedOut(seconds(2, 5), None, 3), 2),
        (CarriedOut(seconds(2, 5), 1, 3), 0),
        (CarriedOut(seconds(2, 5), None, None), 0),
        (CarriedOut(Decision(1, "disqualification")), 3),
        (CarriedOut(Decision(2, "fine"), 2, 3), 0),
        (CarriedOut(seconds(2, 5), 2, 3, came_with=3), 3),
    ],
)
def test_which_classification_a_decision_made_is_seen_where_it_is_not_recorded(decision, number):
    session = Season(race(0, 1_000, 2_000))
    session.give(seconds(2, 5))
    session.give(Decision(1, "disqualification"))
    assert came_with(decision, session.history) == number


roads = st.lists(st.integers(1, 9_000), min_size=2, max_size=7, unique=True).map(lambda found: race(0, *sorted(found)))
some_seconds = st.tuples(st.integers(1, 8), st.integers(1, 12))


@settings(max_examples=sample(150, 20_000), deadline=None)
@given(roads, st.lists(some_seconds, min_size=1, max_size=4), st.data())
def test_with_every_gap_known_it_is_as_if_it_had_never_been_decided(lines, drawn, data):
    """In whatever order the decisions came, and whichever one goes."""
    decisions = [seconds(car, number) for car, number in drawn if car <= len(lines)]
    assume(decisions)
    session = Season(lines)
    for decision in decisions:
        session.give(decision)
    gone = data.draw(st.sampled_from(decisions))
    rest = [decision for decision in decisions if decision is not gone]
    never = apply(rest, lines, people(lines))
    totals = [gap or 0 for gap in gaps(never)]
    # Cars with the same total keep the order on the road, which the totals alone do not say.
    assume(len(set(totals)) == len(totals))
    outcome = session.take_back(gone)
    assert outcome.is_settled
    assert (order(outcome), gaps(outcome)) == (order(never), gaps(never))


@settings(max_examples=sample(150, 20_000), deadline=None)
@given(roads, st.lists(some_seconds, min_size=1, max_size=3), st.data())
def test_a_settled_order_is_never_another_than_with_every_gap(lines, drawn, data):
    decisions = [seconds(car, number) for car, number in drawn if car <= len(lines)]
    assume(decisions)
    hidden = data.draw(st.sets(st.integers(2, len(lines))))
    full, partial = Season(lines), Season(lines)
    for decision in decisions:
        by_hand = tuple(order(full.give(decision)))
        partial.give(decision, by_hand=by_hand)
    assume(len({gap or 0 for gap in gaps(apply(decisions, lines, people(lines)))}) == len(lines))
    partial.history = {
        number: tuple(replace(line, gap_ms=None) if line.event_entry in hidden else line for line in published)
        for number, published in partial.history.items()
    }
    gone = data.draw(st.sampled_from(decisions))
    known, outcome = full.take_back(gone), partial.take_back(gone)
    totals = [gap or 0 for gap in gaps(known)]
    assume(len(set(totals)) == len(totals))
    assert not outcome.faults
    if outcome.is_settled:
        assert order(outcome) == order(known)
