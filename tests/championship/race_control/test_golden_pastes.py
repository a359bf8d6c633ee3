"""The sixteen races of 2021, pasted in six shapes, are read and matched without a doubt."""

from dataclasses import replace

import pytest

from championship.race_control.checks import check
from championship.race_control.matching import lines_of, match
from championship.race_control.sheets.sheet import read_sheet
from championship.race_control.starters import starters_of
from championship.rules import Line
from tests.championship.race_control.pastes import SHAPES, on_a_sheet

pytestmark = pytest.mark.django_db

RACES = [
    f"{event}/{code}"
    for event in ("germany", "portugal", "spain", "hungary", "czech-republic", "france", "italy", "russia")
    for code in ("R1", "R2")
]


def published(session, lines) -> list[Line]:
    """What a sheet holds of a classification's lines. Some have a car's status where others have its gap."""
    return [
        Line(
            line.entry.on_lists[session.event.id],
            line.position,
            line.status,
            laps=line.laps,
            time_ms=line.time_ms,
            gap_ms=line.gap_ms,
            gap_laps=line.gap_laps if line.is_placed else None,
        )
        for line in lines
    ]


def without_gaps_of_the_unplaced(lines) -> list[Line]:
    return [line if line.position is not None else replace(line, gap_laps=None) for line in lines]


def everyones_lap(lines) -> list[Line]:
    """A gap in qualifying is as good as the lap."""
    fastest = lines[0].time_ms
    return [replace(line, time_ms=fastest + line.gap_ms, gap_ms=None) if line.gap_ms else line for line in lines]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
@pytest.mark.parametrize("race", RACES)
def test_a_race_is_read_as_it_was_published(season, race, shape):
    session = season.session(*race.split("/"))
    lines = on_a_sheet(season.classification(session).lines)
    assert len(lines) >= 17
    starters = starters_of(season, session.event)
    sheet = read_sheet(shape(lines))
    matches = match(sheet.lines, starters)
    assert [one.doubt for one in matches if one.starter is None] == []
    assert without_gaps_of_the_unplaced(lines_of(matches)) == published(session, lines)
    assert [one.sentence for one in check(lines_of(matches), starters) if one.refuses] == []


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
@pytest.mark.parametrize("session", ["germany/Q", "hungary/Q1", "russia/Q2"])
def test_qualifying_is_read_as_everyones_lap(season, session, shape):
    session = season.session(*session.split("/"))
    lines = on_a_sheet(season.classification(session).lines)
    sheet = read_sheet(shape(lines), is_race=False)
    matches = match(sheet.lines, starters_of(season, session.event))
    assert lines_of(matches) == everyones_lap(published(session, lines))
