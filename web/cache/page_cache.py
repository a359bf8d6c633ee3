"""Whole pages, kept in front of everything that costs.

A page is kept under its path, the parameters that pages know, whether htmx asked, the cookies that change what is
shown, and the revision. The revision is read before the page is made and again after; if it moved, the page is made
again, so no reader sees a mix of two states, and nothing needs a transaction around reads. Where it moves faster than
the page can be made, the last attempt reads from one state of the database alone.
"""

import gzip
import hashlib
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache as cache_of_process
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Concatenate, overload

from django.apps import apps
from django.conf import settings
from django.core.cache import cache, caches
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, QueryDict
from django.template import engines
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags, urlencode

from web.cache import revision
from web.cache.revision import CONTENT
from web.moments import AsOf, parse_delay

# Of every view, filled as they are marked. A key is made before it is known which of them answers.
_parameters: set[str] = set()
_fragments: set[str] = set()
THEMES = ("light", "dark")
# What is never the same for everyone, and what needs no database.
NEVER_KEPT = ("/admin/", settings.STATIC_URL)
# Files for machines know no cookie: they are the same for every reader.
FILES = (".csv", ".ico", ".ics", ".json", ".png", ".txt", ".webmanifest", ".xml")
# What is drawn knows no parameter either: to draw costs more than to make a page, and there is one for each page.
DRAWN = (".png",)

LONGEST = 24 * 3600
# There are as many pages with parameters, and at moments that a reader chose, as somebody cares to ask for: they have a
# cache of their own.
LONGEST_WITH_PARAMETERS = 600
ATTEMPTS = 4
VARY = ("HX-Request", "Cookie", "Accept-Encoding")
TAKES_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")


@dataclass(frozen=True, slots=True)
class Page:
    """A page as kept: its bytes, plain and compressed, the headers that are its own, and the moment it ends.

    A picture is compressed as it is: `compressed` is empty.
    """

    content: bytes
    compressed: bytes
    headers: dict[str, str]
    etag: str
    due: datetime | None

    @property
    def is_due(self) -> bool:
        return self.due is not None and self.due <= timezone.now()


@dataclass
class Making:
    """How an answer is being made.

    revisions: those that it rests on, None where it is of no one state of them; since: when it was begun; due: when
    something in it changes by itself. What its view says of it: is_cached_page: whether it is the same for every
    reader; fragments: its pieces that htmx may ask for.
    """

    revisions: Mapping[str, str] | None
    since: datetime = field(default_factory=timezone.now)
    due: datetime | None = None
    is_cached_page: bool = False
    fragments: Collection[str] = ()


def begin(request: HttpRequest, revisions: Mapping[str, str] | None) -> Making:
    making = Making(revisions)
    request.making = making  # type: ignore[attr-defined]  # requests carry along what middleware adds to them
    return making


def _making(request: HttpRequest) -> Making:
    making: Making = getattr(request, "making", None) or begin(request, None)
    return making


def revisions_of(request: HttpRequest) -> Mapping[str, str] | None:
    """The revisions that what is being made for the request rests on, None where it is of a moment between two."""
    return _making(request).revisions


type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]


@overload
def cached_page[**P](view: View[P], /) -> View[P]: ...
@overload
def cached_page[**P](
    *, parameters: Collection[str] = (), fragments: Collection[str] = ()
) -> Callable[[View[P]], View[P]]: ...
def cached_page(
    view: View[...] | None = None, /, *, parameters: Collection[str] = (), fragments: Collection[str] = ()
) -> View[...] | Callable[[View[...]], View[...]]:
    """Marks a view's answers as the same for every reader: no user, no session, no cookie but the known ones.

    parameters: those of the address that it reads; it is given no other. fragments: the pieces of its page that htmx
    may ask for, see web/htmx.py.
    """

    def mark(view: View[...]) -> View[...]:
        _parameters.update(parameters)
        _fragments.update(fragments)

        @wraps(view)
        def marked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            making = _making(request)
            making.fragments = fragments
            _forget_others(request, parameters)
            response = view(request, *args, **kwargs)
            making.is_cached_page = True
            return response

        return marked

    return mark if view is None else mark(view)


def _forget_others(request: HttpRequest, parameters: Collection[str]) -> None:
    if request.GET.keys() - set(parameters):
        known = [(name, values) for name, values in request.GET.lists() if name in parameters]
        request.GET = QueryDict(urlencode(known, doseq=True))


def fragments_of(request: HttpRequest) -> Collection[str]:
    """The pieces of its page that the view answering the request has."""
    return _making(request).fragments


def falls_due(request: HttpRequest, moment: datetime | None) -> None:
    """Says that something on the page changes at `moment` by itself: the page is kept no longer than that."""
    making = _making(request)
    # What fell due while the page was being made may be missing from it, so it counts.
    if moment is not None and moment > making.since:
        making.due = moment if making.due is None else min(making.due, moment)


class PageCacheMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        # Every view is marked now, so all that they know is part of the first key.
        import_module(settings.ROOT_URLCONF)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._answered(request)
        if request.COOKIES:
            # What may be made for one reader no server in front keeps for others, however the cookie was written.
            response.headers["X-Accel-Expires"] = "0"
        return response

    def _answered(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or request.path.startswith(NEVER_KEPT):
            return self.get_response(request)
        # A foreign host is refused before anything is looked up, as it is when the page is made.
        request.get_host()
        revisions = revision.current()
        variant = _variant(request)
        as_asked = bool(question(request) or as_of(request))
        kept = caches["asked"] if as_asked else cache
        page = kept.get(_key(revisions, variant))
        if page is not None and not page.is_due:
            return _answer(request, page)
        for _attempt in range(ATTEMPTS):
            making = begin(request, revisions)
            response = self.get_response(request)
            if not making.is_cached_page:
                return response
            made_under, revisions = revisions, revision.current()
            if revisions[CONTENT] == made_under[CONTENT]:
                break
        else:
            with revision.one_state():
                revisions = revision.current()
                # Under no revision: what another thread has read meanwhile may be of several.
                making = begin(request, None)
                response = self.get_response(request)
        patch_vary_headers(response, VARY)
        response.headers["Cache-Control"] = "private, no-cache"
        if response.status_code != 200:
            return response
        page = _page(response, making.due)
        kept.set(_key(revisions, variant), page, LONGEST_WITH_PARAMETERS if as_asked else LONGEST)
        return _answer(request, page)


def _key(revisions: Mapping[str, str], variant: str) -> str:
    return f"page:{revisions[CONTENT]}:{variant}"


def _variant(request: HttpRequest) -> str:
    """All that the bytes of a page may depend on, besides the revision, as one short text."""
    # Over https a page carries a header more.
    always = (release(), str(request.scheme), request.path)
    if request.path.endswith(DRAWN):
        return _digest(*always)
    return _digest(
        *always,
        question(request),
        fragment_asked_for(request),
        chosen_theme(request),
        str(as_of(request) or ""),
    )


def _digest(*parts: str) -> str:
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()


def question(request: HttpRequest) -> str:
    """What an address asks beside its path, as far as pages know it: ?show=all&by=name; blank when nothing.

    What is drawn knows none.
    """
    if not request.GET or request.path.endswith(DRAWN):
        return ""
    known = sorted(_parameters.intersection(request.GET))
    asked = [(name, value) for name in known for value in request.GET.getlist(name)]
    return f"?{urlencode(asked)}" if asked else ""


def chosen_theme(request: HttpRequest) -> str:
    """The theme that the reader chose, blank when none. All that a page may know of this cookie."""
    theme = _cookie(request, "theme")
    return theme if theme in THEMES else ""


def as_of(request: HttpRequest) -> AsOf | None:
    """The moment after which the reader wants to see nothing. All that a page may know of the spoiler guard's cookie.

    None in every file for machines, whoever asks.
    """
    return AsOf.parse(_cookie(request, "guard"))


def delay(request: HttpRequest) -> int:
    """Seconds that the reader wants to be behind the live order. No kept page depends on it: they hold nothing live."""
    return parse_delay(_cookie(request, "guard"))


def _cookie(request: HttpRequest, name: str) -> str:
    return "" if request.path.endswith(FILES) else request.COOKIES.get(name, "")


def fragment_asked_for(request: HttpRequest) -> str:
    """The piece that htmx asks for, blank for the whole page. Its Back button asks for the whole page."""
    headers = request.headers
    if headers.get("HX-Request") != "true" or headers.get("HX-History-Restore-Request") == "true":
        return ""
    # Where a page has a place for it in each row, the row's name follows: why--yann-ehrlacher.
    target = headers.get("HX-Target", "").partition("--")[0]
    return target if target in _fragments else ""


@cache_of_process
def release() -> str:
    """What everything kept depends on besides its rows: the code, the templates, the static files' names, the settings.

    A cache that outlives a process holds no page of another release.
    """
    digest = hashlib.blake2b(digest_size=8)
    digest.update(f"{settings.SITE_URL} {settings.CONTACT_EMAIL} {settings.DEBUG}".encode())
    code = [Path(app.path) for app in apps.get_app_configs() if Path(app.path).parent == settings.BASE_DIR]
    templates = [Path(folder) for engine in engines.all() for folder in engine.dirs]
    for folder in (*code, *templates, *settings.STATICFILES_DIRS, *settings.LOCALE_PATHS):
        for path in sorted(folder.rglob("*.*")):
            if path.parent.name == "__pycache__":
                continue
            stat = path.stat()
            digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}".encode())
    return digest.hexdigest()


def _page(response: HttpResponse, due: datetime | None) -> Page:
    is_picture = response.headers.get("Content-Type", "").startswith("image/")
    return Page(
        content=response.content,
        # No fixed time in the header: the same page is the same bytes.
        compressed=b"" if is_picture else gzip.compress(response.content, 6, mtime=0),
        headers={name: value for name, value in response.headers.items() if name != "Content-Length"},
        # Weak: the compressed bytes are the same page.
        etag=f'W/"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"',
        due=due,
    )


def _answer(request: HttpRequest, page: Page) -> HttpResponse:
    if _has_it(request, page):
        answer: HttpResponse = HttpResponseNotModified()
        for name in ("Cache-Control", "Vary"):
            answer.headers[name] = page.headers[name]
    else:
        squeezed = bool(page.compressed) and takes_gzip(request)
        answer = HttpResponse(page.compressed if squeezed else page.content, headers=page.headers)
        if squeezed:
            answer.headers["Content-Encoding"] = "gzip"
    answer.headers["ETag"] = page.etag
    return answer


def takes_gzip(request: HttpRequest) -> bool:
    return TAKES_GZIP.search(request.headers.get("Accept-Encoding", "")) is not None


def _has_it(request: HttpRequest, page: Page) -> bool:
    """Whether the reader's browser holds this very page: the weak comparison of RFC 9110, section 8.8.3.2."""
    known = {etag.removeprefix("W/") for etag in parse_etags(request.headers.get("If-None-Match", ""))}
    return "*" in known or page.etag.removeprefix("W/") in known
