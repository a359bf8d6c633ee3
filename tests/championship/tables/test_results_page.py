"""The matrix of every result, as a reader and a spreadsheet get it."""

import csv
import io
import re

import html5lib
import pytest
from django.conf import settings
from django.core.management import call_command

from championship.models import Classification, EventEntry, Result, Session
from championship.publishing import publish
from championship.rules import Line
from championship.tables.matrix import make_of
from tests.markup import squeezed

pytestmark = pytest.mark.django_db

NS = "{http://www.w3.org/1999/xhtml}"


def page(client, address="/2021/results/", **headers):
    response = client.get(address, **headers)
    assert response.status_code == 200, address
    return response.content.decode()


def words(element) -> str:
    return " ".join("".join(element.itertext()).split())


def wide(element) -> str:
    """What a desk shows of it: a phone's own words left out."""
    return " ".join("".join(_wide_parts(element)).split())


def _wide_parts(element):
    if "narrow-only" not in (element.get("class") or ""):
        yield element.text or ""
        for child in element:
            yield from _wide_parts(child)
            yield child.tail or ""


def matrix(html: str):
    tree = html5lib.parse(html)
    return next(table for table in tree.iter(f"{NS}table") if table.get("class") == "matrix")


def rows_by_name(html: str) -> dict[str, list[str]]:
    """The cells of each driver's row by the driver's name: place, results, points; a note's mark after a comma."""
    rows = {}
    for row in matrix(html).iter(f"{NS}tr"):
        head = row.find(f"{NS}th[@scope='row']")
        if head is not None:
            rows[wide(next(head.iter(f"{NS}a")))] = [words(td) for td in row.iter(f"{NS}td")]
    return rows


def notes(html: str) -> dict[str, str]:
    tree = html5lib.parse(html)
    return {
        item.get("id").removeprefix("note-"): words(item)
        for item in tree.iter(f"{NS}li")
        if (item.get("id") or "").startswith("note-")
    }


def cell_of(html: str, href: str, name: str):
    """The cell of a race, by the address that its column's head leads to, in a driver's row."""
    heads = list(matrix(html).iter(f"{NS}tr"))[1].findall(f"{NS}th")
    column = next(index for index, th in enumerate(heads) if th.find(f"{NS}a").get("href") == href)
    row = next(
        row
        for row in matrix(html).iter(f"{NS}tr")
        if (head := row.find(f"{NS}th[@scope='row']")) is not None and name in words(head)
    )
    return row.findall(f"{NS}td")[1 + column]


def note_of(html: str, href: str, name: str) -> str:
    """The note that a cell leads to."""
    return notes(html)[cell_of(html, href, name).find(f"{NS}a").get("href").removeprefix("#note-")]


def test_a_row_has_place_points_and_a_cell_for_every_race(client):
    rows = rows_by_name(page(client))
    ehrlacher = rows["Yann Ehrlacher"]
    assert ehrlacher[0] == "1"
    assert ehrlacher[-1] == "223"
    # Qualifying points, Race 1 and Race 2, event by event.
    assert ehrlacher[1:7] == ["", "8", "10", "", "1, fastest lap", "6"]
    assert ehrlacher[-4:-1] == ["+1", "5", "6"]
    assert len(rows) == 26


def test_every_cell_leads_to_its_session_or_to_its_note_which_does(client):
    html = page(client)
    results = Result.objects.filter(classification__session__kind="race")
    official = results.filter(classification__in=Classification.objects.current())
    cells = [td for td in matrix(html).iter(f"{NS}td") if "cell" in (td.get("class") or "").split()]
    assert len(cells) == official.count()
    # One link a cell, so that each is as large as its cell.
    links = [td.findall(f"{NS}a") for td in cells]
    assert all(len(cell) == 1 for cell in links)
    to_races = {link.get("href") for (link,) in links if not link.get("href").startswith("#note-")}
    assert len(to_races) == 16
    assert all(re.fullmatch(r"/2021/[a-z-]+/race-[12]/", href) for href in to_races)
    assert cell_of(html, "/2021/russia/race-1/", "Vervisch").find(f"{NS}a").get("href").startswith("#note-")
    noted = [note for note in html5lib.parse(html).iter(f"{NS}li") if (note.get("id") or "").startswith("note-")]
    assert all(next(note.iter(f"{NS}a")).get("href") in to_races for note in noted)


def test_points_of_each_race_and_the_way_back(client):
    html = page(client, "/2021/results/?show=points")
    assert rows_by_name(html)["Yann Ehrlacher"][1:7] == ["", "8", "6", "", "25, fastest lap", "10"]
    # 16th behind a wildcard in 11th takes the point of 15th.
    assert words(cell_of(html, "/2021/czech-republic/race-2/", "Girolami")).startswith("1, note ")
    assert 'id="tab-places" href="/2021/results/"' in squeezed(html)


