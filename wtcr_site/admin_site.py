"""The editors' admin site.

It stands apart from admin.py: a module that is loaded to make the site cannot register a model with it.
"""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList, ChangeListSearchForm
from django.core.exceptions import ValidationError
from django.db import DataError
from django.db.models import Field, ForeignKey, ManyToManyField, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# Each word is looked for in each field: of some hundreds no database makes a query.
LONGEST_SEARCH = 80


class EditorsAdminSite(admin.AdminSite):
    site_header = _("Door to Door")
    site_title = _("Door to Door")
    index_title = _("Editors")

    def register(
        self, model_or_iterable: Any, admin_class: type[admin.ModelAdmin[Any]] | None = None, **options: Any
    ) -> None:
        """Every model's pages, Django's own too, take nonsense in their addresses."""
        own = admin_class or admin.ModelAdmin
        super().register(model_or_iterable, type(own.__name__, (TakesNonsense, own), {}), **options)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        # The models are there only once the site is made.
        from championship.admin.race_control.dashboard import dashboard

        # What waits is for those who may do something about it.
        waiting = dashboard(request.user) if request.user.has_perm("championship.add_classification") else {}
        return super().index(request, {**waiting, **(extra_context or {})})


class SearchForm(ChangeListSearchForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[SEARCH_VAR] = forms.CharField(required=False, strip=False, max_length=LONGEST_SEARCH)


class EditorsChangeList(ChangeList):
    search_form_class = SearchForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        try:
            super().__init__(*args, **kwargs)
        except (DataError, OverflowError, ValueError) as error:
            # A number that no column holds. Django leads back to the whole list.
            raise IncorrectLookupParameters(error) from error


class TakesNonsense(admin.ModelAdmin[Model]):
    """Pages of a model whose address may ask for what cannot be, and whose forms may have been meddled with."""

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, str | list[str]]:
        """What an address such as ?event=12 suggests for a new row, as far as its fields could hold it."""
        suggested = super().get_changeform_initial_data(request)
        fields = self.get_form(request, None, change=False).base_fields
        return {name: value for name, value in suggested.items() if name in fields and _fits(fields[name], value)}

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField[Any] | None:
        return super().formfield_for_foreignkey(db_field, request, **{"form_class": RowField} | kwargs)

    def formfield_for_manytomany(
        self, db_field: ManyToManyField[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.ModelMultipleChoiceField[Any] | None:
        return super().formfield_for_manytomany(db_field, request, **{"form_class": RowsField} | kwargs)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return EditorsChangeList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Model], search_term: str
    ) -> tuple[QuerySet[Model], bool]:
        # PostgreSQL refuses to look for a null byte.
        if len(search_term) > LONGEST_SEARCH or "\0" in search_term:
            return queryset.none(), False
        return super().get_search_results(request, queryset, search_term)

    def response_action(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse | None:
        if all(_fits(self.model._meta.pk, chosen, None) for chosen in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            return super().response_action(request, *args, **kwargs)
        messages.warning(request, gettext("What was chosen is not in the list. Nothing was changed: choose once more."))
        return None


class RowField(forms.ModelChoiceField[Model]):
    """A choice of one row. What can be no row's key is shown as no choice: its widget would look for it."""

    def prepare_value(self, value: Any) -> Any:
        value = super().prepare_value(value)
        return value if _is_key(self, value) else None


class RowsField(forms.ModelMultipleChoiceField[Model]):
    def prepare_value(self, value: Any) -> Any:
        value = super().prepare_value(value)
        return [key for key in value if _is_key(self, key)] if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        for key in value if isinstance(value, list | tuple) else ():
            if not _is_key(self, key):
                raise ValidationError(self.error_messages["invalid_pk_value"], "invalid_pk_value", {"pk": key})
        return super().clean(value)


def _is_key(field: forms.ModelChoiceField[Model], value: Any) -> bool:
    return field.queryset is not None and _fits(field.queryset.model._meta.pk, value, None)


def _fits(field: forms.Field | Field[Any, Any], *value: Any) -> bool:
    try:
        field.clean(*value)
    except ValidationError:
        return False
    return True
