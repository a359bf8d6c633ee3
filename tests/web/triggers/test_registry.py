"""What the database keeps by itself is there on a fresh one, after every migrate, and after one that was broken off."""

import json
from contextlib import ExitStack

import pytest
from django.core.management import call_command
from django.db import connection

from tests.server import Site, postgres_database
from web.cache import revision
from web.triggers import registry

pytestmark = pytest.mark.django_db

# The triggers that must be there and those that are: after the first migration, without an app, and with it again.
WALK = """
import json
from django.core.management import call_command
from web.triggers import registry

seen = []
for migration in ([], ["news", "zero"], []):
    call_command("migrate", *migration, verbosity=0)
    seen.append([sorted(registry.expected()), sorted(registry.installed())])
print(json.dumps(seen))
"""


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_fresh_database_has_every_trigger(engine, tmp_path):
    with ExitStack() as stack:
        url = stack.enter_context(postgres_database()) if engine == "postgresql" else None
        fresh, without, again = json.loads(Site.at(tmp_path, url).manage("shell", "-v0", "-c", WALK))
    must_be, are = fresh
    assert are == must_be
    tables = {table for _name, table in are}
    assert {"championship_result", "championship_liveorder", "news_article", "wtcr_site_oldaddress"} <= tables
    # Where some tables are away the others have theirs, and those that come back get them again.
    assert without == [must_be, [one for one in must_be if not one[1].startswith("news_")]]
    assert again == [must_be, must_be]


def test_the_tests_run_on_a_database_with_every_trigger():
    assert registry.installed() == registry.expected()


def test_a_migration_finds_none_in_its_way_and_raises_every_revision():
    before = revision.current()
    registry.make_way(plan=["a migration"])
    assert not registry.installed()
    registry.install()
    assert registry.installed() == registry.expected()
    # What it wrote meanwhile raised nothing.
    after = revision.current()
    assert after.keys() == before.keys()
    assert not set(after.values()) & set(before.values())


def test_migrating_nothing_leaves_them_where_they_are():
    registry.make_way(plan=[])
    assert registry.installed() == registry.expected()


def test_a_trigger_of_a_former_version_goes():
    action = (
        "BEGIN SELECT 1; END" if connection.vendor == "sqlite" else "FOR EACH ROW EXECUTE FUNCTION published_stays()"
    )
    former = registry.Trigger("published_stays_here_too", "BEFORE UPDATE", "drivers_team", action)
    other = former._replace(name="somebody_elses")
    with connection.cursor() as cursor:
        cursor.execute(former.statement)
        cursor.execute(other.statement)
    assert (former.name, former.table) in registry.installed()
    registry.install()
    assert registry.installed() == registry.expected()
    with connection.cursor() as cursor:
        # Refused for one that is not there.
        cursor.execute(f"DROP TRIGGER {other.name}" + (" ON drivers_team" if connection.vendor == "postgresql" else ""))


def test_prepare_puts_back_what_a_broken_migrate_left_away(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    registry.make_way(plan=["a migration"])
    call_command("prepare", verbosity=0)
    assert registry.installed() == registry.expected()
