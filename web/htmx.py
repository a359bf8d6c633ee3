"""The same address answers with the page or, to htmx, with the piece that changes."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from web.cache.page_cache import fragment_asked_for


def page_or_fragment(
    request: HttpRequest, template: str, context: dict[str, Any], fragments: tuple[str, ...] = ()
) -> HttpResponse:
    """Renders `template`, or the partial in it that htmx targets.

    `fragments` names those of page_cache.FRAGMENTS that may be asked for; the partial's name, the element's id and the
    target are one noun. Any other target gets the whole page, as the Back button does. In a fragment `is_fragment` is
    true, so that it can bring the page's new title along.
    """
    fragment = fragment_asked_for(request)
    if fragment in fragments:
        return render(request, f"{template}#{fragment}", context | {"is_fragment": True})
    return render(request, template, context)
