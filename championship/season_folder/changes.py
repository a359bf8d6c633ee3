"""Bringing rows of the database to what a folder says, one table at a time, and naming every difference."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

from django.db import models

from championship.models.foundation import Foundation

Key = tuple[Any, ...]
Values = dict[str, Any]
ORDERS = ("order", "announced_order")


class LoadRefused(ValueError):
    """The folder differs from the database in ways that need --replace; nothing was written."""

    def __init__(self, differences: Iterable[str]) -> None:
        self.differences = list(differences)
        super().__init__("\n".join(self.differences))


class Changes:
    """What a load writes. Without `replace` a difference from what is there is only named, in `differences`.

    `fresh` is a season that was not there: everything in it is new. Deletions wait until `delete_gone`, when nothing
    points at the rows any more, save those of tables that nothing points at.
    """

    def __init__(self, *, fresh: bool, replace: bool) -> None:
        self.fresh = fresh
        self.replace = replace
        self.differences: list[str] = []
        self.written = 0
        self._gone: list[tuple[models.Model, str]] = []
        self._names: dict[tuple[object, int], str] = {}

    def rows[RowKey: Hashable, Row: models.Model](
        self,
        model: type[Row],
        there: Mapping[RowKey, Row],
        wanted: Mapping[RowKey, Values],
        name: Callable[[RowKey], str],
        *,
        park: tuple[str, ...] = (),
        leaf: bool = False,
    ) -> dict[RowKey, Row]:
        """The rows that `wanted` asks for, by its keys. `park` are unique fields that two rows may swap; `leaf` says
        that nothing points at the table's rows, so that one that has gone can make room at once."""
        gone = [key for key in there if key not in wanted]
        for key in gone:
            if not self.replace:
                self.differences.append(f"{name(key)} is in the database and not in the folder.")
            elif leaf:
                self._delete(there[key], name(key))
            else:
                self._gone.append((there[key], name(key)))
        changed = {}
        for key, row in there.items():
            self._names[model, row.pk] = name(key)
            values = self._changed_values(row, wanted.get(key, {}))
            if values:
                changed[key] = values
        if not self.replace:
            for key, values in changed.items():
                for field, value in values.items():
                    self._differs(name(key), there[key], field, value)
        else:
            for key, values in changed.items():
                self._refuse_published(name(key), there[key], values)
            for field in park:
                self._park(there, changed, field)
            for key, values in changed.items():
                if values:
                    self.write(there[key], values)
        if not self.fresh and not self.replace:
            self.differences += [
                f"{name(key)} is in the folder and not in the database." for key in wanted if key not in there
            ]
        return self._with_new(model, there, wanted, name)

    def shared[Row: models.Model](
        self,
        model: type[Row],
        there: Mapping[str, Row],
        wanted: Mapping[str, Values],
        blanks: Values,
    ) -> dict[str, Row]:
        """Drivers, teams and circuits, which seasons share: matched by slug, new ones made. A blank cell erases nothing
        and fills in where the database is blank; `blanks` gives what counts as blank besides nothing at all."""
        for slug, row in there.items():
            self._names[model, row.pk] = slug
            filled = {}
            for field, value in wanted[slug].items():
                old = getattr(row, field)
                if value in (None, "", old):
                    continue
                if old in (None, "", blanks.get(field)) or self.replace:
                    filled[field] = value
                else:
                    self._differs(f"The {model._meta.verbose_name} {slug}", row, field, value)
            if filled:
                self.write(row, filled)
        made = {
            slug: {field: value for field, value in values.items() if field not in blanks or value}
            for slug, values in wanted.items()
        }
        return self._with_new(model, there, made, str)

    def _with_new[RowKey: Hashable, Row: models.Model](
        self,
        model: type[Row],
        there: Mapping[RowKey, Row],
        wanted: Mapping[RowKey, Values],
        name: Callable[[RowKey], str],
    ) -> dict[RowKey, Row]:
        new = {key: model(**values) for key, values in wanted.items() if key not in there}
        if new:
            model._base_manager.bulk_create(new.values())
        for key, row in new.items():
            self._names[model, row.pk] = name(key)
            self.written += 1
        there_now = {**there, **new}
        return {key: there_now[key] for key in wanted}

    def write(self, row: models.Model, values: Values) -> None:
        for field, value in values.items():
            setattr(row, field, value)
        row.save(update_fields=values)
        self.written += 1

    def delete_gone(self) -> None:
        """Deletes what --replace takes away, last made first; what results rest on is named in `differences`."""
        for row, name in reversed(self._gone):
            self._delete(row, name)

    def _delete(self, row: models.Model, name: str) -> None:
        try:
            row.delete()
        except models.RestrictedError as error:
            resting = sorted({str(other._meta.verbose_name_plural) for other in error.restricted_objects})
            self.differences.append(
                f"{name} is not in the folder and cannot be taken away: {' and '.join(resting)} rest on it."
            )
        else:
            self.written += 1

    def _changed_values(self, row: models.Model, values: Values) -> Values:
        # The order of rows is no fact of the season, so that it alone is no reason to refuse a folder.
        return {
            field: value
            for field, value in values.items()
            if getattr(row, field) != value and (self.replace or field not in ORDERS)
        }

    def _refuse_published(self, name: str, row: models.Model, values: Values) -> None:
        """Names what a published classification keeps as it is, and takes it out of `values`."""
        for field in sorted(row.published_columns() & values.keys()) if isinstance(row, Foundation) else ():
            self._differs(name, row, field, values.pop(field))
            self.differences[-1] += " A published classification rests on it, so it stays."

    def _park[RowKey: Hashable](
        self, there: Mapping[RowKey, models.Model], changed: Mapping[RowKey, Values], field: str
    ) -> None:
        """Takes the old numbers and words out of the way, so that two rows can swap theirs."""
        for turn, (key, values) in enumerate(changed.items()):
            old = getattr(there[key], field) if field in values else None
            if old is not None:
                # An event's code has room for three signs, and no code begins with this one.
                aside = 10_000 + old if isinstance(old, int) else f"_{turn:x}"
                type(there[key])._base_manager.filter(pk=there[key].pk).update(**{field: aside})

    def _differs(self, name: str, row: models.Model, field: str, new: Any) -> None:
        old = getattr(row, field)
        shown = row._meta.get_field(field)
        if shown.is_relation:
            old, new = (self._names.get((shown.related_model, pk), pk) for pk in (old, new))
        called = getattr(shown, "verbose_name", field)
        self.differences.append(f"{name}: {called} is {_shown(old)} in the database and {_shown(new)} in the folder.")


def _shown(value: Any) -> str:
    return "blank" if value in (None, "") else str(value)


def in_turn[Row](pairs: Iterable[tuple[Key, Row]]) -> dict[Key, Row]:
    """The rows by their key and, because rows may share a key, their turn among those that do."""
    turns: Counter[Key] = Counter()
    rows = {}
    for key, row in pairs:
        turns[key] += 1
        rows[*key, turns[key]] = row
    return rows
