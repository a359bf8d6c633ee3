"""The live page, and the delay that a reader chooses there."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from championship.live.pieces import kept_or_made, piece_context, text_response
from championship.live.reader import PERSONAL, Reader
from championship.season.guard import stops_of
from championship.season.page import page_context
from championship.season.view import SeasonView
from web.addresses.choices import choice, keep, way_back
from web.cache import revision
from web.cache.page_cache import release, revisions_of
from web.context import page
from web.moments import DELAYS, AsOf, parse_delay


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The page by itself: whole without JavaScript too, so it is kept under the live revision."""
    reader = Reader.of(request)
    version = reader.version(revisions_of(request) or revision.current())

    def key(title: str) -> str:
        return f"live-page:{release()}:{version}:{get_language()}:{page(request)['theme']}:{title}"

    def make(season: SeasonView | None, title: str) -> str:
        context = page_context(season, "live", **piece_context("board", season, title, version, reader))
        return render_to_string(
            "championship/live.html", context | {"delays": _delays(), "latest": _latest(season)}, request
        )

    return text_response(request, kept_or_made(request, key, make), PERSONAL)


def _delays() -> list[tuple[int, str]]:
    """What a reader may choose, in seconds and in words."""
    return [
        (seconds, ngettext("%(seconds)s second", "%(seconds)s seconds", seconds) % {"seconds": seconds})
        if seconds
        else (seconds, _("nothing"))
        for seconds in DELAYS
    ]


def _latest(season: SeasonView | None) -> AsOf | None:
    """The moment after all that has been run, for a reader who wants what comes now hidden; None for one who hides
    something already."""
    if season is None or season.guard is not None:
        return None
    last = next(reversed(stops_of(season.events)), None)
    return AsOf(season.year, last.event.slug, last.slug) if last else None


@choice
def choose_delay(request: HttpRequest) -> HttpResponse:
    """Keeps how far behind the live order the reader wants to be, and leads back to the page they were on."""
    response = HttpResponseRedirect(way_back(request))
    seconds = parse_delay(request.POST.get("delay", ""))
    keep(response, "guard", f"{seconds}s" if seconds else "")
    return response
