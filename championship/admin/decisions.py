"""Penalties, adjustments and tables published elsewhere."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from championship.admin.base import EventFilter, SeasonModelAdmin, parameter
from championship.formats import signed_points_text
from championship.models import Adjustment, EventEntry, Penalty, PublishedPlace, Session, Title
from drivers.models import Driver, Team


@admin.register(Penalty)
class PenaltyAdmin(SeasonModelAdmin[Penalty]):
    list_display = ("session", "about", "kind", "size", "position_before", "position_after", "reason")
    list_select_related = ("session__event__season", "event_entry__driver", "event_entry__event", "driver")
    list_filter = ("session__event__season", ("session__event", EventFilter), "kind")
    search_fields = (
        "event_entry__driver__given_name", "event_entry__driver__family_name", "event_entry__driver__slug",
        "driver__given_name", "driver__family_name", "named", "session__event__name", "session__event__code",
        "session__name", "reason",
    )  # fmt: skip
    autocomplete_fields = ("session", "event_entry", "driver")
    readonly_fields = ("came_with", "withdrawn_at", "withdrawn_by", "withdrawn_reason", "replaces")
    fieldsets = (
        (None, {"fields": ("session", "event_entry", ("driver", "named"), "order")}),
        (
            _("The decision"),
            {
                "fields": (
                    "kind",
                    ("seconds", "places", "points"),
                    ("fine", "currency"),
                    ("position_before", "position_after"),
                    "came_with",
                    "reason",
                    "reason_sv",
                ),
                "description": _("It moves nobody by itself: publish the session's next classification as well."),
            },
        ),
        (_("Where it is written"), {"fields": ("decided_at", "document", "source")}),
        (
            _("Withdrawn"),
            {
                "fields": ("withdrawn_at", "withdrawn_by", "withdrawn_reason", "withdrawn_reason_sv", "replaces"),
                "description": _(
                    "A decision is withdrawn or amended in race control, which works the order out again. It stays to "
                    "be read, so none is deleted."
                ),
            },
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Penalty | None = None) -> list[str]:
        """What was decided and withdrawn is history; its sources and its Swedish may still come."""
        if obj is None or not obj.is_withdrawn:
            return [*self.readonly_fields, "withdrawn_reason_sv"]
        later = ("reason_sv", "decided_at", "document", "source", "withdrawn_reason_sv")
        shown = (field for _name, options in self.fieldsets for row in options["fields"] for field in _row(row))
        return [field for field in shown if field not in later]

    def has_delete_permission(self, request: HttpRequest, obj: Penalty | None = None) -> bool:
        return False

    def fitting(self, request: HttpRequest) -> Mapping[str, QuerySet[Any]]:
        row = self.row_of(request)
        session = row.session_id if row else parameter(request, "session")
        if session is None:
            return {}
        cars = EventEntry.objects.filter(event__sessions=session).select_related("event", "driver")
        return {"event_entry": cars.order_by("number")}

    @admin.display(description=_("driver"), ordering="event_entry__driver__family_name")
    def about(self, penalty: Penalty) -> str:
        return penalty.who

    @admin.display(description=_("size"))
    def size(self, penalty: Penalty) -> str:
        if penalty.fine is not None:
            return f"{penalty.fine.normalize():f} {penalty.currency}"
        if penalty.seconds is not None:
            return f"{penalty.seconds.normalize():f} s"
        if penalty.points is not None:
            return signed_points_text(-penalty.points)
        return str(penalty.places) if penalty.places is not None else "–"


class CompetitorAdmin[Row: Adjustment | PublishedPlace](SeasonModelAdmin[Row]):
    """Rows of one competitor in one title, after a session."""

    list_select_related: ClassVar[tuple[str, ...]] = ("title__season", "driver", "team", "after__event__season")
    list_filter: ClassVar[tuple[str | tuple[str, type[admin.FieldListFilter]], ...]] = (
        "title__season",
        "title__slug",
        ("after__event", EventFilter),
    )
    search_fields: ClassVar[tuple[str, ...]] = (
        "driver__given_name", "driver__family_name", "driver__slug", "team__name", "team__slug", "title__name",
        "source",
    )  # fmt: skip
    autocomplete_fields = ("title", "driver", "team", "after")

    def fitting(self, request: HttpRequest) -> Mapping[str, QuerySet[Any]]:
        row = self.row_of(request)
        pk = row.title_id if row else parameter(request, "title")
        title = None if pk is None else Title.objects.filter(pk=pk).first()
        if title is None:
            return {}
        season = title.season_id
        return {
            "title": Title.objects.filter(season=season).select_related("season"),
            "driver": Driver.objects.filter(entries__season=season).distinct(),
            "team": Team.objects.filter(entries__season=season).distinct(),
            "after": Session.objects.filter(event__season=season).select_related("event__season"),
        }

    @admin.display(description=_("driver or team"))
    def who(self, row: Row) -> str:
        return str(row.competitor)


@admin.register(Adjustment)
class AdjustmentAdmin(CompetitorAdmin[Adjustment]):
    list_display = ("who", "title", "signed_points", "after", "kind", "reason")
    list_select_related = (
        *CompetitorAdmin.list_select_related,
        "penalty__session__event__season",
        "penalty__driver",
        "penalty__event_entry__driver",
    )
    list_filter = (*CompetitorAdmin.list_filter, "kind")
    search_fields = (*CompetitorAdmin.search_fields, "reason")
    readonly_fields = ("penalty",)
    fieldsets = (
        (None, {"fields": ("title", ("driver", "team"), "points", "after", "order")}),
        (_("Why, and where it is written"), {"fields": ("kind", ("reason", "reason_sv"), "source", "penalty")}),
    )

    @admin.display(description=_("points"), ordering="points")
    def signed_points(self, adjustment: Adjustment) -> str:
        return signed_points_text(adjustment.points)


@admin.register(PublishedPlace)
class PublishedPlaceAdmin(CompetitorAdmin[PublishedPlace]):
    list_display = ("who", "title", "position", "points", "after", "basis")
    list_filter = (*CompetitorAdmin.list_filter, "basis")
    fieldsets = (
        (
            None,
            {
                "fields": ("title", ("driver", "team"), "after", ("position", "points"), "order"),
                "description": _("Tables are worked out; this is what another place published, to hold them against."),
            },
        ),
        (_("Where it is written"), {"fields": ("basis", "source")}),
    )


def _row(row: str | Sequence[str]) -> Sequence[str]:
    """The fields that stand in a row of a page."""
    return (row,) if isinstance(row, str) else row
