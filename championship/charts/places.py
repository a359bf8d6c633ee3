"""The places of one driver, or of several, race by race."""

from collections.abc import Sequence
from itertools import cycle

from django.utils.translation import gettext as _

from championship.charts.shapes import DASHES, STEP, Chart, Course, event_codes, lines, place_height, place_ticks
from championship.formats import ordinal
from championship.season.parts import SessionView
from championship.season.view import SeasonView
from championship.tables.cells import cell_text

LOWEST = 10
FEWEST = 3


def places_race_by_race(season: SeasonView, drivers: Sequence[str], races: Sequence[SessionView]) -> Chart | None:
    """First on top; a line breaks at a race without a place on record. None with fewer than three races to draw."""
    results = season.results_by_driver
    own = {slug: [results.get(slug, {}).get(race.id) for race in races] for slug in drivers}
    places = {slug: [line.position if line else None for line in found] for slug, found in own.items()}
    if len(races) < FEWEST or all(sum(place is not None for place in found) < FEWEST for found in places.values()):
        return None
    last = max(LOWEST, max(place for found in places.values() for place in found if place is not None))
    courses = []
    for slug, dash in zip(drivers, cycle(DASHES), strict=False):
        entry = season.entry_at(slug)
        heights = [None if place is None else place_height(place, last) for place in places[slug]]
        if any(height is not None for height in heights):
            courses.append(Course(slug, season.surnames[slug], entry.team.colour if entry else "", heights, dash))
    return Chart(
        summary=_summary(season, places),
        width=STEP * (len(races) - 1),
        ticks=place_ticks(last),
        codes=event_codes(races),
        lines=lines(courses, dots=True),
        heads=[_("Race"), *(season.surnames[slug] for slug in drivers)],
        rows=[
            (
                f"{race.event.code} {race.code}",
                [cell_text(line) if (line := own[slug][index]) else "–" for slug in drivers],
            )
            for index, race in enumerate(races)
        ],
    )


def _summary(season: SeasonView, places: dict[str, list[int | None]]) -> str:
    """What the picture says, for those who do not see it."""
    parts = []
    for slug, found in places.items():
        known = [place for place in found if place is not None]
        if known:
            parts.append(
                _("%(name)s between %(best)s and %(worst)s")
                % {"name": season.drivers[slug].name, "best": ordinal(min(known)), "worst": ordinal(max(known))}
            )
    return _("Places race by race: %(parts)s.") % {"parts": "; ".join(parts)}
