"""A published classification and its results stay as they were published: the database refuses to change them.

Triggers do it, so that no write can go round the rule: the admin, `save()`, `update()`, `bulk_update()` or raw SQL.
What came out differently is published as the next classification (publishing.py).
"""

from django.db import connections, transaction

TABLES = ("championship_classification", "championship_result")
REFUSAL = "What is published is never edited. Publish the next classification."


def install_triggers(using: str = "default", **_: object) -> None:
    """Puts the triggers in place, on whichever tables exist. Safe to repeat."""
    connection = connections[using]
    drop_triggers(using)
    with transaction.atomic(using=using), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_FUNCTION)
        statement = _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL
        for table in _there(connection):
            cursor.execute(statement.format(table=table))


def drop_triggers(using: str = "default", **_: object) -> None:
    """Takes them out of the way of a migration, which may have to rewrite rows."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for table in _there(connection):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS published_stays_{table}{on}")


def _there(connection) -> list[str]:
    existing = connection.introspection.table_names()
    return [table for table in TABLES if table in existing]


_SQLITE = (
    f"CREATE TRIGGER published_stays_{{table}} BEFORE UPDATE ON {{table}} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
)
_POSTGRESQL_FUNCTION = (
    "CREATE OR REPLACE FUNCTION published_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$"
)
_POSTGRESQL = (
    "CREATE TRIGGER published_stays_{table} BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION published_stays()"
)
