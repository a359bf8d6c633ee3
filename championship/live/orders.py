"""Live orders: sent by race control while a session runs, shown to readers with every title as it stands.

A live order is not a classification. It raises only the live revision, no kept page holds anything of it, and it is
deleted once the session is finished and its result official.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max, Q, Subquery
from django.utils import timezone

from championship.models import Classification, LiveOrder, Result, Session
from championship.season.parts import ClassificationView, EntryView, ResultView, SessionView, TitleView
from championship.season.reading import with_classification
from championship.season.state import session_on_air
from championship.season.view import SeasonView
from championship.tables.title import StandingsRow, standings_rows

# How many lines of commentary readers see.
COMMENTS = 6


class Car(NamedTuple):
    """A car of a running order: the id of its place on the event's list and, where sent, its gap to first."""

    event_entry: int
    gap_ms: int | None = None
    gap_laps: int | None = None


class OrderRefused(ValueError):
    """The session is not live."""


class OrderOvertaken(ValueError):
    """Somebody else sent an order since the one that this follows."""


def send(
    session_pk: int,
    cars: Sequence[Car],
    *,
    lap: int | None = None,
    flag: str = LiveOrder.Flag.GREEN,
    commentary: str = "",
    by: int | None = None,
    follows: int | None = None,
) -> LiveOrder:
    """Makes `cars`, first to last, the session's latest order. `by` is an editor's id, `follows` the last order that
    they knew of, 0 for none. Raises OrderRefused, and OrderOvertaken where another editor sent one since."""
    with transaction.atomic():
        # The lock makes the next number ours; SQLite has one writer at a time and needs none.
        state = Session.objects.select_for_update().values_list("state", flat=True).get(pk=session_pk)
        if state != Session.State.LIVE:
            raise OrderRefused
        orders = LiveOrder.objects.filter(session=session_pk)
        last = orders.order_by("-sequence").first()
        if last is None:
            prune()
        elif follows is not None and last.sequence > follows and last.sent_by_id != by:
            raise OrderOvertaken
        return LiveOrder.objects.create(
            session_id=session_pk,
            sequence=last.sequence + 1 if last else 1,
            lap=lap,
            flag=flag,
            order=[list(car) for car in cars],
            commentary=commentary,
            sent_by_id=by,
        )


def prune() -> None:
    """Deletes the orders of sessions that are finished and whose result is official."""
    official = Classification.objects.current().filter(status=Classification.Status.OFFICIAL)
    over = Session.objects.filter(state=Session.State.FINISHED, classifications__in=official)
    LiveOrder.objects.filter(session__in=over).delete()


def version(revisions: Mapping[str, str], at: datetime | None = None) -> str:
    """What a reader holds who has the newest of all, by the revisions. No query, with `at` two.

    `at`: for a reader who sees things as they were at that moment. The hour is part of it, so that what time alone
    changes comes, too.
    """
    live = revisions["live"]
    if at is not None:
        order = LiveOrder.objects.order_by().filter(sent_at__lte=at).aggregate(newest=Max("pk"))
        result = Classification.objects.order_by().filter(published_at__lte=at).aggregate(newest=Max("pk"))
        live = f"{order['newest']} {result['newest']}"
    text = f"{revisions['content']} {live} {timezone.now():%d%H}"
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Order:
    """A running order as read."""

    sequence: int
    lap: int | None
    flag: str
    cars: tuple[Car, ...]
    commentary: str
    sent_at: datetime

    @property
    def flag_words(self) -> str:
        return str(LiveOrder.Flag(self.flag).label)

    @property
    def flag_name(self) -> str:
        """For a class: safety-car."""
        return self.flag.replace(" ", "-")


@dataclass(frozen=True, slots=True)
class RunningCar:
    """A line of the order. `moved`: places won, negative when lost, since the first order sent; None for a newcomer."""

    line: ResultView
    moved: int | None

    @property
    def lost(self) -> int:
        return max(0, -(self.moved or 0))


@dataclass(frozen=True, slots=True)
class Live:
    """What is on air.

    season: the season as it stands, with the order, or the classification once there is a newer one, as the session's
    result. classification: the newer one, None while the order counts. dropped: who is in the first order and no longer
    in this one. said: the lines of commentary, newest first.
    """

    session: SessionView
    season: SeasonView
    order: Order | None
    classification: ClassificationView | None
    cars: list[RunningCar]
    dropped: list[ResultView]
    said: list[Order]

    @property
    def is_running(self) -> bool:
        return self.session.state == Session.State.LIVE


