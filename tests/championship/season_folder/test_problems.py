"""A bad folder gets all its faults at once, by file, line and column, and nothing is written."""

import shutil

import pytest
from django.core.management import CommandError, call_command

from championship.models import Season
from championship.season_folder import FolderProblems, read_folder
from tests.championship.folders import (
    CLUB,
    add_line,
    change_row,
    copy_of,
    replace_text,
    set_cell,
    without_column,
)
from web.cache import revision


@pytest.fixture
def folder(season_folder, tmp_path):
    return copy_of(season_folder, tmp_path)


@pytest.fixture
def club(tmp_path):
    return copy_of(CLUB, tmp_path)


def problems(folder):
    with pytest.raises(FolderProblems) as caught:
        read_folder(folder)
    return list(map(str, caught.value.problems))


CELLS = [
    ("circuits.csv", 3, "timezone", "Europe/Lisboa",
     "'Europe/Lisboa' is no time zone; write an IANA name, such as Europe/Lisbon. Did you mean 'Europe/Lisbon'?"),
    ("circuits.csv", 3, "length_m", "4.2 km", "'4.2 km' is not a whole number."),
    ("circuits.csv", 3, "length_m", "0", "0 is not between 1 and 1000000."),
    ("circuits.csv", 3, "latitude", "91.5", "91.5 is not between -90 and 90."),
    ("circuits.csv", 3, "country", "POR", "'POR' is not a country; write the two capital letters, such as SE."),
    ("teams.csv", 4, "colour", "blue", "'blue' is not a colour; write # and six digits, such as #1fb6e0."),
    ("drivers.csv", 2, "slug", "andreas bäckman",
     "'andreas bäckman' cannot stand in an address; use letters without accents, digits and hyphens, at most 50."),
    ("drivers.csv", 2, "family_name", "", "this cell must not be blank."),
    ("drivers.csv", 2, "born", "1995-02-29", "'1995-02-29' is not a date; write it as 2021-06-05."),
    ("drivers.csv", 2, "born", "0001-01-01", "'0001-01-01' is not between the years 1900 and 2200."),
    ("drivers.csv", 2, "birthplace", "Bo\x00den", "there is a control character in this cell, U+0000; take it out."),
    ("sessions.csv", 7, "date", "9999-12-31", "'9999-12-31' is not between the years 1900 and 2200."),
    ("drivers.csv", 2, "born_basis", "heard", "'heard' is not one of sourced, unsourced."),
    ("drivers.csv", 4, "born_basis", "sourced", "this says what a birth date rests on, and there is none."),
    ("drivers.csv", 2, "given_name", "A" * 81, "this has 81 characters; 80 is the most."),
    ("drivers.csv", 2, "slug", "compare", "the drivers have a page of their own at 'compare'."),
    ("events.csv", 3, "slug", "results", "the season has a page of its own at 'results'."),
    ("events.csv", 3, "starts_on", "2019-12-31", "2019-12-31 is not in the season of 2021."),
    ("sessions.csv", 7, "date", "2021-06-24", "2021-06-24 is not a day of the event, 2021-06-26 to 2021-06-27."),
    ("adjustments.csv", 2, "points", "10000",
     "10000 has too many digits; at most 2 after the point, 4 before it."),
    ("events.csv", 3, "number", "two", "'two' is not a whole number."),
    ("events.csv", 3, "number", "", "an event that was held has a number."),
    ("events.csv", 10, "number", "9", "a cancelled event has no number."),
    ("events.csv", 3, "number", "1", "the number 1 is already in line 2."),
    ("events.csv", 3, "code", "GER", "the code GER is already in line 2."),
    ("events.csv", 3, "code", "Por", "'Por' is not an event's code; write three capital letters, such as GER."),
    ("events.csv", 3, "circuit", "estoriil", "there is no circuit 'estoriil'. Did you mean 'estoril'?"),
    ("events.csv", 3, "ends_on", "2021-06-25", "2021-06-25 is before the first day, 2021-06-26."),
    ("events.csv", 3, "status", "done", "'done' is not one of scheduled, held, postponed, cancelled."),
    ("announced_calendar.csv", 3, "event", "iceland", "there is no event 'iceland'."),
    ("announced_calendar.csv", 3, "ends_on", "", "give both days or neither."),
    ("calendar_changes.csv", 2, "after", "2021-08-21", "'2021-08-21' is not two days; write them as "
     "2021-07-31/2021-08-01."),
    ("calendar_changes.csv", 6, "after", "cascais", "there is no circuit 'cascais'."),
    ("calendar_changes.csv", 7, "after", "later", "'later' is not a status; write one of scheduled, held, postponed, "
     "cancelled, and its days after it if it has any: scheduled 2021-10-16/2021-10-17."),
    ("calendar_changes.csv", 7, "after", "scheduled", "this is what it was before; nothing changes."),
    ("calendar_changes.csv", 7, "what", "time",
     "a session's time or state needs the session, and no other change has one."),
    ("sessions.csv", 5, "scale", "racing", "there is no scale 'racing'."),
    ("sessions.csv", 5, "kind", "sprint", "'sprint' is not one of practice, qualifying, race."),
    ("sessions.csv", 7, "time", "9.00", "'9.00' is not a time of day; write it as 15:40."),
    ("sessions.csv", 7, "time", "24:00", "'24:00' is not a time of day; write it as 15:40."),
    ("sessions.csv", 6, "name", "Race 1", "the session in line 5 has the same address, 'race-1'."),
    ("entries.csv", 2, "titles", "juniors", "there is no title with the entrants 'juniors'. Did you mean 'junior'?"),
    ("entries.csv", 2, "wildcard", "no", "'no' is neither yes nor blank."),
    ("entries.csv", 2, "team", "hyundai", "there is no team 'hyundai'."),
    ("results.csv", 14, "position", "x", "'x' is not a whole number."),
    ("results.csv", 14, "position", "1000", "1000 is not between 1 and 999."),
    ("results.csv", 14, "status", "finished",
     "'finished' is not one of classified, not-classified, retired, did-not-start, disqualified, excluded, "
     "not-on-record."),
    ("results.csv", 14, "time", "27m18", "'27m18' is not a time; write it as 58.123, 8:54.791 or 1:02:03.123."),
    ("results.csv", 14, "gap", "1.409", "'1.409' is not a gap; write it as +1.409, +1:02.081, +1 lap or +2 laps."),
    ("results.csv", 14, "basis", "rumour",
     "'rumour' is not one of two sources, one source, derived, doubtful, not on record."),
    ("results.csv", 14, "session", "R3", "germany has no session 'R3'; it has FP1, FP2, Q, R1, R2."),
    ("results.csv", 14, "event", "germania", "there is no event 'germania'. Did you mean 'germany'?"),
    ("results.csv", 14, "driver", "thed-bjoerk", "there is no driver 'thed-bjoerk'. Did you mean 'thed-bjork'?"),
    ("results.csv", 14, "driver", "nicola-baldan", "'nicola-baldan' has no entry at germany."),
    ("penalties.csv", 2, "seconds", "5 s", "'5 s' is not a number; write it as 12 or 12.5."),
    ("penalties.csv", 8, "seconds", "5", "seconds are for a time penalty or a drive-through, and this one is grid."),
    ("penalties.csv", 3, "places", "5", "places are for grid or places, and this one is drive-through."),
    ("penalties.csv", 3, "kind", "lecture", "'lecture' is not one of time, drive-through, grid, places, lap-deleted, "
     "disqualification, points, reprimand, fine, warning, no-further-action, unknown."),
    ("adjustments.csv", 2, "title", "juniors", "there is no title 'juniors'. Did you mean 'junior'?"),
    ("adjustments.csv", 2, "competitor", "target-competition",
     "'target-competition' is a team, and the title 'junior' ranks drivers."),
    ("adjustments.csv", 2, "competitor", "rosneft-lada", "there is no driver 'rosneft-lada'."),
    ("adjustments.csv", 2, "points", "0", "an adjustment gives or takes some points."),
    ("adjustments.csv", 2, "points", "1.234",
     "1.234 has too many digits; at most 2 after the point, 4 before it."),
    ("adjustments.csv", 2, "after", "italy/R3", "italy has no session 'R3'; it has FP1, FP2, Q1, Q2, Q3, R1, R2."),
    ("adjustments.csv", 2, "after", "macau", "macau has no session."),
    ("adjustments.csv", 2, "kind", "gift", "'gift' is not one of reconciliation, deduction, award."),
    ("adjustments.csv", 2, "reason", "", "this cell must not be blank."),
    ("published_standings.csv", 2, "name", "nobody", "there is no driver 'nobody'."),
]  # fmt: skip


