"""A race under way: its cars, an order of them, and what a reader holds of it."""

from datetime import UTC, datetime

from championship.live.orders import Car
from championship.models import EventEntry
from championship.rules import Line

NOW = "/live/now/?show="
RACE_DAY = datetime(2021, 11, 28, 10, 0, tzinfo=UTC)


def cars(session, *numbers):
    known = dict(EventEntry.objects.filter(event=session.event).values_list("number", "pk"))
    return [Car(known[number]) for number in numbers]


def lines(session, *numbers):
    return [Line(car.event_entry, place) for place, car in enumerate(cars(session, *numbers), start=1)]


def v_of(response) -> str:
    return response.content.decode().partition("&amp;v=")[2].partition('"')[0]
