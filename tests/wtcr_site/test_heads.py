"""What every page says of itself in its head: title, description, address, what a link to it shows, linked data."""

import html
import io
import json
import re
from datetime import datetime
from urllib.parse import urlsplit

import extruct
import pytest
from django.conf import settings
from PIL import Image

from championship.models import Season, Session
from drivers.models import Driver, Team
from tests.test_site import walked
from tests.wtcr_site.sitemap import SITE, sitemap
from web.addresses.languages import in_language, language_of
from web.drawing import HEIGHT, WIDTH


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker):
    return walked(django_db_blocker)[0]


@pytest.fixture(scope="module")
def heads(pages):
    """What a parser of others finds in each page: its Open Graph, and its linked data by type."""
    found = {}
    for address, page in pages.items():
        read = extruct.extract(page.html, base_url=SITE + address, syntaxes=["json-ld", "opengraph"])
        (graph,) = read["opengraph"]
        found[address] = dict(graph["properties"]), {one["@type"]: one for one in read["json-ld"]}
    return found


def by_canonical(pages):
    return {page.canonical: page for page in pages.values() if page.address == page.canonical.removeprefix(SITE)}


def title(page):
    return html.unescape(re.search(r"<title>(.*?) · Door to Door</title>", page.html)[1])


def meta(page, name):
    return html.unescape(re.search(rf'<meta name="{name}" content="([^"]*)">', page.html)[1])


# Titles, descriptions, canonical addresses


def test_titles_and_descriptions_are_of_a_length_that_is_shown(pages):
    wrong = []
    for page in by_canonical(pages).values():
        if not 4 <= len(title(page)) <= 80 or not 50 <= len(meta(page, "description")) <= 200:
            wrong.append((page.address, title(page), meta(page, "description")))
    assert wrong == []


def test_no_two_pages_describe_themselves_alike(pages):
    described = {}
    for page in by_canonical(pages).values():
        described.setdefault(meta(page, "description"), []).append(page.address)
    assert {text: same for text, same in described.items() if len(same) > 1} == {}
    assert len(described) > 150


def test_a_canonical_address_is_whole_and_names_a_page_that_names_itself(pages, client, db):
    canonical = {page.canonical for page in pages.values()}
    for address in canonical:
        assert address.startswith(SITE + "/"), address
        assert "?" not in address, address
        path = address.removeprefix(SITE)
        page = pages[path].html if path in pages else client.get(path).content.decode()
        assert f'<link rel="canonical" href="{address}">' in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/2021/", "/"),
        ("/2021/results/?show=points&utm_source=x", "/2021/results/"),
        ("/2021/standings/drivers/?why=rob-huff", "/2021/standings/drivers/"),
        ("/2021/standings/drivers/after/russia/race-2/", "/2021/standings/drivers/"),
        ("/2021/standings/drivers/after/russia/race-1/", "/2021/standings/drivers/after/russia/race-1/"),
        ("/drivers/rob-huff/?season=2021", "/drivers/rob-huff/"),
        ("/news/?season=2021", "/news/"),
        ("/search/?q=backman", "/search/"),
    ],
)
def test_parameters_that_make_no_other_page_are_left_out(client, address, canonical):
    assert f'<link rel="canonical" href="{SITE}{canonical}">' in client.get(address).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/drivers/", "/drivers/rob-huff/", "/teams/", "/teams/zengo-motorsport/"])
def test_another_season_is_another_page(client, path):
    driver, team = Driver.objects.get(slug="rob-huff"), Team.objects.get(slug="zengo-motorsport")
    season = Season.objects.create(year=2022, name="Next", short_name="N")
    season.entries.create(driver=driver, team=team, number=1)
    assert f'href="{SITE}{path}?season=2021">' in client.get(path, {"season": 2021}).content.decode()
    assert f'<link rel="canonical" href="{SITE}{path}">' in client.get(path, {"season": 2022}).content.decode()


@pytest.mark.django_db
def test_a_page_that_is_not_there_has_no_address_to_share(client):
    answer = client.get("/no/such/page/")
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "</h1>" in page
    assert "canonical" not in page
    assert "og:" not in page


def test_every_page_says_what_a_link_to_it_shows(pages, heads):
    for address, (graph, _data) in heads.items():
        page = pages[address]
        assert graph["og:title"] == title(page), address
        assert len(graph["og:description"]) >= 50, address
        assert graph["og:url"] == page.canonical
        assert graph["og:type"] == ("article" if page.kind == "article" else "website")
        assert (graph["og:image:width"], graph["og:image:height"]) == (str(WIDTH), str(HEIGHT))
        assert meta(page, "twitter:card") == "summary_large_image"


def test_a_picture_is_described_by_what_is_in_it(heads):
    """Whichever page names it: the same picture has the same words."""
    words = {}
    for graph, _data in heads.values():
        words.setdefault(graph["og:image"], set()).add(graph["og:image:alt"])
    assert [picture for picture, alts in words.items() if len(alts) != 1] == []
    assert words[f"{SITE}/2021/standings/drivers.png"] == {"FIA Drivers’ Title 2021: the top of the table"}
    assert words[f"{SITE}/share.png"] == {"The World Touring Car Cup, race by race"}


def test_the_kinds_that_are_shared_most_have_a_picture_of_their_own(pages, heads):
    own = {"event": ".png", "standings": ".png", "standings_after": ".png", "driver": ".png", "compare": ".png"}
    own["article"] = ".png"
    seen = set()
    for page in by_canonical(pages).values():
        picture = heads[page.address][0]["og:image"]
        if page.kind in own:
            assert picture == page.canonical.rstrip("/") + ".png"
            seen.add(page.kind)
        elif page.kind == "session":
            assert picture == page.canonical.rstrip("/").rpartition("/")[0] + ".png"
    assert seen == set(own)


@pytest.mark.django_db
def test_every_picture_that_a_page_names_is_one(heads, client):
    pictures = {graph["og:image"] for graph, _data in heads.values()}
    assert len(pictures) > 60
    kinds = {}
    for picture in pictures:
        kinds.setdefault(re.sub(r"[^/]+(?=\.png|/(?!after))", "x", urlsplit(picture).path), picture)
    for picture in kinds.values():
        response = client.get(picture.removeprefix(SITE))
        assert (response.status_code, response["Content-Type"]) == (200, "image/png"), picture
        with Image.open(io.BytesIO(response.content)) as image:
            assert image.size == (1200, 630)
            image.load()
        assert len(response.content) < 60_000


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


@pytest.mark.django_db
def test_the_sitemap_has_the_pages_that_name_themselves(client, pages):
    every = set(sitemap(client))
    listed = {path for path in every if language_of(path) == settings.LANGUAGE_CODE}
    assert every - listed == {in_language(path, "sv") for path in listed}
    canonical = {page.canonical.removeprefix(SITE): page for page in pages.values()}
    assert listed <= set(canonical)
    # Not: tables of the past and what is said of them, pairs of drivers, sessions without a result, the moment's.
    left = {page.kind.partition("?")[0] for path, page in canonical.items() if path not in listed}
    assert left == {"standings_after", "title_fight_after", "why", "sources", "compare", "session", "search", "live"}
    assert all(
        "not on record" in page.html or "practice" in page.address
        for path, page in canonical.items()
        if page.kind == "session" and path not in listed
    )
