"""Race control as an editor uses it: a session's steps, three ways in, the preview, and what is published."""

import random
from datetime import date

import html5lib
import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from championship.models import Classification, Result, Session
from championship.publishing import publish
from championship.rules import Line
from tests.admin.race_control import (
    at,
    buttons,
    filled,
    forms,
    order,
    preview,
    publish_previewed,
    sent_by,
    stays,
    ticks,
    words,
)
from tests.admin.test_admin_pages import unclean
from tests.sample import sample

pytestmark = pytest.mark.django_db


def test_the_session_leads_to_its_race_control(editor, race):
    for page in (
        reverse("admin:championship_session_change", args=[race.pk]),
        reverse("admin:championship_session_changelist") + "?q=russia+race",
    ):
        assert f'<a href="{at(race)}">Race control</a>' in editor.get(page).content.decode()
    answer = editor.get(at(race))
    assert unclean(answer) == []
    assert "Race 1 Race of Russia 2021 finished classification 2, official" in words(answer)


def test_only_those_who_may_publish_come_in(client, race, django_user_model):
    assert client.get(at(race)).status_code == 302
    client.force_login(django_user_model.objects.create_user("writer", is_staff=True))
    assert client.get(at(race)).status_code == 403
    assert client.post(at(race), {"do": "publish"}).status_code == 403


def test_a_session_that_is_not_there(editor):
    assert editor.get("/admin/championship/session/999999/race-control/").status_code == 404


@pytest.mark.parametrize(
    ("before", "label", "after", "logged"),
    [
        ("scheduled", "Start: go live", "live", "set the session live; it was scheduled."),
        ("live", "Flag: it is finished", "finished", "set the session finished; it was live."),
        ("live", "Back to scheduled", "scheduled", "set the session back to scheduled; it was live."),
    ],
)
def test_one_button_a_step_and_each_is_in_the_log(editor, new_race, admin_user, before, label, after, logged):
    Session.objects.filter(pk=new_race.pk).update(state=before)
    page = editor.get(at(new_race))
    answer = editor.post(at(new_race), step(page, label), follow=True)
    new_race.refresh_from_db()
    assert new_race.state == after
    assert f"{admin_user.get_username()} {logged}" in words(answer)


@pytest.mark.parametrize(
    ("before", "label", "after", "logged", "told"),
    [
        ("scheduled", "Postpone", "postponed", "postponed the session; it was scheduled", "Race 1 postponed"),
        ("postponed", "Schedule it again", "scheduled", "scheduled the session again; it was postponed",
         "Race 1 to be held after all"),
        ("scheduled", "Cancel the session", "cancelled", "cancelled the session; it was scheduled", "Race 1 cancelled"),
        ("cancelled", "Schedule it again", "scheduled", "scheduled the session again; it was cancelled",
         "Race 1 back on the timetable"),
    ],
)  # fmt: skip
def test_calling_it_off_or_on_again_asks_whether_readers_are_told(
    editor, client, new_race, admin_user, before, label, after, logged, told
):
    Session.objects.filter(pk=new_race.pk).update(state=before)
    asked = editor.post(at(new_race), step(editor.get(at(new_race)), label))
    assert "Is it a correction, or a change? Choose one; nothing is saved before." in words(asked)
    without = editor.post(at(new_race), step(asked, label, move="change"))
    assert "Write why it moved: readers see it." in words(without)
    new_race.refresh_from_db()
    assert (new_race.state, new_race.changes.count(), LogEntry.objects.count()) == (before, 0, 0)
    # The answer stands in the form that is shown again.
    typed = {"move": "change", "move_reason": "Fog", "crowning": list(ticks(without))}
    done = editor.post(at(new_race), step(without, label, **typed), follow=True)
    new_race.refresh_from_db()
    change = new_race.changes.get()
    assert (new_race.state, change.what, change.before, change.after, change.reason) == (
        after, "state", before, after, "Fog",
    )  # fmt: skip
    assert f"{admin_user.get_username()} {logged}. A change: Fog." in words(done)
    assert f"{told}. Fog." in words(client.get("/2021/russia/"))


def test_a_session_put_off_by_mistake_is_a_correction_that_readers_do_not_see(editor, new_race):
    Session.objects.filter(pk=new_race.pk).update(state="cancelled")
    page = step(editor.get(at(new_race)), "Schedule it again", move="correction")
    assert "A correction." in words(editor.post(at(new_race), page, follow=True))
    new_race.refresh_from_db()
    assert (new_race.state, new_race.changes.count()) == ("scheduled", 0)


