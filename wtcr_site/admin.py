"""The editors' accounts: shut, and opened again; deleted only where nothing was done under their names."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wtcr_site.accounts import has_done_something

admin.site.unregister(User)


@admin.register(User)
class AccountAdmin(UserAdmin[User]):
    list_display = ("username", "first_name", "last_name", "email", "is_active", "is_staff", "last_login")
    actions = ("shut", "open_again")

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Of an account under whose name something was done the name stays: it is shut."""
        return obj is not None and super().has_delete_permission(request, obj) and not has_done_something(obj)

    @admin.action(description=_("Shut the chosen accounts"), permissions=["change"])
    def shut(self, request: HttpRequest, accounts: QuerySet[User]) -> None:
        """Nobody signs in with them any more; what they did stays under their names."""
        own = accounts.filter(username=request.user.get_username())
        count = self._set(request, accounts.exclude(pk__in=own), is_active=False)
        said = ngettext("%(count)d account is shut.", "%(count)d accounts are shut.", count) % {"count": count}
        messages.success(request, said)
        if own.exists():
            messages.warning(request, _("Your own account stays open."))

    @admin.action(description=_("Open the chosen accounts again"), permissions=["change"])
    def open_again(self, request: HttpRequest, accounts: QuerySet[User]) -> None:
        count = self._set(request, accounts, is_active=True)
        said = ngettext("%(count)d account is open again.", "%(count)d accounts are open again.", count)
        messages.success(request, said % {"count": count})

    def _set(self, request: HttpRequest, accounts: QuerySet[User], **fields: Any) -> int:
        changed = list(accounts.exclude(**fields))
        for account in changed:
            for name, value in fields.items():
                setattr(account, name, value)
            account.save(update_fields=list(fields))
            self.log_change(request, account, [{"changed": {"fields": [str(_("Active"))]}}])
        return len(changed)
