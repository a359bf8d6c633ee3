import html5lib
import pytest

from championship.models import Session


@pytest.fixture(autouse=True)
def library(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def editor(admin_client):
    """An editor's browser."""
    return admin_client


@pytest.fixture
def filled():
    """What a browser would send from an answered form, with some of it typed over."""

    def fill(answer, **typed):
        page = html5lib.parse(answer.content.decode(), namespaceHTMLElements=False)
        sent = {}
        forms = [form for form in page.iter("form") if form.get("method") == "post" and form.get("id") != "logout-form"]
        (form,) = forms
        for field in form.iter():
            if field.tag not in ("input", "select", "textarea"):
                continue
            name, kind = field.get("name"), field.get("type", "text")
            if name is None or kind in ("submit", "file", "button", "reset"):
                continue
            if kind in ("checkbox", "radio"):
                if field.get("checked") is not None:
                    sent.setdefault(name, []).append(field.get("value", "on"))
            elif field.tag == "select":
                chosen = [option.get("value") for option in field.iter("option") if option.get("selected") is not None]
                if not chosen and field.get("multiple") is None:
                    chosen = [option.get("value") for option in list(field.iter("option"))[:1]]
                if chosen:
                    sent[name] = chosen if field.get("multiple") is not None else chosen[0]
            elif field.tag == "textarea":
                # A browser drops the line feed that follows the tag.
                sent[name] = "".join(field.itertext()).removeprefix("\n")
            else:
                sent[name] = field.get("value", "")
        return sent | typed

    return fill


@pytest.fixture
def said():
    """The sentences of a page's errors."""

    def sentences(answer):
        page = html5lib.parse(answer.content.decode(), namespaceHTMLElements=False)
        return [
            "".join(item.itertext()).strip()
            for box in page.iter("ul")
            if "errorlist" in box.get("class", "")
            for item in box.iter("li")
        ]

    return sentences


@pytest.fixture
def race():
    """Race 1 at Sochi, with two classifications."""
    return Session.objects.get(event__season__year=2021, event__slug="russia", code="R1")


@pytest.fixture
def new_race(race):
    """The same race before anything was published of it."""
    race.classifications.all().delete()
    race.penalties.all().delete()
    Session.objects.filter(pk=race.pk).update(state="scheduled")
    race.refresh_from_db()
    return race
