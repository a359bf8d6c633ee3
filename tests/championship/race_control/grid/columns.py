"""What fills a column of a sheet: each function gives a writer of its cells. And where a status stands."""

from collections.abc import Callable, Mapping

from championship.rules import ResultStatus
from tests.championship.race_control.grid.notation import (
    Clock,
    NameStyle,
    colons,
    family_alone,
    given_family,
    laps_words,
    without_accents,
)
from tests.championship.race_control.grid.paper import (
    NOTHING,
    Draft,
    Fact,
    Kind,
    Mark,
    Marks,
    Writer,
    WrittenCell,
    written,
)
from tests.championship.race_control.grid.races import Car

RETIRED, NOT_STARTED, NOT_CLASSIFIED, DISQUALIFIED, CLASSIFIED = (
    ResultStatus.RETIRED,
    ResultStatus.DID_NOT_START,
    ResultStatus.NOT_CLASSIFIED,
    ResultStatus.DISQUALIFIED,
    ResultStatus.CLASSIFIED,
)
Words = Mapping[ResultStatus, str]


def words(retired: str, not_started: str, not_classified: str, disqualified: str, classified: str = "") -> Words:
    """What a sheet calls each status; {reason} stands for why a car retired."""
    return {
        RETIRED: retired,
        NOT_STARTED: not_started,
        NOT_CLASSIFIED: not_classified,
        DISQUALIFIED: disqualified,
        CLASSIFIED: classified,
    }


def marks(
    *,
    place: Words | None = None,
    time: Words | None = None,
    gap: Words | None = None,
    own: Words | None = None,
    heading: Words | None = None,
    means: Mapping[ResultStatus, ResultStatus] | None = None,
) -> Marks:
    """Where each status stands, in which words, and what it means where that is less than what became of the car."""

    def mark(car: Car) -> Mark:
        texts = [
            chosen.get(car.status, "").format(reason=car.reason) if chosen else ""
            for chosen in (place, time, gap, own, heading)
        ]
        known = car.status if car.place is not None else (means or {}).get(car.status, car.status)
        return Mark(*texts, means=known)

    return mark


def place(form: str = "{}") -> Writer:
    """The place, or what stands for it."""

    def write(car: Car, draft: Draft) -> WrittenCell:
        if car.place is not None:
            return written(form.format(car.place), Kind.PLACE, car.place)
        return written(draft.marks(car).place, Kind.STATUS, car.status)

    return write


def place_counted_on(car: Car, draft: Draft) -> WrittenCell:
    """A place for everybody, as some systems number those who retired as well: it is none."""
    text = str(draft.race.cars.index(car) + 1)
    return written(text, Kind.PLACE, car.place) if car.place is not None else written(text)


def place_in_class(*, is_place: bool = False) -> Writer:
    """The place in class: of no use, or the only one that the sheet has."""

    def write(car: Car, _draft: Draft) -> WrittenCell:
        if car.place is None:
            return NOTHING
        return written(str(car.place_in_class), Kind.PLACE if is_place else Kind.OTHER, car.place_in_class)

    return write


def number(form: str = "{}") -> Writer:
    def write(car: Car, _draft: Draft) -> WrittenCell:
        return written("" if car.number is None else form.format(car.number), Kind.NUMBER, car.number)

    return write


def name(style: NameStyle = given_family) -> Writer:
    return lambda car, _draft: written(style(car), Kind.NAME, car.name)


def number_and_name(form: str = "{} {}", style: NameStyle = given_family) -> Writer:
    """Both in one cell: "7 - Ann Winner"."""

    def write(car: Car, _draft: Draft) -> WrittenCell:
        if car.number is None:
            return written(style(car), Kind.NAME, car.name)
        facts = (Fact(Kind.NUMBER, car.number), Fact(Kind.NAME, car.name))
        return WrittenCell(form.format(car.number, style(car)), facts)

    return write


def given(car: Car, _draft: Draft) -> WrittenCell:
    return written(car.given, Kind.NAME, car.name)


def family(car: Car, _draft: Draft) -> WrittenCell:
    return written(car.family, Kind.NAME, car.name)


