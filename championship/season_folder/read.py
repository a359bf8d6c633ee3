"""Reading a folder: text into rows, or every problem at once. Nothing here asks a database."""

import csv
import io
from pathlib import Path
from typing import Any

from championship.models import Event
from championship.rules import UNWRITABLE
from championship.season_folder.checks import check
from championship.season_folder.names import read_outlines
from championship.season_folder.problems import FolderProblems, Problem, meant
from championship.season_folder.rows import TABLES, Column, ReadRow, SeasonFolder, Table
from championship.season_folder.season_toml import FILE as RULES_FILE
from championship.season_folder.season_toml import read_rules


def read_folder(path: Path) -> SeasonFolder:
    """The season in the folder `path`. Raises FolderProblems with all that is wrong, by file, line and column."""
    path = Path(path)
    if not path.is_dir():
        raise FolderProblems([Problem(str(path), "there is no such folder.")])
    problems: list[Problem] = []
    rules = read_rules(path / RULES_FILE, problems)
    tables = {table.name: _read_table(path, table, problems) for table in TABLES}
    files = [table.file for table in TABLES]
    problems += [
        Problem(file.name, f"this is no file of a season folder.{meant(file.name, files)}")
        for file in sorted(path.glob("*.csv"))
        if file.name not in files
    ]
    held = [event for event in tables["events"] or () if event["status"] == Event.Status.HELD]
    if held and not (path / "results.csv").exists():
        problems.append(Problem("results.csv", f"this file is missing, and {held[0]['slug']} was held."))
    outlines = read_outlines(path, tables["circuit_layouts"] or [], tables["circuits"] or [], problems)
    check(rules, tables, problems)
    if problems or rules is None:
        order = {file: index for index, file in enumerate([RULES_FILE, *files])}
        raise FolderProblems(
            sorted(problems, key=lambda problem: (order.get(problem.file, len(order)), problem.line or 0))
        )
    return SeasonFolder(
        rules=rules,
        outlines=outlines,
        **{table.name: tuple(table.row(**row.cells) for row in tables[table.name] or ()) for table in TABLES},
    )


def _read_table(path: Path, table: Table, problems: list[Problem]) -> list[ReadRow] | None:
    """The table's rows; None when the file cannot be read at all, so that nothing is said of what it might hold."""

    def say(text: str, line: int | None = None, column: str = "") -> None:
        problems.append(Problem(table.file, text, line, column))

    try:
        # Spreadsheets put a mark in front of UTF-8; it is no part of the first column's name.
        text = (path / table.file).read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        if not table.required:
            return []
        say("this file is missing.")
        return None
    except OSError as error:
        say(f"this cannot be read: {error.strerror}.")
        return None
    except UnicodeDecodeError as error:
        say("this is not UTF-8 text.", error.object[: error.start].count(b"\n") + 1)
        return None

    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows = []
    line = 1
    try:
        header = next(reader, None)
        if header is None:
            say("this file is empty; its first line names the columns.")
            return None
        columns = {column.name: column for column in table.columns}
        header = [name.strip() for name in header]
        unknown = [name for name in header if name not in columns]
        for name in unknown:
            say(f"there is no column '{name}'; the columns are {', '.join(columns)}.{meant(name, columns)}", 1)
        for name in dict.fromkeys(name for name in header if header.count(name) > 1):
            say(f"the column '{name}' is there twice.", 1)
        missing = [column.name for column in columns.values() if not column.extra and column.name not in header]
        for name in missing:
            say(f"the column '{name}' is missing.", 1)
        if unknown or missing or len(set(header)) < len(header):
            return None

        line = reader.line_num + 1
        for values in reader:
            # A wholly empty line says nothing and harms nothing.
            if len(values) not in (0, len(header)):
                say(f"this row has {len(values)} cells; the first line names {len(header)} columns.", line)
            elif values:
                rows.append(_read_row(table, columns, dict(zip(header, values, strict=True)), line, say))
            line = reader.line_num + 1
    except csv.Error as error:
        say(f"this is not CSV: {error}.", line)
        return None
    _refuse_shared_keys(table, rows, say)
    return rows


def _read_row(table: Table, columns: dict[str, Column], values: dict[str, str], line: int, say: Any) -> ReadRow:
    cells = {}
    for name, column in columns.items():
        value = values.get(name, "").strip()
        sign = UNWRITABLE.search(value)
        if sign:
            say(f"there is a control character in this cell, U+{ord(sign[0]):04X}; take it out.", line, name)
        elif value:
            try:
                cells[name] = column.kind.read(value)
            except ValueError as error:
                say(str(error), line, name)
        elif column.needed:
            say("this cell must not be blank.", line, name)
        else:
            cells[name] = column.kind.blank
    return ReadRow(line, cells)


def _refuse_shared_keys(table: Table, rows: list[ReadRow], say: Any) -> None:
    kinds = {column.name: column.kind for column in table.columns}
    first: dict[tuple[Any, ...], int] = {}
    for row in rows:
        if not table.key or not row.has(*table.key):
            continue
        key = tuple(row[column] for column in table.key)
        if key in first:
            shown = " ".join(
                kinds[column].write(row[column]) for column in table.key if row[column] != kinds[column].blank
            )
            say(f"'{shown}' is already in line {first[key]}.", row.line, table.key[-1])
        first.setdefault(key, row.line)
