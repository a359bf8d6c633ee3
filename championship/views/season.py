"""A season's front page."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from championship.views.frame import season_or_404
from wtcr_site.home import season_page
from wtcr_site.page_cache import cached_page


@require_safe
@cached_page
def season(request: HttpRequest, year: int) -> HttpResponse:
    """The page of one season: the front page as it is, or would be, for that year."""
    return season_page(request, season_or_404(request, year))
