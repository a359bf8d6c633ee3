"""Publishing: the one door through which a classification becomes current.

A published result is never edited. What changes is which classification of a session has the highest number, and a
new one comes only from here: with who published it, when and why.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from championship.live import orders
from championship.models import Classification, EventEntry, Result, Session
from web.limits import LARGEST, LARGEST_PLACE, LARGEST_SMALL


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a classification to be. `event_entry` is the id of the car on the event's list; times are in ms."""

    event_entry: int
    position: int | None = None
    status: str = Result.Status.CLASSIFIED
    laps: int | None = None
    time_ms: int | None = None
    gap_ms: int | None = None
    gap_laps: int | None = None
    grid: int | None = None
    fastest_lap_ms: int | None = None
    note: str = ""
    basis: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Publication:
    """A classification that was published before: `published_at` is None when its time is not on record."""

    number: int
    status: str
    lines: tuple[Line, ...]
    published_at: datetime | None = None
    published_by: str = ""
    reason: str = ""


class PublicationRefused(ValueError):
    """The lines are no classification; `sentences` says everything that is wrong with them."""

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

    `at` is the moment of publication, now when it is not given. Raises PublicationRefused, with nothing written.
    """
    lines = tuple(lines)
    with transaction.atomic():
        # The lock makes the next number ours; SQLite has one writer at a time and needs none.
        state = Session.objects.select_for_update().values_list("state", flat=True).get(pk=session.pk)
        _refuse_if([*_faults_of_head(status, by, reason), *_faults(lines, _on_the_list([session])[session.event_id])])
        highest = session.classifications.aggregate(highest=Max("number"))["highest"] or 0
        publication = Publication(highest + 1, status, lines, at or timezone.now(), by, reason)
        (classification,) = _insert([(session, publication)])
        if state not in (Session.State.LIVE, Session.State.FINISHED):
            Session.objects.filter(pk=session.pk).update(state=Session.State.FINISHED)
            state = Session.State.FINISHED
        session.state = state
        orders.prune()
    return classification


def season(histories: Mapping[Session, Sequence[Publication]]) -> None:
    """Writes what was published earlier elsewhere, for sessions that have no classification yet: a season's loading.

    The sessions' states stay as they are. Raises PublicationRefused, with nothing written.
    """
    on_the_list = _on_the_list(histories)
    pairs = [(session, publication) for session, history in histories.items() for publication in history]
    _refuse_if(
        f"{session.event.slug}/{session.code}, classification {publication.number}: {fault}"
        for session, publication in pairs
        for fault in [
            *_faults_of_head(publication.status, publication.published_by, publication.reason),
            *_faults(publication.lines, on_the_list[session.event_id]),
        ]
    )
    with transaction.atomic():
        _insert(pairs)


def _refuse_if(faults: Iterable[str]) -> None:
    sentences = list(faults)
    if sentences:
        raise PublicationRefused(sentences)


def _faults_of_head(status: str, by: str, reason: str) -> list[str]:
    faults = []
    if status not in Classification.Status.values:
        faults.append(f"“{status}” is no status of a classification: {', '.join(Classification.Status.values)}.")
    for what, text, field in (("Who published it", by, "published_by"), ("The reason", reason, "reason")):
        most = Classification._meta.get_field(field).max_length
        if len(text) > most:
            faults.append(f"{what} has {len(text)} characters; {most} are the most.")
    return faults


def _faults(lines: Sequence[Line], on_the_list: Mapping[int, str]) -> list[str]:
    """Plain sentences; `on_the_list` gives the drivers' names by the ids of the event's entries."""
    if not lines:
        return ["A classification needs at least one line."]
    faults = []
    names = {line.event_entry: on_the_list.get(line.event_entry, f"Entry {line.event_entry}") for line in lines}
    faults += [f"{name} is not on the event's entry list." for pk, name in names.items() if pk not in on_the_list]
    times = defaultdict(int)
    in_place = defaultdict(list)
    on_grid = defaultdict(list)
    for line in lines:
        name = names[line.event_entry]
        times[line.event_entry] += 1
        if times[line.event_entry] == 2:
            faults.append(f"{name} is in it twice.")
        if line.status not in Result.Status.values:
            faults.append(f"“{line.status}” is no status of a car: {', '.join(Result.Status.values)}.")
        elif line.position is not None and line.status != Result.Status.CLASSIFIED:
            faults.append(f"{name} has place {line.position} and is {Result.Status(line.status).label}.")
        if line.position is not None:
            if line.position < 1:
                faults.append(f"{name} has place {line.position}; places count from 1.")
            if name not in in_place[line.position]:
                in_place[line.position].append(name)
        if line.grid is not None and name not in on_grid[line.grid]:
            on_grid[line.grid].append(name)
        faults += [f"{name} {fault}" for fault in _faults_of_line(line)]
    faults += [
        f"Place {position} has more than one car: {', '.join(cars)}."
        for position, cars in in_place.items()
        if len(cars) > 1
    ]
    faults += [
        f"Place {place} on the grid has more than one car: {', '.join(cars)}."
        for place, cars in on_grid.items()
        if len(cars) > 1
    ]
    return faults


def _faults_of_line(line: Line) -> Iterator[str]:
    """What no column of a result can hold; each after the driver's name."""
    if line.gap_ms is not None and line.gap_laps is not None:
        yield "has a gap in time and one in laps; one of the two is the gap."
    if line.grid is not None and line.grid < 1:
        yield f"has place {line.grid} on the grid; places count from 1."
    for what, value, most in (
        ("place", line.position, LARGEST_PLACE),
        ("place on the grid", line.grid, LARGEST_PLACE),
        ("laps", line.laps, LARGEST_SMALL),
        ("gap in laps", line.gap_laps, LARGEST_SMALL),
        ("time", line.time_ms, LARGEST),
        ("gap", line.gap_ms, LARGEST),
        ("fastest lap", line.fastest_lap_ms, LARGEST),
    ):
        if value is not None and value > most:
            yield f"has {value} as {what}; {most} is the most."
        elif value is not None and value < 0 and "place" not in what:
            yield f"has {value} as {what}; it cannot be below 0."
    if line.basis and line.basis not in Result.Basis.values:
        yield f"rests on “{line.basis}”, which is none of {', '.join(Result.Basis.values)}."
    most = Result._meta.get_field("note").max_length
    if len(line.note) > most:
        yield f"has a note of {len(line.note)} characters; {most} are the most."


def _on_the_list(sessions: Iterable[Session]) -> dict[int, dict[int, str]]:
    """The drivers' names by entry id, by event id."""
    lists: dict[int, dict[int, str]] = {session.event_id: {} for session in sessions}
    rows = EventEntry.objects.filter(event__in=lists).values_list(
        "event_id", "pk", "driver__given_name", "driver__family_name"
    )
    for event, pk, given_name, family_name in rows:
        lists[event][pk] = f"{given_name} {family_name}".strip()
    return lists


def _insert(pairs: Sequence[tuple[Session, Publication]]) -> list[Classification]:
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
        Result(
            classification=classification,
            event_entry_id=line.event_entry,
            order=order,
            **{name: getattr(line, name) for name in _COPIED},
        )
        for classification, (_, publication) in zip(classifications, pairs, strict=True)
        for order, line in enumerate(publication.lines, start=1)
    )
    return classifications


_COPIED = tuple(name for name in Line.__slots__ if name != "event_entry")
