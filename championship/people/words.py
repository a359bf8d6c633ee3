"""The comparison and the figures of drivers and teams in sentences."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from championship.formats import and_list, number_word, place_among, points_phrase
from championship.people.comparison import FIRST, NEITHER, UNKNOWN, ComparedRace, Comparison, events_entered
from championship.people.record_book import RaceFigures, Spell, Standing, TitleFigures
from championship.season.parts import DriverView, EventView, SessionView
from championship.season.view import SeasonView


@dataclass(frozen=True, slots=True)
class Tile:
    """One big fact with its line of text: `big` leads to `address` and `text` to `why`, where there are such.

    is_first: of a first place, which is marked as one in every table.
    """

    label: str
    big: str
    text: str
    address: str = ""
    why: str = ""
    is_first: bool = False


def title_tile(year: int, standing: Standing, of: str = "") -> Tile:
    """Where one stands in a title: 21st of 23. `of` names the team where the title is not the driver's own."""
    title = standing.title
    return Tile(
        label=title.name,
        big=_standing_in_brief(standing),
        text=_standing_in_words(standing, of),
        address=reverse("standings", args=[year, title.slug]),
        why=standing.why,
        is_first=(standing.awarded and standing.position == 1) or standing.is_named_winner,
    )


def _standing_in_brief(standing: Standing) -> str:
    if not standing.awarded:
        return _("Not awarded")
    if standing.is_named_winner:
        return _("Winner")
    if standing.position is None:
        return _("Entered")
    return place_among(standing.position, standing.shared, standing.entrants)


def _standing_in_words(standing: Standing, of: str) -> str:
    title = standing.title
    values = {"title": title.short_name, "team": of, "points": points_phrase(standing.points)}
    if not standing.awarded:
        needed = number_word(title.minimum_entrants or 0)
        return ngettext(
            "%(title)s: one entrant of the %(needed)s it needs",
            "%(title)s: %(count)s entrants of the %(needed)s it needs",
            standing.entrants,
        ) % {**values, "needed": needed, "count": number_word(standing.entrants)}
    if title.is_without_figures:
        return _("%(title)s, without figures") % values
    if standing.on_record_so_far:
        return _("%(title)s, on record so far") % values
    if of:
        return _("%(title)s, %(team)s: %(points)s") % values
    return _("%(title)s, %(points)s") % values


def where(session: SessionView) -> str:
    """Race 2, Hungaroring."""
    return f"{session.name}, {session.event.circuit.name}"


def short_names(first: DriverView, second: DriverView) -> tuple[str, str]:
    """The family names; of two with the same one, the given names."""
    if first.family_name == second.family_name:
        return first.given_name or first.name, second.given_name or second.name
    return first.family_name, second.family_name


def comparison_sentences(comparison: Comparison) -> list[str]:
    """The comparison in up to four sentences."""
    if not comparison.races:
        return [_not_raced(comparison)]
    first, second = short_names(comparison.first, comparison.second)
    sentences = [_finishes(comparison, first, second)]
    sentences += [
        _retirements(name, count)
        for name, count in ((first, comparison.retirements_first), (second, comparison.retirements_second))
        if count
    ]
    if comparison.unknown:
        sentences.append(
            ngettext(
                "The order of one race is not on record.",
                "The order of %(count)s races is not on record.",
                comparison.unknown,
            )
            % {"count": number_word(comparison.unknown)}
        )
    sentences.append(_qualifying(comparison, first, second))
    return sentences


def _not_raced(comparison: Comparison) -> str:
    if comparison.is_over:
        return _("They were never entered for the same race.")
    if comparison.qualifying:
        return _("They have not raced against each other yet.")
    return _("They have not been entered for the same race so far.")


def _finishes(comparison: Comparison, first: str, second: str) -> str:
    count = comparison.both_finished
    if not count:
        if comparison.unknown:
            return _("There is no race that both finished whose order is on record.")
        return _("There is no race that both finished.")
    words = {"count": number_word(count)}
    if comparison.unknown:
        opening = ngettext(
            "Both finished one race whose order is on record",
            "Both finished %(count)s races whose order is on record",
            count,
        )
    else:
        opening = ngettext("Both finished one race", "Both finished %(count)s races", count)
    score = _score(comparison.ahead_first, comparison.ahead_second, first, second)
    return _("%(opening)s; %(score)s.") % {"opening": opening % words, "score": score}


