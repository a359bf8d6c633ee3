"""Whose car a line of a sheet is: by number and name, and never by a silent guess."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from django.utils.translation import gettext as _

from championship.race_control.sheets.lines import SheetLine
from championship.race_control.sheets.words import fold
from championship.race_control.starters import Starter
from championship.rules import Line

# How many choices stand beside a line that matches nobody, and how alike a name must be to be one.
MOST_CHOICES = 3
ALIKE = 0.55
LONGEST_NAME = 60
# Boards show three letters of a name.
_CODE = re.compile(r"[^\W\d_]{3}")
# A figure that stands by itself: no part of a time, of a gap or of a word.
_FIGURE = re.compile(r"(?<![\w.:,'+−-])\d{1,5}(?![\w:']|[.,]\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Match:
    """A line and its car. Without one, `doubt` says why in a sentence and `choices` are the likeliest, best first.

    `remark`: how a car was found that the line's number and name alone do not name, to be looked at.
    """

    line: SheetLine
    starter: Starter | None
    doubt: str = ""
    choices: tuple[Starter, ...] = ()
    remark: str = ""


def match(
    lines: Iterable[SheetLine], starters: Sequence[Starter], chosen: Mapping[str, int | None] | None = None
) -> list[Match]:
    """Each line with its car.

    `chosen` holds what an editor decided, by the raw text of the line: the car's event entry, or None for a line that
    is no car's and is left out.
    """
    by_id = {starter.event_entry: starter for starter in starters}
    book = _Book(starters)
    matches = []
    for line in lines:
        decided = (chosen or {}).get(line.raw, 0)
        if decided in by_id:
            matches.append(Match(line, by_id[decided]))
        elif decided is not None:
            matches.append(book.find(line))
    return matches


def lines_of(matches: Iterable[Match], before: Iterable[Line] = ()) -> list[Line]:
    """The lines whose car is known, in order.

    What a text has no word of is kept from `before`, the current classification: the grid and the fastest lap; the
    note and the sources of a car with the same place; and where the text has numbers alone, the laps, and the time or
    gap of a car with the same place behind the same winner.
    """
    cars = [(match.line, match.starter.event_entry) for match in matches if match.starter is not None]
    earlier = {line.event_entry: line for line in before}
    silent = all((line.laps, line.time_ms, line.gap_ms, line.gap_laps) == (None,) * 4 for line, _car in cars)
    winner = next((car for line, car in cars if line.position == 1), None)
    same_winner = winner in earlier and earlier[winner].position == 1
    lines = []
    for line, car in cars:
        known = earlier.get(car, Line(car, status=""))
        same_place = (known.position, known.status) == (line.position, line.status)
        timed = known if silent and same_place and same_winner else line
        annotated = known if same_place else Line(car)
        lines.append(
            Line(
                car,
                line.position,
                line.status,
                laps=known.laps if silent else line.laps,
                time_ms=timed.time_ms,
                gap_ms=timed.gap_ms,
                gap_laps=timed.gap_laps,
                grid=known.grid if line.grid is None else line.grid,
                fastest_lap_ms=known.fastest_lap_ms if line.fastest_lap_ms is None else line.fastest_lap_ms,
                note=annotated.note,
                basis=annotated.basis,
                source=annotated.source,
                holds_fastest_lap=known.holds_fastest_lap and line.fastest_lap_ms is None,
                one_of=annotated.one_of,
                points=annotated.points,
            )
        )
    return lines


class _Book:
    """The event's list, to look cars up in."""

    def __init__(self, starters: Sequence[Starter]) -> None:
        self.starters = starters
        self.by_number = {starter.number: starter for starter in starters if starter.number is not None}
        self.names = {starter.event_entry: _Name(starter) for starter in starters}

    def find(self, line: SheetLine) -> Match:
        by_number = self.by_number.get(line.number) if line.number is not None else None
        name = fold(line.name)
        named = self._named(name) if name else []
        words = {"number": line.number, "name": line.name.strip()}
        if by_number is not None:
            if not name or by_number in named or self.names[by_number.event_entry].is_short_for(name):
                return Match(line, by_number)
            if named:
                words |= {"owner": by_number.name}
                doubt = _("Number %(number)s is %(owner)s, and the name is “%(name)s”.") % words
                return Match(line, None, doubt, (by_number, *named)[: MOST_CHOICES + 1])
            doubt = _("Number %(number)s is %(owner)s; nobody on the list is called “%(name)s”.") % {
                **words,
                "owner": by_number.name,
            }
            return Match(line, None, doubt, self._choices(line, name, [by_number]))
        if line.number is not None:
            if len(named) == 1 and named[0].number is None:
                # A car without a number on the list: the sheet knows one.
                return Match(line, named[0])
            if named:
                doubt = _("No car on the list has number %(number)s; “%(name)s” is %(others)s.") % {
                    **words,
                    "others": ", ".join(starter.label for starter in named),
                }
                return Match(line, None, doubt, tuple(named[:MOST_CHOICES]))
            doubt = (
                _("No car on the list has number %(number)s, and nobody is called “%(name)s”.") % words
                if name
                else _("No car on the list has number %(number)s.") % words
            )
            return Match(line, None, doubt, self._choices(line, name, []))
        if len(named) == 1:
            return Match(line, named[0])
        if not named and _CODE.fullmatch(line.name.strip()):
            named = [starter for starter in self.starters if self.names[starter.event_entry].begins_with(name)]
            if len(named) == 1:
                words["car"] = named[0].label
                return Match(
                    line, named[0], remark=_("“%(name)s” is %(car)s by the first letters of the name.") % words
                )
        if named:
            numbered = self._numbered(line, named)
            if numbered is not None:
                words["car"] = numbered.label
                return Match(line, numbered, remark=_("“%(name)s” is %(car)s by the number in the row.") % words)
            return Match(line, None, _("“%(name)s” could be more than one car.") % words, tuple(named))
        return Match(line, None, _("Nobody on the list is called “%(name)s”.") % words, self._choices(line, name, []))

    def _named(self, name: str) -> list[Starter]:
        """Everyone whom the name fits, in the best way in which it fits anyone."""
        by_fit: dict[int, list[Starter]] = {}
        for starter in self.starters:
            fit = self.names[starter.event_entry].fit(name)
            if fit:
                by_fit.setdefault(fit, []).append(starter)
        return by_fit[max(by_fit)] if by_fit else []

    @staticmethod
    def _numbered(line: SheetLine, named: Sequence[Starter]) -> Starter | None:
        """Of those whom a name fits, the one whose number stands anywhere in the row: beside the name, or in a column
        that was read as something else or as nothing. A place, laps or a place on the grid are no numbers of cars."""
        figures = Counter(map(int, _FIGURE.findall(line.raw)))
        figures.subtract(figure for figure in (line.position, line.laps, line.grid) if figure is not None)
        numbered = [starter for starter in named if starter.number is not None and figures[starter.number] > 0]
        return numbered[0] if len(numbered) == 1 else None

    def _choices(self, line: SheetLine, name: str, first: list[Starter]) -> tuple[Starter, ...]:
        """The likeliest: names that look like it, numbers with one figure wrong or two changed round."""
        likeness = {}
        for starter in self.starters:
            alike = self.names[starter.event_entry].likeness(name) if name else 0.0
            near = 0.6 if line.number is not None and _one_figure_off(line.number, starter.number) else 0.0
            if max(alike if alike >= ALIKE else 0.0, near):
                likeness[starter.event_entry] = alike + near
        rest = [starter for starter in self.starters if starter.event_entry in likeness and starter not in first]
        rest.sort(key=lambda starter: -likeness[starter.event_entry])
        return tuple([*first, *rest][:MOST_CHOICES])


