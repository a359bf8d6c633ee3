"""A season's calendar for calendar programs (RFC 5545): one entry for each weekend and one for each session.

Nothing is made up: a session without a time on record is a tentative entry of its whole day, or of the whole weekend
when its day is not on record either, and no entry says how long a session lasts.
"""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from icalendar import Calendar, vDDDTypes, vDuration, vInt
from icalendar import Event as Entry

from championship.changes import announced_line, change_text, kept_to_plan
from championship.models import Event, Session
from championship.records import EventRecord, SeasonRecord, SessionRecord

# SEQUENCE has to rise whenever an entry changes. The feed is made anew after every change of the site's content, so
# the seconds from here to its making never fall behind what a subscriber holds.
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)

type Stamps = dict[str, vDDDTypes | vInt]


def calendar_feed(record: SeasonRecord, made_at: datetime) -> bytes:
    """The season as iCalendar text. `made_at` is the moment that the entries call their last change."""
    made_at = made_at.astimezone(UTC).replace(microsecond=0)
    feed = Calendar()
    feed.add("prodid", "-//Door to Door//Calendar//EN")
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    feed.add("name", f"{record.short_name} {record.year}")
    feed.add("x-wr-calname", f"{record.short_name} {record.year}")
    feed.add("refresh-interval", vDuration(timedelta(hours=6)), parameters={"VALUE": "DURATION"})
    # Made once: the library takes long over each value, and these are the same in every entry.
    stamps = {
        "DTSTAMP": vDDDTypes(made_at),
        "LAST-MODIFIED": vDDDTypes(made_at),
        "SEQUENCE": vInt((made_at - EPOCH).total_seconds()),
    }
    for event in record.events:
        feed.add_component(_weekend(record, event, stamps))
        for session in event.sessions:
            feed.add_component(_session(record, event, session, stamps))
    return feed.to_ical(sorted=False)


def _weekend(record: SeasonRecord, event: EventRecord, stamps: Stamps) -> Entry:
    entry = _entry(record, event, event.code, stamps)
    entry.add("summary", _summary(event.is_cancelled, f"{record.short_name} {event.name}"))
    description = _description(event)
    if description:
        entry.add("description", description)
    entry.add("url", settings.SITE_URL + event.get_absolute_url())
    _add_days(entry, event)
    states = {Event.Status.CANCELLED: "CANCELLED", Event.Status.POSTPONED: "TENTATIVE"}
    entry.add("status", states.get(event.status, "CONFIRMED"))
    # A weekend of racing is no reason to be busy.
    entry.add("transp", "TRANSPARENT")
    return entry


def _session(record: SeasonRecord, event: EventRecord, session: SessionRecord, stamps: Stamps) -> Entry:
    cancelled = event.is_cancelled or session.state == Session.State.CANCELLED
    postponed = Session.State.POSTPONED in (session.state, event.status)
    entry = _entry(record, event, f"{event.code}-{session.code}", stamps)
    entry.add("summary", _summary(cancelled, f"{record.short_name} {event.name}: {session.name}"))
    entry.add("url", settings.SITE_URL + session.get_absolute_url())
    if session.starts_at is not None:
        entry.add("dtstart", session.starts_at.astimezone(UTC))
    elif session.date is not None:
        entry.add("dtstart", session.date)
        entry.add("dtend", session.date + timedelta(days=1))
        entry.add("description", _("The time is not on record."))
    else:
        _add_days(entry, event)
        entry.add("description", _("Day and time are not on record."))
    if session.starts_at is None:
        entry.add("transp", "TRANSPARENT")
    tentative = postponed or session.starts_at is None
    entry.add("status", "CANCELLED" if cancelled else "TENTATIVE" if tentative else "CONFIRMED")
    return entry


def _entry(record: SeasonRecord, event: EventRecord, name: str, stamps: Stamps) -> Entry:
    """What every entry has. The UID is made of codes, which stay when a date, a circuit or an address changes."""
    entry = Entry()
    entry.add("uid", f"{record.year}-{name}@{urlsplit(settings.SITE_URL).hostname}".lower())
    entry.update(stamps)
    circuit = event.circuit
    entry.add("location", ", ".join(part for part in (circuit.name, circuit.locality) if part))
    return entry


def _add_days(entry: Entry, event: EventRecord) -> None:
    entry.add("dtstart", event.starts_on)
    # The day on which it is over: DTEND itself is not part of it.
    entry.add("dtend", event.ends_on + timedelta(days=1))


def _summary(cancelled: bool, text: str) -> str:
    return _("Cancelled: %(what)s") % {"what": text} if cancelled else text


def _description(event: EventRecord) -> str:
    """What was announced and what changed, a line each."""
    lines = []
    if announced_line(event) and not kept_to_plan(event):
        lines.append(_("Announced as %(line)s.") % {"line": announced_line(event)})
    for change in event.changes:
        lines.append(f"{capfirst(change_text(change))}." + (f" {change.reason}." if change.reason else ""))
    return "\n".join(lines)
