"""Three ways in, one preview: from what was typed, pasted or moved to the lines of a classification.

Nothing is kept between preview and publication but what the form itself carries: the text is read again, and the
digest of what was previewed says whether it is still the same.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from championship.admin.moves import OFF, off_sentence
from championship.admin.race_control.desk import Desk, status_label, time_or_gap_text, where_text
from championship.admin.race_control.pasted import PastedSheet, read_paste
from championship.admin.race_control.rows import LineForm
from championship.formats import time_text
from championship.models import Session
from championship.race_control import checks, matching, preview
from championship.race_control.matching import Match
from championship.race_control.preview import Counted, TitleEffect
from championship.race_control.sheets.lines import LeftOut, Sheet
from championship.race_control.sheets.numbers import read_numbers
from championship.race_control.starters import Starter
from championship.rules import LONGEST, ClassificationStatus, Counting, Line
from championship.scoring import Adjustment
from championship.why.counting import counted_text
from championship.why.history import PlaceChange
from web.limits import LARGEST_SMALL

NUMBERS, PASTE, ROWS = WAYS = ("numbers", "paste", "rows")
# What is chosen for a line that is no car of this session.
LEAVE_OUT = "0"
LONGEST_REASON = LONGEST["reason"]


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning with the name of the box that says that it was read."""

    box: str
    sentence: str


@dataclass(frozen=True, slots=True)
class PreviewFault:
    """What keeps an order from being published; `anchor` is the id of the line that it stands beside, if any."""

    sentence: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """A line of the preview. Without a starter it is in doubt: `index` names the field that takes the choice.

    row: where it stands in the text, 0 where there is none. lap: its fastest lap, and is_fastest whether nobody's is
    quicker.
    """

    index: int
    raw: str
    where: str = ""
    starter: Starter | None = None
    time: str = ""
    doubt: str = ""
    choices: tuple[Starter, ...] = ()
    refusals: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    row: int = 0
    lap: str = ""
    is_fastest: bool = False

    @property
    def is_wrong(self) -> bool:
        return bool(self.doubt or self.refusals)

    @property
    def anchor(self) -> str:
        return f"line-{self.index}"

    @property
    def warned(self) -> list[Warned]:
        return [Warned(f"tick-{self.index}-{at}", sentence) for at, sentence in enumerate(self.warnings)]

    @property
    def faults(self) -> list[PreviewFault]:
        sentences = (self.doubt, *self.refusals) if self.doubt else self.refusals
        where = _("Line %d:") % self.row if self.row else ""
        return [PreviewFault(f"{where} {sentence}".strip(), self.anchor) for sentence in sentences]


@dataclass(frozen=True)
class Proposal:
    """An order as it would be published, with all that there is to say about it."""

    desk: Desk
    lines: Sequence[Line]
    preview_lines: list[PreviewLine]
    refusals: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    left_out: Sequence[LeftOut] = ()
    adjustments: tuple[Adjustment, ...] = ()
    # The paste that it was read from, as a table.
    pasted: PastedSheet | None = None
    # By what it would count; None as the current classification does.
    counting: Counting | None = None

    @property
    def rows(self) -> str:
        return ngettext("%(count)d row", "%(count)d rows", len(self.lines)) % {"count": len(self.lines)}

    @cached_property
    def is_refused(self) -> bool:
        return bool(self.refusals) or any(line.is_wrong for line in self.preview_lines)

    @cached_property
    def faults(self) -> list[PreviewFault]:
        """All that keeps it from being published."""
        general = [PreviewFault(sentence) for sentence in self.refusals]
        return general + [fault for line in self.preview_lines for fault in line.faults]

    @cached_property
    def warned(self) -> list[Warned]:
        """The warnings that belong to no line."""
        return [Warned(f"tick-all-{at}", sentence) for at, sentence in enumerate(self.warnings)]

    @cached_property
    def not_cars(self) -> list[Warned]:
        """The lines in which no car was found and that are no heads."""
        return [
            Warned(f"tick-out-{at}", f"{line.raw} – {line.why}")
            for at, line in enumerate(line for line in self.left_out if not line.is_head)
        ]

    @property
    def heads(self) -> list[LeftOut]:
        return [line for line in self.left_out if line.is_head]

    @cached_property
    def to_read(self) -> list[Warned]:
        """Every warning, to be ticked."""
        return [*self.warned, *self.not_cars, *(one for line in self.preview_lines for one in line.warned)]

    @property
    def needs_a_look(self) -> bool:
        return bool(self.to_read)

    def was_read(self, sent: Mapping[str, str]) -> bool:
        """Whether all was ticked, at once or one by one."""
        return "seen" in sent or all(one.box in sent for one in self.to_read)

    @property
    def heading(self) -> str:
        """Preview: 2 errors, 1 warning."""
        faults, warnings = len(self.faults), len(self.to_read)
        counts = [
            ngettext("%d error", "%d errors", faults) % faults if faults else "",
            ngettext("%d warning", "%d warnings", warnings) % warnings if warnings else "",
        ]
        counted = ", ".join(filter(None, counts))
        return _("Preview: %s") % counted if counted else _("Preview")

    @cached_property
    def place_changes(self) -> list[PlaceChange]:
        """Against the current classification; nothing while there is none."""
        return preview.difference(self.desk.season, self.desk.here, self.lines) if self.desk.number else []

    @cached_property
    def effects(self) -> list[TitleEffect]:
        return preview.effects(self.desk.season, self.desk.here, self.lines, self.adjustments, self.counted)

    @cached_property
    def bonuses(self) -> list[str]:
        """Whose lap is the fastest, and who is given points besides those for places."""
        return preview.bonuses(self.desk.season, self.desk.here, self.lines, self.counted)

    @cached_property
    def counted(self) -> Counted | None:
        if self.counting is None:
            return None
        scale = self.desk.other_scales.get(self.counting.scale, self.desk.here.scale)
        return Counted(scale, self.counting.points_factor, self.counting.laps_counted)

    @property
    def counts(self) -> str:
        """By what it would count, where that is about to change."""
        if self.counted is None:
            return ""
        return counted_text(self.counted, self.desk.here.scale) or _("As planned")

    @property
    def changed_titles(self) -> list[TitleEffect]:
        return [effect for effect in self.effects if effect.changes]

    @property
    def unchanged_titles(self) -> list[str]:
        return [effect.title.name for effect in self.effects if not effect.changes]

    @cached_property
    def digest(self) -> str:
        """Of the order and by what it counts, of the roles in which its columns were read, and of all that there was to
        read of it: what is ticked is ticked in this very preview."""
        roles = [column.role for column in self.pasted.columns] if self.pasted else []
        previewed = (self.lines, self.adjustments, self.counting, roles, self.to_read)
        return hashlib.blake2b(repr(previewed).encode(), digest_size=12).hexdigest()


