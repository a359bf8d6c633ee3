"""What the linked data of a page says of it."""

import json
from datetime import datetime

import extruct
import pytest

from championship.models import Session
from drivers.models import Driver
from tests.wtcr_site.heads import SITE, by_canonical


def test_each_kind_says_what_it_is_about(pages, heads):
    kinds = {
        "home": "WebSite",
        "event": "SportsEvent",
        "session": "SportsEvent",
        "driver": "Person",
        "team": "SportsTeam",
        "article": "NewsArticle",
        "circuit": "SportsActivityLocation",
    }
    seen = set()
    for page in by_canonical(pages).values():
        graph, data = heads[page.address]
        if page.kind in kinds:
            assert kinds[page.kind] in data, page.address
            seen.add(page.kind)
        for one in data.values():
            assert one["@context"] == "https://schema.org"
            assert "null" not in json.dumps(one)
        if "BreadcrumbList" in data:
            steps = data["BreadcrumbList"]["itemListElement"]
            assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
            assert steps[0]["item"] == SITE + "/"
            assert all(step["item"].removeprefix(SITE) in pages for step in steps)
            if page.kind != "standings_after":
                assert steps[-1]["item"] == graph["og:url"]
    assert seen == set(kinds)


def test_an_event_in_linked_data(heads):
    event = heads["/2021/russia/"][1]["SportsEvent"]
    assert (event["startDate"], event["endDate"]) == ("2021-11-27", "2021-11-28")
    assert event["eventStatus"] == "https://schema.org/EventScheduled"
    assert event["location"]["name"] == "Sochi Autodrom"
    assert event["location"]["address"]["addressCountry"] == "RU"
    assert "Yann Ehrlacher" in [one["name"] for one in event["competitor"]]
    assert [one["name"] for one in event["subEvent"]][-1] == "Race of Russia 2021, Race 2"
    assert heads["/2021/macau/"][1]["SportsEvent"]["eventStatus"] == "https://schema.org/EventCancelled"


def test_a_driver_a_team_and_a_story_in_linked_data(heads):
    person = heads["/drivers/jessica-backman/"][1]["Person"]
    assert (person["givenName"], person["familyName"]) == ("Jessica", "Bäckman")
    assert person["memberOf"] == {
        "@type": "SportsTeam", "name": "Target Competition", "url": f"{SITE}/teams/target-competition/",
    }  # fmt: skip
    assert person["sibling"]["name"] == "Andreas Bäckman"
    assert person["nationality"]["name"] == "Sweden"
    team = heads["/teams/target-competition/"][1]["SportsTeam"]
    assert {one["name"] for one in team["athlete"]} >= {"Andreas Bäckman", "Jessica Bäckman"}
    story = heads["/news/2021/two-backmans-step-up/"][1]["NewsArticle"]
    assert story["headline"] == "Two Bäckmans step up"
    assert story["datePublished"] == "2021-04-19T09:00:00+00:00"
    assert datetime.fromisoformat(story["dateModified"]) >= datetime.fromisoformat(story["datePublished"])


@pytest.mark.django_db
def test_a_time_not_on_record_is_left_out(client):
    Session.objects.filter(event__slug="russia", code="R1").update(date=None, starts_at=None)
    data = extruct.extract(client.get("/2021/russia/race-1/").content.decode(), syntaxes=["json-ld"])["json-ld"]
    (event,) = (one for one in data if one["@type"] == "SportsEvent")
    assert "startDate" not in event


@pytest.mark.django_db
def test_no_name_ends_the_data(client):
    hostile = "</script><script>alert(1)</script><!-- & \u2028"
    Driver.objects.filter(slug="rob-huff").update(family_name=hostile)
    page = client.get("/drivers/rob-huff/").content.decode()
    assert "<script>alert" not in page
    (person,) = (
        one for one in extruct.extract(page, syntaxes=["json-ld"])["json-ld"] if one["@type"] == "Person"
    )  # fmt: skip
    assert person["familyName"] == hostile


@pytest.mark.django_db
def test_linked_data_tells_a_reader_with_a_guard_nothing_more(client):
    client.cookies["guard"] = "2021.germany.race-1"
    data = extruct.extract(client.get("/2021/macau/").content.decode(), syntaxes=["json-ld"])["json-ld"]
    (event,) = (one for one in data if one["@type"] == "SportsEvent")
    assert event["eventStatus"] == "https://schema.org/EventScheduled"
