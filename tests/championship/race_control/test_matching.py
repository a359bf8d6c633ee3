"""Whose car a line is: by number and name, and never by a silent guess."""

import pytest

from championship.race_control.matching import lines_of, match
from championship.race_control.sheets.lines import SheetLine
from championship.race_control.starters import Starter
from championship.rules import Line

STARTERS = tuple(
    Starter(pk, number, given, family, team, team)
    for pk, (number, given, family, team) in enumerate(
        [
            (68, "Yann", "Ehrlacher", "Cyan Racing"),
            (69, "Jean-Karl", "Vernay", "Engstler Hyundai"),
            (8, "Luca", "Engstler", "Engstler Hyundai"),
            (19, "Andreas", "Bäckman", "Target"),
            (26, "Jessica", "Bäckman", "Target"),
            (11, "Thed", "Björk", "Cyan Performance"),
            (None, "Petr", "Fulín", "Fullin"),
            (16, "Gilles", "Magnus", "Comtoyou"),
        ],
        start=1,
    )
)


def found(number=None, name="", **chosen):
    (one,) = match([SheetLine(1, "raw", number=number, name=name)], STARTERS, chosen)
    return (one.starter.family_name if one.starter else None), one.doubt, [choice.label for choice in one.choices]


@pytest.mark.parametrize(
    "name",
    [
        "Yann Ehrlacher", "EHRLACHER Yann", "EHRLACHER, Yann", "Y. Ehrlacher", "Ehrlacher Y.", "ehrlacher",
        "Yann EHRLACHER Cyan Racing Lynk & Co",
    ],
)  # fmt: skip
def test_a_name_is_found_however_it_is_written(name):
    assert found(name=name) == ("Ehrlacher", "", [])


@pytest.mark.parametrize("name", ["Thed Bjork", "BJÖRK", "Bjoerk", "T. BJOERK"])
def test_accents_and_the_letters_written_for_them_do_not_matter(name):
    assert found(name=name) == ("Björk", "", [])


@pytest.mark.parametrize("name", ["J.-K. Vernay", "JK Vernay", "J. VERNAY", "Vernay Jean Karl"])
def test_two_given_names_are_as_good_as_their_initials(name):
    assert found(name=name) == ("Vernay", "", [])


def test_a_number_is_enough_and_so_is_a_number_with_part_of_the_name():
    assert found(68) == ("Ehrlacher", "", [])
    assert found(26, "Bäckman")[0] == "Bäckman"
    assert found(68, "Yann")[0] == "Ehrlacher"
    # The team is called after another driver.
    assert found(69, "Vernay Engstler Hyundai N")[0] == "Vernay"


def test_when_number_and_name_disagree_it_says_so_and_offers_both():
    starter, doubt, choices = found(68, "Gilles Magnus")
    assert (starter, doubt) == (None, "Number 68 is Yann Ehrlacher, and the name is “Gilles Magnus”.")
    assert choices == ["68 Yann Ehrlacher", "16 Gilles Magnus"]
    assert found(8, "Jean-Karl Vernay Engstler Hyundai")[0] is None


def test_two_of_a_name_are_never_guessed():
    assert found(name="Bäckman") == (
        None, "“Bäckman” could be more than one car.", ["19 Andreas Bäckman", "26 Jessica Bäckman"],
    )  # fmt: skip
    assert found(name="J. Bäckman") == ("Bäckman", "", [])


def test_a_name_with_a_letter_wrong_gets_the_likeliest():
    starter, doubt, choices = found(name="Ehrlaher")
    assert (starter, doubt, choices[0]) == (None, "Nobody on the list is called “Ehrlaher”.", "68 Yann Ehrlacher")
    assert found(name="Vernai")[2] == ["69 Jean-Karl Vernay"]


def test_three_letters_are_a_driver_where_one_name_alone_begins_so():
    assert found(name="VER") == ("Vernay", "", [])
    assert found(69, "VER") == ("Vernay", "", [])
    assert found(68, "VER")[0] is None
    assert found(name="BAC")[1:] == (
        "“BAC” could be more than one car.", ["19 Andreas Bäckman", "26 Jessica Bäckman"],
    )  # fmt: skip
    assert found(name="XYZ")[0] is None


