"""The site in Swedish: every page under /sv/, every sentence translated, figures as Swedes write them."""

import re
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.db import models
from django.utils import translation
from django.utils.html import escape

from championship import formats
from championship.models import Adjustment, CalendarChange, Penalty, Session
from news.models import Article
from tests.crawl import VOID, walk
from tests.markup import squeezed
from tests.published import publish_again
from web.addresses.languages import CODES, in_language, language_of, links_in, plain
from wtcr_site import messages

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


@pytest.fixture(scope="module", params=sorted(CODES))
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
@pytest.mark.parametrize(
    ("address", "status"), [("/2021/standings/drivers/after/russia/race-2/", 200), ("/no/such/page/", 404)]
)
def test_only_a_page_to_keep_names_its_other_languages(client, address, status):
    """One that is another page's copy, or none, does not."""
    answer = client.get(address)
    assert answer.status_code == status
    assert b"</h1>" in answer.content
    assert b'hreflang="x-default"' not in answer.content


QUESTIONS = [
    "/2021/results/?by=make&show=points",
    "/search/?q=b%C3%A4ckman+%26+co",
    "/2021/russia/race-2/?title=junior",
    "/2021/standings/drivers/?driver=rob-huff",
    "/2021/records/?by=podiums",
    "/drivers/rob-huff/?season=2021",
    "/2021/title-fight/drivers/after/russia/qualifying-3/?first=yann-ehrlacher&first_place=3&first_place=",
]


@pytest.mark.django_db
@pytest.mark.parametrize("address", QUESTIONS)
def test_the_other_language_is_asked_the_same(client, address):
    for language, other in (("en-gb", "sv"), ("sv", "en-gb")):
        page = squeezed(client.get(in_language(address, language)).content.decode())
        code, link = other.partition("-")[0], escape(in_language(address, other))
        # At the foot, and in the phone's menu.
        assert page.count(f'<a href="{link}" lang="{code}" hreflang="{code}"') == 2


@pytest.mark.django_db
def test_only_what_pages_know_is_asked_on(client, settings):
    page = client.get("/2021/results/?by=make&utm_source=x&by=").content.decode()
    assert '<a href="/sv/2021/results/?by=make&amp;by=" lang="sv"' in page
    assert "utm_source" not in page
    # A page's other languages, for software, are those of the page that is to be kept.
    assert f'hreflang="sv" href="{settings.SITE_URL}/sv/2021/results/">' in page


@pytest.mark.django_db
def test_the_code_of_a_language_leads_to_its_front_page(client):
    assert client.get("/sv?q=x").status_code == 301
    assert client.get("/sv?q=x").headers["Location"] == "/sv/?q=x"
    assert client.get("/sv", follow=True).status_code == 200
    assert client.get("/en").status_code == 404


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


def test_one_thing_has_one_word():
    """A race is a lopp, the title fight titelstriden, a cookie a cookie; what stands in code is no word."""
    others = re.compile(r"\brace\w*|titelkamp|\bkaka|\bstall", re.IGNORECASE)
    texts = {said for one in messages.read_catalogue("sv") if one.id for said in strings(one.string)}
    assert [text for text in texts if others.search(re.sub(r"%\(\w+\)s|race-\d|=races", "", text))] == []


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
    page = squeezed(client.get(f"/sv{address}").content.decode())
    assert '<h1 lang="en">Two Bäckmans step up</h1>' in page
    assert '<a href="/sv/drivers/jessica-backman/" rel="noopener">Jessica</a>' in page
    own = squeezed(client.get(address).content.decode())
    assert "<h1>Two Bäckmans step up</h1>" in own
    assert "in English" not in own
    Article.objects.filter(slug="two-backmans-step-up").update(language="sv")
    assert "in Swedish" in client.get(address).content.decode()
    assert "<h1>Two Bäckmans step up</h1>" in squeezed(client.get(f"/sv{address}").content.decode())


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


# English on Swedish pages

# Names, addresses and what no reader sees as text: they stay as they are in every language.
NOT_SENTENCES = {
    "slug", "colour", "code", "file", "locality", "announced_label", "short_name", "family_name", "given_name",
    "timezone", "car", "make", "document", "body_html", "before", "after",
}  # fmt: skip
NAMES = {"drivers.Team", "drivers.CareerEntry", "championship.Circuit", "championship.Season"}


# Beside one page of each kind: a penalty, places with remarks, changes with reasons, a career, a story that was found.
FURTHER = (
    "/sv/2021/russia/race-1/",
    "/sv/2021/russia/race-2/sources/",
    "/sv/2021/macau/",
    "/sv/2021/results/?show=points",
    "/sv/2021/standings/junior/",
    "/sv/2021/standings/drivers/after/russia/race-2/why/yann-ehrlacher/",
    "/sv/circuits/adria/",
    "/sv/drivers/jessica-backman/",
    "/sv/news/2021/the-calendar-will-not-sit-still/",
    "/sv/search/?q=backman",
)


