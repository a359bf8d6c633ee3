"""The one bridge from rows to scoring: a season, read as tuples into frozen records.

Four queries load all that the pages of a season share. No model instance takes part, so a page costs the same however
many seasons the site holds.
"""

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal

from django.db.models import F, OuterRef, Q, Subquery

from championship import scoring
from championship.formats import event_place, event_short_name
from championship.models import Circuit, Entry, Event, Result, Season, Session
from championship.season.expected import with_expected
from championship.season.guard import Calendar, Guard, adjustments_at, calendar_at, guard_at
from championship.season.parts import (
    ChangeView,
    CircuitView,
    ClassificationView,
    DriverView,
    EntryView,
    EventView,
    ResultView,
    SessionView,
    TeamView,
    TitleView,
)
from championship.season.view import SeasonView
from web.cache.prepared import Prepared, given
from web.catalogue import localised
from web.moments import AsOf

# Past it no season is: a command may name any number, a database compares no longer ones.
LAST_YEAR = 9999


def circuit_name(slug: str) -> Subquery:
    """The name of the circuit that a change of circuit names by its slug; NULL for every other text."""
    return Subquery(Circuit.objects.filter(slug=OuterRef(slug)).values("name")[:1])


# The newest season of the years from `first` to `last`, with its titles.
_TITLE_ROWS = Prepared(
    Season.objects.filter(
        pk=Subquery(
            Season.objects.filter(year__gte=given("first"), year__lte=given("last")).order_by("-year").values("pk")[:1]
        )
    )
    .order_by("titles__order", "titles__pk", "titles__adjustments__order", "titles__adjustments__pk")
    .values_list(
        "pk",
        "year",
        "name",
        "short_name",
        "broadcaster",
        "broadcaster_url",
        "titles__slug",
        "titles__name",
        "titles__other_names",
        "titles__ranks",
        "titles__entrants",
        "titles__minimum_entrants",
        "titles__eligible",
        "titles__places",
        "titles__cars_per_session",
        "titles__without_sessions",
        "titles__own_scales",
        "titles__best_scores",
        "titles__bonus_fastest_qualifier",
        "titles__bonus_fastest_lap",
        "titles__own_scale_rows__kind",
        "titles__own_scale_rows__scale__points",
        "titles__adjustments__pk",
        "titles__adjustments__points",
        "titles__adjustments__kind",
        "titles__adjustments__reason",
        "titles__adjustments__source",
        "titles__adjustments__driver__slug",
        "titles__adjustments__team__slug",
        "titles__adjustments__after__event__slug",
        "titles__adjustments__after__code",
    )
)
_CALENDAR_ROWS = Prepared(
    Event.objects.filter(Q(season__year=given("year")) | Q(season__year=given("guarded")))
    .order_by("starts_on", "order", "pk", "sessions__order", "sessions__pk", "changes__announced_on", "changes__order")
    .values_list(
        "season__year",
        "announced_circuit__slug",
        "announced_circuit__locality",
        "announced_circuit__country",
        "announced_circuit__timezone",
        "announced_circuit__length_m",
        "pk",
        "number",
        "slug",
        "code",
        "name",
        "starts_on",
        "ends_on",
        "status",
        "circuit__slug",
        "circuit__name",
        "circuit__locality",
        "circuit__country",
        "circuit__timezone",
        "circuit__length_m",
        "announced_label",
        "announced_circuit__name",
        "announced_starts_on",
        "announced_ends_on",
        "announced_order",
        "changes__pk",
        "changes__announced_on",
        "changes__what",
        "changes__before",
        "changes__after",
        "changes__reason",
        "changes__source",
        circuit_name("changes__before"),
        circuit_name("changes__after"),
        # The name of the session whose time a change is.
        "changes__session__name",
        "sessions__scale__points",
        "sessions__pk",
        "sessions__code",
        "sessions__slug",
        "sessions__name",
        "sessions__kind",
        "sessions__state",
        "sessions__date",
        "sessions__starts_at",
        "sessions__laps_scheduled",
        "sessions__laps_run",
    )
)
_ENTRY_ROWS = Prepared(
    Entry.objects.filter(season=given("season"))
    .order_by("order", "pk")
    .values_list(
        "pk",
        "number",
        "car",
        "wildcard",
        "driver__slug",
        "driver__given_name",
        "driver__family_name",
        "driver__country",
        "driver__sibling__slug",
        "team__slug",
        "team__name",
        "team__short_name",
        "team__country",
        "team__colour",
        "titles__entrants",
        "event_entries__pk",
        "event_entries__event_id",
        "event_entries__number",
    )
)
_RESULT_ROWS = Prepared(
    Result.objects.current()
    .filter(classification__session__event__season=given("season"))
    .order_by("classification__session_id", "order", "pk")
    .annotate(session=F("classification__session_id"))
    .values_list(
        "session",
        "classification__number",
        "classification__status",
        "classification__published_at",
        "event_entry_id",
        "position",
        "status",
        "laps",
        "time_ms",
        "gap_ms",
        "gap_laps",
        "grid",
        "fastest_lap_ms",
        "basis",
    )
)


