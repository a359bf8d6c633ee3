"""Publishing: the one door through which a classification becomes current.

A published result is never edited. What changes is which classification of a session has the highest number, and a
new one comes only from here: with who published it, when and why, and with what it counts by.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from championship import rules
from championship.live import orders
from championship.models import Classification, Event, EventEntry, PointsScale, Result, Season, Session
from championship.models.results import LINE_COLUMNS
from championship.rules import AS_PLANNED, Basis, ClassificationStatus, Counting, Fault, Finding, Line, ResultStatus


@dataclass(frozen=True, slots=True)
class Publication[Row]:
    """A classification that was published before: `published_at` is None when its time is not on record.

    `lines` are Lines, or the rows of a season folder that say the same. A line without a number has the list's; one
    without a counting counts as was planned.
    """

    number: int
    status: str
    lines: tuple[Row, ...]
    published_at: datetime | None = None
    published_by: str = ""
    reason: str = ""
    reason_sv: str = ""
    counting: Counting | None = None


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
    reason_sv: str = "",
    counting: Counting | None = None,
    at: datetime | None = None,
) -> Classification:
    """Makes `lines`, in their order, the session's current classification, and the session finished unless it is live.

    counting: by what it counts; as the current classification when it is not given, or else as was planned. A line
    without a number has the one of its car in the current classification, or else the list's. `at` is the moment of
    publication, now when it is not given. Raises PublicationRefused, with nothing written, where the lines are no
    classification or the session is cancelled.
    """
    with transaction.atomic():
        # The lock makes the next number ours; SQLite has one writer at a time and needs none.
        state = Session.objects.select_for_update().values_list("state", flat=True).get(pk=session.pk)
        current = session.classifications.select_related("scale", "session").order_by("-number").first()
        if counting is None and current is not None:
            counting = current.counting
        numbers = dict(current.results.values_list("event_entry", "number")) if current else {}
        number = current.number + 1 if current else 1
        publication = Publication(
            number, status, _numbered(lines, numbers), at or timezone.now(), by, reason, reason_sv, counting
        )
        faults = _of_state(session, state)
        (classification,) = _write({session: [publication]}, lambda _session, _publication, fault: fault, faults)
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
    with transaction.atomic():
        _write(histories, "{0.event.slug}/{0.code}, classification {1.number}: {2}".format)


def _numbered(lines: Iterable[Line], numbers: Mapping[int, int | None]) -> tuple[Line, ...]:
    """With `numbers`, by the ids of the cars, where a line says none."""
    return tuple(
        line if line.number is not None else replace(line, number=numbers.get(line.event_entry)) for line in lines
    )


def _write(
    histories: Mapping[Session, Sequence[Publication[Line]]],
    worded: Callable[[Session, Publication[Line], str], str],
    faults_before: Sequence[str] = (),
) -> list[Classification]:
    """`worded` gives a fault as it is said of a session's publication; `faults_before` are what was wrong already."""
    own_scales = dict(Session.objects.filter(pk__in=[session.pk for session in histories]).values_list("pk", "scale"))
    scales = _scales(histories)
    numbers = _numbers(histories)
    sentences = list(faults_before)
    classifications, results = [], []
    for session, publication in ((session, one) for session, history in histories.items() for one in history):
        counting = publication.counting or AS_PLANNED
        lines = _numbered(publication.lines, numbers[session.event_id])
        faults = [
            *rules.check_head(publication.status, publication.published_by, publication.reason, publication.reason_sv),
            *rules.check_counting(counting, scales[session.event_id].keys()),
        ]
        sentences += [worded(session, publication, _said(finding)) for finding in faults]
        sentences += [
            worded(session, publication, sentence) for sentence in _of_lines(lines, numbers[session.event_id].keys())
        ]
        classification = Classification(
            session=session,
            number=publication.number,
            status=publication.status,
            published_at=publication.published_at,
            published_by=publication.published_by,
            reason=publication.reason,
            reason_sv=publication.reason_sv,
            scale_id=scales[session.event_id].get(counting.scale, own_scales[session.pk]),
            points_factor=counting.points_factor,
            laps_counted=counting.laps_counted,
        )
        classifications.append(classification)
        results += [
            Result(classification=classification, order=order, **dict(zip(LINE_COLUMNS, astuple(line), strict=True)))
            for order, line in enumerate(lines, start=1)
        ]
    if sentences:
        raise PublicationRefused(sentences)
    Classification.objects.bulk_create(classifications)
    Result.objects.bulk_create(results)
    return classifications


