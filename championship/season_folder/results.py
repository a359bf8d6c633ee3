"""The classifications of a folder into the database, through the one door that publishing has."""

from collections.abc import Mapping

from championship.models import Classification, EventEntry, Result, Session
from championship.publishing import Publication, PublicationRefused, publish, publish_history
from championship.rules import Line
from championship.season_folder.changes import Changes
from championship.season_folder.history import SessionKey, histories
from championship.season_folder.rows import ResultRow, SeasonFolder

REASON = "loaded"


def load_results(
    folder: SeasonFolder,
    sessions: Mapping[SessionKey, Session],
    event_entries: Mapping[tuple[str, str], EventEntry],
    changes: Changes,
) -> int:
    """Records what sessions without a classification have in the folder, and publishes what differs from the current
    one. What was published before stays as it is in the database, whatever the folder tells of it; a session of which
    the folder has no results keeps its own. Returns the number of classifications written."""
    there = {} if changes.fresh else _current(sessions)
    new = {}
    changed = []
    written = 0
    try:
        for key, history in histories(folder).items():
            session = sessions[key]
            wanted = [_publication(published, event_entries) for published in history]
            current = there.get(session.pk)
            if current is not None and _same_order(current, wanted[-1]):
                continue
            changed.append(key)
            if current is None:
                new[session] = wanted
                written += len(wanted)
            else:
                publish(session, wanted[-1].lines, status=wanted[-1].status, reason=REASON)
                written += 1
        if new:
            publish_history(new)
        _finish(folder, {key: sessions[key] for key in changed})
    except PublicationRefused as refused:
        changes.differences += refused.sentences
    return written


def _finish(folder: SeasonFolder, changed: Mapping[SessionKey, Session]) -> None:
    """A session with a result is finished, unless it is live or the folder says otherwise."""
    stated = {(row.event, row.code): row.state for row in folder.sessions}
    for key, session in changed.items():
        state = stated[key] or (session.state if session.state == Session.State.LIVE else Session.State.FINISHED)
        if session.state != state:
            Session.objects.filter(pk=session.pk).update(state=state)


def _current(sessions: Mapping[SessionKey, Session]) -> dict[int, Publication[Line]]:
    """What is current now, by the session's id."""
    current = {
        row.pk: row
        for row in Classification.objects.current().filter(session__in=[session.pk for session in sessions.values()])
    }
    lines = Result.objects.filter(classification__in=current).lines()
    return {row.session_id: Publication(row.number, row.status, lines.get(pk, ())) for pk, row in current.items()}


def _same_order(publication: Publication[Line], other: Publication[Line]) -> bool:
    return publication.status == other.status and set(publication.lines) == set(other.lines)


def _publication(
    published: Publication[ResultRow], event_entries: Mapping[tuple[str, str], EventEntry]
) -> Publication[Line]:
    return Publication(
        published.number,
        published.status,
        tuple(row.as_line(event_entries[row.event, row.driver].pk) for row in published.lines),
        published.published_at,
        published.published_by,
        published.reason,
    )
