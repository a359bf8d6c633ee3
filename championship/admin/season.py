"""Seasons, their scales and their titles."""

from collections.abc import Mapping
from typing import Annotated, Any, TypedDict

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import Annotations

from championship.admin.base import RowsInline, SeasonModelAdmin
from championship.models import PointsScale, Season, Title, TitleScale


class PointsScaleInline(RowsInline[PointsScale, Season]):
    model = PointsScale
    fields = (("slug", "order"), "points")


class TitleInline(RowsInline[Title, Season]):
    model = Title
    related = ("season",)
    fields = (("name", "slug", "order"), ("ranks", "entrants", "places"))
    prepopulated_fields = {"slug": ("name",)}
    show_change_link = True


class EventCount(TypedDict):
    held_events: int


@admin.register(Season)
class SeasonAdmin(SeasonModelAdmin[Season]):
    list_display = ("year", "name", "short_name", "held", "broadcaster")
    list_select_related = ()
    # Counting drops the model's own order.
    ordering = ("-year",)
    search_fields = ("year", "name", "short_name")
    fieldsets = (
        (None, {"fields": ("year", "name", "short_name")}),
        (_("On television"), {"fields": ("broadcaster", "broadcaster_url")}),
    )
    inlines = (PointsScaleInline, TitleInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Season]:
        return super().get_queryset(request).annotate(held_events=Count("events__number"))

    @admin.display(description=_("numbered events"), ordering="held_events")
    def held(self, season: Annotated[Season, Annotations[EventCount]]) -> int:
        return season.held_events


@admin.register(PointsScale)
class PointsScaleAdmin(SeasonModelAdmin[PointsScale]):
    list_display = ("slug", "season", "points", "order")
    list_select_related = ("season",)
    list_filter = ("season",)
    search_fields = ("slug", "points", "season__year")
    fieldsets = ((None, {"fields": ("season", "slug", "points", "order")}),)


class TitleScaleInline(RowsInline[TitleScale, Title]):
    model = TitleScale
    related = ("scale",)
    fields = (("kind", "scale"),)

    def fitting(self, parent_pk: int) -> Mapping[str, QuerySet[Any]]:
        return {"scale": PointsScale.objects.filter(season__titles=parent_pk)}


@admin.register(Title)
class TitleAdmin(SeasonModelAdmin[Title]):
    list_display = ("name", "season", "ranks", "entrants", "places", "own_scales", "order")
    list_select_related = ("season",)
    list_filter = ("season", "ranks", "places")
    search_fields = ("name", "slug", "other_names", "season__year")
    prepopulated_fields = {"slug": ("name",)}
    fieldsets = (
        (None, {"fields": ("season", "name", "slug", "other_names", "order")}),
        (_("Who is in it"), {"fields": ("ranks", "entrants", "eligible", "minimum_entrants")}),
        (
            _("How its points are read"),
            {"fields": ("places", "own_scales", "without_sessions", "cars_per_session", "best_scores")},
        ),
        (_("Points besides the places"), {"fields": (("bonus_fastest_qualifier", "bonus_fastest_lap"),)}),
    )
    inlines = (TitleScaleInline,)


@admin.register(TitleScale)
class TitleScaleAdmin(SeasonModelAdmin[TitleScale]):
    list_display = ("title", "kind", "scale")
    list_select_related = ("title__season", "scale")
    list_filter = ("title__season", "kind")
    search_fields = ("title__name", "scale__slug")
    autocomplete_fields = ("title", "scale")
    fieldsets = ((None, {"fields": ("title", "kind", "scale")}),)

    def fitting(self, request: HttpRequest) -> Mapping[str, QuerySet[Any]]:
        row = self.row_of(request)
        return {"scale": PointsScale.objects.filter(season=row.title.season_id)} if row else {}
