"""What if two drivers finish so: who is ahead then, by how much, and whether that decides the title.

The places assumed are those of the event that runs or comes next; of everything else nothing is assumed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from championship.formats import and_list, ordinal, ordinal_word, points_phrase, points_text
from championship.scoring import Chances
from championship.season.parts import SessionView, TitleView
from championship.season.view import SeasonView
from championship.why.ties import countback_reason

# What an address says for no points; a blank leaves a session open.
NO_POINTS = "none"


class Select(NamedTuple):
    """A list of the form to choose from, each option as the address and as the reader has it.

    hides_label: its driver and session stand over and beside it already, so its label is only heard.
    """

    id: str
    name: str
    label: str
    options: list[tuple[str, str]]
    chosen: str
    hides_label: bool


@dataclass(frozen=True, slots=True)
class SessionQuestion:
    """One session of the question, counted from 1: which places there are, as the address and as the reader has them,
    and the two chosen."""

    session: SessionView
    number: int
    places: list[tuple[str, str]]
    first: str
    second: str

    @property
    def selects(self) -> list[Select]:
        """The place of each driver."""
        words = {"session": self.session.name}
        return [
            Select(
                f"what-if-first-{self.number}",
                "first_place",
                _("First driver in %(session)s") % words,
                self.places,
                self.first,
                hides_label=True,
            ),
            Select(
                f"what-if-second-{self.number}",
                "second_place",
                _("Second driver in %(session)s") % words,
                self.places,
                self.second,
                hides_label=True,
            ),
        ]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The question as the reader put it, and the answer: a problem, or sentences."""

    first: str
    second: str
    drivers: list[tuple[str, str]]
    sessions: list[SessionQuestion]
    problem: str
    answer: list[str]

    @property
    def selects(self) -> list[Select]:
        """Which two drivers."""
        return [
            Select("what-if-first", "first", _("First driver"), self.drivers, self.first, hides_label=False),
            Select("what-if-second", "second", _("Second driver"), self.drivers, self.second, hides_label=False),
        ]

    @property
    def said(self) -> str:
        """What is said aloud once it is there; empty before anything was asked."""
        return self.problem or " ".join(self.answer)

    @property
    def query(self) -> str:
        """The question as the end of an address, to share: each place with its session, and none that is left open."""
        first_places = [(asked.session.code, asked.first) for asked in self.sessions if asked.first]
        second_places = [(asked.session.code, asked.second) for asked in self.sessions if asked.second]
        return urlencode(
            [
                ("first", self.first),
                ("second", self.second),
                *(("first_place", f"{code}-{place}") for code, place in first_places),
                *(("second_place", f"{code}-{place}") for code, place in second_places),
            ]
        )


def what_if(
    season: SeasonView,
    title: TitleView,
    after: SessionView,
    drivers: tuple[str, str],
    places: tuple[Sequence[str], Sequence[str]],
) -> WhatIf | None:
    """The question about two drivers (slugs, blank while none is chosen) and their places: each with its session as
    `query` writes it, or as the form sends them, one a session.

    None where there is nothing to ask: nothing is left, or teams fight, of which several cars take places.
    """
    chances = season.fights[title.slug].chances(after.index)
    sessions = _sessions(season, chances)
    table = [row.competitor for row in season.standings[title.slug].tables[after.index].rows]
    if title.ranks_teams or not sessions or len(table) < 2:
        return None
    first, second = drivers
    first_places, second_places = (_places(chosen, sessions) for chosen in places)
    questions = [
        SessionQuestion(session, number, _choices(chances.places(session.index)), first_place, second_place)
        for number, (session, first_place, second_place) in enumerate(
            zip(sessions, first_places, second_places, strict=True), start=1
        )
    ]
    problem, answer = "", []
    if first or second:
        problem = _problem(season, table, first, second, questions)
        answer = [] if problem else _answer(season, chances, first, second, questions)
    return WhatIf(
        # Before anybody is chosen the first two stand there.
        first=first or table[0],
        second=second or next(name for name in table if name != (first or table[0])),
        drivers=[(name, season.surnames[name]) for name in table],
        sessions=questions,
        problem=problem,
        answer=answer,
    )


def _sessions(season: SeasonView, chances: Chances) -> list[SessionView]:
    """Those left in the event of the next session, where places can be taken."""
    left = [season.sessions[index] for index in chances.left if chances.places(index)]
    return [session for session in left if session.event.id == left[0].event.id]


