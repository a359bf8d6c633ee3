"""What a kept page answers with, and to whom."""

import gzip
import itertools
import os
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache, caches
from django.db import connections
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.http import HttpResponse
from django.test import RequestFactory

from tests.conftest import forget_pages
from web.cache.page_cache import ATTEMPTS, PageCacheMiddleware, cached_page, falls_due, revisions_of
from web.cache.revision import one_state

pytestmark = pytest.mark.django_db
TABLE = "/2021/standings/drivers/"


def site(view):
    return PageCacheMiddleware(cached_page(view))


def test_a_page_is_private_and_has_an_etag(client):
    response = client.get(TABLE)
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert {"HX-Request", "Cookie", "Accept-Encoding"} <= set(response.headers["Vary"].split(", "))
    assert response.headers["ETag"].startswith('W/"')


@pytest.mark.parametrize("kept", [False, True])
def test_a_reader_who_has_the_page_gets_304(client, kept):
    etag = client.get(TABLE).headers["ETag"]
    if not kept:
        cache.clear()
    response = client.get(TABLE, headers={"If-None-Match": etag})
    assert response.status_code == 304
    assert response.content == b""
    assert response.headers["ETag"] == etag
    assert "HX-Request" in response.headers["Vary"]


def test_a_page_is_sent_compressed_to_those_who_can_read_it(client):
    plain = client.get(TABLE)
    squeezed = client.get(TABLE, headers={"Accept-Encoding": "gzip, br"})
    assert "Content-Encoding" not in plain.headers
    assert squeezed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(squeezed.content) == plain.content
    assert len(squeezed.content) < 30_000


def test_the_readers_etag_may_stand_in_a_list_or_be_strong(client):
    etag = client.get(TABLE).headers["ETag"]
    for known in (f'"other", {etag}', etag.removeprefix("W/"), "*"):
        assert client.get(TABLE, headers={"If-None-Match": known}).status_code == 304, known
    assert client.get(TABLE, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    ("accepts", "squeezed"), [("gzip", True), ("br;q=1, gzip;q=0.5", True), ("gzip;q=0", False), ("br", False)]
)
def test_a_page_is_compressed_for_those_who_take_it(client, accepts, squeezed):
    response = client.get(TABLE, headers={"Accept-Encoding": accepts})
    assert (response.headers.get("Content-Encoding") == "gzip") is squeezed


def test_made_up_targets_share_the_whole_page(client, django_assert_num_queries):
    client.get(TABLE)
    with django_assert_num_queries(1):
        response = client.get(TABLE, headers={"HX-Request": "true", "HX-Target": "made-up"})
    assert response.content.startswith(b"<!DOCTYPE html>")


@pytest.mark.parametrize("kept", [False, True])
def test_a_foreign_host_is_refused_whether_the_page_is_kept_or_not(client, kept):
    if kept:
        client.get(TABLE)
    assert client.get(TABLE, headers={"Host": "evil.example"}).status_code == 400


def test_a_moment_that_passed_while_the_page_was_made_counts():
    start = datetime(2021, 6, 1, tzinfo=UTC)
    made = []

    with time_machine.travel(start, tick=False) as clock:

        def view(request):
            made.append(1)
            clock.shift(timedelta(milliseconds=5))
            falls_due(request, start + timedelta(milliseconds=2))
            return HttpResponse("before")

        ask = site(view)
        for _ in range(2):
            ask(RequestFactory().get("/somewhere/"))
    assert len(made) == 2


@pytest.mark.parametrize("first_secure", [True, False], ids=["https first", "http first"])
def test_a_page_kept_under_https_is_never_given_to_http(client, settings, first_secure):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_HSTS_SECONDS = 3600
    for scheme in ("https", "http") if first_secure else ("http", "https"):
        for _ in range(2):
            answer = client.get(TABLE, headers={"X-Forwarded-Proto": scheme})
            assert answer.status_code == 200
            assert ("Strict-Transport-Security" in answer.headers) is (scheme == "https")


@pytest.mark.parametrize("address", [TABLE, "/2021/calendar.ics", "/live/", "/live/now/?show=board", "/no-such-page/"])
def test_who_comes_by_http_is_led_to_https_whatever_is_kept(client, settings, address):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_SSL_REDIRECT = True
    client.get(address, headers={"X-Forwarded-Proto": "https"})
    # Two servers in front, and the first of them was asked by http.
    for claimed in ({"X-Forwarded-Proto": "http"}, {"X-Forwarded-Proto": "http, https"}, {}):
        answer = client.get(address, headers=claimed)
        assert (answer.status_code, answer.headers["Location"]) == (301, f"https://testserver{address}"), claimed


