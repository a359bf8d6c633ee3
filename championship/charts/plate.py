"""A door plate: the picture of a person where there is no photograph. Places are px of a drawing of 132 × 100."""

from dataclasses import dataclass
from typing import NamedTuple

from championship.formats import GREY

# The middle of the white field, above the bar with the name and where there is none.
MIDDLE, MIDDLE_ALONE = 43, 50
# How far below the middle figures stand, as a part of their size.
BASELINE = 0.345
# The widest that a number of three digits and a long name may be.
NUMBER_WIDTH, NAME_WIDTH = 84, 104
LONG_NAME = 9


class Figures(NamedTuple):
    """What stands on the field. width: to be pressed into, blank where the text has its own."""

    text: str
    size: int
    y: str
    width: int | str = ""


@dataclass(frozen=True, slots=True)
class Plate:
    """A plate in a colour such as "#1fb6e0".

    figures: the number; None where it is not known. name: in capitals, blank for a plate without; name_width: to be
    pressed into, blank where the name has its own.
    """

    colour: str
    figures: Figures | None
    name: str
    name_width: int | str

    @property
    def field_height(self) -> int:
        return 66 if self.name else 80

    @property
    def unknown_y(self) -> int:
        """Where "n/r" stands, in the middle of the field."""
        return (MIDDLE if self.name else MIDDLE_ALONE) + 7


def plate(number: int | None, colour: str, family_name: str = "") -> Plate:
    """A driver's plate; with the family name below it where one is given. colour: blank where it is not known."""
    middle = MIDDLE if family_name else MIDDLE_ALONE
    return Plate(
        colour or GREY,
        None if number is None else _figures(str(number), middle, bool(family_name)),
        family_name.upper(),
        NAME_WIDTH if len(family_name) > LONG_NAME else "",
    )


def _figures(text: str, middle: int, named: bool) -> Figures:
    size = 66 if len(text) > 2 else 80 if named else 88
    return Figures(text, size, f"{middle + size * BASELINE:.1f}", NUMBER_WIDTH if len(text) > 2 else "")
