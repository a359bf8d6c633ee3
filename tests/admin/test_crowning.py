"""Calling off what was left can make a champion: that is shown, and ticked, before it is done."""

import pytest
from django.urls import reverse

from championship.models import Event, Session
from tests.admin.race_control import at, sent_by, ticks, words
from tests.admin.race_control import forms as forms_of
from tests.published import forget_results, publish_again

pytestmark = pytest.mark.django_db

ASKS = "Calling it off decides this. Tick each line that is meant so; nothing is saved before."
CHAMPION = "Yann Ehrlacher is champion."


@pytest.fixture
def to_come():
    """Both races of Sochi are still to be run; with 50 points left five can still win."""
    for code in ("R1", "R2"):
        forget_results(session__event__slug="russia", session__code=code)
    races = Session.objects.filter(event__slug="russia", code__in=("R1", "R2"))
    races.update(state="scheduled")
    return list(races.order_by("code"))


def cancel(answer, **typed):
    """What the button that cancels the session sends."""
    for form in forms_of(answer):
        for button in form.iter("button"):
            if sent_by(form).get("do") == "state" and "".join(button.itertext()) == "Cancel the session":
                return sent_by(form) | {"to": button.get("value"), "move": "correction"} | typed
    raise AssertionError("no button cancels the session")


def state_of(race):
    return Session.objects.values_list("state", flat=True).get(pk=race.pk)


def test_race_control_asks_before_a_cancellation_that_decides_a_title(editor, to_come):
    first, last = to_come
    Session.objects.filter(pk=first.pk).update(state="cancelled")
    page = editor.get(at(last))
    assert ticks(page) == {}
    asked = editor.post(at(last), cancel(page))
    assert ASKS in words(asked)
    lines = ticks(asked)
    assert all("is champion." in line for line in lines.values())
    assert state_of(last) == "scheduled"
    # One tick of several is not enough, nor one for somebody else.
    for some in ([], list(lines)[:-1], [f"{value}-other" for value in lines]):
        assert ASKS in words(editor.post(at(last), cancel(asked, crowning=some)))
    assert state_of(last) == "scheduled"
    assert editor.post(at(last), cancel(asked, crowning=list(lines))).status_code == 302
    assert state_of(last) == "cancelled"


def test_a_cancellation_that_leaves_every_title_open_asks_nothing_more(editor, to_come):
    """Two events are still to come."""
    early = Session.objects.get(event__slug="germany", code="R1")
    Session.objects.filter(pk=early.pk).update(state="scheduled")
    Session.objects.filter(event__slug="russia").update(state="scheduled")
    forget_results(session=early)
    forget_results(session__event__slug="russia")
    forget_results(session__event__slug="italy")
    page = editor.get(at(early))
    assert editor.post(at(early), cancel(page)).status_code == 302
    assert state_of(early) == "cancelled"


def test_a_champion_by_results_that_are_not_official_is_one_provisionally(editor, to_come):
    publish_again(Session.objects.get(event__slug="italy", code="R2"), status="provisional")
    first, last = to_come
    Session.objects.filter(pk=first.pk).update(state="cancelled")
    lines = ticks(editor.post(at(last), cancel(editor.get(at(last)))))
    assert any("is champion provisionally; not every classification is official." in line for line in lines.values())


def test_the_sessions_own_page_asks_as_well(editor, filled, said, to_come):
    first, last = to_come
    Session.objects.filter(pk=first.pk).update(state="cancelled")
    address = reverse("admin:championship_session_change", args=[last.pk])
    typed = {"state": "cancelled", "move": "correction"}
    asked = editor.post(address, filled(editor.get(address), **typed))
    assert said(asked) == [ASKS]
    assert state_of(last) == "scheduled"
    answer = editor.post(address, filled(asked, crowning=list(ticks(asked))))
    assert answer.status_code == 302
    assert state_of(last) == "cancelled"


@pytest.mark.parametrize("way", ["event", "rows"])
def test_the_events_page_asks_for_the_event_and_for_its_rows(editor, filled, said, to_come, way):
    """Nothing but the two races is left: the event called off, or both of its rows, decides the same."""
    event = Event.objects.get(slug="russia")
    address = reverse("admin:championship_event_change", args=[event.pk])
    form = filled(editor.get(address))
    typed = {"move": "correction"}
    if way == "event":
        typed |= {"status": "cancelled", "number": ""}
    for race in to_come if way == "rows" else ():
        row = next(name for name, value in form.items() if name.endswith("-id") and value == str(race.pk))
        typed[row.removesuffix("id") + "state"] = "cancelled"
    asked = editor.post(address, form | typed)
    assert said(asked) == [ASKS]
    assert any(CHAMPION in line for line in ticks(asked).values())
    assert Session.objects.filter(pk__in=[race.pk for race in to_come], state="scheduled").count() == 2
    assert editor.post(address, filled(asked, crowning=list(ticks(asked)))).status_code == 302
