"""The comparison as a reader sees and changes it."""

import re

import pytest

from drivers.models import Driver
from tests.drivers.pages import by_class, headings, links, page_of, section, text_of, tiles

pytestmark = pytest.mark.django_db

BACKMANS = "/drivers/compare/andreas-backman/jessica-backman/"


def test_the_score_first_then_what_it_rests_on(client):
    page = page_of(client, BACKMANS)
    assert text_of(by_class(page, "versus__score")[0]) == "Ahead where both finished: 3–1"
    assert tiles(page) == [
        ("3–1", "four races"),
        ("3–4", "one order not on record"),
        ("1–1", "two on record"),
        ("1 – 2", "drivers’ title 2021"),
    ]
    assert "band--blue" in by_class(page, "band")[0].get("class")


def test_each_has_the_door_plate_with_the_number_said_in_words(client):
    head = by_class(page_of(client, BACKMANS), "versus")[0]
    assert [text_of(number) for number in by_class(head, "plate__number")] == ["19", "26"]
    assert [text_of(words) for words in by_class(head, "visually-hidden")][::2] == ["number 19", "number 26"]


def test_a_wildcard_has_no_points_and_so_no_nought(client):
    score, text = tiles(page_of(client, "/drivers/compare/petr-fulin/yann-ehrlacher/"))[-1]
    assert (score, text) == ("223", "Ehrlacher alone was in the drivers’ title 2021")
    score, text = tiles(page_of(client, "/drivers/compare/yann-ehrlacher/petr-fulin/"))[-1]
    assert (score, text) == ("223", "Ehrlacher alone was in the drivers’ title 2021")


def test_two_without_a_race_in_common_get_no_score(client):
    page = page_of(client, "/drivers/compare/jessica-backman/petr-fulin/")
    assert tiles(page) == []
    assert text_of(by_class(page, "versus__score")[0]) == ""
    assert "What the scores leave out" not in headings(page)
    assert "Not compared, because only Fulín was entered: CZE." in text_of(section(page, "Race by race"))
    assert "They were never entered for the same race." in text_of(section(page, "Race by race"))
    assert "Qualifying" not in headings(page)


def test_race_by_race_with_whoever_was_ahead_in_bold(client):
    table = next(page_of(client, BACKMANS).iter("table"))
    rows = [[text_of(cell) for cell in row] for row in table.find("tbody")]
    assert [row[0].split(" · ")[0] for row in rows] == [
        "GER R1", "GER R2", "POR R1", "POR R2", "ESP R1", "ESP R2", "HUN R1", "HUN R2",
    ]  # fmt: skip
    assert [row[1:] for row in rows] == [
        ["n/r", "21"],
        ["Ret", "14 (ahead)"],
        ["15 (ahead)", "16"],
        ["17", "16 (ahead)"],
        ["16 (ahead)", "n/r"],
        ["Ret", "n/r (ahead)"],
        ["19 (ahead)", "20"],
        ["Ret", "21 (ahead)"],
    ]
    assert [text_of(one) for one in table.iter("b")] == [cell for row in rows for cell in row if "(ahead)" in cell]


def test_what_is_left_out_is_said_in_words(client):
    page = page_of(client, BACKMANS)
    said = text_of(section(page, "Race by race"))
    assert "Both finished four races whose order is on record; Andreas was ahead in three." in said
    text = text_of(section(page, "What the scores leave out"))
    assert "Not counted: Race 1, Nürburgring Nordschleife, where Andreas’s place is not on record." in text


def test_qualifying_names_the_session_and_what_is_missing(client):
    qualifying = section(page_of(client, BACKMANS), "Qualifying")
    rows = [[text_of(cell) for cell in row] for row in qualifying.find(".//tbody")]
    assert [row[1:] for row in rows] == [["17th (ahead) Q1", "19th Q1"], ["23rd Q1", "20th (ahead) Q1"]]
    assert "Not on record for either: GER and POR." in text_of(qualifying)