class _Name:
    """The ways in which a driver's name is written, folded."""

    def __init__(self, starter: Starter) -> None:
        self.given = fold(starter.given_name)
        written = f"{starter.given_name}|{starter.family_name}"
        # Without the letters, sheets write Bjoerk and Baeckman as often as Bjork and Backman.
        both = {tuple(map(fold, text.split("|"))) for text in (written, written.translate(_TWO_LETTERS))}
        self.family = {family for _given, family in both}
        self.full = {form for given, family in both for form in (f"{given} {family}", f"{family} {given}")}
        words = self.given.split()
        initials = {"".join(word[0] for word in words), " ".join(word[0] for word in words), self.given[:1]} - {""}
        self.short = {
            form
            for family in self.family
            for initial in initials
            for form in (f"{initial} {family}", f"{family} {initial}")
        }

    def fit(self, name: str) -> int:
        """How well a folded name fits: the whole name best, then with an initial, then the family name alone.

        Least of all counts the family name among other words: a team may be called after another driver.
        """
        if not _holds(name, self.family):
            return 0
        if _holds(name, self.full):
            return 4
        if _holds(name, self.short):
            return 3
        return 2 if name in self.family else 1

    def is_short_for(self, name: str) -> bool:
        """Whether every word of a folded name is one of the driver's, or an initial: "desiree ferreira" of a Ferreira
        Lobão, whose last word a narrow column cut off; or it is three letters, as boards show them."""
        if _CODE.fullmatch(name) and self.begins_with(name):
            return True
        own = {word for form in self.full for word in form.split()}
        words = name.split()
        return any(len(word) > 2 for word in words) and all(
            word in own or (len(word) == 1 and any(theirs.startswith(word) for theirs in own)) for word in words
        )

    def begins_with(self, code: str) -> bool:
        """Whether the family name begins with the folded letters, as those that boards show: VAN for van den Berg."""
        return any(family.replace(" ", "").startswith(code) for family in self.family)

    def likeness(self, name: str) -> float:
        """0 to 1. Three letters as boards show them, HUF, are as good as a name with a letter wrong."""
        if len(name) >= 3 and any(family.startswith(name) for family in self.family):
            return 0.9
        # What follows is a team or a car.
        start = " ".join(name.split()[:3])[:LONGEST_NAME]
        return max(_likeness(start, form) for form in (*self.full, *self.family))


_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Å": "Aa"})


@lru_cache(20_000)
def _likeness(name: str, form: str) -> float:
    # No ratio is more than the lengths allow.
    if 2 * min(len(name), len(form)) < ALIKE * (len(name) + len(form)):
        return 0.0
    matcher = SequenceMatcher(None, name, form)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0


def _holds(name: str, forms: Iterable[str]) -> bool:
    """Whether a form stands in a name as whole words."""
    padded = f" {name} "
    return any(form in padded and f" {form} " in padded for form in forms)


def _one_figure_off(typed: int, number: int | None) -> bool:
    """69 for 68, 168 for 68, 6 for 68, 86 for 68."""
    if number is None:
        return False
    written, other = str(typed), str(number)
    if len(written) == len(other):
        wrong = [index for index in range(len(written)) if written[index] != other[index]]
        return len(wrong) == 1 or (len(wrong) == 2 and sorted(written) == sorted(other))
    longer, shorter = (written, other) if len(written) > len(other) else (other, written)
    return len(longer) == len(shorter) + 1 and any(
        longer[:index] + longer[index + 1 :] == shorter for index in range(len(longer))
    )
