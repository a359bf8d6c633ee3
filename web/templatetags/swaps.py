"""How the links of a nav, or a form, put a piece of the page in the place of itself."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def swaps(piece: str, *, moves: bool = True) -> SafeString:
    """The attributes of a nav or a form whose links and fields say with data-hx-get where the piece comes from.

    piece: the id of the element that is replaced. moves: the page's address becomes that of the link. Whatever stands
    around one piece waits for one answer: the last one asked for.
    """
    attributes = format_html(' data-hx-target="#{0}" data-hx-swap="outerHTML" data-hx-sync="#{0}:replace"', piece)
    return attributes + mark_safe(' data-hx-push-url="true"') if moves else attributes
