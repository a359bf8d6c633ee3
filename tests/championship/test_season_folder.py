"""A season folder into the database and out of it again."""

import tomllib
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from championship import scoring
from championship.models import (
    Adjustment,
    CalendarChange,
    Circuit,
    Classification,
    Entry,
    Event,
    EventEntry,
    Penalty,
    PublishedPlace,
    Result,
    Season,
    Session,
    Title,
)
from championship.publishing import publish
from championship.rules import Line
from championship.season.reading import load_year
from championship.season_folder import LoadRefused, dump, load, read_folder
from championship.season_folder.history import histories
from drivers.models import Driver, Team
from tests.championship.folders import CLUB, add_line, change_row, copy_of, find_line, replace_text, set_cell
from tests.published import forget_seasons
from web.cache import revision

pytestmark = pytest.mark.django_db


@pytest.fixture
def club(tmp_path):
    """The invented season, loaded, and a copy of its folder to change."""
    folder = copy_of(CLUB, tmp_path)
    load(read_folder(folder))
    return folder


@pytest.fixture
def begun(tmp_path):
    """A season with an event to come and one that was put off, in a folder that is not loaded."""
    folder = copy_of(CLUB, tmp_path)
    change_row(folder, "events.csv", {"slug": "autumn"}, status="postponed")
    change_row(folder, "events.csv", {"slug": "finale"}, status="scheduled")
    lines = (folder / "results.csv").read_text().splitlines(keepends=True)
    (folder / "results.csv").write_text("".join(line for line in lines if not line.startswith(("autumn", "finale"))))
    return folder


def session(event, code, year=2021):
    return Session.objects.get(event__season__year=year, event__slug=event, code=code)


def order_of(event, code, number, year=2021):
    """Who was where: (place, driver) of a session's classification, the placed alone."""
    results = Result.objects.filter(classification__session=session(event, code, year), classification__number=number)
    return list(results.filter(position__isnull=False).values_list("position", "event_entry__driver__slug"))


def files(folder):
    return {file.name: file.read_bytes() for file in folder.glob("*.csv")}


def rules(folder):
    return tomllib.loads((folder / "season.toml").read_text(), parse_float=Decimal)


def moves_of(year):
    """How often each event and session moved, and when last."""
    moves = ("calendar_sequence", "calendar_changed_at")
    return [
        *Event.objects.filter(season__year=year).order_by("slug").values_list("slug", *moves),
        *Session.objects.filter(event__season__year=year).order_by("event__slug", "code").values_list("code", *moves),
    ]


def assert_nothing_written(folder, **options):
    before = revision.current()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert load(read_folder(folder), **options).rows == 0
    writes = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert writes == []
    assert revision.current() == before


# Loading


def test_the_season_of_2021_is_all_there():
    season = Season.objects.get(year=2021)
    assert season.events.count() == 12
    assert Session.objects.filter(event__season=season).count() == 54
    current = Classification.objects.current().filter(session__event__season=season)
    assert Result.objects.filter(classification__in=current).count() == 550
    assert list(
        Entry.objects.filter(driver__slug="nicola-baldan").values_list("wildcard", "event_entries__event__slug")
    ) == [
        (True, "hungary"),
        (False, "italy"),
    ]


def test_local_times_become_utc():
    assert session("portugal", "R1").starts_at == datetime(2021, 6, 27, 11, 15, tzinfo=UTC)
    assert session("russia", "R1").starts_at == datetime(2021, 11, 28, 9, 15, tzinfo=UTC)
    assert (session("germany", "R1").starts_at, session("germany", "R1").date) == (None, date(2021, 6, 5))


def test_rules_keep_their_words_and_exact_points(club):
    trophy = Title.objects.get(season__year=2030, slug="trophy")
    assert trophy.other_names == "Gentlemen's Cup; Silver Cup"
    assert trophy.own_scales
    assert [(own.kind, own.scale.slug) for own in trophy.own_scale_rows.all()] == [("race", "trophy")]
    drivers = Title.objects.get(season__year=2030, slug="drivers")
    assert (drivers.best_scores, drivers.bonus_fastest_lap, drivers.bonus_fastest_qualifier) == (3, 1, None)
    assert drivers.season.scales.get(slug="race").points == "25 18 12.5 8 5 2.5"


