"""From rows to a season as pages read it, and as the scorer takes it: tuples read once into frozen views.

Four queries load all that the pages of a season have in common. No model instance takes part, so a page costs the same
however many seasons the site holds.
"""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from championship import scoring
from championship.formats import event_place, event_short_name
from championship.models import Season, Session
from championship.rules import TAKEN_OUT, ClassificationStatus, ResultStatus
from championship.season.expected import with_expected
from championship.season.guard import Guard, adjustments_at, calendar_at, guard_at
from championship.season.parts import (
    CalendarView,
    CircuitView,
    ClassificationView,
    DriverView,
    EntryView,
    EventView,
    LineThatCounts,
    ResultView,
    SessionView,
    TeamView,
    TitleView,
)
from championship.season.queries import (
    CALENDAR_COLUMNS,
    CALENDAR_ROWS,
    ENTRY_COLUMNS,
    ENTRY_ROWS,
    RESULT_COLUMNS,
    RESULT_ROWS,
    TITLE_COLUMNS,
    TITLE_ROWS,
    read_change,
    read_layout,
)
from championship.season.view import SeasonView
from web.catalogue import localised
from web.moments import AsOf

# Past it no season is: a command may name any number, a database compares no longer ones.
LAST_YEAR = 9999


def load_season(as_of: AsOf | None = None) -> SeasonView | None:
    """The newest open season, None when there is none; with `as_of` those of later years are not there."""
    return _load(0, LAST_YEAR if as_of is None else as_of.year, as_of)


def load_year(year: int, as_of: AsOf | None = None, *, for_editors: bool = False) -> SeasonView | None:
    """The season of a year, None when there is none; with `as_of` those of later years are not there.

    One in preparation is there for editors alone.
    """
    first = min(year, LAST_YEAR)
    last = first if as_of is None else min(first, as_of.year)
    return _load(first, last, as_of, Season.State.PREPARATION if for_editors else Season.State.OPEN)


def load_calendar(as_of: AsOf) -> tuple[Guard, CalendarView]:
    """A guard, and the calendar of its year as it was known then. One query."""
    calendar = _read_calendars(None, as_of.year).get(as_of.year, CalendarView())
    guard = guard_at(as_of, calendar)
    return guard, calendar_at(guard, calendar)


def _load(first: int, last: int, as_of: AsOf | None, also: str = Season.State.OPEN) -> SeasonView | None:
    """The newest season of some years, and with `as_of` that year's as it was known at the moment. Four queries."""
    rows = TITLE_ROWS.rows(first=first, last=last, also=also)
    if not rows:
        return None
    (season_id,) = rows[0][TITLE_COLUMNS.season_id]
    year, name, short_name, broadcaster, broadcaster_url = rows[0][TITLE_COLUMNS.season]
    titles, adjustments = _read_titles(rows)
    # The guard's bar names a session on pages of other seasons, too.
    calendars = _read_calendars(year, None if as_of is None else as_of.year)
    calendar = calendars.get(year, CalendarView())
    guard = None if as_of is None else guard_at(as_of, calendars.get(as_of.year, CalendarView()))
    shown = None
    if guard and guard.year == year:
        calendar, shown = calendar_at(guard, calendar), guard.shown
        # Who has won it in the end is a result of later on.
        titles = tuple(replace(title, winner="") for title in titles)
        adjustments = adjustments_at(adjustments, (session for session in calendar.sessions if session.id in shown))
    calendar = with_expected(calendar)
    events, sessions = calendar.events, calendar.sessions
    lists = {event.id: event.starts_on for event in events}
    if guard and guard.year == year:
        lists = {event: day for event, day in lists.items() if event in guard.lists}
    entries, by_event_entry = _read_entries(season_id, lists)
    classifications = _read_results(season_id, by_event_entry, shown)
    return SeasonView(
        year=year,
        name=name,
        short_name=short_name,
        broadcaster=broadcaster,
        broadcaster_url=broadcaster_url,
        titles=titles,
        events=events,
        sessions=sessions,
        entries=entries,
        classifications=classifications,
        inputs=_inputs(titles, events, sessions, entries, classifications, adjustments),
        guard=guard,
    )


def with_classification(season: SeasonView, session: SessionView, classification: ClassificationView) -> SeasonView:
    """The season as if `classification` were the session's current one: a live order, or a result still to publish."""
    entries = {entry.id: scored for entry, scored in zip(season.entries, season.inputs.entries, strict=True)}
    sessions = list(season.inputs.sessions)
    sessions[session.index] = replace(
        sessions[session.index],
        scale=classification.scale,
        factor=classification.points_factor,
        lines=_scored_lines(classification, entries),
        official=classification.is_official,
    )
    return replace(
        season,
        classifications=season.classifications | {session.id: classification},
        inputs=replace(season.inputs, sessions=tuple(sessions)),
    )


