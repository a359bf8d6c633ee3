"""The records of a season: worked out from what is on record, and sorted by any figure."""

import csv
import io
from decimal import Decimal

import pytest
from django.conf import settings
from django.core.management import call_command

from championship.models import Classification
from championship.people.record_book import (
    driver_figures,
    driver_title_figures,
    season_figures,
    team_figures,
    team_title_figures,
)
from championship.season.reading import load_year
from tests.drivers.pages import by_class, links, page_of, section, text_of
from tests.published import forget_results

pytestmark = pytest.mark.django_db

RECORDS = "/2021/records/"


@pytest.fixture
def season():
    return load_year(2021)


def rows(page) -> list[list[str]]:
    body = next(page.iter("tbody"))
    return [[text_of(cell) for cell in row] for row in body]


def sorted_by(page) -> list[tuple[str, str]]:
    return [(text_of(head), head.get("aria-sort")) for head in page.iter("th") if head.get("aria-sort")]


def test_a_champions_figures(season):
    # His sixteen places: 8 10 1 6 5 7 3 4 3 4 8 5 10 1 5 6, which are 86.
    figures = driver_figures(season, "yann-ehrlacher")
    assert (figures.starts, figures.wins, figures.podiums, figures.placed) == (16, 2, 4, 16)
    assert figures.average == Decimal("5.375")
    assert (figures.podium_run, figures.finish_run) == (1, 16)
    scored = driver_title_figures(season, "yann-ehrlacher", figures.starts)
    assert (scored.points, scored.per_start, scored.run) == (223, Decimal("13.9375"), 16)
    assert scored.weekend == 41
    assert [event.slug for event in scored.weekend_at] == ["italy"]


def test_a_race_missed_or_not_on_record_ends_a_run(season):
    # Monteiro: first in the Nordschleife's Race 1, eighth in its second; then fourth, 18th, 21st, 14th.
    scored = driver_title_figures(season, "tiago-monteiro", 14)
    assert scored.run == 3
    # Girolami's place in Spain's first race is not on record: it counts neither as a place nor in a run.
    assert driver_figures(season, "nestor-girolami").placed == 12


def test_teammates_share_what_their_team_scored(season):
    percents = {slug: driver_title_figures(season, slug, 16).team_percent for slug in ("yann-ehrlacher", "yvan-muller")}
    assert sum(percents.values()) == pytest.approx(Decimal(100))
    # 223 of 392.
    assert round(percents["yann-ehrlacher"], 2) == Decimal("56.89")


def test_a_wildcard_has_figures_and_no_points(season):
    figures = driver_figures(season, "petr-fulin")
    assert (figures.starts, figures.best) == (2, 11)
    assert driver_title_figures(season, "petr-fulin", 2) is None


def test_a_teams_figures_count_both_cars(season):
    figures = team_figures(season, "cyan-racing-lynk-and-co")
    assert (figures.starts, figures.wins) == (32, 2)
    scored = team_title_figures(season, "cyan-racing-lynk-and-co", figures.starts)
    assert (scored.points, scored.per_start, scored.team_percent) == (392, Decimal("12.25"), None)


def test_how_much_of_the_season_is_on_record(season):
    figures = season_figures(season)
    assert figures.races == figures.grids_on_record == figures.laps_on_record == 16
    assert figures.results_on_record < figures.starts


def test_the_list_is_sorted_by_wins_until_another_figure_is_asked_for(client):
    page = page_of(client, RECORDS)
    assert sorted_by(page) == [("Wins", "descending")]
    assert [(row[0], row[1].split(" ", 1)[1]) for row in rows(page)][:5] == [
        ("=1", "Yann Ehrlacher"),
        ("=1", "Frédéric Vervisch"),
        ("=1", "Jean-Karl Vernay"),
        ("=1", "Santiago Urrutia"),
        ("=5", "Mikel Azcona"),
    ]
    assert ("Average place", f"{RECORDS}?by=average") in links(page)


@pytest.mark.parametrize(
    ("by", "order", "first", "last"),
    [
        ("average", "ascending", "Yann Ehrlacher", "Nicola Baldan"),
        ("laps", "descending", "Frédéric Vervisch", "Petr Fulín"),
        ("weekend", "descending", "Esteban Guerrieri", "Petr Fulín"),
        ("share", "descending", "Mikel Azcona", "Petr Fulín"),
    ],
)
def test_any_figure_sorts_the_list(client, by, order, first, last):
    page = page_of(client, f"{RECORDS}?by={by}")
    assert [tab[1] for tab in sorted_by(page)] == [order]
    listed = [text_of(name) for name in by_class(page, "who")]
    assert (first in listed[0], last in listed[-1]) == (True, True)


def test_each_column_has_its_figures_head(client):
    """The name of the figure, or a shorter head where that is long; the one that sorts is told by its name, too."""
    heads = [text_of(head) for head in page_of(client, RECORDS).iter("th") if head.get("scope") == "col"]
    assert heads == [
        "Pos", "Driver", "Starts", "Wins", "Podiums", "Poles", "Fastest laps", "Best place", "Average place", "Points",
        "Points a start", "Best weekend", "Scoring run", "Team share",
    ]  # fmt: skip
    page = page_of(client, f"{RECORDS}?by=run")
    assert "Sorted by: In the points in a row" in [text_of(caption) for caption in page.iter("caption")]
    assert "Scoring run" in [head for head, _direction in sorted_by(page)]
    teams = [text_of(head) for head in page_of(client, "/2021/records/teams/").iter("th") if head.get("scope") == "col"]
    assert teams == ["Pos", "Team", *heads[2:-1]]


