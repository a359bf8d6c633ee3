"""The reader of sheets, measured: generated races in the shapes that sheets have, each line graded value by value."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace

import pytest

from championship.race_control.checks import Remark, check
from championship.race_control.matching import lines_of, match
from championship.race_control.sheets.lines import LeftOut, SheetLine
from tests.championship.race_control.grid import grade
from tests.championship.race_control.grid.answers import answers
from tests.championship.race_control.grid.grade import Verdict, grades, report, table
from tests.championship.race_control.grid.paper import Paper, put_on_paper
from tests.championship.race_control.grid.races import qualifying, race
from tests.championship.race_control.grid.shapes import SHAPES
from tests.sample import sample

RACES = range(1, 1 + sample(1, 20))
LANGUAGES = {"en", "sv", "de", "fr", "it", "es", "pt", "nl", "no", "hu"}
BY_NAME = {shape.name: shape for shape in SHAPES}


@pytest.fixture(scope="module")
def reports():
    return {one.shape.name: one for one in report(SHAPES, RACES)}


@pytest.mark.parametrize("name", BY_NAME)
def test_no_value_of_a_sheet_is_lost_or_changed_in_silence(reports, name):
    one = reports[name]
    assert one.lines >= 12
    assert (one.counts[Verdict.LOST], one.counts[Verdict.WRONG]) == (0, 0), table([one])


def test_of_a_hundred_lines_97_are_read_with_nothing_set_by_hand(reports):
    counts = sum((one.counts for one in reports.values()), Counter())
    assert counts[Verdict.RIGHT] >= 0.97 * counts.total(), table(list(reports.values()))


def test_the_shapes_are_many_and_of_ten_languages():
    assert len(SHAPES) == len(BY_NAME) >= 60
    languages = Counter(shape.language for shape in SHAPES)
    assert languages.keys() == LANGUAGES
    assert min(languages.values()) >= 4


# The measure itself: it finds every kind of fault, and none where there is none.


@pytest.mark.parametrize("make", [race, qualifying, BY_NAME["qualifying_three_parts_tabs"].make])
def test_the_figures_of_a_race_are_in_accord(make):
    for seed in range(1, 40):
        session = make(seed)
        assert 12 <= len(session.cars) <= 40
        placed = [car for car in session.cars if car.place is not None]
        assert [car.place for car in placed] == list(range(1, len(placed) + 1))
        numbers = [car.number for car in session.cars if car.number is not None]
        assert len(numbers) == len(set(numbers)) >= len(session.cars) - 1
        for ahead, behind in pairwise(placed if session.is_race else ()):
            assert ahead.laps >= behind.laps
            assert ahead.laps > behind.laps or ahead.total < behind.total
        for car in session.cars if session.is_race else ():
            assert car.best is None or car.best * car.laps < car.total
            assert car.gap is None or car.gap == car.total - session.first.total


def perfect(paper: Paper, **changes: object) -> SimpleNamespace:
    """A reader's sheet with all that stands on the paper; every line has the changes."""
    names = {"place": "position"}
    lines = []
    for answer in answers(paper):
        values = {names.get(value.field, value.field): value.right[0] for value in answer.values}
        values["name"] = answer.line.car.name
        lines.append(SheetLine(answer.line.rows[0], "", **(values | changes)))
    cells = [
        SimpleNamespace(
            row=answer.line.rows[0],
            cells=[SimpleNamespace(text=cell.text, column=0, is_taken=True) for cell in answer.line.cells],
        )
        for answer in answers(paper)
    ]
    return SimpleNamespace(lines=lines, left_out=(), rows=cells, columns=[SimpleNamespace(role="name")])


@pytest.mark.parametrize("name", BY_NAME)
def test_whoever_reads_all_of_a_sheet_reads_it_right(name):
    paper = put_on_paper(BY_NAME[name], 3)
    assert [one for one in grades(paper, perfect(paper)) if one.verdict != Verdict.RIGHT] == []


@pytest.mark.parametrize("seed", RACES)
def test_what_is_right_can_be_published(seed):
    paper = put_on_paper(BY_NAME["british_two_pages"], seed)
    matches = match(perfect(paper).lines, paper.race.starters)
    assert [one.doubt for one in matches if one.starter is None] == []
    assert [one.sentence for one in check(lines_of(matches), paper.race.starters)] == []


