"""The title fight as readers see it: the verdict, what each contender needs, who is out, and how many were in it when.

All of it is worked out by scoring.fight; here it becomes words and lists. Every sentence stands whole, since it is
translated whole.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from championship.formats import and_list, number_word, ordinal_word, points_phrase, points_text
from championship.scoring import Chances, Condition, Fight
from championship.season.parts import DriverView, EventView, SessionView, TeamView, TitleView
from championship.season.view import SeasonView
from championship.tables.title import livery
from championship.why.ties import countback_reason

COLUMNS = ("position", "competitor", "name", "points", "most_points", "can_win", "out_after")
# How many of the places that would do are told.
MOST_CONDITIONS = 3


@dataclass(frozen=True, slots=True)
class Contender:
    """One who can still win: points, how far behind the leader, and what it needs, a sentence a line.

    is_listed: the table then has a line of it; who first enters later has none.
    """

    competitor: DriverView | TeamView
    number: int | None
    colour: str
    team: TeamView | None
    points: Decimal
    gap: Decimal
    is_listed: bool
    needs: list[str]


@dataclass(frozen=True, slots=True)
class Out:
    """Those whom one session put out, and the points left then."""

    session: SessionView
    left: Decimal
    names: list[str]


@dataclass(frozen=True, slots=True)
class Count:
    """How many could still win after a session, and the points left then."""

    session: SessionView
    number: int
    left: Decimal


def opens_after(season: SeasonView, title: TitleView) -> SessionView | None:
    """The session that the page opens after: the latest that counts, or once the season is over the last one before the
    event in which the title was decided. None before the first classification."""
    latest = season.last_counted(title, season.latest)
    fight = season.fights[title.slug]
    if latest is None or fight.decided_after is None or not season.is_over:
        return latest
    before = season.sessions[fight.decided_after].event.sessions[0].index - 1
    known = [one for one in told_after(season, title) if one.index <= before]
    return known[-1] if known else latest


def told_after(season: SeasonView, title: TitleView) -> list[SessionView]:
    """The sessions after which the fight is told: those that gave points, from where the record is complete."""
    standings = season.standings[title.slug]
    if not standings.awarded:
        return []
    giving = set(season.fights[title.slug].stakes.giving)
    return [
        session
        for session in season.sessions
        if session.index in giving
        and session.id in season.classifications
        and not standings.on_record_so_far(session.index)
    ]


def counts(season: SeasonView, title: TitleView) -> list[Count]:
    """How many could still win after each session so far."""
    fight = season.fights[title.slug]
    return [
        Count(session, len(fight.chances(session.index).can_win), fight.chances(session.index).points_left)
        for session in told_after(season, title)
    ]


@dataclass(frozen=True, slots=True)
class CountTable:
    """The counts with a line an event and a column a kind of session; None where an event had none of that kind.

    below: the counts after sessions of a kind that fewer than half of the events had.
    """

    columns: list[str]
    rows: list[tuple[EventView, list[Count | None]]]
    below: list[Count]


def counts_by_event(counted: list[Count]) -> CountTable:
    by_event = [
        (event, {one.session.code: one for one in of_event})
        for event, of_event in groupby(counted, lambda one: one.session.event)
    ]
    filled = Counter(one.session.code for one in counted)
    races = {one.session.code: one.session.is_race for one in counted}
    columns = sorted(
        (code for code in filled if 2 * filled[code] >= len(by_event)), key=lambda code: (races[code], code)
    )
    return CountTable(
        columns,
        [(event, [found.get(code) for code in columns]) for event, found in by_event],
        [one for one in counted if one.session.code not in columns],
    )


class Telling:
    """The fight for a title after a session, in words."""

    def __init__(self, season: SeasonView, title: TitleView, after: SessionView) -> None:
        self.season = season
        self.title = title
        self.after = after
        self.fight: Fight = season.fights[title.slug]
        self.chances: Chances = self.fight.chances(after.index)

    # The verdict

    def when(self) -> str:
        """The moment: before an event where its sessions are the next to give points, else after a session."""
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
            return _("%(names)s share the title, level on points and on every place counted.") % {"names": names}
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
        if session.id == self.after.id:
            return (
                _("%(name)s has won the title, with %(left)s left.") if left else _("%(name)s has won the title.")
            ) % words
        if not left:
            return _("%(name)s won the title in %(session)s, the last session with points.") % words
        return _("%(name)s won the title in %(session)s, with %(left)s left.") % words

    def expected(self) -> list[EventView]:
        """The events to come that count with the sessions expected of them: none of theirs is on record."""
        sessions = (self.season.sessions[index] for index in self.chances.left)
        return list({one.event.id: one.event for one in sessions if one.is_expected}.values())

    # What each contender needs

    def contenders(self) -> list[Contender]:
        """Best first; empty once it is decided."""
        can_win = self.chances.can_win
        if len(can_win) < 2 or not self.chances.left:
            return []
        ahead = self.chances.has(can_win[0]).points
        table = self.season.standings[self.title.slug].tables[self.after.index]
        found = []
        for name in can_win:
            number, colour, team = livery(self.season, self.title, name, self.after.index)
            points = self.chances.has(name).points
            is_listed = name in table.by_competitor
            competitor = self.season.competitor(self.title, name)
            found.append(
                Contender(competitor, number, colour, team, points, ahead - points, is_listed, list(self._needs(name)))
            )
        return found

    def _needs(self, name: str) -> Iterator[str]:
        rival = next(one for one in self.chances.can_win if one != name)
        if self.chances.has(name) > self.chances.has(rival):
            yield from self._needs_of_leader(name)
        else:
            yield from self._needs_to_catch(name, rival)

    def _needs_of_leader(self, name: str) -> Iterator[str]:
        following = self.season.sessions[self.chances.left[0]]
        words = {"name": self._called(name), "session": self._session(following)}
        earliest = self.chances.earliest(name)
        if earliest is not None and earliest != following.index:
            words["session"] = self._session(self.season.sessions[earliest])
            yield _("%(name)s can win the title in %(session)s at the earliest.") % words
        elif earliest is not None and not self.title.ranks_teams:
            place = self.chances.clinching_place(name, following.index)
            if place is None:
                yield _(
                    "%(name)s can win the title in %(session)s, though first place there is not enough without the "
                    "others losing points."
                ) % words  # fmt: skip
            else:
                yield self._clinches(place, words)
        elif earliest is not None:
            yield _("%(name)s can win the title in %(session)s.") % words
        yield from self._enough(name)

    def _clinches(self, place: int, words: dict[str, str]) -> str:
        if place == 1:
            return _("%(name)s wins the title in %(session)s by finishing first, whatever the others do.") % words
        words["place"] = ordinal_word(place)
        return (
            _("%(name)s wins the title in %(session)s by finishing %(place)s or better, whatever the others do.")
            % words
        )

    def _enough(self, name: str) -> Iterator[str]:
        """The points that are enough, where they can be scored."""
        enough = self.chances.enough(name)
        if enough is None:
            return
        words = {"name": self._called(name), "left": points_phrase(self.chances.points_left)}
        if not self._is_whole(enough.short):
            words["points"] = points_text(enough.short)
            yield _("More than %(points)s of the %(left)s left are enough, whatever the others do.") % words
            return
        more = enough.short + 1
        words["points"] = points_text(more)
        if enough.rival and enough.tie_break:
            words |= {"rival": self._called(enough.rival), "reason": countback_reason(enough.tie_break)}
            yield ngettext(
                "%(points)s of the %(left)s left is enough, whatever the others do: %(rival)s can then only draw "
                "level, and %(name)s is ahead with %(reason)s.",
                "%(points)s of the %(left)s left are enough, whatever the others do: %(rival)s can then only draw "
                "level, and %(name)s is ahead with %(reason)s.",
                1 if more == 1 else 2,
            ) % words  # fmt: skip
        else:
            yield ngettext(
                "%(points)s of the %(left)s left is enough, whatever the others do.",
                "%(points)s of the %(left)s left are enough, whatever the others do.",
                int(more),
            ) % words  # fmt: skip

    def _needs_to_catch(self, name: str, rival: str) -> Iterator[str]:
        has, theirs = self.chances.has(name), self.chances.has(rival)
        if len(self.chances.left) == 1 and not self.title.ranks_teams:
            for condition in self.chances.conditions(name, rival)[:MOST_CONDITIONS]:
                yield self._condition(name, rival, condition)
            return
        if self.chances.most(name).points == theirs.points and has.points < theirs.points:
            yield self._only_level(name, rival)
        elif has.points == theirs.points:
            yield self._level_now(name, rival)
        else:
            yield self._behind(name, rival)
            yield self._wins_decide(name, rival)
        if not self.title.ranks_teams:
            yield from self._next_session(name, rival)

    def _behind(self, name: str, rival: str) -> str:
        """The points to make up."""
        gap = self.chances.has(rival).points - self.chances.has(name).points
        words = {"name": self._called(name), "rival": self._called(rival), "level": points_text(gap)}
        if self._is_whole(gap):
            words["more"] = points_phrase(gap + 1)
            text = _("%(name)s has to outscore %(rival)s by %(more)s; by %(level)s they end level.")
        else:
            words["more"] = points_phrase(gap)
            text = _("%(name)s has to outscore %(rival)s by more than %(more)s; by just that they end level.")
        return text % words

    def _wins_decide(self, name: str, rival: str) -> str:
        """What decides between the two if they end level, and how that stands."""
        own, theirs = self.chances.wins(self.chances.has(name)), self.chances.wins(self.chances.has(rival))
        words = {"name": self._called(name), "rival": self._called(rival), "own": _wins(own), "theirs": _wins(theirs)}
        if not own and not theirs:
            return _("Level, the wins decide: so far neither has one.")
        if own == theirs:
            return _("Level, the wins decide: so far each has %(own)s.") % words
        if theirs:
            words["own"] = number_word(own) if own else _wins(own)
        return _("Level, the wins decide: so far %(rival)s has %(theirs)s, %(name)s %(own)s.") % words

    def _only_level(self, name: str, rival: str) -> str:
        most, theirs = self.chances.most(name), self.chances.has(rival)
        tie_break = self.chances.tie_break(most, theirs)
        words = {
            "name": self._called(name),
            "rival": self._called(rival),
            "left": points_phrase(self.chances.points_left),
            "points": points_text(most.points),
            "reason": tie_break and countback_reason(tie_break),
        }
        if tie_break is None:
            return _(
                "%(name)s can only draw level: with all of the %(left)s left, and none for %(rival)s, both have "
                "%(points)s and share the title."
            ) % words  # fmt: skip
        return _(
            "%(name)s can only draw level: with all of the %(left)s left, and none for %(rival)s, both have %(points)s "
            "and %(name)s is ahead with %(reason)s."
        ) % words  # fmt: skip

    def _level_now(self, name: str, rival: str) -> str:
        tie_break = self.chances.tie_break(self.chances.has(rival), self.chances.has(name))
        words = {
            "name": self._called(name),
            "rival": self._called(rival),
            "reason": tie_break and countback_reason(tie_break),
        }
        if tie_break is None:
            return _(
                "%(name)s and %(rival)s are level in everything: who scores more is ahead, and with as many the wins "
                "decide."
            ) % words  # fmt: skip
        return _(
            "%(name)s is level with %(rival)s, who is ahead with %(reason)s: who scores more is ahead, and with as "
            "many the wins decide."
        ) % words  # fmt: skip

    def _next_session(self, name: str, rival: str) -> Iterator[str]:
        """Which places in the next session put the contender out: its own, and the leader's."""
        session = self.season.sessions[self.chances.left[0]]
        words = {"name": self._called(name), "rival": self._called(rival), "session": self._session(session)}
        keeping = self.chances.keeping_place(name, session.index)
        if keeping == 1:
            yield _("%(name)s is out after %(session)s without first place there.") % words
        elif keeping:
            words["place"] = ordinal_word(keeping)
            yield _("%(name)s is out after %(session)s with less than %(place)s place there.") % words
        ousting = self.chances.ousting_place(name, rival, session.index)
        if ousting == 1:
            yield _("If %(rival)s finishes first in %(session)s, %(name)s is out.") % words
        elif ousting == self.chances.places(session.index):
            yield _("If %(rival)s scores at all in %(session)s, %(name)s is out.") % words
        elif ousting:
            words["place"] = ordinal_word(ousting)
            yield _("If %(rival)s finishes %(place)s or better in %(session)s, %(name)s is out.") % words

    def _condition(self, name: str, rival: str, condition: Condition) -> str:
        """What a place in the last session is worth against the leader."""
        session = self.season.sessions[self.chances.left[0]]
        words = {
            "name": self._called(name),
            "rival": self._called(rival),
            "session": self._session(session),
            "place": capfirst(ordinal_word(condition.place)),
            "other": ordinal_word(condition.rival_place) if condition.rival_place else "",
            "reason": condition.tie_break and countback_reason(condition.tie_break),
        }
        if condition.rival_place is None:
            return _(
                "%(place)s in %(session)s puts %(name)s ahead of %(rival)s only if %(rival)s scores nothing there."
            ) % words  # fmt: skip
        if (
            condition.rival_place == (2 if condition.place == 1 else 1)
            and not condition.tie_break
            and not condition.shared
        ):
            return _("%(place)s in %(session)s puts %(name)s ahead of %(rival)s, wherever %(rival)s finishes.") % words
        if condition.shared:
            return _(
                "%(place)s in %(session)s puts %(name)s ahead of %(rival)s if %(rival)s finishes lower than %(other)s; "
                "with %(rival)s %(other)s they are level in everything."
            ) % words  # fmt: skip
        if condition.tie_break:
            return _(
                "%(place)s in %(session)s puts %(name)s ahead of %(rival)s if %(rival)s finishes %(other)s or lower: "
                "at %(other)s they are level, and %(name)s is ahead with %(reason)s."
            ) % words  # fmt: skip
        return _(
            "%(place)s in %(session)s puts %(name)s ahead of %(rival)s if %(rival)s finishes %(other)s or lower."
        ) % words  # fmt: skip

    # Who is out

    def out(self) -> list[Out]:
        """By the session that put them out, the latest first."""
        by_session: dict[int, list[str]] = {}
        for name, since in self.fight.out(self.after.index).items():
            by_session.setdefault(since, []).append(name)
        found = []
        for since in sorted(by_session, reverse=True):
            names = sorted(by_session[since], key=lambda name: (self.chances.has(name), name), reverse=True)
            called = [self._called(name) for name in names]
            found.append(Out(self.season.sessions[since], self.fight.chances(since).points_left, called))
        return found

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

    def _called(self, name: str) -> str:
        return self.season.called(self.title, name)

    def _session(self, session: SessionView) -> str:
        """A session to come, with its place where that is not the one of the next session."""
        following = self.season.sessions[self.chances.left[0]]
        return session.name if session.event.id == following.event.id else session.with_place

    def _is_whole(self, gap: Decimal) -> bool:
        """Whether one point more is the least that can be more."""
        rules = self.title.rules
        scales = [point for index in self.chances.left for point in rules.scale_for(self.fight.stakes.sessions[index])]
        bonuses = [one for one in (rules.bonus_fastest_lap, rules.bonus_fastest_qualifier) if one is not None]
        return all(one == one.to_integral_value() for one in (gap, *scales, *bonuses))


def _wins(wins: int) -> str:
    if not wins:
        return pgettext("wins", "none")
    return ngettext("%(count)s win", "%(count)s wins", wins) % {"count": number_word(wins)}
