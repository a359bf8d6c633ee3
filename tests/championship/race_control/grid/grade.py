"""How a reader did on a paper: each line right, wrong and said, lost in silence, or wrong in silence."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from championship.race_control.checks import check
from championship.race_control.matching import Match, lines_of, match
from championship.race_control.sheets.lines import Cell, Sheet, SheetLine
from championship.race_control.sheets.roles import Role
from championship.race_control.sheets.sheet import read_sheet
from tests.championship.race_control.grid.answers import Answer, Value, answers
from tests.championship.race_control.grid.paper import Paper, Place, Shape, put_on_paper

Reader = Callable[[str, bool], Sheet]


class Verdict(StrEnum):
    """RIGHT: all values taken. SAID: some are not, and the sheet says so of each. LOST: one is missing in silence.
    WRONG: one is another than stands on the paper, in silence."""

    RIGHT = "right"
    SAID = "said"
    LOST = "lost"
    WRONG = "wrong"


WORST = (Verdict.WRONG, Verdict.LOST, Verdict.SAID, Verdict.RIGHT)


@dataclass(frozen=True, slots=True)
class Grade:
    """What became of a line; `row` counts the text's lines from 1, `faults` say each field that is not right."""

    verdict: Verdict
    row: int
    raw: str
    faults: tuple[tuple[Verdict, str], ...] = ()


@dataclass(slots=True)
class Report:
    """The grades of a shape, counted, with the first example of each kind."""

    shape: Shape
    counts: Counter[Verdict] = field(default_factory=Counter)
    examples: dict[Verdict, tuple[int, Grade]] = field(default_factory=dict)

    @property
    def lines(self) -> int:
        return self.counts.total()

    def add(self, seed: int, grades: Iterable[Grade]) -> None:
        for grade in grades:
            self.counts[grade.verdict] += 1
            self.examples.setdefault(grade.verdict, (seed, grade))


def read(text: str, is_race: bool) -> Sheet:
    return read_sheet(text, is_race=is_race)


def report(shapes: Iterable[Shape], seeds: Sequence[int], reader: Reader = read) -> list[Report]:
    """How the reader does on each shape over the races of the seeds."""
    reports = []
    for shape in shapes:
        one = Report(shape)
        for seed in seeds:
            paper = put_on_paper(shape, seed)
            one.add(seed, grades(paper, reader(paper.text, paper.race.is_race)))
        reports.append(one)
    return reports


def grades(paper: Paper, sheet: Sheet) -> list[Grade]:
    """A grade for each line of the paper, and one for each line that the reader found where there is none."""
    return list(_Grader(paper, sheet).grades())


