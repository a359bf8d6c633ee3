"""Every result of a season in one table: a row a driver, a column a race, and an event's qualifying points before them.

The cells are many, so each is written by one function that escapes what it is given.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from championship.formats import number_word, place_text, points_text
from championship.models import Classification, Result
from championship.models.season import SessionKind
from championship.season.parts import EntryView, EventView, ResultView, SessionView
from championship.season.view import SeasonView
from championship.tables.cells import (
    cell_class,
    points_by_session,
    qualifying_text,
    scored_place,
    wildcard_places,
)
from championship.tables.files import SESSIONS, with_sessions
from championship.templatetags.sport import roundel
from championship.why.penalties import PenaltyView
from championship.why.reasons import part_id, why_address
from web.cache.prepared import Prepared, parameter
from web.catalogue import said

# Of the matrix as a file.
COLUMNS = ("position", "driver", "name", "number", "team", "make", SESSIONS, "points")
# Makes of more than one word. Any other car's make is the first word of its name.
LONG_MAKES = ("Alfa Romeo", "Aston Martin", "Land Rover", "Lynk & Co")

Notes = dict[tuple[int, str], str]


class RaceHead(NamedTuple):
    """A race's column, with what all of its cells need.

    status: what the head says of a classification that is not official. wildcards: the places that wildcards took.
    """

    race: SessionView
    address: str
    status: str
    fastest: ResultView | None
    wildcards: list[int]


@dataclass(frozen=True, slots=True)
class EventColumns:
    """An event's columns: `qualifying` is where its points of qualifying lead, empty when it has none."""

    event: EventView
    qualifying: str
    heads: list[RaceHead]

    @property
    def races(self) -> list[SessionView]:
        return [head.race for head in self.heads]

    @property
    def qualifying_key(self) -> str:
        """What a file calls the column of the points of qualifying."""
        return f"{self.event.slug}/Q"

    @property
    def span(self) -> int:
        return bool(self.qualifying) + len(self.heads)


