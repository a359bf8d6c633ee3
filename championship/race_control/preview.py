"""What an order that is not published yet would do: to the session, and to every title."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from championship import scoring
from championship.formats import points_phrase, time_text
from championship.rules import Line
from championship.scoring import TableRow, TitleTable
from championship.season.parts import ClassificationView, EntryView, ResultView, SessionView, TitleView
from championship.season.reading import unpublished, with_classification
from championship.season.view import SeasonView
from championship.tables.effects import CompetitorChange, competitor_change, lead_sentence
from championship.why.history import PlaceChange, place_changes


class Counted(NamedTuple):
    """By what an order would count, where that is another thing than the current classification's (rules.Counting)."""

    scale: tuple[Decimal, ...]
    points_factor: Decimal
    laps_counted: int | None


@dataclass(frozen=True, slots=True)
class TitleEffect:
    """What an order does to one title's table after session `after`, the latest of the season.

    `changes` are the rows whose place or points become others. `lead` says who leads, and is empty where the title is
    not awarded or its table is on record so far: of these no leader is claimed.
    """

    title: TitleView
    after: SessionView
    changes: list[CompetitorChange]
    lead: str
    awarded: bool
    on_record_so_far: bool

    @property
    def remark(self) -> str:
        """Why no leader is claimed."""
        if not self.awarded:
            return _("Not awarded: too few entrants.")
        return _("On record so far.") if self.on_record_so_far else ""


def effects(
    season: SeasonView,
    session: SessionView,
    lines: Iterable[Line],
    adjustments: tuple[scoring.Adjustment, ...] = (),
    counted: Counted | None = None,
) -> list[TitleEffect]:
    """Every title, in the season's order, as the same scorer sees it with these lines as the session's order.

    `adjustments` are points that would be given or taken with it; `counted` is by what it would count.
    """
    preview = with_classification(season, session, _classification(season, session, lines, counted))
    if adjustments:
        inputs = replace(preview.inputs, adjustments=preview.inputs.adjustments + adjustments)
        preview = replace(preview, inputs=inputs)
    # A correction of an earlier session moves today's tables.
    after = preview.latest or session
    effects_on_titles = []
    for title in season.titles:
        before, standings = season.standings[title.slug].tables[after.index], preview.standings[title.slug]
        changes = [
            competitor_change(preview, title, before, row, after)
            for row in standings.tables[after.index].rows
            if _differs(before, row)
        ]
        lead = lead_sentence(preview, title, before, after.index) if standings.is_conclusive(after.index) else ""
        so_far = standings.on_record_so_far(after.index)
        effects_on_titles.append(TitleEffect(title, after, changes, lead, standings.awarded, so_far))
    return effects_on_titles


def bonuses(
    season: SeasonView, session: SessionView, lines: Iterable[Line], counted: Counted | None = None
) -> list[str]:
    """Whose lap is the fastest of these lines, and what is given besides the points for places, in sentences."""
    preview = with_classification(season, session, _classification(season, session, lines, counted))
    fastest = preview.fastest_laps.get(session.id)
    sentences = []
    if fastest is not None and fastest.fastest_lap_ms is not None:
        words = {"name": fastest.driver.name, "time": time_text(fastest.fastest_lap_ms)}
        sentences.append(_("Fastest lap: %(name)s, %(time)s.") % words)
    for title in season.titles:
        awards = [award for award in preview.standings[title.slug].awards[session.index] if award.place is None]
        for award in awards:
            words = {
                "title": title.name,
                "name": preview.called(title, award.competitor),
                "points": points_phrase(award.points),
            }
            sentence = (
                _("%(title)s: %(name)s is given %(points)s for the fastest lap.")
                if award.kind == scoring.FASTEST_LAP
                else _("%(title)s: %(name)s is given %(points)s as the fastest qualifier.")
            )
            sentences.append(sentence % words)
        if title.rules.bonus_fastest_lap is not None and session.is_race and not awards:
            sentences.append(_("%(title)s: nobody is given points for the fastest lap.") % {"title": title.name})
    return sentences


def difference(season: SeasonView, session: SessionView, lines: Iterable[Line]) -> list[PlaceChange]:
    """Who would have another place or status than in the current classification, with the points that this moves."""
    proposed = _classification(season, session, lines)
    current = season.classification(session) or replace(proposed, lines=[])
    return place_changes(season, session, current, proposed)


def _classification(
    season: SeasonView, session: SessionView, lines: Iterable[Line], counted: Counted | None = None
) -> ClassificationView:
    """The lines as the record holds them; cars that are not on the event's list are left out."""
    event = session.event.id
    entries = {entry.on_lists[event]: entry.at(event) for entry in season.entries if event in entry.on_lists}
    current = season.classification(session)
    number, status = (current.number + 1, current.status) if current else (1, "provisional")
    results = [_result(entries[line.event_entry], event, line) for line in lines if line.event_entry in entries]
    classification = unpublished(season, session, results, number, status)
    return classification if counted is None else replace(classification, **counted._asdict())


def _result(entry: EntryView, event: int, line: Line) -> ResultView:
    return ResultView(
        entry,
        entry.numbers[event] if line.number is None else line.number,
        line.position,
        line.status,
        line.laps,
        line.time_ms,
        line.gap_ms,
        line.gap_laps,
        line.grid,
        line.fastest_lap_ms,
        line.basis,
        line.holds_fastest_lap,
        line.one_of,
        line.points,
    )


def _differs(before: TitleTable, row: TableRow) -> bool:
    earlier = before.by_competitor.get(row.competitor)
    return earlier is None or (earlier.position, earlier.shared, earlier.points) != (
        row.position,
        row.shared,
        row.points,
    )
