"""The editors' admin site.

It stands apart from admin.py: a module that is loaded to make the site cannot register a model with it.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _


class EditorsAdminSite(admin.AdminSite):
    site_header = _("Door to Door")
    site_title = _("Door to Door")
    index_title = _("Editors")

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        # The models are there only once the site is made.
        from championship.admin.race_control.dashboard import dashboard

        # What waits is for those who may do something about it.
        waiting = dashboard(request.user) if request.user.has_perm("championship.add_classification") else {}
        return super().index(request, {**waiting, **(extra_context or {})})
