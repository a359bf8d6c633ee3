"""A season of the database as a season folder."""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.utils.text import slugify

from championship.models import (
    Adjustment,
    CalendarChange,
    Circuit,
    CircuitLayout,
    Classification,
    Entry,
    Event,
    Penalty,
    PublishedPlace,
    Result,
    Season,
    Session,
    TeamName,
    Title,
)
from championship.publishing import Publication
from championship.rules import AS_PLANNED
from championship.season_folder import rows
from championship.season_folder.cells import ALL_EVENTS, Gap
from championship.season_folder.history import SessionKey, implied_histories
from championship.season_folder.load import implied_state
from championship.season_folder.names import write_outlines
from championship.season_folder.rows import TABLES, ResultRow, SeasonFolder, Table
from championship.season_folder.season_toml import BONUSES, FILE, Rules, TitleRules, write_rules
from drivers.models import Driver, Team

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def dump(year: int, path: Path) -> SeasonFolder:
    """Writes the season into the folder `path`, over a season folder that is there; returns what it wrote.

    Raises Season.DoesNotExist.
    """
    folder = season_of_database(year)
    path.mkdir(parents=True, exist_ok=True)
    (path / FILE).write_bytes(write_rules(folder.rules).encode())
    for table in TABLES:
        written = getattr(folder, table.name)
        if written or table.required:
            _write(path / table.file, table, written)
        else:
            # A file of an older dump would be read as part of this one.
            (path / table.file).unlink(missing_ok=True)
    write_outlines(path, folder.outlines)
    return folder


def season_of_database(year: int) -> SeasonFolder:
    """The season's rows as a folder would have them. Raises Season.DoesNotExist."""
    # One transaction that sees one moment, so that nothing is published between the tables.
    with transaction.atomic():
        if connection.vendor == "postgresql" and len(connection.savepoint_ids) == 0:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return _Dump(Season.objects.get(year=year)).folder()


def _write(file: Path, table: Table, written: Iterable[Any]) -> None:
    columns = [
        column
        for column in table.columns
        if not column.extra or any(getattr(row, column.name) != column.kind.blank for row in written)
    ]
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(column.name for column in columns)
        for row in written:
            values = ((column.kind, getattr(row, column.name)) for column in columns)
            writer.writerow("" if value == kind.blank else kind.write(value) for kind, value in values)


