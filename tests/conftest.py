"""Fixtures that every test may use.

The test database is made once a process and holds the season of 2021 with its stories, as a new site does. Each test
runs in a transaction that is rolled back.
"""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test.utils import setup_databases, teardown_databases
from hypothesis import HealthCheck
from hypothesis import settings as properties

from tests import once

# How long an example takes says something of the machine's other work, not of the property.
properties.register_profile("shared machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
properties.load_profile("shared machine")


def pytest_configure(config: pytest.Config) -> None:
    once.begin(config)
    # Where nothing has been collected yet there is no folder, and each request would say so.
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    # A real one takes half a second for each password, which is its purpose; tests guard no account.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # To clear a cache on Redis empties its whole database: each worker has one of its own.
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    for cache in settings.CACHES.values():
        if "://" in cache["LOCATION"]:
            server, _, database = cache["LOCATION"].rpartition("/")
            cache["LOCATION"] = f"{server}/{int(database) + worker}"


@pytest.fixture(scope="session")
def django_db_setup(django_db_modify_db_settings, django_db_blocker):
    """Whatever is collected: the plugin's own makes no database where no test of the run is marked for one, and then
    the content would be loaded into that of the site."""
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False)
        call_command("load_content", verbosity=0)
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture(autouse=True)
def _plain_static_files(settings):
    """Tests link static files by their plain names: nothing has to be collected first."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture(autouse=True)
def _empty_page_cache():
    forget_pages()


@pytest.fixture(scope="session")
def season_folder():
    return settings.BASE_DIR / "championship" / "seasons" / "2021"


def forget_pages() -> None:
    """As if no page had been asked for yet: neither pages are kept nor the seasons that they are made of."""
    from django.core.cache import caches

    from championship.season import page

    for kept in caches.all(initialized_only=True):
        kept.clear()
    page._kept.cache_clear()


NO_CHROMIUM = "Browser tests were skipped: no Chromium found; install chromium (Debian: apt install chromium)."
NO_NGINX = "Tests of deploy/nginx.conf were skipped: no nginx found; install nginx (Debian: apt install nginx-light)."


def find_chromium() -> str | None:
    """The path of the system's Chromium; Playwright brings none."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def pytest_terminal_summary(terminalreporter) -> None:
    skipped = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", ())]
    for missing in (NO_CHROMIUM, NO_NGINX):
        if any(missing in reason for reason in skipped):
            terminalreporter.write_line(missing)