def unpublished(
    season: SeasonView,
    session: SessionView,
    lines: list[ResultView],
    number: int = 0,
    status: str = ClassificationStatus.PROVISIONAL,
) -> ClassificationView:
    """An order that nobody has published: it counts by what the session's current classification does."""
    current = season.classification(session)
    if current is None:
        return ClassificationView(number, status, None, lines, session.scale)
    return replace(current, number=number, status=status, published_at=None, lines=lines)


def _read_titles(rows: list[tuple[Any, ...]]) -> tuple[tuple[TitleView, ...], list[scoring.Adjustment]]:
    titles: dict[str, tuple[Any, ...]] = {}
    scales: dict[str, dict[str, tuple[Decimal, ...]]] = defaultdict(dict)
    adjustments: dict[int, scoring.Adjustment] = {}
    for row in rows:
        slug = row[TITLE_COLUMNS.title][0]
        if slug is None:
            continue
        titles.setdefault(slug, row)
        kind, scale = row[TITLE_COLUMNS.own_scale]
        if kind is not None:
            scales[slug][kind] = points_of_scale(scale)
        pk, points, kind, reason, source, driver, team, event, code, withdrawn = row[TITLE_COLUMNS.adjustment]
        # Points that came with a decision count as long as that stands.
        if pk is not None and not withdrawn:
            adjustments[pk] = scoring.Adjustment(slug, driver or team, points, f"{event}/{code}", kind, reason, source)
    views = tuple(_title(row, scales[slug]) for slug, row in titles.items())
    return views, list(adjustments.values())


def _title(row: tuple[Any, ...], own_scales: dict[str, tuple[Decimal, ...]]) -> TitleView:
    slug, name, other_names, ranks, entrants, minimum_entrants, eligible = row[TITLE_COLUMNS.title]
    places, cars, nominated, without_sessions, *rules = row[TITLE_COLUMNS.rules]
    has_own_scales, best_scores, qualifier, lap, within = rules
    scale_unknown, winner_driver, winner_team = row[TITLE_COLUMNS.winner]
    return TitleView(
        slug=slug,
        name=localised(name),
        other_names=localised(other_names),
        ranks=ranks,
        entrants=entrants,
        minimum_entrants=minimum_entrants,
        eligible=localised(eligible),
        winner=winner_driver or winner_team or "",
        rules=scoring.Title(
            slug=slug,
            ranks=ranks,
            places=places,
            entrants=entrants or None,
            own_scales=own_scales if has_own_scales else None,
            without_sessions=frozenset(without_sessions.split()),
            cars_per_session=cars,
            nominated=nominated,
            minimum_entrants=minimum_entrants,
            best_scores=best_scores,
            bonus_fastest_qualifier=qualifier,
            bonus_fastest_lap=lap,
            fastest_lap_within=within,
            scale_unknown=scale_unknown,
        ),
    )


def _read_calendars(year: int | None, guarded: int | None = None) -> dict[int, CalendarView]:
    """The calendars of a year and of the one that a guard is in, where readers may see that one, by year."""
    by_year: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for row in CALENDAR_ROWS.rows(year=year, guarded=guarded):
        (row_year,) = row[CALENDAR_COLUMNS.year]
        by_year[row_year].append(row)
    return {year: _read_calendar(year, rows) for year, rows in by_year.items()}


def _read_calendar(year: int, rows: list[tuple[Any, ...]]) -> CalendarView:
    events: dict[int, EventView] = {}
    sessions: dict[int, SessionView] = {}
    circuits: dict[str, CircuitView] = {}
    changes: set[int] = set()
    for row in rows:
        (event_id,) = row[CALENDAR_COLUMNS.event_id]
        event = events.get(event_id)
        if event is None:
            event = events[event_id] = _event(year, event_id, row)
            circuits[event.circuit.slug] = event.circuit
            _layout_here, layout = row[CALENDAR_COLUMNS.layouts]
            announced_circuit = CircuitView(*row[CALENDAR_COLUMNS.announced_circuit]).laid_out(read_layout(layout))
            if announced_circuit.slug is not None:
                circuits[announced_circuit.slug] = announced_circuit
        (change_id,) = row[CALENDAR_COLUMNS.change_id]
        if change_id is not None and change_id not in changes:
            changes.add(change_id)
            event.changes.append(read_change(row[CALENDAR_COLUMNS.change]))
        (session_id,) = row[CALENDAR_COLUMNS.session_id]
        if session_id is not None and session_id not in sessions:
            session = sessions[session_id] = _session(session_id, len(sessions), event, row)
            event.sessions.append(session)
    for event in events.values():
        event.calendar.extend(events.values())
    return CalendarView(tuple(events.values()), tuple(sessions.values()), circuits)


