"""A visitor of the site, who keeps every answer and follows links."""

import re
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from http.cookies import SimpleCookie
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, ResolverMatch, resolve

from tests.compare.answers import HOST, SITE_URL, Answer, Saved, answer_of, fold_address

_IN_PAGES = re.compile(rb'\s(?P<name>href|src|srcset|(?:data-)?hx-get|content)="(?P<link>[^"]*)"')
_IN_XML = re.compile(rb'(?:<(?:loc|link|id|icon)>|\shref=")(?P<link>[^"<]+)')
_IN_CSS = re.compile(rb"""url\(["']?(?P<link>[^"')]+)""")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for, and how; `how` tells it apart from the same address asked for otherwise."""

    address: str
    how: str = ""
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, object] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return fold_address(self.address) + (f" [{self.how}]" if self.how else "")


class Visitor:
    """Asks in one language or as an editor. `cookies` come along with every question."""

    def __init__(self, saved: Saved, cookies: Mapping[str, str]) -> None:
        self.saved = saved
        self.cookies = dict(cookies)
        self.client = Client(raise_request_exception=False, SERVER_NAME=HOST)

    def ask(self, question: Question) -> Answer:
        self.client.cookies.update(SimpleCookie(self.cookies | dict(question.cookies)))
        sent = {"data": question.data} if question.method == "POST" else {}
        request = getattr(self.client, question.method.lower())
        response = request(question.address, headers=question.headers, **sent)
        answer = answer_of(response)
        response.close()
        # What an answer sets is looked at, and not kept: each question stands for itself.
        for name in ("theme", "guard"):
            self.client.cookies.pop(name, None)
        self.saved.add(question.name, answer)
        return answer

    def follow(
        self, starts: Iterable[str], belongs: Callable[[str], bool], what_it_shows: Callable[[str], Hashable]
    ) -> None:
        """Asks for all that links lead to from the starts, as far as it `belongs`; once for what shows the same."""
        waiting = deque(starts)
        seen: set[Hashable] = set(waiting)
        shown: set[Hashable] = set(map(what_it_shows, waiting))
        while waiting:
            address = waiting.popleft()
            for link in links(address, self.ask(Question(address))):
                if link in seen:
                    continue
                seen.add(link)
                if belongs(link) and (what := what_it_shows(link)) not in shown:
                    shown.add(what)
                    waiting.append(link)


def links(address: str, answer: Answer) -> Iterator[str]:
    """Where an answer leads on this site, without places in pages: what it links, shows, loads and redirects to."""
    kind = answer.headers.get("Content-Type", "")
    found: list[str] = [answer.headers["Location"]] if "Location" in answer.headers else []
    if kind.startswith("text/html"):
        for match in _IN_PAGES.finditer(answer.content):
            link = unescape(match["link"].decode())
            if match["name"] == b"srcset":
                found += [part.split()[0] for part in link.split(",") if part.strip()]
            # Of descriptions and the like, an address of this site is a share picture's.
            elif match["name"] != b"content" or link.startswith(SITE_URL):
                found.append(link)
    elif "xml" in kind:
        found += [unescape(match["link"].decode()) for match in _IN_XML.finditer(answer.content)]
    elif kind.startswith("text/css"):
        found += [match["link"].decode() for match in _IN_CSS.finditer(answer.content)]
    for link in dict.fromkeys(found):
        parts = urlsplit(link if link.startswith("/") else urljoin(SITE_URL + address, link))
        if parts.netloc in ("", HOST) and parts.scheme in ("", "http"):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def view_of(address: str) -> ResolverMatch | None:
    """The view that answers, whatever the language; None where none does."""
    path = urlsplit(address).path
    try:
        return resolve(path.removeprefix("/sv") if path.startswith("/sv/") else path)
    except Resolver404:
        return None


def names_asked(address: str) -> tuple[str, ...]:
    """The names of an address's parameters."""
    return tuple(sorted({name for name, _value in parse_qsl(urlsplit(address).query, keep_blank_values=True)}))