@dataclass
class EnteredOrder:
    """The part of the page in which an order is entered, as it was sent, or as it begins."""

    desk: Desk
    way: str = NUMBERS
    numbers: str = ""
    paste: str = ""
    status: str = ClassificationStatus.PROVISIONAL
    reason: str = ""
    reason_sv: str = ""
    follows: int = 0
    chosen: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, str] | None = None

    @classmethod
    def begin(cls, desk: Desk) -> "EnteredOrder":
        """The box holds the last running order: to go on from, and once the flag has fallen as the result."""
        goes_on = desk.session.state == Session.State.LIVE or not desk.number
        return cls(
            desk,
            numbers=desk.last_numbers if goes_on else "",
            status=desk.current.status if desk.current else ClassificationStatus.PROVISIONAL,
            follows=desk.number,
        )

    @classmethod
    def sent(cls, desk: Desk, data: Mapping[str, str]) -> "EnteredOrder":
        status, way = data.get("status", ""), data.get("way", "")
        chosen = {
            data.get(f"raw-{key.removeprefix('match-')}", ""): value
            for key, value in data.items()
            if key.startswith("match-") and value
        }
        index, _colon, car = data.get("choose", "").partition(":")
        if car:
            chosen[data.get(f"raw-{index}", "")] = car
        return cls(
            desk,
            way=way if way in WAYS else NUMBERS,
            numbers=plain(data.get("numbers", "")),
            paste=plain(data.get("paste", "")),
            status=status if status in ClassificationStatus else ClassificationStatus.PROVISIONAL,
            reason=plain(data.get("reason", "")).strip(),
            reason_sv=plain(data.get("reason_sv", "")).strip(),
            follows=whole(data.get("follows", "")),
            chosen=chosen,
            rows=data,
        )

    @property
    def status_label(self) -> str:
        return status_label(self.status)

    @cached_property
    def proposal(self) -> Proposal:
        if self.way == ROWS:
            return self._from_rows()
        if self.way == NUMBERS:
            return self._from_sheet(read_numbers(self.numbers))
        return self._from_sheet(self.pasted.sheet, self.pasted)

    @cached_property
    def pasted(self) -> PastedSheet:
        return read_paste(self.paste, self.rows or {}, is_race=self.desk.here.is_race)

    @property
    def is_wrong(self) -> bool:
        """Whether what was typed or pasted was read and cannot be published as it stands."""
        return self.rows is not None and self.proposal.is_refused

    @cached_property
    def cars(self) -> list[LineForm]:
        """Every car of the event with its line: as sent, else as previewed, else as it is published."""
        sent = self.way == ROWS and self.rows is not None
        lines = self.desk.lines if sent or self.rows is None else self.proposal.lines or self.desk.lines
        by_car = {line.event_entry: line for line in lines}
        order = {pk: index for index, pk in enumerate(by_car)}
        starters = sorted(self.desk.starters, key=lambda starter: order.get(starter.event_entry, LARGEST_SMALL))
        data = self.rows if sent else None
        return [LineForm(starter, by_car.get(starter.event_entry), data) for starter in starters]

    def faults(self) -> list[str]:
        """What is wrong besides the lines."""
        if self.desk.number and not self.reason:
            return [_("Say why it replaces classification %d: readers see the reason beside it.") % self.desk.number]
        if len(self.reason) > LONGEST_REASON:
            return [_("The reason is too long: at most %d letters.") % LONGEST_REASON]
        if len(self.reason_sv) > LONGEST["reason_sv"]:
            return [_("The reason in Swedish is too long: at most %d letters.") % LONGEST["reason_sv"]]
        if self.reason_sv and not self.reason:
            return [_("Write the reason in English, too: readers of the English pages see that one.")]
        return []

    def _from_sheet(self, sheet: Sheet, pasted: PastedSheet | None = None) -> Proposal:
        left = {raw for raw, car in self.chosen.items() if car == LEAVE_OUT}
        chosen = {raw: whole(car) for raw, car in self.chosen.items() if raw not in left}
        matches = matching.match([line for line in sheet.lines if line.raw not in left], self.desk.starters, chosen)
        lines = matching.lines_of(matches, self.desk.lines)
        return propose(self.desk, lines, matches, left_out=sheet.left_out, pasted=pasted)

    def _from_rows(self) -> Proposal:
        wrong = [car for car in self.cars if not car.is_valid()]
        entered = [car.line() for car in self.cars if car.is_valid() and car.has_entry()]
        proposal = propose(self.desk, sorted(entered, key=lambda line: line.position or LARGEST_SMALL))
        if wrong:
            proposal.refusals.append(_("Some rows need another look; what is wrong stands beside them."))
        return proposal


