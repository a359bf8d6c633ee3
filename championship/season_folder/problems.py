"""What is wrong with a folder: by file, line and column, all at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True)
class Problem:
    file: str
    text: str
    line: int | None = None
    column: str = ""

    def __str__(self) -> str:
        line = f" line {self.line}" if self.line else ""
        column = f", {self.column}" if self.column else ""
        return f"{self.file}{line}{column}: {self.text}"


class FolderProblems(ValueError):
    """A folder that cannot be read; `problems` are in the order of its files and their lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(map(str, self.problems)))


def meant(word: str, known: Iterable[str]) -> str:
    """A hint when `word` is nearly one that is known, with a space before it; else nothing."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.75)
    return f" Did you mean '{near[0]}'?" if near else ""
