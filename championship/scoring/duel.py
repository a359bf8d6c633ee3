"""A contender and one rival: how many points more put the contender ahead of the rival for certain.

A place that the contender takes is not the rival's, who takes the best of what it leaves. So what counts of an outcome
is what the contender concedes of the most that it can score, and how far the rival is ahead then; the least conceded
with which the rival is not behind is what the contender cannot afford.

How far the rival is ahead, a balance, is its points beyond the contender's, then its countback beyond the contender's,
then the contender's own countback, which decides nothing; all in one integer, so that sums and comparisons are those of
integers.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

# By what the contender concedes in a session, or in many, the greatest balance.
Balances = Mapping[int, int]


class Weights(NamedTuple):
    """How points and countbacks go into a balance: in parts of `unit` of a point, countbacks below `limit`."""

    unit: int
    limit: int

    def balance(self, points: Decimal, countback: int, own: int = 0) -> int:
        return (int(points * self.unit) * 4 * self.limit + countback) * self.limit + own

    def read(self, balance: int) -> tuple[Decimal, int, int]:
        """Points, countback, and the contender's own."""
        both, own = divmod(balance, self.limit)
        points, countback = divmod(both + 2 * self.limit, 4 * self.limit)
        return Decimal(points) / self.unit, countback - 2 * self.limit, own


class SessionStakes(NamedTuple):
    """What one session has to give to the two, who run as many cars as these; `others` can fill places.

    gains: points and countback of each place. bonus: what either can have beside a place.
    """

    gains: tuple[tuple[Decimal, int], ...]
    bonus: Decimal
    contender: int
    rival: int
    others: int


@lru_cache(256)
def balances(stakes: SessionStakes, weights: Weights) -> dict[int, int]:
    """By what the contender concedes of its best, the most that the rival can be ahead; only where that is more."""
    most: dict[Decimal, int] = {}
    for points, balance in _outcomes(stakes, weights):
        most[points] = max(balance, most.get(points, balance))
    best = max(most)
    greatest: dict[int, int] = {}
    for points in sorted(most, reverse=True):
        if not greatest or most[points] > max(greatest.values()):
            greatest[int((best - points) * weights.unit)] = most[points]
    return greatest


def _outcomes(stakes: SessionStakes, weights: Weights) -> Iterator[tuple[Decimal, int]]:
    """The contender's points and the balance of each way to divide the places: what it leaves the rival takes, best
    first, then somebody else, since no place stays empty before one that is taken."""
    # By the contender's cars placed and its points.
    open_ways = {(0, Decimal(0)): 0}
    ended: list[tuple[Decimal, int]] = []
    for place, (points, countback) in enumerate(stakes.gains):
        ways: dict[tuple[int, Decimal], int] = {}
        taken = weights.balance(-points, -countback, countback)
        for (cars, scored), balance in open_ways.items():
            follow = []
            if cars < stakes.contender:
                follow.append(((cars + 1, scored + points), balance + taken))
            if place - cars < stakes.rival:
                follow.append(((cars, scored), balance + weights.balance(points, countback)))
            elif place - cars < stakes.rival + stakes.others:
                follow.append(((cars, scored), balance))
            else:
                ended.append((scored, balance))
            for way, reached in follow:
                ways[way] = max(reached, ways.get(way, reached))
        open_ways = ways
    ended += [(scored, balance) for (_cars, scored), balance in open_ways.items()]
    for scored, balance in ended:
        yield scored, balance + weights.balance(stakes.bonus if stakes.rival else Decimal(0), 0)
        if stakes.contender and stakes.bonus:
            yield scored + stakes.bonus, balance + weights.balance(-stakes.bonus, 0)


def final_balances(balance: int, sessions: Sequence[Balances], at_most: int | None = None) -> dict[int, int]:
    """By what the contender concedes in all sessions, the balance in the end, up to the least with which it is not
    below zero; that one is the last. Empty where it is below zero whatever is conceded, or whatever up to `at_most`.

    balance: that of now.
    """
    balance += sum(session[0] for session in sessions)
    gains = [[(conceded, reached - session[0]) for conceded, reached in session.items()] for session in sessions]
    # No part of a point conceded is worth more than this, so what is left bounds what can still be made up.
    worth = max(
        (Fraction(gain, conceded) for session in gains for conceded, gain in session if conceded), default=Fraction(0)
    )
    limit = sum(max(session) for session in sessions)
    if at_most is not None:
        limit = min(at_most, limit)
    if balance >= 0:
        return {0: balance}
    if not worth:
        return {}
    least = -(balance * worth.denominator // worth.numerator)
    more = 0
    while least <= limit:
        reached = _reached_within(min(least + more, limit), balance, gains, worth)
        enough = min((conceded for conceded, balance_then in reached.items() if balance_then >= 0), default=None)
        if enough is not None:
            return {conceded: reached[conceded] for conceded in sorted(reached) if conceded <= enough}
        if least + more >= limit:
            break
        more = 2 * more + 1
    return {}


def _reached_within(
    limit: int, balance: int, gains: Sequence[Sequence[tuple[int, int]]], worth: Fraction
) -> dict[int, int]:
    """The greatest balances in the end by what is conceded, as far as one up to the limit can come to zero."""
    rise, run = worth.numerator, worth.denominator
    # What an outcome falls short of the best that could be had for as much; more than this leaves zero out of reach.
    spare = rise * limit + run * balance
    wasted = {0: 0}
    for session in gains:
        steps = [(conceded, waste) for conceded, gain in session if (waste := rise * conceded - run * gain) <= spare]
        least_wasted: dict[int, int] = {}
        for before, waste_before in wasted.items():
            for conceded, waste in steps:
                total = before + conceded
                total_waste = waste_before + waste
                if total_waste <= spare and total <= limit and total_waste < least_wasted.get(total, spare + 1):
                    least_wasted[total] = total_waste
        wasted = least_wasted
    return {conceded: balance + (rise * conceded - waste) // run for conceded, waste in wasted.items()}
