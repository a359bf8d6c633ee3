"""Wide rows read by name."""

import pytest

from web.rows import Columns

COLUMNS = Columns(driver=("driver__slug", "driver__country"), place=("position",), lap=("number", "time"))


def test_a_query_asks_for_the_columns_in_the_order_of_the_groups():
    assert list(COLUMNS) == ["driver__slug", "driver__country", "position", "number", "time"]


def test_a_group_is_its_part_of_a_row():
    row = ("nestor-girolami", "AR", 1, 7, 92_500)
    assert (row[COLUMNS.driver], row[COLUMNS.place], row[COLUMNS.lap]) == (
        ("nestor-girolami", "AR"),
        (1,),
        (7, 92_500),
    )


def test_a_group_that_is_not_there_is_named():
    with pytest.raises(AttributeError, match="'grid'"):
        assert COLUMNS.grid
