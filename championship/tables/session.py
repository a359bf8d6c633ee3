"""A session's classification as a table: its rows, the columns worth showing, and the sentences around it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from championship.formats import and_list, margin_text, ordinal_word, time_text
from championship.scoring import FASTEST_LAP
from championship.season.parts import ClassificationView, ResultView, SessionView, TitleView
from championship.season.view import SeasonView
from championship.tables.classified import (
    MissingPlaces,
    at_least_half,
    behind_winner_ms,
    in_order,
    rest_not_on_record,
    time_or_gap,
    with_missing_places,
)
from championship.why.chips import Chip, chips, places_won
from championship.why.doubts import session_doubts
from championship.why.history import PublishedLine
from championship.why.penalties import PenaltyView
from championship.why.reasons import unplaced_text
from web.catalogue import said

# Of the classification as a file.
COLUMNS = (
    "position",
    "status",
    "number",
    "driver",
    "name",
    "team",
    "wildcard",
    "laps",
    "time_ms",
    "gap_ms",
    "gap_laps",
    "grid",
    "fastest_lap_ms",
    "points",
    "points_factor",
    "laps_counted",
    "basis",
)


@dataclass(frozen=True, slots=True)
class SessionTableRow:
    """One line; `missing` stands alone where places are not on record. `class_place` is the place in the title, and
    `competitor` who has the points in it: the driver, or the team. moved: places won from the grid, None where either
    is not on record."""

    line: ResultView | None
    missing: str = ""
    place: str = ""
    words: str = ""
    team: str = ""
    class_place: int | None = None
    time: str = ""
    points: Decimal | None = None
    competitor: str = ""
    moved: int | None = None
    chips: tuple[Chip, ...] = ()

    @property
    def narrow_detail(self) -> str:
        """What stands under the name on a phone, where the columns have no room."""
        return " · ".join(part for part in (self.time, self.team) if part)


@dataclass(frozen=True, slots=True)
class ClassificationTable:
    """`title` is whose points stand in it, None where the session gives none. `by_class` adds the place in it."""

    title: TitleView | None
    by_class: bool
    rows: list[SessionTableRow]
    has_times: bool
    has_laps: bool
    has_grid: bool
    has_points: bool
    below: list[str]

    @property
    def width(self) -> int:
        """How many columns it has: place, driver and team beside those that may be missing."""
        return 3 + sum((self.by_class, self.has_times, self.has_laps, self.has_grid, self.has_points))


def offered_titles(season: SeasonView, session: SessionView) -> list[TitleView]:
    """The titles in which a session counted for somebody; the drivers' first."""
    titles = [
        title
        for title in season.titles
        if season.standings[title.slug].awarded and season.standings[title.slug].awards[session.index]
    ]
    return sorted(titles, key=lambda title: title is not season.drivers_title)


def classification_table(
    season: SeasonView,
    session: SessionView,
    title: TitleView | None,
    published: list[PublishedLine],
    penalties: list[PenaltyView],
) -> ClassificationTable:
    """The current classification, in a title's view: a title of some entrants shows these alone."""
    classification = season.classification(session)
    lines = classification.lines if classification else []
    by_class = bool(title and title.entrants)
    if by_class and title is not None:
        lines = [line for line in lines if line.entry.scores and title.entrants in line.entry.classes]
    points, places = _points_and_places(season, session, title)
    has_grid = at_least_half(lines, lambda line: line.grid)
    fastest = season.fastest_laps.get(session.id) if session.is_race else None
    rows = []
    # In a class the places between are the others'.
    for line in in_order(lines) if by_class else with_missing_places(lines):
        if isinstance(line, MissingPlaces):
            rows.append(SessionTableRow(None, f"{line.text}."))
            continue
        driver = line.driver.slug
        rows.append(
            SessionTableRow(
                line,
                place=line.place,
                words="" if line.is_placed else unplaced_text(line),
                team=line.entry.team_name,
                class_place=places.get(driver) if by_class else None,
                time=time_or_gap(line) or "",
                points=points.get(driver),
                competitor=line.entry.team_slug if title and title.ranks_teams else driver,
                moved=places_won(line) if session.is_race else None,
                chips=tuple(chips(session, line, penalties, line is fastest, has_grid)),
            )
        )
    if rest_not_on_record(season, session) and not by_class:
        rows.append(SessionTableRow(None, _("The rest is not on record.")))
    has_times = any(time_or_gap(line) for line in lines)
    has_laps = at_least_half(lines, lambda line: line.laps)
    return ClassificationTable(
        title,
        by_class,
        rows,
        has_times,
        has_laps,
        has_grid,
        any(points.values()),
        [
            *_below(season, session, lines, published),
            *(
                capfirst(doubt.sentence)
                for doubt in session_doubts(season, session)
                if not by_class or doubt.line in lines
            ),
        ],
    )


