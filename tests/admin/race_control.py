"""What an editor does on race control's page, and reads there."""

import html5lib
from django.urls import reverse


def at(session):
    return reverse("admin:championship_session_race_control", args=[session.pk])


def forms(answer):
    """What each of the page's forms would send, the head's first."""
    page = html5lib.parse(answer.content.decode(), namespaceHTMLElements=False)
    return [form for form in page.iter("form") if form.get("id") != "logout-form"]


def filled(answer, **typed):
    """What the order's form would send, with some of it typed over."""
    (form,) = (form for form in forms(answer) if form.get("id") == "order")
    return sent_by(form) | typed


def decided(answer, number=0, **typed):
    """What the decisions' form would send, with some of decision `number` and of what is asked once typed over."""
    (form,) = (
        form for form in forms(answer) if any(one.get("value") == "decide-preview" for one in form.iter("button"))
    )
    once = ("by_hand", "new_status", "gap-", "time-")
    return sent_by(form) | {
        f"outcome-{name}" if name.startswith(once) else f"decision-{number}-{name}": value
        for name, value in typed.items()
    }


def sent_by(form):
    sent = {}
    for field in form.iter():
        name = field.get("name")
        if name is None or field.tag not in ("input", "select", "textarea"):
            continue
        if field.tag == "select":
            chosen = [one.get("value") for one in field.iter("option") if one.get("selected") is not None]
            sent[name] = chosen[0] if chosen else next(one.get("value") for one in field.iter("option"))
        elif field.tag == "textarea":
            sent[name] = "".join(field.itertext())
        elif name == "decision":
            sent[name] = [*sent.get(name, ()), field.get("value")]
        elif field.get("type") not in ("checkbox", "radio") or field.get("checked") is not None:
            # A box without a value sends "on".
            sent[name] = field.get("value", "" if field.get("type") not in ("checkbox", "radio") else "on")
    return sent


def ticks(answer):
    """The lines to be ticked, by their value."""
    page = html5lib.parse(answer.content.decode(), namespaceHTMLElements=False)
    return {
        field.get("value"): " ".join("".join(label.itertext()).split())
        for label in page.iter("label")
        for field in label.iter("input")
        if field.get("name") == "crowning"
    }


def words(answer):
    page = html5lib.parse(answer.content.decode(), namespaceHTMLElements=False)
    for script in page.iter("script"):
        script.text = ""
    return " ".join("".join(page.itertext()).split())


def buttons(answer):
    page = html5lib.parse(answer.content.decode(), namespaceHTMLElements=False)
    return [" ".join("".join(one.itertext()).split()) for one in page.iter("button") if one.get("name")]


def preview(editor, session, way, text, **typed):
    answer = editor.get(at(session))
    return editor.post(at(session), filled(answer, do=f"preview-{way}", **{way: text}, **typed))


def publish_previewed(editor, session, answer, **typed):
    return editor.post(at(session), filled(answer, do="publish", **typed), follow=True)


def order(session):
    current = session.classifications.order_by("number").last()
    return list(current.results.values_list("event_entry__number", "position", "status"))


def stays(session):
    """What an editor answers where an earlier order contradicts decisions that are to stand all the same."""
    return {f"contradicts-{penalty.pk}": "stays" for penalty in session.penalties.all()}
