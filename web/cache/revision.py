"""The revisions: random values, one of which changes with whatever is written that a reader could see.

Triggers in the database raise them (web/triggers/revisions.py), so no write path can go round them: the admin, the
loader, `update()`, `bulk_create()`, a cascade or raw SQL. A value never comes back, so a page kept under it can never
be taken for another one.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

from web.models import Revision

# The revision of all that kept pages show.
CONTENT = "content"
_QUERY = f"SELECT name, value FROM {Revision._meta.db_table}"


def current() -> dict[str, str]:
    """All revisions now, by name. The one query that a kept page costs, so it goes round the ORM."""
    with connections["default"].cursor() as cursor:
        cursor.execute(_QUERY)
        return dict(cursor.fetchall())


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
