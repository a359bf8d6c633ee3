"""The editors' admin site."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class EditorsAdminSite(admin.AdminSite):
    site_header = _("Door to Door")
    site_title = _("Door to Door")
    index_title = _("Editors")
