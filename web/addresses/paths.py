"""Addresses by name, worked out once a process: a page has a hundred links, and each would cost as much as a row."""

from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.translation import get_language


def address(name: str, *args: object) -> str:
    """The path of the view called `name`, in the reader's language. Raises NoReverseMatch."""
    return _address(get_language(), name, args)


@lru_cache(maxsize=16384)
def _address(_language: str | None, name: str, args: tuple[object, ...]) -> str:
    return reverse(name, args=args)


class YearConverter:
    """A year in addresses, `<year:year>`: four digits and nothing else.

    Any other spelling would be a page of its own, and there is no end of them.
    """

    regex = "[1-9][0-9]{3}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


def is_nameless(web_address: str) -> bool:
    """Whether its host is a bare number: nobody can tell whose that is today, so no source there is a link."""
    try:
        ip_address(urlsplit(web_address).hostname or "")
    except ValueError:
        return False
    return True
