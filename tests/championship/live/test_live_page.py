"""The live page, and the places for what is live on others."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.cache import cache

from championship.live.orders import send
from championship.models import Session
from championship.publishing import publish
from tests.championship.live.race import NOW, cars, lines

pytestmark = pytest.mark.django_db


def test_kept_pages_hold_a_place_for_it_and_nothing_live(client, race):
    pages = ("/", "/2021/russia/", "/2021/standings/drivers/")
    before = {page: client.get(page).content for page in pages}
    send(race.pk, cars(race, 68, 22), commentary="Contact at turn two.")
    for page in pages:
        content = client.get(page).content
        assert content == before[page]
        assert b"Contact at turn two" not in content
        assert b'hx-get="/live/now/?show=' in content
        assert b"js/live.js" in content


@pytest.mark.parametrize("page", ["/2021/germany/", "/2021/standings/drivers/after/germany/race-1/", "/drivers/"])
def test_other_pages_poll_nothing(client, race, page):
    answer = client.get(page)
    assert answer.status_code == 200
    assert b"</h1>" in answer.content
    assert b"/live/now/" not in answer.content


def test_nothing_polls_while_nothing_is_on_air(client):
    for page in ("/", "/2021/russia/", "/2021/standings/drivers/", "/live/"):
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert b"</h1>" in answer.content
        assert b"/live/now/" not in answer.content
        assert b"js/live.js" not in answer.content


def test_the_live_page_is_whole_without_javascript(client, race):
    send(race.pk, cars(race, 68, 22), lap=5, flag="safety car", commentary="Contact at turn two.")
    page = client.get("/live/").content.decode()
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page
    for text in ("Safety car", "Lap 5 of 9", "Yann Ehrlacher", "Contact at turn two.", "13:00:00"):
        assert text in page, text
    send(race.pk, cars(race, 22, 68), lap=10)
    assert "Lap 10<" in client.get("/live/").content.decode()


def test_the_leader_and_race_controls_latest_line_stand_above_the_order(client, race):
    send(race.pk, cars(race, 68, 22), lap=5, commentary="Contact at turn two.")
    head = client.get("/live/").content.decode().partition("<h1>")[2].partition("</header>")[0]
    assert "Yann Ehrlacher leads" in head
    assert "Contact at turn two." in head


def test_a_running_sessions_own_page_and_every_bar_lead_to_live(client, race):
    own, other = (client.get(f"/2021/russia/{slug}/").content.decode() for slug in ("race-1", "race-2"))
    assert "Follow it live" in own
    assert "Follow it live" not in other
    for page in (own, other, client.get("/drivers/").content.decode()):
        assert 'class="top__live nav__live"' in page


def test_the_live_page_shows_the_chosen_title(client, race):
    send(race.pk, cars(race, 68, 22))
    page = client.get("/live/?title=teams").content.decode()
    assert "Cyan Racing" in page
    assert "title=teams&amp;v=" in page


@pytest.mark.parametrize(
    "query",
    [
        "title=" + "x" * 5_000, "title=a%00b", "title=%F0%9F%8F%81", "title=no-such-title", "title=no-such-either",
        "title=drivers&title=nobody", "v=1&v=2&v=3", "v=%00", "v=" + "9" * 5_000, "lap=1&other=%FF",
    ],
)  # fmt: skip
def test_whatever_is_asked_for_is_the_default_and_kept_once(client, race, query, settings, recwarn):
    """A cache takes no more keys than there are titles."""
    # Of all caches this one can be looked into.
    own = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": query[:40]}
    settings.CACHES = settings.CACHES | {"default": own}
    send(race.pk, cars(race, 68, 22))
    usual = client.get(f"{NOW}board").content
    before = set(cache._cache)
    assert client.get(f"{NOW}board&{query}").content == usual
    assert client.get(f"/live/?{query}").status_code == 200
    assert {key for key in cache._cache if "live:" in key} == {key for key in before if "live:" in key}
    assert len([key for key in cache._cache if "live-page:" in key]) == 1
    assert not list(recwarn)


@pytest.mark.parametrize(
    "guard", ["2021.no.such", "2021.russia", "\x00", "9" * 4_000, "0s", "-1s", "2021.russia.race-1\n"]
)
def test_a_broken_choice_is_none_or_hides_and_never_fails(client, race, guard):
    send(race.pk, cars(race, 68, 22))
    client.cookies["guard"] = guard
    for address in (f"{NOW}board", "/live/", "/"):
        assert client.get(address).status_code == 200, address


def test_off_air_the_live_page_says_what_comes_next(client, race):
    Session.objects.filter(pk=race.pk).update(state="scheduled")
    with time_machine.travel(datetime(2021, 11, 25, 8, 0, tzinfo=UTC), tick=False):
        page = client.get("/live/").content.decode()
    assert "Hide what comes now" not in page
    with time_machine.travel(datetime(2021, 11, 28, 8, 0, tzinfo=UTC), tick=False):
        page = client.get("/live/").content.decode()
    assert "Race 1 today at 12:15" in page
    assert "Hide what comes now" not in page


def test_off_air_after_the_season_it_leads_to_relive(client):
    assert '<a class="button button--primary" href="/2021/relive/">' in client.get("/live/").content.decode()


def test_what_is_said_of_a_cut_line_is_whole_sentences_in_every_language(client, race):
    send(race.pk, cars(race, 68, 22), lap=1)

    def lost(address):
        notice = client.get(address).content.decode().partition(" data-lost hidden>")[2].partition("</p>")[0]
        return " ".join(re.sub("<[^>]+>", "", notice).split())

    assert lost("/live/") == (
        "The connection is lost. What you see was the latest at 13:00:00 at the circuit. The page keeps trying by "
        "itself; when nothing comes, check your signal and open the live page again."
    )
    assert lost("/sv/live/") == (
        "Anslutningen har brutits. Det du ser är läget kl. 13:00:00 lokal tid. Sidan fortsätter att försöka; "
        "om inget händer, kontrollera din uppkoppling och öppna livesidan igen."
    )


@pytest.mark.parametrize(
    "address", ["/", "/2021/", "/2021/standings/drivers/", "/2021/russia/", "/drivers/", "/teams/"]
)
def test_no_kept_page_says_live_the_morning_after(client, race, address):
    """The result is still provisional: the day at the circuit ends what is live, and no write tells of it."""
    publish(race, lines(race, 22, 68), status="provisional")
    Session.objects.filter(pk=race.pk).update(state="finished")
    assert 'class="nav__live"' in client.get(address).content.decode()
    race.clock.move_to(datetime(2021, 11, 28, 20, 59, tzinfo=UTC))
    assert 'class="nav__live"' in client.get(address).content.decode()
    race.clock.move_to(datetime(2021, 11, 28, 21, 0, 1, tzinfo=UTC))
    assert 'class="nav__live"' not in client.get(address).content.decode()