def test_pole_is_the_first_place_on_the_grid(club):
    on_grid = Result.objects.filter(classification__session=session("summer", "R", 2030), grid__isnull=False)
    assert dict(on_grid.values_list("event_entry__driver__slug", "grid")) == {
        "emil-novak": 1, "bruno-falk": 2, "cem-aydin": 3, "ada-lindqvist": 4,
    }  # fmt: skip


def test_states_follow_from_results_and_events(begun):
    change_row(begun, "sessions.csv", {"event": "finale", "code": "R"}, name="Final Race")
    replace_text(begun, "sessions.csv", "laps_run\n", "laps_run,state\n")
    text = (begun / "sessions.csv").read_text().splitlines()
    text[1:] = [f"{line},{'cancelled' if line.startswith('finale,Q') else ''}" for line in text[1:]]
    (begun / "sessions.csv").write_text("\n".join(text) + "\n")
    load(read_folder(begun))
    states = {
        f"{one.event.slug}/{one.slug}": one.state
        for one in Session.objects.filter(event__season__year=2030).select_related("event")
    }
    assert states == {
        "spring/qualifying": "finished", "spring/race": "finished",
        "summer/qualifying": "finished", "summer/race": "finished",
        "autumn/qualifying": "postponed", "autumn/race": "postponed",
        "finale/qualifying": "cancelled", "finale/final-race": "scheduled",
    }  # fmt: skip


def test_a_small_season_scores_as_worked_out_by_hand(club):
    tables = {slug: standings.tables[-1] for slug, standings in scoring.score(load_year(2030).inputs).items()}
    assert [(row.position, row.competitor, row.points) for row in tables["drivers"].rows] == [
        (1, "cem-aydin", Decimal("79")),
        (2, "farid-haddad", Decimal("71.5")),
        (3, "bruno-falk", Decimal("69")),
        (4, "ada-lindqvist", Decimal("55.5")),
        (5, "dario-ricci", Decimal("13")),
        (5, "emil-novak", Decimal("13")),
    ]
    assert [(row.competitor, row.points) for row in tables["teams"].rows] == [
        ("old-harbour", Decimal("108.5")),
        ("northern-light", Decimal("91.5")),
        ("westwind", Decimal("12")),
    ]


# Provisional orders


def test_the_provisional_order_is_worked_out_where_the_record_allows():
    with_two = Classification.objects.filter(number=2, session__event__season__year=2021)
    assert sorted(with_two.values_list("session__event__slug", "session__code")) == [
        ("germany", "R1"), ("hungary", "R2"), ("italy", "R1"), ("russia", "R1"), ("russia", "R2"), ("spain", "R2"),
    ]  # fmt: skip
    assert set(with_two.values_list("status", "published_at")) == {("official", None)}
    assert (
        not Classification.objects.filter(number=1, status="provisional")
        .exclude(session__in=with_two.values("session"))
        .exists()
    )


def test_the_podium_of_sochi_before_and_after_the_penalty():
    provisional, official = session("russia", "R1").classifications.order_by("number")
    assert (provisional.status, provisional.reason) == ("provisional", "")
    assert official.reason == "Penalty: Frédéric Vervisch, 5 seconds, from 3rd to 6th."
    assert order_of("russia", "R1", 1)[:7] == [
        (1, "mikel-azcona"), (2, "jean-karl-vernay"), (3, "frederic-vervisch"), (4, "gilles-magnus"),
        (5, "nathanael-berthon"), (6, "yann-ehrlacher"), (7, "attila-tassi"),
    ]  # fmt: skip
    assert order_of("russia", "R1", 2)[2:6] == [
        (3, "gilles-magnus"), (4, "nathanael-berthon"), (5, "yann-ehrlacher"), (6, "frederic-vervisch"),
    ]  # fmt: skip
    # The place that is not on record stays a gap, and nobody in the provisional order has a time.
    assert order_of("russia", "R1", 1)[-1] == order_of("russia", "R1", 2)[-1] == (17, "bence-boldizs")
    assert set(provisional.results.values_list("time_ms", "gap_ms", "gap_laps", "basis")) == {
        (None, None, None, "derived")
    }
    assert set(provisional.results.values_list("source", flat=True)) == {
        "https://www.p300.it/wtcr-gp-russia-2021-vervisch-perde-il-podio-di-gara-1/"
    }


