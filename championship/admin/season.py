"""Seasons, their scales and their titles."""

from collections.abc import Mapping
from typing import Annotated, Any, TypedDict

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import Annotations

from championship.admin.base import RowsInline, SeasonModelAdmin
from championship.models import CircuitLayout, PointsScale, Season, TeamName, Title, TitleScale
from championship.outlines import outline_problem, too_big


class PointsScaleInline(RowsInline[PointsScale, Season]):
    model = PointsScale
    fields = (("slug", "order"), "points")


class LayoutForm(forms.ModelForm[CircuitLayout]):
    """An outline is pasted, or put in as its file, which then stands in place of the text."""

    outline_file = forms.FileField(
        label=_("Outline as a file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".geojson,.json"}),
        help_text=_("A .geojson file. It takes the place of the text above."),
    )

    def clean(self) -> None:
        super().clean()
        file = self.cleaned_data.get("outline_file")
        if file is None:
            return
        # What is no text is no GeoJSON either, and what is too big is not read.
        text = "" if too_big(file.size) else file.read().decode("utf-8-sig", errors="replace")
        if problem := too_big(file.size) or outline_problem(text):
            self.add_error("outline_file", problem)
        else:
            self.cleaned_data["outline"] = text


class TeamNameInline(RowsInline[TeamName, Season]):
    model = TeamName
    related = ("season",)
    fields = (("team", "since", "order"), ("name", "short_name", "colour"))
    verbose_name_plural = _("what teams were called")


class CircuitLayoutInline(RowsInline[CircuitLayout, Season]):
    model = CircuitLayout
    form = LayoutForm
    related = ("season", "circuit")
    fields = (("circuit", "since", "order"), ("name", "length_m", "direction"), "outline", "outline_file", "credit")
    verbose_name_plural = _("how circuits ran")


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
    list_display = ("year", "name", "short_name", "state", "held", "broadcaster")
    list_select_related = ()
    # Counting drops the model's own order.
    ordering = ("-year",)
    list_filter = ("state",)
    search_fields = ("year", "name", "short_name")
    fieldsets = (
        (None, {"fields": ("year", "name", "short_name", "state")}),
        (_("On television"), {"fields": ("broadcaster", "broadcaster_url")}),
    )
    inlines = (PointsScaleInline, TitleInline, TeamNameInline, CircuitLayoutInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Season]:
        return super().get_queryset(request).annotate(held_events=Count("events__number"))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A season that an editor begins has nothing to read yet."""
        return {"state": Season.State.PREPARATION, **super().get_changeform_initial_data(request)}

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
        (None, {"fields": ("season", ("name", "name_sv"), "slug", ("other_names", "other_names_sv"), "order")}),
        (_("Who is in it"), {"fields": ("ranks", "entrants", "eligible", "eligible_sv", "minimum_entrants")}),
        (
            _("How its points are read"),
            {"fields": ("places", "own_scales", "without_sessions", ("cars_per_session", "nominated"), "best_scores")},
        ),
        (
            _("Points besides the places"),
            {"fields": (("bonus_fastest_qualifier", "bonus_fastest_lap"), "fastest_lap_within")},
        ),
        (
            _("Without figures"),
            {"fields": ("scale_unknown", ("winner_driver", "winner_team"))},
        ),
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


@admin.register(TeamName)
class TeamNameAdmin(SeasonModelAdmin[TeamName]):
    list_display = ("name", "season", "team", "since", "short_name", "colour")
    list_select_related = ("season", "team")
    list_filter = ("season",)
    search_fields = ("name", "short_name", "team__name", "team__slug", "season__year")
    autocomplete_fields = ("team",)
    fieldsets = ((None, {"fields": ("season", "team", "since", "order", "name", "short_name", "colour")}),)


@admin.register(CircuitLayout)
class CircuitLayoutAdmin(SeasonModelAdmin[CircuitLayout]):
    form = LayoutForm
    list_display = ("circuit", "season", "since", "name", "length_m", "direction", "has_outline")
    list_select_related = ("season", "circuit")
    list_filter = ("season", "direction", ("outline", admin.EmptyFieldListFilter))
    search_fields = ("name", "circuit__name", "circuit__slug", "season__year")
    autocomplete_fields = ("circuit",)
    fieldsets = (
        (None, {"fields": ("season", "circuit", "since", "order", "name", "length_m", "direction")}),
        (_("Its outline"), {"fields": ("outline", "outline_file", "credit")}),
    )

    @admin.display(description=_("outline"), boolean=True)
    def has_outline(self, layout: CircuitLayout) -> bool:
        return bool(layout.outline)
