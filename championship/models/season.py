"""Season, PointsScale and Title: one year's cup and its rules."""

import re
from decimal import Decimal
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from championship.limits import MOST_POINTS
from championship.models.foundation import Fixed, Foundation
from drivers.models import IN_SWEDISH, Driver, Team
from web.limits import from_one, not_below_nought, web_address

points_list = RegexValidator(
    r"^\d+(\.\d+)?( \d+(\.\d+)?)*$", _("Write the points from first place on, with spaces: 25 20 16 13.")
)
code_list = RegexValidator(
    r"^([A-Z]{1,3}[0-9]{0,2}( [A-Z]{1,3}[0-9]{0,2})*)?$", _("Write session codes with spaces: Q2 Q3.")
)


def points_within_limits(value: str) -> None:
    """The points that no list is made of are for `points_list` to name."""
    for points in re.findall(r"[0-9.]+", value):
        _whole, _point, digits = points.partition(".")
        if len(points) > 12 or len(digits) > 2 or float(points) > MOST_POINTS:
            raise ValidationError(
                _("A place gives at most %(most)s points, with two digits after the point."),
                params={"most": MOST_POINTS},
            )


class SessionKind(models.TextChoices):
    PRACTICE = "practice", _("practice")
    QUALIFYING = "qualifying", _("qualifying")
    RACE = "race", _("race")


class SeasonQuerySet(models.QuerySet["Season"]):
    def open(self) -> Self:
        """What readers may see: every page, file and feed that asks for seasons asks here."""
        return self.filter(state=Season.State.OPEN)


