"""Who was ahead of whom, from the records of 2021, and no more than they say."""

from decimal import Decimal
from itertools import combinations

import pytest

from championship.people import words
from championship.people.comparison import compare
from championship.season.reading import load_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def season():
    return load_year(2021)


@pytest.fixture
def backmans(season):
    return compare(season, "andreas-backman", "jessica-backman")


def races(comparison, wanted):
    return [f"{row.session.event.code} {row.session.code}" for row in comparison.races if wanted(row)]


def test_the_backmans_finished_four_races_in_a_known_order_and_andreas_was_ahead_in_three(backmans):
    assert races(backmans, lambda row: row.both_finished) == ["POR R1", "POR R2", "ESP R1", "HUN R1"]
    assert races(backmans, lambda row: row.both_finished and row.ahead == "first") == ["POR R1", "ESP R1", "HUN R1"]
    assert (backmans.both_finished, backmans.ahead_first, backmans.ahead_second) == (4, 3, 1)


def test_their_other_four_races_are_three_retirements_of_his_and_one_order_not_on_record(backmans):
    assert (backmans.retirements_first, backmans.retirements_second, backmans.unknown) == (3, 0, 1)
    assert races(backmans, lambda row: row.one_finished) == ["GER R2", "ESP R2", "HUN R2"]
    assert races(backmans, lambda row: row.ahead == "unknown") == ["GER R1"]
    assert (backmans.over_all_first, backmans.over_all_second) == (3, 4)
    assert len(backmans.races) == 8


def test_whoever_is_named_first_the_races_that_one_finished_are_the_same(season):
    swapped = compare(season, "jessica-backman", "andreas-backman")
    assert races(swapped, lambda row: row.one_finished) == ["GER R2", "ESP R2", "HUN R2"]
    assert (swapped.retirements_first, swapped.retirements_second) == (0, 3)
    assert (swapped.over_all_first, swapped.over_all_second) == (4, 3)


def test_a_place_that_is_not_on_record_is_behind_where_every_place_before_it_is_taken(backmans, season):
    assert races(backmans, lambda row: row.worked_out) == ["ESP R1"]
    row = next(row for row in backmans.races if row.worked_out)
    assert (row.first.position, row.second.position) == (16, None)
    taken = {line.position for line in season.classification(row.session).lines}
    assert set(range(1, 17)) <= taken


def test_qualifying_on_record_is_one_each(backmans):
    known = [(row.event.code, row.ahead) for row in backmans.qualifying if row.ahead != "unknown"]
    assert known == [("ESP", "first"), ("HUN", "second")]
    assert (backmans.qualifying_first, backmans.qualifying_second) == (1, 1)


def test_points_are_those_of_the_drivers_title(backmans, season):
    assert (backmans.points_first, backmans.points_second) == (Decimal(1), Decimal(2))
    assert compare(season, "petr-fulin", "yann-ehrlacher").points_first is None


def test_the_backmans_in_words(backmans, season):
    assert " ".join(words.comparison_sentences(backmans)) == (
        "Both finished four races whose order is on record; Andreas was ahead in three. Andreas retired from three. "
        "The order of one race is not on record. Qualifying on record: one each."
    )
    assert words.left_out(season, backmans) == [
        "Not counted: Race 1, Nürburgring Nordschleife, where Andreas’s place is not on record.",
        "Race 1, MotorLand Aragón: Jessica’s place is not on record, but every place down to Andreas’s is taken; so "
        "Andreas was ahead.",
        "Only one of the two finished, so these count in the score over all races alone: GER R2, ESP R2 and HUN R2.",
    ]


@pytest.mark.parametrize(
    ("first", "second", "sentences"),
    [
        (
            "yann-ehrlacher",
            "yvan-muller",
            "Both finished fourteen races; Ehrlacher was ahead in ten. Muller retired once. "
            "Qualifying on record: Ehrlacher ahead by five to two.",
        ),
        (
            "andreas-backman",
            "nicola-baldan",
            "Both finished one race; Baldan was ahead. Bäckman retired once. Qualifying on record: one, Baldan ahead.",
        ),
        (
            "jessica-backman",
            "nicola-baldan",
            "Both finished two races; Baldan was ahead in both. Qualifying on record: one, Bäckman ahead.",
        ),
        (
            "petr-fulin",
            "kirill-ladygin",
            "They were never entered for the same race.",
        ),
    ],
)
def test_any_two_in_words(season, first, second, sentences):
    assert " ".join(words.comparison_sentences(compare(season, first, second))) == sentences


def test_one_who_merely_took_part_counts_over_all_races_but_not_as_a_finisher(season):
    comparison = compare(season, "yann-ehrlacher", "jordi-gene")
    most = [row for row in comparison.races if row.session.event.code == "CZE"]
    assert [(row.second.status, row.ahead, row.both_finished) for row in most] == [
        ("not-on-record", "first", False)
    ] * 2


def test_races_that_only_one_was_entered_for_are_named_and_not_compared(season):
    comparison = compare(season, "jessica-backman", "luca-engstler")
    assert {row.session.event.code for row in comparison.races} == {"GER", "POR", "ESP", "HUN"}
    assert words.left_out(season, comparison)[-1] == (
        "Not compared, because only Engstler was entered: CZE, FRA, ITA and RUS."
    )


def test_every_race_of_every_pair_is_counted_once_and_the_same_from_both_sides(season):
    pairs = list(combinations(season.drivers, 2))
    assert len(pairs) == 325
    for slug, other in pairs:
        there, back = compare(season, slug, other), compare(season, other, slug)
        assert len(there.races) == there.over_all_first + there.over_all_second + there.neither + there.unknown
        assert (there.over_all_first, there.ahead_first, there.qualifying_first, there.unknown) == (
            back.over_all_second,
            back.ahead_second,
            back.qualifying_second,
            back.unknown,
        )


def test_there_is_no_comparison_of_one_driver_or_with_a_stranger(season):
    assert compare(season, "jessica-backman", "jessica-backman") is None
    assert compare(season, "jessica-backman", "nobody") is None
