"""The folded text that search looks in: one table, a row for each driver, team, circuit, event and story.

Folded means in small letters without accents, so that `backman` finds Bäckman. The database itself keeps the table, by
triggers beside the revision's: no write can go round them, be it the admin, the loader, `update()`, `bulk_create()`, a
cascade or raw SQL, and nothing is written when a visitor reads. They fold in SQL what fold() folds in Python, letter by
letter from the same list. The table says nothing of who may read a row: search asks the models for that.
"""

import unicodedata

from django.apps import apps
from django.db import connections, transaction

# What the words of a page are made of, by kind: the model and its columns.
SOURCES = {
    "driver": ("drivers.Driver", ("given_name", "family_name")),
    "team": ("drivers.Team", ("name", "short_name")),
    "circuit": ("championship.Circuit", ("name", "locality")),
    "event": ("championship.Event", ("name", "code")),
    "story": ("news.Article", ("title", "kicker", "standfirst", "body")),
}
TABLE = "wtcr_site_foldedtext"
# SQLite reads no deeper nest of calls than some thirty.
NEST = 20


def _folds() -> dict[str, str]:
    """What becomes of each letter of Latin, with every mark that such a letter may be written with."""
    of_their_own = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h"}
    of_their_own |= {"ı": "i", "ĸ": "k", "ŋ": "n", "ŧ": "t", "ŀ": "l", "ŉ": "n"}
    folds, marks = {}, set()
    for letter in (chr(code) for code in (*range(0xC0, 0x180), *range(0x218, 0x21C)) if chr(code).isalpha()):
        parts = unicodedata.normalize("NFKD", letter)
        marks |= {part for part in parts if unicodedata.combining(part)}
        bare = "".join(part for part in parts if not unicodedata.combining(part)).lower()
        folds[letter] = of_their_own.get(letter.lower(), bare)
    typography = {"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-", "—": "-", "\u00a0": " "}
    return folds | dict.fromkeys(sorted(marks), "") | typography


FOLDS = _folds()
_ALL = str.maketrans(FOLDS | {chr(code): chr(code + 32) for code in range(ord("A"), ord("Z") + 1)})


def fold(text: str) -> str:
    """In small letters without accents. Letters that are not Latin stay as they are."""
    return text.translate(_ALL)


def install_triggers(using: str = "default", **_: object) -> None:
    """Puts the triggers in place and fills the table anew, once all tables are there. Safe to repeat."""
    connection = connections[using]
    tables = _tables()
    if not {TABLE, *tables.values()} <= set(connection.introspection.table_names()):
        return
    sqlite = connection.vendor == "sqlite"
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for statement in () if sqlite else _postgresql_once():
            cursor.execute(statement)
        cursor.execute(f"DELETE FROM {TABLE}")
        for kind, (_label, columns) in SOURCES.items():
            for statement in (_sqlite if sqlite else _postgresql)(kind, tables[kind], columns):
                cursor.execute(statement)


def drop_triggers(using: str = "default", plan: object = (), **_: object) -> None:
    """Takes them out of the way of a migration: SQLite renames no table while another table's trigger names it."""
    if not plan:
        return
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for table in existing.intersection(_tables().values()):
            if connection.vendor == "sqlite":
                for operation in ("insert", "update", "delete"):
                    cursor.execute(f"DROP TRIGGER IF EXISTS folded_{operation}_{table}")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS folded_{table} ON {table}")


def _tables() -> dict[str, str]:
    """The table of each kind."""
    return {kind: apps.get_model(label)._meta.db_table for kind, (label, _columns) in SOURCES.items()}


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _sqlite(kind: str, table: str, columns: tuple[str, ...]) -> list[str]:
    """Every letter is a call of replace(), so the text is folded in some steps.

    Each begins anew with DELETE: how an INSERT takes what is there is up to the statement that set the trigger off.
    """

    def text(row: str) -> str:
        return "lower(" + " || ' ' || ".join(f"{row}{column}" for column in columns) + ")"

    letters = [(letter, plain) for letter, plain in FOLDS.items()]
    steps = []
    for first in range(0, len(letters), NEST):
        folded = "text"
        for letter, plain in letters[first : first + NEST]:
            folded = f"replace({folded}, {_quoted(letter)}, {_quoted(plain)})"
        steps.append(f"UPDATE {TABLE} SET text = {folded} WHERE kind = '{kind}'")
    forget = f"DELETE FROM {TABLE} WHERE kind = '{kind}' AND row = {{row}}.id; "
    keep = f"INSERT INTO {TABLE} (kind, row, text) VALUES ('{kind}', NEW.id, {text('NEW.')}); " + "".join(
        f"{step} AND row = NEW.id; " for step in steps
    )
    bodies = {
        "insert": forget.format(row="NEW") + keep,
        "update": forget.format(row="OLD") + forget.format(row="NEW") + keep,
        "delete": forget.format(row="OLD"),
    }
    statements = []
    for operation, body in bodies.items():
        statements.append(f"DROP TRIGGER IF EXISTS folded_{operation}_{table}")
        statements.append(
            f"CREATE TRIGGER folded_{operation}_{table} AFTER {operation.upper()} ON {table} BEGIN {body}END"
        )
    fill = f"INSERT INTO {TABLE} (kind, row, text) SELECT '{kind}', id, {text('')} FROM {table}"
    return [*statements, fill, *steps]


def _postgresql_once() -> tuple[str, ...]:
    single = {letter: plain for letter, plain in FOLDS.items() if len(plain) == 1}
    capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    # What has no letter to become is left out by translate().
    dropped = [letter for letter, plain in FOLDS.items() if not plain]
    source = _quoted(capitals + "".join(single) + "".join(dropped))
    target = _quoted(capitals.lower() + "".join(single.values()))
    folded = "$1"
    for letter, plain in FOLDS.items():
        if len(plain) > 1:
            folded = f"replace({folded}, {_quoted(letter)}, {_quoted(plain)})"
    return (
        "CREATE OR REPLACE FUNCTION folded(text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ "
        f"SELECT translate({folded}, {source}, {target}) $$",
        # Its arguments are the kind and the columns.
        "CREATE OR REPLACE FUNCTION keep_folded() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE words text; BEGIN "
        f"IF TG_OP <> 'INSERT' THEN DELETE FROM {TABLE} WHERE kind = TG_ARGV[0] AND row = OLD.id; END IF; "
        "IF TG_OP <> 'DELETE' THEN "
        "SELECT string_agg(to_jsonb(NEW) ->> name, ' ' ORDER BY place) INTO words "
        "FROM unnest(TG_ARGV) WITH ORDINALITY AS arguments (name, place) WHERE place > 1; "
        f"INSERT INTO {TABLE} (kind, row, text) VALUES (TG_ARGV[0], NEW.id, folded(words)) "
        "ON CONFLICT (kind, row) DO UPDATE SET text = EXCLUDED.text; END IF; RETURN NULL; END $$",
    )


def _postgresql(kind: str, table: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    arguments = ", ".join(_quoted(argument) for argument in (kind, *columns))
    return (
        f"DROP TRIGGER IF EXISTS folded_{table} ON {table}",
        f"CREATE TRIGGER folded_{table} AFTER INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION keep_folded({arguments})",
        f"INSERT INTO {TABLE} (kind, row, text) SELECT '{kind}', id, folded(concat_ws(' ', {', '.join(columns)})) "
        f"FROM {table}",
    )
