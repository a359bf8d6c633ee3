"""A result as a coloured cell: the matrix, a driver's season strip and the comparison draw the same one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from championship.formats import ordinal, points_text
from championship.season.parts import ClassificationView, ResultView, SessionView
from championship.season.view import SeasonView
from championship.why.reasons import unplaced_text


@dataclass(frozen=True, slots=True)
class ResultCell:
    """What a result looks like in a small space: its text, colour class and emphasis, and the same in words."""

    text: str
    css: str
    label: str
    pole: bool
    fastest_lap: bool
    session: SessionView
    line: ResultView

    @property
    def emphasis(self) -> str:
        return (" pole" if self.pole else "") + (" fl" if self.fastest_lap else "")


def result_cell(season: SeasonView, session: SessionView, line: ResultView) -> ResultCell:
    """The cell of one line of a race."""
    fastest = line is season.fastest_laps.get(session.id)
    label = ordinal(line.position) if line.position is not None else unplaced_text(line)
    if line.pole:
        label = _("%(result)s, from pole") % {"result": label}
    if fastest:
        label = _("%(result)s, fastest lap") % {"result": label}
    place = scored_place(line, wildcard_places(season.classification(session)))
    return ResultCell(line.place, cell_class(place, line.status), label, line.pole, fastest, session, line)


def cell_class(position: int | None, status: str) -> str:
    """The colour of a result's cell; the text in it says the same."""
    if position is None:
        return "cell--no-points" if status in ("classified", "not-on-record", "not-classified") else "cell--retired"
    for last, name in ((1, "first"), (2, "second"), (3, "third"), (8, "points"), (15, "points-low")):
        if position <= last:
            return f"cell--{name}"
    return "cell--no-points"


def scored_place(line: ResultView, wildcards: Iterable[int]) -> int | None:
    """A line's place as points know it: the wildcards ahead that score nothing are taken out,
    and have none.

    It gives a cell its colour, so that 16th behind a wildcard, which scored, does not look as if it had not.
    """
    if line.position is None or not line.entry.scores:
        return None
    return line.position - sum(place < line.position for place in wildcards)


def wildcard_places(classification: ClassificationView | None) -> list[int]:
    return classification.wildcard_places if classification else []


def points_by_session(season: SeasonView) -> Sequence[dict[str, Decimal]]:
    """What each session gave in the drivers' title, by driver; in running order."""
    title = season.drivers_title
    return [{} for _session in season.sessions] if title is None else season.standings[title.slug].session_points


def qualifying_text(points: Decimal) -> str:
    return f"+{points_text(points)}" if points else ""
