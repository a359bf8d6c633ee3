"""The first three of an event's races."""

from dataclasses import dataclass

from championship.models import Classification
from championship.season.parts import EventView, ResultView, SessionView
from championship.season.view import SeasonView
from championship.tables.cells import cell_class


@dataclass(frozen=True, slots=True)
class Podium:
    """The first three of a race, each with the colour of its place; none without a classification, whose `status` is
    blank then."""

    session: SessionView
    status: str
    places: list[tuple[str, ResultView]]

    @property
    def is_not_official(self) -> bool:
        return self.status not in ("", Classification.Status.OFFICIAL)


def podiums(season: SeasonView, event: EventView) -> list[Podium]:
    """That of each race of an event that has a classification."""
    return [podium(season, race) for race in event.races if season.classification(race)]


def podium(season: SeasonView, race: SessionView) -> Podium:
    classification = season.classification(race)
    if classification is None:
        return Podium(race, "", [])
    places = [(cell_class(line.position, line.status), line) for line in classification.podium]
    return Podium(race, classification.status, places)
