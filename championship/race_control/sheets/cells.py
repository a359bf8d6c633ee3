"""What a cell says under the head that it stands under, and what of it is said by no value."""

import re
from typing import NamedTuple

from championship.race_control.sheets.roles import NAMES, Head, Role
from championship.race_control.sheets.times import duration_of, read_laps_down, read_part_of_a_day
from championship.race_control.sheets.words import fold, says_finished, status_of, status_with_reason

_NOTED = re.compile(r"(.*?)\s*([(\[][^)\]]*[)\]])\s*(.*)", re.DOTALL)
_MARKS = " \t*†‡§^¹²³!~"
_NOTHING = re.compile(r"[\s.\-–—−_*/=:|?]*")
# Spreadsheets write a count as "12.0".
_OF_A_SPREADSHEET = r"(?:[.,]0)?"
# Portuguese and Spanish ones have a point before the raised letter: "1.º".
_ORDINAL = r"st|nd|rd|th|er|re|e|ère|ème|:[ae]|\.?[°ºª]"
_PLACE = re.compile(
    rf"(?:=|P\s?|#\s?|n[ro]\.?\s?)?(\d{{1,5}}){_OF_A_SPREADSHEET}(?:[.):]|{_ORDINAL})?=?", re.IGNORECASE | re.ASCII
)
_NUMBER = re.compile(rf"(?:#|№|n[ro]\.?\s?)?\s*(\d{{1,5}}){_OF_A_SPREADSHEET}\.?", re.IGNORECASE | re.ASCII)
_LAPS = re.compile(rf"(\d{{1,4}}){_OF_A_SPREADSHEET}(?:\s*/\s*\d{{1,4}})?(?:\s*[^\W\d_]{{1,7}}\.?)?", re.ASCII)
_LAPS_AND_TIME = re.compile(r"(\+?\s*\d{1,3}\s*[^\W\d_]+\.?)\s*[+,/]?\s*(\d\S*)")
_TOGETHER = re.compile(r"#?(\d{1,4})[\s.,\-–:]+([^\W\d_].*)", re.DOTALL)
_BEHIND_NAME = re.compile(r"\s*(?:\([^)]*\)|\[[^\]]*\]|[*†‡#]+)\s*$")
# "P2 Ann Winner", "2nd – Ann Winner": no number is written so.
_PLACED = re.compile(rf"(?:P\s?(\d{{1,3}})|(\d{{1,3}})\s?(?:{_ORDINAL}|\)))[\s.\-–—:]+([^\W\d_].*)", re.DOTALL)
# "Ann Winner (#7, Winner Racing)", "Ann Winner (nr 7)", "Ann Winner [7]".
_HASHED = re.compile(r"(?:#|№\s?|[(\[](?:n[ro]\.?\s?)?(?=\d+[)\]])|[(\[]n[ro]\.?\s?)(\d{1,4})\b", re.IGNORECASE)
# "Retired: Winner", "DNF – Ann Winner", "NC #7 Ann Winner".
_STATUS_BEFORE = re.compile(r"([^\d:,–—(#]+?)(?:\s*[:,–—.]\s+|\s+-\s+|\s+(?=#))(.*[^\W\d_].*)", re.DOTALL)
# A flag, a star.
_BEFORE_NAME = re.compile(r"^[^\w(\[\"'’]+")


# Where a car that has no time may have words that say why.
_WITH_REASONS = (Role.TIME, Role.GAP, Role.STATUS)


class Reading(NamedTuple):
    """field → value of a cell, and the `rest` of its text; a cell that says nothing has neither."""

    values: dict[str, int | str]
    rest: str = ""


SAYS_NOTHING = Reading({})


def read_cell(text: str, head: Head) -> Reading:
    """What the cell says.

    Fields: position, number, name, given, family, laps, laps_down, status, finished, reason, grid, time, gap, interval,
    interval_laps, best, part; times in milliseconds.
    """
    text = text.strip()
    if _NOTHING.fullmatch(text):
        return SAYS_NOTHING
    if head.role in NAMES:
        return read_name(text, head.role)
    main, note = _without_note(text)
    status = _status_in(main, head)
    if status:
        name, reason = status
        return Reading({"status": name}, " ".join(filter(None, (reason, note))))
    if head.role in (Role.IGNORED, Role.CLASS, Role.POINTS):
        return SAYS_NOTHING
    if head.role is Role.UNKNOWN:
        return Reading({}, text)
    values = _READERS[head.role](main)
    if values is None and head.role in _WITH_REASONS and says_finished(main):
        values = {"finished": 1}
    if values is None:
        has_words = head.role in _WITH_REASONS and any(map(str.isalpha, main)) and not any(map(str.isdigit, main))
        return Reading({"reason": main, "reason_of": str(head.role)} if has_words else {}, text)
    if head.role is Role.BEST and note.strip("()[] ").isdigit():
        # The lap in which it was driven.
        note = ""
    return Reading(values, note)


