"""What the record does not know for certain is said wherever a table or a figure rests on it.

Source: championship/seasons/2021/README.md, "What is known to be incomplete".
"""

import re
from dataclasses import replace

import html5lib
import pytest

from championship.models import Classification
from championship.publishing import publish
from championship.season.reading import load_year
from championship.why.doubts import TitleDoubts, session_doubts

pytestmark = pytest.mark.django_db

FIFTH = "Qualifying 1 in Russia: who was 5th, for 1 point, is not on record."
TARQUINI = "Race 2 in Russia: 15th for Gabriele Tarquini, with 3 points, is doubtful."
NO_PLACE = "No place in the table hangs on it."
ENGSTLER = "engstler-hyundai-n-liqui-moly-racing-team"
BRC = "brc-hyundai-n-lukoil-squadra-corse"


def words_of(response):
    assert response.status_code == 200
    page = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
    return re.sub(r"\s+", " ", "".join(page.find(".//main").itertext()))


def after_sochi(title):
    season = load_year(2021)
    return TitleDoubts(season, season.titles_by_slug[title], season.latest)


def test_who_could_change_places_is_what_the_season_says():
    """No place among the teams, and none among the first eleven drivers: who could only come level stays behind where
    the countback says so. Level at best, BRC Hyundai has no second place to Engstler Hyundai's three, and Berthon no
    win to Tarquini's."""
    assert after_sochi("teams").runs == []
    assert after_sochi("drivers").runs == [["jordi-gene", "bence-boldizs"]]
    # Brought to published totals, and not awarded: no doubt of a place is drawn from them.
    assert [after_sochi(title).doubts for title in ("junior", "trophy", "female")] == [[], [], []]


@pytest.mark.parametrize(
    ("address", "sentences"),
    [
        ("/2021/standings/drivers/", [FIFTH, TARQUINI, "Gené (10) and Boldizs (9) could change places."]),
        ("/2021/standings/teams/", [FIFTH, TARQUINI, NO_PLACE]),
        (f"/teams/{BRC}/", [TARQUINI]),
        ("/drivers/jordi-gene/", [FIFTH, TARQUINI, "Gené (10) and Boldizs (9) could change places."]),
        ("/drivers/gabriele-tarquini/", [TARQUINI]),
        ("/2021/russia/", [FIFTH, TARQUINI]),
        ("/2021/russia/race-2/", ["15th for Gabriele Tarquini, with 3 points, is doubtful."]),
        ("/2021/russia/qualifying-1/", ["Who was 5th, for 1 point, is not on record."]),
        (f"/2021/standings/teams/after/russia/race-2/why/{BRC}/", [TARQUINI]),
        ("/2021/standings/drivers/after/russia/race-2/why/gabriele-tarquini/", [TARQUINI]),
        ("/2021/russia/race-2/sources/", ["Doubtful."]),
    ],
)
def test_a_page_says_what_it_rests_on_that_is_doubtful(client, address, sentences):
    page = words_of(client.get(address))
    for sentence in sentences:
        assert sentence in page


@pytest.mark.parametrize(
    "address",
    [
        "/2021/standings/drivers/after/italy/race-2/",
        "/2021/standings/junior/",
        "/teams/cyan-racing-lynk-and-co/",
        "/drivers/yann-ehrlacher/",
        "/2021/russia/race-1/",
        "/2021/germany/",
    ],
)
def test_a_page_that_rests_on_no_doubt_says_none(client, address):
    page = words_of(client.get(address))
    for word in ("is doubtful", "is not on record, for", "could change places", "hangs on it"):
        assert word not in page


def test_a_doubt_that_is_settled_is_said_no_more(client):
    """A source is found that has Tarquini 15th."""
    race = Classification.objects.current().get(session__event__slug="russia", session__code="R2")
    lines = [replace(line, basis="two sources") for line in race.results.lines()[race.pk]]
    publish(race.session, lines, status="official", by="a test", reason="A source was found")
    assert TARQUINI not in words_of(client.get("/2021/standings/drivers/"))
    # The one point that is left makes Boldizs level with Gené, and a 13th place to none puts him ahead.
    assert after_sochi("drivers").runs == [["jordi-gene", "bence-boldizs"]]


def test_a_doubt_on_which_nothing_hangs_says_so():
    """Before the race only one point is missing; Engstler Hyundai and BRC Hyundai are further apart."""
    season = load_year(2021)
    after = season.session("russia", "Q3")
    doubts = TitleDoubts(season, season.titles_by_slug["teams"], after)
    assert [doubt.session.code for doubt in doubts.doubts] == ["Q1"]
    assert doubts.consequences() == ["No place in the table hangs on it."]
    assert session_doubts(season, after) == []
