"""What is asked of an editor about decisions of the stewards: of each one, of all together, of one that goes."""

from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from championship import scoring
from championship.admin.race_control.desk import Desk
from championship.admin.race_control.orders import plain, whole
from championship.admin.race_control.rows import ReadField, read_gap_or_laps, swedish_reason, writable
from championship.models import Adjustment, Classification, Penalty
from championship.race_control import matching, stewards
from championship.race_control.sheets.numbers import read_numbers
from championship.rules import MOVES_NOBODY, WITH_PLACES, WITH_SECONDS
from championship.season.parts import EntryView, TitleView
from championship.season_folder.cells import read_duration
from championship.why.penalties import PenaltyView, penalty_sentence
from drivers.models import Driver
from web.limits import LARGEST_SMALL

Kind = Penalty.Kind
MISSING = ("gap", "time")
# What is chosen for somebody who has no car on the list.
NOBODY_LISTED = 0


class DecisionForm(forms.Form):
    """One decision about one car."""

    car = forms.TypedChoiceField(label=gettext_lazy("Car"), coerce=int)
    named = forms.CharField(
        label=gettext_lazy("Who, if not on the list"), required=False, max_length=120, validators=[writable],
        help_text=gettext_lazy("As the document names them. Empty when the name is not known."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Kind.choices, initial=Kind.TIME)
    seconds = forms.DecimalField(
        label=gettext_lazy("Seconds"), required=False, max_digits=7, decimal_places=3, min_value=0,
        help_text=gettext_lazy("Of a time penalty, or of a drive-through turned to time."),
    )  # fmt: skip
    places = forms.IntegerField(label=gettext_lazy("Places"), required=False, min_value=1, max_value=LARGEST_SMALL)
    points = forms.DecimalField(
        label=gettext_lazy("Points taken"), required=False, max_digits=7, decimal_places=2, min_value=0
    )
    fine = forms.DecimalField(
        label=gettext_lazy("Fine"), required=False, max_digits=9, decimal_places=2, min_value=0,
        help_text=gettext_lazy("Empty when the amount is not on record."),
    )  # fmt: skip
    currency = forms.RegexField(
        r"^[A-Z]{3}\Z", label=gettext_lazy("Currency"), required=False, initial="EUR", max_length=3,
        error_messages={"invalid": gettext_lazy("Write its three letters, such as EUR.")},
    )  # fmt: skip
    titles = forms.MultipleChoiceField(
        label=gettext_lazy("In which titles"), required=False, widget=forms.CheckboxSelectMultiple
    )
    next_best = ReadField(
        read_duration, gettext_lazy("Write the lap as 1:54.791."), label=gettext_lazy("Next best lap")
    )
    no_other_lap = forms.BooleanField(label=gettext_lazy("There is no other lap"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        validators=[writable],
        help_text=gettext_lazy("What the car did, in a few words."),
    )
    reason_sv = swedish_reason(200)
    document = forms.URLField(
        label=gettext_lazy("Document"), required=False, max_length=200, assume_scheme="https",
        help_text=gettext_lazy("The address of the stewards’ document."),
    )  # fmt: skip

    def __init__(
        self, desk: Desk, number: int, data: QueryDict | None = None, *, amended: PenaltyView | None = None
    ) -> None:
        """amended: a decision to begin with."""
        title = desk.season.drivers_title
        initial = {"titles": [title.slug] if title else [], **(_typed(amended) if amended else {})}
        super().__init__(data, prefix=f"decision-{number}", initial=initial)
        self.desk, self.number = desk, number
        cars, titles = cast(forms.ChoiceField, self.fields["car"]), cast(forms.ChoiceField, self.fields["titles"])
        cars.choices = [
            ("", "–"),
            *((starter.event_entry, starter.label) for starter in desk.starters),
            (NOBODY_LISTED, _("Somebody else")),
        ]
        titles.choices = [(title.slug, title.short_name) for title in desk.season.titles]

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        kind = cleaned.get("kind", "")
        needed = {Kind.TIME: "seconds", Kind.PLACES: "places", Kind.GRID: "places", Kind.POINTS: "points"}.get(kind)
        if needed and needed not in self.errors and not cleaned.get(needed):
            self.add_error(needed, _("How many seconds?") if kind == Kind.TIME else _("How many?"))
        if kind == Kind.POINTS and not cleaned.get("titles"):
            self.add_error("titles", _("From which title are they taken?"))
        if kind == Kind.POINTS and cleaned.get("car") == NOBODY_LISTED:
            self.add_error("car", _("Points are taken from who is on the list."))
        if kind == Kind.FINE and cleaned.get("fine") and not self.errors and not cleaned.get("currency"):
            self.add_error("currency", _("In which currency?"))
        for title in self.fined_titles if not self.errors else ():
            if not title.rules.admits(self.scored_entry):
                words = {"name": self.entry.driver.name, "title": title.short_name}
                self.add_error("titles", _("%(name)s is not in this title: %(title)s.") % words)
        return cleaned

    @property
    def is_about_points(self) -> bool:
        return bool(self["points"].errors or self["points"].value() or self["titles"].errors)

    @property
    def is_about_somebody_else(self) -> bool:
        return bool(self["named"].errors or self["named"].value())

    @property
    def is_a_fine(self) -> bool:
        return bool(self["fine"].errors or self["fine"].value() or self["currency"].errors)

    @property
    def is_about_a_lap(self) -> bool:
        return bool(self["next_best"].errors or self["next_best"].value() or self["no_other_lap"].value())

    @property
    def summary(self) -> str:
        """What is decided, in words; while something is wrong, whom it is about."""
        if self.is_bound and self.is_valid():
            return self.sentence(self.penalty(None, None))
        starter = self.desk.by_id.get(whole(str(self["car"].value() or "")))
        return starter.label if starter else _("No car yet")

    @property
    def decided(self) -> stewards.Decision:
        cleaned = self.cleaned_data
        return stewards.Decision(
            cleaned["car"],
            cleaned["kind"],
            seconds=cleaned["seconds"],
            places=cleaned["places"],
            points=cleaned["points"],
            next_best_ms=cleaned["next_best"],
            no_other_lap=cleaned["no_other_lap"],
        )

    @property
    def is_of_a_car(self) -> bool:
        return bool(self.cleaned_data["car"] != NOBODY_LISTED)

    @property
    def name(self) -> str:
        """Of who it is about."""
        return self.entry.driver.name if self.is_of_a_car else self.cleaned_data["named"] or _("Name not on record")

    def sentence(self, penalty: Penalty) -> str:
        """ "Frédéric Vervisch: 5 seconds: contact. 3rd on the road, 6th in the result." """
        words = {"name": self.name, "decision": penalty_sentence(self.recorded(penalty))}
        return _("%(name)s: %(decision)s") % words

    def recorded(self, penalty: Penalty) -> PenaltyView:
        """As pages read it."""
        return PenaltyView(
            self.desk.here, self.name, self.entry.driver if self.is_of_a_car else None, penalty.kind, penalty.seconds,
            penalty.places, penalty.points, penalty.fine, penalty.currency, penalty.position_before,
            penalty.position_after, penalty.reason,
        )  # fmt: skip

    def penalty(self, before: int | None, after: int | None) -> Penalty:
        """The row of it, of a car that was in place `before` and is in place `after` it."""
        cleaned = self.cleaned_data
        kind = cleaned["kind"]
        moved = kind not in MOVES_NOBODY
        # A driver of the season who was not there is known by name.
        drivers = self.desk.season.drivers.values()
        slug = next((driver.slug for driver in drivers if driver.name == cleaned["named"]), None)
        driver = None if slug is None or self.is_of_a_car else Driver.objects.get(slug=slug)
        return Penalty(
            session=self.desk.session,
            event_entry_id=cleaned["car"] if self.is_of_a_car else None,
            driver=driver,
            named="" if self.is_of_a_car or driver else cleaned["named"],
            kind=kind,
            seconds=cleaned["seconds"] if kind in WITH_SECONDS else None,
            places=cleaned["places"] if kind in WITH_PLACES else None,
            points=cleaned["points"] if kind == Kind.POINTS else None,
            fine=cleaned["fine"] or None if kind == Kind.FINE else None,
            currency=cleaned["currency"] if kind == Kind.FINE and cleaned["fine"] else "",
            position_before=before if moved else None,
            position_after=after if moved else None,
            reason=cleaned["reason"],
            reason_sv=cleaned["reason_sv"],
            document=cleaned["document"],
        )

    @property
    def fined_titles(self) -> list[TitleView]:
        """From which the points are taken."""
        cleaned = self.cleaned_data
        chosen = cleaned["titles"] if cleaned["kind"] == Kind.POINTS else ()
        return [title for title in self.desk.season.titles if title.slug in chosen]

    def scored_adjustments(self) -> Iterator[scoring.Adjustment]:
        for title in self.fined_titles:
            yield scoring.Adjustment(
                title.slug,
                title.rules.competitor(self.scored_entry),
                -self.cleaned_data["points"],
                self.desk.here.key,
                Adjustment.Kind.DEDUCTION,
                self.cleaned_data["reason"],
                self.cleaned_data["document"],
            )

    @property
    def entry(self) -> EntryView:
        event, car = self.desk.here.event.id, self.cleaned_data["car"]
        return next(entry for entry in self.desk.season.entries if entry.on_lists.get(event) == car)

    @property
    def scored_entry(self) -> scoring.Entry:
        season = self.desk.season
        return season.inputs.entries[season.entries.index(self.entry)]


class OutcomeForm(forms.Form):
    """What is asked once for all decisions: the status, and what settles the order where the times do not."""

    by_hand = forms.CharField(
        label=gettext_lazy("The order after it, by hand"), required=False,
        widget=forms.Textarea({"rows": 2, "inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy("The numbers of the cars with a place, first to last; ? for one not on record."),
    )  # fmt: skip
    new_status = forms.ChoiceField(label=gettext_lazy("Status of the result"), choices=Classification.Status.choices)

    def __init__(self, desk: Desk, data: QueryDict | None = None) -> None:
        status = desk.current.status if desk.current else Classification.Status.PROVISIONAL
        super().__init__(data, prefix="outcome", initial={"new_status": status})
        self.desk = desk
        for name in data or ():
            kind, _dash, car = name.removeprefix("outcome-").partition("-")
            if kind in MISSING and whole(car) in desk.by_id:
                self.add_field(kind, whole(car))

    def add_field(self, kind: str, event_entry: int) -> None:
        """A field for something that the order needs."""
        name = {"name": self.desk.by_id[event_entry].name}
        if kind == "gap":
            field = ReadField(read_gap_or_laps, _("Write the gap as +1.409, +1:02.081 or +1 lap."))
            field.label = _("%(name)s’s gap to first") % name
        else:
            field = ReadField(read_duration, _("Write the time as 27:18.961."))
            field.label = _("%(name)s’s time") % name
        self.fields[f"{kind}-{event_entry}"] = field

    @property
    def missing_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.partition("-")[0] in MISSING]

    def clean_by_hand(self) -> list[int | None]:
        """The cars, None for a place whose car is not on record."""
        sheet = read_numbers(plain(self.cleaned_data["by_hand"]))
        matches = matching.match(sheet.lines, self.desk.starters)
        faults = [f"{left.raw}: {left.why}" for left in sheet.left_out] + [
            match.doubt for match in matches if match.doubt
        ]
        if any(match.line.position is None for match in matches):
            faults.append(_("Only the cars with a place: leave out the retired and the others."))
        if faults:
            raise ValidationError(faults)
        in_place = {match.line.position or 0: match.starter.event_entry for match in matches if match.starter}
        return [in_place.get(place) for place in range(1, max(in_place, default=0) + 1)]


class WithdrawalForm(forms.Form):
    """Why a decision is withdrawn, or another given in its place."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is withdrawn"), max_length=200, validators=[writable],
        help_text=gettext_lazy("Readers see it beside the decision, which is struck through."),
    )  # fmt: skip
    reason_sv = swedish_reason(200)

    def __init__(self, penalty: PenaltyView, data: QueryDict | None = None) -> None:
        super().__init__(data, prefix="withdrawal")
        self.penalty = penalty


def _typed(penalty: PenaltyView) -> dict[str, Any]:
    """A decision as its form would hold it."""
    return {
        "car": NOBODY_LISTED if penalty.car is None else penalty.car,
        "named": penalty.name if penalty.car is None else "",
        "kind": penalty.kind,
        "seconds": penalty.seconds.normalize() if penalty.seconds else None,
        "places": penalty.places,
        "points": penalty.points.normalize() if penalty.points else None,
        "fine": penalty.fine,
        "currency": penalty.currency or "EUR",
        "reason": penalty.reason,
        "reason_sv": penalty.reason_sv,
        "document": penalty.document,
    }
