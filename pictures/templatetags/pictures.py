"""{% picture_tag %}: one picture in the sizes and formats that exist, or nothing."""

from typing import Any

from django import template
from django.conf import settings

from pictures.models import Picture
from pictures.shown import FORMATS, Shown

register = template.Library()


@register.inclusion_tag("pictures/_picture.html")
def picture_tag(
    picture: Picture | Shown | None,
    sizes: str = "100vw",
    shape: str = "wide",
    css_class: str = "",
    first: bool = False,
) -> dict[str, Any]:
    """Writes the <picture> of a Picture or a Shown.

    `shape` is wide (its own proportions) or square (cut around the focal point); `sizes` is as in HTML; `first` is for
    the one picture at the top of a page, which is not to wait until it scrolls into view. Writes nothing where there
    is no picture, or none small enough to show: ask `has_wide` or `has_square` to draw something else instead.
    """
    shown = picture.as_shown() if isinstance(picture, Picture) else picture
    if shown is None or not (shown.has_square if shape == "square" else shown.has_wide):
        return {"shown": None}
    widths = shown.square if shape == "square" else shown.wide
    if not widths:
        address, width, height, sources = settings.MEDIA_URL + shown.file, shown.width, shown.height, []
    else:
        # A browser without srcset gets the middle one.
        width = widths[len(widths) // 2]
        height = width if shape == "square" else max(1, round(shown.height * width / shown.width))
        address = shown.address(shape, width, "jpg")
        sources = [(content_type, shown.srcset(shape, extension)) for extension, content_type in FORMATS.items()]
    return {
        "shown": shown,
        "sources": sources[:-1],
        "srcset": sources[-1][1] if sources else "",
        "address": address,
        "width": width,
        "height": height,
        "sizes": sizes,
        "css_class": css_class,
        "first": first,
    }