def load_season(as_of: AsOf | None = None) -> SeasonView | None:
    """The newest season as a record, None when there is none; with `as_of` those of later years are not there."""
    return _load(0, LAST_YEAR if as_of is None else as_of.year, as_of)


def load_year(year: int, as_of: AsOf | None = None) -> SeasonView | None:
    """The season of a year, None when there is none; with `as_of` those of later years are not there."""
    first = min(year, LAST_YEAR)
    return _load(first, first if as_of is None else min(first, as_of.year), as_of)


def load_calendar(as_of: AsOf) -> tuple[Guard, Calendar]:
    """A guard, and the calendar of its year as it was known then. One query."""
    calendar = _read_calendars(as_of.year).get(as_of.year, Calendar())
    guard = guard_at(as_of, calendar)
    return guard, calendar_at(guard, calendar)


def _load(first: int, last: int, as_of: AsOf | None) -> SeasonView | None:
    """The newest season of some years, and with `as_of` that year's as it was known at the moment. Four queries.

    A title's, event's or entry's rows come from one query each with its satellites joined, so the rows repeat; the
    reading below takes each once.
    """
    rows = _TITLE_ROWS.rows(first=first, last=last)
    if not rows:
        return None
    season, *head = rows[0][:6]
    year = head[0]
    titles, adjustments = _read_titles(rows)
    # The guard's bar names a session on pages of other seasons, too.
    calendars = _read_calendars(year, as_of and as_of.year)
    calendar = calendars.get(year, Calendar())
    guard = as_of and guard_at(as_of, calendars.get(as_of.year, Calendar()))
    shown = None
    if guard and guard.year == year:
        calendar, shown = calendar_at(guard, calendar), guard.shown
        adjustments = adjustments_at(adjustments, (one for one in calendar.sessions if one.id in guard.shown))
    calendar = with_expected(calendar)
    events, sessions = calendar.events, calendar.sessions
    lists = {event.id for event in events}
    if guard and guard.year == year:
        lists &= guard.lists
    entries, by_event_entry = _read_entries(season, lists)
    classifications = _read_results(season, by_event_entry, shown)
    rules = _rules(titles, events, sessions, entries, classifications, adjustments)
    return SeasonView(*head, titles, events, sessions, entries, classifications, rules, guard)


def with_classification(season: SeasonView, session: SessionView, classification: ClassificationView) -> SeasonView:
    """The season as if `classification` were the session's current one: a live order, or a result still to publish."""
    known = {entry.id: rules for entry, rules in zip(season.entries, season.rules.entries, strict=True)}
    sessions = list(season.rules.sessions)
    sessions[session.index] = replace(sessions[session.index], lines=_scored_lines(classification, known))
    return replace(
        season,
        classifications=season.classifications | {session.id: classification},
        rules=replace(season.rules, sessions=tuple(sessions)),
    )


