"""What base.html needs on every page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from wtcr_site.languages import alternates
from wtcr_site.page_cache import as_of, chosen_theme


def page(request: HttpRequest) -> dict[str, Any]:
    return {
        "theme": chosen_theme(request),
        "as_of": as_of(request),
        "path": request.path,
        "rehearsal": settings.REHEARSAL,
        "site_url": settings.SITE_URL,
        "canonical": settings.SITE_URL + request.path,
        "languages": list(alternates(request.path)),
    }
