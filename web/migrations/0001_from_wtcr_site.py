"""The models that stood in wtcr_site in version 1.0: their tables stay as they are, their permissions come along."""

from django.db import migrations, models

MODELS = ("revision", "foldedtext", "oldaddress")


def _content_types_come_along(apps, schema_editor):
    _move_content_types(apps, schema_editor, "wtcr_site", "web")


def _content_types_go_back(apps, schema_editor):
    _move_content_types(apps, schema_editor, "web", "wtcr_site")


def _move_content_types(apps, schema_editor, source, target):
    content_types = apps.get_model("contenttypes", "ContentType").objects.using(schema_editor.connection.alias)
    content_types.filter(app_label=source, model__in=MODELS).update(app_label=target)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("wtcr_site", "0001_initial"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Revision",
                    fields=[
                        ("name", models.CharField(max_length=10, primary_key=True, serialize=False)),
                        ("value", models.CharField(max_length=32)),
                    ],
                    options={"db_table": "wtcr_site_revision"},
                ),
                migrations.CreateModel(
                    name="FoldedText",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=10)),
                        ("row", models.BigIntegerField()),
                        ("text", models.TextField()),
                    ],
                    options={
                        "db_table": "wtcr_site_foldedtext",
                        "constraints": [models.UniqueConstraint(fields=("kind", "row"), name="folded_text_once")],
                    },
                ),
                migrations.CreateModel(
                    name="OldAddress",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("old_path", models.CharField(max_length=250, unique=True, verbose_name="old address")),
                        ("new_path", models.CharField(max_length=250, verbose_name="new address")),
                        ("moved_at", models.DateTimeField(auto_now_add=True, verbose_name="moved")),
                    ],
                    options={
                        "db_table": "wtcr_site_oldaddress",
                        "verbose_name": "old address",
                        "verbose_name_plural": "old addresses",
                        "ordering": ("old_path",),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("old_path", models.F("new_path")), _negated=True),
                                name="old_address_moved",
                            )
                        ],
                    },
                ),
            ],
        ),
        migrations.RunPython(_content_types_come_along, _content_types_go_back),
    ]
