"""What base.html needs on every page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from wtcr_site.page_cache import THEMES


def page(request: HttpRequest) -> dict[str, Any]:
    theme = request.COOKIES.get("theme", "")
    return {
        "theme": theme if theme in THEMES else "",
        "path": request.path,
        "rehearsal": settings.REHEARSAL,
        "site_url": settings.SITE_URL,
        "canonical": settings.SITE_URL + request.path,
    }
