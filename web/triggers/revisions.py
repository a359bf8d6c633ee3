"""What raises the revisions: every table of a registered app, whenever a row of it comes, changes or goes.

A revision is a random value that never comes back. What readers are given is kept under one, see web/cache/revision.py.
"""

from collections.abc import Iterator, Mapping

from django.apps import AppConfig

from web.models import Revision
from web.triggers.registry import Part, Trigger

TABLE = Revision._meta.db_table
_RANDOM = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "replace(gen_random_uuid()::text, '-', '')"}
_raised: dict[str, tuple[str, ...]] = {}


def register(app: AppConfig, raises: tuple[str, ...], but: Mapping[str, tuple[str, ...]] | None = None) -> None:
    """Each table of `app` raises the revisions `raises`; those of the models that `but` names raise what it says.

    Raises LookupError for a model that the app does not have.
    """
    own = {app.get_model(name): revisions for name, revisions in (but or {}).items()}
    for model in app.get_models(include_auto_created=True):
        # In one order everywhere: no two transactions wait for each other's.
        _raised[model._meta.db_table] = tuple(sorted(own.get(model, raises)))


def raised_by_table() -> dict[str, tuple[str, ...]]:
    """The revisions that each registered table raises, by its name."""
    return dict(_raised)


def parts(vendor: str) -> Iterator[Part]:
    yield _revisions(vendor)
    triggers = _sqlite if vendor == "sqlite" else _postgresql
    for table, revisions in _raised.items():
        if revisions:
            yield Part({TABLE: (), table: ()}, triggers(table, ", ".join(f"'{name}'" for name in revisions)))


def _revisions(vendor: str) -> Part:
    """Each gets a new value: while the triggers were away, nothing that was written raised it."""
    names = sorted({name for revisions in _raised.values() for name in revisions})
    rows = ", ".join(f"('{name}', {_RANDOM[vendor]})" for name in names)
    raised = f"INSERT INTO {TABLE} (name, value) VALUES {rows} ON CONFLICT (name) DO UPDATE SET value = excluded.value"
    return Part({TABLE: ()}, before=[_POSTGRESQL_FUNCTION, raised] if vendor == "postgresql" else [raised])


def _sqlite(table: str, names: str) -> list[Trigger]:
    action = f"BEGIN UPDATE {TABLE} SET value = {_RANDOM['sqlite']} WHERE name IN ({names}); END"
    return [
        Trigger(f"revision_{operation}_{table}", f"AFTER {operation.upper()}", table, action)
        for operation in ("insert", "update", "delete")
    ]


_POSTGRESQL_FUNCTION = (
    "CREATE OR REPLACE FUNCTION raise_revision() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"FOR turn IN 0 .. TG_NARGS - 1 LOOP "
    f"UPDATE {TABLE} SET value = {_RANDOM['postgresql']} WHERE name = TG_ARGV[turn]; END LOOP; RETURN NULL; END $$"
)


def _postgresql(table: str, names: str) -> list[Trigger]:
    when = "AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE"
    return [Trigger(f"revision_{table}", when, table, f"FOR EACH STATEMENT EXECUTE FUNCTION raise_revision({names})")]
