"""The cars of a line of words: "Retired: 12 Huff, 5 Michelisz (gearbox)"."""

import re

from championship.race_control.sheets.cells import read_name
from championship.race_control.sheets.lines import NO_COLUMN
from championship.race_control.sheets.results import RowContent
from championship.race_control.sheets.roles import Role
from championship.race_control.sheets.table.rows import TextRow
from championship.race_control.sheets.table.tokens import kind_of
from championship.race_control.sheets.words import status_of

_LIST = re.compile(r"([^:\t]{2,30}):\s+([^\t]+?)\.?")
# Commas in brackets part no cars.
_BETWEEN = re.compile(r"[,;]\s+(?![^(\[]*[)\]])")
_IN_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")


def cars_listed(row: TextRow) -> list[RowContent]:
    """The cars with what the line says of all of them; none where it is a row of a table.

    A figure in brackets behind a name, "(lap 3)", is marked as not taken.
    """
    match = _LIST.fullmatch(row.raw.strip())
    status = status_of(match[1]) if match else None
    if match is None or status is None:
        return []
    names = _BETWEEN.split(match[2])
    if any(kind_of(word) in ("clock", "gap") for name in names for word in name.split()):
        return []
    cars = []
    for name in names:
        values = read_name(name, Role.NAME).values
        if not values:
            return []
        note = " ".join(_IN_BRACKETS.findall(name))
        number = str(values.get("number", ""))
        rest = note if any(figure != number for figure in re.findall(r"\d+", note)) else ""
        car = RowContent(row._replace(raw=name))
        car.take(NO_COLUMN, name, {**values, "status": status}, rest)
        cars.append(car)
    return cars
