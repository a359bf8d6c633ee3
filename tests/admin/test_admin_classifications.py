"""Classifications in the admin: led to race control to be published, then only read."""

import pytest
from django.urls import reverse

from championship.models import Classification, Season
from tests.admin.race_control import at, words

pytestmark = pytest.mark.django_db

ADD = "/admin/championship/classification/add/"


def test_adding_one_leads_to_the_sessions_and_their_race_control(editor):
    answer = editor.get(ADD, follow=True)
    assert answer.redirect_chain == [(reverse("admin:championship_session_changelist"), 302)]
    assert "Choose the session: a classification is published in its race control." in words(answer)
    assert "/race-control/" in answer.content.decode()


def test_only_those_who_may_publish_are_led_there(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("writer", is_staff=True))
    assert client.get(ADD).status_code == 403


def test_a_classification_shows_its_lines_and_leads_to_its_race_control(editor, race):
    page = editor.get(reverse("admin:championship_classification_change", args=[race.classifications.get(number=2).pk]))
    assert f'<a href="{at(race)}">Race control of this session</a>' in page.content.decode()
    for shown in ("Mikel Azcona", "31:18.657", "two sources"):
        assert shown in words(page)


def test_a_published_one_is_read_and_never_changed(editor, race):
    classification = race.classifications.first()
    change = reverse("admin:championship_classification_change", args=[classification.pk])
    before = list(classification.results.values())
    page = editor.get(change).content.decode()
    assert "Yann Ehrlacher" in page
    assert 'name="_save"' not in page
    assert "deletelink" not in page
    assert editor.post(change, {"status": "provisional", "number": "9"}).status_code == 403
    delete = reverse("admin:championship_classification_delete", args=[classification.pk])
    assert editor.post(delete, {"post": "yes"}).status_code == 403
    result = reverse("admin:championship_result_change", args=[classification.results.first().pk])
    assert editor.post(result, {"position": "9"}).status_code == 403
    listing = editor.get(reverse("admin:championship_classification_changelist"))
    assert "delete_selected" not in listing.content.decode()
    assert list(Classification.objects.get(pk=classification.pk).results.values()) == before


@pytest.mark.parametrize("owner", ["session", "event", "season"])
def test_nothing_that_a_published_one_hangs_on_can_be_deleted(editor, race, owner):
    pk = {"session": race.pk, "event": race.event_id, "season": race.event.season_id}[owner]
    delete = reverse(f"admin:championship_{owner}_delete", args=[pk])
    # No button, and no way round it.
    assert 'name="post"' not in editor.get(delete).content.decode()
    assert editor.post(delete, {"post": "yes"}).status_code in (200, 403)
    assert Season.objects.filter(year=2021).exists()
    assert race.classifications.exists()
