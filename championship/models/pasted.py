"""PasteShape: what editors chose for the columns of pasted sheets."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PasteShape(models.Model):
    """The roles that an editor gave to columns of a sheet, for the next sheet with the same heads and separator.

    `key` is worked out from the heads and the separator. `roles` holds the chosen columns alone, each as its index and
    its role: what the site reads by itself it reads anew in each sheet. Readers see nothing of it.
    """

    key = models.CharField(_("key"), max_length=32, unique=True)
    heads = models.JSONField(_("heads"), default=list)
    roles = models.JSONField(_("roles"), default=list)
    chosen_by = models.CharField(_("chosen by"), max_length=150, blank=True)
    chosen_at = models.DateTimeField(_("chosen"), default=timezone.now)

    class Meta:
        verbose_name = _("shape of a pasted sheet")
        verbose_name_plural = _("shapes of pasted sheets")
        ordering = ("-chosen_at", "pk")
        # Whoever may publish an order chooses how its paste is read.
        default_permissions = ()

    def __str__(self) -> str:
        return ", ".join(map(str, self.heads))
