"""A publication that is cut off between any two of its statements leaves the old classification or the new one."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.server import DATABASE, Site

# Publishes order and decision as the page does, in one process after the other, each of which is gone before its
# statement number `k`; says how each ended, and waits until the database has been looked at.
PUBLISH = """
import os, sys
from django.contrib.auth import get_user_model
from django.db import connection
from championship.admin.race_control.writing import publish_order
from championship.models import Penalty, Session
from championship.rules import Line

user, _ = get_user_model().objects.get_or_create(username="anna")
session = Session.objects.select_related("event__season").get(event__slug="russia", code="R1")
cars = list(session.event.event_entries.all()[:5])
# Each process opens one of its own.
connection.close()

def publish(k):
    left = [k]

    def statement(execute, sql, params, many, context):
        left[0] -= 1
        if left[0] == 0:
            os._exit(9)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(statement):
        publish_order(
            session,
            [Line(car.pk, place) for place, car in enumerate(cars, start=1)],
            follows=2,
            status="provisional",
            user=user,
            reason="Cut off",
            decided=[Penalty(session=session, event_entry=cars[4], kind="time", seconds=5, reason="Cut off")],
        )

for k in range(1, 60):
    process = os.fork()
    if process == 0:
        publish(k)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), flush=True)
    sys.stdin.readline()
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Site:
    return Site.prepared(tmp_path_factory.mktemp("killed"))


def test_a_kill_between_any_two_statements_leaves_the_old_or_the_new(site):
    states = []
    with subprocess.Popen(
        [sys.executable, "manage.py", "shell", "-v0", "-c", PUBLISH],
        cwd=settings.BASE_DIR, env=site.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as publisher:  # fmt: skip
        for ended in publisher.stdout:
            assert ended in ("9\n", "0\n")
            states.append(_state(site.folder / DATABASE))
            if ended == "0\n":
                publisher.kill()
                break
            publisher.stdin.write("\n")
            publisher.stdin.flush()
    old, new = (2, 0, 0, 0), (3, 5, 1, 1)
    assert states[-1] == new
    assert set(states[:-1]) == {old}
    # Otherwise nothing was cut off.
    assert len(states) > 6


def _state(database: Path) -> tuple[int, int, int, int]:
    """The current classification's number, and what of the publication is there."""
    with sqlite3.connect(database) as connection:
        number, session = connection.execute(
            "SELECT max(c.number), s.id FROM championship_classification c JOIN championship_session s"
            " ON s.id = c.session_id JOIN championship_event e ON e.id = s.event_id"
            " WHERE e.slug = 'russia' AND s.code = 'R1'"
        ).fetchone()
        (lines,) = connection.execute(
            "SELECT count(*) FROM championship_result r JOIN championship_classification c"
            " ON c.id = r.classification_id WHERE c.reason = 'Cut off'"
        ).fetchone()
        (penalties,) = connection.execute(
            "SELECT count(*) FROM championship_penalty WHERE reason = 'Cut off'"
        ).fetchone()
        (logged,) = connection.execute(
            "SELECT count(*) FROM django_admin_log WHERE object_id = ?", [session]
        ).fetchone()
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return number, lines, penalties, logged
