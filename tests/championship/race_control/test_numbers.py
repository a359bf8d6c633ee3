"""Car numbers in order, as they are typed at the track."""

import pytest

from championship.race_control.sheets.numbers import read_numbers


def read(text: str) -> list[tuple]:
    return [(line.position or str(line.status), line.number or line.name) for line in read_numbers(text).lines]


@pytest.mark.parametrize(
    "text", ["68 22 69", "68,22,69", "68, 22; 69", "68\n22\n69", "#68 - 22 - 69", "68.22.69", " 68\t22\t69 "]
)
def test_anything_may_stand_between_them(text):
    assert read(text) == [(1, 68), (2, 22), (3, 69)]


@pytest.mark.parametrize("mark", ["/", "ret", "Ret:", "r:", "DNF", "..", ",,", "abandons", "Ausfälle", "ritirati"])
def test_the_retired_come_after_a_mark(mark):
    assert read(f"68 22 {mark} 5 86") == [(1, 68), (2, 22), ("retired", 5), ("retired", 86)]


def test_every_group_has_its_word():
    assert read("68 / 5 dns 18 dsq 29 nc 55 ex 3 ok 22") == [
        (1, 68), ("retired", 5), ("did-not-start", 18), ("disqualified", 29), ("not-classified", 55), ("excluded", 3),
        (2, 22),
    ]  # fmt: skip
    assert read("68 did not start 18 not classified 55") == [(1, 68), ("did-not-start", 18), ("not-classified", 55)]


def test_a_question_mark_is_a_place_not_on_record():
    assert read("68 ? 22") == [(1, 68), (3, 22)]


def test_laps_down_are_those_from_there_on():
    lines = read_numbers("68 22 +1 55 26 + 2 19 / 5").lines
    assert [line.gap_laps for line in lines] == [None, None, 1, 1, 2, None]


def test_a_gap_stands_behind_its_car():
    lines = read_numbers("68 22+1.409 69 +2,5 Huff+1:02.081 5+1L 86 +1 55 / 9+3.000").lines
    assert [(line.gap_ms, line.gap_laps) for line in lines] == [
        (None, None), (1_409, None), (2_500, None), (62_081, None), (None, 1), (None, None), (None, 1), (None, None),
    ]  # fmt: skip
    # With dots between the cars, +1 is a lap down still.
    assert [(line.number, line.gap_laps) for line in read_numbers("68.22 +1.5.86").lines] == [
        (68, None), (22, None), (5, 1), (86, 1),
    ]  # fmt: skip


def test_a_car_without_a_number_goes_by_its_drivers_name():
    assert read("68 Fulín 22 Jean-Karl Vernay, Huff") == [
        (1, 68),
        (2, "Fulín"),
        (3, 22),
        (4, "Jean-Karl Vernay"),
        (5, "Huff"),
    ]
    assert read("68 ret Fulín dns Huff") == [(1, 68), ("retired", "Fulín"), ("did-not-start", "Huff")]


def test_what_is_no_number_is_left_out_aloud():
    sheet = read_numbers("68 123456 22")
    assert [line.number for line in sheet.lines] == [68, 22]
    assert [(one.raw, one.why) for one in sheet.left_out] == [("123456", "No car has a number as long as this.")]


def test_the_raw_text_and_its_line_are_kept():
    assert [(line.row, line.raw) for line in read_numbers("68 22\nFulín").lines] == [(1, "68"), (1, "22"), (2, "Fulín")]
