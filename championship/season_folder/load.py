"""A season folder into the database: one transaction, and nothing written where all is equal already."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.text import slugify

from championship.models import (
    Adjustment,
    CalendarChange,
    Circuit,
    Entry,
    Event,
    EventEntry,
    Penalty,
    PointsScale,
    PublishedPlace,
    Season,
    Session,
    Title,
    TitleScale,
)
from championship.season_folder import cells
from championship.season_folder.changes import Changes, Key, LoadRefused, Values, in_turn
from championship.season_folder.names import load_names
from championship.season_folder.results import load_results
from championship.season_folder.rows import (
    AnnouncedRow,
    CircuitRow,
    DriverRow,
    EntryRow,
    EventRow,
    SeasonFolder,
    SessionRow,
    TeamRow,
)
from championship.season_folder.season_toml import BONUSES, TitleRules, points_text
from drivers.models import Driver, Team

STAMPS = ("calendar_sequence", "calendar_changed_at")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load came to. `rows` counts what it wrote; 0 means that the database had it all."""

    year: int
    rows: int
    events: int
    sessions: int
    results: int

    def __str__(self) -> str:
        if not self.rows:
            return f"{self.year} is up to date; nothing written."
        return f"{self.year} loaded: {self.events} events, {self.sessions} sessions, {self.results} results."


def load(folder: SeasonFolder, *, replace: bool = False, say: Callable[[str], None] = lambda line: None) -> Loaded:
    """Brings `folder` into the database; `say` hears of each step.

    A season that is there keeps what is equal, and a session whose current classification differs gets a new one.
    Any other difference raises LoadRefused unless `replace`; then the folder's facts take the place of the
    database's. Published results are never removed.
    """
    try:
        with transaction.atomic():
            return _Load(folder, replace, say).run()
    except IntegrityError as error:
        raise LoadRefused([f"The database does not allow this change: {error}."]) from error


