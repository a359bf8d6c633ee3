"""One pass over a season gives every title's table after every session."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from championship.scoring.awards import PLACE, Award, placed_lines, qualifying_by_last, session_awards
from championship.scoring.by_title import ByTitle
from championship.scoring.countback import ZERO, CountbackRule, TieBreak, Total
from championship.scoring.inputs import RECONCILIATION, Adjustment, ScoredLine, Season, Session, Title


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a title's table. `shared` says that another competitor has the same position (printed =3)."""

    position: int
    shared: bool
    competitor: str
    points: Decimal
    countback: int


@dataclass(frozen=True, slots=True)
class Score:
    """What one session gave a competitor. `counted` is false for a score dropped under a best-scores rule."""

    session: int
    awards: tuple[Award, ...]
    points: Decimal
    counted: bool = True


class TitleTable:
    """A title's table after one session."""

    def __init__(self, points: dict[str, Decimal], countbacks: dict[str, int], countback_rule: CountbackRule) -> None:
        self._points = points
        self._countbacks = countbacks
        self._countback_rule = countback_rule

    def __len__(self) -> int:
        return len(self._points)

    def __contains__(self, competitor: object) -> bool:
        return competitor in self._points

    @cached_property
    def rows(self) -> tuple[TableRow, ...]:
        """Best first. Level on points and countback is the same position; the next one is skipped."""
        return tuple(self._ranked())

    @cached_property
    def by_competitor(self) -> dict[str, TableRow]:
        return {row.competitor: row for row in self.rows}

    def points_of(self, competitor: str) -> Decimal | None:
        """None for one who is not in the table yet."""
        return self._points.get(competitor)

    @property
    def competitors(self) -> Collection[str]:
        return self._points.keys()

    def total_of(self, competitor: str) -> Total:
        """Nothing for one who is not in the table yet."""
        return Total(self._points.get(competitor, ZERO), self._countbacks.get(competitor, 0))

    @cached_property
    def most_points(self) -> Decimal:
        return max(self._points.values(), default=ZERO)

    def wins(self, row: TableRow) -> int:
        return self._countback_rule.times_at(1, row.countback)

    def podiums(self, row: TableRow) -> int:
        return self._countback_rule.podiums(row.countback)

    def ties(self) -> Iterator[tuple[TableRow, TableRow, TieBreak | None]]:
        """Neighbours level on points above zero, with the reason for their order; None where they share the place."""
        for ahead, behind in pairwise(self.rows):
            if ahead.points == behind.points and ahead.points:
                yield ahead, behind, self._countback_rule.tie_break(ahead.countback, behind.countback)

    def _ranked(self) -> Iterator[TableRow]:
        points, countbacks = self._points, self._countbacks
        order = sorted(points, key=lambda name: (-points[name], -countbacks[name], name))
        keys = [(points[name], countbacks[name]) for name in order]
        position = 0
        for index, name in enumerate(order):
            if index == 0 or keys[index] != keys[index - 1]:
                position = index + 1
            shared = (index > 0 and keys[index] == keys[index - 1]) or (
                index + 1 < len(keys) and keys[index] == keys[index + 1]
            )
            yield TableRow(position, shared, name, *keys[index])


@dataclass(frozen=True)
class Standings:
    """A title's tables: `tables[i]` is the one after `season.sessions[i]`, `awards[i]` what that session gave."""

    title: Title
    season: Season
    tables: tuple[TitleTable, ...]
    awards: tuple[tuple[Award, ...], ...]
    entrants: tuple[str, ...]
    countback_rule: CountbackRule = field(repr=False)

    @property
    def awarded(self) -> bool:
        """Whether enough entrants take part for the title to be given."""
        return self.title.minimum_entrants is None or len(self.entrants) >= self.title.minimum_entrants

    @cached_property
    def session_points(self) -> tuple[dict[str, Decimal], ...]:
        """What each session gave, by competitor; adjustments aside."""
        by_session = []
        for awards in self.awards:
            points: dict[str, Decimal] = {}
            for award in awards:
                points[award.competitor] = points.get(award.competitor, ZERO) + award.points
            by_session.append(points)
        return tuple(by_session)

    @cached_property
    def adjustments(self) -> tuple[Adjustment, ...]:
        return tuple(adjustment for adjustment in self.season.adjustments if adjustment.title == self.title.slug)

    @cached_property
    def complete_from(self) -> int:
        """The first session whose table agrees with what was published: 0 when nothing had to be reconciled.

        Before it the tables are "on record so far": no leader, chart or title fight is drawn from them.
        """
        return min(self.reconciled.values(), default=0)

    @cached_property
    def reconciled(self) -> dict[str, int]:
        """Whose totals were brought to published ones, and after which session first."""
        index = {session.key: number for number, session in enumerate(self.season.sessions)}
        reconciled: dict[str, int] = {}
        for adjustment in self.adjustments:
            if adjustment.kind == RECONCILIATION:
                # What is still to be reconciled may wait for a session that is not on the calendar yet.
                after = index.get(adjustment.after, len(self.season.sessions))
                reconciled[adjustment.competitor] = min(after, reconciled.get(adjustment.competitor, after))
        return reconciled

    def on_record_so_far(self, after: int, competitor: str | None = None) -> bool:
        """Whether the table after a session, or one competitor's row of it, falls short of what was published."""
        if not self.reconciled:
            return False
        if competitor is None:
            return after < self.complete_from
        return competitor not in self.reconciled or after < self.reconciled[competitor]

    def is_conclusive(self, after: int) -> bool:
        """Whether conclusions may be drawn from the table after a session: a leader, an order, a chart."""
        return self.awarded and not self.title.scale_unknown and not self.on_record_so_far(after)

    def scores(self, competitor: str, after: int) -> list[Score]:
        """Every session up to `after` that counted for the competitor, in running order."""
        scores = []
        for index in range(after + 1):
            awards = tuple(award for award in self.awards[index] if award.competitor == competitor)
            if awards:
                scores.append(Score(index, awards, sum((award.points for award in awards), ZERO)))
        return _mark_dropped(scores, self.title.best_scores)

    def adjustments_of(self, competitor: str, after: int) -> list[Adjustment]:
        keys = {session.key for session in self.season.sessions[: after + 1]}
        return [
            adjustment
            for adjustment in self.adjustments
            if adjustment.competitor == competitor and adjustment.after in keys
        ]

    @cached_property
    def latest(self) -> int | None:
        """The last session with a classification, None before the first."""
        indexes = [index for index, session in enumerate(self.season.sessions) if session.lines is not None]
        return indexes[-1] if indexes else None


