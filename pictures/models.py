"""The picture library. It knows nothing of who uses its pictures."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Picture(models.Model):
    """An uploaded picture, its metadata dropped, with what a page needs to show it well.

    The focal point is in percent of width and height from the top left; crops keep it in view.
    """

    file = models.ImageField(
        _("file"), upload_to="originals/", width_field="width", height_field="height",
        help_text=_("JPEG, PNG, WebP or AVIF. Place and camera data are dropped when it is saved."),
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

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ("-uploaded_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(focal_x__lte=100, focal_y__lte=100), name="picture_focal_point_inside"
            ),
            models.CheckConstraint(condition=~models.Q(alt=""), name="picture_has_alt_text"),
        ]

    def __str__(self) -> str:
        return self.alt
