"""What no link leads to, and is asked for all the same: pieces for htmx, polls, choices, errors, redirects."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from tests.compare.visitors.visitor import Question, Visitor, names_asked, view_of

# The views whose pages htmx swaps a piece of, and its name. A name that is no piece's gets the whole page.
PIECES = {
    "calendar": "add-to-calendar",
    "event": "add-to-calendar",
    "records": "record-list",
    "team_records": "record-list",
    "results": "results-matrix",
    "search": "search-results",
    "session": "session-result",
    "standings": "standings-table",
    "standings_after": "standings-table",
    "title_fight": "what-if",
    "title_fight_of": "what-if",
    "title_fight_after": "what-if",
    "why": "why--yann-ehrlacher",
}
# How many pages of one view, with the same parameters.
PIECES_OF_A_KIND = 3
PAGES = (
    "/search/?q=backman",
    "/search/?q=sochi+race",
    "/search/?q=nothing+of+this",
    "/search/?q=",
    "/2021/title-fight/drivers/after/russia/qualifying-3/"
    "?first=yann-ehrlacher&second=frederic-vervisch&first_place=R1-3&second_place=R1-1",
    "/drivers/compare/?first=andreas-backman&second=jessica-backman",
    "/2021/calendar/?alarm=60",
    "/2021/standings/drivers/?driver=rob-huff",
)
NOT_THERE = (
    "/nothing/",
    "/2021/nothing/",
    "/2021/germany/race-9/",
    "/0002021/calendar/",
    "/1999/calendar/",
    "/2021/standings/nobody/",
    "/drivers/nobody/",
    "/news/2021/nothing/",
    "/live/now/?show=nothing",
)
MOVED = ("/2021", "/2021/calendar", "/drivers/rob-huff/", "/drivers/compare/rob-huff/thed-bjork/")
FILES_NOT_THERE = ("/2021/standings/drivers.xlsx", "/2021/nothing.csv", "/drivers/nobody.json", "/drivers/rob-huff.csv")
POLLS = ("board", "front", "strip")
_VERSION = re.compile(rb"[?&;]v=([0-9a-f]{16}[^\"&]*)")


def ask_for_samples(visitor: Visitor, prefix: str, asked: Iterable[str]) -> None:
    """`prefix` is the language's part of an address, blank or /sv; `asked` are the addresses that links led to."""
    pages = [prefix + address for address in PAGES]
    for question in (*_plain(prefix, pages), *_pieces([*asked, *pages]), *_in_other_ways(prefix), *_choices(prefix)):
        visitor.ask(question)
    _poll(visitor, prefix)


def _plain(prefix: str, pages: Iterable[str]) -> Iterator[Question]:
    yield from map(Question, pages)
    for address in (*NOT_THERE, *MOVED):
        yield Question(prefix + address)
    for address in (
        () if prefix else ("/sv", "/sv/2021/calendar.csv", "/admin/", "/pictures/none.jpg", *FILES_NOT_THERE)
    ):
        yield Question(address)


def _pieces(addresses: Iterable[str]) -> Iterator[Question]:
    """The first few pages of a kind as htmx asks for their piece."""
    times: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for address in addresses:
        view = view_of(address)
        name = (view and view.url_name) or ""
        kind = name, names_asked(address)
        if (piece := PIECES.get(name)) and times[kind] < PIECES_OF_A_KIND:
            times[kind] += 1
            yield Question(address, piece, headers={"HX-Request": "true", "HX-Target": piece})


def _in_other_ways(prefix: str) -> Iterator[Question]:
    """One page in each of the ways in which pages are asked for besides."""
    standings = f"{prefix}/2021/standings/drivers/"
    piece = {"HX-Request": "true", "HX-Target": "standings-table"}
    yield Question(standings, "Back button", headers=piece | {"HX-History-Restore-Request": "true"})
    yield Question(standings, "unknown piece", headers=piece | {"HX-Target": "nothing"})
    yield Question(standings, "HEAD", method="HEAD")
    yield Question(standings, "POST", method="POST")
    yield Question(standings, "kept", headers={"If-None-Match": "*"})
    yield Question(standings, "foreign host", headers={"Host": "elsewhere.example"})
    for address in ("/", "/2021/standings/drivers/", "/live/"):
        yield Question(prefix + address, "dark", cookies={"theme": "dark"})
        yield Question(prefix + address, "before the first", cookies={"guard": "2021"})
        yield Question(prefix + address, "a minute behind", cookies={"guard": "60s"})
    yield Question(f"{prefix}/2021/germany/race-1/", "hidden", cookies={"guard": "2021"})


def _choices(prefix: str) -> Iterator[Question]:
    """The forms that leave a cookie."""
    for address, data in (
        ("/theme/", {"theme": "dark"}),
        ("/theme/", {"theme": ""}),
        ("/guard/", {"guard": "2021.hungary.race-1"}),
        ("/guard/", {"guard": ""}),
        ("/live/delay/", {"delay": "60s"}),
        ("/live/delay/", {"delay": ""}),
    ):
        said = ", ".join(f"{name}={value}" for name, value in data.items())
        yield Question(prefix + address, f"POST {said}", "POST", data=data, headers={"Referer": "/2021/"})
    yield Question(f"{prefix}/theme/", "POST from elsewhere", "POST", headers={"Sec-Fetch-Site": "cross-site"})
    yield Question(f"{prefix}/theme/", "GET")


def _poll(visitor: Visitor, prefix: str) -> None:
    """The pieces of what is live: to one who has nothing, an old version, the newest; of a title; to one who chose."""
    for show in POLLS:
        address = f"{prefix}/live/now/?show={show}"
        answer = visitor.ask(Question(address))
        visitor.ask(Question(f"{address}&v=0123456789abcdef", "an old one"))
        visitor.ask(Question(f"{address}&title=teams"))
        for guard in ("60s", "2021.hungary.race-1"):
            visitor.ask(Question(address, guard, cookies={"guard": guard}))
        if version := _VERSION.search(answer.content):
            visitor.ask(Question(f"{address}&v={version[1].decode()}", "the newest"))
    for title in ("drivers", "teams"):
        visitor.ask(Question(f"{prefix}/live/{title}/why/yann-ehrlacher/"))
