"""The pages about the site itself, the reader's theme, and what stands where there is no page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from championship.views.frame import frame, newest_menu, newest_season
from news.cards import read_stories
from news.models import Article
from wtcr_site import open_data, sourcing
from wtcr_site.page_cache import THEMES, cached_page

A_YEAR = 365 * 24 * 3600


@require_safe
@cached_page
def about(request: HttpRequest) -> HttpResponse:
    """How results are kept, what they rest on, what is missing, and the rules on one screen."""
    record = newest_season()
    context = {}
    if record is not None:
        stories = Article.objects.filter(season__year=record.year, kicker=_("Rules"))
        context = {
            "sourcing": sourcing.read(record),
            "scales": sourcing.scales(record),
            "most": sourcing.most_points_an_event(record),
            "titles": sourcing.titles(record),
            "rules_stories": read_stories(request, stories.in_reading_order()),
        }
    return render(request, "wtcr_site/about.html", frame(record, "about", **context))


@require_safe
@cached_page
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "wtcr_site/privacy.html", newest_menu() | {"section": "about"})


@require_safe
@cached_page
def contact(request: HttpRequest) -> HttpResponse:
    context = newest_menu() | {"section": "about", "address": settings.CONTACT_EMAIL}
    return render(request, "wtcr_site/contact.html", context)


@require_safe
@cached_page
def data(request: HttpRequest) -> HttpResponse:
    """Every table as a file: where it is, what it holds, its columns."""
    record = newest_season()
    context = {"tables": open_data.tables(record)} if record is not None else {}
    return render(request, "wtcr_site/data.html", frame(record, "data", **context))


# The form stands on pages that are kept for everyone, so it carries no token of one reader. All that a forged request
# could do is to change the colours, and browsers say when a request comes from another site.
@csrf_exempt
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keeps the theme that the reader chose, or forgets it, and leads back to the page they were on."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return HttpResponseForbidden(_("The theme is changed on this site's own pages."), content_type="text/plain")
    response = HttpResponseRedirect(_way_back(request))
    chosen = request.POST.get("theme")
    if chosen in THEMES:
        response.set_cookie("theme", chosen, max_age=A_YEAR, samesite="Lax", secure=settings.HTTPS, httponly=True)
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response


def _way_back(request: HttpRequest) -> str:
    """The page itself with its parameters as the browser names it, else what the form says, else the home page."""
    for address in (request.headers.get("Referer"), request.POST.get("next")):
        if address and url_has_allowed_host_and_scheme(
            address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        ):
            return address
    return "/"


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", newest_menu(), status=404)
