"""The order once a decision of the stewards is withdrawn, as far as it can be known.

It is worked out from the current classification, so that what was corrected since stays, and from the decisions that
still stand. Where the times on record do not tell, the order that was published before the decision does: who was ahead
on the road still is, unless the stewards moved one of the two since. Where neither tells, the editor gives the order.
"""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from django.utils.translation import gettext as _

from championship.race_control.road import NO_CHANGE, Slot, TimeChange, stays_ahead
from championship.race_control.starters import Starter
from championship.race_control.stewards import Decision, Missing, Outcome, Reordering, moved_back
from championship.rules import MOVES_NOBODY, DecisionKind, Line, ResultStatus

# The classifications of a session by their numbers.
History = Mapping[int, Sequence[Line]]


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """A decision that was carried out, with the places between which it moved its car where they are on record.

    came_with: the number of the classification that it made, 0 where none is known.
    """

    decision: Decision
    before: int | None = None
    after: int | None = None
    came_with: int = 0

    @property
    def car(self) -> int:
        return self.decision.event_entry

    @property
    def may_move(self) -> bool:
        """Whether it may have moved somebody in its session. A drive-through that was driven moves nobody by itself."""
        was_driven = self.decision.kind == DecisionKind.DRIVE_THROUGH and not self.decision.seconds
        return self.decision.kind not in MOVES_NOBODY and not (was_driven and not self.came_with)


def came_with(decision: CarriedOut, history: History) -> int:
    """The number of the classification that a decision made: as it is recorded, or else the last one in which its car
    came to the place that it has after it; 0 where there is none."""
    if decision.came_with in history or decision.decision.kind in MOVES_NOBODY:
        return decision.came_with
    if decision.after is None and decision.decision.kind != DecisionKind.DISQUALIFICATION:
        return 0
    for earlier, later in reversed(list(pairwise(sorted(history)))):
        was, line = _line(history[earlier], decision.car), _line(history[later], decision.car)
        if was is None or line is None or (was.position, was.status) == (line.position, line.status):
            continue
        if decision.decision.kind == DecisionKind.DISQUALIFICATION:
            if line.status == ResultStatus.DISQUALIFIED:
                return later
        elif line.position == decision.after and decision.before in (None, was.position):
            return later
    return 0


def withdraw(
    withdrawn: CarriedOut,
    standing: Iterable[CarriedOut],
    history: History,
    starters: Iterable[Starter],
    *,
    is_race: bool = True,
    moved_up: Collection[int] = (),
    by_hand: Sequence[int | None] = (),
    time_ms: int | None = None,
) -> Outcome:
    """The order without one decision; the last classification of `history` is the current one.

    standing: the other decisions on the session that still stand, in their order. moved_up: the cars of which a
    decision was withdrawn before. time_ms: of a lap of qualifying that was deleted, where the editor knows it. Pure.
    """
    lines = tuple(history[max(history)])
    names = {starter.event_entry: starter.name for starter in starters}
    now = _line(lines, withdrawn.car)
    if now is None or not withdrawn.may_move:
        return Outcome(lines)
    reference = history.get(withdrawn.came_with - 1, ())
    return _Withdrawal(
        withdrawn, list(standing), lines, now, reference, names, is_race, set(moved_up), tuple(by_hand), time_ms
    ).outcome()


