"""A season's calendar for calendar programs (RFC 5545): one entry for each weekend and one for each session.

Nothing is made up: a session without a time on record is a tentative entry of its whole day, or of the whole weekend
when its day is not on record either, and no entry says how long a session lasts.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

import icalendar
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from championship.models import Event, Session
from championship.season.parts import ChangeView, EventView, SessionView
from championship.season.view import SeasonView
from championship.why.changes import announced_line, change_text, kept_to_plan
from web.addresses.paths import address
from web.catalogue import localised
from web.rows import Columns

# Minutes before a session's start.
ALARMS = (15, 30, 60)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reader wants in the calendar: the races alone, and how many minutes before a start to be told."""

    only_races: bool = False
    alarm: int | None = None

    @property
    def query(self) -> str:
        chosen = [("only", "races")] * self.only_races + [("alarm", self.alarm)] * (self.alarm is not None)
        return f"?{urlencode(chosen)}" if chosen else ""


class Moves(NamedTuple):
    """How often a session or an event has moved, and when last."""

    sequence: int
    changed_at: datetime | None


class Stamps(NamedTuple):
    """When the feed was made, and what has moved in it: events and sessions by their ids."""

    made_at: icalendar.vDDDTypes
    events: dict[int, Moves]
    sessions: dict[int, Moves]


def read_choice(request: HttpRequest) -> Choice:
    """?only=races and ?alarm=15, 30 or 60. Anything else is no choice."""
    alarm = next((minutes for minutes in ALARMS if request.GET.get("alarm") == str(minutes)), None)
    return Choice(request.GET.get("only") == "races", alarm)


def add_to_calendar(choice: Choice, name: str, *place: object) -> dict[str, object]:
    """What the form needs to offer the feed called `name`: the choices, and the address for what is chosen."""
    feed = settings.SITE_URL + address(name, *place) + choice.query
    return {
        "https": feed,
        "webcal": "webcal://" + feed.partition("://")[2],
        "chosen": choice != Choice(),
        "only_races": choice.only_races,
        "alarms": [(minutes, alarm_words(minutes), minutes == choice.alarm) for minutes in ALARMS],
    }