class Season(models.Model):
    """One year's cup. One site is one series, so a year is one season.

    One in preparation is for editors alone, until it is opened.
    """

    class State(models.TextChoices):
        PREPARATION = "preparation", _("in preparation")
        OPEN = "open", _("open")

    year = models.PositiveSmallIntegerField(
        _("year"), unique=True, help_text=_("With four digits. It opens every address of the season.")
    )
    name = models.CharField(_("name"), max_length=120, help_text=_("In full, such as FIA World Touring Car Cup."))
    short_name = models.CharField(_("short name"), max_length=20, help_text=_("Such as WTCR."))
    broadcaster = models.CharField(
        _("broadcaster"), max_length=80, blank=True, help_text=_("Who shows the races. Empty when it is not known.")
    )
    broadcaster_url = models.URLField(_("broadcaster's address"), blank=True, validators=[web_address])
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=State,
        default=State.OPEN,
        help_text=_("Open once its calendar and its entry list may be read."),
    )

    objects = SeasonQuerySet.as_manager()

    class Meta:
        verbose_name = _("season")
        verbose_name_plural = _("seasons")
        ordering = ("-year",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(year__gte=1900, year__lte=2200),
                name="season_year_is_a_year",
                violation_error_message=_("Write the year with four digits, such as 2021."),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=("preparation", "open")),
                name="season_state_is_known",
                violation_error_message=_("A season is in preparation or open."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.short_name} {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("season", args=[self.year])


def in_open_season(path: str = "season") -> models.Q:
    """Rows whose season, by way of `path`, readers may see."""
    return models.Q(**{f"{path}__state": Season.State.OPEN})


class PointsScale(Foundation):
    """Points by place. Places past its end score nothing."""

    season = models.ForeignKey(Season, models.CASCADE, related_name="scales", verbose_name=_("season"))
    slug = models.SlugField(_("name"), help_text=_("Such as race, or qualifying-nordschleife."))
    points = models.CharField(
        _("points"), max_length=400, validators=[points_list, points_within_limits],
        help_text=_("From first place on, with spaces: 25 20 16 13. Fractions with a point: 12.5."),
    )  # fmt: skip
    order = models.PositiveSmallIntegerField(_("order"), default=0, help_text=_("Scales are listed in this order."))

    fixed = (
        Fixed(
            ("season", "points"),
            ("classifications",),
            _("A published classification counts by this scale: its points stay. Make a new scale, and publish by it."),
            published=True,
        ),
    )

    class Meta:
        verbose_name = _("points scale")
        verbose_name_plural = _("points scales")
        ordering = ("season", "order", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("season", "slug"),
                name="scale_once_a_season",
                violation_error_message=_("This season has a scale of this name."),
            ),
            models.CheckConstraint(
                condition=~models.Q(points=""),
                name="scale_has_points",
                violation_error_message=_("Write the points from first place on."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slug}: {self.points}"

    @property
    def values(self) -> tuple[Decimal, ...]:
        return tuple(Decimal(value) for value in self.points.split())


class Title(Foundation):
    """One table of the season: what it ranks, who is in it and how its points are read."""

    class Ranks(models.TextChoices):
        DRIVERS = "drivers", _("drivers")
        TEAMS = "teams", _("teams")

    class Places(models.TextChoices):
        OVERALL = "overall", _("overall places, wildcards taken out")
        CLASS = "class", _("order among its own entrants")

    class Nominated(models.TextChoices):
        AS_PLACED = "as-placed", _("only nominated cars, in their places")
        CLOSED_UP = "closed-up", _("only nominated cars, closed up behind those that do not count")

    season = models.ForeignKey(Season, models.CASCADE, related_name="titles", verbose_name=_("season"))
    slug = models.SlugField(_("address"), help_text=_("The last part of the page's address, such as junior."))
    name = models.CharField(_("name"), max_length=80, help_text=_("As the rule book calls it."))
    name_sv = models.CharField(_("name in Swedish"), max_length=80, blank=True, help_text=IN_SWEDISH)
    other_names = models.CharField(_("also called"), max_length=200, blank=True, help_text=_("With ; between them."))
    other_names_sv = models.CharField(_("also called, in Swedish"), max_length=200, blank=True, help_text=IN_SWEDISH)
    ranks = models.CharField(
        _("ranks"), max_length=10, choices=Ranks, help_text=_("What stands in each line of its table.")
    )
    entrants = models.SlugField(
        _("entrants"), blank=True,
        help_text=_("The word that marks this title's entries, such as junior. Empty means all but wildcards."),
    )  # fmt: skip
    places = models.CharField(
        _("points by"), max_length=10, choices=Places, help_text=_("Whose places give the points.")
    )
    cars_per_session = models.PositiveSmallIntegerField(
        _("cars a session"), null=True, blank=True, help_text=_("Teams: how many cars count in each session.")
    )
    nominated = models.CharField(
        _("nominated cars"), max_length=10, choices=Nominated, blank=True,
        help_text=_("Teams: whether only the cars nominated for an event count. Empty means that all do."),
    )  # fmt: skip
    without_sessions = models.CharField(
        _("without sessions"), max_length=100, blank=True, validators=[code_list],
        help_text=_("Codes of sessions that give no points in this title: Q3."),
    )  # fmt: skip
    own_scales = models.BooleanField(
        _("has scales of its own"), default=False,
        help_text=_("Then only the kinds of session listed below give points in this title."),
    )  # fmt: skip
    minimum_entrants = models.PositiveSmallIntegerField(
        _("entrants needed"),
        null=True,
        blank=True,
        validators=[from_one],
        help_text=_("With fewer the title is not awarded."),
    )
    scale_unknown = models.BooleanField(
        _("scale not known"), default=False,
        help_text=_("Then it is shown with its winner and without figures: no points are worked out."),
    )  # fmt: skip
    winner_driver = models.ForeignKey(
        Driver, models.RESTRICT, null=True, blank=True, related_name="+", verbose_name=_("won by the driver"),
        help_text=_("Of a title whose scale is not known. Empty while it is open, or not on record."),
    )  # fmt: skip
    winner_team = models.ForeignKey(
        Team, models.RESTRICT, null=True, blank=True, related_name="+", verbose_name=_("won by the team")
    )
    best_scores = models.PositiveSmallIntegerField(
        _("best scores"), null=True, blank=True, help_text=_("How many scores count. Empty means all.")
    )
    bonus_fastest_qualifier = models.DecimalField(
        _("points for the fastest qualifier"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[not_below_nought],
        help_text=_("Empty when there are none."),
    )
    bonus_fastest_lap = models.DecimalField(
        _("points for a race's fastest lap"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[not_below_nought],
        help_text=_("Empty when there are none."),
    )
    fastest_lap_within = models.PositiveSmallIntegerField(
        _("fastest lap: only within the first"),
        null=True,
        blank=True,
        validators=[from_one],
        help_text=_("Whose place, as it counts in this title, is lower has no points for it, nor has anybody else."),
    )
    eligible = models.CharField(
        _("who may enter"), max_length=250, blank=True, help_text=_("As the rules say it; readers see this sentence.")
    )
    eligible_sv = models.CharField(_("who may enter, in Swedish"), max_length=250, blank=True, help_text=IN_SWEDISH)
    order = models.PositiveSmallIntegerField(_("order"), default=0, help_text=_("Titles are listed in this order."))

    fixed = (
        Fixed(
            ("season", "ranks"),
            ("adjustments", "publishedplaces"),
            _("This title has adjustments or published places: its season and what it ranks stay as they are."),
        ),
    )

    class Meta:
        verbose_name = _("title")
        verbose_name_plural = _("titles")
        ordering = ("season", "order", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("season", "slug"),
                name="title_once_a_season",
                violation_error_message=_("Another title of this season has this address."),
            ),
            models.CheckConstraint(
                condition=models.Q(cars_per_session__isnull=True) | models.Q(ranks="teams", cars_per_session__gte=1),
                name="title_cars_are_for_teams",
                violation_error_message=_(
                    "How many cars count is for a title that ranks teams, and at least 1. Empty it for drivers."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(winner_driver__isnull=True, winner_team__isnull=True)
                | models.Q(scale_unknown=True, ranks="drivers", winner_team__isnull=True)
                | models.Q(scale_unknown=True, ranks="teams", winner_driver__isnull=True),
                name="title_winner_is_of_an_unknown_scale",
                violation_error_message=_(
                    "Of a title whose scale is not known, name a driver or a team, as it ranks them."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(nominated="") | models.Q(ranks="teams", nominated__in=("as-placed", "closed-up")),
                name="title_nominated_cars_are_for_teams",
                violation_error_message=_("Nominated cars are for a title that ranks teams. Empty it for drivers."),
            ),
            models.CheckConstraint(
                condition=models.Q(best_scores__isnull=True) | models.Q(best_scores__gte=1),
                name="title_best_scores_at_least_one",
                violation_error_message=_("At least one score counts; leave it empty when all do."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.season.year}"

    def get_absolute_url(self) -> str:
        return reverse("standings", args=[self.season.year, self.slug])


class TitleScale(models.Model):
    """A title's own scale for one kind of session."""

    title = models.ForeignKey(Title, models.CASCADE, related_name="own_scale_rows", verbose_name=_("title"))
    kind = models.CharField(_("kind of session"), max_length=12, choices=SessionKind)
    scale = models.ForeignKey(PointsScale, models.RESTRICT, related_name="+", verbose_name=_("scale"))

    class Meta:
        verbose_name = _("own scale")
        verbose_name_plural = _("own scales")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=("title", "kind"),
                name="title_scale_once_a_kind",
                violation_error_message=_("This title has a scale for that kind of session."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.scale.slug}"
