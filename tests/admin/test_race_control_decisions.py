"""The stewards' decisions on race control's page, up to the story of Sochi entered by hand."""

from decimal import Decimal

import pytest

from championship.models import Adjustment, Penalty
from championship.publishing import Line, publish
from championship.standings import load_year
from tests.admin.race_control import at, buttons, decided, forms, order, preview, publish_previewed, sent_by, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def cars(race):
    """The ids of the cars on the event's list, by number."""
    return {entry.number: str(entry.pk) for entry in race.event.event_entries.all()}


def decide(editor, session, **typed):
    return editor.post(at(session), decided(editor.get(at(session)), **typed) | {"do": "decide-preview"})


def carry_out(editor, session, answer, **typed):
    return editor.post(at(session), decided(answer, **typed) | {"do": "decide-publish"}, follow=True)


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


def test_a_disqualification(editor, race, cars):
    answer = decide(editor, race, car=cars[96], kind="disqualification", reason="Ride height")
    assert "Azcona 1 → DSQ" in words(answer)
    carry_out(editor, race, answer)
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
        ({"kind": "time", "seconds": "5", "place": "2"}, "A car can only go back"),
    ],
)
def test_what_a_decision_lacks_stands_beside_it_and_nothing_is_written(editor, race, cars, typed, sentence):
    typed = {"car": cars[68], "reason": "Contact"} | typed
    answer = decide(editor, race, **typed)
    assert sentence in words(answer)
    assert decided(answer)["decision-reason"] == typed["reason"]
    carry_out(editor, race, answer)
    assert (race.classifications.count(), race.penalties.count()) == (2, 2)


def test_a_decision_that_was_overtaken_waits(editor, race, cars):
    answer = decide(editor, race, car=cars[96], kind="disqualification", reason="Ride height")
    publish(race, [Line(int(cars[96]), 1)], status="provisional", by="bert", reason="Bert was here")
    page = carry_out(editor, race, answer)
    assert "Somebody else published while you were writing" in words(page)
    assert (race.classifications.count(), race.penalties.count()) == (3, 2)
    assert decided(page)["decision-reason"] == "Ride height"


def test_nothing_of_a_decision_is_written_when_the_database_refuses_part_of_it(editor, race, cars, monkeypatch):
    answer = decide(editor, race, car=cars[96], kind="disqualification", reason="Ride height")

    def refuse(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(Penalty, "save", refuse)
    with pytest.raises(RuntimeError):
        carry_out(editor, race, answer)
    assert (race.classifications.count(), race.penalties.count()) == (2, 2)


def test_a_decision_before_any_result_is_recorded_by_itself(editor, new_race, cars):
    answer = decide(editor, new_race, car=cars[29], kind="grid", places="3", reason="Engine changed")
    assert "the decision is recorded by itself" in words(answer)
    page = carry_out(editor, new_race, answer)
    assert "recorded a decision: Néstor Girolami: Three places on the grid: Engine changed." in words(page)
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
    answer = editor.post(at(session), decided(answer, place="6") | {"do": "decide-preview"})
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
    record = load_year(2021)
    return {
        title.slug: [(row.position, row.competitor, row.points) for row in record.standings[title.slug].tables[-1].rows]
        for title in record.titles
    }
