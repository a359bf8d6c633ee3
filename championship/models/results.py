"""Classification, Result, Penalty, Adjustment and PublishedPlace: what came out, and what was decided."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from championship.models.calendar import Session
from championship.models.entries import EventEntry
from championship.models.season import Title
from drivers.models import Driver, Team
from web.limits import day_on_record, from_one, points_within_reason, web_address


class ClassificationQuerySet(models.QuerySet):
    def current(self) -> "ClassificationQuerySet":
        """The one of each session with the highest number."""
        later = Classification.objects.filter(session=models.OuterRef("session"), number__gt=models.OuterRef("number"))
        return self.filter(~models.Exists(later))


class ResultQuerySet(models.QuerySet):
    def current(self) -> "ResultQuerySet":
        """The lines of current classifications."""
        later = Classification.objects.filter(
            session=models.OuterRef("classification__session"), number__gt=models.OuterRef("classification__number")
        )
        return self.filter(~models.Exists(later))


class Classification(models.Model):
    """One published order of a session. Never edited: publishing.publish() adds the next one.

    The database refuses a change of it, and of its results, by whatever path (published_stays.py).
    """

    class Status(models.TextChoices):
        PROVISIONAL = "provisional", _("provisional")
        UNDER_INVESTIGATION = "under-investigation", _("under investigation")
        OFFICIAL = "official", _("official")

    session = models.ForeignKey(Session, models.RESTRICT, related_name="classifications", verbose_name=_("session"))
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

    # A car that was taken out holds no fastest lap.
    UNFIT = (Status.DISQUALIFIED, Status.EXCLUDED)

    class Basis(models.TextChoices):
        TWO_SOURCES = "two sources", _("two sources")
        ONE_SOURCE = "one source", _("one source")
        DERIVED = "derived", _("worked out")
        DOUBTFUL = "doubtful", _("doubtful")
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

    objects = ResultQuerySet.as_manager()

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
        POINTS = "points", _("points")
        UNKNOWN = "unknown", _("kind not on record")

    # They leave the order of the session in which they were given as it is.
    MOVES_NOBODY = frozenset({Kind.GRID, Kind.POINTS})

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
        related_name="penalties",
        verbose_name=_("entry"),
        help_text=_("A car on that event's entry list."),
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, help_text=_("As the stewards' document names it."))
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
    position_before = models.PositiveSmallIntegerField(
        _("place on the road"),
        null=True,
        blank=True,
        validators=[from_one],
        help_text=_("Where the car stood before the decision. Empty when it is not on record."),
    )
    position_after = models.PositiveSmallIntegerField(
        _("official place"),
        null=True,
        blank=True,
        validators=[from_one],
        help_text=_("Where it stands in the official order."),
    )
    reason = models.CharField(_("reason"), max_length=250, blank=True, help_text=_("What the car did, in a few words."))
    document = models.URLField(
        _("document"), blank=True, validators=[web_address], help_text=_("The address of the stewards' document.")
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, validators=[day_on_record])
    source = models.TextField(
        _("source"), blank=True, help_text=_("Where it is written: an address, or several with ; between them.")
    )
    order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("The order of penalties in one session.")
    )

    class Meta:
        verbose_name = _("penalty")
        verbose_name_plural = _("penalties")
        ordering = ("session", "order", "pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(seconds__isnull=True) | models.Q(kind__in=("time", "drive-through")),
                name="penalty_seconds_are_for_time",
                violation_error_message=_(
                    "Seconds belong to a time penalty or a drive-through: choose that kind, or empty them."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(places__isnull=True) | models.Q(kind__in=("grid", "places")),
                name="penalty_places_are_for_places",
                violation_error_message=_(
                    "Places belong to a penalty of grid places or places: choose that kind, or empty them."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(points__isnull=True) | models.Q(kind="points", points__gt=0),
                name="penalty_points_are_for_points",
                violation_error_message=_(
                    "Points, without a minus, belong to a penalty of points: choose that kind, or empty them."
                ),
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
        Driver,
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("driver"),
        help_text=_("For a title that ranks drivers."),
    )
    team = models.ForeignKey(
        Team,
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("team"),
        help_text=_("For a title that ranks teams."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0, help_text=_("Its place on the list."))

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
        if self.title_id and self.after_id and self.title.season_id != self.after.event.season_id:
            raise ValidationError(_("The title and the session are of different seasons."))
        who = self.competitor
        if self.title_id and who and not who.entries.filter(season=self.title.season_id).exists():
            raise ValidationError(
                _("%(who)s has no entry in %(season)s."),
                params={"who": who, "season": self.title.season},
            )

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
        _("points"),
        max_digits=7,
        decimal_places=2,
        validators=points_within_reason,
        help_text=_("With a minus when points are taken."),
    )
    after = models.ForeignKey(
        Session, models.RESTRICT, related_name="adjustments", verbose_name=_("counts from"),
        help_text=_("The session from which on the points count."),
    )  # fmt: skip
    kind = models.CharField(
        _("kind"), max_length=16, choices=Kind, help_text=_("Why the points are not those of the places.")
    )
    reason = models.CharField(_("reason"), max_length=250, help_text=_("Readers see it beside the points."))
    source = models.TextField(_("source"), blank=True, help_text=_("Where it is written."))

    class Meta(Competitor.Meta):
        verbose_name = _("adjustment")
        verbose_name_plural = _("adjustments")
        ordering = ("order", "pk")
        constraints = [
            *Competitor.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(points=0),
                name="adjustment_of_some_points",
                violation_error_message=_("Write how many points are given, or taken with a minus; 0 changes nothing."),
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="adjustment_has_a_reason",
                violation_error_message=_("Write the reason: readers see it beside the points."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.competitor} {self.points:+}"


class PublishedPlace(Competitor):
    """A line of a table that was published elsewhere, to hold the computed one against."""

    after = models.ForeignKey(
        Session,
        models.RESTRICT,
        related_name="published_places",
        verbose_name=_("after"),
        help_text=_("The session after which the table was published."),
    )
    position = models.PositiveSmallIntegerField(
        _("place"),
        null=True,
        blank=True,
        validators=[from_one],
        help_text=_("Empty when only the points were published."),
    )
    points = models.DecimalField(
        _("points"),
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("As published. Empty when only the place was."),
    )
    basis = models.CharField(_("rests on"), max_length=15, choices=Result.Basis, blank=True)
    source = models.TextField(_("source"), blank=True, help_text=_("Where it was published."))

    class Meta(Competitor.Meta):
        verbose_name = _("published place")
        verbose_name_plural = _("published places")
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return f"{self.title}: {self.position or '–'} {self.competitor}"
