"""A season out of the database into a folder that loads to the same."""

from datetime import UTC, date, datetime

import pytest

from championship.models import (
    Adjustment,
    CalendarChange,
    Circuit,
    Event,
    EventEntry,
    Penalty,
    PublishedPlace,
    Season,
    Session,
)
from championship.publishing import publish
from championship.rules import Line
from championship.season.reading import load_year
from championship.season_folder import LoadRefused, dump, load, read_folder
from tests.championship.folders import CLUB, change_row, find_line
from tests.championship.season_folder.loaded import (
    assert_nothing_written,
    files,
    moves_of,
    published_in,
    rules,
    session,
)
from tests.published import forget_results, forget_seasons

pytestmark = pytest.mark.django_db


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
    forget_results(session__event__season__year=2030, session__event__slug="finale")
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

    everything = published_in(2030)
    forget_seasons(year=2030)
    load(read_folder(tmp_path / "dump"))
    assert published_in(2030) == everything
    dump(2030, tmp_path / "again")
    assert files(tmp_path / "again") == files(tmp_path / "dump")
    assert_nothing_written(tmp_path / "again")


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
