"""The places of one driver, or of several, race by race."""

from collections.abc import Sequence
from itertools import cycle

from django.utils.translation import gettext as _

from championship.charts.shapes import DASHES, STEP, Chart, Trace, curves, event_codes, place_height, place_ticks
from championship.formats import ordinal
from championship.season.parts import SessionView
from championship.season.view import SeasonView
from championship.tables.title import driver_livery

LOWEST = 10
FEWEST = 3


def places_race_by_race(season: SeasonView, drivers: Sequence[str], races: Sequence[SessionView]) -> Chart | None:
    """First on top; a line breaks at a race without a place on record. None with fewer than three races to draw."""
    results = season.results_by_driver
    own = {slug: [results.get(slug, {}).get(race.id) for race in races] for slug in drivers}
    places = {slug: [line.position if line else None for line in lines] for slug, lines in own.items()}
    known = {slug: [place for place in by_race if place is not None] for slug, by_race in places.items()}
    if len(races) < FEWEST or all(len(placed) < FEWEST for placed in known.values()):
        return None
    last = max(LOWEST, *(max(placed) for placed in known.values() if placed))
    traces = []
    for slug, dash in zip(drivers, cycle(DASHES), strict=False):
        heights = [None if place is None else place_height(place, last) for place in places[slug]]
        if any(height is not None for height in heights):
            traces.append(Trace(slug, season.surnames[slug], driver_livery(season, slug).colour, heights, dash))
    return Chart(
        summary=_summary(season, known),
        width=STEP * (len(races) - 1),
        ticks=place_ticks(last),
        codes=event_codes(races),
        curves=curves(traces, dots=True),
        heads=[_("Race"), *(season.surnames[slug] for slug in drivers)],
        rows=[
            (
                f"{race.event.code} {race.code}",
                [line.place if (line := own[slug][index]) else "–" for slug in drivers],
            )
            for index, race in enumerate(races)
        ],
    )


def _summary(season: SeasonView, known: dict[str, list[int]]) -> str:
    """What the picture says, for those who do not see it."""
    parts = [
        _("%(name)s between %(best)s and %(worst)s")
        % {"name": season.drivers[slug].name, "best": ordinal(min(placed)), "worst": ordinal(max(placed))}
        for slug, placed in known.items()
        if placed
    ]
    return _("Places race by race: %(parts)s.") % {"parts": "; ".join(parts)}
