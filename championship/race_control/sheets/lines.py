"""What is read from a text before it is known whose cars these are."""

from dataclasses import dataclass

from championship.race_control.sheets.roles import Role
from championship.rules import ResultStatus

# The column of a word that stands under no head.
NO_COLUMN = -1


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One car as the text has it: `row` counts the text's lines from 1, `raw` is what stands there; `until` is the last
    of them where a row takes several.

    `doubts` are sentences about what the sheet says of this car and what cannot all be true.
    """

    row: int
    raw: str
    position: int | None = None
    status: str = ResultStatus.CLASSIFIED
    number: int | None = None
    name: str = ""
    laps: int | None = None
    time_ms: int | None = None
    gap_ms: int | None = None
    gap_laps: int | None = None
    grid: int | None = None
    fastest_lap_ms: int | None = None
    doubts: tuple[str, ...] = ()
    until: int = 0


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line of the text in which no car was found, and why in a few words. `is_head`: it is one that says what the
    others are, as a sheet has it."""

    row: int
    raw: str
    why: str
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of the sheet. is_guessed: no head that is known says so, only what stands in it."""

    head: str
    role: Role
    is_guessed: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a row under a column (its index). `rest` is what of it is in no line."""

    text: str
    column: int
    rest: str = ""

    @property
    def is_taken(self) -> bool:
        return not self.rest


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A car's row of the sheet as a table; `row` counts the text's lines from 1."""

    row: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that was read from a text: its cars in order, and the lines that are none; a pasted sheet as a table, too."""

    lines: tuple[SheetLine, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    columns: tuple[SheetColumn, ...] = ()
    rows: tuple[SheetRow, ...] = ()
    separator: str = ""
