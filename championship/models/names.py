"""TeamName and CircuitLayout: what a team was called and how a circuit ran in one season.

The team and the circuit, their addresses and their history go on through all seasons.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from championship.limits import length_of_a_circuit
from championship.models.calendar import Circuit
from championship.models.season import Season
from championship.outlines import outline_problem, problem_at_its_circuit
from drivers.models import Team, hex_colour
from web.limits import day_on_record

SINCE = _("The first day of it. Empty from the season's start on.")


def outline_of_a_circuit(value: str) -> None:
    problem = outline_problem(value)
    if problem:
        raise ValidationError(problem)


class Dated(models.Model):
    """What holds in one season, from a day on where it changed within it."""

    since = models.DateField(_("since"), null=True, blank=True, validators=[day_on_record], help_text=SINCE)
    order = models.PositiveSmallIntegerField(_("order"), default=0, help_text=_("Its place in the season's list."))

    class Meta:
        abstract = True
        ordering = ("season", "order", "pk")


class TeamName(Dated):
    """A team as one season's entry list has it, from a day on where that changed within the season."""

    season = models.ForeignKey(Season, models.CASCADE, related_name="team_names", verbose_name=_("season"))
    team = models.ForeignKey(Team, models.RESTRICT, related_name="season_names", verbose_name=_("team"))
    name = models.CharField(_("name"), max_length=120, help_text=_("As it stands on the season's entry list."))
    short_name = models.CharField(
        _("short name"), max_length=40, blank=True, help_text=_("For tables. Leave it empty where the name is short.")
    )
    colour = models.CharField(
        _("colour"), max_length=7, blank=True, validators=[hex_colour],
        help_text=_("Such as #1fb6e0. Empty takes the team's own."),
    )  # fmt: skip

    class Meta(Dated.Meta):
        verbose_name = _("team's name in a season")
        verbose_name_plural = _("teams' names in a season")
        constraints = [
            models.UniqueConstraint(
                fields=("season", "team"),
                condition=models.Q(since__isnull=True),
                name="team_name_once_from_the_start",
                violation_error_message=_("This team has a name from the season's start on."),
            ),
            models.UniqueConstraint(
                fields=("season", "team", "since"),
                name="team_name_once_a_day",
                violation_error_message=_("This team has a name from that day on."),
            ),
            models.CheckConstraint(
                condition=~models.Q(name=""),
                name="team_name_is_not_empty",
                violation_error_message=_("Write the team's name."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.season.year}"


class CircuitLayout(Dated):
    """How a circuit ran in one season, from a day on where that changed within it.

    `outline` is its centre line as GeoJSON: a Feature or a geometry, one LineString of longitudes and latitudes.
    """

    class Direction(models.TextChoices):
        CLOCKWISE = "clockwise", _("clockwise")
        ANTICLOCKWISE = "anticlockwise", _("anticlockwise")
        UNKNOWN = "unknown", _("not on record")

    season = models.ForeignKey(Season, models.CASCADE, related_name="circuit_layouts", verbose_name=_("season"))
    circuit = models.ForeignKey(Circuit, models.RESTRICT, related_name="layouts", verbose_name=_("circuit"))
    name = models.CharField(
        _("layout"), max_length=120, blank=True, help_text=_("Such as: with the chicane. Empty where it has but one.")
    )
    length_m = models.PositiveIntegerField(
        _("length in metres"),
        null=True,
        blank=True,
        validators=[length_of_a_circuit],
        help_text=_("Empty when it is not known."),
    )
    direction = models.CharField(_("direction"), max_length=13, choices=Direction, default=Direction.UNKNOWN)
    outline = models.TextField(
        _("outline"), blank=True, validators=[outline_of_a_circuit],
        help_text=_("Its centre line as GeoJSON, one LineString. Empty draws none."),
    )  # fmt: skip
    credit = models.CharField(
        _("credit"), max_length=250, blank=True, help_text=_("Whom the outline is from, as its licence asks.")
    )

    class Meta(Dated.Meta):
        verbose_name = _("circuit's layout in a season")
        verbose_name_plural = _("circuits' layouts in a season")
        constraints = [
            models.UniqueConstraint(
                fields=("season", "circuit"),
                condition=models.Q(since__isnull=True),
                name="circuit_layout_once_from_the_start",
                violation_error_message=_("This circuit has a layout from the season's start on."),
            ),
            models.UniqueConstraint(
                fields=("season", "circuit", "since"),
                name="circuit_layout_once_a_day",
                violation_error_message=_("This circuit has a layout from that day on."),
            ),
            models.CheckConstraint(
                condition=models.Q(length_m__isnull=True) | models.Q(length_m__gte=1),
                name="circuit_layout_has_length",
                violation_error_message=_("Leave the length empty when it is not known; it cannot be 0."),
            ),
            models.CheckConstraint(
                condition=models.Q(direction__in=("clockwise", "anticlockwise", "unknown")),
                name="circuit_layout_direction_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.circuit.name} {self.season.year}"

    def clean(self) -> None:
        super().clean()
        if not self.outline or self.circuit_id is None or outline_problem(self.outline):
            return
        place = [None if one is None else float(one) for one in (self.circuit.latitude, self.circuit.longitude)]
        if problem := problem_at_its_circuit(self.outline, self.credit, *place):
            raise ValidationError({"outline" if self.credit.strip() else "credit": problem})
