"""What a classification counts by, and the numbers of its cars, out of the database and into it again."""

import csv
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from championship.models import Result
from championship.publishing import publish
from championship.rules import Counting
from championship.season_folder import dump, load, read_folder
from tests.championship.folders import change_row, find_line
from tests.championship.season_folder.loaded import assert_nothing_written, files, published_in, session
from tests.published import forget_seasons

pytestmark = pytest.mark.django_db


def test_what_a_classification_counts_by_and_its_numbers_go_out_and_come_back(club, tmp_path):
    race = session("spring", "R", 2030)
    current = race.classifications.get()
    lines = [replace(line, number=61 if line.number == 6 else None) for line in Result.objects.lines()[current.pk]]
    publish(
        race, lines, status="official", reason="Stopped", reason_sv="Avbrutet",
        counting=Counting(points_factor=Decimal("0.5"), laps_counted=11), at=datetime(2030, 4, 7, 18, tzinfo=UTC),
    )  # fmt: skip
    publish(session("summer", "R", 2030), Result.objects.lines()[session("summer", "R", 2030).classifications.get().pk],
            status="official", reason="Counts as the finale does", counting=Counting("finale"),
            at=datetime(2030, 7, 8, 9, tzinfo=UTC))  # fmt: skip
    dump(2030, tmp_path / "dump")
    assert (tmp_path / "dump" / "classifications.csv").read_text() == (
        "event,session,number,status,published_at,published_by,reason,reason_sv,scale,points_factor,laps_counted\n"
        "spring,R,1,official,,,,,,,\n"
        "spring,R,2,official,2030-04-07T18:00:00Z,,Stopped,Avbrutet,,0.5,11\n"
        "summer,R,1,official,,,,,,,\n"
        "summer,R,2,official,2030-07-08T09:00:00Z,,Counts as the finale does,,finale,,\n"
    )
    assert find_line(tmp_path / "dump", "results.csv", event="spring", session="R", driver="farid-haddad", number="61")
    with (tmp_path / "dump" / "results.csv").open(encoding="utf-8", newline="") as file:
        assert [row["number"] for row in csv.DictReader(file) if row["number"]] == ["61"]
    assert_nothing_written(tmp_path / "dump")

    everything = published_in(2030)
    forget_seasons(year=2030)
    load(read_folder(tmp_path / "dump"))
    assert published_in(2030) == everything
    dump(2030, tmp_path / "again")
    assert files(tmp_path / "again") == files(tmp_path / "dump")


def test_a_folder_that_says_nothing_of_it_leaves_what_a_classification_counts_by(club):
    race = session("spring", "R", 2030)
    lines = Result.objects.lines()[race.classifications.get().pk]
    publish(race, lines, status="official", reason="Stopped", counting=Counting(points_factor=Decimal("0.5")))
    assert_nothing_written(club)
    # Another order counts by the same, and one that says by what counts by that.
    change_row(club, "results.csv", {"event": "spring", "session": "R", "driver": "bruno-falk"}, laps="19")
    assert load(read_folder(club)).rows == 1
    assert race.classifications.latest("number").points_factor == Decimal("0.5")
    (club / "classifications.csv").write_text(
        "event,session,number,status,published_at,published_by,reason,points_factor\nspring,R,1,official,,,,2\n"
    )
    assert load(read_folder(club)).rows == 1
    assert race.classifications.latest("number").points_factor == 2
    assert_nothing_written(club)
