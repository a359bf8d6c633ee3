"""What is read from the rows of a sheet, in the shapes that the races on record do not show."""

import pytest

from championship.race_control.sheets.sheet import read_sheet
from championship.race_control.sheets.times import read_gap, read_laps_down, read_time


@pytest.mark.parametrize(
    "text",
    [
        "31:18.657",
        "31'18\"657",
        "31'18''657",
        "31’18″657",
        "31:18,657",
        "31.18.657",
        "31:18:657",
        "31m18.657s",
        "0:31:18.657",
    ],
)
def test_a_time_is_read_however_it_is_written(text):
    assert read_time(text) == 1_878_657


def test_what_is_a_time_and_what_is_not():
    assert [read_time(text) for text in ("54.791", "1:02:03.4", "28:53.8", "54.79s")] == [
        54_791,
        3_723_400,
        1_733_800,
        54_790,
    ]
    assert [read_time(text) for text in ("", "11", "165.3", "31:78.657", "1.2.3.4", "99:99:99", "-", "Huff")] == [
        None
    ] * 8
    assert [read_gap(text) for text in ("+1.403", "+ 1:02,081", "+5.2", "1.403", "+1")] == [
        1_403,
        62_081,
        5_200,
        None,
        None,
    ]
    laps = ("+1 lap", "2 Laps", "1L", "-1 Tour", "1 giro", "2 Runden", "3 vueltas", "1 varv", "Lap 1", "11")
    assert [read_laps_down(text) for text in laps] == [1, 2, 1, 1, 1, 2, 3, 1, None, None]


def read(text: str, *fields: str, is_race: bool = True) -> list[tuple]:
    return [tuple(getattr(line, name) for name in fields) for line in read_sheet(text, is_race=is_race).lines]


def test_total_times_become_gaps_and_missing_laps_become_laps_down():
    rows = ["1\t96\tAzcona\t11\t31:18.657", "2\t69\tVernay\t11\t31:20.060", "3\t55\tBoldizs\t10\t31:30.000"]
    text = "\n".join(["Pos\tNo\tDriver\tLaps\tTotal time", *rows])
    assert read(text, "number", "laps", "time_ms", "gap_ms", "gap_laps") == [
        (96, 11, 1_878_657, None, None), (69, 11, None, 1_403, None), (55, 10, 1_890_000, None, 1),
    ]  # fmt: skip


@pytest.mark.parametrize("form", ["{}.º", "{}.ª", "{}º", "{}.", "{}:a", "P{}"])
@pytest.mark.parametrize("separator", [";", "   "])
def test_a_place_is_read_as_every_language_counts(form, separator):
    """Portuguese and Spanish newspapers write "1.º", with a point and a raised letter."""
    cars = [("Ann Winner", "28:10,133"), ("Bo Second", "+1,403"), ("Cy Third", "+2,991")]
    rows = [separator.join((form.format(place), *car)) for place, car in enumerate(cars, start=1)]
    text = "\n".join([separator.join(("Posição", "Piloto", "Tempo/Dif.")), *rows])
    assert read(text, "position", "name", "gap_ms") == [
        (1, "Ann Winner", None), (2, "Bo Second", 1_403), (3, "Cy Third", 2_991),
    ]  # fmt: skip


def test_gaps_to_the_car_ahead_are_added_up():
    text = "P;No;Driver;Time;Int\n1;96;Azcona;31:18.657;\n2;69;Vernay;;+1.403\n3;16;Magnus;;+1.334"
    assert read(text, "time_ms", "gap_ms") == [(1_878_657, None), (None, 1_403), (None, 2_737)]


def test_without_heads_the_best_lap_is_told_from_the_total():
    text = "\n".join(
        [
            "1 96 Azcona 11 31:18.657 2:34.111",
            "2 69 Vernay 11 31:20.060 +1.403 +1.403 2:34.000",
            "3 16 Magnus 11 31:21.394 +2.737 +1.334 2:34.300",
        ]
    )
    assert read(text, "laps", "time_ms", "gap_ms", "fastest_lap_ms") == [
        (11, 1_878_657, None, 154_111), (11, None, 1_403, 154_000), (11, None, 2_737, 154_300),
    ]  # fmt: skip


