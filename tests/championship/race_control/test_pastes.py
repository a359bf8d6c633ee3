"""Whatever is pasted or typed, nothing raises, no line is lost, and what is written in it is read."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from championship.race_control.checks import check
from championship.race_control.matching import lines_of, match
from championship.race_control.preview import difference, effects
from championship.race_control.sheets.numbers import read_numbers
from championship.race_control.sheets.sheet import read_sheet
from championship.race_control.starters import starters_of
from tests.championship.race_control.pastes import SHAPES, on_a_sheet
from tests.sample import sample

pytestmark = pytest.mark.django_db

PASTES = sample(500, 5_000)

JUNK = "\t\t;;,,||  \n\n\"'’+-–.:0123456789aAéŐß漢字٣²½\x00\x1f\u200b\u2028\ud7ff\U0001f3c1()/%?=#"
WORDS = ["DNF", "Ret", "+1 lap", "31:18.657", "NC", "Not classified", "Pos", "Laps", "Gap", "96", "1", '"', "Huff", "0"]


@pytest.fixture(scope="module")
def pastes(season):
    """A sheet of each race and shape: the race's session, and the text."""
    races = [session for session in season.sessions if session.is_race and session.id in season.classifications]
    return [(session, shape(on_a_sheet(season.classification(session).lines))) for session in races for shape in SHAPES]


def spoilt(text: str, chance: random.Random) -> str:
    """The text after some of what happens to a text on its way: cut, doubled, mixed up, written into."""
    for _ in range(chance.randrange(5)):
        lines = text.split("\n")
        at, end = sorted(chance.choices(range(len(text) + 1), k=2))
        kind = chance.randrange(9)
        if kind == 0:
            text = text[:at] + text[end:]
        elif kind == 1:
            text = text[:at] + "".join(chance.choices(JUNK, k=chance.randrange(1, 12))) + text[at:]
        elif kind == 2:
            text = text[:at] + chance.choice(WORDS) + text[at:]
        elif kind == 3:
            text = text.replace(chance.choice("\t;,| .:"), chance.choice(["\t", ";", ",", " ", "  ", "", ":", "|"]))
        elif kind == 4:
            chance.shuffle(lines)
            text = "\n".join(lines)
        elif kind == 5:
            text = "\n".join(chance.choices(lines, k=len(lines)))
        elif kind == 6:
            text = chance.choice([text.upper(), text.lower(), text.swapcase(), text[::-1]])
        elif kind == 7:
            text = "\n".join(line[: chance.randrange(60)] for line in lines)
        else:
            text = "\n".join(line.partition(chance.choice("\t;,| "))[2] or line for line in lines)
    return text


def assert_nothing_is_lost(text, sheet):
    """Every line with a letter or a figure is a car's or is left out, and says so."""
    written = {row for row, line in enumerate(text.splitlines(), 1) if any(map(str.isalnum, line))}
    kept = [row for line in sheet.lines for row in range(line.row, max(line.row, line.until) + 1)]
    assert written <= {*kept, *(one.row for one in sheet.left_out)}
    assert len({(line.row, line.raw) for line in sheet.lines}) == len(sheet.lines)
    assert all(one.why for one in sheet.left_out)


def test_spoilt_pastes(season, pastes):
    chance = random.Random(2021)
    lists = {session.id: starters_of(season, session.event) for session, _text in pastes}
    matched = 0
    for number in range(PASTES):
        session, text = chance.choice(pastes)
        text = spoilt(text, chance)
        starters = lists[session.id]
        sheet = read_sheet(text, is_race=number % 5 > 0)
        assert_nothing_is_lost(text, sheet)
        matches = match(sheet.lines, starters)
        lines = lines_of(matches, ())
        assert len(lines) + sum(one.starter is None for one in matches) == len(sheet.lines)
        check(lines, starters)
        matched += len(lines)
        if number % 100 == 0:
            read_numbers(text)
            effects(season, session, lines)
            difference(season, session, lines)
    # The half of them is little spoilt: to read nothing would pass everything above.
    assert matched > PASTES * 8


@settings(max_examples=sample(100, 2_000), deadline=None)
@given(text=st.text(max_size=400), is_race=st.booleans())
def test_no_text_is_too_odd_to_read(starters, text, is_race):
    sheet = read_sheet(text, is_race=is_race)
    assert_nothing_is_lost(text, sheet)
    for one in match([*sheet.lines, *read_numbers(text).lines], starters):
        assert (one.starter is None) == bool(one.doubt)


@pytest.mark.parametrize(
    "line", ["ret " * 20_000, "9" * 50_000, "a" * 50_000, "1 " * 50_000, "\t" * 50_000, "+1,5 " * 9_000]
)
def test_a_line_without_end_takes_no_time(starters, line):
    began = time.process_time()
    match(read_sheet(line).lines, starters)
    match(read_numbers(line).lines, starters)
    assert time.process_time() - began < 2


def test_more_lines_than_any_sheet_has_are_left_out_aloud():
    sheet = read_sheet("\n".join(f"{place}\t{place}\tName {place}" for place in range(1, 1_202)))
    assert len(sheet.lines) == 1_000
    assert [(one.row, one.why) for one in sheet.left_out] == [(1_001, "Only the first 1000 lines are read.")]