def podium_sentence(season: SeasonView, session: SessionView, penalties: Iterable[PenaltyView]) -> str:
    """ "Azcona won by 1.403 s from Vernay and Magnus, after Vervisch lost third place to a penalty."

    The margin is over second place, where that and its gap are on record.
    """
    classification = season.classification(session)
    by_place = {line.position: line.driver for line in classification.lines} if classification else {}
    if 1 not in by_place:
        return ""
    first, *others = (season.surnames[by_place[place].slug] for place in (1, 2, 3) if place in by_place)
    words = {"winner": first, "others": and_list(others)}
    if session.is_race and others:
        words["margin"] = _margin(classification)
        sentence = (
            _("%(winner)s won by %(margin)s from %(others)s")
            if words["margin"]
            else _("%(winner)s won from %(others)s")
        )
    elif session.is_race:
        sentence = _("%(winner)s won")
    else:
        sentence = _("%(winner)s was fastest, ahead of %(others)s") if others else _("%(winner)s was fastest")
    lost = [
        _("%(name)s lost %(place)s place")
        % {"name": season.surnames[penalty.driver.slug], "place": ordinal_word(before)}
        for penalty in penalties
        if penalty.driver is not None and penalty.stands
        if (before := penalty.position_before) and before <= 3 and before < (penalty.position_after or 99)
    ]
    if lost:
        return _("%(sentence)s, after %(lost)s to a penalty.") % {"sentence": sentence % words, "lost": and_list(lost)}
    return f"{sentence % words}."


def _margin(classification: ClassificationView | None) -> str:
    second = next((line for line in classification.lines if line.position == 2), None) if classification else None
    if classification is None or second is None:
        return ""
    return margin_text(behind_winner_ms(classification, second), second.gap_laps)


def laps_sentence(session: SessionView) -> str:
    """ "11 laps, 9 planned." As far as it is on record."""
    run, planned = session.laps_run, session.laps_scheduled
    if run is None:
        return "" if planned is None else _("%(planned)s laps planned.") % {"planned": planned}
    laps = ngettext("%(laps)s lap", "%(laps)s laps", run) % {"laps": run}
    if planned in (None, run):
        return f"{laps}."
    return _("%(laps)s, %(planned)s planned.") % {"laps": laps, "planned": planned}


def _bonus_is_open(season: SeasonView, session: SessionView) -> bool:
    """Whether some title has points for the fastest lap that go to nobody because laps are missing."""
    scored = season.inputs.sessions[session.index]
    if scored.gives_nothing or not any(line.lap_is_missing for line in scored.lines or ()):
        return False
    if any(line.holds_fastest_lap for line in scored.lines or ()):
        return False
    return any(
        title.rules.bonus_fastest_lap
        and not any(award.kind == FASTEST_LAP for award in season.standings[title.slug].awards[session.index])
        for title in season.titles
    )


def plain_classification(
    season: SeasonView, session: SessionView, classification: ClassificationView
) -> list[dict[str, object]]:
    """The classification as plain values, with the points of the drivers' title."""
    points, _places = _points_and_places(season, session, season.drivers_title)
    return [
        {
            "position": line.position,
            "status": line.status,
            "number": line.number,
            "driver": line.driver.slug,
            "name": line.driver.name,
            "team": line.entry.team_slug,
            "wildcard": line.entry.wildcard,
            "laps": line.laps,
            "time_ms": line.time_ms,
            "gap_ms": line.gap_ms,
            "gap_laps": line.gap_laps,
            "grid": line.grid,
            "fastest_lap_ms": line.fastest_lap_ms,
            "points": points.get(line.driver.slug),
            "points_factor": classification.points_factor,
            "laps_counted": classification.laps_counted,
            "basis": line.basis,
        }
        for line in in_order(classification.lines)
    ]


def _points_and_places(
    season: SeasonView, session: SessionView, title: TitleView | None
) -> tuple[dict[str, Decimal], dict[str, int]]:
    """What each driver scored in a title, and as which place."""
    points: dict[str, Decimal] = defaultdict(Decimal)
    places: dict[str, int] = {}
    for award in season.standings[title.slug].awards[session.index] if title else ():
        points[award.driver] += award.points
        if award.place is not None:
            places[award.driver] = award.place
    return points, places


def _below(
    season: SeasonView,
    session: SessionView,
    lines: list[ResultView],
    published: list[PublishedLine],
) -> Iterable[str]:
    """What is known besides the columns, a sentence each."""
    names = season.surnames
    if session.is_race:
        if session.not_on_countback:
            yield _("Its points count; its places do not count on countback.")
        fastest = season.fastest_laps.get(session.id)
        if fastest is None:
            yield _("Fastest lap: not on record.")
        elif fastest.fastest_lap_ms is None:
            yield _("Fastest lap: %(name)s.") % {"name": fastest.driver.name}
        else:
            yield _("Fastest lap: %(name)s, %(time)s.") % {
                "name": fastest.driver.name,
                "time": time_text(fastest.fastest_lap_ms),
            }
        if _bonus_is_open(season, session):
            yield _("Nobody is given the bonus for it: not every classified car’s lap is on record.")
        classification = season.classification(session)
        pole = next((line for line in classification.lines if line.pole), None) if classification else None
        yield _("Pole: %(name)s.") % {"name": pole.driver.name} if pole else _("Pole: not on record.")
    listed = {line.driver.slug for line in lines}
    notes: dict[str, list[str]] = {}
    for line in published:
        if line.note and line.driver.slug in listed:
            notes.setdefault(line.note, []).append(names[line.driver.slug])
    for note, drivers in notes.items():
        yield format_html("{}: {}.", and_list(drivers), said(note))
