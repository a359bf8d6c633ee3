"""What no single cell shows: rows that do not fit each other. Every problem is found, none is raised."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.text import slugify

from championship import rules
from championship.change_forms import is_span, is_status, is_time
from championship.models import CalendarChange, Event, Session, Title
from championship.models.calendar import PAGES_OF_A_SEASON
from championship.models.entries import ONCE_AN_EVENT
from championship.rules import MOVES_NOBODY, WITH_PLACES, WITH_SECONDS, DecisionKind, Fault, Finding, ResultStatus
from championship.season_folder.cells import ALL_EVENTS
from championship.season_folder.problems import Problem, meant
from championship.season_folder.rows import ReadRow, ResultRow
from championship.season_folder.season_toml import Rules
from drivers.models import PAGES_OF_DRIVERS

Key = tuple[object, ...]
Tables = dict[str, list[ReadRow] | None]


def check(rules: Rules | None, tables: Tables, problems: list[Problem]) -> None:
    """Adds to `problems` what is wrong between the rows. What a file that could not be read would hold is not
    missed: one fault is said once."""
    _Checks(rules, tables, problems).run()


class _Checks:
    def __init__(self, rules: Rules | None, tables: Tables, problems: list[Problem]) -> None:
        self.rules = rules
        self.tables = tables
        self.problems = problems
        self.circuits = self._known("circuits")
        self.teams = self._known("teams")
        self.drivers = self._known("drivers")
        self.events = self._known("events")
        self.entered: dict[str, set[str]] = defaultdict(set)
        self.numbers: dict[tuple[str, str], set[int]] = defaultdict(set)
        self.cars: dict[str, int] = {}
        self.replaced: set[int] = set()
        self.codes: dict[str, list[str]] = defaultdict(list)
        for row in self._rows("sessions"):
            if row["event"] and row["code"]:
                self.codes[row["event"]].append(row["code"])

    def run(self) -> None:
        self._circuits_and_people()
        self._events()
        self._entries()
        self._names()
        self._calendar()
        self._sessions()
        self._classifications()
        for name in ("results", "earlier_results"):
            self._results(name)
        self._classifications_have_lines()
        self._penalties()
        self._competitors("adjustments", "competitor")
        self._competitors("published_standings", "name")

    def _rows(self, name: str) -> list[ReadRow]:
        return self.tables[name] or []

    def _known(self, name: str) -> dict[str, ReadRow] | None:
        """Rows by slug; None when the file could not be read."""
        rows = self.tables[name]
        return None if rows is None else {row["slug"]: row for row in rows if row.has("slug")}

    def _say(self, table: str, row: ReadRow, column: str, text: str) -> None:
        self.problems.append(Problem(f"{table}.csv", text, row.line, column))

    def _must_know(
        self, table: str, row: ReadRow, column: str, what: str, known: Collection[str] | None, value: str = ""
    ) -> bool:
        """Whether the cell, or `value` in it, is there; a blank or unreadable cell has been judged already."""
        value = value or row[column]
        if not value or known is None:
            return False
        if value not in known:
            self._say(table, row, column, f"there is no {what} '{value}'.{meant(value, known)}")
            return False
        return True

    def _circuits_and_people(self) -> None:
        for row in self._rows("circuits"):
            for column, most in (("latitude", 90), ("longitude", 180)):
                if row[column] is not None and abs(row[column]) > most:
                    self._say("circuits", row, column, f"{row[column]} is not between -{most} and {most}.")
        for row in self._rows("drivers"):
            if row["slug"] in PAGES_OF_DRIVERS:
                self._say("drivers", row, "slug", f"the drivers have a page of their own at '{row['slug']}'.")
            if row["born_basis"] and row.has("born") and row["born"] is None:
                self._say("drivers", row, "born_basis", "this says what a birth date rests on, and there is none.")

    def _events(self) -> None:
        self._once("events", "code", "code")
        self._once("events", "number", "number")
        for row in self._rows("events"):
            if row["slug"] in PAGES_OF_A_SEASON:
                self._say("events", row, "slug", f"the season has a page of its own at '{row['slug']}'.")
            self._must_know("events", row, "circuit", "circuit", self.circuits)
            self._days_in_order("events", row)
            self._stamps("events", row)
            if row["status"] == Event.Status.CANCELLED and row["number"] is not None:
                self._say("events", row, "number", "a cancelled event has no number.")
            if row["status"] == Event.Status.HELD and row.has("number") and row["number"] is None:
                self._say("events", row, "number", "an event that was held has a number.")

    def _names(self) -> None:
        for table, what, known in (("team_names", "team", self.teams), ("circuit_layouts", "circuit", self.circuits)):
            for row in self._rows(table):
                self._must_know(table, row, what, what, known)
                if self.rules and row["since"] and abs(row["since"].year - self.rules.year) > 1:
                    self._say(table, row, "since", f"{row['since']} is not in the season of {self.rules.year}.")

    def _once(self, table: str, column: str, what: str) -> None:
        first: dict[object, int] = {}
        for row in self._rows(table):
            value = row[column]
            if value in (None, ""):
                continue
            if value in first:
                self._say(table, row, column, f"the {what} {value} is already in line {first[value]}.")
            first.setdefault(value, row.line)

    def _days_in_order(self, table: str, row: ReadRow) -> None:
        for column in ("starts_on", "ends_on"):
            if self.rules and row[column] and abs(row[column].year - self.rules.year) > 1:
                self._say(table, row, column, f"{row[column]} is not in the season of {self.rules.year}.")
        if row["starts_on"] and row["ends_on"] and row["ends_on"] < row["starts_on"]:
            self._say(table, row, "ends_on", f"{row['ends_on']} is before the first day, {row['starts_on']}.")

    def _entries(self) -> None:
        tags = None if self.rules is None else {title.entrants for title in self.rules.titles if title.entrants}
        lines_of: dict[tuple[str, str, str | int], int] = {}
        self._winners()
        for row in self._rows("entries"):
            self._must_know("entries", row, "driver", "driver", self.drivers)
            self._must_know("entries", row, "team", "team", self.teams)
            if row["wildcard_scores"] and not row["wildcard"]:
                self._say("entries", row, "wildcard_scores", "only a wildcard is one that scores.")
            for tag in row["titles"] or ():
                self._must_know("entries", row, "titles", "title with the entrants", tags, tag)
            other_numbers = dict(row["numbers_at"] or ())
            for event in other_numbers:
                if row["events"] and event not in self._events_of(row):
                    self._say("entries", row, "numbers_at", f"this entry is not at the event '{event}'.")
            for event in row["nominated"] or ():
                if row["events"] and event not in ALL_EVENTS and event not in self._events_of(row):
                    self._say("entries", row, "nominated", f"this entry is not at the event '{event}'.")
            for event in self._events_of(row):
                if not self._must_know("entries", row, "events", "event", self.events, event):
                    continue
                if row["driver"]:
                    self.entered[event].add(row["driver"])
                car = {"driver": row["driver"], "number": other_numbers.get(event, row["number"])}
                for column in ONCE_AN_EVENT:
                    if car[column] is not None:
                        self._once_an_event(lines_of, event, column, car[column], row)

    def _events_of(self, row: ReadRow) -> Iterable[str]:
        if row["events"] == ALL_EVENTS:
            return [slug for slug, event in (self.events or {}).items() if event["status"] != Event.Status.CANCELLED]
        return row["events"] or ()

    def _once_an_event(
        self, lines_of: dict[tuple[str, str, str | int], int], event: str, column: str, value: str | int, row: ReadRow
    ) -> None:
        key = (event, column, value)
        if key in lines_of:
            text = f"the {column} {value!r} is at {event} twice; line {lines_of[key]} has it already."
            self._say("entries", row, column, text)
        lines_of.setdefault(key, row.line)

    def _calendar(self) -> None:
        for row in self._rows("announced_calendar"):
            self._must_know("announced_calendar", row, "event", "event", self.events)
            self._must_know("announced_calendar", row, "circuit", "circuit", self.circuits)
            self._days_in_order("announced_calendar", row)
            if row.has("starts_on", "ends_on") and (row["starts_on"] is None) != (row["ends_on"] is None):
                self._say("announced_calendar", row, "ends_on", "give both days or neither.")
        for row in self._rows("calendar_changes"):
            if self._must_know("calendar_changes", row, "event", "event", self.events):
                self._session("calendar_changes", row)
            of_session = row["what"] in (CalendarChange.What.TIME, CalendarChange.What.STATE)
            if row["what"] and bool(row["session"]) != of_session:
                text = "a session's time or state needs the session, and no other change has one."
                self._say("calendar_changes", row, "session" if row["session"] else "what", text)
            if row["after"] and row["before"] == row["after"]:
                self._say("calendar_changes", row, "after", "this is what it was before; nothing changes.")
            for column in ("before", "after"):
                if row[column] and row["what"]:
                    self._change(row, column)

    def _change(self, row: ReadRow, column: str) -> None:
        value = row[column]
        if row["what"] == CalendarChange.What.CIRCUIT:
            self._must_know("calendar_changes", row, column, "circuit", self.circuits)
        elif row["what"] == CalendarChange.What.DATES:
            if not is_span(value):
                self._say(
                    "calendar_changes", row, column, f"'{value}' is not two days; write them as 2021-07-31/2021-08-01."
                )
        elif row["what"] == CalendarChange.What.TIME:
            if not is_time(value):
                self._say(
                    "calendar_changes", row, column,
                    f"'{value}' is no day, nor a day and a time; write 2021-06-27 or 2021-06-27 12:15.",
                )  # fmt: skip
        elif row["what"] == CalendarChange.What.STATE:
            if value not in Session.State.values:
                text = f"'{value}' is not a session's state; write one of {', '.join(Session.State.values)}."
                self._say("calendar_changes", row, column, text)
        else:
            if not is_status(value, Event.Status.values):
                self._say(
                    "calendar_changes", row, column,
                    f"'{value}' is not a status; write one of {', '.join(Event.Status.values)}, and its days after it "
                    "if it has any: scheduled 2021-10-16/2021-10-17.",
                )  # fmt: skip

    def _sessions(self) -> None:
        scales = None if self.rules is None else self.rules.scales
        slugs: dict[tuple[str, str], int] = {}
        for row in self._rows("sessions"):
            self._must_know("sessions", row, "event", "event", self.events)
            self._must_know("sessions", row, "scale", "scale", scales)
            if row["time"] is not None and row.has("date") and row["date"] is None:
                self._say("sessions", row, "time", "a session with a time has a date.")
            elif row["time"] is not None and row["date"]:
                self._clock_has(row)
            self._of_the_event(row)
            self._stamps("sessions", row)
            slug = row["slug"] or slugify(row["name"] or "")
            if row["name"] and not slug:
                self._say("sessions", row, "name", f"'{row['name']}' makes no address; give one in the column slug.")
            if row["event"] and slug:
                line = slugs.setdefault((row["event"], slug), row.line)
                if line != row.line:
                    self._say("sessions", row, "name", f"the session in line {line} has the same address, '{slug}'.")

    def _of_the_event(self, row: ReadRow) -> None:
        event = (self.events or {}).get(row["event"])
        if not event or not row["date"] or not event["starts_on"] or not event["ends_on"]:
            return
        if event["status"] in (Event.Status.POSTPONED, Event.Status.CANCELLED):
            return
        if not event["starts_on"] - timedelta(days=1) <= row["date"] <= event["ends_on"] + timedelta(days=1):
            days = f"{event['starts_on']} to {event['ends_on']}"
            self._say("sessions", row, "date", f"{row['date']} is not a day of the event, {days}.")

    def _stamps(self, table: str, row: ReadRow) -> None:
        blank = (row["calendar_sequence"] is None, row["calendar_changed_at"] is None)
        if row.has("calendar_sequence", "calendar_changed_at") and blank[0] != blank[1]:
            self._say(table, row, "calendar_sequence", "how often it moved and when last stand together or not at all.")

    def _clock_has(self, row: ReadRow) -> None:
        """In spring an hour is missing from the circuit's clock."""
        circuit = (self.circuits or {}).get(((self.events or {}).get(row["event"]) or row)["circuit"])
        if circuit is None or not circuit["timezone"]:
            return
        zone = ZoneInfo(circuit["timezone"])
        local = datetime.combine(row["date"], row["time"], zone)
        if local.astimezone(UTC).astimezone(zone).time() != row["time"]:
            self._say("sessions", row, "time", f"{row['time']:%H:%M} is left out that day in {circuit['timezone']}.")

    def _session(self, table: str, row: ReadRow) -> bool:
        """Whether the row's session is there."""
        if self.events is None or self.tables["sessions"] is None or not row["event"] or not row["session"]:
            return False
        if not self._must_know(table, row, "event", "event", self.events):
            return False
        codes = self.codes.get(row["event"], [])
        if row["session"] in codes:
            return True
        has = f"it has {', '.join(codes)}" if codes else "it has none"
        self._say(table, row, "session", f"{row['event']} has no session '{row['session']}'; {has}.")
        return False

    def _must_be_entered(self, table: str, row: ReadRow) -> None:
        """The driver is on the event's list. Without entries that could be read nothing is said."""
        if not row["driver"] or self.tables["entries"] is None or self.events is None:
            return
        if self._must_know(table, row, "driver", "driver", self.drivers) and row["event"] in self.events:
            entered = self.entered[row["event"]]
            if row["driver"] not in entered:
                self._say(table, row, "driver", f"'{row['driver']}' has no entry at {row['event']}.")

    def _classifications(self) -> None:
        for row in self._rows("classifications"):
            self._must_know("classifications", row, "scale", "scale", None if self.rules is None else self.rules.scales)
            if self._session("classifications", row) and row["number"]:
                self.numbers[row["event"], row["session"]].add(row["number"])

    def _classifications_have_lines(self) -> None:
        if self.tables["results"] is None or self.tables["earlier_results"] is None:
            return
        current = {(row["event"], row["session"]) for row in self._rows("results")}
        earlier = {(row["event"], row["session"], row["classification"]) for row in self._rows("earlier_results")}
        for row in self._rows("classifications"):
            session = (row["event"], row["session"])
            if not row["number"] or session not in self.numbers:
                continue
            is_current = row["number"] == max(self.numbers[session])
            if (session not in current) if is_current else ((*session, row["number"]) not in earlier):
                file = "results.csv" if is_current else "earlier_results.csv"
                self._say("classifications", row, "number", f"{file} has no line of it.")

    def _results(self, table: str) -> None:
        """The lines of each classification, held to what one may be (championship/rules.py)."""
        which = ("event", "session", "classification") if table == "earlier_results" else ("event", "session")
        classifications: dict[Key, list[ReadRow]] = defaultdict(list)
        for row in self._rows(table):
            if self._session(table, row) and table == "earlier_results" and row["classification"]:
                self._earlier(row)
            self._must_know(table, row, "driver", "driver", self.drivers)
            if row["pole"] and row["grid"] not in (None, 1):
                self._say(table, row, "grid", f"the car on pole starts first, not in place {row['grid']}.")
            # A row that does not say where it belongs stands for itself.
            classifications[tuple(row[column] for column in which) if row.has(*which) else (row.line,)].append(row)
        for key, rows in classifications.items():
            lines = [_result(row).as_line(self._car(row)) for row in rows]
            entered = self._cars_at(rows[0]["event"])
            for finding in rules.check(lines, entered):
                self._say_of_lines(table, key, [rows[index] for index in finding.lines], finding)

    def _car(self, row: ReadRow) -> int:
        """A number for the row's driver, who is in one car at an event; one of its own where it names none."""
        return self.cars.setdefault(row["driver"], len(self.cars)) if row["driver"] else -row.line

    def _cars_at(self, event: str) -> set[int] | None:
        """The cars on the event's list; None where it is not known."""
        if self.tables["entries"] is None or event not in (self.events or ()):
            return None
        return {self.cars.setdefault(driver, len(self.cars)) for driver in self.entered[event]}

    def _say_of_lines(self, table: str, key: Key, rows: list[ReadRow], finding: Finding) -> None:
        """What rules.py found, at the line that it is about; of lines that share something, at the later ones.

        What a single cell shows was said when it was read.
        """
        first, *others = rows
        match finding.fault:
            case Fault.NOT_ENTERED:
                if first["driver"] in (self.drivers or ()):
                    self._say(table, first, "driver", f"'{first['driver']}' has no entry at {first['event']}.")
            case Fault.PLACE_WITHOUT_CLASSIFICATION:
                label = finding.text.replace("-", " ")
                self._say(table, first, "position", f"only a classified car has a place, and this one is {label}.")
            case Fault.CAR_TWICE:
                shown = " ".join(map(str, (*key, first["driver"])))
                for row in others:
                    self._say(table, row, "driver", f"'{shown}' is already in line {first.line}.")
            case Fault.PLACE_TAKEN:
                for row in others:
                    self._say(table, row, "position", f"place {finding.figure} is already in line {first.line}.")
            case Fault.NUMBER_TAKEN:
                for row in others:
                    text = f"the number {finding.figure} is already in line {first.line}."
                    self._say(table, row, "number", text)
            case Fault.HOLDER_TWICE:
                for row in others:
                    text = f"the holder of the fastest lap is already in line {first.line}."
                    self._say(table, row, "holds_fastest_lap", text)
            case Fault.HOLDER_TAKEN_OUT:
                self._say(table, first, finding.field, f"a car that is {finding.text} holds no fastest lap.")
            case Fault.PLACE_IS_KNOWN:
                self._say(table, first, finding.field, "this is for a place that is not on record.")
            case Fault.GRID_TAKEN:
                for row in others:
                    text = f"place on the grid {finding.figure} is already in line {first.line}."
                    self._say(table, row, "pole" if row["pole"] else "grid", text)
            case _:
                self._say(table, first, finding.field, f"no classification has this: {finding.fault}.")

    def _earlier(self, row: ReadRow) -> None:
        numbers = self.numbers[row["event"], row["session"]]
        number = row["classification"]
        if number not in numbers:
            self._say(
                "earlier_results", row, "classification",
                f"classifications.csv has no number {number} of {row['event']}/{row['session']}.",
            )  # fmt: skip
        elif number == max(numbers):
            text = f"number {number} is the current one; its lines are in results.csv."
            self._say("earlier_results", row, "classification", text)

    def _penalties(self) -> None:
        before: dict[Key, ReadRow] = {}
        for row in self._rows("penalties"):
            self._session("penalties", row)
            kind = row["kind"]
            if kind and kind in MOVES_NOBODY:
                # Who is not at an event can be fined there, and loses places on the grid of the next.
                self._must_know("penalties", row, "driver", "driver", self.drivers)
            else:
                self._must_be_entered("penalties", row)
            self._one_decision(row)
            if row["seconds"] is not None and kind and kind not in WITH_SECONDS:
                text = f"seconds are for a time penalty or a drive-through, and this one is {kind}."
                self._say("penalties", row, "seconds", text)
            if row["places"] is not None and kind and kind not in WITH_PLACES:
                self._say("penalties", row, "places", f"places are for grid or places, and this one is {kind}.")
            if row["points"] is not None and kind and (kind != DecisionKind.POINTS or row["points"] <= 0):
                takes = "a penalty takes some points: write how many, without a minus."
                other = f"points are for a penalty of points, and this one is {kind}."
                self._say("penalties", row, "points", takes if kind == DecisionKind.POINTS else other)
            if row["position_before"] is None or kind is None or kind in MOVES_NOBODY:
                continue
            key = (row["event"], row["session"], row["position_before"])
            if key in before and before[key]["driver"] != row["driver"]:
                self._say(
                    "penalties", row, "position_before",
                    f"place {row['position_before']} on the road is already in line {before[key].line}.",
                )  # fmt: skip
            before.setdefault(key, row)

    def _one_decision(self, row: ReadRow) -> None:
        """What is wrong with the optional columns of a decision."""
        if row["driver"] and row["named"]:
            self._say("penalties", row, "named", "a driver has a name already; this is for anybody else.")
        if (row["fine"] is None) != (not row["currency"]):
            self._say("penalties", row, "fine", "an amount has a currency, and a currency an amount.")
        elif row["fine"] is not None and row["kind"] and (row["kind"] != DecisionKind.FINE or row["fine"] <= 0):
            self._say("penalties", row, "fine", "an amount, above 0, is for a fine.")
        if not row["withdrawn_reason"] and (row["withdrawn_at"] or row["withdrawn_by"] or row["withdrawn_reason_sv"]):
            self._say("penalties", row, "withdrawn_reason", "what was withdrawn has a reason.")
        if row["replaces"] is None:
            return
        replaced = self._decision("penalties", row, "replaces")
        if replaced is row or (replaced and not replaced["withdrawn_reason"]):
            self._say("penalties", row, "replaces", "only a decision that was withdrawn is replaced, by another one.")
        elif row["replaces"] in self.replaced:
            self._say("penalties", row, "replaces", f"decision {row['replaces']} is replaced already.")
        self.replaced.add(row["replaces"])

    def _decision(self, table: str, row: ReadRow, column: str) -> ReadRow | None:
        """The row of penalties.csv whose number, from 1, stands in the cell."""
        decisions, number = self._rows("penalties"), int(row[column])
        if 0 < number <= len(decisions):
            return decisions[number - 1]
        if self.tables["penalties"] is not None:
            self._say(table, row, column, f"penalties.csv has no row {row[column]}; its first one is 1.")
        return None

    def _winners(self) -> None:
        """Whom a title names as its winner is entered this season."""
        if self.tables["entries"] is None:
            return
        for title in self.rules.titles if self.rules else ():
            column = "team" if title.ranks == Title.Ranks.TEAMS else "driver"
            if title.winner and title.winner not in {row[column] for row in self._rows("entries")}:
                text = f"no {column} '{title.winner}' has an entry this season."
                self.problems.append(Problem("season.toml", text, column=f"title '{title.slug}', winner"))

    def _competitors(self, table: str, column: str) -> None:
        titles = None if self.rules is None else {title.slug: title for title in self.rules.titles}
        for row in self._rows(table):
            if self._must_know(table, row, "title", "title", titles) and titles:
                self._competitor(table, row, column, titles[row["title"]].ranks)
            if row["after"]:
                self._after(table, row)
            if table == "adjustments" and row["points"] == 0:
                self._say(table, row, "points", "an adjustment gives or takes some points.")
            if table == "adjustments" and row["penalty"] is not None:
                self._decision(table, row, "penalty")

    def _competitor(self, table: str, row: ReadRow, column: str, ranks: str) -> None:
        of_teams = ranks == Title.Ranks.TEAMS
        known, others = (self.teams, self.drivers) if of_teams else (self.drivers, self.teams)
        if row[column] and known is not None and row[column] not in known and row[column] in (others or ()):
            right, wrong = ("teams", "driver") if of_teams else ("drivers", "team")
            self._say(
                table, row, column, f"'{row[column]}' is a {wrong}, and the title '{row['title']}' ranks {right}."
            )
        elif self._must_know(table, row, column, "team" if of_teams else "driver", known):
            entered = {entry["team" if of_teams else "driver"] for entry in self._rows("entries")}
            if self.tables["entries"] is not None and row[column] not in entered:
                self._say(table, row, column, f"'{row[column]}' has no entry this season.")

    def _after(self, table: str, row: ReadRow) -> None:
        event, code = row["after"]
        if self.tables["sessions"] is None or not self._must_know(table, row, "after", "event", self.events, event):
            return
        codes = self.codes.get(event, [])
        if code and code not in codes:
            self._say(table, row, "after", f"{event} has no session '{code}'; it has {', '.join(codes) or 'none'}.")
        elif not codes:
            self._say(table, row, "after", f"{event} has no session.")


def _result(row: ReadRow) -> ResultRow:
    """The row as far as it could be read. Without a status that could be, a place says that the car is classified."""
    unread = {"event": "", "session": "", "driver": "", "status": ResultStatus.CLASSIFIED}
    return ResultRow(**unread | {column: value for column, value in row.cells.items() if column != "classification"})
