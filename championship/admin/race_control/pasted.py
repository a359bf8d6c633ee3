"""A pasted sheet as it was read: a table under the roles of its columns, which an editor can change, with what was not
taken. What was chosen is kept for the site, for the next sheet with the same heads and separator.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from championship.models import PasteShape
from championship.race_control.sheets.lines import NO_COLUMN, Cell, Sheet, SheetColumn, SheetLine, SheetRow
from championship.race_control.sheets.roles import UNREAD, Role
from championship.race_control.sheets.sheet import read_sheet

ROLES: dict[Role, Any] = {
    Role.POSITION: gettext_lazy("Place"),
    Role.NUMBER: gettext_lazy("Number"),
    Role.NAME: gettext_lazy("Name"),
    Role.GIVEN: gettext_lazy("Given name"),
    Role.FAMILY: gettext_lazy("Family name"),
    Role.LAPS: gettext_lazy("Laps"),
    Role.TIME: gettext_lazy("Total time"),
    Role.GAP: gettext_lazy("Gap to first"),
    Role.INTERVAL: gettext_lazy("Gap to the car ahead"),
    Role.BEST: gettext_lazy("Best lap"),
    Role.STATUS: gettext_lazy("Status"),
    Role.GRID: gettext_lazy("Grid"),
    Role.PART: gettext_lazy("Part of a qualifying"),
    Role.CLASS: gettext_lazy("Class (not taken)"),
    Role.POINTS: gettext_lazy("Points (not taken)"),
    Role.IGNORED: gettext_lazy("Ignored"),
}
# What a column is called where its select stands at what the site made of it.
AS_READ = ""
# A cell as long as this that stands in a sentence is the one that the sentence is about.
NAMED = 4


@dataclass(frozen=True, slots=True)
class PastedColumn:
    """A column under its role. `own_role` is what the site reads it as by itself, `chosen` what an editor made of it.

    is_sure: whether its head says so. has_cells: whether anything stands in it.
    """

    index: int
    head: str
    own_role: Role
    is_sure: bool
    chosen: Role | None
    has_cells: bool

    @property
    def role(self) -> Role:
        return self.chosen or self.own_role

    @property
    def name(self) -> str:
        """The head; a column without one goes by its number."""
        return self.head.strip() or _("Column %d") % (self.index + 1)

    @property
    def is_taken(self) -> bool:
        return self.role not in UNREAD and self.role is not Role.UNKNOWN

    @property
    def is_open(self) -> bool:
        """Whether nothing but its cells says what it holds, and nobody chose."""
        return self.chosen is None and self.has_cells and not self.is_sure

    @property
    def sentence(self) -> str:
        """What is to be known of a column that is open."""
        words = {"column": self.name, "role": ROLES.get(self.own_role, "")}
        if self.own_role in (Role.UNKNOWN, Role.IGNORED):
            sentence = _("The column “%(column)s” is not known, and nothing of it is taken: choose what it holds.")
        else:
            sentence = _("The column “%(column)s” is not known: by what stands in it, it is read as “%(role)s”.")
        return sentence % words

    @property
    def options(self) -> list[tuple[str, str, bool]]:
        """The select's: value, label, whether it is chosen. What is not sure is an option of its own, so that to choose
        the same role says that it is right."""
        as_read = []
        if not self.is_sure:
            is_role = self.own_role in ROLES and self.own_role is not Role.IGNORED
            label = _("%(role)s?") % {"role": ROLES[self.own_role]} if is_role else _("Not known")
            as_read.append((AS_READ, label, self.chosen is None))
        current = self.chosen or (self.own_role if self.is_sure else None)
        return [*as_read, *((role.value, str(label), role is current) for role, label in ROLES.items())]


@dataclass(frozen=True, slots=True)
class PastedCell:
    """A cell, its text around what of it was not taken."""

    before: str = ""
    rest: str = ""
    after: str = ""
    is_aside: bool = False


@dataclass(frozen=True, slots=True)
class PastedRow:
    """A row of the table; `beside` are the words that stand under no column."""

    row: int
    cells: tuple[PastedCell, ...]
    beside: tuple[str, ...]


@dataclass(frozen=True)
class PastedSheet:
    """`own` is the sheet as the site reads it by itself, `sheet` with the roles that an editor chose, by column.

    kept: what is kept for sheets of this shape, None where nothing is.
    """

    own: Sheet
    sheet: Sheet
    chosen: Mapping[int, Role]
    kept: PasteShape | None

    @cached_property
    def key(self) -> str:
        return shape_key(self.own)

    @cached_property
    def columns(self) -> list[PastedColumn]:
        filled = {cell.column for row in self.sheet.rows for cell in row.cells if cell.text.strip()}
        return [
            PastedColumn(
                index, column.head, column.role, is_sure(self.own, column), self.chosen.get(index), index in filled
            )
            for index, column in enumerate(self.own.columns)
        ]

    @cached_property
    def is_headed(self) -> bool:
        return has_heads(self.own)

    @property
    def has_beside(self) -> bool:
        return any(row.beside for row in self.rows)

    @cached_property
    def rows(self) -> list[PastedRow]:
        return [
            PastedRow(
                row.row,
                tuple(self._cell(cell) for cell in row.cells if cell.column != NO_COLUMN),
                tuple(cell.text for cell in row.cells if cell.column == NO_COLUMN),
            )
            for row in self.sheet.rows
        ]

    @property
    def is_kept_used(self) -> bool:
        return self.kept is not None and bool(self.chosen) and _rows_of(self.chosen) == self.kept.roles

    @property
    def kept_sentence(self) -> str:
        """What was chosen, by whom and when; empty where it is not used."""
        if self.kept is None or not self.is_kept_used:
            return ""
        words = {
            "columns": ", ".join(
                _("“%(column)s” is %(role)s") % {"column": column.name, "role": ROLES[column.chosen]}
                for column in self.columns
                if column.chosen
            ),
            "who": self.kept.chosen_by or _("somebody"),
        }
        return _("Read as %(who)s chose for a sheet with these heads: %(columns)s.") % words

    @cached_property
    def remarks(self) -> list[str]:
        """What is to be known of whole columns."""
        remarks = [column.sentence for column in self.columns if column.is_open]
        if self.columns and not self.is_headed:
            remarks.insert(0, _("The sheet has no heads: its columns are read by what stands in them."))
        return remarks

    @cached_property
    def untaken(self) -> dict[SheetLine, tuple[str, ...]]:
        """What of a car's cells is not taken, in sentences; what stands in a column that is not known is said once, and
        so is what one of the line's own doubts names."""
        return {
            line: tuple(self._untaken_of(line, row))
            for line, row in zip(self.sheet.lines, self.sheet.rows, strict=False)
        }

    def _untaken_of(self, line: SheetLine, row: SheetRow) -> Iterator[str]:
        for cell in row.cells:
            if cell.is_taken or (len(cell.text) >= NAMED and any(cell.text in doubt for doubt in line.doubts)):
                continue
            words = {"rest": cell.rest.strip(), "text": cell.text.strip()}
            if cell.column == NO_COLUMN:
                yield _("“%(text)s” stands under no column and is not taken.") % words
                continue
            column = self.columns[cell.column]
            if column.role is Role.UNKNOWN:
                continue
            words |= {"column": column.name}
            if words["rest"] == words["text"]:
                yield _("“%(text)s” under “%(column)s” is not taken.") % words
            else:
                yield _("Of “%(text)s” under “%(column)s”, “%(rest)s” is not taken.") % words

    def _cell(self, cell: Cell) -> PastedCell:
        column = self.columns[cell.column]
        if cell.is_taken:
            return PastedCell(cell.text, is_aside=bool(cell.text) and not column.is_taken)
        before, rest, after = cell.text.partition(cell.rest)
        # A rest that was put together stands behind the whole.
        return PastedCell(before, rest, after) if rest else PastedCell(f"{cell.text} ", cell.rest)

    def keep(self, username: str) -> None:
        """What was chosen for the next sheet of this shape; nothing chosen keeps nothing. Without a head nothing says
        that the next sheet is of the same shape."""
        if not self.is_headed or (self.kept.roles if self.kept else []) == _rows_of(self.chosen):
            return
        if self.chosen:
            PasteShape.objects.update_or_create(
                key=self.key,
                defaults={
                    "heads": [column.head for column in self.own.columns],
                    "roles": _rows_of(self.chosen),
                    "chosen_by": username,
                    "chosen_at": timezone.now(),
                },
            )
        else:
            forget(self.key)


