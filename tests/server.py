"""A real site for tests: its own database and files, and as many server processes as a test asks for."""

import contextlib
import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings

from tests.once import once

STARTS_WITHIN = 30
DATABASE = "db.sqlite3"
POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")


@dataclass(frozen=True)
class Site:
    """A site's surroundings. `environment` is what each of its processes is started with."""

    folder: Path
    environment: dict[str, str]

    @classmethod
    def prepared(cls, folder: Path, database_url: str | None = None, **extra: str) -> "Site":
        """A new site: migrated, the season loaded, static files collected. The database must be empty.

        One is prepared a run; the others begin with a copy of its database, and all read its static files, which stay
        as they are. On PostgreSQL the database is filled anew.
        """
        first = once("site", _prepare)
        site = cls.at(folder, database_url, STATIC_ROOT=first.environment["STATIC_ROOT"], **extra)
        if database_url is None:
            shutil.copy(first.folder / DATABASE, folder / DATABASE)
        else:
            site.manage("prepare", "-v0")
        return site

    @classmethod
    def at(cls, folder: Path, database_url: str | None = None, **extra: str) -> "Site":
        """A site's surroundings, with nothing in them yet."""
        environment = {
            **os.environ,
            "DATABASE_URL": database_url or f"sqlite:///{folder / DATABASE}",
            "MEDIA_ROOT": str(folder / "media"),
            "STATIC_ROOT": str(folder / "static"),
            "DEBUG": "off",
            **extra,
        }
        return cls(folder, environment)

    def manage(self, *arguments: str) -> str:
        """Runs manage.py in a process of its own and returns what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextlib.contextmanager
    def shell(self) -> Iterator[Callable[[str], None]]:
        """A process of its own that runs the lines it is given, each before the call returns."""
        loop = "import sys\nfor line in sys.stdin:\n    exec(line)\n    print('done', flush=True)"
        with subprocess.Popen(
            [sys.executable, "manage.py", "shell", "-v0", "-c", loop],
            cwd=settings.BASE_DIR,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:

            def run(line: str) -> None:
                process.stdin.write(line + "\n")
                process.stdin.flush()
                assert process.stdout.readline() == "done\n", line

            yield run
            process.stdin.close()

    @contextlib.contextmanager
    def serving(self) -> Iterator[str]:
        """A server process; gives its address, such as http://127.0.0.1:49152."""
        port = free_port()
        with (self.folder / f"server-{port}.log").open("w") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
                 "--workers", "1", "--blocking-threads", "2", "--log-level", "warning", "--no-ws",
                 "wtcr_site.wsgi:application"],
                cwd=settings.BASE_DIR,
                env=self.environment | {"PORT": str(port)},
                stdout=log,
                stderr=subprocess.STDOUT,
            )  # fmt: skip
            try:
                _wait_until_it_answers(process, port, Path(log.name))
                yield f"http://127.0.0.1:{port}"
            finally:
                process.terminate()
                process.wait(timeout=STARTS_WITHIN)


def _prepare(folder: Path) -> Site:
    site = Site.at(folder)
    site.manage("prepare", "-v0")
    return site


@contextlib.contextmanager
def postgres_database() -> Iterator[str]:
    """The address of a database of its own on the server at hand; the test is skipped where none answers."""
    try:
        server = psycopg.connect(POSTGRES, autocommit=True, connect_timeout=2)
    except psycopg.OperationalError:
        pytest.skip("No PostgreSQL answers at TEST_POSTGRES_URL.")
    name = f"door_{uuid4().hex}"
    with server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield POSTGRES.rsplit("/", 1)[0] + "/" + name
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_it_answers(process: subprocess.Popen, port: int, log: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text()
        with contextlib.suppress(OSError):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
            connection.request("GET", "/about/privacy/")
            if connection.getresponse().status < 500:
                return
        # A poll of the port, not a guess: it ends with the first answer.
        time.sleep(0.05)
    raise AssertionError(f"The server did not answer within {STARTS_WITHIN} s:\n{log.read_text()}")
