"""What a session, or a weekend, did to the titles."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from championship.formats import and_list, ordinal, place_text, points_phrase, points_text
from championship.scoring import Standings, TableRow, TitleTable
from championship.season.parts import DriverView, SessionView, TeamView, TitleView
from championship.season.view import SeasonView
from championship.tables.title import Livery, livery, places_gained, ranking_before

# How far down the table a change of places is a sentence.
TOP = 6


@dataclass(frozen=True, slots=True)
class Effect:
    """What a session did to one title, in sentences."""

    title: TitleView
    sentences: list[str]


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """A title decided, or led anew, in a session: by whom, and by how much."""

    title: TitleView
    is_decided: bool
    heading: str
    sentence: str
    competitor: DriverView | TeamView
    livery: Livery


@dataclass(frozen=True, slots=True)
class CompetitorChange:
    """One competitor's line before and after; place_before is blank where there was no ranking yet. falls_short: the
    points do, or may, of what was published."""

    competitor: DriverView | TeamView
    name: str
    place: str
    place_before: str
    moved: int
    points: Decimal
    points_before: Decimal
    falls_short: bool

    @property
    def has_another_place(self) -> bool:
        """Whether it had a place before, and has another one now."""
        return self.place_before not in ("", self.place)

    @property
    def star(self) -> str:
        """What stands after the points."""
        return "*" if self.falls_short else ""


@dataclass(frozen=True, slots=True)
class TitleChange:
    """The top of a title's table after a weekend, beside where each stood before it: after the session `before`, None
    where there was none. decided: in which of its sessions the title was, in a sentence."""

    title: TitleView
    before: SessionView | None
    after: SessionView
    changes: list[CompetitorChange]
    decided: str

    @property
    def has_before(self) -> bool:
        return any(change.place_before for change in self.changes)

    @property
    def has_stars(self) -> bool:
        return any(change.falls_short for change in self.changes)


def effects(season: SeasonView, session: SessionView) -> list[Effect]:
    """The titles that a session gave points in and whose table after it is complete."""
    return [
        Effect(title, _sentences(season, title, session))
        for title in season.titles
        if (standings := season.standings[title.slug]).awards[session.index] and standings.is_conclusive(session.index)
    ]


def turning_points(season: SeasonView, session: SessionView) -> list[TurningPoint]:
    """The titles that a session decided, then those that it gave another leader, who alone leads."""
    points = [
        point
        for title in season.titles
        if (standings := season.standings[title.slug]).awards[session.index]
        and standings.is_conclusive(session.index)
        and (point := _turning_point(season, title, session))
    ]
    return sorted(points, key=lambda point: not point.is_decided)


def _turning_point(season: SeasonView, title: TitleView, session: SessionView) -> TurningPoint | None:
    standings, fight = season.standings[title.slug], season.fights[title.slug]
    after, before = standings.tables[session.index], _before(standings, session.index)
    leaders = _leaders(after)
    is_decided = fight.decided_after == session.index
    if not is_decided and (before is None or len(leaders) > 1 or leaders == _leaders(before)):
        return None
    words = {"name": season.called(title, after.rows[0].competitor)}
    if not is_decided:
        heading = _("%(name)s leads") % words
    elif fight.is_official(session.index):
        heading = _("%(name)s is champion") % words
    else:
        heading = _("%(name)s is provisionally champion") % words
    if title is not season.drivers_title:
        heading = _("%(title)s: %(sentence)s") % {"title": title.short_name, "sentence": heading}
    return TurningPoint(
        title,
        is_decided,
        heading,
        lead_sentence(season, title, before, session.index),
        season.competitor(title, after.rows[0].competitor),
        livery(season, title, after.rows[0].competitor, session.index),
    )


def title_changes(season: SeasonView, first: SessionView, last: SessionView) -> list[TitleChange]:
    """The titles before `first` and after `last`; those that are complete on record and awarded."""
    changed = []
    for title in season.titles:
        standings = season.standings[title.slug]
        if not standings.is_conclusive(last.index) or not standings.tables[last.index].most_points:
            continue
        before, after = _before(standings, first.index), standings.tables[last.index]
        changed.append(
            TitleChange(
                title=title,
                before=season.sessions[first.index - 1] if first.index else None,
                after=season.last_counted(title, last) or last,
                changes=[competitor_change(season, title, before, row, last) for row in after.rows[:TOP]],
                decided=_decided_within(season, title, first, last),
            )
        )
    return changed


def _decided_within(season: SeasonView, title: TitleView, first: SessionView, last: SessionView) -> str:
    fight = season.fights[title.slug]
    decided = fight.decided_after
    if decided is None or not first.index <= decided <= last.index:
        return ""
    words = {"session": season.sessions[decided].name}
    if fight.is_official(last.index):
        return _("Decided in %(session)s.") % words
    return _("Provisionally decided in %(session)s.") % words


def _before(standings: Standings, session: int) -> TitleTable | None:
    """The table before a session; None before the first points and where the record is short."""
    table = ranking_before(standings, session)
    return table if table and table.most_points else None


def competitor_change(
    season: SeasonView, title: TitleView, before: TitleTable | None, row: TableRow, last: SessionView
) -> CompetitorChange:
    """A row of the table after `last` beside the same competitor's in another table."""
    earlier = before.by_competitor.get(row.competitor) if before else None
    return CompetitorChange(
        competitor=season.competitor(title, row.competitor),
        name=season.called(title, row.competitor),
        place=place_text(row.position, row.shared),
        place_before=place_text(earlier.position, earlier.shared) if earlier else "",
        moved=places_gained(before, row) or 0,
        points=row.points,
        points_before=earlier.points if earlier else Decimal(0),
        falls_short=season.standings[title.slug].on_record_so_far(last.index, row.competitor),
    )


