"""The outline of a circuit as a drawing: north up, fitted to a box, with arrows the way it is driven.

Never turned, mirrored or smoothed. Places are in px of the drawing, from its top left.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import atan2, cos, degrees, hypot, radians
from typing import NamedTuple

# A degree of latitude, on a sphere of 6,371 km.
KM_A_DEGREE = 111.195
# A point so near to the line between its neighbours is not seen, in px.
UNSEEN = 0.35
# A lap from which on a large drawing has the more arrows, in km.
LONG_LAP = 10
# Where arrows may stand: so many places around the lap are looked at, as far ahead and behind as an arrow is long.
PLACES, REACH = 240, 14.0
DIRECTIONS = ("clockwise", "anticlockwise")
# Half of a start line, in px.
START = 9.0
# As many drawings as a season's circuits have in all sizes, a few times over.
KEPT = 256

Point = tuple[float, float]


class Size(NamedTuple):
    """The largest box of a drawing and its empty edge, in px; how many arrows a lap has, and a long one; an arrow."""

    name: str
    width: int
    height: int
    edge: int
    arrows: int = 0
    on_long_lap: int = 0
    arrow: str = ""


ARROW, LARGE_ARROW = "M-6-5.5L7 0-6 5.5-3 0Z", "M-10-8.5L12 0-10 8.5-5 0Z"
# The edge holds half of the verge's stroke, and an arrow.
SMALL = Size("small", 72, 48, 3)
CARD = Size("card", 216, 132, 8, 2, 2, ARROW)
HERO = Size("hero", 420, 336, 14, 3, 5, LARGE_ARROW)
LARGE = Size("hero", 560, 560, 14, 3, 7, LARGE_ARROW)


@dataclass(frozen=True, slots=True)
class Outline:
    """A drawing. path: the closed line. arrow: one that points to the right, and arrows: the transforms of as many as
    there are. start: the start line, blank where it is not known. px_a_km: its scale.

    Numbers are text already: SVG wants a point, whatever the reader's language.
    """

    size: str
    width: str
    height: str
    path: str
    arrow: str
    arrows: tuple[str, ...]
    start: str
    px_a_km: float


@lru_cache(KEPT)
def outline(geojson: str, direction: str, size: Size) -> Outline | None:
    """The largest drawing that fits the size; None of a line without extent.

    geojson: one that `outline_problem` has nothing against. direction: "clockwise", "anticlockwise", or any other word
    where it is not known, and then there are no arrows.
    """
    line = _line(geojson)
    wide, high = _extent(line)
    room = min(
        (size.width - 2 * size.edge) / wide if wide else float("inf"),
        (size.height - 2 * size.edge) / high if high else float("inf"),
    )
    return None if not wide and not high else _drawing(geojson, line, direction, size, room)


@lru_cache(KEPT)
def outline_to_scale(geojson: str, px_a_km: float) -> Outline | None:
    """The line alone, so many px a km."""
    line = _line(geojson)
    return _drawing(geojson, line, "", Size("scale", 0, 0, 2), px_a_km) if any(_extent(line)) else None


def lap_extent(geojson: str) -> tuple[float, float]:
    """From west to east and from north to south, in km."""
    return _extent(_line(geojson))


def simplified(points: Sequence[Point], within: float) -> list[Point]:
    """Without the points that are no farther than `within` from the line: after Douglas and Peucker.

    The first and the last one stay. A closed line is cut at the point farthest from its first.
    """
    if len(points) < 3:
        return list(points)
    kept = {0, len(points) - 1}
    open_pieces = [(0, len(points) - 1)]
    while open_pieces:
        first, last = open_pieces.pop()
        farthest, index = max(
            ((_distance(points[at], points[first], points[last]), at) for at in range(first + 1, last)),
            default=(0.0, first),
        )
        if farthest > within:
            kept.add(index)
            open_pieces += [(first, index), (index, last)]
    return [points[at] for at in sorted(kept)]


@lru_cache(KEPT)
def _line(geojson: str) -> tuple[Point, ...]:
    """The points in km to the east and to the south: longitudes shrink by the cosine of the middle latitude."""
    value = json.loads(geojson)
    pairs = [(point[0], point[1]) for point in value.get("geometry", value)["coordinates"]]
    latitudes = [latitude for _longitude, latitude in pairs]
    shrunk = cos(radians((min(latitudes) + max(latitudes)) / 2))
    return tuple((longitude * shrunk * KM_A_DEGREE, -latitude * KM_A_DEGREE) for longitude, latitude in pairs)


def _starts_at_line(geojson: str) -> bool:
    properties = json.loads(geojson).get("properties")
    return isinstance(properties, dict) and properties.get("starts_at_line") is True


def _extent(line: Sequence[Point]) -> Point:
    xs, ys = zip(*line, strict=True)
    return max(xs) - min(xs), max(ys) - min(ys)


def _drawing(geojson: str, line: Sequence[Point], direction: str, size: Size, scale: float) -> Outline:
    xs, ys = zip(*line, strict=True)
    left, top = min(xs), min(ys)
    points = [((x - left) * scale + size.edge, (y - top) * scale + size.edge) for x, y in line]
    corners = simplified(points, UNSEEN)
    wide, high = (extent * scale + 2 * size.edge for extent in _extent(line))
    lap = sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(line))
    count = size.on_long_lap if lap >= LONG_LAP else size.arrows
    has_start = size.arrows > 0 and _starts_at_line(geojson)
    return Outline(
        size=size.name,
        width=_number(wide),
        height=_number(high),
        path="M" + "L".join(f"{_number(x)} {_number(y)}" for x, y in corners[:-1]) + "Z",
        arrow=size.arrow,
        arrows=tuple(_arrows(_driven(corners, direction), count, 2 * REACH if has_start else 0))
        if direction in DIRECTIONS
        else (),
        start=_start_line(corners) if has_start else "",
        px_a_km=scale,
    )


def _driven(points: list[Point], direction: str) -> list[Point]:
    """In the order in which they are driven: whichever way the line was traced."""
    # Twice the area, positive for a line that runs clockwise as it is seen: the second axis points down.
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(points))
    return points if (area > 0) == (direction == "clockwise") else points[::-1]


def _arrows(points: list[Point], count: int, clear: float) -> list[str]:
    """On the straightest pieces, as far from each other as so many can be at the least.

    None stands within `clear` of the first point.
    """
    if not count:
        return []
    reached = [0.0]
    for a, b in pairwise(points):
        reached.append(reached[-1] + hypot(b[0] - a[0], b[1] - a[1]))
    lap = reached[-1]
    places = []
    for number in range(PLACES):
        here = lap * number / PLACES
        if min(here, lap - here) < clear:
            continue
        (x, y), (before_x, before_y), (after_x, after_y) = (
            _at(points, reached, at % lap) for at in (here, here - REACH, here + REACH)
        )
        straight = hypot(after_x - before_x, after_y - before_y)
        places.append((round(straight, 1), here, x, y, degrees(atan2(after_y - before_y, after_x - before_x))))
    chosen: list[tuple[float, str]] = []
    # Of places that are as straight as each other, the first on the lap.
    for _straight, here, x, y, angle in sorted(places, key=lambda place: -place[0]):
        apart = lap / count * 0.6
        if all(min(abs(here - other), lap - abs(here - other)) >= apart for other, _text in chosen):
            chosen.append((here, f"translate({_number(x)} {_number(y)}) rotate({round(angle)})"))
        if len(chosen) == count:
            break
    return [text for _here, text in sorted(chosen)]


def _at(points: list[Point], reached: list[float], distance: float) -> Point:
    """The place on the line so many px from its first point."""
    index = next((at for at in range(1, len(reached)) if reached[at] >= distance), len(reached) - 1)
    (from_x, from_y), (to_x, to_y) = points[index - 1], points[index]
    piece = reached[index] - reached[index - 1]
    share = (distance - reached[index - 1]) / piece if piece else 0
    return from_x + (to_x - from_x) * share, from_y + (to_y - from_y) * share


def _start_line(points: list[Point]) -> str:
    """Across the road at its first point."""
    (x, y), (after_x, after_y) = points[0], points[1]
    length = hypot(after_x - x, after_y - y)
    across_x, across_y = -(after_y - y) / length * START, (after_x - x) / length * START
    ends = (x - across_x, y - across_y, x + across_x, y + across_y)
    return "M{} {}L{} {}".format(*map(_number, ends))


def _distance(point: Point, start: Point, end: Point) -> float:
    """From a point to the piece between two others."""
    (x, y), (start_x, start_y), (end_x, end_y) = point, start, end
    along_x, along_y = end_x - start_x, end_y - start_y
    square = along_x**2 + along_y**2
    share = ((x - start_x) * along_x + (y - start_y) * along_y) / square if square else 0.0
    share = min(1.0, max(0.0, share))
    return hypot(x - start_x - share * along_x, y - start_y - share * along_y)


def _number(value: float) -> str:
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
