"""One event as a reader gets it: what came of it, when it ran, and how it came to be where and when it was."""

import csv
import io
from datetime import timedelta

import html5lib
import pytest
from django.core.cache import cache
from django.utils import timezone

from championship.models import Classification, Event, Result, Session
from championship.publishing import publish
from championship.rules import Line
from news.models import Article

pytestmark = pytest.mark.django_db

NS = "{http://www.w3.org/1999/xhtml}"


def tree(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return html5lib.parse(response.content.decode())


def words(element) -> str:
    return " ".join("".join(element.itertext()).split())


def headings(page) -> list[str]:
    return [words(head) for head in page.iter(f"{NS}h2")]


def section(page, heading: str):
    for part in page.iter(f"{NS}section"):
        head = next(part.iter(f"{NS}h2"), None)
        if head is not None and words(head).startswith(heading):
            return part
    raise AssertionError(f"no section {heading}")


def lines(element, tag: str = "li") -> list[str]:
    return [words(item) for item in element.iter(f"{NS}{tag}")]


def rows(element) -> list[list[str]]:
    return [
        [words(next(cell.iter(f"{NS}a"), cell)) if cell.tag == f"{NS}th" else words(cell) for cell in row]
        for body in element.iter(f"{NS}tbody")
        for row in body
        if row.get("class") != "why"
    ]


def test_the_head_says_which_where_and_when(client):
    head = next(one for one in tree(client, "/2021/russia/").iter(f"{NS}header") if "hero" in one.get("class", ""))
    said = "Event 8 of 8 · RUS Race of Russia Sochi Autodrom, 27–28 November 2021 · Eurosport"
    assert words(head) == f"{said} GER POR ESP HUN CZE FRA ITA RUS"
    here = [link.get("href") for link in head.iter(f"{NS}a") if link.get("aria-current")]
    assert here == ["/2021/russia/"]


@pytest.mark.parametrize("address", ["/2021/russia/", "/2021/germany/", "/2021/czech-republic/"])
def test_the_bar_leads_to_the_sections_that_are_there_in_their_order(client, address):
    page = tree(client, address)
    (bar,) = (nav for nav in page.iter(f"{NS}nav") if "jump" in nav.get("class", "").split())
    jumps = [link.get("href")[1:] for link in bar.iter(f"{NS}a")]
    there = [part.get("id") for part in page.find(f".//{NS}main").iter() if part.get("id") in jumps]
    assert len(jumps) > 5
    assert sorted(jumps) == sorted(there)
    # On a desk the timetable stands beside the points, on a phone before them.
    assert [part for part in there if part != "days"] == [part for part in jumps if part != "days"]


def test_a_page_of_few_sections_has_no_bar(client):
    assert not [nav for nav in tree(client, "/2021/macau/").iter(f"{NS}nav") if "jump" in nav.get("class", "").split()]


def test_points_are_bars_to_the_most_of_the_weekend(client):
    page = tree(client, "/2021/germany/")
    first = next(bar for bar in page.iter() if bar.get("class") == "points-bar")
    # Vernay: 8, 6 and 25 of 60 points.
    assert [(part.get("x"), part.get("width")) for part in first] == [
        ("0.00%", "13.33%"), ("13.33%", "10.00%"), ("23.33%", "41.67%"),
    ]  # fmt: skip
    assert "The bars go to 60 points" in words(section(page, "Points of the weekend"))


def test_both_podiums(client):
    page = tree(client, "/2021/russia/")
    assert [line.replace("Engstler Hyundai", "") for line in lines(section(page, "Race 1"))] == [
        "1 96Mikel AzconaZengő", "2 69Jean-Karl Vernay", "3 16Gilles MagnusComtoyou Audi",
    ]  # fmt: skip
    assert lines(section(page, "Race 2"))[0] == "1 79Rob HuffZengő"
    assert "Official" not in words(section(page, "Race 1").find(f"{NS}h2"))


def test_what_is_said_of_it_where_it_is_shared_names_the_winners(client):
    description = tree(client, "/2021/russia/").find(f".//{NS}meta[@name='description']").get("content")
    assert description.endswith("Race 1: won by Mikel Azcona. Race 2: won by Rob Huff.")


def test_points_of_the_weekend(client):
    points = section(tree(client, "/2021/russia/"), "Points of the weekend")
    assert rows(points)[:3] == [
        ["Mikel Azcona", "8", "25", "–", "33"],
        ["Jean-Karl Vernay", "–", "20", "11", "31"],
        ["Nathanaël Berthon", "2", "13", "16", "31"],
    ]
    assert "Without points: Monteiro, Guerrieri and Boldizs." in words(points)
    # Wildcards take no points and are not among those without any.
    assert "Ladygin" not in words(points)


def test_the_file_has_every_driver_of_the_title(client):
    text = client.get("/2021/russia.csv").content.decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows[0] == {
        "driver": "mikel-azcona", "name": "Mikel Azcona", "number": "96", "team": "zengo-motorsport",
        "Q": "8", "R1": "25", "R2": "0", "points": "33",
    }  # fmt: skip
    assert len(rows) == 20
    assert client.get("/2021/macau.csv").status_code == 404


def test_the_timetable_is_in_the_circuits_time(client):
    timetable = section(tree(client, "/2021/portugal/"), "Timetable")
    assert "Lisbon time, UTC+1" in words(timetable)
    assert lines(timetable, "h3") == ["Saturday 26 June", "Sunday 27 June"]
    assert lines(timetable)[-1] == "Race 2 15:15"
    unknown = section(tree(client, "/2021/germany/"), "Timetable")
    assert lines(unknown, "h3") == ["Friday 4 June", "Saturday 5 June", "Day not on record"]
    assert lines(unknown)[0] == "Qualifying"
    assert words(unknown).count("not on record") == 2
    assert "The times are not on record." in words(unknown)
    assert "UTC" not in words(unknown)
    in_part = section(tree(client, "/2021/italy/"), "Timetable")
    assert lines(in_part)[2:4] == ["Qualifying 3 time not on record", "Race 1 10:15"]


def test_titles_before_and_after(client):
    titles = section(tree(client, "/2021/russia/"), "The titles before and after")
    assert rows(titles)[:4] == [
        ["1", "1", "Ehrlacher", "201", "223"],
        ["2", "2", "Vervisch", "165", "195"],
        ["3", "6", "Vernay", "146", "177"],
        ["4", "5", "Muller", "151", "169"],
    ]
    assert lines(titles, "h3") == ["Drivers", "Teams", "Junior", "Trophy"]
    assert ["4", "4", "J. Bäckman", "98", "98*"] in rows(titles)
    assert "Decided in Race 1." in words(titles)
    # The first event has no table before it.
    first = section(tree(client, "/2021/germany/"), "The titles before and after")
    assert rows(first)[0] == ["1", "Vernay", "39"]


def test_titles_on_record_so_far_are_named_and_not_ranked(client):
    titles = section(tree(client, "/2021/portugal/"), "The titles before and after")
    assert lines(titles, "h3") == ["Drivers", "Teams"]
    assert "On record so far only, " in words(titles)
    assert words(titles).endswith("no order is drawn from that: Junior · Trophy")
    assert "Female" not in words(titles)


def test_qualifying_says_who_went_through_and_what_is_missing(client):
    qualifying = section(tree(client, "/2021/portugal/"), "Qualifying")
    listed = lines(qualifying)
    assert listed[:8] == [
        "1 Esteban Guerrieri 1:44.440 Q2", "2 Attila Tassi +0.176 Q2", "3 Néstor Girolami Q2", "4 Tiago Monteiro Q2",
        "5 Norbert Michelisz Q2", "6 Jean-Karl Vernay Q2", "7th to 12th are not on record", "13 Mikel Azcona",
    ]  # fmt: skip
    assert "The rest is not on record" in listed
    single = section(tree(client, "/2021/germany/"), "Qualifying")
    assert lines(single, "h3") == []
    assert single.find(f".//{NS}h2/{NS}a").get("href") == "/2021/germany/qualifying/"
    assert "Marked" not in words(single)


def test_penalties_in_sentences(client):
    penalties = lines(section(tree(client, "/2021/russia/"), "Penalties"))
    assert penalties == [
        "Frédéric Vervisch, Race 1: 5 seconds. 3rd on the road, 6th in the result.",
        "Néstor Girolami, Race 1: Three places back on the grid.",
        "Kirill Ladygin, Race 2: 30 seconds. 13th on the road, 14th in the result.",
    ]


def also(part) -> dict[str, str]:
    return dict(zip(lines(part, "dt"), lines(part, "dd"), strict=True))


def test_entries_by_number_with_titles_and_wildcards(client):
    hungary = section(tree(client, "/2021/hungary/"), "Entries")
    assert rows(hungary)[0] == ["Gabriele Tarquini", "BRC Hyundai", "Hyundai Elantra N TCR"]
    assert also(hungary) == {
        "Junior": "Engstler, Magnus, J. Bäckman and Boldizs",
        "Trophy": "Magnus, A. Bäckman, J. Bäckman, Coronel and Boldizs",
        "Female": "J. Bäckman",
        "Wildcards": "Baldan",
    }
    italy = section(tree(client, "/2021/italy/"), "Entries")
    assert "Baldan" in also(italy)["Trophy"]
    assert "Wildcards" not in also(italy)
    # A car whose number is not on record comes last.
    assert rows(section(tree(client, "/2021/czech-republic/"), "Entries"))[-1][0] == "Petr Fulín"


def test_what_moved_it(client):
    page = words(tree(client, "/2021/portugal/"))
    assert "Announced as Vila Real, Portugal, 26–27 June" in page
    assert "Crowds could not be limited on the street circuit (COVID-19)." in page
    assert "Announced on 10 May 2021." in page
    assert "Announced as" not in words(tree(client, "/2021/germany/"))


def test_a_cancelled_event_says_why_and_has_no_empty_sections(client):
    page = tree(client, "/2021/macau/")
    text = words(page)
    assert "Cancelled. Quarantine of at least 14 days; freight deadline. Announced on 19 August 2021." in text
    # What was announced is what was cancelled: its days stand struck out at the head, once.
    assert text.count("19–21 November") == 1
    assert headings(page) == ["Stories"]
    assert not list(page.iter(f"{NS}table"))
    links = {link.get("rel"): link.get("href") for link in page.iter(f"{NS}a") if link.get("rel")}
    assert links == {"prev": "/2021/italy/", "next": "/2021/russia/"}


def test_stories_of_the_event_come_out_in_time(client):
    stories = lines(section(tree(client, "/2021/russia/"), "Stories"))
    assert stories[1].startswith("The penalty that changed the Sochi podium")
    event = Event.objects.get(season__year=2021, slug="russia")
    coming = Article.objects.create(
        season=event.season, slug="later", title="A later story", standfirst="More.", body="x", day=event.ends_on,
        publish_at=timezone.now() + timedelta(hours=1),
    )  # fmt: skip
    coming.events.add(event)
    assert "A later story" not in words(tree(client, "/2021/russia/"))
    coming.publish_at = timezone.now() - timedelta(minutes=1)
    coming.save()
    assert "A later story" in words(tree(client, "/2021/russia/"))


def test_a_page_with_a_planned_story_is_kept_only_until_then(client, monkeypatch):
    event = Event.objects.get(season__year=2021, slug="russia")
    planned = Article.objects.create(
        season=event.season, slug="later", title="A later story", standfirst="More.", body="x", day=event.ends_on,
        publish_at=timezone.now() + timedelta(minutes=10),
    )  # fmt: skip
    planned.events.add(event)
    due = []
    monkeypatch.setattr(cache, "set", lambda _key, page, _seconds: due.append(page.due))
    client.get("/2021/russia/")
    assert due == [planned.publish_at]


def test_a_provisional_podium_is_marked(client):
    session = Session.objects.get(event__season__year=2021, event__slug="russia", code="R2")
    current = Result.objects.filter(classification__session=session, classification__number=2).order_by("order")
    publish(
        session,
        [Line(row.event_entry_id, row.position, row.status) for row in current],
        status=Classification.Status.PROVISIONAL,
    )
    page = tree(client, "/2021/russia/")
    assert words(section(page, "Race 2").find(f"{NS}h2")) == "Race 2 Provisional"


def test_an_event_that_is_half_run(client):
    session = Session.objects.get(event__season__year=2021, event__slug="russia", code="R2")
    Classification.objects.filter(session=session).delete()
    page = tree(client, "/2021/russia/")
    assert "No result yet" in words(section(page, "Race 2"))
    titles = section(page, "The titles before and after")
    assert rows(titles)[0] == ["1", "1", "Ehrlacher", "201", "213"]


def test_an_event_to_come_has_its_timetable_and_entries_only(client):
    Classification.objects.filter(session__event__slug="russia").delete()
    page = tree(client, "/2021/russia/")
    assert headings(page) == ["Timetable", "Penalties", "Entries", "Add to your calendar", "Stories"]


def test_an_event_that_is_not_there(client):
    assert client.get("/2021/nowhere/").status_code == 404
