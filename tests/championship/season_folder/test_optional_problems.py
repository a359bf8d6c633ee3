"""What is wrong with the names of a season, with outlines, and with what classifications count by."""

import json

import pytest
from django.core.exceptions import ValidationError

from championship.models import Circuit, CircuitLayout
from championship.season_folder import FolderProblems, read_folder
from tests.championship.folders import CLUB, copy_of, replace_text


@pytest.fixture
def club(tmp_path):
    return copy_of(CLUB, tmp_path)


def problems(folder):
    with pytest.raises(FolderProblems) as caught:
        read_folder(folder)
    return list(map(str, caught.value.problems))


NAMES = "team,since,name,short_name,colour\n"
LAYOUTS = "circuit,since,name,length_m,direction,outline,credit\n"
COUNTED = "event,session,number,status,published_at,published_by,reason,scale,points_factor,laps_counted\n"
LINE = '{"type": "LineString", "coordinates": [' + "[1, 2], [3, 4], [5, 6], " + "[3, 4], " * 16 + "[1, 2]]}"


@pytest.mark.parametrize(
    ("file", "text", "sentence"),
    [
        ("team_names.csv", NAMES + "westwnd,,Westwind,,\n",
         "team_names.csv line 2, team: there is no team 'westwnd'. Did you mean 'westwind'?"),
        ("team_names.csv", NAMES + "westwind,,,,\n", "team_names.csv line 2, name: this cell must not be blank."),
        ("team_names.csv", NAMES + "westwind,2028-05-01,Westwind,,\n",
         "team_names.csv line 2, since: 2028-05-01 is not in the season of 2030."),
        ("team_names.csv", NAMES + "westwind,,Westwind,,\nwestwind,,Wind,,\n",
         "team_names.csv line 3, since: 'westwind' is already in line 2."),
        ("circuit_layouts.csv", LAYOUTS + "moor,,,,,,\n",
         "circuit_layouts.csv line 2, circuit: there is no circuit 'moor'."),
        ("circuit_layouts.csv", LAYOUTS + "north-quay,,,,left,,\n",
         "circuit_layouts.csv line 2, direction: 'left' is not one of clockwise, anticlockwise, unknown."),
        ("circuit_layouts.csv", LAYOUTS + "north-quay,,,,,north-quay.geojson,\n",
         "outlines/north-quay.geojson: this file is missing."),
        ("circuit_layouts.csv", LAYOUTS + "north-quay,,,,,../season.toml,\n",
         "circuit_layouts.csv line 2, outline: '../season.toml' is not the name of a file in outlines/, such as "
         "estoril.geojson."),
        ("classifications.csv", COUNTED + "spring,R,1,official,,,,rase,,\n",
         "classifications.csv line 2, scale: there is no scale 'rase'. Did you mean 'race'?"),
        ("classifications.csv", COUNTED + "spring,R,1,official,,,,,10.5,\n",
         "classifications.csv line 2, points_factor: 10.5 is not between 0 and 10; half points are 0.5."),
        ("classifications.csv", COUNTED + "spring,R,1,official,,,,,0.125,\n",
         "classifications.csv line 2, points_factor: 0.125 has too many digits; at most 2 after the point, "
         "2 before it."),
        ("classifications.csv", COUNTED + "spring,R,1,official,,,,,,0\n",
         "classifications.csv line 2, laps_counted: 0 is not between 1 and 32767."),
        ("season.toml", 'state = "closed"', "season.toml, state: 'closed' is not one of preparation, open."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_names_and_countings_is_named(club, file, text, sentence):
    if file == "season.toml":
        replace_text(club, file, 'short_name = "Club"', f'short_name = "Club"\n{text}')
    else:
        (club / file).write_text(text)
    assert problems(club) == [sentence]


def test_an_outline_is_one_line_that_can_be_drawn(club):
    (club / "outlines").mkdir()
    outline = club / "outlines" / "north-quay.geojson"
    outline.write_text(LINE)
    assert problems(club) == ["outlines/north-quay.geojson: circuit_layouts.csv names no such outline."]
    (club / "circuit_layouts.csv").write_text(LAYOUTS + "north-quay,,,,,north-quay.geojson,Us\n")
    feature = json.dumps({"type": "Feature", "properties": {}, "geometry": json.loads(LINE)})
    for text in (LINE, feature):
        outline.write_text(text)
        assert read_folder(club).outlines == {"north-quay.geojson": text}
    for text, sentence in (
        ("north quay", "This is no GeoJSON"),
        ("[" * 100_000, "This is no GeoJSON"),
        ('{"type": "Point", "coordinates": [1, 2]}', "This is GeoJSON without a line"),
        (LINE.replace("[3, 4], [5, 6], ", "", 1), "The line has too few points or too many"),
        (LINE.replace("[5, 6]", "[5, 96]"), "Point 3 of the line is no longitude and latitude in degrees."),
        (LINE.replace("[5, 6]", "[true, 6]"), "Point 3 of the line is no longitude and latitude in degrees."),
        (LINE.replace("[5, 6]", '["5", 6]'), "Point 3 of the line is no longitude and latitude in degrees."),
        (LINE.replace("[5, 6]", "[NaN, 6]"), "Point 3 of the line is no longitude and latitude in degrees."),
        (LINE.replace("[5, 6]", f"[{'9' * 400}, 6]"), "Point 3 of the line is no longitude and latitude in degrees."),
        (LINE + " " * 200_000, "This has 200"),
        (LINE.replace("[1, 2]]", "[1, 3]]"), "The line is open"),
    ):
        outline.write_text(text)
        (problem,) = problems(club)
        assert problem.startswith(f"outlines/north-quay.geojson: {sentence}")


@pytest.mark.parametrize(
    ("circuit", "credit", "sentence"),
    [
        ("north-quay", "", "The outline has no credit."),
        ("heather-moor", "Us", "The line is up to 5787 km from the circuit, 50 at most."),
    ],
)
def test_an_outline_has_a_credit_and_lies_at_its_circuit(club, circuit, credit, sentence):
    (club / "outlines").mkdir()
    (club / "outlines" / "one.geojson").write_text(LINE)
    (club / "circuit_layouts.csv").write_text(f"{LAYOUTS}{circuit},,,,,one.geojson,{credit}\n")
    (problem,) = problems(club)
    assert problem.startswith(f"outlines/one.geojson: {sentence}")
    layout = CircuitLayout(
        circuit=Circuit(pk=1, latitude=None if circuit == "north-quay" else 54, longitude=-1.5),
        outline=LINE, credit=credit,
    )  # fmt: skip
    with pytest.raises(ValidationError, match=sentence):
        layout.clean()


def test_one_number_is_on_one_car_of_a_classification(club):
    head, first, second, *rest = (club / "results.csv").read_text().splitlines()
    rows = [f"{head},number", f"{first},5", f"{second},5", *(f"{row}," for row in rest)]
    (club / "results.csv").write_text("\n".join(rows))
    assert problems(club) == ["results.csv line 3, number: the number 5 is already in line 2."]
