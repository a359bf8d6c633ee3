"""Makes the renditions that pages show. An AVIF set takes seconds, so only make_renditions calls this."""

import io
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from pictures import files
from pictures.models import Picture
from pictures.shown import WIDTHS

SAVING: dict[str, dict[str, Any]] = {
    "avif": {"format": "AVIF", "quality": 60, "speed": 6},
    "webp": {"format": "WEBP", "quality": 80, "method": 4},
    "jpg": {"format": "JPEG", "quality": 80, "progressive": True, "optimize": True},
}


def make_missing(picture: Picture) -> list[str]:
    """Makes the renditions that are not there, notes which exist, and returns the names of the new ones.

    Raises OSError when the stored original cannot be read. A picture that was given another file or focal point
    meanwhile keeps nothing of this: its new renditions have other names.
    """
    missing = [
        rendition
        for rendition in files.renditions_of(picture.stem, picture.size)
        if not default_storage.exists(rendition.name)
    ]
    if missing:
        with default_storage.open(str(picture.file.name)) as stored:
            original = Image.open(stored)
            original.load()
        for rendition in missing:
            stored_as = default_storage.save(rendition.name, ContentFile(_drawn(original, picture, rendition)))
            if stored_as != rendition.name:
                # Another run of the command was quicker.
                default_storage.delete(stored_as)
    names = [rendition.name for rendition in missing]
    widths = {f"{shape}_widths": " ".join(map(str, files.widths_of(shape, picture.size))) for shape in WIDTHS}
    if any(getattr(picture, field) != value for field, value in widths.items()):
        updated = Picture.objects.filter(pk=picture.pk, stem=picture.stem).update(**widths)
        if not updated:
            files.remove(names)
            return []
    return names


def _drawn(original: Image.Image, picture: Picture, rendition: files.Rendition) -> bytes:
    width = rendition.width
    if rendition.shape == "square":
        image = original.crop(square_around(original.size, (picture.focal_x, picture.focal_y)))
        size = (width, width)
    else:
        image = original
        size = (width, max(1, round(original.height * width / original.width)))
    image = image.resize(size, Image.Resampling.LANCZOS)
    if rendition.extension == "jpg" and image.mode == "RGBA":
        # JPEG lets nothing show through: what did lies on white.
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        image = paper
    content = io.BytesIO()
    image.save(content, **SAVING[rendition.extension])
    return content.getvalue()


def square_around(size: tuple[int, int], focal_percent: tuple[int, int]) -> tuple[int, int, int, int]:
    """The largest square with the focal point as near its middle as the edges allow: left, top, right, bottom."""
    side = min(size)
    left, top = (
        min(max(0, round(length * percent / 100 - side / 2)), length - side)
        for length, percent in zip(size, focal_percent, strict=True)
    )
    return left, top, left + side, top + side
