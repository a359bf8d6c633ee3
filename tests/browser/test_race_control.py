"""An editor at the track, in a real browser, and a reader who sees what was published."""

import json
import subprocess
import sys

import pytest
from django.conf import settings

from championship.admin.race_control.views import RACE_CONTROL
from tests.browser.conftest import PHONE
from tests.conftest import NO_CHROMIUM, find_chromium
from tests.server import Site

PASSWORD = "five laps to go"
MOST_KEYS_AND_CLICKS = 80

ROWS = """Pos\tNo\tDriver\tLaps\tTime/Gap
1\t96\tMikel Azcona\t11\t31:18.657
2\t69\tJean-Karl Vernay\t11\t+1.403
3\t22\tFrédéric Vervisch\t11\t+2.001
4\t16\tGilles Magnus\t11\t+2.737
5\t17\tNathanaël Berthon\t11\t+4.492
6\t68\tYann Ehrlacher\t11\t+6.003
7\t9\tAtilla Tasi jr\t11\t+7.100
DNF\t86\tEsteban Guerrieri\t3
"""

PREPARE = """
import json
from django.contrib.auth import get_user_model
from django.urls import reverse
from championship.models import Session
get_user_model().objects.create_superuser("anna", password={password!r})
races = {{}}
for code in ("R1", "R2"):
    race = Session.objects.get(event__slug="russia", code=code)
    cars = race.classifications.order_by("number").last().results.order_by("order")
    races[code] = [reverse("admin:{page}", args=[race.pk]), list(cars.values_list("event_entry__number", "position"))]
    race.classifications.all().delete()
print(json.dumps(races))
"""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A site of its own: here results are taken away and published."""
    if find_chromium() is None:
        pytest.skip(NO_CHROMIUM)
    site = Site.prepared(tmp_path_factory.mktemp("race-control"))
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", PREPARE.format(password=PASSWORD, page=RACE_CONTROL)],
        cwd=settings.BASE_DIR, env=site.environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    with site.serving() as address:
        yield address, json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def site(prepared):
    return prepared[0]


@pytest.fixture
def editor(reader):
    def open_at(address, **options):
        page = reader(f"/admin/login/?next={address}", **options)
        page.fill("#id_username", "anna")
        page.fill("#id_password", PASSWORD)
        page.click("[type=submit]")
        page.wait_for_selector("#race-control")
        return page

    return open_at


def test_rows_are_pasted_a_name_is_mended_and_readers_see_it_on_their_next_request(prepared, editor, reader):
    address, _cars = prepared[1]["R1"]
    page = editor(address, viewport=PHONE)
    seen = reader("/2021/russia/race-1/")
    assert "Azcona" not in seen.inner_text("main")
    page.click("text=Paste rows of a timing sheet")
    page.fill("#paste", ROWS)
    page.click("text=Preview the rows")
    page.wait_for_selector(".rc-row--wrong")
    assert "This can’t be published yet" in page.inner_text("#order")
    page.click(".rc-row--wrong button:has-text('9 Attila Tassi')")
    page.wait_for_selector("button:has-text('Publish 8 rows as provisional')")
    titles = page.locator("#preview .rc-title > summary").all_inner_texts()
    assert "FIA Drivers' Title" in [title.replace("’", "'") for title in titles]
    assert len(titles) >= 3
    page.check("[name=seen]")
    page.click("text=Publish 8 rows as provisional")
    page.wait_for_selector("text=Classification 1 is published as provisional.")
    seen.reload()
    assert "Azcona won from Vernay and Vervisch" in seen.inner_text("main")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert "anna published classification 1, 8 rows, as provisional." in page.inner_text("#log")


def test_a_whole_race_by_numbers_in_eighty_keystrokes_and_clicks(prepared, editor):
    address, cars = prepared[1]["R2"]
    page = editor(address)
    pressed = 0

    def press(key):
        nonlocal pressed
        pressed += 1
        page.keyboard.press(key)

    def click(selector):
        nonlocal pressed
        pressed += 1
        page.click(selector)

    click("#numbers")
    placed = [number for number, place in cars if place]
    others = [number for number, place in cars if not place]
    for number in [*placed, "/", *others]:
        for key in str(number):
            press(key)
        # The space comes by itself but after a number that could be the beginning of a longer one.
        if not page.input_value("#numbers").endswith((" ", "/")):
            press("Space")
    press("Control+Enter")
    page.wait_for_selector("#preview")
    rows = f"{len(cars)} rows"
    if page.locator("[name=seen]").count():
        click("[name=seen]")
    click(f"text=Publish {rows} as provisional")
    page.wait_for_selector("text=Classification 1 is published as provisional.")
    assert len(cars) >= 20
    assert pressed <= MOST_KEYS_AND_CLICKS


def test_what_is_typed_outlives_a_lost_line_and_a_lost_session(prepared, editor):
    address, _cars = prepared[1]["R1"]
    page = editor(address)
    page.fill("#numbers", "69 96 22")
    page.context.set_offline(True)
    page.click("text=Preview the numbers")
    page.wait_for_selector("text=Not sent.")
    assert page.input_value("#numbers").split() == ["69", "96", "22"]
    page.context.set_offline(False)
    page.context.clear_cookies()
    page.click("text=Preview the numbers")
    page.wait_for_selector("text=you are no longer signed in")
    page.goto(f"/admin/login/?next={address}")
    page.fill("#id_username", "anna")
    page.fill("#id_password", PASSWORD)
    page.click("[type=submit]")
    page.wait_for_selector("text=What you had typed and not published is back.")
    assert page.input_value("#numbers").split() == ["69", "96", "22"]


def test_cars_are_moved_by_keys(prepared, editor):
    address, _cars = prepared[1]["R1"]
    page = editor(address)
    page.click("text=Move cars by hand")
    first = page.locator(".rc-car").first
    name = first.locator(".rc-name").inner_text()
    first.locator("input[name$='-position']").focus()
    page.keyboard.press("ArrowDown")
    assert page.locator(".rc-car").nth(1).locator(".rc-name").inner_text() == name
    assert page.locator(".rc-car").nth(1).locator("input[name$='-position']").input_value() == "2"