@pytest.mark.parametrize(("file", "line", "column", "value", "sentence"), CELLS)
def test_a_wrong_cell_is_named(folder, file, line, column, value, sentence):
    set_cell(folder, file, line, column, value)
    assert f"{file} line {line}, {column}: {sentence}" in problems(folder)


def test_what_is_wrong_between_cells_is_named_once(folder):
    set_cell(folder, "sessions.csv", 7, "date", "")
    set_cell(folder, "entries.csv", 20, "number", "32")
    set_cell(folder, "adjustments.csv", 2, "title", "teams")
    assert problems(folder) == [
        "entries.csv line 20, number: the number 32 is at hungary twice; line 17 has it already.",
        "sessions.csv line 7, time: a session with a time has a date.",
        "adjustments.csv line 2, competitor: 'luca-engstler' is a driver, and the title 'teams' ranks teams.",
    ]


def test_a_session_twice_is_named(folder):
    set_cell(folder, "sessions.csv", 2, "code", "FP2")
    assert problems(folder) == ["sessions.csv line 3, code: 'germany FP2' is already in line 2."]


@pytest.mark.parametrize(
    ("file", "line", "sentence"),
    [
        ("circuits.csv", "estoril,X,,,UTC,,,", "circuits.csv line 15, slug: 'estoril' is already in line 3."),
        ("teams.csv", "target-competition,X,,,",
         "teams.csv line 16, slug: 'target-competition' is already in line 12."),
        ("drivers.csv", "rob-huff,,X,,,,", "drivers.csv line 29, slug: 'rob-huff' is already in line 21."),
        ("events.csv", ",spain,ESS,X,adria,2021-01-01,2021-01-02,scheduled",
         "events.csv line 14, slug: 'spain' is already in line 4."),
        ("results.csv", "germany,Q,,nestor-girolami,retired,,,,,,,,",
         "results.csv line 552, driver: 'germany Q nestor-girolami' is already in line 2."),
        ("results.csv", "germany,Q,1,thed-bjork,classified,,,,,,,,",
         "results.csv line 552, position: place 1 is already in line 2."),
        ("results.csv", "germany,Q,9,thed-bjork,retired,,,,,,,,",
         "results.csv line 552, position: only a classified car has a place, and this one is retired."),
        ("results.csv", "germany,R1,,thed-bjork",
         "results.csv line 552: this row has 4 cells; the first line names 13 columns."),
        ("results.csv", "germany,R1,,thed-bjork,retired,,,,,,,,,more",
         "results.csv line 552: this row has 14 cells; the first line names 13 columns."),
        ("results.csv", 'germany,R1,,"thed-bjork', "results.csv line 552: this is not CSV: unexpected end of data."),
        ("entries.csv", "99,rob-huff,target-competition,,,,spain",
         "entries.csv line 29, driver: the driver 'rob-huff' is at spain twice; line 24 has it already."),
        ("entries.csv", "79,petr-fulin,target-competition,,,,spain",
         "entries.csv line 29, number: the number 79 is at spain twice; line 24 has it already."),
        ("entries.csv", "99,petr-fulin,target-competition,,,,spain iceland",
         "entries.csv line 29, events: there is no event 'iceland'."),
        ("penalties.csv", "germany,R1,rob-huff,unknown,,,14,,",
         "penalties.csv line 21, position_before: place 14 on the road is already in line 2."),
        ("penalties.csv", "germany,R1,petr-fulin,unknown,,,,,",
         "penalties.csv line 21, driver: 'petr-fulin' has no entry at germany."),
        ("adjustments.csv", "drivers,ghost,5,italy,award,Fairness,",
         "adjustments.csv line 11, competitor: 'ghost' has no entry this season."),
        ("published_standings.csv", "teams,russia,9,ghosts,1,,",
         "published_standings.csv line 25, name: 'ghosts' has no entry this season."),
        ("published_standings.csv", "drivers,russia,9,yann-ehrlacher,1,,",
         "published_standings.csv line 25, name: 'drivers russia yann-ehrlacher' is already in line 8."),
    ],
)  # fmt: skip
def test_a_wrong_row_is_named(folder, file, line, sentence):
    add_line(folder, "drivers.csv", "ghost,,Ghost,,,,")
    add_line(folder, "teams.csv", "ghosts,Ghosts,,,")
    add_line(folder, file, line)
    assert sentence in problems(folder)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("year = 2021", "", "season.toml, year: this key is missing."),
        ("year = 2021", 'year = "2021"', "season.toml, year: '2021' is not a whole number."),
        ("year = 2021", "year = 21", "season.toml, year: 21 is not between 1900 and 2200."),
        ("year = 2021", "year = ", None),
        ('short_name = "WTCR"', 'short_name = ""', "season.toml, short_name: this must not be empty."),
        ('broadcaster = "Eurosport"', 'brodcaster = "Eurosport"',
         "season.toml, brodcaster: this key is not known; there are year, name, short_name, broadcaster, "
         "broadcaster_url, state, scales, titles. Did you mean 'broadcaster'?"),
        ('broadcaster = "Eurosport"', 'broadcaster_url = "eurosport.com"',
         "season.toml, broadcaster_url: 'eurosport.com' is not an address; it begins with https:// and has at most 200 "
         "characters."),
        ("[5, 4, 3, 2, 1]", '[5, 4, "x"]', "season.toml, scales, qualifying: 'x' is not a number of points."),
        ("[5, 4, 3, 2, 1]", "[1e9, 4]",
         "season.toml, scales, qualifying: 1E+9 has too many digits; at most 2 after the point, 4 before it."),
        ("[5, 4, 3, 2, 1]", "[5, nan]", "season.toml, scales, qualifying: 'NaN' is not a number of points."),
        ("[5, 4, 3, 2, 1]", "[5, -1]", "season.toml, scales, qualifying: -1 is not a number of points."),
        ("[5, 4, 3, 2, 1]", "[]",
         "season.toml, scales, qualifying: a scale is a list of points from first place on, such as [25, 20, 16]."),
        ('race = "trophy"', 'race = "cup"',
         "season.toml, title 'trophy', scale_by_kind, race: there is no scale 'cup'."),
        ('race = "trophy"', 'sprint = "trophy"',
         "season.toml, title 'trophy', scale_by_kind, sprint: 'sprint' is not one of practice, qualifying, race."),
        ('slug = "junior"', 'slug = "teams"', "season.toml, title 'teams', slug: this title is there twice."),
        ('ranks = "teams"', 'ranks = "cars"',
         "season.toml, title 'teams', ranks: 'cars' is not one of drivers, teams."),
        ('ranks = "teams"', 'ranks = "drivers"',
         "season.toml, title 'teams', cars_per_session: only a title that ranks teams has it."),
        ('places = "class"', "", "season.toml, title 'junior', places: this key is missing."),
        ('without_sessions = ["Q3"]', 'without_sessions = "Q3"',
         "season.toml, title 'junior', without_sessions: 'Q3' is not a list of texts, such as [\"Q3\"]."),
        ("minimum_entrants = 3", "minimum_entrants = true",
         "season.toml, title 'female', minimum_entrants: True is not a whole number."),
        ("minimum_entrants = 3", "bonus = { pole = 1 }",
         "season.toml, title 'female', bonus, pole: 'pole' is not one of fastest-qualifier, fastest-lap."),
        ("minimum_entrants = 3", "bonus = { fastest-lap = 0.123 }",
         "season.toml, title 'female', bonus, fastest-lap: 0.123 has too many digits; at most 2 after the point, 4 "
         "before it."),
    ],
)  # fmt: skip
def test_a_wrong_rule_is_named(folder, old, new, sentence):
    replace_text(folder, "season.toml", old, new)
    found = problems(folder)
    if sentence is None:
        assert len(found) == 1
        assert found[0].startswith("season.toml: this is not TOML: ")
    else:
        assert sentence in found


