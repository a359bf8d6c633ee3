"""The cars as they crossed the line: one line in seconds, from the winner to the last car whose gap is on record."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from championship.formats import gap_text, time_text
from championship.season.parts import ResultView, SessionView
from championship.season.view import SeasonView
from championship.tables.classified import behind_winner_ms, in_order

# The line's length, in CSS px, in the narrowest window that has labels (768 px) and on the narrowest phone.
LABELLED_LENGTH, SHORTEST_LENGTH = 600, 224
LABEL_GAP, ROUNDEL_GAP, LEVEL_HEIGHT = 64, 32, 34
# Roundels stand so many above each other at most; a car for which there is no room has its stem alone.
MOST_LEVELS = 4
# Beyond this many seconds a tick stands for ten.
MOST_TICKS = 60


@dataclass(frozen=True, slots=True)
class GapCar:
    """A car. gap: the winner's time or the gap, as text; blank where it is not on record.

    x: percent of the line, blank for a car that is not on it. top: of its roundel, in px from the drawing's upper edge;
    None where there is no room for one.
    """

    place: int
    name: str
    number: int | None
    colour: str
    gap: str
    x: str = ""
    top: int | None = None


@dataclass(frozen=True, slots=True)
class GapStrip:
    """cars: on the line, the winner first. lapped: those of whom it is on record how many laps they were down. rest:
    the other cars with a place.

    ticks: percent of the line. seconds_a_tick: 1 or 10. has_labels: whether every name has room below its car; else
    they stand in a list. axis: in px from the drawing's upper edge.
    """

    cars: list[GapCar]
    lapped: list[GapCar]
    rest: list[GapCar]
    ticks: list[str]
    seconds_a_tick: int
    has_labels: bool
    axis: int

    @property
    def height(self) -> int:
        """Without the labels."""
        return self.axis + 6


def at_the_flag(season: SeasonView, session: SessionView) -> GapStrip | None:
    """The strip of a race; None where fewer than two cars would stand on it."""
    classification = season.classification(session)
    if classification is None or not session.is_race or classification.winner is None:
        return None
    return gap_strip(
        [
            (line, season.surnames[line.driver.slug], behind_winner_ms(classification, line))
            for line in in_order(classification.lines)
            if line.position is not None
        ]
    )


def gap_strip(placed: Sequence[tuple[ResultView, str, int | None]]) -> GapStrip | None:
    """The strip of the placed cars, the winner first: each with its name and its milliseconds behind the winner."""
    known = sorted((ms, index) for index, (_line, _name, ms) in enumerate(placed) if ms is not None and ms >= 0)
    if len(known) < 2:
        return None
    seconds = max(math.ceil(known[-1][0] / 1000), 1)
    shares = [ms / 1000 / seconds for ms, _index in known]
    levels = stacked(shares)
    highest = max(level for level in levels if level is not None)
    step = 1 if seconds <= MOST_TICKS else 10
    others = [car for index, car in enumerate(placed) if index not in {index for _ms, index in known}]
    return GapStrip(
        cars=[
            _car(
                *placed[index],
                x=f"{share * 100:.2f}",
                top=None if level is None else (highest - level) * LEVEL_HEIGHT,
            )
            for (_ms, index), share, level in zip(known, shares, levels, strict=True)
        ],
        lapped=[_car(*car) for car in others if car[0].gap_laps is not None],
        rest=[_car(*car) for car in others if car[0].gap_laps is None],
        ticks=[f"{second / seconds * 100:.2f}" for second in range(0, seconds + 1, step)],
        seconds_a_tick=step,
        has_labels=all(after - before >= LABEL_GAP / LABELLED_LENGTH for before, after in pairwise(shares)),
        axis=(highest + 1) * LEVEL_HEIGHT + 10,
    )


def stacked(shares: Iterable[float]) -> list[int | None]:
    """For each car, best first, the lowest level on which its roundel touches none before it; None for none."""
    free_from = [0.0] * MOST_LEVELS
    levels: list[int | None] = []
    for share in shares:
        level = next((level for level, free in enumerate(free_from) if share >= free), None)
        if level is not None:
            free_from[level] = share + ROUNDEL_GAP / SHORTEST_LENGTH
        levels.append(level)
    return levels


def _car(line: ResultView, name: str, behind_ms: int | None, x: str = "", top: int | None = None) -> GapCar:
    if line.position == 1:
        gap = "" if line.time_ms is None else time_text(line.time_ms)
    else:
        gap = gap_text(behind_ms, line.gap_laps)
    return GapCar(line.position or 0, name, line.number, line.entry.colour, gap, x, top)
