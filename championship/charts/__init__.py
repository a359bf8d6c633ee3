"""Charts as geometry: percentages of a box that the template draws as SVG, so that one chart fits every width."""

from championship.charts.behind import behind_the_leader
from championship.charts.laps import to_one_scale, unrolled
from championship.charts.outline import Outline, Size, outline
from championship.charts.places import places_race_by_race
from championship.charts.points import most_points, points_bar
from championship.charts.qualifying import qualifying_and_race
from championship.charts.shapes import Chart
from championship.charts.still_in_it import Bars, could_still_win
from championship.charts.strips.gap_strip import GapStrip, at_the_flag
from championship.charts.strips.season_strip import season_strips, strip_key
from championship.season.parts import CircuitView

__all__ = [
    "Bars",
    "Chart",
    "GapStrip",
    "Outline",
    "at_the_flag",
    "behind_the_leader",
    "could_still_win",
    "most_points",
    "outline_of",
    "places_race_by_race",
    "points_bar",
    "qualifying_and_race",
    "season_strips",
    "strip_key",
    "to_one_scale",
    "unrolled",
]


def outline_of(circuit: CircuitView, size: Size) -> Outline | None:
    """A circuit's outline as it runs at its event; None where there is none."""
    layout = circuit.layout
    return outline(layout.outline, layout.direction, size) if layout and layout.outline else None
