"""Decisions taken back and amended on race control's page, and the orders that they take along."""

from decimal import Decimal

import html5lib
import pytest
from django.contrib.auth.models import Permission

from championship.models import Adjustment, Penalty
from championship.season.reading import load_year
from tests.accounts import staff
from tests.admin.race_control import at, buttons, forms, order, sent_by, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def cars(race):
    return {entry.number: str(entry.pk) for entry in race.event.event_entries.all()}


def withdrawing(editor, session, penalty):
    """The form in which a decision is taken back, as it begins."""
    return editor.get(at(session), {"withdraw": penalty.pk})


def sent(answer, **typed):
    (form,) = (form for form in forms(answer) if (form.get("id") or "").startswith("withdrawal-"))
    return sent_by(form) | typed


def withdraw(editor, session, penalty, *, reason="The video shows no contact", ticked=False, **typed):
    """From the first touch to the order that follows."""
    typed |= {"withdrawal-reason": reason}
    answer = editor.post(at(session), sent(withdrawing(editor, session, penalty), do="decide-preview", **typed))
    return editor.post(at(session), sent(answer, do="decide-publish", seen="1", **typed), follow=True), answer


def deciding(editor, session, **typed):
    (form,) = (form for form in forms(editor.get(at(session))) if form.get("id") == "decision")
    fields = {f"decision-0-{name}": value for name, value in typed.items()}
    answer = editor.post(at(session), sent_by(form) | fields | {"do": "decide-preview"})
    (form,) = (form for form in forms(answer) if form.get("id") == "decision")
    return editor.post(at(session), sent_by(form) | {"do": "decide-publish", "seen": "1"}, follow=True)


def table(title="drivers"):
    return {row.competitor: row.points for row in load_year(2021).standings[title].tables[-1].rows}


def test_sochi_race_1_without_its_penalty_and_with_it_again(editor, race):
    published = {title: table(title) for title in ("drivers", "teams", "junior", "trophy")}
    top = [int(points) for points in published["drivers"].values()][:5]
    assert top == [223, 195, 177, 169, 167]
    vervisch = race.penalties.get(kind="time")

    page, preview = withdraw(editor, race, vervisch)
    # He was third on the road, and that no gap is on record matters to nobody.
    assert "Vervisch 6 → 3" in words(preview)
    assert "Classification 3 is published as official." in words(page)
    assert [number for number, _place, _status in order(race)[:6]] == [96, 69, 22, 16, 17, 68]
    # Third place is worth 16 and not 10; each of the three who were ahead of him loses a place.
    moved = {"frederic-vervisch": 6, "gilles-magnus": -3, "nathanael-berthon": -2, "yann-ehrlacher": -1}
    assert {driver: points - published["drivers"][driver] for driver, points in table().items()} == {
        driver: moved.get(driver, 0) for driver in published["drivers"]
    }
    assert [int(points) for points in table().values()][:5] == [222, 201, 177, 169, 167]
    moved = {"comtoyou-team-audi-sport": 3, "comtoyou-dhl-team-audi-sport": -2, "cyan-racing-lynk-and-co": -1}
    assert {team: points - published["teams"][team] for team, points in table("teams").items()} == {
        team: moved.get(team, 0) for team in published["teams"]
    }
    vervisch.refresh_from_db()
    assert (vervisch.withdrawn_by, vervisch.withdrawn_reason) == ("admin", "The video shows no contact")
    assert race.classifications.get(number=3).reason == (
        "Frédéric Vervisch: 5 seconds. Withdrawn: The video shows no contact."
    )

    # Given again: the times do not tell the order, so the editor does.
    cars = {entry.number: str(entry.pk) for entry in race.event.event_entries.all()}
    by_hand = {"decision-0-car": cars[22], "decision-0-kind": "time", "decision-0-seconds": "5",
               "decision-0-reason": "Contact"}  # fmt: skip
    (form,) = (form for form in forms(editor.get(at(race))) if form.get("id") == "decision")
    answer = editor.post(at(race), sent_by(form) | by_hand | {"do": "decide-hand"})
    (form,) = (form for form in forms(answer) if form.get("id") == "decision")
    placed = sent_by(form)["outcome-by_hand"].replace("22 16 17 68", "16 17 68 22")
    answer = editor.post(at(race), sent_by(form) | {"outcome-by_hand": placed, "do": "decide-preview"})
    (form,) = (form for form in forms(answer) if form.get("id") == "decision")
    editor.post(at(race), sent_by(form) | {"do": "decide-publish", "seen": "1"})
    assert {title: table(title) for title in published} == published
    again = race.penalties.latest("pk")
    assert (again.position_before, again.position_after, again.came_with) == (3, 6, 4)

    # And taken back once more, by what was recorded of it.
    withdraw(editor, race, again)
    assert [int(points) for points in table().values()][:5] == [222, 201, 177, 169, 167]


