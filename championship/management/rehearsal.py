"""A race of the past, run again: its result is real, the order until the flag is invented.

Only for a throw-away database: `set_back` deletes what came after the start.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from championship.formats import ordinal
from championship.live.orders import Car
from championship.models import CalendarChange, Classification, Event, LiveOrder, Penalty, Result, Session
from championship.publishing import Publication
from championship.rules import Line, ResultStatus
from news.models import Article

# The same race is the same invention every time.
SEED = 2021
LAPS = 12
ORDERS_A_LAP = 3
# How many places a car starts from where it finishes, give or take.
SPREAD = 4
# Parts of a race: where the yellow flag comes out, the safety car, and green again.
YELLOW, SAFETY_CAR, GREEN_AGAIN = 0.35, 0.4, 0.55


@dataclass(frozen=True, slots=True)
class Sent:
    """One running order to send."""

    cars: tuple[Car, ...]
    lap: int
    flag: str
    commentary: str = ""


@dataclass(frozen=True, slots=True)
class Race:
    """What is known of the race: the drivers' names by event entry, the published orders, the penalties."""

    session: Session
    names: dict[int, str]
    laps: int
    history: tuple[Publication[Line], ...]
    penalties: tuple[Penalty, ...]

    @property
    def on_the_road(self) -> tuple[Line, ...]:
        """The order in which they crossed the line: that of the first classification."""
        return self.history[0].lines


def invented_orders(race: Race) -> Iterator[Sent]:
    """From the start to the finish, a few orders a lap: neighbours change places until the finish is reached."""
    chance = random.Random(SEED)
    names, lines = race.names, race.on_the_road
    finish = [line.event_entry for line in lines if line.status == ResultStatus.CLASSIFIED]
    retired = [line.event_entry for line in lines if line.status == ResultStatus.RETIRED]
    place = {car: index for index, car in enumerate(finish + retired)}
    pole = {line.event_entry for line in lines if line.grid == 1}
    order = sorted(place, key=lambda car: (car not in pole, place[car] + chance.gauss(0, SPREAD)))
    last_lap = {car: chance.randint(1, max(1, race.laps - 1)) for car in retired}
    steps = race.laps * ORDERS_A_LAP
    flag = LiveOrder.Flag.GREEN
    yield Sent(_cars(order, 0), 1, flag, _("Lights out: %(name)s leads away.") % {"name": names[order[0]]})
    for step in range(1, steps):
        lap, part = 1 + step // ORDERS_A_LAP, step / steps
        words = ""
        for car in [car for car in order if last_lap.get(car, race.laps) < lap]:
            order.remove(car)
            words = _("%(name)s is out.") % {"name": names[car]}
        before, flag = flag, _flag(part)
        if flag != before:
            words = _words_of(flag)
        if flag == LiveOrder.Flag.GREEN:
            passed = _change_places(order, place, steps - step, chance)
            if passed and not words:
                words = _words_of_pass(names[passed[0]], order.index(passed[0]) + 1)
        yield Sent(_cars(order, 0.1 if flag == LiveOrder.Flag.SAFETY_CAR else part), lap, flag, words)
    gaps = {line.event_entry: Car(line.event_entry, line.gap_ms, line.gap_laps) for line in lines}
    words = _("%(name)s takes the chequered flag.") % {"name": names[finish[0]]}
    yield Sent(tuple(gaps[car] for car in finish), race.laps, LiveOrder.Flag.CHEQUERED, words)


def _flag(part: float) -> LiveOrder.Flag:
    if YELLOW <= part < SAFETY_CAR:
        return LiveOrder.Flag.YELLOW
    return LiveOrder.Flag.SAFETY_CAR if SAFETY_CAR <= part < GREEN_AGAIN else LiveOrder.Flag.GREEN


def _words_of(flag: LiveOrder.Flag) -> str:
    return {
        LiveOrder.Flag.YELLOW: _("Yellow flags: a car is off in the last corner."),
        LiveOrder.Flag.SAFETY_CAR: _("The safety car is out."),
        LiveOrder.Flag.GREEN: _("Green flag: racing again."),
    }[flag]


def _words_of_pass(name: str, place: int) -> str:
    if place == 1:
        return _("%(name)s takes the lead.") % {"name": name}
    return _("%(name)s is up to %(place)s.") % {"name": name, "place": ordinal(place)}


def _change_places(order: list[int], place: dict[int, int], left: int, chance: random.Random) -> list[int]:
    """Lets as many neighbours change places as are due with `left` orders to come. Gives who went ahead, best first."""
    wrong = sum(place[ahead] > place[behind] for index, ahead in enumerate(order) for behind in order[index + 1 :])
    ahead = set()
    for _pass in range(-(-wrong // left)):
        pairs = [index for index in range(len(order) - 1) if place[order[index]] > place[order[index + 1]]]
        if not pairs:
            break
        index = chance.choice(pairs)
        order[index], order[index + 1] = order[index + 1], order[index]
        ahead.add(order[index])
    return [car for car in order if car in ahead]


def _cars(order: Sequence[int], part: float) -> tuple[Car, ...]:
    """With gaps that grow with the race, from car to car by more than what is theirs alone."""
    return tuple(
        Car(car, None if index == 0 else round(index * (420 + 900 * part) + 53 * (car % 7)))
        for index, car in enumerate(order)
    )


def read_race(session: Session) -> Race:
    """All that is known of a race, read before it is set back. Raises ValueError when it has no classification."""
    lines = Result.objects.filter(classification__session=session).lines()
    history = tuple(
        Publication(
            classification.number,
            classification.status,
            lines.get(classification.pk, ()),
            reason=classification.reason,
        )
        for classification in Classification.objects.filter(session=session).order_by("number")
    )
    if not history:
        raise ValueError
    cars = session.event.event_entries.select_related("driver")
    names = {car.pk: str(car.driver) for car in cars}
    laps = session.laps_run or session.laps_scheduled or LAPS
    return Race(session, names, laps, history, tuple(session.penalties.all()))


@transaction.atomic
def set_back(race: Race) -> None:
    """Makes the season what it was before the race, and its day today."""
    session = race.session
    later = Session.objects.filter(event__starts_on__gt=session.event.starts_on) | Session.objects.filter(
        event=session.event, order__gte=session.order
    )
    Classification.objects.filter(session__in=later).delete()
    Penalty.objects.filter(session__in=later).delete()
    Article.objects.filter(season=session.event.season_id, day__gte=session.date or session.event.starts_on).delete()
    later.exclude(state=Session.State.CANCELLED).update(state=Session.State.SCHEDULED)
    today = timezone.now().astimezone(ZoneInfo(session.event.circuit.timezone)).date()
    moved = today - (session.date or session.event.ends_on)
    events = Event.objects.filter(season=session.event.season_id, starts_on__gte=session.event.starts_on)
    events.filter(status=Event.Status.HELD).update(status=Event.Status.SCHEDULED)
    CalendarChange.objects.filter(event__in=events).delete()
    _move(events, moved)


def _move(events: QuerySet[Event], moved: timedelta) -> None:
    """Row by row: databases add days to a date in words of their own."""
    for event in events:
        event.starts_on += moved
        event.ends_on += moved
        event.save(update_fields=("starts_on", "ends_on"))
        for session in event.sessions.all():
            session.date = session.date and session.date + moved
            session.starts_at = session.starts_at and session.starts_at + moved
            session.save(update_fields=("date", "starts_at"))
