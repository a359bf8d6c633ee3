"""How many points more put one competitor ahead of another for certain.

A place that the one takes is not the other's, who takes the best of what it leaves. So what counts of an outcome is
what the one gives away of the most that it can score, and how far the other is ahead then; the least given away with
which the other is not behind is what it cannot afford.

How far the other is ahead, a balance, is its points beyond the one's, then its countback beyond the one's, then the
one's own countback, which decides nothing; all in one integer, so that sums and comparisons are those of integers.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

# By what one gives away in a session, or in many, the greatest balance.
Balances = Mapping[int, int]


class Scale(NamedTuple):
    """How points and countbacks go into a balance: in parts of `unit` of a point, countbacks below `limit`."""

    unit: int
    limit: int

    def balance(self, points: Decimal, countback: int, own: int = 0) -> int:
        return (int(points * self.unit) * 4 * self.limit + countback) * self.limit + own

    def read(self, balance: int) -> tuple[Decimal, int, int]:
        """Points, countback, and the one's own."""
        both, own = divmod(balance, self.limit)
        points, countback = divmod(both + 2 * self.limit, 4 * self.limit)
        return Decimal(points) / self.unit, countback - 2 * self.limit, own


class Stakes(NamedTuple):
    """What one session has to give to two of its field, who run as many cars as these; `others` can fill places.

    gains: points and countback of each place. bonus: what either can have beside a place.
    """

    gains: tuple[tuple[Decimal, int], ...]
    bonus: Decimal
    one: int
    other: int
    others: int


@lru_cache(256)
def balances(stakes: Stakes, scale: Scale) -> dict[int, int]:
    """By what the one gives away of its best, the most that the other can be ahead; only where that is more."""
    most: dict[Decimal, int] = {}
    for points, balance in _outcomes(stakes, scale):
        most[points] = max(balance, most.get(points, balance))
    best = max(most)
    found: dict[int, int] = {}
    for points in sorted(most, reverse=True):
        if not found or most[points] > max(found.values()):
            found[int((best - points) * scale.unit)] = most[points]
    return found


def _outcomes(stakes: Stakes, scale: Scale) -> Iterator[tuple[Decimal, int]]:
    """The one's points and the balance of each way to share out the places: what it leaves the other takes, best first,
    then somebody else, since no place stays empty before one that is taken."""
    # By the one's cars placed and its points.
    open_ways = {(0, Decimal(0)): 0}
    ended: list[tuple[Decimal, int]] = []
    for place, (points, countback) in enumerate(stakes.gains):
        ways: dict[tuple[int, Decimal], int] = {}
        taken = scale.balance(-points, -countback, countback)
        for (cars, scored), balance in open_ways.items():
            follow = []
            if cars < stakes.one:
                follow.append(((cars + 1, scored + points), balance + taken))
            if place - cars < stakes.other:
                follow.append(((cars, scored), balance + scale.balance(points, countback)))
            elif place - cars < stakes.other + stakes.others:
                follow.append(((cars, scored), balance))
            else:
                ended.append((scored, balance))
            for way, reached in follow:
                ways[way] = max(reached, ways.get(way, reached))
        open_ways = ways
    ended += [(scored, balance) for (_cars, scored), balance in open_ways.items()]
    for scored, balance in ended:
        yield scored, balance + scale.balance(stakes.bonus if stakes.other else Decimal(0), 0)
        if stakes.one and stakes.bonus:
            yield scored + stakes.bonus, balance + scale.balance(-stakes.bonus, 0)


def ends(balance: int, sessions: Sequence[Balances], at_most: int | None = None) -> dict[int, int]:
    """By what the one gives away in all sessions, the balance in the end, up to the least with which it is not below
    zero; that one is the last. Empty where it is below zero whatever is given away, or whatever up to `at_most`.

    balance: that of now.
    """
    balance += sum(one[0] for one in sessions)
    gains = [[(away, reached - one[0]) for away, reached in one.items()] for one in sessions]
    # No part of a point given away is worth more than this, so what is left bounds what can still be made up.
    worth = max((Fraction(gain, away) for one in gains for away, gain in one if away), default=Fraction(0))
    most_away = sum(max(one) for one in sessions)
    if at_most is not None:
        most_away = min(at_most, most_away)
    if balance >= 0:
        return {0: balance}
    if not worth:
        return {}
    least = -(balance * worth.denominator // worth.numerator)
    more = 0
    while least <= most_away:
        found = _within(min(least + more, most_away), balance, gains, worth)
        enough = min((away for away, reached in found.items() if reached >= 0), default=None)
        if enough is not None:
            return {away: found[away] for away in sorted(found) if away <= enough}
        if least + more >= most_away:
            break
        more = 2 * more + 1
    return {}


def _within(limit: int, balance: int, gains: Sequence[Sequence[tuple[int, int]]], worth: Fraction) -> dict[int, int]:
    """The greatest balances in the end by what is given away, as far as one up to the limit can come to zero."""
    rise, run = worth.numerator, worth.denominator
    # What an outcome falls short of the best that could be had for as much; more than this leaves zero out of reach.
    spare = rise * limit + run * balance
    wasted = {0: 0}
    for one in gains:
        steps = [(away, waste) for away, gain in one if (waste := rise * away - run * gain) <= spare]
        found: dict[int, int] = {}
        for given, before in wasted.items():
            for away, waste in steps:
                total = given + away
                short = before + waste
                if short <= spare and total <= limit and short < found.get(total, spare + 1):
                    found[total] = short
        wasted = found
    return {away: balance + (rise * away - short) // run for away, short in wasted.items()}
