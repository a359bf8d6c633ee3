"""The pieces of a front page: pure, from the season's record to what stands in a box."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from championship.charts import Outline, outline_of
from championship.charts.outline import CARD, Size
from championship.charts.plate import Plate, plate
from championship.fight.counts import contender_counts
from championship.formats import and_list, number_word, ordinal, points_phrase, points_text
from championship.people.comparison import Comparison, compare, title_points
from championship.scoring import TableRow, TitleTable
from championship.season.parts import DriverView, EntryView, EventView, ResultView, SessionView, TitleView
from championship.season.view import SeasonView
from championship.tables.title import StandingsRow, standings_rows
from championship.why.reasons import why_address
from championship.why.ties import tie_sentences
from news.cards import StoryCard

# Of how the first title narrowed down.
MOST_COUNTS = 4
# Side by side in a title's card.
MOST_PLATES = 2
# Behind the leader's plate.
GHOST = Size("hero", 640, 420, 14, 0, 0)


@dataclass(frozen=True, slots=True)
class TitleLine:
    """One title in the list of all: who leads or won it, and by what, with where the reasons of that stand.

    plates: the doors of those. had: how many entrants a title had that was not awarded for want of them.
    """

    title: TitleView
    name: str
    detail: str
    why: str = ""
    plates: tuple[Plate, ...] = ()
    had: int | None = None

    @property
    def needed(self) -> int:
        return self.title.minimum_entrants or 0


@dataclass(frozen=True, slots=True)
class Weekend:
    """An event with the winner of each race; None where a race has none on record."""

    event: EventView
    winners: list[ResultView | None]

    @property
    def outline(self) -> Outline | None:
        return outline_of(self.event.circuit, CARD)

    @property
    def names(self) -> list[str]:
        return [winner.driver.name for winner in self.winners if winner]


@dataclass(frozen=True, slots=True)
class Sibling:
    """One of two siblings; `season` is their points and best place in words."""

    driver: DriverView
    entry: EntryView
    season: str

    @property
    def plate(self) -> Plate:
        return plate(self.entry.number, self.entry.colour, self.driver.family_name)


@dataclass(frozen=True, slots=True)
class Siblings:
    """Brothers and sisters on one entry list, and who was ahead in a sentence or two."""

    heading: str
    first: Sibling
    second: Sibling
    text: str


@dataclass(frozen=True, slots=True)
class WeekItem:
    """A session or a story of this calendar week. language: of a story's name, blank where it is the page's."""

    day: date
    label: str
    name: str
    detail: str
    address: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class CouldWin:
    """How many could win the first title, and after what."""

    number: int
    words: str


@dataclass(frozen=True, slots=True)
class Leader:
    """Who leads or won the first title, with the plate; decided: the event that decided it, None while it is open."""

    plate: Plate
    entry: EntryView
    decided: EventView | None

    @property
    def outline(self) -> Outline | None:
        return outline_of(self.decided.circuit, GHOST) if self.decided else None


@dataclass(frozen=True, slots=True)
class FirstTable:
    """The first title's latest table: one row at least, and all that it rests on is on record."""

    title: TitleView
    latest: SessionView
    rows: tuple[TableRow, ...]


def headline(season: SeasonView, over: bool) -> str:
    """ "Yann Ehrlacher is champion by 28 points", or while the season runs "Ehrlacher leads by 12 points"."""
    table = _first_table(season)
    if table is None or len(table.rows) < 2:
        return _("The %(year)s season") % {"year": season.year}
    first, second = table.rows[:2]
    margin = first.points - second.points
    if first.shared:
        return _("Level at the top")
    fight = season.fights[table.title.slug]
    is_champion = over and fight.champion(table.latest.index) is not None
    is_official = fight.is_official(table.latest.index)
    if not margin and is_champion:
        return _("Champion, level on points") if is_official else _("Provisionally champion, level on points")
    if not margin:
        return _("Level on points at the top")
    values = {
        "name": season.called(table.title, first.competitor),
        "points": points_phrase(margin),
    }
    if not is_champion:
        return _("%(name)s leads by %(points)s") % values
    values["name"] = season.competitor(table.title, first.competitor).name
    if is_official:
        return _("%(name)s is champion by %(points)s") % values
    return _("%(name)s is provisionally champion by %(points)s") % values


def season_in_a_line(season: SeasonView) -> str:
    """What kind of season it was, and where it was decided."""
    return " ".join(filter(None, (_races_and_winners(season), _decided_where(season))))


