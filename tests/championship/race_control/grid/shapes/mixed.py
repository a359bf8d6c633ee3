"""Shapes put together by chance from the words of a language: columns, their order and heads, layout, where a status
stands. They hold a reader to more than the shapes that somebody thought of."""

from random import Random

from tests.championship.race_control.grid.columns import (
    best,
    best_in,
    family,
    first_total,
    gap,
    given,
    grid,
    interval,
    laps,
    marks,
    mean_speed,
    name,
    number,
    of,
    own,
    place,
    points,
    speed,
    time_or_gap,
    total,
)
from tests.championship.race_control.grid.layouts import bars, fixed, joined, one_space, quoted, spaced_tabs
from tests.championship.race_control.grid.notation import (
    capitals_given,
    family_comma_given,
    family_given,
    given_capitals,
    given_family,
    initial_capitals,
    laps_words,
)
from tests.championship.race_control.grid.paper import Head, Layout, Marks, Shape, Writer
from tests.championship.race_control.grid.races import Race, qualifying, race
from tests.championship.race_control.grid.vocabulary import LANGUAGES

RACES_EACH, QUALIFYINGS_EACH = 4, 2
LAYOUTS: dict[str, Layout] = {
    "tabs": joined("\t"),
    "semicolons": joined(";"),
    "commas, all in quotation marks": quoted(","),
    "commas, quotation marks where they are needed": quoted(",", always=False),
    "columns kept": fixed(2),
    "columns kept, far apart": fixed(4),
    "bars": bars,
    "tabs and blanks": spaced_tabs,
    "columns fallen together": one_space,
}
# Without cells of its own a sheet can have no columns that may be blank in the middle of figures.
FALLEN_TOGETHER = "columns fallen together"


