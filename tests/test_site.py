"""Rules for the whole site: every page that a link leads to, every choice, every architecture rule."""

import re
import subprocess
from ast import literal_eval
from collections import Counter

import html5lib
import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client, override_settings

from championship.formats import SHORT_STATUS, status_text
from championship.models import Result
from tests.crawl import read_page, walk
from tests.once import once
from tests.style_sheets import linked, needed

OWN_APPS = ("web", "wtcr_site", "pictures", "drivers", "championship", "news")
PLAIN_STATIC = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


def walked(django_db_blocker):
    """What walk() finds from the home page on; the site is walked once a run."""

    def walk_it(_folder):
        cache.clear()
        with django_db_blocker.unblock(), override_settings(STORAGES=settings.STORAGES | PLAIN_STATIC):
            return walk(Client())

    return once("walk", walk_it)


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    """The pages of the site and the status of every address; nothing is written."""
    return walked(django_db_blocker)


@pytest.fixture(scope="module")
def pages(site):
    return site[0]


def test_every_kind_of_page_is_reached_by_links(pages):
    reached = {page.kind.partition("?")[0] for page in pages.values()}
    assert reached >= {
        "home", "season", "calendar", "results", "standings", "standings_after", "event", "session",
        "drivers", "driver", "compare", "teams", "team", "circuits", "circuit",
        "news", "article", "about", "privacy", "contact", "data", "guide", "search",
    }  # fmt: skip


def test_no_link_is_dead(site):
    pages, statuses = site
    dead = {address: status for address, status in statuses.items() if status != 200}
    assert {address: [page.address for page in pages.values() if address in page.links][:3] for address in dead} == {}
    assert len(statuses) > 200


def test_every_link_into_a_page_finds_its_place(pages):
    links = [
        (page.address, target, name)
        for page in pages.values()
        for target, name in page.fragments
        if target in pages
    ]  # fmt: skip
    assert links
    assert [link for link in links if link[2] not in pages[link[1]].ids] == []


def test_every_page_keeps_the_rules(pages):
    """One h1, a title, a description, a canonical address; headings in order, ids once; tables with caption and heads;
    pictures with words; nothing inline."""
    faults = Counter(f"{page.kind}: {fault}" for page in pages.values() for fault in page.faults)
    assert faults == {}


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<p style='color:red'>", "inline style in <p>"),
        ("<style>p{}</style>", "inline style in <style>"),
        ("<button onclick='go()'>", "inline handler in <button>"),
        ("<script>go()</script>", "inline script"),
        ("<p hx-get='/'>", "htmx attribute that HTML does not know in <p>: write data-hx-"),
        ("<img src='a.jpg'>", "picture without alt: a.jpg"),
        ("<table><tr><th scope='col'>Pos</th></tr></table>", "table without a caption or heads"),
        ("<table><caption>Points</caption><tr><td>1</td></tr></table>", "table without a caption or heads"),
        ("<table><caption>Points</caption><tr><th>Pos</th></tr></table>", "th without scope"),
        ("<h3>Race 1</h3>", "heading jumps from 1 to 3"),
        ("<h1>Again</h1>", "2 h1"),
        ("<p id='main'></p>", "id twice: main"),
        ("<a href=''>Nowhere</a>", "empty href"),
        ("<link rel='canonical' href='http://cup.example/'>", "two canonical addresses"),
    ],
)
def test_a_page_that_breaks_a_rule_is_found(html, fault):
    sound = (
        '<title>Calendar · Door to Door</title><meta name="description" content="All dates.">'
        '<link rel="canonical" href="http://cup.example/">'
        '<main id="main"><h1>Calendar</h1><img src="b.jpg" alt=""></main>'
    )
    assert read_page("/", 200, sound).faults == []
    assert read_page("/", 200, sound + html).faults == [fault]


def test_every_page_has_a_title_of_its_own(pages):
    """Two pages of one name cannot be told apart in a list of tabs.

    Addresses of one page name the same canonical one; the newest season's page is the home page.
    """
    addresses = {}
    for page in pages.values():
        if page.kind == "season":
            continue
        title = page.html.partition("<title>")[2].partition("</title>")[0]
        addresses.setdefault(title, set()).add(page.canonical)
    assert len(addresses) > 100
    assert {title: same for title, same in addresses.items() if len(same) > 1} == {}