class _Withdrawal(Reordering):
    """One decision taken out of an order, worked out step by step."""

    def __init__(
        self,
        withdrawn: CarriedOut,
        standing: list[CarriedOut],
        lines: tuple[Line, ...],
        now: Line,
        reference: Sequence[Line],
        names: dict[int, str],
        is_race: bool,
        moved_up: set[int],
        by_hand: tuple[int | None, ...],
        time_ms: int | None,
    ) -> None:
        self.withdrawn, self.standing, self.moved_up = withdrawn, standing, moved_up
        self.reference = {line.event_entry: line for line in reference}
        self.was = self.reference.get(withdrawn.car)
        self.time_ms = time_ms
        self.restored = self._restored(lines, now)
        lines = tuple(self.restored if line is now else line for line in lines)
        super().__init__([], lines, names, is_race, by_hand)
        self.lost_places = [other for other in standing if other.decision.kind == DecisionKind.PLACES]
        change = self._change_of_time()
        if change != NO_CHANGE:
            self.changes[withdrawn.car] = change

    @property
    def kind(self) -> str:
        return self.withdrawn.decision.kind

    def _restored(self, lines: Sequence[Line], now: Line) -> Line:
        """The car's line with what the decision took from it besides its place."""
        if self.kind == DecisionKind.DISQUALIFICATION and now.status == ResultStatus.DISQUALIFIED:
            # Last for now; where it belongs is said later.
            last = 1 + max((line.position or 0 for line in lines), default=0)
            if self.was is None:
                return replace(now, position=last, status=ResultStatus.CLASSIFIED)
            if self.was.position is None:
                return replace(now, status=self.was.status)
            winners = {line.event_entry for line in (*self.reference.values(), *lines) if line.position == 1}
            same_winner = len(winners - {now.event_entry}) < 2
            return replace(
                now,
                position=last,
                status=ResultStatus.CLASSIFIED,
                time_ms=self.was.time_ms,
                gap_ms=self.was.gap_ms if same_winner else None,
                gap_laps=self.was.gap_laps,
            )
        if self.kind == DecisionKind.LAP_DELETED and self.was is not None:
            return replace(now, fastest_lap_ms=self.was.fastest_lap_ms)
        return now

    def _change_of_time(self) -> TimeChange:
        """What is taken back of the car's time."""
        decision = self.withdrawn.decision
        if decision.seconds:
            return TimeChange(added_ms=-int(decision.seconds * 1000))
        if self.kind == DecisionKind.LAP_DELETED and not self.is_race:
            time_ms = self.time_ms or (self.was.time_ms if self.was else None)
            if time_ms is not None and self._first_time is not None:
                return TimeChange(instead_ms=time_ms - self._first_time)
            # Its place may be known, and its time is not.
            return TimeChange(last=True)
        return NO_CHANGE

    def _order(self) -> list[Slot]:
        if self.restored.position is None:
            self.notes.append(_("%(name)s has no place, so nobody moves.") % {"name": self._name(self.withdrawn.car)})
            return list(self.road)
        if self.kind == DecisionKind.LAP_DELETED and self.is_race:
            if self.was is None:
                words = {"name": self._name(self.withdrawn.car)}
                self.notes.append(_("The lap of %(name)s that was deleted is not on record.") % words)
            return list(self.road)
        order = list(self.road)
        lost = [*self.lost_places, *([self.withdrawn] if self.kind == DecisionKind.PLACES else [])]
        for other in reversed(lost):
            order = _moved_up(order, other)
        if self.kind != DecisionKind.PLACES:
            order = self._put_back(order)
        for other in self.lost_places:
            order = moved_back(order, other.car, other.decision.places or 0)
        return order

    def _put_back(self, order: list[Slot]) -> list[Slot]:
        """The car where it is without the decision, between the last one ahead of it and the first one behind."""
        car = next(slot for slot in order if slot.line is not None and slot.line.event_entry == self.withdrawn.car)
        at = order.index(car)
        others = [slot for slot in order if slot is not car]
        is_ahead = [self._is_ahead(car, other, is_behind=index >= at) for index, other in enumerate(others)]
        last_ahead = max((index for index, ahead in enumerate(is_ahead) if ahead is False), default=-1)
        first_behind = min((index for index, ahead in enumerate(is_ahead) if ahead), default=len(others))
        if first_behind != last_ahead + 1:
            self._ask_for(car, others[last_ahead + 1 : first_behind])
            return order
        return [*others[:first_behind], car, *others[first_behind:]]

    def _is_ahead(self, car: Slot, other: Slot, *, is_behind: bool) -> bool | None:
        """Whether the car is ahead of another one without the decision; None where nothing on record says so.

        is_behind: whether that one is behind it now. Of a car that was disqualified that says nothing.
        """
        if self.kind != DecisionKind.DISQUALIFICATION and is_behind:
            return True
        by_place, by_time = self._by_place(other), self._by_time(car, other)
        first, second = (by_place, by_time) if self.kind == DecisionKind.DISQUALIFICATION else (by_time, by_place)
        return second if first is None else first

    def _by_time(self, car: Slot, other: Slot) -> bool | None:
        change = self._change(car)
        # Of a decision whose seconds are not on record, the times of now say nothing.
        if change.last or (change == NO_CHANGE and self.kind != DecisionKind.DISQUALIFICATION):
            return None
        mine, others = self._behind(car), other.behind_ms
        if mine is not None and others is not None and (not self.is_race or car.laps_down == other.laps_down):
            return None if mine == others else mine < others
        if change == NO_CHANGE or change.instead_ms is not None:
            return None
        stays = stays_ahead(other, car, (NO_CHANGE, change))
        return None if stays is None else not stays

    def _by_place(self, other: Slot) -> bool | None:
        """As the order before the decision has it, unless the stewards moved one of the two since."""
        mine = self.was.position if self.was else None
        line = None if other.line is None else self.reference.get(other.line.event_entry)
        if mine is None or line is None or line.position is None:
            return None
        sent_back = {decision.car for decision in self.standing if self._came_since(decision)}
        if mine < line.position:
            return None if self.withdrawn.car in sent_back or line.event_entry in self.moved_up else True
        return None if line.event_entry in sent_back or self.withdrawn.car in self.moved_up else False

    def _came_since(self, decision: CarriedOut) -> bool:
        return decision.may_move and decision.came_with >= self.withdrawn.came_with

    def _ask_for(self, car: Slot, between: Sequence[Slot]) -> None:
        """What would say where the car belongs; `between`: those of whom it is not known who was ahead."""
        if self.withdrawn.decision.seconds:
            self.missing += [self._missing(slot) for slot in (car, *between) if slot.behind_ms is None]
        if not self.missing:
            words = {"name": self._name(self.withdrawn.car)}
            self.missing.append(Missing(self.withdrawn.car, "place", _("%(name)s’s place on the road.") % words))

    def _behind(self, slot: Slot) -> int | None:
        behind = super()._behind(slot)
        return None if behind is None or not math.isfinite(behind) else behind


def _line(lines: Iterable[Line], car: int) -> Line | None:
    return next((line for line in lines if line.event_entry == car), None)


def _moved_up(order: list[Slot], lost: CarriedOut) -> list[Slot]:
    """As many places up as the decision moved the car back: at the end there may have been fewer."""
    at = next((at for at, slot in enumerate(order) if slot.line and slot.line.event_entry == lost.car), None)
    if at is None:
        return order
    places = lost.decision.places or 0
    if lost.before and lost.after and lost.after == at + 1:
        places = min(places, lost.after - lost.before) if lost.after > lost.before else places
    others = [*order[:at], *order[at + 1 :]]
    to = max(at - places, 0)
    return [*others[:to], order[at], *others[to:]]
