"""The rows of race control: every column that a classification has, each car's faults beside it."""

from decimal import Decimal

import pytest

from championship.models import Session
from tests.admin.race_control import at, filled, publish_previewed, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice():
    """A session with an entry list, without a result and without points."""
    session = Session.objects.get(event__season__year=2021, event__slug="hungary", code="FP1")
    assert not session.classifications.exists()
    return session


@pytest.fixture
def cars(practice):
    """The rows' prefixes by number."""
    return {entry.number: f"car-{entry.pk}" for entry in practice.event.event_entries.all()}


def preview_rows(editor, session, typed):
    return editor.post(at(session), filled(editor.get(at(session)), do="preview-rows") | typed)


def test_every_column_is_published_as_it_was_typed(editor, practice, cars):
    typed = {
        f"{cars[12]}-position": "2", f"{cars[12]}-gap": "1,409", f"{cars[12]}-laps": "12",
        f"{cars[11]}-position": "1", f"{cars[11]}-time": "27:18.961", f"{cars[11]}-fastest_lap": "1:54.791",
        f"{cars[11]}-grid": "1", f"{cars[11]}-basis": "one source", f"{cars[11]}-source": "https://example.org/",
        f"{cars[69]}-position": "3", f"{cars[69]}-gap": "+1 lap",
        f"{cars[8]}-status": "retired", f"{cars[8]}-note": "Engine",
    }  # fmt: skip
    page = publish_previewed(editor, practice, preview_rows(editor, practice, typed), seen="1")
    assert "Classification 1 is published as provisional." in words(page)
    columns = (
        "event_entry__number", "position", "status", "laps", "time_ms", "gap_ms", "gap_laps", "grid", "fastest_lap_ms",
        "note", "basis", "source",
    )  # fmt: skip
    assert list(practice.classifications.get().results.values_list(*columns)) == [
        (11, 1, "classified", None, 1_638_961, None, None, 1, 114_791, "", "one source", "https://example.org/"),
        (12, 2, "classified", 12, None, 1409, None, None, None, "", "", ""),
        (69, 3, "classified", None, None, None, 1, None, None, "", "", ""),
        (8, None, "retired", None, None, None, None, None, None, "Engine", "", ""),
    ]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({(11, "position"): "1", (11, "time"): "27.18"}, "Write the time as 27:18.961."),
        ({(11, "position"): "1", (11, "gap"): "a lot"}, "Write the gap as +1.409, +1:02.081 or +1 lap."),
        ({(11, "position"): "1", (11, "fastest_lap"): "fast"}, "Write the lap as 1:54.791."),
        ({(11, "position"): "1", (12, "position"): "1"}, "are both 1st."),
        ({(11, "position"): "1000"}, "Ensure this value is less than or equal to 999."),
        (
            {(11, "position"): "3", (11, "status"): "retired"},
            "A car that is “retired” has no place: empty the place, or choose “classified”.",
        ),
        ({(11, "note"): "Engine"}, "Choose what became of this car, or empty its whole line."),
        ({}, "There is no line yet."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(editor, practice, cars, typed, sentence):
    typed = {f"{cars[number]}-{column}": value for (number, column), value in typed.items()}
    answer = preview_rows(editor, practice, typed)
    assert sentence in words(answer)
    assert "This can’t be published yet" in words(answer)
    form = filled(answer)
    assert {name: form[name] for name in typed} == typed
    assert not practice.classifications.exists()


def test_what_is_known_where_the_place_or_the_laps_are_not(editor, practice, cars):
    typed = {
        f"{cars[11]}-position": "1", f"{cars[11]}-holds_fastest_lap": "on",
        f"{cars[12]}-one_of": "2nd or 3rd",
        f"{cars[69]}-points": "4.5",
    }  # fmt: skip
    answer = preview_rows(editor, practice, typed)
    assert "classified without a place" not in words(answer)
    publish_previewed(editor, practice, answer, seen="1")
    columns = "event_entry__number", "position", "status", "holds_fastest_lap", "one_of", "points"
    published = [
        (11, 1, "classified", True, "", None),
        (12, None, "classified", False, "2 3", None),
        (69, None, "classified", False, "", Decimal("4.5")),
    ]
    assert list(practice.classifications.get().results.values_list(*columns)) == published
    # It stands in the rows, to go on from.
    form = filled(editor.get(at(practice)))
    assert (form[f"{cars[12]}-one_of"], form[f"{cars[69]}-points"]) == ("2 3", "4.5")
    assert form[f"{cars[11]}-holds_fastest_lap"] == "on"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"position": "1", "one_of": "1 2"}, "has a place, or can have none: it is not one of several."),
        ({"position": "1", "points": "25"}, "has a place, or can have none: its points are those of the scale."),
        ({"status": "retired", "points": "25"}, "has a place, or can have none: its points are those of the scale."),
        ({"status": "classified", "one_of": "11"}, "is one of “11”: write two places or more, such as 11 12."),
        ({"status": "classified", "one_of": "<b>"}, "is one of “<b>”: write two places or more, such as 11 12."),
        ({"status": "classified", "points": "-1"}, "Ensure this value is greater than or equal to 0."),
        ({"status": "classified", "points": "NaN"}, "Enter a number."),
        ({"status": "disqualified", "holds_fastest_lap": "on"}, "is disqualified and holds no fastest lap."),
        ({"holds_fastest_lap": "on"}, "Choose what became of this car, or empty its whole line."),
    ],
)
def test_what_cannot_be_known_of_a_line_is_refused_in_words(editor, practice, cars, typed, sentence):
    answer = preview_rows(editor, practice, {f"{cars[11]}-{column}": value for column, value in typed.items()})
    assert sentence in words(answer)
    assert {name: filled(answer)[f"{cars[11]}-{name}"] for name in typed} == typed
    publish_previewed(editor, practice, answer, seen="1")
    assert not practice.classifications.exists()