class _Mixer:
    """Draws the parts of one shape; no two of its columns have one head."""

    def __init__(self, code: str, index: int) -> None:
        self.code = code
        self.chance = Random(f"mixed {code} {index}")
        self.words = LANGUAGES[code]
        self.layout = self.chance.choice(list(LAYOUTS))
        self.is_together = self.layout == FALLEN_TOGETHER
        self.clock = self.chance.choice(self.words.clocks)
        form = self.chance.randrange(len(self.words.laps))
        self.down = laps_words(self.words.one_lap[form], self.words.laps[form])
        self.sign = self.chance.choice(("+", ""))
        self.used: set[str] = set()

    def shape(self, index: int, *, is_race: bool) -> Shape:
        columns = [self.head("place", place(), ">"), self.head("number", number(), ">"), *self.names()]
        columns += self.race_columns() if is_race else self.qualifying_columns()
        status = self.statuses(columns, is_race=is_race)
        has_title = self.chance.random() < 0.4
        return Shape(
            f"mixed_{self.code}_{index}",
            self.code,
            f"Put together by chance: {self.layout}.",
            tuple(columns),
            LAYOUTS[self.layout],
            status,
            make=race if is_race else qualifying,
            before=self.title if has_title else lambda _race: [],
            after=self.end if has_title else lambda _race: [],
        )

    def is_drawn(self, probability: float) -> bool:
        return self.chance.random() < probability

    def head(self, holds: str, write: Writer, align: str = "<") -> Head:
        heads = [head for head in self.words.heads[holds].split("|") if head.casefold() not in self.used]
        chosen = self.chance.choice(heads)
        self.used.add(chosen.casefold())
        return Head(chosen, write, align)

    def names(self) -> list[Head]:
        """The name, and what stands beside it."""
        if self.is_drawn(0.3) and not self.is_together:
            both = [self.head("given", given), self.head("family", family)]
            columns = both if self.is_drawn(0.5) else both[::-1]
        else:
            styles = [given_family, given_capitals, capitals_given, family_given, initial_capitals]
            styles += [] if self.layout.startswith("commas, q") or self.is_together else [family_comma_given]
            columns = [self.head("name", name(self.chance.choice(styles)))]
        others = ["team", "model"] if self.is_together else ["team", "model", "category", "nation"]
        for holds in self.chance.sample(others, self.chance.randint(0, 1 if self.is_together else 3)):
            columns.append(self.head(holds, of(holds)))
        return columns

    def race_columns(self) -> list[Head]:
        figures = [self.head("laps", laps(), ">"), *self.times()]
        if self.is_drawn(0.3) and not self.is_together:
            figures = [*figures[1:], figures[0]]
        if self.is_drawn(0.6):
            figures.append(self.head("best", best(self.clock), ">"))
            if self.is_drawn(0.5):
                figures.append(self.head("best_in", best_in, ">"))
        if self.is_together:
            return figures
        if self.is_drawn(0.35):
            write = self.chance.choice((mean_speed(3), mean_speed(2), speed(3)))
            figures.insert(self.chance.randrange(1, len(figures) + 1), self.head("speed", write, ">"))
        if self.is_drawn(0.3):
            figures.append(self.head("grid", grid, ">"))
        if self.is_drawn(0.3):
            figures.append(self.head("points", points(none=self.chance.choice(("", "0"))), ">"))
        return figures

    def times(self) -> list[Head]:
        """Totals, gaps, both, or the winner's time and gaps, under one head or two."""
        leader = self.chance.choice(("", "-", "0.000")) if not self.is_together else ""
        gaps = gap(self.clock, sign=self.sign, leader=leader, down=self.down)
        kinds = ("totals", "both", "mixed") if self.is_together else ("totals", "both", "mixed", "gaps", "winner")
        kind = self.chance.choice(kinds)
        if kind == "mixed":
            return [self.head("mixed", time_or_gap(self.clock, sign="+", down=self.down), ">")]
        columns = []
        if kind in ("totals", "both"):
            # Between single spaces a lapped car has either its total or its laps.
            lapped = not (self.is_together and kind == "both")
            columns.append(self.head("total", total(self.clock, unplaced=False, lapped=lapped), ">"))
        if kind == "winner":
            columns.append(self.head("total", first_total(self.clock), ">"))
        if kind != "totals":
            columns.append(self.head("gap", gaps, ">"))
            if self.is_drawn(0.4) and not self.is_together:
                columns.append(self.head("interval", interval(self.clock, sign=self.sign, down=self.down), ">"))
        return columns

    def qualifying_columns(self) -> list[Head]:
        columns = [self.head(self.chance.choice(("best", "total")), best(self.clock), ">")]
        if self.is_drawn(0.6) and not self.is_together:
            columns.append(self.head("gap", gap(self.clock, sign=self.sign), ">"))
            if self.is_drawn(0.4):
                columns.append(self.head("interval", interval(self.clock, sign=self.sign), ">"))
        if self.is_drawn(0.4) and not self.is_together:
            columns.append(self.head("best_in", best_in, ">"))
        if self.is_drawn(0.7):
            columns.append(self.head("laps", laps(), ">"))
        if self.is_drawn(0.3) and not self.is_together:
            columns.append(self.head("speed", speed(3), ">"))
        return columns

    def statuses(self, columns: list[Head], *, is_race: bool) -> Marks:
        """In the place's cell, in a column of their own, or under headings; a column of their own is added."""
        kinds = ["place", "place"]
        if not self.is_together:
            kinds.append("own")
        if self.layout.startswith("columns kept"):
            kinds.append("heading")
        kind = self.chance.choice(kinds)
        if kind == "place":
            return marks(place=self.chance.choice(self.words.short))
        if kind == "heading":
            return marks(heading=self.words.headings)
        columns.append(self.head("status", own))
        return marks(own=self.chance.choice(self.words.long if is_race else (*self.words.long, self.words.short[0])))

    def title(self, race: Race) -> list[str]:
        return [f"{race.circuit} - {race.title}", f"{race.metres} m", ""]

    def end(self, race: Race) -> list[str]:
        fastest = race.fastest
        head = self.words.heads["best"].split("|")[0]
        return ["", f"{head}: {fastest.name} {self.clock(fastest.best or 0)}", "1 / 1"]


SHAPES = tuple(
    _Mixer(code, index).shape(index, is_race=index <= RACES_EACH)
    for code in LANGUAGES
    for index in range(1, RACES_EACH + QUALIFYINGS_EACH + 1)
)