def score(season: Season) -> Mapping[str, Standings]:
    """The standings of every title, by its slug: one pass over the season for each that is looked up."""
    orders = [placed_lines(session) for session in season.sessions]
    # As many places as a car can take, or be paid for, and one without points.
    taken = [order[-1].position or 1 for order in orders if order]
    paid = [len(title.scale_for(session)) for title in season.titles for session in season.sessions]
    countback_rule = CountbackRule(max([len(season.entries), *taken, *paid]) + 1)
    qualifying = qualifying_by_last(season)
    titles = {title.slug: title for title in season.titles}
    return ByTitle(titles, lambda slug: _score_title(titles[slug], season, orders, qualifying, countback_rule))


def counting(season: Season, title: Title) -> frozenset[int]:
    """The sessions that count in a title: those with points to give, and those that an adjustment is counted from."""
    adjusted = {adjustment.after for adjustment in season.adjustments if adjustment.title == title.slug}
    with_bonus = qualifying_by_last(season) if title.bonus_fastest_qualifier else ()
    return frozenset(
        index
        for index, session in enumerate(season.sessions)
        if title.scale_for(session)
        or session.key in adjusted
        or index in with_bonus
        or (title.bonus_fastest_lap and session.kind == "race" and not session.gives_nothing)
    )


def _score_title(
    title: Title,
    season: Season,
    orders: list[list[ScoredLine]],
    qualifying: dict[int, list[Session]],
    countback_rule: CountbackRule,
) -> Standings:
    entrants = _entrants_by_event(title, season)
    adjustments: dict[str, list[Adjustment]] = defaultdict(list)
    for adjustment in season.adjustments:
        if adjustment.title == title.slug:
            adjustments[adjustment.after].append(adjustment)

    points: dict[str, Decimal] = {}
    countbacks: dict[str, int] = {}
    scores: dict[str, list[Decimal]] = defaultdict(list)
    table = TitleTable({}, {}, countback_rule)
    tables, awards_by_session = [], []
    for index, session in enumerate(season.sessions):
        awards = session_awards(title, session, orders[index], qualifying.get(index, ()))
        arrivals = [name for name in entrants.pop(session.event, ()) if name not in points]
        adjusted = adjustments.get(session.key, ())
        awards_by_session.append(tuple(awards))
        if awards or arrivals or adjusted:
            # The tables before have dicts of their own.
            points, countbacks = dict(points), dict(countbacks)
            for name in (*arrivals, *(adjustment.competitor for adjustment in adjusted)):
                points.setdefault(name, ZERO)
                countbacks.setdefault(name, 0)
            _add_session(title, session, awards, points, countbacks, scores, countback_rule)
            for adjustment in adjusted:
                points[adjustment.competitor] += adjustment.points
            table = TitleTable(points, countbacks, countback_rule)
        tables.append(table)
    everyone = tuple(sorted({title.competitor(entry) for entry in season.entries if title.admits(entry)}))
    return Standings(title, season, tuple(tables), tuple(awards_by_session), everyone, countback_rule)


def _add_session(
    title: Title,
    session: Session,
    awards: list[Award],
    points: dict[str, Decimal],
    countbacks: dict[str, int],
    scores: dict[str, list[Decimal]],
    countback_rule: CountbackRule,
) -> None:
    """Adds one session to the totals; under a best-scores rule the weakest score beyond the limit gives way."""
    for award in awards:
        points[award.competitor] += award.points
        if session.counts_back and award.kind == PLACE and award.place is not None:
            countbacks[award.competitor] += countback_rule.of_place(award.place)
    if title.best_scores is None:
        return
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for award in awards:
        totals[award.competitor] += award.points
    for competitor, total in totals.items():
        counted = scores[competitor]
        counted.append(total)
        if len(counted) > title.best_scores:
            weakest = min(counted)
            counted.remove(weakest)
            points[competitor] -= weakest


def _entrants_by_event(title: Title, season: Season) -> dict[str, list[str]]:
    """Who joins the table with each event: everyone with an entry in the title that is no wildcard's, zeros too."""
    entrants: dict[str, list[str]] = defaultdict(list)
    for entry in season.entries:
        if title.admits(entry):
            for event in entry.events:
                entrants[event].append(title.competitor(entry))
    return entrants


def _mark_dropped(scores: list[Score], best: int | None) -> list[Score]:
    """Under a best-scores rule the weakest do not count; of equal ones the later give way."""
    if best is None or len(scores) <= best:
        return scores
    counted = sorted(scores, key=lambda score: (-score.points, score.session))[:best]
    sessions = {score.session for score in counted}
    return [Score(score.session, score.awards, score.points, score.session in sessions) for score in scores]