def test_addresses_on_pages_are_the_site_s_own_whatever_they_were_asked_by(client, settings):
    """Nothing kept holds an address made of the request: the setting alone says scheme and host."""
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for address in (
        "/",
        TABLE,
        "/live/",
        "/live/now/?show=board",
        "/news/atom.xml",
        "/2021/calendar.ics",
        "/sitemap.xml",
    ):
        answers = []
        with time_machine.travel(datetime(2021, 6, 1, tzinfo=UTC), tick=False):
            for scheme in ("https", "http"):
                forget_pages()
                answers.append(client.get(address, headers={"X-Forwarded-Proto": scheme}).content)
        assert answers[0] == answers[1], address
        assert b"testserver" not in answers[0]


@pytest.mark.parametrize("address", [TABLE, "/live/", "/2021/", "/no-such-page/"])
def test_no_server_in_front_keeps_what_was_made_for_a_reader_with_a_cookie(client, address):
    """nginx does not go by Cache-Control here, and may not see a cookie where the site does."""
    assert "X-Accel-Expires" not in client.get(address).headers
    for _ in range(2):
        answer = client.get(address, headers={"Cookie": "guard\t=2021"})
        assert answer.headers["X-Accel-Expires"] == "0"
    assert "X-Accel-Expires" not in client.get(address).headers


def test_unknown_parameters_share_one_page(client, django_assert_num_queries):
    client.get(TABLE)
    with django_assert_num_queries(1):
        client.get(TABLE + "?utm_source=somewhere")


def test_a_view_is_given_the_parameters_that_it_named_and_no_others():
    @cached_page(parameters=("by",))
    def view(request):
        return HttpResponse(" ".join(f"{name}={','.join(values)}" for name, values in sorted(request.GET.lists())))

    ask = PageCacheMiddleware(view)
    assert ask(RequestFactory().get("/somewhere/?by=å&by=b&first=c&utm=d")).content.decode() == "by=å,b"
    assert ask(RequestFactory().get("/somewhere/?first=c")).content == b""


def test_a_new_process_knows_what_views_named_before_its_first_key():
    """A key made without one of them would be that of another page, too."""
    code = (
        "import django; django.setup(); from web.requests.readable import Handler; Handler(); "
        "from web.cache import page_cache; print(*page_cache._parameters, *page_cache._fragments)"
    )
    said = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "wtcr_site.settings"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert {"after", "season", "q", "standings-table", "search-results"} <= set(said.split())


def test_themes_do_not_mix(client):
    assert b'data-theme="dark"' not in client.get(TABLE).content
    client.cookies["theme"] = "dark"
    assert b'data-theme="dark"' in client.get(TABLE).content
    client.cookies["theme"] = "<script>"
    assert b'data-theme="' not in client.get(TABLE).content


def test_a_fragment_and_its_page_do_not_mix(client):
    headers = {"HX-Request": "true", "HX-Target": "standings-table"}
    for _ in range(2):
        assert client.get(TABLE).content.startswith(b"<!DOCTYPE")
        assert not client.get(TABLE, headers=headers).content.startswith(b"<!DOCTYPE")


def test_a_page_that_is_not_marked_is_never_kept():
    made = []

    def view(request):
        made.append(1)
        return HttpResponse("for you alone")

    for _ in range(2):
        PageCacheMiddleware(view)(RequestFactory().get("/somewhere/"))
    assert len(made) == 2


def test_a_page_ends_when_something_in_it_falls_due():
    start = datetime(2021, 6, 1, tzinfo=UTC)
    made = []

    def view(request):
        made.append(1)
        falls_due(request, start + timedelta(minutes=10))
        falls_due(request, start + timedelta(minutes=5))
        falls_due(request, start - timedelta(minutes=5))
        falls_due(request, None)
        return HttpResponse("now")

    with time_machine.travel(start, tick=False) as clock:
        ask = site(view)
        ask(RequestFactory().get("/somewhere/"))
        clock.shift(timedelta(minutes=4, seconds=59))
        ask(RequestFactory().get("/somewhere/"))
        assert len(made) == 1
        clock.shift(timedelta(seconds=2))
        ask(RequestFactory().get("/somewhere/"))
        assert len(made) == 2