def test_readers_see_it_struck_through_with_date_and_reason(editor, client, race):
    withdraw(editor, race, race.penalties.get(kind="time"))
    Penalty.objects.filter(session=race, kind="time").update(
        withdrawn_at="2021-12-01T22:30:00Z", withdrawn_reason_sv="Filmen visar ingen kontakt."
    )
    for address, when, why in (
        ("/2021/russia/race-1/", "Withdrawn on 2 December 2021: The video shows no contact.", "Frédéric Vervisch: 5"),
        (
            "/sv/2021/russia/race-1/",
            "Återkallat den 2 december 2021: Filmen visar ingen kontakt.",
            "Frédéric Vervisch: 5",
        ),
        ("/2021/russia/", "Withdrawn on 2 December 2021: The video shows no contact.", "Frédéric Vervisch , Race 1: 5"),
    ):
        answer = client.get(address)
        page = html5lib.parse(answer.content.decode(), namespaceHTMLElements=False)
        struck = [" ".join("".join(one.itertext()).split()) for one in page.iter("s")]
        assert [one for one in struck if one.replace(" ,", ",").startswith(why.replace(" ,", ","))], struck
        assert when in words(answer)
        # The other one stands.
        assert not any("Girolami" in one for one in struck)
    assert "lost third place to a penalty" not in words(client.get("/2021/russia/race-1/"))
    assert "5 seconds" not in words(client.get("/2021/results/")).partition("Vervisch: 5")[2]


def test_an_amended_decision_names_the_one_that_it_replaces(editor, race, cars):
    deciding(editor, race, car=cars[69], kind="places", places="2", reason="Contact")
    first = race.penalties.latest("pk")
    assert [number for number, *_ in order(race)[:4]] == [96, 16, 17, 69]
    typed = {"withdrawal-reason": "One place, as the document has it"}
    answer = editor.post(at(race), sent(withdrawing(editor, race, first), do="decide-amend", **typed))
    amended = sent(answer)
    assert (amended["decision-0-car"], amended["decision-0-places"], amended["decision-0-reason"]) == (
        cars[69], "2", "Contact",
    )  # fmt: skip
    answer = editor.post(at(race), amended | {"decision-0-places": "1", "do": "decide-preview"})
    assert "Vernay 4 → 3" in words(answer)
    editor.post(at(race), sent(answer, do="decide-publish", seen="1"))
    assert [number for number, *_ in order(race)[:4]] == [96, 16, 69, 17]
    first.refresh_from_db()
    assert first.is_withdrawn
    assert (first.replaced_by.places, first.replaced_by.position_after) == (1, 3)


def test_points_that_came_with_it_go_along(editor, race, cars):
    before = table()
    deciding(editor, race, car=cars[68], kind="points", points="3", reason="Third reprimand")
    assert table()["yann-ehrlacher"] == before["yann-ehrlacher"] - 3
    _page, preview = withdraw(editor, race, race.penalties.latest("pk"))
    assert "Ehrlacher 1 220 → 223" in words(preview)
    assert table() == before
    # The row stays, and counts no more.
    assert Adjustment.objects.latest("pk").points == -3
    assert race.classifications.count() == 4


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        ("reprimand", {}, "A reprimand: Late"),
        ("warning", {}, "A warning: Late"),
        ("no-further-action", {}, "No further action: Late"),
        ("fine", {"fine": "1500", "currency": "EUR"}, "A fine of 1,500 EUR: Late"),
        ("fine", {}, "A fine, its amount not on record: Late"),
        ("grid", {"places": "3"}, "Three places back on the grid: Late"),
    ],
)
def test_what_moves_nothing_makes_no_classification_and_neither_does_its_withdrawal(
    editor, client, race, cars, kind, typed, sentence
):
    page = deciding(editor, race, car=cars[68], kind=kind, reason="Late", **typed)
    assert "The decision is recorded." in words(page)
    assert f"Yann Ehrlacher: {sentence}." in words(client.get("/2021/russia/race-1/"))
    page, preview = withdraw(editor, race, race.penalties.latest("pk"))
    assert "It moves nothing: it is recorded, and the classification stays as it is." in words(preview)
    assert "Withdraw the decision" in buttons(preview)
    assert "The decision is withdrawn." in words(page)
    assert "withdrew a decision: Yann Ehrlacher" in words(page)
    assert race.classifications.count() == 2


@pytest.mark.parametrize(
    ("named", "name", "slug"),
    [
        ("", "Name not on record", None),
        ("The team principal of Zengő", "The team principal of Zengő", None),
        ("Andreas Bäckman", "Andreas Bäckman", "andreas-backman"),
    ],
)
def test_somebody_who_is_not_on_the_list_and_a_name_that_is_not_known(editor, client, race, named, name, slug):
    deciding(editor, race, car="0", named=named, kind="fine", fine="500", reason="Paddock")
    penalty = race.penalties.latest("pk")
    assert (penalty.event_entry, penalty.driver and penalty.driver.slug) == (None, slug)
    assert f"{name}: A fine of 500 EUR: Paddock." in words(client.get("/2021/russia/race-1/"))
    assert race.classifications.count() == 2


