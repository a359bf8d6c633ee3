"""A database of version 1.0 that is migrated ends as a fresh one does, with nothing lost.

tests/databases holds what `manage.py migrate` of 1.0 made on each engine, as SQL: migrations alone could not bring back
the triggers, content types and permissions that it left. In it are a driver, an old address with a line in the admin's
log, and an editor whose group may change old addresses; a published race is put beside them.
"""

import gzip
import json
import sqlite3
from contextlib import ExitStack

import psycopg
import pytest
from django.conf import settings

from tests.server import Site, postgres_database

SCHEMA = """
import json
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from web.triggers import registry

look = connection.introspection
with connection.cursor() as cursor:
    def rows(query):
        cursor.execute(query)
        return sorted(map(list, cursor.fetchall()))
    tables = sorted(look.table_names(cursor))
    columns = {
        table: sorted([one.name, str(one.type_code), one.null_ok] for one in look.get_table_description(cursor, table))
        for table in tables
    }
    constraints = {table: sorted(look.get_constraints(cursor, table)) for table in tables}
    if connection.vendor == "sqlite":
        triggers = rows("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
    else:
        triggers = rows("SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal") + rows(
            "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = current_schema()::regnamespace"
        )
print(json.dumps({
    "columns": columns,
    "constraints": constraints,
    "triggers": triggers,
    "all triggers": registry.installed() == registry.expected(),
    "content types": sorted(ContentType.objects.values_list("app_label", "model")),
    "permissions": sorted(Permission.objects.values_list("content_type__app_label", "codename")),
}))
"""
KEPT = """
import json
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from web.cache import revision
from web.models import FoldedText, OldAddress

entry = LogEntry.objects.get()
print(json.dumps({
    "may change": User.objects.get(username="keeper").has_perm("web.change_oldaddress"),
    "old addresses": list(OldAddress.objects.values_list("old_path", "new_path")),
    "logged": [entry.content_type.app_label, str(entry.get_edited_object())],
    "folded": sorted(text.strip() for text in FoldedText.objects.filter(kind="driver").values_list("text", flat=True)),
    "revisions": sorted(revision.current()),
}))
"""
# Each line breaks one rule that 1.0 had no constraint for, or is at the limit of one.
BREAK = """
from datetime import date
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

# The tables as they were then, not as the code has them today.
then = MigrationExecutor(connection).loader.project_state(
    [("championship", "0001_initial"), ("drivers", "0001_initial")]
).apps
Circuit, Classification, Entry, Event, EventEntry, Result, Season, Session = (
    then.get_model("championship", name)
    for name in ("Circuit", "Classification", "Entry", "Event", "EventEntry", "Result", "Season", "Session")
)
Driver, Team = (then.get_model("drivers", name) for name in ("Driver", "Team"))

on = date(2019, 4, 6)
season = Season.objects.create(year=2019, name="Old", short_name="O")
circuit = Circuit.objects.create(slug="old", name="Old", timezone="UTC")
event = Event.objects.create(
    season=season, slug="old", code="OLD", name="Old", circuit=circuit, order=1, starts_on=on, ends_on=on
)
session = Session.objects.create(event=event, code="R1", slug="race-1", name="Race 1", kind="race", order=1)
team = Team.objects.create(slug="old", name="Old")
first = Classification.objects.create(session=session, number=1, status="final", reason="Told")
second = Classification.objects.create(session=session, number=2, status="official", reason="Told again")
wrongs = [
    {"position": 1000, "laps": 12},
    {"position": 999, "grid": 1000},
    {"position": 1, "grid": 4},
    {"position": 2, "grid": 4},
    {"position": 3, "grid": 5, "time_ms": 360_000_000},
    {"position": 4, "time_ms": 359_999_999, "gap_ms": 360_000_000},
    {"position": 5, "gap_laps": 0},
    {"position": 6, "gap_laps": 1000, "fastest_lap_ms": 360_000_000},
    {"status": "lost"},
    {"status": "retired", "basis": "rumour", "note": "Kept"},
]
for number, wrong in enumerate(wrongs, start=1):
    driver = Driver.objects.create(slug=f"driver-{number}", family_name=f"Driver {number}")
    entry = Entry.objects.create(season=season, driver=driver, team=team)
    car = EventEntry.objects.create(event=event, entry=entry, driver=driver)
    Result.objects.bulk_create([Result(classification=first, event_entry=car, order=number, **wrong)])
# A place of the grid in another classification is another's.
Result.objects.bulk_create([Result(classification=second, event_entry=car, order=1, grid=4)])
if connection.vendor == "sqlite":
    Result.objects.bulk_create(
        [Result(classification=second, event_entry=first.results.first().event_entry, order=2, note="ä" * 251)]
    )
    Classification.objects.bulk_create(
        [Classification(session=session, number=3, status="official", published_by="b" * 151, reason="r" * 251)]
    )
"""
MENDED = """
import json
from championship.models import Classification, Result

fields = ("position", "status", "laps", "time_ms", "gap_ms", "gap_laps", "grid", "fastest_lap_ms", "basis", "note")
print(json.dumps({
    "lines": [
        {name: value for name, value in line.items() if value not in (None, "")}
        for line in Result.objects.order_by("classification__number", "order").values(*fields)
    ],
    "heads": list(Classification.objects.order_by("number").values_list("number", "status", "reason", "published_by")),
}))
"""