def test_who_has_no_figure_has_no_place_in_its_list(client):
    assert [row[0] for row in rows(page_of(client, f"{RECORDS}?by=points"))][-3:] == ["", "", ""]


def test_a_figure_that_is_none_is_not_found(client):
    for by in ("x", "", "wins;drop", "share%00"):
        assert client.get(f"{RECORDS}?by={by}").status_code == 404
    # Of teams there is no share of a team's points.
    assert client.get("/2021/records/teams/?by=share").status_code == 404
    assert client.get("/1999/records/").status_code == 404


def test_the_teams_have_a_list_of_their_own(client):
    page = page_of(client, "/2021/records/teams/?by=podiums")
    assert "Comtoyou Audi" in text_of(by_class(page, "who")[0])
    assert len(rows(page)) == 13


def test_the_page_says_how_much_is_on_record(client):
    text = text_of(page_of(client, RECORDS))
    assert "On record: 322 of 343 results, the first on every grid and every fastest lap." in text
    assert "Only what is on record counts." in text


def test_points_in_the_list_lead_to_their_reasons(client):
    figures = links(page_of(client, RECORDS))
    assert ("223", "/2021/standings/drivers/after/russia/race-2/why/yann-ehrlacher/") in figures
    assert ("41", "/2021/standings/drivers/after/russia/race-2/why/yann-ehrlacher/#italy") in figures


def test_the_files_hold_every_figure(client):
    listed = list(csv.DictReader(io.StringIO(client.get("/2021/records.csv").content.decode())))
    assert listed[0] == {
        "driver": "yann-ehrlacher", "name": "Yann Ehrlacher", "starts": "16", "wins": "2", "podiums": "4", "poles": "1",
        "fastest_laps": "1", "best_position": "1", "average_position": "5.375", "points": "223",
        "points_a_start": "13.9375", "most_points_an_event": "41", "scoring_run": "16",
        "team_share_percent": "56.8878", "results_on_record": "16",
    }  # fmt: skip
    teams = client.get("/2021/records/teams.json").json()
    assert teams["rows"][0]["team"] == "comtoyou-team-audi-sport"
    assert teams["rows"][-1]["points"] is None


def test_whole_tens_keep_their_noughts_in_the_files(client):
    text = client.get("/2021/records.csv").content.decode()
    listed = {row["driver"]: row for row in csv.DictReader(io.StringIO(text))}
    assert (listed["jean-karl-vernay"]["scoring_run"], listed["jordi-gene"]["points"]) == ("10", "10")


def test_htmx_gets_the_list_alone(client):
    headers = {"HX-Request": "true", "HX-Target": "record-list"}
    fragment = client.get(f"{RECORDS}?by=points", headers=headers).content.decode()
    assert "<html" not in fragment
    assert "<title>Drivers’ records of 2021: Points" in fragment


def test_a_season_without_results_has_a_page_without_a_table(client):
    forget_results()
    for address in (RECORDS, "/2021/records/teams/"):
        assert "No race of 2021 has been classified yet." in text_of(page_of(client, address))
    assert Classification.objects.count() == 0


def test_a_reader_of_hidden_results_has_the_records_of_then(client):
    client.cookies["guard"] = "2021.germany.race-1"
    listed = {row[1].split(" ", 1)[1]: row for row in rows(page_of(client, RECORDS))}
    assert listed["Tiago Monteiro"][2:4] == ["1", "1"]
    assert listed["Yann Ehrlacher"][3] == "0"


def test_records_stand_on_the_pages_of_drivers_and_teams(client):
    figures = text_of(section(page_of(client, "/drivers/yann-ehrlacher/"), "2021 in figures"))
    assert "Average place 5.4 of 16 places on record" in figures
    assert "Races in a row 16 in the points 16 classified" in figures
    assert "Points a start 13.9 223 / 16" in figures
    assert "Best weekend 41 Race of Italy" in figures
    assert "Share of the team’s points 57%" in figures
    team = text_of(section(page_of(client, "/teams/cyan-racing-lynk-and-co/"), "2021 in figures"))
    assert "Points a start 12.3 392 / 32" in team
    assert "Share" not in team
    wildcard = text_of(section(page_of(client, "/drivers/petr-fulin/"), "2021 in figures"))
    assert "Points a start" not in wildcard


def test_the_lists_are_reached_from_drivers_teams_and_the_menu(client):
    for address, target in (("/drivers/", RECORDS), ("/teams/", "/2021/records/teams/"), ("/", RECORDS)):
        assert target in [link for _words, link in links(page_of(client, address))]


def test_another_series_points_are_exact(client):
    call_command("load_season", str(settings.BASE_DIR / "tests" / "seasons" / "club-2030"), verbosity=0)
    club = load_year(2030)
    # The best three of four scores: 71.5 of four starts.
    assert driver_title_figures(club, "farid-haddad", 4).points == Decimal("71.5")
    assert client.get("/2030/records/").status_code == 200