@pytest.fixture
def shown_in_swedish(client):
    """What Swedish pages show as text of their own language, by address."""
    pages, _statuses = walk(client, one_of_a_kind=True, language="sv")
    return {address: own_text(client.get(address).content.decode()) for address in (*pages, *FURTHER)}


def own_text(html: str) -> str:
    """The text of a page's body that is not marked as of another language, with what is read out of attributes."""
    reader = _OwnText()
    reader.feed(html.partition("<body")[2])
    return " ".join(" ".join(reader.texts).split())


class _OwnText(HTMLParser):
    """Of one element after the other: whether it, or one around it, is in another language."""

    def __init__(self) -> None:
        super().__init__()
        self.foreign: list[tuple[str, bool]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        is_foreign = "lang" in given or self.is_foreign
        if not is_foreign:
            self.texts += [given[name] for name in ("aria-label", "alt", "title", "data-says") if given.get(name)]
        if tag not in VOID:
            self.foreign.append((tag, is_foreign))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.foreign.pop()

    def handle_endtag(self, tag: str) -> None:
        while self.foreign and self.foreign.pop()[0] != tag:
            pass

    def handle_data(self, text: str) -> None:
        if not self.is_foreign:
            self.texts.append(text)

    @property
    def is_foreign(self) -> bool:
        return bool(self.foreign) and self.foreign[-1][1]


def sentences_of_the_database() -> set[str]:
    """Every text of more than one word that editors or the season's folder wrote, names left out."""
    found: set[str] = set()
    for model in apps.get_models():
        if model._meta.app_label not in ("championship", "drivers", "news") or model._meta.label in NAMES:
            continue
        fields = [
            field.name
            for field in model._meta.get_fields()
            if isinstance(field, models.CharField | models.TextField)
            and not field.choices
            and field.name not in NOT_SENTENCES
        ]
        for row in model.objects.values_list(*fields) if fields else ():
            found.update(line.strip() for text in row if isinstance(text, str) for line in re.split(r"\n| ; ", text))
    return {text.rstrip(".") for text in found if " " in text and not text.startswith("http")}


@pytest.mark.django_db
def test_no_english_sentence_of_the_database_stands_unmarked_on_a_swedish_page(shown_in_swedish):
    """Each is translated by the catalogue or marked with its language."""
    sentences = sentences_of_the_database()
    assert {
        "Race of Germany",
        "worked out from the published tables",
        "First siblings in the WTCR, with Jessica",
    } < sentences
    names = {"WTCR Trophy", "Independent Cup", "FIA World Touring Car Cup"}
    found = [
        (address, text)
        for address, shown in shown_in_swedish.items()
        for text in sorted(sentences - names)
        if re.search(rf"(?<!\w){re.escape(text)}(?!\w)", shown, re.IGNORECASE)
    ]
    assert found == []


@pytest.mark.django_db
def test_no_sentence_of_the_catalogue_stands_in_english_on_a_swedish_page(shown_in_swedish, catalogue):
    """What is said past the catalogue, or in the language of the one who asked before."""
    texts = [
        text
        for one in catalogue
        for text, said in zip(strings(one.id), strings(one.string), strict=False)
        if text.count(" ") > 1 and "%" not in text and "<" not in text and text != said
    ]
    assert len(texts) > 300
    assert [(address, text) for address, shown in shown_in_swedish.items() for text in texts if text in shown] == []


@pytest.mark.django_db
def test_what_the_catalogue_does_not_know_is_marked_with_its_language(client):
    """An editor's own words, on every page that shows them."""
    words = {"reason": "The track <flooded> on Friday"}
    race = Session.objects.get(event__slug="russia", code="R1")
    CalendarChange.objects.filter(event__slug="italy").update(**words)
    Penalty.objects.filter(session=race).update(**words)
    Adjustment.objects.update(**words)
    publish_again(race, rob_huff={"note": words["reason"], "source": "A phone call"})
    why = "/2021/standings/drivers/after/russia/race-1/why/rob-huff/"
    for address in (
        "/2021/calendar/", "/2021/italy/", "/circuits/adria/", "/2021/russia/", "/2021/russia/race-1/",
        "/2021/russia/race-1/sources/", "/2021/results/", "/2021/standings/junior/", "/about/", why,
    ):  # fmt: skip
        page = client.get(f"/sv{address}").content.decode()
        assert '<span lang="en">The track &lt;flooded&gt; on Friday</span>' in page, address
        assert "flooded" not in own_text(page), address
        assert "<span lang" not in client.get(address).content.decode(), address
    assert '<span lang="en">A phone call</span>' in client.get("/sv/2021/russia/race-1/sources/").content.decode()


def test_one_is_ett_of_a_race_or_a_team():
    with translation.override("sv"):
        assert [formats.number_word(1), formats.number_word(1, neuter=True)] == ["en", "ett"]
        assert formats.number_word(4, neuter=True) == "fyra"
    assert formats.number_word(1, neuter=True) == "one"
