"""What is not certain of a season, worked out from its record: scoring places that have no one in them, and lines that
the record calls doubtful; and who could change places.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from django.utils.translation import gettext as _

from championship.formats import and_list, ordinal, plain_number, points_phrase, points_text
from championship.models import Result
from championship.scoring import DoubtfulLine, OpenPlace, could_change, reaches
from championship.season.parts import ResultView, SessionView, TitleView
from championship.season.view import SeasonView
from championship.why.reasons import drivers_of

# Took part, and the place is not on record.
UNPLACED = (Result.Status.CLASSIFIED, Result.Status.NOT_ON_RECORD)


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
        """As a file has it: driver is null for a place that has no one in it."""
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
        found = []
        for session in self.season.sessions[: self.after.index + 1]:
            points_by_driver = {award.driver: award.points for award in standings.awards[session.index] if award.place}
            for doubt in session_doubts(self.season, session):
                if doubt.line is not None:
                    points = points_by_driver.get(doubt.line.driver.slug)
                    found += [doubt._replace(points=points)] if points else []
                elif self._scores(session) and self.title.rules.places == "overall":
                    found.append(doubt)
        return found

    def _scores(self, session: SessionView) -> bool:
        return bool(self.title.rules.scale_for(self.season.inputs.sessions[session.index]))

    @cached_property
    def runs(self) -> list[list[str]]:
        """Neighbours in the table who could change places."""
        standings = self.season.standings[self.title.slug]
        found = reaches(
            standings,
            self.after.index,
            [OpenPlace(one.session.index, one.place, one.drivers) for one in self.doubts if one.line is None],
            [DoubtfulLine(one.session.index, one.line.driver.slug) for one in self.doubts if one.line is not None],
        )
        return could_change(standings, self.after.index, found) if self.doubts else []

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
        return bool(self.of(competitor, drivers_of(self.season, self.title, competitor)))

    def of(self, competitor: str, drivers: Iterable[str]) -> list[Doubt]:
        """Those on which a competitor's points or place rest: all where its place could change, else its own doubtful
        lines; `drivers` are those who score for it."""
        if any(competitor in run for run in self.runs):
            return self.doubts
        return [one for one in self.doubts if one.line is not None and one.line.driver.slug in drivers]


def doubts_beside(season: SeasonView, title: TitleView, competitor: str) -> dict[str, list]:
    """What a page that shows a competitor's points says of them, in a template's words."""
    if season.latest is None:
        return {}
    found = TitleDoubts(season, title, season.latest)
    return {
        "doubts": found.of(competitor, drivers_of(season, title, competitor)),
        "consequences": found.consequences(competitor),
    }


def session_doubts(season: SeasonView, session: SessionView) -> list[Doubt]:
    """What is not certain of a session's classification, best place first. Points are those of its own scale."""
    return sorted(
        [*_unfilled(season, session), *_doubtful(season, session)], key=lambda one: (one.place, one.line is None)
    )


def _unfilled(season: SeasonView, session: SessionView) -> list[Doubt]:
    """The places that pay and have no one in them although someone must have taken them.

    In a race with every car accounted for, a place past the last finisher is nobody's; in qualifying a missing row is
    one that is not on record.
    """
    classification = season.classification(session)
    if classification is None or not classification.lines:
        return []
    by_place = {line.position: line for line in classification.lines if line.position is not None}
    unplaced = {line.driver.slug for line in classification.lines if not line.is_placed and line.status in UNPLACED}
    if not session.is_race:
        listed = {line.driver.slug for line in classification.lines}
        entered = {entry.driver.slug for entry in season.entries if session.event.id in entry.numbers}
        unplaced |= entered - listed
    last = max(by_place, default=0)
    return [
        Doubt(session, place, points, drivers=frozenset(unplaced))
        for place, points in enumerate(session.scale, start=1)
        if points and place not in by_place and (not session.is_race or unplaced or place < last)
    ]


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