@pytest.fixture
def unremarked(monkeypatch):
    """Race control has nothing to say beside a line."""
    monkeypatch.setattr(grade, "check", lambda *_args, **_kinds: [])


@pytest.fixture
def paper():
    return put_on_paper(BY_NAME["orbits_csv"], 3)


def verdicts(paper: Paper, sheet: SimpleNamespace) -> list[str]:
    return [one.verdict for one in grades(paper, sheet)]


@pytest.mark.parametrize("field", ["laps", "number", "fastest_lap_ms"])
def test_a_value_that_is_missing_is_lost(paper, field):
    sheet = perfect(paper)
    sheet.lines[1] = replace(sheet.lines[1], **{field: None})
    assert verdicts(paper, sheet)[:3] == ["right", "lost", "right"]


@pytest.mark.parametrize(
    "changes",
    [
        *({"laps": 51}, {"number": 999}, {"fastest_lap_ms": 139_955}, {"gap_ms": 1}, {"gap_laps": 1}, {"grid": 7}),
        *({"position": 12}, {"status": "retired"}, {"time_ms": 0}, {"laps": None, "grid": 7}),
    ],
    ids=str,
)
def test_a_value_that_is_another_is_wrong(unremarked, paper, changes):
    sheet = perfect(paper)
    sheet.lines[1] = replace(sheet.lines[1], **changes)
    # A number that is on no list is a doubt, which stands by the line.
    assert verdicts(paper, sheet)[:3] == ["right", "said" if "number" in changes else "wrong", "right"]


def test_a_remark_by_the_line_says_that_something_is_wrong(monkeypatch, paper):
    sheet = perfect(paper)
    sheet.lines[1] = replace(sheet.lines[1], laps=51)
    for line, verdict in ((1, "said"), (2, "wrong"), (None, "wrong")):
        monkeypatch.setattr(grade, "check", lambda *_args, line=line, **_kinds: [Remark(False, "Too many laps.", line)])
        assert verdicts(paper, sheet)[:3] == ["right", verdict, "right"]


def test_another_car_is_wrong(unremarked, paper):
    sheet = perfect(paper)
    first, second = sheet.lines[:2]
    sheet.lines[1] = replace(second, number=None, name=first.name)
    assert verdicts(paper, sheet)[:3] == ["right", "wrong", "right"]


def test_a_cell_that_is_marked_says_that_its_value_is_missing(paper):
    sheet = perfect(paper)
    sheet.lines[1] = replace(sheet.lines[1], laps=None)
    cells = sheet.rows[1].cells
    laps = str(paper.lines[1].car.laps)
    at = [cell.text for cell in cells].index(laps)
    cells[at].is_taken = False
    assert verdicts(paper, sheet)[1] == "said"
    cells[at].is_taken, cells[at + 1].is_taken = True, False
    assert verdicts(paper, sheet)[1] == "lost"


def test_a_column_that_is_named_as_not_known_says_it_of_all_its_cells(paper):
    sheet = perfect(paper, fastest_lap_ms=None)
    sheet.columns.append(SimpleNamespace(role="unknown"))
    for row, line in zip(sheet.rows, paper.lines, strict=True):
        best = [cell.text for cell in line.cells][-3:]
        for cell in row.cells:
            cell.column = 1 if cell.text in best else 0
    assert set(verdicts(paper, sheet)) <= {"said", "right"}
    sheet.columns[1].role = "ignored"
    assert "lost" in verdicts(paper, sheet)


def test_a_line_that_is_left_out_aloud_is_said_and_else_lost(paper):
    sheet = perfect(paper)
    gone = sheet.lines.pop(1)
    assert verdicts(paper, sheet)[1] == "lost"
    sheet.left_out = (LeftOut(gone.row, "", "No car was found in it."),)
    assert verdicts(paper, sheet)[1] == "said"
    sheet.left_out = (LeftOut(gone.row, "", "The heads of the columns.", is_head=True),)
    assert verdicts(paper, sheet)[1] == "lost"


def test_a_car_in_a_line_that_has_none_is_wrong(paper):
    sheet = perfect(paper)
    sheet.lines.append(replace(sheet.lines[0], row=1))
    assert verdicts(paper, sheet)[-1] == "wrong"