def test_a_change_announced_before_says_when_and_where(editor, new_race):
    page = step(editor.get(at(new_race)), "Postpone", move="change", move_reason="Fog", move_announced_on="2021-11-26",
                move_source="The stewards’ notice board")  # fmt: skip
    editor.post(at(new_race), page)
    change = new_race.changes.get()
    assert (change.announced_on, change.source) == (date(2021, 11, 26), "The stewards’ notice board")


@pytest.mark.parametrize("state", ["postponed", "cancelled"])
def test_a_session_that_is_off_has_no_result_before_it_is_on_again(editor, race, state):
    """Else it would be finished without a word to readers."""
    Session.objects.filter(pk=race.pk).update(state=state)
    sentence = f"The session is {state}. Schedule it again first: the button stands above."
    answer = preview(editor, race, "numbers", "96 69 22")
    assert sentence in words(answer)
    assert filled(answer)["numbers"] == "96 69 22"
    assert sentence in words(publish_previewed(editor, race, answer, seen="1", reason="Mine"))
    for sent in (
        {"do": "status", "follows": "2", "to": "under-investigation"},
        {"do": "revert", "number": "1", "follows": "2", "status": "official", "reason": "Mine"} | stays(race),
    ):
        assert sentence in words(editor.post(at(race), sent))
    race.refresh_from_db()
    assert (race.state, race.classifications.count()) == (state, 2)


def step(page, label, **typed):
    """What the button of that name sends."""
    for form in forms(page):
        for button in form.iter("button"):
            if sent_by(form).get("do") == "state" and "".join(button.itertext()).strip() == label:
                return sent_by(form) | {"to": button.get("value")} | typed
    raise AssertionError(label)


def test_a_step_from_a_state_that_it_has_left_is_not_taken(editor, new_race):
    answer = editor.post(at(new_race), {"do": "state", "before": "live", "to": "finished"}, follow=True)
    assert "Somebody was quicker: the session is scheduled by now. Nothing was changed." in words(answer)
    new_race.refresh_from_db()
    assert (new_race.state, LogEntry.objects.count()) == ("scheduled", 0)


def test_a_race_by_numbers(editor, new_race, admin_user):
    answer = preview(editor, new_race, "numbers", "96 69 22 16 17 68 9 / 86 79 dns 18")
    text = words(answer)
    assert not new_race.classifications.exists()
    assert "FIA Drivers’ Title" in text or "FIA Drivers' Title" in text
    assert "Publish 10 rows as provisional" in buttons(answer)
    refused = publish_previewed(editor, new_race, answer)
    assert "Read the warnings, and tick that it is right as it stands." in words(refused)
    published = publish_previewed(editor, new_race, answer, seen="1")
    assert "Classification 1 is published as provisional." in words(published)
    assert order(new_race) == [
        *((number, place, "classified") for place, number in enumerate((96, 69, 22, 16, 17, 68, 9), start=1)),
        (86, None, "retired"), (79, None, "retired"), (18, None, "did-not-start"),
    ]  # fmt: skip
    new_race.refresh_from_db()
    assert new_race.state == "finished"
    name = admin_user.get_username()
    assert new_race.classifications.get().published_by == name
    assert f"{name} published classification 1, 10 rows, as provisional." in words(published)


SHEET = """Pos\tNo\tDriver\tLaps\tTime
1\t96\tMikel AZCONA\t11\t31:18.657
2\t69\tJean-Karl VERNAY\t11\t+1.403
3\t22\tFrederic VERVISCH\t11\t+2.001
4\t61\tGilles Magnis\t11\t+2.737
DNF\t86\tEsteban GUERRIERI\t3
"""


def test_a_name_that_matches_nobody_is_mended_beside_its_line(editor, new_race):
    answer = preview(editor, new_race, "paste", SHEET)
    assert "This can’t be published yet: what is wrong stands beside its line." in words(answer)
    page = html5lib.parse(answer.content.decode(), namespaceHTMLElements=False)
    (choice,) = (one for one in page.iter("button") if "".join(one.itertext()).strip() == "16 Gilles Magnus")
    mended = editor.post(at(new_race), filled(answer, choose=choice.get("value")))
    assert "Publish 5 rows as provisional" in buttons(mended)
    assert filled(mended)["paste"].split() == SHEET.split()
    publish_previewed(editor, new_race, mended, seen="1")
    assert order(new_race)[3:] == [(16, 4, "classified"), (86, None, "retired")]
    first, second = new_race.classifications.get().results.all()[:2]
    assert (first.time_ms, first.laps, second.gap_ms) == (1_878_657, 11, 1403)


