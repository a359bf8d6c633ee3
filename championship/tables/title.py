"""A title's table as pages, files and the command line show it: one list of rows for all of them."""

from dataclasses import dataclass
from decimal import Decimal

from championship.formats import place_text, plain_number
from championship.scoring import Row, Table
from championship.season.parts import DriverView, SessionView, TeamView, TitleView
from championship.season.view import SeasonView
from championship.why.ties import tie_sentences

COLUMNS = ("position", "competitor", "name", "points", "wins")


@dataclass(frozen=True, slots=True)
class StandingsRow:
    """One line of a title's table with what is shown of its competitor.

    moved: places gained since the event before, negative when lost, None for one who was not in that table or where
    that table does not rank. gap: points behind first. tie: the sentence that says why the next row is behind on the
    same points. on_record_so_far: the total falls short of what was published, or may.
    """

    row: Row
    competitor: DriverView | TeamView
    number: int | None
    colour: str
    team: TeamView | None
    wins: int
    podiums: int
    gap: Decimal
    moved: int | None
    tie: str
    on_record_so_far: bool

    @property
    def place(self) -> str:
        return place_text(self.row.position, self.row.shared)

    @property
    def points(self) -> Decimal:
        return self.row.points

    @property
    def lost(self) -> int:
        """Places lost since the event before."""
        return max(0, -(self.moved or 0))


def standings_rows(season: SeasonView, title: TitleView, after: SessionView) -> list[StandingsRow]:
    """The table of a title after a session, best first."""
    standings = season.standings[title.slug]
    table = standings.tables[after.index]
    before = table_before_event(season, title, after)
    ties = dict(tie_sentences(season, title, table))
    leader = table.most_points
    rows = []
    for row in table.rows:
        number, colour, team = face(season, title, row.competitor, after.index)
        previous = before.by_competitor.get(row.competitor) if before else None
        rows.append(
            StandingsRow(
                row=row,
                competitor=season.competitor(title, row.competitor),
                number=number,
                colour=colour,
                team=team,
                wins=table.wins(row),
                podiums=table.podiums(row),
                gap=leader - row.points,
                moved=previous.position - row.position if previous else None,
                tie=ties.get(row.competitor, ""),
                on_record_so_far=standings.on_record_so_far(after.index, row.competitor),
            )
        )
    return rows


def face(
    season: SeasonView, title: TitleView, competitor: str, after: int | None = None
) -> tuple[int | None, str, TeamView | None]:
    """What stands for a competitor beside its name: door number, colour and, for a driver, the team."""
    if title.ranks_teams:
        return None, season.teams[competitor].colour, None
    entry = season.entry_at(competitor, after)
    return (entry.number, entry.team.colour, entry.team) if entry else (None, "", None)


def event_before(season: SeasonView, session: SessionView) -> SessionView | None:
    """The last session of the event before, None in the first event."""
    first = session.event.sessions[0].index
    return season.sessions[first - 1] if first else None


def table_before_event(season: SeasonView, title: TitleView, after: SessionView) -> Table | None:
    """The table that "moved" is counted from; None in the first event and where that table does not rank yet."""
    before = event_before(season, after)
    standings = season.standings[title.slug]
    if before is None or standings.on_record_so_far(before.index):
        return None
    return standings.tables[before.index]


def standings_data(season: SeasonView, title: TitleView, after: SessionView) -> list[dict[str, object]]:
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