def test_sixteenth_behind_a_wildcard_is_coloured_as_scoring_and_says_why(client):
    html = page(client)
    cell = cell_of(html, "/2021/czech-republic/race-2/", "Girolami")
    assert "cell--points-low" in cell.get("class")
    why = note_of(html, "/2021/czech-republic/race-2/", "Girolami")
    assert "Behind a wildcard, so the points are those of one place higher." in why


def test_wildcards_stand_below_without_place_and_points(client):
    html = page(client)
    names = list(rows_by_name(html))
    assert names[-3:] == ["Petr Fulín", "Kirill Ladygin", "Mikhail Mityaev"]
    assert all(rows_by_name(html)[name][0] == rows_by_name(html)[name][-1] == "" for name in names[-3:])
    assert "They stand in the results and score nothing." in words(matrix(html))
    assert "cell--no-points" in cell_of(html, "/2021/czech-republic/race-2/", "Fulín").get("class")


def test_one_who_was_a_wildcard_once_has_a_note_there(client):
    html = page(client)
    assert "A wildcard here: scored nothing." in note_of(html, "/2021/hungary/race-1/", "Baldan")
    assert cell_of(html, "/2021/italy/race-1/", "Baldan").find(f"{NS}a").get("href") == "/2021/italy/race-1/"


def test_a_penalty_is_a_note_with_the_place_on_the_road(client):
    html = page(client)
    why = note_of(html, "/2021/russia/race-1/", "Vervisch")
    assert why.endswith("RUS R1 Vervisch: 5 seconds. 3rd on the road, 6th in the result.")


def test_what_is_the_same_for_several_is_one_note(client):
    html = page(client)
    texts = list(notes(html).values())
    assert (
        sum("Huff, Gené, Boldizs and A. Bäckman: Finished 18th to 22nd; the order is not on record." in text
            for text in texts) == 1
    )  # fmt: skip
    assert list(notes(html)) == [str(number) for number in range(1, len(texts) + 1)]


def test_by_make_groups_and_counts_wins(client):
    table = matrix(page(client, "/2021/results/?by=make"))
    heads = [words(th) for th in table.iter(f"{NS}th") if th.get("scope") == "rowgroup"]
    assert heads == [
        "Lynk & Co four wins",
        "Audi three wins",
        "Hyundai four wins",
        "Honda three wins",
        "CUPRA two wins",
        "Wildcards They stand in the results and score nothing.",
    ]
    bodies = list(table.iter(f"{NS}tbody"))
    assert [words(row.find(f"{NS}td")) for row in list(bodies[0])[1:]] == ["1", "4", "5", "9"]


@pytest.mark.parametrize(
    ("car", "make"),
    [
        ("Lynk & Co 03 TCR", "Lynk & Co"),
        ("Hyundai Elantra N TCR", "Hyundai"),
        ("Alfa Romeo Giulietta TCR", "Alfa Romeo"),
        ("", ""),
    ],
)
def test_a_make_is_the_first_word_or_a_long_make(car, make):
    assert make_of(car) == make


def test_a_result_that_is_not_official_is_marked_in_its_column(client):
    assert "prov." not in page(client)
    session = Session.objects.get(event__season__year=2021, event__slug="russia", code="R2")
    entry = EventEntry.objects.get(event=session.event, driver__slug="rob-huff")
    publish(session, [Line(entry.pk, 1)], status=Classification.Status.UNDER_INVESTIGATION)
    html = page(client)
    head = [words(th) for th in matrix(html).iter(f"{NS}th") if th.get("scope") == "col"]
    assert head.count("R2 inv.") == 1
    assert 'inv. <a class="word" href="/guide/#under-investigation">under investigation</a>' in html


def test_htmx_gets_the_matrix_alone_with_the_title(client):
    fragment = page(client, "/2021/results/?show=points", headers={"HX-Request": "true", "HX-Target": "results-matrix"})
    assert fragment.lstrip().startswith("<title>The points of every race of 2021 · Door to Door</title>")
    assert '<div id="results-matrix">' in fragment
    assert "<html" not in fragment


def test_the_file_has_the_same_rows(client):
    on_page = rows_by_name(page(client))
    rows = list(csv.DictReader(io.StringIO(page(client, "/2021/results.csv"))))
    assert [row["name"] for row in rows] == list(on_page)
    assert rows[0]["russia/Q"] == "1"
    assert rows[0]["russia/R1"] == "5"
    assert rows[0]["points"] == "223"
    assert client.get("/2021/results.json").json()["rows"][-1]["position"] is None


def test_a_season_of_another_series_has_the_columns_it_runs(client):
    call_command("load_season", str(settings.BASE_DIR / "tests" / "seasons" / "club-2030"), verbosity=0)
    rows = rows_by_name(page(client, "/2030/results/"))
    assert rows["Cem Aydin"][-1] == "79"
    assert rows["Farid Haddad"][-1] == "71.5"


def test_a_season_that_is_not_here(client):
    assert client.get("/1999/results/").status_code == 404
    assert client.get("/1999/results.csv").status_code == 404
