"""A driver's page, and the drivers by team."""

import csv
import datetime as dt
import io

import pytest
from django.utils import timezone

from championship.models import Entry, Event, EventEntry, Season, Session
from drivers.models import Driver
from news.models import Article
from tests.drivers.pages import by_class, headings, links, page_of, section, text_of, tiles

pytestmark = pytest.mark.django_db

JESSICA = "/drivers/jessica-backman/"


def test_the_head_says_who_for_whom_and_beside_whom(client):
    band = by_class(page_of(client, JESSICA), "band")[0]
    assert "band--blue" in band.get("class")
    assert text_of(next(band.iter("h1"))) == "Jessica Bäckman"
    assert text_of(by_class(band, "kicker")[0]) == "Sweden · Target Competition · Hyundai Elantra N TCR"
    assert text_of(by_class(band, "plate")[0]) == "26 BÄCKMAN"
    assert "Born 25 August 1997 in Boden" in text_of(band)
    assert ("Andreas Bäckman", "/drivers/andreas-backman/") in links(band)


def test_a_tile_for_each_title_entered_and_the_teams(client):
    assert tiles(page_of(client, JESSICA)) == [
        ("21st of 23", "Drivers, 2 points"),
        ("4th of 4", "Junior, on record so far"),
        ("4th of 6", "Trophy, on record so far"),
        ("Not awarded", "Female: one entrant of the three it needs"),
        ("11th of 11", "Teams, Target: 3 points"),
    ]


def test_the_weekends_in_the_head_have_their_circuits_and_lead_to_the_sessions(client):
    page = page_of(client, JESSICA)
    weeks = by_class(page, "weeks")[0]
    assert text_of(weeks) == (
        "GER Race of Germany · Nürburgring Nordschleife Race 1: 21st R1 21 Race 2: 14th R2 14 "
        "POR Race of Portugal · Circuito do Estoril Race 1: 16th R1 16 Race 2: 16th R2 16 "
        "ESP Race of Spain · MotorLand Aragón "
        "Race 1: place not on record R1 n/r Race 2: place not on record R2 n/r "
        "HUN Race of Hungary · Hungaroring Race 1: 20th R1 20 Race 2: 21st R2 21"
    )
    assert [href for _text, href in links(weeks)][:3] == [
        "/2021/germany/",
        "/2021/germany/race-1/",
        "/2021/germany/race-2/",
    ]
    assert len(by_class(weeks, "outline__road")) == 4
    assert "not entered: 4 events" in text_of(page)


def test_lead_firsts_career_and_best_place(client):
    page = page_of(client, JESSICA)
    text = text_of(page)
    assert "Jessica Bäckman is the first woman to race in the WTCR" in text
    assert "Best place: 14th, Race 2, Nürburgring Nordschleife." in text
    assert [text_of(one) for one in section(page, "Firsts").iter("li")][2] == "First siblings in the WTCR, with Andreas"
    career = section(page, "Career")
    assert [text_of(one) for one in by_class(career, "rows__title")] == [
        "2022", "2021", "2019–20", "2019", "2018", "2018", "2017", "2006",
    ]  # fmt: skip
    assert text_of(career).endswith("Kept to 2022.")


def test_beside_the_sibling_in_words_with_the_way_to_the_comparison(client):
    beside = section(page_of(client, JESSICA), "Beside Andreas")
    assert text_of(beside) == (
        "Beside Andreas Both finished four races whose order is on record; Andreas was ahead in three. "
        "Andreas retired from three. The order of one race is not on record. Qualifying on record: one each. "
        "Compare race by race"
    )
    assert links(beside) == [("Compare race by race", "/drivers/compare/andreas-backman/jessica-backman/")]


