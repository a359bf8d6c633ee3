"""How times, names and words are written: each function turns a figure of a race into what stands on a sheet."""

import unicodedata
from collections.abc import Callable

from tests.championship.race_control.grid.races import Car

Clock = Callable[[int], str]
NameStyle = Callable[[Car], str]

DAY = 86_400_000


def _parts(time: int) -> tuple[int, int, int]:
    minutes, rest = divmod(time, 60_000)
    return minutes, rest // 1000, rest % 1000


def colons(time: int) -> str:
    """31:08.657, 1:02:03.400, 54.791."""
    minutes, seconds, part = _parts(time)
    if minutes >= 60:
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}.{part:03}"
    return f"{minutes}:{seconds:02}.{part:03}" if minutes else f"{seconds}.{part:03}"


def long_minutes(time: int) -> str:
    """Hours counted in minutes: 72:03.400."""
    minutes, seconds, part = _parts(time)
    return f"{minutes}:{seconds:02}.{part:03}" if minutes else f"{seconds}.{part:03}"


def with_hours(time: int) -> str:
    """0:31:08.657, as spreadsheets and long races have it."""
    minutes, seconds, part = _parts(time)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}.{part:03}"


def padded_hours(time: int) -> str:
    """00:31:08.657."""
    return with_hours(time).rjust(12, "0")


def with_minutes(time: int) -> str:
    """0:54.791: always minutes."""
    minutes, seconds, part = _parts(time)
    return colons(time) if minutes >= 60 else f"{minutes}:{seconds:02}.{part:03}"


def padded_minutes(time: int) -> str:
    """01:54.791, 00:02.403."""
    return colons(time) if time >= 3_600_000 else with_minutes(time).rjust(9, "0")


def unpadded(time: int) -> str:
    """31:8.657: the seconds without a leading nought."""
    minutes, seconds, part = _parts(time)
    if minutes >= 60:
        return f"{minutes // 60}:{minutes % 60}:{seconds}.{part:03}"
    return f"{minutes}:{seconds}.{part:03}" if minutes else f"{seconds}.{part:03}"


def apostrophes(time: int) -> str:
    """31'08.657, 1h02'03.400."""
    minutes, seconds, part = _parts(time)
    if minutes >= 60:
        return f"{minutes // 60}h{minutes % 60:02}'{seconds:02}.{part:03}"
    return f"{minutes}'{seconds:02}.{part:03}" if minutes else f"{seconds}.{part:03}"


def quotes(time: int) -> str:
    """31'08"657, 1h02'03"400."""
    minutes, seconds, part = _parts(time)
    if minutes >= 60:
        return f"{minutes // 60}h{minutes % 60:02}'{seconds:02}\"{part:03}"
    return f"{minutes}'{seconds:02}\"{part:03}" if minutes else f'{seconds}"{part:03}'


def curly(time: int) -> str:
    """31’08”657: a word processor's quotation marks."""
    return quotes(time).replace("'", "’").replace('"', "”")


def letters(time: int) -> str:
    """31m08.657s, 1h02m03.400s, 54.791s."""
    minutes, seconds, part = _parts(time)
    if minutes >= 60:
        return f"{minutes // 60}h{minutes % 60:02}m{seconds:02}.{part:03}s"
    return f"{minutes}m{seconds:02}.{part:03}s" if minutes else f"{seconds}.{part:03}s"


def dots(time: int) -> str:
    """31.08,657, 1.02.03,400."""
    return colons(time).replace(".", ",").replace(":", ".")


def commas(clock: Clock) -> Clock:
    """With a decimal comma."""
    return lambda time: clock(time).replace(".", ",")


def four_decimals(clock: Clock) -> Clock:
    """1:33.4470."""
    return lambda time: f"{clock(time)}0"


def shorter(clock: Clock, decimals: int) -> Clock:
    """With fewer decimals; the race has to be one in such steps."""
    return lambda time: clock(time)[: decimals - 3]


def of_a_day(decimals: int = 10) -> Clock:
    """Excel's number under a time's head: a fraction of a day."""
    return lambda time: f"{time / DAY:.{decimals}f}"


def in_seconds(time: int) -> str:
    """1868.657: seconds alone."""
    return f"{time // 1000}.{time % 1000:03}"


def given_family(car: Car) -> str:
    return car.name


def given_capitals(car: Car) -> str:
    """Ann WINNER."""
    return f"{car.given} {car.family.upper()}"


def capitals_given(car: Car) -> str:
    """WINNER Ann."""
    return f"{car.family.upper()} {car.given}"


def family_given(car: Car) -> str:
    """Winner Ann."""
    return f"{car.family} {car.given}"


def family_comma_given(car: Car) -> str:
    """Winner, Ann."""
    return f"{car.family}, {car.given}"


def all_capitals(car: Car) -> str:
    return car.name.upper()


def initial_family(car: Car) -> str:
    """A. Winner."""
    return f"{car.given[0]}. {car.family}"


def initial_capitals(car: Car) -> str:
    """A. WINNER."""
    return f"{car.given[0]}. {car.family.upper()}"


def family_alone(car: Car) -> str:
    return car.family


def without_accents(style: NameStyle) -> NameStyle:
    """As an old system prints it: Ake Ohrstrom."""
    letters = str.maketrans({"ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE", "ß": "ss", "Ł": "L", "ł": "l"})

    def plain(car: Car) -> str:
        text = unicodedata.normalize("NFKD", style(car).translate(letters))
        return "".join(letter for letter in text if not unicodedata.combining(letter))

    return plain


def with_nation(style: NameStyle) -> NameStyle:
    """Ann Winner (SWE)."""
    return lambda car: f"{style(car)} ({car.nation})"


def laps_words(one: str, several: str) -> Callable[[int], str]:
    """laps_words("+{} lap", "+{} laps")(2) is "+2 laps"."""
    return lambda laps: (one if laps == 1 else several).format(laps)