def test_a_number_nobody_has_gets_those_one_figure_off():
    starter, doubt, choices = found(86)
    assert (starter, doubt) == (None, "No car on the list has number 86.")
    assert choices == ["68 Yann Ehrlacher", "8 Luca Engstler", "26 Jessica Bäckman"]
    assert found(412)[2] == []


def test_a_car_without_a_number_on_the_list_may_have_one_on_the_sheet():
    assert found(99, "Petr Fulin") == ("Fulín", "", [])
    assert found(99, "Gilles Magnus") == (
        None, "No car on the list has number 99; “Gilles Magnus” is 16 Gilles Magnus.", ["16 Gilles Magnus"],
    )  # fmt: skip


def test_what_an_editor_chose_holds_for_the_line_as_it_was_typed():
    assert found(86, raw=1)[0] == "Ehrlacher"
    assert match([SheetLine(1, "raw", number=86)], STARTERS, {"raw": None}) == []
    # A choice of a car that is no longer on the list is no choice.
    assert found(86, raw=77)[0] is None


BEFORE = [
    Line(1, 1, laps=11, time_ms=1_800_000, grid=3, fastest_lap_ms=90_000, basis="two sources", source="FIA"),
    Line(2, 2, laps=11, gap_ms=1_403, basis="one source"),
    Line(3, 3, laps=11, gap_ms=2_737, note="Ran wide"),
]


def test_grid_and_fastest_lap_are_kept_where_a_sheet_has_no_word_of_them():
    matches = match([SheetLine(1, "68", position=2, number=68, laps=12), SheetLine(2, "?", number=99)], STARTERS)
    assert lines_of(matches, BEFORE) == [Line(1, 2, laps=12, grid=3, fastest_lap_ms=90_000)]


def by_numbers(*numbers):
    lines = [SheetLine(1, str(number), position=place, number=number) for place, number in enumerate(numbers, 1)]
    return lines_of(match(lines, STARTERS), BEFORE)


def test_numbers_alone_lose_nothing_that_still_holds():
    assert by_numbers(68, 69, 8) == BEFORE
    assert by_numbers(68, 8, 69) == [BEFORE[0], Line(3, 2, laps=11), Line(2, 3, laps=11)]
    # Behind another winner every gap is another.
    assert [line.gap_ms for line in by_numbers(69, 68, 8)] == [None, None, None]


def test_a_sheet_with_times_is_believed_whole():
    lines = [SheetLine(1, "a", position=1, number=68), SheetLine(2, "b", position=2, number=69, gap_ms=1_500)]
    assert [(line.laps, line.time_ms, line.gap_ms) for line in lines_of(match(lines, STARTERS), BEFORE)] == [
        (None, None, None), (None, None, 1_500),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "line", "car"),
    [
        ("4 Bäckman (26) 11 +2.0", {"position": 4, "laps": 11}, "26 Jessica Bäckman"),
        ("19 Bäckman 12", {"position": 5, "laps": 12}, "19 Andreas Bäckman"),
        # A place, and the laps that were driven, are no numbers; nor is what is part of a time.
        ("26 Bäckman 12", {"position": 26, "laps": 12}, None),
        ("26 Bäckman 19", {"position": 26, "laps": 19}, None),
        ("7 Bäckman 26:19.5 1.26 +19", {"position": 7}, None),
        # Both of them stand there.
        ("4 Bäckman 19 26", {"position": 4}, None),
        ("19 Bäckman 19 laps", {"position": 19, "laps": None}, "19 Andreas Bäckman"),
    ],
)
def test_a_number_that_stands_in_the_row_beats_a_name_that_could_be_two(raw, line, car):
    """And it says so: it is looked at, never a silent guess."""
    (one,) = match([SheetLine(1, raw, name="Bäckman", **line)], STARTERS)
    assert (one.starter.label if one.starter else None, bool(one.remark), bool(one.doubt)) == (
        car, car is not None, car is None,
    )  # fmt: skip
