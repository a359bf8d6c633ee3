"""The first three of an event's races."""

from dataclasses import dataclass

from championship.season.parts import EventView, ResultView, SessionView
from championship.season.view import SeasonView
from championship.tables.cells import cell_class


@dataclass(frozen=True, slots=True)
class Podium:
    """The first three of a race, each with the colour of its place."""

    session: SessionView
    places: list[tuple[str, ResultView]]


def podiums(season: SeasonView, event: EventView) -> list[Podium]:
    """The first three of each race of an event that has a classification."""
    return [
        Podium(race, [(cell_class(line.position, line.status), line) for line in classification.podium])
        for race in event.races
        if (classification := season.classification(race)) is not None
    ]
