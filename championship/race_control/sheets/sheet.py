"""Rows pasted from a timing sheet, a PDF or a spreadsheet, in any common shape."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from championship.race_control.sheets.columns import NAMES, RowContent, by_heads, by_shape
from championship.race_control.sheets.headings import roles_in, roles_of
from championship.race_control.sheets.layout import MOST_ROWS, TextRow, rows_of, tokens_of
from championship.race_control.sheets.lines import LeftOut, Sheet, SheetLine
from championship.race_control.sheets.words import status_of
from championship.rules import ResultStatus
from web.limits import LARGEST_SMALL

CLASSIFIED = ResultStatus.CLASSIFIED
# No lap is as short, so a time below is a gap.
SHORTEST_LAP = 20_000


def read_sheet(text: str, *, is_race: bool = True) -> Sheet:
    """The cars of a pasted sheet, each with its line of the text, and the lines in which no car was found.

    Columns may be separated by tabs, semicolons, commas, bars or spaces, with heads in English, French, German,
    Italian, Spanish or Swedish, or without any. Never raises, whatever the text is.
    """
    rows, separator = rows_of(text)
    read = _SheetReader(separator)
    for row in rows:
        read.take(row)
    cars, left_out = read.cars()
    lines = _qualifying(cars) if not is_race else _race(cars)
    length = len(text.splitlines())
    if length > MOST_ROWS:
        left_out.append(LeftOut(MOST_ROWS + 1, "", _("Only the first %(rows)s lines are read.") % {"rows": MOST_ROWS}))
    return Sheet(tuple(_with_places(lines)), tuple(sorted(left_out, key=lambda line: line.row)))


@dataclass(slots=True)
class _CarRow:
    """A row with what it says; `heading` is the status that stands above it, `heads` what its columns hold."""

    row: TextRow
    heading: str
    heads: list[str | None]
    content: RowContent = field(default_factory=RowContent)


class _SheetReader:
    """The rows one after another: heads and headings hold for those below them."""

    def __init__(self, separator: str) -> None:
        self.separator = separator
        self.roles: list[str | None] = []
        self.heading = ""
        self.read: list[_CarRow] = []
        self.left_out: list[LeftOut] = []

    def take(self, row: TextRow) -> None:
        filled = [cell for cell in row.cells if cell]
        roles = roles_in(row.raw.split()) if self.separator == " " else roles_of(row.cells)
        if roles:
            self.roles = roles
            self._leave(row, _("The heads of the columns."), is_head=True)
        elif len(filled) == 1 and status_of(filled[0]):
            self.heading = status_of(filled[0]) or ""
            self._leave(row, _("A heading: what follows is under it."), is_head=True)
        else:
            self.read.append(_CarRow(row, self.heading, self.roles if self._under_heads(row) else []))

    def cars(self) -> tuple[list[_CarRow], list[LeftOut]]:
        """Every row that is a car's; in a sheet without numbers and places, those with a time, else with a name."""
        contents = by_shape([tokens_of(car.row.cells, self.separator) for car in self.read], self.roles)
        for car, shaped in zip(self.read, contents, strict=True):
            car.content = by_heads(car.row.cells, car.heads) if car.heads else shaped
        kept = (
            [car for car in self.read if car.content.is_car]
            or [car for car in self.read if car.content.is_name_with_time or (car.heading and car.content.name)]
            or [car for car in self.read if self._is_name(car.content)]
        )
        rows = {car.row.row for car in kept}
        for car in self.read:
            if car.row.row not in rows:
                self._leave(car.row, _("No car was found in it."))
        for car in kept:
            if car.content.position is None:
                car.content.status = car.content.status or car.heading
        return kept, self.left_out

    def _under_heads(self, row: TextRow) -> bool:
        """Between tabs and signs a cell stands under its head; between spaces only where none is missing."""
        if not any(role in (*NAMES, "number") for role in self.roles) or self.separator == " ":
            return False
        if self.separator == "  ":
            return len(row.cells) == len(self.roles)
        # A comma inside a name puts every cell after it under another head.
        return len(row.cells) > 1 and not any(row.cells[len(self.roles) :])

    @staticmethod
    def _is_name(content: RowContent) -> bool:
        return bool(content.name) and len(content.name.split()) <= 5 and ":" not in content.name

    def _leave(self, row: TextRow, why: str, *, is_head: bool = False) -> None:
        self.left_out.append(LeftOut(row.row, row.raw, why, is_head))


