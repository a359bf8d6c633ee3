"""The states of the site that are compared, and the moments at which it is looked at."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

# When the first season was loaded: before all of it.
LOADED_AT = datetime(2021, 1, 4, 12, tzinfo=UTC)
# The first race at Sochi, and what came of it.
LIGHTS_OUT = datetime(2021, 11, 28, 9, 15, tzinfo=UTC)
BETWEEN_ORDERS = timedelta(seconds=10)
# Past the safety car, with cars out.
ORDERS = 20
UNDER_WAY = LIGHTS_OUT + ORDERS * BETWEEN_ORDERS
PROVISIONAL = LIGHTS_OUT + timedelta(minutes=40)
PENALISED = PROVISIONAL + timedelta(minutes=20)
OFFICIAL = PENALISED + timedelta(minutes=20)
LONG_AFTER = datetime(2026, 1, 15, 12, tzinfo=UTC)

READERS = ("en", "sv")


@dataclass(frozen=True, slots=True)
class State:
    """`at` is the moment of every question, `guard` the value of a reader's cookie.

    visitors: languages by their codes, and admin. whole: with every share picture, the tables of every title after
    every session, why of each competitor, and the static files; in the other states one of each kind, or of each
    session, stands for them, and for the seasons but that of `year` one page of each kind.
    """

    at: datetime
    year: int = 2021
    guard: str = ""
    visitors: tuple[str, ...] = READERS
    whole: bool = False


# What each holds is made by contents.py.
STATES = {
    "archive": State(LONG_AFTER, whole=True),
    "race-week": State(datetime(2021, 11, 24, 8, tzinfo=UTC)),
    "live": State(UNDER_WAY, visitors=(*READERS, "admin")),
    "official": State(OFFICIAL),
    "guarded": State(LONG_AFTER, guard="2021.hungary.race-1"),
    "second-season": State(datetime(2022, 7, 5, 12, tzinfo=UTC), year=2022, visitors=(*READERS, "admin")),
}