@pytest.mark.parametrize("status", [302, 404, 500])
def test_only_whole_pages_are_kept(status):
    made = []

    def view(request):
        made.append(1)
        return HttpResponse("no", status=status)

    for _ in range(2):
        assert site(view)(RequestFactory().get("/somewhere/")).status_code == status
    assert len(made) == 2


def test_what_is_asked_for_puts_no_page_out(client, django_assert_num_queries, settings):
    """There are more searches than any cache has room for: they have a share of their own, and an end."""
    most = 50
    own = {"BACKEND": "web.cache.process_cache.ProcessCache", "LOCATION": "asked"}
    settings.CACHES = settings.CACHES | {"asked": own | {"OPTIONS": {"MAX_BYTES": 10**6, "MAX_ENTRIES": most}}}
    client.get(TABLE)
    asked = PageCacheMiddleware(cached_page(parameters=("q",))(lambda request: HttpResponse(request.GET["q"])))
    for number in range(most + 50):
        asked(RequestFactory().get("/search/", {"q": f"word {number}"}))
    assert len(caches["asked"]._cache) <= most
    with django_assert_num_queries(1):
        client.get(TABLE)


def test_a_page_that_can_never_be_made_between_two_writes_is_made_of_one_state(monkeypatch):
    """The revision moves with every look at it; the last attempt is inside the snapshot, and is what readers get."""
    inside, made = [], []
    numbers = itertools.count()
    monkeypatch.setattr("web.cache.revision.current", lambda: {"content": str(next(numbers))})

    @contextmanager
    def one_state():
        inside.append(True)
        yield
        inside.clear()

    monkeypatch.setattr("web.cache.revision.one_state", one_state)

    def view(request):
        made.append((bool(inside), revisions_of(request)))
        return HttpResponse("whole" if inside else "a mix")

    response = site(view)(RequestFactory().get("/somewhere/"))
    assert (response.status_code, response.content) == (200, b"whole")
    assert made[-1] == (True, None)
    assert [was_inside for was_inside, _revisions in made[:-1]] == [False] * ATTEMPTS


def test_one_state_is_what_was_there_when_it_was_first_read(tmp_path):
    """Two connections to one database, as two processes have them."""
    known = connections["default"].settings_dict
    file = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(tmp_path / "two.sqlite3"),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode = WAL;"},
    }
    for name in ("reader", "writer"):
        connections[name] = DatabaseWrapper(known | file, name)
    reader, writer = connections["reader"], connections["writer"]
    try:
        with reader.cursor() as read, writer.cursor() as write:

            def rows():
                return read.execute("SELECT count(*) FROM thing").fetchone()[0]

            write.execute("CREATE TABLE thing (id INTEGER)")
            with one_state("reader"):
                assert rows() == 0
                write.execute("INSERT INTO thing VALUES (1)")
                assert rows() == 0
            assert rows() == 1
    finally:
        for name in ("reader", "writer"):
            connections[name].close()
            del connections[name]


@pytest.mark.parametrize(
    ("address", "cookies", "seconds"),
    [
        (TABLE, {}, 24 * 3600),
        (f"{TABLE}?driver=rob-huff", {}, 600),
        (TABLE, {"guard": "2021.germany.race-1"}, 600),
        (TABLE, {"theme": "dark"}, 24 * 3600),
        ("/2021/standings/drivers.csv", {"guard": "2021.germany.race-1"}, 24 * 3600),
    ],
)
def test_a_page_is_kept_for_a_day_and_one_as_somebody_asked_for_it_for_ten_minutes(
    client, monkeypatch, address, cookies, seconds
):
    """Pages with parameters, and at moments of a season, are as many as somebody cares to ask for."""
    kept = []
    for backend in {type(backend) for backend in (caches["default"], caches["asked"])}:
        monkeypatch.setattr(
            backend, "set", lambda _self, key, value, timeout=None, **_rest: kept.append((key[:5], timeout))
        )
    for name, value in cookies.items():
        client.cookies[name] = value
    assert client.get(address).status_code == 200
    assert [timeout for kind, timeout in kept if kind == "page:"] == [seconds]