class _Dump:
    """One dump: the season's rows, with the words that a folder uses instead of ids."""

    def __init__(self, season: Season) -> None:
        self.season = season
        self.events = list(Event.objects.filter(season=season).order_by("order", "pk").select_related("circuit"))
        self.sessions = list(
            Session.objects.filter(event__season=season)
            .order_by("event__order", "event", "order", "pk")
            .select_related("event__circuit", "scale")
        )
        self.titles = list(Title.objects.filter(season=season).order_by("order", "pk"))
        self.keys = {session.pk: (session.event.slug, session.code) for session in self.sessions}
        self.last = {session.event.slug: session.code for session in self.sessions}
        # The numbers of the decisions' rows, by their ids.
        decisions = Penalty.objects.filter(session__event__season=season).order_by("order", "pk")
        self.penalties = {pk: row for row, pk in enumerate(decisions.values_list("pk", flat=True), start=1)}
        self.drivers: set[int] = set()
        self.teams: set[int] = set()
        self.circuits: set[int] = set()

    def folder(self) -> SeasonFolder:
        histories = self._histories()
        layouts = self._circuit_layouts()
        folder = SeasonFolder(
            rules=self._rules(),
            events=tuple(map(self._event, self.events)),
            announced_calendar=self._announced_calendar(),
            calendar_changes=self._calendar_changes(),
            sessions=tuple(self._session(session, self.keys[session.pk] in histories) for session in self.sessions),
            team_names=self._team_names(),
            circuit_layouts=tuple(layout for layout, _outline in layouts),
            outlines={layout.outline: outline for layout, outline in layouts if outline},
            entries=self._entries(),
            results=tuple(line for history in histories.values() for line in history[-1].lines),
            penalties=self._penalties(),
            adjustments=self._of_titles(Adjustment, self._adjustment),
            published_standings=self._of_titles(PublishedPlace, self._published_place),
            # Last, because the others say who and what the season needs.
            circuits=self._shared(Circuit, self.circuits, rows.CircuitRow),
            teams=tuple(map(_without_default_colour, self._shared(Team, self.teams, rows.TeamRow))),
            drivers=self._shared(Driver, self.drivers, rows.DriverRow),
        )
        return _with_history(folder, histories)

    # The rules

    def _rules(self) -> Rules:
        season = self.season
        return Rules(
            year=season.year,
            name=season.name,
            short_name=season.short_name,
            broadcaster=season.broadcaster,
            broadcaster_url=season.broadcaster_url,
            state=season.state,
            scales={scale.slug: scale.values for scale in season.scales.order_by("order", "pk")},
            titles=tuple(map(self._title, self.titles)),
        )

    def _title(self, title: Title) -> TitleRules:
        own_scales = title.own_scale_rows.order_by("pk").values_list("kind", "scale__slug")
        return TitleRules(
            slug=title.slug,
            name=title.name,
            name_sv=title.name_sv,
            other_names=_names(title.other_names),
            other_names_sv=_names(title.other_names_sv),
            ranks=title.ranks,
            entrants=title.entrants,
            places=title.places,
            cars_per_session=title.cars_per_session,
            nominated=title.nominated,
            without_sessions=tuple(title.without_sessions.split()),
            scale_by_kind=dict(own_scales) if title.own_scales else None,
            scale_unknown=title.scale_unknown,
            winner=self._winner(title),
            minimum_entrants=title.minimum_entrants,
            best_scores=title.best_scores,
            bonus={name: getattr(title, field) for name, field in BONUSES.items() if getattr(title, field) is not None},
            fastest_lap_within=title.fastest_lap_within,
            eligible=title.eligible,
            eligible_sv=title.eligible_sv,
        )

    def _winner(self, title: Title) -> str:
        if title.winner_driver_id:
            self.drivers.add(title.winner_driver_id)
        elif title.winner_team_id:
            self.teams.add(title.winner_team_id)
        winner = title.winner_driver or title.winner_team
        return winner.slug if winner else ""

    # The calendar

    def _event(self, event: Event) -> rows.EventRow:
        self.circuits.add(event.circuit_id)
        return _row(rows.EventRow, event, circuit=event.circuit.slug, calendar_sequence=event.calendar_sequence or None)

    def _announced_calendar(self) -> tuple[rows.AnnouncedRow, ...]:
        announced = [
            event
            for event in self.events
            if event.announced_label or event.announced_circuit_id or event.announced_starts_on
        ]
        slugs = dict(Circuit.objects.values_list("pk", "slug"))
        self.circuits.update(event.announced_circuit_id for event in announced if event.announced_circuit_id)
        return tuple(
            rows.AnnouncedRow(
                label=event.announced_label,
                event=event.slug,
                circuit=slugs.get(event.announced_circuit_id or 0, ""),
                starts_on=event.announced_starts_on,
                ends_on=event.announced_ends_on,
            )
            for event in sorted(announced, key=lambda event: (event.announced_order is None, event.announced_order))
        )

    def _calendar_changes(self) -> tuple[rows.CalendarChangeRow, ...]:
        changes = list(
            CalendarChange.objects.filter(event__season=self.season).order_by("order", "pk").select_related("event")
        )
        codes = {pk: code for pk, (_, code) in self.keys.items()}
        named = {
            circuit
            for change in changes
            if change.what == CalendarChange.What.CIRCUIT
            for circuit in (change.before, change.after)
        }
        self.circuits.update(Circuit.objects.filter(slug__in=named).values_list("pk", flat=True))
        return tuple(
            _row(rows.CalendarChangeRow, change, event=change.event.slug, session=codes.get(change.session_id or 0, ""))
            for change in changes
        )

    def _session(self, session: Session, has_results: bool) -> rows.SessionRow:
        starts_at = session.starts_at and session.starts_at.astimezone(ZoneInfo(session.event.circuit.timezone))
        return _row(
            rows.SessionRow,
            session,
            event=session.event.slug,
            scale=session.scale.slug if session.scale else "",
            time=starts_at.time() if starts_at else None,
            state="" if session.state == implied_state(session.event.status, has_results) else session.state,
            slug="" if session.slug == slugify(session.name) else session.slug,
            calendar_sequence=session.calendar_sequence or None,
        )

    # Names of the season

    def _team_names(self) -> tuple[rows.TeamNameRow, ...]:
        names = TeamName.objects.filter(season=self.season).order_by("order", "pk").select_related("team")
        self.teams.update(name.team_id for name in names)
        return tuple(_row(rows.TeamNameRow, name, team=name.team.slug) for name in names)

    def _circuit_layouts(self) -> list[tuple[rows.CircuitLayoutRow, str]]:
        """Each with its outline."""
        layouts = CircuitLayout.objects.filter(season=self.season).order_by("order", "pk").select_related("circuit")
        self.circuits.update(layout.circuit_id for layout in layouts)
        files = {
            layout.pk: "-".join(filter(None, (layout.circuit.slug.lower().replace("_", "-"), str(layout.since or ""))))
            for layout in layouts
        }
        return [
            (
                _row(
                    rows.CircuitLayoutRow,
                    layout,
                    circuit=layout.circuit.slug,
                    outline=f"{files[layout.pk]}.geojson" if layout.outline else "",
                ),
                layout.outline,
            )
            for layout in layouts
        ]

    # The entries

    def _entries(self) -> tuple[rows.EntryRow, ...]:
        words = {title.pk: title.entrants for title in self.titles}
        entered = defaultdict(set)
        for link in Entry.titles.through.objects.filter(entry__season=self.season):
            entered[link.entry_id].add(words.get(link.title_id))
        entries = Entry.objects.filter(season=self.season).order_by("order", "pk").select_related("driver", "team")
        entry_rows = []
        for entry in entries.prefetch_related("event_entries"):
            self.drivers.add(entry.driver_id)
            self.teams.update([entry.team_id] if entry.team_id else ())
            numbers = {row.event_id: row.number for row in entry.event_entries.all()}
            entry_rows.append(
                _row(
                    rows.EntryRow,
                    entry,
                    driver=entry.driver.slug,
                    team=entry.team.slug if entry.team else "",
                    titles=tuple(dict.fromkeys(word for word in words.values() if word and word in entered[entry.pk])),
                    events=self._events_of(set(numbers)),
                    nominated=self._nominated(entry, set(numbers)),
                    numbers_at=tuple(
                        (event.slug, numbers[event.pk])
                        for event in self.events
                        if event.pk in numbers and numbers[event.pk] != entry.number
                    ),
                )
            )
        return tuple(entry_rows)

    def _nominated(self, entry: Entry, entered: set[int]) -> tuple[str, ...]:
        nominated = {row.event_id for row in entry.event_entries.all() if row.nominated}
        if nominated and nominated == entered:
            return ALL_EVENTS
        return tuple(event.slug for event in self.events if event.pk in nominated)

    def _events_of(self, entered: set[int]) -> tuple[str, ...]:
        going_on = {event.pk for event in self.events if event.status != Event.Status.CANCELLED}
        if entered and entered == going_on:
            return ALL_EVENTS
        return tuple(event.slug for event in self.events if event.pk in entered)

    # What came out

    def _histories(self) -> dict[SessionKey, tuple[Publication[ResultRow], ...]]:
        """The sessions' classifications, in running order."""
        lines = defaultdict(list)
        results = Result.objects.filter(classification__session__event__season=self.season)
        grid_is_known = results.filter(grid__gt=1).exists()
        named = ("event_entry__driver__slug", "event_entry__number")
        for result in (
            results.order_by("order", "pk")
            .select_related("event_entry__driver")
            .only(*(field.name for field in Result._meta.fields), *named)
        ):
            lines[result.classification_id].append(result)
        published = defaultdict(list)
        classifications = Classification.objects.filter(session__event__season=self.season).order_by("number")
        for classification in classifications.select_related("scale", "session"):
            key = self.keys[classification.session_id]
            published[key].append(
                Publication(
                    classification.number,
                    classification.status,
                    tuple(_line(key, result, grid_is_known) for result in lines[classification.pk]),
                    classification.published_at,
                    classification.published_by,
                    classification.reason,
                    classification.reason_sv,
                    None if classification.counting == AS_PLANNED else classification.counting,
                )
            )
        return {key: tuple(published[key]) for key in self.keys.values() if key in published}

    def _penalties(self) -> tuple[rows.PenaltyRow, ...]:
        return tuple(
            _row(
                rows.PenaltyRow,
                penalty,
                **dict(zip(("event", "session"), self.keys[penalty.session_id], strict=True)),
                driver=self._decided_about(penalty),
                replaces=self.penalties.get(penalty.replaces_id or 0),
            )
            for penalty in Penalty.objects.filter(pk__in=self.penalties)
            .order_by("order", "pk")
            .select_related("event_entry__driver", "driver")
        )

    def _decided_about(self, penalty: Penalty) -> str:
        driver = penalty.event_entry.driver if penalty.event_entry is not None else penalty.driver
        if driver is None:
            return ""
        self.drivers.add(driver.pk)
        return driver.slug

    def _of_titles[Of: (Adjustment, PublishedPlace), Row](
        self, model: type[Of], row: Callable[[Of, dict[str, Any]], Row]
    ) -> tuple[Row, ...]:
        title_rows = []
        places = model._default_manager.filter(title__season=self.season).order_by("order", "pk")
        for place in places.select_related("title", "driver", "team"):
            if place.team_id:
                self.teams.add(place.team_id)
            elif place.driver_id:
                self.drivers.add(place.driver_id)
            event, code = self.keys[place.after_id]
            after = (event, "" if code == self.last[event] else code)
            title_rows.append(row(place, {"title": place.title.slug, "after": after}))
        return tuple(title_rows)

    def _adjustment(self, adjustment: Adjustment, common: dict[str, Any]) -> rows.AdjustmentRow:
        return _row(
            rows.AdjustmentRow,
            adjustment,
            competitor=adjustment.competitor.slug,
            penalty=self.penalties.get(adjustment.penalty_id or 0),
            **common,
        )

    def _published_place(self, place: PublishedPlace, common: dict[str, Any]) -> rows.PublishedPlaceRow:
        return _row(rows.PublishedPlaceRow, place, name=place.competitor.slug, **common)

    def _shared[Of: (Circuit, Driver, Team), Row: DataclassInstance](
        self, model: type[Of], needed: set[int], row: type[Row]
    ) -> tuple[Row, ...]:
        """Drivers, teams and circuits have no order of their own: they stand as the site came to know them, which is
        the order of the folder that brought them."""
        return tuple(_row(row, shared) for shared in model._default_manager.filter(pk__in=needed).order_by("pk"))


