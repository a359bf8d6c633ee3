from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from web.models import OldAddress


class OldAddressForm(forms.ModelForm[OldAddress]):
    class Meta:
        model = OldAddress
        fields = ("old_path", "new_path")
        help_texts = {
            "old_path": _("Without the site's name, such as /people/old-name/. All below it moves too."),
            "new_path": _("Where readers are led, such as /people/new-name/."),
        }

    def clean_old_path(self) -> str:
        return self._path("old_path")

    def clean_new_path(self) -> str:
        return self._path("new_path")

    def _path(self, field: str) -> str:
        path: str = self.cleaned_data[field]
        # Two slashes at the start would lead off the site.
        if not path.startswith("/") or path.startswith("//") or not path.endswith("/"):
            raise ValidationError(_("Write the address with one / before it and one after it."))
        return path


@admin.register(OldAddress)
class OldAddressAdmin(admin.ModelAdmin[OldAddress]):
    form = OldAddressForm
    list_display = ("old_path", "new_path", "moved_at")
    search_fields = ("old_path", "new_path")
    date_hierarchy = "moved_at"
    fieldsets = (
        (
            None,
            {
                "fields": ("old_path", "new_path"),
                "description": _("Kept by itself when a page is renamed. Add one by hand for a link that was printed."),
            },
        ),
    )
