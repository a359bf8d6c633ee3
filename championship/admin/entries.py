"""Entries, and the entry lists of events."""

from collections.abc import Mapping
from typing import Annotated, Any, TypedDict

from django import forms
from django.contrib import admin
from django.db.models import Count, ForeignKey, ManyToManyField, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import Annotations

from championship.admin.base import EventFilter, RowsInline, SeasonModelAdmin, parameter
from championship.models import Entry, Event, EventEntry, Title


class EventEntryForm(forms.ModelForm[EventEntry]):
    """A number left empty is the entry's own."""

    class Meta:
        model = EventEntry
        fields = ("event", "entry", "number")
        help_texts = {"number": _("The number on the door at this event. Empty takes the entry's own.")}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        entry = cleaned.get("entry")
        fixed = {field for fixed in self.instance.fixed_now() for field in fixed.fields}
        if entry is not None and cleaned.get("number") is None and "number" not in self.errors.keys() | fixed:
            cleaned["number"] = entry.number
        return cleaned


class EventEntryInline(RowsInline[EventEntry, Entry]):
    model = EventEntry
    form = EventEntryForm
    related = ("event", "driver")
    fields = (("event", "number", "nominated"),)
    verbose_name_plural = _("events it is on the list of")

    def fitting(self, parent_pk: int) -> Mapping[str, QuerySet[Any]]:
        return {"event": Event.objects.filter(season__entries=parent_pk).select_related("season")}

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField[Any] | None:
        if db_field.name == "event":
            kwargs.setdefault("queryset", Event.objects.select_related("season"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class ListCount(TypedDict):
    list_count: int


@admin.register(Entry)
class EntryAdmin(SeasonModelAdmin[Entry]):
    list_display = ("driver", "number", "team", "car", "season", "wildcard", "on_lists")
    list_select_related = ("season", "driver", "team")
    # Counting drops the model's own order.
    ordering = ("-season__year", "order", "pk")
    list_filter = ("season", "wildcard", "titles__slug", "team")
    search_fields = (
        "driver__given_name", "driver__family_name", "driver__slug", "team__name", "car", "=number", "season__year",
    )  # fmt: skip
    autocomplete_fields = ("driver", "team")
    fieldsets = (
        (None, {"fields": ("season", "driver", "team", ("number", "order"), "car")}),
        (_("What it is entered for"), {"fields": ("titles", ("wildcard", "wildcard_scores"))}),
    )
    inlines = (EventEntryInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entry]:
        return super().get_queryset(request).annotate(list_count=Count("event_entries"))

    def formfield_for_manytomany(
        self, db_field: ManyToManyField[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.ModelMultipleChoiceField[Any] | None:
        titles = Title.objects.select_related("season")
        row = self.row_of(request)
        kwargs["queryset"] = titles.filter(season=row.season_id) if row else titles
        # A short list; boxes to tick work under a thumb.
        kwargs["widget"] = forms.CheckboxSelectMultiple()
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description=_("events"), ordering="list_count")
    def on_lists(self, entry: Annotated[Entry, Annotations[ListCount]]) -> int:
        return entry.list_count


@admin.register(EventEntry)
class EventEntryAdmin(SeasonModelAdmin[EventEntry]):
    form = EventEntryForm
    list_display = ("driver", "number", "event", "team")
    list_select_related = ("event__season", "driver", "entry__driver", "entry__team")
    list_filter = ("event__season", ("event", EventFilter))
    search_fields = (
        "driver__given_name", "driver__family_name", "driver__slug", "=number", "event__name", "event__code",
        "event__season__year",
    )  # fmt: skip
    autocomplete_fields = ("event", "entry")
    fieldsets = ((None, {"fields": ("event", "entry", "number")}),)

    def fitting(self, request: HttpRequest) -> Mapping[str, QuerySet[Any]]:
        row = self.row_of(request)
        event = row.event_id if row else parameter(request, "event")
        if event is None:
            return {}
        return {"entry": Entry.objects.filter(season__events=event).select_related("driver", "team")}

    @admin.display(description=_("team"), ordering="entry__team__name")
    def team(self, event_entry: EventEntry) -> str | None:
        team = event_entry.entry.team
        return team.table_name if team else None
