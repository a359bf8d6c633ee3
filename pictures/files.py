"""The library's files: which renditions of a picture there are to be, and how files go."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import NamedTuple

from django.core.files.storage import default_storage
from django.db import transaction

from pictures.shown import FORMATS, WIDTHS, rendition_name


class Rendition(NamedTuple):
    """A picture in one shape, width and format, and the name of its file."""

    shape: str
    width: int
    extension: str
    name: str


def widths_of(shape: str, size: tuple[int, int]) -> list[int]:
    """The widths in which a shape of a picture of `size`, its width and height, is to exist: never larger than it."""
    most = min(size) if shape == "square" else size[0]
    return [width for width in WIDTHS[shape] if width <= most]


def renditions_of(stem: str, size: tuple[int, int]) -> Iterator[Rendition]:
    """Each rendition that is to exist."""
    for shape in WIDTHS:
        for width in widths_of(shape, size):
            for extension in FORMATS:
                yield Rendition(shape, width, extension, rendition_name(stem, shape, width, extension))


def remove_after_commit(names: Iterable[str]) -> None:
    transaction.on_commit(partial(remove, list(names)), robust=True)


def remove(names: Iterable[str]) -> None:
    for name in names:
        default_storage.delete(name)
