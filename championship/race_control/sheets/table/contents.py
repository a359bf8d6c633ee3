"""What a column holds by what stands in it: where a head leaves it open, is not known, or there is none."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from championship.race_control.sheets.roles import NAMES, Head, Role
from championship.race_control.sheets.table.tokens import kind_of, whole_of
from championship.race_control.sheets.times import duration_of
from championship.race_control.sheets.words import status_of

# No lap is as short, so a time below is a gap.
SHORTEST_LAP = 20_000
# Nor is one as long; what a race is won in is longer.
LONGEST_LAP = 600_000
_NATION = re.compile(r"[A-Z]{2,3}")
_FEW = 3


@dataclass(frozen=True, slots=True)
class SettledHead:
    """A head with the role that its column was given at last; is_guessed: by what stands in it alone."""

    head: Head
    is_guessed: bool = False


class Contents:
    """The cells of one column, from the first row to the last."""

    def __init__(self, cells: Sequence[str]) -> None:
        self.cells = [cell.strip() for cell in cells]
        self.filled = [cell for cell in self.cells if kind_of(cell) != "nothing"]
        self.kinds = Counter(kind_of(cell) for cell in self.filled if not status_of(cell))
        self.wholes = [whole_of(cell) for cell in self.filled if kind_of(cell) == "whole"]
        self.counted = sum(self.kinds.values())

    def mostly(self, *kinds: str) -> bool:
        return bool(self.counted) and sum(self.kinds[kind] for kind in kinds) * 10 >= self.counted * 8

    def times(self) -> list[int | None]:
        """In milliseconds, row by row; None where no time stands."""
        durations = [duration_of(cell) for cell in self.cells]
        return [duration.ms if duration else None for duration in durations]

    @property
    def first_time(self) -> int | None:
        return next((time for time in self.times() if time is not None), None)

    @property
    def counts_up(self) -> bool:
        """1, 2, 3 …, with a place missing here and there."""
        steps = sum(after - before == 1 for before, after in pairwise(self.wholes))
        return bool(self.wholes) and self.wholes[0] <= 3 and steps * 10 >= (len(self.wholes) - 1) * 7

    @property
    def are_all_different(self) -> bool:
        return len(set(self.wholes)) == len(self.wholes) and not self.counts_up

    @property
    def are_like_laps(self) -> bool:
        """Never more than the car ahead has, and many have as many: points fall from car to car, laps do not."""
        falls = sum(after <= before for before, after in pairwise(self.wholes))
        few = len(set(self.wholes)) * 2 <= len(self.wholes) + 1
        return len(self.wholes) > 1 and few and falls * 10 >= (len(self.wholes) - 1) * 8

    @property
    def names(self) -> int:
        """How many names it holds that no other row has; nations and statuses are none."""
        words = [cell for cell in self.filled if kind_of(cell) == "words" and not _NATION.fullmatch(cell)]
        return len(set(words))

    @property
    def are_codes(self) -> bool:
        """Three letters of each driver's name, as boards show them: nations stand in several rows."""
        different = len(set(self.filled)) * 10 >= len(self.filled) * 8
        return len(self.filled) > _FEW and different and all(map(_NATION.fullmatch, self.filled))

    def is_never_more_than(self, other: "Contents") -> bool:
        """Row by row, and less in some: the lap of the best one is at most the last."""
        pairs = [
            (whole_of(own), whole_of(theirs))
            for own, theirs in zip(self.cells, other.cells, strict=True)
            if kind_of(own) == kind_of(theirs) == "whole"
        ]
        return len(pairs) > _FEW and all(own <= theirs for own, theirs in pairs) and any(a < b for a, b in pairs)


