"""How many queries each page costs with an empty page cache: at most eight, and the same with ten seasons as with one.

The count includes the revision, read before the page is made and again after.
"""

import shutil
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from drivers.models import Driver
from news.models import Article
from tests.conftest import forget_pages

pytestmark = pytest.mark.django_db

# Address of the page, and its queries.
PAGES = {
    "/": 8,
    "/2021/": 8,
    "/2021/calendar/": 6,
    "/2021/calendar.ics": 7,
    "/2021/calendar.ics?only=races&alarm=30": 7,
    "/2021/germany.ics": 7,
    "/2021/results.xml": 7,
    "/2021/results/": 8,
    "/2021/results/?show=points": 8,
    "/2021/results/?by=make": 8,
    "/2021/results.csv": 6,
    "/2021/standings/drivers/": 6,
    "/2021/standings/teams/after/hungary/race-2/": 6,
    "/2021/standings/junior/after/russia/race-2/why/jessica-backman/": 7,
    "/2021/standings/teams/after/russia/race-2/why/target-competition/?only=germany": 7,
    "/2021/standings/teams/after/russia/race-2/why/target-competition.csv": 7,
    "/2021/russia/race-1/sources/": 8,
    "/2021/russia/race-1/sources/?driver=rob-huff": 8,
    "/2021/standings/drivers.json": 6,
    "/2021/title-fight/": 6,
    "/2021/title-fight/teams/after/hungary/race-2/": 6,
    "/2021/title-fight/drivers/after/russia/qualifying-3/?first=yann-ehrlacher&second=yvan-muller": 6,
    "/2021/title-fight/junior.csv": 6,
    "/2021/germany/": 8,
    "/2021/macau/": 7,
    "/2021/germany/qualifying/": 8,
    "/2021/russia/race-1/": 8,
    "/2021/russia/race-1.csv": 6,
    "/drivers/": 7,
    "/drivers/jessica-backman/": 8,
    "/drivers/petr-fulin/": 8,
    "/drivers/compare/": 6,
    "/drivers/compare/andreas-backman/jessica-backman/": 7,
    "/2021/records/": 6,
    "/2021/records/?by=average": 6,
    "/2021/records/teams/": 6,
    "/2021/records.csv": 6,
    "/teams/": 7,
    "/teams/target-competition/": 8,
    "/circuits/": 5,
    "/circuits/sochi/": 7,
    "/circuits/guia/": 7,
    "/live/": 5,
    "/news/": 4,
    "/news/atom.xml": 4,
    "/news/2021/two-backmans-step-up/": 8,
    "/news/2021/ehrlacher-champion-again/": 8,
    "/about/": 8,
    "/about/privacy/": 3,
    "/about/contact/": 3,
    "/data/": 6,
    "/guide/": 6,
    "/2021/russia.png": 6,
    "/2021/standings/teams/after/hungary/race-2.png": 6,
    "/drivers/jessica-backman.png": 7,
    "/drivers/compare/andreas-backman/jessica-backman.png": 7,
    "/news/2021/two-backmans-step-up.png": 3,
    "/share.png": 2,
    "/sitemap.xml": 8,
    "/robots.txt": 2,
    "/manifest.webmanifest": 2,
    "/search/": 6,
    "/search/?q=backman": 8,
}
MOST = 8


def queries_of(client, address: str) -> int:
    # What a process asks its database once in its life is no cost of a page.
    _ = connection.features.supports_json_field
    forget_pages()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200, address
    return len(queries)


def test_no_page_costs_more_than_eight():
    assert max(PAGES.values()) <= MOST


def test_queries_with_one_season(client):
    assert {address: queries_of(client, address) for address in PAGES} == PAGES


def test_queries_are_the_same_with_ten_seasons(client, season_folder, tmp_path):
    for year in range(2012, 2021):
        folder = tmp_path / str(year)
        shutil.copytree(season_folder, folder)
        for file in folder.glob("*.*"):
            # Every day and the season itself move to that year; addresses of sources stay whole without meaning.
            file.write_text(file.read_text(encoding="utf-8").replace("2021", str(year)), encoding="utf-8")
        call_command("load_season", str(folder), verbosity=0)
    assert {address: queries_of(client, address) for address in PAGES} == PAGES


@pytest.mark.parametrize("address", ["/", "/2021/standings/drivers/", "/drivers/jessica-backman/"])
def test_a_page_from_the_cache_costs_one_query(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    assert len(queries) == 1


@pytest.mark.parametrize("address", ["/", "/2021/standings/drivers/", "/drivers/jessica-backman/"])
def test_a_story_makes_nobody_read_the_season_anew(client, address):
    """Four queries read it, which whoever writes in the season's or the people's tables makes a page ask again."""
    first = queries_of(client, address)
    for model, fewer in ((Article, 4), (Driver, 0), (Article, 4)):
        row = model.objects.first()
        model.objects.filter(pk=row.pk).update(slug=row.slug)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        assert len(queries) == first - fewer, model


@time_machine.travel(datetime(2026, 7, 1, 12, tzinfo=UTC), tick=False)
def test_no_page_changes_the_season_that_the_next_one_is_made_of(client):
    """A season is read once a revision for all pages."""
    fresh = {}
    for address in PAGES:
        forget_pages()
        fresh[address] = client.get(address).content
    for address in (*PAGES, *reversed(PAGES)):
        cache.clear()
        assert client.get(address).content == fresh[address], address
