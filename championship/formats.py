"""How places, points, times and gaps are written, on pages and in files alike."""

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from babel import Locale
from django.utils import formats
from django.utils.translation import get_language, gettext_noop, ngettext, pgettext, pgettext_lazy, to_locale
from django.utils.translation import gettext as _

from web.catalogue import localised

# The colour of one whose team is not known.
GREY = "#4b5563"

# Cities with a country code of their own.
CITIES = frozenset({"HK", "MC", "MO", "SG"})

# Countries that English says with an article.
WITH_ARTICLE = frozenset(
    {"Czech Republic", "Netherlands", "Philippines", "United Arab Emirates", "United Kingdom", "United States"}
)

MINUS = "−"
NOT_ON_RECORD = "n/r"

# What stands in a result's cell when there is no place. The full words stand beside it for screen readers.
SHORT_STATUS = {
    "classified": NOT_ON_RECORD,
    "not-classified": "NC",
    "retired": "Ret",
    "did-not-start": "DNS",
    "disqualified": "DSQ",
    "excluded": "EX",
    "not-on-record": NOT_ON_RECORD,
}

STATUS_WORDS = {
    "classified": pgettext_lazy("result", "place not on record"),
    "not-classified": pgettext_lazy("result", "not classified"),
    "retired": pgettext_lazy("result", "retired"),
    "did-not-start": pgettext_lazy("result", "did not start"),
    "disqualified": pgettext_lazy("result", "disqualified"),
    "excluded": pgettext_lazy("result", "excluded"),
    "not-on-record": pgettext_lazy("result", "not on record"),
}

NUMBER_WORDS = (
    gettext_noop("no"),
    gettext_noop("one"),
    gettext_noop("two"),
    gettext_noop("three"),
    gettext_noop("four"),
    gettext_noop("five"),
    gettext_noop("six"),
    gettext_noop("seven"),
    gettext_noop("eight"),
    gettext_noop("nine"),
    gettext_noop("ten"),
    gettext_noop("eleven"),
    gettext_noop("twelve"),
    gettext_noop("thirteen"),
    gettext_noop("fourteen"),
    gettext_noop("fifteen"),
    gettext_noop("sixteen"),
    gettext_noop("seventeen"),
    gettext_noop("eighteen"),
    gettext_noop("nineteen"),
    gettext_noop("twenty"),
)


def points_text(points: Decimal) -> str:
    """223, 12.5: no zeros that say nothing."""
    whole = points == points.to_integral_value()
    text = str(int(points)) if whole else _decimal(format(points.normalize(), "f"))
    return text.replace("-", MINUS)


def plain_number(number: Decimal) -> int | float:
    """For files: 25, 12.5."""
    return int(number) if number == number.to_integral_value() else float(number)


def mean_text(mean: Decimal) -> str:
    """5.4: a mean to one decimal, a half up."""
    return _decimal(str(mean.quantize(Decimal("0.1"), ROUND_HALF_UP)))


def signed_points_text(points: Decimal) -> str:
    return f"+{points_text(points)}" if points > 0 else points_text(points)


def points_phrase(points: Decimal) -> str:
    """1 point, 2 points, 71.5 points."""
    # Plural forms go by whole numbers. A part of a point more, or less, than one is points.
    whole = points == points.to_integral_value()
    return ngettext("%(points)s point", "%(points)s points", abs(int(points)) if whole else 2) % {
        "points": points_text(points)
    }


def time_text(milliseconds: int) -> str:
    """27:18.961, 1:02:03.123, 54.791; Swedes write 27:18,961."""
    seconds, thousandths = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        text = f"{hours}:{minutes:02d}:{seconds:02d}.{thousandths:03d}"
    elif minutes:
        text = f"{minutes}:{seconds:02d}.{thousandths:03d}"
    else:
        text = f"{seconds}.{thousandths:03d}"
    return _decimal(text)


def gap_text(gap_ms: int | None, gap_laps: int | None) -> str:
    """+1.409, +1:02.081, +1 lap; empty when the gap is not on record."""
    if gap_ms is not None:
        return f"+{time_text(gap_ms)}"
    if gap_laps is not None:
        return ngettext("+%(laps)s lap", "+%(laps)s laps", gap_laps) % {"laps": gap_laps}
    return ""


