"""The stewards' decisions as they are entered: the order that follows from all of them, and what is written."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.db.models import Max
from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from championship.admin.race_control.decision_forms import MISSING, DecisionForm, OutcomeForm, WithdrawalForm
from championship.admin.race_control.desk import Desk, status_label
from championship.admin.race_control.orders import LONGEST_REASON, Proposal, propose, whole
from championship.admin.race_control.withdrawals import points_given_back, read_record
from championship.models import Adjustment, EventEntry, Penalty, Title
from championship.race_control import stewards
from championship.race_control.stewards import Missing, Outcome
from championship.rules import DecisionKind, Line
from championship.season_folder.cells import Gap
from championship.why.penalties import PenaltyView, penalty_sentence

# More than any document of the stewards holds.
MOST = 30


class EnteredDecisions:
    """The decisions as they were sent, with the order that they lead to; or one empty form.

    withdrawal: of a decision that stands, which is taken back; another one may be given in its place.
    """

    def __init__(
        self, desk: Desk, numbers: list[int], data: QueryDict | None = None, withdrawn: PenaltyView | None = None
    ) -> None:
        self.desk = desk
        self.withdrawal = WithdrawalForm(withdrawn, data) if withdrawn else None
        self.is_sent = data is not None
        self.is_previewed = False
        self.follows = whole(data.get("follows", "")) if data is not None else desk.number
        self.forms = [DecisionForm(desk, number, data) for number in numbers]
        self.form = OutcomeForm(desk, data)

    @classmethod
    def begin(cls, desk: Desk, numbers: list[str], withdraw: str = "") -> "EnteredDecisions":
        """Empty; `numbers`: those of the decisions that a browser kept, `withdraw`: the id of one that is to go."""
        withdrawn = _standing(desk, withdraw)
        return cls(desk, _numbers(numbers) if withdrawn is None else [], withdrawn=withdrawn)

    @classmethod
    def sent(cls, desk: Desk, data: QueryDict) -> "EnteredDecisions":
        withdrawn = _standing(desk, data.get("withdrawn", ""))
        decisions = cls(desk, _sent_numbers(data, withdrawn), data, withdrawn)
        decisions.is_previewed = True
        if decisions.is_complete:
            decisions._ask_for_what_is_missing()
        return decisions

    @classmethod
    def changed(cls, desk: Desk, data: QueryDict, do: str) -> "EnteredDecisions":
        """With one decision more, with one taken out, or with the order as it stands to be moved by hand."""
        withdrawn = _standing(desk, data.get("withdrawn", ""))
        numbers = _sent_numbers(data, withdrawn)
        if do == "hand":
            data = data.copy()
            data["outcome-by_hand"] = data.get("outcome-by_hand") or desk.placed_numbers
        if do.startswith("drop-"):
            numbers = [number for number in numbers if do != f"drop-{number}"] or ([] if withdrawn else [0])
        decisions = cls(desk, numbers, data, withdrawn)
        if withdrawn and do == "amend" and not numbers:
            decisions.forms.append(DecisionForm(desk, 0, amended=withdrawn))
        if do == "add" and not withdrawn and len(numbers) < MOST:
            decisions.forms.append(DecisionForm(desk, max(numbers) + 1))
        return decisions

    @property
    def are_several(self) -> bool:
        return len(self.forms) > 1

    @property
    def form_id(self) -> str:
        """What the browser keeps of a withdrawal is no other decision's."""
        return f"withdrawal-{self.withdrawal.penalty.id}" if self.withdrawal else "decision"

    @property
    def is_open(self) -> bool:
        """Whether the page shows them from the start."""
        return self.is_sent or self.are_several or self.withdrawal is not None

    @cached_property
    def is_complete(self) -> bool:
        """Whether every form is filled in as it should be. That does not say yet that the order can be told."""
        asked = (*self.forms, self.form, *([self.withdrawal] if self.withdrawal else []))
        return self.is_previewed and all(form.is_valid() for form in asked)

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
        return self.outcome.notes + (() if self.makes_classification else tuple(self._repeated()))

    @cached_property
    def makes_classification(self) -> bool:
        """Whether it moves a place, a time or a point, or the editor wants another status. What moves nothing is
        recorded, and the classification stays."""
        if not self.desk.number or not self.is_valid:
            return False
        status = self.desk.current.status if self.desk.current else ""
        return self.outcome.lines != self.desk.lines or bool(self.adjustments) or self.status != status

    @cached_property
    def adjustments(self) -> tuple[Any, ...]:
        """Points taken by the decisions, and those that are given back with the one that goes."""
        taken = tuple(adjustment for form in self.forms for adjustment in form.scored_adjustments())
        return taken + (points_given_back(self.desk, [self.withdrawal.penalty]) if self.withdrawal else ())

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
        lines: tuple[Line, ...] = tuple(self._completed(line) for line in self.desk.lines)
        decided = [form.decided for form in self.forms if form.is_of_a_car]
        by_hand = self.form.cleaned_data["by_hand"]
        notes: tuple[str, ...] = ()
        if not decided and not self.withdrawal:
            return Outcome(self.desk.lines)
        if self.withdrawal:
            # Who is to be disqualified instead has no place in the order by hand, and one in the order before that.
            out = [one.event_entry for one in decided if one.kind == DecisionKind.DISQUALIFICATION]
            outcome = read_record(self.desk).without(
                self.withdrawal.penalty,
                lines,
                by_hand=[*by_hand, *(car for car in out if car not in by_hand)] if by_hand else (),
                time_ms=self.form.cleaned_data.get(f"time-{self.withdrawal.penalty.car}"),
            )
            lines, notes = outcome.lines, outcome.notes
        if decided and (not self.withdrawal or outcome.is_settled):
            outcome = stewards.apply(
                decided, lines, self.desk.starters, is_race=self.desk.here.is_race, by_hand=by_hand
            )
            outcome = replace(outcome, notes=notes + outcome.notes)
        # The same lines in another order are the same.
        return replace(outcome, lines=self.desk.lines) if set(outcome.lines) == set(self.desk.lines) else outcome

    @cached_property
    def proposal(self) -> Proposal | None:
        """The order after the decisions; None while there is none to change, they change none, or it cannot be told."""
        if not self.makes_classification:
            return None
        # What could be said of the order before them was read when that was published.
        proposal = propose(self.desk, self.outcome.lines, adjustments=self.adjustments, known=self.desk.lines)
        proposal.warnings.extend(self._repeated())
        return proposal

    @cached_property
    def sentence(self) -> str:
        """The decisions in words, as the reason of the classification that follows from them."""
        sentences = [form.sentence(penalty) for form, penalty in zip(self.forms, self.penalties, strict=True)]
        if self.withdrawal:
            withdrawn = self.withdrawal.penalty._replace(position_before=None, position_after=None)
            words = {
                "name": withdrawn.name,
                "decision": penalty_sentence(withdrawn).rstrip("."),
                "reason": self.withdrawal.cleaned_data["reason"].rstrip("."),
            }
            sentences.insert(0, _("%(name)s: %(decision)s. Withdrawn: %(reason)s.") % words)
        return Truncator(" ".join(sentences)).chars(LONGEST_REASON)

    @cached_property
    def penalties(self) -> list[Penalty]:
        """One row a decision."""
        before, after = (
            {line.event_entry: line.position for line in lines} for lines in (self.desk.lines, self.outcome.lines)
        )
        cars = [form.cleaned_data["car"] for form in self.forms]
        return [form.penalty(before.get(car), after.get(car)) for form, car in zip(self.forms, cars, strict=True)]

    @property
    def withdrawn(self) -> dict[int, tuple[str, str]]:
        """Why the decision goes, in English and in Swedish, by its id."""
        if self.withdrawal is None:
            return {}
        cleaned = self.withdrawal.cleaned_data
        return {self.withdrawal.penalty.id: (cleaned["reason"], cleaned["reason_sv"])}

    def rows(self) -> list[Penalty | Adjustment]:
        """What is written besides the order."""
        season = self.desk.session.event.season
        first = _next(Penalty.objects.filter(session__event__season=season))
        for order, penalty in enumerate(self.penalties, start=first):
            penalty.order = order
            penalty.replaces_id = self.withdrawal.penalty.id if self.withdrawal else None
        rows: list[Penalty | Adjustment] = [*self.penalties]
        order = _next(Adjustment.objects.filter(title__season=season))
        titles = {title.slug: title for title in Title.objects.filter(season=season)}
        cars = EventEntry.objects.filter(event=self.desk.session.event_id).select_related("entry").in_bulk()
        for form, penalty in zip(self.forms, self.penalties, strict=True):
            for adjustment in form.scored_adjustments():
                car = cars[form.cleaned_data["car"]]
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
                        penalty=penalty,
                        order=order + len(rows) - len(self.penalties),
                    )
                )
        return rows

    def _repeated(self) -> Iterator[str]:
        """Of two editors with one document each takes its decisions."""
        decided_before = {
            _who_gets_what(penalty.name, penalty): penalty_sentence(penalty)
            for penalty in self.desk.penalties
            if penalty.stands and not (self.withdrawal and penalty.id == self.withdrawal.penalty.id)
        }
        for form, penalty in zip(self.forms, self.penalties, strict=True):
            name = form.name
            decided = _who_gets_what(name, penalty)
            if decided in decided_before:
                yield _("%(name)s has it already: %(decision)s Is this another one?") % {
                    "name": name,
                    "decision": decided_before[decided],
                }
            decided_before[decided] = penalty_sentence(form.recorded(penalty))

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
        if self.withdrawal and line.event_entry == self.withdrawal.penalty.car and not self.withdrawal.penalty.seconds:
            # The time of its deleted lap, which is not the line's.
            return line
        time = self.form.cleaned_data.get(f"time-{line.event_entry}")
        if isinstance(gap, Gap):
            line = replace(line, gap_ms=gap.ms, gap_laps=gap.laps)
        return line if time is None else replace(line, time_ms=time)


def _who_gets_what(name: str, penalty: Penalty | PenaltyView) -> tuple[Any, ...]:
    """Whom a decision hits, and with how much."""
    return name, penalty.kind, penalty.seconds, penalty.places, penalty.points, penalty.fine


def _numbers(sent: list[str]) -> list[int]:
    """The numbers of the forms, each once; one at least."""
    return list(dict.fromkeys(whole(number) for number in sent[:MOST])) or [0]


def _sent_numbers(data: QueryDict, withdrawn: PenaltyView | None) -> list[int]:
    """Of a withdrawal there may be none, and there is one at most: that which is given in its place."""
    sent = data.getlist("decision")
    return _numbers(sent) if withdrawn is None else _numbers(sent)[:1] if sent else []


def _standing(desk: Desk, sent: str) -> PenaltyView | None:
    """The decision of this session with the id that was sent, unless it is withdrawn already."""
    return next((penalty for penalty in desk.penalties if penalty.id == whole(sent) and penalty.stands), None)


def _next(rows: Any) -> int:
    return (rows.aggregate(highest=Max("order"))["highest"] or 0) + 1
