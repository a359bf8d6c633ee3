"""The tables that the site gives away as files: what each holds, its columns, and where it is."""

from collections.abc import Mapping
from typing import NamedTuple

from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from django.utils.translation import gettext as _

from championship.fight.counts import fight_sessions
from championship.fight.report import COLUMNS as FIGHT_COLUMNS
from championship.people.record_lists import file_columns
from championship.season.view import SeasonView
from championship.tables import matrix, weekend
from championship.tables import session as session_table
from championship.tables.files import SESSIONS
from championship.views import calendar as calendar_view
from championship.views import circuits as circuits_view
from championship.views import sources as sources_view
from championship.views import standings as standings_view
from championship.views import why as why_view
from championship.why.reasons import why_address
from drivers.views import compare as compare_view
from drivers.views import driver as driver_view
from drivers.views import drivers as drivers_view
from drivers.views import teams as teams_view
from web.addresses.languages import plain


class OpenTable(NamedTuple):
    """One kind of table. address: its page; the files stand beside it, with .csv and .json for its last slash.

    example: which of many is linked, blank where there is only one. columns: as in the file's head, SESSIONS for those
    that depend on the season. own: what a column means in this table, where that is not what it means in all.
    """

    name: str
    holds: str
    example: str
    address: str
    columns: tuple[str, ...]
    own: Mapping[str, str] = {}

    @property
    def csv(self) -> str:
        return plain(self.address).rstrip("/") + ".csv"

    @property
    def json(self) -> str:
        return plain(self.address).rstrip("/") + ".json"

    @property
    def explained(self) -> list[tuple[str, str]]:
        """Each column with what it means; without a name for those that depend on the season."""
        meanings = {**column_meanings(), **self.own}
        unexplained = [name for name in self.columns if name not in meanings]
        if unexplained:
            raise ImproperlyConfigured(f"{self.name}: say in column_meanings() what {', '.join(unexplained)} means.")
        return [("" if name == SESSIONS else name, meanings[name]) for name in self.columns]


def explained(listed: list[OpenTable]) -> list[tuple[list[str], list[tuple[str, str]]]]:
    """The names of tables that have the same columns, with what these mean."""
    alike: dict[tuple[tuple[str, str], ...], tuple[list[str], list[tuple[str, str]]]] = {}
    for table in listed:
        meanings = table.explained
        alike.setdefault(tuple(meanings), ([], meanings))[0].append(table.name)
    return list(alike.values())


