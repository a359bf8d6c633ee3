"""From what the cells of each row say to the lines of a result, with nothing lost on the way.

A result has a total of the winner, the others' gaps to it in time or laps, and a lap of each; a sheet may have all of
these, some, or others from which they follow. What a row says and its line does not is marked at its cell.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from django.utils.translation import gettext as _

from championship.formats import time_text
from championship.race_control.sheets.lines import SheetLine
from championship.race_control.sheets.table.contents import SHORTEST_LAP
from championship.race_control.sheets.table.rows import TextRow
from championship.rules import ResultStatus
from web.limits import LARGEST_SMALL

CLASSIFIED = ResultStatus.CLASSIFIED
# Of two statuses in one row, the one that decides more.
_WEIGHT = {
    ResultStatus.DISQUALIFIED: 5,
    ResultStatus.EXCLUDED: 4,
    ResultStatus.DID_NOT_START: 3,
    ResultStatus.RETIRED: 2,
    ResultStatus.NOT_CLASSIFIED: 1,
}
# Sheets cut or round the last figure.
ROUNDING_MS = 2


@dataclass(slots=True)
class RowContent:
    """What one row says: the value of each field and the column that it stands in; times in milliseconds.

    heading: the status that stands above the rows. unread: by column, what of its cell is in no field.
    """

    row: TextRow
    heading: str = ""
    values: dict[str, int | str] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    unread: dict[int, str] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)

    def take(self, column: int, text: str, values: dict[str, int | str], rest: str) -> None:
        """A cell. Of a field that two cells say, the first stays, the weightier status always."""
        self.texts[column] = text
        if rest:
            self.unread[column] = rest
        for name, value in values.items():
            if name == "status" and name in self.values:
                if _WEIGHT[ResultStatus(str(value))] > _WEIGHT[ResultStatus(self.status)]:
                    self.values[name] = value
            elif name == "part" and name in self.values:
                # The last part counts; the times of the others have no field.
                self.unread[self.columns[name]] = self.texts[self.columns[name]]
                self.values[name], self.columns[name] = value, column
            elif name not in self.values:
                self.values[name], self.columns[name] = value, column
            elif self.values[name] != value:
                self.unread[column] = text

    def figure(self, name: str) -> int | None:
        value = self.values.get(name)
        return value if isinstance(value, int) else None

    def text(self, name: str) -> str:
        return str(self.values.get(name, ""))

    def give_up(self, name: str) -> None:
        """Marks the cell of a value that is in no field."""
        if name in self.columns:
            column = self.columns[name]
            self.unread.setdefault(column, self.texts[column])

    @property
    def name(self) -> str:
        return self.text("name") or " ".join(filter(None, (self.text("given"), self.text("family"))))

    @property
    def status(self) -> str:
        return self.text("status")

    @property
    def is_car(self) -> bool:
        """Whether it is a car's row in a sheet of numbers or places: somebody is in it, and it stands somewhere."""
        ranked = any(name in self.values for name in ("position", "grid")) or bool(self.status or self.heading)
        return (ranked or bool(self.name)) if "number" in self.values else (ranked and bool(self.name))

    @property
    def has_result(self) -> bool:
        return any(name in self.values for name in ("laps", "time", "gap", "best", "part", "laps_down", "interval"))

    @property
    def is_name_with_time(self) -> bool:
        """The same in a sheet that has neither."""
        return bool(self.name) and any(name in self.values for name in ("time", "gap", "best", "part", "laps_down"))


