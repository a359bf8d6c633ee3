"""What an editor writes for readers: in English and in Swedish, and nothing that no page can hold."""

import pytest

from championship.models import LiveOrder, Penalty, Session
from tests.admin.race_control import at, decided, filled, forms, preview, publish_previewed, sent_by, stays, words

pytestmark = pytest.mark.django_db

READERS_PAGE = "/2021/russia/race-1/"
IN_SWEDISH = "Filmen visar <b>ingen</b> kontakt"
# A colour of a terminal, and a vertical tab of a word processor.
UNWRITABLE = ("Contact\x1b[31m", "Con\x0btact")


def going_back(editor, race):
    (form,) = (one for one in forms(editor.get(at(race))) if sent_by(one).get("do") == "revert")
    return sent_by(form) | stays(race)


def test_an_order_has_its_reason_in_swedish(editor, client, race):
    shown = preview(editor, race, "numbers", "96 69 22")
    assert "Say why it replaces classification 2" in words(
        publish_previewed(editor, race, shown, reason_sv=IN_SWEDISH, seen="on")
    )
    refused = publish_previewed(editor, race, shown, reason="x", reason_sv="å" * 251, seen="on")
    assert "The reason in Swedish is too long: at most 250 letters." in words(refused)
    assert filled(refused)["reason_sv"] == "å" * 251
    publish_previewed(editor, race, shown, reason="The video shows none", reason_sv=IN_SWEDISH, seen="on")
    third = race.classifications.get(number=3)
    assert (third.reason, third.reason_sv) == ("The video shows none", IN_SWEDISH)
    assert IN_SWEDISH in words(client.get(f"/sv{READERS_PAGE}"))
    assert "The video shows none" in words(client.get(READERS_PAGE))


def test_what_is_wrong_with_the_lines_keeps_the_reasons(editor, race):
    shown = preview(editor, race, "numbers", "96 777", reason="Video", reason_sv=IN_SWEDISH)
    assert (filled(shown)["reason"], filled(shown)["reason_sv"]) == ("Video", IN_SWEDISH)


def test_going_back_has_its_reason_in_swedish_and_so_has_what_it_withdraws(editor, client, race):
    sent = going_back(editor, race)
    refused = editor.post(at(race), sent | {"reason": "", "reason_sv": IN_SWEDISH})
    assert going_back_again(refused)["reason_sv"] == IN_SWEDISH
    answers = dict.fromkeys(stays(race), "withdraw")
    editor.post(at(race), sent | answers | {"reason": "The video shows none", "reason_sv": IN_SWEDISH})
    assert race.classifications.get(number=3).reason_sv == IN_SWEDISH
    withdrawn = race.penalties.exclude(withdrawn_reason="")
    assert {one.withdrawn_reason_sv for one in withdrawn} == {IN_SWEDISH}
    assert f"{IN_SWEDISH}" in words(client.get(f"/sv{READERS_PAGE}"))


def going_back_again(answer):
    return next(sent_by(one) for one in forms(answer) if sent_by(one).get("do") == "revert")


@pytest.mark.parametrize("text", UNWRITABLE)
@pytest.mark.parametrize("field", ["reason", "reason_sv", "named"])
def test_a_decision_that_makes_no_classification_holds_no_sign_that_cannot_be_written(editor, race, text, field):
    whom = {"car": "0", "named": "A N Other"} if field == "named" else {}
    typed = {"kind": "reprimand", "reason": "Contact"} | whom | {field: text}
    page = editor.get(at(race))
    whose = {} if whom else {"car": race.event.event_entries.get(number=96).pk}
    before = Penalty.objects.count()
    answer = editor.post(at(race), decided(page, **whose, **typed) | {"do": "decide-publish"}, follow=True)
    assert "There is a sign that cannot be written, U+00" in words(answer)
    assert Penalty.objects.count() == before


@pytest.mark.parametrize("text", UNWRITABLE)
@pytest.mark.parametrize("field", ["reason", "reason_sv"])
def test_no_order_holds_such_a_sign(editor, race, text, field):
    shown = preview(editor, race, "numbers", "96 69 22")
    typed = {"reason": "Video", field: text}
    assert "cannot be written, U+00" in words(publish_previewed(editor, race, shown, seen="on", **typed))
    assert "cannot be written, U+00" in words(editor.post(at(race), going_back(editor, race) | typed, follow=True))
    assert race.classifications.count() == 2


@pytest.mark.parametrize("text", UNWRITABLE)
def test_no_line_of_commentary_holds_such_a_sign(editor, new_race, text):
    Session.objects.filter(pk=new_race.pk).update(state="live")
    page = editor.get(at(new_race))
    answer = editor.post(at(new_race), filled(page, do="send", numbers="96 69", commentary=text))
    assert "There is a sign that cannot be written" in words(answer)
    assert not LiveOrder.objects.filter(session=new_race).exists()
