"""One pass over a season gives every title's table after every session."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, partial
from itertools import pairwise

from championship.scoring.countback import Countback, Lead, why_ahead
from championship.scoring.fight import Fight
from championship.scoring.records import RECONCILIATION, Adjustment, Line, Season, Session, Title
from championship.scoring.titles import PLACE, ZERO, Share, placed, session_shares


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table. `shared` says that another competitor has the same position (printed =3)."""

    position: int
    shared: bool
    competitor: str
    points: Decimal
    countback: int


@dataclass(frozen=True, slots=True)
class Score:
    """What one session gave a competitor. `counted` is false for a score dropped under a best-scores rule."""

    session: int
    shares: tuple[Share, ...]
    points: Decimal
    counted: bool = True


class Table:
    """A title's table after one session."""

    def __init__(self, points: dict[str, Decimal], countbacks: dict[str, int], reader: Countback) -> None:
        self._points = points
        self._countbacks = countbacks
        self._reader = reader

    def __len__(self) -> int:
        return len(self._points)

    def __contains__(self, competitor: object) -> bool:
        return competitor in self._points

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Best first. Level on points and countback is the same position; the next one is skipped."""
        return tuple(self._ranked())

    @cached_property
    def by_competitor(self) -> dict[str, Row]:
        return {row.competitor: row for row in self.rows}

    def points_of(self, competitor: str) -> Decimal | None:
        """None for one who is not in the table yet."""
        return self._points.get(competitor)

    @property
    def competitors(self) -> Collection[str]:
        return self._points.keys()

    def total_of(self, competitor: str) -> tuple[Decimal, int]:
        """Points and countback; nothing for one who is not in the table yet."""
        return self._points.get(competitor, ZERO), self._countbacks.get(competitor, 0)

    @cached_property
    def most_points(self) -> Decimal:
        return max(self._points.values(), default=ZERO)

    def wins(self, row: Row) -> int:
        return self._reader.count(row.countback, 1)

    def podiums(self, row: Row) -> int:
        return self._reader.podiums(row.countback)

    def ties(self) -> Iterator[tuple[Row, Row, Lead | None]]:
        """Neighbours level on points above zero, with the reason for their order; None where they share the place."""
        for ahead, behind in pairwise(self.rows):
            if ahead.points == behind.points and ahead.points:
                yield ahead, behind, why_ahead(self._reader, ahead.countback, behind.countback)

    def _ranked(self) -> Iterator[Row]:
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
            yield Row(position, shared, name, *keys[index])


@dataclass(frozen=True)
class Standings:
    """A title's tables: `tables[i]` is the one after `season.sessions[i]`."""

    title: Title
    season: Season
    tables: tuple[Table, ...]
    shares: tuple[tuple[Share, ...], ...]
    entrants: tuple[str, ...]
    _reader: Countback = field(repr=False)

    @property
    def awarded(self) -> bool:
        """Whether enough entrants take part for the title to be given."""
        return self.title.minimum_entrants is None or len(self.entrants) >= self.title.minimum_entrants

    @cached_property
    def given(self) -> tuple[dict[str, Decimal], ...]:
        """What each session gave, by competitor; adjustments aside."""
        found = []
        for shares in self.shares:
            points: dict[str, Decimal] = {}
            for share in shares:
                points[share.competitor] = points.get(share.competitor, ZERO) + share.points
            found.append(points)
        return tuple(found)

    @cached_property
    def adjustments(self) -> tuple[Adjustment, ...]:
        return tuple(one for one in self.season.adjustments if one.title == self.title.slug)

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
        found: dict[str, int] = {}
        for one in self.adjustments:
            if one.kind == RECONCILIATION:
                # What is still to be reconciled may wait for a session that is not on the calendar yet.
                after = index.get(one.after, len(self.season.sessions))
                found[one.competitor] = min(after, found.get(one.competitor, after))
        return found

    def on_record_so_far(self, after: int, competitor: str | None = None) -> bool:
        """Whether the table after a session, or one competitor's line in it, falls short of what was published."""
        if not self.reconciled:
            return False
        if competitor is None:
            return after < self.complete_from
        return competitor not in self.reconciled or after < self.reconciled[competitor]

    def is_told(self, after: int) -> bool:
        """Whether the table after a session is one to draw conclusions from: a leader, an order, a chart."""
        return self.awarded and not self.on_record_so_far(after)

    def scores(self, competitor: str, after: int) -> list[Score]:
        """Every session up to `after` that counted for the competitor, in running order."""
        found = []
        for index in range(after + 1):
            shares = tuple(share for share in self.shares[index] if share.competitor == competitor)
            if shares:
                found.append(Score(index, shares, sum((share.points for share in shares), ZERO)))
        return _mark_dropped(found, self.title.best_scores)

    def adjustments_of(self, competitor: str, after: int) -> list[Adjustment]:
        keys = {session.key for session in self.season.sessions[: after + 1]}
        return [one for one in self.adjustments if one.competitor == competitor and one.after in keys]

    @cached_property
    def fight(self) -> Fight:
        """Who has won the title, who can still win it, and what each of them needs."""
        return Fight(self, self._reader, frozenset(_qualifying_by_last(self.season)))

    @cached_property
    def latest(self) -> int | None:
        """The last session with a classification, None before the first."""
        indexes = [index for index, session in enumerate(self.season.sessions) if session.lines is not None]
        return indexes[-1] if indexes else None