def lines_of_race(rows: Sequence[RowContent]) -> list[SheetLine]:
    """Of the first car the total, of the others what they are behind it."""
    _take_statuses(rows)
    first = next((row for row in rows if not row.status and row.figure("position") in (1, None)), None)
    if first:
        _take_gaps_under_time(rows, first)
        _count_laps_done(rows, first)
    total = _total_of_first(first) if first else None
    lines: list[SheetLine] = []
    for row in rows:
        line = _line(row)
        if row is first:
            line = replace(line, time_ms=total)
        else:
            gap = _gap_of(row, total, lines[-1] if lines else None)
            down = _laps_down(row, first, is_placed=line.status == CLASSIFIED)
            own_total = _own_total(row, total, down, line.status)
            line = replace(line, time_ms=own_total, gap_ms=None if down else gap, gap_laps=down)
        line = replace(line, fastest_lap_ms=row.figure("best"))
        _audit_race(row, line, total, lines[-1] if lines else None, is_first=row is first)
        lines.append(line)
    for row, line in zip(rows, lines, strict=True):
        _doubt_impossible_laps(row, line, total)
    return _finished(rows, lines)


def lines_of_qualifying(rows: Sequence[RowContent]) -> list[SheetLine]:
    """Of everyone the best lap; where only a gap stands, counted back to it."""
    _take_statuses(rows)
    lines = []
    fastest: int | None = None
    ahead: int | None = None
    for row in rows:
        line = _line(row)
        lap = _lap_of(row)
        gap = row.figure("gap") if "gap" in row.values else row.figure("time")
        if lap is None and fastest is not None and gap is not None:
            lap = fastest + gap
        if lap is None and ahead is not None and (interval := row.figure("interval")) is not None:
            lap = ahead + interval
        if line.status == CLASSIFIED:
            fastest = lap if fastest is None else fastest
        line = replace(line, time_ms=lap)
        _audit_qualifying(row, line, fastest, ahead)
        ahead = lap
        lines.append(line)
    return _finished(rows, lines)


def _lap_of(row: RowContent) -> int | None:
    """The lap that counts: of the last part, or the best one. What is shorter than any lap is a gap."""
    stated = (row.figure(name) for name in ("part", "best", "time"))
    return next((lap for lap in stated if lap is not None and lap >= SHORTEST_LAP), None)


def _take_statuses(rows: Sequence[RowContent]) -> None:
    """What a heading says of the rows below it counts where they have no place.

    Words that are known as no status, where the others have a time or "running", say why a car has neither: it retired,
    which is asked about.
    """
    says_finished = {row.columns["finished"] for row in rows if "finished" in row.values}
    for row in rows:
        timed = any(name in row.values for name in ("time", "gap", "laps_down", "interval", "finished"))
        if "reason" in row.values and not row.status and not row.heading and not timed:
            column = row.columns["reason"]
            if row.text("reason_of") != "status" or column in says_finished:
                row.values["status"], row.columns["status"] = ResultStatus.RETIRED, column
                row.doubts.append(
                    _("“%(words)s” stands where others have a time: it is read as retired.")
                    % {"words": row.texts[column]}
                )
        if row.status == ResultStatus.NOT_CLASSIFIED and row.figure("laps") == 0:
            row.doubts.append(_("It is not classified and did no lap: did it start?"))
        if row.heading and "position" not in row.values and not row.status:
            row.values["status"] = row.heading
        elif row.status and "position" in row.values and row.texts[row.columns["status"]].casefold() == "out":
            # On a live board a car with a place is out on its lap.
            row.give_up("status")
            del row.values["status"]


def _line(row: RowContent) -> SheetLine:
    status = row.status or CLASSIFIED
    position = row.figure("position") if status == CLASSIFIED else None
    return SheetLine(
        row.row.row,
        row.row.raw,
        position=_small(row, "position") if position is not None else None,
        status=status,
        number=_small(row, "number"),
        name=row.name,
        laps=_small(row, "laps"),
        grid=_small(row, "grid") or None,
        until=row.row.until,
    )


def _small(row: RowContent, name: str) -> int | None:
    value = row.figure(name)
    if value is not None and value > LARGEST_SMALL:
        row.give_up(name)
        return None
    return value


def _total_of_first(first: RowContent) -> int | None:
    """Some sheets have the winner's time under the gaps. A gap to itself, 0.000, is no time."""
    return first.figure("time") or first.figure("gap") or None


