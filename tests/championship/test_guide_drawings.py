"""The guide's drawings, from numbers alone."""

import re
from decimal import Decimal

import pytest

from championship.charts.guide import reversed_grid, rungs, slots


def test_ten_places_are_turned_round():
    grid = reversed_grid(10)
    assert {line.place: line.slot for line in grid.lines} == {place: 11 - place for place in range(1, 11)}
    heights = dict(grid.rows)
    assert len(set(heights.values())) == 10
    assert all((line.y_from, line.y_to) == (heights[line.place], heights[line.slot]) for line in grid.lines)
    # The two that are followed are drawn on top.
    assert [line.place for line in grid.lines if line.is_outer] == [line.place for line in grid.lines[-2:]] == [1, 10]


@pytest.mark.parametrize(("cars", "going_on"), [(22, 12), (12, 5), (5, 1), (3, 12)])
def test_a_slot_a_car_and_none_outside(cars, going_on):
    row = slots(cars, going_on, 22)
    drawn = [len(re.findall("M", path)) for path in (row.going_on, row.staying)]
    assert drawn == [min(cars, going_on), max(cars - going_on, 0)]
    starts = [int(x) for x in re.findall(r"M(\d+)", f"{row.going_on} {row.staying}")]
    assert starts == sorted(set(starts))
    assert min(starts) >= 0
    assert max(starts) + 11 <= row.width


def test_bars_are_to_one_measure():
    ladder = rungs([Decimal("10"), Decimal("7.5"), Decimal("1")], Decimal(25))
    assert [(rung.place, rung.points, rung.width) for rung in ladder] == [
        (1, "10", "40"),
        (2, "7.5", "30"),
        (3, "1", "4"),
    ]
