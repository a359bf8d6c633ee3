"""The laps of several circuits beside each other: unrolled, and drawn to one scale."""

from collections.abc import Iterable
from dataclasses import dataclass

from championship.charts.outline import Outline, lap_extent, outline_to_scale
from championship.season.parts import CircuitView

# The widest or highest of the outlines to one scale: with its card it stands on a phone of 360 px.
WIDEST = 280.0


@dataclass(frozen=True, slots=True)
class UnrolledLap:
    """share: its length in percent of the longest."""

    circuit: CircuitView
    share: str


@dataclass(frozen=True, slots=True)
class ScaledLap:
    """outline: to the same scale as those of the others."""

    circuit: CircuitView
    outline: Outline


def unrolled(circuits: Iterable[CircuitView]) -> list[UnrolledLap]:
    """Of the circuits whose length is on record, the longest first."""
    known = _longest_first(circuits)
    return [UnrolledLap(circuit, f"{length_m / known[0][0] * 100:.1f}") for length_m, circuit in known]


def to_one_scale(circuits: Iterable[CircuitView]) -> list[ScaledLap]:
    """Of the circuits that have a length and an outline, the longest first."""
    lines = [
        (circuit, circuit.layout.outline)
        for _length_m, circuit in _longest_first(circuits)
        if circuit.layout and circuit.layout.outline
    ]
    widest = max((max(lap_extent(line)) for _circuit, line in lines), default=0.0)
    if not widest:
        return []
    drawn = [(circuit, outline_to_scale(line, WIDEST / widest)) for circuit, line in lines]
    return [ScaledLap(circuit, outline) for circuit, outline in drawn if outline]


def _longest_first(circuits: Iterable[CircuitView]) -> list[tuple[int, CircuitView]]:
    known = [(circuit.length_m, circuit) for circuit in circuits if circuit.length_m]
    return sorted(known, key=lambda lap: -lap[0])
