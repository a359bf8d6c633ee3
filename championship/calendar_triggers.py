"""What moves rises in readers' calendars: the database counts each move of a session or an event, by whatever path.

Triggers do it, beside the revision's, so that no write can go round them: the admin, the loader, `update()` or raw
SQL. A session moves with its day, its start, its name, or by being cancelled or postponed or not any more; with its
event's circuit, name or state; and with its event's days where it has none of its own. The count never falls: a write
of an old value leaves it, and only one that brings a higher value, as a season folder may, is taken as it is.
"""

from django.db import connections, transaction

SESSION = "championship_session"
EVENT = "championship_event"
SESSION_COLUMNS = ("date", "starts_at", "name")
EVENT_COLUMNS = ("name", "circuit_id")
DAYS = ("starts_on", "ends_on")


def install_triggers(using: str = "default", **_: object) -> None:
    """Puts the triggers in place once both tables have their columns. Safe to repeat."""
    connection = connections[using]
    statements = _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL
    with transaction.atomic(using=using), connection.cursor() as cursor:
        if not _has_columns(connection, cursor):
            return
        _drop(connection, cursor)
        for statement in statements:
            cursor.execute(statement)


def drop_triggers(using: str = "default", plan: object = (), **_: object) -> None:
    """Takes them out of the way of a migration: SQLite renames no table while another table's trigger names it."""
    if not plan:
        return
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        if _has_columns(connection, cursor):
            _drop(connection, cursor)


def _has_columns(connection, cursor) -> bool:
    tables = connection.introspection.table_names(cursor)
    return all(
        table in tables
        and "calendar_sequence"
        in {column.name for column in connection.introspection.get_table_description(cursor, table)}
        for table in (SESSION, EVENT)
    )


def _drop(connection, cursor) -> None:
    for table in (SESSION, EVENT):
        for name in ("calendar_moved", "calendar_moved_with_event"):
            on = f" ON {table}" if connection.vendor == "postgresql" else f"_{table}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def _differs(columns: tuple[str, ...], state: str, is_not: str) -> str:
    """Whether a row moved: one of `columns`, or whether its `state` is cancelled or postponed."""
    off = "CASE WHEN {row}.{state} IN ('cancelled', 'postponed') THEN {row}.{state} ELSE '' END"
    differing = [f"NEW.{column} {is_not} OLD.{column}" for column in columns]
    if state:
        differing.append(" <> ".join(off.format(row=row, state=state) for row in ("NEW", "OLD")))
    return " OR ".join(differing)


# A second apart at least, because that is how finely a calendar tells moments.
_NOW_SQLITE = (
    "max(strftime('%Y-%m-%d %H:%M:%f', 'now'), "
    "coalesce(strftime('%Y-%m-%d %H:%M:%f', {row}calendar_changed_at, '+1 second'), ''))"
)
_NOW_POSTGRESQL = "greatest(clock_timestamp(), {row}calendar_changed_at + interval '1 second')"


def _sqlite(table: str, columns: tuple[str, ...], state: str) -> str:
    moved = _differs(columns, state, "IS NOT")
    return (
        f"CREATE TRIGGER calendar_moved_{table} AFTER UPDATE ON {table} "
        f"WHEN NEW.calendar_sequence <= OLD.calendar_sequence AND "
        f"(NEW.calendar_sequence < OLD.calendar_sequence OR {moved}) BEGIN "
        f"UPDATE {table} SET calendar_sequence = OLD.calendar_sequence + ({moved}), "
        f"calendar_changed_at = CASE WHEN {moved} THEN {_NOW_SQLITE.format(row='OLD.')} "
        f"ELSE OLD.calendar_changed_at END WHERE id = NEW.id; END"
    )


def _with_event(is_not: str) -> tuple[str, str]:
    """Whether every session moves with its event, and whether those without a day do."""
    return _differs(EVENT_COLUMNS, "status", is_not), _differs(DAYS, "", is_not)


def _sqlite_with_event() -> str:
    all_move, dayless_move = _with_event("IS NOT")
    return (
        f"CREATE TRIGGER calendar_moved_with_event_{EVENT} AFTER UPDATE ON {EVENT} "
        f"WHEN {all_move} OR {dayless_move} BEGIN "
        f"UPDATE {SESSION} SET calendar_sequence = calendar_sequence + 1, "
        f"calendar_changed_at = {_NOW_SQLITE.format(row='')} "
        f"WHERE event_id = NEW.id AND ({all_move} OR date IS NULL); END"
    )


def _postgresql(table: str, columns: tuple[str, ...], state: str) -> tuple[str, ...]:
    moved = _differs(columns, state, "IS DISTINCT FROM")
    return (
        f"CREATE OR REPLACE FUNCTION calendar_moved_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF NEW.calendar_sequence <= OLD.calendar_sequence THEN "
        f"IF ({moved}) THEN NEW.calendar_sequence := OLD.calendar_sequence + 1; "
        f"NEW.calendar_changed_at := {_NOW_POSTGRESQL.format(row='OLD.')}; "
        f"ELSIF NEW.calendar_sequence < OLD.calendar_sequence THEN "
        f"NEW.calendar_sequence := OLD.calendar_sequence; NEW.calendar_changed_at := OLD.calendar_changed_at; "
        f"END IF; END IF; RETURN NEW; END $$",
        f"CREATE TRIGGER calendar_moved BEFORE UPDATE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION calendar_moved_{table}()",
    )


def _postgresql_with_event() -> tuple[str, ...]:
    all_move, dayless_move = _with_event("IS DISTINCT FROM")
    return (
        "CREATE OR REPLACE FUNCTION calendar_moved_with_event() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF ({all_move} OR {dayless_move}) THEN "
        f"UPDATE {SESSION} SET calendar_sequence = calendar_sequence + 1, "
        f"calendar_changed_at = {_NOW_POSTGRESQL.format(row='')} "
        f"WHERE event_id = NEW.id AND ({all_move} OR date IS NULL); END IF; RETURN NULL; END $$",
        f"CREATE TRIGGER calendar_moved_with_event AFTER UPDATE ON {EVENT} "
        "FOR EACH ROW EXECUTE FUNCTION calendar_moved_with_event()",
    )


_SQLITE = (
    _sqlite(SESSION, SESSION_COLUMNS, "state"),
    _sqlite(EVENT, EVENT_COLUMNS + DAYS, "status"),
    _sqlite_with_event(),
)
_POSTGRESQL = (
    *_postgresql(SESSION, SESSION_COLUMNS, "state"),
    *_postgresql(EVENT, EVENT_COLUMNS + DAYS, "status"),
    *_postgresql_with_event(),
)
