"""Tabs: the ways from a page to the same in another view, which `_tabs.html` shows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tab:
    """`name` tells it from the others where htmx swaps the page's piece, which holds the tabs as well: the focus finds
    its way back by the element's id. is_apart: it begins another choice than the tabs before it."""

    words: str
    address: str
    is_current: bool
    name: str = ""
    is_apart: bool = False