def read_paste(text: str, sent: Mapping[str, str], *, is_race: bool) -> PastedSheet:
    """The text, read with the roles that were sent for this very shape, else with those that are kept for it.

    `sent`: the fields of the page, `shape` with the key and `role-0`, `role-1` … of each column.
    """
    own = read_sheet(text, is_race=is_race)
    key = shape_key(own)
    kept = PasteShape.objects.filter(key=key).first() if has_heads(own) else None
    if sent.get("shape") == key:
        roles = [(index, sent.get(f"role-{index}", AS_READ)) for index in range(len(own.columns))]
    else:
        roles = kept.roles if kept else []
    chosen = {index: Role(role) for index, role in roles if _is_choice(own, index, role)}
    if not chosen:
        return PastedSheet(own, own, {}, kept)
    used = [chosen.get(index, column.role) for index, column in enumerate(own.columns)]
    return PastedSheet(own, read_sheet(text, is_race=is_race, roles=used), chosen, kept)


def forget(key: str) -> None:
    PasteShape.objects.filter(key=key).delete()


def shape_key(sheet: Sheet) -> str:
    shape = repr((sheet.separator, [column.head for column in sheet.columns]))
    return hashlib.blake2b(shape.encode(), digest_size=16).hexdigest()


def has_heads(sheet: Sheet) -> bool:
    return any(column.head.strip() for column in sheet.columns)


def is_sure(sheet: Sheet, column: SheetColumn) -> bool:
    """Whether the head says what the column holds. Of a sheet without any head that is asked once for all of them."""
    if column.role is Role.UNKNOWN or column.is_guessed:
        return False
    return column.role is not Role.IGNORED or bool(column.head.strip()) or not has_heads(sheet)


def _is_choice(own: Sheet, index: int, role: str) -> bool:
    """Whether it says something else, or more, than what the site makes of the column by itself."""
    if role not in ROLES or not 0 <= index < len(own.columns):
        return False
    column = own.columns[index]
    return role != column.role or not is_sure(own, column)


def _rows_of(chosen: Mapping[int, Role]) -> list[list[Any]]:
    return [[index, role.value] for index, role in sorted(chosen.items())]
