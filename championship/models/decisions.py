"""Penalty: what the stewards decided."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from championship import rules
from championship.models.calendar import Session
from championship.models.entries import EventEntry
from drivers.models import IN_SWEDISH, Driver
from web.limits import day_on_record, from_one, web_address

place_at_most = MaxValueValidator(rules.PLACES.most)


def _of_kind(kinds: Collection[rules.DecisionKind]) -> models.Q:
    return models.Q(kind__in=tuple(kind.value for kind in rules.DecisionKind if kind in kinds))


class Penalty(models.Model):
    """A steward's decision. `position_before` is the place on the road, `position_after` the official one.

    It keeps its row for ever. One that is withdrawn, which its reason says, counts no more, and neither do the
    adjustments that came with it; one that was amended is withdrawn, and the new one names it in `replaces`.
    """

    class Kind(models.TextChoices):
        TIME = rules.DecisionKind.TIME, _("time")
        DRIVE_THROUGH = rules.DecisionKind.DRIVE_THROUGH, _("drive-through")
        GRID = rules.DecisionKind.GRID, _("grid places")
        PLACES = rules.DecisionKind.PLACES, _("places")
        LAP_DELETED = rules.DecisionKind.LAP_DELETED, _("lap deleted")
        DISQUALIFICATION = rules.DecisionKind.DISQUALIFICATION, _("disqualification")
        POINTS = rules.DecisionKind.POINTS, _("points")
        REPRIMAND = rules.DecisionKind.REPRIMAND, _("reprimand")
        FINE = rules.DecisionKind.FINE, _("fine")
        WARNING = rules.DecisionKind.WARNING, _("warning")
        NO_FURTHER_ACTION = rules.DecisionKind.NO_FURTHER_ACTION, _("no further action")
        UNKNOWN = rules.DecisionKind.UNKNOWN, _("kind not on record")

    session = models.ForeignKey(
        Session,
        models.CASCADE,
        related_name="penalties",
        verbose_name=_("session"),
        help_text=_("The session in which it was given."),
    )
    event_entry = models.ForeignKey(
        EventEntry,
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="penalties",
        verbose_name=_("entry"),
        help_text=_("A car on that event's entry list. Empty for who is not on it."),
    )
    driver = models.ForeignKey(
        Driver,
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="penalties",
        verbose_name=_("driver"),
        help_text=_("A driver of the site who is not on the event's list."),
    )
    named = models.CharField(
        _("named as"), max_length=120, blank=True,
        help_text=_("Anybody else, as the document names them. Empty when the name is not known."),
    )  # fmt: skip
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, help_text=_("As the stewards' document names it."))
    seconds = models.DecimalField(
        _("seconds"),
        max_digits=7,
        decimal_places=3,
        null=True,
        blank=True,
        help_text=_("For a time penalty, or a drive-through turned to time."),
    )
    places = models.PositiveSmallIntegerField(
        _("places"), null=True, blank=True, help_text=_("For a penalty of grid places or places only.")
    )
    points = models.DecimalField(
        _("points"), max_digits=7, decimal_places=2, null=True, blank=True,
        help_text=_("How many are taken, for a penalty of points only. An adjustment takes them from a title."),
    )  # fmt: skip
    fine = models.DecimalField(
        _("fine"), max_digits=9, decimal_places=2, null=True, blank=True,
        help_text=_("Empty when the amount is not on record."),
    )  # fmt: skip
    currency = models.CharField(
        _("currency"), max_length=3, blank=True, validators=[RegexValidator(r"^[A-Z]{3}\Z")],
        help_text=_("Of a fine, in three letters: EUR."),
    )  # fmt: skip
    position_before = models.PositiveSmallIntegerField(
        _("place on the road"),
        null=True,
        blank=True,
        validators=[from_one, place_at_most],
        help_text=_("Where the car stood before the decision. Empty when it is not on record."),
    )
    position_after = models.PositiveSmallIntegerField(
        _("official place"),
        null=True,
        blank=True,
        validators=[from_one, place_at_most],
        help_text=_("Where it stands in the official order."),
    )
    came_with = models.PositiveSmallIntegerField(
        _("came with classification"), null=True, blank=True, validators=[from_one],
        help_text=_("The number of the classification that it made. Empty when it made none, or that is not known."),
    )  # fmt: skip
    reason = models.CharField(_("reason"), max_length=250, blank=True, help_text=_("What the car did, in a few words."))
    reason_sv = models.CharField(_("reason in Swedish"), max_length=250, blank=True, help_text=IN_SWEDISH)
    document = models.URLField(
        _("document"), blank=True, validators=[web_address], help_text=_("The address of the stewards' document.")
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, validators=[day_on_record])
    source = models.TextField(
        _("source"), blank=True, help_text=_("Where it is written: an address, or several with ; between them.")
    )
    withdrawn_at = models.DateTimeField(
        _("withdrawn"), null=True, blank=True, validators=[day_on_record],
        help_text=_("Empty when it stands, or the time is not on record."),
    )  # fmt: skip
    withdrawn_by = models.CharField(_("withdrawn by"), max_length=150, blank=True)
    withdrawn_reason = models.CharField(
        _("why it was withdrawn"), max_length=250, blank=True, help_text=_("Empty when it stands.")
    )
    withdrawn_reason_sv = models.CharField(
        _("why it was withdrawn, in Swedish"), max_length=250, blank=True, help_text=IN_SWEDISH
    )
    replaces = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces"),
        help_text=_("The withdrawn decision in whose place it was given."),
    )  # fmt: skip
    order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("The order of penalties in one session.")
    )

    class Meta:
        verbose_name = _("penalty")
        verbose_name_plural = _("penalties")
        ordering = ("session", "order", "pk")
        permissions = (("withdraw_penalty", _("Can withdraw a decision of the stewards")),)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(seconds__isnull=True) | _of_kind(rules.WITH_SECONDS),
                name="penalty_seconds_are_for_time",
                violation_error_message=_(
                    "Seconds belong to a time penalty or a drive-through: choose that kind, or empty them."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(places__isnull=True) | _of_kind(rules.WITH_PLACES),
                name="penalty_places_are_for_places",
                violation_error_message=_(
                    "Places belong to a penalty of grid places or places: choose that kind, or empty them."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(points__isnull=True) | models.Q(kind=rules.DecisionKind.POINTS.value, points__gt=0),
                name="penalty_points_are_for_points",
                violation_error_message=_(
                    "Points, without a minus, belong to a penalty of points: choose that kind, or empty them."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(fine__isnull=True, currency="")
                | (models.Q(kind=rules.DecisionKind.FINE.value, fine__gt=0) & ~models.Q(currency="")),
                name="penalty_fine_is_for_a_fine",
                violation_error_message=_(
                    "An amount with its currency belongs to a fine: choose that kind, or empty both."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(event_entry__isnull=True, driver__isnull=True)
                | models.Q(event_entry__isnull=True, named="")
                | models.Q(driver__isnull=True, named=""),
                name="penalty_is_of_one",
                violation_error_message=_("Say once who it is about: an entry, a driver or a name."),
            ),
            models.CheckConstraint(
                condition=~models.Q(withdrawn_reason="")
                | models.Q(withdrawn_at__isnull=True, withdrawn_by="", withdrawn_reason_sv=""),
                name="penalty_is_withdrawn_with_a_reason",
                violation_error_message=_("Say why it was withdrawn: readers see the reason beside it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session}: {self.who}, {self.get_kind_display()}"

    @property
    def who(self) -> str:
        """The name of who it is about, as far as it is known."""
        if self.event_entry is not None:
            return self.event_entry.driver.name
        return str(self.driver.name if self.driver is not None else self.named or _("name not on record"))

    @property
    def is_withdrawn(self) -> bool:
        return bool(self.withdrawn_reason)

    def clean(self) -> None:
        entry = self.event_entry
        if entry is not None and self.session_id and entry.event_id != self.session.event_id:
            raise ValidationError(_("The entry is not on the list of this session's event."))
