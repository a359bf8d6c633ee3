"""Classification, Result, Penalty, Adjustment and PublishedPlace: what came out, and what was decided."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from championship.models.calendar import Session
from championship.models.entries import EventEntry
from championship.models.season import Title
from drivers.models import Driver, Team


class ClassificationQuerySet(models.QuerySet):
    def current(self) -> "ClassificationQuerySet":
        """The one of each session with the highest number."""
        later = Classification.objects.filter(session=models.OuterRef("session"), number__gt=models.OuterRef("number"))
        return self.filter(~models.Exists(later))


class Classification(models.Model):
    """One published order of a session. Never edited: publishing.publish() adds the next one."""

    class Status(models.TextChoices):
        PROVISIONAL = "provisional", _("provisional")
        UNDER_INVESTIGATION = "under-investigation", _("under investigation")
        OFFICIAL = "official", _("official")

    session = models.ForeignKey(Session, models.CASCADE, related_name="classifications", verbose_name=_("session"))
    number = models.PositiveSmallIntegerField(_("number"))
    status = models.CharField(_("status"), max_length=20, choices=Status)
    published_at = models.DateTimeField(
        _("published"), null=True, blank=True, help_text=_("Empty when the time is not on record.")
    )
    published_by = models.CharField(_("published by"), max_length=150, blank=True)
    reason = models.CharField(_("reason"), max_length=250, blank=True)
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)

    objects = ClassificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("classification")
        verbose_name_plural = _("classifications")
        ordering = ("session", "number")
        constraints = [
            models.UniqueConstraint(fields=("session", "number"), name="classification_number_once_a_session"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="classification_numbers_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.session}, {self.number} ({self.get_status_display()})"


class Result(models.Model):
    """One line of a classification. Times and gaps are in milliseconds; a gap is to first."""

    class Status(models.TextChoices):
        CLASSIFIED = "classified", _("classified")
        NOT_CLASSIFIED = "not-classified", _("not classified")
        RETIRED = "retired", _("retired")
        DID_NOT_START = "did-not-start", _("did not start")
        DISQUALIFIED = "disqualified", _("disqualified")
        EXCLUDED = "excluded", _("excluded")
        NOT_ON_RECORD = "not-on-record", _("not on record")

    class Basis(models.TextChoices):
        TWO_SOURCES = "two sources", _("two sources")
        ONE_SOURCE = "one source", _("one source")
        DERIVED = "derived", _("worked out")
        NOT_ON_RECORD = "not on record", _("not on record")

    classification = models.ForeignKey(
        Classification, models.CASCADE, related_name="results", verbose_name=_("classification")
    )
    event_entry = models.ForeignKey(EventEntry, models.RESTRICT, related_name="results", verbose_name=_("entry"))
    order = models.PositiveSmallIntegerField(_("line"), default=0)
    position = models.PositiveSmallIntegerField(
        _("place"), null=True, blank=True, help_text=_("Empty when there is none, or it is not on record.")
    )
    status = models.CharField(_("status"), max_length=16, choices=Status, default=Status.CLASSIFIED)
    laps = models.PositiveSmallIntegerField(_("laps"), null=True, blank=True)
    time_ms = models.PositiveIntegerField(_("time (ms)"), null=True, blank=True)
    gap_ms = models.PositiveIntegerField(_("gap (ms)"), null=True, blank=True)
    gap_laps = models.PositiveSmallIntegerField(_("gap (laps)"), null=True, blank=True)
    grid = models.PositiveSmallIntegerField(_("place on the grid"), null=True, blank=True)
    fastest_lap_ms = models.PositiveIntegerField(_("fastest lap (ms)"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=250, blank=True)
    basis = models.CharField(_("rests on"), max_length=15, choices=Basis, blank=True)
    source = models.TextField(_("source"), blank=True)

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        ordering = ("classification", "order", "pk")
        constraints = [
            models.UniqueConstraint(fields=("classification", "event_entry"), name="car_once_a_classification"),
            models.UniqueConstraint(fields=("classification", "position"), name="place_once_a_classification"),
            models.CheckConstraint(
                condition=models.Q(position__isnull=True) | models.Q(position__gte=1), name="places_from_one"
            ),
            models.CheckConstraint(
                condition=models.Q(position__isnull=True) | models.Q(status="classified"),
                name="only_classified_cars_have_a_place",
            ),
            models.CheckConstraint(
                condition=models.Q(gap_ms__isnull=True) | models.Q(gap_laps__isnull=True), name="gap_in_time_or_laps"
            ),
            models.CheckConstraint(condition=models.Q(grid__isnull=True) | models.Q(grid__gte=1), name="grid_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.position or self.get_status_display()} {self.event_entry.driver}"


class Penalty(models.Model):
    """A steward's decision. `position_before` is the place on the road, `position_after` the official one."""

    class Kind(models.TextChoices):
        TIME = "time", _("time")
        DRIVE_THROUGH = "drive-through", _("drive-through")
        GRID = "grid", _("grid places")
        PLACES = "places", _("places")
        LAP_DELETED = "lap-deleted", _("lap deleted")
        DISQUALIFICATION = "disqualification", _("disqualification")
        UNKNOWN = "unknown", _("kind not on record")

    session = models.ForeignKey(Session, models.CASCADE, related_name="penalties", verbose_name=_("session"))
    event_entry = models.ForeignKey(EventEntry, models.RESTRICT, related_name="penalties", verbose_name=_("entry"))
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    seconds = models.DecimalField(_("seconds"), max_digits=7, decimal_places=3, null=True, blank=True)
    places = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)
    position_before = models.PositiveSmallIntegerField(_("place on the road"), null=True, blank=True)
    position_after = models.PositiveSmallIntegerField(_("official place"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=250, blank=True)
    document = models.URLField(_("document"), blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    source = models.TextField(_("source"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("penalty")
        verbose_name_plural = _("penalties")
        ordering = ("session", "order", "pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(seconds__isnull=True) | models.Q(kind="time"), name="penalty_seconds_are_for_time"
            ),
            models.CheckConstraint(
                condition=models.Q(places__isnull=True) | models.Q(kind__in=("grid", "places")),
                name="penalty_places_are_for_places",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session}: {self.event_entry.driver}, {self.get_kind_display()}"

    def clean(self) -> None:
        if self.event_entry_id and self.session_id and self.event_entry.event_id != self.session.event_id:
            raise ValidationError(_("The entry is not on the list of this session's event."))


class Competitor(models.Model):
    """A driver or a team, whichever the title ranks."""

    title = models.ForeignKey(Title, models.CASCADE, related_name="%(class)ss", verbose_name=_("title"))
    driver = models.ForeignKey(
        Driver, models.RESTRICT, null=True, blank=True, related_name="%(class)ss", verbose_name=_("driver")
    )
    team = models.ForeignKey(
        Team, models.RESTRICT, null=True, blank=True, related_name="%(class)ss", verbose_name=_("team")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(driver__isnull=True) ^ models.Q(team__isnull=True),
                name="%(class)s_is_of_a_driver_or_a_team",
                violation_error_message=_("Choose a driver or a team, as the title ranks them."),
            )
        ]

    def clean(self) -> None:
        if self.title_id and (self.title.ranks == Title.Ranks.TEAMS) != bool(self.team_id):
            raise ValidationError(_("This title ranks %(who)s."), params={"who": self.title.get_ranks_display()})

    @property
    def competitor(self) -> Driver | Team:
        return self.team or self.driver


class Adjustment(Competitor):
    """Points given or taken in one title, counted from one session on."""

    class Kind(models.TextChoices):
        RECONCILIATION = "reconciliation", _("to agree with what was published")
        DEDUCTION = "deduction", _("points taken by the stewards")
        AWARD = "award", _("points given")

    points = models.DecimalField(
        _("points"), max_digits=7, decimal_places=2, help_text=_("With a minus when points are taken.")
    )
    after = models.ForeignKey(
        Session, models.RESTRICT, related_name="adjustments", verbose_name=_("counts from"),
        help_text=_("The session from which on the points count."),
    )  # fmt: skip
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    reason = models.CharField(_("reason"), max_length=250)
    source = models.TextField(_("source"), blank=True)

    class Meta(Competitor.Meta):
        verbose_name = _("adjustment")
        verbose_name_plural = _("adjustments")
        ordering = ("order", "pk")
        constraints = [
            *Competitor.Meta.constraints,
            models.CheckConstraint(condition=~models.Q(points=0), name="adjustment_of_some_points"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="adjustment_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.competitor} {self.points:+}"


class PublishedPlace(Competitor):
    """A line of a table that was published elsewhere, to hold the computed one against."""

    after = models.ForeignKey(Session, models.RESTRICT, related_name="published_places", verbose_name=_("after"))
    position = models.PositiveSmallIntegerField(_("place"), null=True, blank=True)
    points = models.DecimalField(_("points"), max_digits=7, decimal_places=2, null=True, blank=True)
    basis = models.CharField(_("rests on"), max_length=15, choices=Result.Basis, blank=True)
    source = models.TextField(_("source"), blank=True)

    class Meta(Competitor.Meta):
        verbose_name = _("published place")
        verbose_name_plural = _("published places")
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return f"{self.title}: {self.position or '–'} {self.competitor}"
