"""The stewards' decisions on an order: who is where after them, as far as the times on record say it.

The rules: a time penalty is added to the car's total (the winner's time and the gap); a car on fewer laps stays behind
one on more; equal totals keep the order on the road; when the winner is penalised, the new winner's time is the one
that every gap is counted from.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cmp_to_key

from django.utils.translation import gettext as _

from championship.formats import time_text
from championship.race_control.road import NO_CHANGE, Slot, TimeChange, road_order, stays_ahead
from championship.race_control.starters import Starter
from championship.rules import MOVES_NOBODY, Basis, DecisionKind, Line, ResultStatus


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision about one car; `kind` is one of DecisionKind.

    seconds: of a time penalty, or of a drive-through turned to time. places: of a penalty of places. points: how many
    are taken, without a minus. next_best_ms: the time that counts once a lap of qualifying is deleted, and
    no_other_lap says that there is none; in a race, the fastest lap that is left.
    """

    event_entry: int
    kind: str
    seconds: Decimal | None = None
    places: int | None = None
    points: Decimal | None = None
    next_best_ms: int | None = None
    no_other_lap: bool = False
    reason: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """What an order needs: the gap to first, the time or the next best lap of a car; `kind` is gap, time or lap.

    `event_entry` is None for a place whose car is not on record.
    """

    event_entry: int | None
    kind: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A car that has another place than before; None is no place."""

    event_entry: int
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Deduction:
    """Points taken, for an adjustment: with a minus, as an adjustment has them."""

    event_entry: int
    points: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The lines after the decisions. While something is missing or at fault they are those of before.

    missing: what would settle the order; without it the editor orders by hand. faults: decisions that cannot be as
    they are. notes: what a reader of the new order should know. deductions: points for adjustments.
    """

    lines: tuple[Line, ...]
    missing: tuple[Missing, ...] = ()
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    moved: tuple[Moved, ...] = ()
    deductions: tuple[Deduction, ...] = ()

    @property
    def is_settled(self) -> bool:
        return not self.missing and not self.faults


def apply(
    decisions: Iterable[Decision],
    lines: Sequence[Line],
    starters: Iterable[Starter],
    *,
    is_race: bool = True,
    by_hand: Sequence[int | None] = (),
) -> Outcome:
    """The order after all decisions together: disqualified cars go, then times are added, then places are lost.

    `by_hand`: the cars with a place as an editor knows them to stand after it, None where the car is not on record;
    then no time has to tell. Pure: the lines given stay as they are, and in any order; those of the outcome stand in
    order of place.
    """
    names = {starter.event_entry: starter.name for starter in starters}
    return Reordering(list(decisions), tuple(lines), names, is_race, tuple(by_hand)).outcome()


