"""A race that is classified: the open pages become its result, which stays until the next session starts."""

from datetime import UTC, datetime, timedelta

import pytest

from championship.live.orders import send
from championship.models import Session
from championship.publishing import publish
from tests.championship.live.race import NOW, cars, lines, v_of

pytestmark = pytest.mark.django_db


def board(client, show="board"):
    return client.get(f"{NOW}{show}").content.decode()


def finished(race, status, *numbers):
    publish(race, lines(race, *numbers), status=status)
    Session.objects.filter(pk=race.pk).update(state="finished")


def test_the_live_page_becomes_the_result_and_names_the_winner(client, race):
    send(race.pk, cars(race, 68, 22, 69), lap=9)
    assert "chequers" not in board(client)
    finished(race, "provisional", 96, 69, 16, 68)
    piece = " ".join(board(client).split())
    for text in ("chequers", "> Azcona wins </h1>", "Azcona won from Vernay and Magnus.", "Provisional", "Race 2"):
        assert text in piece, text
    assert "What it did to the titles" in piece


def test_a_champion_stands_on_gold_provisionally_until_the_result_is_official(client, race):
    finished(race, "provisional", 68, 69, 16)
    assert "Ehrlacher is provisionally champion" in board(client)
    publish(race, lines(race, 68, 69, 16), status="official")
    piece = board(client)
    assert "provisionally champion" not in piece
    assert "Ehrlacher is champion" in piece


@pytest.mark.parametrize("show", ["board", "front", "strip"])
def test_an_official_result_stays_on_open_pages_until_the_next_session_starts(client, race, show):
    finished(race, "official", 96, 69, 16)
    piece = board(client, show)
    assert "Azcona wins" in piece
    assert "every 60s" in piece
    race.clock.move_to(datetime(2021, 11, 29, 10, 0, tzinfo=UTC))
    assert "Azcona wins" in board(client, show)
    Session.objects.filter(event=race.event, code="R2").update(state="live")
    assert "Azcona wins" not in board(client, show)


def test_after_the_weekend_nothing_is_live(client, race):
    finished(race, "official", 96, 69, 16)
    race.clock.move_to(datetime(2021, 12, 1, 10, 0, tzinfo=UTC))
    piece = board(client)
    assert "Nothing is live now" in piece
    assert "hx-trigger" not in piece


def test_who_hides_results_or_asked_for_a_delay_sees_no_winner_yet(client, race):
    send(race.pk, cars(race, 68, 22), lap=9)
    finished(race, "official", 96, 69, 16)
    client.cookies["guard"] = "30s"
    assert "Azcona wins" not in board(client)
    race.clock.shift(timedelta(seconds=31))
    assert "Azcona wins" in board(client)
    client.cookies["guard"] = "2021.russia.race-1"
    assert "Azcona wins" not in board(client)


def test_a_qualifying_keeps_its_order_and_what_comes_next_below(client, race):
    Session.objects.filter(pk=race.pk).update(state="scheduled")
    race.clock.move_to(datetime(2021, 11, 28, 8, 0, tzinfo=UTC))
    piece = board(client)
    assert "Azcona" in piece
    assert "chequers" not in piece
    assert "Race 1 today at 12:15" in piece


@pytest.mark.parametrize(("show", "seconds"), [("board", 2), ("front", 10), ("strip", 10)])
def test_a_race_week_asks_once_a_minute_until_a_session_runs(client, race, show, seconds):
    assert f"every {seconds}s" in board(client, show)
    Session.objects.filter(pk=race.pk).update(state="scheduled")
    race.clock.move_to(datetime(2021, 11, 25, 10, 0, tzinfo=UTC))
    answer = client.get(f"{NOW}{show}")
    assert b"every 60s" in answer.content
    assert client.get(f"{NOW}{show}&v={v_of(answer)}").status_code == 204


@pytest.mark.parametrize("page", ["/", "/2021/russia/", "/2021/standings/drivers/"])
def test_pages_of_a_race_week_hold_a_place_before_anything_runs(client, race, page):
    Session.objects.filter(pk=race.pk).update(state="scheduled")
    content = client.get(page).content.decode()
    assert 'hx-get="/live/now/?show=strip' in content
    assert "js/live.js" in content
