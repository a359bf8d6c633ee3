"""The form that publishes a classification: one line for each car on the event's entry list."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from championship.formats import gap_text, time_text
from championship.models import Classification, EventEntry, Result, Session
from championship.publishing import Line
from championship.season_folder.cells import Gap, read_duration, read_gap

LARGEST = 32_767


class ReadField(forms.CharField):
    """Text as timing sheets write it: a decimal comma and blanks at the ends are as good."""

    def __init__(self, read: Callable[[str], Any], expected: str, **kwargs: Any) -> None:
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


class LineForm(forms.Form):
    """One car. A line in which nothing stands is left out of the classification."""

    position = forms.IntegerField(label=_("Place"), required=False, min_value=1, max_value=LARGEST)
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("– (classified, with a place)")), *Result.Status.choices]
    )
    laps = forms.IntegerField(label=_("Laps"), required=False, min_value=0, max_value=LARGEST)
    time = ReadField(read_duration, _("Write the time as 27:18.961."), label=_("Time"))
    gap = ReadField(read_gap_or_laps, _("Write the gap as +1.409, +1:02.081 or +1 lap."), label=_("Gap"))
    grid = forms.IntegerField(label=_("Grid (1 is pole)"), required=False, min_value=1, max_value=LARGEST)
    fastest_lap = ReadField(read_duration, _("Write the lap as 1:54.791."), label=_("Fastest lap"))
    basis = forms.ChoiceField(label=_("Rests on"), required=False, choices=[("", "–"), *Result.Basis.choices])
    note = forms.CharField(label=_("Note"), required=False, max_length=250)
    source = forms.CharField(label=_("Source"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        position, status = cleaned.get("position"), cleaned.get("status")
        if self.errors or not self.has_entry():
            return cleaned
        if not status:
            if position is None:
                self.add_error("status", _("Choose what became of this car, or empty its whole line."))
            cleaned["status"] = Result.Status.CLASSIFIED
        elif status != Result.Status.CLASSIFIED and position is not None:
            self.add_error(
                "position",
                gettext("A car that is “%s” has no place: empty the place, or choose “classified”.")
                % Result.Status(status).label,
            )
        return cleaned

    def has_entry(self) -> bool:
        return any(self.cleaned_data.get(name) not in (None, "") for name in self.fields)

    def line(self, event_entry: int) -> Line:
        cleaned = self.cleaned_data
        gap = cleaned["gap"] or Gap()
        return Line(
            event_entry=event_entry,
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
        )


@dataclass(frozen=True, slots=True)
class Car:
    """A car of the entry list with its line of the form."""

    event_entry: EventEntry
    form: LineForm

    @property
    def name(self) -> str:
        number = self.event_entry.number
        return f"{number} {self.event_entry.driver}" if number is not None else str(self.event_entry.driver)


class NewClassificationForm(forms.Form):
    """What is asked once, and the lines; the current classification, where there is one, stands in it to begin with."""

    status = forms.ChoiceField(
        label=_("Status"),
        choices=Classification.Status.choices,
        help_text=_("Official once the stewards have signed it."),
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=250, required=False, help_text=_("Why this one replaces the one before.")
    )
    # The number that the editor saw as the current one: what came since then is not to be overwritten unread.
    follows = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LARGEST)

    def __init__(self, session: Session, data: Any = None) -> None:
        self.session = session
        current = session.classifications.order_by("number").last()
        self.current_number = current.number if current else 0
        super().__init__(
            data,
            initial={
                "status": current.status if current else Classification.Status.PROVISIONAL,
                "follows": self.current_number,
            },
        )
        self.cars = _cars(session, current, data)

    @property
    def number(self) -> int:
        return self.current_number + 1

    def clean_reason(self) -> str:
        reason = self.cleaned_data["reason"]
        if self.current_number and not reason:
            raise ValidationError(
                gettext("Say why it replaces classification %d: readers see the reason beside it.")
                % self.current_number
            )
        return reason

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "follows" in cleaned and cleaned["follows"] != self.current_number:
            self.add_error(
                None,
                gettext(
                    "Classification %d was published while you were writing. Look at it first; what you typed is "
                    "still here, and publishing again puts it after that one."
                )
                % self.current_number,
            )
            # Publishing once more is the editor's answer.
            self.data = self.data.copy()
            self.data["follows"] = str(self.current_number)
        wrong = sum(not car.form.is_valid() for car in self.cars)
        self._refuse_shared_places()
        if wrong or any(car.form.errors for car in self.cars):
            self.add_error(None, _("Some lines need another look; what is wrong stands beside them."))
        elif not any(car.form.has_entry() for car in self.cars):
            self.add_error(None, _("A classification needs at least one line: give a car a place or a status."))
        return cleaned

    def _refuse_shared_places(self) -> None:
        in_place = defaultdict(list)
        for car in self.cars:
            if car.form.cleaned_data.get("position") is not None:
                in_place[car.form.cleaned_data["position"]].append(car)
        for position, cars in in_place.items():
            for car in cars if len(cars) > 1 else ():
                others = ", ".join(other.name for other in cars if other is not car)
                car.form.add_error("position", gettext("Place %(place)d has %(others)s, too.") % {
                    "place": position, "others": others,
                })  # fmt: skip

    def lines(self) -> list[Line]:
        """In order of place; cars without one after them, as they stand in the form."""
        entered = [car.form.line(car.event_entry.pk) for car in self.cars if car.form.has_entry()]
        return sorted(entered, key=lambda line: line.position or LARGEST + 1)


def _cars(session: Session, current: Classification | None, data: Any) -> list[Car]:
    """Every car of the event: in the order of the current classification, then by number."""
    results = {result.event_entry_id: result for result in current.results.all()} if current else {}
    entries = EventEntry.objects.filter(event=session.event_id).select_related("driver", "entry__team")
    by_number = list(entries.order_by(F("number").asc(nulls_last=True), "pk"))
    by_number.sort(key=lambda entry: results[entry.pk].order if entry.pk in results else LARGEST + 1)
    return [
        Car(entry, LineForm(data, prefix=f"car-{entry.pk}", initial=initial_of(results.get(entry.pk))))
        for entry in by_number
    ]


def initial_of(result: Result | Line | None) -> dict[str, Any]:
    """What stands in a car's line to begin with."""
    if result is None:
        return {}
    return {
        "position": result.position,
        "status": result.status,
        "laps": result.laps,
        "time": time_text(result.time_ms) if result.time_ms is not None else "",
        "gap": gap_text(result.gap_ms, result.gap_laps),
        "grid": result.grid,
        "fastest_lap": time_text(result.fastest_lap_ms) if result.fastest_lap_ms is not None else "",
        "basis": result.basis,
        "note": result.note,
        "source": result.source,
    }
