"""What is wrong or unlikely in an order, in plain words beside its line."""

import pytest

from championship.race_control.checks import check
from championship.race_control.starters import Starter
from championship.rules import Line

STARTERS = [Starter(pk, pk * 10, "", name, "", "") for pk, name in enumerate(["Azcona", "Vernay", "Magnus"], start=1)]


def said(*lines, is_race=True) -> list[tuple]:
    return [(one.refuses, one.line, one.sentence) for one in check(lines, STARTERS, is_race=is_race)]


def test_a_clean_order_has_nothing_to_say():
    lines = (Line(1, 1, laps=11, time_ms=5), Line(2, 2, laps=11, gap_ms=3), Line(3, 3, laps=10, gap_laps=1))
    assert said(*lines) == []


def test_what_cannot_be_is_refused():
    assert said() == [(True, None, "There is no line yet.")]
    assert said(Line(1, 1), Line(2, 2), Line(3, 3), Line(2, None, "retired")) == [
        (True, 3, "Vernay is in it twice: here and in line 2.")
    ]
    assert said(Line(1, 1), Line(2, 1), Line(3, 2)) == [(True, 1, "Vernay and Azcona are both 1st.")]
    assert said(Line(1, 1), Line(2, 2, "retired"), Line(3, 3)) == [(True, 1, "Vernay is retired and cannot be 2nd.")]
    assert said(Line(1, 1), Line(2, 2), Line(3, 3), Line(9, 4)) == [(True, 3, "This car is not on the event’s list.")]
    assert said(Line(1, 0), Line(2, 1), Line(3, 2)) == [(True, 0, "Places count from 1.")]
    assert (True, 2, "1000 is no place: 999 is the most.") in said(Line(1, 1), Line(2, 2), Line(3, 1000))
    assert said(Line(1, 1, grid=3), Line(2, 2), Line(3, 3, grid=3)) == [
        (True, 2, "Magnus and Azcona are both 3rd on the grid.")
    ]


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (Line(1, 1, "lost"), "lost"),
        (Line(1, 1, basis="rumour"), "rumour"),
        (Line(1, 1, gap_ms=5, gap_laps=1), "Azcona"),
        (Line(1, 1, note="x" * 251), "251"),
        (Line(1, 1, source="a\0b"), "U+0000"),
        (Line(1, 1, grid=0), "0"),
        (Line(1, 1, laps=40_000), "40000"),
        (Line(1, 1, gap_laps=1_000), "1000"),
        (Line(1, 1, time_ms=360_000_000), "100:00:00.000"),
        (Line(1, 1, gap_ms=360_000_000), "100:00:00.000"),
        (Line(1, 1, fastest_lap_ms=360_000_000), "100:00:00.000"),
    ],
)  # fmt: skip
def test_what_stands_wrong_in_a_line_is_named_beside_it(line, shown):
    remarks = [one for one in check([line, Line(2, 2), Line(3, 3)], STARTERS) if one.refuses]
    assert [one.line for one in remarks] == [0]
    assert shown in remarks[0].sentence


def test_what_is_unlikely_is_a_warning():
    assert said(Line(1, 1), Line(2, 3), Line(3, 4)) == [(False, 1, "Nobody is 2nd.")]
    assert said(Line(1, 1), Line(2, 4), Line(3, 5)) == [(False, 1, "Nobody is 2nd to 3rd.")]
    assert said(Line(1, 1), Line(2, 2)) == [(False, None, "On the list and not in the order: 30 Magnus.")]
    assert said(Line(1, 1)) == [(False, None, "On the list and not in the order: 20 Vernay, 30 Magnus.")]
    assert said(Line(1, 1), Line(2, 2), Line(3, None)) == [
        (False, 2, "Magnus is classified without a place: shown as not on record, without points.")
    ]


def test_laps_gaps_and_times_go_one_way():
    assert said(Line(1, 1, laps=10), Line(2, 2, laps=11), Line(3, 3, laps=11)) == [
        (False, 0, "Azcona has 10 laps and is ahead of Vernay, who has 11.")
    ]
    assert said(Line(1, 1), Line(2, 2, gap_ms=3_000), Line(3, 3, gap_ms=2_500)) == [
        (False, 2, "The gap shrinks: Magnus is 2.500 behind first, Vernay ahead of that 3.000.")
    ]
    assert said(Line(1, 1), Line(2, 2, gap_laps=1), Line(3, 3, gap_ms=2_500)) == [
        (False, 2, "The gap shrinks: Vernay is laps down and ahead of Magnus, who is less far behind.")
    ]
    assert said(Line(1, 1, time_ms=90_000), Line(2, 2, time_ms=89_000), Line(3, 3, time_ms=91_000), is_race=False) == [
        (False, 0, "Azcona is slower, 1:30.000, than Vernay behind, 1:29.000.")
    ]


def test_refusals_come_first():
    kinds = [one.refuses for one in check([Line(1, 2), Line(1, 3)], STARTERS)]
    assert kinds == sorted(kinds, reverse=True)
    assert True in kinds
    assert False in kinds


def test_laps_against_place_whoever_stands_between():
    """A car between them of which no laps are known hides nothing, and neither does one without a place."""
    assert said(Line(1, 1, laps=11), Line(2, 2), Line(3, 3, laps=12)) == [
        (False, 0, "Azcona has 11 laps and is ahead of Magnus, who has 12.")
    ]
    assert said(Line(1, 1, laps=11), Line(2, 2, laps=11), Line(3, None, "retired", laps=12)) == [
        (False, 2, "Magnus has 12 laps, and Azcona won with 11.")
    ]
    assert said(Line(1, 1, laps=11), Line(2, 2, laps=12), Line(3, 3, laps=13), is_race=False) == []


def test_the_best_lap_against_total_and_laps():
    others = (Line(2, 2), Line(3, 3))
    assert said(Line(1, 1, laps=3, time_ms=300_000, fastest_lap_ms=100_001), *others) == []
    assert said(Line(1, 1, laps=3, time_ms=300_000, fastest_lap_ms=101_000), *others) == [
        (False, 0, "3 laps of 1:41.000 or more take longer than 5:00.000: one of the three is wrong.")
    ]
    assert said(Line(1, 1, laps=3, time_ms=300_000, fastest_lap_ms=300_001), *others) == [
        (False, 0, "The best lap, 5:00.001, is longer than the whole time, 5:00.000.")
    ]
    # Of the others the total is the winner's with the gap.
    behind = Line(2, 2, laps=3, gap_ms=1_500, fastest_lap_ms=100_600)
    assert said(Line(1, 1, laps=3, time_ms=300_000), behind, Line(3, 3)) == [
        (False, 1, "3 laps of 1:40.600 or more take longer than 5:01.500: one of the three is wrong.")
    ]


def test_a_lap_that_nobody_drives():
    """More than a fifth quicker than pole; a fifth is still a lap."""
    poles = [Line(1, 1, time_ms=100_000), Line(2, 2, time_ms=100_100), Line(3, 3)]
    assert check(poles, STARTERS, is_race=False, pole_ms=125_000) == []
    assert [one.line for one in check(poles, STARTERS, is_race=False, pole_ms=125_126)] == [0, 1]
    race = [Line(1, 1, fastest_lap_ms=79_999), Line(2, 2, fastest_lap_ms=80_000), Line(3, 3)]
    assert check(race, STARTERS) == []
    (remark,) = check(race, STARTERS, pole_ms=100_000)
    assert (remark.line, remark.sentence) == (
        0, "Azcona has a lap of 1:19.999: more than a fifth quicker than pole, 1:40.000.",
    )  # fmt: skip
