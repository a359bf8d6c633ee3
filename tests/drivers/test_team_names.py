"""Over seasons a team has the name of the newest one that is open; its page says what others called it."""

import pytest
from django.urls import reverse

from championship.models import Entry, Season, TeamName
from drivers.models import Driver, Team

pytestmark = pytest.mark.django_db

TEAM = "target-competition"


@pytest.fixture
def next_season():
    """2022, open, in which the team is called otherwise."""
    season = Season.objects.create(year=2022, name="2022", short_name="2022", state=Season.State.OPEN)
    team = Team.objects.get(slug=TEAM)
    TeamName.objects.create(season=season, team=team, name="Zeppelin Racing", colour="#123456")
    Entry.objects.create(season=season, team=team, driver=Driver.objects.first(), car="Car TCR", number=98)
    return season


def heading(client, address: str) -> str:
    page = client.get(address).content.decode()
    return page.partition("<h1>")[2].partition("</h1>")[0]


def test_a_teams_page_has_its_newest_name_and_says_the_others(client, next_season):
    address = reverse("team", args=[TEAM])
    page = client.get(address).content.decode()
    assert heading(client, address) == "Zeppelin Racing"
    assert "Called Target Competition in 2021." in page
    assert '"name": "Zeppelin Racing"' in page or '"name":"Zeppelin Racing"' in page
    assert heading(client, f"{address}?season=2021") == "Target Competition"
    assert "Called Zeppelin Racing in 2022." in client.get(f"{address}?season=2021").content.decode()
    assert client.get(f"/teams/{TEAM}.json?season=2021").json()["name"] == "Target Competition"
    assert client.get(f"/teams/{TEAM}.json").json()["name"] == "Zeppelin Racing"


def test_in_preparation_no_name_of_it_is_known(client, next_season):
    Season.objects.filter(pk=next_season.pk).update(state=Season.State.PREPARATION)
    assert "Zeppelin" not in client.get(reverse("team", args=[TEAM])).content.decode()
    assert client.get("/search/?q=zeppelin").context["groups"] == []


def test_search_finds_a_team_by_each_of_its_names_and_lists_its_newest(client, next_season):
    for words in ("zeppelin", "target"):
        groups = client.get(f"/search/?q={words}").context["groups"]
        assert ("team", "Zeppelin Racing") in [(group.kind, row.name) for group in groups for row in group.rows]


def test_who_hides_results_finds_no_later_name(client, next_season):
    client.cookies["guard"] = "2021.germany.race-1"
    assert heading(client, reverse("team", args=[TEAM])) == "Target Competition"
    assert "Zeppelin" not in client.get(reverse("team", args=[TEAM])).content.decode()
    assert [group.kind for group in client.get("/search/?q=zeppelin").context["groups"]] == []
