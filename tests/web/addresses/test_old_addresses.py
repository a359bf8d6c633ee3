"""A renamed thing keeps every address that ever named it."""

import pytest
from django.core.exceptions import ValidationError

from championship.models import Event, Session, Title
from drivers.models import Driver, Team
from news.models import Article
from web.models import OldAddress

pytestmark = pytest.mark.django_db


def rename(thing, slug):
    thing.slug = slug
    thing.save()


def leads_to(client, address):
    """Where one redirect leads; the page there must answer."""
    response = client.get(address)
    assert response.status_code == 301, address
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert client.get(response.headers["Location"]).status_code == 200, response.headers["Location"]
    return response.headers["Location"]


def event(slug):
    return Event.objects.get(season__year=2021, slug=slug)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/drivers/rob-huff/", "/drivers/robert-huff/"),
        ("/drivers/rob-huff.csv", "/drivers/robert-huff.csv"),
        ("/drivers/rob-huff/?season=2021", "/drivers/robert-huff/?season=2021"),
        ("/drivers/compare/rob-huff/yvan-muller/", "/drivers/compare/robert-huff/yvan-muller/"),
        ("/drivers/compare/yvan-muller/rob-huff.json", "/drivers/compare/yvan-muller/robert-huff.json"),
        (
            "/2021/standings/drivers/after/russia/race-2/why/rob-huff/",
            "/2021/standings/drivers/after/russia/race-2/why/robert-huff/",
        ),
        (
            "/2021/standings/drivers/after/russia/race-2/why/rob-huff.json?only=russia",
            "/2021/standings/drivers/after/russia/race-2/why/robert-huff.json?only=russia",
        ),
    ],
)
def test_a_renamed_driver(client, old, new):
    rename(Driver.objects.get(slug="rob-huff"), "robert-huff")
    assert leads_to(client, old) == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/2021/germany/", "/2021/nordschleife/"),
        ("/2021/germany.json", "/2021/nordschleife.json"),
        ("/2021/germany/race-1/", "/2021/nordschleife/race-1/"),
        ("/2021/germany/race-1.csv", "/2021/nordschleife/race-1.csv"),
        ("/2021/standings/drivers/after/germany/race-2/", "/2021/standings/drivers/after/nordschleife/race-2/"),
        ("/2021/standings/teams/after/germany/race-2.csv", "/2021/standings/teams/after/nordschleife/race-2.csv"),
    ],
)
def test_a_renamed_event(client, old, new):
    rename(event("germany"), "nordschleife")
    assert leads_to(client, old) == new


def test_an_event_renamed_before_and_after_its_session(client):
    rename(event("germany"), "deutschland")
    rename(Session.objects.get(event=event("deutschland"), slug="race-1"), "sprint")
    rename(event("deutschland"), "nordschleife")
    for old in ("/2021/germany/race-1/", "/2021/deutschland/race-1/", "/2021/deutschland/sprint/"):
        assert leads_to(client, old) == "/2021/nordschleife/sprint/"


def test_a_renamed_title_team_and_story(client):
    rename(Title.objects.get(season__year=2021, slug="trophy"), "independent")
    rename(Team.objects.get(slug="target-competition"), "target")
    rename(Article.objects.get(slug="two-backmans-step-up"), "the-siblings")
    assert leads_to(client, "/2021/standings/trophy.json") == "/2021/standings/independent.json"
    assert leads_to(client, "/teams/target-competition/") == "/teams/target/"
    why = "/2021/standings/teams/after/russia/race-2/why/"
    assert leads_to(client, f"{why}target-competition/") == f"{why}target/"
    assert leads_to(client, "/news/2021/two-backmans-step-up/") == "/news/2021/the-siblings/"


def test_a_name_that_comes_back_is_a_page_again(client):
    driver = Driver.objects.get(slug="rob-huff")
    rename(driver, "robert-huff")
    rename(driver, "rob-huff")
    assert client.get("/drivers/rob-huff/").status_code == 200
    assert leads_to(client, "/drivers/robert-huff/") == "/drivers/rob-huff/"


def test_an_address_written_by_hand(client):
    OldAddress.objects.create(old_path="/wtcr/huff.html", new_path="/drivers/rob-huff/")
    assert leads_to(client, "/wtcr/huff.html") == "/drivers/rob-huff/"


@pytest.mark.parametrize("path", ["/nothing/here/", "//drivers/rob-huff/", "/%00/", "/2021/nowhere/race-1/"])
def test_what_never_moved_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_addresses_that_would_lead_round_are_refused():
    with pytest.raises(ValidationError, match="round for ever"):
        OldAddress(old_path="/foo/", new_path="/foo/bar/").full_clean()
    OldAddress.objects.create(old_path="/x/", new_path="/y/")
    with pytest.raises(ValidationError, match="has moved itself"):
        OldAddress(old_path="/y/", new_path="/x/").full_clean()
