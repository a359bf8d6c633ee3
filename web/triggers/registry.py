"""What the database keeps by itself, whoever writes to it: one list of triggers for all apps and both engines.

An app registers a kind of trigger as it gets ready. After every migrate all of them are put in place: SQLite drops
those of a table that it makes anew. Before one they are taken out of the way: SQLite renames no table while the trigger
of another names it, and a migration may have to rewrite what the database refuses to change.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple

from django.db import connections, transaction


class Trigger(NamedTuple):
    """`when` is such as AFTER UPDATE, `action` what stands behind the table. No other of the database has its name."""

    name: str
    when: str
    table: str
    action: str

    @property
    def statement(self) -> str:
        return f"CREATE TRIGGER {self.name} {self.when} ON {self.table} {self.action}"


class Part(NamedTuple):
    """What is put in place together, once all that it reads and writes is there.

    needs: the tables, each with those columns that came to it later. before, after: statements that run in front of the
    triggers, such as for a function that these call, and behind them, such as to fill in what was written without them.
    All of it can be run again.
    """

    needs: Mapping[str, Collection[str]]
    triggers: Collection[Trigger] = ()
    before: Collection[str] = ()
    after: Collection[str] = ()


# By vendor: every table with its columns, and every trigger with its table.
_COLUMNS = {
    "sqlite": (
        "SELECT tables.name, columns.name FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns "
        "WHERE tables.type = 'table'"
    ),
    "postgresql": (
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"
    ),
}
_TRIGGERS = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": (
        "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
        "WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace"
    ),
}
_kinds: dict[str, Callable[[str], Iterable[Part]]] = {}


def register(kind: str, parts: Callable[[str], Iterable[Part]]) -> None:
    """`parts` gives all of a kind for an engine, "sqlite" or "postgresql"; its triggers' names begin with `kind`."""
    _kinds[kind] = parts


def expected(using: str = "default") -> set[tuple[str, str]]:
    """The triggers that must be there once all migrations are in, each by its name and its table."""
    return {(trigger.name, trigger.table) for part in _parts(using) for trigger in part.triggers}


def installed(using: str = "default") -> set[tuple[str, str]]:
    """The triggers of registered kinds that are there, each by its name and its table."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(_TRIGGERS[connection.vendor])
        return {(name, table) for name, table in cursor.fetchall() if _is_registered(name)}


def install(using: str = "default", **_: object) -> None:
    """Puts in place whatever the tables that are there allow, in place of what was there. Safe to repeat."""
    connection = connections[using]
    remove(using)
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute(_COLUMNS[connection.vendor])
        there = defaultdict(set)
        for table, column in cursor.fetchall():
            there[table].add(column)
        for part in _parts(using):
            if all(table in there and there[table].issuperset(columns) for table, columns in part.needs.items()):
                for statement in (*part.before, *(trigger.statement for trigger in part.triggers), *part.after):
                    cursor.execute(statement)


def make_way(using: str = "default", plan: Collection[object] = (), **_: object) -> None:
    """Takes all of them away where a migration is about to run."""
    if plan:
        remove(using)


def remove(using: str = "default") -> None:
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for name, table in sorted(installed(using)):
            cursor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))


def _is_registered(trigger: str) -> bool:
    return any(trigger == kind or trigger.startswith(f"{kind}_") for kind in _kinds)


def _parts(using: str) -> Iterable[Part]:
    for parts in _kinds.values():
        yield from parts(connections[using].vendor)