def _of_state(session: Session, state: str) -> list[str]:
    """It would be finished, and readers told that it ran."""
    return [f"{session} is cancelled; schedule it again first."] if state == Session.State.CANCELLED else []


def _scales(sessions: Iterable[Session]) -> dict[int, dict[str, int]]:
    """The ids of the season's scales by their names, by event id. What they give stays until this transaction ends."""
    events = {session.event_id for session in sessions}
    scales: dict[int, dict[str, int]] = {event: {} for event in events}
    by_season: dict[int, dict[str, int]] = defaultdict(dict)
    for season, slug, pk in (
        PointsScale.objects.select_for_update(no_key=True)
        .filter(season__in=Season.objects.filter(events__in=events).values("pk"))
        .values_list("season_id", "slug", "pk")
    ):
        by_season[season][slug] = pk
    for event, season in Event.objects.filter(pk__in=events).values_list("pk", "season_id"):
        scales[event] = by_season[season]
    return scales


def _numbers(sessions: Iterable[Session]) -> dict[int, dict[int, int | None]]:
    """The numbers on the events' lists by entry id, by event id. They stay so until this transaction ends."""
    lists: dict[int, dict[int, int | None]] = {session.event_id: {} for session in sessions}
    rows = EventEntry.objects.select_for_update(no_key=True).filter(event__in=lists)
    for event, pk, number in rows.values_list("event_id", "pk", "number"):
        lists[event][pk] = number
    return lists


def _of_lines(lines: Sequence[Line], on_the_list: Collection[int]) -> list[str]:
    """Plain sentences; `on_the_list` are the ids of the event's entries."""
    findings = rules.check(lines, on_the_list)
    drivers = EventEntry.objects.filter(pk__in=on_the_list) if findings else EventEntry.objects.none()
    names = {
        pk: f"{given_name} {family_name}".strip()
        for pk, given_name, family_name in drivers.values_list("pk", "driver__given_name", "driver__family_name")
    }
    cars = [names.get(line.event_entry, f"Entry {line.event_entry}") for line in lines]
    # A car that stands in two lines has one name.
    return list(
        dict.fromkeys(
            _said(finding, list(dict.fromkeys(cars[index] for index in finding.lines))) for finding in findings
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
            has = f"{car} has a {what} of" if cars else f"{what} has"
            return f"{has} {figure} characters; {rules.LONGEST[finding.field]} are the most."
        case Fault.UNWRITABLE:
            where = f"{car} has a {what} with" if cars else f"{what} has"
            return f"{where} a sign that cannot be written, {finding.text}."
        case Fault.PLACE_TAKEN:
            return f"Place {figure} has more than one car: {car}."
        case Fault.GRID_TAKEN:
            return f"Place {figure} on the grid has more than one car: {car}."
        case Fault.NUMBER_TAKEN:
            return f"The number {figure} is on more than one car: {car}."
        case Fault.HOLDER_TWICE:
            return f"Only one car holds the fastest lap: {car}."
        case Fault.HOLDER_TAKEN_OUT:
            return f"{car} is {Result.Status(finding.text).label} and holds no fastest lap."
        case Fault.PLACE_IS_KNOWN:
            return f"{car} has a {what} beside a place, or none that is missing from the record."
        case Fault.ONE_OF_WHAT:
            return f"{car} is one of “{finding.text}”: write two places or more, such as 11 12."
        case Fault.SCALE_UNKNOWN:
            return f"The season has no scale “{finding.text}”."
        case Fault.COUNTING_OUT_OF_LIMITS if finding.field == "points_factor":
            least, most = rules.FACTORS
            return f"Points cannot be multiplied by {finding.text}: {least} to {most}, with two digits after the point."
        case Fault.COUNTING_OUT_OF_LIMITS:
            least, most = rules.LAPS_COUNTED
            return f"A race cannot be counted back to lap {finding.text}: it is {least} to {most}."


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
    "one_of": "choice of places",
    "points": "figure of points",
    "published_by": "Who published it",
    "reason": "The reason",
    "reason_sv": "The reason in Swedish",
}