def family_capitals(car: Car, _draft: Draft) -> WrittenCell:
    return written(car.family.upper(), Kind.NAME, car.name)


def laps(*, none: str = "0", form: str = "{}", unplaced: bool = True) -> Writer:
    """The laps; `none` is what a car that did none has, and unplaced says whether the others than placed have any."""

    def write(car: Car, _draft: Draft) -> WrittenCell:
        if not car.laps:
            return written(none, Kind.LAPS, 0) if none.isdigit() else written(none)
        if car.place is None and not unplaced:
            return NOTHING
        return written(form.format(car.laps), Kind.LAPS, car.laps)

    return write


def total(clock: Clock = colons, *, lapped: bool = True, unplaced: bool = True, none: str = "") -> Writer:
    """Everyone's time to the flag, or to where it stopped; the status in its place where the sheet has it there."""

    def write(car: Car, draft: Draft) -> WrittenCell:
        mark = draft.marks(car).time
        if mark:
            return written(mark, Kind.STATUS, car.status)
        if car.total is None or (car.gap_laps and not lapped) or (car.place is None and not unplaced):
            return written(none)
        return written(clock(car.total), Kind.TOTAL, car.total)

    return write


def first_total(clock: Clock = colons) -> Writer:
    """The winner's time alone."""

    def write(car: Car, draft: Draft) -> WrittenCell:
        if car is draft.race.first and car.total is not None:
            return written(clock(car.total), Kind.TOTAL, car.total)
        return written(draft.marks(car).time, Kind.STATUS, car.status)

    return write


LAPS_DOWN = laps_words("+{} lap", "+{} laps")


def time_or_gap(
    clock: Clock = colons,
    gap_clock: Clock | None = None,
    *,
    sign: str = "+",
    down: Callable[[int], str] | None = LAPS_DOWN,
    end: str = "",
    penalty: str = "",
) -> Writer:
    """The winner's time, everyone else's gap, laps down or status under the same head.

    penalty: what stands behind every fifth car's gap, which has it in it.
    """

    def write(car: Car, draft: Draft) -> WrittenCell:
        if penalty and car.place and car.place % 5 == 0:
            return _behind(car.gap, car.gap_laps, Kind.GAP, (gap_clock or clock, sign, down), end + penalty)
        if car is draft.race.first and car.total is not None:
            return written(clock(car.total) + end, Kind.TOTAL, car.total)
        if car.place is None:
            return written(draft.marks(car).time, Kind.STATUS, car.status)
        return _behind(car.gap, car.gap_laps, Kind.GAP, (gap_clock or clock, sign, down), end)

    return write


def gap(
    clock: Clock = colons,
    *,
    sign: str = "",
    leader: str = "",
    down: Callable[[int], str] | None = LAPS_DOWN,
    unplaced: str = "",
) -> Writer:
    """What everyone is behind first; `leader` is what stands there for the first, which is none."""

    def write(car: Car, draft: Draft) -> WrittenCell:
        if car is draft.race.first:
            return written(leader)
        if car.place is None:
            mark = draft.marks(car).gap
            return written(mark, Kind.STATUS, car.status) if mark else written(unplaced)
        return _behind(car.gap, car.gap_laps, Kind.GAP, (clock, sign, down), "")

    return write


def interval(
    clock: Clock = colons,
    *,
    sign: str = "",
    leader: str = "",
    down: Callable[[int], str] | None = LAPS_DOWN,
) -> Writer:
    """What everyone is behind the car ahead; laps to it are no laps to first."""

    def write(car: Car, draft: Draft) -> WrittenCell:
        if car is draft.race.first or car.place is None:
            return written(leader)
        if car.interval_laps:
            return written(down(car.interval_laps) if down else "")
        return _behind(car.interval, 0, Kind.INTERVAL, (clock, sign, down), "")

    return write


def _behind(
    time: int | None, down: int, kind: Kind, how: tuple[Clock, str, Callable[[int], str] | None], end: str
) -> WrittenCell:
    clock, sign, laps_down = how
    if down:
        return written(laps_down(down) + end.strip("s"), Kind.LAPS_DOWN, down) if laps_down else NOTHING
    return written(f"{sign}{clock(time)}{end}", kind, time) if time is not None else NOTHING


