import django.core.validators
from django.db import migrations, models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

PLACES, TIMES = (1, 999), (0, 359999999)
LIMITS = {
    "position": PLACES,
    "grid": PLACES,
    "laps": (0, 32767),
    "gap_laps": (1, 999),
    "time_ms": TIMES,
    "gap_ms": TIMES,
    "fastest_lap_ms": TIMES,
}
CLASSIFICATION_STATUSES = ["provisional", "under-investigation", "official"]
RESULT_STATUSES = [
    "classified", "not-classified", "retired", "did-not-start", "disqualified", "excluded", "not-on-record",
]  # fmt: skip
BASES = ["", "two sources", "one source", "derived", "doubtful", "not on record"]


def known(field):
    least, most = LIMITS[field]
    return models.Q(
        (f"{field}__isnull", True), models.Q((f"{field}__gte", least), (f"{field}__lte", most)), _connector="OR"
    )


class Migration(migrations.Migration):
    dependencies = [("championship", "0002_forget_what_cannot_be")]

    operations = [
        migrations.RemoveConstraint("result", "places_from_one"),
        migrations.RemoveConstraint("result", "grid_from_one"),
        migrations.AddConstraint(
            "classification",
            models.CheckConstraint(
                condition=models.Q(("status__in", CLASSIFICATION_STATUSES)), name="classification_status_is_known"
            ),
        ),
        migrations.AddConstraint(
            "classification",
            models.CheckConstraint(
                condition=models.Q(
                    LessThanOrEqual(Length("published_by"), 150), LessThanOrEqual(Length("reason"), 250)
                ),
                name="classification_texts_fit",
            ),
        ),
        migrations.AddConstraint(
            "result",
            models.UniqueConstraint(fields=("classification", "grid"), name="grid_place_once_a_classification"),
        ),
        migrations.AddConstraint(
            "result",
            models.CheckConstraint(condition=models.Q(*map(known, LIMITS)), name="result_figures_within_limits"),
        ),
        migrations.AddConstraint(
            "result",
            models.CheckConstraint(condition=models.Q(("status__in", RESULT_STATUSES)), name="result_status_is_known"),
        ),
        migrations.AddConstraint(
            "result",
            models.CheckConstraint(condition=models.Q(("basis__in", BASES)), name="result_basis_is_known"),
        ),
        migrations.AddConstraint(
            "result",
            models.CheckConstraint(condition=LessThanOrEqual(Length("note"), 250), name="result_note_fits"),
        ),
        migrations.AlterField(
            "penalty",
            "position_before",
            models.PositiveSmallIntegerField(
                blank=True,
                help_text="Where the car stood before the decision. Empty when it is not on record.",
                null=True,
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(999)],
                verbose_name="place on the road",
            ),
        ),
        migrations.AlterField(
            "penalty",
            "position_after",
            models.PositiveSmallIntegerField(
                blank=True,
                help_text="Where it stands in the official order.",
                null=True,
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(999)],
                verbose_name="official place",
            ),
        ),
    ]