def test_several_penalties_are_put_back_from_the_front_on(club):
    (club / "penalties.csv").write_text(
        "event,session,driver,kind,seconds,places,position_before,position_after,source\n"
        "spring,R,farid-haddad,time,10,,2,6,https://example.org/a\n"
        "spring,R,ada-lindqvist,grid,,3,,,\n"
        "spring,R,emil-novak,places,,4,1,5,https://example.org/b\n"
    )
    forget_seasons(year=2030)
    load(read_folder(club))
    assert order_of("spring", "R", 1, 2030) == [
        (1, "emil-novak"), (2, "farid-haddad"), (3, "ada-lindqvist"), (4, "bruno-falk"), (5, "cem-aydin"),
        (6, "dario-ricci"),
    ]  # fmt: skip
    assert session("spring", "R", 2030).classifications.get(number=2).reason == (
        "Penalties: Farid Haddad, 10 seconds, from 2nd to 6th; Emil Novák, 4 places, from 1st to 5th."
    )


def test_a_driver_with_two_penalties_has_no_one_place_on_the_road(club):
    (club / "penalties.csv").write_text(
        "event,session,driver,kind,seconds,places,position_before,position_after,source\n"
        "spring,R,emil-novak,places,,2,1,3,https://example.org/a\n"
        "spring,R,emil-novak,places,,2,2,5,https://example.org/b\n"
    )
    assert [one.status for one in histories(read_folder(club))["spring", "R"]] == ["official"]


# Loading again


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


@pytest.mark.parametrize(("file", "where", "cells", "sentence"), DIFFERENCES)
def test_replace_takes_the_folders(club, file, where, cells, sentence):
    change_row(club, file, where, **cells)
    assert load(read_folder(club), replace=True).rows == 1
    assert_nothing_written(club)


def test_replace_swaps_numbers_and_takes_away_what_is_gone(club):
    change_row(club, "entries.csv", {"driver": "ada-lindqvist"}, number="2")
    change_row(club, "entries.csv", {"driver": "bruno-falk"}, number="1")
    change_row(club, "events.csv", {"slug": "spring"}, number="2")
    change_row(club, "events.csv", {"slug": "summer"}, number="1")
    (club / "adjustments.csv").unlink()
    results = Result.objects.count()
    load(read_folder(club), replace=True)
    assert dict(Event.objects.filter(season__year=2030).values_list("slug", "number"))["spring"] == 2
    assert set(EventEntry.objects.filter(driver__slug="bruno-falk").values_list("number", flat=True)) == {1}
    assert Result.objects.count() == results
    assert_nothing_written(club)


def test_replace_never_takes_away_results(club):
    change_row(club, "entries.csv", {"driver": "emil-novak"}, events="spring summer autumn")
    text = (club / "results.csv").read_text().replace("finale,R,,emil-novak,retired,3,,,,,,,,\n", "")
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


# Dumping


@pytest.mark.parametrize("year", [2021, 2030])
def test_a_dump_is_the_folder_byte_for_byte(season_folder, club, tmp_path, year):
    source = season_folder if year == 2021 else CLUB
    dump(year, tmp_path / "dump")
    assert files(tmp_path / "dump") == files(source)
    assert rules(tmp_path / "dump") == rules(source)


def test_load_dump_load_changes_nothing(club, tmp_path):
    dump(2021, tmp_path / "a")
    assert_nothing_written(tmp_path / "a")
    dump(2030, tmp_path / "b")
    forget_seasons(year=2030)
    load(read_folder(tmp_path / "b"))
    dump(2030, tmp_path / "c")
    assert files(tmp_path / "b") == files(tmp_path / "c") == files(CLUB)


