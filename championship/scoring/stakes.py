"""What the sessions of a season have to give in a title, and how many cars can take it."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property

from championship.scoring.awards import qualifying_by_last
from championship.scoring.countback import ZERO, Total, total_of
from championship.scoring.duel import Weights
from championship.scoring.standings import Standings


class TitleStakes:
    """What is at stake in a title: places and bonuses of each session, by its index, and who is there to take them."""

    def __init__(self, standings: Standings) -> None:
        self.standings = standings
        self.title = standings.title
        self.sessions = standings.season.sessions
        self.countback_rule = standings.countback_rule
        self._last_qualifying = frozenset(qualifying_by_last(standings.season))
        self._best: dict[tuple[int, int], Total] = {}

    @cached_property
    def weights(self) -> Weights:
        """How points and countbacks are weighed against each other."""
        title = self.title
        figures = [points for session in self.sessions for points in title.scale_for(session)]
        figures += [bonus for bonus in (title.bonus_fastest_lap, title.bonus_fastest_qualifier) if bonus is not None]
        figures += [adjustment.points for adjustment in self.standings.adjustments]
        places = max((-int(figure.normalize().as_tuple().exponent) for figure in figures), default=0)
        return Weights(10 ** max(places, 0), self.countback_rule.limit)

    @cached_property
    def competitors(self) -> tuple[str, ...]:
        """Everybody entered in the title this season, and who else has a row in its last table."""
        tables = self.standings.tables
        return tuple(sorted({*self.standings.entrants, *(tables[-1].competitors if tables else ())}))

    @cached_property
    def giving(self) -> tuple[int, ...]:
        """The sessions that give points in the title."""
        return tuple(index for index in range(len(self.sessions)) if self.best_of(index, 1) != Total())

    @cached_property
    def listed_cars(self) -> Counter[tuple[str, str]]:
        """How many cars of a competitor are on an event's list, by event and competitor."""
        return Counter(
            (event, self.title.competitor(entry))
            for entry in self.standings.season.entries
            for event in entry.events
            if self.title.counts(entry, event)
        )

    @cached_property
    def drivers_of(self) -> dict[str, set[str]]:
        drivers: dict[str, set[str]] = {name: set() for name in self.competitors}
        for entry in self.standings.season.entries:
            if self.title.admits(entry):
                drivers[self.title.competitor(entry)].add(entry.driver)
        return drivers

    @cached_property
    def most_cars(self) -> dict[str, int]:
        """How many cars of a competitor may score in a session to come: without a limit as many as it ever had."""
        entrants = self.standings.entrants
        if self.title.ranks != "teams":
            return dict.fromkeys(entrants, 1)
        if self.title.cars_per_session is not None:
            return dict.fromkeys(entrants, self.title.cars_per_session)
        most = dict.fromkeys(entrants, 1)
        for (_event, name), cars in self.listed_cars.items():
            most[name] = max(cars, most[name])
        return most

    def best_of(self, session: int, cars: int, taken: Iterable[int | None] = ()) -> Total:
        """The most that so many cars can gain in a session, with the best places that are not taken."""
        if taken:
            return self._best_of(session, cars, taken)
        if (session, cars) not in self._best:
            self._best[session, cars] = self._best_of(session, cars, ())
        return self._best[session, cars]

    def _best_of(self, session: int, cars: int, taken: Iterable[int | None]) -> Total:
        if not cars:
            return Total()
        scale = self.title.scale_for(self.sessions[session])
        free = [place for place in range(1, len(scale) + 1) if place not in taken][:cars]
        return total_of([*(self.gain_of(session, place) for place in free), Total(self.bonus_of(session))])

    def bonus_of(self, session: int) -> Decimal:
        """What a session has to give beside its places."""
        scored = self.sessions[session]
        if scored.kind == "race" and not scored.gives_nothing:
            return self.title.bonus_fastest_lap or ZERO
        if session in self._last_qualifying and not self.title.scale_for(scored):
            return self.title.bonus_fastest_qualifier or ZERO
        return ZERO

    def gain_of(self, session: int, place: int) -> Total:
        """What a place in a session is worth; the first place of a qualifying brings its bonus along."""
        scored = self.sessions[session]
        points = self.title.scale_for(scored)[place - 1]
        if scored.counts_back:
            return Total(points, self.countback_rule.of_place(place))
        if place == 1 and session in self._last_qualifying:
            points += self.title.bonus_fastest_qualifier or ZERO
        return Total(points)
