"""Why a points figure is what it is: the sessions, places, scales and adjustments that add up to it, in words."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from operator import attrgetter

from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from championship.formats import and_list, number_word, one_of_text, ordinal, points_phrase, points_text, status_text
from championship.rules import places_of
from championship.scoring import CLOSED_UP, FASTEST_LAP, POINTS_ON_RECORD, WHOLE, Adjustment, Award, TableRow
from championship.season.parts import DriverView, EventView, ResultView, SessionView, TeamView, TitleView
from championship.season.view import SeasonView
from championship.why.counting import factor_text, scale_text
from championship.why.evidence import Evidence
from championship.why.history import Source, sources
from championship.why.ties import tie_sentence
from web.addresses.paths import address

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Term:
    """One result, or bonus, of a session and what it gave.

    what: the place on record and the place counted, in a phrase. how: why it counted so, a sentence each. scale: what
    the places give, from first down; empty for a bonus and for what had no place to be counted. place: the
    place as scored, None for those. counted: false for a score dropped under a best-scores rule. name: the driver's,
    where a team has several cars.
    """

    session: SessionView
    driver: str
    name: str
    line: ResultView | None
    what: str
    how: list[str]
    scale: tuple[Decimal, ...]
    place: int | None
    points: Decimal
    counted: bool
    evidence: Evidence | None

    @property
    def words(self) -> str:
        """Whose it is, and its places: "A. Bäckman 15th, not counted"."""
        text = f"{self.name} {self.what}" if self.name else self.what
        return text if self.counted else f"{text}, {_('not counted')}"

    @property
    def by_scale(self) -> str:
        """What the place gave, with the scale, in a sentence."""
        if not self.place:
            return ""
        words = {
            "place": ordinal(self.place),
            "points": points_phrase(self.points),
            "scale": scale_text(self.scale),
        }
        if self.place > len(self.scale):
            return _("The scale %(scale)s ends before %(place)s.") % words
        return _("%(place)s on the scale %(scale)s: %(points)s.") % words


@dataclass(frozen=True, slots=True)
class EventReason:
    """What one event gave: each result, and the sum of what counted."""

    event: EventView
    terms: list[Term]

    @property
    def points(self) -> Decimal:
        return sum((term.points for term in self.terms if term.counted), ZERO)

    @property
    def sessions(self) -> list[tuple[SessionView, list[Term]]]:
        """The results by session."""
        return [(session, list(terms)) for session, terms in groupby(self.terms, attrgetter("session"))]


@dataclass(frozen=True, slots=True)
class AdjustmentReason:
    adjustment: Adjustment
    session: SessionView

    @property
    def sources(self) -> list[Source]:
        return sources([self.adjustment.source])


@dataclass(frozen=True, slots=True)
class Reasons:
    """Everything that adds up to `points`, which a competitor has in a title after a session.

    ties: the sentences of the neighbours level on points. best_scores: how many count where others were dropped.
    """

    title: TitleView
    after: SessionView
    competitor: DriverView | TeamView
    row: TableRow
    events: list[EventReason]
    adjustments: list[AdjustmentReason]
    ties: list[str]
    best_scores: int | None

    @property
    def points(self) -> Decimal:
        return self.row.points

    def part(self, sessions: Iterable[SessionView]) -> list[EventReason]:
        """What some of its sessions gave."""
        ids = {session.id for session in sessions}
        parts = [
            EventReason(reason.event, [term for term in reason.terms if term.session.id in ids])
            for reason in self.events
        ]
        return [reason for reason in parts if reason.terms]


def scales_of(events: Iterable[EventReason]) -> list[tuple[str, str]]:
    """Each scale that gave points, in order, after the sessions it was for: R1 and R2."""
    by_scale: dict[tuple[Decimal, ...], list[SessionView]] = {}
    for reason in events:
        for term in reason.terms:
            if term.scale:
                by_scale.setdefault(term.scale, []).append(term.session)
    scales_by_code = Counter(code for sessions in by_scale.values() for code in {session.code for session in sessions})

    def label(session: SessionView) -> str:
        # A code that stands for two scales is said with its event.
        return session.code if scales_by_code[session.code] == 1 else f"{session.event.code} {session.code}"

    return [(and_list(dict.fromkeys(map(label, sessions))), scale_text(scale)) for scale, sessions in by_scale.items()]


def why_address(season: SeasonView, title: TitleView, after: SessionView, competitor: str) -> str:
    """Where the reasons of a competitor's points after a session stand: with the last one that counted in the title;
    empty before the first, and where its table has no line of that name yet."""
    last = season.last_counted(title, after)
    if last is None or competitor not in season.standings[title.slug].tables[last.index]:
        return ""
    return address("why", season.year, title.slug, last.event.slug, last.slug, competitor)


def live_why_address(title: TitleView, competitor: str) -> str:
    """The same of the table as it stands while a session runs."""
    return address("live_why", title.slug, competitor)


def part_id(part: EventView | SessionView) -> str:
    """Under which id an event's or a session's part of the reasons stands on their page."""
    return f"{part.event.slug}-{part.slug}" if isinstance(part, SessionView) else part.slug


def part_key(part: EventView | SessionView) -> str:
    """How `?only=` names an event or a session: russia, russia/race-1."""
    return f"{part.event.slug}/{part.slug}" if isinstance(part, SessionView) else part.slug


def drivers_of(season: SeasonView, title: TitleView, competitor: str) -> set[str]:
    """Whose results can count for a competitor: the driver's own, or those of a team's drivers."""
    if title.ranks_teams:
        return {entry.driver.slug for entry in season.entries if entry.team_slug == competitor}
    return {competitor}


def reasons_for(
    season: SeasonView,
    title: TitleView,
    after: SessionView,
    competitor: str,
    evidence_by_line: Mapping[tuple[int, str], Evidence],
    no_points_because: Mapping[int, str],
) -> Reasons | None:
    """The reasons of one competitor's points after a session; None for one who is not in that table.

    evidence_by_line: what the places rest on, by session id and driver. no_points_because: why a session gives none in
    any title, by its id, as HTML without a full stop.
    """
    standings = season.standings[title.slug]
    table = standings.tables[after.index]
    row = table.by_competitor.get(competitor)
    if row is None:
        return None
    scores = {score.session: score for score in standings.scores(competitor, after.index)}
    events = []
    for event in season.counting:
        terms = []
        for session in event.sessions:
            if session.index > after.index or session.id not in season.classifications:
                continue
            score = scores.get(session.index)
            awards = score.awards if score else ()
            lines = _lines(season, title, competitor, session)
            counted = score is None or score.counted
            terms += [
                _scored(season, title, session, award, lines.get(award.driver), counted, evidence_by_line)
                for award in awards
            ]
            placed = {award.driver for award in awards if award.place is not None or award.kind == POINTS_ON_RECORD}
            if session.id in no_points_because:
                because = no_points_because[session.id]
                terms += _without_points(season, title, session, lines.values(), because, evidence_by_line)
            terms += _unscored(
                season, title, session, [lines[slug] for slug in lines if slug not in placed], evidence_by_line
            )
        if terms:
            events.append(EventReason(event, terms))
    sessions = {session.key: session for session in season.sessions}
    is_conclusive = standings.is_conclusive(after.index)
    return Reasons(
        title=title,
        after=after,
        competitor=season.competitor(title, competitor),
        row=row,
        events=events,
        adjustments=[
            AdjustmentReason(adjustment, sessions[adjustment.after])
            for adjustment in standings.adjustments_of(competitor, after.index)
        ],
        ties=[
            tie_sentence(season, title, ahead, behind, tie_break)
            for ahead, behind, tie_break in table.ties()
            if is_conclusive and competitor in (ahead.competitor, behind.competitor)
        ],
        best_scores=title.rules.best_scores if any(not score.counted for score in scores.values()) else None,
    )


def _lines(season: SeasonView, title: TitleView, competitor: str, session: SessionView) -> dict[str, ResultView]:
    """The competitor's lines of a session's classification, by driver."""
    return {
        line.driver.slug: line
        for line in season.classifications[session.id].lines
        if competitor == (line.entry.team_slug if title.ranks_teams else line.driver.slug)
    }


def _scored(
    season: SeasonView,
    title: TitleView,
    session: SessionView,
    award: Award,
    line: ResultView | None,
    counted: bool,
    evidence_by_line: Mapping[tuple[int, str], Evidence],
) -> Term:
    """A place, or a bonus, that counted in the title."""
    if award.kind == POINTS_ON_RECORD:
        what = unplaced_text(line) if line is not None else _("place not on record")
        how = [_("It is on record that this gave %(points)s.") % {"points": points_phrase(award.points)}]
    elif award.place is None or award.position is None:
        what = _("fastest lap") if award.kind == FASTEST_LAP else _("fastest qualifier")
        how = [_("A bonus of %(points)s.") % {"points": points_phrase(award.points)}]
        if award.kind == FASTEST_LAP and line is not None and line.holds_fastest_lap:
            how.append(_("A source names it as the holder."))
        if award.kind == FASTEST_LAP and title.rules.fastest_lap_within is not None:
            within = number_word(title.rules.fastest_lap_within)
            how.append(_("Only one placed among the first %(count)s has it.") % {"count": within})
    else:
        places = {"position": ordinal(award.position), "place": ordinal(award.place)}
        if title.rules.places == "class":
            what = _("%(position)s, %(place)s in class") % places
            how = [_class_order(season, title, session, award.position)]
        elif award.position != award.place:
            what = _("%(position)s, counted as %(place)s") % places
            how = [_taken_out(season, title, session, award.position)]
        else:
            what, how = ordinal(award.position), []
    scale = title.rules.scale_for(season.inputs.sessions[session.index]) if award.place is not None else ()
    how += _not_as_planned(season, title, session, award)
    if session.is_race and session.not_on_countback and award.place is not None:
        how.append(_("Its places do not count on countback."))
    if not counted:
        how.append(_("Not among the scores that count."))
    is_bonus = award.place is None and award.kind != POINTS_ON_RECORD
    evidence = None if is_bonus else evidence_by_line.get((session.id, award.driver))
    name = season.surnames[award.driver] if title.ranks_teams else ""
    return Term(session, award.driver, name, line, what, how, scale, award.place, award.points, counted, evidence)


def _not_as_planned(season: SeasonView, title: TitleView, session: SessionView, award: Award) -> Iterable[str]:
    """What a place would have given as was planned, where half points or another scale made it give something else."""
    scored = season.inputs.sessions[session.index]
    if award.place is None:
        return
    factor, by_the_scale = scored.factor, title.rules.scale_for(replace(scored, factor=WHOLE))
    words = {"points": points_phrase(award.points)}
    if factor != WHOLE and award.place <= len(by_the_scale):
        words |= {"factor": capfirst(factor_text(factor)), "planned": points_text(by_the_scale[award.place - 1])}
        yield _("%(factor)s: %(points)s instead of %(planned)s.") % words
    if title.rules.own_scales is None and scored.scale != session.scale:
        yield _("By another scale than planned: %(scale)s.") % {"scale": scale_text(scored.scale)}


def _unscored(
    season: SeasonView,
    title: TitleView,
    session: SessionView,
    lines: Iterable[ResultView],
    evidence_by_line: Mapping[tuple[int, str], Evidence],
) -> Iterable[Term]:
    """The lines of a session with points in the title that had no place to be counted."""
    if not title.rules.scale_for(season.inputs.sessions[session.index]):
        return
    for line in lines:
        what = ordinal(line.position) if line.position is not None else unplaced_text(line)
        if not line.entry.scores:
            how = [_("A wildcard here: scored nothing.")]
        elif title.entrants and title.entrants not in line.entry.classes:
            continue
        elif title.rules.nominated and session.event.id not in line.entry.nominated:
            how = [_("Not nominated to count for its team.")]
        elif line.position is not None and title.rules.cars_per_session:
            limit = title.rules.cars_per_session
            how = [
                ngettext(
                    "Only the team’s best car of a session counts.",
                    "Only the team’s best %(count)s cars of a session count.",
                    limit,
                )
                % {"count": number_word(limit)}
            ]
        else:
            how = []
        name = season.surnames[line.driver.slug] if title.ranks_teams else ""
        evidence = evidence_by_line.get((session.id, line.driver.slug))
        yield Term(session, line.driver.slug, name, line, what, how, (), None, ZERO, True, evidence)


def _without_points(
    season: SeasonView,
    title: TitleView,
    session: SessionView,
    lines: Iterable[ResultView],
    because: str,
    evidence_by_line: Mapping[tuple[int, str], Evidence],
) -> Iterable[Term]:
    """The lines of a session that would have counted in the title, and gives no points."""
    if not title.rules.scale_for(replace(season.inputs.sessions[session.index], factor=WHOLE)):
        return
    for line in lines:
        place = ordinal(line.position) if line.position is not None else unplaced_text(line)
        what = _("%(place)s, no points") % {"place": place}
        how = [format_html(_("No points: {reason}."), reason=because) if because else _("No points.")]
        name = season.surnames[line.driver.slug] if title.ranks_teams else ""
        evidence = evidence_by_line.get((session.id, line.driver.slug))
        yield Term(session, line.driver.slug, name, line, what, how, (), None, ZERO, True, evidence)


def unplaced_text(line: ResultView) -> str:
    """What stands for the place of a line that has none on record: what became of it, or "11th or 12th"."""
    if line.one_of:
        return one_of_text(places_of(line.one_of))
    return _("place not on record") if line.points is not None else status_text(line.status)


def _class_order(season: SeasonView, title: TitleView, session: SessionView, position: int) -> str:
    """Who of the title's own entrants was ahead: "Junior entrants ahead: Magnus (3rd) and Ehrlacher (5th)."."""
    ahead = _ahead(
        season,
        session,
        position,
        (
            line
            for line in season.classifications[session.id].lines
            if line.entry.scores and (not title.entrants or title.entrants in line.entry.classes)
        ),
    )
    if not ahead:
        return _("The first of the %(title)s entrants on record.") % {"title": title.short_name}
    return _("%(title)s entrants ahead: %(names)s.") % {"title": title.short_name, "names": ahead}


