"""From the order on the road to the order in the result: a line a driver, as far as a decision moved anybody."""

from collections.abc import Mapping
from dataclasses import dataclass

# In px: a row, the heads above, and how long a name may be before it is set closer.
ROW, HEAD = 28, 34
LONG_NAME = 13
# So many places ahead of the first that changed are drawn too.
AHEAD = 2


@dataclass(frozen=True, slots=True)
class SlopeLine:
    """before, after: the places on the road and in the result; y_before, y_after: where they stand, in px."""

    name: str
    before: int
    after: int
    y_before: int
    y_after: int

    @property
    def way(self) -> str:
        """up, down, or same."""
        return "same" if self.after == self.before else "up" if self.after < self.before else "down"

    @property
    def is_long(self) -> bool:
        return len(self.name) > LONG_NAME


@dataclass(frozen=True, slots=True)
class Slope:
    """lines: those that stayed first, then up, then down, so that who lost is drawn on top."""

    lines: list[SlopeLine]
    height: int


def slope(places: Mapping[str, tuple[int, int]]) -> Slope | None:
    """From each driver's place on the road and in the result, by name; None where nobody's changed."""
    changed = [place for pair in places.values() if pair[0] != pair[1] for place in pair]
    if not changed:
        return None
    first, last = max(min(changed) - AHEAD, 1), max(changed)
    lines = [
        SlopeLine(name, before, after, _y(before - first), _y(after - first))
        for name, (before, after) in places.items()
        if first <= before <= last
    ]
    return Slope(
        sorted(lines, key=lambda line: (("same", "up", "down").index(line.way), line.after)),
        HEAD + ROW * (last - first) + ROW // 2,
    )


def _y(row: int) -> int:
    return HEAD + ROW * row
