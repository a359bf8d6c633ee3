"""How a calendar change writes what was and what is: days, a day with a time, a status with its days."""

import re
from collections.abc import Collection
from datetime import date, time

from web.limits import FIRST_YEAR, LAST_YEAR


def is_day(value: str) -> bool:
    try:
        return bool(re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value)) and (
            FIRST_YEAR <= date.fromisoformat(value).year <= LAST_YEAR
        )
    except ValueError:
        return False


def is_span(value: str) -> bool:
    """Two days, such as 2021-07-31/2021-08-01."""
    days = value.split("/")
    return len(days) == 2 and all(map(is_day, days)) and days[0] <= days[1]


def is_time(value: str) -> bool:
    """A day, or a day and a time: 2021-06-27 12:15."""
    day, space, clock = value.partition(" ")
    return is_day(day) and (not space or _is_clock(clock))


def is_status(value: str, statuses: Collection[str]) -> bool:
    """A status, and its days after it if it has any: scheduled 2021-10-16/2021-10-17."""
    status, space, days = value.partition(" ")
    return status in statuses and (not space or is_span(days))


def _is_clock(value: str) -> bool:
    try:
        return bool(re.fullmatch(r"[0-9]{2}:[0-9]{2}(:[0-9]{2})?", value)) and time.fromisoformat(value) is not None
    except ValueError:
        return False