@pytest.mark.parametrize(
    "file", ["season.toml", "circuits.csv", "teams.csv", "drivers.csv", "entries.csv", "events.csv", "sessions.csv"]
)
def test_a_missing_file_is_named_once(folder, file):
    (folder / file).unlink()
    assert problems(folder) == [f"{file}: this file is missing."]


def test_a_season_that_has_not_begun_needs_no_more_than_its_calendar(folder):
    for file in (
        "results.csv", "penalties.csv", "adjustments.csv", "published_standings.csv", "announced_calendar.csv",
        "calendar_changes.csv",
    ):  # fmt: skip
        (folder / file).unlink()
    assert problems(folder) == ["results.csv: this file is missing, and germany was held."]
    events = folder / "events.csv"
    events.write_text(events.read_text(encoding="utf-8").replace(",held", ",scheduled"), encoding="utf-8")
    assert read_folder(folder).results == ()


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("2021-06-26,portugal,time,2021-06-27 12:15,2021-06-27 14:15,Fog,,R9",
         "session: portugal has no session 'R9'; it has FP1, FP2, Q1, Q2, Q3, R1, R2."),
        ("2021-06-26,portugal,time,2021-06-27 12:15,later,Fog,,R1",
         "after: 'later' is no day, nor a day and a time; write 2021-06-27 or 2021-06-27 12:15."),
        ("2021-06-26,portugal,status,scheduled,cancelled,Fog,,R1",
         "session: a session's time or state needs the session, and no other change has one."),
        ("2021-06-26,portugal,state,scheduled,called off,Fog,,R1",
         "after: 'called off' is not a session's state; write one of scheduled, live, finished, postponed, cancelled."),
        ("2021-06-26,portugal,state,scheduled,cancelled,Fog,,R1", ""),
        ("2021-06-26,iceland,time,2021-06-27 12:15,2021-06-27 14:15,Fog,,R1", "event: there is no event 'iceland'."),
        ("2021-06-26,portugal,time,2021-06-27 12:15,2021-06-27 14:15,Fog,,R1", ""),
    ],
)  # fmt: skip
def test_a_sessions_new_time_names_it(folder, line, problem):
    file = folder / "calendar_changes.csv"
    first, *rows = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([f"{first},session", *(f"{row}," for row in rows), line, ""]), encoding="utf-8")
    if problem:
        assert problems(folder) == [f"calendar_changes.csv line {len(rows) + 2}, {problem}"]
    else:
        assert read_folder(folder).calendar_changes[-1].session == "R1"


