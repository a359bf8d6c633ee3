"""Circuit, Event, CalendarChange and Session: where and when the season runs."""

from datetime import timedelta
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from championship.change_forms import is_span, is_status, is_time
from championship.limits import length_of_a_circuit, number_of_an_event
from championship.models.foundation import Fixed, Foundation
from championship.models.season import PointsScale, Season, SessionKind
from drivers.models import IN_SWEDISH, country_code
from web.limits import day_on_record, from_one

event_code = RegexValidator(r"^[A-Z]{3}$", _("Write three capital letters, such as GER."))
# /2021/results/ and the like are no event's.
PAGES_OF_A_SEASON = ("calendar", "records", "relive", "results", "standings", "title-fight")
session_code = RegexValidator(r"^[A-Z]{1,3}[0-9]{0,2}$", _("Write capital letters and a number, such as Q1 or R2."))
FORM_OF_A_CHANGE = _(
    "Dates as 2021-07-31/2021-08-01, a circuit by its address, a status, which may carry dates, a session's "
    "time at the circuit as 2021-06-27 12:15, or its state."
)


def validate_timezone(value: str) -> None:
    if value not in available_timezones():
        raise ValidationError(
            _("%(value)s is no time zone. Write an IANA name, such as Europe/Lisbon."), params={"value": value}
        )


def own_page_of_a_season(value: str) -> None:
    if value in PAGES_OF_A_SEASON:
        raise ValidationError(_("The season has a page of its own at %(value)s."), params={"value": value})