def test_the_form_leads_to_the_comparison_that_was_chosen(client):
    answer = client.get("/drivers/compare/", {"first": "rob-huff", "second": "mikel-azcona"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/drivers/compare/rob-huff/mikel-azcona/"


def test_teammates_are_offered_first(client):
    page = page_of(client, "/drivers/compare/")
    pairs = [(words, link) for words, link in links(page) if re.fullmatch("/drivers/compare/[^/]+/[^/]+/", link)]
    assert pairs[0] == (
        "Gabriele Tarquini and Norbert Michelisz",
        "/drivers/compare/gabriele-tarquini/norbert-michelisz/",
    )
    assert ("Andreas Bäckman and Jessica Bäckman", "/drivers/compare/andreas-backman/jessica-backman/") in pairs
    assert len(pairs) == len(set(pairs)) == 14
    chosen_page = page_of(client, "/drivers/compare/yann-ehrlacher/rob-huff/")
    first, second = chosen_page.iter("select")
    assert [text_of(one) for one in next(first.iter("optgroup"))] == ["Mikel Azcona"]
    assert [text_of(one) for one in next(second.iter("optgroup"))] == ["Yvan Muller"]
    # Nobody stands there twice.
    assert len(list(second.iter("option"))) == 27


def test_the_two_are_drawn_race_by_race(client):
    page = page_of(client, "/drivers/compare/yann-ehrlacher/rob-huff/")
    drawn = [one.get("aria-label") for one in page.iter("div") if one.get("role") == "img"]
    assert drawn == ["Places race by race: Yann Ehrlacher between 1st and 10th; Rob Huff between 1st and 18th."]


def chosen(page):
    return [
        next((option.get("value") for option in select.iter("option") if option.get("selected") is not None), "")
        for select in page.iter("select")
    ]


@pytest.mark.parametrize(
    ("query", "message", "kept"),
    [
        ("", None, ["", ""]),
        ("?first=rob-huff", "Choose a second driver as well.", ["rob-huff", ""]),
        ("?second=rob-huff", "Choose a first driver as well.", ["", "rob-huff"]),
        ("?first=rob-huff&second=rob-huff", "That is Rob Huff twice. Choose two different drivers.", ["rob-huff"] * 2),
        ("?first=nobody&second=rob-huff", "There is no driver at “nobody”. Choose another name.", ["", "rob-huff"]),
        ("?first=nobody&second=nobody", "There is no driver at “nobody”. Choose another name.", ["", ""]),
    ],
)
def test_a_choice_that_cannot_be_compared_is_explained_and_kept(client, query, message, kept):
    page = page_of(client, "/drivers/compare/" + query)
    assert [text_of(one) for one in by_class(page, "notice")] == ([message] if message else [])
    assert chosen(page) == kept


def test_a_driver_compared_with_himself_is_sent_back_to_the_form(client):
    answer = client.get("/drivers/compare/rob-huff/rob-huff/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/drivers/compare/?first=rob-huff&second=rob-huff"


def test_two_who_were_never_in_one_season(client):
    Driver.objects.create(slug="new-name", given_name="New", family_name="Name")
    page = page_of(client, "/drivers/compare/rob-huff/new-name/")
    assert "Never in the same season" in headings(page)
    assert list(page.iter("table")) == []
    assert client.get("/drivers/compare/rob-huff/new-name.csv").status_code == 404


def test_the_races_as_a_file(client):
    rows = client.get("/drivers/compare/andreas-backman/jessica-backman.json").json()["rows"]
    assert [row["ahead"] for row in rows] == [
        None,
        "jessica-backman",
        "andreas-backman",
        "jessica-backman",
        "andreas-backman",
        "jessica-backman",
        "andreas-backman",
        "jessica-backman",
    ]
    assert ("CSV", "/drivers/compare/andreas-backman/jessica-backman.csv?season=2021") in links(
        page_of(client, BACKMANS)
    )
