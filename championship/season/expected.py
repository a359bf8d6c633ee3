"""The sessions that an event on the calendar will have while none of them is on record.

They take the form that most events of the season have, so that what is still to be scored counts them too. They stand
in a season's running order alone and not in their event: they have no page, and nothing is known of them but that form.
"""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

from championship.models import Event, Session
from championship.season.guard import in_running_order
from championship.season.parts import CalendarView, EventView, SessionView

TO_COME = (Event.Status.SCHEDULED, Event.Status.POSTPONED)


def with_expected(calendar: CalendarView) -> CalendarView:
    """The calendar with the sessions expected; the same where all are on record or no event has any."""
    without = [event for event in calendar.events if event.status in TO_COME and not _has_sessions(event)]
    models = {_form(event): event for event in calendar.events} if without else {}
    models.pop((), None)
    if not models:
        return calendar
    usual = Counter(map(_form, calendar.events))
    model = max(models, key=usual.__getitem__)
    expected = {event.id: _like(models[model], event) for event in without}
    return in_running_order(calendar.events, calendar.circuits, expected)


def _has_sessions(event: EventView) -> bool:
    return any(session.kind != "practice" for session in event.sessions)


def _form(event: EventView) -> tuple[tuple[str, tuple[Decimal, ...]], ...]:
    """What an event has to give: its sessions with points, and their scales."""
    if event.is_cancelled:
        return ()
    return tuple((session.code, session.scale) for session in event.sessions if session.scores)


def _like(model: EventView, event: EventView) -> list[SessionView]:
    return [
        # No row of the database has such an id, and no two of them share one.
        replace(session, id=-(event.id * 100 + number), event=event, state=Session.State.SCHEDULED, date=None,
                starts_at=None, laps_scheduled=None, laps_run=None)
        for number, session in enumerate(session for session in model.sessions if session.scores)
    ]  # fmt: skip
