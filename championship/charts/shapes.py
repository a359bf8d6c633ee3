"""What all charts are made of: curves with names at their ends, a scale, and the table of the same figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count

from championship.season.parts import SessionView

# In percent of the plot's height. The lowest plot is 220 px, so names 7.4 % apart are 16 px apart.
TOP, BOTTOM = 3.0, 97.0
NAME_GAP = 7.4
# Units of the plot from one race to the next.
STEP = 10
LONG_NAME = 12
MOST_TICKS = 6
# The first, second, third and fourth curve that colour alone would not tell apart.
DASHES = ("", "6 3", "2 3", "10 3 2 3")


@dataclass(frozen=True, slots=True)
class Curve:
    """A curve that ends at `end_y`; its name stands at `name_y`, pushed away from its neighbours.

    dots: its points, each drawn round, where single ones have to be seen. reach: from where it ends to the plot's edge,
    where its name stands.
    """

    slug: str
    name: str
    colour: str
    dash: str
    path: str
    end_y: str
    name_y: str
    dots: str = ""
    reach: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """`width` is in units of the plot; everything else in percent. heads and rows: the same figures as a table.

    Numbers are text already: SVG wants a point, whatever the reader's language.
    """

    summary: str
    width: int
    ticks: list[tuple[str, str]]
    codes: list[tuple[str, str]]
    curves: list[Curve]
    heads: list[str]
    rows: list[tuple[str, list[str]]]
    muted: Sequence[str] = ()

    @property
    def has_long_names(self) -> bool:
        """Whether the names beside the plot need the wider margin: a team's do."""
        return any(len(curve.name) > LONG_NAME for curve in self.curves)


@dataclass(frozen=True, slots=True)
class Trace:
    """What one curve is drawn from: its height in percent at each step, None where there is none. dash: of DASHES."""

    slug: str
    name: str
    colour: str
    heights: list[float | None]
    dash: str = ""

    @property
    def end(self) -> float:
        return next((y for y in reversed(self.heights) if y is not None), TOP)


def curves(traces: Sequence[Trace], *, dots: bool = False) -> list[Curve]:
    """The curves with their names spread."""
    return [
        Curve(
            trace.slug,
            trace.name,
            trace.colour,
            trace.dash,
            path(trace.heights),
            f"{trace.end:g}",
            f"{name_y:g}",
            _dots(trace.heights) if dots else "",
            _reach(trace.heights),
        )
        for trace, name_y in zip(traces, _spread([trace.end for trace in traces]), strict=True)
    ]


def path(heights: Sequence[float | None]) -> str:
    """An SVG path through the heights, a step apart; it breaks where there is none."""
    parts: list[str] = []
    before = None
    for index, y in enumerate(heights):
        if y is not None:
            parts.append(f"{'M' if before is None else ''}{index * STEP} {y:g}")
        before = y
    return " ".join(parts)


def event_codes(races: Sequence[SessionView]) -> list[tuple[str, str]]:
    """Each event's code, over the middle of its races."""
    places: dict[str, list[int]] = {}
    for index, race in enumerate(races):
        places.setdefault(race.event.code, []).append(index)
    steps = max(len(races) - 1, 1)
    return [(code, f"{sum(indexes) / len(indexes) / steps * 100:.2f}") for code, indexes in places.items()]


def round_ticks(most: Decimal) -> list[int]:
    """Round numbers from 0 to just past the most."""
    steps = (size * 10**power for power in count() for size in (5, 10, 25))
    step = next(step for step in steps if most < step * MOST_TICKS)
    return list(range(0, (int(most) // step + 1) * step + 1, step))


def place_height(place: int, last: int) -> float:
    """The height of a place on a scale from first to `last`."""
    return round(TOP + (BOTTOM - TOP) * (place - 1) / (last - 1), 2)


def place_ticks(last: int) -> list[tuple[str, str]]:
    """1, 5, 10 and so on, as far as the scale goes."""
    return [(str(place), f"{place_height(place, last):g}") for place in (1, *range(5, last + 1, 5))]


def _dots(heights: Sequence[float | None]) -> str:
    """Each point as a line of no length: with round ends it is a dot that no stretching makes an egg."""
    return " ".join(f"M{index * STEP} {y:g}h0" for index, y in enumerate(heights) if y is not None)


def _reach(heights: Sequence[float | None]) -> str:
    last = max((index for index, y in enumerate(heights) if y is not None), default=len(heights) - 1)
    return "" if last == len(heights) - 1 else f"M{last * STEP} {heights[last]:g}H{(len(heights) - 1) * STEP}"


def _spread(ends: Sequence[float]) -> list[float]:
    """Where the names stand: in the order of the curves' ends, never closer than a line of text, never outside."""
    order = sorted(range(len(ends)), key=lambda index: ends[index])
    placed: list[float] = []
    for index in order:
        placed.append(max(ends[index], placed[-1] + NAME_GAP) if placed else ends[index])
    limit = BOTTOM
    for turn in range(len(placed) - 1, -1, -1):
        placed[turn] = round(min(placed[turn], limit), 2)
        limit = placed[turn] - NAME_GAP
    names = [0.0] * len(ends)
    for turn, index in enumerate(order):
        names[index] = placed[turn]
    return names
