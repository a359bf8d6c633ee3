"""A pasted text as rows of tokens: what separates its cells, and what kind of thing each of them is."""

import csv
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from championship.race_control.sheets.times import read_gap, read_laps_down, read_time
from championship.race_control.sheets.words import status_of

MOST_ROWS = 1_000
LONGEST_ROW = 1_000
# Decimal commas and "SURNAME, Given" are no separators.
_DECIMAL_COMMA = re.compile(
    r"(?<=\d[:'.]\d\d),(?=\d{1,3}\b)|(?<=\+\d),(?=\d)|(?<=\+\d\d),(?=\d)|(?<=[:']\d\d\.\d\d),(?=\d)"
)
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f]")
_BLANKS = re.compile("[\xa0\u2000-\u200a\u202f\u205f\u3000]")
_WHOLE = re.compile(r"#?\s*(\d{1,5})\s*[.)°ºª]?", re.ASCII)
_NOTHING = re.compile(r"[\s.\-–—−_*/=]*")
# Holds "1" and "Lap" together while the words around them come apart.
_TIE = "\ue000"
_LAP_WORD = r"(?:laps?|lps|tours?|trs?|giro|giri|runden?|rdn|vueltas?|vtas?|varv|voltas?)"
_GLUED = re.compile(rf"(?<![\d.:,])((?:[+\-−]\s?)?\d{{1,3}})\s+({_LAP_WORD})\b(?!\s+[^\W\d_])\.?", re.IGNORECASE)
# Italian sheets say a gap as "a 1.403".
_ITALIAN_GAP = re.compile(r"(?<![^\s+])a\s+(?=\d)", re.IGNORECASE)


class Token(NamedTuple):
    """A cell, or a word of one. kind: whole, time, gap, laps, status, nothing or words; `value` is what it says."""

    kind: str
    text: str
    value: int = 0


class TextRow(NamedTuple):
    """A line of the text that is not empty; `row` counts from 1."""

    row: int
    raw: str
    cells: list[str]


def rows_of(text: str) -> tuple[list[TextRow], str]:
    """The rows with their cells, and what separates these: a sign, two spaces, or one (then a row is one cell)."""
    lines = []
    for row, line in enumerate(text.splitlines()[:MOST_ROWS], start=1):
        shown = _BLANKS.sub(" ", _INVISIBLE.sub("", line))[:LONGEST_ROW]
        if not _NOTHING.fullmatch(shown):
            lines.append((row, shown))
    separator = _separator([line for _row, line in lines])
    return [TextRow(row, line.strip(), _cells(line, separator)) for row, line in lines], separator


def _separator(lines: Sequence[str]) -> str:
    enough = max(len(lines) / 2, 1)
    for sign, times in (("\t", 1), (";", 2), ("|", 2), (",", 2)):
        counted = (_DECIMAL_COMMA.sub(".", line) if sign == "," else line for line in lines)
        if sum(line.count(sign) >= times for line in counted) >= enough:
            return sign
    if sum(len(re.findall(r"\S\s{2,}(?=\S)", line)) >= 2 for line in lines) >= enough:
        return "  "
    return " "


def _cells(line: str, separator: str) -> list[str]:
    if separator == " ":
        return [line.strip()]
    if separator == "  ":
        return re.split(r"\s{2,}", line.strip())
    if separator == "|":
        line = line.strip().strip("|")
    if separator == ",":
        line = _DECIMAL_COMMA.sub(".", line)
    try:
        cells = next(csv.reader([line], delimiter=separator, skipinitialspace=True), [])
    except csv.Error:
        cells = line.split(separator)
    return [cell.strip() for cell in cells]


@lru_cache(4_096)
def token_of(cell: str) -> Token:
    """A cell as one thing."""
    cell = _ITALIAN_GAP.sub("+", cell.strip())
    if _NOTHING.fullmatch(cell):
        return Token("nothing", cell)
    whole = _WHOLE.fullmatch(cell)
    if whole:
        return Token("whole", cell, int(whole[1]))
    for kind, read in (("gap", read_gap), ("time", read_time), ("laps", read_laps_down)):
        value = read(cell)
        if value is not None:
            return Token(kind, cell, value)
    if status_of(cell):
        return Token("status", cell)
    return Token("words" if any(map(str.isalpha, cell)) else "nothing", cell)


def tokens_of(cells: Iterable[str], separator: str) -> list[Token]:
    """All tokens of a row. Cells between spaces come apart into figures and the run of words between them."""
    if separator not in (" ", "  "):
        return [token for cell in cells for token in _number_and_name(cell)]
    tokens: list[Token] = []
    for cell in cells:
        whole = token_of(cell)
        has_name = any(token.kind == "words" for token in tokens)
        # "1 96" is no one thing, and no words either.
        is_one = " " not in cell or whole.kind not in ("words", "nothing")
        if is_one or (has_name and not cell[:1].isdigit() and separator == "  "):
            tokens.append(whole)
        else:
            tokens += _taken_apart(cell)
    return tokens


def _number_and_name(cell: str) -> list[Token]:
    """ "68 Yann Ehrlacher" and "#68 - Yann Ehrlacher" in one cell are two things."""
    whole = token_of(cell)
    together = re.fullmatch(r"#?(\d{1,3})[\s.\-–]+([^\W\d_].*)", cell) if whole.kind == "words" else None
    if together is None:
        return [whole]
    return [Token("whole", together[1], int(together[1])), Token("words", together[2])]


def _taken_apart(cell: str) -> list[Token]:
    glued = _GLUED.sub(
        lambda match: f"{match[1].replace(' ', '')}{_TIE}{match[2]}",
        re.sub(r"\+\s+(?=\d)", "+", _ITALIAN_GAP.sub("+", cell)),
    )
    tokens = [token_of(word.replace(_TIE, " ")) for word in glued.split()]
    first = next((at for at, token in enumerate(tokens) if token.kind == "words"), len(tokens))
    last = next((at for at in range(len(tokens) - 1, -1, -1) if tokens[at].kind == "words"), first - 1)
    lead, words, tail = tokens[:first], tokens[first : last + 1], tokens[last + 1 :]
    text = " ".join(token.text for token in words)
    # "Not classified", "did not start".
    middle = [Token("status" if status_of(text) else "words", text)] if words else []
    return [*lead, *middle, *tail]
