"""Circuits, events, what moved them, and their sessions."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar, TypedDict

from django import forms
from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import Annotations, FieldsetSpec

from championship.admin.base import EventFilter, RowsInline, SeasonModelAdmin
from championship.admin.moves import QUESTION, EventForm, SessionForm, SessionFormSet, SessionTimesForm
from championship.admin.race_control.views import RACE_CONTROL, race_control
from championship.models import CalendarChange, Circuit, Classification, Event, PointsScale, Session


@admin.register(Circuit)
class CircuitAdmin(SeasonModelAdmin[Circuit]):
    list_display = ("name", "locality", "country", "timezone", "length_m")
    list_select_related = ()
    list_filter = ("country",)
    search_fields = ("name", "locality", "slug")
    prepopulated_fields = {"slug": ("name",)}
    fieldsets = (
        (None, {"fields": ("name", "slug", "locality", "country", "timezone")}),
        (_("The track"), {"fields": ("length_m", ("latitude", "longitude"))}),
    )


class SessionInline(RowsInline[Session, Event]):
    model = Session
    form = SessionTimesForm
    formset = SessionFormSet
    related = ("event__season",)
    fields = (
        ("code", "name", "name_sv", "slug", "order"),
        ("kind", "scale", "not_on_countback", "state"),
        ("date", "local_time", "planned_minutes"),
        ("laps_scheduled", "laps_run"),
    )
    prepopulated_fields = {"slug": ("name",)}
    show_change_link = True

    def fitting(self, parent_pk: int) -> Mapping[str, QuerySet[Any]]:
        return {"scale": PointsScale.objects.filter(season__events=parent_pk)}


class CalendarChangeInline(RowsInline[CalendarChange, Event]):
    model = CalendarChange
    related = ("event",)
    fields = (("announced_on", "what", "session", "order"), ("before", "after"), ("reason", "reason_sv"), "source")
    verbose_name_plural = _("what was announced to have changed")

    def fitting(self, parent_pk: int) -> Mapping[str, QuerySet[Any]]:
        return {"session": Session.objects.filter(event=parent_pk).select_related("event__season")}


@admin.register(Event)
class EventAdmin(SeasonModelAdmin[Event]):
    form = EventForm
    list_display = ("name", "season", "number", "code", "starts_on", "ends_on", "circuit", "status")
    list_select_related = ("season", "circuit")
    list_filter = ("season", "status")
    search_fields = ("name", "code", "slug", "circuit__name", "season__year")
    date_hierarchy = "starts_on"
    autocomplete_fields = ("circuit", "announced_circuit")
    prepopulated_fields = {"slug": ("name",)}
    fieldsets: ClassVar[FieldsetSpec] = (
        (None, {"fields": ("season", ("name", "name_sv"), "slug", "code", "circuit")}),
        (_("State"), {"fields": ("status", ("number", "order"), ("starts_on", "ends_on"))}),
        QUESTION,
        (
            _("As it was announced"),
            {
                "fields": (
                    ("announced_label", "announced_order"),
                    "announced_circuit",
                    ("announced_starts_on", "announced_ends_on"),
                ),
                "description": _("The line of the calendar as it was printed before the season. It does not change."),
            },
        ),
    )
    inlines = (SessionInline, CalendarChangeInline)

    def get_fieldsets(self, request: HttpRequest, obj: Event | None = None) -> FieldsetSpec:
        return _asking(self.fieldsets, obj)

    def save_related(
        self, request: HttpRequest, form: EventForm, formsets: Sequence[forms.BaseFormSet[Any]], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        form.announce(form.instance, form.moves)
        for formset in formsets:
            for moved in formset.moved if isinstance(formset, SessionFormSet) else ():
                form.announce(form.instance, moved.moves, moved.instance)


@admin.register(CalendarChange)
class CalendarChangeAdmin(SeasonModelAdmin[CalendarChange]):
    list_display = ("announced_on", "event", "what", "before", "after", "reason")
    list_select_related = ("event__season",)
    list_filter = ("event__season", ("event", EventFilter), "what")
    search_fields = ("event__name", "event__code", "before", "after", "reason")
    date_hierarchy = "announced_on"
    autocomplete_fields = ("event", "session")
    fieldsets = (
        (None, {"fields": ("event", ("announced_on", "order"), "what", "session", "before", "after")}),
        (_("Why, and where it is written"), {"fields": (("reason", "reason_sv"), "source")}),
    )


class CurrentResult(TypedDict):
    current_number: int | None
    current_status: str | None


@admin.register(Session)
class SessionAdmin(SeasonModelAdmin[Session]):
    form = SessionForm
    list_display = ("event", "name", "kind", "state", "date", "starts_at", "current", "race_control_link")
    list_display_links = ("event", "name")
    list_select_related = ("event__season", "scale")
    list_filter = ("event__season", ("event", EventFilter), "kind", "state")
    search_fields = ("name", "code", "event__name", "event__code", "event__season__year")
    date_hierarchy = "date"
    autocomplete_fields = ("event",)
    prepopulated_fields = {"slug": ("name",)}
    readonly_fields = ("race_control_link", "published")
    fieldsets: ClassVar[FieldsetSpec] = (
        (
            None,
            {
                "fields": (
                    "race_control_link",
                    "event",
                    ("code", "name", "name_sv", "slug"),
                    ("kind", "scale"),
                    "not_on_countback",
                    "order",
                )
            },
        ),
        (_("When"), {"fields": ("state", ("date", "local_time", "planned_minutes"))}),
        QUESTION,
        (_("Distance"), {"fields": (("laps_scheduled", "laps_run"),)}),
        (_("Classifications"), {"fields": ("published",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Session]:
        current = Classification.objects.current().filter(session=OuterRef("pk"))
        return (
            super()
            .get_queryset(request)
            .annotate(
                current_number=Subquery(current.values("number")), current_status=Subquery(current.values("status"))
            )
        )

    def get_urls(self) -> list[URLPattern]:
        page = path("<int:session_pk>/race-control/", self.admin_site.admin_view(race_control), name=RACE_CONTROL)
        return [page, *super().get_urls()]

    def get_fieldsets(self, request: HttpRequest, obj: Session | None = None) -> FieldsetSpec:
        return _asking(self.fieldsets, obj)

    def save_model(self, request: HttpRequest, obj: Session, form: SessionForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if form.moves:
            form.announce(obj.event, form.moves, obj)

    def fitting(self, request: HttpRequest) -> Mapping[str, QuerySet[Any]]:
        row = self.row_of(request)
        return {"scale": PointsScale.objects.filter(season=row.event.season_id)} if row else {}

    @admin.display(description=_("result"), ordering="current_status")
    def current(self, session: Annotated[Session, Annotations[CurrentResult]]) -> str:
        if session.current_status is None:
            return gettext("none yet")
        return f"{session.current_number}, {Classification.Status(session.current_status).label}"

    @admin.display(description=_("race control"))
    def race_control_link(self, session: Session) -> SafeString | str:
        if session.pk is None:
            return gettext("Save the session first.")
        address = reverse(f"admin:{RACE_CONTROL}", args=[session.pk])
        return format_html('<a href="{}">{}</a>', address, gettext("Race control"))

    @admin.display(description=_("published"))
    def published(self, session: Session) -> SafeString | str:
        if session.pk is None:
            return gettext("Save the session first.")
        return format_html_join(
            "",
            '<a href="{}">{}, {}</a><br>',
            (
                (
                    reverse("admin:championship_classification_change", args=[classification.pk]),
                    classification.number,
                    classification.get_status_display(),
                )
                for classification in session.classifications.all()
            ),
        ) or gettext("none yet")


def _asking(fieldsets: FieldsetSpec, row: Event | Session | None) -> FieldsetSpec:
    """Without the question where nothing can have moved."""
    return [fieldset for fieldset in fieldsets if fieldset is not QUESTION or row is not None]