@dataclass(frozen=True, slots=True)
class Footnote:
    number: int
    head: RaceHead
    names: list[str]
    text: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One driver's line: place and points in the drivers' title, None for one who was a wildcard throughout."""

    entry: EntryView
    position: int | None = None
    shared: bool = False
    points: Decimal | None = None

    @property
    def place(self) -> str:
        return "" if self.position is None else place_text(self.position, self.shared)


@dataclass(frozen=True, slots=True)
class MatrixGroup:
    """Rows under one heading: a make, the wildcards; the first group of all drivers has none."""

    heading: str
    detail: str
    rows: list[MatrixRow]


@dataclass(frozen=True)
class Matrix:
    """All that the page of results shows; `show_points` says what stands in the cells of races."""

    season: SeasonView
    columns: list[EventColumns]
    groups: list[MatrixGroup]
    footnotes: list[Footnote]
    marks: dict[tuple[int, str], int] = field(repr=False)
    show_points: bool = False

    @property
    def width(self) -> int:
        return 3 + sum(columns.span for columns in self.columns)

    @property
    def has_unofficial(self) -> bool:
        return any(head.status for columns in self.columns for head in columns.heads)

    @property
    def body(self) -> SafeString:
        """The table's bodies, ready to stand in the page."""
        return mark_safe("".join(self._group_html(group) for group in self.groups))

    def _group_html(self, group: MatrixGroup) -> str:
        head = ""
        if group.heading:
            head = (
                f'<tr class="matrix__group"><th colspan="{self.width}" scope="rowgroup"><span><b>'
                f"{escape(group.heading)}</b> {escape(group.detail)}</span></th></tr>"
            )
        return f"<tbody>{head}{''.join(self._row_html(row) for row in group.rows)}</tbody>"

    def _row_html(self, row: MatrixRow) -> str:
        driver = row.entry.driver
        lines = self._lines.get(driver.slug, {})
        cells = []
        for columns in self.columns:
            if columns.qualifying:
                cells.append(self._qualifying_html(columns, row))
            cells += [self._race_html(head, row, lines.get(head.race.id)) for head in columns.heads]
        family = escape(driver.family_name)
        if self.season.surnames[driver.slug] == driver.family_name:
            name = f'<span class="wide-only">{escape(driver.given_name)} </span>{family}'
        else:
            initial = escape(driver.given_name[:1])
            name = (
                f'{initial}<span class="wide-only">{escape(driver.given_name[1:])}</span>'
                f'<span class="narrow-only">.</span> {family}'
            )
        points = (
            "" if row.points is None else f'<a class="why-link" href="{self._why(row)}">{points_text(row.points)}</a>'
        )
        return (
            f'<tr><td class="pos">{escape(row.place)}</td><th scope="row" class="driver"><div class="who">'
            f"{roundel(row.entry.number, row.entry.colour)}"
            f'<a href="{driver.get_absolute_url()}">{name}</a></div></th>'
            f'{"".join(cells)}<td class="pts">{points}</td></tr>\n'
        )

    def _race_html(self, head: RaceHead, row: MatrixRow, line: ResultView | None) -> str:
        """A place leads to its race, points to their reasons; what has a note leads to that, which leads on."""
        if line is None:
            return "<td></td>"
        css = cell_class(scored_place(line, head.wildcards), line.status)
        fastest = line is head.fastest
        if line.pole or fastest:
            css += " pole" * line.pole + " fl" * fastest
        text = self._points_text(head.race, line) if self.show_points else line.place
        unseen = _unseen(line.pole, fastest) if line.pole or fastest else ""
        mark = self.marks.get((head.race.id, line.driver.slug))
        if not mark:
            scored = self.show_points and line.driver.slug in self._points[head.race.index]
            address = f"{self._why(row)}#{part_id(head.race)}" if scored else head.address
            return f'<td class="cell {css}"><a href="{address}">{text}{unseen}</a></td>'
        # One link, as large as the cell: two in it would be too small to hit. The note leads on to the race.
        return (
            f'<td class="cell {css}"><a href="#note-{mark}">{text}{unseen}<sup class="matrix__note">'
            f'<span class="visually-hidden">{self._note}</span>{mark}</sup></a></td>'
        )

    def _qualifying_html(self, columns: EventColumns, row: MatrixRow) -> str:
        points = _qualifying_points(self._points, columns.event, row.entry.driver.slug)
        if not points:
            return '<td class="q"></td>'
        return f'<td class="q"><a href="{self._why(row)}#{part_id(columns.event)}">{qualifying_text(points)}</a></td>'

    def _why(self, row: MatrixRow) -> str:
        """Where the reasons of a driver's points stand; of those in the drivers' title alone."""
        assert self.season.drivers_title is not None
        assert self.season.latest is not None
        return why_address(self.season, self.season.drivers_title, self.season.latest, row.entry.driver.slug)

    def _points_text(self, race: SessionView, line: ResultView) -> str:
        """A wildcard's cell and one without a place say nothing of points but the dash."""
        points = self._points[race.index].get(line.driver.slug)
        return "–" if points is None else points_text(points)

    @cached_property
    def _lines(self) -> dict[str, dict[int, ResultView]]:
        return self.season.results_by_driver

    @cached_property
    def _points(self) -> Sequence[dict[str, Decimal]]:
        return points_by_session(self.season)

    @cached_property
    def _note(self) -> str:
        return escape(_(", note "))


def build_matrix(
    season: SeasonView, notes: Notes, penalties: list[PenaltyView], *, show_points: bool, by_make: bool
) -> Matrix:
    columns = list(_columns(season))
    regular, wildcards = _rows(season)
    groups = list(_by_make(season, regular)) if by_make else [MatrixGroup("", "", regular)]
    if wildcards:
        groups.append(MatrixGroup(_("Wildcards"), _("They stand in the results and score nothing."), wildcards))
    drivers = {row.entry.driver.slug for row in regular}
    footnotes, marks = _footnotes(season, columns, notes, penalties, drivers)
    return Matrix(season, columns, groups, footnotes, marks, show_points)


