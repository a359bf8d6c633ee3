"""What a value may be at most: asked by the forms and by the season folder, so that what one takes the other takes."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.utils.translation import gettext_lazy as _

FIRST_YEAR, LAST_YEAR = 1900, 2200
# What a column of small numbers holds, and what one of numbers.
LARGEST_SMALL, LARGEST = 32_767, 2_147_483_647
MOST_POINTS = Decimal("9999.99")
LARGEST_EVENT = 999
# No field is larger; the scorer counts how often each place up to the last one was taken.
LARGEST_PLACE = 999
LARGEST_DOOR = 9999
LONGEST_CIRCUIT_M = 1_000_000

number_on_a_door = MaxValueValidator(LARGEST_DOOR)
number_of_an_event = MaxValueValidator(LARGEST_EVENT)
length_of_a_circuit = MaxValueValidator(LONGEST_CIRCUIT_M)
from_one = MinValueValidator(1)
not_below_nought = MinValueValidator(0)
points_within_reason = (MinValueValidator(-MOST_POINTS), MaxValueValidator(MOST_POINTS))
web_address = URLValidator(schemes=["http", "https"])


def day_on_record(value: date) -> None:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValidationError(
            _("Write a year between %(first)s and %(last)s."),
            params={"first": str(FIRST_YEAR), "last": str(LAST_YEAR)},
        )
