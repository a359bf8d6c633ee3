"""A classification is published through its form, and then only read."""

import pytest
from django.urls import reverse

from championship.models import Classification, Season, Session

pytestmark = pytest.mark.django_db

ADD = "/admin/championship/classification/add/"


@pytest.fixture
def practice():
    """A session with an entry list and no result."""
    session = Session.objects.get(event__season__year=2021, event__slug="hungary", code="FP1")
    assert not session.classifications.exists()
    return session


@pytest.fixture
def race():
    session = Session.objects.get(event__season__year=2021, event__slug="hungary", code="R1")
    assert session.classifications.exists()
    return session


def at(session):
    return f"{ADD}?session={session.pk}"


def cars(session, *numbers):
    by_number = {entry.number: entry for entry in session.event.event_entries.all()}
    return [f"car-{by_number[number].pk}" for number in numbers]


def test_the_session_is_chosen_first(editor, practice):
    answer = editor.get(ADD)
    assert f'<option value="{practice.pk}">FP1 Practice 1</option>' in answer.content.decode()
    assert editor.get(ADD, {"session": "99999999999999999999"}).status_code == 200
    session_page = editor.get(reverse("admin:championship_session_change", args=[practice.pk])).content.decode()
    assert f'<a href="{at(practice)}">New classification</a>' in session_page


def test_an_editor_publishes_a_first_classification(editor, filled, practice, admin_user):
    first, second, third, fourth = cars(practice, 11, 12, 69, 8)
    form = editor.get(at(practice))
    assert len(form.context["form"].cars) == practice.event.event_entries.count() > 20
    answer = editor.post(
        at(practice),
        filled(
            form,
            **{
                f"{second}-position": "2", f"{second}-gap": "1,409", f"{second}-laps": "12",
                f"{first}-position": "1", f"{first}-time": "27:18.961", f"{first}-fastest_lap": "1:54.791",
                f"{first}-grid": "1", f"{first}-basis": "one source", f"{first}-source": "https://example.org/",
                f"{third}-position": "3", f"{third}-gap": "+1 lap",
                f"{fourth}-status": "retired", f"{fourth}-note": "Engine",
            },
        ),
    )  # fmt: skip
    classification = practice.classifications.get()
    assert answer["Location"] == reverse("admin:championship_classification_change", args=[classification.pk])
    assert (classification.number, classification.status) == (1, "provisional")
    assert (classification.published_by, classification.reason) == (admin_user.get_username(), "")
    assert classification.published_at is not None
    assert list(
        classification.results.values_list(
            "event_entry__number", "position", "status", "laps", "time_ms", "gap_ms", "gap_laps", "grid",
            "fastest_lap_ms", "note", "basis",
        )
    ) == [
        (11, 1, "classified", None, 1_638_961, None, None, 1, 114_791, "", "one source"),
        (12, 2, "classified", 12, None, 1409, None, None, None, "", ""),
        (69, 3, "classified", None, None, None, 1, None, None, "", ""),
        (8, None, "retired", None, None, None, None, None, None, "Engine", ""),
    ]  # fmt: skip
    read = editor.get(answer["Location"]).content.decode()
    for shown in ("27:18.961", "+1.409", "+1 lap", "1:54.791", "Engine", "one source"):
        assert shown in read
    log = editor.get(reverse("admin:championship_classification_history", args=[classification.pk])).content.decode()
    assert "Added." in log


