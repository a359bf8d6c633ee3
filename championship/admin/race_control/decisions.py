"""The stewards' decisions: what is asked of an editor, and the order that follows from it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from championship import scoring
from championship.admin.race_control.desk import Desk, status_label
from championship.admin.race_control.orders import LONGEST_REASON, Proposal, propose, whole
from championship.admin.race_control.rows import LARGEST, ReadField, read_gap_or_laps
from championship.models import Adjustment, Classification, Penalty, Title
from championship.penalties import PenaltyRecord, penalty_sentence
from championship.publishing import Line
from championship.race_control import stewards
from championship.race_control.stewards import Missing, Outcome
from championship.records import EntryRecord, TitleRecord
from championship.season_folder.cells import Gap, read_duration

Kind = Penalty.Kind
MISSING = ("gap", "time")


class DecisionForm(forms.Form):
    car = forms.TypedChoiceField(label=gettext_lazy("Car"), coerce=int)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Kind.choices, initial=Kind.TIME)
    seconds = forms.DecimalField(
        label=gettext_lazy("Seconds"), required=False, max_digits=7, decimal_places=3, min_value=0,
        help_text=gettext_lazy("Of a time penalty, or of a drive-through turned to time."),
    )  # fmt: skip
    places = forms.IntegerField(label=gettext_lazy("Places"), required=False, min_value=1, max_value=LARGEST)
    points = forms.DecimalField(
        label=gettext_lazy("Points taken"), required=False, max_digits=7, decimal_places=2, min_value=0
    )
    titles = forms.MultipleChoiceField(
        label=gettext_lazy("In which titles"), required=False, widget=forms.CheckboxSelectMultiple
    )
    next_best = ReadField(
        read_duration, gettext_lazy("Write the lap as 1:54.791."), label=gettext_lazy("Next best lap")
    )
    no_other_lap = forms.BooleanField(label=gettext_lazy("There is no other lap"), required=False)
    place = forms.IntegerField(
        label=gettext_lazy("Place after it"), required=False, min_value=1, max_value=LARGEST,
        help_text=gettext_lazy("Empty, unless you order by hand."),
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200, help_text=gettext_lazy("What the car did, in a few words.")
    )
    document = forms.URLField(
        label=gettext_lazy("Document"), required=False, max_length=200, assume_scheme="https",
        help_text=gettext_lazy("The address of the stewards’ document."),
    )  # fmt: skip
    new_status = forms.ChoiceField(label=gettext_lazy("Status of the result"), choices=Classification.Status.choices)

    def __init__(self, desk: Desk, data: Mapping[str, str] | None = None) -> None:
        title = desk.record.drivers_title
        super().__init__(
            data,
            prefix="decision",
            initial={
                "titles": [title.slug] if title else [],
                "new_status": desk.current.status if desk.current else Classification.Status.PROVISIONAL,
            },
        )
        self.fields["car"].choices = [("", "–"), *((one.event_entry, one.label) for one in desk.starters)]
        self.fields["titles"].choices = [(one.slug, one.short_name) for one in desk.record.titles]
        for name in data or ():
            what, _dash, car = name.removeprefix("decision-").partition("-")
            if what in MISSING and whole(car) in desk.by_id:
                self.ask(what, whole(car), desk.by_id[whole(car)].name)

    def ask(self, what: str, event_entry: int, name: str) -> None:
        """A field for something that the order needs."""
        if what == "gap":
            field = ReadField(read_gap_or_laps, _("Write the gap as +1.409, +1:02.081 or +1 lap."))
            field.label = _("%(name)s’s gap to first") % {"name": name}
        else:
            field = ReadField(read_duration, _("Write the time as 27:18.961."))
            field.label = _("%(name)s’s time") % {"name": name}
        self.fields[f"{what}-{event_entry}"] = field

    @property
    def asked(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.partition("-")[0] in MISSING]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        kind = cleaned.get("kind")
        needed = {Kind.TIME: "seconds", Kind.PLACES: "places", Kind.GRID: "places", Kind.POINTS: "points"}.get(kind)
        if needed and needed not in self.errors and not cleaned.get(needed) and kind != Kind.TIME:
            self.add_error(needed, _("How many?"))
        if kind == Kind.TIME and not cleaned.get("seconds") and "seconds" not in self.errors:
            self.add_error("seconds", _("How many seconds?"))
        if kind == Kind.POINTS and not cleaned.get("titles"):
            self.add_error("titles", _("From which title are they taken?"))
        return cleaned


class Decision:
    """A decision as it was sent, with the order that it leads to; or the empty form."""

    def __init__(self, desk: Desk, data: Mapping[str, str] | None = None) -> None:
        self.desk = desk
        self.form = DecisionForm(desk, data)
        self.is_sent = data is not None
        self.follows = whole(data.get("follows", "")) if data is not None else desk.number

    @classmethod
    def begin(cls, desk: Desk) -> "Decision":
        return cls(desk)

    @classmethod
    def sent(cls, desk: Desk, data: Mapping[str, str]) -> "Decision":
        decision = cls(desk, data)
        if decision.form.is_valid():
            decision._settle()
        return decision

    @property
    def is_valid(self) -> bool:
        """Whether it can be carried out as it was sent."""
        return self.is_sent and not self.form.errors and (not self.desk.number or self.outcome.is_settled)

    @property
    def missing(self) -> tuple[Missing, ...]:
        return self.outcome.missing if self.is_sent and not self.form.errors else ()

    @property
    def notes(self) -> tuple[str, ...]:
        return self.outcome.notes if self.is_valid else ()

    @property
    def status(self) -> str:
        return self.form.cleaned_data["new_status"]

    @property
    def status_label(self) -> str:
        return status_label(self.status)

    @cached_property
    def outcome(self) -> Outcome:
        if not self.desk.number:
            return Outcome(())
        cleaned = self.form.cleaned_data
        lines = [self._completed(line) for line in self.desk.lines]
        decided = stewards.Decision(
            cleaned["car"],
            cleaned["kind"],
            seconds=cleaned["seconds"],
            places=cleaned["places"],
            points=cleaned["points"],
            next_best_ms=cleaned["next_best"],
            no_other_lap=cleaned["no_other_lap"],
        )
        if cleaned["place"]:
            decided, lines = self._by_hand(cleaned["place"], lines)
        return stewards.apply([decided], lines, self.desk.starters, is_race=self.desk.here.is_race)

    @cached_property
    def proposal(self) -> Proposal | None:
        """The order after the decision; None while there is none to change, or it cannot be told."""
        if not self.desk.number or not self.is_valid:
            return None
        return propose(self.desk, self.outcome.lines, adjustments=tuple(self._scored_adjustments()))

    @cached_property
    def sentence(self) -> str:
        """The decision in words, as the reason of the classification that follows from it."""
        cleaned, penalty = self.form.cleaned_data, self.penalty
        record = PenaltyRecord(
            self.desk.here, self._entry.driver, penalty.kind, penalty.seconds, penalty.places, penalty.points,
            penalty.position_before, penalty.position_after, cleaned["reason"], "", None, "",
        )  # fmt: skip
        words = {"name": self._entry.driver.name, "decision": penalty_sentence(record)}
        return Truncator(_("%(name)s: %(decision)s") % words).chars(LONGEST_REASON)

    @cached_property
    def penalty(self) -> Penalty:
        cleaned = self.form.cleaned_data
        kind, car = cleaned["kind"], cleaned["car"]
        before = next((line.position for line in self.desk.lines if line.event_entry == car), None)
        after = next((line.position for line in self.outcome.lines if line.event_entry == car), None)
        moved = kind not in Penalty.MOVES_NOBODY
        return Penalty(
            session=self.desk.session,
            event_entry_id=car,
            kind=kind,
            seconds=cleaned["seconds"] if kind in (Kind.TIME, Kind.DRIVE_THROUGH) else None,
            places=cleaned["places"] if kind in (Kind.GRID, Kind.PLACES) else None,
            points=cleaned["points"] if kind == Kind.POINTS else None,
            position_before=before if moved else None,
            position_after=after if moved else None,
            reason=cleaned["reason"],
            document=cleaned["document"],
        )

    def rows(self) -> list[Penalty | Adjustment]:
        """What is written besides the order."""
        season = self.desk.session.event.season
        self.penalty.order = _next(Penalty.objects.filter(session__event__season=season))
        rows: list[Penalty | Adjustment] = [self.penalty]
        order = _next(Adjustment.objects.filter(title__season=season))
        titles = {title.slug: title for title in Title.objects.filter(season=season)}
        car = self.desk.session.event.event_entries.select_related("entry").get(pk=self.form.cleaned_data["car"])
        for number, adjustment in enumerate(self._scored_adjustments()):
            title = titles[adjustment.title]
            of_team = title.ranks == Title.Ranks.TEAMS
            rows.append(
                Adjustment(
                    title=title,
                    driver_id=None if of_team else car.driver_id,
                    team_id=car.entry.team_id if of_team else None,
                    points=adjustment.points,
                    after=self.desk.session,
                    kind=Adjustment.Kind.DEDUCTION,
                    reason=adjustment.reason,
                    source=self.form.cleaned_data["document"],
                    order=order + number,
                )
            )
        return rows

    def _settle(self) -> None:
        """Says beside the fields what the decision cannot be, and asks for what the order needs."""
        for title in self._titles():
            if not title.rules.admits(self._scored_entry):
                self.form.add_error(
                    "titles",
                    ValidationError(
                        _("%(name)s is not in this title: %(title)s."),
                        params={"name": self._entry.driver.name, "title": title.short_name},
                    ),
                )
        for fault in self.outcome.faults:
            self.form.add_error(None, fault)
        for missing in self.outcome.missing:
            if missing.event_entry in self.desk.by_id and missing.what in MISSING:
                self.form.ask(missing.what, missing.event_entry, self.desk.by_id[missing.event_entry].name)

    def _completed(self, line: Line) -> Line:
        """The line with what the editor knows of it besides."""
        gap = self.form.cleaned_data.get(f"gap-{line.event_entry}")
        time = self.form.cleaned_data.get(f"time-{line.event_entry}")
        if isinstance(gap, Gap):
            line = replace(line, gap_ms=gap.ms, gap_laps=gap.laps)
        return line if time is None else replace(line, time_ms=time)

    def _by_hand(self, place: int, lines: list[Line]) -> tuple[stewards.Decision, list[Line]]:
        """The car at a place that the editor knows: as many places back, and its own time and gap are others."""
        car = self.form.cleaned_data["car"]
        before = next((line.position for line in lines if line.event_entry == car), None)
        if before is None or place <= before:
            self.form.add_error("place", _("A car can only go back: leave it empty, or write a later place."))
            place = (before or 0) + 1
        lines = [
            replace(line, time_ms=None, gap_ms=None, gap_laps=None) if line.event_entry == car else line
            for line in lines
        ]
        return stewards.Decision(car, Kind.PLACES, places=place - (before or 0)), lines

    def _titles(self) -> list[TitleRecord]:
        cleaned = self.form.cleaned_data
        chosen = cleaned["titles"] if cleaned["kind"] == Kind.POINTS else ()
        return [title for title in self.desk.record.titles if title.slug in chosen]

    def _scored_adjustments(self) -> Iterator[scoring.Adjustment]:
        for title in self._titles():
            yield scoring.Adjustment(
                title.slug,
                title.rules.competitor(self._scored_entry),
                -self.form.cleaned_data["points"],
                self.desk.here.key,
                Adjustment.Kind.DEDUCTION,
                self.form.cleaned_data["reason"],
                self.form.cleaned_data["document"],
            )

    @cached_property
    def _entry(self) -> EntryRecord:
        event, car = self.desk.here.event.id, self.form.cleaned_data["car"]
        return next(entry for entry in self.desk.record.entries if entry.on_lists.get(event) == car)

    @property
    def _scored_entry(self) -> scoring.Entry:
        record = self.desk.record
        return record.rules.entries[record.entries.index(self._entry)]


def _next(rows: Any) -> int:
    return (rows.aggregate(highest=Max("order"))["highest"] or 0) + 1
