"""The title fight after a session as readers see it: the verdict, who can still win and what each needs, who is out.

All of it is worked out by championship.scoring; here it becomes words and lists. Every sentence stands whole, since it
is translated whole.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from championship.fight.needs import Needs
from championship.formats import MINUS, and_list, number_word, points_phrase, points_text
from championship.season.parts import DriverView, SessionView, TeamView, TitleView
from championship.season.view import SeasonView
from championship.tables.title import livery

COLUMNS = ("position", "competitor", "name", "points", "most_points", "can_win", "out_after")


@dataclass(frozen=True, slots=True)
class Contender:
    """A competitor who can still win: points, how far behind the leader, and what it needs, a sentence each."""

    competitor: DriverView | TeamView
    number: int | None
    colour: str
    team: TeamView | None
    points: Decimal
    gap: Decimal
    needs: list[str]

    @property
    def detail(self) -> str:
        """A driver's team."""
        return self.team.short_name if self.team else ""

    @property
    def behind(self) -> str:
        """−12; blank for the leader."""
        return f"{MINUS}{points_text(self.gap)}" if self.gap else ""


@dataclass(frozen=True, slots=True)
class PutOut:
    """Those whom one session put out of the fight, and the points left then."""

    session: SessionView
    left: Decimal
    names: list[str]

    @property
    def since(self) -> str:
        words = {"session": self.session.name, "place": self.session.event.where, "left": points_phrase(self.left)}
        if self.left:
            return _("Since %(session)s in %(place)s, with %(left)s left") % words
        return _("Since %(session)s in %(place)s") % words


class FightReport:
    """The fight for a title after a session, in words."""

    def __init__(self, season: SeasonView, title: TitleView, after: SessionView) -> None:
        self.season = season
        self.title = title
        self.after = after
        self.fight = season.fights[title.slug]
        self.chances = self.fight.chances(after.index)

    # The verdict

    def when(self) -> str:
        """Before an event where its sessions are the next to give points, else after a session."""
        if self.chances.left and (event := self.season.sessions[self.chances.left[0]].event).id != self.after.event.id:
            return _("Before %(place)s") % {"place": event.where}
        return _("After %(session)s") % {"session": self.after.with_place}

    def verdict(self) -> str:
        """Who has won it, or how many can still win it."""
        can_win = self.chances.can_win
        names = and_list(self.season.competitor(self.title, name).name for name in can_win)
        if len(can_win) == 1:
            return self._won(names)
        if not self.chances.left:
            if self.fight.is_official(self.after.index):
                text = _("%(names)s share the title, level on points and on every place counted.")
            else:
                text = _("%(names)s provisionally share the title, level on points and on every place counted.")
            return text % {"names": names}
        left = points_phrase(self.chances.points_left)
        if len(can_win) == len(self.chances.competitors):
            return _("everyone could still win the title, with %(left)s left.") % {"left": left}
        words = {"count": number_word(len(can_win), neuter=self.title.ranks_teams), "left": left}
        if self.title.ranks_teams:
            return ngettext(
                "%(count)s team could still win the title, with %(left)s left.",
                "%(count)s teams could still win the title, with %(left)s left.",
                len(can_win),
            ) % words  # fmt: skip
        return ngettext(
            "%(count)s driver could still win the title, with %(left)s left.",
            "%(count)s drivers could still win the title, with %(left)s left.",
            len(can_win),
        ) % words  # fmt: skip

    def _won(self, name: str) -> str:
        decided = self.fight.decided(self.after.index)
        if decided is None:
            standings = self.fight.standings
            if not standings.reconciled:
                return _("%(name)s is the only entrant of the title.") % {"name": name}
            return _(
                "%(name)s won the title; the record is complete only from %(session)s on, so it does not say when."
            ) % {"name": name, "session": self.season.sessions[standings.complete_from].with_place}
        session, left = self.season.sessions[decided], self.fight.chances(decided).points_left
        words = {"name": name, "session": session.with_place, "left": points_phrase(left)}
        if not self.fight.is_official(self.after.index):
            left = self.chances.points_left
            text = (
                _("%(name)s has provisionally won the title, with %(left)s left.")
                if left
                else _("%(name)s has provisionally won the title.")
            )
            return text % {"name": name, "left": points_phrase(left)}
        if session.id == self.after.id:
            return (
                _("%(name)s has won the title, with %(left)s left.") if left else _("%(name)s has won the title.")
            ) % words
        if not left:
            return _("%(name)s won the title in %(session)s, the last session with points.") % words
        return _("%(name)s won the title in %(session)s, with %(left)s left.") % words

    def expected(self) -> str:
        """Which events to come count with the sessions expected of them, since none of theirs is on record; empty where
        none does."""
        sessions = (self.season.sessions[index] for index in self.chances.left)
        names = {session.event.id: session.event.name for session in sessions if session.is_expected}
        if not names:
            return ""
        return _(
            "Nothing is on record yet of the sessions of %(events)s; they count with those that most events of the "
            "season have."
        ) % {"events": and_list(names.values())}

    # What each contender needs

    def contenders(self) -> list[Contender]:
        """Best first; empty once it is decided."""
        can_win = self.chances.can_win
        if len(can_win) < 2 or not self.chances.left:
            return []
        ahead = self.chances.has(can_win[0]).points
        needs = Needs(self.season, self.title, self.chances)
        contenders = []
        for name in can_win:
            number, colour, team = livery(self.season, self.title, name, self.after.index)
            points = self.chances.has(name).points
            contenders.append(
                Contender(
                    competitor=self.season.competitor(self.title, name),
                    number=number,
                    colour=colour,
                    team=team,
                    points=points,
                    gap=ahead - points,
                    needs=list(needs.sentences(name)),
                )
            )
        return contenders

    # Who is out

    def out(self) -> list[PutOut]:
        """By the session that put them out, the latest first."""
        by_session: dict[int, list[str]] = {}
        for name, since in self.fight.out(self.after.index).items():
            by_session.setdefault(since, []).append(name)
        put_out = []
        for since in sorted(by_session, reverse=True):
            names = sorted(by_session[since], key=lambda name: (self.chances.has(name), name), reverse=True)
            called = [self.season.called(self.title, name) for name in names]
            put_out.append(PutOut(self.season.sessions[since], self.fight.chances(since).points_left, called))
        return put_out

    def data(self) -> list[dict[str, object]]:
        """Everybody in the title as plain values, for JSON and CSV; keys are COLUMNS."""
        out = self.fight.out(self.after.index)
        table = self.season.standings[self.title.slug].tables[self.after.index]
        return [
            {
                "position": row.position,
                "competitor": row.competitor,
                "name": self.season.competitor(self.title, row.competitor).name,
                "points": row.points,
                "most_points": self.chances.most(row.competitor).points,
                "can_win": row.competitor in self.chances.can_win,
                "out_after": self._key(out.get(row.competitor)),
            }
            for row in table.rows
        ]

    def _key(self, index: int | None) -> str | None:
        return None if index is None else self.season.sessions[index].key
