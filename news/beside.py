"""What stands beside a story: the table of its day, and those whom it names."""

from datetime import date
from typing import Any, NamedTuple

from django.db.models import CharField, F, IntegerField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import gettext as _

from championship.formats import days_text
from championship.models import Event
from championship.season.parts import SessionView, TitleView
from championship.season.view import SeasonView
from championship.tables.title import StandingsRow, standings_rows
from drivers.models import Driver, Team
from web.catalogue import localised

TABLE_ROWS = 6


class TableOfTheDay(NamedTuple):
    """The first rows of a title's table after a session. address: where all of it is, as `link` says it."""

    title: TitleView
    session: SessionView
    rows: list[StandingsRow]
    is_ranked: bool
    caption: str
    lead: str
    address: str
    link: str


class Named(NamedTuple):
    """A driver, a team or an event that a story names. number, colour: of the roundel.

    detail: a driver's team, an event's days and circuit. Blank is what the season of the story does not know.
    """

    name: str
    address: str
    detail: str = ""
    number: int | None = None
    colour: str = ""

    def get_absolute_url(self) -> str:
        return self.address


def table_of_the_day(season: SeasonView, slug: str, day: date) -> TableOfTheDay | None:
    """That of a title after the last session of a day or before it; None without one."""
    title = season.titles_by_slug.get(slug)
    if title is None:
        return None
    session = season.last_counted(title, season.last_session_by(day))
    if session is None:
        return None
    rows = standings_rows(season, title, session)
    is_ranked = not season.standings[title.slug].on_record_so_far(session.index)
    named = {"title": title.name, "session": session.name, "event": session.event.name}
    lead = (
        _("%(title)s after %(session)s, %(event)s.")
        if is_ranked
        else _("%(title)s after %(session)s, %(event)s: on record so far, listed and not ranked.")
    )
    return TableOfTheDay(
        title,
        session,
        rows[:TABLE_ROWS],
        is_ranked,
        _("%(title)s after %(session)s, %(event)s") % named,
        lead % named,
        reverse("standings_after", args=[season.year, title.slug, session.event.slug, session.slug]),
        _link_to_all(title, len(rows)),
    )


def _link_to_all(title: TitleView, count: int) -> str:
    if count <= TABLE_ROWS:
        return _("The table in full")
    every = _("All %(count)s teams") if title.ranks_teams else _("All %(count)s drivers")
    return every % {"count": count}


def named_in(season: SeasonView, pk: int) -> dict[str, list[Named]]:
    """The drivers, teams and events that a story names; one query."""
    kinds = [
        _named(Driver, pk, "driver", Concat("given_name", Value(" "), "family_name"), F("family_name")),
        _named(Team, pk, "team", F("name"), F("name")),
        _named(Event, pk, "event", F("name"), Cast("starts_on", CharField()), F("season__year")),
    ]
    by_kind: dict[str, list[Named]] = {"driver": [], "team": [], "event": []}
    rows = kinds[0].union(*kinds[1:], all=True).order_by()
    guarded = season.guard is not None and season.guard.year == season.year
    known = {*season.drivers, *season.teams}
    for kind, slug, name, _sort, year in sorted(rows, key=lambda row: (row[3], row[2])):
        # Who joins later is not there yet.
        if guarded and kind != "event" and slug not in known:
            continue
        address = reverse(kind, args=[year, slug] if kind == "event" else [slug])
        named = Named(localised(name.strip()), address)
        by_kind[kind].append(_as_in_season(named, season, kind, slug, year))
    return {"drivers": by_kind["driver"], "teams": by_kind["team"], "events": by_kind["event"]}


def _named(model: type[Driver | Team | Event], pk: int, kind: str, name: Any, sort: Any, year: Any = None) -> Any:
    return (
        model._default_manager.filter(articles=pk)
        .order_by()
        .annotate(
            row_kind=Value(kind),
            row_name=name,
            row_sort=sort,
            row_year=Value(0, IntegerField()) if year is None else Cast(year, IntegerField()),
        )
        .values_list("row_kind", "slug", "row_name", "row_sort", "row_year")
    )


def _as_in_season(named: Named, season: SeasonView, kind: str, slug: str, year: int) -> Named:
    """With number, colour and team of a driver, name and colour of a team, days and circuit of an event."""
    if kind == "driver":
        entry = season.entry_at(slug)
        if entry is None:
            return named
        return named._replace(detail=entry.team_name, number=entry.number, colour=entry.colour)
    if kind == "team":
        team = season.teams.get(slug)
        return named._replace(name=team.name, colour=team.colour) if team else named
    event = season.event(slug) if year == season.year else None
    if event is None:
        return named
    details = [days_text(event.starts_on, event.ends_on), event.circuit.name]
    if event.is_cancelled:
        details.append(_("cancelled"))
    return named._replace(detail=", ".join(details))