def propose(
    desk: Desk,
    lines: Sequence[Line],
    matches: Iterable[Match] = (),
    *,
    left_out: Sequence[LeftOut] = (),
    adjustments: tuple[Adjustment, ...] = (),
    known: Sequence[Line] = (),
    pasted: PastedSheet | None = None,
    counting: Counting | None = None,
) -> Proposal:
    """An order with what is wrong or unlikely in it. `matches`: the lines of a text, of which some are in doubt;
    `known`: an order whose warnings need no second look; `pasted`: the sheet that the lines were read from;
    `counting`: by what it would count, where that is not as now."""
    read = {remark.sentence for remark in _findings(desk, known) if not remark.refuses} if known else set()
    remarks: dict[int | None, list[checks.Remark]] = defaultdict(list)
    for finding in _findings(desk, lines):
        if finding.refuses or finding.sentence not in read:
            remarks[finding.line].append(finding)
    proposal = Proposal(
        desk,
        lines,
        [],
        [off_sentence(desk.session.state)] * (desk.session.state in OFF)
        + [remark.sentence for remark in remarks[None] if remark.refuses],
        [*(pasted.remarks if pasted else ()), *(remark.sentence for remark in remarks[None] if not remark.refuses)],
        left_out,
        adjustments,
        pasted,
        counting,
    )
    untaken = pasted.untaken if pasted else {}
    fastest = min((line.fastest_lap_ms for line in lines if line.fastest_lap_ms is not None), default=None)
    index = 0
    for number, match in enumerate(matches):
        row = match.line.row if pasted else 0
        if match.starter is None:
            proposal.preview_lines.append(
                PreviewLine(number, match.line.raw, "", None, "", match.doubt, match.choices, row=row)
            )
            continue
        said = (match.remark, *match.line.doubts, *untaken.get(match.line, ()))
        previewed = _preview_line(desk, number, lines[index], remarks[index], fastest, said)
        proposal.preview_lines.append(replace(previewed, raw=match.line.raw, row=row))
        index += 1
    if not proposal.preview_lines:
        proposal.preview_lines.extend(
            _preview_line(desk, index, line, remarks[index], fastest) for index, line in enumerate(lines)
        )
    return proposal


def _findings(desk: Desk, lines: Sequence[Line]) -> list[checks.Remark]:
    return checks.check(lines, desk.starters, is_race=desk.here.is_race, pole_ms=desk.pole_ms)


def _preview_line(
    desk: Desk,
    index: int,
    line: Line,
    findings: Sequence[checks.Remark],
    fastest_ms: int | None,
    said: Sequence[str] = (),
) -> PreviewLine:
    """`said`: what the text itself gives to doubt. The same contradiction is said once."""
    warnings = (*said, *(remark.sentence for remark in findings if not remark.refuses))
    lap = line.fastest_lap_ms
    return PreviewLine(
        index,
        "",
        where_text(line),
        desk.by_id.get(line.event_entry),
        time_or_gap_text(line),
        refusals=tuple(remark.sentence for remark in findings if remark.refuses),
        warnings=tuple(dict.fromkeys(filter(None, warnings))),
        lap="" if lap is None else time_text(lap),
        is_fastest=lap is not None and lap == fastest_ms,
    )


def whole(text: str) -> int:
    """A whole number that was sent, 0 for everything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def plain(text: str) -> str:
    """No database takes a NUL."""
    return text.replace("\0", "")
