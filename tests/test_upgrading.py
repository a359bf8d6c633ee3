"""A database of version 1.0 that is migrated ends as a fresh one does, with nothing lost.

tests/databases holds what `manage.py migrate` of 1.0 made on each engine, as SQL: migrations alone could not bring back
the triggers, content types and permissions that it left. In it are a driver, an old address with a line in the admin's
log, and an editor whose group may change old addresses.
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
    "folded": [text.strip() for text in FoldedText.objects.filter(kind="driver").values_list("text", flat=True)],
    "revisions": sorted(revision.current()),
}))
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def upgraded_and_fresh(request, tmp_path):
    dump = settings.BASE_DIR / "tests" / "databases" / f"1.0-{request.param}.sql.gz"
    sql = gzip.decompress(dump.read_bytes()).decode()
    sites = []
    with ExitStack() as stack:
        for name in ("upgraded", "fresh"):
            folder = tmp_path / name
            folder.mkdir()
            url = stack.enter_context(postgres_database()) if request.param == "postgresql" else None
            if name == "upgraded":
                restore(sql, url, folder)
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
    assert json.loads(upgraded.manage("shell", "-v0", "-c", KEPT)) == {
        "may change": True,
        "old addresses": [["/drivers/old-name/", "/drivers/rob-huff/"]],
        "logged": ["web", "/drivers/old-name/ → /drivers/rob-huff/"],
        "folded": ["rob huff"],
        "revisions": ["content", "live", "season"],
    }
