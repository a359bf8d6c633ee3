"""The stewards' decisions: what is asked of an editor, and the order that follows from all of them together."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from championship import scoring
from championship.admin.race_control.desk import Desk, status_label
from championship.admin.race_control.orders import LONGEST_REASON, Proposal, plain, propose, whole
from championship.admin.race_control.rows import ReadField, read_gap_or_laps
from championship.models import Adjustment, Classification, EventEntry, Penalty, Title
from championship.race_control import matching, stewards
from championship.race_control.sheets.numbers import read_numbers
from championship.race_control.stewards import Missing, Outcome
from championship.rules import MOVES_NOBODY, WITH_PLACES, WITH_SECONDS, Line
from championship.season.parts import EntryView, TitleView
from championship.season_folder.cells import Gap, read_duration
from championship.why.penalties import PenaltyView, penalty_sentence
from web.limits import LARGEST_SMALL

Kind = Penalty.Kind
MISSING = ("gap", "time")
# More than any document of the stewards holds.
MOST = 30


class DecisionForm(forms.Form):
    """One decision about one car."""

    car = forms.TypedChoiceField(label=gettext_lazy("Car"), coerce=int)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Kind.choices, initial=Kind.TIME)
    seconds = forms.DecimalField(
        label=gettext_lazy("Seconds"), required=False, max_digits=7, decimal_places=3, min_value=0,
        help_text=gettext_lazy("Of a time penalty, or of a drive-through turned to time."),
    )  # fmt: skip
    places = forms.IntegerField(label=gettext_lazy("Places"), required=False, min_value=1, max_value=LARGEST_SMALL)
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
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200, help_text=gettext_lazy("What the car did, in a few words.")
    )
    document = forms.URLField(
        label=gettext_lazy("Document"), required=False, max_length=200, assume_scheme="https",
        help_text=gettext_lazy("The address of the stewards’ document."),
    )  # fmt: skip

    def __init__(self, desk: Desk, number: int, data: QueryDict | None = None) -> None:
        title = desk.season.drivers_title
        super().__init__(data, prefix=f"decision-{number}", initial={"titles": [title.slug] if title else []})
        self.desk, self.number = desk, number
        cars, titles = cast(forms.ChoiceField, self.fields["car"]), cast(forms.ChoiceField, self.fields["titles"])
        cars.choices = [("", "–"), *((starter.event_entry, starter.label) for starter in desk.starters)]
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
        for title in self.fined_titles if not self.errors else ():
            if not title.rules.admits(self.scored_entry):
                words = {"name": self.entry.driver.name, "title": title.short_name}
                self.add_error("titles", _("%(name)s is not in this title: %(title)s.") % words)
        return cleaned

    @property
    def is_about_points(self) -> bool:
        return bool(self["points"].errors or self["points"].value() or self["titles"].errors)

    @property
    def is_about_a_lap(self) -> bool:
        return bool(self["next_best"].errors or self["next_best"].value() or self["no_other_lap"].value())

    @property
    def summary(self) -> str:
        """What is decided, in words; while something is wrong, whom it is about."""
        if self.is_bound and self.is_valid():
            return _sentence(self, self.penalty(None, None))
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

    def penalty(self, before: int | None, after: int | None) -> Penalty:
        """The row of it, of a car that was in place `before` and is in place `after` it."""
        cleaned = self.cleaned_data
        kind = cleaned["kind"]
        moved = kind not in MOVES_NOBODY
        return Penalty(
            session=self.desk.session,
            event_entry_id=cleaned["car"],
            kind=kind,
            seconds=cleaned["seconds"] if kind in WITH_SECONDS else None,
            places=cleaned["places"] if kind in WITH_PLACES else None,
            points=cleaned["points"] if kind == Kind.POINTS else None,
            position_before=before if moved else None,
            position_after=after if moved else None,
            reason=cleaned["reason"],
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


class EnteredDecisions:
    """The decisions as they were sent, with the order that they lead to; or one empty form."""

    def __init__(self, desk: Desk, numbers: list[int], data: QueryDict | None = None) -> None:
        self.desk = desk
        self.is_sent = data is not None
        self.is_previewed = False
        self.follows = whole(data.get("follows", "")) if data is not None else desk.number
        self.forms = [DecisionForm(desk, number, data) for number in numbers]
        self.form = OutcomeForm(desk, data)

    @classmethod
    def begin(cls, desk: Desk, numbers: list[str]) -> "EnteredDecisions":
        """Empty; `numbers`: those of the decisions that a browser kept."""
        return cls(desk, _numbers(numbers))

    @classmethod
    def sent(cls, desk: Desk, data: QueryDict) -> "EnteredDecisions":
        decisions = cls(desk, _numbers(data.getlist("decision")), data)
        decisions.is_previewed = True
        if decisions.is_complete:
            decisions._ask_for_what_is_missing()
        return decisions

    @classmethod
    def changed(cls, desk: Desk, data: QueryDict, do: str) -> "EnteredDecisions":
        """With one decision more, with one taken out, or with the order as it stands to be moved by hand."""
        numbers = _numbers(data.getlist("decision"))
        if do == "hand":
            data = data.copy()
            data["outcome-by_hand"] = data.get("outcome-by_hand") or desk.placed_numbers
        if do.startswith("drop-"):
            numbers = [number for number in numbers if do != f"drop-{number}"] or [0]
        decisions = cls(desk, numbers, data)
        if do == "add" and len(numbers) < MOST:
            decisions.forms.append(DecisionForm(desk, max(numbers) + 1))
        return decisions

    @property
    def are_several(self) -> bool:
        return len(self.forms) > 1

    @property
    def is_open(self) -> bool:
        """Whether the page shows them from the start."""
        return self.is_sent or self.are_several

    @cached_property
    def is_complete(self) -> bool:
        """Whether every form is filled in as it should be. That does not say yet that the order can be told."""
        return self.is_previewed and all(form.is_valid() for form in (*self.forms, self.form))

    @property
    def is_valid(self) -> bool:
        """Whether it can be carried out as it was sent."""
        return self.is_complete and not self.form.errors and (not self.desk.number or self.outcome.is_settled)

    @property
    def missing(self) -> tuple[Missing, ...]:
        return self.outcome.missing if self.is_complete else ()

    @property
    def notes(self) -> tuple[str, ...]:
        if not self.is_valid:
            return ()
        # Without an order to change there is no preview that would say it.
        return self.outcome.notes + (() if self.desk.number else tuple(self._repeated()))

    @property
    def status(self) -> str:
        return str(self.form.cleaned_data["new_status"])

    @property
    def status_label(self) -> str:
        return status_label(self.status)

    @cached_property
    def outcome(self) -> Outcome:
        if not self.desk.number:
            return Outcome(())
        return stewards.apply(
            [form.decided for form in self.forms],
            [self._completed(line) for line in self.desk.lines],
            self.desk.starters,
            is_race=self.desk.here.is_race,
            by_hand=self.form.cleaned_data["by_hand"],
        )

    @cached_property
    def proposal(self) -> Proposal | None:
        """The order after the decisions; None while there is none to change, or it cannot be told."""
        if not self.desk.number or not self.is_valid:
            return None
        adjustments = tuple(adjustment for form in self.forms for adjustment in form.scored_adjustments())
        # What could be said of the order before them was read when that was published.
        proposal = propose(self.desk, self.outcome.lines, adjustments=adjustments, known=self.desk.lines)
        proposal.warnings.extend(self._repeated())
        return proposal

    @cached_property
    def sentence(self) -> str:
        """The decisions in words, as the reason of the classification that follows from them."""
        sentences = [_sentence(form, penalty) for form, penalty in zip(self.forms, self.penalties, strict=True)]
        return Truncator(" ".join(sentences)).chars(LONGEST_REASON)

    @cached_property
    def penalties(self) -> list[Penalty]:
        """One row a decision."""
        before, after = (
            {line.event_entry: line.position for line in lines} for lines in (self.desk.lines, self.outcome.lines)
        )
        cars = [form.cleaned_data["car"] for form in self.forms]
        return [form.penalty(before.get(car), after.get(car)) for form, car in zip(self.forms, cars, strict=True)]

    def rows(self) -> list[Penalty | Adjustment]:
        """What is written besides the order."""
        season = self.desk.session.event.season
        first = _next(Penalty.objects.filter(session__event__season=season))
        for order, penalty in enumerate(self.penalties, start=first):
            penalty.order = order
        rows: list[Penalty | Adjustment] = [*self.penalties]
        order = _next(Adjustment.objects.filter(title__season=season))
        titles = {title.slug: title for title in Title.objects.filter(season=season)}
        cars = EventEntry.objects.filter(event=self.desk.session.event_id).select_related("entry").in_bulk()
        for form in self.forms:
            car = cars[form.cleaned_data["car"]]
            for adjustment in form.scored_adjustments():
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
                        source=adjustment.source,
                        order=order + len(rows) - len(self.penalties),
                    )
                )
        return rows

    def _repeated(self) -> Iterator[str]:
        """Of two editors with one document each takes its decisions."""
        decided_before = {
            _who_gets_what(penalty.name, penalty): penalty_sentence(penalty)
            for penalty in self.desk.penalties
            if penalty.stands
        }
        for form, penalty in zip(self.forms, self.penalties, strict=True):
            name = form.entry.driver.name
            decided = _who_gets_what(name, penalty)
            if decided in decided_before:
                yield _("%(name)s has it already: %(decision)s Is this another one?") % {
                    "name": name,
                    "decision": decided_before[decided],
                }
            decided_before[decided] = penalty_sentence(_recorded(form, penalty))

    def _ask_for_what_is_missing(self) -> None:
        """Says what the decisions cannot be, and asks for what the order needs."""
        for fault in self.outcome.faults:
            self.form.add_error(None, fault)
        for missing in self.outcome.missing:
            if missing.event_entry in self.desk.by_id and missing.kind in MISSING:
                self.form.add_field(missing.kind, missing.event_entry)

    def _completed(self, line: Line) -> Line:
        """The line with what the editor knows of it besides."""
        gap = self.form.cleaned_data.get(f"gap-{line.event_entry}")
        time = self.form.cleaned_data.get(f"time-{line.event_entry}")
        if isinstance(gap, Gap):
            line = replace(line, gap_ms=gap.ms, gap_laps=gap.laps)
        return line if time is None else replace(line, time_ms=time)


def _sentence(form: DecisionForm, penalty: Penalty) -> str:
    """ "Frédéric Vervisch: 5 seconds: contact. 3rd on the road, 6th in the result." """
    words = {"name": form.entry.driver.name, "decision": penalty_sentence(_recorded(form, penalty))}
    return _("%(name)s: %(decision)s") % words


def _who_gets_what(name: str, penalty: Penalty | PenaltyView) -> tuple[Any, ...]:
    """Whom a decision hits, and with how much."""
    return name, penalty.kind, penalty.seconds, penalty.places, penalty.points


def _recorded(form: DecisionForm, penalty: Penalty) -> PenaltyView:
    """As pages read it."""
    return PenaltyView(
        form.desk.here, form.entry.driver.name, form.entry.driver, penalty.kind, penalty.seconds, penalty.places,
        penalty.points, penalty.fine, penalty.currency, penalty.position_before, penalty.position_after, penalty.reason,
    )  # fmt: skip


def _numbers(sent: list[str]) -> list[int]:
    """The numbers of the forms, each once; one at least."""
    return list(dict.fromkeys(whole(number) for number in sent[:MOST])) or [0]


def _next(rows: Any) -> int:
    return (rows.aggregate(highest=Max("order"))["highest"] or 0) + 1
