"""What is read from a text before it is known whose cars these are."""

from dataclasses import dataclass

from championship.rules import ResultStatus


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One car as the text has it: `row` counts the text's lines from 1, `raw` is what stands there."""

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


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line of the text in which no car was found, and why in a few words. `is_head`: it is one that says what the
    others are, as a sheet has it."""

    row: int
    raw: str
    why: str
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that was read from a text: its cars in order, and the lines that are none."""

    lines: tuple[SheetLine, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
