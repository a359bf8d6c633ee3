"""How the rows of a paper become lines of text."""

import json
from collections.abc import Sequence

from tests.championship.race_control.grid.paper import Item, Layout


def joined(sign: str, *, ends: str = "") -> Layout:
    """Cells between signs, as they are."""

    def layout(items: Sequence[Item], _aligns: Sequence[str]) -> list[list[str]]:
        return [[sign.join(item.cells) + ends] if item.cells else [item.raw] for item in items]

    return layout


def quoted(sign: str, *, always: bool = True) -> Layout:
    """A CSV file with its cells in quotation marks: all of them, or those that need it."""

    def cell(text: str) -> str:
        if always or sign in text or '"' in text:
            return '"' + text.replace('"', '""') + '"'
        return text

    def layout(items: Sequence[Item], _aligns: Sequence[str]) -> list[list[str]]:
        return [[sign.join(map(cell, item.cells))] if item.cells else [item.raw] for item in items]

    return layout


def fixed(between: int = 2, margin: int = 0) -> Layout:
    """A PDF's text with its columns kept: each as wide as its widest cell."""

    def layout(items: Sequence[Item], aligns: Sequence[str]) -> list[list[str]]:
        widths = [
            max((len(item.cells[at]) for item in items if at < len(item.cells)), default=0) for at in range(len(aligns))
        ]
        rows = []
        for item in items:
            if not item.cells:
                rows.append([item.raw])
                continue
            parts = [f"{cell:{align}{width}}" for cell, align, width in zip(item.cells, aligns, widths, strict=False)]
            rows.append([(" " * margin + (" " * between).join(parts)).rstrip()])
        return rows

    return layout


def one_space(items: Sequence[Item], _aligns: Sequence[str]) -> list[list[str]]:
    """A PDF's text whose columns fell together: blank cells are gone."""
    return [[" ".join(filter(None, item.cells))] if item.cells else [item.raw] for item in items]


def one_a_line(blank: str | None = None) -> Layout:
    """One cell a line. Blank ones are gone, or a line of their own."""

    def layout(items: Sequence[Item], _aligns: Sequence[str]) -> list[list[str]]:
        return [
            [cell or str(blank) for cell in item.cells if cell or blank is not None] if item.cells else [item.raw]
            for item in items
        ]

    return layout


def spaced_tabs(items: Sequence[Item], _aligns: Sequence[str]) -> list[list[str]]:
    """A page's table as some browsers copy it: a blank beside each tab, and one at the end."""
    return [[" \t ".join(item.cells) + " \t"] if item.cells else [item.raw] for item in items]


def bars(items: Sequence[Item], _aligns: Sequence[str]) -> list[list[str]]:
    """A table between bars, a rule under its heads."""
    rows = []
    for item in items:
        row = [f"| {' | '.join(item.cells)} |"] if item.cells else [item.raw]
        rows.append([*row, "|" + "---|" * len(item.cells)] if item.is_heads else row)
    return rows


def wiki_rows(items: Sequence[Item], _aligns: Sequence[str]) -> list[list[str]]:
    """A wiki's text, the cells of a row on a line, the place above as its head."""
    rows = []
    for item in items:
        if item.is_heads:
            rows.append([f"! {' !! '.join(item.cells)}", "|-"])
        elif item.cells:
            rows.append([f"! {item.cells[0]}", f"| {' || '.join(item.cells[1:])}", "|-"])
        else:
            rows.append([item.raw])
    return rows


def wiki_cells(items: Sequence[Item], _aligns: Sequence[str]) -> list[list[str]]:
    """A wiki's text, one cell a line."""
    rows = []
    for item in items:
        sign = "!" if item.is_heads else "|"
        rows.append(["|-", *(f"{sign} {cell}".rstrip() for cell in item.cells)] if item.cells else [item.raw])
    return rows


def wiki_one_line(items: Sequence[Item], _aligns: Sequence[str]) -> list[list[str]]:
    """A wiki's text, a row on one line, place and all."""
    rows = []
    for item in items:
        sign, between = ("!", " !! ") if item.is_heads else ("|", " || ")
        rows.append(["|-", f"{sign} {between.join(item.cells)}"] if item.cells else [item.raw])
    return rows


def json_lines(items: Sequence[Item], _aligns: Sequence[str]) -> list[list[str]]:
    """An object a line, with the heads as the names of its values."""
    heads = next(item.cells for item in items if item.is_heads)
    return [
        [] if item.is_heads else [json.dumps(dict(zip(heads, item.cells, strict=True)), ensure_ascii=False)]
        for item in items
    ]


def named_lines(items: Sequence[Item], _aligns: Sequence[str]) -> list[list[str]]:
    """A value a line behind its name, "Place: 1"; a car begins with its first name."""
    heads = next(item.cells for item in items if item.is_heads)
    return [
        [] if item.is_heads else [f"{head}: {cell}" for head, cell in zip(heads, item.cells, strict=True) if cell]
        for item in items
    ]


def sentence(*signs: str) -> Layout:
    """A line of words: each cell that is not blank behind its sign, where {} stands for it."""

    def layout(items: Sequence[Item], _aligns: Sequence[str]) -> list[list[str]]:
        return [
            ["".join(sign.format(cell) for sign, cell in zip(signs, item.cells, strict=True) if cell).strip()]
            if item.cells
            else [item.raw]
            for item in items
        ]

    return layout
