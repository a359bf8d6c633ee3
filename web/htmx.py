"""The same address answers with the page or, to htmx, with the piece that changes."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from web.cache.page_cache import fragment_asked_for, fragments_of

# What every page tells htmx. The policy allows no style and no code of its making; to a page that htmx has not kept the
# Back button leads like any link, so that the browser says when it does not come; what a nav says holds for its links
# in htmx 4 as it does in 2; and in milliseconds, how long an answer may take.
CONFIG = json.dumps(
    {
        "includeIndicatorStyles": False,
        "allowEval": False,
        "refreshOnHistoryMiss": True,
        "implicitInheritance": True,
        "timeout": 10_000,
    },
    separators=(",", ":"),
)


def page_or_fragment(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Renders `template`, or the partial in it that htmx targets, where the view has named it in `@cached_page`.

    The partial's name, the element's id and the target are one noun. Any other target gets the whole page, as the Back
    button does. In a fragment `is_fragment` is true, so that it can bring the page's new title along.
    """
    fragment = fragment_asked_for(request)
    if fragment in fragments_of(request):
        return render(request, f"{template}#{fragment}", context | {"is_fragment": True})
    return render(request, template, context)
