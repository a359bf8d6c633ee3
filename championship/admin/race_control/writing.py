"""What the page writes: each in one transaction, with who did it in the session's log."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from championship.admin.moves import OFF, Move, MoveAnswer, off_sentence
from championship.admin.race_control.desk import status_label
from championship.admin.race_control.steps import Step
from championship.live import orders
from championship.models import Adjustment, CalendarChange, Classification, Penalty, Session
from championship.publishing import PublicationRefused, publish
from championship.rules import MOVES_NOBODY, Counting, Line


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
    reason_sv: str = "",
    decided: Iterable[Penalty | Adjustment] = (),
    withdrawn: Mapping[int, tuple[str, str]] | None = None,
    again: Iterable[int] = (),
    counting: Counting | None = None,
    counts: str = "",
) -> Classification:
    """Publishes the lines as the next classification after number `follows`, with the rows of what was decided.

    reason_sv: the reason in Swedish. withdrawn: why, in English and in Swedish, by the ids of the decisions that go.
    again: the ids of withdrawn ones that are given once more. counting: by what it counts, None for as before; counts:
    the same in words, for the log.
    Raises Overtaken where another classification came in between, PublicationRefused where the lines are none or the
    session is off; then nothing is written.
    """
    with transaction.atomic():
        state = _hold(session, follows)
        if state in OFF:
            raise PublicationRefused([off_sentence(state)])
        # Before the order: going back to one that was published earlier asks about what was withdrawn since.
        _withdraw(session, withdrawn or {}, user)
        classification = publish(
            session,
            lines,
            status=status,
            by=user.get_username(),
            reason=reason,
            reason_sv=reason_sv,
            counting=counting,
        )
        for row in (*decided, *_once_more(session, again)):
            if isinstance(row, Penalty) and row.kind not in MOVES_NOBODY:
                row.came_with = classification.number
            row.save(force_insert=True)
        words = {
            "number": classification.number,
            "status": ", ".join(filter(None, (status_label(status), counts[:1].lower() + counts[1:]))),
            "reason": reason,
            "rows": ngettext("%(count)d row", "%(count)d rows", len(lines)) % {"count": len(lines)},
        }
        if reason:
            note(user, session, _("published classification %(number)d, %(rows)s, as %(status)s: %(reason)s") % words)
        else:
            note(user, session, _("published classification %(number)d, %(rows)s, as %(status)s") % words)
    return classification


def record_decision(
    session: Session,
    rows: Iterable[Penalty | Adjustment],
    *,
    follows: int,
    user: Any,
    words: str,
    withdrawn: Mapping[int, tuple[str, str]] | None = None,
) -> None:
    """What makes no classification: it comes before any, or moves nothing."""
    with transaction.atomic():
        _hold(session, follows)
        _withdraw(session, withdrawn or {}, user)
        for row in rows:
            row.save(force_insert=True)
        did = _("withdrew a decision: %(words)s") if withdrawn else _("recorded a decision: %(words)s")
        note(user, session, did % {"words": words})


def _withdraw(session: Session, reasons: Mapping[int, tuple[str, str]], user: Any) -> None:
    """Raises Overtaken where one of them does not stand any more."""
    for pk, (reason, reason_sv) in reasons.items():
        standing = Penalty.objects.filter(pk=pk, session=session, withdrawn_reason="")
        if not standing.update(
            withdrawn_at=timezone.now(),
            withdrawn_by=user.get_username(),
            withdrawn_reason=reason,
            withdrawn_reason_sv=reason_sv,
        ):
            raise Overtaken


def _once_more(session: Session, pks: Iterable[int]) -> Iterator[Penalty | Adjustment]:
    """Withdrawn decisions as new ones that replace them, each with its points."""
    for old in Penalty.objects.filter(pk__in=list(pks), session=session).exclude(withdrawn_reason=""):
        new = Penalty.objects.get(pk=old.pk)
        new.pk, new.withdrawn_at = None, None
        new.withdrawn_by = new.withdrawn_reason = new.withdrawn_reason_sv = ""
        new.replaces = None if Penalty.objects.filter(replaces=old).exists() else old
        season = Penalty.objects.filter(session__event__season=session.event.season_id)
        new.order = 1 + (season.aggregate(last=Max("order"))["last"] or 0)
        yield new
        for adjustment in Adjustment.objects.filter(penalty=old):
            adjustment.pk, adjustment.penalty = None, new
            yield adjustment


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
