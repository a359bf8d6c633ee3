from django.db import migrations
from django.db.models import OuterRef, Subquery


def keep_what_it_counted_by(apps, schema_editor):
    """Until now a classification counted by its session's scale, and its cars had the numbers of the event's list."""
    using = schema_editor.connection.alias
    models = {name: apps.get_model("championship", name) for name in ("Classification", "EventEntry", "Result", "Session")}
    sessions = models["Session"].objects.using(using).filter(pk=OuterRef("session"))
    models["Classification"].objects.using(using).update(scale=Subquery(sessions.values("scale")[:1]))
    cars = models["EventEntry"].objects.using(using).filter(pk=OuterRef("event_entry"))
    models["Result"].objects.using(using).update(number=Subquery(cars.values("number")[:1]))


class Migration(migrations.Migration):
    """By itself: PostgreSQL changes no table in the transaction that wrote to it."""

    dependencies = [("championship", "0004_what_a_season_keeps")]

    operations = [migrations.RunPython(keep_what_it_counted_by, migrations.RunPython.noop)]