def _row[Row: DataclassInstance](row: type[Row], source: object, **others: Any) -> Row:
    """A row of the folder with the model's fields of the same names, and the `others`."""
    names = (field.name for field in fields(row) if field.name not in others)
    return row(**{name: getattr(source, name) for name in names}, **others)


def _names(text: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, text.split(";"))))


def _without_default_colour(row: rows.TeamRow) -> rows.TeamRow:
    """The colour that the site gives a team of which none is known is no fact of the season."""
    return replace(row, colour="") if row.colour == Team._meta.get_field("colour").default else row


def _line(key: SessionKey, result: Result, grid_is_known: bool) -> rows.ResultRow:
    event, session = key
    has_gap = result.gap_ms is not None or result.gap_laps is not None
    return _row(
        rows.ResultRow,
        result,
        event=event,
        session=session,
        driver=result.event_entry.driver.slug,
        time=result.time_ms,
        number=None if result.number == result.event_entry.number else result.number,
        gap=Gap(result.gap_ms, result.gap_laps) if has_gap else None,
        pole=result.grid == 1,
        grid=result.grid if grid_is_known else None,
        fastest_lap=result.fastest_lap_ms,
    )


def _with_history(
    folder: SeasonFolder, histories: dict[SessionKey, tuple[Publication[ResultRow], ...]]
) -> SeasonFolder:
    """Adds the classifications of the sessions whose history is another than the base files imply."""
    implied = implied_histories(folder)
    explicit = {key: history for key, history in histories.items() if history != implied.get(key)}
    return replace(
        folder,
        classifications=tuple(
            _row(
                rows.ClassificationRow,
                publication,
                event=key[0],
                session=key[1],
                scale=counting.scale,
                points_factor=None if counting.points_factor == 1 else counting.points_factor,
                laps_counted=counting.laps_counted,
            )
            for key, history in explicit.items()
            for publication in history
            for counting in [publication.counting or AS_PLANNED]
        ),
        earlier_results=tuple(
            _row(rows.EarlierResultRow, line, classification=publication.number)
            for history in explicit.values()
            for publication in history[:-1]
            for line in publication.lines
        ),
    )
