"""A pasted text as rows of cells: what separates them, and where a row begins and ends."""

import csv
import html
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from championship.race_control.sheets.roles import head_of
from championship.race_control.sheets.table.records import NamedValues, names_of, records_of
from championship.race_control.sheets.words import status_of

MOST_ROWS = 1_000
LONGEST_ROW = 1_000
# Decimal commas and "SURNAME, Given" are no separators.
_DECIMAL_COMMA = re.compile(
    r"(?<=\d[:'.]\d\d),(?=\d{1,3}\b(?!\.\d))|(?<=\+\d),(?=\d)|(?<=\+\d\d),(?=\d)|(?<=[:']\d\d\.\d\d),(?=\d)"
    r"|(?<=\s\d),(?=\d{3}\b)|(?<=\s\d\d),(?=\d{3}\b)"
)
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f]")
_BLANKS = re.compile("[\xa0\u2000-\u200a\u202f\u205f\u3000]")
_BULLET = re.compile(r"^[ \t]?[•▪‣·●◦] +")
_NOTHING = re.compile(r"[\s.\-–—−_*/=|:+]*")
_REAL_COMMA = re.compile(r"(?<!\d),|,(?!\d)")
_DASHES = (" – ", " — ", " - ", " | ", " / ")
_WIDE = re.compile(r"[^\s,]\s{2,}(?=\S)")
_CHUNK = re.compile(r"\S+(?: \S+)*")


class TextRow(NamedTuple):
    """A row with its cells; `row` to `until` are the lines of the text that it stands in, counted from 1.

    starts: where each cell begins in its line, known where only spaces separate them.
    """

    row: int
    until: int
    raw: str
    cells: list[str]
    starts: list[int]


class Layout(NamedTuple):
    """separator: a sign that stands between cells, two spaces, or one (then a row is one cell); a line end where each
    cell has a line of its own."""

    rows: list[TextRow]
    separator: str

    @property
    def is_exact(self) -> bool:
        """Whether a cell's place among the others says what column it is in."""
        return self.separator not in (" ", "  ")


def layout_of(text: str) -> Layout:
    """The rows of a text, empty lines left out."""
    records = records_of(text)
    if len(records) > 1:
        return _of_records(records, text.splitlines())
    lines = []
    for row, line in enumerate(text.splitlines()[:MOST_ROWS], start=1):
        shown = _BULLET.sub("", _BLANKS.sub(" ", _INVISIBLE.sub("", line))[:LONGEST_ROW])
        lines.append((row, shown))
    for layout in (_of_wikitext(lines), _of_html(lines), _of_lone_cells(lines)):
        if layout:
            return layout
    filled = [(row, line) for row, line in lines if not _NOTHING.fullmatch(line)]
    separator = _separator([line for _row, line in filled])
    rows = []
    for row, line in filled:
        cells, starts = _cells(line, separator)
        rows.append(TextRow(row, row, line.strip(), cells, starts))
    return Layout(rows, separator)


def _of_records(records: Sequence[NamedValues], lines: Sequence[str]) -> Layout:
    """A row each, below a line of heads that is none of the text's; what stands around them are rows without cells."""
    names = names_of(records)
    rows = [TextRow(1, 0, "", names, [])]
    inside = {row for record in records for row in range(record.row, record.until + 1)}
    rows += [
        TextRow(row, row, line.strip(), [], [])
        for row, line in enumerate(lines[:MOST_ROWS], start=1)
        if row not in inside and any(map(str.isalnum, line))
    ]
    for record in records[:MOST_ROWS]:
        cells = [record.values.get(name, "")[:LONGEST_ROW] for name in names]
        rows.append(TextRow(record.row, record.until, record.raw[:LONGEST_ROW], cells, []))
    return Layout(rows, "{}")


def _separator(lines: Sequence[str]) -> str:
    enough = max(len(lines) / 2, 1)
    for sign, times in (("\t", 1), (";", 2), ("|", 2)):
        if sum(line.count(sign) >= times for line in lines) >= enough:
            return sign
    # Wide spaces come first: between them stand decimal commas and "Surname, Given".
    if sum(len(_WIDE.findall(line)) >= 2 for line in lines) >= enough:
        return "  "
    plain = [_DECIMAL_COMMA.sub(".", line) for line in lines]
    # Between figures alone a comma may be a decimal sign.
    if sum(line.count(",") >= 2 and bool(_REAL_COMMA.search(line)) for line in plain) >= enough:
        return ","
    for sign in _DASHES:
        if sum(line.count(sign) >= 2 for line in lines) >= enough:
            return sign
    return " "


