"""People and teams. Nothing here knows of results."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pictures.models import Picture
from web.limits import day_on_record

country_code = RegexValidator(r"^[A-Z]{2}$", _("Write the two capital letters of the country, such as SE."))
IN_SWEDISH = _("Empty shows Swedish readers the English.")
hex_colour = RegexValidator(r"^#[0-9a-f]{6}$", _("Write the colour as # and six digits, such as #1fb6e0."))


# /drivers/compare/ is no driver's.
PAGES_OF_DRIVERS = ("compare",)


def own_page_of_drivers(value: str) -> None:
    if value in PAGES_OF_DRIVERS:
        raise ValidationError(_("The drivers have a page of their own at %(value)s."), params={"value": value})


class Driver(models.Model):
    class BornBasis(models.TextChoices):
        SOURCED = "sourced", _("from a source")
        UNSOURCED = "unsourced", _("without a source")

    slug = models.SlugField(
        _("address"),
        unique=True,
        validators=[own_page_of_drivers],
        help_text=_("The last part of the page's address."),
    )
    given_name = models.CharField(_("given name"), max_length=80)
    family_name = models.CharField(_("family name"), max_length=80, help_text=_("Lists are in the order of this name."))
    country = models.CharField(
        _("country"), max_length=2, blank=True, validators=[country_code], help_text=_("Two letters, such as SE.")
    )
    born = models.DateField(
        _("born"), null=True, blank=True, validators=[day_on_record], help_text=_("Empty when it is not known.")
    )
    born_basis = models.CharField(
        _("birth date is"), max_length=10, blank=True, choices=BornBasis,
        help_text=_("The page shows the date only when it comes from a source."),
    )  # fmt: skip
    birthplace = models.CharField(_("birthplace"), max_length=80, blank=True, help_text=_("The town alone."))
    lead = models.TextField(
        _("lead paragraph"), blank=True, help_text=_("Two to four sentences that open the profile.")
    )
    lead_sv = models.TextField(_("lead paragraph in Swedish"), blank=True, help_text=IN_SWEDISH)
    firsts = models.TextField(_("firsts"), blank=True, help_text=_("One a line, such as: First woman in the WTCR."))
    firsts_sv = models.TextField(_("firsts in Swedish"), blank=True, help_text=IN_SWEDISH)
    sibling = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="sibling_of", verbose_name=_("brother or sister"),
        help_text=_("Set it on both drivers."),
    )  # fmt: skip
    career_kept_to = models.PositiveSmallIntegerField(
        _("career kept to"), null=True, blank=True, help_text=_("The last year that the list below covers.")
    )
    portrait = models.ForeignKey(
        Picture,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("portrait"),
        help_text=_("Head and shoulders. Until there is one, the page draws the number on its roundel."),
    )

    class Meta:
        verbose_name = _("driver")
        verbose_name_plural = _("drivers")
        ordering = ("family_name", "given_name", "slug")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(born__isnull=True, born_basis="") | models.Q(born__isnull=False),
                name="driver_birth_basis_needs_a_date",
                violation_error_message=_("Say where the birth date comes from only together with the date."),
            ),
            models.CheckConstraint(
                condition=~models.Q(sibling=models.F("pk")),
                name="driver_is_not_own_sibling",
                violation_error_message=_("A driver cannot be their own brother or sister."),
            ),
            models.CheckConstraint(
                condition=~models.Q(family_name=""),
                name="driver_has_a_family_name",
                violation_error_message=_("Write a family name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("driver", args=[self.slug])

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


class Team(models.Model):
    slug = models.SlugField(_("address"), unique=True, help_text=_("The last part of the page's address."))
    name = models.CharField(_("name"), max_length=120, help_text=_("As it stands on the entry list."))
    short_name = models.CharField(
        _("short name"), max_length=40, blank=True, help_text=_("For tables. Leave it empty where the name is short.")
    )
    country = models.CharField(
        _("country"), max_length=2, blank=True, validators=[country_code], help_text=_("Two letters, such as IT.")
    )
    colour = models.CharField(
        _("colour"), max_length=7, default="#56606b", validators=[hex_colour],
        help_text=_("The colour of the roundel's disc, such as #1fb6e0."),
    )  # fmt: skip
    lead = models.TextField(
        _("lead paragraph"), blank=True, help_text=_("Two to four sentences that open the team's page.")
    )
    lead_sv = models.TextField(_("lead paragraph in Swedish"), blank=True, help_text=IN_SWEDISH)
    picture = models.ForeignKey(
        Picture,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("Its cars, best from the front. Until there is one, the page draws the team's colour."),
    )

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name=""),
                name="team_has_a_name",
                violation_error_message=_("Write the team's name."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("team", args=[self.slug])

    @property
    def table_name(self) -> str:
        """The name that tables use."""
        return self.short_name or self.name


def years_text(first: int, last: int) -> str:
    """2021; 2017–19."""
    return str(first) if first == last else f"{first}–{last % 100:02d}"


class CareerEntry(models.Model):
    """One line of a driver's career; the results of this site's own seasons are worked out, not typed here."""

    driver = models.ForeignKey(Driver, models.CASCADE, related_name="career", verbose_name=_("driver"))
    first_year = models.PositiveSmallIntegerField(
        _("from"), help_text=_("The first season in this series, with four digits.")
    )
    last_year = models.PositiveSmallIntegerField(
        _("to"), help_text=_("The last one; the same year again when it was one season.")
    )
    series = models.CharField(_("series"), max_length=120, help_text=_("As it was called then."))
    team = models.CharField(_("team"), max_length=120, blank=True)
    detail = models.CharField(_("in a few words"), max_length=250, blank=True, help_text=_("Such as: third, two wins."))
    source = models.TextField(
        _("source"), blank=True, help_text=_("Where it is written: an address, or several with ; between them.")
    )

    class Meta:
        verbose_name = _("career entry")
        verbose_name_plural = _("career")
        ordering = ("-last_year", "-first_year", "pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_year__gte=models.F("first_year")),
                name="career_years_in_order",
                violation_error_message=_("The last year comes before the first."),
            ),
            models.UniqueConstraint(
                fields=("driver", "first_year", "series"),
                name="career_entry_once",
                violation_error_message=_("This series is already in the driver's career from that year on."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.years} {self.series}"

    @property
    def years(self) -> str:
        return years_text(self.first_year, self.last_year)