def alarm_words(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if rest:
        return ngettext("%(n)s minute before", "%(n)s minutes before", minutes) % {"n": minutes}
    return ngettext("%(n)s hour before", "%(n)s hours before", hours) % {"n": hours}


def calendar_feed(
    season: SeasonView, events: tuple[EventView, ...], name: str, choice: Choice, made_at: datetime
) -> bytes:
    """`events` of a season as iCalendar text, under `name`. One query. `made_at` is the moment that it was made."""
    feed = icalendar.Calendar()
    feed.add("prodid", "-//Door to Door//Calendar//EN")
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    feed.add("name", name)
    feed.add("x-wr-calname", name)
    feed.add("refresh-interval", icalendar.vDuration(timedelta(hours=6)), parameters={"VALUE": "DURATION"})
    stamps = _read_stamps(season.year, made_at)
    for event in events:
        if not choice.only_races:
            feed.add_component(_weekend(season, event, stamps))
        for session in event.races if choice.only_races else event.sessions:
            feed.add_component(_session(season, event, session, stamps, choice.alarm))
    content: bytes = feed.to_ical(sorted=False)
    return content


_MOVES_COLUMNS = Columns(
    pks=("pk", "sessions__pk"),
    of_event=("calendar_sequence", "calendar_changed_at"),
    of_session=("sessions__calendar_sequence", "sessions__calendar_changed_at"),
)


def _read_stamps(year: int, made_at: datetime) -> Stamps:
    # Made once: the library takes long over each value, and this one is the same in every entry.
    stamps = Stamps(icalendar.vDDDTypes(made_at.astimezone(UTC).replace(microsecond=0)), {}, {})
    have_moved = Q(calendar_sequence__gt=0) | Q(sessions__calendar_sequence__gt=0)
    rows = Event.objects.filter(have_moved, season__year=year).order_by().values_list(*_MOVES_COLUMNS)
    for row in rows:
        event, session = row[_MOVES_COLUMNS.pks]
        stamps.events[event] = Moves(*row[_MOVES_COLUMNS.of_event])
        if session is not None:
            stamps.sessions[session] = Moves(*row[_MOVES_COLUMNS.of_session])
    return stamps


def _weekend(season: SeasonView, event: EventView, stamps: Stamps) -> icalendar.Event:
    entry = _entry(season, event, event.code, stamps.made_at, stamps.events.get(event.id))
    entry.add("summary", _summary(event.is_cancelled, f"{season.short_name} {event.name}"))
    description = _description(event)
    if description:
        entry.add("description", description)
    entry.add("url", settings.SITE_URL + event.get_absolute_url())
    _add_days(entry, event)
    states = {str(Event.Status.CANCELLED): "CANCELLED", str(Event.Status.POSTPONED): "TENTATIVE"}
    entry.add("status", states.get(event.status, "CONFIRMED"))
    # A weekend of racing is no reason to be busy.
    entry.add("transp", "TRANSPARENT")
    return entry


def _session(
    season: SeasonView, event: EventView, session: SessionView, stamps: Stamps, alarm: int | None
) -> icalendar.Event:
    cancelled = event.is_cancelled or session.state == Session.State.CANCELLED
    postponed = Session.State.POSTPONED in (session.state, event.status)
    entry = _entry(season, event, f"{event.code}-{session.code}", stamps.made_at, stamps.sessions.get(session.id))
    summary = f"{season.short_name} {event.name}: {session.name}"
    entry.add("summary", _summary(cancelled, summary))
    entry.add("url", settings.SITE_URL + session.get_absolute_url())
    lines = []
    if session.starts_at is not None:
        entry.add("dtstart", session.starts_at.astimezone(UTC))
    elif session.date is not None:
        entry.add("dtstart", session.date)
        entry.add("dtend", session.date + timedelta(days=1))
        lines.append(_("The time is not on record."))
    else:
        _add_days(entry, event)
        lines.append(_("Day and time are not on record."))
    lines += [_change_line(change) for change in event.changes if change.session == session.name]
    if lines:
        entry.add("description", "\n".join(lines))
    if session.starts_at is None:
        entry.add("transp", "TRANSPARENT")
    tentative = postponed or session.starts_at is None
    entry.add("status", "CANCELLED" if cancelled else "TENTATIVE" if tentative else "CONFIRMED")
    if alarm is not None and not cancelled and not tentative:
        entry.add_component(_alarm(summary, alarm))
    return entry


def _entry(
    season: SeasonView, event: EventView, name: str, made_at: icalendar.vDDDTypes, moves: Moves | None
) -> icalendar.Event:
    """What every entry has. The UID is made of codes, which stay when a date, a circuit or an address changes."""
    entry = icalendar.Event()
    entry.add("uid", f"{season.year}-{name}@{urlsplit(settings.SITE_URL).hostname}".lower())
    entry["DTSTAMP"] = made_at
    entry["SEQUENCE"] = icalendar.vInt(moves.sequence if moves else 0)
    if moves and moves.changed_at:
        entry["LAST-MODIFIED"] = icalendar.vDDDTypes(moves.changed_at.astimezone(UTC).replace(microsecond=0))
    circuit = event.circuit
    entry.add("location", ", ".join(part for part in (circuit.name, circuit.locality) if part))
    return entry


def _alarm(summary: str, minutes: int) -> icalendar.Alarm:
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", timedelta(minutes=-minutes))
    return alarm


def _add_days(entry: icalendar.Event, event: EventView) -> None:
    entry.add("dtstart", event.starts_on)
    # The day on which it is over: DTEND itself is not part of it.
    entry.add("dtend", event.ends_on + timedelta(days=1))


def _summary(cancelled: bool, text: str) -> str:
    return _("Cancelled: %(what)s") % {"what": text} if cancelled else text


def _description(event: EventView) -> str:
    """What was announced and what changed, a line each."""
    lines = []
    if announced_line(event) and not kept_to_plan(event):
        lines.append(_("Announced as %(line)s.") % {"line": announced_line(event)})
    return "\n".join(lines + [_change_line(change) for change in event.changes])


def _change_line(change: ChangeView) -> str:
    return f"{capfirst(change_text(change))}." + (f" {localised(change.reason)}." if change.reason else "")
