"""manage.py prepare: all that the site needs before it serves. A second run finds it done."""

import hashlib
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from web.triggers import registry

FINGERPRINT = "fingerprint.txt"


class Command(BaseCommand):
    help = "Makes var/, brings the database up to date, loads what a new site starts with, collects static files."
    # `manage.py check` is a command of its own; here it would only make every start slower.
    requires_system_checks = []

    def handle(self, *, verbosity: int, **options: Any) -> None:
        self.verbosity = verbosity
        _make_folders()
        try:
            self._migrate()
            call_command("load_content", verbosity=verbosity, stdout=self.stdout, stderr=self.stderr)
        except DatabaseError as error:
            raise CommandError(f"The database does not answer as it should: {error}") from error
        self._collect_static()

    def _say(self, line: str) -> None:
        if self.verbosity:
            self.stdout.write(line)

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if waiting:
            self._say(f"Bringing the database up to date ({len(waiting)} migrations) …")
            call_command("migrate", interactive=False, verbosity=0)
        elif registry.installed() != registry.expected():
            self._say("Putting the database's triggers back …")
            registry.install()

    def _collect_static(self) -> None:
        kept = Path(settings.STATIC_ROOT) / FINGERPRINT
        now = _fingerprint()
        if kept.exists() and kept.read_text(encoding="ascii") == now:
            return
        self._say("Collecting static files …")
        call_command("collectstatic", interactive=False, verbosity=0)
        # Last, so that an interrupted collection is made again.
        kept.write_text(now, encoding="ascii")


def _make_folders() -> None:
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        # No folder is made for the current one, which is where a name in memory would point.
        Path(database["NAME"]).parent.mkdir(parents=True, exist_ok=True)


def _fingerprint() -> str:
    """What collecting depends on: Django's own files by its version, each file by its path, size and last change."""
    digest = hashlib.sha256(f"{django.__version__} {settings.STORAGES['staticfiles']['BACKEND']}".encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            digest.update(f"\n{name} {stat.st_size} {stat.st_mtime_ns}".encode())
    return digest.hexdigest()
