"""How far behind a reader wants to be, as their cookie says it: a moment of a year, or a delay on what is live.

Pure: a text comes in, nothing is read.
"""

import re
from dataclasses import dataclass
from typing import Self

# Full stops part it, which no address holds and a cookie carries as they are.
_FORM = re.compile(r"(?P<year>[1-9][0-9]{3})(?:\.(?P<event>[-a-zA-Z0-9_]+)\.(?P<session>[-a-zA-Z0-9_]+))?", re.ASCII)
LONGEST = 120


@dataclass(frozen=True, slots=True)
class AsOf:
    """After a session of a year, by the addresses of event and session; without them before the first of all."""

    year: int
    event: str = ""
    session: str = ""

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Reads 2021.germany.saturday, or 2021 for before its first session. None for anything else."""
        form = _FORM.fullmatch(text) if len(text) <= LONGEST else None
        return form and cls(int(form["year"]), form["event"] or "", form["session"] or "")

    def __str__(self) -> str:
        """The one form in which it is written."""
        return f"{self.year}.{self.event}.{self.session}" if self.event else str(self.year)

    @property
    def is_before_the_first(self) -> bool:
        return not self.event


# Seconds behind what is live that a reader may choose: a broadcast lags by up to two minutes.
DELAYS = (0, 10, 20, 30, 45, 60, 90, 120)


def parse_delay(text: str) -> int:
    """Reads 60s. 0 for anything that is not offered."""
    seconds = text.removesuffix("s")
    return next((delay for delay in DELAYS if text != seconds and seconds == str(delay)), 0)