def on_air(season: SeasonView, at: datetime | None = None) -> Live | None:
    """The session that is on air in `season`, None when there is none. One query.

    `at`: with what was sent and published by that moment, for readers who asked for a delay.
    """
    session = session_on_air(season, timezone.now())
    if session is None:
        return None
    orders = _read_orders(session, at)
    order = orders[0] if orders else None
    said = [one for one in orders if one.commentary][:COMMENTS]
    classification = season.classification(session)
    published = classification.published_at if classification else None
    is_known = classification is not None and (at is None or published is None or published <= at)
    # A race may go on after a result was published, as it does after a red flag.
    if is_known and (order is None or published is None or published >= order.sent_at):
        return Live(session, season, order, classification, [], [], said)
    first = _lines(season, session, orders[-1]) if orders else []
    lines = _lines(season, session, order) if order else []
    started = {line.entry.id: line.position for line in first}
    cars = [RunningCar(line, _moved(started.get(line.entry.id), line.position)) for line in lines]
    running = {line.entry.id for line in lines}
    # As if the flag fell now: the cars in the order have their places, the others none.
    as_it_stands = ClassificationView(0, Classification.Status.PROVISIONAL, None, lines)
    standing = with_classification(season, session, as_it_stands)
    return Live(session, standing, order, None, cars, [one for one in first if one.entry.id not in running], said)


def _read_orders(session: SessionView, at: datetime | None) -> list[Order]:
    """Newest first: the latest order, those with a line of commentary, and the first one."""
    sent = LiveOrder.objects.filter(session=session.id)
    if at is not None:
        sent = sent.filter(sent_at__lte=at)
    latest = sent.order_by("-sequence").values("sequence")[:1]
    rows = (
        sent.filter(Q(sequence=Subquery(latest)) | ~Q(commentary="") | Q(sequence=1))
        .order_by("-sequence")
        .values_list("sequence", "lap", "flag", "order", "commentary", "sent_at")
    )
    return [
        Order(sequence, lap, flag, tuple(Car(*car) for car in cars), commentary, sent_at)
        for sequence, lap, flag, cars, commentary, sent_at in rows
    ]


def _lines(season: SeasonView, session: SessionView, order: Order) -> list[ResultView]:
    """The order as lines of a result. A car that was taken off the event's list since it was sent is left out."""
    event = session.event.id
    entries = {entry.on_lists[event]: entry for entry in season.entries if event in entry.on_lists}
    cars = [car for car in order.cars if car.event_entry in entries]
    return [
        _line(entries[car.event_entry], entries[car.event_entry].numbers[event], place, car)
        for place, car in enumerate(cars, start=1)
    ]


def _line(entry: EntryView, number: int | None, place: int, car: Car) -> ResultView:
    return ResultView(
        entry=entry,
        number=number,
        position=place,
        status=Result.Status.CLASSIFIED,
        laps=None,
        time_ms=None,
        gap_ms=car.gap_ms,
        gap_laps=car.gap_laps,
        grid=None,
        fastest_lap_ms=None,
    )


def _moved(start: int | None, place: int | None) -> int | None:
    return None if start is None or place is None else start - place


@dataclass(frozen=True, slots=True)
class StandingNow:
    """A line of a title as it stands. gained: this session's points; moved: places won since before the session."""

    standing: StandingsRow
    gained: Decimal
    moved: int | None

    @property
    def lost(self) -> int:
        return max(0, -(self.moved or 0))


def as_it_stands(live: Live, title: TitleView) -> list[StandingNow]:
    """The title's table if the session ended in the order of this moment."""
    standings = live.season.standings[title.slug]
    index = live.session.index
    before = standings.tables[index - 1] if index and not standings.on_record_so_far(index - 1) else None
    gained: dict[str, Decimal] = defaultdict(Decimal)
    for award in standings.awards[index]:
        gained[award.competitor] += award.points
    rows = []
    for row in standings_rows(live.season, title, live.session):
        previous = before and before.by_competitor.get(row.row.competitor)
        rows.append(
            StandingNow(row, gained[row.row.competitor], previous.position - row.row.position if previous else None)
        )
    return rows
