"""What the live pieces show once a race is classified: who won, the podium, and what it did to each title."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from championship.charts.plate import Plate, plate
from championship.live.on_air import LiveSession
from championship.season.parts import ResultView, SessionView
from championship.season.view import SeasonView
from championship.tables.effects import Effect, TurningPoint, effects, turning_points
from championship.tables.session import podium_sentence


@dataclass(frozen=True, slots=True)
class FinishStep:
    """A step of the podium: the line of the result, its place, 1 to 3, and the driver's plate and surname."""

    line: ResultView
    place: int
    name: str
    plate: Plate


@dataclass(frozen=True, slots=True)
class Champion:
    """A title that the race decided, and the plate of a driver; None for a team's."""

    point: TurningPoint
    plate: Plate | None


@dataclass(frozen=True, slots=True)
class Finish:
    """A race that is classified. sentence: who won, from whom and, where it is on record, by how much."""

    heading: str
    sentence: str
    podium: list[FinishStep]
    champions: list[Champion]
    effects: list[Effect]


def finish(live: LiveSession) -> Finish | None:
    """None while the order counts, and for a session that is no race or has no winner on record."""
    season, session = live.season, live.session
    if live.classification is None or not session.is_race:
        return None
    podium = [
        FinishStep(line, line.position, season.surnames[line.driver.slug], plate(line.number, line.entry.colour))
        for line in live.classification.podium
        if line.position is not None
    ]
    if not podium or podium[0].place != 1:
        return None
    return Finish(
        _("%(name)s wins") % {"name": podium[0].name},
        podium_sentence(season, session, []),
        podium,
        [
            Champion(point, _plate_of(season, point, session))
            for point in turning_points(season, session)
            if point.is_decided
        ],
        effects(season, session),
    )


def _plate_of(season: SeasonView, point: TurningPoint, session: SessionView) -> Plate | None:
    if point.title.ranks_teams:
        return None
    leader = season.standings[point.title.slug].tables[session.index].rows[0].competitor
    return plate(point.livery.number, point.livery.colour, season.surnames[leader])