def _without_note(text: str) -> tuple[str, str]:
    """ "+2.991 (5s penalty)" and "2:12.452 *" without what is beside the figure."""
    noted = _NOTED.fullmatch(text)
    if noted and (noted[1] or noted[3]):
        main, note = f"{noted[1]} {noted[3]}".strip(), noted[2]
    elif noted:
        main, note = noted[2].strip("()[] "), ""
    else:
        main, note = text, ""
    stripped = main.strip(_MARKS)
    return stripped or main, note


def _status_in(text: str, head: Head) -> tuple[str, str] | None:
    """A status stands in any cell but a name's; two letters in a column of another kind are a class or a nation."""
    status = status_with_reason(text)
    if status is None:
        return None
    if head.role in (Role.IGNORED, Role.UNKNOWN, Role.CLASS, Role.POINTS):
        return status if not status[1] and len(fold(text)) > 3 and head.shape != "words" else None
    # "R 5", "8 laps": what follows a letter must be words.
    if status[1] and any(map(str.isdigit, status[1])) and head.role is not Role.STATUS:
        return status if len(fold(text).split()[0]) > 1 else None
    return status


def read_name(text: str, role: Role) -> Reading:
    """ "68 - Yann Ehrlacher (FRA)" is 68 and Yann Ehrlacher. A nation and a mark behind a name say nothing new.

    Where the number stands behind the name, "1. Yann Ehrlacher (#68)", the figure before it is the place.
    """
    before = _STATUS_BEFORE.fullmatch(text.strip())
    if before and (status := status_of(before[1])):
        reading = read_name(before[2], role)
        return reading._replace(values={**reading.values, "status": status})
    placed = _PLACED.fullmatch(text.strip())
    number, name = number_and_name(placed[3] if placed else text)
    place = int(placed[1] or placed[2]) if placed else None
    hashed = _HASHED.search(text)
    if hashed and hashed.start():
        place, number = number if place is None else place, int(hashed[1])
    if not any(map(str.isalpha, name)):
        return Reading({}, text)
    values: dict[str, int | str] = {str(role): name}
    if number is not None:
        values["number"] = number
    if place is not None:
        values["position"] = place
    return Reading(values)


def number_and_name(text: str) -> tuple[int | None, str]:
    """A name, and the number that stands before it."""
    text = text.strip()
    together = _TOGETHER.fullmatch(text)
    number, name = (int(together[1]), together[2]) if together else (None, _BEFORE_NAME.sub("", text))
    while (shorter := _BEHIND_NAME.sub("", name)) and shorter != name:
        name = shorter
    return number, " ".join(name.split())


def _position(text: str) -> dict[str, int | str] | None:
    match = _PLACE.fullmatch(text)
    return {"position": int(match[1])} if match else None


def _number(text: str) -> dict[str, int | str] | None:
    match = _NUMBER.fullmatch(text)
    return {"number": int(match[1])} if match else None


def _grid(text: str) -> dict[str, int | str] | None:
    match = _PLACE.fullmatch(text)
    return {"grid": int(match[1])} if match else None


def _laps(text: str) -> dict[str, int | str] | None:
    if text.startswith(("+", "-", "−")):
        down = read_laps_down(text)
        return None if down is None else {"laps_down": down}
    match = _LAPS.fullmatch(text)
    return {"laps": int(match[1])} if match else None


def _time(text: str) -> dict[str, int | str] | None:
    duration = duration_of(text)
    if duration:
        return {"gap" if duration.is_signed else "time": duration.ms}
    day = read_part_of_a_day(text)
    if day is not None:
        return {"time": day}
    return _laps_down(text)


def _gap(text: str) -> dict[str, int | str] | None:
    duration = duration_of(text)
    return {"gap": duration.ms} if duration else _laps_down(text)


def _interval(text: str) -> dict[str, int | str] | None:
    duration = duration_of(text)
    if duration:
        return {"interval": duration.ms}
    down = read_laps_down(text)
    return None if down is None else {"interval_laps": down}


def _laps_down(text: str) -> dict[str, int | str] | None:
    down = read_laps_down(text)
    return None if down is None else {"laps_down": down}


def _best(text: str) -> dict[str, int | str] | None:
    duration = duration_of(text)
    if duration and not duration.is_signed:
        return {"best": duration.ms}
    day = read_part_of_a_day(text)
    return None if day is None else {"best": day}


def _part(text: str) -> dict[str, int | str] | None:
    best = _best(text)
    return best and {"part": best["best"]}


_READERS = {
    Role.POSITION: _position,
    Role.NUMBER: _number,
    Role.GRID: _grid,
    Role.LAPS: _laps,
    Role.TIME: _time,
    Role.GAP: _gap,
    Role.INTERVAL: _interval,
    Role.BEST: _best,
    Role.PART: _part,
    Role.STATUS: _laps_down,
}
