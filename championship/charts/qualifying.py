"""From the place in qualifying to the place in the event's last race, which starts in that order."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from championship.charts.shapes import STEP, Chart, Trace, curves, place_height, place_ticks
from championship.formats import MINUS, and_list
from championship.season.parts import EventView, ResultView
from championship.season.view import SeasonView
from championship.tables.classified import usual_field

LOWEST = 10
FEWEST = 2
# A curve that loses places: grey enough to stand back, dark enough to be followed in both themes.
LOST = "#7a848e"


def qualifying_and_race(season: SeasonView, driver: str, events: Iterable[EventView]) -> Chart | None:
    """One curve an event. None where fewer than two have both places on record."""
    own = season.results_by_driver.get(driver, {})
    pairs: list[tuple[EventView, int | None, ResultView | None]] = []
    for event in events:
        race = next((race for race in reversed(event.races) if race.id in season.classifications), None)
        if race is not None:
            pairs.append((event, qualified_place(season, event, own), own.get(race.id)))
    known = [
        (event, place, line.position)
        for event, place, line in pairs
        if place is not None and line is not None and line.position is not None
    ]
    if len(known) < FEWEST:
        return None
    last = max(LOWEST, *(max(before, after) for _event, before, after in known))
    entry = season.entry_at(driver)
    colour = entry.colour if entry else LOST
    # What is gained is drawn last, on top.
    ordered = sorted(known, key=lambda places: places[2] <= places[1])
    traces = [
        Trace(
            event.slug,
            event.code,
            LOST if after > before else colour,
            [place_height(before, last), place_height(after, last)],
        )
        for event, before, after in ordered
    ]
    return Chart(
        summary=_summary(known),
        width=STEP,
        ticks=place_ticks(last),
        codes=[(_("Qualifying"), "0"), (_race_name(season, pairs), "100")],
        curves=curves(traces, dots=True),
        heads=[_("Event"), _("Qualifying"), _race_name(season, pairs), _("Gained")],
        rows=[
            (
                event.code,
                ["n/r" if place is None else str(place), line.place if line else "n/r", _gained(place, line)],
            )
            for event, place, line in pairs
        ],
    )


def qualified_place(season: SeasonView, event: EventView, lines: dict[int, ResultView]) -> int | None:
    """A driver's place in an event's qualifying over all its sessions; None where the record does not say.

    In the last session the place is the one; in an earlier one only for those too far back to have gone on, since the
    record of the next may be short.
    """
    sessions = event.qualifying
    for index in range(len(sessions) - 1, -1, -1):
        line = lines.get(sessions[index].id)
        if line is not None and line.position is not None:
            later = sessions[index + 1 :]
            return line.position if not later or line.position > usual_field(season, later[0]) else None
    return None


def _race_name(season: SeasonView, pairs: list[tuple[EventView, int | None, ResultView | None]]) -> str:
    """Race 2, where it is the same at all events."""
    names = {event.races[-1].name for event, _place, _line in pairs if event.races}
    return names.pop() if len(names) == 1 else _("Race")


def _gained(place: int | None, line: ResultView | None) -> str:
    if place is None or line is None or line.position is None:
        return "–"
    change = place - line.position
    return f"+{change}" if change > 0 else f"{MINUS}{-change}" if change else "0"


def _summary(known: list[tuple[EventView, int, int]]) -> str:
    """What the picture says, for those who do not see it."""
    gained = and_list(event.code for event, before, after in known if after < before)
    lost = and_list(event.code for event, before, after in known if after > before)
    if gained and lost:
        return _("From qualifying to the race: places gained at %(gained)s, lost at %(lost)s.") % {
            "gained": gained,
            "lost": lost,
        }
    if gained:
        return _("From qualifying to the race: places gained at %(gained)s.") % {"gained": gained}
    if lost:
        return _("From qualifying to the race: places lost at %(lost)s.") % {"lost": lost}
    return _("From qualifying to the race: no place gained or lost.")