def test_history_goes_to_files_of_its_own_and_comes_back(club, tmp_path):
    ids = dict(EventEntry.objects.filter(event__slug="spring").values_list("driver__slug", "pk"))
    publish(
        session("spring", "R", 2030),
        [
            Line(ids["bruno-falk"], 1, time_ms=1_660_000),
            Line(ids["ada-lindqvist"], status="disqualified", note="Weight"),
        ],
        status="under-investigation",
        by="steward",
        reason="Ada under the least weight",
        at=datetime(2030, 4, 7, 15, 30, tzinfo=UTC),
    )
    Penalty.objects.create(
        session=session("spring", "R", 2030),
        event_entry_id=ids["ada-lindqvist"],
        kind="disqualification",
        position_before=1,
        reason="Under the least weight",
        document="https://example.org/4.pdf",
        decided_at=datetime(2030, 4, 7, 15, tzinfo=UTC),
    )
    Penalty.objects.create(
        session=session("spring", "R", 2030), event_entry_id=ids["bruno-falk"], kind="points", points="2.50"
    )
    Session.objects.filter(event__season__year=2030, event__slug="finale", code="Q").update(
        state="cancelled", slug="shootout"
    )
    EventEntry.objects.filter(event__slug="finale", driver__slug="emil-novak").update(number=55)
    dump(2030, tmp_path / "dump")
    assert (tmp_path / "dump" / "classifications.csv").read_text() == (
        "event,session,number,status,published_at,published_by,reason\n"
        "spring,R,1,official,,,\n"
        "spring,R,2,under-investigation,2030-04-07T15:30:00Z,steward,Ada under the least weight\n"
    )
    assert len((tmp_path / "dump" / "earlier_results.csv").read_text().splitlines()) == 7
    assert (tmp_path / "dump" / "penalties.csv").read_text().splitlines()[1:] == [
        "spring,R,ada-lindqvist,disqualification,,,1,,,Under the least weight,https://example.org/4.pdf,"
        "2030-04-07T15:00:00Z,",
        "spring,R,bruno-falk,points,,,,,,,,,2.5",
    ]
    assert find_line(tmp_path / "dump", "sessions.csv", event="finale", code="Q", state="cancelled", slug="shootout")
    assert find_line(tmp_path / "dump", "entries.csv", driver="emil-novak", numbers_at="finale=55")
    assert_nothing_written(tmp_path / "dump")

    everything = _history()
    forget_seasons(year=2030)
    load(read_folder(tmp_path / "dump"))
    assert _history() == everything
    dump(2030, tmp_path / "again")
    assert files(tmp_path / "again") == files(tmp_path / "dump")
    assert_nothing_written(tmp_path / "again")


def _history():
    """All that was published in 2030, without ids and the times of writing."""
    return list(
        Result.objects.filter(classification__session__event__season__year=2030)
        .order_by(
            "classification__session__event__order", "classification__session__order", "classification__number", "order"
        )
        .values_list(
            "classification__session__slug", "classification__number", "classification__status",
            "classification__published_at", "classification__published_by", "classification__reason", "order",
            "event_entry__driver__slug", "event_entry__number", "position", "status", "laps", "time_ms", "gap_ms",
            "gap_laps", "grid", "fastest_lap_ms", "note", "basis", "source",
        )
    )  # fmt: skip


def test_what_moved_stays_as_often_moved_through_a_dump_and_a_load(club, tmp_path):
    moved = session("finale", "R", 2030)
    for name in ("Sprint", "Race"):
        Session.objects.filter(pk=moved.pk).update(name=name)
    Event.objects.filter(season__year=2030, slug="autumn").update(name="The Autumn Race")
    CalendarChange.objects.create(
        event=moved.event, session=moved, what="time", announced_on=date(2030, 9, 1), before="2030-10-27 12:00",
        after="2030-10-27 14:00", reason="Fog",
    )  # fmt: skip
    kept = moves_of(2030)
    dump(2030, tmp_path / "first")
    PublishedPlace.objects.filter(title__season__year=2030).delete()
    Adjustment.objects.filter(title__season__year=2030).delete()
    Penalty.objects.filter(session__event__season__year=2030).delete()
    forget_seasons(year=2030)
    load(read_folder(tmp_path / "first"))
    assert moves_of(2030) == kept
    assert session("finale", "R", 2030).calendar_sequence == 2
    assert CalendarChange.objects.get(reason="Fog").session == session("finale", "R", 2030)
    dump(2030, tmp_path / "second")
    assert files(tmp_path / "first") == files(tmp_path / "second")
    assert load(read_folder(tmp_path / "second")).rows == 0


