from typing import Any

from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, QuerySet, Value
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from news.models import Article, may_see_drafts
from pictures.models import Picture
from pictures.uses import out, users_of


@admin.register(Picture)
class PictureAdmin(admin.ModelAdmin):
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
        # Its page names who uses it, and a draft's headline is not for everyone.
        return pictures.annotate(names_drafts=Value(may_see_drafts(request.user)))

    def get_fieldsets(self, request: HttpRequest, obj: Picture | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj else fieldsets[:-1]

    def save_model(self, request: HttpRequest, obj: Picture, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not obj.wide_widths:
            messages.info(
                request,
                _("The sizes for pages are made in the background (make_renditions). Until then pages draw instead."),
            )

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        to_delete, model_count, perms_needed, protected = super().get_deleted_objects(objs, request)
        names_drafts = may_see_drafts(request.user)
        for picture in objs:
            for user in users_of(picture):
                name = _named(user) if names_drafts or not _is_draft(user) else gettext("A story that is not out")
                to_delete.append(gettext("%s shows this picture and will be without one.") % name)
        return to_delete, model_count, perms_needed, protected

    @admin.display(description=_("picture"))
    def small(self, picture: Picture) -> SafeString | str:
        shown = picture.as_shown()
        if shown.square:
            return format_html(
                '<img src="{}" width="80" height="80" alt="" loading="lazy">', shown.address("square", 160, "jpg")
            )
        return _("not yet made")

    @admin.display(description=_("size"))
    def size(self, picture: Picture) -> str:
        return f"{picture.width} × {picture.height}"

    @admin.display(description=_("readers see it"), boolean=True, ordering="is_out")
    def is_out(self, picture: Picture) -> bool:
        return picture.is_out

    @admin.display(description=_("sizes made"), boolean=True)
    def has_renditions(self, picture: Picture) -> bool:
        return bool(picture.wide_widths)

    @admin.display(description=_("used by"))
    def used_by(self, picture: Picture) -> SafeString | str:
        users = users_of(picture)
        if not users:
            return _("Nothing yet: choose it on a driver's, a team's or an article's page.")
        return format_html_join(
            ", ",
            "{}",
            (
                (_link(user) if picture.names_drafts or not _is_draft(user) else gettext("A story that is not out"),)
                for user in users
            ),
        )


def _is_draft(user: Any) -> bool:
    return isinstance(user, Article) and not user.is_published


def _link(user: Any) -> SafeString:
    address = reverse(f"admin:{user._meta.app_label}_{user._meta.model_name}_change", args=[user.pk])
    return format_html('<a href="{}">{}</a>', address, _named(user))


def _named(user: Any) -> str:
    return f"{capfirst(user._meta.verbose_name)} {user}"
