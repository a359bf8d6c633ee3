"""The kinds of cell: how each is read from text and written as text.

`read` gets text that is not blank and raises ValueError with a sentence that says what was expected. `write` gives
the one form in which a dump writes the value, so that reading and writing again changes nothing.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple
from zoneinfo import available_timezones

from django.db import models

from championship.models import CircuitLayout
from championship.rules import FACTORS, places_of
from championship.season_folder.problems import meant
from web.limits import FIRST_YEAR, LARGEST_SMALL, LAST_YEAR

ALL_EVENTS = ("all",)


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of cell is read and written; `blank` is the value of an empty one."""

    read: Callable[[str], Any]
    write: Callable[[Any], str] = str
    blank: Any = None


class Gap(NamedTuple):
    """A gap to first: in milliseconds or in laps."""

    ms: int | None = None
    laps: int | None = None


def text(longest: int | None = None) -> Kind:
    def read(value: str) -> str:
        if longest is not None and len(value) > longest:
            raise ValueError(f"this has {len(value)} characters; {longest} is the most.")
        return value

    return Kind(read, blank="")


def text_of(model: type[models.Model], name: str) -> Kind:
    """Text as long as the model's field allows."""
    return text(longest_of(model, name))


def longest_of(model: type[models.Model], name: str) -> int:
    """How long a text the model's field takes. Raises TypeError where it is no field for a short text."""
    field = model._meta.get_field(name)
    if not isinstance(field, models.CharField) or field.max_length is None:
        raise TypeError(f"{field} has no longest text.")
    return field.max_length


def pattern(form: str, expected: str) -> Kind:
    known = re.compile(form)

    def read(value: str) -> str:
        if not known.fullmatch(value):
            raise ValueError(f"'{value}' is not {expected}.")
        return value

    return Kind(read, blank="")


def word(choices: type[StrEnum] | type[models.TextChoices]) -> Kind:
    words = [str(choice) for choice in choices]

    def read(value: str) -> str:
        if value not in words:
            raise ValueError(f"'{value}' is not one of {', '.join(words)}.{meant(value, words)}")
        return value

    return Kind(read, blank="")


def whole(lowest: int = 0, highest: int = LARGEST_SMALL) -> Kind:
    def read(value: str) -> int:
        if not re.fullmatch(r"[0-9]+", value):
            raise ValueError(f"'{value}' is not a whole number.")
        # A number too long to be right is not worth turning into one.
        if len(value) > 12 or not lowest <= int(value) <= highest:
            raise ValueError(f"{value[:20]} is not between {lowest} and {highest}.")
        return int(value)

    return Kind(read)


def number(digits: int, places: int, *, always_a_point: bool = False) -> Kind:
    """An exact number with at most `places` digits after the point and `digits` in all."""

    def read(value: str) -> Decimal:
        if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value):
            raise ValueError(f"'{value}' is not a number; write it as 12 or 12.5.")
        return fitting(Decimal(value), digits, places)

    return Kind(read, lambda value: plain(value, always_a_point=always_a_point))


def _read_factor(value: str) -> Decimal:
    factor = number(4, 2).read(value)
    if not FACTORS.least <= factor <= FACTORS.most:
        raise ValueError(f"{value} is not between {FACTORS.least} and {FACTORS.most}; half points are 0.5.")
    return Decimal(factor)


def _read_points(value: str) -> Decimal:
    points = number(6, 2).read(value)
    if points < 0:
        raise ValueError(f"{value} is below 0.")
    return Decimal(points)


def _read_one_of(value: str) -> str:
    if len(places_of(value)) < 2:
        raise ValueError(f"'{value}' is not two places or more; write them with spaces, 11 12.")
    return value


def fitting(value: Decimal, digits: int, places: int) -> Decimal:
    """`value` if a column of that size holds it exactly, else ValueError."""
    try:
        fits = value == value.quantize(Decimal(1).scaleb(-places)) and abs(value) < Decimal(10) ** (digits - places)
    except InvalidOperation:
        fits = False
    if not fits:
        raise ValueError(f"{value} has too many digits; at most {places} after the point, {digits - places} before it.")
    return value


def plain(value: Decimal, *, always_a_point: bool = False) -> str:
    """The shortest way to write an exact number: 12.50 is 12.5, 5.000 is 5; coordinates keep a point (38.0)."""
    written = f"{value:f}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return f"{written}.0" if always_a_point and "." not in written else written


def _read_date(value: str) -> date:
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
            raise ValueError
        day = date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"'{value}' is not a date; write it as 2021-06-05.") from None
    _refuse_year(day, value)
    return day


def _refuse_year(day: date, value: str) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"'{value}' is not between the years {FIRST_YEAR} and {LAST_YEAR}.")


def _read_time_of_day(value: str) -> time:
    try:
        if not re.fullmatch(r"\d{2}:\d{2}(:\d{2})?", value, re.ASCII):
            raise ValueError
        return time.fromisoformat(value)
    except ValueError:
        raise ValueError(f"'{value}' is not a time of day; write it as 15:40.") from None


def _write_time_of_day(value: time) -> str:
    return value.isoformat("seconds" if value.second else "minutes")


def _read_moment(value: str) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError
    except ValueError:
        raise ValueError(f"'{value}' is not a moment; write it in UTC as 2021-06-05T15:40:00Z.") from None
    _refuse_year(moment, value)
    return moment.astimezone(UTC)


def _write_moment(value: datetime) -> str:
    value = value.astimezone(UTC).replace(tzinfo=None)
    return f"{value.isoformat(timespec='microseconds' if value.microsecond else 'seconds')}Z"


def _read_yes(value: str) -> bool:
    if value != "yes":
        raise ValueError(f"'{value}' is neither yes nor blank.")
    return True


