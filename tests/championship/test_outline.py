"""Outlines of circuits as they are drawn: true to the ground, small, and with arrows the way they are driven."""

import csv
import itertools
import json
import re
from math import atan2, cos, degrees, hypot, radians

import pytest
from django.conf import settings

from championship.charts.outline import CARD, HERO, LARGE, SMALL, outline, outline_to_scale, simplified
from championship.models import CircuitLayout
from championship.season.reading import load_year
from championship.templatetags.sport import credit_links

SEASON = settings.BASE_DIR / "championship/seasons/2021"
LAYOUTS = {
    row["circuit"]: (row["direction"], (SEASON / "outlines" / row["outline"]).read_text(encoding="utf-8"))
    for row in csv.DictReader((SEASON / "circuit_layouts.csv").read_text(encoding="utf-8").splitlines())
}
# The lengths of 2021, in km: the published ones of the championship and of the circuits.
KM = {"sochi": 5.848, "guia": 6.120, "nurburgring-nordschleife": 25.378, "motorland-aragon": 5.345}
# 100 km west of Greenwich and on the equator: a lap of 4 by 2 km, by the compass from its south-western corner.
NORTH_FIRST = [(0, 0), (0, 2), (4, 2), (4, 0), (0, 0)]


def geojson(corners, latitude=0.0, **properties):
    """Of corners in km to the east and to the north of a place, with four more points a side."""
    points = []
    for (x, y), (to_x, to_y) in itertools.pairwise(corners):
        points += [(x + (to_x - x) * part / 5, y + (to_y - y) * part / 5) for part in range(5)]
    points.append(corners[-1])
    shrunk = cos(radians(latitude + corners[1][1] / 2 / 111.195))
    line = [[-1 + x / 111.195 / shrunk, latitude + y / 111.195] for x, y in points]
    geometry = {"type": "LineString", "coordinates": line}
    return json.dumps({"type": "Feature", "properties": properties, "geometry": geometry})


def points_of(drawing):
    return [tuple(map(float, point.split())) for point in re.findall(r"[\d.-]+ [\d.-]+", drawing.path)]


def arrows_of(drawing):
    pattern = r"translate\(([\d.-]+) ([\d.-]+)\) rotate\((-?\d+)\)"
    return [tuple(map(float, re.fullmatch(pattern, arrow).groups())) for arrow in drawing.arrows]


@pytest.mark.parametrize("latitude", [0.0, 60.0, -35.0])
def test_a_lap_is_as_wide_and_as_high_as_on_the_ground(latitude):
    drawing = outline(geojson(NORTH_FIRST, latitude), "clockwise", CARD)
    # 200 px for 4 km.
    assert (drawing.width, drawing.height) == ("216", "116")
    assert drawing.px_a_km == pytest.approx(50, rel=1e-3)
    # The corners alone, north up: it begins in the south-west.
    assert points_of(drawing) == [(8, 108), (8, 8), (208, 8), (208, 108)]


@pytest.mark.parametrize("size", [SMALL, CARD, HERO, LARGE])
@pytest.mark.parametrize("circuit", LAYOUTS)
def test_a_circuit_fits_its_box_and_touches_two_of_its_sides(circuit, size):
    direction, text = LAYOUTS[circuit]
    drawing = outline(text, direction, size)
    width, height = float(drawing.width), float(drawing.height)
    assert width <= size.width
    assert height <= size.height
    assert width == size.width or height == size.height
    for extents, most in zip(zip(*points_of(drawing), strict=True), (width, height), strict=True):
        assert min(extents) == pytest.approx(size.edge, abs=0.4)
        assert max(extents) == pytest.approx(most - size.edge, abs=0.4)


@pytest.mark.parametrize("circuit", KM)
def test_a_drawn_lap_is_as_long_as_the_circuit(circuit):
    direction, text = LAYOUTS[circuit]
    drawing = outline(text, direction, LARGE)
    points = points_of(drawing)
    px = sum(hypot(x - to_x, y - to_y) for (x, y), (to_x, to_y) in itertools.pairwise([*points, points[0]]))
    assert px / drawing.px_a_km == pytest.approx(KM[circuit], rel=0.02)


def test_what_is_not_seen_is_dropped_and_nothing_else():
    assert simplified([(0, 0), (5, 0.35), (10, 0), (15, 0.36), (20, 0)], 0.35) == [(0, 0), (15, 0.36), (20, 0)]
    lap = [(0, 0), (5, 0), (10, 0), (10, 10), (0, 10), (0, 0)]
    assert simplified(lap, 0.35) == [(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)]
    assert simplified([(3, 4)], 0.35) == [(3, 4)]


@pytest.mark.parametrize("circuit", LAYOUTS)
def test_a_drawing_is_small(circuit):
    direction, text = LAYOUTS[circuit]
    assert len(outline(text, direction, SMALL).path) <= 600
    assert len(outline(text, direction, CARD).path) <= 1_200
    assert len(outline(text, direction, HERO).path) <= 2_200


