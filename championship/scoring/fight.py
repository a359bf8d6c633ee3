"""The fight for a title, from the first session to the last: who could win it when, who has won it, and since when.

Where the record falls short of what was published (`Standings.complete_from`) nothing is claimed.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from championship.scoring.by_title import ByTitle
from championship.scoring.chances import Chances
from championship.scoring.stakes import TitleStakes
from championship.scoring.standings import Standings, score


class Fight:
    """A title's fight. Sessions are known by their index."""

    def __init__(self, standings: Standings) -> None:
        self.standings = standings
        self.stakes = TitleStakes(standings)
        self._chances: dict[int, Chances] = {}

    def chances(self, after: int) -> Chances:
        """Everybody's, as they stand after a session."""
        # A session without a classification leaves everything as it was before.
        sessions = self.stakes.sessions
        while after > 0 and sessions[after].lines is None and sessions[after].key not in self._adjusted:
            after -= 1
        if after not in self._chances:
            self._chances[after] = Chances(self.stakes, after)
        return self._chances[after]

    def champion(self, after: int) -> str | None:
        """Who alone can win after a session; None while more can, for a title that is not awarded, and where the
        record falls short."""
        if not self.standings.is_conclusive(after):
            return None
        can_win = self.chances(after).can_win
        return can_win[0] if len(can_win) == 1 else None

    def decided(self, after: int) -> int | None:
        """The session since which, seen from `after`, only one can win; None while more can.

        None too for a title that is not awarded or has one entrant, and where the record begins with the title out of
        reach: it does not say since when.
        """
        first = self.standings.complete_from
        if not self.standings.awarded or len(self.stakes.competitors) < 2 or after < first:
            return None
        champions = self.chances(after).can_win
        if len(champions) != 1:
            return None
        since = after
        while since > first and self.chances(since - 1).can_win == champions:
            since -= 1
        return None if self.standings.reconciled and since == first else since

    @cached_property
    def decided_after(self) -> int | None:
        """The same as things stand."""
        latest = self.standings.latest
        return None if latest is None else self.decided(latest)

    def is_official(self, after: int) -> bool:
        """Whether who can win after a session is what the official classifications alone say: then nothing that is
        provisional or under investigation can make a champion of somebody else."""
        if all(session.official for session in self.stakes.sessions[: after + 1]):
            return True
        return set(self._by_official.chances(after).can_win) == set(self.chances(after).can_win)

    @cached_property
    def _by_official(self) -> "Fight":
        """The fight as if what is not official were still to be run."""
        season, slug = self.standings.season, self.standings.title.slug
        sessions = [session if session.official else replace(session, lines=None) for session in season.sessions]
        return Fight(score(replace(season, sessions=tuple(sessions)))[slug])

    def out(self, after: int) -> dict[str, int]:
        """Those who can no longer win, with the session that put them out; without those who are out where the record
        begins: it does not say since when."""
        since: dict[str, int] = {}
        first = self.standings.complete_from
        for session in range(first, after + 1):
            chances = self.chances(session)
            for name in chances.competitors:
                if name in chances.can_win:
                    since.pop(name, None)
                else:
                    since.setdefault(name, session)
        return {name: session for name, session in since.items() if session > first or not self.standings.reconciled}

    @cached_property
    def _adjusted(self) -> frozenset[str]:
        return frozenset(adjustment.after for adjustment in self.standings.adjustments)


def fights(standings: Mapping[str, Standings]) -> Mapping[str, Fight]:
    """Every title's fight, by its slug."""
    return ByTitle(standings, lambda slug: Fight(standings[slug]))
