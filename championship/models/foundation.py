"""Foundation: a row on which others rest, so that some of what it says stays as it is."""

from functools import cached_property
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Foundation(models.Model):
    """While any of `resting`, relations by their names, has a row, the fields `fixed_fields` cannot change."""

    fixed_fields: tuple[str, ...] = ()
    resting: tuple[str, ...] = ()
    fixed_sentence: "StrOrPromise" = ""

    class Meta:
        abstract = True

    @cached_property
    def bears_others(self) -> bool:
        return any(getattr(self, name).exists() for name in self.resting)

    def clean(self) -> None:
        super().clean()
        columns = [field.attname for field in self._meta.concrete_fields if field.name in self.fixed_fields]
        before = type(self)._base_manager.filter(pk=self.pk).values(*columns).first() if self.pk else None
        if before and any(getattr(self, column) != value for column, value in before.items()) and self.bears_others:
            raise ValidationError(self.fixed_sentence)
