"""A shape: the columns, words and layout in which a race is put on paper; and what then stands on it, line by line.

A shape says of every cell which values of a result it holds, so that a reader can be asked for each of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import NamedTuple

from championship.rules import ResultStatus
from tests.championship.race_control.grid.races import Car, Race, race


class Kind(Enum):
    """What a cell holds. OTHER is all that a result has no field for."""

    PLACE = auto()
    NUMBER = auto()
    NAME = auto()
    LAPS = auto()
    TOTAL = auto()
    GAP = auto()
    LAPS_DOWN = auto()
    INTERVAL = auto()
    BEST = auto()
    PART = auto()
    STATUS = auto()
    GRID = auto()
    OTHER = auto()


class Fact(NamedTuple):
    """A value that stands in a cell; times in milliseconds."""

    kind: Kind
    value: object


class WrittenCell(NamedTuple):
    """A cell's text and the values in it: two in "7 Ann Winner", none in a blank one."""

    text: str
    facts: tuple[Fact, ...] = ()


def written(text: str, kind: Kind = Kind.OTHER, value: object = None) -> WrittenCell:
    return WrittenCell(text, (Fact(kind, value),) if text else ())


NOTHING = WrittenCell("")


class Mark(NamedTuple):
    """Where a sheet says what became of a car without a place: the text in each cell that has one, or the heading that
    it stands under; `means` is the status that a reader of the sheet learns, which can be less than is known."""

    place: str = ""
    time: str = ""
    gap: str = ""
    own: str = ""
    heading: str = ""
    means: ResultStatus = ResultStatus.CLASSIFIED


Marks = Callable[[Car], Mark]
Writer = Callable[[Car, "Draft"], WrittenCell]


class Draft(NamedTuple):
    """A race that is being put on paper: what a column has to know beside its car."""

    race: Race
    marks: Marks


class Head(NamedTuple):
    """A column: its head, what writes its cells, their side, and a unit where a line of them follows the heads."""

    head: str
    write: Writer
    align: str = "<"
    unit: str = ""


class Item(NamedTuple):
    """A row of the paper before it is laid out: cells, of cars or of heads, or a line as it is."""

    cells: tuple[str, ...] = ()
    raw: str = ""
    is_heads: bool = False
    at: tuple[int, ...] = ()


# Each item as the lines of text that it becomes.
Layout = Callable[[Sequence[Item], Sequence[str]], list[list[str]]]
Notes = Callable[[Race], list[str]]


def no_notes(_race: Race) -> list[str]:
    return []


def in_order(race: Race) -> list[Car]:
    return list(race.cars)


@dataclass(frozen=True, slots=True)
class Shape:
    """How somebody writes a classification.

    heads: whether the heads stand above; every: after how many cars a page ends; group: a line above each run of cars
    of one group; abreast: cars on one line of text; is_grid: the places are those of a starting grid; line_end, begins:
    what ends each line, and what the file begins with.
    """

    name: str
    language: str
    what: str
    columns: tuple[Head, ...]
    layout: Layout
    marks: Marks
    make: Callable[[int], Race] = race
    order: Callable[[Race], list[Car]] = in_order
    before: Notes = no_notes
    after: Notes = no_notes
    page_end: Notes = no_notes
    every: int = 0
    group: Callable[[Car], str] | None = None
    heads: bool = True
    heads_in_groups: bool = False
    abreast: int = 1
    is_grid: bool = False
    line_end: str = "\n"
    begins: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell's text stands among the equal texts of its rows: the `nth` of `of`."""

    text: str
    facts: tuple[Fact, ...]
    nth: int
    of: int


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """A car on the paper: the text's rows from 1 that it takes up, its cells, and where its heading stands."""

    car: Car
    event_entry: int
    rows: tuple[int, ...]
    cells: tuple[Place, ...]
    mark: Mark
    heading_row: int | None = None

    def holds(self, *kinds: Kind) -> list[Place]:
        """The cells that hold a value of these kinds, in the order of the kinds."""
        return [cell for kind in kinds for cell in self.cells if any(fact.kind is kind for fact in cell.facts)]

    def value(self, kind: Kind) -> object:
        """The value of a kind, or None. Of the parts of a qualifying the last one."""
        values = [fact.value for cell in self.cells for fact in cell.facts if fact.kind is kind]
        return values[-1] if values else None


