"""Classification, Result, Adjustment and PublishedPlace: what came out, and the points beside the places."""

from collections import defaultdict
from dataclasses import fields
from functools import reduce
from operator import and_

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from championship import rules
from championship.limits import points_within_reason
from championship.models.calendar import Session
from championship.models.decisions import Penalty
from championship.models.entries import EventEntry
from championship.models.season import PointsScale, Title
from drivers.models import IN_SWEDISH, Driver, Team
from web.limits import from_one

# What a result has of a line, in the order of its fields.
LINE_COLUMNS = tuple("event_entry_id" if field.name == "event_entry" else field.name for field in fields(rules.Line))


def _known(field: str) -> models.Q:
    """A figure that is not known, or that may be."""
    least, most = rules.LIMITS[field]
    return models.Q(**{f"{field}__isnull": True}) | models.Q(**{f"{field}__gte": least, f"{field}__lte": most})


def _fits(field: str) -> LessThanOrEqual:
    """A text that is no longer than its column, which SQLite does not ask."""
    return LessThanOrEqual(Length(field), rules.LONGEST[field])


class ClassificationQuerySet(models.QuerySet["Classification"]):
    def current(self) -> "ClassificationQuerySet":
        """The one of each session with the highest number."""
        later = Classification.objects.filter(session=models.OuterRef("session"), number__gt=models.OuterRef("number"))
        return self.filter(~models.Exists(later))


class ResultQuerySet(models.QuerySet["Result"]):
    def lines(self) -> dict[int, tuple[rules.Line, ...]]:
        """As they would be published again, in order, by the ids of their classifications."""
        lines: dict[int, list[rules.Line]] = defaultdict(list)
        rows = self.order_by("classification", "order", "pk").values_list("classification_id", *LINE_COLUMNS)
        for classification, *line in rows:
            lines[classification].append(rules.Line(*line))
        return {classification: tuple(its_lines) for classification, its_lines in lines.items()}

    def current(self) -> "ResultQuerySet":
        """The lines of current classifications."""
        later = Classification.objects.filter(
            session=models.OuterRef("classification__session"), number__gt=models.OuterRef("classification__number")
        )
        return self.filter(~models.Exists(later))


