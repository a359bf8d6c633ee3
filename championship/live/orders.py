"""Live orders as race control sends them while a session runs.

A live order is not a classification. It raises only the live revision, no kept page holds anything of it, and it is
deleted once the session is finished and its result official.
"""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction

from championship.models import Classification, LiveOrder, Session


class Car(NamedTuple):
    """A car of a running order: the id of its place on the event's list and, where sent, its gap to first."""

    event_entry: int
    gap_ms: int | None = None
    gap_laps: int | None = None


class OrderRefused(ValueError):
    """The session is not live."""


class OrderOvertaken(ValueError):
    """Somebody else sent an order since the one that this follows."""


def send(
    session_pk: int,
    cars: Sequence[Car],
    *,
    lap: int | None = None,
    flag: str = LiveOrder.Flag.GREEN,
    commentary: str = "",
    by: int | None = None,
    follows: int | None = None,
) -> LiveOrder:
    """Makes `cars`, first to last, the session's latest order. `by` is an editor's id, `follows` the last order that
    they knew of, 0 for none. Raises OrderRefused, and OrderOvertaken where another editor sent one since."""
    with transaction.atomic():
        # The lock makes the next number ours; SQLite has one writer at a time and needs none.
        state = Session.objects.select_for_update().values_list("state", flat=True).get(pk=session_pk)
        if state != Session.State.LIVE:
            raise OrderRefused
        orders = LiveOrder.objects.filter(session=session_pk)
        last = orders.order_by("-sequence").first()
        if last is None:
            prune()
        elif follows is not None and last.sequence > follows and last.sent_by_id != by:
            raise OrderOvertaken
        return LiveOrder.objects.create(
            session_id=session_pk,
            sequence=last.sequence + 1 if last else 1,
            lap=lap,
            flag=flag,
            order=[list(car) for car in cars],
            commentary=commentary,
            sent_by_id=by,
        )


def prune() -> None:
    """Deletes the orders of sessions that are finished and whose result is official."""
    official = Classification.objects.current().filter(status=Classification.Status.OFFICIAL)
    over = Session.objects.filter(state=Session.State.FINISHED, classifications__in=official)
    LiveOrder.objects.filter(session__in=over).delete()