def test_what_is_wrong_stands_beside_its_line_and_nothing_typed_is_lost(editor, filled, said, practice):
    first, second, third, fourth = cars(practice, 11, 12, 69, 8)
    typed = {
        f"{first}-position": "1", f"{first}-time": "27.18",
        f"{second}-position": "1", f"{second}-gap": "a lot",
        f"{third}-position": "3", f"{third}-status": "retired",
        f"{fourth}-note": "Engine", f"{fourth}-fastest_lap": "fast",
    }  # fmt: skip
    answer = editor.post(at(practice), filled(editor.get(at(practice)), **typed))
    errors = {
        f"{car.form.prefix}-{name}": list(messages)
        for car in answer.context["form"].cars
        for name, messages in car.form.errors.items()
    }
    names = {car.form.prefix: car.name for car in answer.context["form"].cars}
    assert errors == {
        f"{first}-time": ["Write the time as 27:18.961."],
        f"{first}-position": [f"Place 1 has {names[second]}, too."],
        f"{second}-gap": ["Write the gap as +1.409, +1:02.081 or +1 lap."],
        f"{second}-position": [f"Place 1 has {names[first]}, too."],
        f"{third}-position": ["A car that is “retired” has no place: empty the place, or choose “classified”."],
        f"{fourth}-fastest_lap": ["Write the lap as 1:54.791."],
    }
    assert "Some lines need another look; what is wrong stands beside them." in said(answer)
    kept = filled(answer)
    assert {name: kept[name] for name in typed} == typed
    assert not practice.classifications.exists()


def test_a_line_needs_to_say_what_became_of_its_car(editor, filled, said, practice):
    (first,) = cars(practice, 11)
    answer = editor.post(at(practice), filled(editor.get(at(practice)), **{f"{first}-note": "Engine"}))
    assert "Choose what became of this car, or empty its whole line." in said(answer)
    empty = editor.post(at(practice), filled(editor.get(at(practice))))
    assert said(empty) == ["A classification needs at least one line: give a car a place or a status."]


def test_the_next_one_begins_with_the_current_and_needs_a_reason(editor, filled, said, race):
    before = race.classifications.order_by("number").last()
    rows = list(before.results.values_list("event_entry", "position", "status", "gap_ms", "time_ms", "basis", "source"))
    assert len(rows) > 15
    sent = filled(editor.get(at(race)))
    refused = editor.post(at(race), sent)
    assert said(refused) == [f"Say why it replaces classification {before.number}: readers see the reason beside it."]
    assert editor.post(at(race), sent | {"reason": "Scrutineering"}).status_code == 302
    after = race.classifications.order_by("number").last()
    assert (after.number, after.status, after.reason) == (before.number + 1, before.status, "Scrutineering")
    same = after.results.values_list("event_entry", "position", "status", "gap_ms", "time_ms", "basis", "source")
    assert sorted(same, key=str) == sorted(rows, key=str)


def test_two_editors_at_once_do_not_overwrite_each_other_unread(editor, filled, said, practice):
    first, second = cars(practice, 11, 12)
    opened = filled(editor.get(at(practice)), **{f"{first}-position": "1"})
    assert editor.post(at(practice), opened | {f"{second}-position": "2"}).status_code == 302
    answer = editor.post(at(practice), opened | {"reason": "Slow phone"})
    assert said(answer) == [
        "Classification 1 was published while you were writing. Look at it first; what you typed is still here, and "
        "publishing again puts it after that one."
    ]
    assert practice.classifications.count() == 1
    assert editor.post(at(practice), filled(answer)).status_code == 302
    assert practice.classifications.get(number=2).results.count() == 1


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


def test_the_form_is_clean_and_only_for_those_who_may_publish(editor, client, practice, django_user_model):
    from tests.admin.test_admin_pages import unclean

    assert unclean(editor.get(at(practice))) == []
    client.force_login(django_user_model.objects.create_user("writer", is_staff=True))
    assert client.get(at(practice)).status_code == 403
    assert client.post(at(practice), {}).status_code == 403


def test_the_form_costs_the_same_for_any_number_of_cars(editor, practice, django_assert_num_queries):
    editor.get(at(practice))
    with django_assert_num_queries(5):
        editor.get(at(practice))
    entry = practice.event.event_entries.first()
    practice.event.event_entries.exclude(pk=entry.pk).filter(results=None, penalties=None).delete()
    with django_assert_num_queries(5):
        editor.get(at(practice))
