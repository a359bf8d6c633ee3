"""The first three of an event's races."""

from dataclasses import dataclass

from championship.formats import cell_class
from championship.season.parts import EventRecord, ResultRecord, SessionRecord
from championship.season.view import SeasonRecord


@dataclass(frozen=True, slots=True)
class Podium:
    """The first three of a race, each with the colour of its place."""

    session: SessionRecord
    places: list[tuple[str, ResultRecord]]


def podiums(record: SeasonRecord, event: EventRecord) -> list[Podium]:
    """The first three of each race of an event that has a classification."""
    return [
        Podium(race, [(cell_class(line.position, line.status), line) for line in classification.podium])
        for race in event.races
        if (classification := record.classification(race)) is not None
    ]
