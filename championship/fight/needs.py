"""What each contender for a title needs, in sentences.

All of it is worked out by championship.scoring; here it becomes words. Every sentence stands whole, since it is
translated whole.
"""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from championship.formats import number_word, ordinal_word, points_phrase, points_text
from championship.scoring import Chances, Condition
from championship.season.parts import SessionView, TitleView
from championship.season.view import SeasonView
from championship.why.ties import countback_reason

# How many of the places that would do get a sentence.
MOST_CONDITIONS = 3


class Needs:
    """The sentences of all who can still win a title, as their chances are."""

    def __init__(self, season: SeasonView, title: TitleView, chances: Chances) -> None:
        self.season = season
        self.title = title
        self.chances = chances

    def sentences(self, name: str) -> Iterator[str]:
        """What a contender needs, against the best placed of the others."""
        rival = next(other for other in self.chances.can_win if other != name)
        if self.chances.has(name) > self.chances.has(rival):
            yield from self._to_stay_ahead(name)
        else:
            yield from self._to_catch(name, rival)

    def _to_stay_ahead(self, name: str) -> Iterator[str]:
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

    def _to_catch(self, name: str, rival: str) -> Iterator[str]:
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

    def _called(self, name: str) -> str:
        return self.season.called(self.title, name)

    def _session(self, session: SessionView) -> str:
        """A session to come, with its place where that is not the one of the next session."""
        following = self.season.sessions[self.chances.left[0]]
        return session.name if session.event.id == following.event.id else session.with_place

    def _is_whole(self, gap: Decimal) -> bool:
        """Whether one point more is the least that can be more."""
        rules = self.title.rules
        sessions = [self.chances.stakes.sessions[index] for index in self.chances.left]
        scales = [points for session in sessions for points in rules.scale_for(session)]
        bonuses = [bonus for bonus in (rules.bonus_fastest_lap, rules.bonus_fastest_qualifier) if bonus is not None]
        return all(points == points.to_integral_value() for points in (gap, *scales, *bonuses))


def _wins(wins: int) -> str:
    if not wins:
        return pgettext("wins", "none")
    return ngettext("%(count)s win", "%(count)s wins", wins) % {"count": number_word(wins)}
