"""Whatever an address of the admin asks, or a form that was meddled with says, is answered and breaks nothing."""

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils.http import urlencode

from championship.models import Event, Session
from drivers.models import Driver
from news.models import Article
from tests.sample import sample

pytestmark = pytest.mark.django_db

NONSENSE = ("x", "", "99999999999999999999", "-1", "1,x", "²", "\0", "2021-02-30", "word " * 200)
# Where each costs a request of its own.
ALONE = ("x", "99999999999999999999", "²", "\0")[: sample(2, 4)]
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label_lower)
each_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)


def at(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def status(send):
    """What came back, or what it broke with."""
    try:
        return send().status_code
    except Exception as error:
        return repr(error)[:150]


def broken(send, asked):
    """Which of the things asked break a page: one that does not is answered, or refused."""
    answers = {str(one)[:80]: status(lambda one=one: send(one)) for one in asked}
    return {one: answer for one, answer in answers.items() if not isinstance(answer, int) or answer >= 500}


@each_model
def test_an_add_page_takes_no_nonsense_for_a_field(editor, model):
    """All fields at once; where that breaks it is said which."""
    address = at(model, "add")
    fields = {field.name for field in model._meta.get_fields()}
    fields |= set(getattr(admin.site.get_model_admin(model).form, "base_fields", ()))
    found = {}
    for value in NONSENSE:
        if broken(editor.get, [f"{address}?{urlencode(dict.fromkeys(sorted(fields), value))}"]):
            found |= broken(editor.get, [f"{address}?{urlencode({name: value})}" for name in sorted(fields)])
    assert found == {}


@each_model
def test_a_list_takes_no_nonsense_for_a_filter_an_order_a_page_or_a_search(editor, model):
    address = at(model, "changelist")
    found = editor.get(address).context["cl"]
    asked = {name for spec in found.filter_specs for name in spec.expected_parameters()}
    asked |= {f"{found.date_hierarchy}__{part}" for part in ("year", "month", "day") if found.date_hierarchy}
    asked |= {"q", "o", "p", "_to_field", "pk__in", "id__gt"}
    asked = [f"{address}?{urlencode({name: value})}" for name in sorted(asked) for value in ALONE]
    assert broken(editor.get, [*asked, f"{address}?{urlencode({'q': 'word ' * 1000})}"]) == {}


@each_model
def test_a_row_that_cannot_be_has_no_page(editor, model):
    asked = [at(model, page, pk) for page in ("change", "delete", "history") for pk in ALONE]
    assert broken(editor.get, asked) == {}


@each_model
def test_a_form_that_was_meddled_with_is_shown_again(editor, model):
    fields = sorted(field.name for field in model._meta.get_fields())
    for value in ALONE:
        assert broken(lambda sent: editor.post(at(model, "add"), sent), [dict.fromkeys(fields, value)]) == {}
        chosen = {"action": "delete_selected", "_selected_action": value}
        actions = [chosen | {"index": "0"}, chosen | {"post": "yes"}]
        assert broken(lambda sent: editor.post(at(model, "changelist"), sent), actions) == {}


@pytest.mark.parametrize("term", ["\0", "word " * 1000])
def test_a_field_that_searches_takes_no_nonsense(editor, term):
    for source in ("news.article.drivers", "championship.session.event", "championship.penalty.event_entry"):
        app, model, field = source.split(".")
        asked = {"term": term, "app_label": app, "model_name": model, "field_name": field}
        assert editor.get(reverse("admin:autocomplete"), asked).json()["results"] == []


def test_what_an_address_suggests_stands_in_the_form(editor):
    event = Event.objects.first()
    page = (
        editor.get(f"{at(Session, 'add')}?event={event.pk}&code=R9&date=2021-06-05&scale=x").context["adminform"].form
    )
    assert {name: page[name].value() for name in ("event", "code", "date", "scale")} == {
        "event": str(event.pk), "code": "R9", "date": "2021-06-05", "scale": None,
    }  # fmt: skip
    drivers = Driver.objects.order_by("pk")[:2]
    page = editor.get(f"{at(Article, 'add')}?drivers={drivers[0].pk},{drivers[1].pk}").context["adminform"].form
    assert page["drivers"].value() == [str(driver.pk) for driver in drivers]


def test_a_search_that_is_too_long_is_told_so(editor):
    answer = editor.get(at(Driver, "changelist"), {"q": "word " * 1000})
    assert "at most 80 characters" in answer.content.decode()


def test_nothing_is_done_to_rows_that_are_not_there(editor):
    before = Driver.objects.count()
    chosen = {"action": "delete_selected", "_selected_action": ["x", Driver.objects.first().pk], "post": "yes"}
    answer = editor.post(at(Driver, "changelist"), chosen, follow=True)
    assert "Nothing was changed" in answer.content.decode()
    assert Driver.objects.count() == before