def test_the_heads_of_a_whole_sheet_need_no_second_look(editor, new_race):
    cars = new_race.event.event_entries.exclude(number=None).order_by("pk")
    new_race.event.event_entries.filter(number=None).delete()
    rows = "\n".join(f"{place}\t{car.number}\t{car.driver}" for place, car in enumerate(cars, start=1))
    answer = preview(editor, new_race, "paste", f"Pos\tNo\tDriver\n{rows}")
    assert "Pos No Driver The heads of the columns." in words(answer)
    assert "seen" not in [field.get("name") for form in forms(answer) for field in form.iter("input")]
    assert "Classification 1 is published" in words(publish_previewed(editor, new_race, answer))


def test_a_line_of_a_paste_that_was_not_read_needs_a_tick(editor, new_race):
    new_race.event.event_entries.filter(number=None).delete()
    cars = new_race.event.event_entries.order_by("pk")
    rows = "\n".join(f"{place}\t{car.number}\t{car.driver}" for place, car in enumerate(cars, start=1))
    answer = preview(editor, new_race, "paste", f"Pos\tNo\tDriver\n{rows}\nWeather: dry, track 31 degrees")
    assert "Weather: dry, track 31 degrees" in words(answer)
    assert "seen" in [field.get("name") for form in forms(answer) for field in form.iter("input")]
    refused = publish_previewed(editor, new_race, answer)
    assert "Read the warnings, and tick that it is right as it stands." in words(refused)
    assert not new_race.classifications.exists()
    publish_previewed(editor, new_race, answer, seen="1")
    assert new_race.classifications.get().results.count() == len(cars)


def test_a_line_that_is_no_car_is_left_out(editor, new_race):
    answer = preview(editor, new_race, "numbers", "96 69 999")
    page = html5lib.parse(answer.content.decode(), namespaceHTMLElements=False)
    (choice,) = (one for one in page.iter("button") if "".join(one.itertext()).strip() == "Leave the line out")
    mended = editor.post(at(new_race), filled(answer, choose=choice.get("value")))
    assert "Publish 2 rows as provisional" in buttons(mended)


def test_rows_are_moved_by_their_places(editor, race):
    cars = {entry.number: f"car-{entry.pk}-position" for entry in race.event.event_entries.all()}
    answer = editor.get(at(race))
    before = order(race)
    sent = filled(answer, do="preview-rows") | {cars[96]: "2", cars[69]: "1"}
    shown = editor.post(at(race), sent)
    assert "Azcona 1 → 2" in words(shown)
    published = publish_previewed(editor, race, shown, reason="Photo finish", seen="1")
    assert "Classification 3 is published as official." in words(published)
    assert order(race)[:3] == [(69, 1, "classified"), (96, 2, "classified"), before[2]]
    assert order(race)[3:] == before[3:]
    sources = race.classifications.get(number=2).results.values_list("source", flat=True)
    assert sorted(race.classifications.get(number=3).results.values_list("source", flat=True)) == sorted(sources)


def test_what_is_wrong_with_a_row_stands_beside_it(editor, race):
    cars = {entry.number: f"car-{entry.pk}" for entry in race.event.event_entries.all()}
    sent = filled(editor.get(at(race)), do="preview-rows") | {
        f"{cars[96]}-position": "2",
        f"{cars[69]}-gap": "a lot",
    }
    text = words(editor.post(at(race), sent))
    assert "Write the gap as +1.409, +1:02.081 or +1 lap." in text
    assert "This can’t be published yet" in text


def test_the_next_one_needs_a_reason_and_a_preview(editor, race):
    answer = preview(editor, race, "numbers", "69 96")
    text = words(publish_previewed(editor, race, answer, seen="1"))
    assert "Say why it replaces classification 2: readers see the reason beside it." in text
    text = words(publish_previewed(editor, race, answer, seen="1", reason="Why not", numbers="96 69"))
    assert "This is not the order that you saw in the preview." in text
    assert race.classifications.count() == 2


