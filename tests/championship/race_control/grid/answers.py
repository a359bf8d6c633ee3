"""What a reader of a paper has to take from it: field by field, from the cells that stand on it."""

from collections.abc import Iterator
from dataclasses import dataclass

from championship.rules import ResultStatus
from tests.championship.race_control.grid.paper import Kind, Paper, Place, WrittenLine

# Words that say "excluded" mean "disqualified" as well, and sheets use them for it.
EXCLUDED_WORDS = (
    *("exc", "exkl", "esclus", "utesl", "utelukk", "ausgeschl", "wertungsausschluss", "uitgesl", "kiz", "mis hors"),
)


@dataclass(frozen=True, slots=True)
class Value:
    """A field of a result: what is right there, best first, and the cells that say it, the plainest first."""

    field: str
    right: tuple[object, ...]
    cells: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a line of a paper holds. `first_time`: of a qualifying that gives gaps to it alone."""

    line: WrittenLine
    values: tuple[Value, ...]
    first_time: int | None = None


def answers(paper: Paper) -> Iterator[Answer]:
    """An answer for each line, in the order of the paper."""
    first = next(line for line in paper.lines if line.car is paper.race.first)
    places = any(line.holds(Kind.PLACE) for line in paper.lines)
    for line in paper.lines:
        values = [*_who(line, is_grid=paper.shape.is_grid, places=places), _laps(line)]
        if paper.race.is_race:
            values += [*_race_times(line, first), _plain("fastest_lap_ms", line, Kind.BEST)]
            yield Answer(line, tuple(values))
        else:
            yield Answer(line, (*values, *_qualifying_times(line, first)), _int(first.value(Kind.BEST)))


def _who(line: WrittenLine, *, is_grid: bool, places: bool) -> Iterator[Value]:
    car, mark = line.car, line.mark
    is_placed = car.place is not None
    place = (line.value(Kind.PLACE) if places else car.place) if is_placed else None
    yield Value("place", (place,), tuple(line.holds(Kind.PLACE)))
    meant: tuple[object, ...] = (mark.means,)
    if mark.means == ResultStatus.DISQUALIFIED and any(
        text.casefold().startswith(EXCLUDED_WORDS) for text in mark[:5] if isinstance(text, str)
    ):
        meant = (ResultStatus.DISQUALIFIED, ResultStatus.EXCLUDED)
    yield Value("status", meant, tuple(line.holds(Kind.STATUS)))
    yield _plain("number", line, Kind.NUMBER)
    yield Value("name", (line.event_entry,), tuple(line.holds(Kind.NAME)))
    grid = _plain("grid", line, Kind.GRID)
    yield Value("grid", (None, place), grid.cells) if is_grid else grid


def _plain(field: str, line: WrittenLine, kind: Kind) -> Value:
    return Value(field, (line.value(kind),), tuple(line.holds(kind)))


def _laps(line: WrittenLine) -> Value:
    """No lap is as good as none said."""
    value = line.value(Kind.LAPS)
    return Value("laps", (0, None) if value == 0 else (value,), tuple(line.holds(Kind.LAPS)))


def _race_times(line: WrittenLine, first: WrittenLine) -> Iterator[Value]:
    """The winner's total; of the others the gap to it, in time or in laps, whichever column says it.

    A total of another car than the first is as good as none; laps short of the first's are right for a car without a
    place, and none as well; so is its gap, where the sheet has one.
    """
    car = line.car
    total, gap, down = (_int(line.value(kind)) for kind in (Kind.TOTAL, Kind.GAP, Kind.LAPS_DOWN))
    first_total, first_laps = _int(first.value(Kind.TOTAL)), _int(first.value(Kind.LAPS))
    laps = _int(line.value(Kind.LAPS))
    short = first_laps - laps if first_laps is not None and laps is not None and laps < first_laps else None
    behind = total - first_total if total is not None and first_total is not None else None
    if line is first:
        times: tuple[object, ...] = (total,)
        gaps: tuple[object, ...] = (None,)
        laps_down: tuple[object, ...] = (None,)
    elif car.place is None:
        times, gaps, laps_down = (None, total), (None, gap, behind), (None, short, down)
    elif car.gap_laps:
        times, gaps = (None, total), (None,)
        known = down is not None or short is not None
        laps_down = (car.gap_laps,) if known else (None, car.gap_laps)
    else:
        says = gap is not None or behind is not None or line.value(Kind.INTERVAL) is not None
        times, gaps, laps_down = (None, total), (car.gap if says else None,), (None,)
    yield Value("time_ms", times, tuple(line.holds(Kind.TOTAL)))
    yield Value("gap_ms", gaps, tuple(line.holds(Kind.GAP, Kind.TOTAL, Kind.INTERVAL)))
    yield Value("gap_laps", laps_down, tuple(line.holds(Kind.LAPS_DOWN, Kind.LAPS)))


def _qualifying_times(line: WrittenLine, first: WrittenLine) -> Iterator[Value]:
    """Everyone's lap: that of its last part; a gap to the first's is as good, where it is alone."""
    lap = line.value(Kind.BEST)
    if lap is None:
        lap = line.value(Kind.PART)
    gap = _int(line.value(Kind.GAP))
    if lap is None and gap is not None:
        lap = (_int(first.value(Kind.BEST)) or 0) + gap
    # Of the parts it is the last that says it.
    cells = line.holds(Kind.BEST) or line.holds(Kind.PART)[-1:] or line.holds(Kind.GAP)
    yield Value("time_ms", (lap,), tuple(cells))
    yield Value("gap_ms", (None, gap), tuple(line.holds(Kind.GAP)))
    yield Value("gap_laps", (None,))
    yield Value("fastest_lap_ms", (None, lap), tuple(line.holds(Kind.BEST)))


def _int(value: object) -> int | None:
    return value if isinstance(value, int) else None
