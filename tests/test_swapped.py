"""A piece that htmx puts in the place of another, at an address of its own: what it brings for the rest of the page."""

import re

import pytest

from tests.markup import squeezed
from tests.style_sheets import linked, needed

pytestmark = pytest.mark.django_db

# The piece, and an address at which the page has a title, and the answer words, of its own.
PIECES = [
    (
        "standings-table",
        "/2021/standings/drivers/after/portugal/race-1/",
        "Drivers’ standings 2021, after Race 1 in Portugal",
    ),
    ("standings-table", "/2021/standings/drivers/?driver=rob-huff", "Drivers’ standings 2021"),
    ("results-matrix", "/2021/results/?show=points&by=make", "The points of every race of 2021 by make"),
    ("session-result", "/2021/russia/race-2/?title=junior", "Race 2, Race of Russia 2021, Junior"),
    ("session-result", "/2021/russia/race-2/", "Race 2, Race of Russia 2021"),
    ("record-list", "/2021/records/?by=podiums", "Drivers’ records of 2021: Podiums"),
    ("search-results", "/search/?q=backman", "Search: backman"),
    (
        "what-if",
        "/2021/title-fight/drivers/after/russia/qualifying-3/"
        "?first=yann-ehrlacher&second=frederic-vervisch&first_place=R1-3&second_place=R1-1",
        "Title fight 2021: After Qualifying 3 in Russia",
    ),
]


def said(piece: str, swapped: str, name: str) -> str:
    """The page's title, but where the piece has an answer in words."""
    if piece == "what-if":
        return " ".join(re.findall(r"<p>([^<]+)</p>", swapped.partition("what-if__answer")[2]))
    return "9 pages found for “backman”." if piece == "search-results" else name


def title(page: str) -> str:
    return re.search(r"<title>(.*?) · Door to Door</title>", page)[1]


@pytest.mark.parametrize(("piece", "address", "name"), PIECES)
def test_it_brings_the_title_of_the_whole_page_and_says_that_it_came(client, piece, address, name):
    whole = client.get(address).content.decode()
    swapped = client.get(address, headers={"HX-Request": "true", "HX-Target": piece}).content.decode()
    assert title(swapped) == title(whole) == name
    assert f'<p id="said" data-hx-swap-oob="innerHTML">{said(piece, swapped, name)}</p>' in swapped
    # What it says is heard in a region that stays: it stands on the page, outside of every piece.
    assert "</main>" in whole.partition('<p id="said" class="visually-hidden" role="status"></p>')[0]
    assert not re.search(r'role="(status|alert)"|aria-live', swapped)


@pytest.mark.parametrize(("piece", "address", "name"), PIECES)
def test_the_page_has_the_style_sheets_that_it_needs(client, piece, address, name):
    whole = client.get(address.partition("?")[0]).content.decode()
    swapped = client.get(address, headers={"HX-Request": "true", "HX-Target": piece}).content.decode()
    assert needed(swapped) - linked(whole) == set()


@pytest.mark.parametrize(("piece", "address", "name"), PIECES)
def test_it_brings_the_ways_to_the_same_in_other_languages(client, piece, address, name):
    whole = squeezed(client.get(address).content.decode())
    swapped = squeezed(client.get(address, headers={"HX-Request": "true", "HX-Target": piece}).content.decode())
    for part, tag in (("languages", "p"), ("other-languages", "li")):
        found = re.search(f'<{tag}[^>]* id="{part}">(.*?)</{tag}>|<{tag} id="{part}">(.*?)</{tag}>', whole, re.S)
        assert f'<{tag} id="{part}" data-hx-swap-oob="innerHTML">{found[1] or found[2]}</{tag}>' in swapped
