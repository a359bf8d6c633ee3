"""Moving sessions and events: times by the circuit's clock, and the question that a moved date asks."""

from datetime import UTC, date, datetime, time

import pytest
from django.urls import reverse

from championship.models import CalendarChange, Event, Session
from tests.admin.race_control import words

pytestmark = pytest.mark.django_db

ASKS = "Is it a correction, or a change? Choose one; nothing is saved before."


def race() -> Session:
    """12:15 at Estoril, which is an hour ahead of UTC in summer."""
    return Session.objects.get(event__code="POR", code="R1")


def page(row) -> str:
    return reverse(f"admin:championship_{row._meta.model_name}_change", args=[row.pk])


def new_changes() -> list[tuple]:
    return list(
        CalendarChange.objects.filter(order__gt=13).order_by("order").values_list("what", "before", "after", "reason")
    )


@pytest.fixture
def send(editor, filled):
    """Fills in the page of a row as a browser does, types over some of it, and sends it."""

    def sent(row, **typed):
        return editor.post(page(row), filled(editor.get(page(row)), **typed))

    return sent


def test_a_start_is_shown_and_typed_by_the_circuits_clock(editor, filled, send):
    form = filled(editor.get(page(race())))
    assert (form["date"], form["local_time"]) == ("27/06/2021", "12:15:00")
    answer = send(race(), local_time="14:15", move="correction")
    assert answer.status_code == 302
    assert race().starts_at == datetime(2021, 6, 27, 13, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "hour"),
    [
        (date(2021, 3, 27), 12),
        (date(2021, 3, 28), 11),
        (date(2021, 10, 30), 11),
        (date(2021, 10, 31), 12),
    ],
)
def test_the_clock_is_the_one_of_that_day(send, day, hour):
    Event.objects.filter(code="POR").update(starts_on=day, ends_on=day)
    send(race(), date=str(day), local_time="12:00", move="correction")
    assert race().starts_at == datetime.combine(day, time(hour), UTC)


def test_a_time_that_the_clocks_leave_out_is_refused(send, said, filled):
    answer = send(race(), date="2021-03-28", local_time="01:30", move="correction")
    assert "01:30 is left out that day: Europe/Lisbon moves its clocks." in said(answer)
    assert filled(answer)["local_time"] == "01:30"


def test_an_hour_that_comes_twice_stays_which_it_was(send):
    second = datetime(2021, 10, 31, 1, 30, tzinfo=UTC)
    Event.objects.filter(code="POR").update(starts_on="2021-10-30", ends_on="2021-10-31")
    Session.objects.filter(pk=race().pk).update(date=date(2021, 10, 31), starts_at=second)
    send(race(), laps_run="9")
    assert (race().starts_at, race().laps_run) == (second, 9)


@pytest.mark.parametrize("typed", [{"local_time": "14:15"}, {"date": "2021-06-28"}, {"local_time": ""}])
def test_a_moved_session_asks_and_keeps_what_was_typed(send, said, filled, typed):
    before = race().starts_at
    answer = send(race(), laps_run="7", move_source="Typed with care", **typed)
    assert said(answer) == [ASKS]
    kept = filled(answer)
    assert {name: kept[name] for name in typed} == typed
    assert (kept["laps_run"], kept["move_source"]) == ("7", "Typed with care")
    assert race().starts_at == before


def test_a_change_needs_its_reason(send, said):
    assert said(send(race(), local_time="14:15", move="change")) == ["Write why it moved: readers see it."]
    assert new_changes() == []


def test_a_change_is_told_to_readers_and_a_correction_is_not(send, client):
    assert send(race(), local_time="12:30", move="correction").status_code == 302
    assert new_changes() == []
    answer = send(race(), local_time="14:15", move="change", move_reason="Fog", move_announced_on="2021-06-26",
                  move_source="https://example.org/")  # fmt: skip
    assert answer.status_code == 302
    assert new_changes() == [("time", "2021-06-27 12:30", "2021-06-27 14:15", "Fog")]
    change = CalendarChange.objects.get(reason="Fog")
    assert (change.session, change.announced_on, change.source) == (race(), date(2021, 6, 26), "https://example.org/")
    told = client.get("/2021/portugal/").content.decode()
    assert "Race 1 moved from 12:30 to 14:15 on 27 June." in told
    assert race().calendar_sequence == 2


def test_filling_in_what_was_not_on_record_asks_nothing(send):
    practice = Session.objects.get(event__code="POR", code="FP1")
    Session.objects.filter(pk=practice.pk).update(date=None, starts_at=None)
    assert send(practice, date="2021-06-25", local_time="09:00").status_code == 302
    practice.refresh_from_db()
    assert practice.starts_at == datetime(2021, 6, 25, 8, tzinfo=UTC)
    assert new_changes() == []


def test_what_does_not_move_asks_nothing(send):
    assert send(race(), state="live", name="Race 1").status_code == 302


def test_a_change_to_no_day_at_all_is_a_postponement(send, said):
    answer = send(race(), date="", local_time="", move="change", move_reason="Fog")
    assert said(answer) == ["A change needs the new day; while there is none, set the state to postponed."]
    assert send(race(), date="", local_time="", move="correction").status_code == 302


