"""Running orders, sent from race control's page while the session is live."""

import pytest
from django.contrib.auth.models import Permission

from championship.live import orders
from championship.models import LiveOrder, Session
from championship.publishing import publish
from championship.rules import Line
from tests.admin.race_control import at, buttons, filled, order, publish_previewed, words
from tests.admin.test_admin_pages import unclean

pytestmark = pytest.mark.django_db


@pytest.fixture
def race(new_race):
    """Race 1 at Sochi under way."""
    Session.objects.filter(pk=new_race.pk).update(state="live")
    new_race.refresh_from_db()
    return new_race


def send(editor, session, **typed):
    return editor.post(at(session), filled(editor.get(at(session)), do="send", **typed))


def running(session):
    """The numbers of the latest order with their gaps."""
    numbers = dict(session.event.event_entries.values_list("pk", "number"))
    return [(numbers[car], *gap) for car, *gap in session.live_orders.last().order]


def test_only_a_live_session_offers_it(editor, race):
    page = editor.get(at(race))
    assert buttons(page)[:4] == ["Flag: it is finished", "Back to scheduled", "Send the running order",
                                 "Preview it as the result"]  # fmt: skip
    assert unclean(page) == []
    assert "No running order has been sent yet." in words(page)
    Session.objects.filter(pk=race.pk).update(state="finished")
    assert "Send the running order" not in buttons(editor.get(at(race)))


def test_an_order_is_sent_and_the_page_is_ready_for_the_next(editor, race, admin_user):
    answer = send(editor, race, numbers="68, 22+1.409 69+1L / 86", lap="4", flag="yellow", commentary="Rain.",
                  paste="1 68 Ehrlacher")  # fmt: skip
    assert running(race) == [(68, None, None), (22, 1409, None), (69, None, 1)]
    sent = race.live_orders.get()
    assert (sent.lap, sent.flag, sent.commentary, sent.sent_by) == (4, "yellow", "Rain.", admin_user)
    text = words(answer)
    assert "Order 1 was sent at" in text
    assert f"by {admin_user.get_username()}. Rain." in text
    # The gaps were of that moment; all else goes on from it, and what else was typed stays.
    form = filled(answer)
    assert {name: form[name] for name in ("numbers", "lap", "flag", "commentary", "paste")} == {
        "numbers": "68 22 69", "lap": "4", "flag": "yellow", "commentary": "", "paste": "1 68 Ehrlacher",
    }  # fmt: skip
    assert filled(editor.get(at(race)))["numbers"] == "68 22 69"


def test_an_order_by_names_and_with_laps_down_is_read_as_a_result_is(editor, race):
    send(editor, race, numbers="Ehrlacher 22 +1 69")
    assert running(race) == [(68, None, None), (22, None, None), (69, None, 1)]


