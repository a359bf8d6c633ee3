"""All that a folder may say besides what it has to."""

import shutil
from datetime import date

import pytest

from championship.models import Adjustment, CalendarChange, Penalty, Season
from championship.season_folder import LoadRefused, dump, load, read_folder
from tests.championship.folders import CLUB, change_row, copy_of, replace_text
from tests.championship.season_folder.loaded import assert_nothing_written, rules, session

pytestmark = pytest.mark.django_db

POINTS = ", ".join(f"[18.{number}, 59.2]" for number in range(10, 30))
OUTLINE = f'{{"type": "LineString", "coordinates": [{POINTS}, [18.10, 59.2]]}}\n'


def with_all_that_is_optional(folder):
    """What a season may say besides, in every file that may say it."""
    replace_text(folder, "season.toml", 'short_name = "Club"', 'short_name = "Club"\nstate = "preparation"')
    replace_text(
        folder, "season.toml", 'name = "Trophy"\n',
        'name = "Trophy"\nname_sv = "Trofén"\nother_names_sv = ["Herrarnas cup"]\neligible_sv = "Alla utan märke"\n',
    )  # fmt: skip
    (folder / "team_names.csv").write_text(
        "team,since,name,short_name,colour\n"
        "old-harbour,,Old Harbour Oil,Harbour,#101010\n"
        "old-harbour,2030-08-01,Old Harbour,,\n"
    )
    (folder / "circuit_layouts.csv").write_text(
        "circuit,since,name,length_m,direction,outline,credit\n"
        "north-quay,,Without the chicane,2800,clockwise,north-quay.geojson,© Somebody\n"
        "north-quay,2030-09-01,,2850,,,\n"
    )
    (folder / "outlines").mkdir()
    (folder / "outlines" / "north-quay.geojson").write_text(OUTLINE)
    for file, columns in (
        ("events.csv", {"name_sv": "Vårens tävling"}),
        ("sessions.csv", {"name_sv": "Kvalet", "planned_minutes": "30"}),
        ("adjustments.csv", {"reason_sv": "En bil stod kvar i depån"}),
    ):
        head, first, *rest = (folder / file).read_text().splitlines()
        empty = "," * len(columns)
        lines = [f"{head},{','.join(columns)}", f"{first},{','.join(columns.values())}", *(row + empty for row in rest)]
        (folder / file).write_text("\n".join(lines) + "\n")
    (folder / "calendar_changes.csv").write_text(
        "announced_on,event,what,before,after,reason,source,reason_sv\n"
        "2030-01-22,summer,dates,2030-07-01/2030-07-02,2030-07-06/2030-07-07,Roadworks,,Vägarbete\n"
    )
    (folder / "penalties.csv").write_text(
        "event,session,driver,kind,seconds,places,position_before,position_after,source,reason,reason_sv\n"
        "spring,R,ada-lindqvist,grid,,3,,,,Blue flags,Blå flagg\n"
    )
    return folder


def test_all_that_is_optional_goes_in_and_comes_out(tmp_path):
    folder = with_all_that_is_optional(copy_of(CLUB, tmp_path))
    load(read_folder(folder))
    season = Season.objects.get(year=2030)
    assert season.state == "preparation"
    trophy = season.titles.get(slug="trophy")
    assert (trophy.name_sv, trophy.other_names_sv, trophy.eligible_sv) == ("Trofén", "Herrarnas cup", "Alla utan märke")
    assert list(season.team_names.values_list("team__slug", "since", "name", "short_name", "colour")) == [
        ("old-harbour", None, "Old Harbour Oil", "Harbour", "#101010"),
        ("old-harbour", date(2030, 8, 1), "Old Harbour", "", ""),
    ]
    assert list(
        season.circuit_layouts.values_list(
            "circuit__slug", "since", "name", "length_m", "direction", "outline", "credit"
        )
    ) == [
        ("north-quay", None, "Without the chicane", 2800, "clockwise", OUTLINE, "© Somebody"),
        ("north-quay", date(2030, 9, 1), "", 2850, "unknown", "", ""),
    ]
    assert season.events.get(slug="spring").name_sv == "Vårens tävling"
    qualifying = session("spring", "Q", 2030)
    assert (qualifying.name_sv, qualifying.planned_minutes) == ("Kvalet", 30)
    assert CalendarChange.objects.get(event__season=season).reason_sv == "Vägarbete"
    assert Penalty.objects.get(session__event__season=season).reason_sv == "Blå flagg"
    assert Adjustment.objects.get(title__season=season).reason_sv == "En bil stod kvar i depån"
    assert_nothing_written(folder)

    dump(2030, tmp_path / "dump")
    assert rules(tmp_path / "dump") == rules(folder)
    same = ("team_names.csv", "circuit_layouts.csv", "events.csv", "sessions.csv", "adjustments.csv")
    for name in (*same, "calendar_changes.csv", "outlines/north-quay.geojson"):
        assert (tmp_path / "dump" / name).read_bytes() == (folder / name).read_bytes(), name
    assert_nothing_written(tmp_path / "dump")
    # What a later dump no longer has goes, or it would be read as part of it.
    season.circuit_layouts.all().delete()
    season.team_names.all().delete()
    dump(2030, tmp_path / "dump")
    assert not (tmp_path / "dump" / "team_names.csv").exists()
    assert not list((tmp_path / "dump" / "outlines").iterdir())


def test_names_of_a_season_are_changed_and_taken_away_with_replace(tmp_path):
    folder = with_all_that_is_optional(copy_of(CLUB, tmp_path))
    load(read_folder(folder))
    change_row(folder, "team_names.csv", {"since": "2030-08-01"}, name="The Harbour")
    (folder / "circuit_layouts.csv").unlink()
    shutil.rmtree(folder / "outlines")
    with pytest.raises(LoadRefused) as caught:
        load(read_folder(folder))
    assert caught.value.differences == [
        "The name of the team old-harbour since 2030-08-01: name is Old Harbour in the database and The Harbour in the "
        "folder.",
        "The layout of the circuit north-quay is in the database and not in the folder.",
        "The layout of the circuit north-quay since 2030-09-01 is in the database and not in the folder.",
    ]
    assert load(read_folder(folder), replace=True).rows == 3
    assert_nothing_written(folder)