def column_meanings() -> dict[str, str]:
    """What a column holds, whichever table it is in."""
    return {
        SESSIONS: _("One column for each session, named by its code: Q is all of qualifying, R1 and R2 are the races."),
        "ahead": _("The driver who was ahead; “neither” where both were out of the race."),
        "announced_as": _("The event’s line on the calendar as it was first announced."),
        "announced_circuit_name": _("The circuit’s name on that calendar."),
        "announced_ends_on": _("The last day on that calendar."),
        "announced_starts_on": _("The first day on that calendar."),
        "average_position": _("The mean of the places on record, to four decimals."),
        "basis": _("What the place rests on: two sources, one source, derived (worked out), doubtful (it may not "
                   "stand), not on record."),
        "best_position": _("The best place in a race."),
        "can_win": _("Whether the title can still be won."),
        "car": _("The car’s make and model."),
        "cars": _("Each make and model that the team entered."),
        "circuit": _("The circuit, as in the address of its page."),
        "competitor": _("The driver or the team that the title ranks, as in the address of its page."),
        "counted": _("Whether the points count: no where only the best scores do."),
        "counted_as": _("The place as it scored in the title: wildcards ahead are taken out, and a class has an order "
                        "of its own."),
        "country": _("ISO 3166-1, two letters: IT is Italy."),
        "doubtful": _("Whether the points or the place may not stand, since a line they rest on is doubtful or "
                      "missing."),
        "driver": _("The driver, as in the address of the driver’s page."),
        "drivers": _("Each driver that the team entered."),
        "ends_on": _("The last day."),
        "event": _("The event, as in the address of its page."),
        "event_code": _("The event’s three letters in tables."),
        "event_number": _("The event’s number among those held."),
        "events": _("Each event entered."),
        "events_held": _("How many of the site’s events were held there."),
        "fastest_lap_ms": _("The driver’s fastest lap of the race in milliseconds; mostly only the quickest is "
                            "on record."),
        "fastest_laps": _("How many fastest laps of a race."),
        "first_position": _("The first driver’s place."),
        "first_status": _("How the first driver finished."),
        "gap_laps": _("Laps behind first."),
        "gap_ms": _("Time behind first in milliseconds."),
        "grid": _("The place on the grid; mostly the first alone is on record."),
        "laps": _("Laps driven."),
        "laps_counted": _("The lap to which a race that was stopped was counted back; missing where it counts as it "
                          "was run."),
        "latitude": _("In degrees, roughly."),
        "length_m": _("The length of a lap in metres."),
        "locality": _("The town."),
        "longitude": _("In degrees, roughly."),
        "make": _("The make of the car."),
        "most_points": _("The most points that could still be reached."),
        "most_points_an_event": _("The most points from one event."),
        "name": _("The name, as on pages."),
        "note": _("What else is known of the result."),
        "number": _("The door number."),
        "out_after": _("The session after which the title could be won no longer."),
        "podiums": _("How many first, second and third places in races."),
        "points": _("The points that the line gave, or all of them where it stands for a season or an event."),
        "points_factor": _("By how much the points of every title were multiplied: 1 as planned, 0.5 for half points, "
                           "0 for none."),
        "points_a_start": _("Points by starts, to four decimals."),
        "pole": _("The driver on the first place of the grid."),
        "poles": _("How often first on the grid."),
        "position": _("The place in the result, or in the title’s table; missing where there is none or it is not on "
                      "record."),
        "reason": _("Why points were given or taken besides those of the places."),
        "results_on_record": _("How many of the starts have a result on record; every figure rests on these."),
        "scoring_run": _("The most races in a row in the points."),
        "season": _("The year."),
        "second_position": _("The second driver’s place."),
        "second_status": _("How the second driver finished."),
        "session": _("The session’s code: Q, Q1, Q2, Q3, R1, R2."),
        "source": _("Where it is written, each address or title; or how the place was worked out."),
        "starts": _("How many races were started."),
        "starts_on": _("The first day."),
        "status": _("classified, not-classified, retired, did-not-start, disqualified, excluded, or not-on-record: "
                    "took part, and nothing else is known."),
        "team": _("The team, as in the address of its page; nothing for a car entered without one."),
        "team_share_percent": _("The driver’s points as a share of the team’s, in per cent."),
        "time_ms": _("The winner’s time, or in qualifying the lap, in milliseconds."),
        "timezone": _("Of the IANA list."),
        "titles": _("Each title that the entry is for."),
        "wildcard": _("Whether the entry is a wildcard’s, which scores nothing."),
        "winner": _("The driver who won."),
        "winners": _("Who won each race, in their order."),
        "wins": _("How many first places in races."),
    }  # fmt: skip


