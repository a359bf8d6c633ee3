"""The stewards' decisions in words: what was imposed, for what, and from which place to which."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from championship.formats import number_word, ordinal, points_text
from championship.models import Penalty
from championship.season.parts import DriverView, SessionView
from championship.season.view import SeasonView
from web.cache.prepared import Prepared, parameter
from web.catalogue import localised, said

Kind = Penalty.Kind

# What was imposed, where there is no figure to go with it.
KIND_WORDS: dict[str, Promise] = {
    Kind.TIME: gettext_lazy("A time penalty, its length not on record"),
    Kind.DRIVE_THROUGH: gettext_lazy("A drive-through"),
    Kind.GRID: gettext_lazy("Places back on the grid, how many is not on record"),
    Kind.PLACES: gettext_lazy("Places in the result, how many is not on record"),
    Kind.LAP_DELETED: gettext_lazy("A lap deleted"),
    Kind.DISQUALIFICATION: pgettext_lazy("penalty", "Disqualified"),
    Kind.POINTS: gettext_lazy("Points taken, how many is not on record"),
    Kind.UNKNOWN: gettext_lazy("A penalty, its kind not on record"),
}


class PenaltyView(NamedTuple):
    """One decision; places are None where they are not on record, or none was lost."""

    session: SessionView
    driver: DriverView
    kind: str
    seconds: Decimal | None
    places: int | None
    points: Decimal | None
    position_before: int | None
    position_after: int | None
    reason: str
    document: str
    source: str

    @property
    def sentence(self) -> SafeString:
        """The same as HTML. All but the reason are words of the catalogue and figures."""
        return mark_safe(_sentence(self, said(self.reason)))


# A season's are few, so those of some sessions are picked from them here.
_ROWS = Prepared(
    Penalty.objects.filter(session__event__season__year=parameter("year"))
    .order_by("order", "pk")
    .values_list(
        "session_id",
        "event_entry__driver__slug",
        "kind",
        "seconds",
        "places",
        "points",
        "position_before",
        "position_after",
        "reason",
        "document",
        "source",
    )
)


def read_penalties(season: SeasonView, sessions: Iterable[SessionView]) -> list[PenaltyView]:
    """The penalties of some sessions, in running order. One query."""
    by_id = {session.id: session for session in sessions if season.knows(session)}
    rows = _ROWS.rows(year=season.year)
    penalties = [
        PenaltyView(by_id[session], season.drivers[driver], *rest)
        for session, driver, *rest in rows
        if session in by_id
    ]
    return sorted(penalties, key=lambda penalty: penalty.session.index)


def penalty_sentence(penalty: PenaltyView) -> str:
    """ "5 seconds: contact. 3rd on the road, 6th in the result." """
    return _sentence(penalty, localised(penalty.reason).rstrip("."))


def _sentence(penalty: PenaltyView, reason: str) -> str:
    first = _sanction(penalty)
    if reason:
        first = _("%(penalty)s: %(reason)s") % {"penalty": first, "reason": reason}
    return " ".join(f"{part}." for part in (first, _places(penalty)) if part)


def _sanction(penalty: PenaltyView) -> str:
    """What was imposed, as the first words of a sentence."""
    if penalty.kind == Kind.TIME and penalty.seconds is not None:
        seconds = format(penalty.seconds.normalize(), "f")
        return ngettext("%(seconds)s second", "%(seconds)s seconds", 1 if penalty.seconds == 1 else 2) % {
            "seconds": seconds
        }
    if penalty.kind == Kind.DRIVE_THROUGH and penalty.seconds is not None:
        seconds = format(penalty.seconds.normalize(), "f")
        return ngettext(
            "A drive-through, turned into %(seconds)s second",
            "A drive-through, turned into %(seconds)s seconds",
            1 if penalty.seconds == 1 else 2,
        ) % {"seconds": seconds}
    if penalty.kind == Kind.GRID and penalty.places:
        return _capitalised(
            ngettext("%(places)s place back on the grid", "%(places)s places back on the grid", penalty.places)
            % {"places": number_word(penalty.places)}
        )
    if penalty.kind == Kind.PLACES and penalty.places:
        return _capitalised(
            ngettext("%(places)s place in the result", "%(places)s places in the result", penalty.places)
            % {"places": number_word(penalty.places)}
        )
    if penalty.kind == Kind.POINTS and penalty.points is not None:
        return ngettext("%(points)s point taken", "%(points)s points taken", 1 if penalty.points == 1 else 2) % {
            "points": points_text(penalty.points)
        }
    return str(KIND_WORDS[penalty.kind])


def _places(penalty: PenaltyView) -> str:
    before, after = penalty.position_before, penalty.position_after
    if before and after:
        return _("%(before)s on the road, %(after)s in the result") % {
            "before": ordinal(before),
            "after": ordinal(after),
        }
    if before:
        return _("%(before)s on the road") % {"before": ordinal(before)}
    if after:
        return _("%(after)s in the result") % {"after": ordinal(after)}
    return ""


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