@pytest.mark.parametrize("traced", [NORTH_FIRST, NORTH_FIRST[::-1]], ids=["clockwise", "anticlockwise"])
def test_arrows_go_the_way_on_record_whichever_way_the_line_was_traced(traced):
    def ways(direction):
        """Where arrows point, by the side on which they stand."""
        arrows = arrows_of(outline(geojson(traced), direction, CARD))
        sides = {8.0: "left", 208.0: "right"}
        return {sides.get(x) or ("top" if y == 8 else "bottom"): angle % 360 for x, y, angle in arrows}

    clockwise = {"top": 0, "right": 90, "bottom": 180, "left": 270}
    assert len(ways("clockwise")) == len(ways("anticlockwise")) == 2
    assert ways("clockwise").items() <= clockwise.items()
    assert ways("anticlockwise").items() <= {side: (way + 180) % 360 for side, way in clockwise.items()}.items()
    assert ways("unknown") == {}


@pytest.mark.parametrize("circuit", LAYOUTS)
def test_arrows_stand_on_the_road_apart_from_each_other_and_point_along_it(circuit):
    direction, text = LAYOUTS[circuit]
    drawing = outline(text, direction, HERO)
    arrows, points = arrows_of(drawing), points_of(drawing)
    assert len(arrows) == (5 if circuit == "nurburgring-nordschleife" else 3)
    for x, y, angle in arrows:
        sides = [
            (abs((to_x - at_x) * (at_y - y) - (at_x - x) * (to_y - at_y)) / hypot(to_x - at_x, to_y - at_y), side)
            for side in itertools.pairwise([*points, points[0]])
            for (at_x, at_y), (to_x, to_y) in [side]
            if min(at_x, to_x) - 1 <= x <= max(at_x, to_x) + 1 and min(at_y, to_y) - 1 <= y <= max(at_y, to_y) + 1
        ]
        off, ((at_x, at_y), (to_x, to_y)) = min(sides)
        assert off < 0.2
        # The 13 lines were traced as they are driven.
        turned = (angle - degrees(atan2(to_y - at_y, to_x - at_x)) + 180) % 360 - 180
        assert abs(turned) < 25
    for (x, y, _angle), (other_x, other_y, _other) in itertools.combinations(arrows, 2):
        assert hypot(x - other_x, y - other_y) > 14


def test_a_start_line_is_drawn_only_where_it_is_known():
    started = {name for name, (direction, text) in LAYOUTS.items() if outline(text, direction, HERO).start}
    assert started == {"guia"}
    guia = outline(LAYOUTS["guia"][1], "clockwise", LARGE)
    at_x, at_y = points_of(guia)[0]
    assert all(hypot(x - at_x, y - at_y) > 20 for x, y, _angle in arrows_of(guia))
    known = outline(geojson(NORTH_FIRST, starts_at_line=True), "clockwise", CARD)
    # Across the road that leads north from the south-western corner.
    assert known.start == "M-1 108L17 108"
    assert outline(geojson(NORTH_FIRST, starts_at_line="yes"), "clockwise", CARD).start == ""


def test_circuits_to_one_scale_compare():
    long, short = (
        outline_to_scale(geojson(corners), 25.0) for corners in (NORTH_FIRST, [(0, 0), (0, 1), (2, 1), (0, 0)])
    )
    assert (long.width, long.height) == ("104", "54")
    assert (short.width, short.height) == ("54", "29")
    assert long.arrows == short.arrows == ()


def test_a_line_without_extent_is_not_drawn():
    nowhere = geojson([(0, 0)] * 6)
    assert outline(nowhere, "clockwise", CARD) is None
    assert outline_to_scale(nowhere, 10.0) is None


@pytest.mark.django_db
def test_the_calendar_draws_the_circuits_and_credits_them_in_the_foot(client):
    page = client.get("/2021/calendar/").text
    # Twelve events were planned at one time or another.
    assert page.count('class="outline outline--small"') == 12
    foot = page[page.index("<footer") :]
    assert '<a href="https://www.openstreetmap.org/copyright">© OpenStreetMap contributors</a>' in foot
    assert '<a href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>' in foot
    assert '<a href="https://github.com/markthebault/open-racetrack-db">Open Racetrack Database</a>' in foot
    assert "OpenStreetMap" not in client.get("/about/privacy/").text


@pytest.mark.django_db
def test_a_circuit_without_an_outline_has_none_and_no_credit(client):
    CircuitLayout.objects.update(outline="", credit="")
    page = client.get("/2021/calendar/").text
    assert "<footer" in page
    assert 'class="outline' not in page
    assert "Circuit outlines" not in page


@pytest.mark.django_db
def test_an_event_has_the_layout_of_its_first_day():
    sochi = CircuitLayout.objects.get(circuit__slug="sochi")
    for since, length_m in (("2021-11-26", 5_000), ("2021-11-27", 6_000), ("2021-11-28", 7_000)):
        CircuitLayout.objects.create(season=sochi.season, circuit=sochi.circuit, since=since, length_m=length_m)
    russia = load_year(2021).events_by_slug["russia"]
    assert str(russia.starts_on) == "2021-11-27"
    assert russia.circuit.layout.length_m == 6_000


def test_a_credit_is_escaped_and_only_an_https_address_is_a_link():
    assert credit_links("By <b> & co (https://a.example/x), C (http://b.example)") == (
        '<a href="https://a.example/x">By &lt;b&gt; &amp; co</a>, C (http://b.example)'
    )