def _race(cars: Sequence[_CarRow]) -> list[SheetLine]:
    """Times of a race: the first car's total, and of the others what they are behind it."""
    first = next((car.content for car in cars if not car.content.status and car.content.position in (1, None)), None)
    total, best = _total_of_first(first) if first else (None, None)
    if first is not None and first.laps_down:
        _count_laps_done(cars, first.laps_down)
    lines = []
    behind = 0
    for car in cars:
        content = car.content
        line = _line(car)
        if content is first:
            lines.append(replace(line, time_ms=total, fastest_lap_ms=best))
            continue
        gap, lap = _gap_and_best(content, total, best)
        if gap is None and content.interval is not None and first is not None:
            gap = behind + content.interval
        behind = behind if gap is None else gap
        laps_down = _laps_down(content, first)
        if line.status == CLASSIFIED:
            line = replace(line, gap_laps=laps_down, gap_ms=None if laps_down else gap)
        elif line.status == ResultStatus.NOT_CLASSIFIED:
            line = replace(line, gap_laps=content.laps_down)
        lines.append(replace(line, fastest_lap_ms=lap))
    return lines


def _count_laps_done(cars: Sequence[_CarRow], most: int) -> None:
    """Nobody who is first is laps down: "11 laps" are those that were driven."""
    for car in cars:
        down = car.content.laps_down
        if car.content.laps is None and down is not None and (car.content.status or down * 2 > most):
            car.content.laps, car.content.laps_down = down, None


def _total_of_first(first: RowContent) -> tuple[int | None, int | None]:
    """Without heads the longest time of the first row is its total, and another one its best lap."""
    if first.total is not None or first.best is not None or not first.times:
        # Some sheets have the winner's time under the gaps.
        total = first.total if first.total is not None else first.gap
        return total, first.best
    total = max(first.times)
    others = [time for time in first.times if time != total and time >= SHORTEST_LAP]
    return total, others[-1] if others else None


def _gap_and_best(content: RowContent, total: int | None, best: int | None) -> tuple[int | None, int | None]:
    """What a car is behind first, and its best lap; `total` and `best` are those of first."""
    if content.gap is not None or content.total is not None or content.best is not None:
        return (content.gap if content.gap is not None else _behind(content.total, total)), content.best
    whole = [time for time in content.times if _is_total(time, total)]
    others = [time for time in content.times if not _is_total(time, total)]
    lap = None
    if best is not None and others and others[-1] >= SHORTEST_LAP and (len(others) > 1 or content.gaps or whole):
        lap = others.pop()
    if content.gaps:
        # To first and to the car ahead: to first is never less.
        return max(content.gaps[:2]), lap
    if whole:
        return _behind(whole[0], total), lap
    return (others[0] if others else None), lap


def _is_total(time: int, total: int | None) -> bool:
    return total is not None and time >= total * 0.8


def _behind(time: int | None, total: int | None) -> int | None:
    """A time under the same head as the winner's is a total, or the gap itself."""
    if time is None or total is None:
        return None
    if time >= total:
        return time - total
    return None if _is_total(time, total) else time


def _laps_down(content: RowContent, first: RowContent | None) -> int | None:
    if content.laps_down is not None:
        return content.laps_down or None
    if first is None or first.laps is None or content.laps is None or content.laps >= first.laps:
        return None
    return first.laps - content.laps


def _qualifying(cars: Sequence[_CarRow]) -> list[SheetLine]:
    """Times of qualifying: everyone's best lap; a gap is counted back to it."""
    lines: list[SheetLine] = []
    fastest: int | None = None
    for car in cars:
        content = car.content
        stated = [time for time in (content.best, content.total, *content.times) if time is not None]
        time = next((time for time in stated if time >= (fastest or SHORTEST_LAP)), None)
        gap = content.gap if content.gap is not None else next(iter(content.gaps), None)
        if time is None and fastest is not None:
            gap = gap if gap is not None else next(iter(stated), None)
            time = None if gap is None else fastest + gap
        fastest = time if fastest is None else fastest
        lines.append(replace(_line(car), time_ms=time))
    return lines


def _line(car: _CarRow) -> SheetLine:
    content = car.content
    status = content.status or CLASSIFIED
    return SheetLine(
        car.row.row,
        car.row.raw,
        position=_small(content.position) if status == CLASSIFIED else None,
        status=status,
        number=_small(content.number),
        name=content.name,
        laps=_small(content.laps),
        grid=_small(content.grid) or None,
    )


def _small(value: int | None) -> int | None:
    return value if value is not None and value <= LARGEST_SMALL else None


def _with_places(lines: list[SheetLine]) -> list[SheetLine]:
    """A sheet without places is in the order of the result."""
    if any(line.position is not None for line in lines):
        return lines
    places = iter(range(1, len(lines) + 1))
    return [replace(line, position=next(places)) if line.status == CLASSIFIED else line for line in lines]
