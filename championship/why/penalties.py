"""The stewards' decisions in words: what was imposed, for what, and from which place to which."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.functional import Promise
from django.utils.html import format_html
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
    Kind.REPRIMAND: gettext_lazy("A reprimand"),
    Kind.FINE: gettext_lazy("A fine, its amount not on record"),
    Kind.WARNING: gettext_lazy("A warning"),
    Kind.NO_FURTHER_ACTION: gettext_lazy("No further action"),
    Kind.UNKNOWN: gettext_lazy("A penalty, its kind not on record"),
}


class PenaltyView(NamedTuple):
    """One decision; places are None where they are not on record, or none was lost.

    driver: None where it is about no driver of the season. came_with: the number of the classification that it made,
    0 where none is known. withdrawn_reason: empty while it stands. replaces: the id of the decision in whose place it
    was given, 0 for none.
    """

    session: SessionView
    name: str
    driver: DriverView | None
    kind: str
    seconds: Decimal | None = None
    places: int | None = None
    points: Decimal | None = None
    fine: Decimal | None = None
    currency: str = ""
    position_before: int | None = None
    position_after: int | None = None
    reason: str = ""
    reason_sv: str = ""
    document: str = ""
    source: str = ""
    id: int = 0
    car: int | None = None
    came_with: int = 0
    replaces: int = 0
    withdrawn_at: datetime | None = None
    withdrawn_reason: str = ""
    withdrawn_reason_sv: str = ""

    @property
    def stands(self) -> bool:
        return not self.withdrawn_reason

    @property
    def sentence(self) -> SafeString:
        """The same as HTML. All but the reason are words of the catalogue and figures."""
        return mark_safe(_sentence(self, said(self.reason, swedish=self.reason_sv)))

    @property
    def withdrawal(self) -> SafeString:
        """ "Withdrawn on 28 November 2021: the video shows no contact." Empty while it stands."""
        if self.stands:
            return mark_safe("")
        words: dict[str, object] = {"reason": said(self.withdrawn_reason, swedish=self.withdrawn_reason_sv)}
        if self.withdrawn_at is None:
            return format_html(_("Withdrawn: {reason}."), **words)
        local = self.withdrawn_at.astimezone(ZoneInfo(self.session.event.circuit.timezone))
        words["day"] = formats.date_format(local, "j F Y")
        return format_html(_("Withdrawn on {day}: {reason}."), **words)


# A season's are few, so those of some sessions are picked from them here.
_ROWS = Prepared(
    Penalty.objects.filter(session__event__season__year=parameter("year"))
    .order_by("order", "pk")
    .values_list(
        "session_id",
        "event_entry__driver__slug",
        "driver__slug",
        "driver__given_name",
        "driver__family_name",
        "named",
        "kind",
        "seconds",
        "places",
        "points",
        "fine",
        "currency",
        "position_before",
        "position_after",
        "reason",
        "reason_sv",
        "document",
        "source",
        "pk",
        "event_entry_id",
        "came_with",
        "replaces_id",
        "withdrawn_at",
        "withdrawn_reason",
        "withdrawn_reason_sv",
    )
)


def read_penalties(season: SeasonView, sessions: Iterable[SessionView]) -> list[PenaltyView]:
    """The penalties of some sessions, in running order, those that were withdrawn too. One query."""
    by_id = {session.id: session for session in sessions if season.knows(session)}
    rows = _ROWS.rows(year=season.year)
    penalties = [_penalty(season, by_id[session], *rest) for session, *rest in rows if session in by_id]
    return sorted(penalties, key=lambda penalty: penalty.session.index)


def _penalty(
    season: SeasonView,
    session: SessionView,
    of_car: str | None,
    of_driver: str | None,
    given_name: str | None,
    family_name: str | None,
    named: str,
    *rest: Any,
) -> PenaltyView:
    driver = season.drivers.get(of_car or of_driver or "")
    name = f"{given_name or ''} {family_name or ''}".strip() if driver is None else driver.name
    penalty = PenaltyView(session, name or named or _("Name not on record"), driver, *rest)
    return penalty._replace(came_with=penalty.came_with or 0, replaces=penalty.replaces or 0)


def penalties_heading(penalties: Iterable[PenaltyView]) -> str:
    """What they are called together."""
    if any(penalty.kind == Kind.NO_FURTHER_ACTION for penalty in penalties):
        return _("Decisions of the stewards")
    return _("Penalties")


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
    if penalty.kind == Kind.FINE and penalty.fine is not None:
        amount = formats.number_format(penalty.fine.normalize(), force_grouping=True)
        return _("A fine of %(amount)s %(currency)s") % {"amount": amount, "currency": penalty.currency}
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
