"""The folded text that search looks in: one table, a row for each thing of a kind that an app registered.

Folded means in small letters without accents, so that `backman` finds Bäckman. The database itself keeps the table, by
triggers, so no write can go round them: the admin, the loader, `update()`, `bulk_create()`, a cascade or raw SQL; and
nothing is written when a visitor reads. They fold in SQL what fold() folds in Python, letter by letter from the same
list. The table says nothing of who may read a row: search asks the models for that.
"""

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from django.db import models

from web.models import FoldedText
from web.triggers.registry import Part, Trigger

TABLE = FoldedText._meta.db_table
# SQLite reads no deeper nest of calls than some thirty.
NEST = 20


class WordSource(NamedTuple):
    """Where the words of a kind come from: the columns of `model`."""

    model: type[models.Model]
    columns: tuple[str, ...]

    @property
    def table(self) -> str:
        return self.model._meta.db_table


_sources: dict[str, WordSource] = {}


def register(kind: str, model: type[models.Model], *columns: str) -> None:
    """The words of `columns` are kept for each row of `model`, under `kind` and the row's primary key."""
    _sources[kind] = WordSource(model, columns)


def sources() -> dict[str, WordSource]:
    return dict(_sources)


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


def parts(vendor: str) -> Iterator[Part]:
    once = [f"DELETE FROM {TABLE}"]
    yield Part({TABLE: ()}, before=[*_postgresql_functions(), *once] if vendor == "postgresql" else once)
    for kind, source in _sources.items():
        yield (_sqlite if vendor == "sqlite" else _postgresql)(kind, source)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _sqlite(kind: str, source: WordSource) -> Part:
    """Every letter is a call of replace(), so the text is folded in some steps.

    Each begins anew with DELETE: how an INSERT takes what is there is up to the statement that set the trigger off.
    """

    def text(row: str) -> str:
        return "lower(" + " || ' ' || ".join(f"{row}{column}" for column in source.columns) + ")"

    letters = list(FOLDS.items())
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
    table = source.table
    triggers = [
        Trigger(f"folded_{operation}_{table}", f"AFTER {operation.upper()}", table, f"BEGIN {body}END")
        for operation, body in bodies.items()
    ]
    fill = f"INSERT INTO {TABLE} (kind, row, text) SELECT '{kind}', id, {text('')} FROM {table}"
    return Part({TABLE: (), table: source.columns}, triggers, after=[fill, *steps])


def _postgresql(kind: str, source: WordSource) -> Part:
    table, columns = source.table, ", ".join(source.columns)
    arguments = ", ".join(_quoted(argument) for argument in (kind, *source.columns))
    action = f"FOR EACH ROW EXECUTE FUNCTION keep_folded({arguments})"
    fill = f"INSERT INTO {TABLE} (kind, row, text) SELECT '{kind}', id, folded(concat_ws(' ', {columns})) FROM {table}"
    trigger = Trigger(f"folded_{table}", "AFTER INSERT OR UPDATE OR DELETE", table, action)
    return Part({TABLE: (), table: source.columns}, [trigger], after=[fill])


def _postgresql_functions() -> tuple[str, ...]:
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
