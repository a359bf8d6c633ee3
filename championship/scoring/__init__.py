"""The sport's arithmetic: from classifications, entries and scales to the table of any title after any session.

Pure: the standard library only, no clock, no database. Everything that comes in or goes out is a frozen record; points
are Decimal, times are milliseconds, competitors are known by their slug. The rules are those of DESIGN section 3 as
each season's folder states them.
"""

from championship.scoring.countback import Countback, Lead, why_ahead
from championship.scoring.doubt import DoubtfulLine, OpenPlace, could_change, reaches
from championship.scoring.fight import Condition, Enough, Fight, Moment, Total
from championship.scoring.records import Adjustment, Entry, Line, Season, Session, Title
from championship.scoring.standings import Row, Score, Standings, Table, counting, score
from championship.scoring.titles import Share, lap_order, session_shares

__all__ = [
    "Adjustment",
    "Condition",
    "Countback",
    "DoubtfulLine",
    "Enough",
    "Entry",
    "Fight",
    "Lead",
    "Line",
    "Moment",
    "OpenPlace",
    "Row",
    "Score",
    "Season",
    "Session",
    "Share",
    "Standings",
    "Table",
    "Title",
    "Total",
    "could_change",
    "counting",
    "lap_order",
    "reaches",
    "score",
    "session_shares",
    "why_ahead",
]
