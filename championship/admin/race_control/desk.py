"""All that the page of a session rests on, read once."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from zoneinfo import ZoneInfo

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, Subquery
from django.utils import formats
from django.utils.translation import gettext as _

from championship.formats import gap_text, time_text
from championship.models import Classification, LiveOrder, PointsScale, Result, Session
from championship.race_control.starters import Starter, starters_of
from championship.rules import AS_PLANNED, Counting, Line
from championship.season.parts import SessionView
from championship.season.reading import load_year
from championship.season.view import SeasonView
from championship.why.counting import counted_text
from championship.why.history import PlaceChange, Version, read_history
from championship.why.penalties import PenaltyView, read_penalties

# How much of the log stands on the page.
LOGGED = 30


@dataclass(frozen=True, slots=True)
class LogLine:
    """Something an editor did: when, at the circuit, and as a sentence."""

    when: str
    sentence: str


@dataclass(frozen=True, slots=True)
class VersionSummary:
    """A published classification, as the page tells of it; `when` is empty where the time is not on record."""

    number: int
    status: str
    status_label: str
    when: str
    published_by: str
    reason: str
    place_changes: list[PlaceChange]
    # By what it counts, empty where that is as planned.
    counted: str

    @property
    def name(self) -> str:
        """classification 2, official."""
        return f"{_('classification %(number)d') % {'number': self.number}}, {self.status_label}"

    @property
    def sentence(self) -> str:
        """When it was published, by whom and why."""
        published = ", ".join(filter(None, (self.when or _("time not on record"), self.published_by)))
        sentence = f"{published}: {self.reason}" if self.reason else published
        return f"{sentence.rstrip('.')}. {self.counted}." if self.counted else sentence


@dataclass(frozen=True)
class Desk:
    session: Session
    season: SeasonView
    here: SessionView
    starters: tuple[Starter, ...]
    # Every classification of the session, the first one first.
    versions: list[Version]

    @property
    def current(self) -> Version | None:
        return self.versions[-1] if self.versions else None

    @property
    def number(self) -> int:
        """The number of the current classification, 0 where there is none."""
        return self.current.number if self.current else 0

    @cached_property
    def summaries(self) -> list[VersionSummary]:
        """The classifications, the latest first."""
        return [
            VersionSummary(
                version.number,
                version.status,
                status_label(version.status),
                clock_text(version.published_at) if version.published_at else "",
                version.published_by,
                version.reason,
                version.place_changes,
                counted_text(version, self.here.scale),
            )
            for version in reversed(self.versions)
        ]

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The current classification as it would be published again."""
        return published_lines(self.session, self.number)

    @property
    def counting(self) -> Counting:
        """By what the current classification counts."""
        current, own = self.current, self.session.scale
        if current is None:
            return AS_PLANNED
        name = "" if own is not None and current.scale_name == own.slug else current.scale_name
        return Counting(name, current.points_factor, current.laps_counted)

    @cached_property
    def other_scales(self) -> dict[str, tuple[Decimal, ...]]:
        """The scales of the season that are not the session's own, by their names."""
        scales = PointsScale.objects.filter(season=self.session.event.season_id)
        return {scale.slug: scale.values for scale in scales if scale.pk != self.session.scale_id}

    @cached_property
    def by_id(self) -> dict[int, Starter]:
        return {starter.event_entry: starter for starter in self.starters}

    @cached_property
    def _live_orders(self) -> list[LiveOrder]:
        """The first order that was sent and the last; none once the result is official."""
        last = LiveOrder.objects.filter(session=self.session).order_by("-sequence").values("sequence")[:1]
        orders = LiveOrder.objects.filter(Q(sequence=1) | Q(sequence=Subquery(last)), session=self.session)
        return list(orders.order_by("sequence").select_related("sent_by"))

    @property
    def last_order(self) -> LiveOrder | None:
        return self._live_orders[-1] if self._live_orders else None

    @property
    def last_order_time(self) -> str:
        """By the circuit's clock; empty where none was sent."""
        return self.at_the_circuit(self.last_order.sent_at, "H:i:s") if self.last_order else ""

    @property
    def last_order_sentence(self) -> str:
        last = self.last_order
        if last is None:
            return ""
        words = {"sequence": last.sequence, "moment": self.last_order_time}
        if last.sent_by is None:
            return _("Order %(sequence)d was sent at %(moment)s.") % words
        words["who"] = last.sent_by.get_username()
        return _("Order %(sequence)d was sent at %(moment)s by %(who)s.") % words

    @property
    def last_numbers(self) -> str:
        """The last running order as it is typed, without its gaps; who ran at first and runs no more is retired."""
        if self.last_order is None:
            return ""
        ran, running = ([car[0] for car in order.order] for order in (self._live_orders[0], self.last_order))
        retired = [pk for pk in ran if pk not in running]
        parts = [self._typed(running), *(["/", self._typed(retired)] if retired else [])]
        return " ".join(parts)

    @property
    def placed_numbers(self) -> str:
        """The cars with a place in the current classification, as they are typed."""
        placed = {line.position: line.event_entry for line in self.lines if line.position is not None}
        places = range(1, max(placed, default=0) + 1)
        return " ".join(self._typed([placed[place]]) if place in placed else "?" for place in places)

    def _typed(self, cars: list[int]) -> str:
        starters = [self.by_id[pk] for pk in cars if pk in self.by_id]
        return " ".join(starter.name if starter.number is None else str(starter.number) for starter in starters)

    @cached_property
    def penalties(self) -> list[PenaltyView]:
        return read_penalties(self.season, [self.here])

    @cached_property
    def log(self) -> list[LogLine]:
        entries = LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(Session), object_id=str(self.session.pk)
        ).select_related("user")[:LOGGED]
        return [
            LogLine(
                self.at_the_circuit(entry.action_time),
                _("%(who)s %(did)s") % {"who": entry.user.get_username(), "did": did_text(entry)},
            )
            for entry in entries
        ]

    @cached_property
    def pole_ms(self) -> int | None:
        """The lap of pole position, from the other qualifying sessions of the event; None where none is on record."""
        poles = [self.season.classification(session) for session in self.here.event.qualifying if session != self.here]
        laps = [pole.winner.time_ms for pole in poles if pole and pole.winner and pole.winner.time_ms is not None]
        return min(laps, default=None)

    def at_the_circuit(self, moment: datetime, form: str = "j F Y, H:i") -> str:
        return clock_text(moment.astimezone(ZoneInfo(self.here.event.circuit.timezone)), form)


