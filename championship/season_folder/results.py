"""The classifications of a folder into the database, through the one door that publishing has."""

from collections.abc import Mapping
from dataclasses import replace

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
            if current is not None and _says_no_other(current, wanted[-1]):
                continue
            changed.append(key)
            if current is None:
                new[session] = wanted
                written += len(wanted)
            else:
                last = wanted[-1]
                publish(session, last.lines, status=last.status, reason=REASON, counting=last.counting)
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
        for row in Classification.objects.current()
        .filter(session__in=[session.pk for session in sessions.values()])
        .select_related("scale", "session")
    }
    lines = Result.objects.filter(classification__in=current).lines()
    return {
        row.session_id: Publication(row.number, row.status, lines.get(pk, ()), counting=row.counting)
        for pk, row in current.items()
    }


def _says_no_other(current: Publication[Line], folder: Publication[Line]) -> bool:
    """Whether the folder's classification is the current one, as far as it says anything."""
    numbers = {line.event_entry: line.number for line in current.lines}
    lines = {
        line if line.number is not None else replace(line, number=numbers.get(line.event_entry))
        for line in folder.lines
    }
    same_counting = folder.counting in (None, current.counting)
    return current.status == folder.status and set(current.lines) == lines and same_counting


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
        published.reason_sv,
        published.counting,
    )
