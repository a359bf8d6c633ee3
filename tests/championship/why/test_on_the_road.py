"""Why a place is another than on the road: words, points and the slope, never more than is on record."""

import html5lib
import pytest

from championship.charts.slope import ROW, slope
from championship.season.reading import load_year
from championship.why.on_the_road import OnTheRoad
from championship.why.penalties import read_penalties

pytestmark = pytest.mark.django_db


def road_of(event: str, race: str) -> OnTheRoad:
    season = load_year(2021)
    session = season.session(event, race)
    return OnTheRoad(season, session, read_penalties(season, [session]))


def reason_of(road: OnTheRoad, driver: str):
    return road.reason(next(line for line in road.result.lines if line.driver.slug == driver))


# penalties.csv: five seconds for Vervisch, third on the road, sixth in the result.
def test_sochi_race_1_on_the_road():
    road = road_of("russia", "race-1")
    moved = {name: places for name, places in road.places_by_name.items() if places[0] != places[1]}
    assert moved == {"Magnus": (4, 3), "Berthon": (5, 4), "Ehrlacher": (6, 5), "Vervisch": (3, 6)}


def test_the_place_on_the_road_the_decision_and_the_points_that_it_cost():
    # 25-20-16-13-11-10: third gives 16, sixth ten.
    reason = reason_of(road_of("russia", "race-1"), "frederic-vervisch")
    assert reason.heading == "Why 6th"
    assert reason.sentences == [
        "Vervisch crossed the line third.",
        "The stewards’ decision: Vervisch, +5 s. The reason is not on record.",
        "It cost Vervisch 6 points: 10 instead of 16.",
    ]
    assert [(change.name, change.points) for change in reason.others] == [
        ("Magnus", 3), ("Berthon", 2), ("Ehrlacher", 1),
    ]  # fmt: skip


def test_one_who_moved_up_is_told_by_whose_penalty():
    sentences = reason_of(road_of("russia", "race-1"), "gilles-magnus").sentences
    assert sentences[0] == "Magnus crossed the line 4th."
    assert "Vervisch, +5 s" in sentences[1]
    assert sentences[2] == "It gave Magnus 3 points: 16 instead of 13."


def test_a_place_that_no_decision_touched_has_no_reason():
    assert reason_of(road_of("russia", "race-1"), "mikel-azcona") is None


@pytest.mark.parametrize(
    ("event", "race"),
    [
        # Of Tassi's penalty the place on the road is not on record, so it is not known whom Azcona's moved.
        ("portugal", "race-1"),
        # Berthon's ten seconds: neither place is on record.
        ("hungary", "race-1"),
        ("germany", "race-2"),
    ],
)
def test_an_order_that_is_not_on_record_is_not_guessed(event, race):
    assert road_of(event, race).places_by_name == {}


def test_a_decision_without_an_order_is_said_alone():
    assert reason_of(road_of("portugal", "race-1"), "mikel-azcona").sentences == [
        "Azcona crossed the line 6th.",
        "The stewards’ decision: Azcona, penalty. The reason is not on record.",
    ]


def test_the_slope_begins_two_places_ahead_and_draws_who_lost_on_top():
    drawing = slope(road_of("russia", "race-1").places_by_name)
    assert [(line.name, line.before, line.after, line.way) for line in drawing.lines] == [
        ("Azcona", 1, 1, "same"),
        ("Vernay", 2, 2, "same"),
        ("Magnus", 4, 3, "up"),
        ("Berthon", 5, 4, "up"),
        ("Ehrlacher", 6, 5, "up"),
        ("Vervisch", 3, 6, "down"),
    ]
    assert drawing.lines[-1].y_after - drawing.lines[-1].y_before == 3 * ROW
    assert drawing.height > drawing.lines[-1].y_after
    assert slope({"Azcona": (1, 1)}) is None


def test_under_the_row_the_reason_stands_before_the_sources(client):
    address = "/2021/russia/race-1/sources/?driver=frederic-vervisch"
    response = client.get(address, headers={"HX-Request": "true", "HX-Target": "why--frederic-vervisch"})
    text = " ".join("".join(html5lib.parse(response.content.decode()).itertext()).split())
    assert text.index("Why 6th") < text.index("p300.it")
    assert b'class="slope"' in response.content
    assert "Magnus from 4th to 3rd" in response.content.decode()
