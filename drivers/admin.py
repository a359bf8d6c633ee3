from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from championship.admin.base import SeenAdmin
from drivers.models import CareerEntry, Driver, Team


class CareerInline(admin.StackedInline[CareerEntry, Driver]):
    model = CareerEntry
    extra = 0
    fields = (("first_year", "last_year"), ("series", "team"), "detail", "source")


@admin.register(Driver)
class DriverAdmin(SeenAdmin[Driver]):
    list_display = ("name", "country", "born", "has_lead", "has_portrait", "career_kept_to")
    list_filter = (
        ("lead", admin.EmptyFieldListFilter),
        ("portrait", admin.EmptyFieldListFilter),
        "born_basis",
        "country",
    )
    # The address is written without accents, so "backman" finds Bäckman.
    search_fields = ("given_name", "family_name", "slug")
    prepopulated_fields = {"slug": ("given_name", "family_name")}
    autocomplete_fields = ("sibling", "portrait")
    fieldsets = (
        (None, {"fields": (("given_name", "family_name"), "slug", "country")}),
        (_("Born"), {"fields": (("born", "born_basis"), "birthplace")}),
        (_("The page"), {"fields": ("lead", "lead_sv", "firsts", "firsts_sv", "portrait", "sibling")}),
        (_("Career"), {"fields": ("career_kept_to",), "description": _("The seasons of this site are worked out.")}),
    )
    inlines = (CareerInline,)

    @admin.display(description=_("name"), ordering="family_name")
    def name(self, driver: Driver) -> str:
        return driver.name

    @admin.display(description=_("lead"), boolean=True)
    def has_lead(self, driver: Driver) -> bool:
        return bool(driver.lead)

    @admin.display(description=_("portrait"), boolean=True)
    def has_portrait(self, driver: Driver) -> bool:
        return driver.portrait_id is not None


@admin.register(Team)
class TeamAdmin(SeenAdmin[Team]):
    list_display = ("name", "short_name", "country", "disc", "has_lead", "has_picture")
    list_filter = (("lead", admin.EmptyFieldListFilter), ("picture", admin.EmptyFieldListFilter), "country")
    search_fields = ("name", "short_name", "slug")
    prepopulated_fields = {"slug": ("name",)}
    autocomplete_fields = ("picture",)
    fieldsets = (
        (None, {"fields": ("name", "short_name", "slug", "country", "colour")}),
        (_("The page"), {"fields": ("lead", "lead_sv", "picture")}),
    )

    @admin.display(description=_("colour"))
    def disc(self, team: Team) -> SafeString:
        return format_html(
            '<svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">'
            '<circle cx="8" cy="8" r="8" fill="{}"/></svg> {}',
            team.colour,
            team.colour,
        )

    @admin.display(description=_("lead"), boolean=True)
    def has_lead(self, team: Team) -> bool:
        return bool(team.lead)

    @admin.display(description=_("picture"), boolean=True)
    def has_picture(self, team: Team) -> bool:
        return team.picture_id is not None


@admin.register(CareerEntry)
class CareerEntryAdmin(admin.ModelAdmin[CareerEntry]):
    list_display = ("driver", "years", "series", "team", "detail")
    list_select_related = ("driver",)
    list_filter = ("last_year", "series")
    search_fields = ("driver__given_name", "driver__family_name", "driver__slug", "series", "team")
    autocomplete_fields = ("driver",)
    fieldsets = (
        (None, {"fields": ("driver", ("first_year", "last_year"), "series", "team", "detail")}),
        (_("Where it is written"), {"fields": ("source",)}),
    )
