"""Walks the site by its links, as a reader with patience would."""

from collections import deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve

from web.addresses.languages import in_language, language_of, plain

# The season's own page has no link of its own while there is one season: the home page shows the same.
STARTS = ("/", "/2021/")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


@dataclass
class Page:
    """What a page consists of, as far as rules for every page ask.

    links: where its links lead and its htmx requests go, without fragments. fragments: address and id of links into a
    page. faults: what is wrong with the page whatever it is about.
    """

    address: str
    status: int
    html: str = ""
    csp: str = ""
    canonical: str = ""
    links: list[str] = field(default_factory=list)
    fragments: list[tuple[str, str]] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The view that made it, with the names of its parameters: one is as good as another for slow checks."""
        return _kind(self.address)


class _Reader(HTMLParser):
    """Fills a Page in one pass."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.h1 = 0
        self.level = 0
        self.title = ""
        self.description = ""
        self.open: list[str] = []
        self.table_parts: list[set[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        fault = self.page.faults.append
        if "style" in given or tag == "style":
            fault(f"inline style in <{tag}>")
        if any(name.startswith("on") for name in given):
            fault(f"inline handler in <{tag}>")
        if any(name.startswith("hx-") for name in given):
            fault(f"htmx attribute that HTML does not know in <{tag}>: write data-hx-")
        # JSON-LD is data: no browser runs it, and no policy forbids it.
        if tag == "script" and not given.get("src") and given.get("type") != "application/ld+json":
            fault("inline script")
        if tag == "img" and given.get("alt") is None:
            fault(f"picture without alt: {given.get('src')}")
        if tag == "th" and given.get("scope") not in ("row", "col", "rowgroup", "colgroup"):
            fault("th without scope")
        if tag == "table":
            self.table_parts.append(set())
        if tag in ("caption", "th") and self.table_parts:
            self.table_parts[-1].add(tag)
        if tag in HEADINGS:
            level = int(tag[1])
            if level > self.level + 1:
                fault(f"heading jumps from {self.level} to {level}")
            self.level = level
            self.h1 += tag == "h1"
        if tag == "meta" and given.get("name") == "description":
            self.description = given.get("content") or ""
        self._take_id(given)
        self._take_links(tag, given)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """<path/>: opened and closed at once."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass
        if tag == "table" and self.table_parts and self.table_parts.pop() != {"caption", "th"}:
            self.page.faults.append("table without a caption or heads")

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "title" and "svg" not in self.open:
            self.title += data

    def _take_id(self, given: dict[str, str | None]) -> None:
        if (name := given.get("id")) is not None:
            if name in self.page.ids:
                self.page.faults.append(f"id twice: {name}")
            self.page.ids.add(name)

    def _take_links(self, tag: str, given: dict[str, str | None]) -> None:
        if tag == "link" and given.get("rel") == "canonical":
            if self.page.canonical:
                self.page.faults.append("two canonical addresses")
            self.page.canonical = given.get("href") or ""
        if tag == "link" and given.get("rel") not in ("alternate",):
            return
        for name in ("href", "data-hx-get"):
            target = given.get(name)
            if target is None:
                continue
            if not target:
                self.page.faults.append(f"empty {name}")
                continue
            parts = urlsplit(urljoin(self.page.address, target))
            if parts.scheme or parts.netloc:
                continue
            address = parts.path + (f"?{parts.query}" if parts.query else "")
            self.page.links.append(address)
            if parts.fragment and name == "href":
                self.page.fragments.append((address, parts.fragment))


def read_page(address: str, status: int, html: str, csp: str = "") -> Page:
    page = Page(address, status, html, csp)
    reader = _Reader(page)
    reader.feed(html)
    if reader.h1 != 1:
        page.faults.append(f"{reader.h1} h1")
    if not reader.title.strip().removesuffix("· Door to Door").strip():
        page.faults.append("no title")
    if not reader.description.strip():
        page.faults.append("no description")
    if status == 200 and not page.canonical.startswith("http"):
        page.faults.append("no canonical address")
    return page


def walk(
    client: Client, one_of_a_kind: bool = False, language: str = settings.LANGUAGE_CODE
) -> tuple[dict[str, Page], dict[str, int]]:
    """Every page of a language that links lead to from the home page, and the status of every address asked for.

    Of addresses that show one page in another order, or one session's table of another title, one is followed; with
    `one_of_a_kind` one of each view and its parameters.
    """
    what_it_shows = _kind if one_of_a_kind else _what_it_shows
    pages: dict[str, Page] = {}
    statuses: dict[str, int] = {}
    starts = [in_language(start, language) for start in STARTS]
    waiting = deque(starts)
    seen = set(starts)
    shown = set()
    while waiting:
        address = waiting.popleft()
        response = client.get(address)
        statuses[address] = response.status_code
        if response.status_code != 200 or not response.get("Content-Type", "").startswith("text/html"):
            continue
        page = pages[address] = read_page(
            address, response.status_code, response.content.decode(), response.get("Content-Security-Policy", "")
        )
        for link in page.links:
            if link in seen or link.startswith(("/static/", "/admin/")):
                continue
            seen.add(link)
            # Files for machines have no language of their own.
            if language_of(link) != language and "." not in link.rpartition("/")[2]:
                continue
            if (what := what_it_shows(link)) not in shown:
                shown.add(what)
                waiting.append(link)
    return pages, statuses


def _kind(address: str) -> str:
    path, _question, query = address.partition("?")
    names = "&".join(sorted({name for name, _ in parse_qsl(query, keep_blank_values=True)}))
    try:
        return resolve(plain(path)).url_name + (f"?{names}" if names else "")
    except Resolver404:
        return address


def _what_it_shows(address: str) -> object:
    if "?" in address:
        return _kind(address)
    try:
        found = resolve(plain(address))
    except Resolver404:
        return address
    if found.url_name in ("why", "why_data"):
        # One page after one session is like those after the others.
        return found.url_name, found.kwargs["title"], found.kwargs["competitor"]
    if found.url_name.startswith("standings_after"):
        return found.url_name, *(value for name, value in found.kwargs.items() if name != "title")
    return address
