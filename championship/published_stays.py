"""What is published stays as it was published: the database refuses to change a classification, its results, and what
they count by.

Triggers do it, so that no write can go round the rule: the admin, `save()`, `update()`, `bulk_update()` or raw SQL.
What came out differently is published as the next classification (publishing.py). The fields of other tables that stay
are those that models name as fixed by what is published (models/foundation.py).
"""

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import ManyToOneRel

from championship.models import Classification, EventEntry, PointsScale, Result, Session
from championship.models.foundation import Foundation
from web.triggers.registry import Part, Trigger

TABLES = (Classification._meta.db_table, Result._meta.db_table)
COUNTED_BY: tuple[type[Foundation], ...] = (EventEntry, PointsScale, Session)
REFUSAL = "What is published is never edited. Publish the next classification."
REFUSAL_BELOW = "A published classification rests on this, so it stays. Publish the next classification."


class Bearer(NamedTuple):
    """`columns` of `table` stay as they are while a row of `resting` names theirs in `key`."""

    table: str
    columns: tuple[str, ...]
    resting: str
    key: str

    @property
    def trigger(self) -> str:
        return f"published_stays_{self.table}_{'_'.join(self.columns)}"


def bearers() -> Iterator[Bearer]:
    for model in COUNTED_BY:
        for fixed in model.fixed:
            columns = tuple(str(field.column) for field in model._meta.concrete_fields if field.name in fixed.fields)
            for name in fixed.resting if fixed.published else ():
                relation = model._meta.get_field(name)
                assert isinstance(relation, ManyToOneRel)
                resting, key = relation.related_model._meta.db_table, relation.field.column
                yield Bearer(model._meta.db_table, columns, resting, key)


def parts(vendor: str) -> Iterator[Part]:
    before, action = ([], _SQLITE) if vendor == "sqlite" else ([_POSTGRESQL_FUNCTION], _POSTGRESQL)
    for table in TABLES:
        yield Part({table: ()}, [Trigger(f"published_stays_{table}", "BEFORE UPDATE", table, action)], before)
    before, below = ([], _sqlite) if vendor == "sqlite" else ([_POSTGRESQL_FUNCTION_BELOW], _postgresql)
    for bearer in bearers():
        trigger = Trigger(bearer.trigger, "BEFORE UPDATE", bearer.table, below(bearer))
        yield Part({bearer.table: bearer.columns, bearer.resting: (bearer.key,)}, [trigger], before)


_SQLITE = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
_POSTGRESQL = "FOR EACH ROW EXECUTE FUNCTION published_stays()"
_POSTGRESQL_FUNCTION = (
    "CREATE OR REPLACE FUNCTION published_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$"
)


def _differs(bearer: Bearer, is_not: str) -> str:
    return " OR ".join(f"NEW.{column} {is_not} OLD.{column}" for column in bearer.columns)


def _sqlite(bearer: Bearer) -> str:
    return (
        f"WHEN {_differs(bearer, 'IS NOT')} BEGIN SELECT RAISE(ABORT, '{REFUSAL_BELOW}') "
        f"WHERE EXISTS (SELECT 1 FROM {bearer.resting} WHERE {bearer.key} = OLD.id); END"
    )


def _postgresql(bearer: Bearer) -> str:
    differs = _differs(bearer, "IS DISTINCT FROM")
    function = f"published_stays_below('{bearer.resting}', '{bearer.key}')"
    return f"FOR EACH ROW WHEN ({differs}) EXECUTE FUNCTION {function}"


# Its arguments are the table that rests on the row, and its column that names it.
_POSTGRESQL_FUNCTION_BELOW = (
    "CREATE OR REPLACE FUNCTION published_stays_below() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE bears boolean; "
    "BEGIN EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE %I = $1)', TG_ARGV[0], TG_ARGV[1]) "
    "INTO bears USING OLD.id; "
    f"IF bears THEN RAISE EXCEPTION '{REFUSAL_BELOW}' USING ERRCODE = 'restrict_violation'; END IF; "
    "RETURN NEW; END $$"
)
