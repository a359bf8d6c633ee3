"""A weekend of 2021 set back, a race of it under way, its result published.

The one module of the comparison that takes anything from the site's code.
"""

from datetime import datetime, timedelta
from itertools import islice

import time_machine

from championship.live import orders
from championship.management.rehearsal import Race, invented_orders, read_race, set_back
from championship.models import Session
from championship.publishing import publish
from tests.compare.states import BETWEEN_ORDERS, LIGHTS_OUT, OFFICIAL, ORDERS, PENALISED, PROVISIONAL

EVENT = "russia"


def forget_the_weekend() -> None:
    """As it was in the week before: nothing has run, and every session has its time."""
    qualifying = _session("qualifying-1")
    _set_back(read_race(qualifying), LIGHTS_OUT - timedelta(days=1))
    sessions = Session.objects.filter(event=qualifying.event, order__lte=qualifying.order + 2)
    for number, session in enumerate(sessions.order_by("order")):
        session.state = "scheduled"
        session.date = qualifying.date
        session.starts_at = LIGHTS_OUT - timedelta(days=1) + number * timedelta(minutes=45)
        session.save()


def start_the_race() -> None:
    """Live, with the first orders sent."""
    _start(read_race(_session("race-1")))


def publish_the_race() -> None:
    """Run, and its result published: provisional, with its penalties, and official."""
    race = read_race(_session("race-1"))
    session, final = race.session, race.history[-1]
    _start(race)
    with time_machine.travel(PROVISIONAL, tick=False) as clock:
        Session.objects.filter(pk=session.pk).update(state="finished")
        publish(session, race.on_the_road, status="provisional", by="Timekeeper")
        clock.move_to(PENALISED)
        for penalty in race.penalties:
            penalty.save(force_insert=True)
        publish(session, final.lines, status="provisional", by="Race control", reason=final.reason)
        clock.move_to(OFFICIAL)
        publish(session, final.lines, status="official", by="Race control", reason="The stewards are done.")


def _start(race: Race) -> None:
    _set_back(race, LIGHTS_OUT)
    Session.objects.filter(pk=race.session.pk).update(state="live")
    with time_machine.travel(LIGHTS_OUT, tick=False) as clock:
        for sent in islice(invented_orders(race), ORDERS):
            orders.send(race.session.pk, sent.cars, lap=sent.lap, flag=sent.flag, commentary=sent.commentary)
            clock.shift(BETWEEN_ORDERS)


def _set_back(race: Race, at: datetime) -> None:
    """On its own day, so that no date moves."""
    with time_machine.travel(at, tick=False):
        set_back(race)


def _session(slug: str) -> Session:
    sessions = Session.objects.select_related("event__circuit")
    return sessions.get(event__season__year=2021, event__slug=EVENT, slug=slug)
