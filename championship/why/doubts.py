"""What is not certain of a season, worked out from its results: scoring places that have no one in them, and lines
that are doubtful themselves; and who could change places.
"""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from championship.formats import and_list, ordinal, plain_number, points_phrase, points_text
from championship.rules import PLACE_NOT_ON_RECORD, places_of
from championship.scoring import DoubtfulLine, OpenPlace, doubtful
from championship.season.parts import ResultView, SessionView, TitleView
from championship.season.view import SeasonView
from championship.why.reasons import drivers_of

# Took part, and the place is not on record.


class Doubt(NamedTuple):
    """A place that pays and has no one in it, or the doubtful one of a `line`. drivers: who could have the open one."""

    session: SessionView
    place: int
    points: Decimal
    line: ResultView | None = None
    drivers: frozenset[str] = frozenset()

    @property
    def sentence(self) -> str:
        """To stand after the session's name, or with a capital alone."""
        words = {"place": ordinal(self.place), "points": points_phrase(self.points)}
        if self.line is None:
            return _("who was %(place)s, for %(points)s, is not on record.") % words
        words["name"] = self.line.driver.name
        if not self.points:
            return _("%(place)s for %(name)s is doubtful.") % words
        return _("%(place)s for %(name)s, with %(points)s, is doubtful.") % words

    @property
    def data(self) -> dict[str, object]:
        """As files have it: driver is null for a place that has no one in it."""
        return {
            "session": self.session.key,
            "position": self.place,
            "driver": self.line and self.line.driver.slug,
            "points": plain_number(self.points),
        }


@dataclass(frozen=True)
class TitleDoubts:
    """What is not certain of a title's table after a session; empty where it is brought to a published one."""

    season: SeasonView
    title: TitleView
    after: SessionView

    @cached_property
    def doubts(self) -> list[Doubt]:
        standings = self.season.standings[self.title.slug]
        if standings.reconciled or not standings.awarded:
            return []
        doubts = []
        for session in self.season.sessions[: self.after.index + 1]:
            points_by_driver = {award.driver: award.points for award in standings.awards[session.index] if award.place}
            for doubt in session_doubts(self.season, session):
                if doubt.line is not None:
                    points = points_by_driver.get(doubt.line.driver.slug)
                    doubts += [doubt._replace(points=points)] if points else []
                elif self._scores(session) and self.title.rules.places == "overall":
                    doubts.append(doubt)
        return doubts

    def _scores(self, session: SessionView) -> bool:
        return bool(self.title.rules.scale_for(self.season.inputs.sessions[session.index]))

    @cached_property
    def runs(self) -> list[list[str]]:
        """Neighbours in the table who could change places."""
        standings = self.season.standings[self.title.slug]
        if not self.doubts:
            return []
        return doubtful(
            standings,
            self.after.index,
            [OpenPlace(doubt.session.index, doubt.place, doubt.drivers) for doubt in self.doubts if doubt.line is None],
            [DoubtfulLine(doubt.session.index, doubt.line.driver.slug) for doubt in self.doubts if doubt.line],
        ).runs

    def consequences(self, competitor: str | None = None) -> list[str]:
        """Who could change places, a sentence each; with `competitor`, where that one is among them."""
        table = self.season.standings[self.title.slug].tables[self.after.index]
        if competitor is None and self.doubts and not self.runs:
            return [_("No place in the table hangs on it.")]
        return [
            _("%(names)s could change places.")
            % {
                "names": and_list(
                    f"{self.season.called(self.title, name)} ({points_text(table.total_of(name).points)})"
                    for name in run
                )
            }
            for run in self.runs
            if competitor is None or competitor in run
        ]

    def concerns(self, competitor: str) -> bool:
        """Whether its points, or its place, may not stand."""
        return bool(self.about(competitor))

    def about(self, competitor: str) -> list[Doubt]:
        """Those on which a competitor's points or place rest: all where its place could change, else the doubtful lines
        of those who score for it."""
        if any(competitor in run for run in self.runs):
            return self.doubts
        drivers = drivers_of(self.season, self.title, competitor)
        return [doubt for doubt in self.doubts if doubt.line is not None and doubt.line.driver.slug in drivers]


def doubts_context(season: SeasonView, title: TitleView, competitor: str) -> dict[str, Any]:
    """What a page that shows a competitor's points says of them, as its template's context."""
    if season.latest is None:
        return {}
    not_certain = TitleDoubts(season, title, season.latest)
    return {"doubts": not_certain.about(competitor), "consequences": not_certain.consequences(competitor)}


def session_doubts(season: SeasonView, session: SessionView) -> list[Doubt]:
    """What is not certain of a session's classification, best place first. Points are those of its own scale."""
    return sorted(
        [*_unfilled(season, session), *_doubtful(season, session)], key=lambda doubt: (doubt.place, doubt.line is None)
    )


def _unfilled(season: SeasonView, session: SessionView) -> list[Doubt]:
    """The places that pay and have no one in them although someone must have taken them.

    In a race with every car accounted for, a place past the last finisher is nobody's; in qualifying a missing row is
    one that is not on record.
    """
    classification = season.classification(session)
    if classification is None or not classification.lines:
        return []
    scored = season.inputs.sessions[session.index]
    scale = scored.points_of(scored.scale)
    by_place = {line.position: line for line in classification.lines if line.position is not None}
    unplaced = {
        line.driver.slug: frozenset(places_of(line.one_of))
        for line in classification.lines
        if not line.is_placed and line.points is None and line.status in PLACE_NOT_ON_RECORD
    }
    if not session.is_race:
        listed = {line.driver.slug for line in classification.lines}
        entered = {entry.driver.slug for entry in season.entries if session.event.id in entry.numbers}
        unplaced |= dict.fromkeys(entered - listed, frozenset())
    last = max(by_place, default=0)
    wildcards = classification.wildcard_places
    # Lines whose points are known took places that gave so many.
    known = Counter(line.points for line in classification.lines if line.points is not None)
    doubts = []
    # Behind a wildcard that scores nothing a place has the points of the one before, so more of them have any.
    for place in range(1, len(scale) + len(wildcards) + 1):
        counted = place - sum(wildcard < place for wildcard in wildcards)
        if place in by_place or counted > len(scale) or not (points := scale[counted - 1]):
            continue
        if known[points]:
            known[points] -= 1
            continue
        drivers = frozenset(name for name, places in unplaced.items() if not places or place in places)
        if drivers or not session.is_race or place < last:
            doubts.append(Doubt(session, place, points, drivers=drivers))
    return doubts


def _doubtful(season: SeasonView, session: SessionView) -> list[Doubt]:
    classification = season.classification(session)
    title = season.drivers_title
    awards = season.standings[title.slug].awards[session.index] if title else ()
    points = {award.driver: award.points for award in awards if award.place}
    return [
        Doubt(session, line.position, points.get(line.driver.slug, Decimal(0)), line)
        for line in (classification.lines if classification else ())
        if line.is_doubtful and line.position is not None
    ]
