"""How many could still win a title after each session, and the session that its page opens after."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.utils.translation import gettext as _

from championship.formats import points_phrase
from championship.season.parts import EventView, SessionView, TitleView
from championship.season.view import SeasonView


@dataclass(frozen=True, slots=True)
class ContenderCount:
    """How many could still win after a session, and the points left then."""

    session: SessionView
    number: int
    left: Decimal

    @property
    def moment(self) -> str:
        """What the number alone does not say to those who hear it; it follows the number at once."""
        return _(", after %(session)s, with %(left)s left") % {
            "session": self.session.name,
            "left": points_phrase(self.left),
        }


@dataclass(frozen=True, slots=True)
class CountTable:
    """The counts with a row an event and a column a kind of session; None where an event had none of that kind.

    below: the counts after sessions of a kind that fewer than half of the events had.
    """

    columns: list[str]
    rows: list[tuple[EventView, list[ContenderCount | None]]]
    below: list[ContenderCount]


def opens_after(season: SeasonView, title: TitleView) -> SessionView | None:
    """The session that the page opens after: the latest that counts, or once the season is over the last one before the
    event in which the title was decided. None before the first classification."""
    latest = season.last_counted(title, season.latest)
    decided_after = season.fights[title.slug].decided_after
    if latest is None or decided_after is None or not season.is_over:
        return latest
    before = season.sessions[decided_after].event.sessions[0].index - 1
    earlier = [session for session in fight_sessions(season, title) if session.index <= before]
    return earlier[-1] if earlier else latest


def fight_sessions(season: SeasonView, title: TitleView) -> list[SessionView]:
    """The sessions after which who can still win is known: those that gave points, from where the record is
    complete."""
    standings = season.standings[title.slug]
    if not standings.awarded or title.is_without_figures:
        return []
    giving = set(season.fights[title.slug].stakes.giving)
    return [
        session
        for session in season.sessions
        if session.index in giving
        and session.id in season.classifications
        and not standings.on_record_so_far(session.index)
    ]


def contender_counts(season: SeasonView, title: TitleView) -> list[ContenderCount]:
    """One after each session so far."""
    fight = season.fights[title.slug]
    counts = []
    for session in fight_sessions(season, title):
        chances = fight.chances(session.index)
        counts.append(ContenderCount(session, len(chances.can_win), chances.points_left))
    return counts


def counts_by_event(counts: Sequence[ContenderCount]) -> CountTable:
    """counts: in running order."""
    by_event = [
        (event, {count.session.code: count for count in of_event})
        for event, of_event in groupby(counts, lambda count: count.session.event)
    ]
    events_with = Counter(count.session.code for count in counts)
    is_race = {count.session.code: count.session.is_race for count in counts}
    columns = sorted(
        (code for code in events_with if 2 * events_with[code] >= len(by_event)), key=lambda code: (is_race[code], code)
    )
    return CountTable(
        columns,
        [(event, [by_code.get(code) for code in columns]) for event, by_code in by_event],
        [count for count in counts if count.session.code not in columns],
    )
