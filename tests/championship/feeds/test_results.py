"""The Atom feed of changed results, as a feed reader and an XML parser read it."""

from datetime import UTC, datetime
from xml.etree import ElementTree

import feedparser
import pytest

from championship.models import Classification, Session
from championship.publishing import publish
from championship.rules import Line
from tests.drivers.pages import page_of
from tests.published import publish_again

pytestmark = pytest.mark.django_db

FEED = "/2021/results.xml"
ATOM = "{http://www.w3.org/2005/Atom}"


def feed_of(client):
    response = client.get(FEED)
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    read = feedparser.parse(response.content)
    assert not read.bozo
    return read


def entry_of(client, code: str):
    return next(entry for entry in feed_of(client).entries if entry.id.endswith(code))


def test_every_classification_is_an_entry_with_an_id_of_its_own(client):
    read = feed_of(client)
    assert read.version == "atom10"
    assert read.feed.title == "Door to Door: changed results of WTCR 2021"
    assert len(read.entries) == Classification.objects.count()
    assert len({entry.id for entry in read.entries}) == len(read.entries)


def test_it_is_whole_as_xml(client):
    root = ElementTree.fromstring(client.get(FEED).content)
    assert root.tag == f"{ATOM}feed"
    for entry in root.findall(f"{ATOM}entry"):
        for needed in ("id", "title", "updated", "link", "summary"):
            assert entry.find(f"{ATOM}{needed}") is not None


def test_a_classification_that_changed_says_what_and_why_like_the_sessions_page(client):
    entry = entry_of(client, "rus/r1/2")
    assert entry.title == "Race of Russia, Race 1: classification 2, official"
    assert entry.link.endswith("/2021/russia/race-1/")
    assert [tag.term for tag in entry.tags] == ["official"]
    page = page_of(client, "/2021/russia/race-1/")
    table = next(table for table in page.iter("table") if "What classification 2 moved" in "".join(table.itertext()))
    moved = [["".join(cell.itertext()).strip() for cell in row] for row in table.iter("tr")][1:]
    assert len(moved) == entry.summary.partition("<ul>")[2].count(" from ")
    for name, before, after, points in moved:
        item = next(line for line in entry.summary.split("<li>") if line.startswith(name))
        assert before[0] in item
        assert after[0] in item
        assert points.strip("+−") in item or points == "0"
    assert Classification.objects.get(session__event__code="RUS", session__code="R1", number=2).reason in entry.summary


def test_what_is_published_comes_first_with_its_state_and_reason(client):
    race = Session.objects.get(event__code="POR", code="R1")
    current = race.classifications.get().results.order_by("order")
    lines = list(current.values_list("event_entry", "position", "status", named=True))
    first, second = lines[0], lines[1]
    swapped = [Line(first.event_entry, 2, first.status), Line(second.event_entry, 1, second.status)]
    swapped += [Line(line.event_entry, line.position, line.status) for line in lines[2:]]
    publish(race, swapped, status="under-investigation", reason="Contact & a <look>")
    entry = feed_of(client).entries[0]
    assert entry.title == "Race of Portugal, Race 1: classification 2, under investigation"
    assert "Contact &amp; a &lt;look&gt;" in entry.summary
    assert "from 1st to 2nd, loses 5 points" in entry.summary
    assert "from 2nd to 1st, gains 5 points" in entry.summary
    same = [Line(line.event_entry, line.position, line.status) for line in swapped]
    publish(race, same, status="official", reason="No action")
    entry = feed_of(client).entries[0]
    assert entry.title.endswith("classification 3, official")
    assert "No place changed." in entry.summary


def test_the_time_is_the_publications_or_else_the_sites_own(client):
    race = Session.objects.get(event__code="POR", code="R1")
    first = race.classifications.get()
    moment = datetime.fromisoformat(entry_of(client, "por/r1/1").updated)
    assert abs(moment - first.recorded_at).total_seconds() < 1
    publish_again(race, at=datetime(2021, 6, 5, 14, 3, tzinfo=UTC))
    assert entry_of(client, "por/r1/2").updated == "2021-06-05T14:03:00+00:00"
    assert feed_of(client).entries[-1].id.endswith("por/r1/2")


def test_it_is_linked_where_results_change(client):
    for address in ("/2021/results/", "/2021/germany/race-1/", "/data/"):
        page = page_of(client, address)
        heads = [link for link in page.iter("link") if link.get("type") == "application/atom+xml"]
        assert [link.get("href") for link in heads] == [FEED], address
        assert FEED in [link.get("href") for link in page.iter("a")], address


def test_an_unchanged_feed_costs_nothing(client):
    first = client.get(FEED)
    assert client.get(FEED, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_a_season_that_is_not_there(client):
    assert client.get("/1999/results.xml").status_code == 404