class _Grader:
    def __init__(self, paper: Paper, sheet: Sheet) -> None:
        self.sheet = sheet
        self.answers = list(answers(paper))
        self.texts = paper.text.splitlines()
        self.matches = match(sheet.lines, paper.race.starters)
        self.remarked = self._remarked(paper)
        self.left_out = {line.row for line in sheet.left_out if not line.is_head}
        self.used: set[int] = set()

    def _remarked(self, paper: Paper) -> set[int]:
        """The rows beside which a remark stands, or the doubt whose car it is."""
        known = [one for one in self.matches if one.starter is not None]
        remarks = check(lines_of(self.matches), paper.race.starters, is_race=paper.race.is_race)
        rows = {known[remark.line].line.row for remark in remarks if remark.line is not None}
        return rows | {one.line.row for one in self.matches if one.starter is None or one.line.doubts}

    def grades(self) -> Iterator[Grade]:
        for answer in self.answers:
            found = self._found(answer)
            yield self._of_nobody(answer) if found is None else self._of_line(answer, found)
        for index, one in enumerate(self.matches):
            if index not in self.used:
                verdict = Verdict.SAID if one.starter is None else Verdict.WRONG
                yield Grade(verdict, one.line.row, one.line.raw, ((verdict, f"a car that is none: {one.line}"),))

    def _found(self, answer: Answer) -> Match | None:
        """What was read in the line's rows: of two cars on a line the one with its car or its number."""
        rows = set(answer.line.rows)
        here = [index for index, one in enumerate(self.matches) if one.line.row in rows and index not in self.used]

        def likeness(index: int) -> tuple[bool, bool]:
            one = self.matches[index]
            is_car = one.starter is not None and one.starter.event_entry == answer.line.event_entry
            return is_car, one.line.number is not None and one.line.number == answer.line.car.number

        if not here:
            return None
        best = max(here, key=likeness)
        self.used.add(best)
        return self.matches[best]

    def _of_nobody(self, answer: Answer) -> Grade:
        is_said = bool(self.left_out & set(answer.line.rows))
        verdict = Verdict.SAID if is_said else Verdict.LOST
        return self._grade(answer, [(verdict, "no car was read")])

    def _of_line(self, answer: Answer, found: Match) -> Grade:
        faults = []
        for value in answer.values:
            got = _got(value.field, found, answer)
            if got in value.right:
                continue
            silent = Verdict.LOST if got is None else Verdict.WRONG
            verdict = Verdict.SAID if self._is_said(answer, value, found.line) else silent
            faults.append((verdict, f"{value.field} {got} for {value.right[0]}"))
        return self._grade(answer, faults)

    def _grade(self, answer: Answer, faults: list[tuple[Verdict, str]]) -> Grade:
        verdicts = [verdict for verdict, _text in faults] or [Verdict.RIGHT]
        row = answer.line.rows[0]
        raw = " / ".join(self.texts[row - 1] for row in answer.line.rows)
        return Grade(min(verdicts, key=WORST.index), row, raw, tuple(faults))

    def _is_said(self, answer: Answer, value: Value, line: SheetLine) -> bool:
        """Whether the sheet says that the value was not taken: by its cell, its line or its heading."""
        if line.row in self.remarked:
            return True
        if value.field == "status" and answer.line.heading_row in self.left_out:
            return True
        return bool(value.cells) and self._is_not_taken(answer, value.cells[0])

    def _is_not_taken(self, answer: Answer, place: Place) -> bool:
        """The cell, found by its text: among equal ones by its order, else all that hold it are not taken."""
        cells = [cell for row in self.sheet.rows if row.row in answer.line.rows for cell in row.cells]
        text = _plain(place.text)
        equal = [cell for cell in cells if _plain(cell.text) == text]
        if len(equal) == place.of:
            equal = [equal[place.nth]]
        about = equal or [cell for cell in cells if f" {text} " in f" {_plain(cell.text)} "]
        return bool(about) and all(not self._is_taken(cell) for cell in about)

    def _is_taken(self, cell: Cell) -> bool:
        """What stands under a head that is not known is named as not taken."""
        columns = self.sheet.columns
        is_unknown = 0 <= cell.column < len(columns) and columns[cell.column].role == Role.UNKNOWN
        return cell.is_taken and not is_unknown


def _plain(text: str) -> str:
    return " ".join(text.split())


def _got(name: str, found: Match, answer: Answer) -> object:
    line = found.line
    if name == "place":
        return line.position
    if name == "name":
        # A doubt whose car it is stands by the line.
        return found.starter.event_entry if found.starter else None
    if name == "time_ms" and line.time_ms is None and line.gap_ms is not None and answer.first_time is not None:
        return answer.first_time + line.gap_ms
    return getattr(line, name)


def table(reports: Sequence[Report]) -> str:
    """The figures by shape and in all, and the first example of each fault."""
    rows = [f"{'shape':<36}{'lines':>7}" + "".join(f"{verdict:>8}" for verdict in Verdict)]
    for one in reports:
        rows.append(_row(f"{one.shape.language} {one.shape.name}", one.counts))
    whole: Counter[Verdict] = Counter()
    for one in reports:
        whole += one.counts
    rows.append(_row("all", whole))
    percent = [f"{100 * whole[verdict] / max(whole.total(), 1):>7.2f}%" for verdict in Verdict]
    rows += [" " * 43 + "".join(percent), ""]
    for one in reports:
        for verdict in WORST[:3]:
            if verdict in one.examples:
                seed, grade = one.examples[verdict]
                faults = "; ".join(f"{text} ({silent})" for silent, text in grade.faults)
                rows.append(f"{one.shape.name} {seed} {verdict}: line {grade.row} {grade.raw!r}: {faults}")
    return "\n".join(rows)


def _row(name: str, counts: Counter[Verdict]) -> str:
    return f"{name:<36}{counts.total():>7}" + "".join(f"{counts[verdict]:>8}" for verdict in Verdict)