@pytest.mark.parametrize(
    ("before", "typed", "changes", "told"),
    [
        ("scheduled", {"state": "cancelled"}, [("state", "scheduled", "cancelled", "Fog")], "Race 1 cancelled. Fog."),
        ("scheduled", {"state": "postponed", "date": "", "local_time": ""},
         [("state", "scheduled", "postponed", "Fog")], "Race 1 postponed. Fog."),
        ("cancelled", {"state": "scheduled"}, [("state", "cancelled", "scheduled", "Fog")],
         "Race 1 back on the timetable. Fog."),
        ("postponed", {"state": "scheduled", "local_time": "14:15"},
         [("state", "postponed", "scheduled", "Fog"), ("time", "2021-06-27 12:15", "2021-06-27 14:15", "Fog")],
         "Race 1 to be held after all. Fog."),
    ],
)  # fmt: skip
def test_a_session_called_off_or_on_again_asks_and_readers_are_told_of_a_change(
    send, said, client, before, typed, changes, told
):
    Session.objects.filter(pk=race().pk).update(state=before)
    moved = race().calendar_sequence
    assert said(send(race(), **typed)) == [ASKS]
    assert (race().state, new_changes()) == (before, [])
    assert send(race(), **typed, move="change", move_reason="Fog").status_code == 302
    assert new_changes() == changes
    assert CalendarChange.objects.filter(reason="Fog", session=race()).count() == len(changes)
    assert told in words(client.get("/2021/portugal/"))
    assert race().calendar_sequence == moved + 1


def test_a_session_called_off_by_mistake_is_put_right_and_readers_are_told_nothing(send):
    Session.objects.filter(pk=race().pk).update(state="cancelled")
    assert send(race(), state="scheduled", move="correction").status_code == 302
    assert (race().state, new_changes()) == ("scheduled", [])


@pytest.mark.parametrize(
    ("typed", "changes"),
    [
        ({"starts_on": "2021-06-25"}, [("dates", "2021-06-26/2021-06-27", "2021-06-25/2021-06-27", "Ferry")]),
        ({"circuit": "hungaroring"}, [("circuit", "estoril", "hungaroring", "Ferry")]),
        ({"status": "postponed"}, [("status", "held", "postponed", "Ferry")]),
        ({"status": "cancelled", "number": ""}, [("status", "held", "cancelled", "Ferry")]),
        ({"status": "postponed", "starts_on": "2021-07-03", "ends_on": "2021-07-04"},
         [("status", "held", "postponed 2021-07-03/2021-07-04", "Ferry")]),
    ],
)  # fmt: skip
def test_a_moved_event_asks_and_each_change_is_a_row(send, said, typed, changes):
    event = Event.objects.get(code="POR")
    if "circuit" in typed:
        typed = {"circuit": Event.objects.get(code="HUN").circuit.pk}
    assert said(send(event, **typed)) == [ASKS]
    assert send(event, **typed, move="change", move_reason="Ferry").status_code == 302
    assert new_changes() == changes


def test_an_event_that_is_held_after_all_asks_nothing(send):
    Event.objects.filter(code="POR").update(status="scheduled")
    assert send(Event.objects.get(code="POR"), status="held").status_code == 302


def test_a_session_moved_on_its_events_page_asks_there(send, said, editor, filled):
    event = Event.objects.get(code="POR")
    form = filled(editor.get(page(event)))
    row = next(name.removesuffix("-id") for name, value in form.items() if name.startswith("sessions-") and
               name.endswith("-id") and value == str(race().pk))  # fmt: skip
    assert form[f"{row}-local_time"] == "12:15:00"
    typed = {f"{row}-local_time": "14:15"}
    answer = send(event, **typed)
    assert said(answer) == [f"Race 1: {ASKS}"]
    assert filled(answer)[f"{row}-local_time"] == "14:15"
    assert send(event, **typed, move="change", move_reason="Fog").status_code == 302
    assert new_changes() == [("time", "2021-06-27 12:15", "2021-06-27 14:15", "Fog")]
    assert CalendarChange.objects.get(reason="Fog").session == race()
    assert race().starts_at == datetime(2021, 6, 27, 13, 15, tzinfo=UTC)


def test_another_circuit_keeps_the_clock_of_its_sessions(send):
    """12:15 at Estoril becomes 12:15 at the Hungaroring, an hour earlier in UTC; only the circuit was changed."""
    hungaroring = Event.objects.get(code="HUN").circuit
    event = Event.objects.get(code="POR")
    assert send(event, circuit=hungaroring.pk, move="change", move_reason="Ferry").status_code == 302
    assert race().starts_at == datetime(2021, 6, 27, 10, 15, tzinfo=UTC)
    assert [what for what, *_ in new_changes()] == ["circuit"]


def test_a_new_session_and_a_new_event_are_not_asked(editor):
    for name in ("event", "session"):
        assert b'name="move"' not in editor.get(reverse(f"admin:championship_{name}_add")).content


def test_a_sessions_time_by_hand_needs_its_session(editor, filled, said):
    add = reverse("admin:championship_calendarchange_add")
    typed = {"event": race().event_id, "announced_on": "2021-06-26", "what": "time", "before": "2021-06-27 12:15",
             "after": "2021-06-27 14:15"}  # fmt: skip
    sentence = "A session's time or state needs the session, and no other change has one."
    assert said(editor.post(add, filled(editor.get(add), **typed))) == [sentence]
    stranger = Session.objects.get(event__code="HUN", code="R1")
    refused = editor.post(add, filled(editor.get(add), **typed, session=stranger.pk))
    assert said(refused) == ["The session is one of another event."]
    assert editor.post(add, filled(editor.get(add), **typed, session=race().pk)).status_code == 302
