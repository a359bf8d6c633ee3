"""The live page, and the pieces of it that other pages load and poll."""

import gzip
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from championship import live as live_orders
from championship.records import SeasonRecord, TitleRecord
from championship.season_state import countdown, next_event, next_session
from championship.views.frame import frame, newest_season
from wtcr_site.context import page

# The pieces: the whole of the live page, the head of the home page, the strip on events and standings.
PIECES = ("board", "front", "strip")
# The home page shows the first ten; the strip the first three.
ROWS = {"board": None, "front": 10, "strip": 3}
TITLE_ROWS = {"board": None, "front": 6, "strip": 3}

# As long as a poll goes unanswered with something new at most; the keys themselves never come back.
KEPT = 600
HEADERS = {"Cache-Control": "public, max-age=1", "X-Content-Type-Options": "nosniff"}


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The page by itself: whole without JavaScript too, so it is kept under the live revision."""
    version = live_orders.version()
    title = request.GET.get("title", "")

    def make() -> str:
        record = newest_season(request)
        return render_to_string(
            "championship/live.html", frame(record, "live", **_piece("board", record, title, version)), request
        )

    reader = page(request)
    body, squeezed = _kept(f"live-page:{version}:{reader['theme']}:{reader['as_of'] or ''}:{title}", make)
    return _answer(request, body, squeezed, {"Cache-Control": "private, no-cache", "Vary": "Cookie, Accept-Encoding"})


@require_safe
def live_now(request: HttpRequest) -> HttpResponse:
    """A piece, or 204 for a reader whose `v` is the newest. The same for everybody who asks for the same address."""
    version = live_orders.version()
    if request.GET.get("v") == version:
        answer = HttpResponse(status=204, headers={"Cache-Control": HEADERS["Cache-Control"]})
        del answer.headers["Content-Type"]
        return answer
    show, title = request.GET.get("show", ""), request.GET.get("title", "")
    if show not in PIECES:
        raise Http404(_("There is no such piece of the live page."))

    def make() -> str:
        record = newest_season()
        return render_to_string(f"championship/_live_{show}.html", _piece(show, record, title, version))

    body, squeezed = _kept(f"live:{version}:{show}:{title}", make)
    return _answer(request, body, squeezed, HEADERS | {"Vary": "Accept-Encoding", "ETag": f'"{version}"'})


class LivePollMiddleware:
    """Answers polls in front of all that they do not need: thousands of readers ask every other second."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == "/live/now/":
            return live_now(request)
        return self.get_response(request)


def _piece(
    show: str, record: SeasonRecord | None, title: str, version: str, at: datetime | None = None
) -> dict[str, Any]:
    """What a piece shows. `at`: with the latest order sent by that moment."""
    found = record and live_orders.on_air(record, at)
    if record is None or found is None:
        return {"season": record, "live": None, "show": show, "next": _next(record)}
    titles = _titles(found)
    chosen = next((one for one in titles if one.slug == title), titles[0] if titles else None)
    rows = live_orders.as_it_stands(found, chosen) if chosen else []
    standings = found.season.standings[chosen.slug] if chosen else None
    return {
        "season": record,
        "live": found,
        "show": show,
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


def _titles(live: live_orders.Live) -> tuple[TitleRecord, ...]:
    """Those in which the session gives points."""
    scored = live.season.rules.sessions[live.session.index]
    return tuple(title for title in live.season.titles if title.rules.scale_for(scored))


def _next(record: SeasonRecord | None) -> dict[str, Any]:
    """The session to come, and when."""
    now = record.now() if record else timezone.now()
    event = record and next_event(record, now)
    session = event and next_session(event, now)
    return {"event": event, "session": session, "countdown": countdown(event, now)} if event else {}


def _kept(key: str, make: Callable[[], str]) -> tuple[bytes, bytes]:
    """A text and the same compressed, made once for each state of the site."""
    found = cache.get(key)
    if found is None:
        body = make().encode()
        found = body, gzip.compress(body, 6, mtime=0)
        cache.set(key, found, KEPT)
    return found


def _answer(request: HttpRequest, body: bytes, squeezed: bytes, headers: dict[str, str]) -> HttpResponse:
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        return HttpResponse(squeezed, headers=headers | {"Content-Encoding": "gzip"})
    return HttpResponse(body, headers=headers)
