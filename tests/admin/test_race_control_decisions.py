"""The stewards' decisions on race control's page, up to the story of Sochi entered by hand."""

from decimal import Decimal

import pytest

from championship.models import Adjustment, Penalty
from championship.publishing import publish
from championship.rules import Line
from championship.season.reading import load_year
from tests.admin.race_control import at, buttons, decided, forms, order, preview, publish_previewed, sent_by, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def cars(race):
    """The ids of the cars on the event's list, by number."""
    return {entry.number: str(entry.pk) for entry in race.event.event_entries.all()}


def decide(editor, session, **typed):
    return editor.post(at(session), decided(editor.get(at(session)), **typed) | {"do": "decide-preview"})


def carry_out(editor, session, answer, *, ticked=False, **typed):
    tick = {"seen": "1"} if ticked else {}
    return editor.post(at(session), decided(answer, **typed) | {"do": "decide-publish"} | tick, follow=True)


def test_a_time_penalty_where_the_times_allow(editor, race, cars):
    answer = decide(editor, race, car=cars[69], kind="time", seconds="3", reason="Contact")
    text = words(answer)
    # 1.403 and 3 seconds: behind Magnus at 2.737, ahead of Berthon at 4.492.
    assert "Vernay 2 → 3" in text
    page = carry_out(editor, race, answer)
    assert "Classification 3 is published as official." in words(page)
    assert order(race)[:4] == [(number, place, "classified") for place, number in enumerate((96, 16, 69, 17), 1)]
    penalty = Penalty.objects.latest("pk")
    assert (penalty.kind, penalty.seconds, penalty.position_before, penalty.position_after, penalty.reason) == (
        "time", Decimal(3), 2, 3, "Contact",
    )  # fmt: skip
    assert race.classifications.get(number=3).reason == (
        "Jean-Karl Vernay: 3 seconds: Contact. 2nd on the road, 3rd in the result."
    )


def test_missing_gaps_are_asked_for_by_name(editor, race, cars):
    answer = decide(editor, race, car=cars[68], kind="time", seconds="5", reason="Contact")
    assert "The times on record don’t tell the new order. Missing:" in words(answer)
    assert "Frédéric Vervisch’s gap to first." in words(answer)
    assert not any("Publish" in one for one in buttons(answer) if "row" in one)
    told = editor.post(at(race), decided(answer, **{f"gap-{cars[22]}": "+12.500"}) | {"do": "decide-preview"})
    assert "The times on record don’t tell" not in words(told)
    page = carry_out(editor, race, told)
    assert "Classification 3 is published" in words(page)
    vervisch = race.classifications.get(number=3).results.get(event_entry=cars[22])
    assert vervisch.gap_ms == 12_500


def test_the_order_after_a_decision_may_be_any_order_by_hand(editor, race, cars):
    asked = decide(editor, race, car=cars[68], kind="time", seconds="5", reason="Contact")
    offered = editor.post(at(race), decided(asked) | {"do": "decide-hand"})
    # The order as it stands, in numbers; nothing to publish before it was previewed.
    assert decided(offered)["outcome-by_hand"].startswith("96 69 16 17 68 22 ")
    assert "Preview" in " ".join(buttons(offered))
    assert not any(one.startswith("Publish") and "row" in one for one in buttons(offered))
    by_hand = decided(offered)["outcome-by_hand"].replace("96 69 16 17 68 22", "69 96 16 22 17 68")
    answer = editor.post(at(race), decided(offered, by_hand=by_hand) | {"do": "decide-preview"})
    assert "Ehrlacher 5 → 6" in words(answer)
    carry_out(editor, race, answer)
    assert [number for number, place, _ in order(race)[:6]] == [69, 96, 16, 22, 17, 68]
    penalty = Penalty.objects.latest("pk")
    assert (penalty.position_before, penalty.position_after) == (5, 6)


@pytest.mark.parametrize(
    ("by_hand", "sentence"),
    [
        ("96 69", "Gilles Magnus has a place and is not in the order by hand."),
        ("96 777", "No car on the list has number 777."),
        ("96 / 69", "Only the cars with a place: leave out the retired and the others."),
    ],
)
def test_an_order_by_hand_that_is_none_is_said_and_kept(editor, race, cars, by_hand, sentence):
    answer = decide(editor, race, car=cars[68], kind="time", seconds="5", reason="Contact", by_hand=by_hand)
    assert sentence in words(answer)
    assert decided(answer)["outcome-by_hand"] == by_hand
    carry_out(editor, race, answer)
    assert race.classifications.count() == 2


