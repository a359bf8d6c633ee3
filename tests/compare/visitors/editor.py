"""An editor, who looks into every corner of the admin and at race control's previews."""

from collections.abc import Hashable

from django.apps import apps

from tests.admin.race_control import at, filled
from tests.compare.answers import Saved
from tests.compare.states.contents import make_editor
from tests.compare.visitors.visitor import Question, Visitor, names_asked, view_of

STATES_OF_A_SESSION = ("scheduled", "live", "finished")
NUMBERS = "96 69 22 16 17 68 9 / 86 79 dns 18"
PASTE = "Pos\tNo\tDriver\tLaps\tTime\n1\t96\tAzcona\t11\t25:01.002\n2\t69\tVernay\t11\t+1.5\n3\t22\tVervisch\t11\t+2.25"


def look_around(saved: Saved) -> None:
    """One page of each kind, add forms as they answer when nothing is filled in, and race control."""
    visitor = Visitor(saved, {})
    visitor.client.force_login(make_editor(), "django.contrib.auth.backends.ModelBackend")
    visitor.follow(["/admin/"], lambda address: address.startswith("/admin/"), _what_it_shows)
    for address in list(saved.index):
        if address.endswith("/add/"):
            visitor.ask(Question(address, "POST nothing", "POST"))
    _race_control(visitor)
    visitor.ask(Question("/admin/logout/", "POST", "POST"))
    visitor.ask(Question("/admin/"))


def _race_control(visitor: Visitor) -> None:
    """A session of each state: its page, and the previews of typed numbers and of a sheet."""
    sessions = apps.get_model("championship", "Session").objects.filter(kind="race").order_by("pk")
    for state in STATES_OF_A_SESSION:
        session = sessions.filter(state=state).first()
        if session is None:
            continue
        page = visitor.ask(Question(at(session)))
        for way, text in (("numbers", NUMBERS), ("paste", PASTE)):
            form = filled(page, do=f"preview-{way}", **{way: text})
            visitor.ask(Question(at(session), f"preview of {way}", "POST", data=form))


def _what_it_shows(address: str) -> Hashable:
    view = view_of(address)
    if view is None:
        return address
    # Of parameters, those of a list change what it shows.
    return view.view_name, view.view_name.endswith("_changelist") and bool(names_asked(address))
