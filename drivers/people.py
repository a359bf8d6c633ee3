"""A driver or a team as their pages read them: one row and its satellites in one query, no model instance."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Case, OuterRef, Subquery, When

from championship.models.season import in_open_season
from championship.season.known import known_drivers, known_teams
from championship.season.parts import DriverView, TeamView
from drivers.models import Driver, years_text
from news.models import Article, ArticleQuerySet
from pictures.shown import Shown, shown_fields
from web.moments import AsOf
from web.rows import Columns


class CareerLine(NamedTuple):
    first_year: int
    last_year: int
    series: str
    team: str
    detail: str

    @property
    def years(self) -> str:
        return years_text(self.first_year, self.last_year)


@dataclass
class DriverProfile:
    """What an editor wrote of a driver, and the years in which the driver was entered, newest first.

    born is None unless it comes from a source. next_story_at is when the next story about the driver comes out.
    """

    driver: DriverView
    born: date | None
    birthplace: str
    lead: str
    firsts: list[str]
    career_kept_to: int | None
    sibling: DriverView | None
    portrait: Shown | None
    career: list[CareerLine]
    years: list[int]
    next_story_at: datetime | None


def driver_profile(slug: str, as_of: AsOf | None = None) -> DriverProfile | None:
    """One query: the driver with career, sibling, portrait and years; the rows repeat and are taken once each.

    With `as_of` what an editor wrote is left out, for it may tell of any day, and the career ends with the year before.
    """
    rows = list(
        known_drivers()
        .filter(slug=slug)
        .annotate(next_story_at=_next_due(Article.objects.filter(drivers=OuterRef("pk"))))
        .order_by("-career__last_year", "-career__first_year", "career__pk")
        .values_list(*DRIVER_COLUMNS)
    )
    if not rows:
        return None
    row = rows[0]
    driver = DriverView(*row[DRIVER_COLUMNS.driver])
    born, basis, birthplace, lead, firsts, kept_to = row[DRIVER_COLUMNS.page]
    careers: dict[int, CareerLine] = {}
    for each in rows:
        key, *line = each[DRIVER_COLUMNS.career]
        if key is not None:
            careers[key] = CareerLine(*line)
    given_name, family_name, country = row[DRIVER_COLUMNS.sibling]
    sibling = DriverView(driver.sibling, given_name, family_name, country, driver.slug) if driver.sibling else None
    (next_story_at,) = row[DRIVER_COLUMNS.story]
    return DriverProfile(
        driver=driver,
        born=born if basis == Driver.BornBasis.SOURCED else None,
        birthplace=birthplace,
        lead="" if as_of else lead,
        firsts=[] if as_of else [line.strip() for line in firsts.splitlines() if line.strip()],
        career_kept_to=None if as_of else kept_to,
        sibling=sibling,
        portrait=Shown.from_values(row[DRIVER_COLUMNS.portrait]),
        career=[line for line in careers.values() if as_of is None or line.last_year < as_of.year],
        years=_years(row[DRIVER_COLUMNS.year] for row in rows),
        next_story_at=next_story_at,
    )


@dataclass
class TeamProfile:
    """What an editor wrote of a team, and the years in which it was entered, newest first.

    team: as the newest open season calls it. names: the year of each season and what that calls it, newest first.
    """

    team: TeamView
    names: list[tuple[int, str]]
    lead: str
    picture: Shown | None
    years: list[int]
    next_story_at: datetime | None


def team_profile(slug: str, as_of: AsOf | None = None) -> TeamProfile | None:
    """One query: the team with picture, years and names. With `as_of` without what an editor wrote, and with the names
    of earlier years alone."""
    rows = list(
        known_teams()
        .filter(slug=slug)
        .annotate(next_story_at=_next_due(Article.objects.filter(teams=OuterRef("pk"))))
        .values_list(*TEAM_COLUMNS)
        .distinct()
    )
    if not rows:
        return None
    row = rows[0]
    (lead,), (next_story_at,) = row[TEAM_COLUMNS.page], row[TEAM_COLUMNS.story]
    own, years = TeamView(*row[TEAM_COLUMNS.team]), _years(row[TEAM_COLUMNS.year] for row in rows)
    called = sorted(
        {
            (year, since or date.min, own.called(*names))
            for year, since, *names in (row[TEAM_COLUMNS.called] for row in rows)
            if year is not None and (as_of is None or year < as_of.year)
        },
        reverse=True,
    )
    named = {year for year, _since, _team in called}
    plain = [(year, date.min, own) for year in years if year not in named and (as_of is None or year < as_of.year)]
    teams = sorted([*called, *plain], reverse=True)
    return TeamProfile(
        team=teams[0][2] if teams else own,
        names=[(year, team.name) for year, _since, team in teams],
        lead="" if as_of else lead,
        picture=Shown.from_values(row[TEAM_COLUMNS.picture]),
        years=years,
        next_story_at=next_story_at,
    )


def _next_due(articles: ArticleQuerySet) -> Subquery:
    """When the next of the articles comes out by itself: a page that lists them is kept no longer."""
    return Subquery(articles.scheduled().order_by("publish_at").values("publish_at")[:1])


class Acquaintance(NamedTuple):
    """A driver as the comparison needs one: who it is, and the years entered."""

    driver: DriverView
    years: set[int]


def acquaintances(slugs: Iterable[str]) -> dict[str, Acquaintance]:
    """Those of the drivers who exist, by slug. One query."""
    known: dict[str, Acquaintance] = {}
    for row in known_drivers().filter(slug__in=slugs).values_list(*ENTERED_COLUMNS).distinct():
        driver = DriverView(*row[ENTERED_COLUMNS.driver])
        acquaintance = known.setdefault(driver.slug, Acquaintance(driver, set()))
        acquaintance.years.update(_years([row[ENTERED_COLUMNS.year]]))
    return known


def _years(cells: Iterable[Sequence[int | None]]) -> list[int]:
    """Newest first, of the column of years; a row without an entry has none."""
    return sorted({year for (year,) in cells if year is not None}, reverse=True)


# NULL for an entry of a season in preparation.
_YEAR = Case(When(in_open_season("entries__season"), then="entries__season__year"))
# NULL for what a season in preparation calls a team.
_CALLED_IN = Case(When(in_open_season("season_names__season"), then="season_names__season__year"))
# In the order of DriverView's fields.
_DRIVER = ("slug", "given_name", "family_name", "country", "sibling__slug")
DRIVER_COLUMNS = Columns(
    driver=_DRIVER,
    page=("born", "born_basis", "birthplace", "lead", "firsts", "career_kept_to"),
    sibling=("sibling__given_name", "sibling__family_name", "sibling__country"),
    portrait=shown_fields("portrait"),
    career=(
        "career__pk",
        "career__first_year",
        "career__last_year",
        "career__series",
        "career__team",
        "career__detail",
    ),
    story=("next_story_at",),
    year=(_YEAR,),
)
TEAM_COLUMNS = Columns(
    team=("slug", "name", "short_name", "country", "colour"),
    called=(
        _CALLED_IN,
        "season_names__since",
        "season_names__name",
        "season_names__short_name",
        "season_names__colour",
    ),
    page=("lead",),
    picture=shown_fields("picture"),
    story=("next_story_at",),
    year=(_YEAR,),
)
ENTERED_COLUMNS = Columns(driver=_DRIVER, year=(_YEAR,))
