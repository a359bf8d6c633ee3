"""The site in Swedish: every page under /sv/, every sentence translated, figures as Swedes write them."""

import re
from decimal import Decimal

import pytest
from django.utils import translation

from championship import formats
from news.models import Article
from tests.crawl import walk
from wtcr_site import messages
from wtcr_site.languages import in_language, language_of, links_in, plain

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


@pytest.fixture(scope="module", params=messages.languages())
def catalogue(request):
    return messages.read_catalogue(request.param)


def strings(value) -> list[str]:
    return list(value) if isinstance(value, (tuple, list)) else [value]


# Addresses


@pytest.mark.parametrize(
    ("path", "language", "without"),
    [
        ("/", "en-gb", "/"),
        ("/sv/", "sv", "/"),
        ("/sv/2021/calendar/", "sv", "/2021/calendar/"),
        ("/sv", "en-gb", "/sv"),
        ("/svensson/", "en-gb", "/svensson/"),
        ("/en-gb/drivers/", "en-gb", "/en-gb/drivers/"),
    ],
)
def test_the_address_names_the_language(path, language, without):
    assert language_of(path) == language
    assert plain(path) == without
    assert in_language(without, language) == path


@pytest.mark.django_db
def test_a_page_names_its_language_and_leads_to_the_same_page_in_the_other(client):
    page = client.get("/sv/2021/calendar/").content.decode()
    assert '<html lang="sv"' in page
    assert '<a href="/2021/calendar/" lang="en" hreflang="en"' in page
    for code, address in (("en", "/2021/calendar/"), ("sv", "/sv/2021/calendar/"), ("x-default", "/2021/calendar/")):
        assert re.search(f'<link rel="alternate" hreflang="{code}" href="http[^"]*[^v]{address}">', page), code
    page = client.get("/2021/calendar/").content.decode()
    assert '<html lang="en-gb"' in page
    assert '<a href="/sv/2021/calendar/" lang="sv" hreflang="sv"' in page


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/2021/standings/drivers/after/russia/race-2/", "/no/such/page/"])
def test_only_a_page_to_keep_names_its_other_languages(client, address):
    """One that is another page's copy, or none, does not."""
    assert b'hreflang="x-default"' not in client.get(address).content


@pytest.mark.django_db
def test_no_language_of_the_browser_changes_a_page(client):
    plain_page = client.get("/2021/calendar/").content
    answer = client.get("/2021/calendar/", headers={"Accept-Language": "sv"})
    assert answer.content == plain_page
    assert "Accept-Language" not in answer.headers["Vary"]


@pytest.mark.django_db
def test_a_renamed_page_is_followed_in_its_language(client):
    from drivers.models import Driver

    driver = Driver.objects.get(slug="rob-huff")
    driver.slug = "robert-huff"
    driver.save()
    assert client.get("/sv/drivers/rob-huff/").headers["Location"] == "/sv/drivers/robert-huff/"
    assert client.get("/drivers/rob-huff/").headers["Location"] == "/drivers/robert-huff/"


@pytest.mark.django_db
def test_files_for_machines_are_the_same_for_every_language(client):
    assert client.get("/sv/2021/standings/drivers.json").status_code == 404
    page = client.get("/sv/2021/standings/drivers/").content.decode()
    assert '"/2021/standings/drivers/after/russia/race-2.json"' in page


@pytest.mark.django_db
def test_every_page_is_there_in_swedish_and_leads_to_swedish_ones(client):
    pages, statuses = walk(client, one_of_a_kind=True, language="sv")
    assert {address: status for address, status in statuses.items() if status != 200} == {}
    assert len(pages) > 20
    faults = [(page.address, fault) for page in pages.values() for fault in page.faults]
    assert faults == []
    english = {
        (page.address, link)
        for page in pages.values()
        for link in page.links
        if language_of(link) != "sv"
        and not link.startswith(("/static/", "/pictures/", "/admin/"))
        and "." not in link.rpartition("/")[2]
        and link.partition("?")[0] != plain(page.address).partition("?")[0]
    }
    assert english == set()


# Sentences


def test_the_catalogue_holds_what_the_code_says_and_nothing_else(catalogue):
    # A text that stands alone in one place and has a plural in another is one message.
    today = {(strings(text)[0], context) for text, context, _place in messages.messages()}
    known = {(strings(one.id)[0], one.context) for one in catalogue if one.id}
    assert known == today, "run: manage.py messages"


def test_every_sentence_is_translated(catalogue):
    assert [one.id for one in catalogue if one.id and not all(strings(one.string))] == []
    assert [one.id for one in catalogue if one.fuzzy and one.id] == []


def test_every_translation_keeps_the_placeholders(catalogue):
    wrong = []
    for one in catalogue:
        for text, translated in zip(strings(one.id), strings(one.string), strict=False):
            if set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(translated)) and one.id:
                wrong.append(one.id)
    assert wrong == []


def test_what_is_compiled_is_the_catalogue(catalogue):
    path = messages.catalogue_path(str(catalogue.locale)).with_suffix(".mo")
    assert path.read_bytes() == messages.compiled(catalogue), "run: manage.py messages"


# Figures


def test_figures_are_written_as_swedes_write_them():
    with translation.override("sv"):
        assert formats.points_text(Decimal("71.5")) == "71,5"
        assert formats.points_text(Decimal(-12)) == "−12"
        assert formats.time_text(104_567) == "1:44,567"
        assert formats.gap_text(1409, None) == "+1,409"
        assert formats.length_text(25_378) == "25,378 km"
        assert [formats.ordinal(n) for n in (1, 2, 3, 11, 12, 21, 22, 23, 111)] == [
            "1:a", "2:a", "3:e", "11:e", "12:e", "21:a", "22:a", "23:e", "111:e",
        ]  # fmt: skip
    assert formats.time_text(104_567) == "1:44.567"
    assert formats.ordinal(22) == "22nd"


# What editors wrote


@pytest.mark.django_db
def test_a_story_stays_in_its_language_and_says_so(client):
    address = "/news/2021/two-backmans-step-up/"
    page = client.get(f"/sv{address}").content.decode()
    assert '<h1 lang="en">Two Bäckmans step up</h1>' in page
    assert '<a href="/sv/drivers/jessica-backman/" rel="noopener">Jessica</a>' in page
    own = client.get(address).content.decode()
    assert "<h1>Two Bäckmans step up</h1>" in own
    assert "in English" not in own
    Article.objects.filter(slug="two-backmans-step-up").update(language="sv")
    assert "in Swedish" in client.get(address).content.decode()
    assert "<h1>Two Bäckmans step up</h1>" in client.get(f"/sv{address}").content.decode()


@pytest.mark.parametrize(
    ("html", "there"),
    [
        ('<a href="/drivers/">', '<a href="/sv/drivers/">'),
        ('<a href="/2021/results/?by=make#rules">', '<a href="/sv/2021/results/?by=make#rules">'),
        ('<a href="/2021/results.csv">', '<a href="/2021/results.csv">'),
        ('<a href="/pictures/a/">', '<a href="/pictures/a/">'),
        ('<a href="//else.where/a/">', '<a href="//else.where/a/">'),
        ('<a href="https://else.where/a/">', '<a href="https://else.where/a/">'),
    ],
)
def test_links_of_a_text_lead_to_pages_of_the_language(html, there):
    assert links_in(html, "sv") == there
    assert links_in(html, "en-gb") == html
