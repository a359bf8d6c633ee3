"""The pages about the site itself, the reader's theme, and what stands where there is no page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from championship.season.page import newest_menu, newest_season, page_context
from championship.share import cards
from championship.tables.files import picture_response
from news.cards import read_stories
from news.models import Article
from web.addresses.choices import choice, keep, way_back
from web.cache.page_cache import THEMES, cached_page
from web.requests.readable import refusal
from wtcr_site.data import about as about_page
from wtcr_site.data import open_data, sourcing


@require_safe
@cached_page
def about(request: HttpRequest) -> HttpResponse:
    """How results are kept, what they rest on, what is missing, and the rules on one screen."""
    season = newest_season(request)
    context: dict[str, object] = {"contact": settings.CONTACT_EMAIL}
    if season is not None:
        rests_on = sourcing.read(season)
        stories = Article.objects.filter(season__year=season.year, kicker="Rules")
        context |= {
            "bases": about_page.bases(rests_on),
            "gaps": about_page.gaps(season, rests_on),
            "missing": about_page.missing(rests_on),
            "notes": [about_page.caveat(note) for note in rests_on.notes],
            "scales": [about_page.scale_in_words(scale) for scale in sourcing.scales(season)],
            "most": about_page.most_an_event(sourcing.most_points_an_event(season)),
            "titles": [about_page.rules_of(season, *title) for title in sourcing.titles(season)],
            "rules_stories": read_stories(request, stories.in_reading_order().seen_by(season.guard)),
        }
    return render(request, "wtcr_site/about.html", page_context(season, "about", **context))


@require_safe
@cached_page
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "wtcr_site/privacy.html", newest_menu(request) | {"section": "about"})


@require_safe
@cached_page
def contact(request: HttpRequest) -> HttpResponse:
    if settings.CONTACT_EMAIL:
        title = _("Send a correction")
        description = _("How to put right a result, a date or a name on Door to Door, and what to send with it.")
    else:
        title = _("Corrections")
        description = _("What becomes of a wrong result, date or name on Door to Door.")
    context = {"address": settings.CONTACT_EMAIL, "page_title": title, "description": description}
    context |= newest_menu(request) | {"section": "about"}
    return render(request, "wtcr_site/contact.html", context)


@require_safe
@cached_page
def data(request: HttpRequest) -> HttpResponse:
    """Every table as a file: where it is, what it holds, its columns."""
    season = newest_season(request)
    tables = open_data.tables(season) if season is not None else []
    context = {"tables": tables, "explained": open_data.explained(tables)}
    return render(request, "wtcr_site/data.html", page_context(season, "data", **context))


@require_safe
@cached_page
def site_share(request: HttpRequest) -> HttpResponse:
    """The share picture of every page that has none of its own."""
    return picture_response(cards.site_picture())


@choice
def theme(request: HttpRequest) -> HttpResponse:
    """Keeps the theme that the reader chose, or forgets it, and leads back to the page they were on."""
    response = HttpResponseRedirect(way_back(request))
    chosen = request.POST.get("theme", "")
    keep(response, "theme", chosen if chosen in THEMES else "")
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    # A view says what is not there; the resolver only what it tried.
    reason = "" if isinstance(exception, Resolver404) else str(exception)
    return render(request, "404.html", newest_menu(request) | {"reason": reason}, status=404)


# Django's own two read the form of a request once more, which may be what could not be read.


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refusal(400, _("The site could not read this request. Go back, load the page again and try once more."))


def broken(request: HttpRequest) -> HttpResponse:
    """Knows nothing of the reader and asks no database."""
    return HttpResponseServerError(render_to_string("500.html"))
