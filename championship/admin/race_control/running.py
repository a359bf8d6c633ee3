"""The running order of a live session, sent from the same numbers from which its result is published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from championship.admin.race_control.desk import Desk
from championship.admin.race_control.orders import whole
from championship.admin.race_control.rows import writable
from championship.live import orders
from championship.models import LiveOrder, Session
from championship.race_control import matching
from championship.race_control.sheets.numbers import read_numbers

MOST_FAULTS = 20


class RunningForm(forms.Form):
    """What is sent beside the numbers."""

    lap = forms.IntegerField(
        label=gettext_lazy("Lap"),
        min_value=0,
        max_value=999,
        required=False,
        widget=forms.NumberInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    flag = forms.ChoiceField(label=gettext_lazy("Flag"), choices=LiveOrder.Flag.choices)
    commentary = forms.CharField(
        label=gettext_lazy("A line of commentary"),
        max_length=LiveOrder._meta.get_field("commentary").max_length,
        required=False,
        validators=[writable],
        widget=forms.TextInput({"autocomplete": "off"}),
    )


@dataclass
class RunningDesk:
    """The part of the page that is there while the session is live. `faults` say why nothing was sent."""

    form: RunningForm
    cars: Sequence[orders.Car] = ()
    faults: list[str] = field(default_factory=list)
    was_sent: bool = False
    # The last order that the editor knows of, 0 for none.
    follows: int = 0

    @classmethod
    def begin(cls, desk: Desk, *, was_sent: bool = False) -> "RunningDesk":
        """Goes on from the last order's lap and flag."""
        last = desk.last_order
        initial = {"lap": last.lap, "flag": last.flag} if last else {}
        return cls(RunningForm(initial=initial), was_sent=was_sent, follows=last.sequence if last else 0)

    @classmethod
    def typed(cls, data: Mapping[str, str]) -> "RunningDesk":
        return cls(RunningForm(data), follows=whole(data.get("running", "")))

    @classmethod
    def sent(cls, desk: Desk, data: Mapping[str, str], numbers: str) -> "RunningDesk":
        running = cls.typed(data)
        if desk.session.state != Session.State.LIVE:
            running.faults.append(_("The session is not live, so nothing was sent. Set it live, then send it again."))
        running._read(desk, numbers)
        return running

    @property
    def may_be_sent(self) -> bool:
        return self.form.is_valid() and not self.faults

    def overtaken(self, desk: Desk) -> None:
        """Says what another editor sent in the meantime; the next attempt then comes after it."""
        last = desk.last_order
        if last is None:
            return
        words = {
            "who": last.sent_by.get_username() if last.sent_by else _("Somebody else"),
            "moment": desk.last_order_time,
            "numbers": desk.last_numbers,
        }
        sentence = _("%(who)s sent an order at %(moment)s: %(numbers)s. Yours was not sent: look, then send it again.")
        self.faults.append(sentence % words)
        self.follows = last.sequence

    def _read(self, desk: Desk, numbers: str) -> None:
        """The cars that run; those behind a status, such as the retired, run no more. Every fault at once."""
        sheet = read_numbers(numbers)
        matches = matching.match(sheet.lines, desk.starters)
        faults = [f"{left.raw}: {left.why}" for left in sheet.left_out] + [
            match.doubt for match in matches if match.doubt
        ]
        placed = [match for match in matches if match.line.position is not None]
        if any(match.line.position != place for place, match in enumerate(placed, start=1)):
            faults.append(_("A running order has no ? in it: leave the place out."))
        starters = [match.starter for match in matches if match.starter]
        faults += [
            _("%(car)s is in it twice.") % {"car": car.label} for at, car in enumerate(starters) if car in starters[:at]
        ]
        if not placed:
            faults.append(_("Write the numbers of the cars, first to last."))
        self.cars = [
            orders.Car(match.starter.event_entry, match.line.gap_ms, match.line.gap_laps)
            for match in placed
            if match.starter
        ]
        self.faults += list(dict.fromkeys(faults))[:MOST_FAULTS]