def test_how_often_it_moved_and_when_stand_together(folder):
    file = folder / "events.csv"
    first, *rows = file.read_text(encoding="utf-8").splitlines()
    lines = [f"{first},calendar_sequence", f"{rows[0]},1", *(f"{row}," for row in rows[1:]), ""]
    file.write_text("\n".join(lines), encoding="utf-8")
    assert problems(folder) == [
        "events.csv line 2, calendar_sequence: how often it moved and when last stand together or not at all."
    ]


def test_a_file_with_a_wrong_name_is_not_passed_over(folder):
    (folder / "results.csv").rename(folder / "result.csv")
    assert problems(folder) == [
        "results.csv: this file is missing, and germany was held.",
        "result.csv: this is no file of a season folder. Did you mean 'results.csv'?",
    ]


@pytest.mark.parametrize("file", ["drivers.csv", "results.csv", "season.toml"])
def test_text_that_is_not_utf_8_is_named(folder, file):
    (folder / file).write_bytes((folder / file).read_text(encoding="utf-8").encode("utf-16"))
    found = problems(folder)
    assert len(found) == 1
    assert found[0] in (f"{file} line 1: this is not UTF-8 text.", f"{file}: this is not UTF-8 text.")


def test_lists_nested_too_deeply_are_named(folder):
    replace_text(folder, "season.toml", "[5, 4, 3, 2, 1]", "[" * 100_000)
    assert problems(folder) == ["season.toml: this is not TOML: lists are nested too deeply."]


