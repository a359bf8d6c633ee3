"""A new process is ready for its first reader, and starts without a database."""

import json
import os
import subprocess
import sys

from django.conf import settings

# Tells what a process has at hand once it may be asked something.
STARTED = """
import json, sys
from wtcr_site.wsgi import application
from django.db import connection
from django.template import engines
from django.urls import get_resolver
from django.utils.translation import trans_real

loader, = engines["django"].engine.template_loaders
compiled = {template.name for template in loader.get_template_cache.values()}
print(json.dumps({
    "templates": sorted(compiled & {"base.html", "wtcr_site/home.html", "championship/_live_board.html"}),
    "views": "championship.views.standings" in sys.modules,
    "addresses": get_resolver()._populated,
    "catalogues": sorted(trans_real._translations),
    "connected": connection.connection is not None,
}))
"""


def test_a_new_process_has_read_what_pages_need_and_asked_no_database(tmp_path):
    nowhere = tmp_path / "no-such-folder" / "db.sqlite3"
    started = subprocess.run(
        [sys.executable, "-c", STARTED],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": f"sqlite:///{nowhere}", "DJANGO_SETTINGS_MODULE": "wtcr_site.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert started.returncode == 0, started.stderr
    assert json.loads(started.stdout) == {
        "templates": ["base.html", "championship/_live_board.html", "wtcr_site/home.html"],
        "views": True,
        "addresses": True,
        "catalogues": ["en-gb", "sv"],
        "connected": False,
    }
