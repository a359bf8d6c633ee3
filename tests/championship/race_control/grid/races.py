"""Races and qualifyings from a seed: every figure that a sheet can hold, in accord with every other one.

Times are in milliseconds, in the steps that a shape writes: what stands on a sheet is all there is to know.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from championship.race_control.sheets.words import fold
from championship.race_control.starters import Starter
from championship.rules import ResultStatus
from tests.championship.race_control.grid import people

POINTS = (25, 20, 16, 13, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1)
# How many take part in the second and the third part of a qualifying.
IN_Q2, IN_Q3 = 12, 5


@dataclass(frozen=True, slots=True)
class Car:
    """A car, and all that became of it in a session. In a qualifying `total` is None, and `best` is its time.

    total: to the flag, or to where it stopped. gap, gap_laps: to first; interval, interval_laps: to the car ahead; of
    a car with a place alone. parts: its times in Q1, Q2 and Q3.
    """

    number: int | None
    given: str
    family: str
    nation: str
    team: str
    model: str
    category: str
    status: ResultStatus = ResultStatus.CLASSIFIED
    place: int | None = None
    laps: int = 0
    total: int | None = None
    gap: int | None = None
    gap_laps: int = 0
    interval: int | None = None
    interval_laps: int = 0
    best: int | None = None
    best_in: int = 0
    best_at: str = ""
    second_best: int | None = None
    grid: int | None = None
    points: int = 0
    place_in_class: int = 0
    parts: tuple[int | None, ...] = ()
    reason: str = ""

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"


@dataclass(frozen=True, slots=True)
class Race:
    """A session with its cars in the order of the result: those with a place, then the others. `metres`: one lap."""

    title: str
    circuit: str
    metres: int
    laps: int
    is_race: bool
    cars: tuple[Car, ...]

    @property
    def first(self) -> Car:
        return self.cars[0]

    @property
    def fastest(self) -> Car:
        """The car with the fastest lap of those that hold one."""
        timed = [car for car in self.cars if car.best is not None and car.status != ResultStatus.DISQUALIFIED]
        return min(timed, key=lambda car: car.best or 0)

    @property
    def starters(self) -> tuple[Starter, ...]:
        """The event's list. A car's id there is its index and one."""
        return tuple(
            Starter(index, car.number, car.given, car.family, car.team, car.team)
            for index, car in enumerate(self.cars, start=1)
        )

    def speed(self, time: int, laps: int = 1, decimals: int = 1) -> str:
        """Kilometres an hour of so many laps in a time."""
        return f"{self.metres * laps * 3600 / time:.{decimals}f}"


def race(seed: int, step: int = 1) -> Race:
    """A race whose times are whole multiples of `step` milliseconds."""
    chance = Random(f"race {seed}")
    cars = _entered(chance, chance.randint(12, 40))
    base = chance.randint(62_000, 148_000)
    laps = chance.randint(9, 22) if seed % 4 else chance.randint(26, 38)
    metres = _metres(chance, base)
    placed, behind = _split(chance, len(cars))
    winner = laps * base + laps * chance.randint(700, 2_200) + chance.randint(2_000, 6_000)
    rows = _finishers(chance, cars[:placed], laps, _floor(winner, step), step, base)
    for car, status in zip(cars[placed:], behind, strict=True):
        rows.append(_unplaced(chance, car, status, laps, winner, step))
    rows = [_with_best(chance, car, base, metres, step) for car in rows]
    grids = chance.sample(range(1, len(rows) + 1), len(rows))
    rows = [
        replace(car, grid=grid, points=POINTS[car.place - 1] if car.place and car.place <= len(POINTS) else 0)
        for car, grid in zip(rows, grids, strict=True)
    ]
    title = f"Race {chance.randint(1, 3)}"
    return Race(title, chance.choice(people.CIRCUITS), metres, laps, True, _with_class_places(rows))


def qualifying(seed: int, step: int = 1, parts: int = 1) -> Race:
    """A qualifying in one part, or in three of which the last that a car took part in counts."""
    chance = Random(f"qualifying {seed}")
    cars = _entered(chance, chance.randint(12, 40))
    base = chance.randint(62_000, 148_000)
    metres = _metres(chance, base)
    drops = [ResultStatus.DID_NOT_START] * (chance.random() < 0.3) + [ResultStatus.DISQUALIFIED] * (
        chance.random() < 0.3
    )
    placed = len(cars) - len(drops)
    rows = [replace(car, place=place) for place, car in enumerate(cars[:placed], start=1)]
    rows = _in_parts(chance, rows, base, step) if parts == 3 else _in_one_part(chance, rows, base, step)
    # One car may have no time: it is last.
    if chance.random() < 0.3:
        rows[-1] = replace(
            rows[-1], best=None, second_best=None, gap=None, interval=None, parts=(None,) * parts, laps=2
        )
    for car, status in zip(cars[placed:], drops, strict=True):
        # A disqualified car was as fast as any.
        best = _floor(base - chance.randint(10, 400), step) if status == ResultStatus.DISQUALIFIED else None
        laps = chance.randint(5, 12) if best else 0
        rows.append(replace(car, status=status, best=best, laps=laps, parts=(best, *[None] * (parts - 1))))
    rows = [
        replace(car, best_in=chance.randint(2, max(car.laps, 2)), best_at=_clock(chance)) if car.best else car
        for car in rows
    ]
    return Race("Qualifying", chance.choice(people.CIRCUITS), metres, 0, False, _with_class_places(rows))


def _entered(chance: Random, count: int) -> list[Car]:
    """Cars in no order: whose family names are each their own, but for two brothers or sisters now and then."""
    families: list[str] = []
    for family in chance.sample(people.FAMILY, len(people.FAMILY)):
        words = set(fold(family).split())
        if not any(words & set(fold(other).split()) for other in families):
            families.append(family)
    givens = chance.sample(people.GIVEN, count)
    numbers: list[int | None] = list(chance.sample([*range(1, 100), *range(1, 60), *range(100, 1000, 9)], count * 2))
    numbers = list(dict.fromkeys(numbers))[:count]
    names = list(zip(givens, families, strict=False))
    if chance.random() < 0.25:
        names[1] = (names[1][0], names[0][1])
    if chance.random() < 0.15:
        numbers[chance.randrange(2, count)] = None
    categories = chance.choice(people.CLASSES)
    cars = [
        Car(
            number,
            given,
            family,
            chance.choice(people.NATIONS),
            chance.choice(people.TEAMS) if chance.random() < 0.95 else f"{chance.choice(families)} Racing",
            chance.choice(people.CARS),
            chance.choice(categories),
        )
        for number, (given, family) in zip(numbers, names, strict=False)
    ]
    chance.shuffle(cars)
    return cars


def _metres(chance: Random, base: int) -> int:
    return round(base * chance.uniform(0.031, 0.043))


def _split(chance: Random, count: int) -> tuple[int, list[ResultStatus]]:
    """How many have a place, and what became of the others in the order of a sheet."""
    behind = [ResultStatus.NOT_CLASSIFIED] * chance.choice((0, 0, 1, 2))
    behind += [ResultStatus.RETIRED] * chance.randint(0, max(2, count // 6))
    behind += [ResultStatus.DID_NOT_START] * chance.choice((0, 0, 1, 2))
    behind += [ResultStatus.DISQUALIFIED] * chance.choice((0, 0, 0, 1))
    return count - len(behind), behind


def _finishers(chance: Random, cars: Sequence[Car], laps: int, winner: int, step: int, base: int) -> list[Car]:
    lapped = chance.choice((0, 1, 2, len(cars) // 4)) if len(cars) > 6 else 0
    rows: list[Car] = []
    gap = down = 0
    for place, car in enumerate(cars, start=1):
        interval: int | None = None
        before = down
        if place > len(cars) - lapped:
            down = max(down, 1) + (chance.random() < 0.3)
            total = winner + _floor(chance.randint(500, base // 2), step)
            if rows and rows[-1].gap_laps == down:
                # Behind the car ahead on the same lap.
                total = (rows[-1].total or 0) + _floor(chance.randint(200, 3_000), step)
                interval = total - (rows[-1].total or 0)
            row = replace(car, total=total, gap_laps=down, interval=interval, interval_laps=down - before)
        else:
            if place > 1:
                interval = max(_floor(int(chance.expovariate(1 / 3_500)) + chance.randint(20, 900), step), step)
                interval = min(interval, max(_floor((base - 1_000 - gap) // 2, step), step))
                gap += interval
            row = replace(car, total=winner + gap, gap=gap if place > 1 else None, interval=interval)
        rows.append(replace(row, place=place, laps=laps - down))
    return rows


def _unplaced(chance: Random, car: Car, status: ResultStatus, laps: int, winner: int, step: int) -> Car:
    car = replace(car, status=status)
    if status == ResultStatus.DID_NOT_START:
        return car
    if status == ResultStatus.NOT_CLASSIFIED:
        return replace(
            car, laps=laps // 2 + chance.randint(-1, 1), total=_floor(winner + chance.randint(500, 40_000), step)
        )
    if status == ResultStatus.DISQUALIFIED:
        return replace(car, laps=laps, total=_floor(winner + chance.randint(500, 40_000), step))
    done = chance.choice((0, 1, *range(1, laps)))
    total = _floor(winner * done // laps + chance.randint(200, 3_000), step) if done else None
    return replace(car, laps=done, total=total, reason=chance.choice(people.REASONS))


def _with_best(chance: Random, car: Car, base: int, metres: int, step: int) -> Car:
    """A best lap that is no slower than the mean, in a lap that was driven."""
    if not car.laps or car.total is None:
        return car
    mean = car.total // car.laps
    best = _floor(min(base + chance.randint(0, 2_400), mean - 30), step)
    return replace(car, best=best, best_in=chance.randint(1, car.laps), best_at=_clock(chance))


def _in_one_part(chance: Random, cars: Sequence[Car], base: int, step: int) -> list[Car]:
    rows: list[Car] = []
    time = _floor(base, step)
    for car in cars:
        ahead = rows[-1].best if rows else None
        time += _floor(chance.randint(0, 600), step) if ahead else 0
        rows.append(
            replace(
                car,
                best=time,
                second_best=_floor(time + chance.randint(0, 900), step),
                gap=time - (rows[0].best or 0) if ahead else None,
                interval=time - ahead if ahead else None,
                laps=chance.randint(4, 15),
                parts=(time,),
            )
        )
    return rows


def _in_parts(chance: Random, cars: Sequence[Car], base: int, step: int) -> list[Car]:
    """The five of Q3 in its order, then those of Q2 in its, then the rest. A part can be slower than the one before."""
    rows = []
    slower = [chance.randint(-300, 500) for _part in range(3)]
    last: dict[int, int] = {}
    for index, car in enumerate(cars):
        part = 2 if index < IN_Q3 else 1 if index < IN_Q2 else 0
        floor = _floor(base + slower[part] + (2 - part) * 350, step)
        last[part] = last.get(part, floor) + _floor(chance.randint(0, 320), step)
        earlier = [_floor(last[part] + chance.randint(-250, 400), step) for _part in range(part)]
        parts = (*earlier, last[part], *[None] * (2 - part))
        rows.append(replace(car, best=last[part], laps=chance.randint(3, 6) + 4 * part, parts=parts))
    return rows


def _with_class_places(cars: Sequence[Car]) -> tuple[Car, ...]:
    counted: dict[str, int] = {}
    rows = []
    for car in cars:
        counted[car.category] = counted.get(car.category, 0) + 1
        rows.append(replace(car, place_in_class=counted[car.category]))
    return tuple(rows)


def _clock(chance: Random) -> str:
    """The time of day at which a lap was driven."""
    return f"{chance.randint(9, 18)}:{chance.randint(0, 59):02}:{chance.randint(0, 59):02}"


def _floor(time: int, step: int) -> int:
    return time // step * step