def best(clock: Clock = colons, *, fastest: str = "", form: str = "{}", none: str = "") -> Writer:
    """The best lap; `fastest` marks the fastest of all, form may have the lap that it was: "{} ({lap})"."""

    def write(car: Car, draft: Draft) -> WrittenCell:
        mark = draft.marks(car).time if not draft.race.is_race else ""
        if car.best is None:
            return written(mark, Kind.STATUS, car.status) if mark else written(none)
        text = form.format(clock(car.best), lap=car.best_in)
        return written(text + (fastest if car is draft.race.fastest else ""), Kind.BEST, car.best)

    return write


def best_or_gap(clock: Clock = colons, *, sign: str = "+") -> Writer:
    """A qualifying whose first has a time, and everyone else what is behind it."""

    def write(car: Car, draft: Draft) -> WrittenCell:
        if car.place == 1 or (car.best is not None and car.gap is None):
            return written(clock(car.best or 0), Kind.BEST, car.best)
        if car.gap is None:
            return written(draft.marks(car).time, Kind.STATUS, car.status)
        return written(f"{sign}{clock(car.gap)}", Kind.GAP, car.gap)

    return write


def part(index: int, clock: Clock = colons, *, none: str = "") -> Writer:
    """A car's time in one part of a qualifying."""

    def write(car: Car, draft: Draft) -> WrittenCell:
        time = car.parts[index] if index < len(car.parts) else None
        if time is None:
            mark = draft.marks(car).time if index == 0 else ""
            return written(mark, Kind.STATUS, car.status) if mark else written(none)
        return written(clock(time), Kind.PART, time)

    return write


def own(car: Car, draft: Draft) -> WrittenCell:
    """The status in a column of its own; that of a classified car says that it is one."""
    return written(draft.marks(car).own, Kind.STATUS, car.status)


def grid(car: Car, _draft: Draft) -> WrittenCell:
    return written(str(car.grid), Kind.GRID, car.grid)


def best_in(car: Car, _draft: Draft) -> WrittenCell:
    return written(str(car.best_in) if car.best is not None else "")


def second_best(clock: Clock = colons) -> Writer:
    return lambda car, _draft: written(clock(car.second_best) if car.second_best is not None else "")


def speed(decimals: int = 1, form: str = "{}") -> Writer:
    """The speed of the best lap."""

    def write(car: Car, draft: Draft) -> WrittenCell:
        return written(form.format(draft.race.speed(car.best, 1, decimals)) if car.best else "")

    return write


def mean_speed(decimals: int = 3) -> Writer:
    """The speed over all laps: 139.955 is no lap of 2:19.955."""

    def write(car: Car, draft: Draft) -> WrittenCell:
        return written(draft.race.speed(car.total, car.laps, decimals) if car.total and car.laps else "")

    return write


def points(*, none: str = "") -> Writer:
    return lambda car, _draft: written(str(car.points) if car.points else none)


def of(attribute: str) -> Writer:
    """Team, model, nation or category."""
    return lambda car, _draft: written(str(getattr(car, attribute)))


def team_and_car(form: str = "{} / {}") -> Writer:
    return lambda car, _draft: written(form.format(car.team, car.model))


def always(text: str) -> Writer:
    return lambda _car, _draft: written(text)


def best_at(car: Car, _draft: Draft) -> WrittenCell:
    """The time of day of the best lap."""
    return written(car.best_at if car.best is not None else "")


def counted(begin: int) -> Writer:
    """A figure that counts nothing of a result, such as a transponder's."""
    return lambda car, draft: written(str(begin + 37 * draft.race.cars.index(car)))


def code(car: Car, _draft: Draft) -> WrittenCell:
    """The first three letters of the surname, as boards show them."""
    letters = [letter for letter in without_accents(family_alone)(car) if letter.isalpha()]
    return written("".join(letters[:3]).upper(), Kind.NAME, car.name)
