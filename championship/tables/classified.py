"""A classification as pages list it: in order, with what is missing named."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from championship.formats import gap_text, ordinal, time_text
from championship.season.parts import ResultView, SessionView
from championship.season.view import SeasonView


@dataclass(frozen=True, slots=True)
class Gap:
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


def in_order(lines: Iterable[ResultView]) -> list[ResultView | Gap]:
    """Those with a place, best first, with the gaps between them; then those without one, as published."""
    lines = list(lines)
    listed: list[ResultView | Gap] = []
    expected = 1
    for line in sorted((line for line in lines if line.position is not None), key=_position):
        if _position(line) > expected:
            listed.append(Gap(expected, _position(line) - 1))
        listed.append(line)
        expected = _position(line) + 1
    return listed + [line for line in lines if line.position is None]


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
        field = max(
            _size(season, other) for other in season.sessions if other.code == session.code and _size(season, other)
        )
    return _size(season, session) < field


def at_least_half(lines: Sequence[ResultView], known: Callable[[ResultView], object]) -> bool:
    """Whether a column is worth showing: at least half of its lines are on record."""
    return bool(lines) and sum(known(line) is not None for line in lines) * 2 >= len(lines)


def time_or_gap(line: ResultView) -> str | None:
    """The time of first and the gap of the others; None when it is not on record."""
    return (time_text(line.time_ms) if line.time_ms is not None else gap_text(line.gap_ms, line.gap_laps)) or None


def _size(season: SeasonView, session: SessionView) -> int:
    """How many cars a session had, as far as places tell."""
    classification = season.classification(session)
    if classification is None:
        return 0
    return max(len(classification.lines), max((line.position or 0 for line in classification.lines), default=0))


def _position(line: ResultView) -> int:
    assert line.position is not None
    return line.position
