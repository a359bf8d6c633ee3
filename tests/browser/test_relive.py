"""Relive, walked from before the first session to the last race, with every page crawled at one of its steps."""

import http.client
import re
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.crawl import walk

# After how many steps every page is read: Portugal's qualifying. test_guard_hides reads them all at other steps.
CRAWLED = 4
STEPS = 24
TIME = re.compile(r"\d+\.\d{3}(?!\d)")


class _Answer:
    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self.status_code = answer.status
        self.headers = {name.lower(): value for name, value in answer.getheaders()}
        self.content = answer.read()

    def get(self, name: str, default: str = "") -> str:
        return self.headers.get(name.lower(), default)


class _Reader:
    """Asks a served site as the browser does, with its cookies, for walk()."""

    def __init__(self, site: str, page: Page | None = None) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=10)
        kept = page.context.cookies() if page else []
        self._headers = {"Cookie": "; ".join(f"{one['name']}={one['value']}" for one in kept)}

    def get(self, address: str) -> _Answer:
        self._connection.request("GET", address, headers=self._headers)
        return _Answer(self._connection.getresponse())

    def text(self, address: str) -> str:
        return self.get(address).content.decode()


def times(page: str) -> set[str]:
    """The times and gaps on a session's page."""
    return set(TIME.findall(page.partition("<main")[2].partition("</main>")[0]))


def test_relive_from_start_to_end(reader, site):
    whole = _Reader(site)
    order = list(
        dict.fromkeys(re.findall(r'<option value="2021\.([a-z-]+)\.([a-z0-9-]+)"', whole.text("/2021/relive/")))
    )
    assert len(order) == STEPS
    told = [times(whole.text(f"/2021/{event}/{session}/")) for event, session in order]
    page = reader("/", viewport=PHONE)
    page.get_by_role("link", name="Relive the season, race by race").click()
    page.get_by_role("button", name="Start before the first session").click()
    expect(page).to_have_url(f"{site}/2021/")
    bar = page.get_by_role("complementary", name="Hidden results")
    expect(bar).to_contain_text("Before the first session of 2021")
    for step, (event, session) in enumerate(order):
        if step == CRAWLED:
            read_every_page(_Reader(site, page), set().union(*told[step:]) - set().union(*told[:step]))
        bar.get_by_role("button", name="Next:").click()
        expect(page).to_have_url(f"{site}/2021/{event}/{session}/")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    expect(bar).to_contain_text("You have seen every result so far.")
    expect(bar.get_by_role("button", name="Next:")).to_have_count(0)
    bar.get_by_role("button", name="Show everything").click()
    expect(page).to_have_url(f"{site}/2021/russia/race-2/")
    expect(bar).to_have_count(0)
    assert page.context.cookies() == []


def read_every_page(client: _Reader, later: set[str]) -> None:
    """No time of a later session, no later story and no champion on any page that links lead to."""
    assert len(later) > 10
    pages, statuses = walk(client)
    assert len(pages) > 90
    assert set(statuses.values()) <= {200, 302}
    assert [address for address, page in pages.items() if later & set(TIME.findall(page.html))] == []
    for words in ("Ehrlacher is champion again", "is champion", "clinched the title"):
        assert [address for address, page in pages.items() if words in page.html] == []


def test_a_reader_says_what_they_have_seen_and_shows_it_all_again(reader):
    page = reader("/2021/results/")
    page.get_by_role("link", name="Hide results").click()
    page.get_by_label("Hide results after").select_option("2021.spain.race-1")
    page.get_by_role("button", name="Hide what came after").click()
    page.goto("/2021/standings/drivers/")
    expect(page.locator("main")).to_contain_text("After Race 1 in")
    expect(page.get_by_role("complementary", name="Hidden results")).to_contain_text("After Race 1, Spain 2021")
    page.goto("/news/2021/ehrlacher-champion-again/")
    expect(page.locator("main")).to_contain_text("what came later than you have seen")
    page.get_by_role("button", name="Show everything").click()
    expect(page.locator("h1")).to_have_text("Ehrlacher is champion again")