def test_points_are_not_laps():
    text = "1\t96\tAzcona\t25\n2\t69\tVernay\t20\n3\t16\tMagnus\t16\n4\t17\tBerthon\t13"
    assert read(text, "number", "laps") == [(96, None), (69, None), (16, None), (17, None)]


def test_names_alone_are_in_order():
    assert read("Azcona\nVernay\n\nMagnus", "position", "name") == [(1, "Azcona"), (2, "Vernay"), (3, "Magnus")]


def test_places_and_names_alone():
    text = "1. Azcona 31:18.657\n2. Vernay +1.403\nRet Guerrieri\nDNS Monteiro"
    assert read(text, "position", "name", "status", "gap_ms") == [
        (1, "Azcona", "classified", None), (2, "Vernay", "classified", 1_403), (None, "Guerrieri", "retired", None),
        (None, "Monteiro", "did-not-start", None),
    ]  # fmt: skip


def test_places_and_numbers_alone():
    assert read("1 96\n2 69\n3 16", "position", "number") == [(1, 96), (2, 69), (3, 16)]
    assert read("96 Azcona\n69 Vernay", "position", "number") == [(1, 96), (2, 69)]
    assert read("1\tAzcona\t96\n2\tVernay\t69\n3\tMagnus\t16", "number", "name") == [
        (96, "Azcona"), (69, "Vernay"), (16, "Magnus"),
    ]  # fmt: skip


def test_laps_in_words_are_those_that_were_driven():
    text = "1 Azcona 11 laps 31:18.657\n2 Vernay 11 laps +1.403\n3 Boldizs 10 laps\nDNF Huff 5 laps"
    assert read(text, "name", "laps", "gap_ms", "gap_laps") == [
        ("Azcona", 11, None, None), ("Vernay", 11, 1_403, None), ("Boldizs", 10, None, 1), ("Huff", 5, None, None),
    ]  # fmt: skip


def test_an_italian_gap_begins_with_a():
    text = (
        "Pos;Num;Pilota;Giri;Distacco\n1;96;AZCONA Mikel;11;31'18.657\n2;69;VERNAY;11;a 1.403\n3;55;BOLDIZS;10;a 1 giro"
    )
    assert read(text, "time_ms", "gap_ms", "gap_laps") == [
        (1_878_657, None, None),
        (None, 1_403, None),
        (None, None, 1),
    ]


def test_what_stands_under_a_heading_is_under_it():
    text = "Pos\tNo\tDriver\n1\t96\tAzcona\n2\t69\tVernay\nNot classified\n\t86\tGuerrieri\nDNS\n\t18\tMonteiro"
    assert read(text, "number", "position", "status") == [
        (96, 1, "classified"), (69, 2, "classified"), (86, None, "not-classified"), (18, None, "did-not-start"),
    ]  # fmt: skip


def test_a_disqualified_car_with_a_place_has_none():
    text = "Pos\tNo\tDriver\tTime\n1\t96\tAzcona\t31:18.657\n2\t69\tVernay\tDSQ"
    assert read(text, "position", "status", "time_ms") == [(1, "classified", 1_878_657), (None, "disqualified", None)]


def test_qualifying_counts_a_gap_back_to_the_lap():
    text = "Pos\tNo\tDriver\tBest lap\tGap\n1\t68\tEhrlacher\t1:54.036\t\n2\t29\tGirolami\t\t+0.169"
    assert read(text, "time_ms", "gap_ms", is_race=False) == [(114_036, None), (114_205, None)]


def test_every_line_says_where_it_came_from_or_why_it_is_left_out():
    text = "Race of Russia\n\nPos\tNo\tDriver\n1\t96\tAzcona\nFastest lap: Huff, 2:33.452"
    sheet = read_sheet(text)
    assert [(line.row, line.raw) for line in sheet.lines] == [(4, "1\t96\tAzcona")]
    assert [(one.row, one.raw, one.why) for one in sheet.left_out] == [
        (1, "Race of Russia", "No car was found in it."),
        (3, "Pos\tNo\tDriver", "The heads of the columns."),
        (5, "Fastest lap: Huff, 2:33.452", "No car was found in it."),
    ]


def test_nothing_pasted_is_an_empty_sheet():
    assert (read_sheet("").lines, read_sheet(" \n\t\n").left_out) == ((), ())
