"""Whom it makes champion that something is called off: shown, and to be ticked, before it is done."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from championship.formats import and_list
from championship.season.parts import TitleView
from championship.season.reading import load_year
from championship.season.view import SeasonView

# What is to be ticked: a value that names the winners of a title, and the sentence that says so.
Asked = Sequence[tuple[str, str]]


class Crowning(forms.MultipleChoiceField):
    """A tick for each title that is decided by what is called off. What there is to tick is known only once the rest of
    the form is read, so `missing()` holds what was ticked against it."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("It makes champion"),
            required=False,
            help_text=_("Asked where a title is decided by what is called off."),
            **kwargs,
        )

    def valid_value(self, value: object) -> bool:
        return True

    def missing(self, ticked: Collection[str], asked: Asked) -> str:
        """What is still to be answered, in a sentence; empty where all is ticked."""
        self.choices = list(asked)
        if all(value in ticked for value, _sentence in asked):
            return ""
        return gettext("Calling it off decides this. Tick each line that is meant so; nothing is saved before.")


def crowned(year: int, sessions: Collection[int] = (), events: Collection[int] = ()) -> Asked:
    """What is to be ticked before these sessions and events (their ids) are called off: for each title that they
    decide, who wins it, as a value that names them and as a sentence."""
    season = load_year(year, for_editors=True)
    if season is None:
        return ()
    off = {
        session.index
        for session in season.sessions
        if session.id in sessions or (session.event.id in events and session.id not in season.classifications)
    }
    scored = tuple(
        replace(session, cancelled=session.cancelled or index in off)
        for index, session in enumerate(season.inputs.sessions)
    )
    without = replace(season, inputs=replace(season.inputs, sessions=scored))
    asked = []
    for title in season.titles:
        winners = _winners(without, title)
        if winners and winners != _winners(season, title):
            asked.append((f"{title.slug}: {' '.join(winners)}", _sentence(without, title, winners)))
    return asked


def _winners(season: SeasonView, title: TitleView) -> tuple[str, ...]:
    """Who has won a title as things stand; nobody while it is open, or before anything is classified."""
    latest = season.latest
    if latest is None or not season.standings[title.slug].is_conclusive(latest.index):
        return ()
    chances = season.fights[title.slug].chances(latest.index)
    return chances.can_win if len(chances.can_win) == 1 or not chances.left else ()


def _sentence(season: SeasonView, title: TitleView, winners: tuple[str, ...]) -> str:
    words = {"title": title.name, "names": and_list(season.competitor(title, name).name for name in winners)}
    is_official = season.latest is not None and season.fights[title.slug].is_official(season.latest.index)
    if len(winners) > 1 and is_official:
        return gettext("%(title)s: %(names)s share it.") % words
    if len(winners) > 1:
        return gettext("%(title)s: %(names)s share it provisionally; not every classification is official.") % words
    if is_official:
        return gettext("%(title)s: %(names)s is champion.") % words
    return gettext("%(title)s: %(names)s is champion provisionally; not every classification is official.") % words
