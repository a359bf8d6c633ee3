"""Level on points: most wins, then most seconds, and so on.

A countback is one integer whose digits, base 1024, are the number of firsts, seconds, thirds and so on, the firsts
leading. To compare two integers is then to compare place by place, and adding a result is adding one digit.

Source: the site's own rule (DESIGN section 3), since no published text was found: over race places as scored in the
title; still level, the same place.
"""

from dataclasses import dataclass

_BITS = 10
_MASK = (1 << _BITS) - 1


class Countback:
    """Reads and writes countbacks for fields of at most `places` cars."""

    __slots__ = ("_units", "limit")

    def __init__(self, places: int) -> None:
        self._units = tuple(1 << (_BITS * (places - place)) for place in range(1, places + 1))
        # Greater than every countback.
        self.limit = 1 << (_BITS * places)

    def one(self, place: int) -> int:
        """The countback of a single result at `place` (from 1)."""
        return self._units[place - 1]

    def count(self, countback: int, place: int) -> int:
        """How often `place` was taken."""
        if place > len(self._units):
            return 0
        return countback // self._units[place - 1] & _MASK

    def podiums(self, countback: int) -> int:
        return sum(self.count(countback, place) for place in (1, 2, 3))

    def first_difference(self, ahead: int, behind: int) -> "Lead | None":
        """The best place at which the two differ; None when they are level in everything."""
        for place in range(1, len(self._units) + 1):
            counts = self.count(ahead, place), self.count(behind, place)
            if counts[0] != counts[1]:
                return Lead(place, *counts)
        return None


@dataclass(frozen=True, slots=True)
class Lead:
    """Why one is ahead of another on the same points: `place` was taken `ahead` times to `behind`."""

    place: int
    ahead: int
    behind: int


def why_ahead(countback: Countback, ahead: int, behind: int) -> Lead | None:
    """The countback rule that puts `ahead` before `behind`; None when they share the place."""
    return countback.first_difference(ahead, behind) if ahead != behind else None
