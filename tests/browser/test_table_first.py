"""The table of a title comes first: where its first row stands, in every title and both languages."""

import pytest

# Window and, in CSS px from its top, what the first row stands above.
PHONE, TABLET, DESK = ((360, 740), 300), ((768, 1024), 320), ((1280, 800), 320)


@pytest.mark.parametrize(("window", "lowest"), [PHONE, TABLET, DESK], ids=["phone", "tablet", "desk"])
@pytest.mark.parametrize("language", ["", "/sv"])
def test_the_first_row_stands_high(reader, language, window, lowest):
    width, height = window
    page = reader(f"{language}/2021/standings/drivers/", viewport={"width": width, "height": height})
    tables = page.eval_on_selector_all(".tabs a", "links => links.map(link => link.href)")
    assert len(tables) == 5
    for table in [*tables, f"{language}/2021/standings/drivers/after/hungary/race-1/"]:
        page.goto(table)
        page.evaluate("document.fonts.ready")
        assert page.locator(".table--standings tbody tr").first.bounding_box()["y"] < lowest, table
        assert page.evaluate("document.documentElement.scrollWidth") <= width, table
