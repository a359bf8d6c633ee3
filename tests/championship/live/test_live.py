"""What is sent while a session runs, and what readers see of it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from championship.live import pieces
from championship.live.on_air import as_it_stands, live_session
from championship.live.orders import Car, OrderRefused, prune, send
from championship.live.reader import version
from championship.management import rehearsal
from championship.models import Classification, EventEntry, LiveOrder, Session
from championship.publishing import publish
from championship.rules import Line
from championship.season.reading import load_year
from tests.conftest import forget_pages
from web.addresses.languages import in_language
from web.cache import page_cache, revision

pytestmark = pytest.mark.django_db
NOW = "/live/now/?show="
RACE_DAY = datetime(2021, 11, 28, 10, 0, tzinfo=UTC)


@pytest.fixture
def race():
    """Race 1 in Russia under way, on its day, and nothing known of what came after."""
    with time_machine.travel(RACE_DAY, tick=False) as clock:
        session = Session.objects.select_related("event").get(event__slug="russia", code="R1")
        later = Session.objects.filter(event=session.event, order__gte=session.order)
        Classification.objects.filter(session__in=later).delete()
        later.update(state="scheduled")
        Session.objects.filter(pk=session.pk).update(state="live")
        session.clock = clock
        cache.clear()
        yield session


def cars(session, *numbers):
    known = dict(EventEntry.objects.filter(event=session.event).values_list("number", "pk"))
    return [Car(known[number]) for number in numbers]


def lines(session, *numbers):
    return [Line(car.event_entry, place) for place, car in enumerate(cars(session, *numbers), start=1)]


def v_of(response) -> str:
    return response.content.decode().partition("&amp;v=")[2].partition('"')[0]


# Sending


def test_orders_are_numbered_in_each_session(race):
    assert [send(race.pk, cars(race, 68, 22)).sequence for _ in range(3)] == [1, 2, 3]


def test_only_a_live_session_takes_orders(race):
    Session.objects.filter(pk=race.pk).update(state="finished")
    with pytest.raises(OrderRefused):
        send(race.pk, cars(race, 68))
    assert not LiveOrder.objects.exists()


def test_an_order_raises_the_live_revision_alone(race):
    before = revision.current()
    send(race.pk, cars(race, 68))
    after = revision.current()
    assert {name for name in after if after[name] != before[name]} == {"live"}


def test_orders_go_once_the_session_is_finished_and_official(race):
    send(race.pk, cars(race, 68, 22))
    publish(race, lines(race, 22, 68), status="official")
    assert LiveOrder.objects.count() == 1
    Session.objects.filter(pk=race.pk).update(state="finished")
    prune()
    assert not LiveOrder.objects.exists()


def test_publishing_the_official_result_deletes_them(race):
    send(race.pk, cars(race, 68, 22))
    Session.objects.filter(pk=race.pk).update(state="finished")
    publish(race, lines(race, 22, 68), status="provisional")
    assert LiveOrder.objects.exists()
    publish(race, lines(race, 22, 68), status="official")
    assert not LiveOrder.objects.exists()


def test_finishing_an_official_session_in_race_control_deletes_them(admin_client, race):
    send(race.pk, cars(race, 68, 22))
    publish(race, lines(race, 22, 68), status="official")
    address = f"/admin/championship/session/{race.pk}/race-control/"
    admin_client.post(address, {"do": "state", "before": "live", "to": "finished"})
    assert Session.objects.get(pk=race.pk).state == "finished"
    assert not LiveOrder.objects.exists()


# What is on air


def test_places_are_counted_from_the_first_order(race):
    send(race.pk, cars(race, 68, 22, 69))
    send(race.pk, cars(race, 22, 68))
    live = live_session(load_year(2021))
    assert [(car.line.number, car.line.position, car.moved) for car in live.cars] == [(22, 1, 1), (68, 2, -1)]
    assert [line.number for line in live.dropped] == [69]


def test_every_title_stands_as_if_the_flag_fell_now(race):
    season = load_year(2021)
    before = season.standings["drivers"].tables[live_session(season).session.index]
    send(race.pk, cars(race, 22, 68))
    live = live_session(season)
    drivers = {row.standing.row.competitor: row for row in as_it_stands(live, season.titles_by_slug["drivers"])}
    assert drivers["frederic-vervisch"].gained == 25
    assert drivers["frederic-vervisch"].standing.points == before.points_of("frederic-vervisch") + 25
    assert drivers["yann-ehrlacher"].gained == 20
    assert drivers["rob-huff"].gained == 0
    teams = {row.standing.row.competitor: row.gained for row in as_it_stands(live, season.titles_by_slug["teams"])}
    assert sum(teams.values()) == 45
    # The record that pages show is untouched.
    assert season.classification(live.session) is None


def test_a_delay_shows_the_order_sent_by_then(race):
    send(race.pk, cars(race, 68, 22))
    race.clock.shift(timedelta(seconds=30))
    send(race.pk, cars(race, 22, 68))
    season = load_year(2021)
    then = RACE_DAY + timedelta(seconds=10)
    assert live_session(season, at=then).cars[0].line.number == 68
    assert live_session(season).cars[0].line.number == 22
    known = version(revision.current(), at=then)
    send(race.pk, cars(race, 22, 69))
    assert version(revision.current(), at=then) == known
    assert live_session(season, at=RACE_DAY - timedelta(seconds=1)).order is None


def test_a_classification_takes_the_place_of_the_order(race):
    send(race.pk, cars(race, 68, 22))
    race.clock.shift(timedelta(minutes=1))
    publish(race, lines(race, 22, 68), status="provisional")
    assert live_session(load_year(2021)).classification.number == 1
    race.clock.shift(timedelta(minutes=1))
    send(race.pk, cars(race, 68, 22))
    assert live_session(load_year(2021)).classification is None


def test_it_is_off_air_once_official_and_the_day_after(race):
    Session.objects.filter(pk=race.pk).update(state="finished")
    publish(race, lines(race, 22, 68), status="provisional")
    assert live_session(load_year(2021)).session.code == "R1"
    race.clock.shift(timedelta(days=1))
    assert live_session(load_year(2021)) is None
    race.clock.shift(timedelta(days=-1))
    publish(race, lines(race, 22, 68), status="official")
    assert live_session(load_year(2021)) is None


# Polls


@pytest.mark.parametrize("show", ["board", "front", "strip"])
def test_a_poll_is_answered_204_until_something_is_new(client, race, show):
    send(race.pk, cars(race, 68, 22))
    first = client.get(f"{NOW}{show}")
    assert b"every 2s" in first.content
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
def test_a_poll_ends_with_an_element_without_a_trigger(client, race, show):
    send(race.pk, cars(race, 68, 22))
    v = v_of(client.get(f"{NOW}{show}"))
    Session.objects.filter(pk=race.pk).update(state="finished")
    publish(race, lines(race, 22, 68), status="official")
    last = client.get(f"{NOW}{show}&v={v}").content.decode()
    assert f'id="live-{show}"' in last
    assert "hx-trigger" not in last
    assert "/2021/russia/race-1/" in last


def test_no_other_piece_is_given(client):
    assert client.get(f"{NOW}everything").status_code == 404


def test_who_has_something_is_told_nothing_new_while_a_piece_is_being_made(client, race):
    send(race.pk, cars(race, 68, 22))
    with pieces._making:
        assert client.get(f"{NOW}board&v=older").status_code == 204
    assert client.get(f"{NOW}board&v=older").status_code == 200


# Delay and guard


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


# Pages


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


@pytest.mark.parametrize("query", ["", "show=", "show=nothing", "show=%00", "show=board%00", "show=" + "x" * 5_000])
def test_a_piece_that_is_not_there_is_not_found(client, race, query):
    assert client.get(f"/live/now/?{query}").status_code == 404


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
    with time_machine.travel(datetime(2021, 11, 28, 8, 0, tzinfo=UTC), tick=False):
        page = client.get("/live/").content.decode()
    assert "Nothing is live now" in page
    assert "Race 1 today at 12:15" in page
    assert "Hide what comes now" not in page


def test_off_air_after_the_season_it_leads_to_relive(client):
    assert '<a class="button button--primary" href="/2021/relive/">' in client.get("/live/").content.decode()


# Rehearsal


def test_the_invented_orders_end_in_the_real_one():
    race = rehearsal.read_race(Session.objects.select_related("event__circuit").get(event__slug="russia", code="R1"))
    orders = list(rehearsal.invented_orders(race))
    finish = [line.event_entry for line in race.on_the_road if line.position is not None]
    assert [car.event_entry for car in orders[-1].cars][: len(finish) - 1] == finish[:-1]
    assert orders == list(rehearsal.invented_orders(race))
    assert {sent.flag for sent in orders} == {"green", "yellow", "safety car", "chequered"}
    assert all(len({car.event_entry for car in sent.cars}) == len(sent.cars) for sent in orders)
    gone = set()
    for sent in orders[:-1]:
        gaps = [car.gap_ms for car in sent.cars[1:]]
        assert gaps == sorted(gaps)
    for sent in orders:
        running = {car.event_entry for car in sent.cars}
        assert not gone & running
        gone |= {car.event_entry for car in orders[0].cars} - running


def test_a_rehearsal_is_set_back_to_the_start_of_the_race():
    session = Session.objects.select_related("event__circuit").get(event__slug="russia", code="R1")
    rehearsal.set_back(rehearsal.read_race(session))
    season = load_year(2021)
    assert season.latest.key == "russia/Q3"
    assert season.session("russia", "R2").state == "scheduled"


def test_nothing_is_rehearsed_on_a_real_database():
    before = Classification.objects.count()
    with pytest.raises(CommandError, match="REHEARSAL=1"):
        call_command("rehearse")
    assert Classification.objects.count() == before


def test_every_page_of_a_rehearsal_says_so(client, settings):
    settings.REHEARSAL = True
    for page in ("/", "/live/", "/drivers/", "/no/such/page/"):
        assert "the order between start and finish is invented" in client.get(page).content.decode()


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


# Why a title stands as it does


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