def _take_gaps_under_time(rows: Sequence[RowContent], first: RowContent) -> None:
    """Where the first car's time is 0.000, all times are gaps to it."""
    if first.figure("time") == 0:
        for row in rows:
            if "time" in row.values and "gap" not in row.values:
                row.values["gap"], row.columns["gap"] = row.values.pop("time"), row.columns.pop("time")


def _count_laps_done(rows: Sequence[RowContent], first: RowContent) -> None:
    """Nobody who is first is laps down: "11 laps" are those that were driven."""
    most = first.figure("laps_down")
    if not most:
        return
    for row in rows:
        down = row.figure("laps_down")
        if down is not None and "laps" not in row.values and (row.status or down * 2 > most):
            row.values["laps"], row.columns["laps"] = down, row.columns["laps_down"]
            del row.values["laps_down"], row.columns["laps_down"]


def _gap_of(row: RowContent, total: int | None, ahead: SheetLine | None) -> int | None:
    """To first, in the order of trust: as a gap, from the total, from the gap to the car ahead."""
    gap, time, interval = row.figure("gap"), row.figure("time"), row.figure("interval")
    if gap is not None and not _is_total(gap, total):
        return gap
    if gap is not None and total is not None and gap >= total:
        return gap - total
    if row.status:
        return None
    if time is not None and total is not None:
        # Under one head with the winner's time stands a total, or the gap itself.
        if time >= total:
            return time - total
        if not _is_total(time, total):
            return time
    if interval is None or ahead is None or ahead.status != CLASSIFIED:
        return None
    return (ahead.gap_ms or 0) + interval if ahead.position == 1 or ahead.gap_ms is not None else None


def _is_total(time: int, total: int | None) -> bool:
    return total is not None and time >= total * 0.7


def _laps_down(row: RowContent, first: RowContent | None, *, is_placed: bool) -> int | None:
    down = row.figure("laps_down")
    if down is not None:
        return down or None
    if not is_placed or first is None:
        return None
    most, laps = first.figure("laps"), row.figure("laps")
    return most - laps if most is not None and laps is not None and laps < most else None


def _own_total(row: RowContent, total: int | None, down: int | None, status: str) -> int | None:
    """Of a car that was lapped, or has no place: how long it drove. Of the others the gap says it."""
    time = row.figure("time")
    if time is None or (down is None and status == CLASSIFIED and total is not None):
        return None
    return time if total is None or _is_total(time, total) or time >= SHORTEST_LAP * 3 or status != CLASSIFIED else None


def _audit_race(
    row: RowContent, line: SheetLine, total: int | None, ahead: SheetLine | None, *, is_first: bool
) -> None:
    """Whatever the row says is in its line, or is marked at its cell."""
    _audit_figures(row, line)
    _keep(row, "best", lambda best: best == line.fastest_lap_ms)
    _keep(row, "part", lambda part: False)
    if is_first:
        _keep(row, "time", lambda time: time in (0, line.time_ms))
        _keep(row, "gap", lambda gap: gap in (0, line.time_ms))
        _keep(row, "interval", lambda interval: interval in (0, line.time_ms))
        return
    behind = line.gap_ms
    _keep(
        row,
        "time",
        lambda time: (
            time == line.time_ms
            or (
                behind is not None
                and (time == behind or (total is not None and abs(total + behind - time) <= ROUNDING_MS))
            )
        ),
        _("The total and the gap of this line do not agree: %(written)s is not used."),
    )
    _keep(
        row, "gap", lambda gap: behind is not None and (gap == behind or (total is not None and gap - total == behind))
    )
    _keep(
        row,
        "interval",
        lambda interval: _is_interval(interval, line, ahead),
        _("The gap to first and the gap to the car ahead do not agree: %(written)s is not used.") if behind else "",
    )
    _keep(row, "interval_laps", lambda down: down == (line.gap_laps or 0) - ((ahead.gap_laps if ahead else 0) or 0))