class Circuit(models.Model):
    slug = models.SlugField(_("address"), unique=True, help_text=_("The last part of the page's address."))
    name = models.CharField(_("name"), max_length=120)
    locality = models.CharField(_("place"), max_length=80, blank=True, help_text=_("The town it is in."))
    country = models.CharField(
        _("country"), max_length=2, blank=True, validators=[country_code], help_text=_("Two letters, such as PT.")
    )
    timezone = models.CharField(
        _("time zone"), max_length=50, validators=[validate_timezone], help_text=_("IANA name, such as Europe/Lisbon.")
    )
    length_m = models.PositiveIntegerField(
        _("length in metres"),
        null=True,
        blank=True,
        validators=[length_of_a_circuit],
        help_text=_("Of the layout used. Empty when it is not known."),
    )
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        help_text=_("In degrees, north is positive. Rough is enough."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        help_text=_("In degrees, east is positive."),
    )

    class Meta:
        verbose_name = _("circuit")
        verbose_name_plural = _("circuits")
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True) | models.Q(latitude__gte=-90, latitude__lte=90),
                name="circuit_latitude_on_earth",
                violation_error_message=_("A latitude lies between -90 and 90."),
            ),
            models.CheckConstraint(
                condition=models.Q(longitude__isnull=True) | models.Q(longitude__gte=-180, longitude__lte=180),
                name="circuit_longitude_on_earth",
                violation_error_message=_("A longitude lies between -180 and 180."),
            ),
            models.CheckConstraint(
                condition=models.Q(length_m__isnull=True) | models.Q(length_m__gte=1),
                name="circuit_has_length",
                violation_error_message=_("Leave the length empty when it is not known; it cannot be 0."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("circuit", args=[self.slug])


class InCalendars(models.Model):
    """What stands in readers' own calendars. The database raises both fields whenever it moves, by whatever path
    (calendar_triggers.py); nothing else writes them but a season folder that brings higher ones."""

    calendar_sequence = models.PositiveIntegerField(_("times moved"), default=0, editable=False)
    calendar_changed_at = models.DateTimeField(_("last moved"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True


class Event(InCalendars, Foundation):
    """One race weekend. A cancelled one keeps its page and has no number.

    The `announced_` fields are the line of the calendar as printed before the season; what came after are
    CalendarChange rows.
    """

    class Status(models.TextChoices):
        SCHEDULED = "scheduled", _("scheduled")
        HELD = "held", _("held")
        POSTPONED = "postponed", _("postponed")
        CANCELLED = "cancelled", _("cancelled")

    season = models.ForeignKey(Season, models.CASCADE, related_name="events", verbose_name=_("season"))
    number = models.PositiveSmallIntegerField(
        _("number"),
        null=True,
        blank=True,
        validators=[from_one, number_of_an_event],
        help_text=_("Empty for a cancelled event."),
    )
    slug = models.SlugField(
        _("address"),
        validators=[own_page_of_a_season],
        help_text=_("The last part of the page's address, such as germany."),
    )
    code = models.CharField(_("code"), max_length=3, validators=[event_code], help_text=_("Three letters: GER."))
    name = models.CharField(_("name"), max_length=80, help_text=_("Such as Race of Germany."))
    name_sv = models.CharField(_("name in Swedish"), max_length=80, blank=True, help_text=IN_SWEDISH)
    circuit = models.ForeignKey(
        Circuit,
        models.RESTRICT,
        related_name="events",
        verbose_name=_("circuit"),
        help_text=_("Where it is run now."),
    )
    starts_on = models.DateField(_("first day"), help_text=_("The first day with a session."))
    ends_on = models.DateField(_("last day"), help_text=_("The same day again when there is only one."))
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=Status,
        default=Status.SCHEDULED,
        help_text=_("A held event has a number. A cancelled one has none and keeps its page."),
    )
    order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Its place in the calendar; 1 comes first.")
    )
    announced_label = models.CharField(
        _("announced as"),
        max_length=120,
        blank=True,
        help_text=_("The line as it was printed before the season. Empty when it was not on that calendar."),
    )
    announced_circuit = models.ForeignKey(
        Circuit, models.RESTRICT, null=True, blank=True, related_name="+", verbose_name=_("announced circuit")
    )
    announced_starts_on = models.DateField(_("announced first day"), null=True, blank=True)
    announced_ends_on = models.DateField(_("announced last day"), null=True, blank=True)
    announced_order = models.PositiveSmallIntegerField(
        _("announced order"), null=True, blank=True, help_text=_("The line's place on that calendar.")
    )

    fixed = (
        Fixed(
            ("season",),
            ("sessions", "event_entries"),
            _("This event has sessions or entries: it stays in its season."),
        ),
    )

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("season", "order", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("season", "slug"),
                name="event_slug_once_a_season",
                violation_error_message=_("Another event of this season has this address."),
            ),
            models.UniqueConstraint(
                fields=("season", "code"),
                name="event_code_once_a_season",
                violation_error_message=_("Another event of this season has this code."),
            ),
            models.UniqueConstraint(
                fields=("season", "number"),
                name="event_number_once_a_season",
                violation_error_message=_("Another event of this season has this number."),
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="event_days_in_order",
                violation_error_message=_("The last day comes before the first."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status="cancelled") | models.Q(number__isnull=True),
                name="event_cancelled_has_no_number",
                violation_error_message=_("A cancelled event has no number: empty the number."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status="held") | models.Q(number__isnull=False),
                name="event_held_has_a_number",
                violation_error_message=_("An event that was held needs its number."),
            ),
            models.CheckConstraint(
                condition=models.Q(announced_starts_on__isnull=True, announced_ends_on__isnull=True)
                | models.Q(announced_ends_on__gte=models.F("announced_starts_on")),
                name="event_announced_days_in_order",
                violation_error_message=_(
                    "The announced last day comes before the first, or one of the two is missing."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.season.year}"

    def clean(self) -> None:
        super().clean()
        if not self.season_id:
            return
        for name in ("starts_on", "ends_on", "announced_starts_on", "announced_ends_on"):
            day = getattr(self, name)
            if day and abs(day.year - self.season.year) > 1:
                raise ValidationError(
                    _("%(day)s is not in the season of %(year)s."), params={"day": day, "year": str(self.season.year)}
                )

    def get_absolute_url(self) -> str:
        return reverse("event", args=[self.season.year, self.slug])


class CalendarChange(models.Model):
    """One announced change of the calendar; a correction of a typing error is not one.

    `before` and `after` of a session's time are the day and time at the circuit, 2021-06-27 12:15, or the day alone.
    """

    class What(models.TextChoices):
        DATES = "dates", _("dates")
        CIRCUIT = "circuit", _("circuit")
        STATUS = "status", _("status")
        TIME = "time", _("a session's time")
        STATE = "state", _("a session's state")

    event = models.ForeignKey(Event, models.CASCADE, related_name="changes", verbose_name=_("event"))
    session = models.ForeignKey(
        "Session", models.CASCADE, null=True, blank=True, related_name="changes", verbose_name=_("session"),
        help_text=_("For a session's time or state; empty for the rest."),
    )  # fmt: skip
    announced_on = models.DateField(
        _("announced on"), validators=[day_on_record], help_text=_("The day on which it was made known.")
    )
    what = models.CharField(
        _("what"),
        max_length=10,
        choices=What,
        help_text=_("Only what was announced. A typing error is mended in the event itself."),
    )
    before = models.CharField(
        _("before"), max_length=80, blank=True,
        help_text=FORM_OF_A_CHANGE,
    )  # fmt: skip
    after = models.CharField(_("after"), max_length=80, help_text=_("In the same form."))
    reason = models.CharField(
        _("reason"), max_length=250, blank=True, help_text=_("Readers see it under the line that was struck out.")
    )
    reason_sv = models.CharField(_("reason in Swedish"), max_length=250, blank=True, help_text=IN_SWEDISH)
    source = models.TextField(_("source"), blank=True, help_text=_("Where it is written."))
    order = models.PositiveSmallIntegerField(_("order"), default=0, help_text=_("The order of changes of one day."))

    class Meta:
        verbose_name = _("calendar change")
        verbose_name_plural = _("calendar changes")
        ordering = ("announced_on", "order", "pk")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(before=models.F("after")),
                name="change_changes_something",
                violation_error_message=_("Before and after are the same: nothing changed."),
            ),
            models.CheckConstraint(
                condition=models.Q(what__in=("time", "state"), session__isnull=False)
                | (~models.Q(what__in=("time", "state")) & models.Q(session__isnull=True)),
                name="change_of_a_session_has_its_session",
                violation_error_message=_("A session's time or state needs the session, and no other change has one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event.name}: {self.get_what_display()}, {self.announced_on}"

    def clean(self) -> None:
        if self.session is not None and self.event_id and self.session.event_id != self.event_id:
            raise ValidationError(_("The session is one of another event."))
        for name in ("before", "after"):
            value = getattr(self, name)
            if value and not self._reads(value):
                raise ValidationError(
                    _("“%(value)s” is not written as such a change is: %(form)s"),
                    params={"value": value, "form": FORM_OF_A_CHANGE},
                )

    def _reads(self, value: str) -> bool:
        if self.what == self.What.DATES:
            return is_span(value)
        if self.what == self.What.TIME:
            return is_time(value)
        if self.what == self.What.STATUS:
            return is_status(value, Event.Status.values)
        if self.what == self.What.STATE:
            return value in Session.State.values
        return Circuit.objects.filter(slug=value).exists()


class Session(InCalendars, Foundation):
    """A practice, qualifying or race.

    `starts_at` is UTC and null when the time is not on record; `date` is the day at the circuit and is kept beside
    it because a day is often known without its time.
    """

    class State(models.TextChoices):
        SCHEDULED = "scheduled", _("scheduled")
        LIVE = "live", _("live")
        FINISHED = "finished", _("finished")
        POSTPONED = "postponed", _("postponed")
        CANCELLED = "cancelled", _("cancelled")

    event = models.ForeignKey(Event, models.CASCADE, related_name="sessions", verbose_name=_("event"))
    code = models.CharField(_("code"), max_length=5, validators=[session_code], help_text=_("FP1, Q, Q1, R1 …"))
    slug = models.SlugField(_("address"), help_text=_("The last part of the page's address, such as race-1."))
    name = models.CharField(_("name"), max_length=60, help_text=_("Such as Race 1."))
    name_sv = models.CharField(_("name in Swedish"), max_length=60, blank=True, help_text=IN_SWEDISH)
    kind = models.CharField(_("kind"), max_length=12, choices=SessionKind)
    scale = models.ForeignKey(
        PointsScale, models.RESTRICT, null=True, blank=True, related_name="+", verbose_name=_("points scale"),
        help_text=_("Empty when it gives no points."),
    )  # fmt: skip
    not_on_countback = models.BooleanField(
        _("places do not count on countback"), default=False,
        help_text=_("Of a race, such as a sprint: its points count, its places do not part those level on points."),
    )  # fmt: skip
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=State,
        default=State.SCHEDULED,
        help_text=_("Finished once the flag has fallen; its result is published for itself."),
    )
    date = models.DateField(
        _("day at the circuit"), null=True, blank=True, help_text=_("Empty when it is not on record.")
    )
    starts_at = models.DateTimeField(
        _("start (UTC)"),
        null=True,
        blank=True,
        help_text=_("In UTC; readers see it in the circuit's time. Empty when it is not on record."),
    )
    planned_minutes = models.PositiveSmallIntegerField(
        _("minutes planned"),
        null=True,
        blank=True,
        validators=[from_one],
        help_text=_("From its start to its end. Empty when it is not on record."),
    )
    laps_scheduled = models.PositiveSmallIntegerField(
        _("laps planned"), null=True, blank=True, help_text=_("Empty when it is not on record.")
    )
    laps_run = models.PositiveSmallIntegerField(
        _("laps run"), null=True, blank=True, help_text=_("Empty when it is not on record.")
    )
    order = models.PositiveSmallIntegerField(
        _("running order"), default=0, help_text=_("Its place in the weekend; 1 comes first.")
    )

    fixed = (
        Fixed(
            ("event",),
            ("classifications", "penalties", "adjustments", "published_places", "live_orders", "changes"),
            _("This session has results, decisions or announced changes: it stays with its event."),
        ),
        Fixed(
            ("not_on_countback",),
            ("classifications",),
            _("A result of this session is published: whether its places count on countback stays."),
            published=True,
        ),
        Fixed(
            ("scale",),
            ("classifications",),
            _(
                "A result of this session is published: its points scale stays. Race control changes it, under “Points "
                "and distance”."
            ),
            published=True,
        ),
    )

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ("event", "order", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("event", "code"),
                name="session_code_once_an_event",
                violation_error_message=_("Another session of this event has this code."),
            ),
            models.UniqueConstraint(
                fields=("event", "slug"),
                name="session_slug_once_an_event",
                violation_error_message=_("Another session of this event has this address."),
            ),
            models.CheckConstraint(
                condition=models.Q(starts_at__isnull=True) | models.Q(date__isnull=False),
                name="session_with_a_time_has_a_day",
                violation_error_message=_("A start needs the day at the circuit, too."),
            ),
            models.CheckConstraint(
                condition=models.Q(planned_minutes__isnull=True) | models.Q(planned_minutes__gte=1),
                name="session_is_planned_for_some_minutes",
                violation_error_message=_("Leave the minutes empty when they are not known; they cannot be 0."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event}: {self.name}"

    def clean(self) -> None:
        super().clean()
        event = self.event if self.event_id else None
        if not self.date or not event or not event.starts_on or not event.ends_on:
            return
        # The sessions of an event that was put off or called off keep the days that were announced of them.
        if event.status in (Event.Status.POSTPONED, Event.Status.CANCELLED):
            return
        if not event.starts_on - timedelta(days=1) <= self.date <= event.ends_on + timedelta(days=1):
            raise ValidationError(
                _("%(day)s is not a day of the event, %(first)s to %(last)s."),
                params={"day": self.date, "first": event.starts_on, "last": event.ends_on},
            )

    def get_absolute_url(self) -> str:
        return reverse("session", args=[self.event.season.year, self.event.slug, self.slug])
