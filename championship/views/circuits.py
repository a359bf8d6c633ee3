"""The circuits: all of them, and each with what was raced there in every season."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from championship.season.page import newest_menu, page_context
from championship.season.reading import load_calendar
from championship.tables.circuits import CircuitPage, GuardedCalendar, read_circuit, read_circuits
from championship.tables.files import table_response
from web.cache.page_cache import as_of, cached_page

COLUMNS = ("circuit", "name", "locality", "country", "timezone", "length_m", "latitude", "longitude", "events_held")
RACE_COLUMNS = ("season", "event", "session", "winner", "pole")


@require_safe
@cached_page
def circuits(request: HttpRequest) -> HttpResponse:
    """Those raced on first, then those that have an event to come, then those that lost the one they had."""
    guarded = _guarded(request)
    listed = read_circuits(guarded)
    context = {
        "raced": [circuit for circuit in listed if circuit.is_raced_on],
        "to_come": [circuit for circuit in listed if circuit.hosted and not circuit.is_raced_on],
        "lost": [circuit for circuit in listed if not circuit.hosted and not circuit.is_raced_on],
    }
    menu = newest_menu(request, guarded and guarded.guard)
    return render(request, "championship/circuits.html", {**page_context(None, "circuits"), **menu, **context})


@require_safe
@cached_page
def circuits_data(request: HttpRequest, ending: str) -> HttpResponse:
    rows = [
        {
            **listed.circuit._asdict(),
            "circuit": listed.circuit.slug,
            "latitude": listed.latitude,
            "longitude": listed.longitude,
            "events_held": len(listed.hosted),
        }
        for listed in read_circuits()
    ]
    return table_response(ending, COLUMNS, rows)


@require_safe
@cached_page
def circuit(request: HttpRequest, slug: str) -> HttpResponse:
    guarded = _guarded(request)
    page = _circuit_or_404(slug, guarded)
    races = [(event, race, event.address_of(race)) for event in page.hosted for race in event.races]
    poles = [(event, race, address) for event, race, address in races if race.pole]
    context = {
        "page": page,
        "circuit": page.circuit,
        "races": races,
        "to_come": [event for event in page.hosted if not event.races],
        # A column less than half filled is not shown; what is known of it stands below the table.
        "pole_column": 2 * len(poles) >= len(races),
        "poles": poles,
        "changed": [event for event in page.events if event.changes],
    }
    menu = newest_menu(request, guarded and guarded.guard)
    return render(request, "championship/circuit.html", {**page_context(None, "circuits"), **menu, **context})


@require_safe
@cached_page
def circuit_data(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    page = _circuit_or_404(slug)
    rows = [
        {
            "season": event.year,
            "event": event.slug,
            "session": race.code,
            "winner": race.winner and race.winner.slug,
            "pole": race.pole and race.pole.slug,
        }
        for event in page.hosted
        for race in event.races
    ]
    return table_response(ending, RACE_COLUMNS, rows, circuit=slug)


def _guarded(request: HttpRequest) -> GuardedCalendar | None:
    moment = as_of(request)
    return GuardedCalendar(*load_calendar(moment)) if moment else None


def _circuit_or_404(slug: str, guarded: GuardedCalendar | None = None) -> CircuitPage:
    page = read_circuit(slug, guarded)
    if page is None:
        raise Http404(_("There is no circuit of this name here."))
    return page
