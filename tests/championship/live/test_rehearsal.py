"""A rehearsal: invented orders that end in the real one."""

import pytest
from django.core.management import CommandError, call_command

from championship.management import rehearsal
from championship.models import Classification, Session
from championship.season.reading import load_year

pytestmark = pytest.mark.django_db


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
