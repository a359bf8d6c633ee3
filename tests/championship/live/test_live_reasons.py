"""Why a title stands as it does while a session runs."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from championship.live.orders import send
from championship.models import Session
from championship.publishing import publish
from championship.rules import Line
from tests.championship.live.race import NOW, cars, lines
from tests.conftest import forget_pages
from web.cache import page_cache

pytestmark = pytest.mark.django_db


def why_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode().partition("<main")[2]))


def test_every_figure_of_a_title_as_it_stands_leads_to_its_reasons(client, race):
    """Without JavaScript: to a page that the figures add up on, the session that runs included."""
    send(race.pk, cars(race, 22, 68))
    for address in ("/live/?title=drivers", "/live/?title=teams", f"{NOW}front&title=drivers"):
        piece = client.get(address).content.decode()
        links = re.findall(r'<a class="why-link" href="([^"#]+)[^"]*" aria-label="[^"]*">([^<]+)</a>', piece)
        totals = [(link, figure) for link, figure in links if not figure.startswith("+")]
        assert len(totals) >= 6
        for link, figure in totals[:8]:
            page = client.get(link).content.decode()
            assert f": {figure} point" in page.partition("<h1>")[2], link
    assert '/live/drivers/why/frederic-vervisch/#russia-race-1" aria-label="+25 points, why">+25</a>' in (
        client.get("/live/").content.decode()
    )
    text = why_of(client, "/live/drivers/why/frederic-vervisch/")
    assert "R1 · 1st 25" in text
    assert text.count("25-20-16-13-11-10-9-8-7-6-5-4-3-2-1") == 1
    assert "As if Race 1 in Russia ended in the order sent at 13:00:00 at the circuit ." in text
    assert "Running order of Race 1 in Russia" in text
    assert (
        "/2021/standings/drivers/after/russia/race-1/"
        not in client.get("/live/drivers/why/frederic-vervisch/").content.decode()
    )


def test_the_reasons_follow_each_order_and_are_in_no_page_cache(client, race, monkeypatch):
    pages, page = [], page_cache._page
    monkeypatch.setattr(page_cache, "_page", lambda *made: pages.append(made) or page(*made))
    address = "/live/drivers/why/frederic-vervisch/"
    assert "before the first order" in why_of(client, address)
    for number, place in ((22, "1st"), (68, "2nd")):
        send(race.pk, cars(race, *((22, 68) if number == 22 else (68, 22))))
        assert f"R1 · {place}" in why_of(client, address)
    assert client.get(address).headers["Cache-Control"] == "private, no-cache"
    assert pages == []
    client.get("/2021/standings/drivers/")
    assert len(pages) == 1


def test_the_reasons_wait_as_long_as_a_delay_says(client, race):
    send(race.pk, cars(race, 68, 22))
    race.clock.shift(timedelta(seconds=120))
    send(race.pk, cars(race, 22, 68))
    client.cookies["guard"] = "60s"
    text = why_of(client, "/live/drivers/why/frederic-vervisch/")
    assert "R1 · 2nd" in text
    assert "60 seconds behind." in text
    # A result that came since is not what they rest on either.
    publish(race, lines(race, 22, 68), status="provisional")
    assert "R1 · 2nd" in why_of(client, "/live/drivers/why/frederic-vervisch/")


def test_with_results_hidden_or_known_the_reasons_are_those_of_the_last_table(client, race):
    send(race.pk, cars(race, 22, 68))
    client.cookies["guard"] = "2021.italy.race-2"
    answer = client.get("/live/drivers/why/frederic-vervisch/")
    assert answer.headers["Location"] == "/2021/standings/drivers/after/italy/race-2/why/frederic-vervisch/"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    del client.cookies["guard"]
    race.clock.shift(timedelta(minutes=1))
    publish(race, lines(race, 22, 68), status="provisional")
    answer = client.get("/live/drivers/why/frederic-vervisch/")
    assert answer.headers["Location"] == "/2021/standings/drivers/after/russia/race-1/why/frederic-vervisch/"


def test_a_result_before_a_red_flag_is_not_what_the_new_order_rests_on(client, race):
    send(race.pk, cars(race, 68, 22))
    first = [Line(car.event_entry, place, note="Told before", basis="one source") for place, car in
             enumerate(cars(race, 68, 22), start=1)]  # fmt: skip
    publish(race, first, status="provisional")
    race.clock.shift(timedelta(minutes=1))
    send(race.pk, cars(race, 22, 68))
    assert "Told before" not in why_of(client, "/live/drivers/why/frederic-vervisch/")


@pytest.mark.parametrize("address", ["/live/no-such/why/rob-huff/", "/live/drivers/why/no-such/"])
def test_reasons_of_nobody_are_not_found(client, race, address):
    send(race.pk, cars(race, 68, 22))
    assert client.get(address).status_code == 404
    Session.objects.filter(pk=race.pk).update(state="scheduled")
    assert client.get(address).status_code == 404


def test_the_reasons_cost_few_queries(client, race):
    send(race.pk, cars(race, 68, 22))
    forget_pages()
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/live/teams/why/cyan-racing-lynk-and-co/").status_code == 200
    assert len(queries) == 7
