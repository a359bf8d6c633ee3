"""LiveOrder: what race control sends while a session runs."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from championship.models.calendar import Session


class LiveOrder(models.Model):
    """One running order. Not a classification: once the session's result is official, its orders are deleted.

    `order` holds the cars as they run, each as the id of its place on the event's list, its gap to first in ms and its
    gap in laps; either is null where none was sent.
    """

    class Flag(models.TextChoices):
        GREEN = "green", _("green flag")
        YELLOW = "yellow", _("yellow flag")
        SAFETY_CAR = "safety car", _("safety car")
        RED = "red", _("red flag")
        CHEQUERED = "chequered", _("chequered flag")

    session = models.ForeignKey(Session, models.CASCADE, related_name="live_orders", verbose_name=_("session"))
    sequence = models.PositiveIntegerField(_("sequence"), help_text=_("1, 2, 3 … in each session."))
    lap = models.PositiveSmallIntegerField(_("lap"), null=True, blank=True)
    flag = models.CharField(_("flag"), max_length=10, choices=Flag, default=Flag.GREEN)
    order = models.JSONField(_("order"), default=list, blank=True)
    commentary = models.CharField(_("commentary"), max_length=250, blank=True)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("sent by")
    )

    class Meta:
        verbose_name = _("live order")
        verbose_name_plural = _("live orders")
        ordering = ("session", "sequence")
        indexes = [models.Index(fields=("session", "sent_at"), name="live_order_sent")]
        constraints = [
            models.UniqueConstraint(fields=("session", "sequence"), name="live_order_sequence_once_a_session"),
            models.CheckConstraint(condition=models.Q(sequence__gte=1), name="live_order_sequences_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.session}, {self.sequence}"