def _event(year: int, pk: int, row: tuple[Any, ...]) -> EventView:
    number, slug, code, name, starts_on, ends_on, status = row[CALENDAR_COLUMNS.event]
    label, announced_starts_on, announced_ends_on, announced_order = row[CALENDAR_COLUMNS.announced]
    layout, _announced_layout = row[CALENDAR_COLUMNS.layouts]
    return EventView(
        id=pk,
        year=year,
        number=number,
        slug=slug,
        code=code,
        name=localised(name),
        short_name=localised(event_short_name(name)),
        named_for=event_place(name),
        starts_on=starts_on,
        ends_on=ends_on,
        status=status,
        circuit=CircuitView(*row[CALENDAR_COLUMNS.circuit]).laid_out(read_layout(layout)),
        announced_label=label,
        announced_circuit=row[CALENDAR_COLUMNS.announced_circuit][1],
        announced_starts_on=announced_starts_on,
        announced_ends_on=announced_ends_on,
        announced_order=announced_order,
    )


def _session(pk: int, index: int, event: EventView, row: tuple[Any, ...]) -> SessionView:
    code, slug, name = row[CALENDAR_COLUMNS.session]
    kind, state, date, starts_at, laps_scheduled, laps_run = row[CALENDAR_COLUMNS.timetable]
    scale, not_on_countback = row[CALENDAR_COLUMNS.scale]
    return SessionView(
        id=pk,
        index=index,
        event=event,
        code=code,
        slug=slug,
        name=localised(name),
        kind=kind,
        state=state,
        date=date,
        starts_at=starts_at,
        laps_scheduled=laps_scheduled,
        laps_run=laps_run,
        scale=points_of_scale(scale or ""),
        not_on_countback=bool(not_on_countback),
    )


def _read_entries(season: int, events: dict[int, date]) -> tuple[tuple[EntryView, ...], dict[int, EntryView]]:
    """The season's entries as the lists of `events` have them, each with its first day. One that is on other lists
    alone is not there yet.

    With them each again by the ids of its places on the lists, its team as it was called there.
    """
    rows_by_entry: dict[int, tuple[Any, ...]] = {}
    classes: dict[int, set[str]] = defaultdict(set)
    numbers: dict[int, dict[int, int | None]] = defaultdict(dict)
    on_lists: dict[int, dict[int, int]] = defaultdict(dict)
    nominated: dict[int, set[int]] = defaultdict(set)
    event_entries: dict[int, tuple[int, int]] = {}
    teams = _Teams(events)
    for row in ENTRY_ROWS.rows(season=season):
        (entry_id,) = row[ENTRY_COLUMNS.entry_id]
        rows_by_entry.setdefault(entry_id, row)
        (entrants,) = row[ENTRY_COLUMNS.entrants]
        if entrants:
            classes[entry_id].add(entrants)
        event_entry, event, number, is_nominated = row[ENTRY_COLUMNS.on_list]
        teams.read(row, event)
        if event_entry is not None:
            if event in events:
                numbers[entry_id][event] = number
                on_lists[entry_id][event] = event_entry
                if is_nominated:
                    nominated[entry_id].add(event)
            event_entries[event_entry] = entry_id, event
    entries = {}
    elsewhere = {entry_id for entry_id, _event in event_entries.values()} - numbers.keys()
    for entry_id, row in rows_by_entry.items():
        if entry_id in elsewhere:
            continue
        number, car, wildcard, wildcard_scores = row[ENTRY_COLUMNS.entry]
        team, earlier = teams.of(row[ENTRY_COLUMNS.team][0])
        entries[entry_id] = EntryView(
            entry_id,
            DriverView(*row[ENTRY_COLUMNS.driver]),
            team,
            number,
            car,
            wildcard,
            wildcard_scores,
            frozenset(classes[entry_id]),
            numbers[entry_id],
            on_lists[entry_id],
            frozenset(nominated[entry_id]),
            earlier,
        )
    return tuple(entries.values()), {
        event_entry: entries[entry_id].at(event)
        for event_entry, (entry_id, event) in event_entries.items()
        if entry_id in entries
    }


