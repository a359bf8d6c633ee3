"""Decisions of the stewards that are on record, as race control takes them back: what they did, and what stays."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from championship import scoring
from championship.admin.race_control.desk import Desk, VersionSummary
from championship.models import Adjustment, Result
from championship.race_control import stewards, withdrawing
from championship.race_control.stewards import Outcome
from championship.race_control.withdrawing import CarriedOut
from championship.rules import Line
from championship.why.penalties import PenaltyView


@dataclass(frozen=True)
class Record:
    """The published orders of a session, and the decisions that were carried out on them."""

    desk: Desk
    history: Mapping[int, Sequence[Line]]

    def carried_out(self, penalty: PenaltyView) -> CarriedOut:
        decision = stewards.Decision(
            penalty.car or 0, penalty.kind, seconds=penalty.seconds, places=penalty.places, points=penalty.points
        )
        carried_out = CarriedOut(decision, penalty.position_before, penalty.position_after, penalty.came_with)
        return replace(carried_out, came_with=withdrawing.came_with(carried_out, self.history))

    def without(
        self, penalty: PenaltyView, lines: Sequence[Line], *, by_hand: Sequence[int | None], time_ms: int | None
    ) -> Outcome:
        """The order without it. `lines`: the current one, with what the editor knows besides."""
        others = [other for other in self.desk.penalties if other.id != penalty.id and other.car is not None]
        withdrawn = self.carried_out(penalty)
        return withdrawing.withdraw(
            withdrawn,
            [self.carried_out(other) for other in others if other.stands],
            {**self.history, self.desk.number: lines},
            self.desk.starters,
            is_race=self.desk.here.is_race,
            moved_up={
                other.car
                for other in others
                if other.car is not None and self.still_has(withdrawn.came_with - 1, other)
            },
            by_hand=by_hand,
            time_ms=time_ms,
        )

    def still_has(self, number: int, penalty: PenaltyView) -> bool:
        """Whether the order of classification `number` is one with a decision that was withdrawn since."""
        version = next((version for version in self.desk.versions if version.number == number), None)
        came_with = self.carried_out(penalty).came_with
        if version is None or penalty.withdrawn_at is None or not 0 < came_with <= number:
            return False
        return (version.published_at or version.recorded_at) < penalty.withdrawn_at


def read_record(desk: Desk) -> Record:
    """One query."""
    classifications = Result.objects.filter(classification__session=desk.session)
    numbers = dict(desk.session.classifications.values_list("pk", "number"))
    return Record(desk, {numbers[pk]: lines for pk, lines in classifications.lines().items()})


def points_given_back(desk: Desk, penalties: Iterable[PenaltyView]) -> tuple[scoring.Adjustment, ...]:
    """What undoes the adjustments that came with the decisions, for a preview."""
    taken = Adjustment.objects.filter(penalty__in=[penalty.id for penalty in penalties])
    rows = taken.order_by("order", "pk").values_list(
        "title__slug", "driver__slug", "team__slug", "points", "after__event__slug", "after__code", "kind", "reason"
    )
    return tuple(
        scoring.Adjustment(title, driver or team or "", -points, f"{event}/{code}", kind, reason, "")
        for title, driver, team, points, event, code, kind, reason in rows
    )


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A decision that an earlier order contradicts: one that stands and came later, or one that was withdrawn since.

    answer: what the editor says of it, empty while that is asked.
    """

    penalty: PenaltyView
    answer: str = ""

    @property
    def field(self) -> str:
        return f"contradicts-{self.penalty.id}"

    @property
    def choices(self) -> list[tuple[str, str]]:
        if self.penalty.stands:
            return [("withdraw", _("Withdraw it")), ("stays", _("It stands; the order is right all the same"))]
        return [("again", _("Give it again")), ("stays", _("It stays withdrawn; the order is right all the same"))]

    @property
    def changes_it(self) -> bool:
        return self.answer in ("withdraw", "again")


@dataclass(frozen=True, slots=True)
class EarlierOrder:
    """A classification on the page, and what going back to it contradicts."""

    version: VersionSummary
    contradictions: list[Contradiction]


def earlier_orders(desk: Desk, number: int = 0, answers: Mapping[str, str] | None = None) -> list[EarlierOrder]:
    """The classifications, the latest first; `answers`: what was said of those that number `number` contradicts."""
    record = read_record(desk) if desk.penalties and desk.number > 1 else Record(desk, {})
    orders = []
    for version in desk.summaries:
        contradictions = [
            Contradiction(penalty) for penalty in desk.penalties if _contradicts(record, version.number, penalty)
        ]
        if version.number == number and answers is not None:
            contradictions = [_answered(one, answers.get(one.field, "")) for one in contradictions]
        orders.append(EarlierOrder(version, contradictions))
    return orders


def _answered(contradiction: Contradiction, answer: str) -> Contradiction:
    known = answer in dict(contradiction.choices)
    return replace(contradiction, answer=answer) if known else contradiction


def _contradicts(record: Record, number: int, penalty: PenaltyView) -> bool:
    """Whether the order of classification `number` is one without a decision that stands, or with one that does not."""
    desk, carried_out = record.desk, record.carried_out(penalty)
    if number == desk.number or penalty.car is None or not carried_out.may_move:
        return False
    if not penalty.stands:
        return record.still_has(number, penalty)
    came_with = carried_out.came_with
    return number < came_with if came_with else _is_other(record, number, penalty.car)


def _is_other(record: Record, number: int, car: int) -> bool:
    """Whether a car's line is another one than now, where nothing says which classification a decision made."""
    then, now = (
        next(((line.position, line.status, line.time_ms, line.gap_ms) for line in lines if line.event_entry == car), ())
        for lines in (record.history[number], record.history[record.desk.number])
    )
    return then != now
