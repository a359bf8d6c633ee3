"""Charts as they are drawn, and the tables of the same figures behind them."""

import itertools
import re
from decimal import Decimal

import pytest

from championship.charts import behind_the_leader, places_race_by_race, points_bar, qualifying_and_race
from championship.charts.qualifying import qualified_place
from championship.charts.shapes import NAME_GAP, Trace, curves, path
from championship.season.reading import load_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def season():
    return load_year(2021)


def races(season):
    return [session for session in season.sessions if session.is_race]


def test_points_behind_the_leader_end_where_the_table_says(season):
    chart = behind_the_leader(season, season.drivers_title, season.latest, ["rob-huff"])
    assert chart.heads == ["After", "Ehrlacher", "Vervisch", "Vernay", "Huff"]
    # The final table: 223, 195, 177 and Huff's 72.
    assert chart.rows[-1] == ("RUS R2", ["0", "−28", "−46", "−151"])
    assert [curve.name for curve in chart.curves] == ["Ehrlacher", "Vervisch", "Vernay", "Huff"]
    # 23 drivers, four of them in colour.
    assert len(chart.muted) == 19
    assert len(chart.rows) == 16
    assert chart.width == 150


def test_one_who_joins_later_has_no_figure_before(season):
    chart = behind_the_leader(season, season.drivers_title, season.latest, ["nicola-baldan"])
    figures = [row[1][3] for row in chart.rows]
    assert figures[0] == "–"
    assert figures[-1] == "−223"


@pytest.mark.parametrize("title", ["drivers", "teams"])
def test_names_keep_their_distance_after_every_session(season, title):
    chosen = season.titles_by_slug[title]
    picks = ["rob-huff", "andreas-backman", "jessica-backman"]
    for after in season.sessions:
        chart = behind_the_leader(season, chosen, after, picks)
        if chart is None:
            continue
        heights = sorted(float(curve.name_y) for curve in chart.curves)
        assert all(later - earlier >= NAME_GAP - 0.01 for earlier, later in itertools.pairwise(heights))
        assert 0 <= heights[0] <= heights[-1] <= 97


def test_teammates_are_told_apart_by_dash(season):
    chart = behind_the_leader(season, season.drivers_title, season.latest, ["yvan-muller"])
    dashes = {curve.name: curve.dash for curve in chart.curves}
    assert dashes["Ehrlacher"] == ""
    assert dashes["Muller"] == "6 3"


def test_a_title_on_record_so_far_has_no_chart(season):
    assert behind_the_leader(season, season.titles_by_slug["junior"], season.latest) is None


def test_places_race_by_race(season):
    chart = places_race_by_race(season, ["yann-ehrlacher"], races(season))
    assert [figures[0] for _race, figures in chart.rows] == [
        "8", "10", "1", "6", "5", "7", "3", "4", "3", "4", "8", "5", "10", "1", "5", "6",
    ]  # fmt: skip
    assert chart.summary == "Places race by race: Yann Ehrlacher between 1st and 10th."
    # Tenth of ten is at the bottom, first on top.
    assert chart.curves[0].path.startswith("M0 76.11 10 97 20 3 ")
    assert chart.curves[0].reach == ""


def test_a_line_breaks_where_no_place_is_on_record_and_reaches_its_name(season):
    chart = places_race_by_race(season, ["andreas-backman", "jessica-backman"], races(season)[:8])
    andreas, jessica = chart.curves
    assert (andreas.dash, jessica.dash) == ("", "6 3")
    assert andreas.path.count("M") == 2
    assert andreas.dots.count("M") == 4
    assert andreas.reach.endswith("H70")
    assert chart.rows[0] == ("GER R1", ["n/r", "21"])
    assert chart.rows[1] == ("GER R2", ["Ret", "14"])


def test_two_races_are_no_chart(season):
    assert places_race_by_race(season, ["petr-fulin"], races(season)[8:10]) is None
    assert places_race_by_race(season, ["petr-fulin"], races(season)) is None


def test_from_qualifying_to_the_race(season):
    chart = qualifying_and_race(season, "nestor-girolami", season.running)
    rows = dict(chart.rows)
    # Pole and third on the Nordschleife.
    assert rows["GER"] == ["1", "3", "−2"]
    assert rows["ESP"] == ["20", "12", "+8"]
    assert [code for code, _x in chart.codes] == ["Qualifying", "Race 2"]
    assert chart.summary == ("From qualifying to the race: places gained at ESP, lost at GER, POR, HUN, CZE and RUS.")


def test_a_place_in_q1_is_the_one_of_qualifying_only_for_who_stayed_in_it(season):
    own = season.results_by_driver
    spain = season.event("spain")
    # 17th of Q1 in Aragón did not go on.
    assert qualified_place(season, spain, own["andreas-backman"]) == 17
    # Fourth of Q1 in Adria or anywhere went on; without a place in Q2 on record, nothing is claimed.
    for event in season.running:
        for driver, lines_of in own.items():
            place = qualified_place(season, event, lines_of)
            last = event.qualifying[-1]
            went_out = place is not None and last.id not in lines_of
            assert not went_out or len(event.qualifying) == 1 or place > 5, (event.slug, driver)


CHART = re.compile(r'<div\s+class="chart[ "][^>]*role="img"')


def test_charts_stand_on_their_pages_with_a_table_behind_each(client):
    for address, count in (("/2021/standings/drivers/", 1), ("/", 1), ("/drivers/yann-ehrlacher/", 2)):
        html = client.get(address).content.decode()
        assert len(CHART.findall(html)) == count, address
        assert html.count('class="fold chart-table"') == count, address
    html = client.get("/drivers/compare/andreas-backman/jessica-backman/").content.decode()
    # The races stand in the table under it.
    assert len(CHART.findall(html)) == 1


def test_a_driver_of_one_weekend_has_a_page_without_charts(client):
    html = client.get("/drivers/petr-fulin/").content.decode()
    assert "<h1>Petr Fulín</h1>" in html
    assert 'role="img"' not in html


def test_a_path_breaks_and_begins_again():
    assert path([1.0, None, None, 4.5, 5.0]) == "M0 1 M30 4.5 40 5"
    assert path([None, None]) == ""


def test_many_names_at_one_height_are_pushed_up_from_the_floor():
    drawn = curves([Trace(str(n), "x", "#000", [97.0, 97.0]) for n in range(4)])
    assert [float(curve.name_y) for curve in drawn] == pytest.approx([74.8, 82.2, 89.6, 97.0])


def test_a_bar_of_points_ends_at_its_edge_and_leaves_out_what_was_not_won():
    assert points_bar([Decimal(15), None, Decimal(0), Decimal(-3), Decimal(15)], Decimal(60)) == [
        (1, "0.00", "25.00"),
        (4, "25.00", "25.00"),
    ]
    # Double points.
    assert points_bar([Decimal(10), Decimal(50), Decimal(25)], Decimal(60)) == [
        (1, "0.00", "16.67"),
        (2, "16.67", "83.33"),
    ]
    assert points_bar([Decimal(10)], Decimal(0)) == []
