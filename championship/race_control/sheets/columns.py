"""What a row of a sheet says: by the heads of its columns or, without any, by what stands in all rows together."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from championship.race_control.sheets.layout import Token, token_of
from championship.race_control.sheets.times import read_gap
from championship.race_control.sheets.words import status_of

TIMES = ("time", "gap", "interval", "best")
NAMES = ("name", "given", "family")
# What stands behind a name and is none of it: a nation, a mark for a rookie or a footnote.
_BEHIND_NAME = re.compile(r"\s*(?:\([^)]*\)|\[[^\]]*\]|[*†‡#]+)\s*$")
_NATION = re.compile(r"[A-Z]{2,3}")


@dataclass(slots=True)
class RowContent:
    """What one row says, before it is known what its times are counted from; times in milliseconds.

    times: those without a plus in their order, gaps: those with one. total, gap, interval, best: the same by heads.
    """

    position: int | None = None
    number: int | None = None
    name: str = ""
    laps: int | None = None
    laps_down: int | None = None
    status: str = ""
    grid: int | None = None
    total: int | None = None
    gap: int | None = None
    interval: int | None = None
    best: int | None = None
    times: list[int] = field(default_factory=list)
    gaps: list[int] = field(default_factory=list)

    @property
    def is_car(self) -> bool:
        """Whether it is a car's row in a sheet of numbers or places: somebody is in it, and it stands somewhere."""
        ranked = self.position is not None or bool(self.status)
        return (ranked or bool(self.name)) if self.number is not None else (ranked and bool(self.name))

    @property
    def is_name_with_time(self) -> bool:
        """The same in a sheet that has neither."""
        return bool(self.name) and bool(self.times or self.gaps or self.laps_down or self.total or self.gap)


def by_heads(cells: Sequence[str], roles: Sequence[str | None]) -> RowContent:
    """A row whose cells stand under heads."""
    content = RowContent()
    names: dict[str, str] = {}
    for cell, role in zip(cells, roles, strict=False):
        token = token_of(cell)
        if role in NAMES and token.kind == "words":
            number, names[role] = number_and_name(cell)
            content.number = content.number if number is None else number
        elif token.kind == "status" and role not in NAMES:
            content.status = content.status or status_of(cell) or ""
        elif role in TIMES:
            _take_time(content, role, token)
        elif role in ("position", "number", "laps", "grid") and token.kind in ("whole", "laps"):
            setattr(content, role, token.value)
    content.name = names.get("name") or " ".join(filter(None, (names.get("given"), names.get("family"))))
    return content


def number_and_name(text: str) -> tuple[int | None, str]:
    """ "68 - Yann Ehrlacher (FRA)" is 68 and Yann Ehrlacher."""
    together = re.fullmatch(r"#?(\d{1,4})[\s.\-–]+([^\W\d_].*)", text.strip(), re.DOTALL)
    number, name = (int(together[1]), together[2]) if together else (None, text.strip())
    while (shorter := _BEHIND_NAME.sub("", name)) and shorter != name:
        name = shorter
    return number, name


def by_shape(rows: Sequence[Sequence[Token]], roles: Sequence[str | None] = ()) -> list[RowContent]:
    """Rows without columns to go by; `roles` are the heads, in their order, where a sheet has any."""
    shapes = [_Shape(tokens) for tokens in rows]
    cars = [shape for shape in shapes if shape.looks_like_a_car] or shapes
    lead = _lead_roles(cars, roles)
    tail = _tail_roles(cars, any("number" in lead_roles for lead_roles in lead.values()), "laps" in roles)
    name = _name_column(cars)
    contents = [shape.content(lead, tail, name, roles) for shape in shapes]
    for before, content, after in zip(contents, contents[1:], contents[2:], strict=False):
        _take_lone_place(before, content, after)
    return contents


def _take_lone_place(before: RowContent, content: RowContent, after: RowContent) -> None:
    """A car without a number has its place alone: between 10th and 12th, 11 is no car's number."""
    places = (before.position, after.position)
    if content.position is None and content.number is not None and places == (content.number - 1, content.number + 1):
        content.position, content.number = content.number, None


