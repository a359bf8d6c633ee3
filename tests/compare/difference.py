"""Two runs side by side."""

import difflib
import re
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.compare.answers import Entry, read_index
from tests.compare.markup import lines_of
from tests.compare.saving import INDEXES, UNFINISHED, NotARun

LINES_SHOWN = 16
LONGEST_LINE = 160
# Enough to tell one difference from another.
LINES_KEPT = 200
BATCH = 16
# Between two tags, after a cell, a value or a declaration: where a long line may be cut to be read.
BREAKS = re.compile(r"\n|(?<=>)(?=<)|(?<=[,;{}])(?=\S)")


@dataclass(frozen=True, slots=True)
class Pair:
    """An answer that both runs hold and that is not the same. The folders are those of the visitor."""

    name: str
    before: Entry
    after: Entry
    folder_before: Path
    folder_after: Path

    def contents(self) -> tuple[bytes, bytes]:
        return (self.folder_before / self.before.file).read_bytes(), (self.folder_after / self.after.file).read_bytes()

    def __str__(self) -> str:
        return f"{self.name} ({'/'.join(self.folder_before.parts[-2:])})"


def compare(before: Path, after: Path, *, parsed: bool = False, show: int = 5, only: list[str] | None = None) -> bool:
    """Prints how two runs differ, a difference that many answers share once. Returns whether they are the same.

    parsed: pages are compared as a browser takes them in. show: how many differences are printed. Raises NotARun.
    """
    folders = sorted(_folders(before, only) | _folders(after, only))
    is_same = True
    # The first answer that differs so, the lines that say how, and how many do.
    kinds: dict[tuple[str, ...], tuple[Pair, list[str]]] = {}
    times: Counter[tuple[str, ...]] = Counter()
    with ProcessPoolExecutor() as pool:
        for folder in folders:
            was, now = _index(before / folder), _index(after / folder)
            pairs = [
                Pair(name, was[name], now[name], before / folder, after / folder)
                for name in sorted(was.keys() & now.keys())
                if was[name] != now[name]
            ]
            differing = []
            for pair, lines in zip(pairs, pool.map(partial(_difference, parsed), pairs, chunksize=BATCH), strict=True):
                if lines:
                    differing.append(pair.name)
                    kind = tuple(line for line in lines if line.startswith(("-", "+")))
                    kinds.setdefault(kind, (pair, lines))
                    times[kind] += 1
            _print_count(folder, was, now, differing)
            is_same = is_same and not differing and was.keys() == now.keys()
    for kind, (pair, lines) in list(kinds.items())[:show]:
        others = times[kind] - 1
        print(f"\n{pair}{f' and {others} more, in the same way' if others else ''}")
        for line in lines[:LINES_SHOWN]:
            print(f"    {line[:LONGEST_LINE]}")
        if len(lines) > LINES_SHOWN:
            print("    …")
    if len(kinds) > show:
        print(f"\n{len(kinds) - show} more differences; --show says how many are shown.")
    return is_same


def _folders(run: Path, only: list[str] | None) -> set[Path]:
    """The folders of states and visitors, as parts of the run's own."""
    if (run / UNFINISHED).exists():
        raise NotARun(f"The run in {run} was not saved to its end; save it again.")
    folders = {index.parent.relative_to(run) for index in run.glob(INDEXES)}
    folders = {folder for folder in folders if not only or folder.parts[0] in only}
    if not folders:
        raise NotARun(f"{run} holds no run{' of ' + ' or '.join(only) if only else ''}; save one there first.")
    return folders


def _index(folder: Path) -> Mapping[str, Entry]:
    return read_index(folder) if folder.is_dir() else {}


def _print_count(folder: Path, was: Mapping[str, Entry], now: Mapping[str, Entry], differing: list[str]) -> None:
    pages = sum(was[name].is_page for name in was.keys() & now.keys())
    files = len(was.keys() & now.keys()) - pages
    lists = {
        "differ": differing,
        "only before": sorted(was.keys() - now.keys()),
        "only after": sorted(now.keys() - was.keys()),
    }
    result = ", ".join(f"{len(names)} {what}" for what, names in lists.items() if names) or "the same"
    print(f"{folder}: {pages} pages, {files} files and other answers: {result}")
    for what, names in lists.items():
        for name in names:
            print(f"    {what:12} {name}")


def _difference(parsed: bool, pair: Pair) -> list[str]:
    """What differs, in lines of a diff: in the head, then in the body. None where a page reads alike."""
    was, now = pair.before, pair.after
    lines = _lines(_head(was), _head(now))
    if was.digest == now.digest:
        return lines
    before, after = pair.contents()
    try:
        texts = before.decode(), after.decode()
    except UnicodeDecodeError:
        return [*lines, f"-{len(before)} bytes, and no text", f"+{len(after)} bytes"]
    if parsed and was.is_page and now.is_page:
        return lines + _lines(*map(lines_of, texts))
    # Where all that differs is how lines end, the texts as they are say so.
    return lines + (_lines(*map(BREAKS.split, texts)) or [f"-{texts[0]!r}", f"+{texts[1]!r}"])


def _head(entry: Entry) -> list[str]:
    return [f"status: {entry.status}", *(f"{name}: {value}" for name, value in sorted(entry.headers.items()))]


def _lines(before: list[str], after: list[str]) -> list[str]:
    if before == after:
        return []
    lines = list(difflib.unified_diff(before, after, n=1, lineterm=""))[2:]
    # Where in the page it is says nothing of what it is.
    return ["@@" if line.startswith("@@") else line for line in lines][:LINES_KEPT]
