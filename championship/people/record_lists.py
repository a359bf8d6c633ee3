"""The records of a season as lists: every driver, or every team, by whichever figure the reader asks for."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from championship.formats import mean_text, place_text, points_text
from championship.people import words
from championship.people.record_book import Figures, Scored, driver_figures, driver_scored, team_figures, team_scored
from championship.season.parts import DriverView, TeamView, TitleView
from championship.season.view import SeasonView
from championship.tables.title import livery

FIRST = "wins"


class Column(NamedTuple):
    """A figure to sort by. lowest_first: the smaller is the better, as places are. brief: shown where there is little
    room, too. head: what stands over its column where the name is long. in_files: its name there where the key is too
    short to be understood."""

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
    """One driver or team; `values` by the columns' keys, None where there is no figure."""

    competitor: DriverView | TeamView
    number: int | None
    colour: str
    figures: Figures
    scored: Scored | None
    values: dict[str, Decimal | int | None]


class Ranked(NamedTuple):
    """A line with its place in the list asked for, blank where it has no figure there. cells: each column with its
    text."""

    place: str
    line: RecordLine
    cells: list[tuple[Column, str]]


def columns(of_teams: bool) -> list[Column]:
    """In the order of the table."""
    found = [
        Column("starts", _("Starts"), brief=True),
        Column("wins", _("Wins"), brief=True),
        Column("podiums", _("Podiums"), brief=True),
        Column("poles", _("Poles"), brief=True),
        Column("laps", _("Fastest laps"), in_files="fastest_laps"),
        Column("best", _("Best place"), lowest_first=True, in_files="best_position"),
        Column("average", _("Average place"), lowest_first=True, in_files="average_position"),
        Column("points", _("Points"), brief=True),
        Column("rate", _("Points a start"), in_files="points_a_start"),
        Column("weekend", _("Best weekend"), in_files="most_points_an_event"),
        Column("run", _("In the points in a row"), head=_("Scoring run"), in_files="scoring_run"),
    ]
    if of_teams:
        return found
    share = Column("share", _("Share of the team’s points"), head=_("Team share"), in_files="team_share_percent")
    return [*found, share]


def figure_text(value: Decimal | int | None, key: str) -> str:
    """2.4, 17 %, and a dash where there is none. Means have one decimal."""
    if value is None:
        return "–"
    if key == "share":
        return _("%(number)s%%") % {"number": round(value)}
    if key in ("average", "rate"):
        return mean_text(Decimal(value))
    return points_text(Decimal(value))


def figures_beside(
    title: TitleView | None, competitor: str, figures: Figures, scored: Scored | None
) -> dict[str, object]:
    """What a driver's or a team's page says of its means and runs."""
    return {
        "title": title,
        "competitor": competitor,
        "scored": scored,
        "average": figure_text(figures.average, "average"),
        "a_start": figure_text(scored and scored.a_start, "rate"),
        "team_share": figure_text(scored and scored.team_share, "share"),
        "runs": words.runs(figures, scored),
    }


def driver_lines(season: SeasonView) -> list[RecordLine]:
    """Everyone who started a race."""
    title = season.drivers_title
    return [
        _line(driver, *(livery(season, title, slug)[:2] if title else (None, "")), figures,
              driver_scored(season, slug, figures.starts))
        for slug, driver in season.drivers.items()
        if (figures := driver_figures(season, slug)).starts
    ]  # fmt: skip


def team_lines(season: SeasonView) -> list[RecordLine]:
    return [
        _line(team, None, team.colour, figures, team_scored(season, slug, figures.starts))
        for slug, team in season.teams.items()
        if (figures := team_figures(season, slug)).starts
    ]


def _line(
    competitor: DriverView | TeamView, number: int | None, colour: str, figures: Figures, scored: Scored | None
) -> RecordLine:
    values: dict[str, Decimal | int | None] = {
        "starts": figures.starts,
        "wins": figures.wins,
        "podiums": figures.podiums,
        "poles": figures.poles,
        "laps": figures.fastest_laps,
        "best": figures.best,
        "average": figures.average,
        "points": scored and scored.points,
        "rate": scored and scored.a_start,
        "weekend": scored and scored.weekend,
        "run": scored and scored.run,
        "share": scored and scored.team_share,
    }
    return RecordLine(competitor, number, colour, figures, scored, values)


def ranked(lines: list[RecordLine], shown: list[Column], by: Column) -> list[Ranked]:
    """Best first by a figure, then by points and name; the same figure is the same place."""
    order = sorted(lines, key=_order(by))
    values = [line.values[by.key] for line in order]
    found = []
    for index, line in enumerate(order):
        value = values[index]
        place = "" if value is None else place_text(values.index(value) + 1, values.count(value) > 1)
        found.append(Ranked(place, line, [(one, figure_text(line.values[one.key], one.key)) for one in shown]))
    return found


def _order(by: Column) -> Callable[[RecordLine], tuple]:
    def key(line: RecordLine) -> tuple:
        value = line.values[by.key]
        better = 0 if value is None else value if by.lowest_first else -value
        return value is None, better, -(line.scored.points if line.scored else -1), line.competitor.name.casefold()

    return key