class _WhenAsked(Mapping[str, Standings]):
    """Every title's standings, by its slug; each is worked out when it is first asked for."""

    def __init__(self, work: dict[str, Callable[[], Standings]]) -> None:
        self._work = work
        self._found: dict[str, Standings] = {}

    def __getitem__(self, slug: str) -> Standings:
        if slug not in self._found:
            self._found[slug] = self._work[slug]()
        return self._found[slug]

    def __iter__(self) -> Iterator[str]:
        return iter(self._work)

    def __len__(self) -> int:
        return len(self._work)


def score(season: Season) -> Mapping[str, Standings]:
    """The standings of every title, by its slug: one pass over the season for each that is asked for."""
    orders = [placed(session) for session in season.sessions]
    # As many places as a car can take, or be paid for, and one without points.
    taken = [order[-1].position or 1 for order in orders if order]
    paid = [len(title.scale_for(session)) for title in season.titles for session in season.sessions]
    reader = Countback(max([len(season.entries), *taken, *paid]) + 1)
    qualifying = _qualifying_by_last(season)
    return _WhenAsked(
        {title.slug: partial(_score_title, title, season, orders, qualifying, reader) for title in season.titles}
    )


def counting(season: Season, title: Title) -> frozenset[int]:
    """The sessions that count in a title: those with points to give, and those that an adjustment is counted from."""
    adjusted = {one.after for one in season.adjustments if one.title == title.slug}
    with_bonus = _qualifying_by_last(season) if title.bonus_fastest_qualifier else ()
    return frozenset(
        index
        for index, session in enumerate(season.sessions)
        if title.scale_for(session)
        or session.key in adjusted
        or index in with_bonus
        or (title.bonus_fastest_lap and session.kind == "race" and not session.cancelled)
    )


def _score_title(
    title: Title, season: Season, orders: list[list[Line]], qualifying: dict[int, list[Session]], reader: Countback
) -> Standings:
    entrants = _entrants_by_event(title, season)
    adjustments: dict[str, list[Adjustment]] = defaultdict(list)
    for adjustment in season.adjustments:
        if adjustment.title == title.slug:
            adjustments[adjustment.after].append(adjustment)

    points: dict[str, Decimal] = {}
    countbacks: dict[str, int] = {}
    scores: dict[str, list[Decimal]] = defaultdict(list)
    table = Table({}, {}, reader)
    tables, all_shares = [], []
    for index, session in enumerate(season.sessions):
        shares = session_shares(title, session, orders[index], qualifying.get(index, ()))
        arrivals = [name for name in entrants.pop(session.event, ()) if name not in points]
        changes = adjustments.get(session.key, ())
        all_shares.append(tuple(shares))
        if shares or arrivals or changes:
            # The tables before keep their own state.
            points, countbacks = dict(points), dict(countbacks)
            for name in (*arrivals, *(change.competitor for change in changes)):
                points.setdefault(name, ZERO)
                countbacks.setdefault(name, 0)
            _add(title, session, shares, points, countbacks, scores, reader)
            for change in changes:
                points[change.competitor] += change.points
            table = Table(points, countbacks, reader)
        tables.append(table)
    everyone = tuple(sorted({title.competitor(entry) for entry in season.entries if title.admits(entry)}))
    return Standings(title, season, tuple(tables), tuple(all_shares), everyone, reader)


def _add(
    title: Title,
    session: Session,
    shares: list[Share],
    points: dict[str, Decimal],
    countbacks: dict[str, int],
    scores: dict[str, list[Decimal]],
    reader: Countback,
) -> None:
    """Adds one session to the totals; under a best-scores rule the weakest score beyond the limit gives way."""
    for share in shares:
        points[share.competitor] += share.points
        if session.kind == "race" and share.what == PLACE and share.place is not None:
            countbacks[share.competitor] += reader.one(share.place)
    if title.best_scores is None:
        return
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for share in shares:
        totals[share.competitor] += share.points
    for competitor, total in totals.items():
        kept = scores[competitor]
        kept.append(total)
        if len(kept) > title.best_scores:
            weakest = min(kept)
            kept.remove(weakest)
            points[competitor] -= weakest


def _entrants_by_event(title: Title, season: Season) -> dict[str, list[str]]:
    """Who joins the table with each event: everyone with an entry in the title that is no wildcard's, zeros too."""
    found: dict[str, list[str]] = defaultdict(list)
    for entry in season.entries:
        if title.admits(entry):
            for event in entry.events:
                found[event].append(title.competitor(entry))
    return found


def _qualifying_by_last(season: Season) -> dict[int, list[Session]]:
    """An event's qualifying sessions, by the index of the last of them."""
    by_event: dict[str, list[int]] = defaultdict(list)
    for index, session in enumerate(season.sessions):
        if session.kind == "qualifying" and not session.cancelled:
            by_event[session.event].append(index)
    return {indexes[-1]: [season.sessions[index] for index in indexes] for indexes in by_event.values()}


def _mark_dropped(scores: list[Score], best: int | None) -> list[Score]:
    """Under a best-scores rule the weakest do not count; of equal ones the later give way."""
    if best is None or len(scores) <= best:
        return scores
    kept = sorted(scores, key=lambda score: (-score.points, score.session))[:best]
    sessions = {score.session for score in kept}
    return [Score(one.session, one.shares, one.points, one.session in sessions) for one in scores]
