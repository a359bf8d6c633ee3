"""A team's page, and the teams by place."""

import csv
import io

import pytest

from championship.models import Title
from drivers.models import Team
from tests.drivers.pages import by_class, headings, page_of, section, text_of, tiles

pytestmark = pytest.mark.django_db

TARGET = "/teams/target-competition/"


def test_place_drivers_and_their_spells(client):
    page = page_of(client, TARGET)
    # Without a win or a podium, there is no big nought.
    assert tiles(page) == [
        ("11th of 11", "Teams, 3 points"),
        ("14th", "Best place: Race 2, Nürburgring Nordschleife"),
    ]
    assert tiles(page_of(client, "/teams/zengo-motorsport/"))[1:] == [("2", "wins"), ("6", "podiums")]
    assert [text_of(one) for one in section(page, "Drivers").iter("li")] == [
        "19 Andreas Bäckman Hyundai Elantra N TCR · GER, POR, ESP and HUN",
        "26 Jessica Bäckman Hyundai Elantra N TCR · GER, POR, ESP and HUN",
        "82 Nicola Baldan Hyundai Elantra N TCR · wildcard in HUN, entrant in ITA",
    ]
    assert text_of(by_class(page, "kicker")[0]) == "Italy · Hyundai Elantra N TCR"


def table(page):
    found = next(page.iter("table"))
    return [[text_of(cell) for cell in row] for part in ("tbody", "tfoot") for row in found.find(part)]


def test_points_by_event_and_car_add_up_to_the_table(client):
    heads = [text_of(cell) for cell in next(page_of(client, TARGET).iter("thead")).iter("th")]
    assert [" ".join(head.split()[:3]) for head in heads[1:3]] == ["19 A. Bäckman", "26 J. Bäckman"]
    assert [row[1:] for row in table(page_of(client, TARGET))] == [
        ["0", "2", "", "2"],
        ["1", "0", "", "1"],
        ["0", "0", "", "0"],
        ["0", "0", "", "0"],
        ["", "", "0", "0"],
        ["1", "2", "0", "3"],
    ]
    champions = table(page_of(client, "/teams/cyan-racing-lynk-and-co/"))
    assert champions[0] == ["GER · Race of Germany", "14", "29", "43"]
    assert champions[-1] == ["Total", "223", "169", "392"]


def test_points_by_car_need_no_title_of_the_drivers(client):
    Title.objects.get(slug="drivers").delete()
    heads = [text_of(cell) for cell in next(page_of(client, TARGET).iter("thead")).iter("th")]
    assert [" ".join(head.split()[:3]) for head in heads[1:3]] == ["19 A. Bäckman", "26 J. Bäckman"]


def test_a_team_of_wildcards_has_no_place_and_no_points(client):
    page = page_of(client, "/teams/rosneft-lada-sport/")
    assert tiles(page)[0] == ("Wildcards only", "No place among the teams, and no points")
    assert list(page.iter("table")) == []


def test_a_team_that_was_never_entered_has_a_page(client):
    Team.objects.create(slug="new-team", name="New Team", country="SE")
    page = page_of(client, "/teams/new-team/")
    assert text_of(next(page.iter("h1"))) == "New Team"
    assert "No race is on record yet." in text_of(page)


def test_the_teams_stand_by_place_with_cars_and_drivers(client):
    page = page_of(client, "/teams/")
    assert headings(page)[:3] == ["Cyan Racing Lynk & Co", "Comtoyou Team Audi Sport", "Cyan Performance Lynk & Co"]
    assert headings(page)[-2:] == ["Fullin Race Academy", "Rosneft Lada Sport"]
    cards = [text_of(one) for one in by_class(page, "people__team")]
    assert len(cards) == 13
    assert cards[0] == ("Cyan Racing Lynk & Co 1st 392 points Sweden · Lynk & Co 03 TCR Yann Ehrlacher and Yvan Muller")
    assert "Wildcards only" in cards[-1]


def test_the_teams_as_a_file(client):
    rows = list(csv.DictReader(io.StringIO(client.get("/teams.csv").content.decode())))
    assert [(row["position"], row["team"], row["points"]) for row in rows][:2] == [
        ("1", "cyan-racing-lynk-and-co", "392"),
        ("2", "comtoyou-team-audi-sport", "334"),
    ]
    assert (rows[-1]["position"], rows[-1]["points"]) == ("", "")


def test_a_teams_results_as_a_file(client):
    rows = client.get("/teams/target-competition.json").json()["rows"]
    # Sixteen results of the Bäckmans, four of Baldan, and five places in qualifying.
    assert len(rows) == 25
    estoril = [row for row in rows if (row["event"], row["session"]) == ("portugal", "R1")]
    assert [(row["driver"], row["position"], row["points"]) for row in estoril] == [
        ("andreas-backman", 15, 1),
        ("jessica-backman", 16, 0),
    ]
    assert client.get("/teams/nobody.csv").status_code == 404
