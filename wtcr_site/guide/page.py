"""The pieces of the guide: pure, from the newest season to what stands in each part."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from championship.charts.guide import ReversedGrid, Rung, Slots, reversed_grid, rungs, slots
from championship.charts.plate import Plate, plate
from championship.formats import and_list, number_word, points_text
from championship.scoring import TableRow, TitleTable
from championship.scoring.countback import CountbackRule
from championship.season.parts import DriverView, EntryView, EventView, SessionView, TeamView, TitleView
from championship.season.view import SeasonView
from championship.tables.matrix import make_of
from championship.tables.weekend import weekend_rows
from championship.why.ties import tie_sentences, times_taken
from wtcr_site.data import sourcing
from wtcr_site.data.about import RulesOfTitle, rules_of

# How many go on from Q1 and from Q2, and how many of Q2 are turned round for Race 1: the rules of 2021, from the notes
# of that season. They stand in no season's data.
GOING_ON = (12, 5)
TURNED_ROUND = 10
FEW = 6


@dataclass(frozen=True, slots=True)
class Panel:
    """A session of the usual weekend. kind: practice, qualifying or race."""

    code: str
    name: str
    kind: str
    points: str
    detail: str


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """A session of qualifying: how many cars are in it, drawn and said, and who goes on."""

    code: str
    cars: str
    text: str
    slots: Slots


@dataclass(frozen=True, slots=True)
class Qualifying:
    """The usual one in its steps; others: sentences about events that have a single session."""

    steps: list[FunnelStep]
    others: list[str]
    grid: ReversedGrid


@dataclass(frozen=True, slots=True)
class Ladder:
    heading: str
    rungs: list[Rung]


@dataclass(frozen=True, slots=True)
class MostOfAnEvent:
    """The most that an event pays, as a sum, and what came nearest to it in a sentence."""

    points: str
    sum: str
    nearest: str


@dataclass(frozen=True, slots=True)
class Door:
    """A number in the colour of its team; None for a team, or where it is not on record."""

    number: int | None
    colour: str


@dataclass(frozen=True, slots=True)
class TitleCard:
    """A title with whom it is for, how it counts, and who is in it: by name where they are few."""

    rules: RulesOfTitle
    open_to: str
    count: str
    doors: list[Door]
    names: str


@dataclass(frozen=True, slots=True)
class CarModel:
    """A model with those who drove it, one entry each, in the order of the entry list."""

    name: str
    count: str
    entries: list[EntryView]


@dataclass(frozen=True, slots=True)
class Cars:
    sentence: str
    models: list[CarModel]


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One of those level on points: the best place that they took, how often, and what they owe it.

    plate: a driver's; None for a team.
    """

    competitor: DriverView | TeamView
    plate: Plate | None
    place: int
    times: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Level:
    """A tie of the season that countback decided, and where its table stands."""

    title: TitleView
    after: SessionView
    count: str
    points: Decimal
    rows: list[LevelRow]


def usual_event(season: SeasonView) -> EventView | None:
    """The first event with the sessions that most events have."""
    events = [event for event in season.running if event.sessions]
    shapes = Counter(_shape(event) for event in events)
    return max(events, key=lambda event: shapes[_shape(event)], default=None)


def week(event: EventView) -> list[Panel]:
    knocked_out = has_three_parts(event)
    details = dict(zip((race.code for race in event.races), _grids() if knocked_out else (), strict=False))
    if knocked_out:
        fields = (_("all cars"), *(_("%(count)s cars") % {"count": cars} for cars in GOING_ON))
        details |= {session.code: field for session, field in zip(event.qualifying, fields, strict=True)}
    return [
        Panel(session.code, session.name, session.kind, _in_short(session.scale), details.get(session.code, ""))
        for session in event.sessions
    ]


def has_three_parts(event: EventView) -> bool:
    """Whether qualifying has the three sessions that the series' own rules are about."""
    return len(event.qualifying) == len(GOING_ON) + 1


