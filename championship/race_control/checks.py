"""What is wrong or unlikely in an order, in plain words, each beside its line."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from championship import rules
from championship.formats import ordinal, status_text, time_text
from championship.race_control.starters import Starter
from championship.rules import Fault, Finding, Line, ResultStatus

# A lap is too fast to be one below four fifths of pole position's.
TOO_FAST = (4, 5)
# Sheets cut or round the last figure.
ROUNDING_MS = 2


@dataclass(frozen=True, slots=True)
class Remark:
    """A refusal stops the publication, a warning is for the editor to judge.

    `line` is the index of the line that it belongs to, None where it belongs to none.
    """

    refuses: bool
    sentence: str
    line: int | None = None


def check(
    lines: Sequence[Line], starters: Iterable[Starter], *, is_race: bool = True, pole_ms: int | None = None
) -> list[Remark]:
    """Everything that is wrong with an order, refusals first, then in the order of the lines.

    What no classification can be is refused, as publish() would. What is only unlikely is a warning: a car with
    fewer laps or a longer gap can be ahead after a penalty of places, and a place can be missing from the record.

    pole_ms: the lap of pole position at the event, where it is on record.
    """
    on_the_list = {starter.event_entry: starter for starter in starters}
    findings = rules.check(lines, on_the_list.keys())
    cars = [on_the_list.get(line.event_entry) for line in lines]
    names = [car.name if car else _("This car") for car in cars]
    remarks = [remark for finding in findings for remark in _refusals(finding, lines, names)]
    if lines:
        remarks += _without_a_place(lines, names)
        remarks += _missing_places(lines)
        remarks += _out_of_order(lines, names, is_race)
        if is_race:
            remarks += _ahead_with_fewer_laps(lines, names)
            remarks += _more_laps_than_first(lines, names)
            remarks += _laps_that_take_longer(lines)
        remarks += _too_fast(lines, names, is_race, pole_ms)
        remarks += _left_out(lines, on_the_list)
    return sorted(remarks, key=lambda remark: (not remark.refuses, len(lines) if remark.line is None else remark.line))


def _refusals(finding: Finding, lines: Sequence[Line], names: Sequence[str]) -> Iterator[Remark]:
    """What rules.py found, beside each line that it concerns; of lines that share something, beside the later ones."""
    first, *others = finding.lines or (None,)
    if first is None:
        yield Remark(True, _("There is no line yet."))
    elif not others:
        yield Remark(True, _of_one(finding, names[first]), first)
    elif finding.fault == Fault.CAR_TWICE:
        sentence = _("%(name)s is in it twice: here and in line %(line)s.") % {"name": names[first], "line": first + 1}
        yield from (Remark(True, sentence, index) for index in others)
    else:
        sentence = {
            Fault.PLACE_TAKEN: _("%(name)s and %(other)s are both %(place)s."),
            Fault.GRID_TAKEN: _("%(name)s and %(other)s are both %(place)s on the grid."),
            Fault.NUMBER_TAKEN: _("%(name)s and %(other)s both have the number %(figure)s."),
            Fault.HOLDER_TWICE: _("%(name)s and %(other)s cannot both hold the fastest lap."),
        }[finding.fault]
        for at, index in enumerate(finding.lines):
            for other in finding.lines[:at]:
                if lines[other].event_entry != lines[index].event_entry:
                    words = {"name": names[index], "other": names[other], "figure": finding.figure}
                    words["place"] = ordinal(finding.figure)
                    yield Remark(True, sentence % words, index)


def _of_one(finding: Finding, name: str) -> str:
    """What is wrong with one line, as an editor reads it beside it."""
    words = {"name": name, "figure": finding.figure, "text": finding.text}
    match finding.fault:
        case Fault.NOT_ENTERED:
            return _("This car is not on the event’s list.")
        case Fault.STATUS_UNKNOWN:
            return _("“%(text)s” is nothing that can become of a car.") % words
        case Fault.BASIS_UNKNOWN:
            return _("“%(text)s” is nothing that a result can rest on.") % words
        case Fault.PLACE_WITHOUT_CLASSIFICATION:
            words |= {"status": status_text(finding.text), "place": ordinal(finding.figure)}
            return _("%(name)s is %(status)s and cannot be %(place)s.") % words
        case Fault.TWO_GAPS:
            return _("%(name)s has a gap in time and one in laps: only one of them is the gap.") % words
        case Fault.HOLDER_TAKEN_OUT:
            return _("%(name)s is %(status)s and holds no fastest lap.") % {
                **words,
                "status": status_text(finding.text),
            }
        case Fault.PLACE_IS_KNOWN if finding.field == "one_of":
            return _("%(name)s has a place, or can have none: it is not one of several.") % words
        case Fault.PLACE_IS_KNOWN:
            return _("%(name)s has a place, or can have none: its points are those of the scale.") % words
        case Fault.ONE_OF_WHAT:
            return _("%(name)s is one of “%(text)s”: write two places or more, such as 11 12.") % words
        case Fault.TOO_LONG:
            words["most"] = rules.LONGEST[finding.field]
            return _("The note has %(figure)s letters; %(most)s are the most.") % words
        case Fault.UNWRITABLE:
            return _("There is a sign that cannot be written, %(text)s: take it out.") % words
        case _:
            return _out_of_limits(finding, name)


def _out_of_limits(finding: Finding, name: str) -> str:
    least, most = rules.LIMITS[finding.field]
    if finding.field == "position":
        if finding.figure < least:
            return _("Places count from 1.")
        return _("%(position)s is no place: %(most)s is the most.") % {"position": finding.figure, "most": most}
    written = time_text if finding.field in ("time_ms", "gap_ms", "fastest_lap_ms") else str
    sentences = {
        "grid": _("%(name)s cannot start from place %(figure)s: it is %(least)s to %(most)s."),
        "laps": _("%(name)s cannot have %(figure)s laps: it is %(least)s to %(most)s."),
        "gap_laps": _("%(name)s cannot be %(figure)s laps behind: it is %(least)s to %(most)s."),
        "time_ms": _("%(name)s cannot have the time %(figure)s: it is %(least)s to %(most)s."),
        "gap_ms": _("%(name)s cannot have the gap %(figure)s: it is %(least)s to %(most)s."),
        "number": _("%(name)s cannot have the number %(figure)s: it is %(least)s to %(most)s."),
        "points": _("%(name)s cannot have %(figure)s points: it is %(least)s to %(most)s."),
        "fastest_lap_ms": _("%(name)s cannot have the fastest lap %(figure)s: it is %(least)s to %(most)s."),
    }
    return sentences[finding.field] % {
        "name": name,
        "figure": written(finding.figure),
        "least": written(least),
        "most": written(most),
    }


def _without_a_place(lines: Sequence[Line], names: Sequence[str]) -> Iterator[Remark]:
    for index, line in enumerate(lines):
        is_told = line.one_of or line.points is not None
        if line.position is None and line.status == ResultStatus.CLASSIFIED and not is_told:
            sentence = _("%(name)s is classified without a place: shown as not on record, without points.")
            yield Remark(False, sentence % {"name": names[index]}, index)


def _missing_places(lines: Sequence[Line]) -> Iterator[Remark]:
    taken = {line.position: index for index, line in reversed(list(enumerate(lines))) if line.position is not None}
    expected = 1
    for place in sorted(place for place in taken if place >= 1):
        if place > expected:
            ends = {"first": ordinal(expected), "last": ordinal(place - 1)}
            missing = _("Nobody is %(first)s.") if place == expected + 1 else _("Nobody is %(first)s to %(last)s.")
            yield Remark(False, missing % ends, taken[place])
        expected = place + 1


def _out_of_order(lines: Sequence[Line], names: Sequence[str], is_race: bool) -> Iterator[Remark]:
    """Each line with a place against the one ahead of it."""
    placed = sorted(
        (index for index, line in enumerate(lines) if line.position is not None), key=lambda i: lines[i].position or 0
    )
    for ahead, behind in pairwise(placed):
        yield from _pair(lines, ahead, behind, names, is_race)


def _pair(lines: Sequence[Line], ahead: int, behind: int, names: Sequence[str], is_race: bool) -> Iterator[Remark]:
    first, second = lines[ahead], lines[behind]
    words = {"name": names[ahead], "other": names[behind]}
    if first.gap_ms is not None and second.gap_ms is not None and second.gap_ms < first.gap_ms:
        words |= {"gap": time_text(second.gap_ms), "longer": time_text(first.gap_ms)}
        sentence = _("The gap shrinks: %(other)s is %(gap)s behind first, %(name)s ahead of that %(longer)s.")
        yield Remark(False, sentence % words, behind)
    second_down = 0 if second.gap_ms is not None else second.gap_laps
    if first.gap_laps is not None and second_down is not None and second_down < first.gap_laps:
        sentence = _("The gap shrinks: %(name)s is laps down and ahead of %(other)s, who is less far behind.")
        yield Remark(False, sentence % words, behind)
    same_laps = not is_race or first.laps == second.laps
    if same_laps and first.time_ms is not None and second.time_ms is not None and second.time_ms < first.time_ms:
        words |= {"time": time_text(first.time_ms), "faster": time_text(second.time_ms)}
        sentence = _("%(name)s is slower, %(time)s, than %(other)s behind, %(faster)s.")
        yield Remark(False, sentence % words, ahead)


def _ahead_with_fewer_laps(lines: Sequence[Line], names: Sequence[str]) -> Iterator[Remark]:
    """Laps against place: each car that has fewer laps than one behind it, with the one of them that has most."""
    most: int | None = None
    by_place = sorted(
        (line.position, index, line.laps)
        for index, line in enumerate(lines)
        if line.position is not None and line.laps is not None
    )
    for _position, index, laps in reversed(by_place):
        if most is not None and laps < (lines[most].laps or 0):
            words = {"name": names[index], "laps": laps, "other": names[most], "more": lines[most].laps}
            sentence = _("%(name)s has %(laps)s laps and is ahead of %(other)s, who has %(more)s.")
            yield Remark(False, sentence % words, index)
        else:
            most = index


def _more_laps_than_first(lines: Sequence[Line], names: Sequence[str]) -> Iterator[Remark]:
    """Who wins has the most laps; that somebody with a place has more is said beside the car ahead of it."""
    first = next((index for index, line in enumerate(lines) if line.position == 1), None)
    if first is None or lines[first].laps is None:
        return
    for index, line in enumerate(lines):
        if line.position is None and line.laps is not None and line.laps > (lines[first].laps or 0):
            words = {"name": names[index], "laps": line.laps, "other": names[first], "fewer": lines[first].laps}
            sentence = _("%(name)s has %(laps)s laps, and %(other)s won with %(fewer)s.")
            yield Remark(False, sentence % words, index)


def _laps_that_take_longer(lines: Sequence[Line]) -> Iterator[Remark]:
    """Best lap against total and laps: nobody drives twelve laps in less than twelve times the best of them."""
    total_of_first = next((line.time_ms for line in lines if line.position == 1), None)
    for index, line in enumerate(lines):
        total, best, laps = line.time_ms, line.fastest_lap_ms, line.laps
        if total is None and line.gap_ms is not None and total_of_first is not None:
            total = total_of_first + line.gap_ms
        if total is None or best is None:
            continue
        words = {"best": time_text(best), "total": time_text(total), "laps": laps}
        if best > total:
            sentence = _("The best lap, %(best)s, is longer than the whole time, %(total)s.")
            yield Remark(False, sentence % words, index)
        elif laps and best * laps > total + ROUNDING_MS * laps:
            sentence = _("%(laps)s laps of %(best)s or more take longer than %(total)s: one of the three is wrong.")
            yield Remark(False, sentence % words, index)


def _too_fast(lines: Sequence[Line], names: Sequence[str], is_race: bool, pole_ms: int | None) -> Iterator[Remark]:
    """Laps that are quicker by more than a fifth than pole position, the session's own or the event's."""
    own = None if is_race else next((line.time_ms for line in lines if line.position == 1), None)
    poles = [pole for pole in (own, pole_ms) if pole is not None]
    if not poles:
        return
    pole = max(poles)
    for index, line in enumerate(lines):
        laps = [lap for lap in (line.fastest_lap_ms, None if is_race else line.time_ms) if lap is not None]
        if laps and min(laps) * TOO_FAST[1] < pole * TOO_FAST[0]:
            words = {"name": names[index], "lap": time_text(min(laps)), "pole": time_text(pole)}
            sentence = _("%(name)s has a lap of %(lap)s: more than a fifth quicker than pole, %(pole)s.")
            yield Remark(False, sentence % words, index)


def _left_out(lines: Sequence[Line], on_the_list: Mapping[int, Starter]) -> Iterator[Remark]:
    """All in one sentence: on a race day it is a few cars, in a first try half the list."""
    entered = {line.event_entry for line in lines}
    cars = [starter.label for pk, starter in on_the_list.items() if pk not in entered]
    if cars:
        yield Remark(False, _("On the list and not in the order: %(cars)s.") % {"cars": ", ".join(cars)})
