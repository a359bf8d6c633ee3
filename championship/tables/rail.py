"""The rail of a title's table: the sessions after which there is one, event by event."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from championship.season.parts import EventView, SessionView, TitleView
from championship.season.view import SeasonView
from web.addresses.paths import address


@dataclass(frozen=True, slots=True)
class RailStop:
    """A session of the rail. label: Q for the end of qualifying, else its code. address: where the table after it is,
    blank before it has been run."""

    label: str
    session: SessionView
    address: str
    is_current: bool

    @property
    def key(self) -> str:
        """As the select of a phone names it: russia/race-1."""
        return f"{self.session.event.slug}/{self.session.slug}"

    @property
    def name(self) -> str:
        """Race of Russia, Race 1: what is heard after the label."""
        return f"{self.session.event.name}, {self.session.name}"

    @property
    def short_name(self) -> str:
        """Russia, Race 1."""
        return f"{self.session.event.short_name}, {self.session.name}"

    @property
    def as_step_back(self) -> str:
        return _("Before: %(place)s, %(session)s") % self._words

    @property
    def as_step_on(self) -> str:
        return _("After: %(place)s, %(session)s") % self._words

    @property
    def _words(self) -> dict[str, str]:
        return {"place": self.session.event.short_name, "session": self.session.name}


@dataclass(frozen=True, slots=True)
class Rail:
    """Each event with its stops; those that have been run; a step back and one on from the current table, None where
    there is no other."""

    events: list[tuple[EventView, list[RailStop]]]
    run: list[RailStop]
    step_back: RailStop | None
    step_on: RailStop | None


def build_rail(season: SeasonView, title: TitleView, after: SessionView, query: str) -> Rail:
    """The end of each event's qualifying and its races, as far as they count in the title. query: what goes along from
    table to table, blank or with its question mark."""
    events = [(event, _stops(season, title, event, after, query)) for event in season.counting]
    run = [stop for _event, stops in events for stop in stops if stop.address]
    return Rail(
        events,
        run,
        next((stop for stop in reversed(run) if stop.session.index < after.index), None),
        next((stop for stop in run if stop.session.index > after.index), None),
    )


def _stops(season: SeasonView, title: TitleView, event: EventView, after: SessionView, query: str) -> list[RailStop]:
    counting = [session for session in season.counts_in(title) if session.event.id == event.id]
    sessions = [session for session in counting if not season.is_off(session)]
    qualifying = [session for session in sessions if session.kind == "qualifying"][-1:]
    latest = season.latest.index if season.latest else -1
    stops = []
    for session in qualifying + [session for session in sessions if session.is_race]:
        page = ""
        if session.index <= latest:
            page = address("standings_after", season.year, title.slug, event.slug, session.slug) + query
        label = session.code if session.is_race else "Q"
        stops.append(RailStop(label, session, page, session.id == after.id))
    return stops
