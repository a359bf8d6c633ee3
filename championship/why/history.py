"""All that was published of a session: each classification, whose place it changed, and where it is written."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from championship import scoring
from championship.formats import SHORT_STATUS, number_word
from championship.models import Result
from championship.season.parts import ClassificationView, DriverView, ResultView, SessionView
from championship.season.reading import points_of_scale, scored_line
from championship.season.view import SeasonView
from web.addresses.paths import is_nameless
from web.catalogue import said

ADDRESS = re.compile(r"(https?://[^\s…]+)(?:\s+(.*))?$", re.DOTALL)


class PublishedLine(NamedTuple):
    """One line of one classification, with what it rests on."""

    driver: DriverView
    position: int | None
    status: str
    fastest_lap_ms: int | None
    holds_fastest_lap: bool
    one_of: str
    points: Decimal | None
    note: str = ""
    basis: str = ""
    source: str = ""

    @property
    def place(self) -> str:
        if self.position is not None:
            return str(self.position)
        return self.one_of.replace(" ", "/") or SHORT_STATUS[self.status]


@dataclass(frozen=True, slots=True)
class PlaceChange:
    """A driver whose place changed from one classification to the next; `points` is what that changed in the drivers'
    title."""

    name: str
    before: str
    after: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class Version:
    """One classification; `place_changes` against the classification before, best place first. `published_at` is at
    the circuit, and `recorded_at` the moment at which the site came to know it."""

    number: int
    status: str
    recorded_at: datetime
    published_at: datetime | None
    published_by: str
    reason: str
    lines: list[PublishedLine]
    place_changes: list[PlaceChange]
    # By what it counts (rules.Counting); the scale by its name and as the scorer takes it.
    scale_name: str
    scale: tuple[Decimal, ...]
    points_factor: Decimal
    laps_counted: int | None
    reason_sv: str = ""

    @property
    def why(self) -> SafeString:
        """The reason in the reader's language, as HTML and without its full stop."""
        return said(self.reason, swedish=self.reason_sv)

    @property
    def is_worked_out(self) -> bool:
        """Whether nothing in it was published as such: every line follows from penalties."""
        return all(line.basis == Result.Basis.DERIVED for line in self.lines)


class Source(NamedTuple):
    """Where a result is written: `address` only where a link may lead there, `remark` what is said of what is there.

    is_source: false for a line that says how the result was come by and no place where it is written.
    """

    address: str
    text: str
    remark: str = ""
    is_source: bool = True

    @property
    def written(self) -> str:
        """As a file has it."""
        return self.address or self.text

    @property
    def host(self) -> str:
        """The name of the site that it is on, for a line with little room."""
        return self.address.partition("://")[2].partition("/")[0].removeprefix("www.")


def read_history(season: SeasonView, session: SessionView) -> list[Version]:
    """Every classification of a session, the first one first. One query."""
    return read_histories(season, [session]).get(session.id, [])


def read_histories(season: SeasonView, sessions: Iterable[SessionView]) -> dict[int, list[Version]]:
    """The same of several sessions, by their ids. One query."""
    by_id = {session.id: session for session in sessions}
    rows = (
        Result.objects.filter(classification__session__in=by_id)
        .order_by("classification__session", "classification__number", "order", "pk")
        .values_list(
            "classification__session_id",
            "classification__number",
            "classification__status",
            "classification__recorded_at",
            "classification__published_at",
            "classification__published_by",
            "classification__reason",
            "classification__scale__slug",
            "classification__scale__points",
            "classification__points_factor",
            "classification__laps_counted",
            "classification__reason_sv",
            "event_entry__driver__slug",
            "position",
            "status",
            "fastest_lap_ms",
            "holds_fastest_lap",
            "one_of",
            "points",
            "note",
            "basis",
            "source",
        )
    )
    versions: dict[tuple[int, int], Version] = {}
    for (
        pk, number, status, recorded_at, published_at, published_by, reason, slug, scale, factor, laps, swedish,
        driver, position, line_status, fastest_lap_ms, holds_fastest_lap, one_of, points, note, basis, source,
    ) in rows:  # fmt: skip
        if (pk, number) not in versions:
            local = published_at and published_at.astimezone(ZoneInfo(by_id[pk].event.circuit.timezone))
            counted = slug or "", points_of_scale(scale or ""), factor, laps, swedish
            versions[pk, number] = Version(number, status, recorded_at, local, published_by, reason, [], [], *counted)
        versions[pk, number].lines.append(
            PublishedLine(
                season.drivers[driver],
                position,
                line_status,
                fastest_lap_ms,
                holds_fastest_lap,
                one_of,
                points,
                note,
                basis,
                source,
            )
        )
    histories: dict[int, list[Version]] = defaultdict(list)
    for (pk, _number), version in versions.items():
        earlier = histories[pk]
        changes = place_changes(season, by_id[pk], earlier[-1], version) if earlier else []
        earlier.append(replace(version, place_changes=changes))
    return histories