@pytest.mark.parametrize(
    ("typed", "sentences"),
    [
        (
            {"numbers": "68 68 777 Nobody 123456"},
            [
                "68 Yann Ehrlacher is in it twice.", "No car on the list has number 777.",
                "Nobody on the list is called “Nobody”.", "123456: No car has a number as long as this.",
            ],
        ),
        ({"numbers": "68 ? 22"}, ["A running order has no ? in it: leave the place out."]),
        ({"numbers": "? 22"}, ["A running order has no ? in it: leave the place out."]),
        ({"numbers": "/ 68"}, ["Write the numbers of the cars, first to last."]),
        ({"numbers": "68 22", "lap": "a"}, ["Enter a whole number."]),
        ({"numbers": "68 22", "flag": "blue"}, ["Select a valid choice. blue is not one of the available choices."]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_all_at_once_and_what_was_typed_stays(editor, race, typed, sentences):
    typed = {"lap": "4", "commentary": "Rain."} | typed
    answer = send(editor, race, **typed)
    text = words(answer)
    for sentence in sentences:
        assert sentence in text
    form = filled(answer)
    assert {name: form[name] for name in typed if name != "flag"} == {
        name: value for name, value in typed.items() if name != "flag"
    }
    assert not race.live_orders.exists()


def test_the_flag_fell_in_the_meantime(editor, race, monkeypatch):
    typed = filled(editor.get(at(race)), do="send", numbers="68 22", commentary="Rain.")
    Session.objects.filter(pk=race.pk).update(state="finished")
    answer = editor.post(at(race), typed)
    assert "The session is not live, so nothing was sent." in words(answer)
    assert (filled(answer)["numbers"], filled(answer)["commentary"]) == ("68 22", "Rain.")

    # Between reading and writing.
    Session.objects.filter(pk=race.pk).update(state="live")

    def refuse(*args, **kwargs):
        raise orders.OrderRefused

    monkeypatch.setattr(orders, "send", refuse)
    answer = editor.post(at(race), typed)
    assert "The session is not live any more, so nothing was sent." in words(answer)
    assert filled(answer)["commentary"] == "Rain."
    assert not LiveOrder.objects.exists()


def test_of_two_editors_the_second_is_told_what_the_first_sent(editor, race, django_user_model):
    bert = django_user_model.objects.create_superuser("bert")
    send(editor, race, numbers="68 22")
    typed = filled(editor.get(at(race)), do="send", numbers="69 68", lap="5", commentary="Rain.")
    orders.send(race.pk, [orders.Car(race.event.event_entries.get(number=22).pk)], by=bert.pk)
    answer = editor.post(at(race), typed)
    assert "bert sent an order at" in words(answer)
    assert ": 22 / 68. Yours was not sent: look, then send it again." in words(answer)
    assert (filled(answer)["numbers"], filled(answer)["commentary"]) == ("69 68", "Rain.")
    assert race.live_orders.count() == 2
    # Having seen it, the editor sends after it; one's own order, whose answer was lost, stops nobody.
    editor.post(at(race), filled(answer, do="send"))
    assert running(race) == [(69, None, None), (68, None, None)]
    editor.post(at(race), filled(answer, do="send"))
    assert race.live_orders.count() == 4


def test_the_last_order_is_the_result_to_begin_with_and_who_dropped_out_is_retired(editor, race):
    send(editor, race, numbers="68 22 69 86")
    send(editor, race, numbers="22 68 69")
    Session.objects.filter(pk=race.pk).update(state="finished")
    page = editor.get(at(race))
    assert filled(page)["numbers"] == "22 68 69 / 86"
    answer = editor.post(at(race), filled(page, do="preview-numbers"))
    publish_previewed(editor, race, answer, seen="1")
    assert order(race) == [(22, 1, "classified"), (68, 2, "classified"), (69, 3, "classified"), (86, None, "retired")]


def test_a_result_is_previewed_while_the_session_is_live_and_the_lap_stays(editor, race):
    page = editor.post(at(race), filled(editor.get(at(race)), do="preview-numbers", numbers="68 22", lap="9"))
    assert "Publish 2 rows as provisional" in buttons(page)
    assert filled(page)["lap"] == "9"


def test_with_a_result_published_the_box_is_empty_once_the_flag_has_fallen(editor, race):
    send(editor, race, numbers="68 22")
    publish(race, [Line(race.event.event_entries.first().pk, 1)], status="provisional")
    assert filled(editor.get(at(race)))["numbers"] == "68 22"
    Session.objects.filter(pk=race.pk).update(state="finished")
    assert filled(editor.get(at(race)))["numbers"] == ""


def test_only_those_who_may_send_do(client, race, django_user_model):
    writer = django_user_model.objects.create_user("writer", is_staff=True)
    writer.user_permissions.add(Permission.objects.get(codename="add_classification"))
    client.force_login(writer)
    assert "Send the running order" not in buttons(client.get(at(race)))
    assert client.post(at(race), {"do": "send", "numbers": "68 22", "flag": "green"}).status_code == 403
