"""The same address answers with the page or, to htmx, with the piece that changes."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wtcr_site.page_cache import is_fragment


def page_or_fragment(
    request: HttpRequest, template: str, context: dict[str, Any], fragments: tuple[str, ...] = ()
) -> HttpResponse:
    """Renders `template`, or the partial in it that htmx targets.

    `fragments` names the partials that may be asked for; the partial's name, the element's id and the target are one
    noun. Any other target gets the whole page, as the Back button does. In a fragment `is_fragment` is true, so that it
    can bring the page's new title along.
    """
    target = request.headers.get("HX-Target", "")
    if is_fragment(request) and target in fragments:
        return render(request, f"{template}#{target}", context | {"is_fragment": True})
    return render(request, template, context)