def test_an_order_that_cannot_be_known_is_said_and_given_by_hand(editor, race):
    vervisch = race.penalties.get(kind="time")
    # As loaded where the place on the road is not on record.
    Penalty.objects.filter(pk=vervisch.pk).update(position_before=None, position_after=None)
    typed = {"withdrawal-reason": "No contact"}
    answer = editor.post(at(race), sent(withdrawing(editor, race, vervisch), do="decide-preview", **typed))
    assert "The times on record don’t tell the new order. Missing:" in words(answer)
    assert "Frédéric Vervisch’s gap to first." in words(answer)
    answer = editor.post(at(race), sent(answer, do="decide-hand"))
    by_hand = sent(answer)["outcome-by_hand"].replace("16 17 68 22", "22 16 17 68")
    answer = editor.post(at(race), sent(answer, **{"outcome-by_hand": by_hand, "do": "decide-preview"}))
    editor.post(at(race), sent(answer, do="decide-publish", seen="1"))
    assert [number for number, *_ in order(race)[:6]] == [96, 69, 22, 16, 17, 68]


def test_a_withdrawal_needs_a_reason_and_its_own_permission(client, editor, race):
    vervisch = race.penalties.get(kind="time")
    answer = editor.post(at(race), sent(withdrawing(editor, race, vervisch), do="decide-preview"))
    assert "This field is required." in words(answer)
    may = ["championship.add_classification", "championship.add_penalty", "championship.add_adjustment"]
    user = staff(*may, name="steward")
    client.force_login(user)
    assert "Withdraw or amend" not in words(client.get(at(race)))
    refused = {"do": "decide-publish", "withdrawn": vervisch.pk, "withdrawal-reason": "Mine", "follows": "2",
               "outcome-new_status": "official"}  # fmt: skip
    assert client.post(at(race), refused).status_code == 403
    assert not race.penalties.exclude(withdrawn_reason="").exists()
    user.user_permissions.add(Permission.objects.get(codename="withdraw_penalty"))
    assert "Withdraw or amend" in words(client.get(at(race)))


def test_of_two_editors_who_withdraw_the_same_one_is_told(editor, race):
    vervisch = race.penalties.get(kind="time")
    late = sent(withdrawing(editor, race, vervisch), **{"withdrawal-reason": "Mine", "do": "decide-preview"})
    withdraw(editor, race, vervisch)
    page = editor.post(at(race), late, follow=True)
    assert "Somebody was quicker: that decision is withdrawn already." in words(page)
    assert race.classifications.count() == 3


def going_back(editor, session, number):
    return next(
        sent_by(form)
        for form in forms(editor.get(at(session)))
        if sent_by(form).get("do") == "revert" and sent_by(form)["number"] == str(number)
    )


def test_going_back_asks_about_every_decision_that_it_contradicts(editor, race):
    vervisch = race.penalties.get(kind="time")
    back = going_back(editor, race, 1) | {"reason": "Appeal upheld"}
    asked = editor.post(at(race), back)
    assert "Say what becomes of it: Frédéric Vervisch, 5 seconds" in words(asked)
    assert race.classifications.count() == 2
    # What moves nobody is contradicted by no order.
    assert "Say what becomes of it: Néstor Girolami" not in words(asked)
    editor.post(at(race), back | {f"contradicts-{vervisch.pk}": "withdraw"})
    vervisch.refresh_from_db()
    assert (vervisch.withdrawn_reason, race.classifications.count()) == ("Appeal upheld", 3)
    # The order with the penalty is one that was withdrawn since: it is given again, or stays so.
    back = going_back(editor, race, 2) | {"reason": "Appeal turned down"}
    assert "Say what becomes of it: Frédéric Vervisch" in words(editor.post(at(race), back))
    editor.post(at(race), back | {f"contradicts-{vervisch.pk}": "again"})
    again = race.penalties.latest("pk")
    assert (again.seconds, again.is_withdrawn, again.replaces, again.came_with) == (Decimal(5), False, vervisch, 4)
    assert [int(points) for points in table().values()][:5] == [223, 195, 177, 169, 167]


def test_going_back_may_leave_a_decision_as_it_is(editor, race):
    vervisch = race.penalties.get(kind="time")
    back = going_back(editor, race, 1) | {"reason": "Typing error", f"contradicts-{vervisch.pk}": "stays"}
    editor.post(at(race), back)
    vervisch.refresh_from_db()
    assert not vervisch.is_withdrawn
    assert race.classifications.count() == 3
