"""What pages cost, beside a floor measured in the same run: `make bench`.

Makes a throw-away database with the seasons that a new site starts with, and asks for one page of each kind, in this
process and without a network:

- the first page after a change of the season: nothing is kept, neither the page nor the season that the process read
  for another;
- the first page after a change of a story, which leaves the season as it was read;
- with an empty page cache only, as the next pages are made;
- the number of queries of the first;
- from the page cache: requests a second, and how many times those of a bare Django view that returns the same bytes
  through the same middleware.

Then what scoring costs, and what a first visit to the standings weighs. A machine that does other things too is slower
in all of it alike: the ratios say more than the milliseconds.
"""

import argparse
import gzip
import io
import logging
import os
import re
import shutil
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from operator import itemgetter
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "bench"
DATABASE = FOLDER / "db.sqlite3"
PAGES = (
    "/",
    "/2021/calendar/",
    "/2021/results/",
    "/2021/standings/drivers/",
    "/2021/germany/",
    "/2021/russia/race-1/",
    "/drivers/",
    "/drivers/jessica-backman/",
    "/drivers/compare/andreas-backman/jessica-backman/",
    "/teams/target-competition/",
    "/circuits/sochi/",
    "/2021/title-fight/",
    "/2021/records/",
    "/2021/standings/drivers/after/russia/race-2/why/yann-ehrlacher/",
    "/news/2021/two-backmans-step-up/",
    "/search/?q=backman",
    "/about/",
    "/sv/2021/standings/drivers/",
)
MEDIAN_MS, STORY_MS, MOST_QUERIES, TIMES_THE_FLOOR = 15, 12, 8, 1.5
SCORING_MS = 5
FIRST_VISIT, FIRST_HTML = 100_000, 30_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9, help="how often each page is measured")
    rounds = parser.parse_args().rounds
    prepare()
    measure_pages(rounds)
    measure_scoring(rounds)
    measure_first_visit()


def prepare() -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "wtcr_site.settings",
        "DATABASE_URL": f"sqlite:///{DATABASE}",
        "MEDIA_ROOT": str(FOLDER / "media"),
        "STATIC_ROOT": str(FOLDER / "static"),
        "DEBUG": "0",
    }
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    logging.disable(logging.CRITICAL)
    from django.core.management import call_command

    call_command("prepare", verbosity=0)


def measure_pages(rounds: int) -> None:
    from django.core.cache import caches
    from django.db import connection
    from django.http import HttpResponse
    from django.test import override_settings
    from django.test.utils import CaptureQueriesContext
    from django.urls import re_path

    from wtcr_site.wsgi import application

    ask = asker(application)
    bare_body = b""

    def bare(_request: object) -> HttpResponse:
        return HttpResponse(bare_body)

    bare_urls = ModuleType("bare_urls")
    bare_urls.__dict__["urlpatterns"] = [re_path("", bare)]
    sys.modules["bare_urls"] = bare_urls

    width = max(map(len, PAGES))
    print(
        f"{'page':{width}} {'changed':>8} {'a story':>8} {'empty cache':>12} {'queries':>8} {'kept':>8}"
        f" {'bare view':>10} {'ratio':>6}"
    )
    late, late_by_story, slow, heavy, low = [], [], [], [], []
    for address in PAGES:
        for _warm in range(2):
            status, _body = ask(address)
            assert status.startswith("200"), (address, status)
        changed, story, took = [], [], []
        for _round in range(rounds):
            change("championship_season")
            changed.append(seconds(partial(ask, address)))
            change("news_article")
            story.append(seconds(partial(ask, address)))
            for cache in caches.all():
                cache.clear()
            took.append(seconds(partial(ask, address)))
        change("championship_season")
        with CaptureQueriesContext(connection) as captured:
            _status, bare_body = ask(address)
            queries = len(captured)
        kept, floor = [], []
        for _round in range(rounds):
            kept.append(rate(partial(ask, address)))
            with override_settings(ROOT_URLCONF="bare_urls"):
                floor.append(rate(partial(ask, "/bare/")))
        # Round by round, since what else the machine does changes from one to the next.
        ratio = statistics.median(site / least for site, least in zip(kept, floor, strict=True))
        first, by_story, uncached = (1000 * statistics.median(some) for some in (changed, story, took))
        print(
            f"{address:{width}} {first:5.1f} ms {by_story:5.1f} ms {uncached:9.1f} ms {queries:8}"
            f" {statistics.median(kept):6.0f}/s {statistics.median(floor):8.0f}/s {ratio:6.2f}"
        )
        late += [address] * (first > MEDIAN_MS)
        late_by_story += [address] * (by_story > STORY_MS)
        slow += [address] * (uncached > MEDIAN_MS)
        heavy += [address] * (queries > MOST_QUERIES)
        low += [address] * (ratio < TIMES_THE_FLOOR)
    print(f"over {MEDIAN_MS} ms as the first page after a change: {', '.join(late) or 'none'}")
    print(f"over {STORY_MS} ms as the first page after a story: {', '.join(late_by_story) or 'none'}")
    print(f"over {MEDIAN_MS} ms with an empty cache: {', '.join(slow) or 'none'}")
    print(f"over {MOST_QUERIES} queries: {', '.join(heavy) or 'none'}")
    print(f"kept, under {TIMES_THE_FLOOR} times the bare view: {', '.join(low) or 'none'}")


