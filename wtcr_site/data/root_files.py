"""What machines look for beside the home page: the sitemap, robots.txt, the icon and the manifest."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import starmap
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import Max, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from championship.models import Event, Title
from championship.models.season import in_open_season
from championship.season.known import known_circuits, known_drivers, known_teams
from news.models import Article
from web.addresses.languages import in_language
from web.addresses.paths import address
from web.cache.page_cache import cached_page, falls_due
from web.drawing import ASPHALT


class SitemapPage(NamedTuple):
    """A page in the sitemap, and when what it shows last changed; None where nothing on it has a date."""

    path: str
    changed: datetime | None = None


@require_safe
@cached_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page that is one of its own, in each language; the pages themselves name their other languages.

    A result counts from when readers could know of it.
    """
    entries = list(_entries(request))
    urls = "".join(
        _url(in_language(path, code), changed) for code, _name in settings.LANGUAGES for path, changed in entries
    )
    text = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>\n'
    return HttpResponse(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}', content_type="application/xml")


def _url(path: str, changed: datetime | None) -> str:
    lastmod = f"<lastmod>{changed:%Y-%m-%dT%H:%M:%SZ}</lastmod>" if changed else ""
    return f"<url><loc>{escape(settings.SITE_URL + path)}</loc>{lastmod}</url>\n"


def _entries(request: HttpRequest) -> Iterator[SitemapPage]:
    """Six queries, however many seasons there are."""
    calendar = _calendar()
    stories = _stories(request)
    columns = ("season__year", "slug", "ranks", "entrants")
    rows = list(Title.objects.filter(in_open_season()).order_by("-season__year", "order", "pk").values_list(*columns))
    titles = [(year, slug) for year, slug, _ranks, _entrants in rows]
    # The title that a season's title fight opens with has no second address there.
    firsts = dict(reversed(titles))
    firsts |= {
        year: slug for year, slug, ranks, entrants in reversed(rows) if ranks == Title.Ranks.DRIVERS and not entrants
    }
    years = sorted({year for year, _slug in titles} | set(calendar.seasons), reverse=True)
    latest = _later(calendar.seasons.values())
    yield SitemapPage(address("home"), _later([latest, *stories.values()]))
    for year in years:
        changed = calendar.seasons.get(year)
        # The newest season's own page is the home page.
        if year != years[0]:
            yield SitemapPage(address("season", year), changed)
        for name in ("calendar", "results", "records", "team_records"):
            yield SitemapPage(address(name, year), changed)
        if year in firsts:
            yield SitemapPage(address("title_fight", year), changed)
        yield SitemapPage(address("relive", year))
    for year, slug in titles:
        yield SitemapPage(address("standings", year, slug), calendar.seasons.get(year))
        if slug != firsts[year]:
            yield SitemapPage(address("title_fight_of", year, slug), calendar.seasons.get(year))
    yield from starmap(SitemapPage, calendar.pages.items())
    yield SitemapPage(address("drivers"), latest)
    yield from _with_results("driver", known_drivers(), "event_entries__results__classification")
    yield SitemapPage(address("teams"), latest)
    yield from _with_results("team", known_teams(), "entries__event_entries__results__classification")
    yield SitemapPage(address("circuits"), latest)
    for slug in known_circuits().order_by("name").values_list("slug", flat=True):
        yield SitemapPage(address("circuit", slug), calendar.circuits.get(slug))
    yield SitemapPage(address("news"), _later(stories.values()))
    yield from starmap(SitemapPage, stories.items())
    yield from (
        SitemapPage(address(name)) for name in ("guide", "compare_choice", "about", "contact", "privacy", "data")
    )


class Calendar(NamedTuple):
    """When the results last changed: by path of event and session, by year, by circuit."""

    pages: dict[str, datetime | None]
    seasons: dict[int, datetime | None]
    circuits: dict[str, datetime | None]


def _moment(classification: str) -> Max:
    """When the last classification was published; where that is not on record, when the site recorded it."""
    return Max(
        Coalesce(f"{classification}__published_at", f"{classification}__recorded_at"),
        filter=in_open_season(f"{classification}__session__event__season"),
    )


def _calendar() -> Calendar:
    """Sessions without a result have nothing that their event does not say."""
    calendar = Calendar({}, {}, {})
    rows = (
        Event.objects.filter(in_open_season())
        .order_by("-season__year", "starts_on", "order", "pk", "sessions__order", "sessions__pk")
        .annotate(changed=_moment("sessions__classifications"))
        .values_list("season__year", "slug", "circuit__slug", "sessions__slug", "changed")
    )
    for year, event, circuit, session, changed in rows:
        page = address("event", year, event)
        calendar.pages[page] = _later([calendar.pages.get(page), changed])
        calendar.seasons[year] = _later([calendar.seasons.get(year), changed])
        calendar.circuits[circuit] = _later([calendar.circuits.get(circuit), changed])
        if changed:
            calendar.pages[address("session", year, event, session)] = changed
    return calendar


def _with_results(name: str, rows: QuerySet[Any], classification: str) -> Iterator[SitemapPage]:
    for slug, changed in rows.annotate(changed=_moment(classification)).values_list("slug", "changed"):
        yield SitemapPage(address(name, slug), changed)


def _stories(request: HttpRequest) -> dict[str, datetime]:
    """Those that are out, by path. The sitemap is kept no longer than until the next one comes out."""
    stories = {}
    columns = ("out", "season__year", "slug", "publish_at", "updated_at")
    for out, year, slug, published, updated in Article.objects.in_reading_order().marked().values_list(*columns):
        if out:
            stories[address("article", year, slug)] = max(published, updated)
        else:
            falls_due(request, published)
    return stories


def _later(moments: Iterable[datetime | None]) -> datetime | None:
    return max(filter(None, moments), default=None)


@require_safe
@cached_page
def robots(request: HttpRequest) -> HttpResponse:
    """A rehearsal invents results: no search engine shall keep any of it."""
    closed = ["/"]
    if not settings.REHEARSAL:
        pages = (address("live_now"), address("search"))
        closed = [
            address("admin:index"),
            *(in_language(page, code) for code, _name in settings.LANGUAGES for page in pages),
        ]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    lines += [f"Sitemap: {settings.SITE_URL}{address('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
@cached_page
def manifest(request: HttpRequest) -> HttpResponse:
    sizes = ((192, "any"), (512, "any"), (512, "maskable"))
    icons = [
        {
            "src": static(f"img/icon-{'maskable-' if purpose == 'maskable' else ''}{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size, purpose in sizes
    ]
    icons.append({"src": static("img/favicon.svg"), "sizes": "any", "type": "image/svg+xml"})
    about = {
        "name": "Door to Door",
        "short_name": "Door to Door",
        "description": _("Results, standings and stories of the World Touring Car Cup, by an unofficial fan site."),
        "lang": get_language(),
        "id": address("home"),
        "start_url": address("home"),
        "scope": address("home"),
        "display": "minimal-ui",
        "background_color": ASPHALT,
        "theme_color": ASPHALT,
        "icons": icons,
    }
    return HttpResponse(json.dumps(about, ensure_ascii=False, indent=1), content_type="application/manifest+json")


@require_safe
@cached_page
def favicon(request: HttpRequest) -> HttpResponse:
    """For what asks without reading the page."""
    icon = (settings.BASE_DIR / "static" / "img" / "favicon.ico").read_bytes()
    return HttpResponse(icon, content_type="image/vnd.microsoft.icon")
