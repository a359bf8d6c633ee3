"""A reader's delay and guard hold on the live page and in every poll."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from championship.live.orders import send
from championship.publishing import publish
from tests.championship.live.race import NOW, cars, lines, v_of

pytestmark = pytest.mark.django_db


def test_a_delay_is_chosen_on_the_page_and_kept_in_the_guards_cookie(client, race):
    send(race.pk, cars(race, 68, 22), commentary="Ehrlacher leads.")
    answer = client.post("/live/delay/", {"delay": "60s", "next": "/live/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/live/")
    assert client.cookies["guard"].value == "60s"
    page = client.get("/live/").content.decode()
    assert '<option value="60s" selected>' in page
    assert "The first order is still to come." in page
    assert "Ehrlacher leads." not in page
    race.clock.shift(timedelta(seconds=60))
    page = client.get("/live/").content.decode()
    assert "Ehrlacher leads." in page
    assert "60 seconds behind" in page
    client.post("/live/delay/", {"delay": "0s"})
    assert client.cookies["guard"].value == ""


@pytest.mark.parametrize("text", ["", "0s", "121s", "7s", "60", "-60s", "60ss", "2021.germany.race-1"])
def test_no_other_delay_is_kept(client, text):
    client.post("/live/delay/", {"delay": text})
    assert client.cookies["guard"].value == ""


def test_polls_follow_the_readers_delay(client, race):
    client.cookies["guard"] = "30s"
    send(race.pk, cars(race, 68, 22))
    first = client.get(f"{NOW}board")
    assert b"Ehrlacher</a>" not in first.content.partition(b"live-board-stands")[0]
    race.clock.shift(timedelta(seconds=20))
    send(race.pk, cars(race, 22, 68))
    assert client.get(f"{NOW}board&v={v_of(first)}").status_code == 204
    race.clock.shift(timedelta(seconds=10))
    second = client.get(f"{NOW}board&v={v_of(first)}").content
    assert second.index(b"Ehrlacher") < second.index(b"Vervisch")
    race.clock.shift(timedelta(seconds=20))
    third = client.get(f"{NOW}board").content
    assert third.index(b"Vervisch") < third.index(b"Ehrlacher")


def test_a_result_comes_as_late_as_the_order(client, race):
    """Nor do the titles count it before."""
    client.cookies["guard"] = "30s"
    send(race.pk, cars(race, 68, 22))
    race.clock.shift(timedelta(minutes=1))
    publish(race, lines(race, 22, 68), status="provisional")
    page = client.get(f"{NOW}board").content.decode()
    assert "Classification 1" not in page
    order, _, stands = page.partition("live-board-stands")
    assert order.index("Ehrlacher") < order.index("Vervisch")
    assert "+25" in stands.partition("Vervisch")[0]
    known = v_of(client.get(f"{NOW}board"))
    race.clock.shift(timedelta(seconds=30))
    assert "Classification 1" in client.get(f"{NOW}board&v={known}").content.decode()


def test_a_result_without_any_order_comes_late_too(client, race):
    client.cookies["guard"] = "30s"
    publish(race, lines(race, 22, 68), status="provisional")
    page = client.get(f"{NOW}board").content.decode()
    assert "live-board-stands" in page
    assert "+25" not in page
    assert "Classification 1" not in page


@pytest.mark.parametrize("address", ["/live/", f"{NOW}board"])
def test_made_up_moments_to_hide_things_from_put_no_page_out(client, race, address, settings):
    """Of moments that a cookie may name there is no end: what is made for them is in the share of such things."""
    own = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": address}
    settings.CACHES = settings.CACHES | {"default": own}
    for number in range(5):
        client.cookies["guard"] = f"2021.made-up.{number}"
        assert client.get(address).status_code == 200
    assert not cache._cache


def test_no_cache_mixes_two_readers(client, race):
    """Everyone asks for the same address; what they chose is in their cookie, and the answers say so."""
    send(race.pk, cars(race, 68, 22))
    seen = {}
    for chosen in ("", "60s", "30s", "2021.germany.race-1", "60s", "2021.germany.race-1", ""):
        client.cookies["guard"] = chosen
        answer = client.get(f"{NOW}board")
        assert seen.setdefault(chosen, answer.content) == answer.content, chosen
        assert "Cookie" in answer.headers["Vary"]
        assert answer.headers["Cache-Control"] == ("private, no-cache" if chosen else "public, max-age=0, s-maxage=1")
        assert answer.headers.get("X-Accel-Expires") == ("0" if chosen else None)
    assert b"Ehrlacher</a>" in seen[""]
    assert "The first order is still to come. · 60 seconds behind" in " ".join(seen["60s"].decode().split())
    assert b"Nothing is live now" in seen["2021.germany.race-1"]


def test_an_open_page_stops_once_results_are_hidden_in_another_tab(client, race):
    send(race.pk, cars(race, 68, 22))
    known = v_of(client.get(f"{NOW}board"))
    assert client.get(f"{NOW}board&v={known}").status_code == 204
    client.cookies["guard"] = "2021.russia.qualifying-3"
    answer = client.get(f"{NOW}board&v={known}").content.decode()
    assert "hx-trigger" not in answer
    assert "Ehrlacher" not in answer


def test_the_running_session_can_be_hidden_from_the_live_page(client, race):
    page = client.get("/live/").content.decode()
    assert '<button class="button" name="guard" value="2021.russia.qualifying-3">Hide what comes now' in page
