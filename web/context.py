"""What base.html needs on every page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from web.addresses.languages import alternates
from web.cache.page_cache import as_of, chosen_theme, question
from web.htmx import CONFIG

# What is longer no page has asked a reader to send, and links that repeat it would make a page of it.
LONGEST_QUESTION = 500


def page(request: HttpRequest) -> dict[str, Any]:
    asked = question(request)
    return {
        "theme": chosen_theme(request),
        "as_of": as_of(request),
        "path": request.path,
        "question": asked if len(asked) <= LONGEST_QUESTION else "",
        "htmx_config": CONFIG,
        "rehearsal": settings.REHEARSAL,
        "site_url": settings.SITE_URL,
        "canonical": settings.SITE_URL + request.path,
        "languages": list(alternates(request.path)),
    }
