"""Pieces that htmx swaps when the line is slow or cut, and clicks that are meant for the browser."""

import re

import pytest
from playwright.sync_api import Page, expect

TABLE = "/2021/standings/drivers/"
TEAMS = "**/2021/standings/teams/"


@pytest.fixture
def page(reader) -> Page:
    return reader(TABLE)


def tab(page: Page, name: str):
    return page.get_by_role("navigation", name="Titles").get_by_role("link", name=name)


def heading(page: Page):
    return page.get_by_role("heading", level=1)


def cut(page: Page) -> None:
    page.route(TEAMS, lambda route: route.abort())


def busy(page: Page) -> None:
    page.route(TEAMS, lambda route: route.fulfill(status=503, body="Busy"))


def silent(page: Page) -> None:
    page.evaluate("htmx.config.timeout = 100")
    page.route(TEAMS, lambda route: None)


@pytest.mark.parametrize("fails", [cut, busy, silent])
def test_a_tab_that_fails_says_so_and_leaves_a_way_on(page, fails):
    fails(page)
    alert = page.get_by_role("alert")
    expect(alert).to_have_text("")
    tab(page, "Teams").click()
    expect(alert).to_contain_text("could not be loaded")
    expect(alert).to_be_in_viewport()
    expect(heading(page)).to_contain_text("Drivers")
    expect(page).to_have_url(re.compile(TABLE))
    page.unroute(TEAMS)
    alert.get_by_role("link").click()
    expect(heading(page)).to_contain_text("Teams")


def test_what_failed_is_said_no_longer_once_it_is_there(page):
    cut(page)
    tab(page, "Teams").click()
    expect(page.get_by_role("alert")).to_contain_text("could not be loaded")
    page.unroute(TEAMS)
    tab(page, "Teams").click()
    expect(heading(page)).to_contain_text("Teams")
    expect(page.get_by_role("alert")).to_have_text("")


@pytest.mark.parametrize(
    "way", [{"modifiers": ["Control"]}, {"modifiers": ["Shift"]}, {"button": "middle"}], ids=["Ctrl", "Shift", "middle"]
)
def test_a_tab_opens_in_a_window_of_its_own_like_any_link(page, way):
    with page.context.expect_page() as opened:
        tab(page, "Teams").click(**way)
    expect(heading(opened.value)).to_contain_text("Teams")
    expect(heading(page)).to_contain_text("Drivers")
    expect(page).to_have_url(re.compile(TABLE))


def test_a_click_with_cmd_is_left_to_the_browser(page):
    """Which opens a tab of its own where the key is Cmd, and follows the link elsewhere."""
    page.evaluate("window.sameDocument = true")
    tab(page, "Teams").click(modifiers=["Meta"])
    expect(heading(page)).to_contain_text("Teams")
    assert page.evaluate("window.sameDocument") is None


def never_answer(page: Page, address: str) -> None:
    page.evaluate("htmx.config.timeout = 0")
    page.route(address, lambda route: None)


@pytest.mark.parametrize(
    ("address", "first", "last", "ends_at", "name"),
    [
        ("/2021/results/", "#tab-points", "#tab-by-make", "?by=make", "Every result of 2021 by make"),
        (
            TABLE, "#tab-teams", "#after-portugal-race-1", "after/portugal/race-1/",
            "Drivers’ standings 2021, after Race 1 in Portugal",
        ),
    ],
    ids=["tabs", "a tab and the rail"],
)  # fmt: skip
def test_of_two_quick_clicks_the_last_one_wins(reader, address, first, last, ends_at, name):
    """The first one is given up: its answer would come after that to the second."""
    page = reader(address)
    given_up = page.get_attribute(first, "href")
    never_answer(page, f"**{given_up}")
    with page.expect_event("requestfailed", lambda request: request.url.endswith(given_up)):
        page.locator(first).click()
        page.locator(last).click()
    expect(page.locator(last)).to_have_attribute("aria-current", re.compile("page|true"))
    expect(page).to_have_title(re.compile(name))
    assert page.url.endswith(address + ends_at)
    expect(page.get_by_role("table").last).to_have_accessible_name(re.compile("by make|after Race 1 in Portugal"))
    expect(page.get_by_role("alert")).to_have_text("")


def test_of_two_reasons_opened_in_one_row_the_last_one_stays(reader):
    page = reader("/2021/russia/race-1/")
    place, points = page.locator('[aria-controls="why--frederic-vervisch"]').all()
    never_answer(page, "**/sources/**")
    with page.expect_event("requestfailed") as given_up:
        place.click()
        points.click()
    assert "/sources/" in given_up.value.url
    expect(page.locator("#why--frederic-vervisch")).to_contain_text("6th on the scale")
    expect(place).to_have_attribute("aria-expanded", "false")
    expect(points).to_have_attribute("aria-expanded", "true")


def test_what_fails_after_back_is_said_too(page):
    """Back puts another body in place, and raises no error."""
    errors = []
    page.on("pageerror", lambda error: errors.append(error))
    tab(page, "Teams").click()
    expect(heading(page)).to_contain_text("Teams")
    page.evaluate("history.back()")
    expect(heading(page)).to_contain_text("Drivers")
    cut(page)
    tab(page, "Teams").click()
    expect(page.get_by_role("alert")).to_contain_text("could not be loaded")
    assert errors == []


@pytest.mark.parametrize("way", ["comes", "busy"])
def test_back_to_a_page_that_htmx_has_not_kept_is_the_browsers(page, way):
    """A new document, or what the server says instead: never the old page under the new address without a word."""
    tab(page, "Teams").click()
    expect(heading(page)).to_contain_text("Teams")
    page.evaluate("sessionStorage.removeItem('htmx-history-cache'), (window.sameDocument = true)")
    if way == "busy":
        page.route(f"**{TABLE}", lambda route: route.fulfill(status=503, body="The site is busy"))
    page.evaluate("history.back()")
    expect(page.get_by_text("The site is busy") if way == "busy" else heading(page)).to_contain_text(
        "The site is busy" if way == "busy" else "Drivers"
    )
    assert page.url.endswith(TABLE)
    assert page.evaluate("window.sameDocument") is None
