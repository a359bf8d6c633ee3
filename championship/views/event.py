"""One event: what came of it, when it ran, and how it came to be where and when it was."""

from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import BooleanField, Value
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from championship.charts import most_points, outline_of, points_bar
from championship.charts.outline import HERO
from championship.feeds.calendar import add_to_calendar, read_choice
from championship.formats import days_text
from championship.season.page import page_context, season_or_404
from championship.season.parts import EntryView, EventView, SessionView, TitleView, outline_credits
from championship.season.view import SeasonView
from championship.share import cards
from championship.tables.effects import title_changes
from championship.tables.files import file_addresses, picture_response, table_response
from championship.tables.podiums import Podium, podium, podiums
from championship.tables.weekend import (
    columns_of_points,
    entry_list,
    plain_weekend,
    qualifying_lists,
    timetable,
    weekend_rows,
    zone_text,
)
from championship.views.calendar import feed_response
from championship.why.changes import announced_line, is_where_announced
from championship.why.doubts import session_doubts
from championship.why.penalties import penalties_heading, read_penalties
from news.models import Article
from web.cache.page_cache import cached_page, falls_due
from web.catalogue import localised
from web.htmx import page_or_fragment
from web.navigation import Link, Pager


@require_safe
@cached_page(parameters=("only", "alarm"), fragments=("add-to-calendar",))
def event(request: HttpRequest, year: int, event: str) -> HttpResponse:
    """?only= and ?alarm= choose what the feed's address, which the page gives, brings into a reader's calendar."""
    return _page(request, *_season_and_event(request, year, event))


@require_safe
@cached_page
def event_data(request: HttpRequest, year: int, event: str, ending: str) -> HttpResponse:
    """The weekend's points by driver."""
    return _data(ending, *_season_and_event(request, year, event))


@require_safe
@cached_page(parameters=("only", "alarm"))
def event_ics(request: HttpRequest, year: int, event: str) -> HttpResponse:
    """What the calendar's feed has of this event alone, chosen in the same way."""
    return _feed(request, *_season_and_event(request, year, event))


@require_safe
@cached_page
def event_share(request: HttpRequest, year: int, event: str) -> HttpResponse:
    return picture_response(cards.event_picture(*_season_and_event(request, year, event)))


def _season_and_event(request: HttpRequest, year: int, event: str) -> tuple[SeasonView, EventView]:
    season = season_or_404(request, year)
    if event not in season.events_by_slug:
        raise Http404(_("The season %(year)s has no event of this name.") % {"year": year})
    return season, season.events_by_slug[event]


def _page(request: HttpRequest, season: SeasonView, event: EventView) -> HttpResponse:
    stories, due = _stories(season, event)
    falls_due(request, due)
    context = page_context(
        season,
        "calendar",
        event=event,
        kicker=_kicker(season, event),
        description=_description(season, event),
        announced="" if is_where_announced(event) else announced_line(event),
        changes_label=_("What happened") if event.is_cancelled else _("What moved"),
        stories=stories,
        pager=_pager(season, event),
        outline=outline_of(event.circuit, HERO),
        outline_credits=outline_credits([event.circuit]),
    )
    if event.sessions and event in season.counting:
        context |= _weekend(season, event)
    if not event.is_cancelled:
        context["subscription"] = add_to_calendar(read_choice(request), "event_ics", season.year, event.slug)
    context["jumps"] = _jumps(context)
    return page_or_fragment(request, "championship/event.html", context)


def _jumps(context: dict[str, Any]) -> list[tuple[str, str]]:
    """The ids of the page's sections, as far as they are there and in their order, each with its word in the bar."""
    sections = [
        ("podiums", _("Podiums")),
        ("days", _("Timetable")),
        ("scorers", _("Points")),
        ("penalties", str(context.get("decided", ""))),
        ("titles", _("Titles")),
        ("qualifying", _("Qualifying")),
        ("entries", _("Entries")),
        ("subscription", _("Your calendar")),
        ("stories", _("Stories")),
    ]
    return [(key, words) for key, words in sections if context.get(key)]


def _kicker(season: SeasonView, event: EventView) -> str:
    if event.number:
        last = max(other.number or 0 for other in season.events)
        return _("Event %(number)s of %(of)s") % {"number": event.number, "of": last} + f" · {event.code}"
    return _("Cancelled") if event.is_cancelled else event.code


def _description(season: SeasonView, event: EventView) -> str:
    """Where and when, and who won its races; of a cancelled one why."""
    days = days_text(event.starts_on, event.ends_on)
    sentences = [f"{event.name}, {event.circuit.name}, {days}."]
    if event.is_cancelled:
        reason = localised(event.changes[-1].reason) if event.changes else ""
        sentences.append(f"{_('Cancelled')}: {reason}." if reason else f"{_('Cancelled')}.")
    else:
        sentences += [
            _("%(race)s: won by %(name)s.") % {"race": race.session.name, "name": race.places[0][1].driver.name}
            for race in podiums(season, event)
            if race.places
        ]
    return " ".join(sentences)