def test_two_editors_at_once(editor, race):
    answer = preview(editor, race, "numbers", "69 96 16")
    lines = [Line(entry.pk, place) for place, entry in enumerate(race.event.event_entries.all()[:3], start=1)]
    publish(race, lines, status="provisional", by="bert", reason="Bert was here")
    second = publish_previewed(editor, race, answer, seen="1", reason="Mine")
    text = words(second)
    assert "Somebody else published while you were writing" in text
    assert "bert: Bert was here" in text
    assert filled(second)["numbers"] == "69 96 16"
    assert filled(second)["reason"] == "Mine"
    assert race.classifications.count() == 3
    # Having seen it, the editor publishes after it.
    third = publish_previewed(editor, race, second, seen="1")
    assert "Classification 4 is published" in words(third)


def test_the_result_is_made_official_by_one_button(editor, new_race):
    answer = preview(editor, new_race, "numbers", "96 69 22")
    page = publish_previewed(editor, new_race, answer, seen="1")
    for label, status, reason in (
        ("Under investigation", "under-investigation", "Put under investigation."),
        ("Make it official", "official", "Made official."),
    ):
        (form,) = (one for one in forms(page) if sent_by(one).get("do") == "status")
        (button,) = (one for one in form.iter("button") if "".join(one.itertext()).strip() == label)
        page = editor.post(at(new_race), sent_by(form) | {"to": button.get("value")}, follow=True)
        current = new_race.classifications.order_by("number").last()
        assert (current.status, current.reason) == (status, reason)
    assert [one.number for one in new_race.classifications.all()] == [1, 2, 3]
    assert order(new_race) == [(96, 1, "classified"), (69, 2, "classified"), (22, 3, "classified")]


def test_an_earlier_order_is_published_again_with_a_reason(editor, race):
    page = editor.get(at(race))
    (form,) = (one for one in forms(page) if sent_by(one).get("do") == "revert")
    refused = editor.post(at(race), sent_by(form))
    assert "Say why it replaces classification 2" in words(refused)
    editor.post(at(race), sent_by(form) | {"reason": "Appeal upheld", "status": "provisional"} | stays(race))
    assert race.classifications.count() == 3
    fields = ("event_entry", "position", "status", "note", "basis", "source", "order")
    first, third = (list(race.classifications.get(number=n).results.values_list(*fields)) for n in (1, 3))
    assert first == third
    assert race.classifications.get(number=3).reason == "Appeal upheld"


def test_the_page_costs_the_same_for_any_number_of_cars_and_classifications(
    editor, race, django_assert_max_num_queries
):
    editor.get(at(race))
    with django_assert_max_num_queries(15) as captured:
        editor.get(at(race))
    first = len(captured)
    publish(race, [Line(race.event.event_entries.first().pk, 1)], status="official", reason="Short")
    with django_assert_max_num_queries(first):
        editor.get(at(race))


def test_pastes_and_nothing_is_lost_or_half_written(editor, race):
    """What a clipboard may hold: sheets with pieces of them lost, doubled, mixed up and foreign."""
    dice = random.Random(2021)
    drivers = [(entry.number, str(entry.driver)) for entry in race.event.event_entries.select_related("driver")]
    pieces = [
        *(
            "\t",
            ";",
            ",",
            "  ",
            "|",
            "\u00a0",
            "–",
            "'",
            '"',
            "é",
            "\U0001f3c1",
            "\x0b",
            "%s",
            "Pos",
            "DNF",
            "DSQ",
            "NC",
        ),
        *("+1 Lap", "31:18.657", "+2.0", "-1", "9" * 30, "1e9", "=SUM(A1)", "<b>", "&amp;", "{{ x }}"),
    ]
    page = filled(editor.get(at(race)))
    results = Result.objects.count()
    for number in range(sample(20, 100)):
        dice.shuffle(drivers)
        lines = []
        for place, (car, name) in enumerate(drivers[: dice.randrange(len(drivers) + 1)], start=1):
            cells = [str(place), str(car), name, str(dice.randrange(1, 30)), f"+{dice.random() * 90:.3f}"]
            for _ in range(dice.randrange(4)):
                cells.insert(dice.randrange(len(cells) + 1), dice.choice(pieces))
            lines.append(dice.choice(["\t", ";", "  ", " "]).join(cells))
        text = "\n".join(lines)
        if dice.random() < 0.3:
            text = "".join(dice.sample(text, len(text)))
        way = dice.choice(["paste", "numbers"])
        do = dice.choice([f"preview-{way}", "publish"])
        answer = editor.post(
            at(race), page | {way: text, "way": way, "do": do, "seen": "1", "reason": f"Paste {number}"}
        )
        assert answer.status_code == 200, text
        assert filled(answer)[way] == text
        # What was never previewed is never published.
        assert (Classification.objects.filter(session=race).count(), Result.objects.count()) == (2, results)