def tables(season: SeasonView) -> list[OpenTable]:
    """Each kind of table; of a kind with many, the one of the latest session, or the first, stands for all."""
    year, latest = season.year, season.latest
    titles = [title for title in season.titles if season.last_counted(title, latest)]
    listed = [
        OpenTable(
            _("Standings: %(title)s") % {"title": title.name},
            "",
            "",
            reverse("standings", args=[year, title.slug]),
            standings_view.COLUMNS,
        )
        for title in titles
    ]
    if latest is not None:
        event = latest.event
        session = {"session": latest.name, "event": event.name}
        listed += [
            *(
                OpenTable(
                    _("Standings after a session"),
                    _("Any title, after any session that gave points"),
                    _("%(session)s, %(event)s") % {"session": last.name, "event": last.event.name},
                    reverse("standings_after", args=[year, title.slug, last.event.slug, last.slug]),
                    standings_view.COLUMNS,
                )
                for title in titles[:1]
                if (last := season.last_counted(title, latest))
            ),
            *_title_fight(season),
            OpenTable(
                _("Every result"),
                _("One driver a line: qualifying points and the place in each race"),
                "",
                reverse("results", args=[year]),
                matrix.COLUMNS,
                {SESSIONS: _("One column for each event and session, germany/R1: the place in the race, or the status "
                             "where there is none; the points of qualifying in germany/Q.")},
            ),
            OpenTable(
                _("A session’s classification"),
                _("The current one"),
                _("%(session)s, %(event)s") % session,
                latest.get_absolute_url(),
                session_table.COLUMNS,
            ),
        ]  # fmt: skip
        lines = season.classifications[latest.id].lines
        listed.append(
            OpenTable(
                _("What each place of a session rests on"),
                _("One result a line"),
                _("%(session)s, %(event)s") % session,
                reverse("sources", args=[year, event.slug, latest.slug]),
                sources_view.COLUMNS,
            )
        )
        if season.drivers_title and lines:
            table = season.standings[season.drivers_title.slug].tables[latest.index]
            listed += [
                OpenTable(
                    _("What points are made of"),
                    _("One result or adjustment a line, for anyone in any title after any session"),
                    season.competitor(season.drivers_title, row.competitor).name,
                    why_address(season, season.drivers_title, latest, row.competitor),
                    why_view.COLUMNS,
                )
                for row in table.rows[:1]
            ]
            listed += [
                OpenTable(
                    name,
                    holds,
                    "",
                    reverse(view, args=[year]),
                    tuple(file_columns(of_teams)),
                )
                for view, of_teams, name, holds in (
                    ("records", False, _("Drivers’ records"), _("Everyone who started a race, a line each")),
                    ("team_records", True, _("Teams’ records"), _("One team a line")),
                )
            ]
        if season.drivers_title:
            listed.append(
                OpenTable(
                    _("An event’s points"),
                    _("One driver a line: the points of each session"),
                    event.name,
                    event.get_absolute_url(),
                    weekend.COLUMNS,
                )
            )
    listed += [
        OpenTable(
            _("Calendar"),
            _("As raced and as announced, cancelled events too"),
            "",
            reverse("calendar", args=[year]),
            calendar_view.COLUMNS,
            {"status": _("held, scheduled, postponed or cancelled.")},
        ),
        OpenTable(
            _("Entries"),
            _("One driver in one team’s car a line, with the titles and events entered"),
            "",
            reverse("drivers"),
            drivers_view.COLUMNS,
        ),
        OpenTable(
            _("Teams"),
            _("One team a line, in the order of their title"),
            "",
            reverse("teams"),
            teams_view.COLUMNS,
        ),
        OpenTable(
            _("Circuits"),
            _("One circuit a line, with the events held there"),
            "",
            reverse("circuits"),
            circuits_view.COLUMNS,
        ),
    ]  # fmt: skip
    circuits = [event.circuit for event in season.counting if event.races]
    listed += [
        OpenTable(
            _("A circuit’s races"),
            _("One race a line"),
            circuit.name,
            circuit.get_absolute_url(),
            circuits_view.RACE_COLUMNS,
        )
        for circuit in circuits[-1:]
    ]
    drivers = sorted(season.drivers.values(), key=lambda driver: (driver.family_name, driver.given_name))
    if drivers:
        listed.append(
            OpenTable(
                _("A driver’s results"),
                _("One session a line"),
                drivers[0].name,
                drivers[0].get_absolute_url(),
                driver_view.COLUMNS,
            )
        )
    teams = sorted(season.teams.values(), key=lambda team: team.name)
    if teams:
        listed.append(
            OpenTable(
                _("A team’s results"),
                _("One car in one session a line"),
                teams[0].name,
                teams[0].get_absolute_url(),
                teams_view.RESULT_COLUMNS,
            )
        )
    if len(drivers) > 1:
        pair = drivers[:2]
        listed.append(
            OpenTable(
                _("Two drivers compared"),
                _("One race a line: both places, and who was ahead"),
                " – ".join(driver.name for driver in pair),
                reverse("compare", args=[driver.slug for driver in pair]),
                compare_view.COLUMNS,
            )
        )
    return listed


def _title_fight(season: SeasonView) -> list[OpenTable]:
    title = season.first_title
    if title is None:
        return []
    return [
        OpenTable(
            _("Title fight"),
            _("Any title, after any session that gave points: the most that each could still have, and who was out"),
            _("%(session)s, %(event)s") % {"session": session.name, "event": session.event.name},
            reverse("title_fight_after", args=[season.year, title.slug, session.event.slug, session.slug]),
            FIGHT_COLUMNS,
        )
        for session in fight_sessions(season, title)[-1:]
    ]
