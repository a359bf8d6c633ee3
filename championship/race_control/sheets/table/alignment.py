"""Which words of a row stand under which head, where only spaces separate them and some cells are empty.

Words and heads are in the same order, so the best of all ways to lay one over the other is found step by step, as two
spellings are compared: a word under a head that it does not suit costs, an empty cell costs, and a word under no head
costs most.
"""

from collections.abc import Sequence, Set
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from championship.race_control.sheets.roles import NAMES, Head, Role
from championship.race_control.sheets.table.tokens import Token
from championship.race_control.sheets.times import duration_of

LEFT_OVER = 4.0
LAP_OF_NONE = 1.2
NEVER = 99.0
# A name, a team or a car of more words is none.
LONGEST_RUN = 16
# The kinds of a word that is a cell by itself.
_ALONE = frozenset({"clock", "gap", "laps"})
# What a result is won by, not what a lap takes: ten minutes.
LONG = 600_000

# What it costs that nothing stands under a head.
_EMPTY = {
    Role.POSITION: 0.6,
    Role.NUMBER: 1.5,
    Role.NAME: 3.0,
    Role.GIVEN: 2.0,
    Role.FAMILY: 2.0,
    Role.LAPS: 1.0,
    Role.TIME: 0.7,
    Role.GAP: 0.4,
    Role.INTERVAL: 0.4,
    Role.BEST: 0.8,
    Role.STATUS: 0.2,
    Role.GRID: 0.8,
    Role.PART: 0.5,
    Role.POINTS: 0.5,
    Role.CLASS: 0.7,
    Role.IGNORED: 0.7,
    Role.UNKNOWN: 0.5,
}
# What it costs that a word of a kind stands under a head.
_SUITS: dict[Role, dict[str, float]] = {
    Role.POSITION: {"whole": 0, "status": 0.2, "nothing": 0.1, "words": 5, "decimal": 5, "clock": 6},
    Role.NUMBER: {"whole": 0, "nothing": 0.3, "words": 4, "status": 4},
    Role.LAPS: {"whole": 0, "laps": 0.5, "status": 0.6, "nothing": 0.1, "words": 4, "decimal": 3},
    Role.GRID: {"whole": 0, "nothing": 0.1, "words": 4},
    Role.POINTS: {"whole": 0, "decimal": 0.3, "nothing": 0.1},
    Role.TIME: {"clock": 0, "gap": 0.2, "laps": 0.2, "status": 0.2, "decimal": 0.8, "nothing": 0.1, "words": 3},
    Role.GAP: {"gap": 0, "decimal": 0, "laps": 0, "clock": 0.3, "status": 0.3, "nothing": 0.1, "words": 2.5},
    Role.INTERVAL: {"gap": 0, "decimal": 0, "laps": 0.1, "clock": 0.35, "status": 0.5, "nothing": 0.1, "words": 2.5},
    Role.BEST: {"clock": 0.05, "decimal": 0.5, "status": 1.5, "nothing": 0.1, "words": 3},
    Role.PART: {"clock": 0, "decimal": 0.5, "status": 0.5, "nothing": 0.1, "words": 2.5},
    Role.STATUS: {"status": 0, "words": 0.8, "laps": 0.5, "nothing": 0.1, "gap": 2, "clock": 3},
    Role.CLASS: {"words": 0.1, "whole": 0.6, "status": 1, "nothing": 0.1},
}
_BY_SHAPE: dict[str, dict[str, float]] = {
    "figure": {"whole": 0, "decimal": 0, "clock": 0.5, "nothing": 0.1, "gap": 1, "words": 2, "laps": 1, "status": 2},
    "words": {"words": 0, "whole": 1.4, "status": 1.5, "nothing": 0.2, "decimal": 3},
    "code": {"words": 0, "whole": 0.9, "status": 0.7, "nothing": 0.1},
    "any": {
        "words": 0.3,
        "whole": 0.3,
        "decimal": 0.3,
        "clock": 0.4,
        "gap": 0.4,
        "laps": 0.4,
        "status": 0.5,
        "nothing": 0.1,
    },
}
_NAME_SUITS = {"words": 0.0, "status": 2.5, "nothing": 1.0}


class Span(NamedTuple):
    """Where a head stands in its line, from and to."""

    start: int
    end: int


class Alignment(NamedTuple):
    """cells: the words under each head, left_over: those under none; cost: how ill they fit."""

    cells: list[list[Token]]
    left_over: list[Token]
    cost: float


