"""Whole pages, kept in front of everything that costs.

A page is kept under its path, the parameters that pages know, whether htmx asked, the cookies that change what is
shown, and the revision. The revision is read before the page is made and again after; if it moved, the page is made
again, so no reader sees a mix of two states, and nothing needs a transaction around reads.
"""

import gzip
import hashlib
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache as cache_of_process
from functools import wraps

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from championship.as_of import AsOf
from wtcr_site import revision

# A page may depend on no other parameter and on no other cookie; a test walks the views' sources for them.
PARAMETERS = (
    "after",
    "alarm",
    "by",
    "driver",
    "first",
    "from",
    "make",
    "only",
    "page",
    "season",
    "second",
    "show",
    "team",
    "title",
    "v",
    "why",
)
THEMES = ("light", "dark")
# Files for machines know no cookie: they are the same for every reader.
FILES = (".csv", ".ics", ".json", ".xml")

LONGEST = 24 * 3600
ATTEMPTS = 4
VARY = ("HX-Request", "Cookie", "Accept-Encoding")


@dataclass(frozen=True, slots=True)
class Page:
    """A page as kept: its bytes, plain and compressed, the headers that are its own, and the moment it ends."""

    status: int
    content: bytes
    compressed: bytes
    headers: dict[str, str]
    etag: str
    due: datetime | None

    @property
    def is_due(self) -> bool:
        return self.due is not None and self.due <= timezone.now()


def cached_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Marks a view's answers as the same for every reader: no user, no session, no cookie but the known ones."""

    @wraps(view)
    def marked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.is_cached_page = True
        return response

    return marked


def falls_due(request: HttpRequest, moment: datetime | None) -> None:
    """Says that something on the page changes at `moment` by itself: the page is kept no longer than that."""
    # What fell due while the page was being made may be missing from it, so it counts.
    since = getattr(request, "made_from", None) or timezone.now()
    if moment is not None and moment > since:
        known = getattr(request, "falls_due_at", None)
        request.falls_due_at = moment if known is None else min(known, moment)


class PageCacheMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or request.path.startswith("/admin/"):
            return self.get_response(request)
        at = revision.current()
        variant = _variant(request)
        page = cache.get(f"page:{at}:{variant}")
        if page is not None and not page.is_due:
            return _answer(request, page)
        for _attempt in range(ATTEMPTS):
            request.falls_due_at = None
            response = self.get_response(request)
            if not getattr(response, "is_cached_page", False):
                return response
            page = _page(response, request.falls_due_at)
            made_at, at = at, revision.current()
            if at == made_at:
                if response.status_code == 200:
                    cache.set(f"page:{at}:{variant}", page, LONGEST)
                break
        return _answer(request, page)


def _variant(request: HttpRequest) -> str:
    """All that the bytes of a page may depend on, besides the revision, as one short text."""
    parameters = [(name, request.GET[name]) for name in PARAMETERS if name in request.GET] if request.GET else []
    parts = (
        request.path,
        repr(parameters),
        "fragment of " + request.headers.get("HX-Target", "") if is_fragment(request) else "page",
        chosen_theme(request),
        str(as_of(request) or ""),
    )
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()


def chosen_theme(request: HttpRequest) -> str:
    """The theme that the reader chose, blank when none. All that a page may know of this cookie."""
    theme = _cookie(request, "theme")
    return theme if theme in THEMES else ""


def as_of(request: HttpRequest) -> AsOf | None:
    """The moment after which the reader wants to see nothing. All that a page may know of the spoiler guard's cookie.

    None in every file for machines, whoever asks.
    """
    return AsOf.parse(_cookie(request, "guard"))


def _cookie(request: HttpRequest, name: str) -> str:
    return "" if request.path.endswith(FILES) else request.COOKIES.get(name, "")


def is_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a piece of the page. Its Back button asks for the whole page."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and headers.get("HX-History-Restore-Request") != "true"


def _page(response: HttpResponse, due: datetime | None) -> Page:
    headers = {name: value for name, value in response.headers.items() if name != "Content-Length"}
    headers["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, VARY)
    headers["Vary"] = response.headers["Vary"]
    return Page(
        status=response.status_code,
        content=response.content,
        # No fixed time in the header: the same page is the same bytes.
        compressed=gzip.compress(response.content, 6, mtime=0),
        headers=headers,
        etag=f'"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"',
        due=due,
    )


def _answer(request: HttpRequest, page: Page) -> HttpResponse:
    if page.status == 200 and request.headers.get("If-None-Match") == page.etag:
        answer: HttpResponse = HttpResponseNotModified()
        for name in ("Cache-Control", "Vary"):
            answer.headers[name] = page.headers[name]
    else:
        squeezed = "gzip" in request.headers.get("Accept-Encoding", "")
        answer = HttpResponse(page.compressed if squeezed else page.content, status=page.status, headers=page.headers)
        if squeezed:
            answer.headers["Content-Encoding"] = "gzip"
    answer.headers["ETag"] = page.etag
    return answer
