"""Who polls a piece is answered when something is new, as pages are and in few bytes."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from championship.live import pieces
from championship.live.orders import send
from championship.models import Session
from championship.publishing import publish
from drivers.models import Driver
from news.models import Article
from tests.championship.live.race import NOW, cars, lines, v_of
from web.addresses.languages import in_language

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("show", ["board", "front", "strip"])
def test_a_poll_is_answered_204_until_something_is_new(client, race, show):
    send(race.pk, cars(race, 68, 22))
    first = client.get(f"{NOW}{show}")
    again = client.get(f"{NOW}{show}&v={v_of(first)}")
    assert (again.status_code, again.content) == (204, b"")
    send(race.pk, cars(race, 22, 68))
    changed = client.get(f"{NOW}{show}&v={v_of(first)}")
    assert changed.status_code == 200
    assert v_of(changed) != v_of(first)


def test_a_publication_is_new_to_a_reader(client, race):
    send(race.pk, cars(race, 68, 22))
    first = client.get(f"{NOW}board")
    publish(race, lines(race, 22, 68), status="provisional")
    answer = client.get(f"{NOW}board&v={v_of(first)}")
    assert "Provisional" in answer.content.decode()
    assert answer.content.index(b"Vervisch") < answer.content.index(b"Ehrlacher")


def test_a_story_in_mid_race_is_nothing_new_and_a_drivers_name_is(client, race):
    send(race.pk, cars(race, 68, 22))
    v = v_of(client.get(f"{NOW}board"))
    Article.objects.update(title="Written while they race")
    assert client.get(f"{NOW}board&v={v}").status_code == 204
    Driver.objects.filter(slug="yann-ehrlacher").update(family_name="Ehrlacher-Muller")
    assert b"Ehrlacher-Muller" in client.get(f"{NOW}board&v={v}").content


def test_nothing_new_is_one_query_and_under_300_bytes(client, race):
    v = v_of(client.get(f"{NOW}strip"))
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(f"{NOW}strip&v={v}")
    assert len(queries) == 1
    head = "".join(f"{name}: {value}\r\n" for name, value in answer.headers.items())
    assert len(f"HTTP/1.1 204 No Content\r\n{head}\r\n") < 200


def test_the_same_piece_is_made_once(client, race):
    send(race.pk, cars(race, 68, 22))
    client.get(f"{NOW}board")
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(f"{NOW}board")
    assert len(queries) == 1
    assert answer.headers["Cache-Control"] == "public, max-age=0, s-maxage=1"
    assert answer.headers["Vary"] == "Accept-Encoding, Cookie"
    assert not answer.cookies


def test_a_piece_is_shown_in_few_queries(client, race):
    send(race.pk, cars(race, 68, 22))
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        client.get(f"{NOW}board")
    assert len(queries) == 6


@pytest.mark.parametrize("show", ["board", "front", "strip"])
def test_a_poll_slows_down_once_official_and_ends_with_the_weekend(client, race, show):
    send(race.pk, cars(race, 68, 22))
    v = v_of(client.get(f"{NOW}{show}"))
    Session.objects.filter(pk=race.pk).update(state="finished")
    publish(race, lines(race, 22, 68), status="official")
    last = client.get(f"{NOW}{show}&v={v}").content.decode()
    assert f'id="live-{show}"' in last
    assert "every 60s" in last
    assert "/2021/russia/race-1/" in last
    race.clock.shift(timedelta(days=2))
    assert "hx-trigger" not in client.get(f"{NOW}{show}&v={v}").content.decode()


def test_no_other_piece_is_given(client):
    assert client.get(f"{NOW}everything").status_code == 404


def test_who_has_something_is_told_nothing_new_while_a_piece_is_being_made(client, race):
    send(race.pk, cars(race, 68, 22))
    with pieces._making:
        assert client.get(f"{NOW}board&v=older").status_code == 204
    assert client.get(f"{NOW}board&v=older").status_code == 200


@pytest.mark.parametrize("query", ["", "show=", "show=nothing", "show=%00", "show=board%00", "show=" + "x" * 5_000])
def test_a_piece_that_is_not_there_is_not_found(client, race, query):
    assert client.get(f"/live/now/?{query}").status_code == 404


def test_a_piece_has_the_headers_of_a_page_and_nothing_new_none(client, race):
    piece, page = client.get(f"{NOW}strip"), client.get("/2021/")
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options"):
        assert piece.headers[name] == page.headers[name], name
    nothing_new = client.get(f"{NOW}strip&v={v_of(piece)}")
    assert (nothing_new.status_code, set(nothing_new.headers)) == (204, {"Cache-Control", "Vary"})
    assert "Content-Security-Policy" in client.get("/live/now/?show=all").headers


def test_a_poll_over_http_is_sent_on_like_a_page(client, race, settings):
    settings.SECURE_SSL_REDIRECT = True
    for address in (f"{NOW}strip", "/2021/"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Location"]) == (301, f"https://testserver{address}")
    assert client.get(f"{NOW}strip", secure=True).status_code == 200


@pytest.mark.parametrize(("accepts", "squeezed"), [("gzip", True), ("gzip;q=0", False), ("br", False)])
@pytest.mark.parametrize("address", ["/live/", f"{NOW}board"])
def test_a_piece_is_compressed_for_those_who_take_it(client, race, address, accepts, squeezed):
    answer = client.get(address, headers={"Accept-Encoding": accepts})
    assert (answer.headers.get("Content-Encoding") == "gzip") is squeezed


def test_the_supplied_server_keeps_the_polls_of_every_language(settings):
    """A poll that falls to the pages' rules would reach the application each time."""
    conf = (settings.BASE_DIR / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    polls = re.compile(re.search(r"location ~ (\S+/live/now/\S+) {", conf)[1])
    for code, _name in settings.LANGUAGES:
        assert polls.search(in_language("/live/now/", code)), code
    assert not polls.search("/live/")
