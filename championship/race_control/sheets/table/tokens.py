"""The words of a row, each with what kind of thing it is, before it is known what column it stands in."""

import re
from functools import lru_cache
from typing import NamedTuple

from championship.race_control.sheets.table.rows import TextRow
from championship.race_control.sheets.times import duration_of, read_laps_down, read_part_of_a_day
from championship.race_control.sheets.words import LONGEST_STATUS, status_of, status_with_reason

# Holds "1" and "Lap" together while the words around them come apart.
_TIE = "\ue000"
_LAP_WORD = (
    r"(?:laps?|lps|tours?|trs?|giro|giri|runden?|rdn?s?|rnds?|vueltas?|vtas?|vlts?|varv|voltas?|ronden?|rondes?|runder?|"
    r"k[oö]r|omg)"
)
_BEHIND = r"(?:\s+(?:behind|down|back|bak|efter|de retard|zur[uü]ck|achter|etter|atr[aá]s|h[aá]tr[aá]ny))?"
_GLUED = re.compile(
    rf"(?<![\d.:,])((?:(?:[+\-−]|(?<!\w)(?:[aàAÀ]|op)(?=\s))\s?)?\d{{1,3}})\s+({_LAP_WORD})\b\.?({_BEHIND})(?!\s+[^\W\d_]{{4}})",
    re.IGNORECASE,
)
_PLUS = re.compile(r"\+\s+(?=\d)")
# Italian, French and Dutch sheets say a gap as "a 1.403", "à 1.403", "op 1,403".
_AT = re.compile(r"(?<![^\s])(?:[aà]|op)\s+(?=\d+[.:,'])", re.IGNORECASE)
_NOTE = re.compile(r"\s+(?=[(\[])")
_IN_NOTE = re.compile(r"[(\[][^)\]]*[)\]]")
_NO_NOTE = re.compile(r"(.*?)\s*[(\[][^)\]]*[)\]]\s*")
_MARK = re.compile(r"^[*†‡§]+|(?<=\d)[*†‡§RF]+$|(?<=\D)[*†‡§]+$")
# A place, a number or a count: "7", "P7", "#7", "7.", "7.º", "7th", "7:e", and "7.0" of a spreadsheet.
_WHOLE = re.compile(
    r"(?:P\s?|#\s*|№\s*|n[ro]\.\s*)?(\d{1,7})(?:[.,]0)?"
    r"(?:\s*(?:\.?[°ºª]|[.)])|(?<=1)st|(?<=2)nd|(?<=3)rd|th|:[ae])?",
    re.ASCII | re.I,
)
_PLACE_APART = re.compile(r"^(\s*P)\s(?=\d{1,3}\b)")
_EMPTY = re.compile(r"[\s.\-–—−_*/=:|]*")


class Token(NamedTuple):
    """A word of a row. kind: whole, clock (a time with minutes), decimal, gap, laps, status, words or nothing.

    chunk: which run of words between wider spaces, or which cell, it belongs to; start: where it begins in its line.
    """

    kind: str
    text: str
    chunk: int = 0
    start: int = 0


def whole_of(text: str) -> int:
    """The figure of a text of the kind whole."""
    whole = re.search(r"\d+", text, re.ASCII)
    return int(whole[0]) if whole else 0


@lru_cache(8_192)
def kind_of(text: str) -> str:
    """The kind of a cell or a word; a note in brackets and a mark behind it say nothing of that."""
    noted = _NO_NOTE.fullmatch(text)
    plain = _MARK.sub("", (noted[1] if noted and noted[1] else text).strip()).strip()
    if not plain or _EMPTY.fullmatch(plain):
        return "nothing"
    if _WHOLE.fullmatch(plain):
        return "whole"
    duration = duration_of(plain)
    if duration:
        return "gap" if duration.is_signed else "clock" if duration.is_clock else "decimal"
    if read_laps_down(plain) is not None:
        return "laps"
    if read_part_of_a_day(plain) is not None or re.fullmatch(r"\d+[.,]\d+", plain, re.ASCII):
        return "decimal"
    if status_with_reason(text):
        return "status"
    return "words" if any(map(str.isalnum, plain)) else "nothing"


def tokens_of(row: TextRow) -> list[Token]:
    """All words of a row, in their order; what only makes sense together is one."""
    tokens: list[Token] = []
    for chunk, cell in enumerate(row.cells):
        start = row.starts[chunk] if row.starts else 0
        tokens += _words_of(cell, chunk, start, is_cell=bool(row.starts))
    return tokens


def cell_tokens(row: TextRow) -> list[Token]:
    """Each cell as one token."""
    return [
        Token(kind_of(cell), cell, chunk, row.starts[chunk] if row.starts else 0)
        for chunk, cell in enumerate(row.cells)
    ]


def _words_of(cell: str, chunk: int, start: int, *, is_cell: bool) -> list[Token]:
    tied = _IN_NOTE.sub(lambda match: match[0].replace(" ", _TIE), cell)
    tied = _NOTE.sub(_TIE, tied)
    tied = _AT.sub("+", _PLUS.sub("+", tied))
    tied = _PLACE_APART.sub(rf"\1{_TIE}", tied)
    tied = _GLUED.sub(lambda match: match[0].replace(" ", _TIE), tied)
    words = [(match[0].replace(_TIE, " "), start + match.start()) for match in re.finditer(r"\S+", tied)]
    tokens: list[Token] = []
    at = 0
    while at < len(words):
        text, begins = words[at]
        size = next(
            (
                size
                for size in range(min(LONGEST_STATUS, len(words) - at), 1, -1)
                if status_of(" ".join(word for word, _start in words[at : at + size]))
            ),
            1,
        )
        text = " ".join(word for word, _start in words[at : at + size])
        kind = kind_of(text)
        if is_cell and kind == "status" and len(text) < 3 and tokens and tokens[-1].kind == "words":
            # The AB of "Nordlund Motorsport AB" is a company's.
            kind = "words"
        tokens.append(Token(kind, text, chunk, begins))
        at += size
    return tokens
