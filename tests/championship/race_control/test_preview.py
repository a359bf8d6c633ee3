"""What an order would do to the session and to every title, before anything is public."""

from dataclasses import replace
from decimal import Decimal

import pytest

from championship import scoring
from championship.race_control.checks import check
from championship.race_control.matching import lines_of, match
from championship.race_control.preview import difference, effects
from championship.race_control.sheets.sheet import read_sheet
from championship.race_control.stewards import Decision, apply
from championship.rules import Line
from tests.championship.race_control.pastes import on_a_sheet, tabs

pytestmark = pytest.mark.django_db


@pytest.fixture
def official(season, sochi):
    return [
        Line(line.entry.on_lists[sochi.event.id], line.position, line.status, fastest_lap_ms=line.fastest_lap_ms)
        for line in season.classification(sochi).lines
    ]


@pytest.fixture
def on_the_road(cars, official):
    """Vervisch third, as he crossed the line, and the three whom he dropped behind one place back."""
    places = {
        cars[name].event_entry: place for place, name in enumerate(["Vervisch", "Magnus", "Berthon", "Ehrlacher"], 3)
    }
    return [replace(line, position=places.get(line.event_entry, line.position)) for line in official]


def test_the_order_as_it_is_changes_nothing(season, sochi, official):
    assert difference(season, sochi, official) == []
    found = effects(season, sochi, official)
    assert [one.title.slug for one in found] == ["drivers", "teams", "junior", "trophy", "female"]
    assert [one.changes for one in found] == [[], [], [], [], []]


def test_every_title_is_scored_with_the_order_in_its_place(season, sochi, on_the_road):
    found = {one.title.slug: one for one in effects(season, sochi, on_the_road)}
    drivers = {
        one.name: (one.place_before, one.place, one.points_before, one.points) for one in found["drivers"].changes
    }
    assert drivers == {
        "Ehrlacher": ("1", "1", 223, 222),
        "Vervisch": ("2", "2", 195, 201),
        "Magnus": ("10", "10", 139, 136),
        "Berthon": ("13", "13", 113, 111),
    }
    assert found["drivers"].lead == "Ehrlacher ends 21 points ahead of Vervisch, 222 to 201."
    # A correction of Race 1 moves the table after Race 2.
    assert found["drivers"].after.key == "russia/R2"
    teams = {one.name: one.points - one.points_before for one in found["teams"].changes}
    assert teams == {"Cyan Racing": -1, "Comtoyou Audi": 3, "Comtoyou DHL Audi": -2}


def test_the_difference_names_each_move_with_its_points(season, sochi, on_the_road):
    moves = [(one.name, one.before, one.after, one.points) for one in difference(season, sochi, on_the_road)]
    assert moves == [
        ("Vervisch", "6", "3", 6),
        ("Magnus", "3", "4", -3),
        ("Berthon", "4", "5", -2),
        ("Ehrlacher", "5", "6", -1),
    ]


def test_a_status_is_a_difference_too(season, sochi, cars, official):
    car = cars["Azcona"].event_entry
    lines = [replace(one, position=None, status="disqualified") if one.event_entry == car else one for one in official]
    assert [(one.name, one.before, one.after, one.points) for one in difference(season, sochi, lines)] == [
        ("Azcona", "1", "DSQ", -25)
    ]


def test_a_title_not_awarded_or_on_record_so_far_claims_no_leader(season):
    session = season.session("spain", "R1")
    early = replace(
        season,
        classifications={key: value for key, value in season.classifications.items() if key <= session.id},
        inputs=replace(
            season.inputs,
            sessions=tuple(
                replace(one, lines=one.lines if at <= session.index else None)
                for at, one in enumerate(season.inputs.sessions)
            ),
        ),
    )
    lines = [
        Line(line.entry.on_lists[session.event.id], line.position, line.status)
        for line in reversed(season.classification(session).lines)
        if line.position is not None
    ]
    swapped = [replace(line, position=place) for place, line in enumerate(lines, 1)]
    found = {one.title.slug: one for one in effects(early, session, swapped)}
    assert [(slug, one.awarded, one.on_record_so_far, bool(one.lead)) for slug, one in found.items()] == [
        ("drivers", True, False, True),
        ("teams", True, False, True),
        ("junior", True, True, False),
        ("trophy", True, True, False),
        ("female", False, False, False),
    ]
    assert found["junior"].changes


def test_points_taken_are_previewed_with_the_order(season, sochi, official):
    taken = scoring.Adjustment("drivers", "yann-ehrlacher", Decimal(-30), "russia/R1", "deduction", "Contact")
    found = effects(season, sochi, official, (taken,))
    assert {one.name: (one.place, one.points) for one in found[0].changes} == {
        "Ehrlacher": ("2", 193),
        "Vervisch": ("1", 195),
    }
    assert found[0].lead == "Vervisch ends 2 points ahead of Ehrlacher, 195 to 193."


def test_from_a_paste_to_the_titles_no_row_is_read(season, sochi, starters, django_assert_num_queries):
    with django_assert_num_queries(0):
        text = tabs(on_a_sheet(season.classification(sochi).lines))
        matches = match(read_sheet(text).lines, starters)
        outcome = apply([Decision(starters[0].event_entry, "disqualification")], lines_of(matches), starters)
        assert check(outcome.lines, starters)
        assert effects(season, sochi, outcome.lines)[0].changes


def test_nothing_of_the_record_itself_changes(season, sochi, on_the_road):
    before = season.standings["drivers"].tables[-1].rows
    effects(season, sochi, on_the_road)
    assert season.standings["drivers"].tables[-1].rows == before
    assert season.classification(sochi).winner.driver.family_name == "Azcona"
