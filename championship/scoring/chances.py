"""Who can still win a title after a session, and what each of them needs.

The sessions left may end in any legal classification, retirements included. So one competitor can take the best of
every session while all others retire, and another can score nothing at all:

- A competitor can still win when the best of all that is left brings it level with, or past, what every other has now.
- One of two ends ahead for certain when the least it can have beats the most of the other. A place that one is assumed
  to take is taken from the other, so this is worked out pair by pair; the rest of the field fills the places between.

Level on points the countback decides; level in that too they share the title, so both can win it.

It is fought between those who stand in the table; who is entered later comes in with that event. Who runs in an event
is known once a session of it is classified: who is not on its list scores nothing more there. Before that anybody may
still take part. A better place gives no fewer points, and a qualifying with a bonus places somebody.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from heapq import nlargest
from typing import NamedTuple

from championship.scoring.countback import ZERO, TieBreak, Total, total_of
from championship.scoring.duel import SessionStakes, balances, final_balances
from championship.scoring.stakes import TitleStakes


class Enough(NamedTuple):
    """How many points more are enough: all numbers above `short`, with which the title can still be missed.

    rival: who can then draw level, to stay behind by `tie_break`; None when nobody can.
    """

    short: Decimal
    rival: str | None = None
    tie_break: TieBreak | None = None


class Condition(NamedTuple):
    """In the last session: with `place` a competitor ends ahead of a rival that finishes in `rival_place` or lower.

    rival_place: None when the rival must score no points at all. tie_break: when the two are level on points at just
    that place, why the competitor is ahead. shared: they are level in everything there.
    """

    place: int
    rival_place: int | None
    tie_break: TieBreak | None = None
    shared: bool = False


# Places assumed to be taken, by session (its index) and competitor: None for no points.
Assumed = Mapping[int, Mapping[str, int | None]]
NOTHING: Assumed = {}


class Chances:
    """What everybody can still come to in a title after a session. Sessions are known by their index.

    Questions that take places, or answer with them, are for titles of drivers: of a team two cars take places.
    """

    def __init__(self, stakes: TitleStakes, after: int) -> None:
        self.stakes = stakes
        self.after = after
        self._table = stakes.standings.tables[after]
        self._most_left: dict[tuple[str, int], Total] = {}
        self._fields: dict[str, frozenset[str]] = {}

    # What is left

    @cached_property
    def left(self) -> tuple[int, ...]:
        """The sessions that still have points to give: those to come, and those that wait for their classification."""
        sessions = self.stakes.sessions
        return tuple(index for index in self.stakes.giving if index > self.after or sessions[index].lines is None)

    @cached_property
    def points_left(self) -> Decimal:
        """The most that one competitor can still score."""
        cars = max(self.stakes.most_cars.values(), default=1)
        return total_of(self.stakes.best_of(session, cars) for session in self.left).points

    def places(self, session: int) -> int:
        """How many places of a session give points in the title and can be taken."""
        return min(len(self.stakes.title.scale_for(self.stakes.sessions[session])), len(self._field(session)))

    def _field(self, session: int) -> frozenset[str]:
        """The drivers who can take a place of a session in the title."""
        title, event = self.stakes.title, self.stakes.sessions[session].event
        # To the events to come the same may come.
        event = event if event in self._begun else ""
        if event not in self._fields:
            self._fields[event] = frozenset(
                entry.driver
                for entry in self.stakes.standings.season.entries
                if (title.has_in_order(entry) if title.places == "class" else not entry.wildcard)
                and (not event or event in entry.events)
            )
        return self._fields[event]

    @cached_property
    def _begun(self) -> frozenset[str]:
        """The events with sessions left of which one is classified already."""
        sessions = self.stakes.sessions
        run = {session.event for session in sessions[: self.after + 1] if session.lines is not None}
        return frozenset(run.intersection(sessions[index].event for index in self.left))

    def _cars(self, competitor: str, event: str) -> int:
        """How many of its cars may score in an event."""
        most = self.stakes.most_cars.get(competitor, 0)
        return min(most, self.stakes.listed_cars[event, competitor]) if event in self._begun else most

    # Who can win

    @cached_property
    def competitors(self) -> tuple[str, ...]:
        """Those who stand in the table."""
        return tuple(name for name in self.stakes.competitors if name in self._table)

    @cached_property
    def can_win(self) -> tuple[str, ...]:
        """Those who can still end in first place, the one ahead now first."""
        has = {name: self.has(name) for name in self.stakes.competitors}
        ahead = max(has.values(), default=Total())
        can_win = [name for name in self.competitors if self.most(name) >= ahead]
        if len(can_win) < 2:
            # One alone has not won while somebody who is still to join can pass it.
            can_win = [name for name in has if self.most(name) >= ahead]
        return tuple(sorted(can_win, key=lambda name: (-has[name].points, -has[name].countback, name)))

    # What a competitor has, and can have in the end

    def has(self, competitor: str) -> Total:
        """What a competitor has; nothing for one who is not in the table yet."""
        return self._table.total_of(competitor)

    def least(self, competitor: str, assumed: Assumed = NOTHING) -> Total:
        """What it has with no more than the places assumed."""
        places = [(session, taken.get(competitor)) for session, taken in assumed.items()]
        gains = [self.stakes.gain_of(session, place) for session, place in places if place is not None]
        return self._with(competitor, gains)

    def most(self, competitor: str, assumed: Assumed = NOTHING) -> Total:
        """What it has with the best that is free in every session left."""
        if assumed or self.stakes.title.best_scores is not None:
            return self._with(competitor, [self._most_from(competitor, session, assumed) for session in self.left])
        # The sum over the events to come is the same for all with as many cars.
        gains = [self._most_of(event, self._cars(competitor, event)) for event in ("", *self._begun)]
        return total_of([self.has(competitor), *gains])

    def ahead(self, assumed: Assumed = NOTHING) -> str:
        """Who is ahead with no more than the places assumed."""
        return min(self.competitors, key=lambda name: (*(-part for part in self.least(name, assumed)), name))

    def rivals(self, competitor: str, assumed: Assumed = NOTHING) -> list[str]:
        """Who can still end ahead of a competitor that scores no more than the places assumed, or share with it."""
        least = self.least(competitor, assumed)
        return [name for name in self.can_win if name != competitor and self.most(name, assumed) >= least]

    def tie_break(self, ahead: Total, behind: Total) -> TieBreak | None:
        """Why the first is ahead of the second on the same points; None where they share the place."""
        return self.stakes.countback_rule.tie_break(ahead.countback, behind.countback)

    def wins(self, total: Total) -> int:
        return self.stakes.countback_rule.times_at(1, total.countback)

    # What it needs

    def enough(self, competitor: str) -> Enough | None:
        """How many points more make it champion, whatever the others do; None when all that is left does not.

        The least number for which that is so. Where only the best scores count, a number on the safe side: what the
        most of the others asks for, as if no place were taken from them.
        """
        rivals = [name for name in self.can_win if name != competitor]
        has, best = self.has(competitor), self._with_best_of(competitor, self.left).points
        if self.stakes.title.best_scores is not None:
            short = max(self.most(name) for name in rivals).points - has.points
            return Enough(short) if short < best - has.points else None
        # Of those with as many cars the one ahead asks for the most.
        by_cars = {self._cars_left(name): name for name in sorted(rivals, key=self.has)}
        decisive = ""
        conceded: dict[int, int] = {}
        for rival in sorted(by_cars.values(), key=self.has, reverse=True):
            against_rival = self._conceded(competitor, rival, max(conceded, default=None))
            if against_rival and (not conceded or max(against_rival) < max(conceded)):
                decisive, conceded = rival, against_rival
        *level, too_many = conceded
        if not too_many:
            return None
        short = best - has.points - Decimal(too_many) / self.stakes.weights.unit
        points, countback, own = self.stakes.weights.read(max((conceded[fewer] for fewer in level), default=-1))
        if points or not level:
            return Enough(short)
        own += has.countback
        return Enough(short, decisive, self.stakes.countback_rule.tie_break(own, own + countback))

    def _cars_left(self, competitor: str) -> tuple[int, ...]:
        return tuple(self._cars(competitor, event) for event in ("", *self._begun))

    def _conceded(self, competitor: str, rival: str, at_most: int | None) -> dict[int, int]:
        """By what it concedes of the most that it can score, how far a rival is ahead then; the last is the first with
        which the rival is not behind."""
        weights, has, rival_has = self.stakes.weights, self.has(competitor), self.has(rival)
        balance = weights.balance(rival_has.points - has.points, rival_has.countback - has.countback)
        stakes = [self._stakes(session, competitor, rival) for session in self.left]
        return final_balances(balance, [balances(session, weights) for session in stakes], at_most)

    def _stakes(self, session: int, competitor: str, rival: str) -> SessionStakes:
        """What a session has to give to the two."""
        event = self.stakes.sessions[session].event
        cars, rival_cars = self._cars(competitor, event), self._cars(rival, event)
        gains = tuple(self.stakes.gain_of(session, place) for place in range(1, self.places(session) + 1))
        # No car of its own can fill a place for it.
        others = len(self._field(session) - self.stakes.drivers_of[competitor]) - rival_cars
        return SessionStakes(gains, self.stakes.bonus_of(session), cars, rival_cars, max(others, 0))

    def earliest(self, competitor: str) -> int | None:
        """The first session in which it can make sure of the title: with all there is, and nothing for the others."""
        others = [name for name in self.can_win if name != competitor]
        for number, session in enumerate(self.left, 1):
            least = self._with_best_of(competitor, self.left[:number])
            if all(self._with_best_of(name, self.left[number:]) < least for name in others):
                return session
        return None

    def clinching_place(self, competitor: str, session: int) -> int | None:
        """The lowest place in a session that makes it champion whatever the others do; None when none does."""
        return self._lowest(session, lambda place: not self.rivals(competitor, {session: {competitor: place}}))

    def keeping_place(self, competitor: str, session: int) -> int | None:
        """The lowest place in a session with which it can still win, were the others to score nothing there.

        None when it can do without points.
        """
        ahead = max(self.has(name) for name in self.stakes.competitors if name != competitor)

        def keeps(place: int | None) -> bool:
            return self.most(competitor, {session: {competitor: place}}) >= ahead

        return None if keeps(None) else self._lowest(session, keeps)

    def ousting_place(self, competitor: str, rival: str, session: int) -> int | None:
        """The lowest place of a rival in a session that puts it out whatever it does itself; None when none does."""

        def ousts(place: int) -> bool:
            assumed = {session: {rival: place}}
            return self.most(competitor, assumed) < self.least(rival, assumed)

        return self._lowest(session, ousts)

    def conditions(self, competitor: str, rival: str) -> list[Condition]:
        """In the last session left: the places with which it ends ahead of a rival, best first, and how low that rival
        has to finish for it."""
        (session,) = self.left
        places = range(1, self.places(session) + 1)
        conditions = []
        for place in places:
            for rival_place in (*places, None):
                assumed = {session: {competitor: place, rival: rival_place}}
                least, most = self.least(competitor, assumed), self.most(rival, assumed)
                if rival_place != place and least >= most:
                    tie_break = self.tie_break(least, most) if least.points == most.points else None
                    conditions.append(Condition(place, rival_place, tie_break, least == most))
                    break
            else:
                break
        return conditions

    def _lowest(self, session: int, does: Callable[[int], bool]) -> int | None:
        """The lowest place that does it; a better one does it too, so first place is tried first."""
        if not self.places(session) or not does(1):
            return None
        return next((place for place in range(self.places(session), 0, -1) if does(place)), None)

    def _most_from(self, competitor: str, session: int, assumed: Assumed = NOTHING) -> Total:
        """The most that it can gain in a session: its assumed place, or the best that no other is assumed to take."""
        stakes, scored = self.stakes, self.stakes.sessions[session]
        taken = assumed.get(session, {})
        if competitor not in taken:
            return stakes.best_of(session, self._cars(competitor, scored.event), taken.values())
        place = taken[competitor]
        is_race = scored.kind == "race"
        within = stakes.title.fastest_lap_within
        may_have_bonus = is_race and (within is None or (place is not None and place <= within))
        bonus = Total((stakes.title.bonus_fastest_lap or ZERO) if may_have_bonus else ZERO)
        if place is not None:
            return total_of([stakes.gain_of(session, place), bonus])
        # The best place without points still counts back.
        unpaid = len(stakes.title.scale_for(scored)) + 1
        counts_back = scored.counts_back and unpaid <= len(self._field(session))
        return Total(bonus.points, stakes.countback_rule.of_place(unpaid) if counts_back else 0)

    def _most_of(self, event: str, cars: int) -> Total:
        """The most that so many cars can gain in an event that has begun, or with a blank in all that are to come."""
        if (event, cars) not in self._most_left:
            events = ((session, self.stakes.sessions[session].event) for session in self.left)
            sessions = [
                session for session, its_event in events if (its_event if its_event in self._begun else "") == event
            ]
            self._most_left[event, cars] = total_of(self.stakes.best_of(session, cars) for session in sessions)
        return self._most_left[event, cars]

    def _with_best_of(self, competitor: str, sessions: Sequence[int]) -> Total:
        return self._with(competitor, [self._most_from(competitor, session) for session in sessions])

    def _with(self, competitor: str, gains: Sequence[Total]) -> Total:
        """What it has once it has gained this, one gain a session; under a best-scores rule the weakest give way."""
        has = self.has(competitor)
        best = self.stakes.title.best_scores
        if best is None:
            return total_of([has, *gains])
        scores = [score.points for score in self.stakes.standings.scores(competitor, self.after)]
        counted = sum(nlargest(best, scores), ZERO)
        together = sum(nlargest(best, [*scores, *(gain.points for gain in gains)]), ZERO)
        return Total(has.points - counted + together, total_of([has, *gains]).countback)
