"""The teams of a season, and each team's page."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from championship.formats import and_list, ordinal, ordinal_place
from championship.people import words
from championship.people.record_book import (
    RaceFigures,
    Spell,
    Standing,
    points_by_event,
    spells,
    standing,
    team_figures,
    team_title_figures,
)
from championship.people.record_lists import figures_context
from championship.season.page import newest_menu, page_context
from championship.season.parts import EventView, TeamView, TitleView
from championship.season.view import SeasonView
from championship.tables.files import table_response
from championship.tables.title import driver_livery
from championship.why.doubts import doubts_context
from drivers.people import TeamProfile, team_profile
from drivers.views.seasons import all_years, chosen_season, season_files, years_context, years_seen
from news.cards import story_cards
from web.addresses.paths import address
from web.cache.page_cache import as_of, cached_page, falls_due

RESULT_COLUMNS = ("event", "session", "number", "driver", "position", "status", "points", "basis")
COLUMNS = ("position", "team", "name", "country", "cars", "drivers", "points")


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team on the index; `standing` is None for one that had only wildcards."""

    team: TeamView
    standing: Standing | None
    cars: list[str]
    spells: list[Spell]

    @property
    def place(self) -> str:
        """1st; wildcards only; empty before the first table."""
        if self.standing is None:
            return _("Wildcards only") if not any(spell.entry.scores for spell in self.spells) else ""
        if self.standing.position is None:
            return ""
        return ordinal_place(self.standing.position, self.standing.shared)

    @property
    def drivers(self) -> list[str]:
        return list(dict.fromkeys(spell.entry.driver.name for spell in self.spells))


@require_safe
@cached_page(parameters=("season",))
def teams(request: HttpRequest) -> HttpResponse:
    years = all_years(request)
    season = chosen_season(request, years)
    context = years_context(season, years)
    if season:
        context |= {"lines": _lines(season), "files": season_files(season, "teams_data")}
    return render(request, "drivers/teams.html", page_context(season, "teams", **context))


def _lines(season: SeasonView) -> list[TeamLine]:
    """By place in the teams' title; those without one last, by name."""
    title = season.teams_title
    lines = []
    for team in season.teams.values():
        own = spells(season, team.slug)
        cars = list(dict.fromkeys(spell.entry.car for spell in own if spell.entry.car))
        lines.append(TeamLine(team, standing(season, title, team.slug) if title else None, cars, own))
    return sorted(lines, key=_order)


def _order(line: TeamLine) -> tuple[bool, int, str]:
    place = line.standing.position if line.standing else None
    return place is None, place or 0, line.team.name.casefold()


@require_safe
@cached_page(parameters=("season",))
def teams_data(request: HttpRequest, ending: str) -> HttpResponse:
    season = chosen_season(request, all_years(request))
    if season is None:
        raise Http404(_("There is no season yet."))
    rows = [
        {
            "position": line.standing and line.standing.position,
            "team": line.team.slug,
            "name": line.team.name,
            "country": line.team.country,
            "cars": line.cars,
            "drivers": list(dict.fromkeys(spell.entry.driver.slug for spell in line.spells)),
            "points": line.standing and line.standing.points,
        }
        for line in _lines(season)
    ]
    return table_response(ending, COLUMNS, rows, season=season.year)


