"""Times and gaps as timing sheets of several countries write them."""

import re

# A day in milliseconds: what is longer is no time of a session.
LONGEST = 86_400_000

_MARKS = str.maketrans(
    {"’": "'", "‘": "'", "′": "'", "´": "'", "`": "'", "”": '"', "“": '"', "″": '"', "−": "-", "–": "-"}
)
_CLOCK = re.compile(
    r"""(?:(?P<hours>\d{1,2})[:h])??
        (?:(?P<minutes>\d{1,3})(?:[:'m]|\.(?=\d\d[.,:"]\d)))?
        (?P<seconds>\d{1,3})
        (?:[.,"](?P<part>\d{1,6})|:(?P<thousandths>\d{3}))?
        ["s]?""",
    re.VERBOSE | re.ASCII,
)
_LAPS = re.compile(
    r"[+-]?\s*(?P<laps>\d{1,3})\s*"
    r"(?:l|lp|lps|laps?|t|tr|trs|tours?|g|giro|giri|rd|rdn|runden?|v|vta|vtas|vueltas?|varv|volta|voltas)\.?",
    re.IGNORECASE,
)


def read_time(text: str) -> int | None:
    """Milliseconds of 31:18.657, 31'18"657, 31:18,657, 1:02:03.4, 1m54.036s or 54.791; None for any other text.

    Without minutes it needs three decimals, to be told from a speed or a count.
    """
    return _read(text, decimals=3)


def read_gap(text: str) -> int | None:
    """Milliseconds of a gap that says that it is one: +1.403, + 1:02,081, +5.2; None for any other text."""
    plain = text.translate(_MARKS).strip()
    return _read(plain[1:], decimals=1) if plain.startswith("+") else None


def _read(text: str, decimals: int) -> int | None:
    plain = text.translate(_MARKS).replace("''", '"').strip().casefold()
    clock = _CLOCK.fullmatch(plain)
    if clock is None:
        return None
    hours, minutes, seconds = clock.group("hours", "minutes", "seconds")
    part = clock["part"] or clock["thousandths"] or ""
    if minutes is None and len(part) < decimals and not plain.endswith("s"):
        return None
    if (minutes is not None and (len(seconds) != 2 or int(seconds) > 59)) or (hours and int(minutes or 60) > 59):
        return None
    total = ((int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds)) * 1000 + int(part[:3].ljust(3, "0"))
    return total if total <= LONGEST else None


def read_laps_down(text: str) -> int | None:
    """Laps behind: +1 lap, 2 Laps, 1L, -1 Tour, 1 giro, 2 Runden, 1 vuelta, 1 varv."""
    match = _LAPS.fullmatch(text.translate(_MARKS).strip())
    return int(match["laps"]) if match else None
