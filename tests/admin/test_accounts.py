"""What was done under an account's name stays, whatever becomes of the account."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.urls import reverse

from championship.live import orders
from championship.models import LiveOrder, Session
from tests.accounts import staff
from tests.admin.race_control import at, preview, publish_previewed, words

pytestmark = pytest.mark.django_db
USERS = "admin:auth_user_changelist"


@pytest.fixture
def published(client, editor, race):
    """Somebody's account, under which a result was published."""
    somebody = User.objects.create_superuser("mika", email="mika@example.org", password="secret")
    client.force_login(somebody)
    publish_previewed(client, race, preview(client, race, "numbers", "96 69 22"), seen="1", reason="Once more")
    assert race.classifications.count() == 3
    return somebody


def what_is_told(editor, race):
    return {
        "race control": "mika published classification 3" in words(editor.get(at(race))),
        "history": "published classification 3" in words(
            editor.get(reverse("admin:championship_session_history", args=[race.pk]))
        ) and "mika" in words(editor.get(reverse("admin:championship_session_history", args=[race.pk]))),
        "dashboard": "mika published classification 3" in words(editor.get(reverse("admin:index"))),
        "result": race.classifications.get(number=3).published_by == "mika",
    }  # fmt: skip


@pytest.mark.parametrize("delete", [User.delete, lambda user: User.objects.filter(pk=user.pk).delete()])
def test_deleting_an_account_takes_nothing_of_what_it_did(admin_client, published, race, delete):
    before = what_is_told(admin_client, race)
    assert before == dict.fromkeys(before, True)
    entries = LogEntry.objects.count()
    delete(published)
    assert what_is_told(admin_client, race) == before
    assert LogEntry.objects.count() == entries
    # The name alone is left of it: nobody signs in with it.
    heir = User.objects.get(username="mika")
    assert (heir.is_active, heir.has_usable_password(), heir.email, heir.is_superuser) == (False, False, "", False)


def test_who_sent_a_running_order_is_still_known(race):
    Session.objects.filter(pk=race.pk).update(state="live")
    sender = staff("championship.add_liveorder", name="mika")
    car = race.event.event_entries.first()
    orders.send(race.pk, (orders.Car(car.pk, None),), lap=1, flag="green", commentary="", by=sender.pk)
    sender.delete()
    assert LiveOrder.objects.get().sent_by.username == "mika"


def test_an_account_that_did_nothing_is_gone():
    staff(name="idle").delete()
    assert not User.objects.exists()


def test_accounts_are_shut_and_not_deleted_as_a_rule(admin_client, client, published, race):
    page = admin_client.get(reverse("admin:auth_user_delete", args=[published.pk]))
    assert page.status_code == 403
    listed = admin_client.get(reverse(USERS))
    assert "Shut the chosen accounts" in words(listed)
    assert "Delete selected" not in words(listed)
    chosen = list(User.objects.values_list("pk", flat=True))
    answer = admin_client.post(reverse(USERS), {"action": "shut", "_selected_action": chosen}, follow=True)
    assert "1 account is shut." in words(answer)
    assert "Your own account stays open." in words(answer)
    published.refresh_from_db()
    assert not published.is_active
    # A session that was open ends with it.
    assert client.get(at(race)).status_code == 302
    admin_client.post(reverse(USERS), {"action": "open_again", "_selected_action": [published.pk]})
    published.refresh_from_db()
    assert published.is_active
    assert client.get(at(race)).status_code == 200


def test_an_account_that_did_nothing_may_be_deleted(admin_client):
    idle = staff(name="idle")
    assert admin_client.get(reverse("admin:auth_user_delete", args=[idle.pk])).status_code == 200
    admin_client.post(reverse("admin:auth_user_delete", args=[idle.pk]), {"post": "yes"})
    assert not User.objects.filter(username="idle").exists()
