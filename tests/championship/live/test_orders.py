"""What is sent while a session runs, and what is on air of it."""

from datetime import timedelta

import pytest

from championship.live.on_air import as_it_stands, live_session
from championship.live.orders import OrderRefused, prune, send
from championship.live.reader import version
from championship.models import LiveOrder, Session
from championship.publishing import publish
from championship.season.reading import load_year
from tests.championship.live.race import RACE_DAY, cars, lines
from web.cache import revision

pytestmark = pytest.mark.django_db


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
    """Its result stays for the weekend."""

    def on_air():
        return live_session(load_year(2021)).is_on_air

    Session.objects.filter(pk=race.pk).update(state="finished")
    publish(race, lines(race, 22, 68), status="provisional")
    assert on_air()
    race.clock.shift(timedelta(days=1))
    assert not on_air()
    race.clock.shift(timedelta(days=-1))
    publish(race, lines(race, 22, 68), status="official")
    assert not on_air()
    race.clock.shift(timedelta(days=2))
    assert live_session(load_year(2021)) is None
