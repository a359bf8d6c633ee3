"""The session that is on air as readers see it: its latest order, or its result, and every title as it stands."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Q, Subquery
from django.utils import timezone

from championship.live.orders import Car
from championship.models import LiveOrder, Result, Session
from championship.season.parts import ClassificationView, EntryView, ResultView, SessionView, TeamView, TitleView
from championship.season.reading import unpublished, with_classification
from championship.season.state import session_on_air, session_shown
from championship.season.view import SeasonView
from championship.tables.title import StandingsRow, places_gained, ranking_before, standings_rows

# How many lines of commentary readers see.
COMMENTS = 6


@dataclass(frozen=True, slots=True)
class LiveOrderView:
    """A live order as read."""

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
    def place(self) -> str:
        return "–" if self.line.position is None else str(self.line.position)


@dataclass(frozen=True, slots=True)
class LiveSession:
    """What is on air.

    season: the season as it stands, with the order, or the classification once there is a newer one, as the session's
    result. classification: the newer one, None while the order counts. dropped: who is in the first order and no longer
    in this one. commentary: the orders that came with a line of it,
    newest first. is_on_air: not over yet; what is over stays until the next session starts.
    """

    session: SessionView
    is_on_air: bool
    season: SeasonView
    order: LiveOrderView | None
    classification: ClassificationView | None
    cars: list[RunningCar]
    dropped: list[ResultView]
    commentary: list[LiveOrderView]

    @property
    def is_running(self) -> bool:
        return self.session.state == Session.State.LIVE

    @property
    def shown(self) -> list[RunningCar]:
        """The cars in order, or in the result once it has taken the order's place: nobody moves in it."""
        return [RunningCar(line, None) for line in self.classification.lines] if self.classification else self.cars


def live_session(season: SeasonView, at: datetime | None = None) -> LiveSession | None:
    """The session that is on air in `season`, or the last result of the weekend; None without either. One query.

    `at`: with what was sent and published by that moment, for readers who asked for a delay.
    """
    now = timezone.now()
    session = session_shown(season, now)
    if session is None:
        return None
    is_on_air = session_on_air(season, now) is not None
    orders = _read_orders(session, at)
    order = orders[0] if orders else None
    commentary = [sent for sent in orders if sent.commentary][:COMMENTS]
    classification = season.classification(session)
    published = classification.published_at if classification else None
    is_known = classification is not None and (at is None or published is None or published <= at)
    # A race may go on after a result was published, as it does after a red flag.
    if is_known and (order is None or published is None or published >= order.sent_at):
        return LiveSession(session, is_on_air, season, order, classification, [], [], commentary)
    first = _lines(season, session, orders[-1]) if orders else []
    lines = _lines(season, session, order) if order else []
    started = {line.entry.id: line.position for line in first}
    cars = [RunningCar(line, _moved(started.get(line.entry.id), line.position)) for line in lines]
    running = {line.entry.id for line in lines}
    dropped = [line for line in first if line.entry.id not in running]
    # As if the flag fell now: the cars in the order have their places, the others none.
    flag_falls = unpublished(season, session, lines)
    as_it_is = with_classification(season, session, flag_falls)
    return LiveSession(session, is_on_air, as_it_is, order, None, cars, dropped, commentary)


def _read_orders(session: SessionView, at: datetime | None) -> list[LiveOrderView]:
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
        LiveOrderView(sequence, lap, flag, tuple(Car(*car) for car in cars), commentary, sent_at)
        for sequence, lap, flag, cars, commentary, sent_at in rows
    ]


def _lines(season: SeasonView, session: SessionView, order: LiveOrderView) -> list[ResultView]:
    """The order as lines of a result. A car that was taken off the event's list since it was sent is left out."""
    event = session.event.id
    entries = {entry.on_lists[event]: entry.at(event) for entry in season.entries if event in entry.on_lists}
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
class LiveStandingsRow:
    """A line of a title as it stands. gained: this session's points; moved: places won since before the session."""

    standing: StandingsRow
    gained: Decimal
    moved: int | None

    @property
    def name(self) -> str:
        """A driver's whole name; a team's short one."""
        competitor = self.standing.competitor
        return competitor.short_name if isinstance(competitor, TeamView) else competitor.name


def as_it_stands(live: LiveSession, title: TitleView) -> list[LiveStandingsRow]:
    """The title's table if the session ended in the order of this moment."""
    standings = live.season.standings[title.slug]
    before = ranking_before(standings, live.session.index)
    gained: dict[str, Decimal] = defaultdict(Decimal)
    for award in standings.awards[live.session.index]:
        gained[award.competitor] += award.points
    return [
        LiveStandingsRow(standing, gained[standing.row.competitor], places_gained(before, standing.row))
        for standing in standings_rows(live.season, title, live.session)
    ]
