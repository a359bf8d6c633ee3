"""How many could still win a title after each session, a bar a session."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from championship.charts.shapes import BOTTOM, NAME_GAP, STEP, TOP, round_ticks
from championship.fight.counts import ContenderCount
from championship.formats import number_word
from championship.season.parts import SessionView

# Between a bar and the edge of its step, and how wide a figure over a bar is in percent of the plot.
GAP = 1
FIGURE_WIDTH = 6.5


@dataclass(frozen=True, slots=True)
class Bars:
    """How many could still win after each session, a bar a session. `width` and the paths are in units of the plot,
    everything else in percent. marked: the bar of the moment that the page is about, empty when it has none.
    """

    summary: str
    width: int
    ticks: list[tuple[str, str]]
    codes: list[tuple[str, str]]
    bars: str
    marked: str
    figures: list[tuple[int, str, str]]


def could_still_win(counts: Sequence[ContenderCount], after: SessionView, of_teams: bool) -> Bars | None:
    """None before the second session: one bar is no chart."""
    if len(counts) < 2:
        return None
    ticks = round_ticks(Decimal(max(count.number for count in counts)))
    tops = [_top(count.number, ticks[-1]) for count in counts]
    paths = [
        f"M{number * STEP + GAP} {BOTTOM:g}V{top:g}h{STEP - 2 * GAP}V{BOTTOM:g}z" for number, top in enumerate(tops)
    ]
    here = [path for count, path in zip(counts, paths, strict=True) if count.session.id == after.id]
    first, last = counts[0], counts[-1]
    return Bars(
        summary=_("%(first)s could still win after %(begin)s, %(last)s after %(end)s.")
        % {
            "first": capfirst(number_word(first.number, neuter=of_teams)),
            "begin": _place(first.session),
            "last": number_word(last.number, neuter=of_teams),
            "end": _place(last.session),
        },
        width=STEP * len(counts),
        ticks=[(str(tick), f"{_top(tick, ticks[-1]):g}") for tick in ticks],
        codes=_middles(counts),
        bars="".join(path for path in paths if path not in here),
        marked="".join(here),
        figures=_figures(counts, tops),
    )


def _top(number: int, most: int) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * number / most, 2)


def _place(session: SessionView) -> str:
    return f"{session.event.short_name}, {session.name}"


def _middles(counts: Sequence[ContenderCount]) -> list[tuple[str, str]]:
    """Each event's code, under the middle of its bars."""
    places: dict[str, list[int]] = {}
    for index, count in enumerate(counts):
        places.setdefault(count.session.event.code, []).append(index)
    return [
        (code, f"{(sum(indexes) / len(indexes) + 0.5) / len(counts) * 100:.2f}") for code, indexes in places.items()
    ]


def _figures(counts: Sequence[ContenderCount], tops: list[float]) -> list[tuple[int, str, str]]:
    """A number over the middle of each run of bars as high, where there is room for it."""
    figures: list[tuple[int, float, float]] = []
    for number, run in groupby(range(len(counts)), key=lambda index: counts[index].number):
        indexes = list(run)
        x, y = (sum(indexes) / len(indexes) + 0.5) / len(counts) * 100, tops[indexes[0]]
        if not figures or x - figures[-1][1] >= FIGURE_WIDTH or abs(y - figures[-1][2]) >= NAME_GAP:
            figures.append((number, x, y))
    return [(number, f"{x:.2f}", f"{y:g}") for number, x, y in figures]