class _Load:
    """One load: the rows of the database by the keys that the folder uses."""

    def __init__(self, folder: SeasonFolder, replace: bool, say: Callable[[str], None]) -> None:
        self.folder = folder
        self.rules = folder.rules
        self.say = say
        self.there = Season.objects.filter(year=self.rules.year).first()
        self.changes = Changes(fresh=self.there is None, replace=replace)

    def run(self) -> Loaded:
        changes = self.changes
        self.say("drivers, teams and circuits")
        self.circuits = self._shared(Circuit, self.folder.circuits)
        self.teams = self._shared(Team, self.folder.teams, {"colour": Team._meta.get_field("colour").default})
        self.drivers = self._shared(Driver, self.folder.drivers)
        self.say("rules")
        self.season = self._season()
        self._scales()
        self._titles()
        self.say("calendar")
        self._events()
        self._sessions()
        self._calendar_changes()
        load_names(self.folder, self.season, self.teams, self.circuits, changes)
        self.say("entries")
        self._entries()
        self.say("penalties and adjustments")
        self._penalties()
        self._adjustments()
        self._published_standings()
        self._refuse()
        self.say("results")
        changes.written += load_results(self.folder, self.sessions, self.event_entries, changes)
        changes.delete_gone()
        self._refuse()
        return Loaded(self.rules.year, changes.written, len(self.events), len(self.sessions), len(self.folder.results))

    def _refuse(self) -> None:
        if self.changes.differences:
            raise LoadRefused(self.changes.differences)

    def _there[Key: Hashable, Row: Model](
        self, model: type[Row], key: Callable[[Row], Key], **where: object
    ) -> list[tuple[Key, Row]]:
        """The season's rows in the database, each after its key."""
        if self.changes.fresh:
            return []
        return [(key(row), row) for row in model._base_manager.filter(**where).order_by("pk")]

    # What seasons share

    def _shared[Row: (Circuit, Team, Driver)](
        self, model: type[Row], rows: Iterable[CircuitRow | TeamRow | DriverRow], blanks: Values | None = None
    ) -> dict[str, Row]:
        wanted = {row.slug: {field.name: getattr(row, field.name) for field in fields(row)} for row in rows}
        there = {row.slug: row for row in model._default_manager.filter(slug__in=wanted)}
        return self.changes.shared(model, there, wanted, blanks or {})

    # The rules

    def _season(self) -> Season:
        keys = ("year", "name", "short_name", "broadcaster", "broadcaster_url", "state")
        there = {self.rules.year: self.there} if self.there else {}
        wanted = {self.rules.year: {key: getattr(self.rules, key) for key in keys}}
        return self.changes.rows(Season, there, wanted, lambda year: f"The season {year}")[self.rules.year]

    def _scales(self) -> None:
        wanted = {
            slug: {"season_id": self.season.pk, "slug": slug, "points": points_text(points), "order": order}
            for order, (slug, points) in enumerate(self.rules.scales.items(), start=1)
        }
        there = dict(self._there(PointsScale, lambda row: row.slug, season=self.season))
        self.scales = self.changes.rows(PointsScale, there, wanted, lambda slug: f"The scale {slug}")

    def _titles(self) -> None:
        same = (
            "slug", "name", "name_sv", "ranks", "entrants", "places", "cars_per_session", "nominated",
            "scale_unknown", "minimum_entrants",
            "best_scores", "fastest_lap_within", "eligible", "eligible_sv",
        )  # fmt: skip
        wanted = {
            title.slug: {
                "season_id": self.season.pk,
                **{key: getattr(title, key) for key in same},
                "other_names": "; ".join(title.other_names),
                "other_names_sv": "; ".join(title.other_names_sv),
                "without_sessions": " ".join(title.without_sessions),
                "own_scales": title.scale_by_kind is not None,
                **_winner(title, self.drivers, self.teams),
                **{field: title.bonus.get(name) for name, field in BONUSES.items()},
                "order": order,
            }
            for order, title in enumerate(self.rules.titles, start=1)
        }
        there = dict(self._there(Title, lambda row: row.slug, season=self.season))
        self.titles = self.changes.rows(Title, there, wanted, lambda slug: f"The title {slug}")
        self.title_slugs = {title.pk: slug for slug, title in (there | self.titles).items()}
        scales = {
            (slug, kind): {"title_id": self.titles[slug].pk, "kind": kind, "scale_id": self.scales[scale].pk}
            for slug, own in ((title.slug, title.scale_by_kind or {}) for title in self.rules.titles)
            for kind, scale in own.items()
        }
        own_scales = self._there(
            TitleScale, lambda row: (self.title_slugs[row.title_id], row.kind), title__season=self.season
        )
        self.changes.rows(
            TitleScale, dict(own_scales), scales, lambda key: f"The title {key[0]}'s own scale for {key[1]}", leaf=True
        )

    # The calendar

    def _events(self) -> None:
        announced = {row.event: (order, row) for order, row in enumerate(self.folder.announced_calendar, start=1)}
        there = dict(self._there(Event, lambda row: row.slug, season=self.season))
        self.status_changed = {
            row.slug for row in self.folder.events if row.slug in there and there[row.slug].status != row.status
        }
        wanted = {
            row.slug: {
                "season_id": self.season.pk,
                **{field: getattr(row, field) for field in EventRow.__slots__ if field not in ("circuit", *STAMPS)},
                **_stamps(row, there.get(row.slug)),
                "circuit_id": self.circuits[row.circuit].pk,
                **self._announced(*announced.get(row.slug, ())),
                "order": order,
            }
            for order, row in enumerate(self.folder.events, start=1)
        }
        self.events = self.changes.rows(Event, there, wanted, lambda slug: f"The event {slug}", park=("number", "code"))
        self.event_slugs = {row.pk: slug for slug, row in (there | self.events).items()}

    def _announced(self, order: int | None = None, row: AnnouncedRow | None = None) -> Values:
        return {
            "announced_label": row.label if row else "",
            "announced_circuit_id": self.circuits[row.circuit].pk if row and row.circuit else None,
            "announced_starts_on": row.starts_on if row else None,
            "announced_ends_on": row.ends_on if row else None,
            "announced_order": order,
        }

    def _calendar_changes(self) -> None:
        same = ("announced_on", "what", "before", "after", "reason", "reason_sv", "source")
        wanted = in_turn(
            (
                (row.announced_on, row.event, row.what, row.session),
                {
                    "event_id": self.events[row.event].pk,
                    "session_id": self.sessions[row.event, row.session].pk if row.session else None,
                    **{key: getattr(row, key) for key in same},
                    "order": order,
                },
            )
            for order, row in enumerate(self.folder.calendar_changes, start=1)
        )
        codes = {pk: code for pk, (_, code) in self.session_keys.items()}
        there = self._there(
            CalendarChange,
            lambda row: (
                row.announced_on, self.event_slugs[row.event_id], row.what, codes.get(row.session_id or 0, "")
            ),
            event__season=self.season,
        )  # fmt: skip
        self.changes.rows(
            CalendarChange, in_turn(there), wanted,
            lambda key: f"The change of {', '.join(filter(None, map(str, key[:4])))}", leaf=True,
        )  # fmt: skip

    def _sessions(self) -> None:
        there = dict(
            self._there(Session, lambda row: (self.event_slugs[row.event_id], row.code), event__season=self.season)
        )
        same = (
            "code", "name", "name_sv", "kind", "not_on_countback", "date", "planned_minutes", "laps_scheduled",
            "laps_run",
        )  # fmt: skip
        events = {row.slug: row for row in self.folder.events}
        zones = {circuit.slug: ZoneInfo(circuit.timezone) for circuit in self.circuits.values()}
        finished = set(self.folder.sessions_with_results())
        order: Counter[str] = Counter()
        wanted = {}
        for row in self.folder.sessions:
            key = (row.event, row.code)
            order[row.event] += 1
            wanted[key] = {
                "event_id": self.events[row.event].pk,
                **{field: getattr(row, field) for field in same},
                **_stamps(row, there.get(key)),
                "slug": row.slug or slugify(row.name),
                "scale_id": self.scales[row.scale].pk if row.scale else None,
                "starts_at": _in_utc(row, zones[events[row.event].circuit]),
                "order": order[row.event],
            }
            # A blank state says what the rest implies; it takes nothing from a session that has moved on since.
            if row.state or key not in there or row.event in self.status_changed:
                wanted[key]["state"] = row.state or implied_state(events[row.event].status, key in finished)
        self.sessions = self.changes.rows(Session, there, wanted, lambda key: f"The session {key[0]}/{key[1]}")
        # Rows of a session that the folder lacks have its name, too.
        self.session_keys = {row.pk: key for key, row in (there | self.sessions).items()}
        for session in self.sessions.values():
            session.event = self.events[self.event_slugs[session.event_id]]
        self.last_sessions = self.folder.last_sessions()

    # The entries

    def _entries(self) -> None:
        rows = list(self.folder.entries)
        keys = list(in_turn(((row.driver,), row) for row in rows))
        wanted = {
            key: {
                "season_id": self.season.pk,
                "driver_id": self.drivers[row.driver].pk,
                "team_id": self.teams[row.team].pk if row.team else None,
                **{field: getattr(row, field) for field in ("number", "car", "wildcard", "wildcard_scores")},
                "order": order,
            }
            for order, (key, row) in enumerate(zip(keys, rows, strict=True), start=1)
        }
        self.driver_slugs = {driver.pk: slug for slug, driver in self.drivers.items()}
        there = in_turn(self._there(Entry, lambda row: (self._driver_slug(row.driver_id),), season=self.season))
        entries = self.changes.rows(Entry, there, wanted, _entry_name)
        # The entries that the folder lacks, too: their titles are of somebody.
        self.entry_keys = {entry.pk: key for key, entry in (there | entries).items()}
        self._entries_titles(dict(zip(keys, rows, strict=True)), entries)
        self._event_entries(dict(zip(keys, rows, strict=True)), entries)

    def _driver_slug(self, pk: int) -> str:
        """A driver of the season whom the folder does not know has a name of his own here."""
        if pk not in self.driver_slugs:
            self.driver_slugs[pk] = Driver.objects.only("slug").get(pk=pk).slug
        return self.driver_slugs[pk]

    def _entries_titles(self, rows: Mapping[Key, EntryRow], entries: Mapping[Key, Entry]) -> None:
        through = Entry.titles.through
        wanted = {
            (key, title.slug): {"entry_id": entries[key].pk, "title_id": self.titles[title.slug].pk}
            for key, row in rows.items()
            for title in self.rules.titles
            if title.entrants and title.entrants in row.titles
        }
        there = self._there(
            through,
            lambda row: (self.entry_keys[row.entry_id], self.title_slugs[row.title_id]),
            entry__season=self.season,
            # A title for all has no word by which a folder could enter anyone.
            title__entrants__gt="",
        )
        self.changes.rows(
            through, dict(there), wanted, lambda key: f"{_entry_name(key[0])} in the title {key[1]}", leaf=True
        )

    def _event_entries(self, rows: Mapping[Key, EntryRow], entries: Mapping[Key, Entry]) -> None:
        wanted = {}
        for key, row in rows.items():
            numbers = dict(row.numbers_at)
            nominated = self.folder.events_of(row) if row.nominated == cells.ALL_EVENTS else row.nominated
            for event in self.folder.events_of(row):
                wanted[event, row.driver] = {
                    "event_id": self.events[event].pk,
                    "entry_id": entries[key].pk,
                    "driver_id": self.drivers[row.driver].pk,
                    "number": numbers.get(event, row.number),
                    "nominated": event in nominated,
                }
        there = dict(
            self._there(
                EventEntry,
                lambda row: (self.event_slugs[row.event_id], self._driver_slug(row.driver_id)),
                event__season=self.season,
            )
        )
        # The cars that the folder lacks, too: penalties of theirs have a name.
        self.drivers_of_cars = {row.pk: driver for (_, driver), row in there.items()}
        self.event_entries = self.changes.rows(
            EventEntry, there, wanted, lambda key: f"The entry of {key[1]} at {key[0]}", park=("number",), leaf=True
        )

    # What was decided

    def _penalties(self) -> None:
        same = (
            "kind", "seconds", "places", "points", "fine", "currency", "position_before", "position_after", "came_with",
            "reason", "reason_sv", "named", "document", "decided_at", "source", "withdrawn_at", "withdrawn_by",
            "withdrawn_reason", "withdrawn_reason_sv",
        )  # fmt: skip
        wanted = in_turn(
            (
                (row.event, row.session, row.driver or row.named, row.kind),
                {
                    "session_id": self.sessions[row.event, row.session].pk,
                    **self._decided_about(row.event, row.driver),
                    **{key: getattr(row, key) for key in same},
                    "order": order,
                },
            )
            for order, row in enumerate(self.folder.penalties, start=1)
        )
        there = in_turn(
            self._there(
                Penalty,
                lambda row: (*self.session_keys[row.session_id], self._of_whom(row), row.kind),
                session__event__season=self.season,
            )
        )

        def name(key: Key) -> str:
            return f"The penalty of {key[2] or 'somebody'} in {key[0]}/{key[1]} ({key[3]})"

        penalties = self.changes.rows(Penalty, there, wanted, name, leaf=True)
        self.penalties = list(penalties.values())
        # Only now has every decision a key that another can name.
        replaced = [self.penalties[row.replaces - 1].pk if row.replaces else None for row in self.folder.penalties]
        new = [penalty for key, penalty in penalties.items() if key not in there]
        for penalty, pk in zip(self.penalties, replaced, strict=True):
            penalty.replaces_id = pk if penalty in new else penalty.replaces_id
        Penalty.objects.bulk_update(new, ["replaces"])
        wanted = {key: {"replaces_id": pk} for key, pk in zip(wanted, replaced, strict=True)}
        self.changes.rows(Penalty, penalties, wanted, name, leaf=True)

    def _decided_about(self, event: str, driver: str) -> Values:
        """A car of the event's list, or else a driver who is not on it; neither where there is no driver."""
        car = self.event_entries.get((event, driver))
        return {
            "event_entry_id": car.pk if car else None,
            "driver_id": self.drivers[driver].pk if driver and not car else None,
        }

    def _of_whom(self, penalty: Penalty) -> str:
        if penalty.event_entry_id is not None:
            return self.drivers_of_cars[penalty.event_entry_id]
        return self._driver_slug(penalty.driver_id) if penalty.driver_id is not None else penalty.named

    def _adjustments(self) -> None:
        self._of_titles(
            Adjustment,
            [
                (row.title, row.after, row.competitor, {
                    **{key: getattr(row, key) for key in ("points", "kind", "reason", "reason_sv", "source")},
                    "penalty_id": self.penalties[row.penalty - 1].pk if row.penalty else None,
                })
                for row in self.folder.adjustments
            ],
            "The adjustment",
        )  # fmt: skip

    def _published_standings(self) -> None:
        self._of_titles(
            PublishedPlace,
            [
                (row.title, row.after, row.name, {
                    key: getattr(row, key) for key in ("position", "points", "basis", "source")
                })
                for row in self.folder.published_standings
            ],
            "The published place",
        )  # fmt: skip

    def _of_titles[Row: (Adjustment, PublishedPlace)](
        self, model: type[Row], rows: Iterable[tuple[str, tuple[str, str], str, Values]], what: str
    ) -> None:
        """Rows of a title's competitor, a driver or a team as it ranks them, from a session on."""
        wanted = []
        for order, (title, (event, code), competitor, values) in enumerate(rows, start=1):
            code = code or self.last_sessions[event]
            of_team = self.titles[title].ranks == Title.Ranks.TEAMS
            values |= {
                "title_id": self.titles[title].pk,
                "after_id": self.sessions[event, code].pk,
                "driver_id": None if of_team else self.drivers[competitor].pk,
                "team_id": self.teams[competitor].pk if of_team else None,
                "order": order,
            }
            wanted.append(((title, event, code, competitor), values))
        teams = {team.pk: slug for slug, team in self.teams.items()}
        there = self._there(
            model,
            lambda row: (
                self.title_slugs[row.title_id],
                *self.session_keys[row.after_id],
                self._driver_slug(row.driver_id) if row.driver_id else teams.get(row.team_id or 0),
            ),
            title__season=self.season,
        )
        self.changes.rows(
            model, in_turn(there), in_turn(wanted),
            lambda key: f"{what} of {key[3]} in {key[0]} after {key[1]}/{key[2]}", leaf=True,
        )  # fmt: skip


