"""By what a session counts, in words, where it is not as it was planned: half points, counted back to lap 9."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Protocol

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from championship.formats import points_text
from championship.scoring import WHOLE


class CountedBy(Protocol):
    """A classification, as far as it says by what it counts."""

    @property
    def scale(self) -> tuple[Decimal, ...]: ...
    @property
    def points_factor(self) -> Decimal: ...
    @property
    def laps_counted(self) -> int | None: ...


def counted_text(counted: CountedBy, planned: Iterable[Decimal]) -> str:
    """ "Counted back to lap 9, half points". Empty where it counts as was planned, by the session's own scale."""
    parts = []
    if counted.laps_counted is not None:
        parts.append(_("counted back to lap %(lap)s") % {"lap": counted.laps_counted})
    if counted.points_factor != WHOLE:
        parts.append(factor_text(counted.points_factor))
    if counted.scale != tuple(planned) and counted.points_factor:
        parts.append(_("another scale than planned: %(scale)s") % {"scale": scale_text(counted.scale)})
    return capfirst(", ".join(parts))


def count_alike(one: CountedBy, other: CountedBy) -> bool:
    return (one.scale, one.points_factor, one.laps_counted) == (other.scale, other.points_factor, other.laps_counted)


def counts_since[Published: CountedBy](versions: Sequence[Published]) -> Published:
    """Of the classifications of a session, the first one first: the one since which it counts by what it does now."""
    since = versions[-1]
    for version in reversed(versions):
        if not count_alike(version, since):
            break
        since = version
    return since


def factor_text(factor: Decimal) -> str:
    """By how much the points of every title are multiplied."""
    if not factor:
        return _("no points")
    if factor == Decimal("0.5"):
        return _("half points")
    if factor == 2:
        return _("double points")
    return _("points times %(factor)s") % {"factor": points_text(factor)}


def scale_text(scale: Iterable[Decimal]) -> str:
    return "-".join(points_text(points) for points in scale)