def change(table: str) -> None:
    """What a publication leaves behind: another process has written, and the triggers have raised the revisions."""
    with sqlite3.connect(DATABASE) as connection:
        connection.execute(f"UPDATE {table} SET id = id")
    connection.close()


def asker(application: Callable[..., Any]) -> Callable[[str], tuple[str, bytes]]:
    """Asks the application as a server does: gives the status and the body."""
    usual = {
        "REQUEST_METHOD": "GET", "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1", "REMOTE_ADDR": "127.0.0.1", "SCRIPT_NAME": "", "wsgi.url_scheme": "http",
        "wsgi.version": (1, 0), "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False,
    }  # fmt: skip

    def ask(address: str) -> tuple[str, bytes]:
        path, _question, query = address.partition("?")
        seen = []
        environ = usual | {"PATH_INFO": path, "QUERY_STRING": query, "wsgi.input": io.BytesIO()}
        response = application(environ, lambda status, _headers, *_more: seen.append(status))
        body = b"".join(response)
        response.close()
        return seen[0], body

    return ask


def measure_scoring(rounds: int) -> None:
    """All titles after every session, and the same with ten times the sessions."""
    from championship import scoring
    from championship.season.reading import load_year

    season = load_year(2021)
    assert season is not None
    rules = season.inputs
    tenfold = replace(
        rules,
        sessions=tuple(
            replace(session, key=f"{session.key}-{turn}", event=f"{session.event}-{turn}")
            for turn in range(10)
            for session in rules.sessions
        ),
        entries=tuple(
            replace(entry, events=frozenset(f"{event}-{turn}" for turn in range(10) for event in entry.events))
            for entry in rules.entries
        ),
        adjustments=(),
    )
    once = statistics.median(seconds(lambda: dict(scoring.score(rules))) for _round in range(rounds))
    ten = statistics.median(seconds(lambda: dict(scoring.score(tenfold))) for _round in range(rounds))
    print(f"all titles of 2021 scored: {1000 * once:.1f} ms (at most {SCORING_MS}); ten times the sessions: ", end="")
    print(f"{ten / once:.1f} times as long")


def measure_first_visit() -> None:
    """The standings with every file that they name and every font that their styles may ask for, as sent."""
    from django.conf import settings
    from django.test import Client

    client = Client(headers={"host": "127.0.0.1", "accept-encoding": "gzip"})
    html = client.get("/2021/standings/drivers/")
    pattern = r'(?:href|src)="/static/([^"]+\.(?:css|js|woff2|svg|png))"'
    names = dict.fromkeys(re.findall(pattern, gzip.decompress(html.content).decode()))
    for name in [name for name in names if name.endswith(".css")]:
        text = (Path(settings.STATIC_ROOT) / name).read_text()
        names |= dict.fromkeys(
            os.path.normpath(Path(name).parent / font) for font in re.findall(r'url\("?([^")]+\.woff2)', text)
        )
    sizes = {name: _sent(Path(settings.STATIC_ROOT) / name) for name in names}
    whole = len(html.content) + sum(sizes.values())
    print(f"first visit to the standings: {whole / 1000:.1f} kB (at most {FIRST_VISIT / 1000:.0f}), ", end="")
    print(f"of which HTML {len(html.content) / 1000:.1f} kB (at most {FIRST_HTML / 1000:.0f})")
    for name, size in sorted(sizes.items(), key=itemgetter(1), reverse=True):
        print(f"  {size / 1000:6.1f} kB  {name}")


def _sent(path: Path) -> int:
    squeezed = path.with_name(path.name + ".br")
    return (squeezed if squeezed.exists() else path).stat().st_size


def seconds(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def rate(call: Callable[[], object], calls: int = 30) -> float:
    """Calls a second."""
    return calls / seconds(lambda: [call() for _call in range(calls)])


if __name__ == "__main__":
    main()
