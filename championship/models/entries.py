"""Entry and EventEntry: who drives what for whom, and at which events."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from championship.limits import number_on_a_door
from championship.models.calendar import Event
from championship.models.foundation import Fixed, Foundation
from championship.models.season import Season, Title
from drivers.models import Driver, Team

# What no two cars on the list of one event share, and what is said where they would. A season folder is held to it too.
ONCE_AN_EVENT = {
    "number": _("This number is already on the event's entry list."),
    "driver": _("This driver is already on the event's entry list."),
}


class Entry(Foundation):
    """A driver in a team's car, or entered without a team, for some events of a season.

    A driver may have several in a season (a wildcard in Hungary, a trophy entrant in Italy).
    """

    season = models.ForeignKey(Season, models.CASCADE, related_name="entries", verbose_name=_("season"))
    driver = models.ForeignKey(
        Driver,
        models.RESTRICT,
        related_name="entries",
        verbose_name=_("driver"),
        help_text=_("A change of team or of class during the season is a second entry."),
    )
    team = models.ForeignKey(
        Team,
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("team"),
        help_text=_("Empty for one entered without a team: it counts in no title of teams."),
    )
    number = models.PositiveSmallIntegerField(
        _("number"),
        null=True,
        blank=True,
        validators=[number_on_a_door],
        help_text=_("Empty when it is not on record."),
    )
    car = models.CharField(
        _("car"), max_length=80, blank=True, help_text=_("Make and model, such as Hyundai Elantra N TCR.")
    )
    titles = models.ManyToManyField(
        Title, blank=True, related_name="entries", verbose_name=_("titles"),
        help_text=_("Besides the drivers' and teams' titles, in which all but wildcards take part."),
    )  # fmt: skip
    wildcard = models.BooleanField(_("wildcard"), default=False, help_text=_("Entered for single events."))
    wildcard_scores = models.BooleanField(
        _("wildcard that scores"),
        default=False,
        help_text=_("As others do. Else it is taken out before points are given."),
    )
    events = models.ManyToManyField(Event, through="EventEntry", related_name="entries", verbose_name=_("events"))
    order = models.PositiveSmallIntegerField(_("order"), default=0, help_text=_("Its place on the entry list."))

    fixed = (
        Fixed(
            ("season", "driver"),
            ("event_entries",),
            _("This entry is on the list of an event: its season and driver stay as they are. Make a new entry."),
        ),
    )

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ("season", "order", "pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(wildcard_scores=False) | models.Q(wildcard=True),
                name="only_a_wildcard_is_one_that_scores",
                violation_error_message=_("Only a wildcard is a wildcard that scores: tick both, or neither."),
            )
        ]

    def __str__(self) -> str:
        of_team = f" ({self.team.table_name})" if self.team else ""
        return f"{self.number or '–'} {self.driver}{of_team}"


class EventEntry(Foundation):
    """An entry on one event's list: a number, and a driver, once an event."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="event_entries", verbose_name=_("event"))
    entry = models.ForeignKey(
        Entry,
        models.CASCADE,
        related_name="event_entries",
        verbose_name=_("entry"),
        help_text=_("The driver in the team's car."),
    )
    # The entry's driver again, so that the database itself refuses a driver twice at one event.
    driver = models.ForeignKey(
        Driver, models.RESTRICT, related_name="event_entries", editable=False, verbose_name=_("driver")
    )
    number = models.PositiveSmallIntegerField(
        _("number"),
        null=True,
        blank=True,
        validators=[number_on_a_door],
        help_text=_("The number on the door at this event."),
    )
    nominated = models.BooleanField(
        _("nominated"), default=False, help_text=_("To count for its team, in titles where only nominated cars do.")
    )

    fixed = (
        Fixed(
            ("event", "entry"),
            ("results", "penalties"),
            _("This car has results or penalties: its event and its entry stay as they are."),
        ),
        Fixed(
            ("nominated",),
            ("results",),
            _("This car's results are published: whether it was nominated stays."),
            published=True,
        ),
        Fixed(
            ("number",),
            ("results",),
            _("This car's results are published with its number: it stays. The next classification corrects it."),
            published=True,
        ),
    )

    class Meta:
        verbose_name = _("event entry")
        verbose_name_plural = _("event entries")
        ordering = ("event", "entry__order", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("event", field), name=f"{field}_once_an_event", violation_error_message=sentence
            )
            for field, sentence in ONCE_AN_EVENT.items()
        ]

    def __str__(self) -> str:
        return f"{self.event.code} {self.number or '–'} {self.driver}"

    def clean(self) -> None:
        super().clean()
        # A new entry's inline has an entry without a key, and a form left empty has none at all.
        if not self.event_id or not hasattr(self, "entry"):
            return
        if self.entry.season_id != self.event.season_id:
            raise ValidationError(_("The entry and the event are of different seasons."))
        self.driver_id = self.entry.driver_id

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """With the driver, whom no form shows and so none would ask about."""
        super().validate_constraints(exclude and set(exclude) - {"driver"})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.driver_id = self.entry.driver_id
        super().save(*args, **kwargs)
