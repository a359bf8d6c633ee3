"""A run: every state and visitor in a process of its own, as many at a time as the machine has cores."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.compare.answers import HOST, INDEX, SITE_URL, read_index
from tests.compare.states import STATES

ROOT = Path(__file__).resolve().parent.parent.parent
# state/visitor/index.json
INDEXES = f"*/*/{INDEX}"
# Stands in a run's folder until the run is whole.
UNFINISHED = "unfinished"


class NotARun(ValueError):
    """The folder is none that a whole run was saved to."""


def save(folder: Path, only: list[str] | None) -> int:
    """Saves a run to the folder, in place of an earlier one. Returns how many answers it holds."""
    is_run = (folder / UNFINISHED).exists() or any(folder.glob(INDEXES))
    if folder.exists() and any(folder.iterdir()) and not is_run:
        raise NotARun(f"{folder} holds something else than an earlier run; name another folder.")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / UNFINISHED).touch()
    with TemporaryDirectory(prefix="compare-") as temporary:
        work = Path(temporary)
        new_site = work / "site"
        _run(new_site, new_site / "static")

        def visit(job: tuple[str, str]) -> None:
            site = work / "-".join(job)
            shutil.copytree(new_site, site, ignore=shutil.ignore_patterns("static"))
            _run(site, new_site / "static", *job, str(folder.resolve() / "/".join(job)))

        jobs = [(name, visitor) for name in only or STATES for visitor in STATES[name].visitors]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            try:
                list(pool.map(visit, jobs))
            except subprocess.CalledProcessError:
                pool.shutdown(cancel_futures=True)
                raise
    (folder / UNFINISHED).unlink()
    return sum(len(read_index(index.parent)) for index in folder.glob(INDEXES))


def _run(site: Path, static: Path, *arguments: str) -> None:
    """Runs a job on the site in a folder. Raises CalledProcessError, with what it printed on the terminal."""
    site.mkdir(exist_ok=True)
    surroundings = {
        "DJANGO_SETTINGS_MODULE": "wtcr_site.settings",
        "DATABASE_URL": f"sqlite:///{site / 'db.sqlite3'}",
        "MEDIA_ROOT": str(site / "media"),
        "STATIC_ROOT": str(static),
        "CACHE_URL": "locmemcache://compare",
        "SITE_URL": SITE_URL,
        "ALLOWED_HOSTS": HOST,
        "CONTACT_EMAIL": f"corrections@{HOST}",
        "SECRET_KEY": "the same in every run, and of no use anywhere else",
        "DEBUG": "off",
        "REHEARSAL": "off",
        "PORT": "8000",
        "PYTHONHASHSEED": "0",
    }
    command = [sys.executable, "-m", "tests.compare.job", *arguments]
    subprocess.run(command, cwd=ROOT, env=os.environ | surroundings, check=True)
