"""The editors' first page: what is on, what waits, and what was done."""

from zoneinfo import ZoneInfo

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from championship.models import Event, Session
from championship.publishing import publish
from championship.rules import Line
from news.models import Article
from tests.accounts import staff
from tests.admin.race_control import at, words
from tests.admin.test_admin_pages import unclean

pytestmark = pytest.mark.django_db


def test_it_leads_to_the_session_that_is_live(editor, new_race):
    Session.objects.filter(pk=new_race.pk).update(state="live")
    answer = editor.get("/admin/")
    assert unclean(answer) == []
    assert "Now Race of Russia 2021: Race 1" in words(answer)
    assert f'<a class="desk-large" href="{at(new_race)}">' in answer.content.decode()
    assert "Race of Russia 2021: Race 1 its day has passed, and it is not finished" in words(answer)


def test_it_says_what_waits_and_what_is_unknown(editor, race):
    before = words(editor.get("/admin/"))
    assert "Every result is official." in before
    assert "Race of Russia 2021: Race 1 3 places not on record" in before
    publish(race, [Line(race.event.event_entries.first().pk, 1)], status="provisional", reason="Test")
    Article.objects.filter(pk=Article.objects.first().pk).update(publish_at=None)
    after = words(editor.get("/admin/"))
    assert "Waiting to be made official 1 Race of Russia 2021: Race 1 provisional" in after
    assert "Drafts and scheduled 1" in after


def test_a_finished_session_without_a_classification_is_named(editor, new_race):
    Session.objects.filter(pk=new_race.pk).update(state="finished")
    assert "Race of Russia 2021: Race 1 finished, and without a classification" in words(editor.get("/admin/"))


def test_a_session_of_an_event_that_is_off_is_neither_next_nor_late(editor, new_race):
    late = "Race of Russia 2021: Race 1 its day has passed, and it is not finished"
    assert late in words(editor.get("/admin/"))
    Event.objects.filter(pk=new_race.event_id).update(status="postponed")
    assert late not in words(editor.get("/admin/"))
    # The day of the circuit, which in Sochi begins three hours before that of UTC.
    today = timezone.now().astimezone(ZoneInfo(new_race.event.circuit.timezone)).date()
    Session.objects.filter(pk=new_race.pk).update(date=today)
    assert "Next Race of Russia" not in words(editor.get("/admin/"))
    Event.objects.filter(pk=new_race.event_id).update(status="scheduled")
    assert "Next Race of Russia 2021: Race 1" in words(editor.get("/admin/"))


def test_the_last_changes_lead_to_where_they_are_taken_back(editor, race, admin_user):
    editor.post(at(race), {"do": "status", "follows": "2", "to": "under-investigation"})
    answer = editor.get("/admin/")
    assert f"{admin_user.get_username()} published classification 3" in words(answer)
    assert f'<a href="{at(race)}#classifications">' in answer.content.decode()


def test_it_costs_the_same_whatever_there_is(editor, race):
    editor.get("/admin/")
    with CaptureQueriesContext(connection) as few:
        editor.get("/admin/")
    for number in range(3):
        publish(race, [Line(race.event.event_entries.first().pk, 1)], status="provisional", reason=f"Test {number}")
        editor.post(at(race), {"do": "status", "follows": str(3 + 2 * number), "to": "official"})
    with CaptureQueriesContext(connection) as many:
        editor.get("/admin/")
    assert len(many) == len(few) <= 8


def test_who_may_not_publish_sees_only_the_list_of_what_they_may(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("writer", is_staff=True))
    answer = client.get("/admin/")
    assert answer.status_code == 200
    assert "Last changes" not in words(answer)


def test_who_may_see_no_drafts_reads_none_of_their_headlines(client, race):
    """Neither among what waits nor among the last changes, where what was done to results stands all the same."""
    Article.objects.filter(pk=Article.objects.first().pk).update(title="A secret headline", publish_at=None)
    draft = Article.objects.get(title="A secret headline")
    writer = staff("news.view_article", "championship.add_classification", name="writer")
    LogEntry.objects.log_actions(writer.pk, [draft], CHANGE, "Wrote it.", single_object=True)
    client.force_login(staff("championship.add_classification"))
    client.post(at(race), {"do": "status", "follows": "2", "to": "under-investigation"})
    seen = words(client.get("/admin/"))
    assert "published classification 3" in seen
    assert "A secret headline" not in seen
    assert "Drafts and scheduled" not in seen
    client.force_login(writer)
    seen = words(client.get("/admin/"))
    assert "Drafts and scheduled 1 A secret headline draft" in seen
    assert "writer Wrote it." in seen
