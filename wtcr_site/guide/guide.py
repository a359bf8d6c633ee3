"""The guide's page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from championship.season.page import newest_season, page_context
from championship.words import FLAGS, WORDS, guide_id
from web.cache.page_cache import cached_page
from wtcr_site.guide import page


@require_safe
@cached_page
def guide(request: HttpRequest) -> HttpResponse:
    """How a weekend works, what it pays and the words; figures are those of the newest season."""
    season = newest_season(request)
    context: dict[str, Any] = {
        "words": sorted(((guide_id(slug), *word) for slug, word in WORDS.items()), key=lambda line: str(line[1])),
        "flags": [(guide_id(slug), slug, *word) for slug, word in FLAGS.items()],
    }
    if season is not None:
        context |= {"titles": page.title_cards(season), "ladders": page.ladders(season), "cars": page.cars(season)}
        context["level"] = page.level(season)
        if event := page.usual_event(season):
            context |= {"week": page.week(event), "most": page.most_of_an_event(season, event)}
            context["qualifying"] = page.qualifying(season, event)
    return render(request, "wtcr_site/guide.html", page_context(season, "guide", **context))
