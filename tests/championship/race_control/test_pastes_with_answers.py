"""Pastes that once went wrong, each with its right answer: twelve whole sheets, and the minimal ones."""

import json
from pathlib import Path
from typing import NamedTuple

import pytest

from championship.race_control.checks import check
from championship.race_control.matching import Match, lines_of, match
from championship.race_control.sheets.sheet import read_sheet
from championship.race_control.starters import Starter
from championship.rules import ResultStatus
from tests.championship.race_control.grid.notation import apostrophes, colons, commas, unpadded

PASTES = Path(__file__).parent / "pastes_with_answers"
FIELDS = ("place", "status", "laps", "time_ms", "gap_ms", "gap_laps", "grid", "fastest_lap_ms")
CLOCKS = (colons, apostrophes, unpadded, commas(colons))


def read(path: Path, starters: list[Starter], *, is_race: bool) -> list[Match]:
    return match(read_sheet(path.read_text(), is_race=is_race).lines, starters)


@pytest.mark.parametrize("path", sorted(PASTES.glob("*.json")), ids=lambda path: path.stem)
def test_a_paste_gives_its_answer(path):
    answer = json.loads(path.read_text())
    starters = [
        Starter(index, line["number"], *line["name"].split(" ", 1), "", "")
        for index, line in enumerate(answer["lines"], start=1)
    ]
    matches = read(path.with_suffix(".txt"), starters, is_race=answer["is_race"])
    assert [(one.starter and one.starter.label) or one.doubt for one in matches] == [one.label for one in starters]
    first_laps = answer["lines"][0]["laps"]
    for one, line in zip(matches, answer["lines"], strict=True):
        got = {field: getattr(one.line, "position" if field == "place" else field) for field in FIELDS}
        wrong = {
            field: (got[field], line[field])
            for field in FIELDS
            if got[field] != line[field] and not is_also_right(field, got[field], line, one.line.raw, first_laps)
        }
        assert wrong == {}, line["name"]


def is_also_right(field: str, got: int | None, line: dict, raw: str, first_laps: int) -> bool:
    """Whether a value is as good as the answer's: its `also_right` in code."""
    match field:
        case "laps":
            return got is None and line["laps"] == 0
        case "gap_laps":
            return line["place"] is None and got == first_laps - line["laps"]
        case "time_ms":
            return line["place"] != 1 and got is not None and any(clock(got) in raw for clock in CLOCKS)
        case "grid":
            return got is None
    return False


class Minimal(NamedTuple):
    """What is right of a minimal paste: the values of some fields, a car a row."""

    fields: str
    rows: tuple[tuple, ...]
    is_race: bool = True