def test_figures_say_how_much_of_them_is_on_record(client):
    figures = section(page_of(client, JESSICA), "2021 in figures")
    assert [text_of(one) for one in figures.iter("dd")] == [
        "8", "0", "0", "0", "0", "18.0 of 6 places on record", "8 classified", "0.3 2 / 8", "2 Race of Germany", "67%",
    ]  # fmt: skip
    assert "On record: 6 of 8 results, the first on every grid and every fastest lap." in text_of(figures)


def test_a_teammate_stands_where_there_is_no_sibling(client):
    page = page_of(client, "/drivers/yann-ehrlacher/")
    assert "Beside Yvan Muller" in headings(page)
    assert "band--blue" not in by_class(page, "band")[0].get("class")
    assert tiles(page) == [("1st of 23", "Drivers, 223 points"), ("1st of 11", "Teams, Cyan Racing: 392 points")]
    assert len(by_class(page, "tiles__first")) == 2
    # The only entrant of a title that was not awarded is first in nothing.
    assert by_class(page_of(client, "/drivers/jessica-backman/"), "tiles__first") == []


@pytest.mark.parametrize("slug", ["petr-fulin", "kirill-ladygin", "mikhail-mityaev"])
def test_a_wildcard_is_in_no_title(client, slug):
    page = page_of(client, f"/drivers/{slug}/")
    assert tiles(page) == [("Wildcard", "Drives for no title and scores no points")]


def test_a_driver_with_two_entries_has_the_races_of_both(client):
    page = page_of(client, "/drivers/nicola-baldan/")
    assert [text_of(one)[:3] for one in by_class(page, "weeks__event")] == ["HUN", "ITA"]
    assert "not entered: 6 events" in text_of(page)


def test_a_birth_date_without_a_source_is_not_shown(client):
    driver = Driver.objects.get(slug="rob-huff")
    assert driver.born
    assert driver.born_basis == "unsourced"
    assert "Born" not in text_of(by_class(page_of(client, "/drivers/rob-huff/"), "band")[0])


def test_only_stories_that_are_out_are_listed(client):
    story = Article.objects.create(
        season=Season.objects.get(year=2021),
        title="A secret",
        slug="a-secret",
        standfirst="Not yet.",
        body="Text.",
        day=dt.date(2021, 12, 1),
        publish_at=timezone.now() + dt.timedelta(days=1),
    )
    story.drivers.add(Driver.objects.get(slug="jessica-backman"))
    stories = section(page_of(client, JESSICA), "Stories")
    assert [text for text, _href in links(stories)] == [
        "Two Bäckmans step up",
        "Five titles, one grid",
        "The female title needs three",
        "First points on the Nordschleife",
        "A place each way at Estoril",
        "The Bäckmans stop after four",
    ]


def test_a_driver_who_was_never_entered_has_a_page(client):
    Driver.objects.create(slug="new-name", given_name="New", family_name="Name", country="SE", lead="Coming soon.")
    page = page_of(client, "/drivers/new-name/")
    assert text_of(next(page.iter("h1"))) == "New Name"
    assert "Coming soon." in text_of(page)
    assert by_class(page, "strip") == []
    assert client.get("/drivers/new-name.csv").status_code == 404


@pytest.fixture
def season_of_2022():
    """One event to come, with Jessica Bäckman alone on its list."""
    season = Season.objects.create(year=2022, name="FIA World Touring Car Cup", short_name="WTCR")
    circuit = Event.objects.get(season__year=2021, slug="portugal").circuit
    event = Event.objects.create(
        season=season, number=1, slug="portugal", code="POR", name="Race of Portugal", circuit=circuit,
        starts_on=dt.date(2022, 6, 1), ends_on=dt.date(2022, 6, 2), status=Event.Status.SCHEDULED,
    )  # fmt: skip
    Session.objects.create(event=event, code="R1", slug="race-1", name="Race 1", kind="race", order=1)
    jessica = Driver.objects.get(slug="jessica-backman")
    team = Entry.objects.filter(driver=jessica).get().team
    entry = Entry.objects.create(season=season, driver=jessica, team=team, number=7, car="Audi RS 3 LMS TCR")
    EventEntry.objects.create(event=event, entry=entry, number=7)


