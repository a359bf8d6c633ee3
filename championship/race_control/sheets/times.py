"""Times, gaps and laps behind as timing sheets of many countries write them."""

import re
from typing import NamedTuple

# A day in milliseconds: what is longer is no time of a session.
LONGEST = 86_400_000

_MARKS = str.maketrans(
    {"’": "'", "‘": "'", "′": "'", "´": "'", "`": "'", "”": '"', "“": '"', "″": '"', "−": "-", "–": "-", "—": "-"}
)
_CLOCK = re.compile(
    r"""(?:(?P<hours>\d{1,2})[:h]\s?)??
        (?:(?P<minutes>\d{1,3})(?:[:'m]\s?|\.(?=\d\d[.,:"]\d)))?
        (?P<seconds>\d{1,5})
        (?:[.,"](?P<part>\d{1,6})|:(?P<thousandths>\d{3}))?
        ["s]?""",
    re.VERBOSE | re.ASCII,
)
# Spreadsheets keep a time as a part of a day.
_PART_OF_A_DAY = re.compile(r"0?[.,](\d{5,17})|(\d[.,]\d{5,16})[eE]-0?([1-5])", re.ASCII)
_SIGN = re.compile(r"\+\s*|-\s*(?=\d)|(?:a|à|at|op)\s+(?=\d)", re.IGNORECASE)
_LAP_WORDS = (
    r"l|lp|lps|laps?|t|tr|trs|tours?|g|giro|giri|rd|rds|rdn|rnd|rnds|runden?|r|v|vlt|vlts|vta|vts|vtas|vueltas?|varv|"
    r"voltas?|ronden?|rondes?|runder?|k[oö]r|rdr|omg"
)
_BEHIND = (
    r"behind|down|bak|back|efter|zur[uü]ck|de retard|indietro|r[uü]ck|achter|etter|atr[aá]s|detr[aá]s|h[aá]tr[aá]ny"
)
_LAPS = re.compile(
    rf"(?P<sign>[+\-]|(?:a|à|at|op)(?=\s))?\s*(?P<laps>\d{{1,3}})\s*(?:{_LAP_WORDS})\.?(?:\s*(?:{_BEHIND}))?",
    re.IGNORECASE,
)


class Duration(NamedTuple):
    """A time as it is written, in milliseconds. is_signed: it says that it is a gap; is_clock: it has minutes."""

    ms: int
    is_signed: bool
    is_clock: bool
    decimals: int


def duration_of(text: str) -> Duration | None:
    """31:18.657, 31'18"657, 31:18,657, 31:8.657, 1:02:03.4, 1m54.036s, 54.791 and +0.4; None for any other text.

    Without minutes it has a decimal or says s: a whole number is a count.
    """
    plain = text.translate(_MARKS).replace("''", '"').strip()
    sign = _SIGN.match(plain)
    plain = plain[sign.end() :] if sign else plain
    plain = plain.casefold()
    clock = _CLOCK.fullmatch(plain)
    if clock is None:
        return None
    hours, minutes, seconds = clock.group("hours", "minutes", "seconds")
    part = clock["part"] or clock["thousandths"] or ""
    if minutes is None and not part and not plain.endswith("s"):
        return None
    if (minutes is not None and (len(seconds) > 2 or int(seconds) > 59)) or (hours and int(minutes or 60) > 59):
        return None
    ms = ((int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds)) * 1000 + int(part[:3].ljust(3, "0"))
    return Duration(ms, bool(sign), minutes is not None, len(part)) if ms <= LONGEST else None


def read_time(text: str) -> int | None:
    """Milliseconds of a time that says that it is one, by minutes or three decimals, to be told from a speed."""
    duration = duration_of(text)
    if duration is None or duration.is_signed:
        return None
    return duration.ms if duration.is_clock or duration.decimals >= 3 or text.strip().endswith("s") else None


def read_gap(text: str) -> int | None:
    """Milliseconds of a gap that says that it is one: +1.403, + 1:02,081, +5.2; None for any other text."""
    duration = duration_of(text)
    return duration.ms if duration and duration.is_signed and not text.strip().startswith(("-", "−")) else None


def read_part_of_a_day(text: str) -> int | None:
    """Milliseconds of 0.0216279745 and 2,16279745E-2, as a spreadsheet shows a time that lost its format."""
    match = _PART_OF_A_DAY.fullmatch(text.strip())
    if match is None:
        return None
    day = float(f"0.{match[1]}") if match[1] else float(f"{match[2].replace(',', '.')}e-{match[3]}")
    return round(day * LONGEST)


def read_laps_down(text: str) -> int | None:
    """Laps behind: +1 lap, 2 Laps, 1 lap behind, 1L, -1 Tour, à 1 tour, 1 giro, 2 Runden, 1 vuelta, 1 varv."""
    match = _LAPS.fullmatch(text.translate(_MARKS).strip())
    return int(match["laps"]) if match else None
