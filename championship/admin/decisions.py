"""Penalties, adjustments and tables published elsewhere."""

from collections.abc import Mapping
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
    list_display = ("session", "driver", "kind", "size", "position_before", "position_after", "reason")
    list_select_related = ("session__event__season", "event_entry__driver", "event_entry__event")
    list_filter = ("session__event__season", ("session__event", EventFilter), "kind")
    search_fields = (
        "event_entry__driver__given_name", "event_entry__driver__family_name", "event_entry__driver__slug",
        "session__event__name", "session__event__code", "session__name", "reason",
    )  # fmt: skip
    autocomplete_fields = ("session", "event_entry")
    fieldsets = (
        (None, {"fields": ("session", "event_entry", "order")}),
        (
            _("The decision"),
            {
                "fields": (
                    "kind",
                    ("seconds", "places", "points"),
                    ("position_before", "position_after"),
                    "reason",
                    "reason_sv",
                ),
                "description": _("It moves nobody by itself: publish the session's next classification as well."),
            },
        ),
        (_("Where it is written"), {"fields": ("decided_at", "document", "source")}),
    )

    def fitting(self, request: HttpRequest) -> Mapping[str, QuerySet[Any]]:
        row = self.row_of(request)
        session = row.session_id if row else parameter(request, "session")
        if session is None:
            return {}
        cars = EventEntry.objects.filter(event__sessions=session).select_related("event", "driver")
        return {"event_entry": cars.order_by("number")}

    @admin.display(description=_("driver"), ordering="event_entry__driver__family_name")
    def driver(self, penalty: Penalty) -> str:
        return penalty.event_entry.driver.name

    @admin.display(description=_("size"))
    def size(self, penalty: Penalty) -> str:
        if penalty.seconds is not None:
            return f"{penalty.seconds.normalize():f} s"
        if penalty.points is not None:
            return signed_points_text(-penalty.points)
        return str(penalty.places) if penalty.places is not None else "–"


class CompetitorAdmin[Row: Adjustment | PublishedPlace](SeasonModelAdmin[Row]):
    """Rows of one competitor in one title, after a session."""

    list_select_related = ("title__season", "driver", "team", "after__event__season")
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
    list_filter = (*CompetitorAdmin.list_filter, "kind")
    search_fields = (*CompetitorAdmin.search_fields, "reason")
    fieldsets = (
        (None, {"fields": ("title", ("driver", "team"), "points", "after", "order")}),
        (_("Why, and where it is written"), {"fields": ("kind", ("reason", "reason_sv"), "source")}),
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
