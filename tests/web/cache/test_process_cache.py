"""The cache of one process: like Django's own, but what comes out is the very thing that went in."""

import os
import subprocess
import sys
import tracemalloc

import pytest
import time_machine
from django.conf import settings

from web.cache.page_cache import Page
from web.cache.process_cache import ProcessCache


def small(**options):
    kept = ProcessCache("small", {"OPTIONS": {"MAX_BYTES": 1_000_000} | options})
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
    assert "'MAX_BYTES': " in said


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


def test_it_holds_no_more_bytes_than_it_is_told_and_the_last_asked_for_stay():
    few = small(MAX_BYTES=10_000)
    for name in "abc":
        few.set(name, name * 3_000)
    assert few.get("a") == "aaa" * 1_000
    few.set("d", "d" * 3_000)
    assert [name for name in "abcd" if few.get(name)] == ["a", "c", "d"]


@pytest.mark.parametrize(
    "value",
    [
        lambda: b"x" * 70_000,
        lambda: ("x" * 40_000, b"y" * 9_000),
        lambda: Page(b"x" * 60_000, b"y" * 9_000, {"Content-Type": "text/html"}, '"etag"', None),
    ],
    ids=["bytes", "text and bytes", "page"],
)
@pytest.mark.parametrize("again", [False, True], ids=["new keys", "the same few keys"])
def test_whatever_is_put_in_it_stays_small(value, again):
    """By what Python itself has in use, not by what the cache says of itself."""
    most = 1_000_000
    few = small(MAX_BYTES=most)
    tracemalloc.start()
    try:
        before, _peak = tracemalloc.get_traced_memory()
        for number in range(300):
            few.set(f"key {number % 5 if again else number}", value(), None)
            few.add(f"another {number}", value(), None)
        held = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert 0.5 * most < held < 1.1 * most
    few.clear()
    few.set("after", "all went")
    assert few.get("after") == "all went"


def test_what_is_larger_than_the_whole_puts_nothing_out():
    few = small(MAX_BYTES=10_000)
    few.set("a", "a")
    few.set("large", "x" * 10_000)
    assert few.get("large") is None
    assert few.get("a") == "a"
    # Nor does what was there before stand for it.
    few.set("a", "x" * 10_000)
    assert few.get("a") is None


def test_what_has_ended_or_was_taken_out_makes_room():
    few = small(MAX_BYTES=10_000)
    with time_machine.travel(0, tick=False) as clock:
        few.set("ends", "x" * 4_000, 60)
        few.set("stays", "x" * 4_000)
        clock.shift(60)
        assert few.get("ends") is None
        few.set("new", "x" * 4_000)
        few.delete("new")
        few.set("newer", "x" * 4_000)
        assert [name for name in ("ends", "stays", "new", "newer") if few.get(name)] == ["stays", "newer"]


def test_what_others_do_with_a_cache_works(cache):
    assert cache.add("tries", 1) is True
    assert cache.add("tries", 7) is False
    assert cache.incr("tries", 2) == 3
    assert cache.get_or_set("tries", 9) == 3
    cache.delete("tries")
    assert cache.get_many(["tries", "other"]) == {}