class Classification(models.Model):
    """One published order of a session. Never edited: publishing.publish() adds the next one.

    It keeps what it counts for: the scale, by how much its points are multiplied, and the lap to which a race that was
    stopped was counted back (rules.Counting).

    The database refuses a change of it, and of its results, by whatever path (published_stays.py).
    """

    class Status(models.TextChoices):
        PROVISIONAL = rules.ClassificationStatus.PROVISIONAL, _("provisional")
        UNDER_INVESTIGATION = rules.ClassificationStatus.UNDER_INVESTIGATION, _("under investigation")
        OFFICIAL = rules.ClassificationStatus.OFFICIAL, _("official")

    session = models.ForeignKey(Session, models.RESTRICT, related_name="classifications", verbose_name=_("session"))
    number = models.PositiveSmallIntegerField(_("number"))
    status = models.CharField(_("status"), max_length=20, choices=Status)
    published_at = models.DateTimeField(
        _("published"), null=True, blank=True, help_text=_("Empty when the time is not on record.")
    )
    published_by = models.CharField(_("published by"), max_length=rules.LONGEST["published_by"], blank=True)
    reason = models.CharField(_("reason"), max_length=rules.LONGEST["reason"], blank=True)
    reason_sv = models.CharField(_("reason in Swedish"), max_length=rules.LONGEST["reason_sv"], blank=True)
    scale = models.ForeignKey(
        PointsScale, models.RESTRICT, null=True, blank=True, related_name="classifications",
        verbose_name=_("points scale"), help_text=_("Empty when its session gives no points."),
    )  # fmt: skip
    points_factor = models.DecimalField(
        _("points multiplied by"), max_digits=4, decimal_places=2, default=1,
        help_text=_("In every title: 0.5 for half points, 2 for double, 0 for none."),
    )  # fmt: skip
    laps_counted = models.PositiveSmallIntegerField(
        _("counted back to lap"), null=True, blank=True, help_text=_("Empty when it counts as it was run.")
    )
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)

    objects = ClassificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("classification")
        verbose_name_plural = _("classifications")
        ordering = ("session", "number")
        constraints = [
            models.UniqueConstraint(fields=("session", "number"), name="classification_number_once_a_session"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="classification_numbers_from_one"),
            models.CheckConstraint(
                condition=models.Q(status__in=[status.value for status in rules.ClassificationStatus]),
                name="classification_status_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(_fits("published_by")) & models.Q(_fits("reason")) & models.Q(_fits("reason_sv")),
                name="classification_texts_fit",
            ),
            models.CheckConstraint(
                condition=models.Q(points_factor__gte=rules.FACTORS.least, points_factor__lte=rules.FACTORS.most),
                name="classification_factor_within_limits",
            ),
            models.CheckConstraint(
                condition=models.Q(laps_counted__isnull=True) | models.Q(laps_counted__gte=rules.LAPS_COUNTED.least),
                name="classification_counts_some_laps",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session}, {self.number} ({self.get_status_display()})"

    @property
    def counting(self) -> rules.Counting:
        """By what it counts. Reads its scale and its session."""
        scale = "" if self.scale is None or self.scale_id == self.session.scale_id else self.scale.slug
        return rules.Counting(scale, self.points_factor, self.laps_counted)


class Result(models.Model):
    """One line of a classification. Times and gaps are in milliseconds; a gap is to first.

    `number` is the one that the car had in it, whatever the event's list says.
    """

    class Status(models.TextChoices):
        CLASSIFIED = rules.ResultStatus.CLASSIFIED, _("classified")
        NOT_CLASSIFIED = rules.ResultStatus.NOT_CLASSIFIED, _("not classified")
        RETIRED = rules.ResultStatus.RETIRED, _("retired")
        DID_NOT_START = rules.ResultStatus.DID_NOT_START, _("did not start")
        DISQUALIFIED = rules.ResultStatus.DISQUALIFIED, _("disqualified")
        EXCLUDED = rules.ResultStatus.EXCLUDED, _("excluded")
        NOT_ON_RECORD = rules.ResultStatus.NOT_ON_RECORD, _("not on record")

    class Basis(models.TextChoices):
        TWO_SOURCES = rules.Basis.TWO_SOURCES, _("two sources")
        ONE_SOURCE = rules.Basis.ONE_SOURCE, _("one source")
        DERIVED = rules.Basis.DERIVED, _("worked out")
        DOUBTFUL = rules.Basis.DOUBTFUL, _("doubtful")
        NOT_ON_RECORD = rules.Basis.NOT_ON_RECORD, _("not on record")

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
    note = models.CharField(_("note"), max_length=rules.LONGEST["note"], blank=True)
    basis = models.CharField(_("rests on"), max_length=15, choices=Basis, blank=True)
    source = models.TextField(_("source"), blank=True)
    number = models.PositiveSmallIntegerField(
        _("number"), null=True, blank=True, help_text=_("Empty when it is not on record.")
    )
    holds_fastest_lap = models.BooleanField(
        _("holds the fastest lap"), default=False, help_text=_("A source names it; not every lap is on record.")
    )
    one_of = models.CharField(
        _("one of the places"), max_length=rules.LONGEST["one_of"], blank=True, help_text=_("Such as 11 12.")
    )
    points = models.DecimalField(
        _("points on record"), max_digits=6, decimal_places=2, null=True, blank=True,
        help_text=_("By the session’s scale, where they are known and the place is not."),
    )  # fmt: skip

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        ordering = ("classification", "order", "pk")
        constraints = [
            models.UniqueConstraint(fields=("classification", "event_entry"), name="car_once_a_classification"),
            models.UniqueConstraint(fields=("classification", "position"), name="place_once_a_classification"),
            models.UniqueConstraint(fields=("classification", "grid"), name="grid_place_once_a_classification"),
            models.UniqueConstraint(fields=("classification", "number"), name="car_number_once_a_classification"),
            models.CheckConstraint(
                condition=reduce(and_, map(_known, rules.LIMITS)), name="result_figures_within_limits"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=[status.value for status in rules.ResultStatus]),
                name="result_status_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(basis__in=["", *(basis.value for basis in rules.Basis)]),
                name="result_basis_is_known",
            ),
            models.CheckConstraint(condition=_fits("note"), name="result_note_fits"),
            models.CheckConstraint(condition=_fits("one_of"), name="result_one_of_fits"),
            models.CheckConstraint(
                condition=models.Q(position__isnull=True) | models.Q(one_of="", points__isnull=True),
                name="places_in_doubt_have_no_place",
            ),
            models.UniqueConstraint(
                fields=("classification",),
                condition=models.Q(holds_fastest_lap=True),
                name="one_holder_of_the_fastest_lap",
            ),
            models.CheckConstraint(
                condition=models.Q(position__isnull=True) | models.Q(status="classified"),
                name="only_classified_cars_have_a_place",
            ),
            models.CheckConstraint(
                condition=models.Q(gap_ms__isnull=True) | models.Q(gap_laps__isnull=True), name="gap_in_time_or_laps"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position or self.get_status_display()} {self.event_entry.driver}"


class Competitor(models.Model):
    """A driver or a team, whichever the title ranks, from a session on."""

    after: "models.ForeignKey[Session, Session]"
    after_id: int

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
        who = self.team or self.driver
        if self.title_id and who and not who.entries.filter(season=self.title.season_id).exists():
            raise ValidationError(
                _("%(who)s has no entry in %(season)s."),
                params={"who": who, "season": self.title.season},
            )

    @property
    def competitor(self) -> Driver | Team:
        return self.team or self.driver  # type: ignore[return-value]  # by the constraint it is one of the two


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
    reason_sv = models.CharField(_("reason in Swedish"), max_length=250, blank=True, help_text=IN_SWEDISH)
    source = models.TextField(_("source"), blank=True, help_text=_("Where it is written."))
    penalty = models.ForeignKey(
        Penalty, models.CASCADE, null=True, blank=True, related_name="adjustments", verbose_name=_("came with"),
        help_text=_("The stewards' decision that takes the points: once that is withdrawn they count no more."),
    )  # fmt: skip

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
