"""The editors' admin site.

It stands apart from admin.py: a module that is loaded to make the site cannot register a model with it.
"""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class EditorsAdminSite(admin.AdminSite):
    site_header = _("Door to Door")
    site_title = _("Door to Door")
    index_title = _("Editors")
