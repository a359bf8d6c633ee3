"""Classifications and their results, to read and to search in; race control publishes them."""

from typing import Annotated, Any, TypedDict

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import Annotations

from championship.admin.base import EventFilter, SeasonModelAdmin
from championship.admin.race_control.views import RACE_CONTROL
from championship.formats import gap_text, time_text
from championship.models import Classification, Result


class PublishedAdmin[Row: Classification | Result](SeasonModelAdmin[Row]):
    """What was published is never edited, and goes with nothing: not even with its session."""

    def has_change_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        return False


class IsCurrent(TypedDict):
    is_current: bool


@admin.register(Classification)
class ClassificationAdmin(PublishedAdmin[Classification]):
    list_display = ("event", "session_name", "number", "status", "is_current", "published_at", "published_by", "reason")
    list_display_links = ("event", "session_name")
    list_select_related = ("session__event__season",)
    list_filter = ("session__event__season", ("session__event", EventFilter), "status", "session__kind")
    search_fields = (
        "session__name", "session__code", "session__event__name", "session__event__code",
        "session__event__season__year", "reason", "published_by",
    )  # fmt: skip
    date_hierarchy = "published_at"
    ordering = ("-session__event__season__year", "-session__event__order", "-session__order", "-number")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "session",
                    "number",
                    "status",
                    "published_at",
                    "published_by",
                    "reason",
                    "reason_sv",
                    "next_one",
                ),
                "description": _("A published classification stays as it is. What changes is published as the next."),
            },
        ),
        (_("By what it counts"), {"fields": ("scale", "points_factor", "laps_counted")}),
        (_("The order"), {"fields": ("lines",)}),
    )
    readonly_fields = ("lines", "next_one")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Classification]:
        return (
            super()
            .get_queryset(request)
            .annotate(is_current=Exists(Classification.objects.current().filter(pk=OuterRef("pk"))))
        )

    def has_view_permission(self, request: HttpRequest, obj: Classification | None = None) -> bool:
        return super().has_view_permission(request, obj) or self.has_add_permission(request)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A classification is published in its session's race control, and nowhere else."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        messages.info(request, gettext("Choose the session: a classification is published in its race control."))
        return redirect("admin:championship_session_changelist")

    @admin.display(description=_("event"), ordering="session__event__starts_on")
    def event(self, classification: Classification) -> str:
        return str(classification.session.event)

    @admin.display(description=_("session"), ordering="session__order")
    def session_name(self, classification: Classification) -> str:
        return classification.session.name

    @admin.display(description=_("current"), boolean=True, ordering="is_current")
    def is_current(self, classification: Annotated[Classification, Annotations[IsCurrent]]) -> bool:
        return classification.is_current

    @admin.display(description=_("what comes next"))
    def next_one(self, classification: Classification) -> SafeString:
        address = reverse(f"admin:{RACE_CONTROL}", args=[classification.session_id])
        return format_html('<a href="{}">{}</a>', address, gettext("Race control of this session"))

    @admin.display(description=_("lines"))
    def lines(self, classification: Classification) -> str:
        results = classification.results.select_related("event_entry__driver", "event_entry__entry__team")
        return render_to_string(
            "admin/championship/classification/_lines.html",
            {
                "lines": [
                    {
                        "result": result,
                        "time": time_text(result.time_ms) if result.time_ms is not None else "",
                        "gap": gap_text(result.gap_ms, result.gap_laps),
                        "fastest_lap": time_text(result.fastest_lap_ms) if result.fastest_lap_ms is not None else "",
                    }
                    for result in results
                ]
            },
        )


@admin.register(Result)
class ResultAdmin(PublishedAdmin[Result]):
    """To search in; a line is only ever written with its classification."""

    list_display = ("driver", "number", "session", "published_as", "position", "status", "basis", "note")
    list_select_related = ("classification__session__event__season", "event_entry__driver", "event_entry__event")
    list_filter = (
        "classification__session__event__season",
        ("classification__session__event", EventFilter),
        "status",
        "basis",
    )
    search_fields = (
        "event_entry__driver__given_name", "event_entry__driver__family_name", "event_entry__driver__slug",
        "classification__session__event__name", "classification__session__event__code",
        "classification__session__name", "note",
    )  # fmt: skip
    fieldsets = (
        (None, {"fields": ("classification", "event_entry", "number", "position", "status")}),
        (_("On the track"), {"fields": ("laps", "time", "gap", "grid", "fastest_lap")}),
        (_("Where it is written"), {"fields": ("note", "basis", "source")}),
    )
    readonly_fields = ("time", "gap", "fastest_lap")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description=_("driver"), ordering="event_entry__driver__family_name")
    def driver(self, result: Result) -> str:
        return result.event_entry.driver.name

    @admin.display(description=_("session"), ordering="classification__session")
    def session(self, result: Result) -> str:
        return str(result.classification.session)

    @admin.display(description=_("classification"), ordering="classification__number")
    def published_as(self, result: Result) -> int:
        return result.classification.number

    @admin.display(description=_("time"))
    def time(self, result: Result) -> str:
        return time_text(result.time_ms) if result.time_ms is not None else "–"

    @admin.display(description=_("gap"))
    def gap(self, result: Result) -> str:
        return gap_text(result.gap_ms, result.gap_laps) or "–"

    @admin.display(description=_("fastest lap"))
    def fastest_lap(self, result: Result) -> str:
        return time_text(result.fastest_lap_ms) if result.fastest_lap_ms is not None else "–"
