"""The cars at the flag: who stands on the line, where, and what is said of the others."""

from itertools import pairwise

import pytest

from championship.charts import at_the_flag
from championship.charts.strips.gap_strip import gap_strip, stacked
from championship.season.reading import load_year

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def winner(django_db_setup, django_db_blocker):
    """A line of which others are made: the winner of Race 1 at Sochi."""
    with django_db_blocker.unblock():
        season = load_year(2021)
        return season.classification(season.session("russia", "race-1")).winner


def strip_of(event: str, race: str):
    season = load_year(2021)
    return at_the_flag(season, season.session(event, race))


def placed(winner, gaps):
    return [
        (winner._replace(position=place, gap_ms=gap, gap_laps=None), f"Driver {place}", gap)
        for place, gap in enumerate(gaps, 1)
    ]


# Gaps from results.csv. Sochi Race 1 was won by 1.403 s; the fifth was 6.003 s behind, so the line is seven seconds.
def test_sochi_race_1_has_five_cars_on_a_line_of_seven_seconds():
    strip = strip_of("russia", "race-1")
    assert [(car.name, car.gap, car.x) for car in strip.cars] == [
        ("Azcona", "31:18.657", "0.00"),
        ("Vernay", "+1.403", "20.04"),
        ("Magnus", "+2.737", "39.10"),
        ("Berthon", "+4.492", "64.17"),
        ("Ehrlacher", "+6.003", "85.76"),
    ]
    assert [car.place for car in strip.rest] == [6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 17]
    assert len(strip.ticks) == 8
    assert strip.has_labels
    assert {car.top for car in strip.cars} == {0}


def test_names_nearer_than_a_label_stand_in_a_list():
    # Nordschleife Race 1: second 0.514 s behind, third 0.746 s, and the 13th 7.322 s.
    strip = strip_of("germany", "race-1")
    assert [car.gap for car in strip.cars] == ["27:18.961", "+0.514", "+0.746", "+0.945", "+1.410", "+7.322"]
    assert not strip.has_labels
    # The nearest four stand above each other, the fifth has room beside the first.
    assert [car.top for car in strip.cars] == [102, 68, 34, 0, 102, 102]


def test_beyond_a_minute_a_tick_is_ten_seconds():
    # Estoril Race 2: Monteiro 1:02.081 behind in 18th.
    strip = strip_of("portugal", "race-2")
    assert strip.seconds_a_tick == 10
    assert len(strip.ticks) == 7
    assert strip.cars[-1].gap == "+1:02.081"


def test_without_two_gaps_and_for_qualifying_there_is_none(winner):
    assert gap_strip(placed(winner, [0, None, None])) is None
    assert strip_of("germany", "qualifying") is None


def test_five_cars_of_which_one_gap_is_unknown_and_one_was_lapped(winner):
    cars = placed(winner, [0, 2000, None, 5000, None])
    cars[4] = (cars[4][0]._replace(gap_laps=1), "Driver 5", None)
    strip = gap_strip(cars)
    assert [(car.place, car.x) for car in strip.cars] == [(1, "0.00"), (2, "40.00"), (4, "100.00")]
    assert [(car.place, car.gap) for car in strip.rest] == [(3, "")]
    assert [(car.place, car.gap) for car in strip.lapped] == [(5, "+1 lap")]


def test_forty_cars_never_stand_in_each_other(winner):
    strip = gap_strip(placed(winner, [round(place**1.5 * 400) for place in range(40)]))
    assert len(strip.cars) == 40
    assert strip.height < 160
    # Where there is no room a car has its stem alone; some have a roundel on every level.
    assert {car.top for car in strip.cars} == {None, 0, 34, 68, 102}
    for top in (0, 34, 68, 102):
        on_level = [float(car.x) for car in strip.cars if car.top == top]
        assert all(after - before >= 14 for before, after in pairwise(on_level))


def test_level_cars_share_a_place_on_the_line(winner):
    strip = gap_strip(placed(winner, [0, 0, 0]))
    assert [car.x for car in strip.cars] == ["0.00", "0.00", "0.00"]
    assert stacked([0, 0, 0, 0, 0]) == [0, 1, 2, 3, None]
