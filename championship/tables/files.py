"""What stands under a page's own address: every table of it as JSON and CSV, and its share picture as PNG."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.http import HttpResponse
from django.urls import register_converter

from championship.formats import plain_number
from web.addresses.paths import address

FORMATS = ("json", "csv")
# Stands in a table's columns for one column a session, or an event's sessions, whichever it has.
SESSIONS = "…"
# As a spreadsheet reads a cell; the last four are the same signs in full width.
FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class FormatConverter:
    """The ending of a table as a file, in addresses: `<format:ending>`."""

    regex = "|".join(FORMATS)

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


register_converter(FormatConverter, "format")


def file_addresses(name: str, *args: object) -> dict[str, str]:
    """Where a page's table is as a file, by format. `name` is the file's view, `args` are what its address names."""
    return {ending: address(name, *args, ending) for ending in FORMATS}


def with_sessions(columns: Sequence[str], names: Iterable[str]) -> list[str]:
    """The columns of one file, `names` in the place of SESSIONS."""
    place = columns.index(SESSIONS)
    return [*columns[:place], *names, *columns[place + 1 :]]


def table_response(
    format_name: str, columns: Sequence[str], rows: Iterable[Mapping[str, object]], **about: object
) -> HttpResponse:
    """A table as a file: JSON with `about` beside its rows, or CSV with a header line.

    What is not known is null, and a blank cell. Numbers are numbers, yes and no are true and false; a cell with several
    values is a list, in CSV with " ; " between them. Words that a spreadsheet would work out have an apostrophe in CSV.
    """
    table = [{name: _plain(row[name]) for name in columns} for row in rows]
    if format_name == "json":
        head = {name: value if isinstance(value, list) else _plain(value) for name, value in about.items()}
        body = {**head, "columns": list(columns), "rows": table}
        return HttpResponse(
            json.dumps(body, ensure_ascii=False, indent=1, default=str), content_type="application/json"
        )
    return HttpResponse(csv_text(columns, table), content_type="text/csv; charset=utf-8")


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """Plain values as CSV, with a header line. All that the site hands out as CSV is written here.

    The words in it come from editors and from pasted sheets. A spreadsheet that opens the file takes what begins with
    one of FORMULA_BEGINS for a formula and carries it out, so an apostrophe goes before it, which says that it is text.
    A figure of ours is a number and stays one: -5 is minus five.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(map(_cell, columns))
    writer.writerows([_cell(row[name]) for name in columns] for row in rows)
    return text.getvalue()


def picture_response(content: bytes) -> HttpResponse:
    """The picture that stands for a page where it is shared. It knows no cookie and no parameter, as files do."""
    return HttpResponse(content, content_type="image/png")


def _plain(value: object) -> object:
    """As JSON has it: points as a number, and null for a text without words and a list of nothing."""
    if isinstance(value, Decimal):
        return plain_number(value)
    return None if value in ("", []) else value


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        # Each by itself: a spreadsheet may part the line at semicolons.
        return " ; ".join(str(_cell(part)) for part in value)
    if value is None or isinstance(value, int | float):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_BEGINS) else text