def place_changes(
    season: SeasonView,
    session: SessionView,
    before: Version | ClassificationView,
    after: Version | ClassificationView,
) -> list[PlaceChange]:
    """Whose place in a session is another in the order `after`, best new place first; the points are by what each of
    the two counts."""
    points_before, points_after = (_points(season, session, published) for published in (before, after))
    places = {line.driver.slug: line.place for line in before.lines}
    lines: Sequence[PublishedLine | ResultView] = after.lines
    changes = []
    for line in sorted(lines, key=lambda line: (line.position is None, line.position or 0)):
        slug = line.driver.slug
        place = places.pop(slug, "–")
        if place != line.place:
            changes.append(
                PlaceChange(season.surnames[slug], place, line.place, points_after[slug] - points_before[slug])
            )
    left_out = [PlaceChange(season.surnames[slug], place, "–", -points_before[slug]) for slug, place in places.items()]
    return changes + left_out


def _points(season: SeasonView, session: SessionView, published: Version | ClassificationView) -> dict[str, Decimal]:
    """What an order gives, or gave, in the drivers' title."""
    points: dict[str, Decimal] = defaultdict(Decimal)
    title = season.drivers_title
    if title is None:
        return points
    event = session.event.slug
    entries = {entry.driver: entry for entry in season.inputs.entries if event in entry.events}
    lines = tuple(scored_line(entries[line.driver.slug], line) for line in published.lines)
    # The event alone is enough: what a session gives rests on nothing outside it.
    weekend = [scored for scored in season.inputs.sessions if scored.event == event]
    index = next(index for index, scored in enumerate(weekend) if scored.key == session.key)
    weekend[index] = replace(weekend[index], lines=lines, scale=published.scale, factor=published.points_factor)
    weekend_alone = scoring.Season((title.rules,), tuple(weekend), season.inputs.entries)
    for award in scoring.score(weekend_alone)[title.slug].awards[index]:
        points[award.competitor] += award.points
    return points


def basis_sentence(lines: Iterable[PublishedLine]) -> str:
    """ "12 results are given by two sources; five are given by one source." Empty where nothing is said."""
    counts = Counter(line.basis for line in lines if line.basis)
    if not counts:
        return ""
    parts: list[str] = []
    for basis, count in ((basis, counts[basis]) for basis in Result.Basis if counts[basis]):
        words = {"count": number_word(count), "results": ngettext("result", "results", count) if not parts else ""}
        parts.append(
            {
                Result.Basis.TWO_SOURCES: ngettext(
                    "%(count)s %(results)s is given by two sources",
                    "%(count)s %(results)s are given by two sources",
                    count,
                ),
                Result.Basis.ONE_SOURCE: ngettext(
                    "%(count)s %(results)s is given by one source",
                    "%(count)s %(results)s are given by one source",
                    count,
                ),
                Result.Basis.DERIVED: ngettext(
                    "%(count)s %(results)s is worked out", "%(count)s %(results)s are worked out", count
                ),
                Result.Basis.DOUBTFUL: ngettext(
                    "%(count)s %(results)s is doubtful", "%(count)s %(results)s are doubtful", count
                ),
                Result.Basis.NOT_ON_RECORD: ngettext(
                    "%(count)s %(results)s is not on record", "%(count)s %(results)s are not on record", count
                ),
            }[basis]
            % words
        )
    sentence = " ".join("; ".join(parts).split())
    return f"{sentence[:1].upper()}{sentence[1:]}."


def sources(texts: Iterable[str]) -> list[Source]:
    """Where results are written, each source once, from texts with " ; " between several."""
    distinct = dict.fromkeys(source.strip() for text in texts for source in text.split(" ; ") if source.strip())
    return [_source(text) for text in distinct]


def _source(text: str) -> Source:
    """Text where no link may lead: a shortened address (with …), and a machine without a name, of whose page it is
    said what it is a copy of."""
    match = ADDRESS.match(text)
    if match is None:
        return Source("", text, is_source="://" in text)
    address, remark = match.groups()
    shown = re.sub(r"^https?://(www\.)?", "", address).rstrip("/")
    if is_nameless(address):
        return Source("", remark or shown)
    return Source(address, shown, remark or "")
