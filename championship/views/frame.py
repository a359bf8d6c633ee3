"""What the season's pages share: the record they read and the frame around them."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from championship.models import Season
from championship.records import SeasonRecord
from championship.season_state import session_on_air
from championship.standings import load_season, load_year


def season_or_404(year: int) -> SeasonRecord:
    record = load_year(year)
    if record is None:
        raise Http404(_("There is no season %(year)s here.") % {"year": year})
    return record


def newest_season() -> SeasonRecord | None:
    return load_season(Season.objects.all())


def frame(record: SeasonRecord | None, section: str, **context: Any) -> dict[str, Any]:
    """The context of a page of `record`'s season: `section` marks the menu, the rest is the page's own."""
    return menu(record and record.year, record and record.titles and record.titles[0].slug) | {
        "season": record,
        "section": section,
        # The page loads what is live; it holds nothing of it.
        "on_air": record and session_on_air(record, timezone.now()),
        **context,
    }


def newest_menu() -> dict[str, Any]:
    """The menu's year and first title for pages of no season. One query."""
    row = Season.objects.order_by("-year", "titles__order", "titles__pk").values_list("year", "titles__slug").first()
    return menu(*(row or (None, None)))


def menu(year: int | None, title: str | None) -> dict[str, Any]:
    return {"nav_year": year, "nav_title": title}