def _choices(places: int) -> list[tuple[str, str]]:
    """What stands in the address, and what the reader reads."""
    return [
        ("", _("open")),
        *((str(place), ordinal(place)) for place in range(1, places + 1)),
        (NO_POINTS, _("no points")),
    ]


def _places(chosen: Sequence[str], sessions: Sequence[SessionView]) -> list[str]:
    """The place chosen in each session, blank where it is open."""
    named = {code: place for code, dash, place in (text.strip().partition("-") for text in chosen) if dash}
    if named and named.keys() <= {session.code for session in sessions}:
        return [named.get(session.code, "") for session in sessions]
    return [chosen[number].strip() if number < len(chosen) else "" for number in range(len(sessions))]


def _problem(season: SeasonView, table: list[str], first: str, second: str, questions: list[SessionQuestion]) -> str:
    """What is wrong with the question, in a sentence; empty when nothing is."""
    for name in (first, second):
        if not name:
            return _("Choose two drivers.")
        if name not in table:
            return _("No driver in this title has the address “%(name)s”.") % {"name": name[:60]}
    if first == second:
        return _("That is %(name)s twice. Choose two different drivers.") % {"name": season.drivers[first].name}
    for question in questions:
        for place in (question.first, question.second):
            if place not in dict(question.places):
                return _("“%(place)s” is no place with points in %(session)s.") % {
                    "place": place[:20],
                    "session": question.session.name,
                }
        if question.first == question.second and question.first.isdigit():
            return _("Only one of the two can finish %(place)s in %(session)s.") % {
                "place": ordinal_word(int(question.first)),
                "session": question.session.name,
            }
    return ""


def _answer(
    season: SeasonView, chances: Chances, first: str, second: str, questions: list[SessionQuestion]
) -> list[str]:
    assumed = {
        question.session.index: _places_assumed(first, second, question)
        for question in questions
        if question.first or question.second
    }
    ahead, behind = sorted((first, second), key=lambda name: chances.least(name, assumed), reverse=True)
    names = season.surnames
    has, other = chances.least(ahead, assumed), chances.least(behind, assumed)
    open_ends = [chances.most(name, assumed).points - chances.least(name, assumed).points for name in (ahead, behind)]
    tie_break = chances.tie_break(has, other)
    words = {
        "ahead": names[ahead],
        "behind": names[behind],
        "points": points_text(has.points),
        "other": points_text(other.points),
        "gap": points_phrase(has.points - other.points),
        "more": points_phrase(open_ends[1]),
        "reason": tie_break and countback_reason(tie_break),
    }
    if has.points != other.points and not any(open_ends):
        text = _("%(ahead)s then has %(points)s points to %(other)s for %(behind)s, %(gap)s more, and none are left.")
    elif has.points != other.points and open_ends[1]:
        text = _(
            "%(ahead)s then has %(points)s points to %(other)s for %(behind)s, %(gap)s more; %(behind)s can still "
            "score %(more)s at most."
        )
    elif has.points != other.points:
        text = _(
            "%(ahead)s then has %(points)s points to %(other)s for %(behind)s, %(gap)s more; %(behind)s can score no "
            "more."
        )
    elif tie_break is None:
        text = _("Both then have %(points)s points and are level in everything.")
    elif open_ends[1]:
        text = _(
            "Both then have %(points)s points, and %(ahead)s is ahead with %(reason)s; %(behind)s can still score "
            "%(more)s at most."
        )
    else:
        text = _("Both then have %(points)s points, and %(ahead)s is ahead with %(reason)s.")
    sentences = [text % words]
    top = chances.ahead(assumed)
    rivals = chances.rivals(top, assumed)
    if not rivals:
        sentences.append(
            _("That decides the title: it goes to %(name)s, whatever the others do.") % {"name": names[top]}
        )
        return sentences
    sentences.append(
        _("That does not decide the title: %(rivals)s can still catch %(name)s.")
        % {"rivals": and_list(names[name] for name in rivals), "name": names[top]}
    )
    if chances.most(behind, assumed) < has and behind not in rivals:
        sentences.append(_("%(behind)s can no longer catch %(ahead)s.") % words)
    return sentences


def _places_assumed(first: str, second: str, question: SessionQuestion) -> dict[str, int | None]:
    return {
        name: None if place == NO_POINTS else int(place)
        for name, place in ((first, question.first), (second, question.second))
        if place
    }
