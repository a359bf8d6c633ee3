"""What readers do: follow a driver to the table after a race, change tables, choose a theme."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE

# From the home page to a driver, a comparison, a race, the table after it: what each link's address looks like.
JOURNEY = (
    r"^/drivers/jessica-backman/$",
    r"^/drivers/compare/[a-z-]+/[a-z-]+/$",
    r"^/2021/[a-z-]+/race-\d/$",
    r"^/2021/standings/drivers/after/[a-z-]+/race-\d/$",
)
MOST_STOPS = 250

FOCUS = """() => {
    const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
    return {
        path: one.matches("main a") ? one.getAttribute("href").split("#")[0] : "",
        seen: one === document.body || one.tagName === "HTML" || (style.outlineStyle !== "none"
              && parseFloat(style.outlineWidth) >= 2 && box.width > 0 && box.bottom > 0 && box.top < innerHeight),
        html: one.outerHTML.slice(0, 100),
    };
}"""


def tab_to(page: Page, pattern: str) -> None:
    """Presses Tab until a link in the main part with such an address has the focus, which must show all along."""
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus["seen"], f"on {page.url} the focus does not show at {focus['html']}"
        if re.search(pattern, focus["path"]):
            return
    raise AssertionError(f"no link like {pattern} within {MOST_STOPS} stops of {page.url}")


def path(page: Page) -> str:
    return re.sub(r"^https?://[^/]+", "", page.url).split("#")[0]


def test_the_journey_by_keyboard_alone(reader):
    page = reader("/")
    for pattern in JOURNEY:
        tab_to(page, pattern)
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"https?://[^/]+" + pattern.removeprefix("^").removesuffix("$")))
    expect(page.get_by_role("table").first).to_be_visible()


def test_skip_link_leads_past_the_menu(reader):
    page = reader("/2021/standings/drivers/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_journey_without_javascript(reader):
    page = reader("/", java_script_enabled=False)
    for pattern in JOURNEY:
        links = page.locator("main a").all()
        link = next(one for one in links if re.search(pattern, (one.get_attribute("href") or "").split("#")[0]))
        link.click()
        assert re.search(pattern, path(page))
    expect(page.get_by_role("table").first).to_be_visible()


def test_a_points_figure_opens_to_its_reasons_under_its_row_and_closes_again(reader):
    page = reader("/2021/standings/drivers/")
    points, reasons = page.locator("#frederic-vervisch .why-link"), page.locator("#why--frederic-vervisch")
    expect(points).to_have_attribute("aria-expanded", "false")
    points.click()
    expect(reasons).to_contain_text("195 points")
    expect(points).to_have_attribute("aria-expanded", "true")
    assert path(page) == "/2021/standings/drivers/"
    points.click()
    expect(reasons).to_be_hidden()
    expect(points).to_have_attribute("aria-expanded", "false")


def test_a_place_and_its_points_open_in_one_row(reader):
    page = reader("/2021/russia/race-1/")
    place, points = page.locator('[aria-controls="why--frederic-vervisch"]').all()
    place.click()
    opened = page.locator("#why--frederic-vervisch")
    expect(opened).to_contain_text("Rests on")
    points.click()
    expect(opened).to_contain_text("6th on the scale")
    expect(place).to_have_attribute("aria-expanded", "false")
    expect(points).to_have_attribute("aria-expanded", "true")


def test_without_javascript_a_points_figure_leads_to_a_page_of_its_reasons(reader):
    page = reader("/2021/russia/", java_script_enabled=False)
    page.locator('.why-link[href$="why/frederic-vervisch/#russia-race-1"]').click()
    assert path(page) == "/2021/standings/drivers/after/russia/race-2/why/frederic-vervisch/"
    expect(page.locator("#russia-race-1")).to_be_in_viewport()
    expect(page.locator("h1")).to_have_text("Frédéric Vervisch: 195 points")


def mark(page: Page) -> None:
    """Leaves a mark that a full load would wipe out."""
    page.evaluate("window.sameDocument = true")


def assert_same_document(page: Page) -> None:
    assert page.evaluate("window.sameDocument === true"), "the page was loaded anew"


def assert_whole(page: Page) -> None:
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    expect(page.get_by_role("contentinfo")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_count(1)


def test_title_tabs_swap_the_table_and_back_restores_the_page(reader):
    page = reader("/2021/standings/drivers/")
    mark(page)
    heading = page.get_by_role("heading", level=1)
    page.get_by_role("navigation", name="Titles").get_by_role("link", name="Teams").click()
    expect(heading).to_contain_text("Teams")
    assert path(page) == "/2021/standings/teams/"
    expect(page).to_have_title(re.compile("Teams"))
    assert_same_document(page)

    page.go_back()
    expect(heading).to_contain_text("Drivers")
    assert path(page) == "/2021/standings/drivers/"
    assert_whole(page)

    page.go_forward()
    expect(heading).to_contain_text("Teams")
    # Away, and back into what htmx had swapped in: the whole page, not the fragment.
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Drivers").click()
    page.wait_for_url("**/drivers/")
    page.go_back()
    expect(heading).to_contain_text("Teams")
    assert_whole(page)


def test_the_rail_swaps_the_table_and_back_restores_it(reader):
    page = reader("/2021/standings/drivers/")
    mark(page)
    page.locator("#after-portugal-race-2").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("header.hero")).to_contain_text("After Race 2 in Portugal")
    assert path(page) == "/2021/standings/drivers/after/portugal/race-2/"
    expect(page.locator("#after-portugal-race-2")).to_have_attribute("aria-current", "page")
    assert_same_document(page)
    page.go_back()
    expect(page.locator("header.hero")).to_contain_text("After Race 2 in Russia")
    assert_whole(page)


def test_the_theme_is_chosen_and_stays(reader):
    def ground():
        return page.evaluate("getComputedStyle(document.body).backgroundColor")

    page = reader("/about/")
    light = ground()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert path(page) == "/about/"
    dark = ground()
    assert dark != light
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")

    page.get_by_role("navigation", name="Main").get_by_role("link", name="Standings").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_role("navigation", name="Titles").get_by_role("link", name="Teams").click()
    page.wait_for_url("**/standings/teams/")
    page.get_by_role("button", name="Auto").click()
    expect(page.locator("html")).not_to_have_attribute("data-theme", "dark")
    # Back on the table that htmx had led to, not on the one that the form stood on first.
    assert path(page) == "/2021/standings/teams/"
    assert ground() == light
    assert page.context.cookies() == []


def test_more_opens_on_a_phone_and_closes_with_escape(reader):
    page = reader("/about/", viewport=PHONE)
    more = page.get_by_text("More", exact=True)
    stories = page.get_by_role("navigation", name="Quick").get_by_role("link", name="Stories")
    expect(stories).to_be_hidden()
    more.click()
    expect(stories).to_be_visible()
    page.keyboard.press("Escape")
    expect(stories).to_be_hidden()
    expect(more).to_be_focused()


def test_search_answers_while_one_types_and_the_box_keeps_the_focus(reader):
    page = reader("/")
    page.get_by_role("link", name="Search").click()
    box = page.get_by_role("searchbox")
    expect(box).to_be_focused()
    box.press_sequentially("backm", delay=40)
    expect(page.get_by_role("status")).to_have_text("9 pages found for “backm”.")
    expect(page.locator("#found-driver + ul").get_by_role("link")).to_have_text(["Andreas Bäckman", "Jessica Bäckman"])
    expect(box).to_be_focused()
    expect(page).to_have_title("Search: backm · Door to Door")
    assert path(page) == "/search/?q=backm"
    box.press_sequentially("zz")
    expect(page.get_by_role("status")).to_have_text("Nothing found for “backmzz”.")
    # One step of the Back button, however many letters were typed.
    page.go_back()
    assert path(page) == "/"


def test_search_without_javascript(reader):
    page = reader("/search/", java_script_enabled=False)
    page.get_by_role("searchbox").fill("sochi")
    page.get_by_role("button", name="Search").click()
    assert path(page) == "/search/?q=sochi"
    page.get_by_role("link", name="Sochi Autodrom").click()
    assert path(page) == "/circuits/sochi/"


TITLE_FIGHT = "/2021/title-fight/drivers/after/russia/qualifying-3/"


def ask_what_if(page: Page) -> list[str]:
    """Ehrlacher seventh and Vervisch first in Race 1; the sentences of the answer."""
    form = page.locator("#what-if")
    form.get_by_label("First driver", exact=True).select_option(label="Ehrlacher")
    form.get_by_label("Second driver", exact=True).select_option(label="Vervisch")
    form.get_by_label("First driver in Race 1").select_option("7")
    form.get_by_label("Second driver in Race 1").select_option("1")
    form.get_by_role("button", name="Work it out").click()
    expect(form.locator(".what-if__answer p").first).to_be_visible()
    return form.locator(".what-if__answer p:not(.small)").all_inner_texts()


def test_the_title_fight_from_the_home_page_to_an_outcome_that_is_shared(reader):
    page = reader("/")
    page.get_by_role("contentinfo").get_by_role("link", name="Title fight").click()
    expect(page.locator("main")).to_contain_text("Before Russia: six drivers could still win the title")
    page.locator(f'.counts a[href="{TITLE_FIGHT}"]').click()
    expect(page.locator("main")).to_contain_text("After Qualifying 3 in Russia")
    mark(page)
    told = ask_what_if(page)
    assert told[0].startswith("Ehrlacher then has ")
    assert "title" in told[1]
    assert_same_document(page)
    shared = page.get_by_role("link", name="The address of this question").get_attribute("href")
    assert "first=yann-ehrlacher&second=frederic-vervisch" in shared

    # Whoever gets the address reads the same, and so does who asks without JavaScript.
    other = reader(shared, java_script_enabled=False)
    assert other.locator(".what-if__answer p:not(.small)").all_inner_texts() == told
    asked = reader(TITLE_FIGHT, java_script_enabled=False)
    assert ask_what_if(asked) == told
    assert asked.get_by_role("link", name="The address of this question").get_attribute("href") == shared


def test_reasons_are_opened_and_closed_by_keyboard(reader):
    page = reader("/2021/standings/drivers/")
    points, reasons = page.locator("#frederic-vervisch .why-link"), page.locator("#why--frederic-vervisch")
    points.focus()
    page.keyboard.press("Enter")
    expect(reasons).to_contain_text("195 points")
    expect(points).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#why--frederic-vervisch') !== null")
    page.keyboard.press("Shift+Tab")
    expect(points).to_be_focused()
    page.keyboard.press("Enter")
    expect(reasons).to_be_hidden()
    expect(points).to_be_focused()
    expect(points).to_have_attribute("aria-expanded", "false")


def test_a_swapped_piece_is_said_and_the_rest_of_the_page_follows_it(reader):
    page = reader("/2021/standings/drivers/")
    switch, said = page.locator("#languages a[lang=sv]"), page.locator("#said")
    page.locator("#driver").select_option("rob-huff")
    page.locator("#show-driver").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".chart__names")).to_contain_text("Huff")
    expect(page.locator("#show-driver")).to_be_focused()
    address = "/2021/standings/drivers/after/russia/race-2/?driver=rob-huff"
    assert path(page) == address
    expect(switch).to_have_attribute("href", f"/sv{address}")
    page.locator("#after-portugal-race-1").click()
    expect(page.locator(".chart__names")).to_contain_text("Huff")
    expect(page).to_have_title("Drivers’ standings 2021, after Race 1 in Portugal · Door to Door")
    expect(said).to_have_text("Drivers’ standings 2021, after Race 1 in Portugal")
    switch.click()
    assert path(page) == "/sv/2021/standings/drivers/after/portugal/race-1/?driver=rob-huff"