def _read_titles(rows: list[tuple]) -> tuple[tuple[TitleView, ...], list[scoring.Adjustment]]:
    heads: dict[str, tuple] = {}
    scales: dict[str, dict[str, tuple[Decimal, ...]]] = defaultdict(dict)
    adjustments: dict[int, scoring.Adjustment] = {}
    for row in rows:
        slug = row[6]
        if slug is None:
            continue
        heads.setdefault(slug, row[6:20])
        kind, points, pk = row[20:23]
        if kind is not None:
            scales[slug][kind] = _scale(points)
        if pk is not None:
            amount, adjustment_kind, reason, source, driver, team, event, code = row[23:]
            adjustments[pk] = scoring.Adjustment(
                slug, driver or team, amount, f"{event}/{code}", adjustment_kind, reason, source
            )
    titles = []
    for slug, row in heads.items():
        _, name, other_names, ranks, entrants, minimum, eligible, places, cars, without, own, best, qualifier, lap = row
        rules = scoring.Title(
            slug=slug,
            ranks=ranks,
            places=places,
            entrants=entrants or None,
            own_scales=scales[slug] if own else None,
            without_sessions=frozenset(without.split()),
            cars_per_session=cars,
            minimum_entrants=minimum,
            best_scores=best,
            bonus_fastest_qualifier=qualifier,
            bonus_fastest_lap=lap,
        )
        titles.append(
            TitleView(
                slug, localised(name), localised(other_names), ranks, entrants, minimum, localised(eligible), rules
            )
        )
    return tuple(titles), list(adjustments.values())


def _read_calendars(year: int, guarded: int | None = None) -> dict[int, Calendar]:
    """The calendars of a year and of the one that a guard is in, by year."""
    by_year: dict[int, list[tuple]] = defaultdict(list)
    for row in _CALENDAR_ROWS.rows(year=year, guarded=guarded):
        by_year[row[0]].append(row)
    return {year: _read_calendar(year, rows) for year, rows in by_year.items()}


def _read_calendar(year: int, rows: list[tuple]) -> Calendar:
    events: dict[int, EventView] = {}
    sessions: dict[int, SessionView] = {}
    circuits: dict[str, CircuitView] = {}
    changes: set[int] = set()
    for announced, row in ((row[1:6], row[6:]) for row in rows):
        event = events.get(row[0])
        if event is None:
            pk, number, slug, code, name, starts_on, ends_on, status = row[:8]
            circuit = CircuitView(*row[8:14])
            circuits[circuit.slug] = circuit
            if announced[0] is not None:
                circuits[announced[0]] = CircuitView(announced[0], row[15], *announced[1:])
            names = localised(name), localised(event_short_name(name)), event_place(name)
            event = events[pk] = EventView(
                pk, year, number, slug, code, *names, starts_on, ends_on, status, circuit, *row[14:19]
            )
        if row[19] is not None and row[19] not in changes:
            changes.add(row[19])
            announced_on, what, before, after, reason, *rest, of_session = row[20:29]
            event.changes.append(ChangeView(announced_on, what, before, after, reason, *rest, localised(of_session)))
        pk = row[30]
        if pk is not None and pk not in sessions:
            code, slug, session_name, *rest = row[31:]
            session = sessions[pk] = SessionView(
                pk, len(sessions), event, code, slug, localised(session_name), *rest, _scale(row[29] or "")
            )
            event.sessions.append(session)
    for event in events.values():
        event.calendar.extend(events.values())
    return Calendar(tuple(events.values()), tuple(sessions.values()), circuits)


