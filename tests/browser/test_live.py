"""A running session on a reader's open page: it changes by itself, and only what changed shows it."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations_in_both_themes
from tests.browser.conftest import DESK, PHONE
from tests.conftest import NO_CHROMIUM, find_chromium
from tests.server import Site

# In milliseconds. The promise is 2.5 s; on a machine that is slow the page asks less often by itself, so what a page
# does is waited for, and how soon is measured on its own.
PROMISED = 2_500
WITHIN = 15_000
# A page that is not the live page asks every ten seconds.
ELSEWHERE = 10_000
SET_UP = (
    "from championship.live import orders as live; from championship.live.orders import Car; "
    "from championship.models import Classification, EventEntry, Session; "
    "from championship.publishing import publish; from championship.rules import Line; "
    "race = Session.objects.get(event__slug='russia', code='R1'); "
    "Classification.objects.filter(session__event=race.event, session__order__gte=race.order).delete(); "
    "Session.objects.filter(event=race.event, order__gte=race.order).update(state='scheduled'); "
    "cars = dict(EventEntry.objects.filter(event=race.event).values_list('number', 'pk')); "
    "send = lambda *numbers, **more: live.send(race.pk, [Car(cars[number]) for number in numbers], **more); "
    "state = lambda to: Session.objects.filter(pk=race.pk).update(state=to)"
)


@pytest.fixture(scope="module")
def race_day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, object]]:
    """A site of its own with Race 1 in Russia to come, and a process that runs lines on it."""
    if find_chromium() is None:
        pytest.skip(NO_CHROMIUM)
    site = Site.prepared(tmp_path_factory.mktemp("race-day"))
    with site.serving() as address, site.shell() as run:
        run(SET_UP)
        yield address, run


@pytest.fixture(scope="module")
def site(race_day) -> str:
    return race_day[0]


@pytest.fixture
def run(race_day):
    """Race 1 live with a first order."""
    race_day[1]("state('live'); send(68, 22, 69, lap=1)")
    yield race_day[1]
    race_day[1]("state('scheduled'); live.LiveOrder.objects.all().delete()")


def order_of(page: Page) -> list[str]:
    return page.locator("[data-live] table").first.locator("th[scope=row] a").all_inner_texts()


def with_a_clock(reader, address: str, **options: object) -> Page:
    """A page whose time can be wound on, so that nobody has to wait for what is not to happen."""
    page = reader("about:blank", **options)
    page.clock.install()
    page.goto(address)
    return page


def watch_requests(page: Page) -> list[str]:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/live/now/" in request.url else None)
    return asked


def test_an_order_reaches_an_open_page_within_two_and_a_half_seconds(reader, run):
    """The quickest of four orders, since another test may hold the machine during one of them."""
    page = reader("/live/")
    expect(page.locator("[data-live]")).to_contain_text("Yann Ehrlacher")
    took = []
    for lap, leader in enumerate((22, 68, 22, 68), 2):
        run(f"send({leader}, 69, lap={lap})")
        sent = time.monotonic()
        expect(page.locator("[data-live]")).to_contain_text(f"Lap {lap}", timeout=WITHIN)
        took.append((time.monotonic() - sent) * 1000)
    assert min(took) < PROMISED, took


@pytest.mark.parametrize("address", ["/", "/live/"])
def test_an_open_page_follows_orders_and_results_without_a_reload(reader, run, address):
    page = with_a_clock(reader, address)
    expect(page.locator("[data-live]")).to_contain_text("Yann Ehrlacher")
    page.evaluate("window.sameDocument = true")
    assert order_of(page)[0] == "Yann Ehrlacher"
    run("send(22, 68, 69, lap=2, commentary='Vervisch goes through.')")
    page.clock.run_for(ELSEWHERE)
    expect(page.locator("[data-live] tbody tr").first).to_contain_text("Vervisch", timeout=WITHIN)
    run("publish(race, [Line(cars[69], 1), Line(cars[68], 2)], status='provisional')")
    page.clock.run_for(ELSEWHERE)
    expect(page.locator("[data-live]")).to_contain_text("Provisional", timeout=WITHIN)
    expect(page.locator("[data-live]")).to_contain_text("Vernay wins")
    assert order_of(page)[0] == "Jean-Karl Vernay"
    assert page.evaluate("window.sameDocument === true")
    run("race.classifications.all().delete()")


@pytest.mark.parametrize("address", ["/2021/russia/", "/2021/standings/drivers/"])
def test_the_strip_follows_too_and_stops_when_it_is_over(reader, run, address):
    page = with_a_clock(reader, address, viewport=PHONE)
    strip = page.locator("#live-strip")
    expect(strip).to_contain_text("Lap 1")
    run("send(22, 68, 69, lap=2)")
    page.clock.run_for(ELSEWHERE)
    expect(strip).to_contain_text("Lap 2", timeout=WITHIN)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    run("state('scheduled')")
    page.clock.run_for(ELSEWHERE)
    expect(strip).not_to_contain_text("Lap 2", timeout=WITHIN)
    asked = watch_requests(page)
    page.clock.run_for(WITHIN)
    assert asked == []


def test_an_old_table_says_that_there_is_a_newer_one(reader, run):
    page = with_a_clock(reader, "/2021/standings/drivers/")
    expect(page.locator("#live-strip")).to_contain_text("Lap 1")
    newer = page.locator("[data-newer]")
    expect(newer).to_be_hidden()
    run("publish(race, [Line(cars[69], 1), Line(cars[68], 2)], status='provisional')")
    page.clock.run_for(ELSEWHERE)
    expect(newer).to_be_visible(timeout=WITHIN)
    assert newer.get_by_role("link").get_attribute("href") == "/2021/standings/drivers/"
    run("race.classifications.all().delete()")


def test_only_rows_that_changed_flash_and_are_told(reader, run):
    page = reader("/live/", reduced_motion="no-preference")
    expect(page.locator("[data-live]")).to_contain_text("Yann Ehrlacher")
    run("send(68, 69, 22, lap=1)")
    order = page.locator("[data-live] table").first
    expect(order.locator("tr.changed")).to_have_count(2, timeout=WITHIN)
    assert "changed" not in (order.locator("tbody tr").first.get_attribute("class") or "")
    expect(page.locator("#said")).to_have_text("2 Jean-Karl Vernay. 3 Frédéric Vervisch")
    flashes = "getComputedStyle(document.querySelector('tr.changed > *')).animationName"
    assert page.evaluate(flashes) == "changed"
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(flashes) == "none"


def test_a_hidden_tab_pauses_and_catches_up(reader, run):
    page = with_a_clock(reader, "/live/")
    hide = "state => { Object.defineProperty(document, 'hidden', {value: state, configurable: true});" \
           "document.dispatchEvent(new Event('visibilitychange')); }"  # fmt: skip
    asked = watch_requests(page)
    with page.expect_response("**/live/now/**"):
        page.clock.run_for(2000)
    page.evaluate(hide, True)
    asked.clear()
    page.clock.run_for(WITHIN)
    assert asked == []
    # Time stands still from here: what comes now comes because the reader is back, not because two seconds are over.
    page.clock.pause_at(page.evaluate("Date.now()") + 1000)
    run("send(22, 68, 69, lap=2)")
    page.evaluate(hide, False)
    expect(page.locator("[data-live] tbody tr").first).to_contain_text("Vervisch", timeout=WITHIN)


def test_a_reader_pauses_by_the_keyboard_and_catches_up(reader, run):
    page = with_a_clock(reader, "/live/")
    button = page.get_by_role("button", name="Pause")
    button.press("Enter")
    expect(page.locator("#said")).to_have_text("Paused. This page stays as it is.")
    expect(button).to_have_attribute("aria-pressed", "true")
    asked = watch_requests(page)
    page.clock.run_for(WITHIN)
    assert asked == []
    run("send(22, 68, 69, lap=2)")
    button.press("Enter")
    expect(page.locator("[data-live] tbody tr").first).to_contain_text("Vervisch", timeout=WITHIN)
    expect(page.get_by_role("button", name="Pause")).to_have_attribute("aria-pressed", "false")


def test_a_winner_is_said_once(reader, run):
    page = with_a_clock(reader, "/live/")
    said = page.locator("#said")
    result = "[Line(cars[69], 1), Line(cars[68], 2)]"
    run(f"publish(race, {result}, status='provisional')")
    page.clock.run_for(2000)
    expect(said).to_have_text("Vernay won from Ehrlacher.", timeout=WITHIN)
    said.evaluate("element => { element.textContent = '' }")
    run(f"publish(race, {result}, status='official')")
    page.clock.run_for(2000)
    expect(page.locator("[data-live]")).to_contain_text("Official", timeout=WITHIN)
    expect(said).to_have_text("")
    run("race.classifications.all().delete()")


def test_a_cut_line_is_said_and_mends_itself(reader, run):
    page = reader("/live/")
    lost = page.locator("[data-lost]")
    expect(lost).to_be_hidden()
    page.context.set_offline(True)
    expect(lost).to_be_visible(timeout=8000)
    # In the reader's own time.
    expect(lost).to_contain_text(
        re.compile(r"The connection is lost. What you see was the latest at \d\d:\d\d:\d\d\.\s")
    )
    page.context.set_offline(False)
    expect(lost).to_be_hidden(timeout=8000)


def test_a_title_is_chosen_and_stays_chosen(reader, run):
    page = reader("/live/")
    page.get_by_role("navigation", name="Titles").get_by_role("link", name="Teams").click()
    table = page.locator("[data-live] table").nth(1)
    expect(table).to_contain_text("Cyan Racing")
    assert page.url.endswith("/live/?title=teams")
    run("send(22, 68, 69, lap=2)")
    expect(page.locator("[data-live]")).to_contain_text("Lap 2", timeout=WITHIN)
    expect(table).to_contain_text("Cyan Racing")


def test_a_delayed_reader_sees_the_order_later(reader, run):
    page = reader("/live/")
    page.get_by_label("Delay the live order by").select_option("10 seconds")
    page.get_by_role("button", name="Set the delay").click()
    board = page.locator("[data-live]")
    expect(board).to_contain_text("10 seconds behind", timeout=WITHIN)
    run("send(22, 68, 69, lap=2)")
    sent = time.monotonic()
    expect(board).to_contain_text("Lap 2", timeout=10_000 + WITHIN)
    assert time.monotonic() - sent > 9


def test_nothing_is_forbidden_by_the_policy(reader, run):
    page = reader("about:blank")
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.goto("/live/")
    run("send(22, 68, 69, lap=2)")
    expect(page.locator("[data-live]")).to_contain_text("Lap 2", timeout=WITHIN)
    assert heard == []


@pytest.mark.parametrize(
    ("language", "size", "theme"), [("", DESK, "light"), ("/sv", PHONE, "dark")], ids=["English", "Swedish"]
)
def test_axe_finds_nothing_while_a_session_runs(reader, run, language, size, theme):
    run("send(22, 68, 69, lap=2, commentary='Vervisch goes through.')")
    page = reader("about:blank", viewport=size)
    for address in ("/live/", "/", "/2021/russia/", "/live/drivers/why/frederic-vervisch/"):
        page.goto(f"{language}{address}")
        if "/why/" not in address:
            page.wait_for_selector("[data-live] :text('Vervisch'):visible")
        assert (address, violations_in_both_themes(page, theme)) == (address, [])