def qualifying(season: SeasonView, event: EventView) -> Qualifying | None:
    """None where no entry list is out, and where qualifying is of another kind."""
    if not has_three_parts(event) or not season.listed:
        return None
    cars = sum(season.listed[0].id in entry.numbers for entry in season.entries)
    fields = (cars, *GOING_ON)
    words = (
        (
            _("All cars, %(count)s at the first event.") % {"count": cars},
            _("The fastest %(count)s go on.") % {"count": number_word(GOING_ON[0])},
        ),
        (
            capfirst(_("%(count)s cars.") % {"count": number_word(GOING_ON[0])}),
            _("The fastest %(count)s go on; the first ten make the grid of Race 1.")
            % {"count": number_word(GOING_ON[1])},
        ),
        (
            capfirst(_("%(count)s cars, one lap each.") % {"count": number_word(GOING_ON[1])}),
            _("The fastest starts Race 2 first."),
        ),
    )
    steps = [
        FunnelStep(session.code, *said, slots(field, going_on, cars))
        for session, said, field, going_on in zip(event.qualifying, words, fields, (*GOING_ON, 1), strict=True)
    ]
    return Qualifying(steps, _single_sessions(season), reversed_grid(TURNED_ROUND))


def ladders(season: SeasonView) -> list[Ladder]:
    """Every scale of the season, and those that titles have of their own; all drawn to the same measure."""
    scales = [
        (
            f"{' · '.join(scale.names)}, {scale.event.circuit.name}" if scale.event else " · ".join(scale.names),
            scale.points,
        )
        for scale in sourcing.scales(season)
    ]
    kinds = {"race": _("in races"), "qualifying": _("in qualifying"), "practice": _("in practice")}
    scales += [
        (f"{title.short_name}, {kinds.get(kind, kind)}", points)
        for title in season.titles
        for kind, points in (title.rules.own_scales or {}).items()
        if points
    ]
    most = max((max(points) for _heading, points in scales), default=Decimal(0))
    return [Ladder(heading, rungs(points, most)) for heading, points in scales] if most else []


def most_of_an_event(season: SeasonView, event: EventView) -> MostOfAnEvent | None:
    terms = [max(session.scale) for session in event.sessions if session.scale]
    if not terms or sum(terms) != sourcing.most_points_an_event(season):
        return None
    most = sum(terms, Decimal(0))
    return MostOfAnEvent(points_text(most), " + ".join(map(points_text, terms)), _nearest(season, most))


def title_cards(season: SeasonView) -> list[TitleCard]:
    return [
        _title_card(season, title, rules_of(season, title, standings, without))
        for title, standings, without in sourcing.titles(season)
    ]


def cars(season: SeasonView) -> Cars | None:
    """The models on the entry lists, those with most drivers first; None before the first list is out."""
    if not season.listed:
        return None
    by_model: dict[str, dict[str, EntryView]] = {}
    # Whoever came as a wildcard, too, is shown with the entry that was for the titles.
    for entry in sorted(season.entries, key=lambda entry: entry.wildcard):
        by_model.setdefault(entry.car, {}).setdefault(entry.driver.slug, entry)
    models = [
        CarModel(name, _drivers(len(entries)), list(entries.values()))
        for name, entries in sorted(by_model.items(), key=lambda item: -len(item[1]))
    ]
    return Cars(_makes(season), models)


def level(season: SeasonView) -> Level | None:
    """The largest group level on points in the first title after an event and parted by countback; of several, the
    first. None while there is none."""
    title = season.first_title
    if title is None:
        return None
    standings = season.standings[title.slug]
    groups = []
    for event in season.counting:
        classified = [session for session in event.sessions if session.id in season.classifications]
        if classified and standings.is_conclusive(classified[-1].index):
            table = standings.tables[classified[-1].index]
            groups += [(classified[-1], table, rows) for rows in _parted(table)]
    if not groups:
        return None
    after, table, rows = max(groups, key=lambda group: len(group[2]))
    sentences = dict(tie_sentences(season, title, table))
    # The last of a group may be level with nobody behind.
    told = [sentences.get(row.competitor, "") for row in rows[:-1]] + [""]
    lines = [
        _level_row(season, title, after, standings.countback_rule, row, sentence)
        for row, sentence in zip(rows, told, strict=True)
    ]
    return Level(title, after, number_word(len(rows)), rows[0].points, lines)


def _shape(event: EventView) -> tuple[str, ...]:
    return tuple(session.code for session in event.sessions)


def _grids() -> tuple[str, str]:
    return _("first ten of Q2 turned round"), _("order after Q3")


