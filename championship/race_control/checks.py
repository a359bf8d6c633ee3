"""What is wrong or unlikely in an order, in plain words, each beside its line."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from championship.formats import ordinal, status_text, time_text
from championship.models import Result
from championship.publishing import Line
from championship.race_control.starters import Starter
from web.limits import LARGEST_PLACE

CLASSIFIED = Result.Status.CLASSIFIED


@dataclass(frozen=True, slots=True)
class Finding:
    """A refusal stops the publication, a warning is for the editor to judge.

    `line` is the index of the line that it belongs to, None where it belongs to none; `event_entry` is the car.
    """

    refuses: bool
    sentence: str
    line: int | None = None
    event_entry: int | None = None


def check(lines: Sequence[Line], starters: Iterable[Starter], *, is_race: bool = True) -> list[Finding]:
    """Everything that is wrong with an order, refusals first, then in the order of the lines.

    What no classification can be is refused, as publish() would. What is only unlikely is a warning: a car with
    fewer laps or a longer gap can be ahead after a penalty of places, and a place can be missing from the record.
    """
    on_the_list = {starter.event_entry: starter for starter in starters}
    if not lines:
        return [Finding(True, _("There is no line yet."))]
    names = {line.event_entry: _("This car") for line in lines} | {
        pk: starter.name for pk, starter in on_the_list.items()
    }
    found = [
        *_not_on_the_list(lines, on_the_list),
        *_twice(lines, names),
        *_places(lines, names),
        *_missing_places(lines),
        *_out_of_order(lines, names, is_race),
        *_left_out(lines, on_the_list),
    ]
    return sorted(found, key=lambda one: (not one.refuses, len(lines) if one.line is None else one.line))


def _not_on_the_list(lines: Sequence[Line], on_the_list: dict[int, Starter]) -> Iterator[Finding]:
    for index, line in enumerate(lines):
        if line.event_entry not in on_the_list:
            yield Finding(True, _("This car is not on the event’s list."), index, line.event_entry)


def _twice(lines: Sequence[Line], names: dict[int, str]) -> Iterator[Finding]:
    first: dict[int, int] = {}
    for index, line in enumerate(lines):
        if line.event_entry in first:
            sentence = _("%(name)s is in it twice: here and in line %(line)s.") % {
                "name": names[line.event_entry],
                "line": first[line.event_entry] + 1,
            }
            yield Finding(True, sentence, index, line.event_entry)
        first.setdefault(line.event_entry, index)


def _places(lines: Sequence[Line], names: dict[int, str]) -> Iterator[Finding]:
    in_place: dict[int, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        words = {"name": names[line.event_entry], "place": line.position and ordinal(line.position)}
        if line.position is None:
            if line.status == CLASSIFIED:
                sentence = _("%(name)s is classified without a place: shown as not on record, without points.")
                yield Finding(False, sentence % words, index, line.event_entry)
            continue
        if line.position < 1:
            yield Finding(True, _("Places count from 1."), index, line.event_entry)
        elif line.position > LARGEST_PLACE:
            sentence = _("%(position)s is no place: %(most)s is the most.") % {
                "position": line.position,
                "most": LARGEST_PLACE,
            }
            yield Finding(True, sentence, index, line.event_entry)
        elif line.status != CLASSIFIED:
            words["status"] = status_text(line.status)
            yield Finding(True, _("%(name)s is %(status)s and cannot be %(place)s.") % words, index, line.event_entry)
        for other in in_place[line.position]:
            if lines[other].event_entry != line.event_entry:
                words["other"] = names[lines[other].event_entry]
                yield Finding(True, _("%(name)s and %(other)s are both %(place)s.") % words, index, line.event_entry)
        in_place[line.position].append(index)


def _missing_places(lines: Sequence[Line]) -> Iterator[Finding]:
    taken = {line.position: index for index, line in reversed(list(enumerate(lines))) if line.position is not None}
    expected = 1
    for place in sorted(place for place in taken if place >= 1):
        if place > expected:
            ends = {"first": ordinal(expected), "last": ordinal(place - 1)}
            missing = _("Nobody is %(first)s.") if place == expected + 1 else _("Nobody is %(first)s to %(last)s.")
            yield Finding(False, missing % ends, taken[place], lines[taken[place]].event_entry)
        expected = place + 1


def _out_of_order(lines: Sequence[Line], names: dict[int, str], is_race: bool) -> Iterator[Finding]:
    """Each line with a place against the one ahead of it."""
    placed = sorted(
        (index for index, line in enumerate(lines) if line.position is not None), key=lambda i: lines[i].position or 0
    )
    for ahead, behind in pairwise(placed):
        yield from _pair(lines[ahead], lines[behind], ahead, behind, names, is_race)


def _pair(
    first: Line, second: Line, ahead: int, behind: int, names: dict[int, str], is_race: bool
) -> Iterator[Finding]:
    words = {"name": names[first.event_entry], "other": names[second.event_entry]}
    if is_race and first.laps is not None and second.laps is not None and first.laps < second.laps:
        words |= {"laps": str(first.laps), "more": str(second.laps)}
        sentence = _("%(name)s has %(laps)s laps and is ahead of %(other)s, who has %(more)s.")
        yield Finding(False, sentence % words, ahead, first.event_entry)
    if first.gap_ms is not None and second.gap_ms is not None and second.gap_ms < first.gap_ms:
        words |= {"gap": time_text(second.gap_ms), "longer": time_text(first.gap_ms)}
        sentence = _("The gap shrinks: %(other)s is %(gap)s behind first, %(name)s ahead of that %(longer)s.")
        yield Finding(False, sentence % words, behind, second.event_entry)
    second_down = 0 if second.gap_ms is not None else second.gap_laps
    if first.gap_laps is not None and second_down is not None and second_down < first.gap_laps:
        sentence = _("The gap shrinks: %(name)s is laps down and ahead of %(other)s, who is less far behind.")
        yield Finding(False, sentence % words, behind, second.event_entry)
    same_laps = not is_race or first.laps == second.laps
    if same_laps and first.time_ms is not None and second.time_ms is not None and second.time_ms < first.time_ms:
        words |= {"time": time_text(first.time_ms), "faster": time_text(second.time_ms)}
        sentence = _("%(name)s is slower, %(time)s, than %(other)s behind, %(faster)s.")
        yield Finding(False, sentence % words, ahead, first.event_entry)


def _left_out(lines: Sequence[Line], on_the_list: dict[int, Starter]) -> Iterator[Finding]:
    """All in one sentence: on a race day it is a few cars, in a first try half the list."""
    entered = {line.event_entry for line in lines}
    cars = [starter.label for pk, starter in on_the_list.items() if pk not in entered]
    if cars:
        yield Finding(False, _("On the list and not in the order: %(cars)s.") % {"cars": ", ".join(cars)})
