"""The tables that the site gives away as files: what each holds, its columns, and where it is."""

from itertools import groupby
from typing import NamedTuple

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from championship.records import SeasonRecord
from championship.tables import COLUMNS as STANDINGS_COLUMNS
from championship.title_fight import COLUMNS as FIGHT_COLUMNS
from championship.title_fight import told_after
from wtcr_site.languages import plain
from wtcr_site.templatetags.languages import written_in

# Stands for one column a session, or an event's sessions, whichever the table has.
SESSIONS = "…"


class OpenTable(NamedTuple):
    """One kind of table. address: its page; the files stand beside it, with .csv and .json for its last slash.

    example: which of many is linked, blank where there is only one. columns: as in the file's head, SESSIONS for those
    that depend on the season.
    """

    name: str
    holds: str
    example: str
    address: str
    columns: tuple[str, ...]

    @property
    def csv(self) -> str:
        return plain(self.address).rstrip("/") + ".csv"

    @property
    def json(self) -> str:
        return plain(self.address).rstrip("/") + ".json"

    @property
    def columns_text(self) -> SafeString:
        """The names are the file's own, in English for readers of every language."""
        parts = [
            (_("one per session"),)
            if of_session
            else (format_html("<span{}>{}</span>", written_in(), ", ".join(names)),)
            for of_session, names in groupby(self.columns, SESSIONS.__eq__)
        ]
        return format_html_join(", ", "{}", parts)


def tables(record: SeasonRecord) -> list[OpenTable]:
    """Each kind of table; of a kind with many, the one of the latest session, or the first, stands for all."""
    year, latest = record.year, record.latest
    titles = [title for title in record.titles if record.last_counted(title, latest)]
    found = [
        OpenTable(
            _("Standings: %(title)s") % {"title": title.name},
            "",
            "",
            reverse("standings", args=[year, title.slug]),
            STANDINGS_COLUMNS,
        )
        for title in titles
    ]
    if latest is not None:
        event = latest.event
        session = {"session": latest.name, "event": event.name}
        found += [
            *(
                OpenTable(
                    _("Standings after a session"),
                    _("Any title, after any session that gave points"),
                    _("%(session)s, %(event)s") % {"session": last.name, "event": last.event.name},
                    reverse("standings_after", args=[year, title.slug, last.event.slug, last.slug]),
                    STANDINGS_COLUMNS,
                )
                for title in titles[:1]
                if (last := record.last_counted(title, latest))
            ),
            *_title_fight(record),
            OpenTable(
                _("Every result"),
                _("One driver a line: qualifying points and the place in each race"),
                "",
                reverse("results", args=[year]),
                ("position", "driver", "name", "number", "team", "make", SESSIONS, "points"),
            ),
            OpenTable(
                _("A session’s classification"),
                _("The current one"),
                _("%(session)s, %(event)s") % session,
                latest.get_absolute_url(),
                ("position", "status", "number", "driver", "name", "team", "wildcard", "laps", "time", "gap", "grid",
                 "fastest_lap", "points"),
            ),
        ]  # fmt: skip
        if record.drivers_title:
            found.append(
                OpenTable(
                    _("An event’s points"),
                    _("One driver a line: the points of each session"),
                    event.name,
                    event.get_absolute_url(),
                    ("driver", "name", "number", "team", SESSIONS, "points"),
                )
            )
    found += [
        OpenTable(
            _("Calendar"),
            _("As raced and as announced, cancelled events too"),
            "",
            reverse("calendar", args=[year]),
            ("number", "code", "event", "name", "circuit", "country", "starts_on", "ends_on", "status", "winners",
             "announced_as", "announced_circuit", "announced_starts_on", "announced_ends_on"),
        ),
        OpenTable(
            _("Entries"),
            _("One driver in one team’s car a line, with the titles and events entered"),
            "",
            reverse("drivers"),
            ("number", "driver", "name", "country", "team", "car", "titles", "wildcard", "events"),
        ),
        OpenTable(
            _("Teams"),
            _("One team a line, in the order of their title"),
            "",
            reverse("teams"),
            ("position", "team", "name", "country", "cars", "drivers", "points"),
        ),
        OpenTable(
            _("Circuits"),
            _("One circuit a line, with the events held there"),
            "",
            reverse("circuits"),
            ("slug", "name", "locality", "country", "timezone", "length_m", "latitude", "longitude", "events"),
        ),
    ]  # fmt: skip
    drivers = sorted(record.drivers.values(), key=lambda driver: (driver.family_name, driver.given_name))
    if drivers:
        found.append(
            OpenTable(
                _("A driver’s results"),
                _("One session a line"),
                drivers[0].name,
                drivers[0].get_absolute_url(),
                ("event", "session", "number", "team", "position", "status", "pole", "fastest_lap_ms", "points"),
            )
        )
    teams = sorted(record.teams.values(), key=lambda team: team.name)
    if teams:
        found.append(
            OpenTable(
                _("A team’s results"),
                _("One car in one session a line"),
                teams[0].name,
                teams[0].get_absolute_url(),
                ("event", "session", "number", "driver", "position", "status", "points"),
            )
        )
    if len(drivers) > 1:
        pair = drivers[:2]
        found.append(
            OpenTable(
                _("Two drivers compared"),
                _("One race a line: both places, and who was ahead"),
                " – ".join(driver.name for driver in pair),
                reverse("compare", args=[driver.slug for driver in pair]),
                ("event", "session", "first_position", "first_status", "second_position", "second_status", "ahead"),
            )
        )
    return found


def _title_fight(record: SeasonRecord) -> list[OpenTable]:
    title = record.drivers_title or next(iter(record.titles), None)
    told = told_after(record, title) if title else []
    return [
        OpenTable(
            _("Title fight"),
            _("Any title, after any session that gave points: the most that each could still have, and who was out"),
            _("%(session)s, %(event)s") % {"session": one.name, "event": one.event.name},
            reverse("title_fight_after", args=[record.year, title.slug, one.event.slug, one.slug]),
            FIGHT_COLUMNS,
        )
        for one in told[-1:]
    ]