def title_lines(season: SeasonView) -> list[TitleLine]:
    latest = season.latest
    return [_title_line(season, title, latest) for title in season.titles] if latest else []


def weekends(season: SeasonView) -> list[Weekend]:
    every = [Weekend(event, season.winners(event)) for event in season.counting]
    return [weekend for weekend in every if weekend.winners or not weekend.event.is_cancelled]


def gained_most(rows: Iterable[StandingsRow]) -> str:
    """Who has gone up most places in the table since the event before, in a sentence; empty when nobody has."""
    rows = list(rows)
    most = max((row.moved or 0 for row in rows), default=0)
    if not most:
        return ""
    text = ngettext(
        "Gained most in the table: %(names)s, %(count)s place.",
        "Gained most in the table: %(names)s, %(count)s places.",
        most,
    )
    names = and_list(row.competitor.name for row in rows if row.moved == most)
    return text % {"names": names, "count": number_word(most)}


def still_in_it(season: SeasonView) -> str:
    """Who can still win the first title, in a sentence.

    Empty where it is decided, and where the record cannot say.
    """
    table = _first_table(season)
    if table is None:
        return ""
    chances = season.fights[table.title.slug].chances(table.latest.index)
    names = [season.called(table.title, name) for name in chances.can_win]
    if not chances.left or len(names) < 2:
        return ""
    left = chances.points_left
    if len(names) == len(chances.competitors):
        return _("Everyone can still win the title, with %(left)s left.") % {"left": points_phrase(left)}
    return _("%(count)s can still win the title, with %(left)s left: %(names)s.") % {
        "count": capfirst(number_word(len(names))),
        "left": points_phrase(left),
        "names": and_list(names),
    }


def could_win(season: SeasonView) -> list[CouldWin]:
    """How the first title narrowed down: the last times that fewer could win it, to the latest session."""
    table = _first_table(season)
    if table is None:
        return []
    narrowed: list[CouldWin] = []
    for count in contender_counts(season, table.title):
        if not narrowed or count.number != narrowed[-1].number:
            session = count.session
            words = _("after %(session)s in %(place)s") % {"session": session.name, "place": session.event.where}
            narrowed.append(CouldWin(count.number, words))
    return narrowed[-MOST_COUNTS:]


def entry_list(season: SeasonView, event: EventView | None = None) -> list[tuple[int | None, EntryView]]:
    """Door numbers and entries, of one event or of the whole season, in the order of the list."""
    if event is None:
        return [(entry.number, entry) for entry in season.entries]
    return [(entry.numbers[event.id], entry.at(event.id)) for entry in season.entries if event.id in entry.numbers]


def this_week(season: SeasonView, stories: Iterable[StoryCard], today: date) -> list[WeekItem]:
    """The races and stories of this week's days, Monday to Sunday, as they were in the season; in order of days."""
    items = [
        WeekItem(
            race.date,
            race.event.name,
            race.name,
            _("won by %(name)s") % {"name": winner.driver.name},
            race.get_absolute_url(),
        )
        for race in season.sessions
        if race.is_race
        and race.date
        and (classification := season.classification(race))
        and (winner := classification.winner)
    ]
    items += [
        WeekItem(story.day, _("Story"), story.title, "", story.get_absolute_url(), story.language) for story in stories
    ]
    monday = today - timedelta(days=today.weekday())
    week = {(day.month, day.day) for day in (monday + timedelta(days=number) for number in range(7))}
    return sorted((item for item in items if (item.day.month, item.day.day) in week), key=lambda item: item.day)


def leaders(season: SeasonView) -> list[StandingsRow]:
    """The table of the first title as it stands; empty where it does not rank."""
    table = _first_table(season)
    return standings_rows(season, table.title, table.latest) if table else []


def leader(season: SeasonView) -> Leader | None:
    """None where nobody leads alone, and where teams are ranked."""
    table = _first_table(season)
    if table is None or table.title.ranks_teams or table.rows[0].shared:
        return None
    entry = season.entry_at(table.rows[0].competitor)
    assert entry is not None, "who is ranked is entered"
    after = season.fights[table.title.slug].decided_after
    return Leader(
        plate(entry.number, entry.colour, entry.driver.family_name),
        entry,
        season.sessions[after].event if after is not None else None,
    )


def siblings(season: SeasonView, firsts: dict[str, str]) -> list[Siblings]:
    """Every pair of siblings in the season. firsts: each driver's, one a line, by slug."""
    pairs = {
        frozenset((driver.slug, driver.sibling)): (driver.slug, driver.sibling)
        for driver in season.siblings[::-1]
        if driver.sibling is not None
    }
    comparisons = [compare(season, first, second) for first, second in reversed(pairs.values())]
    return [_siblings(season, comparison, firsts) for comparison in comparisons if comparison is not None]


