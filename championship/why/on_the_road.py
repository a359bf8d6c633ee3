"""Why a place in the result is another than the one on the road: the stewards' decisions, and the points they moved."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from championship.formats import ordinal, ordinal_word, points_phrase, points_text
from championship.models import Penalty
from championship.season.parts import ClassificationView, ResultView, SessionView
from championship.season.view import SeasonView
from championship.why.chips import penalty_words
from championship.why.history import PlaceChange, place_changes
from championship.why.penalties import PenaltyView
from web.catalogue import said

Kind = Penalty.Kind

# What changes an order after the flag.
MOVES = frozenset({Kind.TIME, Kind.PLACES, Kind.DISQUALIFICATION, Kind.LAP_DELETED, Kind.UNKNOWN})


@dataclass(frozen=True, slots=True)
class PlaceReason:
    """sentences: the place on the road, the decisions, the points that they cost or gave, as HTML. others: who else
    gained or lost points by them. documents: where the stewards wrote them."""

    heading: str
    sentences: list[SafeString]
    others: list[PlaceChange]
    documents: list[str]


class OnTheRoad:
    """A race's order on the road, as far as its result and the stewards' decisions tell it."""

    def __init__(self, season: SeasonView, session: SessionView, penalties: Iterable[PenaltyView]) -> None:
        self.season, self.session = season, session
        self.penalties = [penalty for penalty in penalties if penalty.stands and penalty_words(penalty)]
        self.result = season.classification(session)
        moved = [penalty for penalty in self.penalties if _moves(penalty)]
        self.places = _places(self.result, moved) if self.result and session.is_race else {}
        self.changes = self._changes()

    @property
    def places_by_name(self) -> dict[str, tuple[int, int]]:
        """Each driver's place on the road and in the result; empty where it is not on record what moved whom."""
        return {self.season.surnames[slug]: places for slug, places in self.places.items()}

    def moved(self, driver: str) -> bool:
        before, after = self.places.get(driver, (0, 0))
        return before != after

    def reason(self, line: ResultView) -> PlaceReason | None:
        """Why a car has its place; None where no decision is on record that was about it or moved it."""
        driver = line.driver.slug
        own = [penalty for penalty in self.penalties if penalty.driver == line.driver]
        moving = [penalty for penalty in self.penalties if _moves(penalty)] if self.moved(driver) else []
        if not own and not moving:
            return None
        decisions = [*own, *(penalty for penalty in moving if penalty not in own)]
        mine = next((change for change in self.changes if change.name == self.season.surnames[driver]), None)
        return PlaceReason(
            _("Why %(place)s") % {"place": ordinal(line.position) if line.position is not None else line.place},
            [
                *self._crossed(line, own),
                *(_decision(self.season, penalty) for penalty in decisions),
                *(self._points(driver, mine) if mine else ()),
            ],
            [change for change in self.changes if change is not mine and change.points],
            list(dict.fromkeys(penalty.document for penalty in decisions if penalty.document)),
        )

    def _crossed(self, line: ResultView, own: Sequence[PenaltyView]) -> Iterable[SafeString]:
        before = self.places.get(line.driver.slug, (0, 0))[0]
        before = before or next((penalty.position_before or 0 for penalty in own if penalty.position_before), 0)
        if before and self.session.is_race:
            words = {"name": self.season.surnames[line.driver.slug], "place": ordinal_word(before)}
            yield format_html(_("{name} crossed the line {place}."), **words)

    def _points(self, driver: str, change: PlaceChange) -> Iterable[SafeString]:
        """What the decisions gave or cost in the drivers' title."""
        title = self.season.drivers_title
        if title is None:
            return
        awards = self.season.standings[title.slug].awards[self.session.index]
        after = sum((award.points for award in awards if award.competitor == driver), Decimal(0))
        words = {
            "name": change.name,
            "points": points_phrase(abs(change.points)),
            "after": points_text(after),
            "before": points_text(after - change.points),
        }
        if change.points > 0:
            yield format_html(_("It gave {name} {points}: {after} instead of {before}."), **words)
        elif change.points < 0:
            yield format_html(_("It cost {name} {points}: {after} instead of {before}."), **words)
        else:
            yield format_html(_("It cost {name} no points."), **words)

    def _changes(self) -> list[PlaceChange]:
        if self.result is None or not any(before != after for before, after in self.places.values()):
            return []
        on_the_road = [
            line._replace(position=self.places[line.driver.slug][0]) if line.driver.slug in self.places else line
            for line in self.result.lines
        ]
        return place_changes(self.season, self.session, replace(self.result, lines=on_the_road), self.result)


def _moves(penalty: PenaltyView) -> bool:
    """Whether it changed the order after the flag. A drive-through is driven, unless it was turned into time."""
    return penalty.kind in MOVES or (penalty.kind == Kind.DRIVE_THROUGH and penalty.seconds is not None)


def _places(result: ClassificationView, moved: Sequence[PenaltyView]) -> Mapping[str, tuple[int, int]]:
    """Each driver's place on the road and in the result.

    Empty unless of every car that a decision moved both places are on record, the second is the one that it has, and
    so is every place between: nothing of it is guessed.
    """
    order = {line.position: line.driver.slug for line in result.lines if line.position is not None}
    before_by_driver: dict[str, int] = {}
    for penalty in moved:
        before, after = penalty.position_before, penalty.position_after
        if penalty.driver is None or not before or not after:
            return {}
        # Of several decisions on one car the first has the place at which it crossed the line.
        before_by_driver.setdefault(penalty.driver.slug, before)
    places = {driver: place for place, driver in order.items()}
    ends = [place for driver, before in before_by_driver.items() for place in (before, places.get(driver, 0))]
    if not ends or not all(place in order for place in range(min(ends), max(ends) + 1)):
        return {}
    final = {penalty.driver.slug: penalty.position_after for penalty in moved if penalty.driver}
    if any(places.get(driver) != after for driver, after in final.items()):
        return {}
    between = range(min(ends), max(ends) + 1)
    road = [order[place] for place in between if order[place] not in before_by_driver]
    for driver, before in sorted(before_by_driver.items(), key=lambda item: item[1]):
        road.insert(before - between.start, driver)
    on_the_road = {driver: place for place, driver in zip(between, road, strict=True)}
    return {driver: (on_the_road.get(driver, place), place) for driver, place in places.items()}


def _decision(season: SeasonView, penalty: PenaltyView) -> SafeString:
    words: dict[str, object] = {
        "name": season.surnames[penalty.driver.slug] if penalty.driver else penalty.name,
        "penalty": penalty_words(penalty),
    }
    if penalty.reason:
        words["reason"] = said(penalty.reason, swedish=penalty.reason_sv)
        return format_html(_("The stewards’ decision: {name}, {penalty}: {reason}."), **words)
    return format_html(_("The stewards’ decision: {name}, {penalty}. The reason is not on record."), **words)
