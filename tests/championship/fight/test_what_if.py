"""What if two drivers finish so: the question, its answer, and its address."""

import html
import re
from urllib.parse import urlencode

import pytest

from drivers.models import Driver
from tests.championship.fight.pages import read, words
from tests.markup import squeezed

pytestmark = pytest.mark.django_db

ASKED = "/2021/title-fight/drivers/after/russia/qualifying-3/"


def answer(client, first="yann-ehrlacher", second="frederic-vervisch", first_place=(), second_place=(), **headers):
    query = [("first", first), ("second", second)]
    query += [("first_place", place) for place in first_place] + [("second_place", place) for place in second_place]
    response = client.get(f"{ASKED}?{urlencode(query)}", **headers)
    assert response.status_code == 200
    below = re.search(r'id="what-if-ask">.*?</form>(.*?)</section>', response.content.decode(), re.S)
    return [html.unescape(sentence) for sentence in re.findall(r"<p(?: class=\"notice[^>]*)?>([^<]+)</p>", below[1])]


def test_a_question_that_decides_the_title(client):
    assert answer(client, first_place=["3"], second_place=["1"]) == [
        "Ehrlacher then has 218 points to 190 for Vervisch, 28 points more; Vervisch can still score 25 "
        "points at most.",
        "That decides the title: it goes to Ehrlacher, whatever the others do.",
    ]


def test_a_question_that_leaves_it_open(client):
    assert answer(client, first_place=["none"], second_place=["1"]) == [
        "Ehrlacher then has 202 points to 190 for Vervisch, 12 points more; Vervisch can still score 25 "
        "points at most.",
        "That does not decide the title: Vervisch, Guerrieri, Muller and Urrutia can still catch Ehrlacher.",
    ]


def test_a_question_about_the_end(client):
    # 202 + 1 + 8 against 165 + 25 + 20: 211 to 210.
    assert answer(client, first_place=["15", "8"], second_place=["1", "2"])[0] == (
        "Ehrlacher then has 211 points to 210 for Vervisch, 1 point more, and none are left."
    )
    # 202 + 8 against 165 + 25 + 20: level, and the win is Vervisch’s third.
    assert answer(client, first_place=["8", "none"], second_place=["1", "2"])[0] == (
        "Both then have 210 points, and Vervisch is ahead with three wins to two."
    )


def test_what_the_rest_can_do_is_part_of_the_answer(client):
    # Both scoring nothing at all, Guerrieri can end on 214.
    assert answer(client, first_place=["none", "none"], second_place=["none", "none"])[1] == (
        "That does not decide the title: Guerrieri, Muller and Urrutia can still catch Ehrlacher."
    )
    # A win of his own taken from them, he needs less.
    assert answer(client, first_place=["1"], second_place=["none"])[1].startswith("That decides the title")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"first_place": ["1"], "second_place": ["1"]}, "Only one of the two can finish first in Race 1."),
        ({"second": "yann-ehrlacher"}, "That is Yann Ehrlacher twice. Choose two different drivers."),
        ({"second": "ayrton"}, "No driver in this title has the address “ayrton”."),
        ({"second": ""}, "Choose two drivers."),
        ({"first_place": ["16"]}, "“16” is no place with points in Race 1."),
        ({"first_place": ["R9-1"]}, "“R9-1” is no place with points in Race 1."),
        ({"first_place": ["R1-16"]}, "“16” is no place with points in Race 1."),
        ({"first_place": ["<b>"]}, "“<b>” is no place with points in Race 1."),
        ({"first_place": ["²"]}, "“²” is no place with points in Race 1."),
    ],
)
def test_a_question_that_cannot_be_gets_a_plain_sentence(client, asked, said):
    assert answer(client, **asked) == [said]


def test_what_the_other_can_still_score_leaves_out_the_places_conceded(client):
    query = [("first", "frederic-vervisch"), ("second", "yann-ehrlacher")]
    query += [("first_place", place) for place in ("Q1-2", "Q3-1", "R1-1", "R2-1")]
    query += [("second_place", place) for place in ("Q1-none", "Q3-none")]
    page = read(client, f"/2021/title-fight/drivers/after/italy/race-2/?{urlencode(query)}")
    # 165 + 4 + 5 + 25 + 25; both wins are Vervisch’s, so 20 and 20 are the most.
    assert (
        "Vervisch then has 224 points to 201 for Ehrlacher, 23 points more; Ehrlacher can still score 40 points at "
        "most."
    ) in words(page)
    assert "That does not decide the title: Ehrlacher can still catch Vervisch." in words(page)


def test_one_whose_places_are_all_assumed_can_score_no_more(client):
    assert answer(client, first_place=["3"], second_place=["none", "none"])[0] == (
        "Ehrlacher then has 218 points to 165 for Vervisch, 53 points more; Vervisch can score no more."
    )


def test_a_question_has_an_address_of_its_own(client):
    """Without what the form sends for sessions left open."""
    sent = f"{ASKED}?first=yann-ehrlacher&second=yvan-muller&first_place=5&first_place=&second_place=&second_place=1"
    asked = f"{ASKED}?first=yann-ehrlacher&second=yvan-muller&first_place=R1-5&second_place=R2-1"
    for headers in ({}, {"HX-Request": "true", "HX-Target": "what-if"}):
        response = client.get(sent, headers=headers)
        assert (response.status_code, response.headers["Location"]) == (302, asked)
    page = read(client, asked)
    assert f'href="{html.escape(asked)}#what-if"' in page
    assert re.findall(r'<option value="([^"]+)" selected>', page) == ["yann-ehrlacher", "yvan-muller", "5", "1"]
    assert "27 points more; Muller can still score 25 points at most." in words(page)
    # An older one names the places alone, in the order of the sessions.
    assert answer(client, "yann-ehrlacher", "yvan-muller", ["5"], ["none", "1"])[0] == (
        "Ehrlacher then has 213 points to 186 for Muller, 27 points more; Muller can score no more."
    )


def test_a_question_about_a_renamed_driver_is_still_about_that_driver(client):
    driver = Driver.objects.get(slug="yvan-muller")
    driver.slug = "yvan-muller-68"
    driver.save()
    page = read(client, f"{ASKED}?first=yann-ehrlacher&second=yvan-muller&first_place=R1-5")
    assert "No driver in this title" not in page
    assert 'value="yvan-muller-68" selected' in page


def test_two_questions_are_two_pages_in_the_cache(client):
    """The places repeat one name; each of them counts."""
    fifth = read(client, f"{ASKED}?first=yann-ehrlacher&second=yvan-muller&first_place=5&first_place=1")
    sixth = read(client, f"{ASKED}?first=yann-ehrlacher&second=yvan-muller&first_place=6&first_place=1")
    assert fifth != sixth


def test_htmx_gets_the_question_alone(client):
    headers = {"HX-Request": "true", "HX-Target": "what-if"}
    response = client.get(f"{ASKED}?first=yann-ehrlacher&second=yvan-muller", headers=headers)
    fragment = squeezed(response.content.decode())
    assert '<section id="what-if"' in fragment
    assert "<form" not in fragment.partition('<section id="what-if"')[0]
    assert "<html" not in fragment
    assert "41 points more; Muller can still score 50 points at most." in fragment
