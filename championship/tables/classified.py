"""A classification as pages list it: in order, with the places that are missing named."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from championship.formats import gap_text, ordinal, time_text
from championship.season.parts import ClassificationView, ResultView, SessionView
from championship.season.view import SeasonView


@dataclass(frozen=True, slots=True)
class MissingPlaces:
    """Places between others that are not on record."""

    first: int
    last: int

    @property
    def text(self) -> str:
        if self.first == self.last:
            return _("%(place)s is not on record") % {"place": ordinal(self.first)}
        ends = {"first": ordinal(self.first), "last": ordinal(self.last)}
        if self.last == self.first + 1:
            return _("%(first)s and %(last)s are not on record") % ends
        return _("%(first)s to %(last)s are not on record") % ends


def in_order(lines: Iterable[ResultView]) -> list[ResultView]:
    """Those with a place, best first; then those without one, as published."""
    # A sort leaves the order as it is where the keys are the same.
    return sorted(lines, key=lambda line: (line.position is None, line.position or 0))


def with_missing_places(lines: Iterable[ResultView]) -> list[ResultView | MissingPlaces]:
    """In order, with the places between them that are not on record."""
    listed: list[ResultView | MissingPlaces] = []
    due = 1
    for line in in_order(lines):
        if line.position is not None:
            if line.position > due:
                listed.append(MissingPlaces(due, line.position - 1))
            due = line.position + 1
        listed.append(line)
    return listed


def rest_not_on_record(season: SeasonView, session: SessionView) -> bool:
    """Whether cars that took part are missing at the end of a qualifying session's list.

    The first session of qualifying has the whole entry list in it; a later one as many cars as any of its kind in the
    season.
    """
    classification = season.classification(session)
    if classification is None or session.kind != "qualifying":
        return False
    if session is session.event.qualifying[0]:
        field = sum(session.event.id in entry.numbers for entry in season.entries)
    else:
        field = usual_field(season, session)
    return _field(classification) < field


def usual_field(season: SeasonView, session: SessionView) -> int:
    """How many cars take part in a session of qualifying: as many as in any of its kind in the season."""
    return max(
        (
            _field(classification)
            for other in season.sessions
            if other.code == session.code and (classification := season.classification(other))
        ),
        default=0,
    )


def at_least_half(lines: Sequence[ResultView], known: Callable[[ResultView], object]) -> bool:
    """Whether a column is worth showing: at least half of its lines are on record."""
    return bool(lines) and sum(known(line) is not None for line in lines) * 2 >= len(lines)


def time_or_gap(line: ResultView) -> str | None:
    """The time of first and the gap of the others; None when it is not on record."""
    return (time_text(line.time_ms) if line.time_ms is not None else gap_text(line.gap_ms, line.gap_laps)) or None


def behind_winner_ms(classification: ClassificationView, line: ResultView) -> int | None:
    """How far a car finished behind the winner in time, as far as it is on record; None for one that was lapped."""
    winner = classification.winner
    if line is winner:
        return 0
    if line.gap_ms is not None or line.gap_laps is not None or winner is None:
        return line.gap_ms
    # Times alone say it only where both drove as many laps.
    if line.time_ms is None or winner.time_ms is None or line.laps != winner.laps:
        return None
    return line.time_ms - winner.time_ms


def _field(classification: ClassificationView) -> int:
    """How many cars took part, as far as places tell."""
    return max(len(classification.lines), *(line.position or 0 for line in classification.lines), 0)
