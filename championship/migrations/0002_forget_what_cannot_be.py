from django.db import migrations, models
from django.db.models.functions import Left, Length

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


def forget_what_cannot_be(apps, schema_editor):
    """What an older version let in and no classification can hold is not on record. Two cars on one place of the grid:
    where either started is not known."""
    using = schema_editor.connection.alias
    results = apps.get_model("championship", "Result").objects.using(using).order_by()
    for field, (least, most) in LIMITS.items():
        results.filter(models.Q(**{f"{field}__lt": least}) | models.Q(**{f"{field}__gt": most})).update(**{field: None})
    results.exclude(status__in=RESULT_STATUSES).update(status="not-on-record", position=None)
    results.exclude(basis__in=BASES).update(basis="")
    results.annotate(length=Length("note")).filter(length__gt=250).update(note=Left("note", 250))
    on_the_grid = results.filter(grid__isnull=False).values("classification", "grid")
    for shared in list(on_the_grid.annotate(cars=models.Count("pk")).filter(cars__gt=1)):
        results.filter(classification=shared["classification"], grid=shared["grid"]).update(grid=None)
    classifications = apps.get_model("championship", "Classification").objects.using(using).order_by()
    classifications.exclude(status__in=CLASSIFICATION_STATUSES).update(status="provisional")
    for field, longest in (("published_by", 150), ("reason", 250)):
        too_long = classifications.annotate(length=Length(field)).filter(length__gt=longest)
        too_long.update(**{field: Left(field, longest)})


class Migration(migrations.Migration):
    """By itself: PostgreSQL changes no table in the transaction that wrote to it."""

    dependencies = [("championship", "0001_initial")]

    operations = [migrations.RunPython(forget_what_cannot_be, migrations.RunPython.noop)]
