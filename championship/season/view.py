"""A season as pages read it, whole: its parts (parts.py), and what is worked out of them once.

What the scorer takes of it stands in `SeasonView.inputs`.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.utils import timezone

from championship import scoring
from championship.models import Session
from championship.rules import TAKEN_OUT
from championship.season.guard import Guard
from championship.season.parts import (
    ClassificationView,
    DriverView,
    EntryView,
    EventView,
    ResultView,
    SessionView,
    TeamView,
    TitleView,
)


@dataclass(frozen=True)
class SeasonView:
    """A season as pages read it: its parts, and every table worked out from them.

    sessions: in running order, with those expected of an event that has none on record yet (expected.py), which are not
    among the event's own. guard: what the reader asked to see no further than; what came later is not in the view.
    """

    year: int
    name: str
    short_name: str
    broadcaster: str
    broadcaster_url: str
    titles: tuple[TitleView, ...]
    events: tuple[EventView, ...]
    sessions: tuple[SessionView, ...]
    entries: tuple[EntryView, ...]
    classifications: dict[int, ClassificationView] = field(repr=False)
    inputs: scoring.Season = field(repr=False)
    guard: Guard | None = None

    def knows(self, session: SessionView) -> bool:
        """Whether what came of a session may be shown: with a guard only up to the moment it names."""
        return self.guard is None or self.guard.year != self.year or session.id in self.guard.shown

    def now(self) -> datetime:
        """The moment that pages count from: this one, or with a guard that of the last session seen."""
        guarded = self.guard.now if self.guard is not None and self.guard.year == self.year else None
        return guarded or timezone.now()

    @cached_property
    def standings(self) -> Mapping[str, scoring.Standings]:
        """Every title's tables; one pass over the season for each that is asked for."""
        return scoring.score(self.inputs)

    @cached_property
    def fights(self) -> Mapping[str, scoring.Fight]:
        """Every title's fight: who has won it, who can still win it, and what each of them needs."""
        return scoring.fights(self.standings)

    @cached_property
    def titles_by_slug(self) -> dict[str, TitleView]:
        return {title.slug: title for title in self.titles}

    @cached_property
    def drivers_title(self) -> TitleView | None:
        """The title that every driver but a wildcard is in."""
        return next((title for title in self.titles if not title.ranks_teams and not title.entrants), None)

    @cached_property
    def teams_title(self) -> TitleView | None:
        return next((title for title in self.titles if title.ranks_teams and not title.entrants), None)

    @cached_property
    def first_title(self) -> TitleView | None:
        """The title that pages open with: the drivers' where there is one."""
        return self.drivers_title or next(iter(self.titles), None)

    @cached_property
    def events_by_slug(self) -> dict[str, EventView]:
        return {event.slug: event for event in self.events}

    @cached_property
    def drivers(self) -> dict[str, DriverView]:
        return {entry.driver.slug: entry.driver for entry in self.entries}

    @cached_property
    def listed(self) -> tuple[EventView, ...]:
        """The events that run and whose entry list is out."""
        with_entries = {event for entry in self.entries for event in entry.numbers}
        return tuple(event for event in self.running if event.id in with_entries)

    @cached_property
    def surnames(self) -> dict[str, str]:
        """What running text calls each driver: the family name, with an initial where two share it."""
        family_names = Counter(driver.family_name for driver in self.drivers.values())
        return {
            slug: driver.short_name if family_names[driver.family_name] == 1 else driver.initial_name
            for slug, driver in self.drivers.items()
        }

    def called(self, title: TitleView, competitor: str) -> str:
        """What running text calls a competitor of a title."""
        return self.teams[competitor].short_name if title.ranks_teams else self.surnames[competitor]

    @cached_property
    def teams(self) -> dict[str, TeamView]:
        return {entry.team.slug: entry.team for entry in self.entries if entry.team}

    @cached_property
    def running(self) -> tuple[EventView, ...]:
        """The events that are not cancelled, in the order in which they run."""
        return tuple(event for event in self.events if not event.is_cancelled)

    @cached_property
    def counting(self) -> tuple[EventView, ...]:
        """The events that the tables rest on: those that run, and a cancelled one with what was classified before.

        What was published stays: an event called off after its qualifying leaves the points of that where they are, so
        whatever adds up to a table names it.
        """
        return tuple(
            event
            for event in self.events
            if not event.is_cancelled or any(session.id in self.classifications for session in event.sessions)
        )

    def is_off(self, session: SessionView) -> bool:
        """Whether a session was called off, by itself or with its event, before it had a classification."""
        off = session.event.is_cancelled or session.state == Session.State.CANCELLED
        return off and session.id not in self.classifications

    @cached_property
    def latest(self) -> SessionView | None:
        """The last session in running order that has a classification."""
        return next((session for session in reversed(self.sessions) if session.id in self.classifications), None)

    @cached_property
    def is_over(self) -> bool:
        """Every session that was not called off has been run."""
        return bool(self.sessions) and all(
            session.state in (Session.State.FINISHED, Session.State.CANCELLED)
            for session in self.sessions
            if not session.event.is_cancelled
        )

    def counts_in(self, title: TitleView) -> list[SessionView]:
        """The sessions that count in a title, in running order: after each of them it has a table."""
        return self._counting[title.slug][0]

    def last_counted(self, title: TitleView, after: SessionView | None) -> SessionView | None:
        """The last session up to `after` that counts in a title, with a result: its table is that after `after`, too.

        None before the first.
        """
        return None if after is None else self._counting[title.slug][1][after.index]

    @cached_property
    def _counting(self) -> dict[str, tuple[list[SessionView], list[SessionView | None]]]:
        """By title, the sessions that count; and for every session the last of them up to it."""
        by_title = {}
        for title in self.titles:
            indexes = scoring.counting(self.inputs, title.rules)
            adjusted = {adjustment.after for adjustment in self.inputs.adjustments if adjustment.title == title.slug}
            last, lasts = None, []
            for session in self.sessions:
                if session.index in indexes and (session.id in self.classifications or session.key in adjusted):
                    last = session
                lasts.append(last)
            counting = [session for session in self.sessions if session.index in indexes and not session.is_expected]
            by_title[title.slug] = counting, lasts
        return by_title

    def event(self, slug: str) -> EventView | None:
        return self.events_by_slug.get(slug)

    def session(self, event_slug: str, session: str) -> SessionView | None:
        """By the session's address ("race-2") or its code ("R2")."""
        event = self.event(event_slug)
        sessions = event.sessions if event else []
        return next((listed for listed in sessions if session in (listed.slug, listed.code)), None)

    def classification(self, session: SessionView) -> ClassificationView | None:
        return self.classifications.get(session.id)

    def winners(self, event: EventView) -> list[ResultView | None]:
        """The winner of each race of an event that has a classification; None where it has none on record."""
        return [
            classification.winner for race in event.races if (classification := self.classification(race)) is not None
        ]

    @cached_property
    def results_by_driver(self) -> dict[str, dict[int, ResultView]]:
        """Every line of the current classifications, by driver and session id."""
        by_driver: dict[str, dict[int, ResultView]] = {}
        for session_id, classification in self.classifications.items():
            for line in classification.lines:
                by_driver.setdefault(line.driver.slug, {})[session_id] = line
        return by_driver

    @cached_property
    def fastest_laps(self) -> dict[int, ResultView]:
        """By session id, the line that holds the fastest lap on record: the one that a source names, else the quickest.
        Wildcards can, too."""
        fastest = {}
        for session_id, classification in self.classifications.items():
            named = next((line for line in classification.lines if line.holds_fastest_lap), None)
            if named is not None:
                fastest[session_id] = named
                continue
            timed = {
                scoring.lap_order(line.fastest_lap_ms, line.position, line.driver.slug): line
                for line in classification.lines
                if line.fastest_lap_ms is not None and line.status not in TAKEN_OUT
            }
            if timed:
                fastest[session_id] = timed[min(timed)]
        return fastest

    @cached_property
    def siblings(self) -> tuple[DriverView, ...]:
        """The drivers whose brother or sister is on the season's entry list too."""
        return tuple(driver for driver in self.drivers.values() if driver.sibling in self.drivers)

    def entries_of(self, driver: str) -> list[EntryView]:
        return [entry for entry in self.entries if entry.driver.slug == driver]

    def competitor(self, title: TitleView, slug: str) -> DriverView | TeamView:
        return self.teams[slug] if title.ranks_teams else self.drivers[slug]

    def entry_at(self, driver: str, after: int | None = None) -> EntryView | None:
        """The entry that stands for a driver in a table: the latest up to a session, by its index, one that
        scores nothing last. Its team is as it was called then."""
        limit = len(self.sessions) if after is None else after + 1
        started: dict[int, int] = {}
        for index, session in enumerate(self.sessions[:limit]):
            started.setdefault(session.event.id, index)
        best, best_key = None, (-1, -2)
        for entry in self.entries_of(driver):
            key = (1 if entry.scores else 0, max((started.get(event, -1) for event in entry.numbers), default=-1))
            if key > best_key:
                best, best_key = entry, key
        return best if best is None or after is None else best.at(self.sessions[after].event.id)

    def last_session_by(self, day: date) -> SessionView | None:
        """The last session with a classification on or before a day, for stories of that day."""
        last = None
        for session in self.sessions:
            if session.id in self.classifications and (session.date or session.event.ends_on) <= day:
                last = session
        return last
