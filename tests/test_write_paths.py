"""Whatever writes, the next page is right in every server process.

Two servers of one database hold warm pages; each write path then changes a driver's name or a result, and both servers
are asked at once. On SQLite, and on PostgreSQL where one answers at TEST_POSTGRES_URL.
"""

import re
import shutil
import urllib.request
from contextlib import ExitStack

import pytest

from tests.server import Site, postgres_database

TABLE = "/2021/standings/drivers/"
DRIVER = "/drivers/rob-huff/"

SETUP = "from championship.models import *; from drivers.models import *; from django.db import connection; "

# What writes, in one line of Python each, and what the page says then.
WRITES = {
    "save()": ("d = Driver.objects.get(slug='rob-huff'); d.family_name = 'Saved'; d.save()", DRIVER, "Saved"),
    "update()": ("Driver.objects.filter(slug='rob-huff').update(family_name='Updated')", DRIVER, "Updated"),
    "bulk_update()": (
        "d = Driver.objects.get(slug='rob-huff'); d.family_name = 'Bulky'; "
        "Driver.objects.bulk_update([d], ['family_name'])",
        DRIVER,
        "Bulky",
    ),
    "bulk_create()": (
        "CareerEntry.objects.bulk_create([CareerEntry(driver=Driver.objects.get(slug='rob-huff'), first_year=2012, "
        "last_year=2012, series='Created in bulk')])",
        DRIVER,
        "Created in bulk",
    ),
    "raw SQL": (
        "connection.cursor().execute(\"UPDATE drivers_driver SET family_name = 'Raw' WHERE slug = 'rob-huff'\")",
        DRIVER,
        "Raw",
    ),
    "raw SQL, searched for": (
        "connection.cursor().execute(\"UPDATE drivers_driver SET given_name = 'Ægir' WHERE slug = 'rob-huff'\")",
        "/search/?q=aegir",
        "Ægir Raw",
    ),
    "publish()": (
        "from championship.publishing import publish; from championship.rules import Line; "
        "s = Session.objects.get(event__season__year=2021, event__slug='russia', code='R2'); "
        "c = s.classifications.order_by('-number').first(); "
        "publish(s, [Line(event_entry=r.event_entry_id, position=r.position, status=r.status) "
        "for r in c.results.order_by('order')], status='provisional', by='test', reason='A test')",
        TABLE,
        "After Race 2 in Russia, provisional.",
    ),
    "a cascade": (
        "Session.objects.get(event__season__year=2021, event__slug='russia', code='R2').classifications.all().delete()",
        TABLE,
        "After Race 1 in Russia, official.",
    ),
}


def get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as response:
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.read().decode()))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def two_servers(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    with ExitStack() as stack:
        url = stack.enter_context(postgres_database()) if request.param == "postgresql" else None
        site = Site.prepared(folder, url)
        yield site, [stack.enter_context(site.serving()) for _ in range(2)]


def test_every_write_path_shows_on_the_next_request_in_both_processes(two_servers):
    site, servers = two_servers
    with site.shell() as run:
        for name, (code, address, text) in WRITES.items():
            for server in servers:
                assert text not in get(server + address), name
            run(SETUP + code)
            for server in servers:
                assert text in get(server + address), name


def test_the_loader_shows_on_the_next_request_in_both_processes(two_servers, season_folder, tmp_path):
    site, servers = two_servers
    folder = tmp_path / "2021"
    shutil.copytree(season_folder, folder)
    teams = folder / "teams.csv"
    names = teams.read_text(encoding="utf-8").replace("Fullin Race Academy", "Fullin Loaded Again")
    teams.write_text(names, encoding="utf-8")
    for server in servers:
        assert "Fullin Loaded Again" not in get(server + "/teams/fullin-race-academy/")
    site.manage("load_season", str(folder), "--replace")
    for server in servers:
        assert "Fullin Loaded Again" in get(server + "/teams/fullin-race-academy/")


def test_a_reader_is_served_from_the_cache_between_writes(two_servers):
    _site, servers = two_servers
    for server in servers:
        first = urllib.request.urlopen(server + TABLE, timeout=20).headers["ETag"]
        again = urllib.request.Request(server + TABLE, headers={"If-None-Match": first})
        with pytest.raises(urllib.error.HTTPError) as answer:
            urllib.request.urlopen(again, timeout=20)
        assert answer.value.code == 304
