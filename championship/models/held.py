"""Held: a row on which others rest, so that some of what it says stays as it is."""

from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import models


class Held(models.Model):
    """While any of `held_by`, relations by their names, has a row, the fields `held_fields` cannot change."""

    held_fields: tuple[str, ...] = ()
    held_by: tuple[str, ...] = ()
    held_sentence = ""

    class Meta:
        abstract = True

    @cached_property
    def is_held(self) -> bool:
        return any(getattr(self, name).exists() for name in self.held_by)

    def clean(self) -> None:
        super().clean()
        columns = [self._meta.get_field(name).attname for name in self.held_fields]
        before = type(self)._base_manager.filter(pk=self.pk).values(*columns).first() if self.pk else None
        if before and any(getattr(self, column) != value for column, value in before.items()) and self.is_held:
            raise ValidationError(self.held_sentence)