def test_a_folder_that_knows_of_fewer_moves_takes_none_away_and_one_of_more_brings_them(club, tmp_path):
    pk = session("finale", "R", 2030).pk
    for name in ("Sprint", "Race"):
        Session.objects.filter(pk=pk).update(name=name)
    assert load(read_folder(club)).rows == 0
    assert session("finale", "R", 2030).calendar_sequence == 2
    dump(2030, tmp_path / "known")
    change_row(
        tmp_path / "known", "sessions.csv", {"event": "finale", "code": "R"}, time="09:15",
        calendar_sequence="5", calendar_changed_at="2030-09-01T10:00:00Z",
    )  # fmt: skip
    with pytest.raises(LoadRefused, match="times moved is 2 in the database and 5 in the folder"):
        load(read_folder(tmp_path / "known"))
    load(read_folder(tmp_path / "known"), replace=True)
    moved = session("finale", "R", 2030)
    assert (load_year(2030).session("finale", "R").local_start.hour, moved.calendar_sequence) == (9, 5)
    assert moved.calendar_changed_at == datetime(2030, 9, 1, 10, tzinfo=UTC)
    assert load(read_folder(tmp_path / "known")).rows == 0


def test_the_loader_raises_what_it_moves(club):
    change_row(club, "sessions.csv", {"event": "finale", "code": "R"}, time="09:15")
    load(read_folder(club), replace=True)
    assert session("finale", "R", 2030).calendar_sequence == 1
    assert session("finale", "Q", 2030).calendar_sequence == 0


def test_a_dump_takes_the_place_of_an_older_one(club, tmp_path):
    (tmp_path / "dump").mkdir()
    (tmp_path / "dump" / "classifications.csv").write_text("event,session\n")
    (tmp_path / "dump" / "README.md").write_text("mine")
    dump(2030, tmp_path / "dump")
    assert {file.name for file in (tmp_path / "dump").iterdir()} == {
        "README.md", "adjustments.csv", "circuits.csv", "drivers.csv", "entries.csv", "events.csv", "results.csv",
        "season.toml", "sessions.csv", "teams.csv",
    }  # fmt: skip


def test_all_means_every_event_that_was_not_cancelled(club, tmp_path):
    season = Season.objects.get(year=2030)
    lost = Event.objects.create(
        season=season, slug="winter", code="WIN", name="Winter Race", circuit=Circuit.objects.first(), order=5,
        starts_on=date(2030, 12, 1), ends_on=date(2030, 12, 1), status="cancelled",
    )  # fmt: skip
    dump(2030, tmp_path / "without")
    assert find_line(tmp_path / "without", "entries.csv", driver="cem-aydin", events="all")
    Event.objects.filter(pk=lost.pk).update(status="scheduled")
    dump(2030, tmp_path / "with")
    assert find_line(tmp_path / "with", "entries.csv", driver="cem-aydin", events="spring summer autumn finale")


# The commands


def test_the_commands_say_what_they_did(club, tmp_path, capsys):
    call_command("load_season", club)
    call_command("dump_season", 2030, tmp_path / "dump")
    forget_seasons(year=2030)
    call_command("load_season", club)
    assert capsys.readouterr().out.splitlines() == [
        "2030 is up to date; nothing written.",
        f"2030 written to {tmp_path / 'dump'}: 4 events, 8 sessions, 33 results.",
        "2030 loaded: 4 events, 8 sessions, 33 results.",
    ]


def test_a_year_that_is_not_there_cannot_be_dumped(tmp_path):
    with pytest.raises(CommandError, match=r"There is no season 1999; there is 2021\."):
        call_command("dump_season", 1999, tmp_path / "dump")
    assert not (tmp_path / "dump").exists()


def test_loading_takes_the_same_queries_however_long_the_season(club):
    forget_seasons(year=2030)
    folder = read_folder(club)
    with CaptureQueriesContext(connection) as few:
        load(folder)
    forget_seasons(year=2030)
    for number in range(5, 40):
        slug = f"extra-{number}"
        add_line(club, "events.csv", f"{number},{slug},X{chr(65 + number // 26)}{chr(65 + number % 26)},Extra,"
                 "north-quay,2030-11-01,2030-11-02,held")  # fmt: skip
        add_line(club, "sessions.csv", f"{slug},R,Race,race,race,,,,")
        add_line(club, "results.csv", f"{slug},R,1,cem-aydin,classified,,,,,,,,,")
    folder = read_folder(club)
    with CaptureQueriesContext(connection) as many:
        load(folder)
    assert len(many) == len(few)
