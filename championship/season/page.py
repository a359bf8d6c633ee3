"""What the season's pages share: the record they read and the frame around them."""

from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from championship.models import Season
from championship.season.guard import Guard
from championship.season.reading import load_calendar, load_season, load_year
from championship.season.state import changes_at, session_on_air
from championship.season.view import SeasonRecord
from web.cache.page_cache import as_of, falls_due
from web.moments import AsOf

# As many seasons, moments of them and languages as readers have open at once, more or less.
KEPT = 16


def read_season(request: HttpRequest, year: int | None = None, moment: AsOf | None = None) -> SeasonRecord | None:
    """The season of `year`, or the newest, as it was known at `moment`; None when there is none.

    Read and scored once a revision for all pages that are made of it. Like a page, it is made again when the revision
    moves, and what was read meanwhile is under a revision that never comes back.
    """
    revision = getattr(request, "revision", None)
    read = _read if revision is None else _kept
    record = read(revision, get_language(), year, moment)
    now = timezone.now()
    if record and (session := session_on_air(record, now)):
        # Every page's menu says that something is live: the day after, when it is over by itself, none does.
        falls_due(request, changes_at(session.event, now))
    return record


def _read(_revision: str | None, _language: str | None, year: int | None, moment: AsOf | None) -> SeasonRecord | None:
    return load_season(moment) if year is None else load_year(year, moment)


_kept = lru_cache(KEPT)(_read)


def season_or_404(request: HttpRequest, year: int) -> SeasonRecord:
    """The season as far as the reader wants to see it."""
    record = read_season(request, year, as_of(request))
    if record is None:
        raise Http404(_("There is no season %(year)s here.") % {"year": year})
    return record


def newest_season(request: HttpRequest) -> SeasonRecord | None:
    """As far as the reader wants to see it."""
    return read_season(request, None, as_of(request))


def frame(record: SeasonRecord | None, section: str, **context: Any) -> dict[str, Any]:
    """The context of a page of `record`'s season: `section` marks the menu, the rest is the page's own."""
    return menu(record and record.year, record and record.titles and record.titles[0].slug) | {
        "guard": record and record.guard,
        "season": record,
        "section": section,
        # The page loads what is live; it holds nothing of it.
        "on_air": record and session_on_air(record, timezone.now()),
        **context,
    }


def newest_menu(request: HttpRequest, guard: Guard | None = None) -> dict[str, Any]:
    """The menu's year and first title for pages of no season, and the guard. One query, and one for the guard's bar."""
    moment = as_of(request)
    if moment is not None and guard is None:
        guard, _calendar = load_calendar(moment)
    seasons = Season.objects.filter(year__lte=moment.year) if moment else Season.objects.all()
    row = seasons.order_by("-year", "titles__order", "titles__pk").values_list("year", "titles__slug").first()
    return menu(*(row or (None, None))) | {"guard": guard}


def menu(year: int | None, title: str | None) -> dict[str, Any]:
    return {"nav_year": year, "nav_title": title}