# A race of two cars that 1.0 published, one of them without a number; both engines read it.
PUBLISHED = """
INSERT INTO championship_season (id, year, name, short_name, broadcaster, broadcaster_url)
    VALUES (1, 2021, 'Cup', 'C', '', '');
INSERT INTO championship_pointsscale (id, season_id, slug, points, "order") VALUES (1, 1, 'race', '3 2', 1);
INSERT INTO championship_circuit (id, slug, name, locality, country, timezone)
    VALUES (1, 'moor', 'Moor', '', '', 'UTC');
INSERT INTO championship_event (id, season_id, number, slug, code, name, circuit_id, starts_on, ends_on, status,
    "order", announced_label, calendar_sequence)
    VALUES (1, 1, 1, 'spring', 'SPR', 'Spring', 1, '2021-05-01', '2021-05-02', 'held', 1, '', 0);
INSERT INTO championship_session (id, event_id, code, slug, name, kind, scale_id, state, "order", calendar_sequence)
    VALUES (1, 1, 'R1', 'race-1', 'Race 1', 'race', 1, 'finished', 2, 0),
    (2, 1, 'FP', 'practice', 'Practice', 'practice', NULL, 'finished', 1, 0);
INSERT INTO drivers_team (id, slug, name, short_name, country, colour, lead)
    VALUES (1, 'red', 'Red', '', '', '#56606b', '');
INSERT INTO drivers_driver (id, slug, given_name, family_name, country, born_basis, birthplace, lead, firsts)
    VALUES (101, 'ann', 'Ann', 'One', '', '', '', '', ''), (102, 'bo', 'Bo', 'Two', '', '', '', '', '');
INSERT INTO championship_entry (id, season_id, driver_id, team_id, number, car, wildcard, "order")
    VALUES (1, 1, 101, 1, 7, '', false, 1), (2, 1, 102, 1, NULL, '', false, 2);
INSERT INTO championship_evententry (id, event_id, entry_id, driver_id, number)
    VALUES (1, 1, 1, 101, 7), (2, 1, 2, 102, NULL);
INSERT INTO championship_classification (id, session_id, number, status, published_by, reason, recorded_at)
    VALUES (1, 1, 1, 'official', '', '', '2021-05-02 12:00:00'), (2, 2, 1, 'official', '', '', '2021-05-01 12:00:00');
INSERT INTO championship_result (id, classification_id, event_entry_id, "order", position, status, note, basis, source)
    VALUES (1, 1, 1, 1, 1, 'classified', '', '', ''), (2, 1, 2, 2, 2, 'classified', '', '', ''),
    (3, 2, 1, 1, 1, 'classified', '', '', '');
"""
COUNTED = """
import json
from championship.models import Classification, Result, Season

print(json.dumps({
    "seasons": list(Season.objects.values_list("year", "state")),
    "classifications": list(Classification.objects.order_by("pk").values_list("scale__slug", "laps_counted")),
    "factors": sorted({float(factor) for factor in Classification.objects.values_list("points_factor", flat=True)}),
    "numbers": list(Result.objects.order_by("pk").values_list("number", flat=True)),
}))
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request):
    return request.param


@pytest.fixture
def sql(engine):
    """What 1.0 made on the engine."""
    dump = settings.BASE_DIR / "tests" / "databases" / f"1.0-{engine}.sql.gz"
    return gzip.decompress(dump.read_bytes()).decode()


@pytest.fixture
def upgraded_and_fresh(engine, sql, tmp_path):
    sites = []
    with ExitStack() as stack:
        for name in ("upgraded", "fresh"):
            folder = tmp_path / name
            folder.mkdir()
            url = stack.enter_context(postgres_database()) if engine == "postgresql" else None
            if name == "upgraded":
                restore(sql, url, folder)
                restore(PUBLISHED, url, folder)
            sites.append(Site.at(folder, url))
            sites[-1].manage("migrate", "-v0")
        yield sites


def restore(sql, url, folder):
    if url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(sql)
    else:
        with sqlite3.connect(folder / "db.sqlite3") as connection:
            connection.executescript(sql)
        connection.close()


def test_a_database_of_1_0_ends_as_a_fresh_one_and_nothing_is_lost(upgraded_and_fresh):
    upgraded, _fresh = upgraded_and_fresh
    is_now, must_be = (json.loads(site.manage("shell", "-v0", "-c", SCHEMA)) for site in upgraded_and_fresh)
    assert must_be["all triggers"]
    for part in must_be:
        assert is_now[part] == must_be[part], part
    counted, kept = map(json.loads, upgraded.manage("shell", "-v0", "-c", COUNTED + KEPT).splitlines())
    assert counted == {
        "seasons": [[2021, "open"]],
        "classifications": [["race", None], [None, None]],
        "factors": [1.0],
        "numbers": [7, None, 7],
    }
    assert kept == {
        "may change": True,
        "old addresses": [["/drivers/old-name/", "/drivers/rob-huff/"]],
        "logged": ["web", "/drivers/old-name/ → /drivers/rob-huff/"],
        "folded": ["ann one", "bo two", "rob huff"],
        "revisions": ["content", "live", "season"],
    }


def test_what_no_classification_can_hold_becomes_unknown_and_the_rest_stays(engine, sql, tmp_path):
    with ExitStack() as stack:
        url = stack.enter_context(postgres_database()) if engine == "postgresql" else None
        restore(sql, url, tmp_path)
        site = Site.at(tmp_path, url)
        site.manage("shell", "-v0", "-c", BREAK)
        site.manage("migrate", "-v0")
        mended = json.loads(site.manage("shell", "-v0", "-c", MENDED))
        site.manage("migrate", "--check")
    classified = {"status": "classified"}
    assert mended["lines"][:11] == [
        classified | {"laps": 12},
        classified | {"position": 999},
        classified | {"position": 1},
        classified | {"position": 2},
        classified | {"position": 3, "grid": 5},
        classified | {"position": 4, "time_ms": 359_999_999},
        classified | {"position": 5},
        classified | {"position": 6},
        {"status": "not-on-record"},
        {"status": "retired", "note": "Kept"},
        classified | {"grid": 4},
    ]
    assert mended["heads"][:2] == [[1, "provisional", "Told", ""], [2, "official", "Told again", ""]]
    # PostgreSQL never let in a text longer than its column.
    too_long = engine == "sqlite"
    assert mended["lines"][11:] == ([classified | {"note": "ä" * 250}] if too_long else [])
    assert mended["heads"][2:] == ([[3, "official", "r" * 250, "b" * 150]] if too_long else [])
