"""The outline of a circuit: its centre line as GeoJSON."""

import json
from typing import Any

# A line that draws a circuit has a few hundred points; more only weigh on a page.
MOST_POINTS, MOST_CHARACTERS = 2_000, 200_000


def outline_problem(text: str) -> str:
    """What is wrong with an outline, in a sentence; empty for one that can be drawn."""
    if len(text) > MOST_CHARACTERS:
        return f"This has {len(text)} characters; {MOST_CHARACTERS} are the most. Take points out of the line."
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return "This is no GeoJSON: paste a Feature, or its geometry, as the file has it."
    geometry = value.get("geometry") if isinstance(value, dict) and value.get("type") == "Feature" else value
    if not isinstance(geometry, dict) or geometry.get("type") != "LineString":
        return "This is GeoJSON without a line: a Feature or a geometry with one LineString is expected."
    points = geometry.get("coordinates")
    if not isinstance(points, list) or not 4 <= len(points) <= MOST_POINTS:
        return f"The line has too few points or too many: it is 4 to {MOST_POINTS}."
    wrong = next((number for number, point in enumerate(points, start=1) if not _is_on_earth(point)), None)
    return f"Point {wrong} of the line is no longitude and latitude in degrees." if wrong else ""


def _is_on_earth(point: Any) -> bool:
    return (
        isinstance(point, list)
        and len(point) in (2, 3)
        and all(isinstance(degrees, int | float) and not isinstance(degrees, bool) for degrees in point)
        and abs(point[0]) <= 180
        and abs(point[1]) <= 90
    )
