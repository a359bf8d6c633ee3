"""Decisions that were withdrawn or amended, and those about who is not on the list, in a folder and out of it."""

from datetime import UTC, datetime

import pytest

from championship.models import Adjustment, EventEntry, Penalty, Title
from championship.season.reading import load_year
from championship.season_folder import FolderProblems, dump, load, read_folder
from drivers.models import Driver
from tests.championship.folders import CLUB, add_line, copy_of
from tests.championship.season_folder.loaded import files, session
from tests.published import forget_seasons

pytestmark = pytest.mark.django_db

HEAD = (
    "event,session,driver,kind,seconds,places,position_before,position_after,source,reason,named,fine,currency,"
    "withdrawn_reason,replaces\n"
)


def decide():
    race, car = session("spring", "R", 2030), EventEntry.objects.get(event__slug="spring", driver__slug="bruno-falk")
    order = Penalty.objects.filter(session__event__season__year=2030).count()
    withdrawn = Penalty.objects.create(
        session=race, event_entry=car, kind="points", points=2, came_with=1, order=order + 1,
        withdrawn_at=datetime(2030, 4, 9, 8, tzinfo=UTC), withdrawn_by="steward",
        withdrawn_reason="Counted twice", withdrawn_reason_sv="Räknad två gånger",
    )  # fmt: skip
    Penalty.objects.create(session=race, event_entry=car, kind="reprimand", replaces=withdrawn, order=order + 2)
    Penalty.objects.create(
        session=race, named="The team principal", kind="fine", fine=500, currency="SEK", order=order + 3
    )
    Penalty.objects.create(session=race, kind="warning", order=order + 4)
    absent = Driver.objects.create(slug="absent", given_name="Ab", family_name="Sent")
    Penalty.objects.create(session=race, driver=absent, kind="grid", places=3, order=order + 5)
    title = Title.objects.get(season__year=2030, slug="drivers")
    return Adjustment.objects.create(
        title=title, driver=car.driver, points=-2, after=race, kind="deduction", reason="x", penalty=withdrawn, order=9
    )


def decisions():
    names = ("kind", "named", "fine", "currency", "came_with", "withdrawn_at", "withdrawn_by", "withdrawn_reason",
             "withdrawn_reason_sv", "replaces__kind", "driver__slug", "event_entry__driver__slug")  # fmt: skip
    return list(Penalty.objects.filter(session__event__season__year=2030).order_by("order").values_list(*names))


def points(driver):
    return load_year(2030).standings["drivers"].tables[-1].by_competitor[driver].points


def test_they_go_out_and_come_back(club, tmp_path):
    before = points("bruno-falk")
    adjustment = decide()
    # What came with a decision that is withdrawn counts no more.
    assert points("bruno-falk") == before
    told = decisions()
    dump(2030, tmp_path / "dump")
    text = files(tmp_path / "dump")
    assert load(read_folder(tmp_path / "dump")).rows == 0
    Adjustment.objects.filter(pk=adjustment.pk).update(penalty=None)
    assert points("bruno-falk") == before - 2
    forget_seasons(year=2030)
    load(read_folder(tmp_path / "dump"))
    assert decisions() == told
    assert points("bruno-falk") == before
    dump(2030, tmp_path / "again")
    assert files(tmp_path / "again") == text


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("spring,R,bruno-falk,fine,,,,,,,,500,,,", "fine: an amount has a currency, and a currency an amount."),
        ("spring,R,bruno-falk,time,5,,,,,,,500,EUR,,", "fine: an amount, above 0, is for a fine."),
        ("spring,R,bruno-falk,fine,,,,,,,,500,euro,,", "currency: 'euro' is no currency"),
        ("spring,R,bruno-falk,fine,,,,,,,The boss,,,,", "named: a driver has a name already"),
        ("spring,R,bruno-falk,fine,,,,,,,,,,,7", "replaces: penalties.csv has no row 7; its first one is 1."),
        ("spring,R,bruno-falk,fine,,,,,,,,,,,1", "replaces: only a decision that was withdrawn is replaced"),
        ("spring,R,nobody,fine,,,,,,,,,,,", "driver: there is no driver 'nobody'."),
    ],
)
def test_what_cannot_be_is_named(tmp_path, line, sentence):
    folder = copy_of(CLUB, tmp_path)
    (folder / "penalties.csv").write_text(HEAD)
    add_line(folder, "penalties.csv", line)
    with pytest.raises(FolderProblems) as caught:
        read_folder(folder)
    assert [problem for problem in map(str, caught.value.problems) if f"penalties.csv line 2, {sentence}" in problem]
