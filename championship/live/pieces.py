"""The pieces of the live page that other pages load and poll: what stands in each, made once for everybody."""

import gzip
from collections.abc import Callable
from threading import Lock
from typing import Any, NamedTuple

from django.core.cache import cache, caches
from django.core.validators import slug_re
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from championship.live.finish import finish
from championship.live.on_air import LiveSession, as_it_stands, live_session
from championship.live.reader import Reader
from championship.season.page import newest_season
from championship.season.parts import TitleView
from championship.season.state import countdown, next_event, next_session, watched_event
from championship.season.view import SeasonView
from web.addresses.paths import address
from web.cache.page_cache import as_of, takes_gzip

# The whole of the live page, the head of the home page, the strip on events and standings.
PIECES = ("board", "front", "strip")
# The home page shows the first ten; the strip the first three.
ROWS = {"board": None, "front": 10, "strip": 3}
TITLE_ROWS = {"board": None, "front": 6, "strip": 3}
# Seconds between two questions: while a session is on air, on the live page and elsewhere, and else in a race week.
ON_LIVE, ELSEWHERE, WAITING = 2, 10, 60
LONGEST_ADDRESS = 50
# As long as a poll goes unanswered with something new at most; the keys themselves never come back.
KEPT = 600

# One thread of a process makes a piece while the others go on answering.
_making = Lock()


class Text(NamedTuple):
    """A text as it is sent, plain and compressed."""

    plain: bytes
    compressed: bytes


class BeingMade(Exception):
    """Another thread is at the text: who has something to show asks again."""


def piece_context(show: str, season: SeasonView | None, title: str, version: str, reader: Reader) -> dict[str, Any]:
    """Of one of PIECES: the session on air with its order or result, and the title that was asked for."""
    live = live_session(season, reader.at) if season else None
    if live is None:
        watches = season is not None and watched_event(season, timezone.now()) is not None
        return {
            "season": season,
            "live": None,
            "show": show,
            "delay": reader.delay,
            "next": _next(season),
            "every": WAITING if watches else None,
            "poll": _poll(show, season.titles_by_slug.get(title) if season else None, version),
        }
    titles = _titles(live)
    chosen = next((offered for offered in titles if offered.slug == title), titles[0] if titles else None)
    rows = as_it_stands(live, chosen) if chosen else []
    standings = live.season.standings[chosen.slug] if chosen else None
    return {
        "season": season,
        "live": live,
        "show": show,
        "delay": reader.delay,
        "behind": _behind(reader.delay),
        "every": (ON_LIVE if show == "board" else ELSEWHERE) if live.is_on_air else WAITING,
        "poll": _poll(show, chosen, version),
        "finish": finish(live),
        "next": _next(season),
        "session": live.session,
        "event": live.session.event,
        "lap": _lap(live),
        "order_heading": _("The result") if live.classification else _("The order"),
        "caption": _caption(live),
        "order": live.shown[: ROWS[show]],
        "dropped": ", ".join(line.driver.name for line in live.dropped) if show == "board" else "",
        "titles": titles,
        "title": chosen,
        "rows": rows[: TITLE_ROWS[show]],
        "on_record_so_far": bool(standings and standings.on_record_so_far(live.session.index)),
        "awarded": standings is None or standings.awarded,
    }


def _poll(show: str, title: TitleView | None, version: str) -> str:
    """What a reader asks for who has this version of the piece."""
    asked = {"show": show, "title": title.slug if title else "", "v": version}
    return f"{address('live_now')}?{urlencode({name: value for name, value in asked.items() if value})}"


def _behind(delay: int) -> str:
    """How far behind the reader wants to be; blank for one who does not."""
    if not delay:
        return ""
    return ngettext("%(seconds)s second behind", "%(seconds)s seconds behind", delay) % {"seconds": delay}


def _lap(live: LiveSession) -> str:
    """ "Lap 3 of 10"; a race may go on for longer than was planned. Blank where the order names no lap."""
    lap = live.order and live.order.lap
    if not lap:
        return ""
    planned = live.session.laps_scheduled
    if planned and lap <= planned:
        return _("Lap %(lap)s of %(of)s") % {"lap": lap, "of": planned}
    return _("Lap %(lap)s") % {"lap": lap}


def _caption(live: LiveSession) -> str:
    words = {"session": live.session.name, "place": live.session.event.where}
    if live.classification:
        return _("Classification of %(session)s in %(place)s") % words
    return _("Running order of %(session)s in %(place)s") % words


def _titles(live: LiveSession) -> tuple[TitleView, ...]:
    """Those in which the session gives points."""
    session = live.season.inputs.sessions[live.session.index]
    return tuple(title for title in live.season.titles if title.rules.scale_for(session))


def _next(season: SeasonView | None) -> dict[str, Any]:
    """The session to come, and when."""
    now = season.now() if season else timezone.now()
    event = season and next_event(season, now)
    session = event and next_session(event, now)
    return {"event": event, "session": session, "countdown": countdown(event, now)} if event else {}


def kept_or_made(
    request: HttpRequest,
    key: Callable[[str], str],
    make: Callable[[SeasonView | None, str], str],
    wait: bool = True,
) -> Text:
    """A text made once for each state of the site and each title, which ?title= names. Raises BeingMade where another
    thread is at it and `wait` is False.

    A new order makes thousands ask at once; without this all threads would make the same text, and nobody be answered.
    """
    title = request.GET.get("title", "")
    # What can be no title's address comes near no key.
    if not (len(title) <= LONGEST_ADDRESS and slug_re.fullmatch(title)):
        title = ""
    # There are as many moments to hide things from as somebody cares to name.
    kept = caches["asked"] if as_of(request) else cache
    text: Text | None = kept.get(key(title))
    if text is not None:
        return text
    if not _making.acquire(blocking=wait):
        raise BeingMade
    try:
        season = newest_season(request)
        # There are no more keys than titles, whatever is asked for.
        if season is None or title not in season.titles_by_slug:
            title = ""
        text = kept.get(key(title))
        if text is None:
            content = make(season, title).encode()
            text = Text(content, gzip.compress(content, 6, mtime=0))
            kept.set(key(title), text, KEPT)
        return text
    finally:
        _making.release()


def text_response(request: HttpRequest, text: Text, headers: dict[str, str]) -> HttpResponse:
    if takes_gzip(request):
        return HttpResponse(text.compressed, headers=headers | {"Content-Encoding": "gzip"})
    return HttpResponse(text.plain, headers=headers)
