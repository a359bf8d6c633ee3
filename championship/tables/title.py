"""A title's table: rows for pages, and plain rows for files and the command line."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from championship.formats import MINUS, place_text, plain_number, points_text
from championship.scoring import Standings, TableRow, TitleTable
from championship.season.parts import DriverView, EventView, SessionView, TeamView, TitleView
from championship.season.view import SeasonView
from championship.why.ties import tie_sentences

COLUMNS = ("position", "competitor", "name", "points", "wins")


class Livery(NamedTuple):
    """What stands beside a competitor's name: the door number, the colour and, for a driver of one, the team."""

    number: int | None
    colour: str
    team: TeamView | None


@dataclass(frozen=True, slots=True)
class StandingsRow:
    """One line of a title's table with what is shown of its competitor.

    moved: places gained since the event before, negative when lost, None for one who was not in that table or where
    that table does not rank. gap: points behind first. tie: the sentence that says why the next row is behind on the
    same points. falls_short: the total does, or may, of what was published, although the table as a whole is complete.
    """

    row: TableRow
    competitor: DriverView | TeamView
    number: int | None
    colour: str
    team: TeamView | None
    wins: int
    gap: Decimal
    moved: int | None
    tie: str
    falls_short: bool

    @property
    def slug(self) -> str:
        return self.competitor.slug

    @property
    def place(self) -> str:
        return place_text(self.row.position, self.row.shared)

    @property
    def points(self) -> Decimal:
        return self.row.points

    @property
    def gap_text(self) -> str:
        """−12; blank for the first, and where the total falls short."""
        return f"{MINUS}{points_text(self.gap)}" if self.gap and not self.falls_short else ""

    @property
    def star(self) -> SafeString:
        """Leads to what is said of such totals below the table; blank for one that stands."""
        if not self.falls_short:
            return mark_safe("")
        return format_html(
            '<a class="plain" href="#on-record">*<span class="visually-hidden"> {}</span></a>', _("on record so far")
        )


def standings_rows(season: SeasonView, title: TitleView, after: SessionView) -> list[StandingsRow]:
    """The table of a title after a session, best first."""
    standings = season.standings[title.slug]
    table = standings.tables[after.index]
    before = table_before_event(season, title, after)
    ranks = not standings.on_record_so_far(after.index)
    ties = dict(tie_sentences(season, title, table)) if ranks else {}
    rows = []
    for row in table.rows:
        number, colour, team = livery(season, title, row.competitor, after.index)
        rows.append(
            StandingsRow(
                row=row,
                competitor=season.competitor(title, row.competitor),
                number=number,
                colour=colour,
                team=team,
                wins=table.wins(row),
                gap=table.most_points - row.points,
                moved=places_gained(before, row),
                tie=ties.get(row.competitor, ""),
                falls_short=ranks and standings.on_record_so_far(after.index, row.competitor),
            )
        )
    return rows


def livery(season: SeasonView, title: TitleView, competitor: str, after: int | None = None) -> Livery:
    """After a session by its index, or now."""
    if title.ranks_teams:
        return Livery(None, season.teams[competitor].colour, None)
    return driver_livery(season, competitor, after)


def driver_livery(season: SeasonView, driver: str, after: int | None = None) -> Livery:
    entry = season.entry_at(driver, after)
    return Livery(entry.number, entry.colour, entry.team) if entry else Livery(None, "", None)


def table_before_event(season: SeasonView, title: TitleView, after: SessionView) -> TitleTable | None:
    """The table that "moved" is counted from; None in the first event and where that table does not rank yet."""
    return ranking_before(season.standings[title.slug], after.event.sessions[0].index)


def ranking_before(standings: Standings, session: int) -> TitleTable | None:
    """The table before a session, by its index; None before the first and where that table does not rank."""
    return standings.tables[session - 1] if session and not standings.on_record_so_far(session - 1) else None


def places_gained(before: TitleTable | None, row: TableRow) -> int | None:
    """Since an earlier table, negative when lost; None without one, and for one who was not in it."""
    earlier = before.by_competitor.get(row.competitor) if before else None
    return earlier.position - row.position if earlier else None


def event_before(season: SeasonView, session: SessionView) -> EventView | None:
    """The event that ran before a session's, None in the first."""
    first = session.event.sessions[0].index
    return season.sessions[first - 1].event if first else None


def plain_standings(season: SeasonView, title: TitleView, after: SessionView) -> list[dict[str, object]]:
    """The same rows as plain values, for JSON, CSV and the command line; keys are COLUMNS."""
    table = season.standings[title.slug].tables[after.index]
    return [
        {
            "position": row.position,
            "competitor": row.competitor,
            "name": season.competitor(title, row.competitor).name,
            "points": plain_number(row.points),
            "wins": table.wins(row),
        }
        for row in table.rows
    ]
