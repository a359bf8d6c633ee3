"""What moves rises in readers' calendars: the database counts each move of a session or an event, by whatever path.

Triggers do it, beside the revision's, so that no write can go round them: the admin, the loader, `update()` or raw
SQL. A session moves with its day, its start, the minutes planned for it, its name in either language, or by being
cancelled or postponed or not any more; with its event's circuit, name or state; and with its event's days where it has
none of its own. The count never falls: a write of an old value leaves it, and only one that brings a higher value, as a
season folder may, is taken as it is.
"""

from collections.abc import Iterator

from championship.models import Event, Session
from web.triggers.registry import Part, Trigger

SESSION = Session._meta.db_table
EVENT = Event._meta.db_table
SESSION_COLUMNS = ("date", "starts_at", "planned_minutes", "name", "name_sv")
EVENT_COLUMNS = ("name", "name_sv", "circuit_id")
DAYS = ("starts_on", "ends_on")
COUNTS = ("calendar_sequence", "calendar_changed_at")
# What the two tables need besides what they began with.
NEEDS = {SESSION: (*COUNTS, "planned_minutes", "name_sv"), EVENT: (*COUNTS, "name_sv")}


def parts(vendor: str) -> Iterator[Part]:
    moves, moves_with_event = (
        (_sqlite, _sqlite_with_event) if vendor == "sqlite" else (_postgresql, _postgresql_with_event)
    )
    yield moves(SESSION, SESSION_COLUMNS, "state")
    yield moves(EVENT, EVENT_COLUMNS + DAYS, "status")
    yield moves_with_event()


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


def _sqlite(table: str, columns: tuple[str, ...], state: str) -> Part:
    moved = _differs(columns, state, "IS NOT")
    action = (
        f"WHEN NEW.calendar_sequence <= OLD.calendar_sequence AND "
        f"(NEW.calendar_sequence < OLD.calendar_sequence OR {moved}) BEGIN "
        f"UPDATE {table} SET calendar_sequence = OLD.calendar_sequence + ({moved}), "
        f"calendar_changed_at = CASE WHEN {moved} THEN {_NOW_SQLITE.format(row='OLD.')} "
        f"ELSE OLD.calendar_changed_at END WHERE id = NEW.id; END"
    )
    return Part({table: NEEDS[table]}, [Trigger(f"calendar_moved_{table}", "AFTER UPDATE", table, action)])


def _with_event(is_not: str) -> tuple[str, str]:
    """Whether every session moves with its event, and whether those without a day do."""
    return _differs(EVENT_COLUMNS, "status", is_not), _differs(DAYS, "", is_not)


def _sqlite_with_event() -> Part:
    all_move, dayless_move = _with_event("IS NOT")
    action = (
        f"WHEN {all_move} OR {dayless_move} BEGIN "
        f"UPDATE {SESSION} SET calendar_sequence = calendar_sequence + 1, "
        f"calendar_changed_at = {_NOW_SQLITE.format(row='')} "
        f"WHERE event_id = NEW.id AND ({all_move} OR date IS NULL); END"
    )
    trigger = Trigger(f"calendar_moved_with_event_{EVENT}", "AFTER UPDATE", EVENT, action)
    return Part(NEEDS, [trigger])


def _postgresql(table: str, columns: tuple[str, ...], state: str) -> Part:
    moved = _differs(columns, state, "IS DISTINCT FROM")
    function = (
        f"CREATE OR REPLACE FUNCTION calendar_moved_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF NEW.calendar_sequence <= OLD.calendar_sequence THEN "
        f"IF ({moved}) THEN NEW.calendar_sequence := OLD.calendar_sequence + 1; "
        f"NEW.calendar_changed_at := {_NOW_POSTGRESQL.format(row='OLD.')}; "
        f"ELSIF NEW.calendar_sequence < OLD.calendar_sequence THEN "
        f"NEW.calendar_sequence := OLD.calendar_sequence; NEW.calendar_changed_at := OLD.calendar_changed_at; "
        f"END IF; END IF; RETURN NEW; END $$"
    )
    action = f"FOR EACH ROW EXECUTE FUNCTION calendar_moved_{table}()"
    return Part(
        {table: NEEDS[table]}, [Trigger(f"calendar_moved_{table}", "BEFORE UPDATE", table, action)], before=[function]
    )


def _postgresql_with_event() -> Part:
    all_move, dayless_move = _with_event("IS DISTINCT FROM")
    function = (
        "CREATE OR REPLACE FUNCTION calendar_moved_with_event() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF ({all_move} OR {dayless_move}) THEN "
        f"UPDATE {SESSION} SET calendar_sequence = calendar_sequence + 1, "
        f"calendar_changed_at = {_NOW_POSTGRESQL.format(row='')} "
        f"WHERE event_id = NEW.id AND ({all_move} OR date IS NULL); END IF; RETURN NULL; END $$"
    )
    action = "FOR EACH ROW EXECUTE FUNCTION calendar_moved_with_event()"
    trigger = Trigger(f"calendar_moved_with_event_{EVENT}", "AFTER UPDATE", EVENT, action)
    return Part(NEEDS, [trigger], before=[function])
