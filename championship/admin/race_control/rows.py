"""A car's row of the screen, as a form: what is typed as timing sheets write it, and what is wrong beside it."""

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from championship.formats import gap_text, plain_number, time_text
from championship.models import Result
from championship.race_control.starters import Starter
from championship.rules import DOORS, LAPS, LONGEST, PLACES, TAKEN_OUT, UNWRITABLE, Limits, Line, ResultStatus
from championship.season_folder.cells import Gap, read_duration, read_gap

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class ReadField(forms.CharField):
    """Text as timing sheets write it: a decimal comma and blanks at the ends are as good."""

    def __init__(self, read: Callable[[str], Any], expected: "StrOrPromise", **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.read, self.expected = read, expected

    def clean(self, value: Any) -> Any:
        text = super().clean(value).replace(",", ".")
        if not text:
            return None
        try:
            return self.read(text)
        except ValueError as error:
            raise ValidationError(self.expected) from error


def read_gap_or_laps(text: str) -> Gap:
    return read_gap(text if text.startswith("+") else f"+{text}")


def writable(text: str) -> None:
    """Of what is typed for readers: a sign that no page, file or feed can hold is refused."""
    sign = UNWRITABLE.search(text)
    if sign:
        words = {"text": f"U+{ord(sign[0]):04X}"}
        raise ValidationError(gettext("There is a sign that cannot be written, %(text)s: take it out.") % words)


def swedish_reason(longest: int) -> forms.CharField:
    """Beside a reason that readers see."""
    return forms.CharField(
        label=_("Reason in Swedish"), required=False, max_length=longest, validators=[writable],
        widget=forms.TextInput({"autocomplete": "off", "lang": "sv"}),
        help_text=_("For readers of the Swedish pages. Empty shows them the English one."),
    )  # fmt: skip


def _whole(label: Any, limits: Limits) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=limits.least, max_value=limits.most)


class LineForm(forms.Form):
    """One car of the event, with its line to begin with. A line in which nothing stands is left out of the
    classification."""

    position = _whole(_("Place"), PLACES)
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("– (classified, with a place)")), *Result.Status.choices]
    )
    laps = _whole(_("Laps"), LAPS)
    time = ReadField(read_duration, _("Write the time as 27:18.961."), label=_("Time"))
    gap = ReadField(read_gap_or_laps, _("Write the gap as +1.409, +1:02.081 or +1 lap."), label=_("Gap"))
    grid = _whole(_("Grid (1 is pole)"), PLACES)
    fastest_lap = ReadField(read_duration, _("Write the lap as 1:54.791."), label=_("Fastest lap"))
    holds_fastest_lap = forms.BooleanField(
        label=_("A source names it as the holder of the fastest lap"), required=False
    )
    one_of = forms.CharField(
        label=_("One of the places"), required=False,
        help_text=_("Such as 11 12 where one of them was its place, and which one is not known."),
    )  # fmt: skip
    points = forms.DecimalField(
        label=_("Points, where the place is not known"), required=False, max_digits=6, decimal_places=2,
        min_value=DOORS.least, max_value=DOORS.most, help_text=_("By the session’s own scale."),
    )  # fmt: skip
    basis = forms.ChoiceField(label=_("Rests on"), required=False, choices=[("", "–"), *Result.Basis.choices])
    note = forms.CharField(label=_("Note"), required=False, max_length=LONGEST["note"])
    source = forms.CharField(label=_("Source"), required=False)

    def __init__(self, starter: Starter, line: Line | None, data: Mapping[str, str] | None = None) -> None:
        super().__init__(data, prefix=f"car-{starter.event_entry}", initial=_initial(line))
        self.starter = starter
        self.before = line
        # They stand in the row without a word beside them.
        car = {"car": starter.label}
        self.fields["position"].widget.attrs["aria-label"] = gettext("Place of %(car)s") % car
        self.fields["status"].widget.attrs["aria-label"] = gettext("Status of %(car)s") % car

    @property
    def details(self) -> list[forms.BoundField]:
        """All but what always stands in the row."""
        return [self[name] for name in self.fields if name not in ("position", "status")]

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        position, status = cleaned.get("position"), cleaned.get("status")
        if self.errors or not self.has_entry():
            return cleaned
        if not status:
            if position is None and not cleaned["one_of"] and cleaned["points"] is None:
                self.add_error("status", _("Choose what became of this car, or empty its whole line."))
            cleaned["status"] = ResultStatus.CLASSIFIED
        elif status != ResultStatus.CLASSIFIED and position is not None:
            self.add_error(
                "position",
                gettext("A car that is “%s” has no place: empty the place, or choose “classified”.")
                % Result.Status(status).label,
            )
        return cleaned

    def clean_one_of(self) -> str:
        """ "11th or 12th" is as good as 11 12."""
        places = re.findall(r"\d+", self.cleaned_data["one_of"])
        return " ".join(places) or str(self.cleaned_data["one_of"])

    def has_entry(self) -> bool:
        values = (self.cleaned_data.get(name) for name in self.fields)
        return any(value is not False and value not in (None, "") for value in values)

    def line(self) -> Line:
        cleaned = self.cleaned_data
        gap = cleaned["gap"] or Gap()
        before = self.before or Line(self.starter.event_entry)
        # What was published of a place that is not known goes by itself once the place is; what is typed beside a place
        # is refused by the rules.
        is_unplaced = cleaned["position"] is None and cleaned["status"] == before.status
        kept = {name for name in ("one_of", "points") if is_unplaced or name in self.changed_data}
        may_hold = cleaned["status"] not in TAKEN_OUT or "holds_fastest_lap" in self.changed_data
        return Line(
            event_entry=self.starter.event_entry,
            position=cleaned["position"],
            status=cleaned["status"],
            laps=cleaned["laps"],
            time_ms=cleaned["time"],
            gap_ms=gap.ms,
            gap_laps=gap.laps,
            grid=cleaned["grid"],
            fastest_lap_ms=cleaned["fastest_lap"],
            note=cleaned["note"],
            basis=cleaned["basis"],
            source=cleaned["source"],
            holds_fastest_lap=cleaned["holds_fastest_lap"] and may_hold,
            one_of=cleaned["one_of"] if "one_of" in kept else "",
            points=cleaned["points"] if "points" in kept else None,
        )


def _initial(line: Line | None) -> dict[str, Any]:
    """What stands in a car's row to begin with."""
    if line is None:
        return {}
    return {
        "position": line.position,
        "status": line.status,
        "laps": line.laps,
        "time": time_text(line.time_ms) if line.time_ms is not None else "",
        "gap": gap_text(line.gap_ms, line.gap_laps),
        "grid": line.grid,
        "fastest_lap": time_text(line.fastest_lap_ms) if line.fastest_lap_ms is not None else "",
        "holds_fastest_lap": line.holds_fastest_lap,
        "one_of": line.one_of,
        "points": plain_number(line.points) if line.points is not None else None,
        "basis": line.basis,
        "note": line.note,
        "source": line.source,
    }
