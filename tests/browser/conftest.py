"""A real site, and the system's Chromium to read it with."""

import http.client
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.conftest import NO_CHROMIUM, find_chromium
from tests.crawl import walk
from tests.once import once
from tests.server import Site

NOT_THERE = "/no/such/page/"
# What the first link of a kind may not lead to: a cancelled event, a session without a result and one with two
# classifications, a table on record so far, a story with a table beside it and one alone, a page that is not there.
FURTHER = (
    "/2021/macau/",
    "/2021/germany/practice-1/",
    "/2021/russia/race-1/",
    "/2021/standings/junior/after/germany/race-2/",
    "/drivers/jessica-backman/",
    "/news/2021/how-an-event-works/",
    "/news/2021/a-place-each-way-at-estoril/",
    NOT_THERE,
)
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}
# In milliseconds, what anything may take before it counts as not happening: a machine that does other things is slow.
PATIENCE = 15_000
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = __file__.rpartition("/")[0]
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site of its own, as it is served for readers."""
    if find_chromium() is None:
        pytest.skip(NO_CHROMIUM)
    with Site.prepared(tmp_path_factory.mktemp("site")).serving() as address:
        yield address


# Of a module and not of the session: while Playwright runs, Django takes every test of this process for asynchronous.
@pytest.fixture(scope="module")
def chromium(site: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium())
        yield browser
        browser.close()


@pytest.fixture
def reader(chromium: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Opens a browser window of its own at an address of the site; keywords as for Browser.new_context()."""
    contexts: list[BrowserContext] = []

    def open_at(address: str, **options: object) -> Page:
        # Without motion a colour is what it is, and not on its way to the next.
        usual = {"base_url": site, "viewport": DESK, "color_scheme": "light", "reduced_motion": "reduce"}
        context = chromium.new_context(**{**usual, **options})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield open_at
    for context in contexts:
        context.close()


@dataclass
class _Answer:
    status_code: int
    headers: dict[str, str]
    content: bytes

    def get(self, name: str, default: str = "") -> str:
        return self.headers.get(name.lower(), default)


class _Client:
    """Asks a served site, for walk()."""

    def __init__(self, site: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=10)

    def get(self, address: str) -> _Answer:
        self._connection.request("GET", address)
        answer = self._connection.getresponse()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return _Answer(answer.status, headers, answer.read())


@pytest.fixture(scope="session")
def kinds(site: str) -> list[str]:
    """One page of each kind that links lead to, and FURTHER."""
    pages = once("kinds", lambda _folder: list(walk(_Client(site), one_of_a_kind=True)[0]))
    assert len(pages) > 20
    return list(dict.fromkeys([*pages, *FURTHER]))
