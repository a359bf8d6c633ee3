"""The records of a season as lists: every driver, or every team, by whichever figure the reader asks for."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from championship.formats import mean_text, place_text, points_text
from championship.people import words
from championship.people.record_book import (
    RaceFigures,
    TitleFigures,
    driver_figures,
    driver_title_figures,
    team_figures,
    team_title_figures,
)
from championship.season.parts import DriverView, EventView, TeamView, TitleView
from championship.season.view import SeasonView
from championship.tables.title import driver_livery

# Where the reader has not asked for another.
BY_DEFAULT = "wins"


class Statistic(NamedTuple):
    """A figure to sort by.

    lowest_first: the smaller is the better, as places are. brief: it stands where there is little room, too. head: what
    stands over its column where the name is long. in_files: its name there where the key is too short to be understood.
    """

    key: str
    name: str
    lowest_first: bool = False
    brief: bool = False
    head: str = ""
    in_files: str = ""

    @property
    def file(self) -> str:
        return self.in_files or self.key


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One driver or team; `values` by the statistics' keys, None where there is no figure."""

    competitor: DriverView | TeamView
    number: int | None
    colour: str
    figures: RaceFigures
    title_figures: TitleFigures | None
    values: dict[str, Decimal | int | None]

    @property
    def name(self) -> str:
        """A team's is the short one."""
        return self.competitor.short_name if isinstance(self.competitor, TeamView) else self.competitor.name


class RecordCell(NamedTuple):
    """A figure in a list. css: the class of its column, which follows from the figure that the list is sorted by, and
    from the room that there is. points: what it says where that leads to its reasons; of one event where one is named.
    """

    text: str
    css: str
    points: Decimal | None = None
    event: EventView | None = None


class RankedLine(NamedTuple):
    """A line with its place in a list, blank where it has no figure there, and a cell for each column."""

    place: str
    line: RecordLine
    cells: list[RecordCell]


def statistics(of_teams: bool) -> list[Statistic]:
    """In the order of the table."""
    listed = [
        Statistic("starts", _("Starts"), brief=True),
        Statistic("wins", _("Wins"), brief=True),
        Statistic("podiums", _("Podiums"), brief=True),
        Statistic("poles", _("Poles"), brief=True),
        Statistic("laps", _("Fastest laps"), in_files="fastest_laps"),
        Statistic("best", _("Best place"), lowest_first=True, in_files="best_position"),
        Statistic("average", _("Average place"), lowest_first=True, in_files="average_position"),
        Statistic("points", _("Points"), brief=True),
        Statistic("rate", _("Points a start"), in_files="points_a_start"),
        Statistic("weekend", _("Best weekend"), in_files="most_points_an_event"),
        Statistic("run", _("In the points in a row"), head=_("Scoring run"), in_files="scoring_run"),
    ]
    if of_teams:
        return listed
    of_team = Statistic("share", _("Share of the team’s points"), head=_("Team share"), in_files="team_share_percent")
    return [*listed, of_team]


def file_columns(of_teams: bool) -> list[str]:
    """Of a list as a file."""
    kind = "team" if of_teams else "driver"
    return [kind, "name", *(statistic.file for statistic in statistics(of_teams)), "results_on_record"]


def figure_text(value: Decimal | int | None, key: str) -> str:
    """2.4, 17 %, and a dash where there is none. Means have one decimal."""
    if value is None:
        return "–"
    if key == "share":
        return _("%(number)s%%") % {"number": round(value)}
    if key in ("average", "rate"):
        return mean_text(Decimal(value))
    return points_text(Decimal(value))


def figures_context(
    title: TitleView | None, competitor: str, figures: RaceFigures, title_figures: TitleFigures | None
) -> dict[str, object]:
    """What a driver's or a team's page says of its means and runs."""
    return {
        "title": title,
        "competitor": competitor,
        "title_figures": title_figures,
        "average": figure_text(figures.average, "average"),
        "per_start": figure_text(title_figures.per_start if title_figures else None, "rate"),
        "team_percent": figure_text(title_figures.team_percent if title_figures else None, "share"),
        "runs": words.runs(figures, title_figures),
    }


def driver_lines(season: SeasonView) -> list[RecordLine]:
    """Everyone who started a race."""
    lines = []
    for slug, driver in season.drivers.items():
        figures = driver_figures(season, slug)
        if figures.starts:
            number, colour, _team = driver_livery(season, slug)
            lines.append(_line(driver, number, colour, figures, driver_title_figures(season, slug, figures.starts)))
    return lines


def team_lines(season: SeasonView) -> list[RecordLine]:
    return [
        _line(team, None, team.colour, figures, team_title_figures(season, slug, figures.starts))
        for slug, team in season.teams.items()
        if (figures := team_figures(season, slug)).starts
    ]


def _line(
    competitor: DriverView | TeamView,
    number: int | None,
    colour: str,
    figures: RaceFigures,
    title_figures: TitleFigures | None,
) -> RecordLine:
    values: dict[str, Decimal | int | None] = {
        "starts": figures.starts,
        "wins": figures.wins,
        "podiums": figures.podiums,
        "poles": figures.poles,
        "laps": figures.fastest_laps,
        "best": figures.best,
        "average": figures.average,
        "points": None,
        "rate": None,
        "weekend": None,
        "run": None,
        "share": None,
    }
    if title_figures:
        values |= {
            "points": title_figures.points,
            "rate": title_figures.per_start,
            "weekend": title_figures.weekend,
            "run": title_figures.run,
            "share": title_figures.team_percent,
        }
    return RecordLine(competitor, number, colour, figures, title_figures, values)


def ranked(lines: list[RecordLine], columns: list[Statistic], by: Statistic) -> list[RankedLine]:
    """Best first by a figure, then by points and name; the same figure is the same place."""

    def order(line: RecordLine) -> tuple[bool, Decimal | int, Decimal | int, str]:
        value = line.values[by.key]
        better = 0 if value is None else value if by.lowest_first else -value
        points = line.title_figures.points if line.title_figures else -1
        return value is None, better, -points, line.competitor.name.casefold()

    ordered = sorted(lines, key=order)
    values = [line.values[by.key] for line in ordered]
    ranking = []
    for line in ordered:
        value = line.values[by.key]
        place = "" if value is None else place_text(values.index(value) + 1, values.count(value) > 1)
        ranking.append(RankedLine(place, line, [_cell(line, column, by) for column in columns]))
    return ranking


def _cell(line: RecordLine, column: Statistic, by: Statistic) -> RecordCell:
    text = figure_text(line.values[column.key], column.key)
    css = "record-table__by" if column == by else "wide-only" if column.brief else "record-table__more"
    figures = line.title_figures
    if figures and column.key == "points":
        return RecordCell(text, css, figures.points)
    if figures and column.key == "weekend" and figures.weekend_at:
        return RecordCell(text, css, figures.weekend, figures.weekend_at[0])
    return RecordCell(text, css)
