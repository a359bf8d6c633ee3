"""Charts as geometry: percentages of a box that the template draws as SVG, so that one chart fits every width."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count

from django.utils.translation import gettext as _

from championship.formats import points_text
from championship.records import SeasonRecord, SessionRecord, TitleRecord
from championship.tables import face

# In percent of the plot's height. The lowest plot is 220 px, so names 7.4 % apart are 16 px apart.
TOP, BOTTOM = 3.0, 97.0
NAME_GAP = 7.4
STEP = 10
COLOURED = 3
MOST_TICKS = 6
LONG_NAME = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One competitor's line: it ends at `end_y`; its name stands at `name_y`, pushed away from its neighbours."""

    slug: str
    name: str
    colour: str
    dashed: bool
    path: str
    end_y: str
    name_y: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Points behind the leader after each race. `width` is in units of the plot; everything else in percent.

    Numbers are text already: SVG wants a point, whatever the reader's language.
    """

    summary: str
    width: int
    ticks: list[tuple[str, str]]
    codes: list[tuple[str, str]]
    muted: list[str]
    lines: list[Line]

    @property
    def has_long_names(self) -> bool:
        """Whether the names beside the plot need the wider margin: a team's do."""
        return any(len(line.name) > LONG_NAME for line in self.lines)


def behind_the_leader(
    record: SeasonRecord, title: TitleRecord, after: SessionRecord, picks: Sequence[str] = ()
) -> Chart | None:
    """The chart of a title up to a session: the first three and `picks` in colour, the rest grey.

    None where there is nothing to draw: before the second race, with one competitor, or where the tables are short of
    what was published.
    """
    standings = record.standings[title.slug]
    races = [
        session
        for session in record.sessions[: after.index + 1]
        if session.is_race and session.id in record.classifications
    ]
    if len(races) < 2 or standings.reconciled or len(standings.tables[after.index]) < 2:
        return None
    tables = [standings.tables[race.index] for race in races]
    final = [row.competitor for row in tables[-1].rows]
    behind = {
        name: [None if (points := table.points_of(name)) is None else table.most_points - points for table in tables]
        for name in final
    }
    lowest = max((gap for gaps in behind.values() for gap in gaps if gap is not None), default=Decimal(0))
    ticks = _ticks(lowest)
    scale = Decimal(ticks[-1])
    paths = {name: _path(gaps, scale) for name, gaps in behind.items()}
    coloured = [*final[:COLOURED], *(name for name in dict.fromkeys(picks) if name in final[COLOURED:])]
    return Chart(
        summary=_summary(record, title, coloured, behind),
        width=STEP * (len(races) - 1),
        ticks=[(points_text(Decimal(-tick)), f"{_y(Decimal(tick), scale):g}") for tick in ticks],
        codes=_codes(races),
        muted=[path for name, path in paths.items() if name not in coloured],
        lines=_lines(record, title, coloured, behind, paths, scale),
    )


def _ticks(lowest: Decimal) -> list[int]:
    """Round numbers from 0 to just past the lowest gap."""
    steps = (size * 10**power for power in count() for size in (5, 10, 25))
    step = next(step for step in steps if lowest < step * MOST_TICKS)
    return list(range(0, (int(lowest) // step + 1) * step + 1, step))


def _y(gap: Decimal, scale: Decimal) -> float:
    return round(TOP + (BOTTOM - TOP) * float(gap / scale), 2)


def _path(gaps: list[Decimal | None], scale: Decimal) -> str:
    """An SVG path; it begins where the competitor joins the table."""
    points = [f"{index * STEP} {_y(gap, scale):g}" for index, gap in enumerate(gaps) if gap is not None]
    return "M" + " ".join(points)


def _codes(races: list[SessionRecord]) -> list[tuple[str, str]]:
    """Each event's code, over the middle of its races."""
    places: dict[str, list[int]] = {}
    for index, race in enumerate(races):
        places.setdefault(race.event.code, []).append(index)
    return [(code, f"{sum(indexes) / len(indexes) / (len(races) - 1) * 100:.2f}") for code, indexes in places.items()]


def _lines(
    record: SeasonRecord,
    title: TitleRecord,
    coloured: list[str],
    behind: dict[str, list[Decimal | None]],
    paths: dict[str, str],
    scale: Decimal,
) -> list[Line]:
    ends = {name: _y(behind[name][-1] or Decimal(0), scale) for name in coloured}
    name_ys = _spread(ends)
    seen: set[str] = set()
    lines = []
    for name in coloured:
        colour = face(record, title, name)[1]
        lines.append(
            Line(
                name,
                record.called(title, name),
                colour,
                colour in seen,
                paths[name],
                f"{ends[name]:g}",
                f"{name_ys[name]:g}",
            )
        )
        seen.add(colour)
    return lines


def _spread(ends: dict[str, float]) -> dict[str, float]:
    """Where the names stand: in the order of the lines' ends, never closer than a line of text, never outside."""
    placed: list[tuple[str, float]] = []
    for name, y in sorted(ends.items(), key=lambda item: item[1]):
        placed.append((name, max(y, placed[-1][1] + NAME_GAP) if placed else y))
    limit = BOTTOM
    for index in range(len(placed) - 1, -1, -1):
        name, y = placed[index]
        placed[index] = (name, round(min(y, limit), 2))
        limit = placed[index][1] - NAME_GAP
    return dict(placed)


def _summary(
    record: SeasonRecord, title: TitleRecord, coloured: list[str], behind: dict[str, list[Decimal | None]]
) -> str:
    """What the picture says, for those who do not see it."""
    leader = record.competitor(title, coloured[0]).name
    others = ", ".join(
        _("%(name)s is %(points)s behind")
        % {"name": record.competitor(title, name).name, "points": points_text(behind[name][-1] or Decimal(0))}
        for name in coloured[1:]
    )
    return _("Points behind the leader after each race. %(leader)s leads; %(others)s.") % {
        "leader": leader,
        "others": others,
    }