class Reordering:
    """The decisions on one order, worked out step by step. Taking one back is another (withdrawing.py)."""

    def __init__(
        self,
        decisions: list[Decision],
        lines: tuple[Line, ...],
        names: dict[int, str],
        is_race: bool,
        by_hand: tuple[int | None, ...],
    ) -> None:
        self.decisions, self.lines, self.names, self.is_race = decisions, lines, names, is_race
        self.by_hand = by_hand
        self.by_car = {line.event_entry: line for line in lines}
        self.changes: dict[int, TimeChange] = {}
        self.missing: list[Missing] = []
        self.faults: list[str] = []
        self.notes: list[str] = []
        self.road = road_order(lines, is_race=is_race)
        others = [slot.line for slot in self.road[1:] if slot.line is not None]
        self.has_times = any(line.time_ms is not None for line in others)
        self.has_gaps = any(line.gap_ms is not None for line in others)
        self.disqualified = [
            decision.event_entry
            for decision in decisions
            if decision.kind == DecisionKind.DISQUALIFICATION and decision.event_entry in self.by_car
        ]

    def outcome(self) -> Outcome:
        for decision in self.decisions:
            self._take(decision)
        order = self._order_by_hand() if self.by_hand else self._order()
        deductions = tuple(
            Deduction(decision.event_entry, -decision.points, decision.reason)
            for decision in self.decisions
            if decision.kind == DecisionKind.POINTS and decision.points
        )
        missing = tuple(dict.fromkeys(self.missing))
        if missing or self.faults:
            return Outcome(self.lines, missing, tuple(self.faults), (), (), deductions)
        lines = tuple(self._written(order))
        moved = self._moved(lines)
        return Outcome(_worked_out(lines, moved), (), (), tuple(self.notes), moved, deductions)

    def _take(self, decision: Decision) -> None:
        """Notes what a decision does to its car's time; what it lacks is asked for."""
        line = self.by_car.get(decision.event_entry)
        words = {"name": self._name(decision.event_entry)}
        if decision.kind == DecisionKind.POINTS and (decision.points is None or decision.points <= 0):
            self.faults.append(_("How many points does %(name)s lose? Without a minus.") % words)
        elif line is None:
            # Who did not take part can be fined, too.
            if decision.kind not in MOVES_NOBODY:
                self.faults.append(_("%(name)s is not in the order.") % words)
        elif decision.kind == DecisionKind.TIME and not decision.seconds:
            self.faults.append(_("How many seconds does %(name)s get?") % words)
        elif decision.seconds is not None and decision.seconds < 0:
            self.faults.append(_("%(name)s: seconds are added, so they have no minus.") % words)
        elif decision.kind == DecisionKind.PLACES and (decision.places is None or decision.places < 1):
            self.faults.append(_("How many places does %(name)s lose?") % words)
        elif decision.kind == DecisionKind.LAP_DELETED:
            self._delete_lap(decision, line)
        elif decision.kind in (DecisionKind.TIME, DecisionKind.DRIVE_THROUGH) and decision.seconds:
            if line.position is None:
                self.notes.append(_("%(name)s has no place, so the seconds change nothing.") % words)
            earlier = self.changes.get(decision.event_entry, NO_CHANGE)
            added = earlier.added_ms + int(decision.seconds * 1000)
            self.changes[decision.event_entry] = replace(earlier, added_ms=added)

    def _delete_lap(self, decision: Decision, line: Line) -> None:
        """A race's order does not rest on laps; in qualifying the next best time counts."""
        words = {"name": self._name(line.event_entry)}
        if self.is_race or line.position is None:
            return
        if decision.no_other_lap:
            self.changes[line.event_entry] = TimeChange(last=True)
        elif self.by_hand and (decision.next_best_ms is None or self._first_time is None):
            # Its place is known, and the time that counts is not.
            self.changes[line.event_entry] = TimeChange(last=True)
        elif decision.next_best_ms is None:
            sentence = _("%(name)s’s next best lap, or that there is none.") % words
            self.missing.append(Missing(line.event_entry, "lap", sentence))
        elif line.time_ms is not None and decision.next_best_ms < line.time_ms:
            words |= {"next": time_text(decision.next_best_ms), "deleted": time_text(line.time_ms)}
            self.faults.append(_("%(name)s’s next best lap, %(next)s, is faster than the deleted %(deleted)s.") % words)
        elif self._first_time is None:
            fastest = self.road[0].line if self.road else None
            name = self._name(fastest.event_entry) if fastest else _("the fastest car")
            sentence = _("%(name)s’s time.") % {"name": name}
            self.missing.append(Missing(fastest.event_entry if fastest else None, "time", sentence))
        else:
            self.changes[line.event_entry] = TimeChange(instead_ms=decision.next_best_ms - self._first_time)

    @property
    def _first_time(self) -> int | None:
        first = self.road[0].line if self.road else None
        return first.time_ms if first else None

    def _order(self) -> list[Slot]:
        """The road order after the decisions; what does not let itself be told is noted as missing."""
        if self.faults or self.missing:
            return []
        out = set(self.disqualified)
        road = [slot for slot in self.road if slot.line is None or slot.line.event_entry not in out]
        open_pairs = [
            (first, second)
            for at, first in enumerate(road)
            for second in road[at + 1 :]
            if stays_ahead(first, second, (self._change(first), self._change(second))) is None
        ]
        if open_pairs:
            self._ask(open_pairs)
            return []
        order = sorted(road, key=cmp_to_key(self._compare))
        for decision in self.decisions:
            if decision.kind == DecisionKind.PLACES and decision.places:
                order = moved_back(order, decision.event_entry, decision.places)
        return order

    def _order_by_hand(self) -> list[Slot]:
        """The editor's order, once it holds every car that has a place after the decisions, and no other."""
        out = set(self.disqualified)
        slots = {slot.line.event_entry: slot for slot in self.road if slot.line and slot.line.event_entry not in out}
        named = [car for car in self.by_hand if car is not None]
        for car in dict.fromkeys(named):
            words = {"name": self._name(car)}
            if car not in slots:
                self.faults.append(_("%(name)s has no place: leave it out of the order by hand.") % words)
            elif named.count(car) > 1:
                self.faults.append(_("%(name)s is twice in the order by hand.") % words)
        for car in slots:
            if car not in named:
                self.faults.append(
                    _("%(name)s has a place and is not in the order by hand.") % {"name": self._name(car)}
                )
        if self.faults:
            return []
        nobody = Slot(len(self.road), None, None, -math.inf, math.inf)
        return [slots.get(car, nobody) if car is not None else nobody for car in self.by_hand]

    def _compare(self, slot: Slot, other: Slot) -> int:
        first, second = (slot, other) if slot.index < other.index else (other, slot)
        ahead = first if stays_ahead(first, second, (self._change(first), self._change(second))) else second
        return -1 if ahead is slot else 1

    def _change(self, slot: Slot) -> TimeChange:
        return NO_CHANGE if slot.line is None else self.changes.get(slot.line.event_entry, NO_CHANGE)

    def _ask(self, pairs: list[tuple[Slot, Slot]]) -> None:
        """Of each penalised car, the nearest pair that is open: to know more than that may not be needed."""
        asked: set[int] = set()
        for first, second in pairs:
            changed = first if self._change(first) != NO_CHANGE else second
            if changed.index in asked:
                continue
            asked.add(changed.index)
            self.missing += [self._missing(slot) for slot in (first, second) if self._is_unknown(slot)]

    def _is_unknown(self, slot: Slot) -> bool:
        return slot.behind_ms is None and self._change(slot).instead_ms is None

    def _missing(self, slot: Slot) -> Missing:
        if slot.line is None:
            sentence = _("Who was in place %(place)s, and the gap.") % {"place": slot.index + 1}
            return Missing(None, "gap", sentence)
        words = {"name": self._name(slot.line.event_entry)}
        if not self.is_race:
            return Missing(slot.line.event_entry, "time", _("%(name)s’s time.") % words)
        if slot.laps_down:
            return Missing(slot.line.event_entry, "time", _("%(name)s’s total time.") % words)
        return Missing(slot.line.event_entry, "gap", _("%(name)s’s gap to first.") % words)

    def _written(self, order: list[Slot]) -> Iterable[Line]:
        """The lines as they are published: places from 1, times and gaps from the new first."""
        first = order[0] if order else None
        base = self._behind(first) if first else None
        moved_base = first is not None and (first.index != 0 or base != 0)
        if moved_base and base is None and any(slot.behind_ms is not None for slot in order[1:]):
            self.notes.append(_("The new winner’s time is not on record, so no gap to it is known."))
        for place, slot in enumerate(order, start=1):
            if slot.line is not None:
                yield self._in_place(self._lap(slot.line), slot, place, first, base, moved_base)
        placed = {slot.line.event_entry for slot in order if slot.line is not None}
        out = set(self.disqualified)
        yield from (self._lap(line) for line in self.lines if line.event_entry not in placed | out)
        for line in self.lines:
            if line.event_entry in out:
                yield replace(
                    self._lap(line),
                    position=None,
                    status=ResultStatus.DISQUALIFIED,
                    time_ms=None,
                    gap_ms=None,
                    gap_laps=None,
                )

    def _in_place(
        self, line: Line, slot: Slot, place: int, first: Slot | None, base: int | None, moved_base: bool
    ) -> Line:
        behind, change = self._behind(slot), self._change(slot)
        own_time = self._total(slot, behind)
        if place == 1:
            return replace(line, position=1, time_ms=own_time, gap_ms=None, gap_laps=None)
        down, leaders_down = slot.laps_down, first.laps_down if first else 0
        gap_laps = line.gap_laps
        if gap_laps is not None and leaders_down:
            gap_laps = gap_laps - leaders_down or None
        keeps_time = line.time_ms is not None and (self.has_times or slot.index > 0)
        gap: int | None = line.gap_ms
        if (moved_base or change != NO_CHANGE) and not (down and down != leaders_down):
            # Where everyone's time is on record, as in qualifying, a gap would say it twice.
            says_it = self.has_gaps or not keeps_time
            gap = behind - base if says_it and behind is not None and base is not None else None
            if gap is not None and gap < 0:
                # Put behind a slower car by hand: then the times on record do not tell.
                gap = None
        if change.last:
            keeps_time, gap = False, None
        return replace(
            line,
            position=place,
            time_ms=own_time if keeps_time else None,
            gap_ms=None if gap_laps is not None else gap,
            gap_laps=gap_laps,
        )

    def _behind(self, slot: Slot) -> int | None:
        """Behind the first on the road, with what was decided; None when it is not on record."""
        change = self._change(slot)
        if change.last:
            return None
        if change.instead_ms is not None:
            return change.instead_ms
        return None if slot.behind_ms is None else slot.behind_ms + change.added_ms

    def _total(self, slot: Slot, behind: int | None) -> int | None:
        if slot.line is not None and slot.line.time_ms is not None and self._change(slot) == NO_CHANGE:
            return slot.line.time_ms
        return None if behind is None or self._first_time is None else self._first_time + behind

    def _lap(self, line: Line) -> Line:
        """With the lap that counts as the fastest, where one was deleted."""
        for decision in self.decisions:
            if decision.event_entry == line.event_entry and decision.kind == DecisionKind.LAP_DELETED:
                deleted_here = self.is_race or line.fastest_lap_ms == line.time_ms
                if deleted_here and line.fastest_lap_ms is not None:
                    line = replace(line, fastest_lap_ms=decision.next_best_ms)
        return line

    def _moved(self, lines: Iterable[Line]) -> tuple[Moved, ...]:
        before = {line.event_entry: line.position for line in self.lines}
        return tuple(
            Moved(line.event_entry, before[line.event_entry], line.position)
            for line in lines
            if before[line.event_entry] != line.position
        )

    def _name(self, event_entry: int) -> str:
        return self.names.get(event_entry) or _("This car")


def _worked_out(lines: Iterable[Line], moved: Iterable[Moved]) -> tuple[Line, ...]:
    """A place that follows from a decision rests on no source of its own any more."""
    cars = {move.event_entry for move in moved}
    return tuple(
        replace(line, basis=Basis.DERIVED) if line.event_entry in cars and line.basis else line for line in lines
    )


def moved_back(order: list[Slot], event_entry: int, places: int) -> list[Slot]:
    """As many places back as there are behind it."""
    for at, slot in enumerate(order):
        if slot.line is not None and slot.line.event_entry == event_entry:
            others = order[:at] + order[at + 1 :]
            return [*others[: at + places], slot, *others[at + places :]]
    return order
