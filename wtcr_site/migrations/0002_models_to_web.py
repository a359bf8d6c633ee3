"""The models of version 1.0 stand in web now; nothing changes in the database."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("wtcr_site", "0001_initial"),
        ("web", "0001_from_wtcr_site"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel("Revision"),
                migrations.DeleteModel("FoldedText"),
                migrations.DeleteModel("OldAddress"),
            ],
        ),
    ]