def align(
    tokens: Sequence[Token],
    heads: Sequence[Head],
    spans: Sequence[Span] = (),
    *,
    in_one: bool = False,
    common: Set[str] = frozenset(),
) -> Alignment:
    """The best way to lay a row's words under the heads.

    spans: where the heads stand, where that says something. in_one: all words stand between single spaces, so that
    nothing says which of them belong together. common: words that other rows have, too: those of teams and cars, hardly
    of names.
    """
    width, length = len(heads), len(tokens)
    best = [[NEVER * 10] * (length + 1) for _column in range(width + 1)]
    way: list[list[int]] = [[0] * (length + 1) for _column in range(width + 1)]
    # No cell of several words reaches over a time.
    reach = [0]
    for token in tokens:
        reach.append(0 if token.kind in _ALONE else reach[-1] + 1)
    for used in range(length + 1):
        best[0][used] = LEFT_OVER * used
        way[0][used] = -1 if used else 0
    for column, head in enumerate(heads):
        empty = _EMPTY[head.role]
        longest = LONGEST_RUN if _may_run(head) else 1
        span = spans[column] if spans else None
        is_figure = head.role is Role.IGNORED and head.shape == "figure"
        is_of_a_lap = is_figure and column > 0 and heads[column - 1].role is Role.BEST
        above, row, ways = best[column], best[column + 1], way[column + 1]
        for used in range(length + 1):
            least, size = above[used] + empty, 0
            if used and row[used - 1] + LEFT_OVER < least:
                least, size = row[used - 1] + LEFT_OVER, -1
            for run in range(1, min(longest, used, max(reach[used], 1)) + 1):
                before = above[used - run]
                if before >= least:
                    continue
                cost = (
                    before
                    + _cost(tokens[used - run : used], head, in_one)
                    + _off(tokens[used - run], tokens[used - 1], span)
                )
                cost += _strange(tokens[used - run : used], head, common) if in_one else _broken(tokens, used - run)
                if is_of_a_lap and way[column][used - run] == 0:
                    # Where no best lap stands, the lap in which it was driven does not either.
                    cost += LAP_OF_NONE
                if cost < least:
                    least, size = cost, run
            row[used], ways[used] = least, size
    cells: list[list[Token]] = [[] for _head in heads]
    left_over: list[Token] = []
    column, used = width, length
    while column or used:
        size = way[column][used]
        if size < 0:
            used -= 1
            left_over.insert(0, tokens[used])
        else:
            cells[column - 1] = list(tokens[used - size : used])
            used, column = used - size, column - 1
    return Alignment(cells, left_over, best[width][length])


def _may_run(head: Head) -> bool:
    return (
        head.role in NAMES
        or head.role in (Role.STATUS, Role.TIME)
        or (head.role in (Role.IGNORED, Role.UNKNOWN) and head.shape in ("words", "any"))
    )


def _cost(words: Sequence[Token], head: Head, in_one: bool) -> float:
    if len(words) == 1:
        cost = _cost_of_one(words[0].kind, head)
        if words[0].kind == "clock" and head.role in (Role.TIME, Role.GAP, Role.INTERVAL, Role.BEST):
            cost += _by_length(words[0].text, head.role)
        return cost
    kinds = [word.kind for word in words]
    if "words" not in kinds or not _ALONE.isdisjoint(kinds):
        return NEVER
    if head.role in (Role.STATUS, Role.TIME):
        return (0.9 if head.role is Role.STATUS or head.has_reasons else 3.5) + 0.1 * len(words)
    # "J. P." is no whole name, nor is "Finn de la".
    last = words[-1].text
    unfinished = 1.5 if head.role in NAMES and (last.islower() or (len(last) <= 2 and last.endswith("."))) else 0
    figures = sum(kind not in ("words", "nothing") for kind in kinds)
    # "Team 51" and "2 Seas" are names; a figure between two columns belongs to neither.
    cost = unfinished + 0.5 * figures + (0.3 if kinds[0] != "words" else 0)
    if head.role in NAMES:
        usual = 2 if head.role is Role.NAME else 1
        cost += (
            (0.3 if in_one else 0.9) * figures
            + 0.12 * abs(len(words) - usual)
            + (0.6 if words[0].kind != "words" else 0)
        )
    else:
        cost += 0.06 * len(words) + (0.3 if head.shape == "any" else 0)
    # Words of two cells are not one.
    apart = sum(before.chunk != after.chunk for before, after in pairwise(words))
    return cost + (0 if in_one else 1.5 * apart)


def _strange(words: Sequence[Token], head: Head, common: Set[str]) -> float:
    """Words of a team or a car stand in other rows, too; those of a name hardly ever."""
    if not common or head.shape != "words":
        return 0
    shared = sum(word.text in common for word in words)
    return 0.4 * shared if head.role in NAMES else 0.25 * (len(words) - shared)


@lru_cache(2_048)
def _cost_of_one(kind: str, head: Head) -> float:
    if head.role in NAMES:
        return _NAME_SUITS.get(kind, 4.5)
    if head.role in _SUITS:
        return _SUITS[head.role].get(kind, 2.5)
    return _BY_SHAPE[head.shape].get(kind, 2.5)


@lru_cache(8_192)
def _by_length(text: str, role: Role) -> float:
    """A winner's time is long, a lap is not."""
    duration = duration_of(text.split(" (")[0])
    is_long = duration is not None and duration.ms >= LONG
    if role is Role.TIME:
        return 0 if is_long else 0.25
    return 2 if is_long else 0


def _off(first: Token, last: Token, span: Span | None) -> float:
    """How far from its head a cell stands."""
    if span is None:
        return 0
    gap = max(0, span.start - (last.start + len(last.text)), first.start - span.end)
    return min(gap * 0.5, 4)


def _broken(tokens: Sequence[Token], at: int) -> float:
    """What a cell costs that begins within the words of another."""
    if at and tokens[at].chunk == tokens[at - 1].chunk:
        return 0.25 if tokens[at].kind != "words" or tokens[at - 1].kind != "words" else 1.2
    return 0
