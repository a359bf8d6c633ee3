"""The site's languages: English at the address itself, every other one under its code, as /sv/about/.

The address alone decides; no cookie and no header of the browser does, so an address is the same page for everyone.
"""

import re
from collections.abc import Callable, Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

# The languages whose code stands in an address.
CODES = frozenset(code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)
# A page's address ends with a slash, or goes on with a question or a place in the page.
_FILES = "|".join(re.escape(folder.removeprefix("/")) for folder in (settings.STATIC_URL, settings.MEDIA_URL))
_PAGE_LINK = re.compile(rf'href="(?P<path>/(?!{_FILES}|/)(?:[^"?#]*/)?)(?=["?#])')


def language_of(path: str) -> str:
    """The language of a path: sv for /sv/about/, the default one where the path names none."""
    first = path[1:].partition("/")[0]
    return first if first in CODES and path.startswith(f"/{first}/") else settings.LANGUAGE_CODE


def plain(path: str) -> str:
    """The path without its language: /about/ for /sv/about/."""
    language = language_of(path)
    return path if language == settings.LANGUAGE_CODE else path.removeprefix(f"/{language}")


def in_language(path: str, language: str) -> str:
    """The same page in another language: /sv/about/ for /about/ and sv."""
    return plain(path) if language == settings.LANGUAGE_CODE else f"/{language}{plain(path)}"


def alternates(path: str) -> Iterator[tuple[str, str, str]]:
    """Each language's code for readers' software, its name in itself, and the path of the page in it."""
    for code, name in settings.LANGUAGES:
        yield code.partition("-")[0], name, in_language(path, code)


def links_in(html: str, language: str) -> str:
    """A text's links to pages of this site, leading to those pages in `language`; files stay as they are."""
    if language == settings.LANGUAGE_CODE:
        return html
    return _PAGE_LINK.sub(lambda link: f'href="{in_language(link["path"], language)}', html)


class LanguageMiddleware:
    """Everything about an answer is in the language of its address, files and errors too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(language_of(request.path_info)):
            return self.get_response(request)
