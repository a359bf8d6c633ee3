"""A text that names each value, as programs and messages hand results on: JSON, or "Place: 1" line by line."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from championship.race_control.sheets.roles import head_of

# A text of so many characters holds every race; objects that cannot be read are tried so often.
LONGEST_TEXT = 400_000
MOST_FAILURES = 200
_NAMED = re.compile(r"[*\-•]?\s?([^\W\d_][^:=]{0,28}?)\s*[:=]\s+(\S.*)")
LONGEST_LINE = 200
_FEWEST_NAMES = 3


class NamedValues(NamedTuple):
    """The values of one car by their names, and the lines of the text that it stands in, counted from 1."""

    row: int
    until: int
    raw: str
    values: dict[str, str]


def records_of(text: str) -> list[NamedValues]:
    """The records of a text in their order; nothing where it is a table."""
    if len(text) > LONGEST_TEXT:
        return []
    return _of_json(text) if text.lstrip()[:1] in ("{", "[") else _of_named_lines(text.splitlines())


def names_of(records: Sequence[NamedValues]) -> list[str]:
    """All names of values, each once."""
    return list(dict.fromkeys(name for record in records for name in record.values))


def _of_json(text: str) -> list[NamedValues]:
    records = []
    for start, end, found in _objects(text):
        row = text.count("\n", 0, start) + 1
        raw = " ".join(text[start:end].split())
        records.append(NamedValues(row, row + text.count("\n", start, end), raw, dict(_plain(found))))
    return records


def _objects(text: str) -> Iterator[tuple[int, int, dict[str, object]]]:
    """The objects that hold no list of others, from and to; what is around them is only a frame."""
    decoder = json.JSONDecoder()
    at, failures = text.find("{"), 0
    while at >= 0 and failures < MOST_FAILURES:
        end = at + 1
        try:
            found, until = decoder.raw_decode(text, at)
            if not any(_holds_objects(value) for value in found.values()):
                end = until
                yield at, end, found
        except (ValueError, RecursionError):
            failures += 1
        at = text.find("{", end)


def _holds_objects(value: object) -> bool:
    if isinstance(value, dict):
        return any(map(_holds_objects, value.values()))
    return isinstance(value, list) and any(isinstance(one, dict) for one in value)


def _plain(found: Mapping[str, object], before: str = "") -> Iterator[tuple[str, str]]:
    """Values as text; of {"driver": {"name": …}} it is "driver name"."""
    for name, value in found.items():
        if isinstance(value, dict):
            yield from _plain(value, f"{before}{name} ")
        else:
            yield before + name, "" if value is None else str(value)


def _of_named_lines(lines: Sequence[str]) -> list[NamedValues]:
    """A record ends where one of its names comes again, or at an empty line."""
    records: list[NamedValues] = []
    is_open = False
    named = 0
    for row, line in enumerate(lines, start=1):
        match = _NAMED.fullmatch(line.strip()) if len(line) <= LONGEST_LINE else None
        if match is None:
            is_open = False
            continue
        name, value = match[1], match[2].strip()
        named += head_of(name) is not None
        if not is_open or name in records[-1].values:
            records.append(NamedValues(row, row, line.strip(), {}))
            is_open = True
        last = records[-1]
        last.values[name] = value
        records[-1] = last._replace(until=row, raw=f"{last.raw} {line.strip()}" if row > last.row else last.raw)
    known = [record for record in records if len([name for name in record.values if head_of(name)]) >= _FEWEST_NAMES]
    filled = sum(bool(line.strip()) for line in lines)
    return known if len(known) > 1 and named * 10 >= filled * 7 else []
