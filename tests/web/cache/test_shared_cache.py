"""Redis that has stopped, and Redis that takes a connection and never answers: both cost a moment, and no page."""

import json
import logging
import os
import socket
import socketserver
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.core.cache import cache, caches

from web.cache import shared_cache

PAGES = ("/2021/standings/drivers/", "/search/?q=huff", "/2021/calendar.ics", "/live/", "/live/now/?show=board")


class TinyRedis(socketserver.ThreadingTCPServer):
    """As much of Redis as a cache needs. `asked` counts commands; while `frozen` it reads them and says nothing."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), TinyRedisConnection)
        self.rows: dict[bytes, bytes] = {}
        self.asked = 0
        self.frozen = threading.Event()

    @property
    def address(self):
        return f"redis://127.0.0.1:{self.server_address[1]}/0"


class TinyRedisConnection(socketserver.StreamRequestHandler):
    def handle(self):
        while head := self.rfile.readline():
            command, *arguments = [self.word() for _ in range(int(head[1:]))]
            self.server.asked += 1
            if not self.server.frozen.is_set():
                self.wfile.write(self.answer(command.upper(), arguments))

    def word(self):
        length = int(self.rfile.readline()[1:])
        return self.rfile.read(length + 2)[:-2]

    def answer(self, command, arguments):
        rows = self.server.rows
        match command:
            case b"GET":
                row = rows.get(arguments[0])
                return b"$-1\r\n" if row is None else b"$%d\r\n%b\r\n" % (len(row), row)
            case b"SET":
                rows[arguments[0]] = arguments[1]
            case b"FLUSHDB":
                rows.clear()
        return b"+OK\r\n"


@contextmanager
def tiny_redis():
    with TinyRedis() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def redis(set_caches):
    with tiny_redis() as server:
        set_caches(server.address)
        yield server


@pytest.fixture
def frozen(redis):
    redis.frozen.set()
    return redis


@pytest.fixture
def stopped(set_caches):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    set_caches(f"redis://127.0.0.1:{port}/0")


@pytest.fixture
def set_caches(settings, of_settings):
    def to(address):
        settings.CACHES = {name: known | {"LOCATION": address} for name, known in of_settings.items()}

    return to


@pytest.fixture(scope="module")
def of_settings():
    """What the settings make of an address of Redis."""
    return json.loads(settings_with("redis://127.0.0.1:1/0").stdout)


def settings_with(cache_url):
    return subprocess.run(
        [sys.executable, "-c", "import json; from wtcr_site.settings import CACHES; print(json.dumps(CACHES))"],
        env=os.environ | {"CACHE_URL": cache_url},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def clock(monkeypatch):
    """The clock by which a server is left alone: it moves when it is told to."""

    class Clock:
        now = 1_000.0

        def __call__(self):
            return self.now

    clock = Clock()
    monkeypatch.setattr(shared_cache, "monotonic", clock)
    return clock


@pytest.mark.parametrize("away", ["stopped", "frozen"])
@pytest.mark.parametrize("address", PAGES)
@pytest.mark.django_db
def test_every_page_is_there_while_the_cache_is_not(client, request, address, away):
    request.getfixturevalue(away)
    begun = time.monotonic()
    answer = client.get(address)
    assert (answer.status_code, len(answer.content) > 100) == (200, True)
    # Half a second to connect and half a second to be answered, once; the rest is the page, on a busy machine.
    assert time.monotonic() - begun < 5


@pytest.mark.django_db
def test_a_frozen_cache_is_asked_once_by_a_page_and_those_after_it(client, frozen, clock):
    for address in PAGES * 2:
        assert client.get(address).status_code == 200
    assert frozen.asked == 1


@pytest.mark.parametrize("away", ["stopped", "frozen"])
def test_a_line_a_second_is_written_of_it_at_most(request, away, clock, caplog):
    request.getfixturevalue(away)
    begun = clock.now
    with caplog.at_level(logging.WARNING):
        while clock.now < begun + 3.05:
            cache.get("page")
            caches["asked"].set("another", "text")
            clock.now += 0.25
    lines = [record.getMessage() for record in caplog.records]
    assert 2 <= len(lines) <= 4
    assert not any("\n" in line for line in lines)
    assert not any(record.exc_info for record in caplog.records)


def test_many_threads_that_wait_for_it_write_one_line(frozen, clock, caplog):
    with caplog.at_level(logging.WARNING):
        threads = [threading.Thread(target=cache.get, args=("page",)) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(caplog.records) == 1


@pytest.mark.parametrize(
    ("operation", "empty"),
    [
        (lambda: cache.get("key"), None),
        (lambda: cache.get("key", "nothing"), "nothing"),
        (lambda: cache.get_many(["key"]), {}),
        (lambda: cache.get_or_set("key", lambda: "made"), "made"),
        (lambda: cache.has_key("key"), False),
        (lambda: "key" in cache, False),
        (lambda: cache.add("key", 1), False),
        (lambda: cache.set("key", 1), None),
        (lambda: cache.set_many({"key": 1}), []),
        (lambda: cache.touch("key"), False),
        (lambda: cache.delete("key"), False),
        (lambda: cache.delete_many(["key"]), None),
        (lambda: cache.clear(), False),
    ],
)
def test_a_cache_that_is_away_is_an_empty_one(stopped, operation, empty):
    for _ in range(2):
        assert operation() == empty


def test_nothing_is_counted_in_a_cache_that_is_away(stopped):
    with pytest.raises(ValueError, match="not found"):
        cache.incr("key")


def test_it_is_used_again_once_it_answers(redis, clock):
    cache.set("key", {"a": 1})
    assert cache.get("key") == {"a": 1}
    redis.frozen.set()
    assert cache.get("key") is None
    redis.frozen.clear()
    asked = redis.asked
    assert cache.get("key") is None
    assert redis.asked == asked
    clock.now += shared_cache.PAUSE
    assert cache.get("key") == {"a": 1}
    assert cache.get("key") == {"a": 1}


@pytest.mark.django_db
def test_what_can_not_be_read_is_made_anew(client, redis):
    """Such as what another release of the site has put there."""
    whole = client.get(PAGES[0]).content
    assert redis.rows
    for key in redis.rows:
        redis.rows[key] = b"cno.such.module\nThing\n."
    assert client.get(PAGES[0]).content == whole


@pytest.mark.django_db
def test_pages_are_kept_in_it(client, redis, django_assert_num_queries):
    whole = client.get(PAGES[0]).content
    with django_assert_num_queries(1):
        assert client.get(PAGES[0]).content == whole


@pytest.mark.parametrize("cache_url", ["memcache://127.0.0.1:11211", "filecache:///tmp/somewhere"])
def test_another_kind_of_cache_is_refused_in_words(cache_url):
    said = settings_with(cache_url).stderr
    assert "CACHE_URL is neither" in said
