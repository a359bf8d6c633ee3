"""Edges of what a season folder may say: the last value that loads, and the first that does not."""

import pytest

from championship.season_folder import FolderProblems, read_folder
from championship.season_folder.history import implied_histories
from tests.championship.folders import add_line, copy_of, find_line, set_cell


@pytest.fixture
def folder(season_folder, tmp_path):
    return copy_of(season_folder, tmp_path)


def problems(folder):
    try:
        read_folder(folder)
    except FolderProblems as caught:
        return list(map(str, caught.problems))
    return []


@pytest.mark.parametrize(
    ("column", "day", "is_of_the_season"),
    [
        ("starts_on", "2020-12-31", True),
        ("starts_on", "2019-12-31", False),
        ("ends_on", "2022-01-01", True),
        ("ends_on", "2023-01-01", False),
    ],
)
def test_a_season_may_begin_or_end_in_the_year_beside_its_own(folder, column, day, is_of_the_season):
    set_cell(folder, "events.csv", 3, column, day)
    said = f"events.csv line 3, {column}: {day} is not in the season of 2021."
    assert (said in problems(folder)) is not is_of_the_season


@pytest.mark.parametrize(
    ("day", "is_one"), [("2021-06-24", False), ("2021-06-25", True), ("2021-06-28", True), ("2021-06-29", False)]
)
def test_a_session_may_be_a_day_beside_its_event_and_no_more(folder, day, is_one):
    """A first practice on the eve, a race put off to the Monday."""
    line = find_line(folder, "sessions.csv", event="portugal", code="FP1")
    set_cell(folder, "sessions.csv", line, "date", day)
    said = f"sessions.csv line {line}, date: {day} is not a day of the event, 2021-06-26 to 2021-06-27."
    assert (said in problems(folder)) is not is_one


def test_two_penalties_of_one_car_in_a_session_give_no_order_before_them(folder):
    """Each says a place before it: which of them stood on the road is not known."""
    before = implied_histories(read_folder(folder))["russia", "R1"]
    assert [published.status for published in before] == ["provisional", "official"]
    add_line(folder, "penalties.csv", "russia,R1,frederic-vervisch,time,10,,4,6,")
    after = implied_histories(read_folder(folder))["russia", "R1"]
    assert [published.status for published in after] == ["official"]
