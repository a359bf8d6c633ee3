"""What the page writes: each in one transaction, with who did it in the session's log."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from championship.admin.moves import OFF, Move, MoveAnswer
from championship.admin.race_control.desk import status_label
from championship.admin.race_control.steps import Step, off_sentence
from championship.live import orders
from championship.models import Adjustment, CalendarChange, Classification, Penalty, Session
from championship.publishing import PublicationRefused, publish
from championship.rules import Line


class Overtaken(Exception):
    """Somebody else was quicker: what this rested on is no longer the current state."""


def publish_order(
    session: Session,
    lines: Sequence[Line],
    *,
    follows: int,
    status: str,
    user: Any,
    reason: str,
    decided: Iterable[Penalty | Adjustment] = (),
) -> Classification:
    """Publishes the lines as the next classification after number `follows`, with the rows of what was decided.

    Raises Overtaken where another classification came in between, PublicationRefused where the lines are none or the
    session is off; then nothing is written.
    """
    with transaction.atomic():
        state = _hold(session, follows)
        if state in OFF:
            raise PublicationRefused([off_sentence(state)])
        classification = publish(session, lines, status=status, by=user.get_username(), reason=reason)
        for row in decided:
            row.save(force_insert=True)
        words = {
            "number": classification.number,
            "status": status_label(status),
            "reason": reason,
            "rows": ngettext("%(count)d row", "%(count)d rows", len(lines)) % {"count": len(lines)},
        }
        if reason:
            note(user, session, _("published classification %(number)d, %(rows)s, as %(status)s: %(reason)s") % words)
        else:
            note(user, session, _("published classification %(number)d, %(rows)s, as %(status)s") % words)
    return classification


def record_decision(
    session: Session, rows: Iterable[Penalty | Adjustment], *, follows: int, user: Any, words: str
) -> None:
    """A decision that comes before any classification of its session."""
    with transaction.atomic():
        _hold(session, follows)
        for row in rows:
            row.save(force_insert=True)
        note(user, session, _("recorded a decision: %(words)s") % {"words": words})


def take_step(session: Session, step: Step, *, before: str, user: Any, answer: MoveAnswer | None = None) -> None:
    """Moves the session from the state `before`; `answer`, where it is called off or on again, says whether readers
    are told. Raises Overtaken where it is in another one by now."""
    with transaction.atomic():
        if not Session.objects.filter(pk=session.pk, state=before).update(state=step.to):
            raise Overtaken
        words = {"did": step.did, "was": Session.State(before).label}
        if answer is None:
            note(user, session, _("%(did)s; it was %(was)s") % words)
        else:
            answer.announce(session.event, [Move(CalendarChange.What.STATE, before, step.to)], session)
            words["why"] = answer.in_words
            note(user, session, _("%(did)s; it was %(was)s. %(why)s") % words)
        # Its running orders go once it is finished and official.
        orders.prune()


def note(user: Any, session: Session, did: str) -> None:
    LogEntry.objects.create(
        user_id=user.pk,
        content_type=ContentType.objects.get_for_model(Session),
        object_id=str(session.pk),
        object_repr=str(session)[:200],
        action_flag=CHANGE,
        change_message=did,
    )


def _hold(session: Session, follows: int) -> str:
    """Keeps others from publishing until this transaction ends, and gives the session's state. SQLite has one writer
    at a time and needs no lock."""
    state = Session.objects.select_for_update().values_list("state", flat=True).get(pk=session.pk)
    last = session.classifications.order_by("-number").values_list("number", flat=True).first() or 0
    if last != follows:
        raise Overtaken
    return state
