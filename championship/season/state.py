"""Where a season stands at a moment: live, before it, in a race week, between two events, or over.

Pure: a season's view and a moment come in, nothing is read. Days are those at the circuit.
"""

from datetime import date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from championship.formats import number_word
from championship.models import Event, Session
from championship.models.season import SessionKind
from championship.season.parts import EventView, SessionView
from championship.season.view import SeasonView

# A race week begins six days before an event and ends a day after it.
DAYS_BEFORE, DAYS_AFTER = timedelta(days=6), timedelta(days=1)


class SeasonState(Enum):
    LIVE = "live"
    BEFORE = "before"
    RACE_WEEK = "race-week"
    BETWEEN = "between"
    ARCHIVE = "archive"


def season_state(season: SeasonView, now: datetime) -> SeasonState:
    """The first that fits: live, race week, before, between, archive.

    An event that was postponed without a new date keeps a season from being over.
    """
    if session_on_air(season, now) is not None:
        return SeasonState.LIVE
    if race_week_event(season, now) is not None:
        return SeasonState.RACE_WEEK
    if not any(is_to_come(event, now) for event in season.running):
        return SeasonState.ARCHIVE
    return SeasonState.BETWEEN if last_event(season, now) or season.classifications else SeasonState.BEFORE


def session_on_air(season: SeasonView, now: datetime) -> SessionView | None:
    """The session that is live; after its flag the last one run, on its day and until its result is official.

    A practice is over with its flag: most are never classified. A reader who hides results follows nothing live.
    """
    if season.guard is not None:
        return None
    for session in reversed(season.sessions):
        if session.state == Session.State.LIVE:
            return session
    last = next((session for session in reversed(season.sessions) if session.state == Session.State.FINISHED), None)
    if last is None or last.kind == SessionKind.PRACTICE or last.event.status == Event.Status.POSTPONED:
        return None
    classification = season.classification(last)
    is_open = classification is None or not classification.is_official
    return last if is_open and day_at(last.event, now) == (last.date or last.event.ends_on) else None


def session_shown(season: SeasonView, now: datetime) -> SessionView | None:
    """The session on air or, until the next one starts, the last of the weekend that has a result."""
    if season.guard is not None:
        return None
    if (session := session_on_air(season, now)) is not None:
        return session
    event = race_week_event(season, now)
    run = [session for session in event.sessions if session.state == Session.State.FINISHED] if event else []
    return next((session for session in reversed(run) if season.classification(session)), None)


def watched_event(season: SeasonView, now: datetime) -> EventView | None:
    """The event whose session is on air, or whose race week it is; None for a reader who hides results."""
    if season.guard is not None:
        return None
    session = session_on_air(season, now)
    return session.event if session else race_week_event(season, now)


def race_week_event(season: SeasonView, now: datetime) -> EventView | None:
    """The event whose race week it is. Where two overlap, the one that is still to finish."""
    ended = None
    for event in _on_their_days(season):
        day = day_at(event, now)
        if event.starts_on - DAYS_BEFORE <= day <= event.ends_on + DAYS_AFTER:
            if day <= event.ends_on:
                return event
            ended = event
    return ended


def next_event(season: SeasonView, now: datetime) -> EventView | None:
    """The first event that has days and has not ended."""
    return next((event for event in _on_their_days(season) if day_at(event, now) <= event.ends_on), None)


def last_event(season: SeasonView, now: datetime) -> EventView | None:
    """The last event that has ended."""
    return next((event for event in reversed(_on_their_days(season)) if day_at(event, now) > event.ends_on), None)


def is_to_come(event: EventView, now: datetime) -> bool:
    return event.status == Event.Status.POSTPONED or day_at(event, now) <= event.ends_on


def next_session(event: EventView, now: datetime) -> SessionView | None:
    """What the countdown counts to: the first session ahead, one without a time by its day."""
    for session in event.sessions:
        if session.state in (Session.State.SCHEDULED, Session.State.POSTPONED):
            if session.starts_at is not None:
                if session.starts_at > now:
                    return session
            elif session.date is not None and session.date >= day_at(event, now):
                return session
    return None


def countdown(event: EventView, now: datetime) -> str:
    """Before its week "Race of Spain in 24 days", in it "Race 1 in three days" or "Qualifying 1 today at 15:00".

    Empty when nothing of the event is ahead.
    """
    session = next_session(event, now)
    days = (event.starts_on - day_at(event, now)).days
    if session is None or days > DAYS_BEFORE.days:
        return _in_days(event.name, days) if days >= 0 else ""
    days = ((session.date or event.starts_on) - day_at(event, now)).days
    if days or session.local_start is None:
        return _in_days(session.name, days)
    return _("%(what)s today at %(time)s") % {"what": session.name, "time": f"{session.local_start:%H:%M}"}


def changes_at(event: EventView | None, now: datetime) -> datetime:
    """The next moment at which a countdown, or the state, says something else: midnight at the circuit or a start."""
    zone = ZoneInfo(event.circuit.timezone if event else "UTC")
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    midnight = datetime.combine(tomorrow, time(), zone)
    session = next_session(event, now) if event else None
    return min(midnight, session.starts_at) if session and session.starts_at else midnight


def day_at(event: EventView, now: datetime) -> date:
    return now.astimezone(ZoneInfo(event.circuit.timezone)).date()


def _on_their_days(season: SeasonView) -> list[EventView]:
    """The events that have their days: a postponed one's are over before they come."""
    return [event for event in season.running if event.status != Event.Status.POSTPONED]


def _in_days(what: str, days: int) -> str:
    if days == 0:
        return _("%(what)s today") % {"what": what}
    if days == 1:
        return _("%(what)s tomorrow") % {"what": what}
    return ngettext("%(what)s in %(days)s day", "%(what)s in %(days)s days", days) % {
        "what": what,
        "days": number_word(days) if days < 10 else days,
    }
