"""Publishing: the one door through which a classification becomes current.

A published result is never edited. What changes is which classification of a session has the highest number, and a
new one comes only from here: with who published it, when and why.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from championship import rules
from championship.live import orders
from championship.models import Classification, EventEntry, Result, Session
from championship.models.results import LINE_COLUMNS
from championship.rules import Basis, ClassificationStatus, Fault, Finding, Line, ResultStatus


@dataclass(frozen=True, slots=True)
class Publication[Row]:
    """A classification that was published before: `published_at` is None when its time is not on record.

    `lines` are Lines, or the rows of a season folder that say the same.
    """

    number: int
    status: str
    lines: tuple[Row, ...]
    published_at: datetime | None = None
    published_by: str = ""
    reason: str = ""


class PublicationRefused(ValueError):
    """The lines are no classification, or not of this session; `sentences` says everything that is wrong."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self.sentences = list(sentences)
        super().__init__(" ".join(self.sentences))


def publish(
    session: Session,
    lines: Iterable[Line],
    *,
    status: str,
    by: str = "",
    reason: str = "",
    at: datetime | None = None,
) -> Classification:
    """Makes `lines`, in their order, the session's current classification, and the session finished unless it is live.

    `at` is the moment of publication, now when it is not given. Raises PublicationRefused, with nothing written, where
    the lines are no classification or the session is cancelled.
    """
    lines = tuple(lines)
    with transaction.atomic():
        # The lock makes the next number ours; SQLite has one writer at a time and needs none.
        state = Session.objects.select_for_update().values_list("state", flat=True).get(pk=session.pk)
        on_the_list = _on_the_list([session])[session.event_id]
        _refuse_if([*_of_state(session, state), *_of_head(status, by, reason), *_of_lines(lines, on_the_list)])
        highest = session.classifications.aggregate(highest=Max("number"))["highest"] or 0
        publication = Publication(highest + 1, status, lines, at or timezone.now(), by, reason)
        (classification,) = _insert([(session, publication)])
        if state not in (Session.State.LIVE, Session.State.FINISHED):
            Session.objects.filter(pk=session.pk).update(state=Session.State.FINISHED)
            state = Session.State.FINISHED
        session.state = state
        orders.prune()
    return classification


def publish_history(histories: Mapping[Session, Sequence[Publication[Line]]]) -> None:
    """Writes what was published earlier elsewhere, for sessions that have no classification yet: a season's loading.

    The sessions' states stay as they are. Raises PublicationRefused, with nothing written.
    """
    on_the_list = _on_the_list(histories)
    pairs = [(session, publication) for session, history in histories.items() for publication in history]
    _refuse_if(
        f"{session.event.slug}/{session.code}, classification {publication.number}: {fault}"
        for session, publication in pairs
        for fault in [
            *_of_head(publication.status, publication.published_by, publication.reason),
            *_of_lines(publication.lines, on_the_list[session.event_id]),
        ]
    )
    with transaction.atomic():
        _insert(pairs)


def _refuse_if(faults: Iterable[str]) -> None:
    sentences = list(faults)
    if sentences:
        raise PublicationRefused(sentences)


def _of_state(session: Session, state: str) -> list[str]:
    """It would be finished, and readers told that it ran."""
    return [f"{session} is cancelled; schedule it again first."] if state == Session.State.CANCELLED else []


def _of_head(status: str, by: str, reason: str) -> list[str]:
    return [_said(finding) for finding in rules.check_head(status, by, reason)]


def _of_lines(lines: Sequence[Line], on_the_list: Mapping[int, str]) -> list[str]:
    """Plain sentences; `on_the_list` gives the drivers' names by the ids of the event's entries."""
    names = [on_the_list.get(line.event_entry, f"Entry {line.event_entry}") for line in lines]
    findings = rules.check(lines, on_the_list.keys())
    # A car that stands in two lines has one name.
    return list(
        dict.fromkeys(
            _said(finding, list(dict.fromkeys(names[index] for index in finding.lines))) for finding in findings
        )
    )


