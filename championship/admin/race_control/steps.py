"""The states of a session and of its result: which step comes next, and what it is called."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from championship.models import Classification, Session

State, Status = Session.State, Classification.Status


@dataclass(frozen=True, slots=True)
class Step:
    """A button. `did` is what the log says of it, after the editor's name; `main`: the step that usually comes."""

    to: str
    label: Any
    did: Any
    main: bool = False


STATES: dict[str, tuple[Step, ...]] = {
    State.SCHEDULED: (
        Step(State.LIVE, _("Start: go live"), _("set the session live"), main=True),
        Step(State.POSTPONED, _("Postpone"), _("postponed the session")),
        Step(State.CANCELLED, _("Cancel the session"), _("cancelled the session")),
    ),
    State.LIVE: (
        Step(State.FINISHED, _("Flag: it is finished"), _("set the session finished"), main=True),
        Step(State.SCHEDULED, _("Back to scheduled"), _("set the session back to scheduled")),
    ),
    State.FINISHED: (Step(State.LIVE, _("Back to live"), _("set the session back to live")),),
    State.POSTPONED: (
        Step(State.SCHEDULED, _("Schedule it again"), _("scheduled the session again"), main=True),
        Step(State.CANCELLED, _("Cancel the session"), _("cancelled the session")),
    ),
    State.CANCELLED: (Step(State.SCHEDULED, _("Schedule it again"), _("scheduled the session again"), main=True),),
}

# `did` is the reason that readers see beside the classification.
STATUSES: dict[str, tuple[Step, ...]] = {
    Status.PROVISIONAL: (
        Step(Status.OFFICIAL, _("Make it official"), _("Made official."), main=True),
        Step(Status.UNDER_INVESTIGATION, _("Under investigation"), _("Put under investigation.")),
    ),
    Status.UNDER_INVESTIGATION: (
        Step(Status.OFFICIAL, _("Make it official"), _("Made official."), main=True),
        Step(Status.PROVISIONAL, _("Back to provisional"), _("No longer under investigation.")),
    ),
    Status.OFFICIAL: (Step(Status.UNDER_INVESTIGATION, _("Under investigation"), _("Put under investigation.")),),
}


def find_step(steps: tuple[Step, ...], to: str) -> Step | None:
    return next((step for step in steps if step.to == to), None)


def next_step(state: str, status: str | None) -> Step | None:
    """The step that usually comes next: the session's while it is live or has no result, then the result's."""
    steps = STATES[state] if state == State.LIVE or status is None else STATUSES[status]
    return next((step for step in steps if step.main), None)


def off_sentence(state: str) -> str:
    """Why a session that is off has no result: publishing would set it finished, and readers be told nothing of it."""
    return gettext("The session is %(state)s. Schedule it again first: the button stands above.") % {
        "state": State(state).label
    }
