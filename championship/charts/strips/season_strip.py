"""A title's season as one small strip for each competitor: a mark a race, taller where the place was better."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from championship.formats import ordinal
from championship.rules import ResultStatus
from championship.scoring import placed_lines, scored_places
from championship.season.parts import EventView, SessionView, TitleView
from championship.season.view import SeasonView
from championship.why.reasons import unplaced_text

# CSS px: a mark, the gap between an event's races, what is added to it between events, the line under the marks.
BAR, GAP, EVENT_GAP = 7, 1.0, 3.5
BASE = 21
# The last scored place of each tone, with the height of its bar.
BARS = ((1, "first", 20), (2, "second", 17), (3, "third", 14), (8, "points", 10), (15, "low", 6))
NO_POINTS = ("none", 3)
OUT, NOT_CLASSIFIED, DID_NOT_START, NOT_ON_RECORD = "out", "unclassified", "absent", "unknown"
MARKS = {
    ResultStatus.CLASSIFIED: NOT_ON_RECORD,
    ResultStatus.NOT_ON_RECORD: NOT_ON_RECORD,
    ResultStatus.NOT_CLASSIFIED: NOT_CLASSIFIED,
    ResultStatus.RETIRED: OUT,
    ResultStatus.DISQUALIFIED: OUT,
    ResultStatus.EXCLUDED: OUT,
    ResultStatus.DID_NOT_START: DID_NOT_START,
}
# What a team shows of cars that have no place: first the one that may have had one.
BEST_FIRST = ("none", NOT_ON_RECORD, NOT_CLASSIFIED, OUT, DID_NOT_START)
# From a mark's left edge: a cross, a hollow square, a dash, a ring.
SHAPES = {
    OUT: "m1 15l5 5m0-5l-5 5",
    NOT_CLASSIFIED: "m1 15h5v5h-5z",
    DID_NOT_START: "m1 18h5",
    NOT_ON_RECORD: "m1 17.5a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0",
}
KEY: tuple[tuple[str, str | Promise], ...] = (
    ("first", pgettext_lazy("season strip", "won")),
    ("second", gettext_lazy("2nd")),
    ("third", gettext_lazy("3rd")),
    ("points", gettext_lazy("4th–8th")),
    ("low", gettext_lazy("9th–15th")),
    ("none", pgettext_lazy("season strip", "lower, or a place that did not score")),
    (OUT, gettext_lazy("retired or disqualified")),
    (NOT_CLASSIFIED, pgettext_lazy("result", "not classified")),
    (DID_NOT_START, pgettext_lazy("result", "did not start")),
    (NOT_ON_RECORD, pgettext_lazy("result", "place not on record")),
)


class Mark(NamedTuple):
    """What a race left of a competitor: the tone of its mark, and the result in words."""

    tone: str
    words: str


@dataclass(frozen=True, slots=True)
class Strip:
    """paths: one for each tone that is there, with all of its marks. words: the strip for those who do not see it."""

    width: str
    paths: list[tuple[str, str]]
    words: str


def season_strips(season: SeasonView, title: TitleView, after: SessionView) -> dict[str, Strip]:
    """By competitor, for all in the table after a session; races after it have no mark yet."""
    events = [
        (event, [race for race in event.races if not season.is_off(race)])
        for event in season.counting
        if any(not season.is_off(race) for race in event.races)
    ]
    raced = [race for _event, races in events for race in races if race.index <= after.index]
    left = [(race.id, marks_of(season, title, race)) for race in raced]
    return {
        competitor: strip(events, {race: marks[competitor] for race, marks in left if competitor in marks})
        for competitor in season.standings[title.slug].tables[after.index].competitors
    }


def marks_of(season: SeasonView, title: TitleView, race: SessionView) -> dict[str, Mark]:
    """What a race left of each competitor; of a team's cars the best place as scored."""
    scored = season.inputs.sessions[race.index]
    marks: dict[str, Mark] = {}
    for line, place in scored_places(title.rules, scored.event, placed_lines(scored)):
        marks.setdefault(title.rules.competitor(line.entry), Mark(tone_of(place), ordinal(place)))
    others: dict[str, list[Mark]] = {}
    for line in scored.lines or ():
        competitor = title.rules.competitor(line.entry)
        entered = line.entry.wildcard or title.rules.has_in_order(line.entry)
        result = season.results_by_driver.get(line.entry.driver, {}).get(race.id)
        if competitor in marks or not entered or result is None:
            continue
        if line.position is not None:
            mark = Mark(NO_POINTS[0], _("%(place)s, not scored") % {"place": ordinal(line.position)})
        else:
            mark = Mark(MARKS[ResultStatus(result.status)], unplaced_text(result))
        others.setdefault(competitor, []).append(mark)
    best = {name: min(cars, key=lambda mark: BEST_FIRST.index(mark.tone)) for name, cars in others.items()}
    return marks | best


def tone_of(place: int) -> str:
    return next((tone for last, tone, _height in BARS if place <= last), NO_POINTS[0])


def strip(events: list[tuple[EventView, list[SessionView]]], marks: Mapping[int, Mark]) -> Strip:
    """The drawing of one competitor, whose marks are by session id."""
    by_tone: dict[str, str] = {}
    width = 0.0
    for race, x in _places(events):
        width = x + BAR
        if race.id in marks:
            tone = marks[race.id].tone
            by_tone[tone] = by_tone.get(tone, "") + f"M{x:g} {shape(tone)}"
    return Strip(f"{width:g}", list(by_tone.items()), _words(events, marks))


def shape(tone: str) -> str:
    """The rest of a path that began at the mark's left edge, with its `M`'s y: a bar on the base, or a sign."""
    if tone in SHAPES:
        return f"0{SHAPES[tone]}"
    height = next((high for _last, name, high in BARS if name == tone), NO_POINTS[1])
    return f"{BASE}v-{height}h{BAR}v{height}z"


def strip_key() -> list[tuple[str, str, str | Promise]]:
    """Every tone with its shape, which begins at 0, and what it stands for."""
    return [(tone, f"M0 {shape(tone)}", words) for tone, words in KEY]


def _places(events: list[tuple[EventView, list[SessionView]]]) -> Iterator[tuple[SessionView, float]]:
    """Each race with the left edge of its mark."""
    x = 0.0
    for _event, races in events:
        for race in races:
            yield race, x
            x += BAR + GAP
        x += EVENT_GAP


def _words(events: list[tuple[EventView, list[SessionView]]], marks: Mapping[int, Mark]) -> str:
    parts = []
    for event, races in events:
        if any(race.id in marks for race in races):
            results = (marks[race.id].words if race.id in marks else _("not entered") for race in races)
            parts.append(f"{event.code} {', '.join(results)}")
    return _("Race by race: %(results)s.") % {"results": "; ".join(parts)} if parts else _("No race yet.")