def _cells(line: str, separator: str) -> tuple[list[str], list[int]]:
    if separator == " ":
        return [line.strip()], []
    if separator == "  ":
        chunks = list(_CHUNK.finditer(line.expandtabs()))
        return [chunk[0] for chunk in chunks], [chunk.start() for chunk in chunks]
    if separator in _DASHES:
        return [cell.strip() for cell in line.split(separator)], []
    if separator == "|":
        line = line.strip().strip("|")
    if separator == ",":
        line = _DECIMAL_COMMA.sub(".", line)
    try:
        cells = next(csv.reader([line], delimiter=separator, skipinitialspace=True), [])
    except csv.Error:
        cells = line.split(separator)
    return [cell.strip() for cell in cells], []


# A wiki's table: a cell a line or several between two bars, a row between two lines of |-.
_WIKI_ROW = re.compile(r"\s*\|-(?![^|]*\|)")
_WIKI_FRAME = re.compile(r"\s*(?:\{\||\|\}|\|\+)")
_WIKI_HEAD = re.compile(r"\s*!")
_WIKI_CELL = re.compile(r"\s*\|")
_WIKI_STYLE = re.compile(r"""^\s*(?:[a-z\-]+\s*=\s*(?:"[^"]*"|'[^']*'|\S+)\s*)+\|(?!\|)""", re.IGNORECASE)
_WIKI_FLAG = re.compile(r"\{\{(?:flag|nat|ctry)[^{}]*\}\}", re.IGNORECASE)
_WIKI_TEMPLATE = re.compile(r"\{\{(?:[^{}|]*\|)*([^{}|]*)\}\}")
_WIKI_LINK = re.compile(r"\[\[(?:[^\]|]*\|)?([^\]]*)\]\]")
_WIKI_NOTE = re.compile(r"<ref[^>]*/>|<ref.*?</ref>|'{2,}", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


def _of_wikitext(lines: Sequence[tuple[int, str]]) -> Layout | None:
    written_so = sum(bool(_WIKI_HEAD.match(line) or _WIKI_CELL.match(line)) for _row, line in lines)
    if sum(bool(_WIKI_ROW.match(line)) for _row, line in lines) < 2 or written_so * 2 < len(lines):
        return None
    rows: list[TextRow] = []
    written: list[tuple[int, str]] = []

    def end_row() -> None:
        cells = [cell for _row, line in written for cell in _wiki_cells(line)]
        if cells:
            raw = " ".join(line.strip() for _row, line in written)
            rows.append(TextRow(written[0][0], written[-1][0], raw, cells, []))
        written.clear()

    for row, line in lines:
        if _WIKI_ROW.match(line) or _WIKI_FRAME.match(line):
            end_row()
            if not _NOTHING.fullmatch(line.strip(" {}")):
                rows.append(TextRow(row, row, line.strip(), [], []))
        elif line.strip():
            written.append((row, line))
    end_row()
    return Layout(rows, "||")


def _wiki_cells(line: str) -> Iterator[str]:
    mark = "!!" if _WIKI_HEAD.match(line) else "||"
    if _WIKI_HEAD.match(line) or _WIKI_CELL.match(line):
        line = line.strip()[1:]
    for cell in re.split(r"\|\||!!" if mark == "!!" else r"\|\|", line):
        text = _WIKI_NOTE.sub("", _WIKI_FLAG.sub("", cell))
        text = _WIKI_TEMPLATE.sub(r"\1", _WIKI_LINK.sub(r"\1", _WIKI_STYLE.sub("", text)))
        yield _TAG.sub(" ", html.unescape(text)).strip()


def _of_html(lines: Sequence[tuple[int, str]]) -> Layout | None:
    """A table as a page's source has it, a row between <tr> and </tr>."""
    text = "\n".join(line for _row, line in lines)
    if not re.search(r"<tr\b", text, re.IGNORECASE):
        return None
    rows = []
    before = text[: re.search(r"<tr\b", text, re.IGNORECASE).start()]  # type: ignore[union-attr]  # it was found above
    row = before.count("\n")
    rows += [TextRow(at, at, line.strip(), [], []) for at, line in lines[:row] if _TAG.sub("", line).strip()]
    for part in re.split(r"(?i)(?=<tr\b)", text)[1:]:
        ends = part.rstrip().count("\n")
        cells = re.findall(r"(?is)<t[dh]\b[^>]*>(.*?)(?=</?t[dhr]\b|$)", part)
        texts = [" ".join(html.unescape(_TAG.sub(" ", cell)).split()) for cell in cells]
        first, last = lines[row][0], lines[min(row + ends, len(lines) - 1)][0]
        rows.append(TextRow(first, last, " ".join(filter(None, texts)), texts, []))
        row += part.count("\n")
    return Layout(rows, "<td>")


def _of_lone_cells(lines: Sequence[tuple[int, str]]) -> Layout | None:
    """A text with a cell a line, as some programs copy a table: first the heads, then row by row."""
    texts = [line.strip() for _row, line in lines]
    first = next((at for at in range(len(texts)) if _are_heads(texts[at : at + 3])), None)
    if first is None:
        return None
    width = next((at for at in range(len(texts) - first) if not texts[first + at] or not head_of(texts[first + at])), 0)
    below = lines[first + width :]
    while below and not below[-1][1].strip():
        below = below[:-1]
    if width < 3 or len(below) < width:
        return None
    rows = [TextRow(row, row, line.strip(), [line.strip()], []) for row, line in lines[:first] if line.strip()]
    head = lines[first : first + width]
    rows.append(_joined(head))
    for kept in (below, [(row, line) for row, line in below if line.strip()]):
        parts = [kept[at : at + width] for at in range(0, len(kept), width)]
        if all(len(part) == width and _starts_a_row(part[0][1]) for part in parts):
            return Layout([*rows, *map(_joined, parts)], "\n")
    # Empty cells left no line: a row begins with the next place, or with what became of a car.
    at_the_end = bool(status_of(below[-1][1]))
    place = 0
    part: list[tuple[int, str]] = []
    texts = [line.strip() for _row, line in below]
    for at, (row, line) in enumerate(below):
        text = line.strip()
        # The laps of the tenth car may be eleven, but then a time or a status follows and no number or name.
        below_it = texts[at + 1] if at + 1 < len(texts) else ""
        goes_on = ":" in below_it or "+" in below_it or bool(status_of(below_it))
        # A car that has no place, and no cell for it, ends with what became of it.
        has_ended = len(part) >= width or (len(part) == width - 1 and bool(status_of(part[-1][1])))
        if (
            (text.rstrip(".") == str(place + 1) and not goes_on)
            or (not at_the_end and _begins_a_row(texts[at : at + 2], part))
            or (text and has_ended and not status_of(text))
        ):
            place += text.rstrip(".") == str(place + 1)
            if part:
                rows.append(_joined_of(part, width))
            part = []
        if text:
            part.append((row, line))
    if not place:
        return None
    return Layout([*rows, _joined_of(part, width)], "\n")


def _begins_a_row(texts: Sequence[str], part: Sequence[object]) -> bool:
    """Whether a status is the first cell of a row: behind it comes a number or a name, not the next row's status."""
    return bool(status_of(texts[0])) and len(part) > 2 and len(texts) > 1 and not status_of(texts[1])


def _are_heads(texts: Sequence[str]) -> bool:
    return len(texts) == 3 and all(text and len(text) < 30 and head_of(text) for text in texts)


def _starts_a_row(text: str) -> bool:
    text = text.strip().rstrip(".")
    return text.isdigit() or bool(_NOTHING.fullmatch(text)) or bool(status_of(text))


def _joined_of(lines: Sequence[tuple[int, str]], width: int) -> TextRow:
    """More cells than there are heads are those of several cars: of none it is known whose they are."""
    row = _joined(lines)
    return row if len(row.cells) <= width else row._replace(cells=[])


def _joined(lines: Sequence[tuple[int, str]]) -> TextRow:
    cells = [line.strip() for _row, line in lines]
    return TextRow(lines[0][0], lines[-1][0], " ".join(filter(None, cells)), cells, [])
