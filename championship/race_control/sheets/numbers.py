"""Car numbers in order, as an editor types them at the track."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from championship.race_control.sheets.lines import LeftOut, Sheet, SheetLine
from championship.race_control.sheets.words import fold, status_of
from championship.rules import ResultStatus
from web.limits import LARGEST_SMALL

MOST_CARS = 500

HELP = gettext_lazy(
    "Car numbers in the order of the result, with anything between them: 68 22 69 or 68, 22, 69 or one a line.\n"
    "The retired come after / or ret; on a keypad without letters two dots do: 68 22 / 5 86 or 68.22..5.86\n"
    "Others after their word: dns 18, dsq 29, nc 55, ex 3. ok goes back to the classified.\n"
    "+1 says that the cars from there on finished one lap down, +2 two laps, +0 none.\n"
    "A gap stands behind its car: 22+1.409, or 22+1L for one lap.\n"
    "? is a place whose car is not on record. A car without a number goes by its driver’s name: 68 Fulín 22."
)

# The marks for the retired come first: two dots in a row would otherwise be separators. A name is a run of words.
_TOKENS = re.compile(
    r"(?P<retired>/|\.{2,}|,{2,}|(?<!\w)[rR]\s*:)"
    r"|(?:(?<=\w)|(?<=\w ))\+(?P<gap>(?:\d{1,2}:)?\d{1,5}[.,]\d{1,3}(?![.,]?\d)|\d{1,3}[lL]\b)"
    r"|(?P<down>\+\s*\d+)|(?P<number>\d+)|(?P<unknown>\?)"
    r"|(?P<words>[^\W\d_](?:[^\W\d_]|['’.\-](?=[^\W\d_])|[ \t]+(?=[^\W\d_]))*)"
)
_CLASSIFIED = frozenset({"ok", "classified"})
# The longest status has four words.
LONGEST_STATUS = 4


def read_numbers(text: str) -> Sheet:
    """Reads the little language of HELP. Never raises; what it cannot read is left out and says why.

    Places count from 1 over the classified; a `?` takes one. The raw text of a line is the car's number or name.
    """
    lines: list[SheetLine] = []
    left_out: list[LeftOut] = []
    status, laps_down, place = str(ResultStatus.CLASSIFIED), 0, 0
    for row, kind, token in _tokens(text):
        if kind == "gap":
            if lines and lines[-1].position is not None:
                gap_ms, gap_laps = _gap(token)
                lines[-1] = replace(lines[-1], gap_ms=gap_ms, gap_laps=gap_laps)
        elif kind == "retired":
            status = ResultStatus.RETIRED
        elif kind == "down":
            laps_down = int(token) if len(token) < 4 else 0
        elif kind == "unknown":
            place += 1
        elif kind == "status":
            status = token
        elif kind == "number" and (len(token) > 5 or int(token) > LARGEST_SMALL):
            left_out.append(LeftOut(row, token, _("No car has a number as long as this.")))
        elif len(lines) == MOST_CARS:
            left_out.append(LeftOut(row, token, _("More cars than any race has.")))
            break
        else:
            classified = status == ResultStatus.CLASSIFIED
            place += classified
            lines.append(
                SheetLine(
                    row,
                    token,
                    position=place if classified else None,
                    status=status,
                    number=int(token) if kind == "number" else None,
                    name=token if kind == "name" else "",
                    gap_laps=laps_down if classified and laps_down else None,
                )
            )
    return Sheet(tuple(lines), tuple(left_out))


def _gap(text: str) -> tuple[int | None, int | None]:
    """1.409 and 1:02.081 to first in milliseconds, or 1L in laps."""
    if text[-1] in "lL":
        return None, int(text[:-1]) or None
    minutes, _colon, seconds = text.replace(",", ".").rpartition(":")
    return int(minutes or 0) * 60_000 + round(Decimal(seconds) * 1000), None


def _tokens(text: str) -> Iterator[tuple[int, str, str]]:
    """Row, kind and text of each; a word is a status or a name, and "ret Huff" is one of each."""
    for row, line in enumerate(text.splitlines(), start=1):
        for match in _TOKENS.finditer(line):
            kind, token = match.lastgroup or "", match[0]
            if kind in ("down", "gap"):
                yield row, kind, token[1:].strip()
            elif kind != "words":
                yield row, kind, token
            else:
                yield from ((row, *word) for word in _words(token))


def _words(text: str) -> Iterator[tuple[str, str]]:
    """Statuses, and the names between them."""
    words = text.split()
    name: list[str] = []
    at = 0
    while at < len(words):
        for size in range(LONGEST_STATUS, 0, -1):
            status = _status(" ".join(words[at : at + size]))
            if status:
                if name:
                    yield "name", " ".join(name)
                    name = []
                yield "status", status
                at += size
                break
        else:
            name.append(words[at])
            at += 1
    if name:
        yield "name", " ".join(name)


def _status(text: str) -> str | None:
    return ResultStatus.CLASSIFIED if fold(text) in _CLASSIFIED else status_of(text)