@require_safe
@cached_page(parameters=("season",))
def team(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest season of the team, or the one asked for."""
    profile = team_profile(slug, as_of(request))
    if profile is None:
        raise Http404(_("There is no team of this name here."))
    falls_due(request, profile.next_story_at)
    years = years_seen(request, profile.years, slug)
    season = chosen_season(request, years)
    menu = {} if season else newest_menu(request)
    profile = _called_in(season, profile)
    context = {
        "profile": profile,
        "team": profile.team,
        "other_names": _other_names(season, profile),
        "stories": story_cards(season.guard if season else menu["guard"], teams__slug=slug),
        **years_context(season, years),
    }
    if season is None:
        return render(request, "drivers/team.html", menu | {"section": "teams", **context})
    return render(request, "drivers/team.html", page_context(season, "teams", **context, **_season(season, slug)))


def _called_in(season: SeasonView | None, profile: TeamProfile) -> TeamProfile:
    """With the team as the season shown calls it."""
    team = season.teams.get(profile.team.slug) if season else None
    return replace(profile, team=team) if team else profile


def _other_names(season: SeasonView | None, profile: TeamProfile) -> list[str]:
    """ "Called Münnich Motorsport in 2020 and 2021.", of each name that is not the one shown."""
    names = [(year, name) for year, name in profile.names if season is None or year != season.year]
    if season:
        own = [entry for entry in season.entries if entry.team_slug == profile.team.slug]
        names += [(season.year, team.name) for entry in own for team in entry.teams.values()]
    years: dict[str, set[int]] = {}
    for year, name in names:
        if name != profile.team.name:
            years.setdefault(name, set()).add(year)
    return [
        _("Called %(name)s in %(years)s.") % {"name": name, "years": and_list(map(str, sorted(called)))}
        for name, called in years.items()
    ]


def _season(season: SeasonView, slug: str) -> dict[str, Any]:
    figures = team_figures(season, slug)
    own = spells(season, slug)
    title = season.teams_title
    place = standing(season, title, slug) if title else None
    return {
        "cars": list(dict.fromkeys(spell.entry.car for spell in own if spell.entry.car)),
        "tiles": _tiles(season, place, figures),
        "seats": words.seats(own),
        "points": points_table(season, title, slug) if title and place else None,
        "figures": figures,
        "on_record": words.on_record(figures),
        "records_address": address("team_records", season.year),
        "files": season_files(season, "team_data", slug),
        **figures_context(title, slug, figures, team_title_figures(season, slug, figures.starts)),
        "standing": place,
        **(doubts_context(season, title, slug) if title and place else {}),
    }


def _tiles(season: SeasonView, place: Standing | None, figures: RaceFigures) -> list[words.Tile]:
    """The place, and the best of the season: its wins, or where none was won the best place."""
    tiles = [
        words.title_tile(season.year, place)
        if place
        else words.Tile(_("Teams"), _("Wildcards only"), _("No place among the teams, and no points"))
    ]
    if figures.wins:
        tiles.append(words.Tile(_("Wins"), str(figures.wins), ngettext("win", "wins", figures.wins)))
    elif figures.best:
        best_in = _("Best place: %(races)s") % {"races": words.best_in(figures)}
        tiles.append(words.Tile(_("Best place"), ordinal(figures.best), best_in))
    # Nought is a figure for the list of figures, not a big one.
    if figures.podiums:
        tiles.append(words.Tile(_("Podiums"), str(figures.podiums), ngettext("podium", "podiums", figures.podiums)))
    return tiles


@dataclass(frozen=True, slots=True)
class PointsTable:
    """A team's points by event and car. A car's figure is None where it was not entered."""

    cars: list[tuple[int | None, str]]
    rows: list[tuple[EventView, list[Decimal | None], Decimal]]
    sums: list[Decimal]
    adjusted: Decimal
    total: Decimal
    one_out: bool


def points_table(season: SeasonView, title: TitleView, slug: str) -> PointsTable:
    """What each car brought its team. one_out says that cars beyond the title's limit scored nothing for it."""
    drivers = list(
        dict.fromkeys(entry.driver.slug for entry in season.entries if entry.team_slug == slug and entry.scores)
    )
    entered = {
        driver: {
            event for entry in season.entries_of(driver) if entry.team_slug == slug and entry.scores
            for event in entry.numbers
        }
        for driver in drivers
    }  # fmt: skip
    points = points_by_event(season, title, slug)
    zero = Decimal(0)
    rows = []
    for event in season.counting:
        if not any(season.classification(session) for session in event.sessions):
            continue
        own = points.get(event.slug, {})
        figures = [own.get(driver, zero) if event.id in entered[driver] else None for driver in drivers]
        if any(figure is not None for figure in figures):
            rows.append((event, figures, sum((figure or zero for figure in figures), zero)))
    sums = [sum((row[1][index] or zero for row in rows), zero) for index in range(len(drivers))]
    after = season.latest.index if season.latest else -1
    total = season.standings[title.slug].tables[after].points_of(slug) or zero
    limit = title.rules.cars_per_session
    return PointsTable(
        cars=[(driver_livery(season, driver).number, season.surnames[driver]) for driver in drivers],
        rows=rows,
        sums=sums,
        adjusted=total - sum(sums, zero),
        total=total,
        one_out=bool(limit and any(sum(figure is not None for figure in row[1]) > limit for row in rows)),
    )  # fmt: skip


@require_safe
@cached_page(parameters=("season",))
def team_data(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """Every session of the team's cars in a season, with what each gave in the teams' title."""
    profile = team_profile(slug, as_of(request))
    if profile is None:
        raise Http404(_("There is no team of this name here."))
    season = chosen_season(request, profile.years)
    if season is None:
        raise Http404(_("This team has not raced in a season that is kept here."))
    about = {"season": season.year, "team": slug, "name": _called_in(season, profile).team.name}
    return table_response(ending, RESULT_COLUMNS, _results(season, slug), **about)


def _results(season: SeasonView, slug: str) -> list[dict[str, object]]:
    title = season.teams_title
    awards = season.standings[title.slug].awards if title else None
    rows: list[dict[str, object]] = []
    for session in season.sessions:
        classification = season.classification(session)
        gave = {award.driver: award.points for award in awards[session.index]} if awards else {}
        rows += [
            {
                "event": session.event.slug,
                "session": session.code,
                "number": line.number,
                "driver": line.driver.slug,
                "position": line.position,
                "status": line.status,
                "points": gave.get(line.driver.slug, Decimal(0)),
                "basis": line.basis,
            }
            for line in (classification.lines if classification else ())
            if line.entry.team_slug == slug
        ]
    return rows
