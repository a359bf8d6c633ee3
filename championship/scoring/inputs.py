"""What the scorer takes: a season's titles with their rules, its sessions with their lines, entries and adjustments."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

Scale = tuple[Decimal, ...]
WHOLE = Decimal(1)
AS_PLACED = "as-placed"
CLOSED_UP = "closed-up"


@dataclass(frozen=True, slots=True)
class Entry:
    """A driver in a team's car at the events named; `classes` are the titles' entrants words it is entered for.

    team: blank for one entered without a team, who scores for none and stays in the order.
    wildcard: one that scores nothing and is taken out of the order; a wildcard that scores counts as any other entry.
    nominated: the events for which the car was nominated to count for its team.
    """

    driver: str
    team: str
    events: frozenset[str]
    classes: frozenset[str] = frozenset()
    wildcard: bool = False
    nominated: frozenset[str] = frozenset()


class ScoredLine(NamedTuple):
    """A line of a classification as far as it counts in a table; a tuple, for a season has a thousand of them.

    `position` is the official place, None when there is none or it is not on record. `eligible_for_fastest_lap` is
    false for a car that was disqualified or excluded. `lap_is_missing`: a classified car whose fastest lap is not on
    record; then nobody is given a bonus for it unless a source names its holder (`holds_fastest_lap`). `points`: what
    the session's own scale is known to have given for a place that is not on record.
    """

    entry: Entry
    position: int | None
    fastest_lap_ms: int | None = None
    eligible_for_fastest_lap: bool = True
    lap_is_missing: bool = False
    holds_fastest_lap: bool = False
    points: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """A session in running order; `key` is unique in the season, `lines` is None while there is no classification.

    `factor` multiplies the points of every title's scale, its own ones too: 0.5 for half points after a race that was
    stopped early, 2 for a finale. A session that is cancelled, or has the factor 0, gives nothing in any title.
    `official` is false while the classification may still change: it is provisional or under investigation.
    `not_on_countback`: a race whose points count and whose places part nobody level on points, such as a sprint.
    """

    key: str
    event: str
    code: str
    kind: str
    scale: Scale = ()
    lines: tuple[ScoredLine, ...] | None = None
    cancelled: bool = False
    factor: Decimal = WHOLE
    official: bool = True
    not_on_countback: bool = False

    @property
    def counts_back(self) -> bool:
        """Whether its places part those level on points."""
        return self.kind == "race" and not self.not_on_countback

    @property
    def gives_nothing(self) -> bool:
        return self.cancelled or not self.factor

    def points_of(self, scale: Scale) -> Scale:
        """What a scale pays in this session; empty where it gives nothing."""
        if self.gives_nothing:
            return ()
        return scale if self.factor == WHOLE else tuple(points * self.factor for points in scale)


@dataclass(frozen=True, slots=True)
class Title:
    """The rules of one table.

    ranks: "drivers" or "teams". places: "overall" (official places with the wildcards taken out) or "class" (order
    among the title's own entrants). entrants: the word that marks its entries, None for all but wildcards.
    scale_unknown: nothing that it gave can be worked out, bonuses neither.
    nominated: AS_PLACED or CLOSED_UP where of a team only the cars nominated for an event count; closed up, the others
    are taken out of the order before points are given. Bonuses are won by any of its cars.
    own_scales: scales by kind of session; where given, a kind that it does not name scores nothing in this title.
    fastest_lap_within: the fastest lap of a race gives its bonus only to one whose place, as scored in this title, is
    among so many; else to nobody.
    """

    slug: str
    ranks: str = "drivers"
    places: str = "overall"
    entrants: str | None = None
    own_scales: Mapping[str, Scale] | None = None
    without_sessions: frozenset[str] = frozenset()
    cars_per_session: int | None = None
    nominated: str = ""
    scale_unknown: bool = False
    minimum_entrants: int | None = None
    best_scores: int | None = None
    bonus_fastest_qualifier: Decimal | None = None
    bonus_fastest_lap: Decimal | None = None
    fastest_lap_within: int | None = None

    def scale_for(self, session: Session) -> Scale:
        """Points by scored place in this title; empty where the session gives none."""
        if self.scale_unknown or session.code in self.without_sessions:
            return ()
        return session.points_of(session.scale if self.own_scales is None else self.own_scales.get(session.kind, ()))

    def has_in_order(self, entry: Entry) -> bool:
        """Whether a car has a place among those of the title, be it one without a team in a title of teams."""
        return not entry.wildcard and (self.entrants is None or self.entrants in entry.classes)

    def admits(self, entry: Entry) -> bool:
        """Whether a car can score for a competitor of the title."""
        return self.has_in_order(entry) and bool(self.competitor(entry))

    def counts(self, entry: Entry, event: str) -> bool:
        """Whether a car can have points for its place at an event."""
        return self.admits(entry) and (not self.nominated or event in entry.nominated)

    def takes_out(self, entry: Entry, event: str) -> bool:
        """Whether those behind a car move up before points are given."""
        return entry.wildcard or (self.nominated == CLOSED_UP and not self.counts(entry, event))

    def competitor(self, entry: Entry) -> str:
        """Whom it scores for; blank for a car without a team in a title of teams."""
        return entry.team if self.ranks == "teams" else entry.driver


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Points given or taken in one title, counted from the session `after` on."""

    title: str
    competitor: str
    points: Decimal
    after: str
    kind: str
    reason: str = ""
    source: str = ""


RECONCILIATION = "reconciliation"


@dataclass(frozen=True, slots=True)
class Season:
    """All that the tables of a season rest on; sessions in running order."""

    titles: tuple[Title, ...]
    sessions: tuple[Session, ...]
    entries: tuple[Entry, ...]
    adjustments: tuple[Adjustment, ...] = field(default=())