def _score(ahead_first: int, ahead_second: int, first: str, second: str) -> str:
    """Andreas was ahead in three; each was ahead in two; Muller was ahead in all four."""
    if ahead_first == ahead_second:
        return _("each was ahead in %(count)s") % {"count": number_word(ahead_first, neuter=True)}
    name, more, less = (first, ahead_first, ahead_second) if ahead_first > ahead_second else (
        second, ahead_second, ahead_first)  # fmt: skip
    if less:
        return _("%(name)s was ahead in %(count)s") % {"name": name, "count": number_word(more, neuter=True)}
    values = {"name": name, "count": number_word(more)}
    if more == 1:
        return _("%(name)s was ahead") % values
    return (_("%(name)s was ahead in both") if more == 2 else _("%(name)s was ahead in all %(count)s")) % values


def _retirements(name: str, count: int) -> str:
    return ngettext("%(name)s retired once.", "%(name)s retired from %(count)s.", count) % {
        "name": name,
        "count": number_word(count),
    }


def _qualifying(comparison: Comparison, first: str, second: str) -> str:
    ahead_first, ahead_second = comparison.qualifying_first, comparison.qualifying_second
    if not comparison.qualifying_on_record:
        return _("Qualifying between them is not on record.")
    if ahead_first == ahead_second:
        return _("Qualifying on record: %(count)s each.") % {"count": number_word(ahead_first)}
    name, more, less = (first, ahead_first, ahead_second) if ahead_first > ahead_second else (
        second, ahead_second, ahead_first)  # fmt: skip
    values = {"name": name, "more": number_word(more), "less": number_word(less)}
    if less:
        return _("Qualifying on record: %(name)s ahead by %(more)s to %(less)s.") % values
    if more == 1:
        return _("Qualifying on record: one, %(name)s ahead.") % values
    if more == 2:
        return _("Qualifying on record: %(name)s ahead in both.") % values
    return _("Qualifying on record: %(name)s ahead in all %(more)s.") % values


def left_out(season: SeasonView, comparison: Comparison) -> list[str]:
    """What the scores leave out, and what they rest on, a sentence each."""
    first, second = short_names(comparison.first, comparison.second)
    races = comparison.races
    sentences = [*_unknown(races, first, second), *_worked_out(races, first, second)]
    one_finished = [race.session for race in races if race.one_finished]
    if one_finished:
        sentences.append(
            _("Only one of the two finished, so these count in the score over all races alone: %(races)s.")
            % {"races": codes(one_finished)}
        )
    neither = [race.session for race in races if race.ahead == NEITHER]
    if neither:
        sentences.append(_("Neither finished, so nobody was ahead: %(races)s.") % {"races": codes(neither)})
    for name, own, other in (
        (first, comparison.first.slug, comparison.second.slug),
        (second, comparison.second.slug, comparison.first.slug),
    ):
        alone = events_entered(season, own) - events_entered(season, other)
        events = [event for event in season.running if event.id in alone]
        if events:
            sentences.append(
                _("Not compared, because only %(name)s was entered: %(events)s.")
                % {"name": name, "events": and_list(event.code for event in events)}
            )
    return sentences


def _unknown(races: Iterable[ComparedRace], first: str, second: str) -> list[str]:
    """Which orders are not on record, by whose place is missing."""
    missing: dict[tuple[str, ...], list[SessionView]] = {}
    for race in races:
        if race.ahead == UNKNOWN:
            lines = ((first, race.first), (second, race.second))
            names = tuple(name for name, line in lines if line is None or not line.is_placed)
            missing.setdefault(names, []).append(race.session)
    return [
        _("Not counted: %(races)s, where neither place is on record.") % {"races": named(sessions)}
        if len(names) == 2
        else ngettext(
            "Not counted: %(races)s, where %(name)s’s place is not on record.",
            "Not counted: %(races)s, where %(name)s’s places are not on record.",
            len(sessions),
        )
        % {"races": named(sessions), "name": names[0]}
        for names, sessions in missing.items()
    ]


