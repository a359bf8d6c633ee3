"""What a value may be at most, whatever it is of: asked by forms, models and what is loaded alike."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, URLValidator
from django.db.models import CharField, Model
from django.utils.translation import gettext_lazy as _

FIRST_YEAR, LAST_YEAR = 1900, 2200
# What a column of small numbers holds, and what one of numbers.
LARGEST_SMALL, LARGEST = 32_767, 2_147_483_647

from_one = MinValueValidator(1)
not_below_nought = MinValueValidator(0)
web_address = URLValidator(schemes=["http", "https"])


def day_on_record(value: date) -> None:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValidationError(
            _("Write a year between %(first)s and %(last)s."),
            params={"first": str(FIRST_YEAR), "last": str(LAST_YEAR)},
        )


def longest_text(model: type[Model], name: str) -> int:
    """How many characters a field of text takes. Raises ValueError for a field that has no such limit."""
    field = model._meta.get_field(name)
    if not isinstance(field, CharField) or field.max_length is None:
        raise ValueError(f"{model.__name__}.{name} has no longest text.")
    return field.max_length
