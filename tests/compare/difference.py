"""Two runs side by side."""

import difflib
import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.compare.answers import Entry, read_index
from tests.compare.markup import lines_of
from tests.compare.saving import INDEXES, NotARun

LINES_SHOWN = 16
LONGEST_LINE = 160
BATCH = 16
# Between two tags, after a cell, a value or a declaration: where a long line may be cut to be read.
BREAKS = re.compile(r"\n|(?<=>)(?=<)|(?<=[,;{}])(?=\S)")


@dataclass(frozen=True, slots=True)
class Pair:
    """An answer that both runs hold and that differs. The folders are those of the visitor."""

    name: str
    before: Entry
    after: Entry
    folder_before: Path
    folder_after: Path

    def contents(self) -> tuple[bytes, bytes]:
        return (self.folder_before / self.before.file).read_bytes(), (self.folder_after / self.after.file).read_bytes()


def compare(before: Path, after: Path, *, parsed: bool = False, show: int = 5, only: list[str] | None = None) -> bool:
    """Prints how two runs differ. Returns whether they are the same. Raises NotARun."""
    folders = sorted(_folders(before, only) | _folders(after, only))
    differing: list[Pair] = []
    is_same = True
    with ProcessPoolExecutor() as pool:
        for folder in folders:
            was, now = _index(before / folder), _index(after / folder)
            pairs = [
                Pair(name, was[name], now[name], before / folder, after / folder)
                for name in was.keys() & now.keys()
                if was[name] != now[name]
            ]
            if parsed:
                reads_alike = pool.map(_reads_alike, pairs, chunksize=BATCH)
                pairs = [pair for pair, alike in zip(pairs, reads_alike, strict=True) if not alike]
            pairs.sort(key=lambda pair: pair.name)
            _print_count(folder, was, now, [pair.name for pair in pairs])
            is_same = is_same and not pairs and was.keys() == now.keys()
            differing += pairs
    for pair in differing[:show]:
        print(f"\n{pair.name} ({pair.folder_before.parent.name})")
        for line in _differences(pair, parsed):
            print(f"    {line[:LONGEST_LINE]}")
    if len(differing) > show:
        print(f"\n{len(differing) - show} more differ; --show says how many are shown.")
    return is_same


def _folders(run: Path, only: list[str] | None) -> set[Path]:
    """The folders of states and visitors, as parts of the run's own."""
    folders = {index.parent.relative_to(run) for index in run.glob(INDEXES)}
    folders = {folder for folder in folders if not only or folder.parts[0] in only}
    if not folders:
        raise NotARun(f"{run} holds no run{' of ' + ' or '.join(only) if only else ''}; save one there first.")
    return folders


def _index(folder: Path) -> Mapping[str, Entry]:
    return read_index(folder) if folder.is_dir() else {}


def _reads_alike(pair: Pair) -> bool:
    """Whether a page that differs in its bytes is the same once parsed."""
    if (pair.before.status, pair.before.headers) != (pair.after.status, pair.after.headers) or not pair.before.is_page:
        return False
    was, now = pair.contents()
    return lines_of(was.decode()) == lines_of(now.decode())


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


def _differences(pair: Pair, parsed: bool) -> Iterator[str]:
    """A few lines: what differs in the head, then in the body."""
    was, now = pair.before, pair.after
    yield from _shown(_head(was), _head(now))
    if was.digest == now.digest:
        return
    try:
        before, after = (content.decode() for content in pair.contents())
    except UnicodeDecodeError:
        yield "The bytes differ, and are no text."
        return
    in_lines = lines_of if parsed and was.is_page and now.is_page else BREAKS.split
    yield from _shown(in_lines(before), in_lines(after))


def _head(entry: Entry) -> list[str]:
    return [f"status: {entry.status}", *(f"{name}: {value}" for name, value in sorted(entry.headers.items()))]


def _shown(before: list[str], after: list[str]) -> Iterator[str]:
    lines = list(difflib.unified_diff(before, after, n=1, lineterm=""))[2:]
    yield from lines[:LINES_SHOWN]
    if len(lines) > LINES_SHOWN:
        yield f"… {len(lines) - LINES_SHOWN} lines more"