def _is_interval(interval: int, line: SheetLine, ahead: SheetLine | None) -> bool:
    """Whether it is what lies between the two lines; of cars a lap down their totals say so."""
    if ahead is None:
        return interval == 0
    if line.gap_ms is not None:
        behind = ahead.gap_ms if ahead.gap_ms is not None else 0 if ahead.position == 1 else None
        return behind is not None and abs(behind + interval - line.gap_ms) <= ROUNDING_MS
    if line.time_ms is not None and ahead.time_ms is not None and line.laps == ahead.laps:
        return abs(ahead.time_ms + interval - line.time_ms) <= ROUNDING_MS
    return False


def _doubt_impossible_laps(row: RowContent, line: SheetLine, total_of_first: int | None) -> None:
    """Nobody drives twelve laps in less than twelve times the best of them."""
    total = line.time_ms
    if total is None and line.gap_ms is not None and total_of_first is not None:
        total = total_of_first + line.gap_ms
    best, laps = line.fastest_lap_ms, line.laps
    if total is None or best is None:
        return
    if best > total:
        row.doubts.append(
            _("The best lap, %(best)s, is longer than the whole time, %(total)s.")
            % {"best": time_text(best), "total": time_text(total)}
        )
    elif laps and best * laps > total + ROUNDING_MS * laps:
        row.doubts.append(
            _("%(laps)s laps of %(best)s or more take longer than %(total)s: one of the three is wrong.")
            % {"laps": laps, "best": time_text(best), "total": time_text(total)}
        )


def _audit_qualifying(row: RowContent, line: SheetLine, fastest: int | None, ahead: int | None) -> None:
    _audit_figures(row, line)
    lap = line.time_ms

    def agrees(gap: int, to: int | None) -> bool:
        return lap is not None and to is not None and abs(to + gap - lap) <= ROUNDING_MS

    for name in ("best", "time", "part"):
        _keep(row, name, lambda time: time == lap or agrees(time, fastest))
    _keep(
        row,
        "gap",
        lambda gap: gap == lap or agrees(gap, fastest) or (gap == 0 and ahead is None),
        _("The lap and the gap of this line do not agree: %(written)s is not used."),
    )
    _keep(row, "interval", lambda interval: agrees(interval, ahead) or interval in (0, lap))
    _keep(row, "interval_laps", lambda down: False)


def _audit_figures(row: RowContent, line: SheetLine) -> None:
    _keep(row, "position", lambda place: place == line.position)
    _keep(row, "number", lambda number: number == line.number)
    _keep(row, "laps", lambda laps: laps == line.laps)
    _keep(row, "grid", lambda grid: grid == (line.grid or 0))
    _keep(row, "laps_down", lambda down: down == (line.gap_laps or 0))


def _keep(row: RowContent, name: str, is_in_line: Callable[[int], bool], doubt: str = "") -> None:
    value = row.figure(name)
    if value is None or is_in_line(value):
        return
    row.give_up(name)
    if doubt:
        row.doubts.append(doubt % {"written": row.texts[row.columns[name]]})


def _finished(rows: Sequence[RowContent], lines: list[SheetLine]) -> list[SheetLine]:
    """With the doubts, and with places where the sheet has none: then it is in the order of the result."""
    has_places = any("position" in row.values for row in rows)
    classified = [line for line in lines if line.status == CLASSIFIED]
    grids = [line.grid for line in classified if line.grid is not None]
    # On the sheet of a grid the places are those.
    rises = len(grids) == len(classified) and all(before < after for before, after in pairwise(grids))
    is_grid = not has_places and rises
    place = 0
    finished = []
    for row, line in zip(rows, lines, strict=True):
        if not has_places and line.status == CLASSIFIED:
            place = line.grid if is_grid and line.grid else place + 1
            line = replace(line, position=place)
        finished.append(replace(line, doubts=tuple(dict.fromkeys(row.doubts))))
    return finished
