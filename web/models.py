"""What every site of pages keeps beside its content: its revisions, the text that search looks in, old addresses."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class Revision(models.Model):
    """A random value for each kind of what readers see, such as "content".

    Triggers in the database change it on every write, see web/triggers/revisions.py; no code sets it.
    """

    name = models.CharField(primary_key=True, max_length=10)
    value = models.CharField(max_length=32)

    class Meta:
        # The tables keep the names that they had in version 1.0.
        db_table = "wtcr_site_revision"

    def __str__(self) -> str:
        return f"{self.name} {self.value}"


class FoldedText(models.Model):
    """The words of one row that search looks for, without capitals and accents.

    Triggers in the database keep it, see web/triggers/folded.py; no code writes it. `row` is the primary key of what
    it is about.
    """

    kind = models.CharField(max_length=10)
    row = models.BigIntegerField()
    text = models.TextField()

    class Meta:
        db_table = "wtcr_site_foldedtext"
        constraints = [models.UniqueConstraint(fields=("kind", "row"), name="folded_text_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.row}"


class OldAddress(models.Model):
    """Where a page moved when its slug changed; all below the old path moved with it."""

    old_path = models.CharField(_("old address"), max_length=250, unique=True)
    new_path = models.CharField(_("new address"), max_length=250)
    moved_at = models.DateTimeField(_("moved"), auto_now_add=True)

    class Meta:
        db_table = "wtcr_site_oldaddress"
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        ordering = ("old_path",)
        constraints = [
            models.CheckConstraint(condition=~models.Q(old_path=models.F("new_path")), name="old_address_moved")
        ]

    def __str__(self) -> str:
        return f"{self.old_path} → {self.new_path}"

    def clean(self) -> None:
        if self.old_path and self.new_path.startswith(self.old_path):
            raise ValidationError(_("The new address lies below the old one: readers would be sent round for ever."))
        if OldAddress.objects.exclude(pk=self.pk).filter(old_path=self.new_path).exists():
            raise ValidationError(_("The new address has moved itself. Write where it leads to now."))
