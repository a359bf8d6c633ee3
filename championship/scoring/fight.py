"""The fight for a title: who has won it, who can still win it, and what each of them needs.

The sessions left may end in any legal classification, retirements included. So one competitor can take the best of
every session while all others retire, and another can score nothing at all:

- A competitor can still win when the best of all that is left brings it level with, or past, what every other has now.
- One of two ends ahead for certain when the least it can have beats the most of the other. A place that one is given is
  taken from the other, so this is asked pair by pair; the rest of the field fills the places between.

Level on points the countback decides; level in that too they share the title, so both can win it.

It is fought between those who stand in the table; who is entered later comes in with that event. Who runs in an event
is known once a session of it is classified: who is not on its list scores nothing more there. Before that anybody may
still take part. A better place gives no fewer points, and a qualifying with a bonus places somebody. Where the record
falls short of what was published (`Standings.complete_from`) nothing is claimed.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from heapq import nlargest
from typing import TYPE_CHECKING, NamedTuple

from championship.scoring.countback import Countback, Lead, why_ahead
from championship.scoring.enough import Scale, Stakes, balances, ends
from championship.scoring.titles import ZERO

if TYPE_CHECKING:
    from championship.scoring.standings import Standings


class Total(NamedTuple):
    """Points and countback, of a competitor or of what it gains. The greater of two is ahead."""

    points: Decimal = ZERO
    countback: int = 0


class Enough(NamedTuple):
    """How many points more are enough: all numbers above `short`, with which the title can still be missed.

    rival: who can then draw level, to stay behind for the reason `lead`; None when nobody can.
    """

    short: Decimal
    rival: str | None = None
    lead: Lead | None = None


class Condition(NamedTuple):
    """In the last session: with `place` one ends ahead of the other if that one finishes in place `other` or lower.

    other: None when only no points at all will do. lead: when they are level on points at just that place, why the one
    is ahead. shared: they are level in everything there.
    """

    place: int
    other: int | None
    lead: Lead | None = None
    shared: bool = False


# The places taken as given, by session (its index) and competitor: None for no points.
Given = Mapping[int, Mapping[str, int | None]]
NOTHING: Given = {}


class Fight:
    """A title's fight, from the first session to the last."""

    def __init__(self, standings: "Standings", reader: Countback, last_qualifying: frozenset[int]) -> None:
        self.standings = standings
        self.title = standings.title
        self.sessions = standings.season.sessions
        self.reader = reader
        self._last_qualifying = last_qualifying
        self._moments: dict[int, Moment] = {}
        self._gains: dict[tuple[int, int], Total] = {}

    def at(self, after: int) -> "Moment":
        """As it stands after a session, by the session's index."""
        # A session without a classification leaves everything as it was before.
        while after > 0 and self.sessions[after].lines is None and self.sessions[after].key not in self._adjusted:
            after -= 1
        if after not in self._moments:
            self._moments[after] = Moment(self, after)
        return self._moments[after]

    def decided(self, after: int) -> int | None:
        """The session since which, seen from `after`, only one can win; None while more can.

        None too for a title that is not awarded or has one entrant, and where the record begins with the title out of
        reach: it does not say since when.
        """
        first = self.standings.complete_from
        if not self.standings.awarded or len(self.competitors) < 2 or after < first:
            return None
        champions = self.at(after).can_win
        if len(champions) != 1:
            return None
        since = after
        while since > first and self.at(since - 1).can_win == champions:
            since -= 1
        return None if self.standings.reconciled and since == first else since

    @cached_property
    def decided_after(self) -> int | None:
        """The same as things stand."""
        latest = self.standings.latest
        return None if latest is None else self.decided(latest)

    def out(self, after: int) -> dict[str, int]:
        """Those who can no longer win, with the session that put them out; without those who are out where the record
        begins: it does not say since when."""
        since: dict[str, int] = {}
        first = self.standings.complete_from
        for index in range(first, after + 1):
            moment = self.at(index)
            for name in moment.competitors:
                if name in moment.can_win:
                    since.pop(name, None)
                else:
                    since.setdefault(name, index)
        return {name: index for name, index in since.items() if index > first or not self.standings.reconciled}

    @cached_property
    def _adjusted(self) -> frozenset[str]:
        return frozenset(one.after for one in self.standings.adjustments)

    # What sessions give

    @cached_property
    def scale(self) -> Scale:
        """How points and countbacks are weighed against each other."""
        title = self.title
        figures = [points for session in self.sessions for points in title.scale_for(session)]
        figures += [one for one in (title.bonus_fastest_lap, title.bonus_fastest_qualifier) if one is not None]
        figures += [one.points for one in self.standings.adjustments]
        places = max((-int(figure.normalize().as_tuple().exponent) for figure in figures), default=0)
        return Scale(10 ** max(places, 0), self.reader.limit)

    @cached_property
    def competitors(self) -> tuple[str, ...]:
        """Everybody entered in the title this season, and who else has a line in its last table."""
        tables = self.standings.tables
        return tuple(sorted({*self.standings.entrants, *(tables[-1].competitors if tables else ())}))

    @cached_property
    def giving(self) -> tuple[int, ...]:
        """The sessions that give points in the title."""
        return tuple(index for index in range(len(self.sessions)) if self.best_of(index, 1) != Total())

    @cached_property
    def listed(self) -> Counter[tuple[str, str]]:
        """How many cars of a competitor are on an event's list."""
        admitted = (entry for entry in self.standings.season.entries if self.title.admits(entry))
        return Counter((event, self.title.competitor(entry)) for entry in admitted for event in entry.events)

    @cached_property
    def drivers_of(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {name: set() for name in self.competitors}
        for entry in self.standings.season.entries:
            if self.title.admits(entry):
                found[self.title.competitor(entry)].add(entry.driver)
        return found

    @cached_property
    def most_cars(self) -> dict[str, int]:
        """How many cars of a competitor may score in a session to come: without a limit as many as it ever had."""
        entrants = self.standings.entrants
        if self.title.ranks != "teams":
            return dict.fromkeys(entrants, 1)
        if self.title.cars_per_session is not None:
            return dict.fromkeys(entrants, self.title.cars_per_session)
        most = dict.fromkeys(entrants, 1)
        for (_event, name), cars in self.listed.items():
            most[name] = max(cars, most[name])
        return most

    def best_of(self, index: int, cars: int, taken: Iterable[int | None] = ()) -> Total:
        """The most that so many cars can gain in a session, with the best places that are not taken."""
        if taken:
            return self._best_of(index, cars, taken)
        if (index, cars) not in self._gains:
            self._gains[index, cars] = self._best_of(index, cars, ())
        return self._gains[index, cars]

    def _best_of(self, index: int, cars: int, taken: Iterable[int | None]) -> Total:
        if not cars:
            return Total()
        session = self.sessions[index]
        scale = self.title.scale_for(session)
        free = [place for place in range(1, len(scale) + 1) if place not in taken][:cars]
        return total_of([*(self.gain_of(index, place) for place in free), Total(self.bonus_of(index))])

    def bonus_of(self, index: int) -> Decimal:
        """What a session has to give beside its places."""
        session = self.sessions[index]
        if session.kind == "race" and not session.cancelled:
            return self.title.bonus_fastest_lap or ZERO
        if index in self._last_qualifying and not self.title.scale_for(session):
            return self.title.bonus_fastest_qualifier or ZERO
        return ZERO

    def gain_of(self, index: int, place: int) -> Total:
        """What a place in a session is worth; the first place of a qualifying brings its bonus along."""
        session = self.sessions[index]
        points = self.title.scale_for(session)[place - 1]
        if session.kind == "race":
            return Total(points, self.reader.one(place))
        if place == 1 and index in self._last_qualifying:
            points += self.title.bonus_fastest_qualifier or ZERO
        return Total(points)


class Moment:
    """A title's fight after a session.

    Questions that take places, or answer with them, are for titles of drivers: of a team two cars take places.
    """

    def __init__(self, fight: Fight, after: int) -> None:
        self.fight = fight
        self.after = after
        self._table = fight.standings.tables[after]
        self._most_left: dict[tuple[str, int], Total] = {}
        self._fields: dict[str, frozenset[str]] = {}

    # What is left

    @cached_property
    def left(self) -> tuple[int, ...]:
        """The sessions that still have points to give: those to come, and those that wait for their classification."""
        sessions = self.fight.sessions
        return tuple(index for index in self.fight.giving if index > self.after or sessions[index].lines is None)

    @cached_property
    def points_left(self) -> Decimal:
        """The most that one competitor can still score."""
        cars = max(self.fight.most_cars.values(), default=1)
        return total_of(self.fight.best_of(index, cars) for index in self.left).points

    def places(self, index: int) -> int:
        """How many places of a session give points in the title and can be taken."""
        return min(len(self.fight.title.scale_for(self.fight.sessions[index])), len(self._field(index)))

    def _field(self, index: int) -> frozenset[str]:
        """The drivers who can take a place of a session in the title."""
        title, event = self.fight.title, self.fight.sessions[index].event
        # To the events to come the same may come.
        event = event if event in self._begun else ""
        if event not in self._fields:
            self._fields[event] = frozenset(
                entry.driver
                for entry in self.fight.standings.season.entries
                if (title.admits(entry) if title.places == "class" else not entry.wildcard)
                and (not event or event in entry.events)
            )
        return self._fields[event]

    @cached_property
    def _begun(self) -> frozenset[str]:
        """The events with sessions left of which one is classified already."""
        sessions = self.fight.sessions
        run = {session.event for session in sessions[: self.after + 1] if session.lines is not None}
        return frozenset(run.intersection(sessions[index].event for index in self.left))

    def _cars(self, competitor: str, event: str) -> int:
        """How many of its cars may score in an event."""
        most = self.fight.most_cars.get(competitor, 0)
        return min(most, self.fight.listed[event, competitor]) if event in self._begun else most

    # Who can win

    @cached_property
    def competitors(self) -> tuple[str, ...]:
        """Those who stand in the table."""
        return tuple(name for name in self.fight.competitors if name in self._table)

    @cached_property
    def can_win(self) -> tuple[str, ...]:
        """Those who can still end in first place, the one ahead now first."""
        has = {name: self.has(name) for name in self.fight.competitors}
        ahead = max(has.values(), default=Total())
        found = [name for name in self.competitors if self.most(name) >= ahead]
        if len(found) < 2:
            # One alone has not won while somebody who is still to join can pass it.
            found = [name for name in has if self.most(name) >= ahead]
        return tuple(sorted(found, key=lambda name: (-has[name].points, -has[name].countback, name)))

    # What a competitor has, and can have in the end

    def has(self, competitor: str) -> Total:
        """What a competitor has; nothing for one who is not in the table yet."""
        return Total(*self._table.total_of(competitor))

    def least(self, competitor: str, given: Given = NOTHING) -> Total:
        """What it has with no more than the places given."""
        places = [(index, taken.get(competitor)) for index, taken in given.items()]
        gains = [self.fight.gain_of(index, place) for index, place in places if place is not None]
        return self._with(competitor, gains)

    def most(self, competitor: str, given: Given = NOTHING) -> Total:
        """What it has with the best that is free in every session left."""
        if given or self.fight.title.best_scores is not None:
            return self._with(competitor, [self._most_from(competitor, index, given) for index in self.left])
        # The sum over the events to come is the same for all with as many cars.
        shares = [self._most_of(event, self._cars(competitor, event)) for event in ("", *self._begun)]
        return total_of([self.has(competitor), *shares])

    def ahead(self, given: Given = NOTHING) -> str:
        """Who is ahead with no more than the places given."""
        return min(self.competitors, key=lambda name: (*(-part for part in self.least(name, given)), name))

    def rivals(self, competitor: str, given: Given = NOTHING) -> list[str]:
        """Who can still end ahead of a competitor that scores no more than the places given, or share with it."""
        least = self.least(competitor, given)
        return [name for name in self.can_win if name != competitor and self.most(name, given) >= least]

    def lead(self, ahead: Total, behind: Total) -> Lead | None:
        """Why the one is ahead of the other on the same points; None where they share the place."""
        return why_ahead(self.fight.reader, ahead.countback, behind.countback)

    def wins(self, total: Total) -> int:
        return self.fight.reader.count(total.countback, 1)

    # What it needs

    def enough(self, competitor: str) -> Enough | None:
        """How many points more make it champion, whatever the others do; None when all that is left does not.

        The least number for which that is so. Where only the best scores count, one that is on the safe side: what the
        most of the others asks for, as if no place were taken from them.
        """
        rivals = [name for name in self.can_win if name != competitor]
        has, best = self.has(competitor), self._with_best_of(competitor, self.left).points
        if self.fight.title.best_scores is not None:
            short = max(self.most(name) for name in rivals).points - has.points
            return Enough(short) if short < best - has.points else None
        # Of those with as many cars the one ahead asks for the most.
        by_cars = {self._cars_left(name): name for name in sorted(rivals, key=self.has)}
        decisive = ""
        given_away: dict[int, int] = {}
        for rival in sorted(by_cars.values(), key=self.has, reverse=True):
            found = self._given_away(competitor, rival, max(given_away, default=None))
            if found and (not given_away or max(found) < max(given_away)):
                decisive, given_away = rival, found
        *level, away = given_away
        if not away:
            return None
        short = best - has.points - Decimal(away) / self.fight.scale.unit
        points, countback, own = self.fight.scale.read(max((given_away[one] for one in level), default=-1))
        if points or not level:
            return Enough(short)
        own += has.countback
        return Enough(short, decisive, why_ahead(self.fight.reader, own, own + countback))

    def _cars_left(self, competitor: str) -> tuple[int, ...]:
        return tuple(self._cars(competitor, event) for event in ("", *self._begun))

    def _given_away(self, competitor: str, rival: str, at_most: int | None) -> dict[int, int]:
        """By what one gives away of the most that it can score, how far a rival is ahead then; the last is the first
        with which it is not behind."""
        scale, has, other = self.fight.scale, self.has(competitor), self.has(rival)
        balance = scale.balance(other.points - has.points, other.countback - has.countback)
        stakes = [self._stakes(index, competitor, rival) for index in self.left]
        return ends(balance, [balances(one, scale) for one in stakes], at_most)

    def _stakes(self, index: int, competitor: str, rival: str) -> Stakes:
        """What a session has to give to the two."""
        event = self.fight.sessions[index].event
        one, other = self._cars(competitor, event), self._cars(rival, event)
        gains = tuple(self.fight.gain_of(index, place) for place in range(1, self.places(index) + 1))
        # No car of its own can fill a place for it.
        others = len(self._field(index) - self.fight.drivers_of[competitor]) - other
        return Stakes(gains, self.fight.bonus_of(index), one, other, max(others, 0))

    def earliest(self, competitor: str) -> int | None:
        """The first session in which it can make sure of the title: with all there is, and nothing for the others."""
        others = [name for name in self.can_win if name != competitor]
        for number, index in enumerate(self.left, 1):
            least = self._with_best_of(competitor, self.left[:number])
            if all(self._with_best_of(name, self.left[number:]) < least for name in others):
                return index
        return None

    def clinching_place(self, competitor: str, index: int) -> int | None:
        """The lowest place in a session that makes it champion whatever the others do; None when none does."""
        return self._lowest(index, lambda place: not self.rivals(competitor, {index: {competitor: place}}))

    def keeping_place(self, competitor: str, index: int) -> int | None:
        """The lowest place in a session with which it can still win, were the others to score nothing there.

        None when it can do without points.
        """
        ahead = max(self.has(name) for name in self.fight.competitors if name != competitor)

        def keeps(place: int | None) -> bool:
            return self.most(competitor, {index: {competitor: place}}) >= ahead

        return None if keeps(None) else self._lowest(index, keeps)

    def ousting_place(self, competitor: str, rival: str, index: int) -> int | None:
        """The lowest place of a rival in a session that puts it out whatever it does itself; None when none does."""

        def ousts(place: int) -> bool:
            given = {index: {rival: place}}
            return self.most(competitor, given) < self.least(rival, given)

        return self._lowest(index, ousts)

    def conditions(self, competitor: str, rival: str) -> list[Condition]:
        """In the last session left: the places with which it ends ahead of a rival, best first, and how low that one
        has to finish for it."""
        (index,) = self.left
        places = range(1, self.places(index) + 1)
        found = []
        for place in places:
            for other in (*places, None):
                given = {index: {competitor: place, rival: other}}
                least, most = self.least(competitor, given), self.most(rival, given)
                if other != place and least >= most:
                    lead = self.lead(least, most) if least.points == most.points else None
                    found.append(Condition(place, other, lead, least == most))
                    break
            else:
                break
        return found

    def _lowest(self, index: int, does: Callable[[int], bool]) -> int | None:
        """The lowest place that does it; a better one does it too, so first place is asked first."""
        if not self.places(index) or not does(1):
            return None
        return next((place for place in range(self.places(index), 0, -1) if does(place)), None)

    def _most_from(self, competitor: str, index: int, given: Given = NOTHING) -> Total:
        """The most that it can gain in a session: its given place, or the best that is not given to another."""
        fight = self.fight
        taken = given.get(index, {})
        if competitor not in taken:
            return fight.best_of(index, self._cars(competitor, fight.sessions[index].event), taken.values())
        place = taken[competitor]
        is_race = fight.sessions[index].kind == "race"
        bonus = Total((fight.title.bonus_fastest_lap or ZERO) if is_race else ZERO)
        if place is not None:
            return total_of([fight.gain_of(index, place), bonus])
        # The best place without points still counts back.
        unpaid = len(fight.title.scale_for(fight.sessions[index])) + 1
        return Total(bonus.points, fight.reader.one(unpaid) if is_race and unpaid <= len(self._field(index)) else 0)

    def _most_of(self, event: str, cars: int) -> Total:
        """The most that so many cars can gain in an event that has begun, or with a blank in all that are to come."""
        if (event, cars) not in self._most_left:
            events = ((index, self.fight.sessions[index].event) for index in self.left)
            those = [index for index, one in events if (one if one in self._begun else "") == event]
            self._most_left[event, cars] = total_of(self.fight.best_of(index, cars) for index in those)
        return self._most_left[event, cars]

    def _with_best_of(self, competitor: str, sessions: Sequence[int]) -> Total:
        return self._with(competitor, [self._most_from(competitor, index) for index in sessions])

    def _with(self, competitor: str, gains: Sequence[Total]) -> Total:
        """What it has once it has gained this, one gain a session; under a best-scores rule the weakest give way."""
        has = self.has(competitor)
        best = self.fight.title.best_scores
        if best is None:
            return total_of([has, *gains])
        scores = [score.points for score in self.fight.standings.scores(competitor, self.after)]
        counted = sum(nlargest(best, scores), ZERO)
        together = sum(nlargest(best, [*scores, *(gain.points for gain in gains)]), ZERO)
        return Total(has.points - counted + together, total_of([has, *gains]).countback)


def total_of(gains: Iterable[Total]) -> Total:
    points, countback = ZERO, 0
    for gain in gains:
        points, countback = points + gain.points, countback + gain.countback
    return Total(points, countback)
