"""The cars on an event's list, as race control names and finds them."""

from dataclasses import dataclass

from championship.season.parts import EventView
from championship.season.view import SeasonView


@dataclass(frozen=True, slots=True)
class Starter:
    """A car on the event's list; `event_entry` is its id there, `number` None when it has none, its team's names blank
    where it has none."""

    event_entry: int
    number: int | None
    given_name: str
    family_name: str
    team: str
    team_short: str
    wildcard: bool = False

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def label(self) -> str:
        """68 Yann Ehrlacher."""
        return self.name if self.number is None else f"{self.number} {self.name}"


def starters_of(season: SeasonView, event: EventView) -> tuple[Starter, ...]:
    """The event's list in the order of the numbers, cars without one last."""
    starters = [
        Starter(
            entry.on_lists[event.id],
            entry.numbers[event.id],
            entry.driver.given_name,
            entry.driver.family_name,
            entry.team.name if entry.team else "",
            entry.team_name,
            entry.wildcard,
        )
        for entry in season.entries
        if event.id in entry.on_lists
    ]
    return tuple(
        sorted(starters, key=lambda starter: (starter.number is None, starter.number or 0, starter.family_name))
    )
