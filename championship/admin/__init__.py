"""The admin of a season, by the same rooms as the models."""

from championship.admin import calendar, classifications, decisions, entries, season

__all__ = ["calendar", "classifications", "decisions", "entries", "season"]
