"""Points behind the leader after each race."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from championship.charts.shapes import BOTTOM, DASHES, STEP, TOP, Chart, Trace, curves, event_codes, path, round_ticks
from championship.formats import and_list, points_text
from championship.season.parts import SessionView, TitleView
from championship.season.view import SeasonView
from championship.tables.title import livery

COLOURED = 3

Gaps = list[Decimal | None]


def behind_the_leader(
    season: SeasonView, title: TitleView, after: SessionView, picks: Sequence[str] = ()
) -> Chart | None:
    """The chart of a title up to a session: the first three and `picks` in colour, the rest grey.

    None where there is nothing to draw: before the second race, with one competitor, or where the tables are short of
    what was published.
    """
    standings = season.standings[title.slug]
    races = [
        session
        for session in season.sessions[: after.index + 1]
        if session.is_race and session.id in season.classifications
    ]
    if len(races) < 2 or standings.reconciled or len(standings.tables[after.index]) < 2:
        return None
    tables = [standings.tables[race.index] for race in races]
    final = [row.competitor for row in tables[-1].rows]
    behind: dict[str, Gaps] = {
        name: [None if (points := table.points_of(name)) is None else table.most_points - points for table in tables]
        for name in final
    }
    lowest = max((gap for gaps in behind.values() for gap in gaps if gap is not None), default=Decimal(0))
    ticks = round_ticks(lowest)
    scale = Decimal(ticks[-1])
    heights = {name: [None if gap is None else _y(gap, scale) for gap in gaps] for name, gaps in behind.items()}
    coloured = [*final[:COLOURED], *(name for name in dict.fromkeys(picks) if name in final[COLOURED:])]
    return Chart(
        summary=_summary(season, title, coloured, behind),
        width=STEP * (len(races) - 1),
        ticks=[(points_text(Decimal(-tick)), f"{_y(Decimal(tick), scale):g}") for tick in ticks],
        codes=event_codes(races),
        curves=curves(_traces(season, title, {name: heights[name] for name in coloured})),
        heads=[_("After"), *(season.called(title, name) for name in coloured)],
        rows=[
            (f"{race.event.code} {race.code}", [_figure(behind[name][index]) for name in coloured])
            for index, race in enumerate(races)
        ],
        muted=[path(heights[name]) for name in final if name not in coloured],
    )


def _traces(season: SeasonView, title: TitleView, heights: dict[str, list[float | None]]) -> list[Trace]:
    """Of teammates, who share a colour, the second is dashed and the third dotted."""
    drawn: Counter[str] = Counter()
    traces = []
    for name, own in heights.items():
        colour = livery(season, title, name).colour
        traces.append(Trace(name, season.called(title, name), colour, own, DASHES[drawn[colour] % len(DASHES)]))
        drawn[colour] += 1
    return traces


def _figure(gap: Decimal | None) -> str:
    """What the chart's table says: the gap, or that there was no line yet."""
    return "–" if gap is None else points_text(-gap) if gap else "0"


def _y(gap: Decimal, scale: Decimal) -> float:
    return round(TOP + (BOTTOM - TOP) * float(gap / scale), 2)


def _summary(season: SeasonView, title: TitleView, coloured: list[str], behind: dict[str, Gaps]) -> str:
    """What the picture says, for those who do not see it."""
    names = {name: season.competitor(title, name).name for name in coloured}
    level = [names[name] for name in coloured if not behind[name][-1]]
    words = {
        "leader": level[0],
        "names": and_list(level),
        "others": ", ".join(
            _("%(name)s is %(points)s behind") % {"name": names[name], "points": points_text(gap)}
            for name in coloured
            if (gap := behind[name][-1])
        ),
    }
    if len(level) == 1:
        return _("Points behind the leader after each race. %(leader)s leads; %(others)s.") % words
    if words["others"]:
        return _("Points behind the leader after each race. %(names)s are level; %(others)s.") % words
    return _("Points behind the leader after each race. %(names)s are level.") % words
