from typing import Any, TypedDict

from django.contrib import admin, messages
from django.db.models import Exists, Model, OuterRef, QuerySet, Value
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import WithAnnotations

from pictures.models import Picture
from pictures.uses import out, users_of, uses


class Listed(TypedDict):
    is_out: bool


@admin.register(Picture)
class PictureAdmin(admin.ModelAdmin[Picture]):
    list_display = ("small", "alt", "credit", "size", "is_out", "has_renditions", "uploaded_at")
    list_display_links = ("small", "alt")
    search_fields = ("alt", "credit")
    date_hierarchy = "uploaded_at"
    readonly_fields = ("small", "used_by", "size", "has_renditions")
    fieldsets = (
        (None, {"fields": ("file", "alt", "credit")}),
        (
            _("What crops keep in view"),
            {
                "fields": (("focal_x", "focal_y"),),
                "description": _("On a portrait, put it between the eyes. A new focal point makes new crops."),
            },
        ),
        (_("As it is now"), {"fields": ("small", "size", "used_by", "has_renditions")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Picture]:
        # One query for the whole list says which are out.
        pictures = super().get_queryset(request).annotate(is_out=Exists(out().filter(pk=OuterRef("pk"))))
        # Its page names what uses it, and what is not out is not for everyone.
        return pictures.annotate(**{use.key: Value(use.may_see_all(request.user)) for use in uses()})

    def get_fieldsets(self, request: HttpRequest, obj: Picture | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj else fieldsets[:-1]

    def save_model(self, request: HttpRequest, obj: Picture, form: ModelForm[Picture], change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not obj.wide_widths:
            messages.info(
                request,
                _("The sizes for pages are made in the background (make_renditions). Until then pages draw instead."),
            )

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        to_delete, model_count, perms_needed, protected = super().get_deleted_objects(objs, request)
        for picture in objs:
            for _row, words in users_of(picture, lambda use: use.may_see_all(request.user)):
                to_delete.append(gettext("%s shows this picture and will be without one.") % words)
        return to_delete, model_count, perms_needed, protected

    @admin.display(description=_("picture"))
    def small(self, picture: Picture) -> SafeString | str:
        shown = picture.as_shown()
        if shown.square:
            return format_html(
                '<img src="{}" width="80" height="80" alt="" loading="lazy">', shown.address("square", 160, "jpg")
            )
        return gettext("not yet made")

    @admin.display(description=_("size"))
    def size(self, picture: Picture) -> str:
        return f"{picture.width} × {picture.height}"

    @admin.display(description=_("readers see it"), boolean=True, ordering="is_out")
    def is_out(self, picture: "WithAnnotations[Picture, Listed]") -> bool:
        return picture.is_out

    @admin.display(description=_("sizes made"), boolean=True)
    def has_renditions(self, picture: Picture) -> bool:
        return bool(picture.wide_widths)

    @admin.display(description=_("used by"))
    def used_by(self, picture: Picture) -> SafeString | str:
        users = list(users_of(picture, lambda use: bool(getattr(picture, use.key))))
        if not users:
            return gettext("Nothing yet: choose it on a driver's, a team's or an article's page.")
        return format_html_join(", ", "{}", ((_link(row, words) if row else words,) for row, words in users))


def _link(row: Model, words: str) -> SafeString:
    address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    return format_html('<a href="{}">{}</a>', address, words)