def margin_text(gap_ms: int | None, gap_laps: int | None) -> str:
    """By how much a race was won: 1.403 s, 1:02.081, 1 lap; empty when it is not on record."""
    if gap_ms is None:
        return gap_text(None, gap_laps).removeprefix("+")
    text = time_text(gap_ms)
    return text if ":" in text else _("%(seconds)s s") % {"seconds": text}


def length_text(metres: int) -> str:
    """25.378 km."""
    return _decimal(f"{metres // 1000}.{metres % 1000:03d} km")


def _decimal(text: str) -> str:
    """With the reader's decimal sign for the point."""
    return text.replace(".", formats.get_format("DECIMAL_SEPARATOR"))


def place_text(position: int, shared: bool = False) -> str:
    """1, and =3 for a shared place."""
    return f"={position}" if shared else str(position)


def ordinal_place(position: int, shared: bool) -> str:
    """1st, and =3rd for a shared place."""
    return ("=" if shared else "") + ordinal(position)


def place_among(position: int, shared: bool, entrants: int) -> str:
    """ "=15th of 22"."""
    return _("%(place)s of %(entrants)s") % {"place": ordinal_place(position, shared), "entrants": entrants}


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 11th; in Swedish 1:a, 2:a, 3:e, 11:e."""
    if get_language() == "sv":
        return f"{number}:a" if number % 10 in (1, 2) and number % 100 not in (11, 12) else f"{number}:e"
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def ordinal_word(number: int) -> str:
    """second, third, then 4th and so on, as running text has them."""
    return {1: _("first"), 2: _("second"), 3: _("third")}.get(number) or ordinal(number)


def number_word(number: int, neuter: bool = False) -> str:
    """Small numbers in words, as running text has them.

    neuter: of a race or a team, which other languages count with another word for one.
    """
    if number == 1 and neuter:
        return pgettext("neuter", "one")
    return _(NUMBER_WORDS[number]) if number < len(NUMBER_WORDS) else str(number)


def and_list(names: Iterable[str]) -> str:
    """Vernay, Magnus and Berthon."""
    names = [str(name) for name in names]
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def one_of_text(places: Iterable[int]) -> str:
    """11th or 12th; 3rd, 4th or 5th."""
    *first, last = (ordinal(place) for place in places)
    return _("%(first)s or %(last)s") % {"first": ", ".join(first), "last": last}


def status_text(status: str) -> str:
    """A result's status in full words."""
    return str(STATUS_WORDS[status])


def days_text(first: date, last: date, year: int | None = None) -> str:
    """3–5 June 2021; 31 July – 1 August 2021. Without the year where it is `year`, the one that the page is about."""
    day, full = "j F", "j F" if last.year == year else "j F Y"
    if first == last:
        return formats.date_format(first, full)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{formats.date_format(last, full)}"
    if first.year != last.year:
        day = "j F Y"
    return f"{formats.date_format(first, day)} – {formats.date_format(last, full)}"


def zone_city(timezone: str) -> str:
    """Moscow, of Europe/Moscow."""
    return localised(timezone.rpartition("/")[2].replace("_", " "))


def event_short_name(name: str) -> str:
    """Germany, of Race of Germany: without the words that every event shares."""
    return name.removeprefix("Race of ")


def event_place(name: str) -> str:
    """The country or place that an event is named for, as it follows "in": Germany, the Czech Republic.

    Blank where it is named for none, as Summer Race is.
    """
    place = event_short_name(name)
    if place == name:
        return ""
    with_article = place in WITH_ARTICLE and (get_language() or "en").startswith("en")
    return f"the {place}" if with_article else localised(place)


def country_name(code: str) -> str:
    """A country of an ISO 3166 code in the reader's language; the code itself where there is no name for it."""
    return country_names().get(code, code)


def country_names() -> dict[str, str]:
    """The countries in the reader's language, by ISO 3166 code."""
    return _country_names(get_language() or "en")


def place_name(locality: str, country: str) -> str:
    """Sochi, Russia; Macau. A city that is a country of its own is named once."""
    if locality and country in CITIES:
        return locality
    return ", ".join(part for part in (locality, country and country_name(country)) if part)


@cache
def _country_names(language: str) -> dict[str, str]:
    return dict(Locale.parse(to_locale(language)).territories)
