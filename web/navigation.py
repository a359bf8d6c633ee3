"""The ways from a page to others that many pages have: tabs and pagers, which `_tabs.html` and `_pager.html` show."""

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Tab:
    """The same page in another view. `name` tells it from the others where htmx swaps the page's piece, which holds the
    tabs as well: the focus finds its way back by the element's id. is_apart: it begins another choice than the tabs
    before it."""

    words: str
    address: str
    is_current: bool
    name: str = ""
    is_apart: bool = False


class Link(NamedTuple):
    words: str
    address: str


class Pager(NamedTuple):
    """The pages before and after this one, None where there is none. label: what they are."""

    label: str
    previous: Link | None
    following: Link | None
