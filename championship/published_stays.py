"""A published classification and its results stay as they were published: the database refuses to change them.

Triggers do it, so that no write can go round the rule: the admin, `save()`, `update()`, `bulk_update()` or raw SQL.
What came out differently is published as the next classification (publishing.py).
"""

from collections.abc import Iterator

from championship.models import Classification, Result
from web.triggers.registry import Part, Trigger

TABLES = (Classification._meta.db_table, Result._meta.db_table)
REFUSAL = "What is published is never edited. Publish the next classification."


def parts(vendor: str) -> Iterator[Part]:
    before, action = ([], _SQLITE) if vendor == "sqlite" else ([_POSTGRESQL_FUNCTION], _POSTGRESQL)
    for table in TABLES:
        yield Part({table: ()}, [Trigger(f"published_stays_{table}", "BEFORE UPDATE", table, action)], before)


_SQLITE = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
_POSTGRESQL = "FOR EACH ROW EXECUTE FUNCTION published_stays()"
_POSTGRESQL_FUNCTION = (
    "CREATE OR REPLACE FUNCTION published_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$"
)