def test_a_document_with_several_decisions_is_one_publication(editor, race, cars, admin_user):
    first = decided(editor.get(at(race)), car=cars[69], kind="time", seconds="3", reason="Contact")
    second = editor.post(at(race), first | {"do": "decide-add"})
    typed = decided(
        second, 1, car=cars[86], kind="drive-through", seconds="30", reason="Start", document="https://example.org/9"
    )
    third = editor.post(at(race), typed | {"do": "decide-add"})
    assert "Jean-Karl Vernay: 3 seconds: Contact." in words(third)
    typed = decided(third, 2, car=cars[68], kind="points", points="3", reason="Third reprimand")
    fourth = editor.post(at(race), typed | {"do": "decide-add"})
    # The fourth was one too many.
    dropped = editor.post(at(race), decided(fourth) | {"do": "decide-drop-3"})
    answer = editor.post(at(race), decided(dropped) | {"do": "decide-preview"})
    text = words(answer)
    assert "Vernay 2 → 3" in text
    assert "Ehrlacher 1 223 → 220" in text
    page = carry_out(editor, race, answer)
    assert "Classification 3 is published as official." in words(page)
    assert race.classifications.count() == 3
    penalties = Penalty.objects.order_by("-order")[:3]
    assert [(one.kind, one.seconds, one.points, one.document) for one in reversed(penalties)] == [
        ("time", Decimal(3), None, ""), ("drive-through", Decimal(30), None, "https://example.org/9"),
        ("points", None, Decimal(3), ""),
    ]  # fmt: skip
    assert Adjustment.objects.latest("pk").points == -3
    reason = race.classifications.get(number=3).reason
    assert reason == (
        "Jean-Karl Vernay: 3 seconds: Contact. 2nd on the road, 3rd in the result. "
        "Esteban Guerrieri: A drive-through, turned into 30 seconds: Start. Yann Ehrlacher: 3 points taken: Third "
        "reprimand."
    )


def test_what_is_wrong_with_one_of_several_decisions_stops_them_all(editor, race, cars):
    first = decided(editor.get(at(race)), car=cars[69], kind="time", seconds="3", reason="Contact")
    second = editor.post(at(race), first | {"do": "decide-add"})
    answer = editor.post(at(race), decided(second, 1, car=cars[68], kind="time") | {"do": "decide-preview"})
    assert "How many seconds?" in words(answer)
    kept = decided(answer)
    assert (kept["decision-0-reason"], kept["decision-1-car"]) == ("Contact", cars[68])
    carry_out(editor, race, answer)
    assert (race.classifications.count(), race.penalties.count()) == (2, 2)


def test_a_page_opened_for_the_decisions_that_a_browser_kept_has_room_for_them(editor, race):
    page = editor.get(at(race), {"decision": ["0", "2", "x"]})
    assert decided(page)["decision"] == ["0", "2"]
    assert len(decided(editor.get(at(race), {"decision": [str(one) for one in range(99)]}))["decision"]) == 30


def test_a_disqualification(editor, race, cars):
    answer = decide(editor, race, car=cars[96], kind="disqualification", reason="Ride height")
    assert "Azcona 1 → DSQ" in words(answer)
    # Everybody moves up, and so do the places not on record: a warning that the order before did not have.
    assert "Nobody is 15th." in words(answer)
    assert "Read the warnings, and tick that it is right as it stands." in words(carry_out(editor, race, answer))
    assert race.classifications.count() == 2
    carry_out(editor, race, answer, ticked=True)
    assert order(race)[0] == (69, 1, "classified")
    assert (96, None, "disqualified") in order(race)


def test_points_are_taken_from_the_titles_that_are_named(editor, race, cars):
    before = {row.competitor: row.points for row in load_year(2021).standings["drivers"].tables[-1].rows}
    answer = decide(editor, race, car=cars[68], kind="points", points="3", reason="Third reprimand")
    text = words(answer)
    assert "Nobody has another place." in text
    assert "Ehrlacher 1 223 → 220" in text
    carry_out(editor, race, answer)
    adjustment = Adjustment.objects.latest("pk")
    assert (adjustment.title.slug, adjustment.driver.slug, adjustment.points, adjustment.kind, adjustment.after) == (
        "drivers", "yann-ehrlacher", Decimal(-3), "deduction", race,
    )  # fmt: skip
    assert Penalty.objects.latest("pk").points == 3
    after = {row.competitor: row.points for row in load_year(2021).standings["drivers"].tables[-1].rows}
    assert after == before | {"yann-ehrlacher": Decimal(220)}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"kind": "time"}, "How many seconds?"),
        ({"kind": "places"}, "How many?"),
        ({"kind": "points", "points": "3", "titles": "trophy"}, "Yann Ehrlacher is not in this title: Trophy."),
        ({"kind": "points"}, "How many?"),
        ({"kind": "time", "seconds": "5", "reason": ""}, "This field is required."),
    ],
)
def test_what_a_decision_lacks_stands_beside_it_and_nothing_is_written(editor, race, cars, typed, sentence):
    typed = {"car": cars[68], "reason": "Contact"} | typed
    answer = decide(editor, race, **typed)
    assert sentence in words(answer)
    assert decided(answer)["decision-0-reason"] == typed["reason"]
    carry_out(editor, race, answer)
    assert (race.classifications.count(), race.penalties.count()) == (2, 2)


