"""A driver or a team as their pages read them: one row and its satellites in one query, no model instance."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import OuterRef, Subquery

from championship.season.parts import DriverView, TeamView
from drivers.models import Driver, Team, years_text
from news.models import Article, ArticleQuerySet
from pictures.shown import Shown, shown_fields
from web.moments import AsOf


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
        Driver.objects.filter(slug=slug)
        .annotate(next_story_at=_next_due(Article.objects.filter(drivers=OuterRef("pk"))))
        .order_by("-career__last_year", "-career__first_year", "career__pk")
        .values_list(
            "slug",
            "given_name",
            "family_name",
            "country",
            "sibling__slug",
            "born",
            "born_basis",
            "birthplace",
            "lead",
            "firsts",
            "career_kept_to",
            "sibling__given_name",
            "sibling__family_name",
            "sibling__country",
            *shown_fields("portrait"),
            "career__pk",
            "career__first_year",
            "career__last_year",
            "career__series",
            "career__team",
            "career__detail",
            "next_story_at",
            "entries__season__year",
        )
    )
    if not rows:
        return None
    driver = DriverView(*rows[0][:5])
    born, basis, birthplace, lead, firsts, kept_to = rows[0][5:11]
    career = {row[-8]: CareerLine(*row[-7:-2]) for row in rows if row[-8] is not None}
    return DriverProfile(
        driver=driver,
        born=born if basis == Driver.BornBasis.SOURCED else None,
        birthplace=birthplace,
        lead="" if as_of else lead,
        firsts=[] if as_of else [line.strip() for line in firsts.splitlines() if line.strip()],
        career_kept_to=None if as_of else kept_to,
        sibling=DriverView(driver.sibling, *rows[0][11:14], driver.slug) if driver.sibling else None,
        portrait=Shown.from_values(rows[0][14:-8]),
        career=[line for line in career.values() if as_of is None or line.last_year < as_of.year],
        years=_years(rows),
        next_story_at=rows[0][-2],
    )


@dataclass
class TeamProfile:
    """What an editor wrote of a team, and the years in which it was entered, newest first."""

    team: TeamView
    lead: str
    picture: Shown | None
    years: list[int]
    next_story_at: datetime | None


def team_profile(slug: str, as_of: AsOf | None = None) -> TeamProfile | None:
    """One query: the team with picture and years. With `as_of` without what an editor wrote."""
    rows = list(
        Team.objects.filter(slug=slug)
        .annotate(next_story_at=_next_due(Article.objects.filter(teams=OuterRef("pk"))))
        .values_list(
            "slug",
            "name",
            "short_name",
            "country",
            "colour",
            "lead",
            *shown_fields("picture"),
            "next_story_at",
            "entries__season__year",
        )
        .distinct()
    )
    if not rows:
        return None
    *team, lead = rows[0][:6]
    picture = Shown.from_values(rows[0][6:-2])
    return TeamProfile(TeamView(*team), "" if as_of else lead, picture, _years(rows), rows[0][-2])


def _next_due(articles: ArticleQuerySet) -> Subquery:
    """When the next of the articles comes out by itself: a page that lists them is kept no longer."""
    return Subquery(articles.scheduled().order_by("publish_at").values("publish_at")[:1])


class Acquaintance(NamedTuple):
    """A driver as the comparison needs one: who it is, and the years entered."""

    driver: DriverView
    years: set[int]


def acquaintances(slugs: Iterable[str]) -> dict[str, Acquaintance]:
    """Those of the drivers who exist, by slug. One query."""
    found: dict[str, Acquaintance] = {}
    fields = ("slug", "given_name", "family_name", "country", "sibling__slug", "entries__season__year")
    for *driver, year in Driver.objects.filter(slug__in=slugs).values_list(*fields).distinct():
        one = found.setdefault(driver[0], Acquaintance(DriverView(*driver), set()))
        if year is not None:
            one.years.add(year)
    return found


def _years(rows: Sequence[tuple]) -> list[int]:
    return sorted({row[-1] for row in rows if row[-1] is not None}, reverse=True)