def read_desk(session_pk: int) -> Desk | None:
    """None where there is no such session."""
    session = Session.objects.select_related("event__season", "event__circuit", "scale").filter(pk=session_pk).first()
    season = load_year(session.event.season.year, for_editors=True) if session else None
    if session is None or season is None:
        return None
    here = next(view for view in season.sessions if view.id == session.pk)
    return Desk(session, season, here, starters_of(season, here.event), read_history(season, here))


def clock_text(moment: datetime, form: str = "j F Y, H:i") -> str:
    """28 November 2021, 14:05 at the circuit, of a moment in its zone: an editor elsewhere has another clock."""
    return _("%(time)s at the circuit") % {"time": formats.date_format(moment, form)}


def published_lines(session: Session, number: int) -> tuple[Line, ...]:
    """A classification's lines as they would be published again."""
    results = Result.objects.filter(classification__session=session, classification__number=number)
    return next(iter(results.lines().values()), ())


def did_text(entry: LogEntry) -> str:
    """What someone did, to follow their name. Django's own forms write whole sentences instead."""
    text = entry.get_change_message()
    if entry.change_message.startswith("["):
        return _("in the admin: %(sentence)s") % {"sentence": text}
    return text if text.endswith(".") else f"{text}."


def where_text(line: Line) -> str:
    """A line's place or status, as an editor reads it; a word that is no status as it was sent: it is refused there."""
    if line.position is not None:
        return str(line.position)
    return str(dict(Result.Status.choices).get(line.status, line.status))


def time_or_gap_text(line: Line) -> str:
    return time_text(line.time_ms) if line.time_ms is not None else gap_text(line.gap_ms, line.gap_laps)


def status_label(status: str) -> str:
    return str(Classification.Status(status).label)
