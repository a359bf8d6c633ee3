"""On paper, in forced colours and by keyboard: what the screen and the mouse of most readers do not show."""

import re

import pytest

from tests.browser.conftest import DESK, PHONE

# The room on a sheet of A4 within the margins of print.css, in CSS pixels of 1/96 inch.
ACROSS = {"width": 1054, "height": 725}
UPRIGHT = {"width": 702, "height": 1031}


def sheets(page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True)))


def cut_off(page, room) -> list[str]:
    """Cells and charts that stand beyond the right edge of the sheet, or of the box that clips them."""
    page.set_viewport_size(room)
    page.emulate_media(media="print")
    return page.evaluate(
        """() => [...document.querySelectorAll("main :is(td, th, .chart__names text)")].filter(one => {
            const box = one.closest(".card")?.getBoundingClientRect().right ?? innerWidth;
            return one.getBoundingClientRect().right > Math.min(box, innerWidth) + 1;
        }).map(one => one.outerHTML.slice(0, 100))"""
    )


@pytest.mark.parametrize("language", ["", "/sv"])
@pytest.mark.parametrize("query", ["", "?show=points", "?by=make"])
def test_the_matrix_with_its_notes_prints_on_one_page(reader, language, query):
    page = reader(f"{language}/2021/results/{query}")
    assert sheets(page) == 1
    assert cut_off(page, ACROSS) == []


@pytest.mark.parametrize("language", ["", "/sv"])
@pytest.mark.parametrize("title", ["drivers", "teams", "junior", "trophy", "female"])
def test_standings_print_on_one_page(reader, language, title):
    page = reader(f"{language}/2021/standings/{title}/", color_scheme="dark")
    assert sheets(page) == 1
    assert cut_off(page, UPRIGHT) == []


def style(page, selector, name, pseudo=None) -> str:
    return page.evaluate(
        "([selector, name, pseudo]) => getComputedStyle(document.querySelector(selector), pseudo)[name]",
        [selector, name, pseudo],
    )


def test_forced_colours_leave_the_current_page_and_the_status_to_be_told(reader):
    page = reader("/2021/russia/race-1/", forced_colors="active")
    canvas = style(page, "body", "backgroundColor")
    for current, other in (
        (".nav a[aria-current]", ".nav a:not([aria-current])"),
        (".tabs a[aria-current]", ".tabs a:not([aria-current])"),
    ):
        assert "underline" in style(page, current, "textDecorationLine")
        assert "underline" not in style(page, other, "textDecorationLine")
        # A border that is clear elsewhere would be drawn.
        assert style(page, other, "borderBottomWidth") == "0px" or style(page, other, "borderBottomColor") == canvas
        assert style(page, current, "borderBottomColor") != canvas
    dot = style(page, ".badge--official", "backgroundColor", "::before")
    assert dot != style(page, ".badge--provisional", "backgroundColor", "::before")
    assert style(page, ".badge--provisional", "borderBottomStyle") == "dashed"
    # A team's colour and its plate stay themselves.
    assert style(page, ".roundel", "forcedColorAdjust") == "none"


@pytest.mark.parametrize(
    ("address", "size"),
    [("/2021/germany/", DESK), ("/2021/standings/drivers/", PHONE), ("/drivers/jessica-backman/", DESK)],
)
def test_the_keyboard_shows_where_it_is(reader, address, size):
    page = reader(address, viewport=size)
    unseen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        at = page.evaluate(
            """() => {
                const one = document.activeElement, box = one.getBoundingClientRect(), look = getComputedStyle(one);
                if (one === document.body) return null;
                const outlined = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2;
                const x = Math.min(Math.max(box.x + box.width / 2, 0), innerWidth - 1);
                const y = Math.min(Math.max(box.y + box.height / 2, 0), innerHeight - 1);
                const over = document.elementFromPoint(x, y);
                const covered = !over || !(one.contains(over) || over.contains(one));
                return [one.outerHTML.slice(0, 100), outlined, box.width > 1 && !covered];
            }"""
        )
        if at is None:
            break
        if not (at[1] and at[2]):
            unseen.append(at)
    assert unseen == []
