"""What one session gives in one title."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from championship.scoring.countback import ZERO
from championship.scoring.inputs import Entry, ScoredLine, Season, Session, Title

PLACE = "place"
POINTS_ON_RECORD = "points-on-record"
FASTEST_QUALIFIER = "fastest-qualifier"
FASTEST_LAP = "fastest-lap"


class Award(NamedTuple):
    """What a competitor is given points for: a place, or a bonus.

    kind: PLACE, POINTS_ON_RECORD (known for a place that is not), FASTEST_QUALIFIER or FASTEST_LAP. position: the
    official place, None for the others. place: the place as scored in the title, None for the others. points: zero for
    a place that the scale does not pay.
    """

    competitor: str
    driver: str
    kind: str
    position: int | None
    place: int | None
    points: Decimal


def placed_lines(session: Session) -> list[ScoredLine]:
    """The lines that have a place on record, best first, wildcards among them."""
    return sorted((line for line in session.lines or () if line.position is not None), key=_position)


def qualifying_by_last(season: Season) -> dict[int, list[Session]]:
    """An event's qualifying sessions, by the index of the last of them."""
    by_event: dict[str, list[int]] = {}
    for index, session in enumerate(season.sessions):
        if session.kind == "qualifying" and not session.gives_nothing:
            by_event.setdefault(session.event, []).append(index)
    return {indexes[-1]: [season.sessions[index] for index in indexes] for indexes in by_event.values()}


def session_awards(
    title: Title, session: Session, order: Sequence[ScoredLine], qualifying: Sequence[Session] = ()
) -> list[Award]:
    """Everything that `session` gives in `title`.

    order: placed_lines(session). qualifying: the event's qualifying sessions in running order when `session` is
    the last of them, for the fastest qualifier's bonus.
    """
    if title.scale_unknown:
        return []
    scale = title.scale_for(session)
    awards = list(_place_awards(title, session, scale, order)) if scale else []
    if title.bonus_fastest_qualifier is not None and qualifying:
        awards += _bonus(title, _fastest_qualifier(title, qualifying), FASTEST_QUALIFIER, title.bonus_fastest_qualifier)
    if title.bonus_fastest_lap is not None and session.kind == "race" and not session.gives_nothing:
        holder = _fastest_lap(title, session)
        if holder is not None and _is_within(title, session.event, order, holder):
            awards += _bonus(title, holder, FASTEST_LAP, title.bonus_fastest_lap)
    return awards


def _place_awards(
    title: Title, session: Session, scale: Sequence[Decimal], order: Sequence[ScoredLine]
) -> Iterator[Award]:
    """Points by place. Of a team, only its best cars count where the title says how many.

    A line whose points are known and whose place is not has them in the titles that count by overall places and by the
    session's own scale; no other title can say what it was.
    """
    paid = len(scale)
    awards = [
        Award(
            title.competitor(line.entry),
            line.entry.driver,
            PLACE,
            line.position,
            place,
            scale[place - 1] if place <= paid else ZERO,
        )
        for line, place in scored_places(title, session.event, order)
    ]
    if title.places == "overall" and title.own_scales is None:
        known = [
            Award(title.competitor(line.entry), line.entry.driver, POINTS_ON_RECORD, None, None, line.points)
            for line in session.lines or ()
            if line.points is not None and title.counts(line.entry, session.event)
        ]
        if known:
            awards = sorted([*awards, *known], key=lambda award: -award.points)
    limit = title.cars_per_session
    counted: dict[str, int] = {}
    for award in awards:
        if limit is not None:
            counted[award.competitor] = counted.get(award.competitor, 0) + 1
            if counted[award.competitor] > limit:
                continue
        yield award


def scored_places(title: Title, event: str, order: Sequence[ScoredLine]) -> Iterator[tuple[ScoredLine, int]]:
    """The title's lines with their places as scored in it.

    An overall place is the official one less those ahead that are taken out, the wildcards above all, so that places
    missing from the record move nobody up. A class place is the order among the title's own entrants that have a place.
    """
    by_class = title.places == "class"
    taken_out = class_place = 0
    for line in order:
        is_taken_out = title.takes_out(line.entry, event)
        taken_out += is_taken_out
        class_place += not is_taken_out and title.has_in_order(line.entry)
        if title.counts(line.entry, event):
            yield line, class_place if by_class else _position(line) - taken_out


def _is_within(title: Title, event: str, order: Sequence[ScoredLine], holder: Entry) -> bool:
    """Whether the holder of the fastest lap is placed well enough for its bonus."""
    within = title.fastest_lap_within
    if within is None:
        return True
    return any(place <= within for line, place in scored_places(title, event, order) if line.entry is holder)


def _bonus(title: Title, entry: Entry | None, kind: str, points: Decimal) -> Iterator[Award]:
    if entry is not None and title.admits(entry):
        yield Award(title.competitor(entry), entry.driver, kind, None, None, points)


def _eligible_lines(title: Title, lines: Iterable[ScoredLine]) -> Iterator[ScoredLine]:
    """Whom a bonus can go to: in a class title its own entrants, else all but the wildcards."""
    for line in lines:
        if title.has_in_order(line.entry) if title.places == "class" else not line.entry.wildcard:
            yield line


def _fastest_qualifier(title: Title, qualifying: Sequence[Session]) -> Entry | None:
    """The best placed in the last qualifying session; of those who missed it, the best of the session before."""
    for session in reversed(qualifying):
        for line in _eligible_lines(title, placed_lines(session)):
            return line.entry
    return None


def _fastest_lap(title: Title, session: Session) -> Entry | None:
    """Whom a source names as its holder, if a bonus can go there at all; else the quickest on record, and nobody where
    a lap of a classified car is missing that could be quicker."""
    named = next((line for line in session.lines or () if line.holds_fastest_lap), None)
    if named is not None:
        return named.entry if named in _eligible_lines(title, (named,)) else None
    lines = [line for line in _eligible_lines(title, session.lines or ()) if line.eligible_for_fastest_lap]
    if any(line.lap_is_missing for line in lines):
        return None
    laps = [
        (lap_order(line.fastest_lap_ms, line.position, line.entry.driver), line.entry)
        for line in lines
        if line.fastest_lap_ms is not None
    ]
    return min(laps, key=lambda lap: lap[0])[1] if laps else None


def lap_order(lap_ms: int, position: int | None, driver: str) -> tuple[int, bool, int, str]:
    """What puts a lap on record before another: the quicker first, on equal times the better placed."""
    return lap_ms, position is None, position or 0, driver


def _position(line: ScoredLine) -> int:
    assert line.position is not None
    return line.position
