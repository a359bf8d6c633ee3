"""What editors and the data's sources wrote: in the page's language where it is known, else marked with its own."""

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from web.catalogue import localised, said

register = template.Library()
register.filter(localised)
register.filter(said)


@register.simple_tag
def written_in(language: str = settings.LANGUAGE_CODE) -> SafeString | str:
    """The attribute for an element whose text is in `language`; nothing on a page of that language."""
    return "" if language == get_language() else format_html(' lang="{}"', language.partition("-")[0])
