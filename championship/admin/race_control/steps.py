"""The steps of a session: to which state it goes, to which its result, and by what points and distance it counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from championship.admin.race_control.desk import Desk, status_label
from championship.admin.race_control.orders import Proposal, propose, whole
from championship.admin.race_control.rows import swedish_reason, writable
from championship.formats import plain_number
from championship.models import Classification, Session
from championship.rules import LAPS_COUNTED, LONGEST, Counting
from championship.scoring import WHOLE
from championship.why.counting import factor_text, scale_text

State, Status = Session.State, Classification.Status


@dataclass(frozen=True, slots=True)
class Step:
    """A button. `did` is what the log says of it, after the editor's name; `main`: the step that usually comes."""

    to: str
    label: Any
    did: Any
    main: bool = False


STATES: dict[str, tuple[Step, ...]] = {
    State.SCHEDULED: (
        Step(State.LIVE, _("Start: go live"), _("set the session live"), main=True),
        Step(State.POSTPONED, _("Postpone"), _("postponed the session")),
        Step(State.CANCELLED, _("Cancel the session"), _("cancelled the session")),
    ),
    State.LIVE: (
        Step(State.FINISHED, _("Flag: it is finished"), _("set the session finished"), main=True),
        Step(State.SCHEDULED, _("Back to scheduled"), _("set the session back to scheduled")),
    ),
    State.FINISHED: (Step(State.LIVE, _("Back to live"), _("set the session back to live")),),
    State.POSTPONED: (
        Step(State.SCHEDULED, _("Schedule it again"), _("scheduled the session again"), main=True),
        Step(State.CANCELLED, _("Cancel the session"), _("cancelled the session")),
    ),
    State.CANCELLED: (Step(State.SCHEDULED, _("Schedule it again"), _("scheduled the session again"), main=True),),
}

# `did` is the reason that readers see beside the classification.
STATUSES: dict[str, tuple[Step, ...]] = {
    Status.PROVISIONAL: (
        Step(Status.OFFICIAL, _("Make it official"), _("Made official."), main=True),
        Step(Status.UNDER_INVESTIGATION, _("Under investigation"), _("Put under investigation.")),
    ),
    Status.UNDER_INVESTIGATION: (
        Step(Status.OFFICIAL, _("Make it official"), _("Made official."), main=True),
        Step(Status.PROVISIONAL, _("Back to provisional"), _("No longer under investigation.")),
    ),
    Status.OFFICIAL: (Step(Status.UNDER_INVESTIGATION, _("Under investigation"), _("Put under investigation.")),),
}


def find_step(steps: tuple[Step, ...], to: str) -> Step | None:
    return next((step for step in steps if step.to == to), None)


def next_step(state: str, status: str | None) -> Step | None:
    """The step that usually comes next: the session's while it is live or has no result, then the result's."""
    steps = STATES[state] if state == State.LIVE or status is None else STATUSES[status]
    return next((step for step in steps if step.main), None)


class CountingForm(forms.Form):
    """By what a session counts from the next classification on, and why."""

    factor = forms.ChoiceField(label=_("Points"))
    scale = forms.ChoiceField(
        label=_("By the scale"), required=False, help_text=_("Titles with scales of their own keep theirs.")
    )
    laps = forms.IntegerField(
        label=_("Counted back to lap"), required=False,
        min_value=LAPS_COUNTED.least, max_value=LAPS_COUNTED.most,
        widget=forms.NumberInput({"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("Empty: it counts as it was run. Another order is pasted or typed above, before it or after it."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST["reason"], validators=[writable],
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=_("Readers see it beside the classification."),
        error_messages={"required": _("Say why: readers see the reason beside the classification.")},
    )  # fmt: skip
    reason_sv = swedish_reason(LONGEST["reason_sv"])

    def __init__(self, desk: Desk, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, prefix="counting")
        self.desk = desk
        now = desk.counting
        fields = cast(dict[str, Any], self.fields)
        fields["factor"].choices = [(_plain(factor), label) for factor, label in _factors(now.points_factor)]
        fields["factor"].initial = _plain(now.points_factor)
        planned = scale_text(desk.here.scale) or gettext("no points")
        fields["scale"].choices = [
            ("", gettext("As planned: %(scale)s") % {"scale": planned}),
            *((name, f"{name}: {scale_text(points)}") for name, points in desk.other_scales.items()),
        ]
        fields["scale"].initial = now.scale
        fields["laps"].initial = now.laps_counted
        if not desk.other_scales:
            del self.fields["scale"]
        if not desk.here.is_race:
            del self.fields["laps"]

    def clean_laps(self) -> int | None:
        laps: int | None = self.cleaned_data["laps"]
        run = self.desk.here.laps_run
        if laps is not None and run is not None and laps > run:
            words = {"laps": ngettext("%(laps)d lap", "%(laps)d laps", run) % {"laps": run}}
            raise ValidationError(gettext("It ran %(laps)s: write one of them, or none.") % words)
        return laps

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not self.errors and self.counting == self.desk.counting:
            words = {"number": self.desk.number}
            raise ValidationError(gettext("It counts so already, in classification %(number)d.") % words)
        return self.cleaned_data

    @property
    def counting(self) -> Counting:
        sent = self.cleaned_data
        return Counting(sent.get("scale", ""), Decimal(sent["factor"]), sent.get("laps"))


class EnteredCounting:
    """By what the session is to count, as it was sent or as it counts now, and what that does to every title."""

    def __init__(self, desk: Desk, data: Mapping[str, Any] | None = None) -> None:
        self.desk = desk
        self.is_sent = data is not None
        self.follows = desk.number if data is None else whole(data.get("follows", ""))
        self.form = CountingForm(desk, data)

    @cached_property
    def is_valid(self) -> bool:
        return self.is_sent and bool(self.desk.number) and self.form.is_valid()

    @property
    def status(self) -> str:
        """It stays as it is."""
        return self.desk.current.status if self.desk.current else ""

    @property
    def status_label(self) -> str:
        return status_label(self.status)

    @property
    def reason(self) -> str:
        return str(self.form.cleaned_data["reason"])

    @property
    def reason_sv(self) -> str:
        return str(self.form.cleaned_data["reason_sv"])

    @cached_property
    def proposal(self) -> Proposal | None:
        """The order as it stands, by what was sent; None while that is not known."""
        if not self.is_valid:
            return None
        # What could be said of the order was read when it was published.
        return propose(self.desk, self.desk.lines, known=self.desk.lines, counting=self.form.counting)


def _factors(now: Decimal) -> list[tuple[Decimal, str]]:
    """The usual ones, and the one that counts now."""
    usual = [WHOLE, Decimal("0.5"), Decimal(2), Decimal(0)]
    factors = usual if now in usual else [*usual, now]
    return [(factor, gettext("As planned") if factor == WHOLE else capfirst(factor_text(factor))) for factor in factors]


def _plain(factor: Decimal) -> str:
    """0.5, without the noughts of the database."""
    return str(plain_number(factor))
