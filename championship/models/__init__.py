"""The season's models, by room: the season and its rules, the calendar, names of a season, the entries, the results,
the decisions, live orders, pastes."""

from championship.models.calendar import CalendarChange, Circuit, Event, Session
from championship.models.decisions import Penalty
from championship.models.entries import Entry, EventEntry
from championship.models.live import LiveOrder
from championship.models.names import CircuitLayout, TeamName
from championship.models.pasted import PasteShape
from championship.models.results import Adjustment, Classification, PublishedPlace, Result
from championship.models.season import PointsScale, Season, Title, TitleScale

__all__ = [
    "Adjustment",
    "CalendarChange",
    "Circuit",
    "CircuitLayout",
    "Classification",
    "Entry",
    "Event",
    "EventEntry",
    "LiveOrder",
    "PasteShape",
    "Penalty",
    "PointsScale",
    "PublishedPlace",
    "Result",
    "Season",
    "Session",
    "TeamName",
    "Title",
    "TitleScale",
]
