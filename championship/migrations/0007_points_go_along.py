"""Points that were taken with a decision name it, so that they go along when it is withdrawn."""

from django.db import migrations


def link(apps, schema_editor):
    Adjustment = apps.get_model("championship", "Adjustment")
    Penalty = apps.get_model("championship", "Penalty")
    penalties = Penalty.objects.filter(kind="points", points__isnull=False, event_entry__isnull=False)
    for penalty in penalties.order_by("order", "pk").select_related("event_entry__entry"):
        of_titles = set()
        taken = Adjustment.objects.filter(
            kind="deduction", penalty=None, after=penalty.session_id, points=-penalty.points, reason=penalty.reason
        ).order_by("order", "pk")
        for adjustment in taken:
            driver, team = penalty.event_entry.driver_id, penalty.event_entry.entry.team_id
            # Two decisions alike took the points of one title twice.
            if (adjustment.driver_id == driver or adjustment.team_id == team) and adjustment.title_id not in of_titles:
                of_titles.add(adjustment.title_id)
                adjustment.penalty = penalty
                adjustment.save(update_fields=["penalty"])


class Migration(migrations.Migration):

    dependencies = [("championship", "0006_decisions_can_be_withdrawn")]

    operations = [migrations.RunPython(link, migrations.RunPython.noop, elidable=True)]
