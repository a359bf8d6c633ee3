"""Which row of a text is the heads of its columns."""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from championship.race_control.sheets.roles import NAMES, Head, Role, head_of, is_one_head
from championship.race_control.sheets.table.alignment import Span
from championship.race_control.sheets.table.rows import Layout, TextRow
from championship.race_control.sheets.table.tokens import kind_of
from championship.race_control.sheets.words import status_of

LONGEST_HEAD = 5
# Of heads that single spaces separate, so many ways to take them together are tried.
MOST_WAYS = 48
# A line of a text that is no table has as many words.
MOST_HEADS = 40


class Heads(NamedTuple):
    """The heads of the columns, and where each stands where only spaces separate them."""

    heads: list[Head]
    spans: list[Span]


def ways_of_heads(row: TextRow, layout: Layout) -> list[Heads]:
    """Each way in which a row may be read as heads, nothing where it is none.

    Between single spaces it is open which words belong together: "Runden Zeit" may be one head or two.
    """
    if layout.is_exact:
        heads = [_head(cell) for cell in row.cells]
        return [Heads(heads, [])] if _are_heads(heads, row.cells) else []
    words = row.raw.split()
    # "Qualifying 2" is a head; any other figure stands below one.
    figures = [at for at, word in enumerate(words) if word.isdigit()]
    # Nor does a line of heads begin with what became of a car.
    is_car = layout.separator == " " and bool(words) and status_of(words[0]) is not None
    if (
        is_car
        or len(words) > MOST_HEADS
        or not all(at and is_one_head(f"{words[at - 1]} {words[at]}") for at in figures)
    ):
        return []
    parts = [list(_ways_of_words(cell, layout.separator == " "))[:MOST_WAYS] for cell in row.cells]
    ways = []
    for chosen in _shortest_first(parts):
        heads = [_head(text) for way in chosen for text in way]
        if _are_heads(heads, [head.text for head in heads]):
            ways.append(Heads(heads, _spans(row, chosen)))
    return ways


def _head(text: str) -> Head:
    return head_of(text) or Head(text, Role.UNKNOWN if text.strip() else Role.IGNORED)


def _are_heads(heads: Sequence[Head], cells: Sequence[str]) -> bool:
    filled = sum(bool(cell.strip()) for cell in cells)
    known = [head for head in heads if head.role is not Role.UNKNOWN and head.text.strip()]
    read = {head.role for head in known if head.role is not Role.IGNORED}
    figures = any(any(map(str.isdigit, head.text)) for head in heads[:2] if head.role is Role.UNKNOWN)
    # A time stands in no line of heads, and no place before them.
    kinds = [kind_of(head.text) for head in heads]
    figures |= kinds[:1] == ["whole"] or not {"clock", "gap"}.isdisjoint(kinds)
    return len(known) >= 2 and len(known) * 2 >= filled and len(read) >= 2 and not figures


def _ways_of_words(cell: str, in_one: bool) -> Iterator[list[str]]:
    """Each way to take the words of a cell together as heads that are known."""
    words = cell.split()

    def ways(at: int) -> Iterator[list[str]]:
        if at == len(words):
            yield []
            return
        sizes = [
            size
            for size in range(1, min(LONGEST_HEAD, len(words) - at) + 1)
            if is_one_head(" ".join(words[at : at + size]))
        ]
        for size in sizes or [1]:
            for rest in ways(at + size):
                yield [" ".join(words[at : at + size]), *rest]

    found = 0
    for way in ways(0):
        if not in_one and not all(map(head_of, way)):
            continue
        yield way
        found += 1
        if found == MOST_WAYS:
            return
    if not found:
        yield [cell]


def _shortest_first(parts: Sequence[Sequence[list[str]]]) -> list[tuple[list[str], ...]]:
    ways: list[tuple[list[str], ...]] = []
    for chosen in product(*parts):
        ways.append(chosen)
        if len(ways) == MOST_WAYS:
            break
    return sorted(ways, key=lambda chosen: sum(map(len, chosen)))


def _spans(row: TextRow, chosen: Sequence[Sequence[str]]) -> list[Span]:
    if not row.starts:
        return []
    spans = []
    for start, way in zip(row.starts, chosen, strict=True):
        at = start
        for text in way:
            spans.append(Span(at, at + len(text)))
            at += len(text) + 1
    return spans


def is_pair_of_cars(heads: Sequence[Head]) -> bool:
    """Whether a line holds two cars, as the sheet of a grid does: each head stands twice."""
    half, odd = divmod(len(heads), 2)
    roles = [head.role for head in heads]
    return (
        not odd
        and half >= 2
        and roles[:half] == roles[half:]
        and any(role in (*NAMES, Role.NUMBER) for role in roles[:half])
        and any(role is not Role.UNKNOWN for role in roles[:half])
    )
