"""A reader of one language, who asks for all that links lead to."""

from collections.abc import Hashable
from urllib.parse import urlsplit

from tests.compare.answers import Saved
from tests.compare.states import State
from tests.compare.visitors.samples import ask_for_samples
from tests.compare.visitors.visitor import Visitor, names_asked, view_of

STARTS = ("/", "/2021/")
FILES = ("/robots.txt", "/sitemap.xml", "/favicon.ico", "/manifest.webmanifest")
# Views of which there is a page for each driver after each session: what it rests on does not differ by session.
WHY = ("why", "why_data", "live_why")
# Views that are one page whatever a parameter says of which row, or which season, is asked for.
SAME_BUT_FOR_A_ROW = ("sources", "why")
# Views of which there is a page for each title after each session.
OF_EACH_TITLE = ("standings_after", "standings_after_data", "title_fight_after", "title_fight_after_data")


def read_all(saved: Saved, language: str, state: State) -> None:
    """Files stand in no language: they are the English reader's."""
    prefix = "" if language == "en" else f"/{language}"
    visitor = Visitor(saved, {"guard": state.guard} if state.guard else {})

    def belongs(address: str) -> bool:
        if prefix:
            return address.startswith(f"{prefix}/")
        if address.startswith("/static/"):
            return state.whole
        return not address.startswith(("/sv/", "/admin/"))

    def what_it_shows(address: str) -> Hashable:
        return _what_it_shows(address, state)

    visitor.follow([*(prefix + start for start in STARTS), *(FILES if not prefix else ())], belongs, what_it_shows)
    ask_for_samples(visitor, prefix, list(saved.index))


def _what_it_shows(address: str, state: State) -> Hashable:
    view, names = view_of(address), names_asked(address)
    if view is None:
        return address
    path, name = urlsplit(address).path, view.url_name
    if name in WHY:
        return name, names, view.kwargs["title"], state.whole and not names and view.kwargs["competitor"]
    if names and (path.endswith((".csv", ".json")) or name in SAME_BUT_FOR_A_ROW):
        return name, names
    if state.whole:
        return address
    if path.endswith(".png") or str(view.kwargs.get("year", state.year)) != str(state.year):
        return name, names, view.kwargs.get("ending")
    if name in OF_EACH_TITLE:
        return name, *(part for key, part in view.kwargs.items() if key != "title")
    return (path, names) if name == "session" else address