_NOTES = Prepared(
    Result.objects.filter(
        classification__session__event__season__year=parameter("year"), classification__session__kind=SessionKind.RACE
    )
    .exclude(note="")
    .values_list("classification__session_id", "classification__number", "event_entry__driver__slug", "note")
)


def read_notes(season: SeasonView) -> Notes:
    """What is written beside results of races, by session id and driver. One query."""
    # Notes are few: those of earlier classifications are left out here, at less cost than in the query.
    current = {session: classification.number for session, classification in season.classifications.items()}
    return {
        (session, driver): note
        for session, number, driver, note in _NOTES.rows(year=season.year)
        if number == current.get(session)
    }


def make_of(car: str) -> str:
    """The make of a car: the first word of its name, or one of the makes that have more."""
    return next((make for make in LONG_MAKES if car.startswith(f"{make} ")), car.split(" ", 1)[0])


def plain_matrix(season: SeasonView) -> tuple[list[str], list[dict[str, object]]]:
    """The matrix's columns and rows as plain values: what a race's cell shows, and an event's qualifying points."""
    columns = list(_columns(season))
    lines, points = season.results_by_driver, points_by_session(season)
    regular, wildcards = _rows(season)
    rows = []
    for row in (*regular, *wildcards):
        slug = row.entry.driver.slug
        values: dict[str, object] = {
            "position": row.position,
            "driver": slug,
            "name": row.entry.driver.name,
            "number": row.entry.number,
            "team": row.entry.team_slug,
            "make": make_of(row.entry.car),
        }
        for of_event in columns:
            if of_event.qualifying:
                values[of_event.qualifying_key] = _qualifying_points(points, of_event.event, slug) or None
            for race in of_event.races:
                line = lines.get(slug, {}).get(race.id)
                values[race.key] = (line.position or line.status) if line else None
        values["points"] = row.points
        rows.append(values)
    sessions: list[str] = []
    for of_event in columns:
        sessions += [of_event.qualifying_key] * bool(of_event.qualifying) + [race.key for race in of_event.races]
    return with_sessions(COLUMNS, sessions), rows


def _qualifying_points(points: Sequence[dict[str, Decimal]], event: EventView, driver: str) -> Decimal:
    return sum((points[session.index].get(driver, Decimal(0)) for session in event.qualifying), Decimal(0))


def _columns(season: SeasonView) -> Iterator[EventColumns]:
    """The events that have races or gave points, each with its races; a race that was called off has no column."""
    for event in season.counting:
        races = [race for race in event.races if not season.is_off(race)]
        scoring = [session for session in event.qualifying if session.scores and not season.is_off(session)]
        if not races and not any(session.id in season.classifications for session in scoring):
            continue
        qualifying = ""
        if scoring:
            # One session's points lead to it; those of several to where they stand together.
            whole = len(event.qualifying) == 1
            qualifying = scoring[0].get_absolute_url() if whole else f"{event.get_absolute_url()}#qualifying"
        yield EventColumns(event, qualifying, [_head(season, race) for race in races])


def _head(season: SeasonView, race: SessionView) -> RaceHead:
    return RaceHead(
        race,
        escape(race.get_absolute_url()),
        _unofficial(season, race),
        season.fastest_laps.get(race.id),
        wildcard_places(season.classification(race)),
    )


def _unofficial(season: SeasonView, race: SessionView) -> str:
    classification = season.classification(race)
    if classification is None or classification.is_official:
        return ""
    return _("prov.") if classification.status == Classification.Status.PROVISIONAL else _("inv.")