def _siblings(season: SeasonView, comparison: Comparison, firsts: dict[str, str]) -> Siblings:
    first, second = comparison.first, comparison.second
    return Siblings(
        _shared_first(firsts.get(first.slug, ""), firsts.get(second.slug, "")) or _("Two siblings, one grid"),
        _sibling(season, first),
        _sibling(season, second),
        _who_was_ahead(comparison),
    )


def _sibling(season: SeasonView, driver: DriverView) -> Sibling:
    entry = season.entry_at(driver.slug)
    assert entry is not None, "the season's drivers are those of its entries"
    return Sibling(driver, entry, _season_of(season, driver.slug))


def _first_table(season: SeasonView) -> FirstTable | None:
    """None where nothing is classified, nobody ranked, or the record falls short."""
    title, latest = season.first_title, season.latest
    if latest is None or title is None:
        return None
    standings = season.standings[title.slug]
    rows = standings.tables[latest.index].rows
    return FirstTable(title, latest, rows) if rows and standings.is_conclusive(latest.index) else None


def _shared_first(firsts: str, others: str) -> str:
    """A first that both have, up to where each names the other: "First siblings in the WTCR"."""
    heads = [line.partition(", ")[0] for line in others.splitlines()]
    return next((head for line in firsts.splitlines() if (head := line.partition(", ")[0]) in heads), "")


def _season_of(season: SeasonView, slug: str) -> str:
    """ "2 points, 14th in Race 2, Nürburgring Nordschleife": what they scored and their best place."""
    parts = []
    points = title_points(season, slug)
    if points is not None:
        parts.append(points_phrase(points))
    lines = season.results_by_driver.get(slug, {})
    places = [
        (position, race)
        for race in season.sessions
        if race.is_race and race.id in lines and (position := lines[race.id].position) is not None
    ]
    if places:
        place, race = min(places, key=itemgetter(0))
        parts.append(
            _("%(place)s in %(session)s, %(circuit)s")
            % {"place": ordinal(place), "session": race.name, "circuit": race.event.circuit.name}
        )
    return ", ".join(parts)


def _who_was_ahead(comparison: Comparison) -> str:
    """ "Both finished four races; Andreas was ahead in three. Andreas retired three times; one order is not on record."

    Worked out from the results: nothing is said of what is not on record but how much it is.
    """
    first, second = comparison.first.given_name, comparison.second.given_name
    sentences = []
    both, scores = comparison.both_finished, (comparison.ahead_first, comparison.ahead_second)
    if both:
        finished = ngettext("Both finished %(count)s race", "Both finished %(count)s races", both)
        finished %= {"count": number_word(both, neuter=True)}
        if scores[0] == scores[1]:
            ahead = _("each was ahead in %(count)s") % {"count": number_word(scores[0], neuter=True)}
        else:
            ahead = _("%(name)s was ahead in %(count)s") % {
                "name": first if scores[0] > scores[1] else second,
                "count": number_word(max(scores), neuter=True),
            }
        sentences.append(f"{finished}; {ahead}.")
    rest = [
        _("%(name)s retired %(times)s") % {"name": name, "times": _times(times)}
        for name, times in ((first, comparison.retirements_first), (second, comparison.retirements_second))
        if times
    ]
    if comparison.unknown:
        rest.append(
            ngettext("%(count)s order is not on record", "%(count)s orders are not on record", comparison.unknown)
            % {"count": number_word(comparison.unknown)}
        )
    if rest:
        sentences.append(capfirst("; ".join(rest)) + ".")
    return " ".join(sentences)


def _races_and_winners(season: SeasonView) -> str:
    winners = [winner for event in season.counting for winner in season.winners(event)]
    different = {winner.driver.slug for winner in winners if winner}
    if not winners:
        return ""
    races = ngettext("%(count)s race", "%(count)s races", len(winners)) % {
        "count": number_word(len(winners), neuter=True)
    }
    parts = [capfirst(races)]
    if all(winners):
        parts.append(
            ngettext("%(count)s winner", "%(count)s winners", len(different)) % {"count": number_word(len(different))}
        )
    cancelled = sum(event.is_cancelled for event in season.events)
    if cancelled:
        parts.append(
            ngettext("%(count)s weekend cancelled", "%(count)s weekends cancelled", cancelled)
            % {"count": number_word(cancelled)}
        )
    return ", ".join(parts) + "."


