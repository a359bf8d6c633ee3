"""The circuits: all of them, and each with what was raced there in every season."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from championship.charts import Outline, outline_of, to_one_scale, unrolled
from championship.charts.outline import CARD, LARGE
from championship.formats import length_text, number_word, time_text
from championship.season.page import newest_menu, page_context
from championship.season.parts import CircuitView, outline_credits
from championship.season.reading import load_calendar
from championship.tables.circuits import (
    CircuitEvent,
    CircuitPage,
    CircuitRace,
    CircuitRecords,
    GuardedCalendar,
    ListedCircuit,
    TimedRecord,
    read_circuit,
    read_circuits,
)
from championship.tables.files import file_addresses, table_response
from web.cache.page_cache import as_of, cached_page

COLUMNS = ("circuit", "name", "locality", "country", "timezone", "length_m", "latitude", "longitude", "events_held")
RACE_COLUMNS = ("season", "event", "session", "winner", "pole")

# What a scale bar may be long, in metres.
SCALES = (100, 200, 500, 1_000, 2_000, 5_000)
# A race with its event and its address.
Race = tuple[CircuitEvent, CircuitRace, str]


@dataclass(frozen=True, slots=True)
class CircuitTile:
    """A figure of a circuit: whose it is and in which race or session, as far as it is anybody's."""

    label: str
    big: str
    who: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class CircuitCard:
    """A circuit on the index: its outline, its length in percent of the longest one's, and its events in words."""

    circuit: CircuitView
    outline: Outline | None
    share: str
    events: str


@dataclass(frozen=True, slots=True)
class ScaleBar:
    """So many metres, in words, from `start` to the right edge of an outline."""

    words: str
    start: str


