"""Which line of a session holds its fastest lap."""

import pytest

from championship.models import EventEntry, Session
from championship.publishing import publish
from championship.rules import Line
from championship.season.reading import load_year

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("status", "holder"),
    [
        ("classified", "thed-bjork"),
        ("retired", "thed-bjork"),
        ("disqualified", "rob-huff"),
        ("excluded", "rob-huff"),
    ],
)
def test_a_car_that_was_taken_out_holds_no_fastest_lap(status, holder):
    race = Session.objects.get(event__season__year=2021, event__slug="germany", code="R2")
    cars = dict(EventEntry.objects.filter(event=race.event).values_list("driver__slug", "pk"))
    lines = [
        Line(cars["rob-huff"], 1, fastest_lap_ms=531_000),
        Line(cars["thed-bjork"], status=status, fastest_lap_ms=530_000),
    ]
    publish(race, lines, status="official")
    assert load_year(2021).fastest_laps[race.pk].driver.slug == holder
