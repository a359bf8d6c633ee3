"""A title is decided when official classifications decide it; until then every page says that it is provisional."""

import pytest

from championship.models import Session
from championship.season.reading import load_year
from tests.championship.fight.pages import read, words
from tests.published import forget_results, publish_again

pytestmark = pytest.mark.django_db

SAID = [
    ("/", "Yann Ehrlacher is champion by 28 points", "Yann Ehrlacher is provisionally champion by 28 points"),
    ("/", "Yann Ehrlacher clinched the title in Race 1 in Russia", "Yann Ehrlacher is champion provisionally"),
    ("/2021/standings/drivers/", "Decided in Race 1, with 25 points left", "Provisionally decided in Race 1 in Russia"),
    ("/2021/russia/", "Decided in Race 1.", "Provisionally decided in Race 1."),
    ("/2021/russia/race-1/", "Decided here: Ehrlacher", "Provisionally decided here: Ehrlacher"),
    (
        "/2021/title-fight/drivers/after/russia/race-2/",
        "Yann Ehrlacher won the title in Race 1 in Russia",
        "Yann Ehrlacher has provisionally won the title",
    ),
]


def make(code, status):
    publish_again(Session.objects.get(event__slug="russia", code=code), status=status)


@pytest.mark.parametrize(("address", "so", "provisionally"), SAID)
def test_a_title_that_rests_on_a_provisional_result_says_so(client, address, so, provisionally):
    assert so in words(read(client, address))
    make("R1", "provisional")
    make("R2", "under-investigation")
    page = words(read(client, address))
    assert provisionally in page
    assert so not in page


def test_what_official_results_decide_in_the_end_is_decided(client):
    """Race 1 may change by as much as it gives: with Race 2 official, nobody reaches Ehrlacher all the same."""
    make("R1", "provisional")
    assert "Yann Ehrlacher is champion by 28 points" in words(read(client, "/"))
    assert "Provisionally decided here: Ehrlacher" in words(read(client, "/2021/russia/race-1/"))


@pytest.mark.parametrize("status", ["provisional", "under-investigation"])
def test_what_official_results_decided_no_later_one_undoes(client, status):
    """Race 1 decided it; Race 2 can make nobody else champion."""
    make("R2", status)
    assert "Yann Ehrlacher is champion by 28 points" in words(read(client, "/"))
    assert "Decided in Race 1, with 25 points left." in words(read(client, "/2021/standings/drivers/"))
    assert load_year(2021).fights["drivers"].is_official(load_year(2021).latest.index)


def test_a_season_that_waits_for_a_result_has_no_champion_yet(client):
    """Both last races are run and not classified: who leads is not champion."""
    for code in ("R1", "R2"):
        forget_results(session__event__slug="russia", session__code=code)
    page = words(read(client, "/"))
    assert "Ehrlacher leads by" in page
    assert "hampion by" not in page
    assert "is champion" not in page
    head = read(client, "/2021/standings/drivers/").partition("</head>")[0]
    assert "won it" not in head


def test_a_provisional_description_says_so(client):
    make("R1", "under-investigation")
    make("R2", "provisional")
    page = read(client, "/2021/standings/drivers/")
    assert "Yann Ehrlacher provisionally won it with 223 points." in page


def test_files_name_both_kinds_of_decision(client):
    address = "/2021/title-fight/drivers/after/russia/race-2.json"
    data = client.get(address).json()
    assert (data["decided_after"], data["provisionally_decided_after"]) == ("russia/R1", None)
    make("R1", "provisional")
    make("R2", "provisional")
    data = client.get(address).json()
    assert (data["decided_after"], data["provisionally_decided_after"]) == (None, "russia/R1")