def _winner(title: TitleRules, drivers: Mapping[str, Driver], teams: Mapping[str, Team]) -> Values:
    of_teams = title.ranks == Title.Ranks.TEAMS
    return {
        "winner_driver_id": drivers[title.winner].pk if title.winner and not of_teams else None,
        "winner_team_id": teams[title.winner].pk if title.winner and of_teams else None,
    }


def implied_state(event_status: str, has_results: bool) -> str:
    """The state of a session of which the folder says none."""
    if has_results or event_status == Event.Status.HELD:
        return Session.State.FINISHED
    if event_status == Event.Status.CANCELLED:
        return Session.State.CANCELLED
    if event_status == Event.Status.POSTPONED:
        return Session.State.POSTPONED
    return Session.State.SCHEDULED


def _stamps(row: EventRow | SessionRow, there: Event | Session | None) -> Values:
    """How often it moved, where the folder knows of more moves than the database: it never falls in a calendar."""
    if not row.calendar_sequence or (there is not None and there.calendar_sequence >= row.calendar_sequence):
        return {}
    return {name: getattr(row, name) for name in STAMPS}


def _in_utc(row: SessionRow, zone: ZoneInfo) -> datetime | None:
    if row.date is None or row.time is None:
        return None
    return datetime.combine(row.date, row.time, zone).astimezone(UTC)


def _entry_name(key: Key) -> str:
    return f"The entry of {key[0]}" if key[1] == 1 else f"Entry {key[1]} of {key[0]}"
