"""Why a points figure is what it is: the sessions, places and adjustments that add up to it, in words."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from championship.cells import results_by_driver
from championship.formats import SHORT_STATUS, ordinal, points_text
from championship.records import EventRecord, SeasonRecord, SessionRecord, TitleRecord
from championship.scoring import Adjustment, Score, Share


@dataclass(frozen=True, slots=True)
class EventReason:
    """What one event gave: a phrase for each result, and their sum."""

    event: EventRecord
    phrases: list[str]
    points: Decimal


@dataclass(frozen=True, slots=True)
class AdjustmentReason:
    adjustment: Adjustment
    session: SessionRecord


@dataclass(frozen=True, slots=True)
class Reasons:
    """Everything that adds up to `points`; `dropped` says that weaker scores were left out."""

    competitor: str
    points: Decimal
    events: list[EventReason]
    adjustments: list[AdjustmentReason]
    dropped: int
    best_scores: int | None


def reasons_for(record: SeasonRecord, title: TitleRecord, after: SessionRecord, competitor: str) -> Reasons | None:
    """The reasons of one competitor's points after a session; None for one who is not in that table."""
    standings = record.standings[title.slug]
    points = standings.tables[after.index].points_of(competitor)
    if points is None:
        return None
    scores = {score.session: score for score in standings.scores(competitor, after.index)}
    events = []
    for event in record.running:
        phrases, total = _event_phrases(record, title, competitor, event, scores, after.index)
        if phrases:
            events.append(EventReason(event, phrases, total))
    sessions = {session.key: session for session in record.sessions}
    adjustments = [
        AdjustmentReason(adjustment, sessions[adjustment.after])
        for adjustment in standings.adjustments_of(competitor, after.index)
    ]
    dropped = sum(not score.counted for score in scores.values())
    return Reasons(competitor, points, events, adjustments, dropped, title.rules.best_scores)


def _event_phrases(
    record: SeasonRecord,
    title: TitleRecord,
    competitor: str,
    event: EventRecord,
    scores: dict[int, Score],
    after: int,
) -> tuple[list[str], Decimal]:
    phrases: list[str] = []
    total = Decimal(0)
    for session in event.sessions:
        if session.index > after:
            break
        score = scores.get(session.index)
        if score is None:
            phrases += _unplaced(record, title, competitor, session)
            continue
        for share in score.shares:
            phrase = _share_phrase(record, title, session, share)
            phrases.append(phrase if score.counted else _("%(result)s, not counted") % {"result": phrase})
        total += score.points if score.counted else 0
    return phrases, total


def _share_phrase(record: SeasonRecord, title: TitleRecord, session: SessionRecord, share: Share) -> str:
    values = {"session": session.code, "points": points_text(share.points)}
    if share.what == "fastest-lap":
        phrase = _("%(session)s fastest lap: %(points)s") % values
    elif share.what == "fastest-qualifier":
        phrase = _("%(session)s fastest qualifier: %(points)s") % values
    else:
        values |= {"position": ordinal(share.position or 0), "place": ordinal(share.place or 0)}
        if share.position == share.place:
            phrase = _("%(session)s %(position)s: %(points)s") % values
        elif title.rules.places == "class":
            phrase = _("%(session)s %(position)s, %(place)s in class: %(points)s") % values
        else:
            phrase = _("%(session)s %(position)s, counted as %(place)s behind wildcards: %(points)s") % values
    if title.ranks_teams:
        phrase = f"{record.surnames[share.driver]} {phrase}"
    return phrase


def _unplaced(record: SeasonRecord, title: TitleRecord, competitor: str, session: SessionRecord) -> list[str]:
    """A driver's race without a place, which gave nothing."""
    if title.ranks_teams or not session.is_race or not title.rules.scale_for(record.rules.sessions[session.index]):
        return []
    line = results_by_driver(record).get(competitor, {}).get(session.id)
    return [f"{session.code} {SHORT_STATUS[line.status]}: 0"] if line and not line.is_placed else []
