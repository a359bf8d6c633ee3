"""Thousands of readers poll a rehearsal: `make bench-live`.

Starts `manage.py rehearse` on a throw-away database and reads it over the loopback alone, each reader on a connection
of its own, every two seconds as the page does. Prints what design section 8 asks: errors, how long an answer takes,
the bytes of one that says "nothing new", and how long after each order and publication the last reader had it.
"""

import argparse
import asyncio
import os
import re
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
MOST_READERS, MOST_SECONDS = 10_000, 300
EVERY = 2.0
PIECE = "/live/now/?show=board&title=drivers"
_VERSION = re.compile(rb"etag: \"([0-9a-f]+)\"")
_EVENT = re.compile(r"^(\d+\.\d+) ([0-9a-f]{16}) (.*)$")


@dataclass
class Tally:
    """What all readers saw.

    took: when each asked, and for how long. last_held: when the last of a version's holders got it; holders: how many.
    """

    errors: Counter[str] = field(default_factory=Counter)
    took: list[tuple[float, float]] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    nothing_new_bytes: int = 0
    last_held: dict[str, float] = field(default_factory=dict)
    holders: Counter[str] = field(default_factory=Counter)


async def reader(number: int, port: int, until: float, tally: Tally, readers: int) -> None:
    """One open page: asks every two seconds with what it has, from a moment of its own on."""
    due = time.monotonic() + EVERY * number / readers
    version, streams = "", None
    while (wait := due - time.monotonic()) < until - time.monotonic():
        await asyncio.sleep(max(0.0, wait))
        due += EVERY
        try:
            if streams is None:
                streams = await asyncio.open_connection(HOST, port)
            started = time.perf_counter()
            status, size, head = await _ask(*streams, f"{PIECE}&v={version}" if version else PIECE)
        except (OSError, asyncio.IncompleteReadError, ValueError) as error:
            tally.errors[type(error).__name__] += 1
            streams = None
            continue
        tally.took.append((time.time(), time.perf_counter() - started))
        tally.statuses[status] += 1
        if status == 204:
            tally.nothing_new_bytes = max(tally.nothing_new_bytes, size)
        elif status == 200 and (match := _VERSION.search(head)):
            version = match[1].decode()
            tally.last_held[version] = time.time()
            tally.holders[version] += 1
        elif status != 200:
            tally.errors[f"status {status}"] += 1
    if streams is not None:
        streams[1].close()


async def _ask(incoming: asyncio.StreamReader, outgoing: asyncio.StreamWriter, path: str) -> tuple[int, int, bytes]:
    """Status, size of the whole answer, its head in small letters."""
    outgoing.write(f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nAccept-Encoding: gzip\r\nHX-Request: true\r\n\r\n".encode())
    head = await incoming.readuntil(b"\r\n\r\n")
    status, lower = int(head[9:12]), head.lower()
    body = b""
    if b"transfer-encoding: chunked" in lower:
        while size := int(await incoming.readline(), 16):
            body += await incoming.readexactly(size)
            await incoming.readexactly(2)
        await incoming.readexactly(2)
    elif b"content-length:" in lower:
        body = await incoming.readexactly(int(lower.partition(b"content-length:")[2].split(b"\r\n", 1)[0]))
    return status, len(head) + len(body), lower


def report(tally: Tally, events: list[tuple[float, str, str]], readers: int, seconds: float, begun: float) -> None:
    took = tally.took
    print(
        f"{readers} readers, every {EVERY:g} s, for {seconds:g} s: "
        f"{len(took)} answers, {len(took) / seconds:.0f} a second"
    )
    print(f"errors: {dict(tally.errors) or 'none'}")
    print(f"answers: {dict(tally.statuses)}")
    # At first all connect, and each process makes its first page; that is not what a race is like.
    arrived = begun + 2 * EVERY
    for when, some in (
        (
            f"in the first {2 * EVERY:g} s, while all connect",
            [duration for moment, duration in took if moment < arrived],
        ),
        ("from then on", [duration for moment, duration in took if moment >= arrived]),
    ):
        if not some:
            print(f"{when}: none was answered")
            continue
        some.sort()
        parts = (f"p{part} {1000 * some[min(len(some) - 1, len(some) * part // 100)]:.1f} ms" for part in (50, 95, 99))
        print(f"{when}: {', '.join(parts)}")
    print(f"bytes of a 204, head and all: {tally.nothing_new_bytes}")
    late = [
        (tally.last_held[version] - moment, what)
        for moment, version, what in events
        if tally.holders[version] == readers
    ]
    print(f"orders and publications that every reader had before the next one: {len(late)} of {len(events)}")
    for seconds_late, what in sorted(late, reverse=True)[:3]:
        print(f"  everyone up to date after {seconds_late:.2f} s: {what}")


def listen(process: subprocess.Popen[str], events: list[tuple[float, str, str]]) -> None:
    for line in process.stdout or ():
        if match := _EVENT.match(line):
            events.append((float(match[1]), match[2], match[3].strip()))


async def main(options: argparse.Namespace) -> None:
    folder = ROOT / "var" / "rehearsal"
    environment = os.environ | {
        "REHEARSAL": "1", "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}", "PORT": str(options.port),
        "SITE_URL": f"http://{HOST}:{options.port}",
    }  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "manage.py", "rehearse", "--lap", "9", "--pause", "5", "--wait", "8",
         "--workers", str(options.workers)],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    events: list[tuple[float, str, str]] = []
    listening = asyncio.create_task(asyncio.to_thread(listen, process, events))
    try:
        while not events:
            if process.poll() is not None:
                raise SystemExit("The rehearsal did not start.")
            await asyncio.sleep(0.2)
        tally = Tally()
        until = time.monotonic() + options.seconds
        begun = time.time()
        await asyncio.gather(
            *(reader(number, options.port, until, tally, options.readers) for number in range(options.readers))
        )
        # In the first seconds readers still arrive, in the last ones they leave.
        settled = [event for event in events if begun + 2 * EVERY < event[0] < begun + options.seconds - 2 * EVERY]
        report(tally, settled, options.readers, options.seconds, begun)
    finally:
        process.terminate()
        await listening
        process.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=5000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--port", type=int, default=8100)
    chosen = parser.parse_args()
    if not 0 < chosen.readers <= MOST_READERS or not 0 < chosen.seconds <= MOST_SECONDS:
        parser.error(f"at most {MOST_READERS} readers for {MOST_SECONDS} seconds")
    asyncio.run(main(chosen))
