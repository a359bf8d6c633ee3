"""The rows of race control: every column that a classification has, each car's faults beside it."""

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
