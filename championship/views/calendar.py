"""The calendar of a season: as raced, beside what was announced; and as a feed."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from championship.charts import Outline, outline_of
from championship.charts.outline import SMALL
from championship.feeds.calendar import add_to_calendar, calendar_feed, read_choice
from championship.formats import number_word
from championship.models import Event
from championship.season.page import page_context, season_or_404
from championship.season.parts import DriverView, EventView, outline_credits
from championship.season.state import changes_at, countdown, last_event, next_event
from championship.season.view import SeasonView
from championship.tables.files import file_addresses, table_response
from championship.why.changes import announced_line, kept_to_plan
from web.cache.page_cache import cached_page, falls_due
from web.htmx import page_or_fragment

COLUMNS = (
    "event_number",
    "event_code",
    "event",
    "name",
    "circuit",
    "country",
    "starts_on",
    "ends_on",
    "status",
    "winners",
    "announced_as",
    "announced_circuit_name",
    "announced_starts_on",
    "announced_ends_on",
)


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """An event as raced, its winners, and beside it what was announced.

    outline: the circuit's, None where there is none. struck: the announced line where it did not hold. added: it was
    not on the announced calendar.
    """

    event: EventView
    outline: Outline | None
    winners: list[DriverView]
    struck: str
    added: bool

    @property
    def winner_names(self) -> list[str]:
        return [driver.name for driver in self.winners]

    @property
    def short_names(self) -> str:
        return ", ".join(driver.short_name for driver in self.winners)

    @property
    def has_changed(self) -> bool:
        return bool(self.struck or self.added or self.event.changes)


@require_safe
@cached_page(parameters=("only", "alarm"), fragments=("add-to-calendar",))
def calendar(request: HttpRequest, year: int) -> HttpResponse:
    """?only= and ?alarm= choose what the feed's address, which the page gives, brings into a reader's calendar."""
    season = season_or_404(request, year)
    now = season.now()
    ahead = next_event(season, now)
    falls_due(request, changes_at(ahead, now))
    was_announced = any(announced_line(event) for event in season.events)
    rows = [_row(season, event, was_announced) for event in season.events]
    featured = ahead or last_event(season, now)
    context = page_context(
        season,
        "calendar",
        rows=rows,
        featured=next((row for row in rows if row.event is featured), None),
        kicker=_("The next event") if ahead else _("The last event"),
        countdown=countdown(ahead, now) if ahead else "",
        summary=_summary(season),
        outline_credits=outline_credits(event.circuit for event in season.events),
        files=file_addresses("calendar_data", year),
        subscription=add_to_calendar(read_choice(request), "calendar_ics", year),
    )
    return page_or_fragment(request, "championship/calendar.html", context)


@require_safe
@cached_page(parameters=("only", "alarm"))
def calendar_ics(request: HttpRequest, year: int) -> HttpResponse:
    """?only=races leaves the rest out; ?alarm=30 wakes the reader half an hour before each start on record."""
    season = season_or_404(request, year)
    return feed_response(request, season, season.events, f"{season.short_name} {year}", f"{season.short_name}-{year}")


@require_safe
@cached_page
def calendar_data(request: HttpRequest, year: int, ending: str) -> HttpResponse:
    season = season_or_404(request, year)
    return table_response(ending, COLUMNS, [_data(season, event) for event in season.events], season=year)


def feed_response(
    request: HttpRequest, season: SeasonView, events: tuple[EventView, ...], name: str, file: str
) -> HttpResponse:
    """The calendar feed of `events` as the reader chose it."""
    content = calendar_feed(season, events, name, read_choice(request), timezone.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{file.lower()}.ics"'
    return response


def _row(season: SeasonView, event: EventView, was_announced: bool) -> CalendarRow:
    """was_announced: the season has an announced calendar, so an event without a line on it was added later."""
    line = announced_line(event)
    return CalendarRow(
        event=event,
        outline=outline_of(event.circuit, SMALL),
        winners=[winner.driver for winner in season.winners(event) if winner],
        struck="" if kept_to_plan(event) else line,
        added=was_announced and not line and not event.is_cancelled,
    )


def _summary(season: SeasonView) -> str:
    """ "Eight events held, four cancelled." While it runs: "Three of eight events held, four cancelled."."""
    held = sum(event.status == Event.Status.HELD for event in season.events)
    running, cancelled = len(season.running), len(season.events) - len(season.running)
    words = {"held": number_word(held), "all": number_word(running), "cancelled": number_word(cancelled)}
    if held == running:
        text = ngettext("%(all)s event held", "%(all)s events held", running) % words
    elif held:
        text = _("%(held)s of %(all)s events held") % words
    else:
        text = ngettext("%(all)s event planned", "%(all)s events planned", running) % words
    if cancelled:
        text = _("%(events)s, %(cancelled)s cancelled") % {"events": text, **words}
    return capfirst(text) + "."


def _data(season: SeasonView, event: EventView) -> dict[str, object]:
    return {
        "event_number": event.number,
        "event_code": event.code,
        "event": event.slug,
        "name": event.name,
        "circuit": event.circuit.slug,
        "country": event.circuit.country,
        "starts_on": event.starts_on,
        "ends_on": event.ends_on,
        "status": event.status,
        "winners": [winner.driver.slug for winner in season.winners(event) if winner],
        "announced_as": event.announced_label,
        "announced_circuit_name": event.announced_circuit,
        "announced_starts_on": event.announced_starts_on,
        "announced_ends_on": event.announced_ends_on,
    }