def _said(finding: Finding, cars: Sequence[str] = ()) -> str:
    """A finding as whoever publishes by a program reads it; `cars` are the names of those concerned."""
    car, figure, what = ", ".join(cars), finding.figure, _NAMES.get(finding.field, finding.field)
    match finding.fault:
        case Fault.NO_LINES:
            return "A classification needs at least one line."
        case Fault.NOT_ENTERED:
            return f"{car} is not on the event's entry list."
        case Fault.CAR_TWICE:
            return f"{car} is in it twice."
        case Fault.STATUS_UNKNOWN:
            of_a_car = bool(finding.lines)
            known = ResultStatus if of_a_car else ClassificationStatus
            return f"“{finding.text}” is no status of a {'car' if of_a_car else 'classification'}: {', '.join(known)}."
        case Fault.BASIS_UNKNOWN:
            return f"{car} rests on “{finding.text}”, which is none of {', '.join(Basis)}."
        case Fault.PLACE_WITHOUT_CLASSIFICATION:
            return f"{car} has place {figure} and is {Result.Status(finding.text).label}."
        case Fault.OUT_OF_LIMITS:
            return f"{car} {_out_of_limits(finding, what)}"
        case Fault.TWO_GAPS:
            return f"{car} has a gap in time and one in laps; one of the two is the gap."
        case Fault.TOO_LONG:
            has = f"{car} has a note of" if cars else f"{what} has"
            return f"{has} {figure} characters; {rules.LONGEST[finding.field]} are the most."
        case Fault.UNWRITABLE:
            where = f"{car} has a {what} with" if cars else f"{what} has"
            return f"{where} a sign that cannot be written, {finding.text}."
        case Fault.PLACE_TAKEN:
            return f"Place {figure} has more than one car: {car}."
        case Fault.GRID_TAKEN:
            return f"Place {figure} on the grid has more than one car: {car}."


def _out_of_limits(finding: Finding, what: str) -> str:
    limits, figure = rules.LIMITS[finding.field], finding.figure
    if figure > limits.most:
        return f"has {figure} as {what}; {limits.most} is the most."
    if finding.field in ("position", "grid"):
        on_the_grid = " on the grid" if finding.field == "grid" else ""
        return f"has place {figure}{on_the_grid}; places count from {limits.least}."
    return f"has {figure} as {what}; it cannot be below {limits.least}."


_NAMES = {
    "position": "place",
    "grid": "place on the grid",
    "gap_laps": "gap in laps",
    "time_ms": "time",
    "gap_ms": "gap",
    "fastest_lap_ms": "fastest lap",
    "published_by": "Who published it",
    "reason": "The reason",
}


def _on_the_list(sessions: Iterable[Session]) -> dict[int, dict[int, str]]:
    """The drivers' names by entry id, by event id."""
    lists: dict[int, dict[int, str]] = {session.event_id: {} for session in sessions}
    rows = EventEntry.objects.filter(event__in=lists).values_list(
        "event_id", "pk", "driver__given_name", "driver__family_name"
    )
    for event, pk, given_name, family_name in rows:
        lists[event][pk] = f"{given_name} {family_name}".strip()
    return lists


def _insert(pairs: Sequence[tuple[Session, Publication[Line]]]) -> list[Classification]:
    classifications = Classification.objects.bulk_create(
        Classification(
            session=session,
            number=publication.number,
            status=publication.status,
            published_at=publication.published_at,
            published_by=publication.published_by,
            reason=publication.reason,
        )
        for session, publication in pairs
    )
    Result.objects.bulk_create(
        Result(classification=classification, order=order, **dict(zip(LINE_COLUMNS, astuple(line), strict=True)))
        for classification, (_, publication) in zip(classifications, pairs, strict=True)
        for order, line in enumerate(publication.lines, start=1)
    )
    return classifications