class _Teams:
    """The teams of a season's entries, by what the season calls them at its events, whose first days come in."""

    def __init__(self, events: dict[int, date]) -> None:
        self._events = events
        self._own: dict[str, TeamView] = {}
        self._called: dict[str, dict[date, tuple[str, str, str]]] = defaultdict(dict)
        self._listed: dict[str, date] = {}
        self._made: dict[str, tuple[TeamView, dict[int, TeamView]]] = {}

    def read(self, row: tuple[Any, ...], event: int | None) -> None:
        """The team of an entry's row, and what it is called from a day on; `event`: on whose list the entry stands."""
        slug = row[ENTRY_COLUMNS.team][0]
        if slug is None:
            return
        if slug not in self._own:
            self._own[slug] = TeamView(*row[ENTRY_COLUMNS.team])
        since, *names = row[ENTRY_COLUMNS.called]
        if names[0] is not None:
            self._called[slug][since or date.min] = tuple(names)
        if event in self._events:
            self._listed[slug] = max(self._listed.get(slug, date.min), self._events[event])

    def of(self, slug: str | None) -> tuple[TeamView | None, dict[int, TeamView]]:
        """A team as the last event on whose list it stands has it; and by event, where it was called otherwise."""
        if slug is None:
            return None, {}
        if slug not in self._made:
            team = self._at(slug, self._listed.get(slug, date.min))
            then = {event: self._at(slug, day) for event, day in self._events.items()} if self._called[slug] else {}
            self._made[slug] = team, {event: named for event, named in then.items() if named != team}
        return self._made[slug]

    def _at(self, slug: str, day: date) -> TeamView:
        since = max((since for since in self._called[slug] if since <= day), default=None)
        return self._own[slug] if since is None else self._own[slug].called(*self._called[slug][since])


def _read_results(
    season: int, entries: dict[int, EntryView], shown: frozenset[int] | None
) -> dict[int, ClassificationView]:
    """shown: the sessions whose results may be read, None for all."""
    classifications: dict[int, ClassificationView] = {}
    for row in RESULT_ROWS.rows(season=season):
        (session,) = row[RESULT_COLUMNS.session]
        if shown is not None and session not in shown:
            continue
        classification = classifications.get(session)
        if classification is None:
            classification = classifications[session] = _classification(row)
        (event_entry,) = row[RESULT_COLUMNS.on_list]
        classification.lines.append(ResultView(entries[event_entry], *row[RESULT_COLUMNS.line]))
    return classifications


def _classification(row: tuple[Any, ...]) -> ClassificationView:
    """Without its lines."""
    number, status, published_at = row[RESULT_COLUMNS.classification]
    points, factor, laps_counted = row[RESULT_COLUMNS.counting]
    return ClassificationView(number, status, published_at, [], points_of_scale(points or ""), factor, laps_counted)


def _inputs(
    titles: tuple[TitleView, ...],
    events: tuple[EventView, ...],
    sessions: tuple[SessionView, ...],
    entries: tuple[EntryView, ...],
    classifications: dict[int, ClassificationView],
    adjustments: list[scoring.Adjustment],
) -> scoring.Season:
    """The same season as the scorer takes it. What was cancelled has nothing left to give."""
    slugs = {event.id: event.slug for event in events}
    scored_entries = {
        entry.id: scoring.Entry(
            entry.driver.slug,
            entry.team_slug,
            frozenset(slugs[event] for event in entry.numbers),
            entry.classes,
            not entry.scores,
            frozenset(slugs[event] for event in entry.nominated),
        )
        for entry in entries
    }
    scored_sessions = []
    for session in sessions:
        classification = classifications.get(session.id)
        lines = None if classification is None else _scored_lines(classification, scored_entries)
        cancelled = session.state == Session.State.CANCELLED or (lines is None and session.event.is_cancelled)
        scored_sessions.append(
            scoring.Session(
                session.key,
                session.event.slug,
                session.code,
                session.kind,
                session.scale if classification is None else classification.scale,
                lines,
                cancelled,
                scoring.WHOLE if classification is None else classification.points_factor,
                classification is None or classification.is_official,
                session.not_on_countback,
            )
        )
    # No table has a row for who has no entry any more.
    entered = {name for entry in scored_entries.values() for name in (entry.driver, entry.team) if name}
    return scoring.Season(
        titles=tuple(title.rules for title in titles),
        sessions=tuple(scored_sessions),
        entries=tuple(scored_entries.values()),
        adjustments=tuple(adjustment for adjustment in adjustments if adjustment.competitor in entered),
    )


def _scored_lines(
    classification: ClassificationView, entries: dict[int, scoring.Entry]
) -> tuple[scoring.ScoredLine, ...]:
    return tuple([scored_line(entries[line.entry.id], line) for line in classification.lines])


def scored_line(entry: scoring.Entry, line: LineThatCounts) -> scoring.ScoredLine:
    """A line as far as it counts."""
    return scoring.ScoredLine(
        entry,
        line.position,
        line.fastest_lap_ms,
        line.status not in TAKEN_OUT,
        line.fastest_lap_ms is None and line.status == ResultStatus.CLASSIFIED,
        line.holds_fastest_lap,
        line.points,
    )


def points_of_scale(points: str) -> tuple[Decimal, ...]:
    """As a scale of the season is written: from first place on, with spaces."""
    return tuple(Decimal(value) for value in points.split())
