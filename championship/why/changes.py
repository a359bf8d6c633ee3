"""A calendar change in words: its texts `before` and `after` hold dates, a circuit's slug, a status with dates, or a
session's time at the circuit or its state."""

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from championship.formats import days_text
from championship.models import CalendarChange, Event, Session
from championship.season.parts import ChangeView, EventView

Days = tuple[date, date]


def change_text(change: ChangeView) -> str:
    """What changed, without when it was announced and why: "moved from 14–16 May to 21–22 August"."""
    if change.what == CalendarChange.What.CIRCUIT:
        return _moved(change.circuit_before or change.before, change.circuit_after or change.after)
    if change.what == CalendarChange.What.DATES:
        return _moved(_days_text(change, change.before), _days_text(change, change.after))
    if change.what == CalendarChange.What.TIME:
        return _("%(session)s %(moved)s") % {"session": change.session, "moved": _moved_time(change)}
    if change.what == CalendarChange.What.STATE:
        return _state_change(change)
    return _status_change(change)


def announced_days(event: EventView) -> Days | None:
    """The days on the calendar as printed before the season; None when the event was not on it."""
    if event.announced_starts_on is None or event.announced_ends_on is None:
        return None
    return event.announced_starts_on, event.announced_ends_on


def announced_line(event: EventView) -> str:
    """The event's line on that calendar: "Vila Real, Portugal, 26–27 June". Empty when it was not on it."""
    days = announced_days(event)
    return ", ".join(part for part in (event.announced_label, days and days_text(*days, event.year)) if part)


def kept_to_plan(event: EventView) -> bool:
    """Whether it runs, or ran, as that calendar had it."""
    return not event.is_cancelled and is_where_announced(event)


def is_where_announced(event: EventView) -> bool:
    """Whether its days and its circuit are still those of that calendar; of a cancelled one, whether they were."""
    return announced_days(event) == (event.starts_on, event.ends_on) and event.announced_circuit in (
        None,
        event.circuit.name,
    )


def _moved(before: str, after: str) -> str:
    if not before:
        return _("moved to %(after)s") % {"after": after}
    return _("moved from %(before)s to %(after)s") % {"before": before, "after": after}


def _moved_time(change: ChangeView) -> str:
    """ "moved from 12:15 to 14:15 on 27 June"; both days where it is another one."""
    day_before, clock_before = _day_and_clock(change, change.before)
    day, clock = _day_and_clock(change, change.after)
    if day_before == day and clock_before and clock:
        return _("moved from %(before)s to %(after)s on %(day)s") % {
            "before": clock_before,
            "after": clock,
            "day": day,
        }
    before, after = (", ".join(filter(None, pair)) for pair in ((day_before, clock_before), (day, clock)))
    if day_before == day and not clock:
        return _("moved on %(day)s, to a time not yet known") % {"day": day}
    return _moved(before, after)


def _day_and_clock(change: ChangeView, text: str) -> tuple[str, str]:
    """The day and the time of 2021-06-27 12:15 in words; a text of another form as it is."""
    day, _space, clock = text.partition(" ")
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        return text, ""
    return _days_text(change, day), f"{local:%H:%M}" if clock else ""


def _status_change(change: ChangeView) -> str:
    before, status, days = change.before.partition(" ")[0], *change.after.partition(" ")[::2]
    when = {"days": _days_text(change, days)}
    if status == Event.Status.CANCELLED:
        return pgettext("event", "cancelled")
    if status == Event.Status.POSTPONED:
        return _("postponed to %(days)s") % when if days else _("postponed, without a new date")
    if status == Event.Status.HELD:
        return pgettext("event", "held")
    if before == Event.Status.CANCELLED:
        return _("back on the calendar, for %(days)s") % when if days else _("back on the calendar")
    if before == Event.Status.POSTPONED:
        return _("new date: %(days)s") % when if days else _("to be held after all")
    return _("added, for %(days)s") % when if days else pgettext("event", "added")


def _state_change(change: ChangeView) -> str:
    """ "Race 1 cancelled"."""
    words = {"session": change.session}
    if change.after == Session.State.CANCELLED:
        return _("%(session)s cancelled") % words
    if change.after == Session.State.POSTPONED:
        return _("%(session)s postponed") % words
    if change.before == Session.State.CANCELLED:
        return _("%(session)s back on the timetable") % words
    return _("%(session)s to be held after all") % words


def _days_text(change: ChangeView, text: str) -> str:
    """Dates as first/last in words; a text of another form as it is."""
    first, _slash, last = text.partition("/")
    try:
        return days_text(date.fromisoformat(first), date.fromisoformat(last or first), change.announced_on.year)
    except ValueError:
        return text
