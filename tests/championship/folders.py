"""Copies of season folders with something wrong in them."""

import csv
import shutil
from pathlib import Path

CLUB = Path(__file__).parent.parent / "seasons" / "club-2030"


def copy_of(folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder, tmp_path / folder.name))


def set_cell(folder: Path, file: str, line: int, column: str, value: str) -> None:
    rows = _rows(folder / file)
    rows[line - 1][rows[0].index(column)] = value
    _write(folder / file, rows)


def find_line(folder: Path, file: str, **cells: str) -> int:
    """The line of the row with these cells."""
    rows = _rows(folder / file)
    wanted = {rows[0].index(column): value for column, value in cells.items()}
    return next(
        line for line, row in enumerate(rows, start=1) if all(row[index] == value for index, value in wanted.items())
    )


def change_row(folder: Path, file: str, where: dict[str, str], **cells: str) -> int:
    line = find_line(folder, file, **where)
    for column, value in cells.items():
        set_cell(folder, file, line, column, value)
    return line


def add_line(folder: Path, file: str, text: str) -> None:
    with (folder / file).open("a", encoding="utf-8") as stream:
        stream.write(f"{text}\n")


def replace_text(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def add_column(folder: Path, file: str, column: str, *cells: tuple[dict[str, str], str]) -> None:
    """A column more, with the values of the rows that have these cells."""
    rows = _rows(folder / file)
    head, *rest = rows
    for row in rest:
        has = dict(zip(head, row, strict=True))
        values = [value for where, value in cells if where.items() <= has.items()]
        row.append(values[0] if values else "")
    _write(folder / file, [[*head, column], *rest])


def without_column(folder: Path, file: str, column: str) -> None:
    rows = _rows(folder / file)
    index = rows[0].index(column)
    _write(folder / file, [row[:index] + row[index + 1 :] for row in rows])


def _rows(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def _write(file: Path, rows: list[list[str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)