def _pager(season: SeasonView, event: EventView) -> Pager:
    """To the events that run before and after it."""
    place = season.events.index(event)
    earlier, later = season.events[:place], season.events[place + 1 :]
    return Pager(
        _("Events"),
        next((_link(other) for other in reversed(earlier) if not other.is_cancelled), None),
        next((_link(other) for other in later if not other.is_cancelled), None),
    )


def _link(event: EventView) -> Link:
    return Link(event.name, event.get_absolute_url())


def _weekend(season: SeasonView, event: EventView) -> dict[str, object]:
    """What an event with sessions has, a cancelled one too where some of them were run."""
    run = [session for session in event.sessions if season.classification(session)]
    rows = weekend_rows(season, event) if run and season.drivers_title else []
    columns = columns_of_points(event)
    parts = [sessions[0] if len(sessions) == 1 else event for _name, sessions in columns]
    most = most_points(columns)
    entries = entry_list(event, season.entries)
    penalties = read_penalties(season, event.sessions)
    return {
        "podiums": _podiums(season, event),
        "days": timetable(event),
        "off": {session.id for session in event.sessions if season.is_off(session)},
        "zone": zone_text(event),
        "columns": columns,
        # Name, columns, points.
        "width": len(columns) + 2,
        "files": file_addresses("event_data", season.year, event.slug),
        "scorers": [
            (row, list(zip(row.points, parts, strict=True)), points_bar(row.points, most)) for row in rows if row.total
        ],
        "most": most,
        "after": run[-1] if run else None,
        "pointless": [season.surnames[row.entry.driver.slug] for row in rows if not row.total],
        "doubts": [doubt for session in run for doubt in session_doubts(season, session)],
        "titles": title_changes(season, event.sessions[0], run[-1]) if run else [],
        "unranked": _unranked(season, run[-1]) if run else [],
        "qualifying": qualifying_lists(season, event),
        "penalties": penalties,
        "decided": penalties_heading(penalties),
        "entries": entries,
        "also": _also(season, [entry for _number, entry in entries]),
    }


def _podiums(season: SeasonView, event: EventView) -> list[Podium]:
    """That of every race, once one of them has a classification: whether it gave points or not."""
    races = [podium(season, race) for race in event.races if not (event.is_cancelled and season.is_off(race))]
    return races if any(race.status for race in races) else []


def _unranked(season: SeasonView, last: SessionView) -> list[TitleView]:
    """Awarded titles whose tables after the event fall short of what was published."""
    tables = [(title, season.standings[title.slug]) for title in season.titles]
    return [title for title, standings in tables if standings.awarded and not standings.is_conclusive(last.index)]


def _also(season: SeasonView, entries: list[EntryView]) -> list[tuple[str, list[str]]]:
    """Who is entered in each title that not all are in, and who is a wildcard."""
    groups = [
        (title.short_name, [entry for entry in entries if title.entrants in entry.classes and entry.scores])
        for title in season.titles
        if title.entrants
    ]
    groups.append((_("Wildcards"), [entry for entry in entries if entry.wildcard]))
    return [(words, [season.surnames[entry.driver.slug] for entry in group]) for words, group in groups if group]


class EventStory(NamedTuple):
    """A story of the event. publish_at: when it comes out, or came."""

    year: int
    slug: str
    title: str
    standfirst: str
    language: str
    day: date
    order: int
    publish_at: datetime
    is_out: bool


def _stories(season: SeasonView, event: EventView) -> tuple[list[EventStory], datetime | None]:
    """The event's stories that are out, in reading order, and when the next one comes out. One query."""
    columns = ("season__year", "slug", "title", "standfirst", "language", "day", "order", "publish_at")
    articles = Article.objects.filter(events=event.id).order_by()
    out, to_come = (
        chosen.annotate(is_out=Value(is_out, output_field=BooleanField())).values_list(*columns, "is_out")
        for chosen, is_out in ((articles.published().seen_by(season.guard), True), (articles.scheduled(), False))
    )
    stories = [EventStory(*row) for row in out.union(to_come).order_by("day", "order")]
    due = min((story.publish_at for story in stories if not story.is_out), default=None)
    return [story for story in stories if story.is_out], due


def _data(ending: str, season: SeasonView, event: EventView) -> HttpResponse:
    if event not in season.counting or season.drivers_title is None:
        raise Http404(_("This event has no table."))
    columns, rows = plain_weekend(season, event)
    return table_response(ending, columns, rows, season=season.year, event=event.slug)


def _feed(request: HttpRequest, season: SeasonView, event: EventView) -> HttpResponse:
    name = f"{season.short_name} {event.name} {season.year}"
    return feed_response(request, season, (event,), name, f"{season.short_name}-{season.year}-{event.slug}")
