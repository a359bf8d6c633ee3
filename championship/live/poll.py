"""The poll of the live pieces, answered in front of all that it does not need."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.csp import ContentSecurityPolicyMiddleware
from django.middleware.security import SecurityMiddleware
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from championship.live.pieces import PIECES, BeingMade, kept_or_made, piece_context, text_response
from championship.live.reader import PERSONAL_POLL, SHARED, Reader
from championship.season.view import SeasonView
from web.addresses.languages import plain
from web.cache import revision
from web.cache.page_cache import begin, release


@require_safe
def live_now(request: HttpRequest) -> HttpResponse:
    """A piece, or 204 for a reader whose `v` is the newest.

    The same for everybody who asks for the same address, but for those who chose a delay or hide results.
    """
    reader = Reader.of(request)
    revisions = revision.current()
    begin(request, revisions)
    version, known = reader.version(revisions), request.GET.get("v")
    headers = PERSONAL_POLL if reader.has_chosen else SHARED
    if known == version:
        return _nothing_new(headers)
    show = request.GET.get("show", "")
    if show not in PIECES:
        raise Http404(_("There is no such piece of the live page."))

    def key(title: str) -> str:
        return f"live:{release()}:{version}:{get_language()}:{show}:{title}"

    def make(season: SeasonView | None, title: str) -> str:
        piece = render_to_string(f"championship/_live_{show}.html", piece_context(show, season, title, version, reader))
        # What stands around the element would stay in the page, more of it after each swap.
        return piece.strip()

    try:
        text = kept_or_made(request, key, make, wait=known is None)
    except BeingMade:
        return _nothing_new(headers)
    return text_response(request, text, headers | {"ETag": f'"{version}"'})


def _nothing_new(headers: dict[str, str]) -> HttpResponse:
    response = HttpResponse(status=204, headers=headers)
    del response.headers["Content-Type"]
    return response


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