def _taken_out(season: SeasonView, title: TitleView, session: SessionView, position: int) -> str:
    """Who ahead is taken out before points are given: wildcards, and of teams the cars that were not nominated."""
    is_closed_up = title.rules.nominated == CLOSED_UP
    lines = [
        line
        for line in season.classifications[session.id].lines
        if not line.entry.scores or (is_closed_up and session.event.id not in line.entry.nominated)
    ]
    ahead = [line for line in lines if line.position is not None and line.position < position]
    names = {"names": _ahead(season, session, position, lines)}
    if any(line.entry.scores for line in ahead):
        return _("Ahead and taken out, since they do not count here: %(names)s.") % names
    return (
        ngettext(
            "The wildcard ahead, %(names)s, is taken out.",
            "The wildcards ahead, %(names)s, are taken out.",
            len(ahead),
        )
        % names
    )


def _ahead(season: SeasonView, session: SessionView, position: int, lines: Iterable[ResultView]) -> str:
    """Those of `lines` ahead of a place, best first, each with its own."""
    placed = sorted(
        (line.position, line.driver.slug) for line in lines if line.position is not None and line.position < position
    )
    return and_list(
        _("%(name)s (%(place)s)") % {"name": season.surnames[slug], "place": ordinal(place)} for place, slug in placed
    )
