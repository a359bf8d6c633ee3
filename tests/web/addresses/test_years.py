"""A year in an address is written in one way: each other spelling would be a page of its own, made and kept."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

import pytest
from django.urls import Resolver404, URLPattern, get_resolver, resolve
from django.utils.http import urlencode

pytestmark = pytest.mark.django_db

OTHER_SPELLINGS = (
    "02021", "0002021", "0" * 500 + "2021", "2021" * 20, "0021", "202", "2٠21", "２０２１", "+2021", "-2021", "2021.0",
    "2_021", "2021 ", " 2021", "2021\n", "2,021", "0x7e5", "2021e0", "MMXXI",
)  # fmt: skip
# Something that there is in 2021, by the name of the part of an address.
PARTS = {
    "title": "drivers", "event": "germany", "session": "race-1", "competitor": "yann-ehrlacher", "ending": "json",
    "slug": "ehrlacher-champion-again",
}  # fmt: skip


def test_every_address_with_a_year_is_there(client):
    for address in with_year("2021"):
        assert client.get(address).status_code == 200, address


def test_a_year_that_is_not_there_is_not_found(client):
    for year in ("1000", "2020", "9999"):
        for address in with_year(year):
            assert client.get(address).status_code == 404, address


@pytest.mark.parametrize("year", OTHER_SPELLINGS)
def test_no_address_has_its_year_in_another_spelling(client, year):
    for address in with_year(year):
        with pytest.raises(Resolver404):
            resolve(address)
    for address in (f"/{year}/", f"/{year}/calendar/", f"/sv/{year}/calendar/", f"/news/{year}/{PARTS['slug']}/"):
        assert client.get(quote(address)).status_code == 404


@pytest.mark.parametrize("year", OTHER_SPELLINGS)
def test_no_parameter_has_its_year_in_another_spelling(client, year):
    for page in ("/drivers/", "/drivers/yann-ehrlacher/", "/drivers/yann-ehrlacher.json", "/teams/", "/news/"):
        assert client.get(f"{page}?season=2021").status_code == 200, page
        assert client.get(f"{page}?{urlencode({'season': year})}").status_code == 404, page


def with_year(year: str) -> list[str]:
    """Every kind of address that holds a year, of something that there is in 2021."""
    routes = [route for route in _routes(get_resolver().url_patterns) if re.search(r"[:<]year>", route)]
    assert len(routes) > 30
    parts = PARTS | {"year": year}
    return ["/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda part: parts[part[1]], route) for route in routes]


def _routes(patterns: Iterable) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield str(pattern.pattern)
        else:
            yield from _routes(pattern.url_patterns)
