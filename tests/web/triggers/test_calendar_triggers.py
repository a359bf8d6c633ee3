"""What moves rises in readers' calendars, by whatever path it was written; nothing else does, and nothing falls."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from championship.models import Circuit, Event, Session
from web.triggers import registry

pytestmark = pytest.mark.django_db


def race():
    return Session.objects.get(event__code="POR", code="R1")


def counts(rows=None) -> list[int]:
    rows = Session.objects.filter(event__code="POR") if rows is None else rows
    return list(rows.order_by("order").values_list("calendar_sequence", flat=True))


def test_what_was_loaded_has_not_moved():
    for model in (Session, Event):
        assert not model.objects.exclude(calendar_sequence=0, calendar_changed_at=None).exists()


@pytest.mark.parametrize(
    "moved",
    [
        {"date": date(2021, 6, 28)},
        {"date": None, "starts_at": None},
        {"starts_at": datetime(2021, 6, 27, 13, 15, tzinfo=UTC)},
        {"starts_at": None},
        {"name": "Sprint"},
        {"state": "cancelled"},
        {"state": "postponed"},
    ],
)
def test_a_session_that_moves_rises_by_update_by_save_and_by_sql(moved):
    before = datetime.now(UTC) - timedelta(seconds=1)
    Session.objects.filter(pk=race().pk).update(**moved)
    by_update = race()
    assert by_update.calendar_sequence == 1
    assert before < by_update.calendar_changed_at < datetime.now(UTC) + timedelta(seconds=1)

    other = Session.objects.get(event__code="HUN", code="R1")
    for field, value in moved.items():
        setattr(other, field, value)
    other.save()
    other.refresh_from_db()
    assert other.calendar_sequence == 1

    with connection.cursor() as cursor:
        cursor.execute("UPDATE championship_session SET name = 'Another' WHERE id = %s", [other.pk])
    other.refresh_from_db()
    assert other.calendar_sequence == 2


@pytest.mark.parametrize(
    "kept", [{"state": "live"}, {"state": "scheduled"}, {"laps_run": 3}, {"slug": "sprint"}, {"order": 9}]
)
def test_a_session_that_does_not_move_stays(kept):
    Session.objects.filter(pk=race().pk).update(**kept)
    one = race()
    one.save()
    assert (race().calendar_sequence, race().calendar_changed_at) == (0, None)


def test_back_from_cancelled_rises_again():
    for state, sequence in (("cancelled", 1), ("cancelled", 1), ("scheduled", 2), ("finished", 2)):
        Session.objects.filter(pk=race().pk).update(state=state)
        assert race().calendar_sequence == sequence


@pytest.mark.parametrize("moved", [{"name": "Race of Estoril"}, {"status": "postponed"}, {"circuit": "hungaroring"}])
def test_an_event_takes_its_sessions_along(moved):
    if "circuit" in moved:
        moved = {"circuit": Circuit.objects.get(slug=moved["circuit"])}
    untouched = counts(Session.objects.filter(event__code="HUN"))
    Event.objects.filter(code="POR").update(**moved)
    assert Event.objects.get(code="POR").calendar_sequence == 1
    assert set(counts()) == {1}
    assert all(session.calendar_changed_at for session in Session.objects.filter(event__code="POR"))
    assert counts(Session.objects.filter(event__code="HUN")) == untouched


def test_an_events_days_move_the_sessions_that_have_none_of_their_own():
    Session.objects.filter(pk=race().pk).update(date=None, starts_at=None)
    Event.objects.filter(code="POR").update(ends_on=date(2021, 6, 29))
    assert Event.objects.get(code="POR").calendar_sequence == 1
    moved = Session.objects.filter(event__code="POR", calendar_sequence__gt=0)
    assert set(moved) == {race(), *Session.objects.filter(event__code="POR", date=None)}
    assert race().calendar_sequence == 2


def test_an_event_that_is_held_has_not_moved():
    Event.objects.filter(code="POR").update(status="scheduled")
    Event.objects.filter(code="POR").update(status="held", number=90, announced_label="Somewhere", slug="estoril")
    assert Event.objects.get(code="POR").calendar_sequence == 0
    assert set(counts()) == {0}


def test_an_old_value_written_back_takes_nothing_away():
    stale = race()
    for hour in (13, 14):
        Session.objects.filter(pk=stale.pk).update(starts_at=datetime(2021, 6, 27, hour, tzinfo=UTC))
    stale.laps_run = 3
    stale.starts_at = datetime(2021, 6, 27, 14, tzinfo=UTC)
    stale.save()
    assert (race().calendar_sequence, race().laps_run) == (2, 3)
    assert race().calendar_changed_at is not None
    stale.name = "Sprint"
    stale.save()
    assert race().calendar_sequence == 3


def test_two_moves_at_once_are_two_moments_for_a_calendar():
    moments = []
    for hour in (13, 14, 15):
        Session.objects.filter(pk=race().pk).update(starts_at=datetime(2021, 6, 27, hour, tzinfo=UTC))
        moments.append(race().calendar_changed_at.replace(microsecond=0))
    assert sorted(set(moments)) == moments


def test_a_migration_moves_nothing_and_the_triggers_come_back():
    registry.make_way(plan=["a migration"])
    Session.objects.filter(pk=race().pk).update(name="Unseen")
    assert race().calendar_sequence == 0
    registry.install()
    Session.objects.filter(pk=race().pk).update(name="Seen")
    assert race().calendar_sequence == 1
