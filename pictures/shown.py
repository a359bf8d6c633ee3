"""What a page needs to show a picture, without a model instance and without a query for each size."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.conf import settings

# From the best to the one that every browser knows, with the type that <source> names.
FORMATS = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
# Never larger than the picture itself. "wide" keeps its proportions; "square" is cut around the focal point.
WIDTHS = {"wide": (320, 640, 960, 1440), "square": (160, 320, 640)}
# Until its renditions are made, a picture up to this width is shown as it is stored, and a larger one not at all.
SMALL_ENOUGH = 960

FIELDS = ("pk", "file", "stem", "width", "height", "alt", "credit", "wide_widths", "square_widths")


def rendition_name(stem: str, shape: str, width: int, extension: str) -> str:
    """Where a rendition stands, under MEDIA_ROOT and under /pictures/ alike."""
    return f"renditions/{stem}-{shape}-{width}.{extension}"


def shown_fields(relation: str) -> tuple[str, ...]:
    """The columns of `Shown` as seen through a foreign key, for values_list(): `*shown_fields("portrait")`."""
    return tuple(f"{relation}__{field}" for field in FIELDS)


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as pages read it. Widths are in pixels; a shape without widths has no renditions yet."""

    pk: int
    file: str
    stem: str
    width: int
    height: int
    alt: str
    credit: str
    wide: tuple[int, ...]
    square: tuple[int, ...]

    @classmethod
    def from_values(cls, values: Sequence[Any]) -> Self | None:
        """From the columns named by shown_fields(), in their order; None where there is no picture."""
        return None if values[0] is None else cls.of(values)

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """From a picture's own columns, named by FIELDS, in their order."""
        pk, file, stem, width, height, alt, credit, wide, square = values
        return cls(pk, str(file), stem, width, height, alt, credit, _widths(wide), _widths(square))

    @property
    def has_wide(self) -> bool:
        return bool(self.wide) or self.width <= SMALL_ENOUGH

    @property
    def has_square(self) -> bool:
        return bool(self.square)

    def address(self, shape: str, width: int, extension: str) -> str:
        return settings.MEDIA_URL + rendition_name(self.stem, shape, width, extension)

    def srcset(self, shape: str, extension: str) -> str:
        widths = self.square if shape == "square" else self.wide
        return ", ".join(f"{self.address(shape, width, extension)} {width}w" for width in widths)


def _widths(text: str) -> tuple[int, ...]:
    return tuple(int(width) for width in text.split())
