"""The pieces of the live page that other pages load and poll, answered in front of all that a poll does not need."""

import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, Self

from django.conf import settings
from django.core.cache import cache, caches
from django.core.validators import slug_re
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.csp import ContentSecurityPolicyMiddleware
from django.middleware.security import SecurityMiddleware
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from championship.live import orders as live_orders
from championship.season.page import newest_season
from championship.season.parts import TitleView
from championship.season.state import countdown, next_event, next_session
from championship.season.view import SeasonView
from web.addresses.languages import plain
from web.cache import revision
from web.cache.page_cache import as_of, begin, delay, release, takes_gzip
from web.moments import AsOf

# The pieces: the whole of the live page, the head of the home page, the strip on events and standings.
PIECES = ("board", "front", "strip")
# The home page shows the first ten; the strip the first three.
ROWS = {"board": None, "front": 10, "strip": 3}
TITLE_ROWS = {"board": None, "front": 6, "strip": 3}
LONGEST_ADDRESS = 50
# As long as a poll goes unanswered with something new at most; the keys themselves never come back.
KEPT = 600
# For everyone without a choice of their own: a cache in front may keep it for a second, a browser asks each time. What
# a reader chose is in the cookie, so no cache may mix the two.
SHARED = {
    "Cache-Control": "public, max-age=0, s-maxage=1",
    "Vary": "Accept-Encoding, Cookie",
}
PERSONAL = SHARED | {"Cache-Control": "private, no-cache"}
# nginx is told to go by this header alone: without it the poll of one reader would answer everyone's.
PERSONAL_POLL = PERSONAL | {"X-Accel-Expires": "0"}

# One thread of a process makes a piece while the others go on answering.
_making = Lock()


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks: what they want hidden, and the moment they are at, None for now."""

    as_of: AsOf | None
    delay: int
    at: datetime | None

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        seconds = delay(request)
        return cls(as_of(request), seconds, timezone.now() - timedelta(seconds=seconds) if seconds else None)

    @property
    def has_chosen(self) -> bool:
        return bool(self.as_of or self.delay)

    def version(self, revisions: Mapping[str, str]) -> str:
        """What the reader holds once they have the newest of all that is for them."""
        shown = live_orders.version(revisions, self.at)
        return f"{shown}.{self.as_of or self.delay}" if self.has_chosen else shown


@require_safe
def live_now(request: HttpRequest) -> HttpResponse:
    """A piece, or 204 for a reader whose `v` is the newest.

    The same for everybody who asks for the same address, but for those who chose a delay or hide results.
    """
    reader = Reader.of(request)
    revisions = revision.current()
    begin(request, revisions)
    version, held = reader.version(revisions), request.GET.get("v")
    headers = PERSONAL_POLL if reader.has_chosen else SHARED
    if held == version:
        return _nothing_new(headers)
    show = request.GET.get("show", "")
    if show not in PIECES:
        raise Http404(_("There is no such piece of the live page."))

    def key(title: str) -> str:
        return f"live:{release()}:{version}:{get_language()}:{show}:{title}"

    def make(season: SeasonView | None, title: str) -> str:
        return render_to_string(f"championship/_live_{show}.html", piece(show, season, title, version, reader))

    found = kept_or_made(request, key, make, wait=held is None)
    if found is None:
        return _nothing_new(headers)
    return answer(request, *found, headers | {"ETag": f'"{version}"'})


class LivePollMiddleware:
    """Answers polls in front of all that they do not need: thousands of readers ask every other second.

    A piece has the headers of every page; 204 is nothing to protect, and short.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.headers = [
            middleware(get_response)
            for middleware in (SecurityMiddleware, ContentSecurityPolicyMiddleware, XFrameOptionsMiddleware)
        ]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if plain(request.path_info) != "/live/now/":
            return self.get_response(request)
        if settings.SECURE_SSL_REDIRECT and not request.is_secure():
            return self.get_response(request)
        try:
            response = live_now(request)
        except Http404:
            # What is no poll is not found like every other address.
            return self.get_response(request)
        if response.status_code == 200:
            for middleware in self.headers:
                response = middleware.process_response(request, response)
        return response


def piece(show: str, season: SeasonView | None, title: str, version: str, reader: Reader) -> dict[str, Any]:
    """The context of one of PIECES: the session on air with its order or result, and the title that was asked for."""
    found = season and live_orders.on_air(season, reader.at)
    if season is None or found is None:
        return {"season": season, "live": None, "show": show, "delay": reader.delay, "next": _next(season)}
    titles = _titles(found)
    chosen = next((one for one in titles if one.slug == title), titles[0] if titles else None)
    rows = live_orders.as_it_stands(found, chosen) if chosen else []
    standings = found.season.standings[chosen.slug] if chosen else None
    return {
        "season": season,
        "live": found,
        "show": show,
        "delay": reader.delay,
        "version": version,
        "session": found.session,
        "event": found.session.event,
        "cars": found.cars[: ROWS[show]],
        "lines": found.classification.lines[: ROWS[show]] if found.classification else [],
        "titles": titles,
        "title": chosen,
        "rows": rows[: TITLE_ROWS[show]],
        "on_record_so_far": bool(standings and standings.on_record_so_far(found.session.index)),
        "awarded": standings is None or standings.awarded,
    }


def _titles(live: live_orders.Live) -> tuple[TitleView, ...]:
    """Those in which the session gives points."""
    scored = live.season.inputs.sessions[live.session.index]
    return tuple(title for title in live.season.titles if title.rules.scale_for(scored))


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
) -> tuple[bytes, bytes] | None:
    """A text and the same compressed, made once for each state of the site and each title. None where another thread
    is at it and `wait` is False: who has something to show asks again.

    A new order makes thousands ask at once; without this all threads would make the same text, and nobody be answered.
    """
    asked = request.GET.get("title", "")
    # What can be no title's address comes near no key.
    if not (len(asked) <= LONGEST_ADDRESS and slug_re.fullmatch(asked)):
        asked = ""
    # There are as many moments to hide things from as somebody cares to name.
    share = caches["asked"] if as_of(request) else cache
    found = share.get(key(asked))
    if found is not None:
        return found
    if not _making.acquire(blocking=wait):
        return None
    try:
        season = newest_season(request)
        # There are no more keys than titles, whatever is asked for.
        title = asked if season and any(one.slug == asked for one in season.titles) else ""
        found = share.get(key(title))
        if found is None:
            body = make(season, title).encode()
            found = body, gzip.compress(body, 6, mtime=0)
            share.set(key(title), found, KEPT)
        return found
    finally:
        _making.release()


def _nothing_new(headers: dict[str, str]) -> HttpResponse:
    answer = HttpResponse(status=204, headers=headers)
    del answer.headers["Content-Type"]
    return answer


def answer(request: HttpRequest, body: bytes, squeezed: bytes, headers: dict[str, str]) -> HttpResponse:
    if takes_gzip(request):
        return HttpResponse(squeezed, headers=headers | {"Content-Encoding": "gzip"})
    return HttpResponse(body, headers=headers)
