"""One revision for all that readers see, and one for live orders: random values that every write changes.

Triggers in the database do it, so no write path can go round them: the admin, the loader, `update()`,
`bulk_create()`, a cascade or raw SQL. A value never comes back, so a page kept under it can never be taken for
another one.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connections, models, transaction

CONTENT_APPS = ("pictures", "drivers", "championship", "news")
CONTENT_MODELS = ("web.OldAddress",)
# No kept page holds anything of these, so they raise the revision "live" and leave "content" alone.
LIVE_MODELS = ("championship.LiveOrder",)


def current() -> str:
    """The revision now. The one query that a cached page costs, so it goes round the ORM."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT value FROM wtcr_site_revision WHERE name = 'content'")
        row = cursor.fetchone()
    return row[0]


def content_and_live() -> tuple[str, str]:
    """Both revisions now, by one query: all that a live fragment depends on."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT value FROM wtcr_site_revision WHERE name IN ('content', 'live') ORDER BY name")
        (content,), (live,) = cursor.fetchall()
    return content, live


def content_tables() -> list[str]:
    """Every table whose rows readers can see on kept pages, many-to-many tables included."""
    return sorted({model._meta.db_table for model in _content_models()} - set(live_tables()))


def live_tables() -> list[str]:
    return sorted(apps.get_model(label)._meta.db_table for label in LIVE_MODELS)


def _content_models() -> list[type[models.Model]]:
    models_of_apps = [
        model for label in CONTENT_APPS for model in apps.get_app_config(label).get_models(include_auto_created=True)
    ]
    return models_of_apps + [apps.get_model(label) for label in CONTENT_MODELS]


def install_triggers(using: str = "default", **_: object) -> None:
    """Puts the row and the triggers in place, on whichever tables exist. Safe to repeat; raises nothing new."""
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    if "wtcr_site_revision" not in existing:
        return
    statements = _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for statement in statements["once"]:
            cursor.execute(statement)
        for name, tables in (("content", content_tables()), ("live", live_tables())):
            for table in existing.intersection(tables):
                for statement in statements["table"]:
                    cursor.execute(statement.format(table=table, name=name))


@contextmanager
def one_state(using: str = "default") -> Iterator[None]:
    """All that is read inside is of one state of the database, whatever others write meanwhile. No writer waits for it.

    For a page that cannot be made otherwise: none is in a transaction as a rule.
    """
    connection = connections[using]
    if connection.in_atomic_block:
        yield
        return
    # Not atomic(), which takes SQLite's write lock and has no snapshot on PostgreSQL.
    begin = "BEGIN" if connection.vendor == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    with connection.cursor() as cursor:
        cursor.execute(begin)
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def installed_triggers(using: str = "default") -> set[str]:
    """The names of the revision's triggers as the database lists them."""
    connection = connections[using]
    listing = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'revision_%'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE 'revision_%'"
    )
    with connection.cursor() as cursor:
        cursor.execute(listing)
        return {name for (name,) in cursor.fetchall()}


def _sqlite_trigger(operation: str) -> tuple[str, str]:
    return (
        f"DROP TRIGGER IF EXISTS revision_{operation}_{{table}}",
        f"CREATE TRIGGER revision_{operation}_{{table}} AFTER {operation.upper()} ON {{table}} BEGIN "
        "UPDATE wtcr_site_revision SET value = lower(hex(randomblob(16))) WHERE name = '{name}'; END",
    )


_SQLITE = {
    "once": (
        "INSERT OR IGNORE INTO wtcr_site_revision (name, value) VALUES ('content', lower(hex(randomblob(16))))",
        "INSERT OR IGNORE INTO wtcr_site_revision (name, value) VALUES ('live', lower(hex(randomblob(16))))",
    ),
    "table": tuple(
        statement for operation in ("insert", "update", "delete") for statement in _sqlite_trigger(operation)
    ),
}

_POSTGRESQL = {
    "once": (
        "INSERT INTO wtcr_site_revision (name, value) VALUES "
        "('content', replace(gen_random_uuid()::text, '-', '')), ('live', replace(gen_random_uuid()::text, '-', '')) "
        "ON CONFLICT (name) DO NOTHING",
        "CREATE OR REPLACE FUNCTION raise_revision() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "UPDATE wtcr_site_revision SET value = replace(gen_random_uuid()::text, '-', '') WHERE name = TG_ARGV[0]; "
        "RETURN NULL; END $$",
    ),
    "table": (
        "DROP TRIGGER IF EXISTS revision_{table} ON {table}",
        "CREATE TRIGGER revision_{table} AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION raise_revision('{name}')",
    ),
}
