"""What is said of a car beside its name in a session's table: penalties, the grid, the road, the fastest lap."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from championship.formats import MINUS, ordinal, points_text, time_text
from championship.models import Penalty
from championship.season.parts import ResultView, SessionView
from championship.why.penalties import PenaltyView

Kind = Penalty.Kind


@dataclass(frozen=True, slots=True)
class Chip:
    """A few words in a frame; a penalty's are on red. moved: places won or lost, that follow the words."""

    text: str
    is_penalty: bool = False
    moved: int | None = None


def chips(
    session: SessionView, line: ResultView, penalties: Iterable[PenaltyView], is_fastest: bool, has_grid: bool
) -> Iterable[Chip]:
    """As far as it is on record. has_grid: whether the table has a column of its own for the grid."""
    own = [penalty for penalty in penalties if penalty.stands and penalty.driver == line.driver]
    for penalty in own:
        if words := penalty_words(penalty):
            yield Chip(words, is_penalty=True)
    if session.is_race:
        # Of several decisions on one car the first has the place at which it crossed the line.
        road = next((penalty.position_before for penalty in own if penalty.position_before), None)
        if road is not None and road != line.position:
            yield Chip(_("%(place)s on the road") % {"place": ordinal(road)})
        if line.grid is not None and not has_grid:
            words = _("from pole") if line.pole else _("from %(place)s on the grid") % {"place": ordinal(line.grid)}
            yield Chip(words, moved=places_won(line) or None)
    if is_fastest:
        lap = line.fastest_lap_ms
        yield Chip(_("fastest lap") if lap is None else _("fastest lap %(time)s") % {"time": time_text(lap)})
    if line.entry.wildcard:
        yield Chip(_("wildcard"))


def places_won(line: ResultView) -> int | None:
    """From the grid to the result; None where either is not on record."""
    return None if line.grid is None or line.position is None else line.grid - line.position


def penalty_words(penalty: PenaltyView) -> str:
    """ "+5 s", "3 grid places": what was imposed; blank where nothing was."""
    if penalty.kind in (Kind.TIME, Kind.DRIVE_THROUGH) and penalty.seconds is not None:
        return _("+%(seconds)s s") % {"seconds": points_text(penalty.seconds)}
    if penalty.kind == Kind.GRID and penalty.places:
        return ngettext("%(places)s grid place", "%(places)s grid places", penalty.places) % {"places": penalty.places}
    if penalty.kind == Kind.PLACES and penalty.places:
        return ngettext("%(places)s place back", "%(places)s places back", penalty.places) % {"places": penalty.places}
    if penalty.kind == Kind.POINTS and penalty.points is not None:
        return ngettext("%(points)s point", "%(points)s points", 1 if penalty.points == 1 else 2) % {
            "points": f"{MINUS}{points_text(penalty.points)}"
        }
    return {
        Kind.TIME: _("time penalty"),
        Kind.DRIVE_THROUGH: _("drive-through"),
        Kind.GRID: _("grid penalty"),
        Kind.PLACES: _("places lost"),
        Kind.LAP_DELETED: _("lap deleted"),
        Kind.DISQUALIFICATION: _("disqualified"),
        Kind.POINTS: _("points taken"),
        Kind.REPRIMAND: _("reprimand"),
        Kind.FINE: _("fine"),
        Kind.WARNING: _("warning"),
        Kind.UNKNOWN: _("penalty"),
    }.get(Kind(penalty.kind), "")
