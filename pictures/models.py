"""The picture library. It knows nothing of who uses its pictures."""

import secrets
from collections.abc import Iterable

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from pictures import files
from pictures.fields import PictureField
from pictures.shown import FIELDS, Shown


def new_stem() -> str:
    return secrets.token_hex(16)


class PictureQuerySet(models.QuerySet):
    def shown(self, pk: int | None) -> Shown | None:
        """One picture as a page shows it."""
        return self.shown_by_pk([pk]).get(pk)

    def shown_by_pk(self, pks: Iterable[int | None]) -> dict[int, Shown]:
        """Several, in one query. Pages that join a picture use pictures.shown.shown_fields() instead."""
        return {row[0]: Shown.from_values(row) for row in self.filter(pk__in=list(pks)).values_list(*FIELDS)}


class Picture(models.Model):
    """An uploaded picture, drawn anew without its metadata, with what a page needs to show it well.

    The focal point is in percent of width and height from the top left; crops keep it in view. Renditions stand under
    `stem`, which is new with every new file or focal point: nobody can guess it, and no browser mixes up two crops.
    """

    file = PictureField(
        _("file"), upload_to="originals/", max_length=100,
        help_text=_(
            "JPEG, PNG, WebP or AVIF, at least 400 pixels wide. Place and camera data are dropped when it is saved."
        ),
    )  # fmt: skip
    width = models.PositiveIntegerField(_("width"), editable=False, default=0)
    height = models.PositiveIntegerField(_("height"), editable=False, default=0)
    alt = models.CharField(
        _("what it shows"), max_length=250, help_text=_("For readers who cannot see it: who and what, in one sentence.")
    )
    credit = models.CharField(_("credit"), max_length=200, help_text=_("Photographer and owner, as they ask for it."))
    focal_x = models.PositiveSmallIntegerField(
        _("focal point across"), default=50, validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("0 is the left edge, 100 the right one. Crops keep this point in view."),
    )  # fmt: skip
    focal_y = models.PositiveSmallIntegerField(
        _("focal point down"), default=50, validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("0 is the top edge, 100 the bottom one."),
    )  # fmt: skip
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    stem = models.CharField(max_length=32, unique=True, editable=False, default=new_stem)
    # The widths in which renditions exist, such as "320 640"; blank until make_renditions has made them.
    wide_widths = models.CharField(max_length=60, blank=True, editable=False)
    square_widths = models.CharField(max_length=60, blank=True, editable=False)

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ("-uploaded_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(focal_x__lte=100, focal_y__lte=100),
                name="picture_focal_point_inside",
                violation_error_message=_("The focal point lies between 0 and 100 each way."),
            ),
            models.CheckConstraint(
                condition=~models.Q(alt=""),
                name="picture_has_alt_text",
                violation_error_message=_("Say what the picture shows."),
            ),
        ]

    def __str__(self) -> str:
        return self.alt

    def save(self, *args, **kwargs) -> None:
        before = type(self).objects.filter(pk=self.pk).first() if self.pk else None
        new_file = not self.file._committed
        if before and (new_file or (before.focal_x, before.focal_y) != (self.focal_x, self.focal_y)):
            self.stem, self.wide_widths, self.square_widths = new_stem(), "", ""
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "stem", "wide_widths", "square_widths"}
                if new_file:
                    kwargs["update_fields"] |= {"width", "height"}
            files.forget(before, original=new_file)
        super().save(*args, **kwargs)

    def as_shown(self) -> Shown:
        return Shown.from_values([getattr(self, field) for field in FIELDS])