def _sentences(season: SeasonView, title: TitleView, session: SessionView) -> list[str]:
    standings = season.standings[title.slug]
    after, before = standings.tables[session.index], _before(standings, session.index)
    left = season.fights[title.slug].chances(session.index).points_left
    sentences = [lead_sentence(season, title, before, session.index)]
    if season.fights[title.slug].decided_after == session.index:
        words = {"name": season.called(title, after.rows[0].competitor), "points": points_phrase(left)}
        if not season.fights[title.slug].is_official(session.index):
            text = (
                _("Provisionally decided here: %(name)s is out of reach with %(points)s left.")
                if left
                else _("Provisionally decided here: %(name)s wins it.")
            )
            sentences.insert(0, text % words)
        elif left:
            sentences.insert(0, _("Decided here: %(name)s is out of reach with %(points)s left.") % words)
        else:
            sentences.insert(0, _("Decided here: %(name)s wins it.") % words)
    if before is not None:
        sentences.append(_climbs(season, title, before, after))
    return [sentence for sentence in sentences if sentence]


def lead_sentence(season: SeasonView, title: TitleView, before: TitleTable | None, index: int) -> str:
    """Who leads after a session and whether that is new; once no points are left, how it ended."""
    standings = season.standings[title.slug]
    after = standings.tables[index]
    left = season.fights[title.slug].chances(index).points_left
    return _lead(season, title, before, after) if left else _outcome(season, title, after)


def _lead(season: SeasonView, title: TitleView, before: TitleTable | None, after: TitleTable) -> str:
    """Who leads, from whom, and whether that is new."""
    rows = after.rows
    leaders = _leaders(after)
    if len(leaders) > 1:
        names = and_list(season.called(title, name) for name in leaders)
        return _("%(names)s share the lead on %(points)s.") % {
            "names": names,
            "points": points_phrase(rows[0].points),
        }
    words = _first_two(season, title, after)
    if len(rows) == 1:
        return _("%(name)s has %(in_points)s.") % words
    gap = rows[0].points - rows[1].points
    led = _leaders(before) if before else leaders
    if not gap:
        if leaders != led:
            return _("%(name)s takes the lead, level with %(second)s on %(in_points)s.") % words
        return _("%(name)s leads, level with %(second)s on %(in_points)s.") % words
    if leaders[0] not in led:
        words["led"] = and_list(season.called(title, name) for name in led)
        if led == [rows[1].competitor]:
            return _("%(name)s takes the lead from %(led)s, %(in_points)s to %(other)s.") % words
        return _("%(name)s takes the lead from %(led)s: %(in_points)s to %(other)s for %(second)s.") % words
    return (
        ngettext(
            "%(name)s leads %(second)s by one point, %(points)s to %(other)s.",
            "%(name)s leads %(second)s by %(gap)s points, %(points)s to %(other)s.",
            1 if gap == 1 else 2,
        )
        % words
    )


def _outcome(season: SeasonView, title: TitleView, after: TitleTable) -> str:
    """How a title ended, once no points are left."""
    rows = after.rows
    if len(rows) == 1 or rows[0].points == rows[1].points:
        return _lead(season, title, None, after)
    # Half a point more than one is points, not a point.
    return ngettext(
        "%(name)s ends one point ahead of %(second)s, %(points)s to %(other)s.",
        "%(name)s ends %(gap)s points ahead of %(second)s, %(points)s to %(other)s.",
        1 if rows[0].points - rows[1].points == 1 else 2,
    ) % _first_two(season, title, after)


def _first_two(season: SeasonView, title: TitleView, after: TitleTable) -> dict[str, str]:
    rows = after.rows
    words = {
        "name": season.called(title, rows[0].competitor),
        "points": points_text(rows[0].points),
        "in_points": points_phrase(rows[0].points),
    }
    if len(rows) > 1:
        words["second"] = season.called(title, rows[1].competitor)
        words["other"] = points_text(rows[1].points)
        words["gap"] = points_text(rows[0].points - rows[1].points)
    return words


def _leaders(table: TitleTable) -> list[str]:
    return [row.competitor for row in table.rows if row.position == 1]


def _climbs(season: SeasonView, title: TitleView, before: TitleTable, after: TitleTable) -> str:
    """Who went up among the first six, or that nobody did."""
    rows = after.rows[:TOP]
    new_lead = _leaders(after) != _leaders(before)
    up = [
        _("%(name)s from %(before)s to %(after)s")
        % {
            "name": season.called(title, row.competitor),
            "before": ordinal(earlier.position),
            "after": ordinal(row.position),
        }
        for row in rows
        if (earlier := before.by_competitor.get(row.competitor))
        and row.position < earlier.position
        # A new leader has been named.
        and not (new_lead and row.position == 1)
    ]
    if up:
        return _("Up: %(names)s.") % {"names": and_list(up)}
    if not new_lead and [row.competitor for row in rows] == [row.competitor for row in before.rows[:TOP]]:
        return _("The order at the top did not change.")
    return ""