@pytest.mark.usefixtures("season_of_2022")
def test_the_newest_season_leads_to_the_others(client):
    page = page_of(client, JESSICA)
    assert text_of(by_class(page, "plate")[0]) == "7 BÄCKMAN"
    assert "2022, race by race" in headings(page)
    assert tiles(page) == []
    assert "no result yet" in text_of(by_class(page, "weeks")[0])
    assert ("2021", "?season=2021") in links(page)

    earlier = page_of(client, JESSICA + "?season=2021")
    assert text_of(by_class(earlier, "plate")[0]) == "26 BÄCKMAN"
    assert ("2022", "?season=2022") in links(earlier)
    assert client.get(JESSICA + "?season=2019").status_code == 404


@pytest.mark.usefixtures("season_of_2022")
def test_drivers_and_teams_of_an_earlier_season_stay_in_reach(client):
    assert text_of(by_class(page_of(client, "/drivers/"), "hero")[0]) == "Drivers 1 driver and 1 team, 2022."
    assert "26 drivers and 13 teams, 2021." in text_of(page_of(client, "/drivers/?season=2021"))
    assert "Cyan Racing Lynk & Co" in headings(page_of(client, "/teams/?season=2021"))


def test_the_drivers_stand_by_team_with_part_seasons_and_wildcards_marked(client):
    page = page_of(client, "/drivers/")
    grid = {
        text_of(next(team.iter("h2"))): [text_of(one) for one in team.find("ul")]
        for team in by_class(page, "people__team")
    }
    assert len(grid) == 13
    assert sum(len(drivers) for drivers in grid.values()) == 26
    assert grid["Target"] == [
        "19 Andreas Bäckman Sweden · GER, POR, ESP and HUN",
        "26 Jessica Bäckman Sweden · GER, POR, ESP and HUN",
        "82 Nicola Baldan Italy · wildcard in HUN, entrant in ITA",
    ]
    assert grid["Fullin"] == ["Petr Fulín Czechia · wildcard in CZE"]
    assert grid["Cyan Racing"] == ["68 Yann Ehrlacher France", "100 Yvan Muller France"]


def test_the_entry_list_as_a_file_has_every_entry(client):
    rows = list(csv.DictReader(io.StringIO(client.get("/drivers.csv").content.decode())))
    assert len(rows) == 27
    jessica = next(row for row in rows if row["driver"] == "jessica-backman")
    assert jessica == {
        "number": "26",
        "driver": "jessica-backman",
        "name": "Jessica Bäckman",
        "country": "SE",
        "team": "target-competition",
        "car": "Hyundai Elantra N TCR",
        "titles": "drivers ; teams ; junior ; trophy ; female",
        "wildcard": "no",
        "events": "germany ; portugal ; spain ; hungary",
    }
    assert [(row["titles"], row["wildcard"], row["events"]) for row in rows if row["driver"] == "nicola-baldan"] == [
        ("", "yes", "hungary"),
        ("drivers ; teams ; trophy", "no", "italy"),
    ]


def test_a_drivers_sessions_as_a_file(client):
    answer = client.get("/drivers/jessica-backman.json").json()
    assert (answer["season"], answer["name"]) == (2021, "Jessica Bäckman")
    assert [(row["event"], row["session"], row["position"], row["points"]) for row in answer["rows"]][:3] == [
        ("germany", "R1", 21, 0),
        ("germany", "R2", 14, 2),
        ("portugal", "R1", 16, 0),
    ]


def test_a_name_that_is_not_here_is_not_found(client):
    assert client.get("/drivers/nobody/").status_code == 404
    assert client.get("/drivers/compare/nobody/rob-huff/").status_code == 404
    assert client.get("/teams/nobody/").status_code == 404
