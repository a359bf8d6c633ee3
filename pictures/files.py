"""The library's files: which renditions of a picture there are to be, and how files go when their picture does."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from django.core.files.storage import default_storage
from django.db import transaction

from pictures.shown import FORMATS, WIDTHS, rendition_name

if TYPE_CHECKING:
    from pictures.models import Picture


def widths_of(picture: "Picture", shape: str) -> list[int]:
    """The widths in which a shape is to exist: never larger than the picture."""
    most = min(picture.width, picture.height) if shape == "square" else picture.width
    return [width for width in WIDTHS[shape] if width <= most]


def rendition_names(picture: "Picture") -> Iterator[tuple[str, int, str, str]]:
    """Shape, width, extension and name of each rendition that is to exist."""
    for shape in WIDTHS:
        for width in widths_of(picture, shape):
            for extension in FORMATS:
                yield shape, width, extension, rendition_name(picture.stem, shape, width, extension)


def forget(picture: "Picture", *, original: bool) -> None:
    """Removes a picture's renditions, and its stored original if asked, once the transaction has committed."""
    names = [name for *_, name in rendition_names(picture)]
    if original:
        names.append(picture.file.name)
    transaction.on_commit(partial(remove, names), robust=True)


def forget_deleted(sender: type, instance: "Picture", **_: object) -> None:
    """Signal: a row deleted by itself, from a list or in a cascade takes its files with it."""
    forget(instance, original=True)


def remove(names: list[str]) -> None:
    for name in names:
        default_storage.delete(name)