def test_every_page_forbids_what_it_does_not_need(pages):
    for page in pages.values():
        assert "default-src 'none'" in page.csp, page.address
        assert "unsafe" not in page.csp, page.address
        assert "nonce" not in page.csp, page.address


def test_every_kind_of_page_is_valid_html(pages):
    kinds = {}
    for page in pages.values():
        kinds.setdefault(page.kind, page)
    assert kinds
    faults = {}
    for kind, page in kinds.items():
        parser = html5lib.HTMLParser()
        parser.parse(page.html)
        if parser.errors:
            (line, _column), code, about = parser.errors[0]
            faults[kind] = f"{page.address} line {line}: {code} {about}"
    assert faults == {}


def test_every_page_links_the_style_sheets_that_it_needs(pages):
    missing = {page.kind: needed(page.html) - linked(page.html) for page in pages.values()}
    assert {kind: sheets for kind, sheets in missing.items() if sheets} == {}
    assert linked(pages["/2021/calendar/"].html) >= {"base", "calendar", "forms", "print", "forced-colours"}


@pytest.mark.django_db
def test_the_page_for_what_is_not_there_keeps_the_rules(client):
    response = client.get("/no/such/page/")
    page = read_page("/no/such/page/", response.status_code, response.content.decode())
    assert page.faults == []
    assert "default-src 'none'" in response["Content-Security-Policy"]
    html5lib.HTMLParser(strict=True).parse(page.html)


@pytest.mark.parametrize(("address", "words"), [("/2021/", "Something broke"), ("/sv/2021/", "Något gick sönder")])
def test_the_page_for_what_broke_needs_no_database_and_speaks_the_language(address, words):
    """This test may ask no database, so nothing of the season can be read."""
    response = Client(raise_request_exception=False).get(address)
    assert response.status_code == 500
    text = response.content.decode()
    assert words in text
    assert f'<html lang="{"sv" if "sv" in address else "en"}' in text
    assert f'href="{"/sv/" if "sv" in address else "/"}"' in text
    html5lib.HTMLParser(strict=True).parse(text)


@pytest.mark.django_db
def test_no_page_shows_a_choice_by_its_bare_word():
    """Every state, status and kind has words for readers."""
    fields = [
        field
        for label in OWN_APPS
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.get_fields()
        if getattr(field, "choices", None)
    ]
    assert len(fields) > 8
    for field in fields:
        for value, words in field.choices:
            assert str(words).strip(), f"{field} {value}"
            assert "-" not in str(words) or str(words) == "drive-through", f"{field}: {words}"
    for status in Result.Status:
        assert status_text(status)
        assert SHORT_STATUS[status]


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_pages_depend_on_known_parameters_and_cookies_alone():
    """A page is kept under these; another would show one reader what was made for the next.

    What a view reads it has named in `@cached_page`, and it is given nothing else. Polls are in no page cache.
    """
    asked, named, with_cookies = set(), set(), set()
    for label in OWN_APPS:
        for path in sorted((settings.BASE_DIR / label).rglob("*.py")):
            if "admin" in path.as_posix():
                continue
            text = path.read_text(encoding="utf-8")
            named |= {name for names in re.findall(r"parameters=(\(.*?\))", text) for name in literal_eval(names)}
            if path.name == "poll.py":
                continue
            asked |= set(re.findall(r"""\.GET(?:\.get(?:list)?\(|\[)\s*["']([a-z_]+)["']""", text))
            if "COOKIES" in text:
                with_cookies.add(path.relative_to(settings.BASE_DIR).as_posix())
    assert asked
    assert asked == named
    assert with_cookies == {"web/cache/page_cache.py"}


@pytest.mark.parametrize("step", ["format", "lint", "types", "layers"])
def test_the_code_keeps_its_rules(step):
    done = subprocess.run(
        ["make", "--no-print-directory", step], cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
