"""The sport's arithmetic: from classifications, entries and scales to the table of any title after any session.

Pure: the standard library only, no clock, no database. Everything that comes in or goes out is frozen; points are
Decimal, times are milliseconds, competitors are known by their slug. The rules are those that each season's folder
states.
"""

from championship.scoring.awards import (
    FASTEST_LAP,
    POINTS_ON_RECORD,
    Award,
    lap_order,
    placed_lines,
    scored_places,
)
from championship.scoring.chances import Chances, Condition, Enough
from championship.scoring.countback import CountbackRule, TieBreak, Total
from championship.scoring.doubt import Doubtful, DoubtfulLine, OpenPlace, doubtful
from championship.scoring.fight import Fight, fights
from championship.scoring.inputs import (
    AS_PLACED,
    CLOSED_UP,
    WHOLE,
    Adjustment,
    Entry,
    ScoredLine,
    Season,
    Session,
    Title,
)
from championship.scoring.standings import Score, Standings, TableRow, TitleTable, counting, score

__all__ = [
    "AS_PLACED",
    "CLOSED_UP",
    "FASTEST_LAP",
    "POINTS_ON_RECORD",
    "WHOLE",
    "Adjustment",
    "Award",
    "Chances",
    "Condition",
    "CountbackRule",
    "Doubtful",
    "DoubtfulLine",
    "Enough",
    "Entry",
    "Fight",
    "OpenPlace",
    "Score",
    "ScoredLine",
    "Season",
    "Session",
    "Standings",
    "TableRow",
    "TieBreak",
    "Title",
    "TitleTable",
    "Total",
    "counting",
    "doubtful",
    "fights",
    "lap_order",
    "placed_lines",
    "score",
    "scored_places",
]
