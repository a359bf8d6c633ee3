"""Sheets whose columns, heads or cells were mixed up: whatever is read, the table of the preview tells the truth.

Silent is a value that is in no line and not marked, or in a line under another role than its column shows.
"""

import random
from collections.abc import Callable, Iterator

import pytest

from championship.race_control.sheets.lines import Cell, Sheet, SheetLine
from championship.race_control.sheets.roles import NAMES, Role
from championship.race_control.sheets.sheet import read_sheet
from championship.race_control.sheets.times import duration_of, read_laps_down, read_part_of_a_day
from championship.race_control.sheets.words import fold, says_finished, status_with_reason
from tests.championship.race_control.grid.paper import put_on_paper
from tests.championship.race_control.grid.shapes import SHAPES
from tests.sample import sample

SPOILT = sample(400, 5_000)
SEPARATORS = ("\t", ";")
UNKNOWN_WORDS = ("Xyzzy", "Quux 7b", "Frobnitz", "Wibble", "Zzz.")
NO_FIELD = (Role.IGNORED, Role.CLASS, Role.POINTS)


def tables() -> list[tuple[str, str, list[list[str]], bool]]:
    """The grid's sheets with a sign between cells and heads in the first line: name, sign, rows, whether a race."""
    found = []
    for shape in SHAPES:
        for seed in (1, 2):
            paper = put_on_paper(shape, seed)
            lines = paper.text.splitlines()
            for sign in SEPARATORS:
                rows = [line.split(sign) for line in lines]
                if (
                    '"' not in paper.text
                    and len(rows) > 8
                    and len({len(row) for row in rows}) == 1
                    and len(rows[0]) > 4
                ):
                    found.append(
                        (shape.name, sign, rows, "qualifying" not in shape.name and not shape.name.endswith("6"))
                    )
    return found


@pytest.fixture(scope="module")
def sheets():
    listed = tables()
    assert len(listed) >= 20
    return listed


def written(sign: str, rows: list[list[str]]) -> str:
    return "\n".join(sign.join(row) for row in rows)


def milliseconds(text: str) -> set[int]:
    plain = text.split(" (")[0].strip(" *†‡§")
    duration = duration_of(plain)
    day = read_part_of_a_day(plain)
    return ({duration.ms} if duration else set()) | ({day} if day is not None else set())


def whole(text: str) -> int | None:
    figures = "".join(char for char in text.split("/")[0] if char.isdigit())
    return int(figures) if figures else None


def times_in(line: SheetLine, ahead: SheetLine | None, winners: set[int]) -> dict[Role, set[int]]:
    """What a cell of each role may hold so that it is in the line; winners: the times that gaps may be counted from."""
    behind = {line.gap_ms} if line.gap_ms is not None else set()
    totals = {winner + gap for winner in winners for gap in behind}
    laps = {line.time_ms} if line.time_ms is not None else set()
    near = {gap - (ahead.gap_ms or 0) for gap in behind if ahead is not None}
    counted_back = {lap - winner for winner in winners for lap in laps}
    to_next = {lap - ahead.time_ms for lap in laps if ahead is not None and ahead.time_ms is not None}
    return {
        Role.TIME: laps | totals | behind | counted_back | {0},
        Role.GAP: behind | laps | counted_back | totals | {0},
        Role.INTERVAL: near | to_next | laps | {0},
        Role.BEST: ({line.fastest_lap_ms} if line.fastest_lap_ms is not None else set()) | laps,
        Role.PART: laps,
    }


def is_in_line(cell: Cell, role: Role, line: SheetLine, ahead: SheetLine | None, winners: set[int]) -> bool:
    text = cell.text.strip()
    status = status_with_reason(text)
    if role in NAMES:
        return all(word in f"{line.number} {fold(line.name)}".split() for word in fold(text).split()) or "(" in text
    if status:
        return line.status != "classified"
    if role in (Role.STATUS, Role.TIME, Role.GAP) and says_finished(text):
        return True
    if role is Role.POSITION:
        return whole(text) == line.position
    if role is Role.NUMBER:
        return whole(text) == line.number
    if role is Role.GRID:
        return whole(text) == (line.grid or 0)
    down = read_laps_down(text)
    if role is Role.LAPS:
        return whole(text) in (line.laps, line.gap_laps)
    if down is not None and not milliseconds(text):
        behind = line.gap_laps or 0
        return down in (behind, line.laps, behind - ((ahead.gap_laps if ahead else 0) or 0))
    allowed = times_in(line, ahead, winners).get(role, set())
    return any(abs(time - other) <= 2 for time in milliseconds(text) for other in allowed)


