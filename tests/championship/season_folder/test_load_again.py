"""A folder that was loaded, loaded again: nothing is written, or what differs is named."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from championship.models import (
    Circuit,
    Classification,
    Entry,
    Event,
    EventEntry,
    Penalty,
    Result,
    Season,
    Session,
)
from championship.publishing import publish
from championship.rules import Line
from championship.season_folder import LoadRefused, load, read_folder
from drivers.models import Driver, Team
from tests.championship.folders import CLUB, change_row, replace_text, set_cell
from tests.championship.season_folder.loaded import assert_nothing_written, order_of, session
from tests.published import forget_seasons
from web.cache import revision

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("replace", [False, True])
def test_loading_again_writes_nothing(season_folder, club, replace):
    assert_nothing_written(season_folder, replace=replace)
    assert_nothing_written(club, replace=replace)


def test_a_different_result_becomes_a_new_classification(club):
    change_row(club, "results.csv", {"event": "finale", "session": "R", "driver": "bruno-falk"}, position="4")
    change_row(club, "results.csv", {"event": "finale", "session": "R", "driver": "ada-lindqvist"}, position="3")
    assert load(read_folder(club)).rows == 1
    old, new = session("finale", "R", 2030).classifications.order_by("number")
    assert (old.number, new.number, new.reason, new.status) == (1, 2, "loaded", "official")
    assert new.published_at is not None
    assert order_of("finale", "R", 1, 2030)[2:] == [(3, "bruno-falk"), (4, "ada-lindqvist")]
    # results.csv keeps the order of its rows.
    assert sorted(order_of("finale", "R", 2, 2030))[2:] == [(3, "ada-lindqvist"), (4, "bruno-falk")]
    assert Classification.objects.filter(session__event__season__year=2030).count() == 9
    assert_nothing_written(club)


def test_results_that_come_later_finish_their_sessions(begun):
    load(read_folder(begun))
    (begun / "results.csv").write_bytes((CLUB / "results.csv").read_bytes())
    assert load(read_folder(begun)).rows == 4
    assert set(Session.objects.filter(event__season__year=2030).values_list("state", flat=True)) == {"finished"}
    assert_nothing_written(begun)


def test_a_session_that_has_moved_on_is_left_alone(begun):
    load(read_folder(begun))
    Session.objects.filter(event__season__year=2030, event__slug="finale", code="Q").update(state="live")
    publish(
        session("finale", "Q", 2030),
        [Line(EventEntry.objects.get(event__slug="finale", driver__slug="cem-aydin").pk, 1)],
        status="provisional",
    )
    assert_nothing_written(begun)
    assert session("finale", "Q", 2030).state == "live"
    assert order_of("finale", "Q", 1, 2030) == [(1, "cem-aydin")]


def test_another_result_of_a_session_that_was_cancelled_is_refused(club):
    """The state in the folder brings it back, as in race control: the result alone does not."""
    finale = Session.objects.filter(event__season__year=2030, event__slug="finale", code="R")
    finale.update(state="cancelled")
    change_row(club, "results.csv", {"event": "finale", "session": "R", "driver": "bruno-falk"}, note="Mended")
    with pytest.raises(LoadRefused) as caught:
        load(read_folder(club), replace=True)
    assert caught.value.differences == ["Finale 2030: Race is cancelled; schedule it again first."]
    assert finale.get().classifications.count() == 1


DIFFERENCES = [
    ("events.csv", {"slug": "summer"}, {"starts_on": "2030-07-05"},
     "The event summer: first day is 2030-07-06 in the database and 2030-07-05 in the folder."),
    ("events.csv", {"slug": "summer"}, {"name": "Race of Summer"},
     "The event summer: name is Summer Race in the database and Race of Summer in the folder."),
    ("entries.csv", {"driver": "bruno-falk"}, {"team": "westwind"},
     "The entry of bruno-falk: team is northern-light in the database and westwind in the folder."),
    ("entries.csv", {"driver": "bruno-falk"}, {"titles": "junior"},
     "The entry of bruno-falk in the title junior is in the folder and not in the database."),
    ("sessions.csv", {"event": "spring", "code": "R"}, {"laps_run": ""},
     "The session spring/R: laps run is 20 in the database and blank in the folder."),
    ("sessions.csv", {"event": "spring", "code": "R"}, {"scale": "finale"},
     "The session spring/R: points scale is The scale race in the database and The scale finale in the folder."),
    ("adjustments.csv", {"title": "teams"}, {"points": "-3"},
     "The adjustment of westwind in teams after summer/R: points is -2.00 in the database and -3 in the folder."),
]  # fmt: skip


@pytest.mark.parametrize(("file", "where", "cells", "sentence"), DIFFERENCES)
def test_any_other_difference_is_refused_by_name(club, file, where, cells, sentence):
    change_row(club, file, where, **cells)
    before = revision.current()
    with pytest.raises(LoadRefused) as caught:
        load(read_folder(club))
    assert caught.value.differences == [sentence]
    assert revision.current() == before


def test_a_different_rule_is_refused_by_name(club):
    replace_text(club, "season.toml", "finale = [50,", "finale = [51,")
    replace_text(club, "season.toml", "best_scores = 3", "best_scores = 4")
    with pytest.raises(CommandError) as caught:
        call_command("load_season", club)
    assert str(caught.value).splitlines() == [
        "The scale finale: points is 50 36 25 16 10 5 in the database and 51 36 25 16 10 5 in the folder.",
        "The title drivers: best scores is 3 in the database and 4 in the folder.",
        "2 differences; nothing was written. Use --replace to take the folder's.",
    ]


def test_another_circuit_moves_the_clock(club):
    change_row(club, "events.csv", {"slug": "summer"}, circuit="heather-moor")
    with pytest.raises(LoadRefused) as caught:
        load(read_folder(club))
    assert caught.value.differences == [
        "The event summer: circuit is north-quay in the database and heather-moor in the folder.",
        "The session summer/R: start (UTC) is 2030-07-07 12:00:00+00:00 in the database and "
        "2030-07-07 13:00:00+00:00 in the folder.",
    ]


def test_what_is_gone_from_the_folder_is_refused_by_name(club):
    (club / "adjustments.csv").unlink()
    with pytest.raises(LoadRefused) as caught:
        load(read_folder(club))
    assert caught.value.differences == [
        "The adjustment of westwind in teams after summer/R is in the database and not in the folder."
    ]


def test_an_entry_that_the_folder_lacks_is_named_with_its_titles(club):
    season = Season.objects.get(year=2030)
    gone = Entry.objects.create(
        season=season, driver=Driver.objects.get(slug="gus-tanner"), team=Team.objects.get(slug="westwind")
    )
    gone.titles.add(season.titles.get(slug="junior"))
    with pytest.raises(LoadRefused) as caught:
        load(read_folder(club))
    assert caught.value.differences == [
        "Entry 2 of gus-tanner is in the database and not in the folder.",
        "Entry 2 of gus-tanner in the title junior is in the database and not in the folder.",
    ]


@pytest.mark.parametrize(
    ("file", "where", "cells", "sentence"), [one for one in DIFFERENCES if "points scale" not in one[3]]
)
def test_replace_takes_the_folders(club, file, where, cells, sentence):
    change_row(club, file, where, **cells)
    assert load(read_folder(club), replace=True).rows == 1
    assert_nothing_written(club)


def test_replace_swaps_numbers_and_takes_away_what_is_gone(begun):
    with_numbers_at_the_finale(begun, {"ada-lindqvist": "", "bruno-falk": ""})
    load(read_folder(begun))
    with_numbers_at_the_finale(begun, {"ada-lindqvist": "finale=2", "bruno-falk": "finale=1"})
    change_row(begun, "events.csv", {"slug": "spring"}, number="2")
    change_row(begun, "events.csv", {"slug": "summer"}, number="1")
    (begun / "adjustments.csv").unlink()
    results = Result.objects.count()
    load(read_folder(begun), replace=True)
    assert dict(Event.objects.filter(season__year=2030).values_list("slug", "number"))["spring"] == 2
    assert EventEntry.objects.get(driver__slug="bruno-falk", event__slug="finale").number == 1
    assert Result.objects.count() == results
    assert_nothing_written(begun)


def with_numbers_at_the_finale(folder, numbers):
    lines = (folder / "entries.csv").read_text().splitlines()
    for index, line in enumerate(lines):
        cells = line.split(",")[:7]
        cells.append("numbers_at" if index == 0 else numbers.get(cells[1], ""))
        lines[index] = ",".join(cells)
    (folder / "entries.csv").write_text("\n".join(lines) + "\n")


def test_replace_leaves_what_published_results_rest_on_and_names_all_of_it(club):
    change_row(club, "entries.csv", {"driver": "farid-haddad"}, number="77")
    change_row(club, "sessions.csv", {"event": "spring", "code": "R"}, scale="finale")
    replace_text(club, "season.toml", "finale = [50,", "finale = [51,")
    before = revision.current()
    with pytest.raises(LoadRefused) as caught:
        load(read_folder(club), replace=True)
    rests = "A published classification rests on it, so it stays."
    assert caught.value.differences == [
        "The scale finale: points is 50 36 25 16 10 5 in the database and 51 36 25 16 10 5 in the folder. " + rests,
        "The session spring/R: points scale is The scale race in the database and The scale finale in the folder. "
        + rests,
        *(
            f"The entry of farid-haddad at {event}: number is 6 in the database and 77 in the folder. {rests}"
            for event in ("spring", "summer")
        ),
    ]
    assert revision.current() == before


def test_replace_never_takes_away_results(club):
    change_row(club, "entries.csv", {"driver": "emil-novak"}, events="spring summer autumn")
    text = (club / "results.csv").read_text().replace("finale,R,,emil-novak,retired,3,,,,,,,,,\n", "")
    (club / "results.csv").write_text(text)
    with pytest.raises(LoadRefused) as caught:
        load(read_folder(club), replace=True)
    assert caught.value.differences == [
        "The entry of emil-novak at finale is not in the folder and cannot be taken away: results rest on it."
    ]
    assert EventEntry.objects.filter(event__slug="finale", driver__slug="emil-novak").exists()


def without_the_finales_race(club, *files):
    for file in files:
        lines = (club / file).read_text().splitlines(keepends=True)
        (club / file).write_text("".join(line for line in lines if not line.startswith("finale,R,")))


def test_replace_keeps_a_session_with_published_results_that_the_folder_lacks(club):
    without_the_finales_race(club, "sessions.csv", "results.csv")
    with pytest.raises(LoadRefused) as caught:
        load(read_folder(club), replace=True)
    assert caught.value.differences == [
        "The session finale/R is not in the folder and cannot be taken away: classifications rest on it."
    ]
    assert session("finale", "R", 2030).classifications.exists()


def test_what_hangs_on_a_session_that_the_folder_lacks_is_named_whole(club):
    car = EventEntry.objects.filter(event__season__year=2030, event__slug="finale").first()
    Penalty.objects.create(session=session("finale", "R", 2030), event_entry=car, kind="time", seconds=5)
    without_the_finales_race(club, "sessions.csv", "results.csv")
    with pytest.raises(LoadRefused) as caught:
        load(read_folder(club))
    sentence = f"The penalty of {car.driver.slug} in finale/R (time) is in the database and not in the folder."
    assert sentence in caught.value.differences


def test_replace_swaps_codes(club):
    change_row(club, "events.csv", {"slug": "spring"}, code=Event.objects.get(season__year=2030, slug="summer").code)
    change_row(club, "events.csv", {"slug": "summer"}, code=Event.objects.get(season__year=2030, slug="spring").code)
    load(read_folder(club), replace=True)
    assert_nothing_written(club)


def test_a_blank_cell_never_erases(club):
    set_cell(club, "drivers.csv", 2, "born", "")
    set_cell(club, "drivers.csv", 2, "born_basis", "")
    set_cell(club, "teams.csv", 2, "colour", "")
    set_cell(club, "circuits.csv", 2, "length_m", "")
    assert_nothing_written(club)
    assert_nothing_written(club, replace=True)
    assert Driver.objects.get(slug="ada-lindqvist").born == date(2003, 4, 5)


def test_a_cell_fills_in_what_the_database_lacks(club):
    set_cell(club, "drivers.csv", 3, "born", "1999-01-01")
    set_cell(club, "teams.csv", 4, "colour", "#123456")
    set_cell(club, "circuits.csv", 3, "latitude", "59.5")
    assert load(read_folder(club)).rows == 3
    assert Driver.objects.get(slug="bruno-falk").born == date(1999, 1, 1)
    assert Team.objects.get(slug="westwind").colour == "#123456"
    assert Circuit.objects.get(slug="north-quay").latitude == Decimal("59.5")


def test_a_conflicting_cell_is_an_error(club):
    set_cell(club, "drivers.csv", 2, "country", "NO")
    set_cell(club, "teams.csv", 2, "short_name", "North")
    with pytest.raises(LoadRefused) as caught:
        load(read_folder(club))
    assert caught.value.differences == [
        "The team northern-light: short name is Northern Light in the database and North in the folder.",
        "The driver ada-lindqvist: country is SE in the database and NO in the folder.",
    ]
    load(read_folder(club), replace=True)
    assert Driver.objects.get(slug="ada-lindqvist").country == "NO"


def test_a_season_shares_drivers_with_another(club):
    change_row(club, "drivers.csv", {"slug": "gus-tanner"}, slug="rob-huff", given_name="Rob", family_name="Huff")
    for file in ("entries.csv", "results.csv"):
        (club / file).write_text((club / file).read_text().replace("gus-tanner", "rob-huff"))
    forget_seasons(year=2030)
    load(read_folder(club))
    assert Driver.objects.get(slug="rob-huff").entries.count() == 2