@dataclass(frozen=True, slots=True)
class Paper:
    """A text with all that stands on it."""

    shape: Shape
    race: Race
    text: str
    lines: tuple[WrittenLine, ...]


@dataclass(slots=True)
class _Writing:
    """The rows one after another, with the heading that each car stands under."""

    items: list[Item] = field(default_factory=list)
    headings: dict[int, int] = field(default_factory=dict)
    heading: str = ""
    heading_item: int | None = None

    def raw(self, lines: Sequence[str]) -> None:
        self.items += [Item(raw=line) for line in lines]

    def head(self, text: str) -> None:
        """A heading, once above those that stand under it."""
        if text and text != self.heading:
            self.raw(["", text])
            self.heading_item = len(self.items) - 1
        self.heading = text


def put_on_paper(shape: Shape, seed: int) -> Paper:
    race = shape.make(seed)
    draft = Draft(race, shape.marks)
    cars = shape.order(race)
    cells = [[column.write(car, draft) for column in shape.columns] for car in cars]
    items, headings = _items(shape, race, cars, cells)
    laid_out = shape.layout(items, [column.align for column in shape.columns] * shape.abreast)
    text, rows_of_item = _numbered(laid_out)
    ids = {id(car): index for index, car in enumerate(race.cars, start=1)}
    lines = []
    for number, item in enumerate(items):
        together = [cell for at in item.at for cell in cells[at]]
        for at in item.at:
            heading = headings.get(at)
            line = WrittenLine(
                cars[at],
                ids[id(cars[at])],
                rows_of_item[number],
                _placed(cells[at], together, len(cells[at]) * item.at.index(at)),
                shape.marks(cars[at]),
                rows_of_item[heading][-1] if heading is not None else None,
            )
            lines.append(line)
    return Paper(shape, race, shape.begins + shape.line_end.join(text), tuple(lines))


def _items(
    shape: Shape, race: Race, cars: Sequence[Car], cells: Sequence[Sequence[WrittenCell]]
) -> tuple[list[Item], dict[int, int]]:
    """The rows in order, and for a car under a heading the heading's."""
    writing = _Writing()
    writing.raw(shape.before(race))
    if shape.heads and not shape.heads_in_groups:
        writing.items += _heads(shape)
    group = ""
    for at in range(0, len(cars), shape.abreast):
        car = cars[at]
        if shape.group and shape.group(car) != group:
            group = shape.group(car)
            writing.raw(["", group])
            writing.items += _heads(shape) if shape.heads_in_groups else []
        writing.head(shape.marks(car).heading)
        if shape.every and at and at % shape.every == 0:
            writing.raw(shape.page_end(race))
            writing.raw(shape.before(race))
            writing.items += _heads(shape) if shape.heads else []
        indexes = tuple(range(at, min(at + shape.abreast, len(cars))))
        if writing.heading and writing.heading_item is not None:
            writing.headings[at] = writing.heading_item
        texts = tuple(cell.text for index in indexes for cell in cells[index])
        writing.items.append(Item(texts, at=indexes))
    writing.raw(shape.after(race))
    return writing.items, writing.headings


def _heads(shape: Shape) -> list[Item]:
    heads = [column.head for column in shape.columns]
    items = [Item(tuple(heads * shape.abreast), is_heads=True)]
    if any(column.unit for column in shape.columns):
        items.append(Item(tuple([column.unit for column in shape.columns] * shape.abreast), is_heads=True))
    return items


def _numbered(laid_out: Sequence[Sequence[str]]) -> tuple[list[str], list[tuple[int, ...]]]:
    lines: list[str] = []
    rows = []
    for texts in laid_out:
        rows.append(tuple(range(len(lines) + 1, len(lines) + len(texts) + 1)))
        lines += texts
    return lines, rows


def _placed(own: Sequence[WrittenCell], together: Sequence[WrittenCell], begins: int) -> tuple[Place, ...]:
    texts = [cell.text for cell in together]
    return tuple(
        Place(cell.text, cell.facts, texts[: begins + index].count(cell.text), texts.count(cell.text))
        for index, cell in enumerate(own)
        if cell.text
    )
