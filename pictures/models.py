"""The picture library. It knows nothing of who uses its pictures."""

import secrets
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from pictures import files
from pictures.fields import PictureField, is_new
from pictures.shown import FIELDS, Shown


def new_stem() -> str:
    return secrets.token_hex(16)


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

    def save(self, *args: Any, **kwargs: Any) -> None:
        before = type(self).objects.filter(pk=self.pk).first() if self.pk else None
        new_file = is_new(self.file)
        if before and (new_file or (before.focal_x, before.focal_y) != (self.focal_x, self.focal_y)):
            self.stem, self.wide_widths, self.square_widths = new_stem(), "", ""
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "stem", "wide_widths", "square_widths"}
                if new_file:
                    kwargs["update_fields"] |= {"width", "height"}
            before.forget_files(original=new_file)
        super().save(*args, **kwargs)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.width, self.height

    def forget_files(self, *, original: bool) -> None:
        """Removes its renditions, and its stored original if asked, once the transaction has committed."""
        names = [rendition.name for rendition in files.renditions_of(self.stem, self.size)]
        if original and self.file.name:
            names.append(self.file.name)
        files.remove_after_commit(names)

    def as_shown(self) -> Shown:
        return Shown.of([getattr(self, field) for field in FIELDS])


def forget_deleted(sender: type[Picture], instance: Picture, **_: object) -> None:
    """Signal: a picture that is gone takes its files with it."""
    instance.forget_files(original=True)