def _worked_out(races: Iterable[ComparedRace], first: str, second: str) -> list[str]:
    by_order: dict[tuple[str, str], list[SessionView]] = {}
    for race in races:
        if race.worked_out:
            order = (first, second) if race.ahead == FIRST else (second, first)
            by_order.setdefault(order, []).append(race.session)
    return [
        ngettext(
            "%(races)s: %(behind)s’s place is not on record, but every place down to %(ahead)s’s is taken; so "
            "%(ahead)s was ahead.",
            "%(races)s: %(behind)s’s places are not on record, but every place down to %(ahead)s’s is taken; so "
            "%(ahead)s was ahead.",
            len(sessions),
        )
        % {"races": named(sessions), "ahead": ahead, "behind": behind}
        for (ahead, behind), sessions in by_order.items()
    ]


def named(sessions: Sequence[SessionView]) -> str:
    """One race by its circuit, several by their codes."""
    return where(sessions[0]) if len(sessions) == 1 else codes(sessions)


def codes(sessions: Iterable[SessionView]) -> str:
    """GER R2, ESP R2 and HUN R2."""
    return and_list(f"{session.event.code} {session.code}" for session in sessions)


def on_record(figures: RaceFigures) -> str:
    """How much of the figures is on record, in one sentence."""
    whole = figures.results_on_record == figures.starts
    parts = [
        _("every result")
        if whole
        else _("%(known)s of %(all)s results") % {"known": figures.results_on_record, "all": figures.starts}
    ]
    for known, everything, some in (
        (
            figures.grids_on_record,
            _("the first on every grid"),
            _("the first on the grid of %(known)s of %(all)s races"),
        ),
        (figures.laps_on_record, _("every fastest lap"), _("the fastest lap of %(known)s of %(all)s races")),
    ):
        parts.append(everything if known == figures.races else some % {"known": known, "all": figures.races})
    return _("On record: %(parts)s.") % {"parts": and_list(parts)}


def runs(figures: RaceFigures, title_figures: TitleFigures | None) -> list[str]:
    """The longest runs of races, a phrase each: "16 in the points"."""
    longest = [
        (title_figures.run if title_figures else 0, _("%(races)s in the points")),
        (figures.podium_run, _("%(races)s on the podium")),
        (figures.finish_run, _("%(races)s classified")),
    ]
    return [text % {"races": races} for races, text in longest if races > 1]


@dataclass(frozen=True, slots=True)
class Seat:
    """A driver in a car; `part` says at which events, empty for the whole season."""

    driver: DriverView
    number: int | None
    car: str
    part: str

    @property
    def in_words(self) -> str:
        """Hyundai Elantra N · all events."""
        return " · ".join(filter(None, (self.car, self.part or _("all events"))))


def seats(spells: Iterable[Spell]) -> list[Seat]:
    """Each of their drivers once, in the order of the entry list."""
    by_driver: dict[DriverView, list[Spell]] = {}
    for spell in spells:
        by_driver.setdefault(spell.entry.driver, []).append(spell)
    return [
        Seat(
            driver=driver,
            number=next((spell.entry.number for spell in own if spell.entry.number is not None), None),
            car=and_list(dict.fromkeys(spell.entry.car for spell in own if spell.entry.car)),
            part=_part(own),
        )
        for driver, own in by_driver.items()
    ]


def _part(spells: list[Spell]) -> str:
    """GER, POR, ESP and HUN; wildcard in CZE; wildcard in HUN, entrant in ITA."""
    # An event that was called off is nobody's part.
    spells = [spell for spell in spells if spell.events]
    if all(spell.whole and not spell.entry.wildcard for spell in spells):
        return ""
    if not any(spell.entry.wildcard for spell in spells):
        return event_codes([event for spell in spells for event in spell.events])
    return ", ".join(
        (_("wildcard in %(events)s") if spell.entry.wildcard else _("entrant in %(events)s"))
        % {"events": event_codes(spell.events)}
        for spell in spells
    )


def event_codes(events: Sequence[EventView]) -> str:
    return and_list(event.code for event in events)


def best_in(figures: RaceFigures) -> str:
    """Race 2, Hungaroring; for several races their codes."""
    return named(figures.best_in) if figures.best_in else ""
