"""Charts as geometry: percentages of a box that the template draws as SVG, so that one chart fits every width."""

from championship.charts.behind import behind_the_leader
from championship.charts.places import places_race_by_race
from championship.charts.qualifying import qualifying_and_race
from championship.charts.shapes import Chart
from championship.charts.still_in_it import Bars, could_still_win

__all__ = ["Bars", "Chart", "behind_the_leader", "could_still_win", "places_race_by_race", "qualifying_and_race"]