def _in_short(scale: Sequence[Decimal]) -> str:
    """25 to 1; 5-4-3-2-1; no points."""
    if not scale:
        return _("no points")
    if len(scale) > FEW:
        return _("%(most)s to %(least)s") % {"most": points_text(scale[0]), "least": points_text(scale[-1])}
    return _in_full(scale)


def _in_full(scale: Sequence[Decimal]) -> str:
    return "-".join(map(points_text, scale))


def _single_sessions(season: SeasonView) -> list[str]:
    text = _(
        "%(circuit)s has one qualifying session for all. It pays %(points)s, and its first ten make the grid of Race 1."
    )
    return [
        text % {"circuit": event.circuit.name, "points": _in_full(event.qualifying[0].scale)}
        for event in season.running
        if len(event.qualifying) == 1 and event.qualifying[0].scale
    ]


def _nearest(season: SeasonView, most: Decimal) -> str:
    """What came nearest to all of an event's points; blank before anyone has any."""
    takings = [(rows[0], event) for event in season.counting if (rows := weekend_rows(season, event))]
    row, event = max(takings, key=lambda taking: taking[0].total, default=(None, None))
    if row is None or event is None or not row.total:
        return ""
    values = {"name": row.driver.name, "points": points_text(row.total), "place": event.where, "year": season.year}
    if row.total == most:
        return _("%(name)s took it all in %(place)s.") % values
    if season.is_over:
        return _("Nobody took it all in %(year)s; most of it had %(name)s, %(points)s in %(place)s.") % values
    return _("The most so far: %(name)s, %(points)s in %(place)s.") % values


def _title_card(season: SeasonView, title: TitleView, rules: RulesOfTitle) -> TitleCard:
    entrants = season.standings[title.slug].entrants
    competitors = [season.competitor(title, slug) for slug in entrants]
    if title.ranks_teams:
        count = ngettext("%(count)s team", "%(count)s teams", len(entrants)) % {"count": len(entrants)}
        everyone = _("Every team")
    else:
        count = _drivers(len(entrants))
        everyone = _("Every driver but wildcards")
    doors = [_door(season, title, slug) for slug in entrants]
    names = and_list(competitor.name for competitor in competitors) if len(competitors) <= FEW else ""
    return TitleCard(rules, f"{title.eligible or everyone}.", count, doors, names)


def _drivers(count: int) -> str:
    return ngettext("%(count)s driver", "%(count)s drivers", count) % {"count": count}


def _door(season: SeasonView, title: TitleView, competitor: str, after: int | None = None) -> Door:
    if title.ranks_teams:
        return Door(None, season.teams[competitor].colour)
    entry = season.entry_at(competitor, after)
    return Door(entry.number, entry.colour) if entry else Door(None, "")


def _makes(season: SeasonView) -> str:
    """How many makes there were at the first event, and who else came."""
    first = [entry for entry in season.entries if season.listed[0].id in entry.numbers]
    makes = list(dict.fromkeys(make_of(entry.car) for entry in first))
    later = list(dict.fromkeys(make for entry in season.entries if (make := make_of(entry.car)) not in makes))
    sentence = ngettext(
        "%(count)s make built the %(cars)s cars of the first event.",
        "%(count)s makes built the %(cars)s cars of the first event.",
        len(makes),
    ) % {"count": capfirst(number_word(len(makes), neuter=True)), "cars": len(first)}
    if not later:
        return sentence
    joined = ngettext("Later came a car of one more: %(names)s.", "Later came cars of more: %(names)s.", len(later))
    return f"{sentence} {joined % {'names': ', '.join(later)}}"


def _parted(table: TitleTable) -> list[list[TableRow]]:
    """Groups of a table that are level on points and share no place."""
    groups = [list(rows) for points, rows in groupby(table.rows, key=lambda row: row.points) if points]
    return [rows for rows in groups if len(rows) > 1 and not any(row.shared for row in rows)]


def _level_row(
    season: SeasonView, title: TitleView, after: SessionView, rule: CountbackRule, row: TableRow, sentence: str
) -> LevelRow:
    best = next((place for place in range(1, len(season.entries) + 1) if rule.times_at(place, row.countback)), 0)
    door = _door(season, title, row.competitor, after.index)
    return LevelRow(
        season.competitor(title, row.competitor),
        None if title.ranks_teams else plate(door.number, door.colour),
        row.position,
        times_taken(best, rule.times_at(best, row.countback)) if best else "",
        sentence,
    )
