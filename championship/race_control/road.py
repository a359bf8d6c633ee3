"""The order on the road with what is known of its times: who is ahead of whom once times are added, if that is known.

All times are milliseconds behind the car that was first on the road. Where a car's own is not on record it lies
between those of the nearest cars on its lap whose times are; that is often enough to tell.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from championship.rules import Line

# Further down than any race goes, places that nobody has are not taken for cars.
MOST_PLACES = 200


@dataclass(frozen=True, slots=True)
class Slot:
    """A place on the road; `line` is None where its car is not on record.

    laps_down: None when it is not on record. low, high: the ends between which the time behind first lies.
    """

    index: int
    line: Line | None
    laps_down: int | None
    low: float
    high: float

    @property
    def behind_ms(self) -> int | None:
        return int(self.low) if self.low == self.high else None


@dataclass(frozen=True, slots=True)
class TimeChange:
    """What was decided about one car's time: something added, or another time in its place.

    `last` puts it behind everyone who has a time.
    """

    added_ms: int = 0
    instead_ms: int | None = None
    last: bool = False


NO_CHANGE = TimeChange()


def road_order(lines: Iterable[Line], *, is_race: bool = True) -> list[Slot]:
    """The cars with a place, best first, and the places between them whose car is not on record.

    In qualifying nobody is laps down: however many were driven, the best one counts.
    """
    placed = {line.position: line for line in lines if line.position is not None and line.position > 0}
    last = max(placed, default=0)
    cars: list[Line | None] = (
        [placed.get(place) for place in range(1, last + 1)]
        if last <= MOST_PLACES
        else [placed[place] for place in sorted(placed)]
    )
    laps_down = _laps_down(cars) if is_race else [0] * len(cars)
    known = [_behind(cars, index, laps_down[index]) for index in range(len(cars))]
    return [Slot(index, line, laps_down[index], *_between(known, laps_down, index)) for index, line in enumerate(cars)]


def stays_ahead(first: Slot, second: Slot, changes: tuple[TimeChange, TimeChange]) -> bool | None:
    """Whether `first`, ahead on the road, is still ahead of `second`; None when the times on record do not say."""
    mine, other = changes
    if mine.last or other.last:
        return other.last or not mine.last
    if mine.instead_ms is None and other.instead_ms is None:
        if mine.added_ms <= other.added_ms:
            return True
        downs = (first.laps_down, second.laps_down)
        if None not in downs and downs[0] != downs[1]:
            return True
        if None in downs and any(downs):
            return None
    low, high = _changed(first, mine)
    other_low, other_high = _changed(second, other)
    # Equal totals keep the order on the road.
    if other_low >= high:
        return True
    return False if other_high < low else None


def _laps_down(cars: Sequence[Line | None]) -> Sequence[int | None]:
    """Laps behind first. Whoever is ahead of a car on the lead lap is on it too."""
    first = cars[0] if cars else None
    downs: list[int | None] = []
    for index, line in enumerate(cars):
        if line is None:
            downs.append(None)
        elif line.gap_laps is not None:
            downs.append(line.gap_laps)
        elif index == 0 or line.gap_ms is not None:
            downs.append(0)
        elif first is not None and first.laps is not None and line.laps is not None:
            downs.append(max(first.laps - line.laps, 0))
        else:
            downs.append(None)
    lead = max((index for index, down in enumerate(downs) if down == 0), default=-1)
    return [0 if down is None and index < lead else down for index, down in enumerate(downs)]


def _behind(cars: Sequence[Line | None], index: int, laps_down: int | None) -> int | None:
    line, first = cars[index], cars[0]
    if line is None or laps_down is None:
        return None
    if index == 0:
        return 0
    if line.gap_ms is not None:
        return line.gap_ms
    if line.time_ms is not None and first is not None and first.time_ms is not None:
        return line.time_ms - first.time_ms
    return None


def _between(known: Sequence[int | None], laps_down: Sequence[int | None], index: int) -> tuple[float, float]:
    own = known[index]
    if own is not None:
        return own, own
    lap = laps_down[index] or 0
    ahead = [value for at, value in enumerate(known[:index]) if value is not None and laps_down[at] == lap]
    behind = [value for at, value in enumerate(known) if at > index and value is not None and laps_down[at] == lap]
    return max(ahead, default=-math.inf), min(behind, default=math.inf)


def _changed(slot: Slot, change: TimeChange) -> tuple[float, float]:
    if change.instead_ms is not None:
        return change.instead_ms, change.instead_ms
    return slot.low + change.added_ms, slot.high + change.added_ms