def silent(sheet: Sheet) -> Iterator[str]:
    """Each cell that seems taken and is in no field of its line."""
    by_row = {line.row: line for line in sheet.lines}
    placed = [line for line in sheet.lines if line.status == "classified" and line.time_ms is not None]
    winners = {line.time_ms for line in placed if line is placed[0] or line.position == 1}
    ahead: SheetLine | None = None
    for row in sheet.rows:
        line = by_row[row.row]
        for cell in row.cells:
            role = sheet.columns[cell.column].role if cell.column >= 0 else Role.UNKNOWN
            if not cell.is_taken or not any(map(str.isalnum, cell.text)) or role in NO_FIELD:
                continue
            if status_with_reason(cell.text) and line.status != "classified":
                continue
            if role is Role.UNKNOWN or not is_in_line(cell, role, line, ahead, winners):
                yield f"line {row.row}: {cell.text!r} as {role} is not in {line}"
        ahead = line


def lost(sheet: Sheet, rows: list[list[str]]) -> Iterator[str]:
    """Each line of the text that is neither a car's, with all its cells, nor left out."""
    shown = {row.row: row for row in sheet.rows}
    left = {line.row for line in sheet.left_out}
    for number, cells in enumerate(rows, 1):
        filled = [" ".join(cell.split()) for cell in cells if any(map(str.isalnum, cell))]
        if number in shown:
            texts = [" ".join(cell.text.split()) for cell in shown[number].cells]
            yield from (f"line {number}: {cell!r}" for cell in filled if cell not in texts)
        elif filled and number not in left:
            yield f"line {number}: {cells}"


def columns_swapped(rows: list[list[str]], chance: random.Random) -> list[list[str]]:
    left, right = chance.sample(range(len(rows[0])), 2)
    swapped = [list(row) for row in rows]
    for row in swapped:
        row[left], row[right] = row[right], row[left]
    return swapped


def heads_swapped(rows: list[list[str]], chance: random.Random) -> list[list[str]]:
    return [columns_swapped(rows[:1], chance)[0], *[list(row) for row in rows[1:]]]


def head_replaced(rows: list[list[str]], chance: random.Random) -> list[list[str]]:
    heads = list(rows[0])
    heads[chance.randrange(len(heads))] = chance.choice(UNKNOWN_WORDS)
    return [heads, *rows[1:]]


def cell_moved(rows: list[list[str]], chance: random.Random) -> list[list[str]]:
    moved = [list(row) for row in rows]
    row = chance.choice(moved[1:])
    left, right = chance.sample(range(len(row)), 2)
    row[left], row[right] = row[right], row[left]
    return moved


@pytest.mark.parametrize(
    "spoil", [columns_swapped, heads_swapped, head_replaced, cell_moved], ids=lambda way: way.__name__
)
def test_a_mixed_up_table_hides_nothing(sheets, spoil: Callable):
    chance = random.Random(spoil.__name__)
    for _number in range(SPOILT // 4):
        name, sign, rows, is_race = chance.choice(sheets)
        spoilt = spoil(rows, chance)
        sheet = read_sheet(written(sign, spoilt), is_race=is_race)
        assert (list(silent(sheet)), list(lost(sheet, spoilt))) == ([], []), (name, spoilt[:4])


def test_columns_in_another_order_give_the_same_result(sheets):
    chance = random.Random(7)
    for _number in range(SPOILT // 4):
        name, sign, rows, is_race = chance.choice(sheets)
        swapped = columns_swapped(rows, chance)
        before, after = (read_sheet(written(sign, table), is_race=is_race).lines for table in (rows, swapped))
        assert [values(line) for line in after] == [values(line) for line in before], (name, swapped[:3])


def values(line: SheetLine) -> tuple[object, ...]:
    return (
        *(line.row, line.position, line.status, line.number, line.laps, line.time_ms),
        *(line.gap_ms, line.gap_laps, line.grid, line.fastest_lap_ms),
    )