TOTAL = 1_868_657
R, DNS, DSQ, NC, OK = (
    ResultStatus.RETIRED,
    ResultStatus.DID_NOT_START,
    ResultStatus.DISQUALIFIED,
    ResultStatus.NOT_CLASSIFIED,
    ResultStatus.CLASSIFIED,
)
RACE = "position number laps time_ms gap_ms fastest_lap_ms"
MINIMAL = {
    # The 0.000 is the winner's gap to himself.
    "01-race-leader-gap-zero.txt": Minimal(RACE, ((1, 1, 12, None, None, None), (2, 22, 12, None, 403, None))),
    "02-race-one-space-runden-zeit.txt": Minimal(RACE, ((1, 1, 12, TOTAL, None, None), (2, 22, 12, None, 403, None))),
    "02b-race-one-space-varv-tid.txt": Minimal(RACE, ((1, 1, 12, TOTAL, None, None), (2, 22, 12, None, 403, None))),
    # The interval is not the gap.
    "03-race-unknown-gap-head-then-interval.txt": Minimal(
        "number laps gap_ms", ((1, 12, None), (22, 12, 403), (33, 12, 11_403), (44, 12, 23_403))
    ),
    "03b-race-leader-gap-then-gap.txt": Minimal("number laps gap_ms", ((1, 12, None), (22, 12, 403), (33, 12, 11_403))),
    # Times as they stand: nothing is added.
    "04-qualifying-disqualified-was-faster.txt": Minimal(
        "position status number time_ms", ((1, OK, 1, 153_452), (None, DSQ, 33, 153_100)), is_race=False
    ),
    "04b-qualifying-faster-car-behind.txt": Minimal(
        "position number time_ms", ((1, 1, 153_452), (2, 22, 153_400)), is_race=False
    ),
    "05-race-nc-and-dnf.txt": Minimal("position status number laps", ((1, OK, 1, 12), (None, R, 44, 5))),
    "06-qualifying-q1-q2-q3-columns.txt": Minimal(
        "position number time_ms laps", ((1, 1, 153_452, 18), (2, 22, 153_500, 17), (3, 33, 154_500, 6)), is_race=False
    ),
    "07-race-speedhive-unpadded-seconds.csv": Minimal(
        RACE, ((1, 1, 12, TOTAL, None, 153_452), (2, 22, 12, None, 403, 123_500))
    ),
    "08-race-orbits-total-tm.csv": Minimal(
        f"{RACE} name", ((1, 1, 12, TOTAL, None, 153_452, "Ann Winner"), (2, 22, 12, None, 403, 153_500, "Bo Second"))
    ),
    "09-race-alkamel-wide.csv": Minimal(
        f"{RACE} status name",
        (
            (1, 1, 12, TOTAL, None, 153_452, OK, "Ann Winner"),
            (2, 22, 12, None, 403, 153_500, OK, "Bo Second"),
            (None, 44, 5, None, None, 156_600, NC, "Dan Fourth"),
        ),
    ),
    # The numbers are those under Car #, and the head is no car.
    "10-race-iracing.csv": Minimal("position number name", ((1, 1, "Ann Winner"), (2, 22, "Bo Second"))),
    "11-race-unknown-laps-head.txt": Minimal(
        "position number laps time_ms gap_ms gap_laps", ((1, 1, 12, TOTAL, None, None), (2, 55, 11, None, None, 1))
    ),
    "12-race-status-words.txt": Minimal(
        "position status number laps", ((1, OK, 1, 12), (None, R, 22, 5), (None, DNS, 33, None))
    ),
    # A car on its out lap is not retired.
    "13-live-board-state-out.txt": Minimal("position status number gap_ms", ((1, OK, 1, None), (2, OK, 33, 11_403))),
    "14-race-pdf-one-cell-a-line.txt": Minimal(RACE, ((1, 1, 12, TOTAL, None, None), (2, 22, 12, None, 403, None))),
    # Without heads nothing says which of the last two figures is the grid.
    "15-race-wikitext-row-a-line.txt": Minimal(
        "position status number laps time_ms gap_ms",
        ((1, OK, 1, 12, TOTAL, None), (2, OK, 22, 12, None, 403), (None, R, 55, 1, None, None)),
    ),
    "16-race-excel-fraction-of-a-day.txt": Minimal(RACE, ((1, 1, 12, TOTAL, None, None), (2, 22, 12, None, 403, None))),
}
CARS = [
    Starter(number, number, *name.split(), "", "")
    for number, name in (
        *((1, "Ann Winner"), (22, "Bo Second"), (33, "Cid Third"), (44, "Dan Fourth"), (55, "Eve Fifth")),
    )
]


@pytest.mark.parametrize("name", MINIMAL)
def test_a_minimal_paste_gives_its_answer(name):
    minimal = MINIMAL[name]
    matches = read(PASTES / "small" / name, CARS, is_race=minimal.is_race)
    fields = minimal.fields.split()
    number = fields.index("number")
    assert [one.starter and one.starter.number for one in matches] == [row[number] for row in minimal.rows]
    for one, row in zip(matches, minimal.rows, strict=True):
        got = tuple(getattr(one.line, field) for field in fields)
        # Of another car than the winner its total is as good as none.
        totals = {None, TOTAL + 403, 1_870_000, 754_060} if minimal.is_race and row[number] != 1 else set()
        as_good = [
            wanted if field == "time_ms" and value in totals else value
            for field, value, wanted in zip(fields, got, row, strict=True)
        ]
        assert tuple(as_good) == row


def test_every_minimal_paste_has_its_answer():
    assert {path.name for path in PASTES.joinpath("small").iterdir()} == MINIMAL.keys()


def test_a_faster_car_behind_a_slower_one_is_a_warning():
    path = PASTES / "small" / "04b-qualifying-faster-car-behind.txt"
    remarks = check(lines_of(read(path, CARS, is_race=False)), CARS, is_race=False)
    assert [(remark.refuses, remark.line in (0, 1)) for remark in remarks if remark.line is not None] == [(False, True)]