def _rows(season: SeasonView) -> tuple[list[MatrixRow], list[MatrixRow]]:
    """The drivers of the title as its table has them, and those who were wildcards throughout."""
    title, latest = season.drivers_title, season.latest
    regular = []
    if title is not None and latest is not None:
        for row in season.standings[title.slug].tables[latest.index].rows:
            entry = season.entry_at(row.competitor, latest.index)
            if entry is not None:
                regular.append(MatrixRow(entry, row.position, row.shared, row.points))
    known = {row.entry.driver.slug for row in regular}
    raced = season.results_by_driver
    others = {entry.driver.slug: entry for entry in season.entries if entry.driver.slug not in known}
    return regular, [MatrixRow(entry) for slug, entry in others.items() if slug in raced]


def _by_make(season: SeasonView, rows: Iterable[MatrixRow]) -> Iterator[MatrixGroup]:
    """The rows under the make of the driver's car, the make of the best placed first, with the races it won."""
    wins: dict[str, int] = defaultdict(int)
    for session in season.sessions:
        classification = season.classification(session)
        winner = classification.winner if classification and session.is_race else None
        if winner is not None:
            wins[make_of(winner.entry.car)] += 1
    makes: dict[str, list[MatrixRow]] = {}
    for row in rows:
        makes.setdefault(make_of(row.entry.car), []).append(row)
    for make, drivers in makes.items():
        won = ngettext("%(wins)s win", "%(wins)s wins", wins[make]) % {"wins": number_word(wins[make])}
        yield MatrixGroup(make or _("Make not on record"), won, drivers)


def _footnotes(
    season: SeasonView,
    columns: list[EventColumns],
    notes: Notes,
    penalties: list[PenaltyView],
    drivers: set[str],
) -> tuple[list[Footnote], dict[tuple[int, str], int]]:
    """The notes under the table and the marks that lead to them; what is the same for several drivers stands once."""
    decisions: dict[tuple[int, str], list[str]] = defaultdict(list)
    for penalty in penalties:
        if penalty.driver is not None and penalty.stands:
            decisions[penalty.session.id, penalty.driver.slug].append(penalty.sentence)
    points = points_by_session(season)
    footnotes: list[Footnote] = []
    marks: dict[tuple[int, str], int] = {}
    for head in (head for of_event in columns for head in of_event.heads):
        race, classification = head.race, season.classification(head.race)
        by_text: dict[str, Footnote] = {}
        for line in classification.lines if classification else ():
            slug = line.driver.slug
            parts = [*decisions[race.id, slug]]
            if note := notes.get((race.id, slug)):
                parts.append(format_html("{}.", said(note)))
            if not line.entry.scores:
                parts += [_("A wildcard here: scored nothing.")] if slug in drivers else []
            elif (ahead := _wildcards_ahead(line, head)) and points[race.index].get(slug):
                parts.append(_behind_wildcards(ahead))
            if not parts:
                continue
            text = format_html_join(" ", "{}", ((part,) for part in parts))
            if text not in by_text:
                by_text[text] = Footnote(len(footnotes) + 1, head, [], text)
                footnotes.append(by_text[text])
            by_text[text].names.append(season.surnames[slug])
            marks[race.id, slug] = by_text[text].number
    return footnotes, marks


def _wildcards_ahead(line: ResultView, head: RaceHead) -> int:
    return sum(place < (line.position or 0) for place in head.wildcards)


def _behind_wildcards(count: int) -> str:
    return ngettext(
        "Behind a wildcard, so the points are those of one place higher.",
        "Behind %(count)s wildcards, so the points are those of %(count)s places higher.",
        count,
    ) % {"count": number_word(count)}


def _unseen(pole: bool, fastest: bool) -> str:
    """What bold and italic say, for those who do not see them."""
    words = [_("pole")] * pole + [_("fastest lap")] * fastest
    return f'<span class="visually-hidden">, {escape(", ".join(words))}</span>'
