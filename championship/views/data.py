"""What stands under a page's own address: every table of it as JSON and CSV, and its share picture as PNG."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence

from django.http import HttpResponse
from django.urls import register_converter

FORMATS = ("json", "csv")


class FormatConverter:
    """The ending of a table as a file, in addresses: `<format:ending>`."""

    regex = "|".join(FORMATS)

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


register_converter(FormatConverter, "format")


def table_response(
    format_name: str, columns: Sequence[str], rows: Iterable[Mapping[str, object]], **about: object
) -> HttpResponse:
    """A table as a file: JSON with `about` beside its rows, or CSV with a header line. None is null, or blank."""
    if format_name == "json":
        body = {**about, "columns": list(columns), "rows": [{name: row[name] for name in columns} for row in rows]}
        return HttpResponse(
            json.dumps(body, ensure_ascii=False, indent=1, default=str), content_type="application/json"
        )
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _cell(row[name]) for name in columns} for row in rows)
    return HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")


def picture_response(content: bytes) -> HttpResponse:
    """The picture that stands for a page where it is shared. It knows no cookie and no parameter, as files do."""
    return HttpResponse(content, content_type="image/png")


def _cell(value: object) -> object:
    """True and False as a season folder writes them: yes and blank."""
    if isinstance(value, bool):
        return "yes" if value else ""
    return value