def test_the_line_that_is_not_utf_8_is_named(folder):
    (folder / "drivers.csv").write_bytes((folder / "drivers.csv").read_bytes().replace("ä".encode(), b"\xe4", 1))
    assert problems(folder) == ["drivers.csv line 2: this is not UTF-8 text."]


def test_missing_and_unknown_columns_are_named(folder):
    without_column(folder, "sessions.csv", "kind")
    replace_text(folder, "drivers.csv", "birthplace", "birth_place")
    columns = "slug, given_name, family_name, country, born, born_basis, birthplace"
    assert problems(folder) == [
        f"drivers.csv line 1: there is no column 'birth_place'; the columns are {columns}. Did you mean 'birthplace'?",
        "drivers.csv line 1: the column 'birthplace' is missing.",
        "sessions.csv line 1: the column 'kind' is missing.",
    ]


def test_a_spreadsheets_mark_and_line_ends_do_no_harm(folder):
    text = (folder / "drivers.csv").read_text(encoding="utf-8")
    (folder / "drivers.csv").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode() + b"\r\n")
    assert len(read_folder(folder).drivers) == 26


def test_an_hour_that_the_clock_left_out_is_named(folder):
    change_row(folder, "events.csv", {"slug": "france"}, starts_on="2021-03-28")
    line = change_row(folder, "sessions.csv", {"event": "france", "code": "FP1"}, date="2021-03-28", time="02:30")
    assert problems(folder) == [f"sessions.csv line {line}, time: 02:30 is left out that day in Europe/Paris."]