def settled(
    heads: Sequence[Head], rows: Sequence[Sequence[str]], *, is_race: bool, has_heads: bool
) -> list[SettledHead]:
    """The columns' roles at last. rows: the cells of the cars, as many in each as there are heads."""
    columns = [Contents([row[at] for row in rows]) for at in range(len(heads))]
    table = _Roles(list(heads), columns, is_race)
    table.settle_unsure()
    if has_heads:
        table.settle_names()
        table.leave_doubles()
        table.settle_gaps()
        table.guess_missing()
    else:
        table.guess_all()
        table.settle_gaps()
    return [SettledHead(head, at in table.guessed) for at, head in enumerate(table.heads)]


class _Roles:
    def __init__(self, heads: list[Head], columns: list[Contents], is_race: bool) -> None:
        self.heads = heads
        self.columns = columns
        self.is_race = is_race
        self.guessed: set[int] = set()

    def has(self, *roles: Role) -> bool:
        return any(head.role in roles for head in self.heads)

    def at(self, role: Role) -> list[int]:
        return [at for at, head in enumerate(self.heads) if head.role is role]

    def give(self, at: int, role: Role, *, guessed: bool = False) -> None:
        self.heads[at] = self.heads[at]._replace(role=role, is_sure=True)
        if guessed:
            self.guessed.add(at)

    def settle_unsure(self) -> None:
        """Heads that mean two things, "Cl.", "Car", "Start", and those whose cells say something else."""
        for at, (head, column) in enumerate(zip(self.heads, self.columns, strict=True)):
            if head.role is Role.BEST and column.mostly("whole"):
                self.give(at, Role.UNKNOWN)
            elif head.role is Role.IGNORED and head.shape in ("words", "code") and column.mostly("clock", "gap"):
                # A car's name is no time: somebody mixed up the heads.
                self.give(at, Role.UNKNOWN)
            elif head.is_sure or head.role in (Role.GAP, Role.INTERVAL):
                continue
            elif head.role is Role.CLASS:
                if column.mostly("whole"):
                    self.give(at, Role.POSITION if column.counts_up and not self.has(Role.POSITION) else Role.IGNORED)
            elif head.role is Role.GRID and not column.mostly("whole"):
                self.give(at, Role.IGNORED)
            elif head.role is Role.GRID and max(column.wholes) > 2 * len(column.cells):
                # Nobody starts behind twice as many cars as there are.
                self.give(at, Role.UNKNOWN if self.has(Role.NUMBER) else Role.NUMBER)
            elif head.shape == "words" and column.mostly("whole") and not self.has(Role.NUMBER):
                self.give(at, Role.NUMBER)
            elif head.role is Role.IGNORED and head.shape == "figure":
                self._settle_a_number_of_laps(at, column)
        for at in self.at(Role.GAP):
            # "First" beside "Last" is a name.
            if not self.heads[at].is_sure and self.columns[at].mostly("words"):
                self.give(at, Role.GIVEN if self.has(Role.FAMILY) else Role.UNKNOWN)

    def _settle_a_number_of_laps(self, at: int, column: Contents) -> None:
        """In which lap the best one was driven, or how many there were; behind a best lap it is the first."""
        if column.mostly("clock"):
            self.give(at, Role.UNKNOWN if self.has(Role.BEST) else Role.BEST)
        elif not self.has(Role.LAPS) and not (at and self.heads[at - 1].role is Role.BEST):
            self.give(at, Role.LAPS if column.are_like_laps else Role.UNKNOWN)

    def settle_names(self) -> None:
        """Nom beside Prénom is the family name, Nome beside Cognome the given one; an entrant alone is the driver."""
        names, given, family = (self.at(role) for role in (Role.NAME, Role.GIVEN, Role.FAMILY))
        # "Competitor/Team" beside "Driver" is the team.
        names.sort(key=lambda at: self.heads[at].is_somebody)
        for at in names[1:]:
            if self.heads[at].is_somebody:
                self.give(at, Role.IGNORED)
        if names and family and not given:
            self.give(names[0], Role.GIVEN)
        elif names and given and not family:
            self.give(names[0], Role.FAMILY)
        elif names and given and family:
            self.give(names[0], Role.IGNORED)
        elif not names and not given and not family:
            words = [at for at in range(len(self.heads)) if self.columns[at].mostly("words") and self._may_be_names(at)]
            unknown = [at for at in words if self.heads[at].role is Role.UNKNOWN]
            if words:
                name = max(unknown or words, key=lambda at: (self.columns[at].names, -at))
                self.give(name, Role.NAME, guessed=name in unknown)

    def _may_be_names(self, at: int) -> bool:
        """Under a head that is not known, or an entrant's, which may be the driver's; a car's name is none."""
        head = self.heads[at]
        return head.role is Role.UNKNOWN or (head.role is Role.IGNORED and not head.is_sure and head.is_somebody)

    def leave_doubles(self) -> None:
        """Of two columns of one role the first is read, and the other named as not known."""
        seen: set[Role] = set()
        times = self.at(Role.TIME)
        if len(times) > 1:
            longest = max(times, key=lambda at: self.columns[at].first_time or 0)
            for at in times:
                if at != longest:
                    first = self.columns[at].first_time
                    is_lap = first is not None and SHORTEST_LAP <= first <= LONGEST_LAP
                    if self.columns[at].mostly("gap", "decimal", "laps"):
                        self.heads[at] = self.heads[at]._replace(role=Role.GAP, is_sure=False)
                    else:
                        is_best = self.is_race and is_lap and not self.has(Role.BEST)
                        self.give(at, Role.BEST if is_best else Role.UNKNOWN)
        if not self.is_race:
            # "Lap" and "Laps".
            self._tell_laps_from_the_best(self.at(Role.LAPS))
        for at, head in enumerate(self.heads):
            if head.role in seen and head.role in _ONCE:
                self.give(at, Role.UNKNOWN)
            seen.add(head.role)
        self._settle_a_lap_headed_time()

    def _settle_a_lap_headed_time(self) -> None:
        """A race of twelve laps is not won in two minutes: that time is a lap's."""
        times, laps = self.at(Role.TIME), self.at(Role.LAPS)
        if not (self.is_race and times and laps) or self.has(Role.BEST):
            return
        first, most = self.columns[times[0]].first_time, next(iter(self.columns[laps[0]].wholes), 0)
        if first is not None and most >= _FEW and SHORTEST_LAP <= first < most * SHORTEST_LAP:
            self.give(times[0], Role.BEST)

    def settle_gaps(self) -> None:
        """Which column counts to first and which to the car ahead, by the figures themselves.

        Timing firms head either with "Gap", "Diff" or "Interval"; only a head that names first, or the car ahead, is
        taken at its word.
        """
        gaps = sorted([*self.at(Role.GAP), *self.at(Role.INTERVAL)])
        if not gaps:
            return
        totals = self._totals()
        kinds = {at: _counted_from(self.columns[at].times(), totals) for at in gaps}
        if len(gaps) == 1:
            at = gaps[0]
            role = kinds[at]
            if role and not self.heads[at].is_sure:
                self.give(at, role)
            return
        first, second, *others = gaps
        for at in others:
            self.give(at, Role.UNKNOWN)
        by_sums = _which_adds_up(self.columns[first].times(), self.columns[second].times())
        if (
            self.heads[first].is_sure
            and self.heads[second].is_sure
            and self.heads[first].role != self.heads[second].role
        ):
            return
        if by_sums is None and kinds[first] and kinds[second] and kinds[first] != kinds[second]:
            by_sums = kinds[first] is Role.GAP
        if by_sums is None:
            by_sums = self.heads[first].role is Role.GAP or self.heads[second].role is Role.INTERVAL
        self.give(first, Role.GAP if by_sums else Role.INTERVAL)
        self.give(second, Role.INTERVAL if by_sums else Role.GAP)

    def _totals(self) -> list[int | None]:
        times = self.at(Role.TIME) or ([] if self.is_race else self.at(Role.BEST))
        return self.columns[times[0]].times() if times else []

    def guess_missing(self) -> None:
        """Of columns under unknown heads, those that can be nothing else."""
        for at, head in enumerate(self.heads):
            if head.role is Role.UNKNOWN and head.shape == "any":
                role = self._strong_guess(at)
                if role:
                    self.give(at, role, guessed=True)

    def _strong_guess(self, at: int) -> Role | None:
        column = self.columns[at]
        if column.mostly("whole") and len(column.wholes) > _FEW:
            if column.counts_up and column.wholes[0] == 1 and not self.has(Role.POSITION):
                return Role.POSITION
            if column.are_like_laps and column.wholes[0] >= _FEW and not self.has(Role.LAPS):
                return Role.LAPS
            if column.are_all_different and not self.has(Role.NUMBER):
                return Role.NUMBER
        if column.mostly("words") and not self.has(*NAMES) and column.names > _FEW:
            return Role.NAME
        if column.first_time and column.first_time >= LONGEST_LAP and self.is_race and not self.has(Role.TIME):
            return Role.TIME
        times = [time for time in column.times() if time is not None]
        rises = all(before <= after for before, after in pairwise(times))
        if column.mostly("gap", "decimal", "laps", "clock") and rises and len(times) > _FEW:
            is_to_first = times[0] < SHORTEST_LAP
            if is_to_first and not self.has(Role.GAP, Role.INTERVAL):
                return Role.GAP
        return None

    def guess_all(self) -> None:
        """A sheet without heads."""
        name = self._name_column()
        for at, column in enumerate(self.columns):
            if at == name:
                self.give(at, Role.NAME)
            elif column.mostly("words"):
                self.give(at, Role.IGNORED)
        self._guess_wholes(name)
        self._guess_times()
        self.guessed.clear()

    def _name_column(self) -> int | None:
        words = [at for at, column in enumerate(self.columns) if column.names and column.mostly("words")]
        name = max(words, key=lambda at: (self.columns[at].names, -at), default=None)
        most = self.columns[name].names if name is not None else 0
        codes = (at for at, column in enumerate(self.columns) if column.mostly("words") and column.are_codes)
        return next((at for at in codes if len(set(self.columns[at].filled)) > most), name)

    def _guess_wholes(self, name: int | None) -> None:
        wholes = [at for at, column in enumerate(self.columns) if column.mostly("whole")]
        before = [at for at in wholes if name is None or at < name]
        place = next((at for at in before if self.columns[at].counts_up), None)
        if place is not None:
            self.give(place, Role.POSITION)
        others = [at for at in before if at != place]
        # Behind a place in the class, which counts up as well, comes the number.
        alone = [at for at in others if not self.columns[at].are_like_laps]
        number = next((at for at in alone if not self.columns[at].counts_up), alone[-1] if alone else None)
        behind = [at for at in wholes if at not in before]
        if number is None:
            number = next(
                (at for at in behind if self.columns[at].are_all_different and len(self.columns[at].wholes) > 2), None
            )
        if number is not None:
            self.give(number, Role.NUMBER)
        laps = next((at for at in behind if at != number and self._may_be_laps(self.columns[at])), None)
        if laps is None and name is None:
            laps = next((at for at in others if at != number and self.columns[at].are_like_laps), None)
        if laps is not None:
            self.give(laps, Role.LAPS)
        elif not self.is_race:
            self._tell_laps_from_the_best([at for at in behind if at != number])

    def _tell_laps_from_the_best(self, wholes: Sequence[int]) -> None:
        """Of a qualifying's two figures behind the names, how many laps there were and in which the best was driven:
        this is never more than that."""
        if len(wholes) != 2:
            return
        for best, most in (wholes, wholes[::-1]):
            if self.columns[best].is_never_more_than(self.columns[most]):
                self.give(best, Role.IGNORED)
                self.give(most, Role.LAPS)
                return

    @staticmethod
    def _may_be_laps(column: Contents) -> bool:
        return column.are_like_laps or (len(column.wholes) == 1 and len(column.cells) == 1)

    def _guess_times(self) -> None:
        open_columns = [
            at
            for at, (head, column) in enumerate(zip(self.heads, self.columns, strict=True))
            if head.role is Role.UNKNOWN and column.mostly("clock", "gap", "laps", "decimal")
        ]
        whole = [at for at in open_columns if self._holds_whole_times(self.columns[at])]
        if not self.is_race and self._are_parts(whole):
            for at in whole:
                self.give(at, Role.PART)
        elif self.is_race and len(whole) == 1 and self._are_laps(self.columns[whole[0]]):
            self.give(whole[0], Role.BEST)
        elif whole:
            longest = max(whole, key=lambda at: self.columns[at].first_time or 0)
            self.give(longest, Role.TIME)
            laps = [at for at in whole if at != longest]
            if self.is_race and laps:
                self.give(laps[-1], Role.BEST)
        for at in open_columns:
            column = self.columns[at]
            is_gap = at not in whole and not self._is_speed(column)
            if self.heads[at].role is Role.UNKNOWN and is_gap:
                self.give(at, Role.GAP if not self.has(Role.GAP) else Role.INTERVAL)
        for at in self.at(Role.INTERVAL)[1:]:
            self.give(at, Role.UNKNOWN)

    def _holds_whole_times(self, column: Contents) -> bool:
        first = column.first_time
        return first is not None and first >= SHORTEST_LAP and column.kinds["clock"] > 0

    def _are_parts(self, times: Sequence[int]) -> bool:
        """Whether they are the parts of a qualifying: in each fewer cars have a time than in the one before."""
        counts = {len(self.columns[at].filled) for at in times}
        return 1 < len(times) == len(counts)

    @staticmethod
    def _are_laps(column: Contents) -> bool:
        """Totals rise from place to place, laps do not."""
        times = [time for time in column.times() if time is not None]
        falls = sum(after < before for before, after in pairwise(times))
        return bool(times) and max(times) <= LONGEST_LAP and falls >= 2

    @staticmethod
    def _is_speed(column: Contents) -> bool:
        """Of figures with decimals that hardly differ, none is a gap."""
        times = [time for time in column.times() if time is not None]
        return column.mostly("decimal") and bool(times) and min(times) >= SHORTEST_LAP


