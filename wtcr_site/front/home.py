"""The front page, and each season's own: what stands there depends on where the season is."""

from datetime import date, datetime
from typing import Any

from django.db.models import DateTimeField, Subquery, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from championship.charts import behind_the_leader
from championship.models import Season
from championship.season.page import frame, newest_season, season_or_404
from championship.season.parts import EventRecord
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
from championship.season.view import SeasonRecord
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


def _page(request: HttpRequest, record: SeasonRecord | None) -> HttpResponse:
    if record is None:
        return render(request, "wtcr_site/home.html", frame(None, "home"))
    now = record.now()
    years, firsts, next_story = _read_seasons(record)
    falls_due(request, next_story)
    for event in (race_week_event(record, now), next_event(record, now)):
        falls_due(request, changes_at(event, now))
    stories = story_cards(record.guard, season__year=record.year)
    state = season_state(record, now)
    context = _every_state(record, state, firsts) | _this_state(record, state, now, stories)
    return render(
        request,
        "wtcr_site/home.html",
        frame(record, "home", state=state.value, stories=stories, years=years, **context),
    )


def _read_seasons(record: SeasonRecord) -> tuple[list[int], dict[str, str], datetime | None]:
    """The years of all seasons, newest first; the siblings' firsts by slug; when the next story comes out.

    One query for both tables, so that the page stays within eight.
    """
    scheduled = Article.objects.scheduled().filter(season__year=record.year).order_by("publish_at")
    seasons = Season.objects.order_by().values_list(
        "year", Value(""), Value(""), Subquery(scheduled.values("publish_at")[:1])
    )
    siblings = (
        Driver.objects.order_by()
        .filter(slug__in=[driver.slug for driver in record.siblings])
        .values_list(Value(0), "slug", "firsts", Value(None, output_field=DateTimeField()))
    )
    years, firsts, next_story = [], {}, None
    for year, driver, lines, publish_at in seasons.union(siblings, all=True):
        if driver:
            firsts[driver] = lines
        else:
            years.append(year)
            next_story = publish_at
    if record.guard is not None:
        # A first may tell of any day.
        years, firsts = [year for year in years if year <= record.guard.year], {}
    return sorted(years, reverse=True), firsts, next_story


def _every_state(record: SeasonRecord, state: SeasonState, firsts: dict[str, str]) -> dict[str, Any]:
    over = state is SeasonState.ARCHIVE
    title = record.first_title
    rows = page.leaders(record)
    return {
        "headline": page.headline(record, over),
        "title": title,
        "leaders": rows[:LEADERS],
        "ranked": len(rows),
        "gained": page.gained_most(rows),
        "titles": page.title_lines(record),
        "chart": rows and behind_the_leader(record, title, record.latest, [one.slug for one in record.siblings]),
        "siblings": page.siblings(record, firsts),
        "weekends": page.weekends(record),
        "still_in_it": page.still_in_it(record),
    }


def _this_state(record: SeasonRecord, state: SeasonState, now: datetime, stories: list[StoryCard]) -> dict[str, Any]:
    if state is SeasonState.ARCHIVE:
        today: date = timezone.localdate()
        return {
            "lead": page.season_in_a_line(record),
            "this_week": page.this_week(record, stories, today),
        }
    event = _event(record, state, now)
    last = _last_result(record, event, now)
    return {
        "event": event,
        "days": timetable(event) if event else [],
        "countdown": countdown(event, now) if event else "",
        "last": last,
        "podiums": podiums(record, last) if last else [],
        "entries": page.entry_list(record, event) or page.entry_list(record),
    }


def _event(record: SeasonRecord, state: SeasonState, now: datetime) -> EventRecord | None:
    """What the page is about: the event that runs, or the one to come."""
    if state is SeasonState.LIVE:
        return session_on_air(record, now).event
    return race_week_event(record, now) if state is SeasonState.RACE_WEEK else next_event(record, now)


def _last_result(record: SeasonRecord, event: EventRecord | None, now: datetime) -> EventRecord | None:
    """The event whose races were the last to be run: this one once a race of it has a result."""
    if event is not None and any(race.id in record.classifications for race in event.races):
        return event
    return last_event(record, now)