def _decided_where(season: SeasonView) -> str:
    table = _first_table(season)
    if table is None or table.rows[0].shared:
        return ""
    fight = season.fights[table.title.slug]
    after = fight.decided_after
    values = {"name": season.competitor(table.title, table.rows[0].competitor).name}
    if fight.champion(table.latest.index) is None:
        return ""
    if not fight.is_official(table.latest.index):
        return _("%(name)s is champion provisionally: not every classification is official.") % values
    if after is None:
        # The record begins with a champion, and does not say since when.
        return _("%(name)s is champion.") % values
    session = season.sessions[after]
    values |= {"session": session.name, "place": session.event.where}
    left = sum(season.sessions[index].is_race for index in fight.chances(after).left)
    if not left:
        return _("%(name)s won it in the last race, %(session)s in %(place)s.") % values
    values["left"] = number_word(left, neuter=True)
    return (
        ngettext(
            "%(name)s clinched the title in %(session)s in %(place)s, with %(left)s race to go.",
            "%(name)s clinched the title in %(session)s in %(place)s, with %(left)s races to go.",
            left,
        )
        % values
    )


def _title_line(season: SeasonView, title: TitleView, latest: SessionView) -> TitleLine:
    standings = season.standings[title.slug]
    if title.is_without_figures:
        winner = season.competitor(title, title.winner).name if title.winner else _("Not on record")
        return TitleLine(title, winner, _("without figures"))
    if not standings.awarded:
        return TitleLine(title, _("Not awarded"), _why_not_awarded(season, title), had=len(standings.entrants))
    table = standings.tables[latest.index]
    if standings.on_record_so_far(latest.index) or not table.most_points:
        return _unranked(title, table)
    rows = table.rows
    tied = [row for row in rows if row.position == 1]
    name = _(" and ").join(season.competitor(title, row.competitor).name for row in tied)
    points = points_phrase(rows[0].points)
    plates = tuple(one for row in tied for one in _plates(season, title, row.competitor))[:MOST_PLATES]
    if len(tied) > 1:
        return TitleLine(title, name, _("%(points)s each") % {"points": points}, plates=plates)
    why = why_address(season, title, latest, rows[0].competitor)
    return TitleLine(title, name, _by_how_much(season, title, latest, rows, points), why, plates)


def _plates(season: SeasonView, title: TitleView, competitor: str) -> list[Plate]:
    """The door of a driver, or those of a team's cars."""
    if title.ranks_teams:
        return [plate(entry.number, entry.colour) for entry in season.entries if entry.team_slug == competitor]
    entry = season.entry_at(competitor)
    return [plate(entry.number, entry.colour)] if entry else []


def _unranked(title: TitleView, table: TitleTable) -> TitleLine:
    """A title without a leader: nobody has scored, or the record falls short of what was given."""
    if not table.most_points:
        return TitleLine(title, _("No points yet"), "")
    return TitleLine(title, _("On record so far"), _("points without a ranking"))


def _by_how_much(
    season: SeasonView, title: TitleView, latest: SessionView, rows: tuple[TableRow, ...], points: str
) -> str:
    standings = season.standings[title.slug]
    if len(rows) < 2 or any(standings.on_record_so_far(latest.index, row.competitor) for row in rows[:2]):
        return points
    margin = rows[0].points - rows[1].points
    if not margin:
        return dict(tie_sentences(season, title, standings.tables[latest.index]))[rows[0].competitor]
    more = number_word(int(margin)) if margin == int(margin) and margin <= 12 else points_text(margin)
    return _("%(points)s, %(more)s more than %(name)s") % {
        "points": points,
        "more": more,
        "name": season.competitor(title, rows[1].competitor).name,
    }


def _why_not_awarded(season: SeasonView, title: TitleView) -> str:
    """ "One entrant of the three it needs: Jessica Bäckman"."""
    entrants = season.standings[title.slug].entrants
    text = ngettext("%(count)s entrant of the %(needed)s it needs", "%(count)s entrants of the %(needed)s it needs",
                    len(entrants)) % {"count": number_word(len(entrants)),
                                      "needed": number_word(title.minimum_entrants or 0)}  # fmt: skip
    names = ", ".join(season.competitor(title, slug).name for slug in entrants)
    return capfirst(f"{text}: {names}" if names else text)


def _times(number: int) -> str:
    if number < 3:
        return (_("never"), _("once"), _("twice"))[number]
    return _("%(count)s times") % {"count": number_word(number)}
