"""What a classification may be, said once: its lines, the words that stand in them, and what no order can be.

Publishing refuses what is found here, race control shows it beside its line before that, and a season folder that holds
it is not loaded: each words the findings for its own reader. Constraints made of the same words and limits stand behind
them in the database (models/results.py). An order that is only unlikely may be published; race control asks about it.

Pure: the standard library and nothing else.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class ClassificationStatus(StrEnum):
    PROVISIONAL = "provisional"
    UNDER_INVESTIGATION = "under-investigation"
    OFFICIAL = "official"


class ResultStatus(StrEnum):
    """What became of a car. A classified one without a place has a place that is not on record."""

    CLASSIFIED = "classified"
    NOT_CLASSIFIED = "not-classified"
    RETIRED = "retired"
    DID_NOT_START = "did-not-start"
    DISQUALIFIED = "disqualified"
    EXCLUDED = "excluded"
    NOT_ON_RECORD = "not-on-record"


# Of a car without a place: one that it may have had. The others had none.
PLACE_NOT_ON_RECORD = frozenset({ResultStatus.CLASSIFIED, ResultStatus.NOT_ON_RECORD})
# A car that was taken out holds no fastest lap, and no best time of a qualifying.
TAKEN_OUT = frozenset({ResultStatus.DISQUALIFIED, ResultStatus.EXCLUDED})


class Basis(StrEnum):
    """What a line rests on."""

    TWO_SOURCES = "two sources"
    ONE_SOURCE = "one source"
    DERIVED = "derived"
    DOUBTFUL = "doubtful"
    NOT_ON_RECORD = "not on record"


class DecisionKind(StrEnum):
    """What the stewards decide."""

    TIME = "time"
    DRIVE_THROUGH = "drive-through"
    GRID = "grid"
    PLACES = "places"
    LAP_DELETED = "lap-deleted"
    DISQUALIFICATION = "disqualification"
    POINTS = "points"
    REPRIMAND = "reprimand"
    FINE = "fine"
    WARNING = "warning"
    NO_FURTHER_ACTION = "no-further-action"
    UNKNOWN = "unknown"


# The kinds that have a size, by what it is counted in. A drive-through has seconds where it was turned to time.
WITH_SECONDS = frozenset({DecisionKind.TIME, DecisionKind.DRIVE_THROUGH})
WITH_PLACES = frozenset({DecisionKind.GRID, DecisionKind.PLACES})
# They leave the order of the session in which they were decided as it is.
MOVES_NOBODY = frozenset(
    {
        DecisionKind.GRID,
        DecisionKind.POINTS,
        DecisionKind.REPRIMAND,
        DecisionKind.FINE,
        DecisionKind.WARNING,
        DecisionKind.NO_FURTHER_ACTION,
    }
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a classification. `event_entry` is the id of the car on the event's list; times and gaps are in
    milliseconds, and a gap is to first. `number` is the one on its door; None leaves it as the current classification
    has it, or else the event's list. `holds_fastest_lap` says that a source names this car as the holder of the
    session's fastest lap. Of a place that is not on record `one_of` are the places, two or more with spaces, of which
    it was one, and `points` what it is known to have given by the session's own scale. White space at the ends of a
    text says nothing and is taken off.
    """

    event_entry: int
    position: int | None = None
    status: str = ResultStatus.CLASSIFIED
    laps: int | None = None
    time_ms: int | None = None
    gap_ms: int | None = None
    gap_laps: int | None = None
    grid: int | None = None
    fastest_lap_ms: int | None = None
    note: str = ""
    basis: str = ""
    source: str = ""
    number: int | None = None
    holds_fastest_lap: bool = False
    one_of: str = ""
    points: Decimal | None = None

    def __post_init__(self) -> None:
        for field in ("note", "basis", "source", "one_of"):
            object.__setattr__(self, field, getattr(self, field).strip())


@dataclass(frozen=True, slots=True)
class Counting:
    """What a classification counts for, and by how much of the distance.

    scale: the name of a scale of the season, empty for the session's own. points_factor: by which the points of every
    title are multiplied: half of them, double, or none with 0. laps_counted: the lap to which a race that was stopped
    was counted back, None for one that counts as it was run.
    """

    scale: str = ""
    points_factor: Decimal = Decimal(1)
    laps_counted: int | None = None


