"""The front page, and each season's own: what stands there depends on where the season is."""

from datetime import date, datetime
from typing import Any

from django.db.models import DateTimeField, Subquery, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from championship.charts import Chart, behind_the_leader
from championship.models import Season
from championship.season.page import newest_season, page_context, season_or_404
from championship.season.parts import EventView, outline_credits
from championship.season.state import (
    SeasonState,
    changes_at,
    countdown,
    last_event,
    next_event,
    race_week_event,
    season_state,
    session_on_air,
)
from championship.season.view import SeasonView
from championship.tables.podiums import podiums
from championship.tables.weekend import timetable
from drivers.models import Driver
from news.cards import StoryCard, story_cards
from news.models import Article
from web.cache.page_cache import cached_page, falls_due
from wtcr_site.front import page

LEADERS = 6


@require_safe
@cached_page
def home(request: HttpRequest) -> HttpResponse:
    """The newest season's page."""
    return _page(request, newest_season(request))


@require_safe
@cached_page
def season(request: HttpRequest, year: int) -> HttpResponse:
    """The page of one season: the front page as it is, or would be, for that year."""
    return _page(request, season_or_404(request, year))


def _page(request: HttpRequest, season: SeasonView | None) -> HttpResponse:
    if season is None:
        context = page_context(None, "home", page_title=_("The World Touring Car Cup"))
        return render(request, "wtcr_site/home.html", context)
    now = season.now()
    years, firsts, next_story = _read_seasons(season)
    falls_due(request, next_story)
    for event in (race_week_event(season, now), next_event(season, now)):
        falls_due(request, changes_at(event, now))
    stories = story_cards(season.guard, season__year=season.year)
    state = season_state(season, now)
    context = _every_state(season, state, firsts) | _this_state(season, state, now, stories)
    context |= {"state": state.value, "stories": stories, "years": years, "page_title": _title(season, state, context)}
    context["description"] = _description(season, context)
    return render(request, "wtcr_site/home.html", page_context(season, "home", **context))


def _title(season: SeasonView, state: SeasonState, context: dict[str, Any]) -> str:
    if state is SeasonState.ARCHIVE:
        return f"{season.short_name} {season.year}: {context['headline']}"
    if state in (SeasonState.RACE_WEEK, SeasonState.LIVE):
        return f"{season.short_name} {season.year}: {context['event'].name}"
    return f"{season.short_name} {season.year}"


def _description(season: SeasonView, context: dict[str, Any]) -> str:
    """What the page has, and what kind of season it was or how long it is to the next event."""
    what = _("The %(name)s %(year)s: results, standings and stories.") % {"name": season.name, "year": season.year}
    if lead := context.get("lead"):
        return f"{what} {lead}"
    return f"{what} {context['countdown']}." if context.get("countdown") else what


def _read_seasons(season: SeasonView) -> tuple[list[int], dict[str, str], datetime | None]:
    """The years of all open seasons, newest first; the siblings' firsts by slug; when the next story comes out.

    One query for both tables, so that the page stays within eight.
    """
    scheduled = Article.objects.scheduled().filter(season__year=season.year).order_by("publish_at")
    seasons = (
        Season.objects.open()
        .order_by()
        .values_list("year", Value(""), Value(""), Subquery(scheduled.values("publish_at")[:1]))
    )
    siblings = (
        Driver.objects.order_by()
        .filter(slug__in=[driver.slug for driver in season.siblings])
        .values_list(Value(0), "slug", "firsts", Value(None, output_field=DateTimeField()))
    )
    years, firsts, next_story = [], {}, None
    for year, driver, lines, publish_at in seasons.union(siblings, all=True):
        if driver:
            firsts[driver] = lines
        else:
            years.append(year)
            next_story = publish_at
    if season.guard is not None:
        # A first may tell of any day.
        years, firsts = [year for year in years if year <= season.guard.year], {}
    return sorted(years, reverse=True), firsts, next_story


def _every_state(season: SeasonView, state: SeasonState, firsts: dict[str, str]) -> dict[str, Any]:
    over = state is SeasonState.ARCHIVE
    rows, weekends = page.leaders(season), page.weekends(season)
    return {
        "headline": page.headline(season, over),
        "title": season.first_title,
        "leaders": rows[:LEADERS],
        "leader": page.leader(season),
        "all_ranked": _all_ranked(season, len(rows)),
        "gained": page.gained_most(rows),
        "titles": page.title_lines(season),
        "chart": _chart(season) if rows else None,
        "siblings": page.siblings(season, firsts),
        "weekends": weekends,
        "outline_credits": outline_credits(weekend.event.circuit for weekend in weekends),
        "counts": page.could_win(season),
        "still_in_it": page.still_in_it(season),
    }


def _all_ranked(season: SeasonView, count: int) -> str:
    """What leads to the whole of the first title's table."""
    if season.first_title is not None and season.first_title.ranks_teams:
        return ngettext("The one team", "All %(count)s teams", count) % {"count": count}
    return ngettext("The one driver", "All %(count)s drivers", count) % {"count": count}


def _chart(season: SeasonView) -> Chart | None:
    title, latest = season.first_title, season.latest
    if title is None or latest is None:
        return None
    return behind_the_leader(season, title, latest, [driver.slug for driver in season.siblings])


def _this_state(season: SeasonView, state: SeasonState, now: datetime, stories: list[StoryCard]) -> dict[str, Any]:
    if state is SeasonState.ARCHIVE:
        today: date = timezone.localdate()
        return {
            "lead": page.season_in_a_line(season),
            "this_week": page.this_week(season, stories, today),
        }
    event = _event(season, state, now)
    last = _last_result(season, event, now)
    return {
        "event": event,
        "days": timetable(event) if event else [],
        "countdown": countdown(event, now) if event else "",
        "last": last,
        "podiums": podiums(season, last) if last else [],
        "entries": page.entry_list(season, event) or page.entry_list(season),
    }


def _event(season: SeasonView, state: SeasonState, now: datetime) -> EventView | None:
    """What the page is about: the event that runs, or the one to come."""
    if state is SeasonState.LIVE and (session := session_on_air(season, now)):
        return session.event
    return race_week_event(season, now) if state is SeasonState.RACE_WEEK else next_event(season, now)


def _last_result(season: SeasonView, event: EventView | None, now: datetime) -> EventView | None:
    """The event whose races were the last to be run: this one once a race of it has a result."""
    if event is not None and any(race.id in season.classifications for race in event.races):
        return event
    return last_event(season, now)