@require_safe
@cached_page
def circuits(request: HttpRequest) -> HttpResponse:
    """Those raced on first, as the newest season raced on them, then those that have an event to come, then those that
    lost the one they had."""
    guarded = _guarded(request)
    listed = [line for line in read_circuits(guarded) if guarded is None or line.events]
    raced = sorted((circuit for circuit in listed if circuit.is_raced_on), key=_when_raced)
    to_come = [circuit for circuit in listed if circuit.hosted and not circuit.is_raced_on]
    lost = [circuit for circuit in listed if not circuit.hosted and not circuit.is_raced_on]
    longest = max((line.circuit.length_m or 0 for line in listed), default=0)
    context = {
        "description": _description(raced, to_come),
        "lead": _lead(raced, to_come, lost),
        "raced": [_card(line.circuit, _hosted(line), longest) for line in raced],
        "to_come": [_card(line.circuit, _hosted(line), longest) for line in to_come],
        "lost": [_card(line.circuit, "; ".join(map(_what_became, line.events)), longest) for line in lost],
        "outline_credits": outline_credits(line.circuit for line in listed),
        "files": file_addresses("circuits_data"),
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
    listed = read_circuits(guarded)
    page = read_circuit(_circuit_or_404(slug, listed), guarded)
    races = [(event, race, event.address_of(race)) for event in page.hosted for race in event.races]
    known_poles = sum(race.pole is not None for _event, race, _address in races)
    outline = outline_of(page.circuit, LARGE)
    scaled = to_one_scale(line.circuit for line in listed if line.is_raced_on or line.circuit.slug == slug)
    # A column less than half filled is not shown; what is known of it stands below the table.
    has_poles = 2 * known_poles >= len(races)
    context = {
        "circuit": page.circuit,
        "outline": outline,
        "scale_bar": _scale_bar(outline) if outline else None,
        "scaled": scaled if len(scaled) > 1 else [],
        "unrolled": unrolled(line.circuit for line in listed if line.events),
        "outline_credits": outline_credits([page.circuit, *(lap.circuit for lap in scaled)]),
        "description": _description_of(page, races),
        "tiles": _tiles(page),
        "races": races,
        "to_come": [event for event in page.hosted if not event.races],
        "has_poles": has_poles,
        "poles": "" if has_poles or not known_poles else _poles(races),
        "lost": page.lost,
        "on_record": _on_record(page.records, known_poles) if races else "",
        "changed": [event for event in page.events if event.changes],
        "files": file_addresses("circuit_data", slug),
    }
    menu = newest_menu(request, guarded and guarded.guard)
    return render(request, "championship/circuit.html", {**page_context(None, "circuits"), **menu, **context})


@require_safe
@cached_page
def circuit_data(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    page = read_circuit(_circuit_or_404(slug, read_circuits()))
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


def _when_raced(listed: ListedCircuit) -> tuple[int, date]:
    """The newest season first, and within it by the day."""
    newest = listed.hosted[0].year
    return -newest, min(event.starts_on for event in listed.hosted if event.year == newest)


def _card(circuit: CircuitView, events: str, longest: int) -> CircuitCard:
    share = f"{circuit.length_m / longest * 100:.1f}" if circuit.length_m else ""
    return CircuitCard(circuit, outline_of(circuit, CARD), share, events)


def _scale_bar(outline: Outline) -> ScaleBar:
    """As many metres as are about a fifth of the drawing's width."""
    metres = max(
        (size for size in SCALES if size / 1000 * outline.px_a_km <= float(outline.width) / 4), default=SCALES[0]
    )
    words = _("%(kilometres)s km") % {"kilometres": metres // 1000} if metres >= 1000 else f"{metres} m"
    return ScaleBar(words, f"{float(outline.width) - metres / 1000 * outline.px_a_km:.1f}")


def _guarded(request: HttpRequest) -> GuardedCalendar | None:
    moment = as_of(request)
    return GuardedCalendar(*load_calendar(moment)) if moment else None


def _circuit_or_404(slug: str, listed: list[ListedCircuit]) -> CircuitView:
    circuit = next((line.circuit for line in listed if line.circuit.slug == slug), None)
    if circuit is None:
        raise Http404(_("There is no circuit of this name here."))
    return circuit


def _description(raced: list[ListedCircuit], to_come: list[ListedCircuit]) -> str:
    if to_come:
        return _("The circuits of the series, with their lengths and the events held there or to come.")
    return ngettext(
        "%(words)s circuit, with its length and the races held there.",
        "%(words)s circuits, with their lengths and the races held there.",
        len(raced),
    ) % _words(raced)


def _lead(raced: list[ListedCircuit], to_come: list[ListedCircuit], lost: list[ListedCircuit]) -> str:
    """ "Eight circuits raced on. Five lost the event they were to have."."""
    if raced or not to_come:
        sentences = [
            ngettext("%(words)s circuit raced on.", "%(words)s circuits raced on.", len(raced)) % _words(raced)
        ]
    else:
        sentences = [_("No circuit has been raced on yet.")]
    if to_come:
        ahead = ngettext("%(words)s is on the calendar.", "%(words)s are on the calendar.", len(to_come))
        sentences.append(ahead % _words(to_come))
    if lost:
        went = ngettext(
            "%(words)s lost the event it was to have.", "%(words)s lost the event they were to have.", len(lost)
        )
        sentences.append(went % _words(lost))
    return " ".join(sentences)


def _words(circuits: list[ListedCircuit]) -> dict[str, str]:
    return {"words": capfirst(number_word(len(circuits)))}


def _hosted(listed: ListedCircuit) -> str:
    return ", ".join(f"{event.name} {event.year}" for event in listed.hosted)


def _what_became(event: CircuitEvent) -> str:
    """Of an event that the circuit lost."""
    words = {"event": event.name, "year": event.year, "place": event.moved_to}
    if event.moved_to:
        return _("%(event)s %(year)s, moved to %(place)s") % words
    return _("%(event)s %(year)s, cancelled") % words


def _description_of(page: CircuitPage, races: list[Race]) -> str:
    circuit = page.circuit
    length = length_text(circuit.length_m) if circuit.length_m else ""
    sentences = [", ".join(filter(None, (circuit.name, circuit.locality, length))) + "."]
    if races:
        sentences.append(_("The races held there, with their winners."))
    elif page.lost:
        sentences.append(_("It lost the event it was to have."))
    return " ".join(sentences)


def _tiles(page: CircuitPage) -> list[CircuitTile]:
    """The circuit's records, as far as they are on record."""
    records = page.records
    tiles = _timed(_("Fastest race lap"), records.lap)
    tiles += _timed(_("Fastest in qualifying"), records.qualifying)
    tiles += _timed(_("Closest finish"), records.closest, _("%(margin)s s"))
    if gain := records.gain:
        tiles.append(CircuitTile(_("Most places gained"), str(gain.places), gain.driver.name, gain.race))
    if records.wins:
        winners = ", ".join(driver.name for driver in records.winners)
        tiles.append(CircuitTile(_("Most wins"), str(records.wins), winners))
    return tiles


def _timed(label: str, record: TimedRecord | None, form: str = "%(margin)s") -> list[CircuitTile]:
    if record is None:
        return []
    time = form % {"margin": time_text(record.milliseconds)}
    return [CircuitTile(label, time, record.driver.name, record.session)]


def _poles(races: list[Race]) -> str:
    """ "Pole, as far as it is on record: Gilles Magnus (2021, Race 1)."."""
    named = ", ".join(f"{race.pole.name} ({event.year}, {race.name})" for event, race, _address in races if race.pole)
    return f"{_('Pole, as far as it is on record:')} {named}."


def _on_record(records: CircuitRecords, known_poles: int) -> str:
    """What the records rest on."""
    sentences = []
    if records.gain is None and known_poles:
        sentences.append(_("Who gained most places is not on record: of the grids only pole is known."))
    elif records.gain is None:
        sentences.append(_("Who gained most places is not on record: the grids are not known."))
    of_races = ngettext(
        "On record: the fastest lap of %(laps)s and the winning margin of %(margins)s of %(races)s race.",
        "On record: the fastest lap of %(laps)s and the winning margin of %(margins)s of %(races)s races.",
        records.races,
    )
    sentences.append(of_races % {"laps": records.with_lap, "margins": records.with_margin, "races": records.races})
    return " ".join(sentences)