# Roles that only one column has.
_ONCE = frozenset(
    {Role.POSITION, Role.NUMBER, Role.NAME, Role.GIVEN, Role.FAMILY, Role.LAPS, Role.TIME, Role.BEST, Role.GRID}
)


def _counted_from(gaps: Sequence[int | None], totals: Sequence[int | None]) -> Role | None:
    """GAP where the figures are what the totals are behind the first, INTERVAL behind the car ahead; None where they
    do not say."""
    known = [gap for gap in gaps[1:] if gap is not None]
    to_first = to_next = 0
    if totals and totals[0] is not None:
        for (ahead, total), gap in zip(pairwise(totals), gaps[1:], strict=False):
            if gap is not None and total is not None and total >= totals[0]:
                to_first += abs(total - totals[0] - gap) <= 2
                to_next += ahead is not None and abs(total - ahead - gap) <= 2
    if to_first != to_next:
        return Role.GAP if to_first > to_next else Role.INTERVAL
    falls = sum(after < before for before, after in pairwise(known))
    if len(known) > _FEW and not falls:
        return Role.GAP
    return Role.INTERVAL if falls >= 2 and falls * 4 >= len(known) else None


def _which_adds_up(first: Sequence[int | None], second: Sequence[int | None]) -> bool | None:
    """True where the first column is the second one added up, False the other way round, None where neither is."""
    hits = [0, 0]
    for way, (gaps, intervals) in enumerate(((first, second), (second, first))):
        for (ahead, gap), interval in zip(pairwise(gaps), intervals[1:], strict=False):
            if ahead and gap is not None and interval is not None:
                hits[way] += abs(ahead + interval - gap) <= 2
    return None if hits[0] == hits[1] else hits[0] > hits[1]