@cache
def _zones() -> set[str]:
    """Asked once: finding them means walking a folder of some six hundred files."""
    return available_timezones()


def _read_zone(value: str) -> str:
    zones = _zones()
    if value not in zones:
        raise ValueError(f"'{value}' is no time zone; write an IANA name, such as Europe/Lisbon.{meant(value, zones)}")
    return value


# Hours, minutes, seconds, thousandths.
_CLOCK = re.compile(r"(?:(?:([0-9]{1,2}):)?([0-9]{1,2}):)?([0-9]{1,2})\.([0-9]{3})")


def read_duration(value: str) -> int:
    """Milliseconds of 58.123, 8:54.791, 27:18.961 or 1:02:03.123."""
    parts = _CLOCK.fullmatch(value)
    if parts:
        hours, minutes, seconds, ms = (int(part or 0) for part in parts.groups())
        duration = ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms
        # Only the one way to write it is taken, so that a dump gives back what was loaded.
        if minutes < 60 and seconds < 60 and write_duration(duration) == value:
            return duration
    raise ValueError(f"'{value}' is not a time; write it as 58.123, 8:54.791 or 1:02:03.123.")


def write_duration(ms: int) -> str:
    seconds, ms = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}:{minutes:02}:{seconds:02}.{ms:03}"
    if minutes:
        return f"{minutes}:{seconds:02}.{ms:03}"
    return f"{seconds}.{ms:03}"


def read_gap(value: str) -> Gap:
    """A gap to first: +1.409, +1:02.081, +1 lap or +2 laps."""
    laps = re.fullmatch(r"\+(?:1 lap|([2-9]|[1-9][0-9]{1,2}) laps)", value)
    if laps:
        return Gap(laps=int(laps[1] or 1))
    if value.startswith("+"):
        try:
            return Gap(ms=read_duration(value[1:]))
        except ValueError:
            pass
    raise ValueError(f"'{value}' is not a gap; write it as +1.409, +1:02.081, +1 lap or +2 laps.")


def write_gap(gap: Gap) -> str:
    if gap.laps is not None:
        return "+1 lap" if gap.laps == 1 else f"+{gap.laps} laps"
    return f"+{write_duration(gap.ms or 0)}"


_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,50}")


def _read_slug(value: str) -> str:
    if not _SLUG.fullmatch(value):
        raise ValueError(
            f"'{value}' cannot stand in an address; use letters without accents, digits and hyphens, at most 50."
        )
    return value


def _read_slugs(value: str) -> tuple[str, ...]:
    slugs = tuple(_read_slug(slug) for slug in value.split())
    again = next((slug for slug in slugs if slugs.count(slug) > 1), None)
    if again:
        raise ValueError(f"'{again}' is there twice.")
    return slugs


def _read_numbers_at(value: str) -> tuple[tuple[str, int | None], ...]:
    pairs = []
    for part in value.split():
        event, sign, digits = part.partition("=")
        if not sign or (digits and not re.fullmatch(r"[0-9]{1,4}", digits)):
            raise ValueError(f"'{part}' is not an event and its number; write it as hungary=82.")
        pairs.append((_read_slug(event), int(digits) if digits else None))
    return tuple(pairs)


def _write_numbers_at(pairs: tuple[tuple[str, int | None], ...]) -> str:
    return " ".join(f"{event}={'' if digits is None else digits}" for event, digits in pairs)


def _read_after(value: str) -> tuple[str, str]:
    event, _, code = value.partition("/")
    return _read_slug(event), code


def _read_url(value: str) -> str:
    if not re.fullmatch(r"https?://\S+", value) or len(value) > 200:
        raise ValueError(f"'{value}' is not an address; it begins with https:// and has at most 200 characters.")
    return value


def _read_currency(value: str) -> str:
    if not re.fullmatch("[A-Z]{3}", value):
        raise ValueError(f"'{value}' is no currency; write its three letters, such as EUR.")
    return value


SLUG = Kind(_read_slug, blank="")
CURRENCY = Kind(_read_currency, blank="")
SLUGS = Kind(_read_slugs, " ".join, blank=())
DATE = Kind(_read_date, date.isoformat)
TIME_OF_DAY = Kind(_read_time_of_day, _write_time_of_day)
MOMENT = Kind(_read_moment, _write_moment)
YES = Kind(_read_yes, lambda value: "yes", blank=False)
ZONE = Kind(_read_zone, blank="")
DURATION = Kind(read_duration, write_duration)
GAP = Kind(read_gap, write_gap)
NUMBERS_AT = Kind(_read_numbers_at, _write_numbers_at, blank=())
# An event, which means its last session, or an event and a session's code.
AFTER = Kind(_read_after, lambda value: "/".join(filter(None, value)))
URL = Kind(_read_url, blank="")
FACTOR = Kind(_read_factor, plain)
POINTS = Kind(_read_points, plain)
ONE_OF = Kind(_read_one_of, blank="")
# Blank is not on record.
DIRECTION = replace(word(CircuitLayout.Direction), blank=CircuitLayout.Direction.UNKNOWN.value)
OUTLINE_FILE = pattern(r"[a-z0-9-]{1,100}\.geojson", "the name of a file in outlines/, such as estoril.geojson")
COUNTRY = pattern(r"[A-Z]{2}", "a country; write the two capital letters, such as SE")
COLOUR = pattern(r"#[0-9a-f]{6}", "a colour; write # and six digits, such as #1fb6e0")
EVENT_CODE = pattern(r"[A-Z]{3}", "an event's code; write three capital letters, such as GER")
SESSION_CODE = pattern(
    r"[A-Z]{1,3}[0-9]{0,2}", "a session's code; write capital letters and a number, such as Q1 or R2"
)