AS_PLANNED = Counting()


class Limits(NamedTuple):
    least: int
    most: int


# No field is larger; the scorer counts how often each place up to the last one was taken.
PLACES = Limits(1, 999)
# What a column of small numbers holds.
LAPS = Limits(0, 32_767)
# What a door has room for.
DOORS = Limits(0, 9_999)
# No race is longer than 99:59:59.999.
TIMES = Limits(0, 100 * 60 * 60 * 1000 - 1)

# What a line's figures may be where they are known, by the names of its fields.
LIMITS: Mapping[str, Limits] = {
    "position": PLACES,
    "grid": PLACES,
    "laps": LAPS,
    "gap_laps": Limits(1, 999),
    "time_ms": TIMES,
    "gap_ms": TIMES,
    "fastest_lap_ms": TIMES,
    "number": DOORS,
    "points": DOORS,
}
# What a race may be counted back to, and by what its points may be multiplied.
LAPS_COUNTED = Limits(1, LAPS.most)
FACTORS = Limits(0, 10)
# The most characters of a text, of a line or of what is said of a classification.
LONGEST: Mapping[str, int] = {"note": 250, "one_of": 40, "published_by": 150, "reason": 250, "reason_sv": 250}
# A tab or a line end may stand in a text; no database and no page can show the others, nor half of a letter.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


class Fault(StrEnum):
    """What makes an order none."""

    NO_LINES = "no lines"
    NOT_ENTERED = "not entered"
    CAR_TWICE = "car twice"
    STATUS_UNKNOWN = "status unknown"
    BASIS_UNKNOWN = "basis unknown"
    PLACE_WITHOUT_CLASSIFICATION = "place without classification"
    OUT_OF_LIMITS = "out of limits"
    TWO_GAPS = "two gaps"
    TOO_LONG = "too long"
    UNWRITABLE = "unwritable"
    PLACE_TAKEN = "place taken"
    GRID_TAKEN = "grid taken"
    NUMBER_TAKEN = "number taken"
    HOLDER_TWICE = "two holders of the fastest lap"
    HOLDER_TAKEN_OUT = "holder of the fastest lap taken out"
    PLACE_IS_KNOWN = "place is known"
    ONE_OF_WHAT = "one of what"
    COUNTING_OUT_OF_LIMITS = "counting out of limits"
    SCALE_UNKNOWN = "scale unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    lines: the indexes of the lines concerned, in order; none where it is about the whole. field: the field of the line,
    or of the classification, that it is about. figure, text: what stands there; of a text that is too long, the number
    of its characters, and of one that cannot be written, the sign.
    """

    fault: Fault
    lines: tuple[int, ...] = ()
    field: str = ""
    figure: int = 0
    text: str = ""


def check(lines: Sequence[Line], entered: Collection[int] | None) -> list[Finding]:
    """All that makes the lines, in their order, no classification; nothing where they are one.

    entered: the ids of the cars on the event's list, None where it is not known. Places may be left open: who was there
    is not on record.
    """
    if not lines:
        return [Finding(Fault.NO_LINES)]
    findings = []
    for index, line in enumerate(lines):
        if entered is not None and line.event_entry not in entered:
            findings.append(Finding(Fault.NOT_ENTERED, (index,), "event_entry"))
    findings += _shared(Fault.CAR_TWICE, "event_entry", lines)
    for index, line in enumerate(lines):
        findings += _of_line(index, line)
    # A car that is in it twice may well stand twice in its place.
    findings += _shared(Fault.PLACE_TAKEN, "position", lines)
    findings += _shared(Fault.GRID_TAKEN, "grid", lines)
    findings += _shared(Fault.NUMBER_TAKEN, "number", lines)
    holders = tuple(index for index, line in enumerate(lines) if line.holds_fastest_lap)
    if len(holders) > 1:
        findings.append(Finding(Fault.HOLDER_TWICE, holders, "holds_fastest_lap"))
    return findings


def places_of(one_of: str) -> tuple[int, ...]:
    """The places that "11 12" names, from the best on; none where it names something else."""
    if not re.fullmatch(r"[0-9]{1,3}( [0-9]{1,3})*", one_of):
        return ()
    places = sorted(map(int, one_of.split()))
    return tuple(places) if places == sorted(set(places)) and PLACES.least <= places[0] else ()


def check_head(status: str, published_by: str = "", reason: str = "", reason_sv: str = "") -> list[Finding]:
    """What is wrong with all that is said of a classification besides its lines."""
    findings = []
    if status not in ClassificationStatus:
        findings.append(Finding(Fault.STATUS_UNKNOWN, field="status", text=status))
    findings += _of_text((), "published_by", published_by)
    findings += _of_text((), "reason", reason)
    findings += _of_text((), "reason_sv", reason_sv)
    return findings


def check_counting(counting: Counting, scales: Collection[str]) -> list[Finding]:
    """What is wrong with what a classification counts for; `scales` are the names of the season's."""
    findings = []
    if counting.scale and counting.scale not in scales:
        findings.append(Finding(Fault.SCALE_UNKNOWN, field="scale", text=counting.scale))
    factor = counting.points_factor
    if not (factor.is_finite() and FACTORS.least <= factor <= FACTORS.most and factor == round(factor, 2)):
        findings.append(Finding(Fault.COUNTING_OUT_OF_LIMITS, field="points_factor", text=str(factor)))
    laps = counting.laps_counted
    if laps is not None and not LAPS_COUNTED.least <= laps <= LAPS_COUNTED.most:
        findings.append(Finding(Fault.COUNTING_OUT_OF_LIMITS, field="laps_counted", text=str(laps)))
    return findings