def test_a_decision_that_was_overtaken_waits(editor, race, cars):
    answer = decide(editor, race, car=cars[96], kind="disqualification", reason="Ride height")
    publish(race, [Line(int(cars[96]), 1)], status="provisional", by="bert", reason="Bert was here")
    page = carry_out(editor, race, answer)
    assert "Somebody else published while you were writing" in words(page)
    assert (race.classifications.count(), race.penalties.count()) == (3, 2)
    assert decided(page)["decision-0-reason"] == "Ride height"


def test_nothing_of_a_decision_is_written_when_the_database_refuses_part_of_it(editor, race, cars, monkeypatch):
    answer = decide(editor, race, car=cars[96], kind="disqualification", reason="Ride height")

    def refuse(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(Penalty, "save", refuse)
    with pytest.raises(RuntimeError):
        carry_out(editor, race, answer, ticked=True)
    assert (race.classifications.count(), race.penalties.count()) == (2, 2)


def test_the_same_decision_twice_is_asked_about(editor, race, cars):
    taken = {"car": cars[69], "kind": "places", "places": "1", "reason": "Contact"}
    carry_out(editor, race, decide(editor, race, **taken), ticked=True)
    assert race.classifications.count() == 3
    answer = decide(editor, race, **taken | {"reason": "Contact with Vervisch"})
    assert (
        "Jean-Karl Vernay has it already: One place in the result: Contact. 2nd on the road, 3rd in the result. "
        "Is this another one?"
    ) in words(answer)
    carry_out(editor, race, answer)
    assert race.classifications.count() == 3
    carry_out(editor, race, answer, ticked=True)
    assert race.classifications.count() == 4
    assert "has it already" not in words(decide(editor, race, **taken | {"places": "2"}))


def test_a_decision_before_any_result_is_recorded_by_itself(editor, new_race, cars):
    answer = decide(editor, new_race, car=cars[29], kind="grid", places="3", reason="Engine changed")
    assert "the decision is recorded by itself" in words(answer)
    page = carry_out(editor, new_race, answer)
    assert "recorded a decision: Néstor Girolami: Three places back on the grid: Engine changed." in words(page)
    assert (new_race.penalties.get().places, new_race.classifications.count()) == (3, 0)


def test_the_story_of_sochi_race_1_entered_by_hand_gives_the_published_tables(editor, race, cars, request):
    tables = _tables()
    road = race.classifications.get(number=1)
    placed = dict(road.results.exclude(position=None).values_list("position", "event_entry__number"))
    typed = " ".join(str(placed.get(place, "?")) for place in range(1, max(placed) + 1)) + " / 86 79 dns 18"
    session = request.getfixturevalue("new_race")
    assert _tables() != tables

    page = publish_previewed(editor, session, preview(editor, session, "numbers", typed), seen="1")
    assert "Classification 1 is published as provisional." in words(page)
    answer = decide(editor, session, car=cars[22], kind="time", seconds="5", reason="Contact with Girolami")
    assert "The times on record don’t tell the new order. Missing:" in words(answer)
    answer = editor.post(at(session), decided(answer) | {"do": "decide-hand"})
    on_the_road = decided(answer)["outcome-by_hand"]
    assert on_the_road.startswith("96 69 22 16 17 68 ")
    by_hand = on_the_road.replace("69 22 16 17 68", "69 16 17 68 22")
    answer = editor.post(at(session), decided(answer, by_hand=by_hand) | {"do": "decide-preview"})
    assert "Vervisch 3 → 6" in words(answer)
    page = carry_out(editor, session, answer)
    answer = decide(editor, session, car=cars[29], kind="grid", places="3", reason="Contact")
    page = carry_out(editor, session, answer)
    (form,) = (one for one in forms(page) if sent_by(one).get("do") == "status")
    page = editor.post(at(session), sent_by(form) | {"to": "official"}, follow=True)

    assert [one[0] for one in order(session)[:6]] == [96, 69, 16, 17, 68, 22]
    assert session.classifications.order_by("number").last().status == "official"
    assert [int(row.points) for row in load_year(2021).standings["drivers"].tables[-1].rows[:5]] == [
        223, 195, 177, 169, 167,
    ]  # fmt: skip
    assert _tables() == tables
    log = words(page)
    assert "as official: Made official." in log
    assert "as provisional: Frédéric Vervisch: 5 seconds: Contact with Girolami. 3rd on the road, 6th" in log


def _tables():
    season = load_year(2021)
    return {
        title.slug: [(row.position, row.competitor, row.points) for row in season.standings[title.slug].tables[-1].rows]
        for title in season.titles
    }
