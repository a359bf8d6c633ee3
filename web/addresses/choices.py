"""What a reader chooses in a page and a cookie keeps: the theme, and what the spoiler guard hides.

The forms stand on pages that are kept for everyone, so they carry no token of one reader. All that a forged request
could do is to change how pages look to that reader, and browsers say when a request comes from another site.
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

A_YEAR = 365 * 24 * 3600


def choice(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Marks a view that keeps a choice: by POST, from this site's own pages."""

    @csrf_exempt
    @require_POST
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if request.headers.get("Sec-Fetch-Site") == "cross-site":
            return HttpResponseForbidden(_("This is chosen on the site’s own pages."), content_type="text/plain")
        return view(request)

    return guarded


def keep(response: HttpResponse, name: str, value: str) -> None:
    """Sets the cookie for a year, or with a blank value forgets it."""
    if value:
        response.set_cookie(name, value, max_age=A_YEAR, samesite="Lax", secure=settings.HTTPS, httponly=True)
    else:
        response.delete_cookie(name, samesite="Lax")


def way_back(request: HttpRequest) -> str:
    """The page itself with its parameters as the browser names it, else what the form says, else the home page."""
    for address in (request.headers.get("Referer"), request.POST.get("next")):
        if address and url_has_allowed_host_and_scheme(
            address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        ):
            return address
    return "/"
