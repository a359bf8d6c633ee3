"""What every page of the championship's admin does: read relations once, and offer only what fits."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Field, ForeignKey, QuerySet
from django.http import HttpRequest

from championship.models import Event
from championship.models.foundation import Foundation


class SeasonModelAdmin(admin.ModelAdmin):
    """A list, a search and a page read what a row's name needs (`list_select_related`) in the same query."""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return _with(super().get_queryset(request), self.list_select_related)

    def fitting(self, request: HttpRequest) -> Mapping[str, QuerySet]:
        """For each relation that the rest of the row limits, what fits; {} while that is not known."""
        return {}

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        # Only as an offer: what is sent is held against the model's own rules, which say what does not fit.
        if request.method == "GET":
            fitting = self.fitting(request).get(db_field.name)
            if fitting is not None:
                kwargs |= {"queryset": fitting, "widget": forms.Select()}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> type:
        form = super().get_form(request, obj, change, **kwargs)
        if isinstance(obj, Foundation) and obj.bears_others:
            # What others rest on is shown and not offered. Not as read-only: then it would be left out of the rules
            # that it is a part of, such as a number once a season.
            for name in form.base_fields.keys() & set(obj.fixed_fields):
                form.base_fields[name].disabled = True
        return form

    def row_of(self, request: HttpRequest) -> Any:
        """The row whose page this is, or None on an add page."""
        pk = request.resolver_match.kwargs.get("object_id")
        return self.get_queryset(request).filter(pk=pk).first() if pk and pk.isdigit() else None


class RowsInline(admin.StackedInline):
    """Stacked, so that a phone shows it in one column; no empty rows until one is asked for."""

    extra = 0
    # What a row's name needs, read with the rows.
    related: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return _with(super().get_queryset(request), self.related)

    def fitting(self, parent_pk: int) -> Mapping[str, QuerySet]:
        return {}

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, forms.ModelChoiceField) and db_field.name not in self.autocomplete_fields:
            # Every row of the inline offers the same: read once, not once a row.
            field.choices = list(field.choices)
        return field

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        pk = request.resolver_match.kwargs.get("object_id")
        fitting = self.fitting(int(pk)).get(db_field.name) if pk and pk.isdigit() else None
        if fitting is not None:
            kwargs["queryset"] = fitting
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class EventFilter(admin.RelatedFieldListFilter):
    """Events with their year, read in one query."""

    def field_choices(self, field: Field, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[int, str]]:
        return [(event.pk, str(event)) for event in Event.objects.select_related("season")]


def parameter(request: HttpRequest, name: str) -> int | None:
    """A row's key from the address, such as ?session=12."""
    value = request.GET.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None


def _with(rows: QuerySet, related: tuple[str, ...]) -> QuerySet:
    # Without a name select_related() would follow every relation there is.
    return rows.select_related(*related) if related else rows