def _of_line(index: int, line: Line) -> Iterator[Finding]:
    if line.status not in ResultStatus:
        yield Finding(Fault.STATUS_UNKNOWN, (index,), "status", text=line.status)
    elif line.position is not None and line.status != ResultStatus.CLASSIFIED:
        yield Finding(Fault.PLACE_WITHOUT_CLASSIFICATION, (index,), "position", line.position, text=line.status)
    for field, limits in LIMITS.items():
        figure = getattr(line, field)
        if figure is not None and not limits.least <= figure <= limits.most:
            yield Finding(Fault.OUT_OF_LIMITS, (index,), field, int(figure))
    if line.holds_fastest_lap and line.status in TAKEN_OUT:
        yield Finding(Fault.HOLDER_TAKEN_OUT, (index,), "holds_fastest_lap", text=line.status)
    place_may_be = line.position is None and line.status in PLACE_NOT_ON_RECORD
    for field in ("one_of", "points"):
        if getattr(line, field) not in ("", None) and not place_may_be:
            yield Finding(Fault.PLACE_IS_KNOWN, (index,), field)
    if line.one_of and len(places_of(line.one_of)) < 2:
        yield Finding(Fault.ONE_OF_WHAT, (index,), "one_of", text=line.one_of)
    if line.gap_ms is not None and line.gap_laps is not None:
        yield Finding(Fault.TWO_GAPS, (index,), "gap_ms")
    if line.basis and line.basis not in Basis:
        yield Finding(Fault.BASIS_UNKNOWN, (index,), "basis", text=line.basis)
    yield from _of_text((index,), "note", line.note)
    yield from _of_text((index,), "one_of", line.one_of)
    yield from _of_text((index,), "source", line.source)


def _of_text(lines: tuple[int, ...], field: str, text: str) -> Iterator[Finding]:
    if field in LONGEST and len(text) > LONGEST[field]:
        yield Finding(Fault.TOO_LONG, lines, field, len(text))
    sign = UNWRITABLE.search(text)
    if sign:
        yield Finding(Fault.UNWRITABLE, lines, field, text=f"U+{ord(sign[0]):04X}")


def _shared(fault: Fault, field: str, lines: Sequence[Line]) -> Iterator[Finding]:
    """The lines that share what only one may have; of a car that is in it twice, only as that."""
    by_value: dict[int, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        value = getattr(line, field)
        if value is not None:
            by_value[value].append(index)
    for value, indexes in by_value.items():
        cars = {lines[index].event_entry for index in indexes}
        if len(indexes) > 1 and (fault == Fault.CAR_TWICE or len(cars) > 1):
            yield Finding(fault, tuple(indexes), field, value)
