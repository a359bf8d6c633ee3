"""Which classifications a folder tells of: what its base files imply, and what classifications.csv says instead."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields, replace

from championship.formats import ordinal
from championship.publishing import Publication
from championship.rules import LONGEST, MOVES_NOBODY, PLACES, Basis, ClassificationStatus, DecisionKind, ResultStatus
from championship.season_folder.cells import plain
from championship.season_folder.rows import ClassificationRow, EarlierResultRow, PenaltyRow, ResultRow, SeasonFolder

SessionKey = tuple[str, str]


def histories(folder: SeasonFolder) -> dict[SessionKey, tuple[Publication[ResultRow], ...]]:
    """The classifications of every session that has any, by event and session code."""
    stated = _by_session(folder.classifications)
    lines = _by_session(folder.results)
    earlier = defaultdict(list)
    for line in folder.earlier_results:
        earlier[line.event, line.session, line.classification].append(_as_current(line))
    published = implied_histories(folder)
    for session, rows in stated.items():
        current = max(row.number for row in rows)
        published[session] = tuple(
            Publication(
                row.number,
                row.status,
                tuple(lines.get(session, ()) if row.number == current else earlier[*session, row.number]),
                row.published_at,
                row.published_by,
                row.reason,
                row.reason_sv,
                row.counting,
            )
            for row in sorted(rows, key=lambda row: row.number)
        )
    return published


def implied_histories(folder: SeasonFolder) -> dict[SessionKey, tuple[Publication[ResultRow], ...]]:
    """What results.csv and penalties.csv alone say: an official order, and the provisional one before it where every
    penalty that moved a place in the session has its place on the road."""
    names = {driver.slug: f"{driver.given_name} {driver.family_name}".strip() for driver in folder.drivers}
    penalties = _by_session(folder.penalties)
    implied: dict[SessionKey, tuple[Publication[ResultRow], ...]] = {}
    for session, lines in _by_session(folder.results).items():
        moved = [
            penalty
            for penalty in penalties.get(session, ())
            if penalty.kind not in MOVES_NOBODY and not penalty.withdrawn_reason
        ]
        provisional = _on_the_road(lines, moved)
        if provisional:
            implied[session] = (
                Publication(1, ClassificationStatus.PROVISIONAL, provisional),
                Publication(2, ClassificationStatus.OFFICIAL, tuple(lines), reason=_reason(moved, names)),
            )
        else:
            implied[session] = (Publication(1, ClassificationStatus.OFFICIAL, tuple(lines)),)
    return implied


def _by_session[Row: (ResultRow, PenaltyRow, ClassificationRow)](rows: Iterable[Row]) -> dict[SessionKey, list[Row]]:
    by_session = defaultdict(list)
    for row in rows:
        by_session[row.event, row.session].append(row)
    return dict(by_session)


def _as_current(row: EarlierResultRow) -> ResultRow:
    return ResultRow(**{field.name: getattr(row, field.name) for field in fields(ResultRow)})


def _on_the_road(lines: list[ResultRow], penalties: list[PenaltyRow]) -> tuple[ResultRow, ...]:
    """The order before the penalties, or nothing when it cannot be worked out.

    The penalised are taken out of the official order, which closes up, and put back at their places on the road from
    the front on. A place that is not on record moves with the others.
    """
    before = {penalty.driver: penalty.position_before for penalty in penalties if penalty.position_before is not None}
    in_the_result = {line.driver for line in lines}
    if not penalties or len(before) < len(penalties) or not before.keys() <= in_the_result:
        return ()
    placed = {line.position: line.driver for line in lines if line.position is not None}
    road = [placed.get(place) for place in range(1, max(placed, default=0) + 1)]
    road = [driver for driver in road if driver not in before]
    for driver, place in sorted(before.items(), key=lambda pair: pair[1]):
        road += [None] * (place - 1 - len(road))
        road.insert(place - 1, driver)
    if len(road) > PLACES.most:
        return ()
    places = {driver: place for place, driver in enumerate(road, start=1) if driver is not None}
    source = " ; ".join(dict.fromkeys(penalty.source for penalty in penalties if penalty.source))
    provisional = [
        replace(
            line,
            position=places.get(line.driver),
            status=ResultStatus.CLASSIFIED if line.driver in before else line.status,
            laps=None,
            time=None,
            gap=None,
            fastest_lap=None,
            note="",
            basis=Basis.DERIVED,
            source=source,
        )
        for line in lines
    ]
    return tuple(sorted(provisional, key=lambda line: (line.position is None, line.position or 0)))


def _reason(penalties: list[PenaltyRow], names: dict[str, str]) -> str:
    parts = []
    for penalty in penalties:
        name, places = names.get(penalty.driver, penalty.driver), (penalty.position_before, penalty.position_after)
        moved = (f"{word} {ordinal(place)}" for word, place in zip(("from", "to"), places, strict=True) if place)
        parts.append(f"{name}, {_size(penalty)}, {' '.join(moved)}")
    reason = f"{'Penalties' if len(parts) > 1 else 'Penalty'}: {'; '.join(parts)}."
    return reason if len(reason) <= LONGEST["reason"] else f"{len(parts)} penalties."


def _size(penalty: PenaltyRow) -> str:
    if penalty.seconds is not None:
        return f"{plain(penalty.seconds)} second{'' if penalty.seconds == 1 else 's'}"
    if penalty.places is not None:
        return f"{penalty.places} place{'' if penalty.places == 1 else 's'}"
    if penalty.kind == DecisionKind.UNKNOWN:
        return "kind not on record"
    return penalty.kind.replace("-", " ")
