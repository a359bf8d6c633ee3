"""The outline of a circuit: its centre line as GeoJSON."""

import json
from math import asin, cos, radians, sin, sqrt
from typing import Any

# A line that draws a circuit has a few hundred points; more only weigh on a page.
FEWEST_POINTS, MOST_POINTS, MOST_BYTES = 20, 5_000, 200_000
# A circuit's place on record is that of its town at times; farther off the line is another circuit's.
FARTHEST_KM, EARTH_KM = 50, 6_371


def too_big(size: int) -> str:
    """What is wrong with an outline of so many bytes; empty where it may be read."""
    return (
        f"This has {size} bytes; {MOST_BYTES} are the most. Take points out of the line." if size > MOST_BYTES else ""
    )


def outline_problem(text: str) -> str:
    """What is wrong with an outline, in a sentence; empty for one that can be drawn."""
    if problem := too_big(len(text.encode())):
        return problem
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return "This is no GeoJSON: a Feature, or its geometry, is expected."
    geometry = value.get("geometry") if isinstance(value, dict) and value.get("type") == "Feature" else value
    if not isinstance(geometry, dict) or geometry.get("type") != "LineString":
        return "This is GeoJSON without a line: a Feature or a geometry with one LineString is expected."
    points = geometry.get("coordinates")
    if not isinstance(points, list) or not FEWEST_POINTS <= len(points) <= MOST_POINTS:
        return f"The line has too few points or too many: it is {FEWEST_POINTS} to {MOST_POINTS}."
    wrong = next((number for number, point in enumerate(points, start=1) if not _is_on_earth(point)), None)
    if wrong:
        return f"Point {wrong} of the line is no longitude and latitude in degrees."
    return "" if points[0][:2] == points[-1][:2] else "The line is open: its last point has to be its first one again."


def problem_at_its_circuit(text: str, credit: str, latitude: float | None, longitude: float | None) -> str:
    """What is wrong with an outline that can be drawn, at a circuit of this place; empty where nothing is."""
    if not credit.strip():
        return "The outline has no credit. Say whom it is from, as its licence asks."
    if latitude is None or longitude is None:
        return ""
    value = json.loads(text)
    points = value.get("geometry", value)["coordinates"]
    farthest = max(_kilometres(latitude, longitude, point[1], point[0]) for point in points)
    if farthest > FARTHEST_KM:
        return f"The line is up to {farthest:.0f} km from the circuit, {FARTHEST_KM} at most. Is it that of another?"
    return ""


def _kilometres(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Along the globe, by the haversine formula."""
    north, east = radians(other_latitude - latitude) / 2, radians(other_longitude - longitude) / 2
    half = sin(north) ** 2 + cos(radians(latitude)) * cos(radians(other_latitude)) * sin(east) ** 2
    return 2 * EARTH_KM * asin(min(1, sqrt(half)))


def _is_on_earth(point: Any) -> bool:
    return (
        isinstance(point, list)
        and len(point) in (2, 3)
        and all(isinstance(degrees, int | float) and not isinstance(degrees, bool) for degrees in point)
        and abs(point[0]) <= 180
        and abs(point[1]) <= 90
    )