def test_a_postponed_events_sessions_keep_their_announced_days(folder):
    change_row(folder, "events.csv", {"slug": "portugal"}, starts_on="2021-07-03", ends_on="2021-07-04")
    assert any("is not a day of the event" in problem for problem in problems(folder))
    change_row(folder, "events.csv", {"slug": "portugal"}, status="postponed")
    assert len(read_folder(folder).sessions) == 54


def test_the_grid_is_checked(club):
    set_cell(club, "results.csv", 4, "grid", "3")
    set_cell(club, "results.csv", 6, "pole", "yes")
    set_cell(club, "results.csv", 12, "grid", "3")
    assert problems(club) == [
        "results.csv line 4, grid: the car on pole starts first, not in place 3.",
        "results.csv line 6, pole: place on the grid 1 is already in line 4.",
        "results.csv line 13, grid: place on the grid 3 is already in line 12.",
    ]


def test_a_history_that_does_not_hold_together_is_named(club):
    (club / "classifications.csv").write_text(
        "event,session,number,status,published_at,published_by,reason\n"
        "spring,R,1,provisional,2030-04-07T15:00,,\n"
        "spring,R,2,official,2030-04-07T16:00:00Z,,\n"
        "spring,R,2,final,,,\n"
        "spring,FP,1,official,,,\n"
    )
    (club / "earlier_results.csv").write_text(
        "event,session,position,driver,status,laps,time,gap,pole,fastest_lap,note,basis,source,classification\n"
        "spring,R,1,ada-lindqvist,classified,,,,,,,,,2\n"
        "spring,R,1,bruno-falk,classified,,,,,,,,,3\n"
    )
    assert problems(club) == [
        "classifications.csv line 2, published_at: '2030-04-07T15:00' is not a moment; write it in UTC as "
        "2021-06-05T15:40:00Z.",
        "classifications.csv line 2, number: earlier_results.csv has no line of it.",
        "classifications.csv line 4, status: 'final' is not one of provisional, under-investigation, official.",
        "classifications.csv line 4, number: 'spring R 2' is already in line 3.",
        "classifications.csv line 5, session: spring has no session 'FP'; it has Q, R.",
        "earlier_results.csv line 2, classification: number 2 is the current one; its lines are in results.csv.",
        "earlier_results.csv line 3, classification: classifications.csv has no number 3 of spring/R.",
    ]


def test_all_faults_come_at_once_and_nothing_is_written(db, club):
    set_cell(club, "results.csv", 14, "position", "x")
    set_cell(club, "drivers.csv", 2, "born", "yesterday")
    replace_text(club, "season.toml", "year = 2030", "")
    before = revision.current()
    with pytest.raises(CommandError) as caught:
        call_command("load_season", club)
    assert caught.value.returncode == 1
    assert str(caught.value).splitlines() == [
        "season.toml, year: this key is missing.",
        "drivers.csv line 2, born: 'yesterday' is not a date; write it as 2021-06-05.",
        "results.csv line 14, position: 'x' is not a whole number.",
        "3 problems; nothing was written.",
    ]
    assert revision.current() == before
    assert not Season.objects.filter(year=2030).exists()


def test_a_folder_that_is_not_there_is_named(tmp_path):
    assert problems(tmp_path / "2022") == [f"{tmp_path / '2022'}: there is no such folder."]


def test_an_empty_file_is_named(club):
    (club / "teams.csv").write_text("")
    shutil.copy(club / "events.csv", club / "entries.csv")
    assert "teams.csv: this file is empty; its first line names the columns." in problems(club)
    assert "entries.csv line 1: the column 'driver' is missing." in problems(club)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("germany,R1,rob-huff,time,,,,,,3", "points are for a penalty of points, and this one is time."),
        ("germany,R1,rob-huff,points,,,,,,-3", "a penalty takes some points: write how many, without a minus."),
    ],
)
def test_the_points_of_a_penalty_belong_to_their_kind(folder, row, sentence):
    file = folder / "penalties.csv"
    header, *lines = file.read_text().splitlines()
    file.write_text("\n".join([f"{header},points", row, *(f"{line}," for line in lines)]) + "\n")
    assert f"penalties.csv line 2, points: {sentence}" in problems(folder)
