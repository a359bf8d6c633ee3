"""Level on points: most wins, then most seconds, and so on.

A countback is one integer whose digits, base 1024, are the number of firsts, seconds, thirds and so on, the firsts
leading. To compare two integers is then to compare place by place, and adding a result is adding one digit.

Source: the site's own rule, since no published text was found: over race places as scored in the title; still level,
the same place.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

ZERO = Decimal(0)

_BITS = 10
_MASK = (1 << _BITS) - 1


class CountbackRule:
    """Writes and reads countbacks for fields of at most `places` cars."""

    __slots__ = ("_units", "limit")

    def __init__(self, places: int) -> None:
        self._units = tuple(1 << (_BITS * (places - place)) for place in range(1, places + 1))
        # Greater than every countback.
        self.limit = 1 << (_BITS * places)

    def of_place(self, place: int) -> int:
        """The countback of a single result at `place` (from 1)."""
        return self._units[place - 1]

    def times_at(self, place: int, countback: int) -> int:
        """How often `place` was taken."""
        if place > len(self._units):
            return 0
        return countback // self._units[place - 1] & _MASK

    def podiums(self, countback: int) -> int:
        return sum(self.times_at(place, countback) for place in (1, 2, 3))

    def tie_break(self, ahead: int, behind: int) -> "TieBreak | None":
        """What puts the countback `ahead` before `behind`; None when they are level in everything and share the
        place."""
        if ahead == behind:
            return None
        for place in range(1, len(self._units) + 1):
            counts = self.times_at(place, ahead), self.times_at(place, behind)
            if counts[0] != counts[1]:
                return TieBreak(place, *counts)
        return None


@dataclass(frozen=True, slots=True)
class TieBreak:
    """Why a competitor is ahead of another on the same points: `place` was taken `ahead` times to `behind`, the best
    place at which they differ."""

    place: int
    ahead: int
    behind: int


class Total(NamedTuple):
    """Points and countback, of a competitor or of what it gains. The greater of two is ahead."""

    points: Decimal = ZERO
    countback: int = 0


def total_of(gains: Iterable[Total]) -> Total:
    points, countback = ZERO, 0
    for gain in gains:
        points, countback = points + gain.points, countback + gain.countback
    return Total(points, countback)
