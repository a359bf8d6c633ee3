"""Foundation: a row on which others rest, so that some of what it says stays as it is."""

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Fixed(NamedTuple):
    """While any of `resting`, relations by their names, has a row, `fields` cannot change; `sentence` says so.

    published: what rests on it is published, so that the database itself refuses the change by whatever path
    (published_stays.py); else forms alone do.
    """

    fields: tuple[str, ...]
    resting: tuple[str, ...]
    sentence: "StrOrPromise"
    published: bool = False


class Foundation(models.Model):
    fixed: tuple[Fixed, ...] = ()

    class Meta:
        abstract = True

    @cached_property
    def _bears(self) -> dict[str, bool]:
        """What has been asked of the relations so far."""
        return {}

    def _bears_any(self, resting: tuple[str, ...]) -> bool:
        for name in resting:
            if name not in self._bears:
                self._bears[name] = self.pk is not None and getattr(self, name).exists()
            if self._bears[name]:
                return True
        return False

    def fixed_now(self) -> Iterator[Fixed]:
        """What stays as it is, with what rests on this row as it was when first asked."""
        return (fixed for fixed in self.fixed if self._bears_any(fixed.resting))

    def published_columns(self) -> set[str]:
        """The attributes that what is published keeps as they are."""
        names = {name for fixed in self.fixed_now() if fixed.published for name in fixed.fields}
        return {field.attname for field in self._meta.concrete_fields if field.name in names}

    def clean(self) -> None:
        super().clean()
        columns = {
            field.name: field.attname
            for field in self._meta.concrete_fields
            if any(field.name in fixed.fields for fixed in self.fixed)
        }
        before = type(self)._base_manager.filter(pk=self.pk).values(*columns.values()).first() if self.pk else None
        changed = {name for name, column in columns.items() if before and getattr(self, column) != before[column]}
        sentences = (
            [fixed.sentence for fixed in self.fixed_now() if changed.intersection(fixed.fields)] if changed else []
        )
        if sentences:
            raise ValidationError(sentences)
