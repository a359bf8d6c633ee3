"""What the season's pages have in common: the season as the reader wants to see it, and the context of a page."""

from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from championship.models import Season
from championship.season.guard import Guard
from championship.season.reading import load_calendar, load_season, load_year
from championship.season.state import changes_at, next_event, session_on_air, session_shown, watched_event
from championship.season.view import SeasonView
from web.cache.page_cache import as_of, falls_due, revisions_of
from web.moments import AsOf

# As many seasons, moments of them and languages as readers have open at once, more or less.
KEPT = 16


def read_season(request: HttpRequest, year: int | None = None, moment: AsOf | None = None) -> SeasonView | None:
    """The season of `year`, or the newest, as it was known at `moment`; None when there is none.

    Read and scored once a revision of the season for all pages that are made of it. Like a page, it is made again when
    the revision moves, and what was read meanwhile is under a revision that never comes back.
    """
    revisions = revisions_of(request)
    if revisions is None:
        season = _read(None, get_language(), year, moment)
    else:
        season = _kept(revisions["season"], get_language(), year, moment)
    now = timezone.now()
    if season and (event := watched_event(season, now) or next_event(season, now)):
        # Every page's menu says that something is live, and pages ask for it in its race week: a day may end both.
        falls_due(request, changes_at(event, now))
    return season


def _read(_revision: str | None, _language: str | None, year: int | None, moment: AsOf | None) -> SeasonView | None:
    return load_season(moment) if year is None else load_year(year, moment)


_kept = lru_cache(KEPT)(_read)


def season_or_404(request: HttpRequest, year: int) -> SeasonView:
    """The season as far as the reader wants to see it."""
    season = read_season(request, year, as_of(request))
    if season is None:
        raise Http404(_("There is no season %(year)s here.") % {"year": year})
    return season


def newest_season(request: HttpRequest) -> SeasonView | None:
    """As far as the reader wants to see it."""
    return read_season(request, None, as_of(request))


def page_context(season: SeasonView | None, section: str, /, **context: Any) -> dict[str, Any]:
    """A template's context for a page of a season, or of none: `section` marks the menu, the rest is the page's own."""
    first_title = season.titles[0].slug if season and season.titles else None
    now = timezone.now()
    return menu(season.year if season else None, first_title) | {
        "guard": season and season.guard,
        "season": season,
        "section": section,
        # The page loads what is live; it holds nothing of it.
        "on_air": season and session_on_air(season, now),
        "shown": season and session_shown(season, now),
        "watched": season and watched_event(season, now),
        **context,
    }


def newest_menu(request: HttpRequest, guard: Guard | None = None) -> dict[str, Any]:
    """The menu's year and first title for pages of no season, and the guard. One query, and one for the guard's bar."""
    moment = as_of(request)
    if moment is not None and guard is None:
        guard, _calendar = load_calendar(moment)
    seasons = Season.objects.open().filter(year__lte=moment.year) if moment else Season.objects.open()
    row = seasons.order_by("-year", "titles__order", "titles__pk").values_list("year", "titles__slug").first()
    return menu(*(row or (None, None))) | {"guard": guard}


def menu(year: int | None, title: str | None) -> dict[str, Any]:
    return {"nav_year": year, "nav_title": title}