def _read_entries(
    season: int, events: set[int]
) -> tuple[tuple[EntryView, ...], dict[int, tuple[EntryView, int | None]]]:
    """The season's entries as the lists of `events` have them. One that is on other lists alone is not there yet."""
    rows = _ENTRY_ROWS.rows(season=season)
    heads: dict[int, tuple] = {}
    classes: dict[int, set[str]] = defaultdict(set)
    numbers: dict[int, dict[int, int | None]] = defaultdict(dict)
    on_lists: dict[int, dict[int, int]] = defaultdict(dict)
    event_entries: dict[int, tuple[int, int | None]] = {}
    for row in rows:
        pk = row[0]
        heads.setdefault(pk, row[1:14])
        entrants, event_entry, event, number = row[14:]
        if entrants:
            classes[pk].add(entrants)
        if event_entry is not None:
            if event in events:
                numbers[pk][event] = number
                on_lists[pk][event] = event_entry
            event_entries[event_entry] = (pk, number)
    entries = {}
    elsewhere = {pk for pk, _number in event_entries.values()} - numbers.keys()
    for pk, row in heads.items():
        if pk in elsewhere:
            continue
        number, car, wildcard = row[:3]
        entries[pk] = EntryView(
            pk,
            DriverView(*row[3:8]),
            TeamView(*row[8:13]),
            number,
            car,
            wildcard,
            frozenset(classes[pk]),
            numbers[pk],
            on_lists[pk],
        )
    return tuple(entries.values()), {
        event_entry: (entries[pk], number) for event_entry, (pk, number) in event_entries.items() if pk in entries
    }


def _read_results(
    season: int, entries: dict[int, tuple[EntryView, int | None]], shown: frozenset[int] | None
) -> dict[int, ClassificationView]:
    """shown: the sessions whose results may be read, None for all."""
    classifications: dict[int, ClassificationView] = {}
    for session, number, status, published_at, event_entry, *line in _RESULT_ROWS.rows(season=season):
        if shown is not None and session not in shown:
            continue
        found = classifications.get(session)
        if found is None:
            found = classifications[session] = ClassificationView(number, status, published_at, [])
        found.lines.append(ResultView(*entries[event_entry], *line))
    return classifications


def _rules(
    titles: tuple[TitleView, ...],
    events: tuple[EventView, ...],
    sessions: tuple[SessionView, ...],
    entries: tuple[EntryView, ...],
    classifications: dict[int, ClassificationView],
    adjustments: list[scoring.Adjustment],
) -> scoring.Season:
    """The same season in the scorer's records. What was cancelled has nothing left to give."""
    slugs = {event.id: event.slug for event in events}
    known = {
        entry.id: scoring.Entry(
            entry.driver.slug,
            entry.team.slug,
            frozenset(slugs[event] for event in entry.numbers),
            entry.classes,
            entry.wildcard,
        )
        for entry in entries
    }
    scored = []
    for session in sessions:
        classification = classifications.get(session.id)
        lines = classification and _scored_lines(classification, known)
        cancelled = session.state == Session.State.CANCELLED or (lines is None and session.event.is_cancelled)
        scored.append(
            scoring.Session(
                session.key,
                session.event.slug,
                session.code,
                session.kind,
                session.scale,
                lines,
                cancelled,
            )
        )
    # No table has a line for who has no entry any more.
    entered = {name for entry in known.values() for name in (entry.driver, entry.team)}
    counted = tuple(one for one in adjustments if one.competitor in entered)
    return scoring.Season(tuple(title.rules for title in titles), tuple(scored), tuple(known.values()), counted)


def _scored_lines(
    classification: ClassificationView, entries: dict[int, scoring.Entry]
) -> tuple[scoring.ScoredLine, ...]:
    return tuple(
        [
            scoring.ScoredLine(
                entries[line.entry.id], line.position, line.fastest_lap_ms, line.status not in Result.UNFIT
            )
            for line in classification.lines
        ]
    )


def _scale(points: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(value) for value in points.split())