class _Shape:
    """A row's tokens: whole numbers before the first words, the words, and what comes after."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        first = next((at for at, token in enumerate(tokens) if token.kind == "words"), None)
        if first is None:
            # Figures alone: place and number come before the first time.
            first = next((at for at, token in enumerate(tokens) if token.kind not in ("whole", "status")), len(tokens))
        self.lead = [token.value for token in tokens[:first] if token.kind == "whole"]
        self.words = [token.text for token in tokens if token.kind == "words"]
        self.rest = [token for token in tokens[first:] if token.kind != "words"]
        self.wholes = [token.value for token in self.rest if token.kind == "whole"]
        self.status = next((status_of(token.text) or "" for token in tokens if token.kind == "status"), "")

    @property
    def looks_like_a_car(self) -> bool:
        return bool(self.lead or self.status) and bool(self.words or len(self.lead) > 1)

    def content(
        self, lead: dict[int, list[str]], tail: list[str], name: int, roles: Sequence[str | None]
    ) -> RowContent:
        content = RowContent(status=self.status)
        for role, value in zip(lead.get(len(self.lead), ()), self.lead, strict=False):
            if role:
                setattr(content, role, value)
        for role, value in zip(tail, self.wholes, strict=False):
            if role:
                setattr(content, role, value)
        if self.words:
            number, content.name = number_and_name(self.words[min(name, len(self.words) - 1)])
            content.number = content.number if number is None else number
        said = [token for token in self.rest if token.kind in ("time", "gap", "laps", "status", "nothing")]
        heads = [role for role in roles if role in TIMES]
        if heads and len(heads) == len(said):
            for role, token in zip(heads, said, strict=True):
                _take_time(content, role, token)
        else:
            content.times = [token.value for token in said if token.kind == "time"]
            content.gaps = [token.value for token in said if token.kind == "gap"]
            content.laps_down = next((token.value for token in said if token.kind == "laps"), None)
        return content


def _take_time(content: RowContent, role: str, token: Token) -> None:
    """A cell under one of the heads of times: laps and gaps stand under any of them."""
    if token.kind == "laps":
        content.laps_down = token.value if content.laps_down is None else content.laps_down
    elif token.kind == "gap" and role in ("time", "gap"):
        content.gap = token.value
    elif token.kind in ("time", "gap"):
        setattr(content, "total" if role == "time" else role, token.value)
    elif role in ("gap", "interval") and token.kind == "nothing":
        # Under its head, 5.2 is a gap.
        value = read_gap(f"+{token.text}")
        if value is not None:
            setattr(content, role, value)


def _lead_roles(cars: Sequence[_Shape], roles: Sequence[str | None]) -> dict[int, list[str]]:
    """What the whole numbers before the name are, by how many there are: a retired car often has no place."""
    heads = _heads_before_name(roles)
    usual = len(heads) or _usual(cars, _lead_size)
    columns = _columns([shape.lead for shape in cars if len(shape.lead) == usual])
    if heads:
        usual_roles = heads
    else:
        place = next((at for at, column in enumerate(columns) if _counts_up(column)), None)
        others = [at for at in range(usual) if at != place]
        # Behind a place in the class, which counts up as well, comes the number.
        number = next((at for at in others if not _counts_up(columns[at])), others[-1] if others else None)
        usual_roles = ["position" if at == place else "number" if at == number else "" for at in range(usual)]
    by_size = {usual: usual_roles}
    if "position" in usual_roles and usual > 1:
        by_size[usual - 1] = [role for role in usual_roles if role != "position"]
    return by_size


def _heads_before_name(roles: Sequence[str | None]) -> list[str]:
    first = next((at for at, role in enumerate(roles) if role in NAMES), len(roles))
    return [role if role in ("position", "number", "grid") else "" for role in roles[:first]]


def _tail_roles(cars: Sequence[_Shape], has_number: bool, has_laps: bool) -> list[str]:
    """What the whole numbers behind the name are: the laps, and the car's number where none stands before it.

    has_number: a number stands before the name; has_laps: the heads name the laps.
    """
    running = [shape for shape in cars if not shape.status] or cars
    # Where the laps of most are not on the sheet, the others still have theirs.
    usual = _usual([shape for shape in running if shape.wholes], _tail_size)
    columns = _columns([shape.wholes for shape in running if len(shape.wholes) == usual])
    number = None
    if not has_number:
        number = next((at for at, column in enumerate(columns) if _all_different(column)), None)
    others = [at for at in range(len(columns)) if at != number]
    laps = next((at for at in others if has_laps or _like_laps(columns[at])), None)
    return ["number" if at == number else "laps" if at == laps else "" for at in range(len(columns))]


def _name_column(cars: Sequence[_Shape]) -> int:
    """Which of the words is the name: nobody shares it, as teams and cars are shared, and no nation is so long."""
    best, best_score = 0, -1
    for at in range(min(max((len(shape.words) for shape in cars), default=0), 6)):
        column = [shape.words[at] for shape in cars if len(shape.words) > at]
        names = {text for text in column if not _NATION.fullmatch(text)}
        if len(names) > best_score:
            best, best_score = at, len(names)
    return best


def _usual(cars: Sequence[_Shape], size: Callable[[_Shape], int]) -> int:
    counted = Counter(map(size, cars))
    return max(counted, key=lambda size: (counted[size], size)) if counted else 0


def _lead_size(shape: _Shape) -> int:
    return len(shape.lead)


def _tail_size(shape: _Shape) -> int:
    return len(shape.wholes)


def _columns(rows: Sequence[Sequence[int]]) -> list[list[int]]:
    return [list(column) for column in zip(*rows, strict=True)]


def _counts_up(column: Sequence[int]) -> bool:
    """1, 2, 3 …, with a place missing here and there."""
    steps = sum(after - before == 1 for before, after in pairwise(column))
    return bool(column) and column[0] <= 3 and steps * 10 >= (len(column) - 1) * 7


def _all_different(column: Sequence[int]) -> bool:
    return len(column) > 2 and len(set(column)) == len(column) and not _counts_up(column)


def _like_laps(column: Sequence[int]) -> bool:
    """Never more than the car ahead has, and many have as many: points fall from car to car, laps do not."""
    falls = sum(after <= before for before, after in pairwise(column))
    few = len(set(column)) * 2 <= len(column) + 1
    return few and falls * 10 >= (len(column) - 1) * 8
