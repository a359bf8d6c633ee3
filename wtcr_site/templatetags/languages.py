"""The language of what editors wrote, where it is not the page's."""

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def written_in(language: str = settings.LANGUAGE_CODE) -> SafeString | str:
    """The attribute for an element whose text is in `language`; nothing on a page of that language."""
    return "" if language == get_language() else format_html(' lang="{}"', language.partition("-")[0])
