"""{% menu as menu %}: the links of the frame around every page."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django import template
from django.utils.translation import gettext as _

from web.addresses.paths import address

register = template.Library()

# By the names of the views, in the order in which they stand.
TOP = ("calendar", "results", "standings", "drivers", "teams", "news", "guide")
BAR = ("home", "calendar", "standings", "drivers")
SHEET = ("guide", "results", "records", "title_fight", "teams", "circuits", "news", "data", "about")
FOOT = ("guide", "how", "data", "live", "calendar_ics", "circuits", "title_fight", "records", "relive")


@dataclass(frozen=True, slots=True)
class MenuLink:
    """`section`: of the pages on which it is marked as where the reader is; without one on none."""

    words: str
    address: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """top: above every page. bar: at a phone's lower edge; sheet: what its last entry opens. foot: below every page."""

    top: list[MenuLink]
    bar: list[MenuLink]
    sheet: list[MenuLink]
    foot: list[MenuLink]

    @property
    def under_more(self) -> frozenset[str]:
        """Sections that are found in the sheet alone: its button is marked on their pages."""
        return frozenset(link.section for link in self.sheet) - {"", "live"}


@register.simple_tag(takes_context=True)
def menu(context: template.Context) -> Menu:
    """For the page's nav_year and its nav_title; without them what is of a season, or has its tables, is missing."""
    links = _links(context.get("nav_year"), context.get("nav_title"))
    if "calendar_ics" in links and context.get("as_of"):
        # Files know no guard.
        whole = _("Calendar feed (the whole season)")
        links["calendar_ics"] = replace(links["calendar_ics"], words=whole)
    on_air = ["live"] if context.get("on_air") else []

    def listed(names: Iterable[str]) -> list[MenuLink]:
        return [links[name] for name in names if name in links]

    return Menu(listed([*on_air, *TOP]), listed(BAR), listed([*on_air, *SHEET]), listed(FOOT))


def _links(year: int | None, title: str | None) -> dict[str, MenuLink]:
    links = {
        "home": MenuLink(_("Home"), address("home"), "home"),
        "live": MenuLink(_("Live"), address("live"), "live"),
        "drivers": MenuLink(_("Drivers"), address("drivers"), "drivers"),
        "teams": MenuLink(_("Teams"), address("teams"), "teams"),
        "circuits": MenuLink(_("Circuits"), address("circuits")),
        "news": MenuLink(_("Stories"), address("news"), "news"),
        "guide": MenuLink(_("New here?"), address("guide"), "guide"),
        "data": MenuLink(_("Data"), address("data")),
        "about": MenuLink(_("About"), address("about")),
        "how": MenuLink(_("How results are kept"), address("about")),
    }
    if year:
        links |= {
            "calendar": MenuLink(_("Calendar"), address("calendar", year), "calendar"),
            "calendar_ics": MenuLink(_("Calendar feed"), address("calendar_ics", year)),
            "results": MenuLink(_("Results"), address("results", year), "results"),
            "records": MenuLink(_("Records"), address("records", year)),
            "relive": MenuLink(_("Hide results"), address("relive", year)),
        }
    if year and title:
        links |= {
            "standings": MenuLink(_("Standings"), address("standings", year, title), "standings"),
            "title_fight": MenuLink(_("Title fight"), address("title_fight", year), "title-fight"),
        }
    return links
