"""What the guide draws: who goes on in qualifying, the grid turned round, what places pay. From numbers alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from championship.formats import points_text

# Of the drawing of cars in a row, in its own units.
SLOT, SLOT_HEIGHT, LEAN = 20, 26, 4
# Of the two columns of places and the lines between them.
LEFT, RIGHT, ROW, HEAD = 120, 360, 30, 46


@dataclass(frozen=True, slots=True)
class Slots:
    """Cars in a row, those who go on first; `going_on` and `staying` are SVG paths. A row of the widest field is
    `width` units wide, so that rows above each other show how the field shrinks."""

    width: int
    height: int
    going_on: str
    staying: str


@dataclass(frozen=True, slots=True)
class CrossingLine:
    """From a place on the left to one on the right. is_outer: the first or the last, drawn to be followed."""

    place: int
    slot: int
    y_from: int
    y_to: int
    is_outer: bool


@dataclass(frozen=True, slots=True)
class ReversedGrid:
    """The first so many places and their slots on the grid, both from 1 downwards, and a line for each."""

    height: int
    left: int
    right: int
    lines: list[CrossingLine]

    @property
    def rows(self) -> list[tuple[int, int]]:
        """The numbers beside the lines: place or slot, and its height."""
        return [(line.place, line.y_from) for line in self.lines]


@dataclass(frozen=True, slots=True)
class Rung:
    """What a place pays; width in percent of the highest bar of all ladders."""

    place: int
    points: str
    width: str


def slots(cars: int, going_on: int, widest: int) -> Slots:
    paths = [_slot(index) for index in range(cars)]
    return Slots(widest * SLOT, SLOT_HEIGHT, " ".join(paths[:going_on]), " ".join(paths[going_on:]))


def reversed_grid(places: int) -> ReversedGrid:
    """1 to the last slot, the last to slot 1."""
    lines = [
        CrossingLine(place, slot := places + 1 - place, _row(place), _row(slot), place in (1, places))
        for place in range(1, places + 1)
    ]
    # What is to be followed is drawn last, on top.
    return ReversedGrid(_row(places) + ROW // 2, LEFT, RIGHT, sorted(lines, key=lambda line: line.is_outer))


def rungs(scale: Sequence[Decimal], most: Decimal) -> list[Rung]:
    """A scale as bars. most: what the highest place of any ladder on the page pays."""
    return [
        Rung(place, points_text(points), f"{float(points / most * 100):.4g}") for place, points in enumerate(scale, 1)
    ]


def _slot(index: int) -> str:
    """A place on the grid, leaning as the mark does."""
    x = index * SLOT + LEAN
    return f"M{x} 2h11l-{LEAN} 22h-11z"


def _row(place: int) -> int:
    return HEAD + (place - 1) * ROW
