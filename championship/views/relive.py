"""A season race by race, as if nothing of it were known yet; and the spoiler guard that makes it so."""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from championship.season.guard import Guard, guard_at
from championship.season.page import page_context, season_or_404
from championship.season.parts import CalendarView, EventView
from championship.season.reading import load_calendar
from championship.season.view import SeasonView
from web.addresses.choices import choice, keep, way_back
from web.cache.page_cache import cached_page
from web.moments import AsOf


@require_safe
@cached_page
def relive(request: HttpRequest, year: int) -> HttpResponse:
    """What it is, where to begin, and any session to begin at."""
    season = season_or_404(request, year)
    start = AsOf(year)
    here = season.guard if season.guard and season.guard.year == year else None
    # The list is of the whole season: one chooses what one has seen.
    whole = here or guard_at(start, CalendarView(season.events, season.sessions))
    context = page_context(
        season, "relive", here=here, start=start, stops=whole.events, weekends=_weekends(season, whole, start)
    )
    return render(request, "championship/relive.html", context)


@choice
def guard(request: HttpRequest) -> HttpResponse:
    """Hides what came after a session, or with nothing chosen shows all again.

    A step of Relive leads on to the session that it reveals, a start to the season's page; any other choice back to the
    page it was made on.
    """
    chosen = request.POST.get("guard", "")
    if not chosen:
        response = HttpResponseRedirect(way_back(request))
        keep(response, "guard", "")
        return response
    moment = AsOf.parse(chosen)
    if moment is None or not _is_there(moment):
        return HttpResponseBadRequest(
            _("There is no such session. Go back and choose one from the list."), content_type="text/plain"
        )
    step = request.POST.get("step", "")
    response = HttpResponseRedirect(_lands_on(moment, step) if step else way_back(request))
    keep(response, "guard", str(moment))
    return response


def _weekends(season: SeasonView, whole: Guard, start: AsOf) -> list[tuple[EventView, AsOf]]:
    """Each event that has been run, and the moment before it."""
    weekends, before = [], start
    for event in season.running:
        stops = [stop for stop in whole.stops if stop.as_of.event == event.slug]
        if stops:
            weekends.append((event, before))
            before = stops[-1].as_of
    return weekends


def _is_there(moment: AsOf) -> bool:
    """Whether a reader can stand there: after a session that was run, or before the first of a season that has any."""
    guard, _calendar = load_calendar(moment)
    return bool(guard.stops) if moment.is_before_the_first else guard.here is not None


def _lands_on(moment: AsOf, step: str) -> str:
    if step == "start" or moment.is_before_the_first:
        return reverse("season", args=[moment.year])
    return reverse("session", args=[moment.year, moment.event, moment.session])
