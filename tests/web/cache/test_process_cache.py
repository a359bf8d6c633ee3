"""The cache of one process: like Django's own, but what comes out is the very thing that went in."""

import os
import subprocess
import sys

import pytest
import time_machine
from django.conf import settings

from web.cache.process_cache import ProcessCache


def small(**options):
    kept = ProcessCache("small", {"OPTIONS": options})
    kept.clear()
    return kept


@pytest.fixture
def cache():
    return small()


def test_it_is_what_the_site_keeps_its_pages_in_where_no_other_is_named():
    said = subprocess.run(
        [sys.executable, "-c", "from wtcr_site.settings import CACHES as c; print([*c['default'].values()])"],
        env=os.environ | {"CACHE_URL": "locmemcache://door-to-door"},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "web.cache.process_cache.ProcessCache" in said
    assert "{'MAX_ENTRIES': 2000}" in said


def test_what_comes_out_is_what_went_in(cache):
    thing = object()
    cache.set("thing", thing)
    assert cache.get("thing") is thing
    assert cache.get("another", "none") == "none"


def test_a_thing_ends_with_its_time(cache):
    with time_machine.travel(0, tick=False) as clock:
        cache.set("thing", "kept", 60)
        clock.shift(59)
        assert cache.get("thing") == "kept"
        clock.shift(1)
        assert cache.get("thing") is None


def test_it_holds_no_more_than_it_is_told_and_the_last_asked_for_stay():
    few = small(MAX_ENTRIES=3)
    for name in "abc":
        few.set(name, name)
    assert few.get("a") == "a"
    few.set("d", "d")
    assert [name for name in "abcd" if few.get(name)] == ["a", "c", "d"]


def test_what_others_do_with_a_cache_works(cache):
    assert cache.add("tries", 1) is True
    assert cache.add("tries", 7) is False
    assert cache.incr("tries", 2) == 3
    assert cache.get_or_set("tries", 9) == 3
    cache.delete("tries")
    assert cache.get_many(["tries", "other"]) == {}
