"""What the site's data says, in the reader's language: from the catalogues that come with it."""

from functools import lru_cache

from django.conf import settings
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext


def localised[T: (str, str | None)](text: T) -> T:
    """A name or a sentence of the data, as readers see it: in their language where the catalogue knows it.

    The catalogue holds what is in the data that comes with the site.
    """
    return _localised(text, get_language()) if text else text


# A page has a hundred of them, and all are read anew after a change.
@lru_cache(maxsize=4096)
def _localised(text: str, _language: str | None) -> str:
    return gettext(text).replace("'", "’")


def said(text: str, begins: bool = False, *, swedish: str = "") -> SafeString:
    """A sentence of the data as HTML, without its full stop; `begins` where it begins one of the page, `swedish`: the
    same as its editor wrote it in that language.

    What neither they nor the catalogue know stays in the language it was written in, and is marked with it. Blank stays
    blank.
    """
    if swedish and get_language() == "sv":
        return escape((swedish[:1].upper() + swedish[1:] if begins else swedish).rstrip("."))
    words = localised(text).rstrip(".")
    if begins:
        words = words[:1].upper() + words[1:]
    if not words or get_language() == settings.LANGUAGE_CODE or gettext(text) != text:
        return escape(words)
    return format_html('<span lang="{}">{}</span>', settings.LANGUAGE_CODE.partition("-")[0], words)
