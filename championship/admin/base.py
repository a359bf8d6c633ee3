"""What every page of the championship's admin does: read relations once, and offer only what fits."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Field, ForeignKey, Model, QuerySet
from django.db.models.fields.related import RelatedField
from django.http import HttpRequest
from django_stubs_ext import StrOrPromise

from championship.models import Event
from championship.models.foundation import Foundation
from championship.season.known import is_known


class SeenAdmin[Row: Model](admin.ModelAdmin[Row]):
    """Leads to a row's page once readers have it; until then change_form_object_tools.html says that they do not."""

    def get_view_on_site_url(self, obj: Row | None = None) -> str | None:
        return super().get_view_on_site_url(obj) if obj is None or is_known(obj) else None


class SeasonModelAdmin[Row: Model](SeenAdmin[Row]):
    """A list, a search and a page read what a row's name needs (`list_select_related`) in the same query."""

    list_select_related: ClassVar[tuple[str, ...]] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Row]:
        return _with(super().get_queryset(request), self.list_select_related)

    def fitting(self, request: HttpRequest) -> Mapping[str, QuerySet[Any]]:
        """For each relation that the rest of the row limits, what fits; {} while that is not known."""
        return {}

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField[Any] | None:
        # Only as an offer: what is sent is held against the model's own rules, which say what does not fit.
        if request.method == "GET":
            fitting = self.fitting(request).get(db_field.name)
            if fitting is not None:
                kwargs |= {"queryset": fitting, "widget": forms.Select()}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_form(
        self, request: HttpRequest, obj: Row | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm[Row]]:
        form = super().get_form(request, obj, change, **kwargs)
        if isinstance(obj, Foundation):
            # What others rest on is shown and not offered. Not as read-only: then it would be left out of the rules
            # that it is a part of, such as a number once a season.
            for fixed in obj.fixed_now():
                for name in form.base_fields.keys() & set(fixed.fields):
                    form.base_fields[name].disabled = True
                    form.base_fields[name].help_text = fixed.sentence
        return form

    def row_of(self, request: HttpRequest) -> Row | None:
        """The row whose page this is, or None on an add page."""
        pk = _page_key(request)
        return None if pk is None else self.get_queryset(request).filter(pk=pk).first()


class RowsInline[Row: Model, Parent: Model](admin.StackedInline[Row, Parent]):
    """Stacked, so that a phone shows it in one column; no empty rows until one is asked for."""

    extra = 0
    # What a row's name needs, read with the rows.
    related: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Row]:
        return _with(super().get_queryset(request), self.related)

    def fitting(self, parent_pk: int) -> Mapping[str, QuerySet[Any]]:
        return {}

    def formfield_for_dbfield(
        self, db_field: Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, forms.ModelChoiceField) and db_field.name not in self.autocomplete_fields:
            # Every row of the inline offers the same: read once, not once a row.
            field.choices = list(field.iterator(field))
        return field

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField[Any] | None:
        pk = _page_key(request)
        fitting = None if pk is None else self.fitting(pk).get(db_field.name)
        if fitting is not None:
            kwargs["queryset"] = fitting
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class EventFilter(admin.RelatedFieldListFilter):
    """Events with their year, read in one query."""

    def field_choices(
        self, field: RelatedField[Any, Any], request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> list[tuple[str, StrOrPromise]]:
        return [(str(event.pk), str(event)) for event in Event.objects.select_related("season")]


def parameter(request: HttpRequest, name: str) -> int | None:
    """A row's key from the address, such as ?session=12."""
    return _key(request.GET.get(name, ""))


def _page_key(request: HttpRequest) -> int | None:
    """The key of the row whose page this is, None on an add page."""
    return _key(request.resolver_match.kwargs.get("object_id") or "") if request.resolver_match else None


def _key(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _with[Row: Model](rows: QuerySet[Row], related: tuple[str, ...]) -> QuerySet[Row]:
    # Without a name select_related() would follow every relation there is.
    return rows.select_related(*related) if related else rows
