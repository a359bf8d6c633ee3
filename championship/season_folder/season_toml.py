"""season.toml: the season's scales, titles and their rules, read and written."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from championship.models import PointsScale, Season, Title
from championship.models.season import SessionKind
from championship.season_folder import cells
from championship.season_folder.problems import Problem, meant
from web.limits import FIRST_YEAR, LARGEST_SMALL, LAST_YEAR

FILE = "season.toml"
BONUSES = {"fastest-qualifier": "bonus_fastest_qualifier", "fastest-lap": "bonus_fastest_lap"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleRules:
    """One table of the season. `scale_by_kind` is None when the title has no scales of its own; `bonus` gives exact
    points by fastest-qualifier and fastest-lap."""

    slug: str
    name: str
    name_sv: str = ""
    other_names: tuple[str, ...] = ()
    other_names_sv: tuple[str, ...] = ()
    ranks: str
    entrants: str = ""
    places: str
    cars_per_session: int | None = None
    nominated: str = ""
    without_sessions: tuple[str, ...] = ()
    scale_by_kind: dict[str, str] | None = None
    scale_unknown: bool = False
    winner: str = ""
    minimum_entrants: int | None = None
    best_scores: int | None = None
    bonus: dict[str, Decimal] = field(default_factory=dict)
    fastest_lap_within: int | None = None
    eligible: str = ""
    eligible_sv: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The season's name and rules; `scales` gives the points of each scale from first place on."""

    year: int
    name: str
    short_name: str
    broadcaster: str = ""
    broadcaster_url: str = ""
    state: str = Season.State.OPEN
    scales: dict[str, tuple[Decimal, ...]] = field(default_factory=dict)
    titles: tuple[TitleRules, ...] = ()


def read_rules(path: Path, problems: list[Problem]) -> Rules | None:
    """The rules in `path`, or None; everything that is wrong is added to `problems`."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except FileNotFoundError:
        problems.append(Problem(FILE, "this file is missing."))
        return None
    except OSError as error:
        problems.append(Problem(FILE, f"this cannot be read: {error.strerror}."))
        return None
    except UnicodeDecodeError:
        problems.append(Problem(FILE, "this is not UTF-8 text."))
        return None
    except RecursionError:
        problems.append(Problem(FILE, "this is not TOML: lists are nested too deeply."))
        return None
    except ValueError as error:
        problems.append(Problem(FILE, f"this is not TOML: {error}."))
        return None
    return _TomlReader(problems).season(raw)


class _TomlReader:
    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        self.faulty = False

    def season(self, raw: dict[str, Any]) -> Rules | None:
        values = self._keys(raw, "", {
            "year": (self._whole(FIRST_YEAR, LAST_YEAR), True),
            "name": (_text(Season, "name"), True),
            "short_name": (_text(Season, "short_name"), True),
            "broadcaster": (_text(Season, "broadcaster"), False),
            "broadcaster_url": (_cell(cells.URL), False),
            "state": (_cell(cells.word(Season.State)), False),
            "scales": (_table, True),
            "titles": (_list_of_tables, True),
        })  # fmt: skip
        scales = {}
        for slug, points in values.pop("scales", {}).items():
            where = f"scales, {slug}"
            self._take(where, _cell(cells.SLUG), slug)
            scales[slug] = self._take(where, _scale, points)
        titles = []
        seen = set()
        for index, raw_title in enumerate(values.pop("titles", []), start=1):
            title = self._title(raw_title, index, scales)
            if title and title.slug in seen:
                self._say(f"title '{title.slug}', slug", "this title is there twice.")
            elif title:
                seen.add(title.slug)
                titles.append(title)
        return None if self.faulty else Rules(scales=scales, titles=tuple(titles), **values)

    def _title(self, raw: dict[str, Any], index: int, scales: dict[str, Any]) -> TitleRules | None:
        slug = raw.get("slug")
        where = f"title '{slug}', " if isinstance(slug, str) and slug else f"title {index}, "
        before = len(self.problems)
        values = self._keys(raw, where, {
            "slug": (_cell(cells.SLUG), True),
            "name": (_text(Title, "name"), True),
            "name_sv": (_text(Title, "name_sv"), False),
            "other_names": (_list_of_texts, False),
            "other_names_sv": (_list_of_texts, False),
            "ranks": (_cell(cells.word(Title.Ranks)), True),
            "entrants": (_cell(cells.SLUG), False),
            "places": (_cell(cells.word(Title.Places)), True),
            "cars_per_session": (self._whole(1, LARGEST_SMALL), False),
            "nominated": (_cell(cells.word(Title.Nominated)), False),
            "without_sessions": (_list_of_texts, False),
            "scale_by_kind": (_table, False),
            "scale_unknown": (_flag, False),
            "winner": (_cell(cells.SLUG), False),
            "minimum_entrants": (self._whole(1, LARGEST_SMALL), False),
            "best_scores": (self._whole(1, LARGEST_SMALL), False),
            "bonus": (_table, False),
            "fastest_lap_within": (self._whole(1, LARGEST_SMALL), False),
            "eligible": (_text(Title, "eligible"), False),
            "eligible_sv": (_text(Title, "eligible_sv"), False),
        })  # fmt: skip
        for kind, scale in values.get("scale_by_kind", {}).items():
            at = f"{where}scale_by_kind, {kind}"
            if kind not in SessionKind.values:
                self._say(
                    at, f"'{kind}' is not one of {', '.join(SessionKind.values)}.{meant(kind, SessionKind.values)}"
                )
            if not isinstance(scale, str) or scale not in scales:
                self._say(at, f"there is no scale '{scale}'.{meant(str(scale), scales)}")
        for name, points in values.get("bonus", {}).items():
            at = f"{where}bonus, {name}"
            if name not in BONUSES:
                self._say(at, f"'{name}' is not one of {', '.join(BONUSES)}.{meant(name, BONUSES)}")
            values["bonus"][name] = self._take(at, _bonus, points)
        for code in values.get("without_sessions", ()):
            self._take(f"{where}without_sessions", _cell(cells.SESSION_CODE), code)
        for key in ("other_names", "other_names_sv"):
            if any(";" in name for name in values.get(key, ())):
                self._say(f"{where}{key}", "a name cannot have a ; in it.")
        for key, separator in (("other_names", "; "), ("other_names_sv", "; "), ("without_sessions", " ")):
            longest = cells.longest_of(Title, key)
            if len(separator.join(values.get(key, ()))) > longest:
                self._say(f"{where}{key}", f"together they are too long; {longest} characters are the most.")
        if values.get("fastest_lap_within") and "fastest-lap" not in values.get("bonus", {}):
            self._say(f"{where}fastest_lap_within", "only a title with a bonus for the fastest lap has it.")
        if values.get("cars_per_session") and values.get("ranks") == Title.Ranks.DRIVERS:
            self._say(f"{where}cars_per_session", "only a title that ranks teams has it.")
        if values.get("scale_unknown") and (values.get("bonus") or values.get("scale_by_kind")):
            self._say(f"{where}scale_unknown", "a title whose scale is not known has no bonus and no scale of its own.")
        if values.get("winner") and not values.get("scale_unknown"):
            self._say(f"{where}winner", "only a title with scale_unknown = true names its winner.")
        if values.get("nominated") and values.get("ranks") == Title.Ranks.DRIVERS:
            self._say(f"{where}nominated", "only a title that ranks teams has it.")
        return None if len(self.problems) > before else TitleRules(**values)

    def _keys(
        self, raw: dict[str, Any], where: str, known: dict[str, tuple[Callable[[Any], Any], bool]]
    ) -> dict[str, Any]:
        for key in raw:
            if key not in known:
                self._say(where + key, f"this key is not known; there are {', '.join(known)}.{meant(key, known)}")
        values = {}
        for key, (read, required) in known.items():
            if key in raw:
                value = self._take(where + key, read, raw[key])
                if value == "" and required:
                    self._say(where + key, "this must not be empty.")
                elif value is not None:
                    values[key] = value
            elif required:
                self._say(where + key, "this key is missing.")
        return values

    def _take(self, where: str, read: Callable[[Any], Any], value: Any) -> Any:
        try:
            return read(value)
        except ValueError as error:
            self._say(where, str(error))
            return None

    def _say(self, where: str, text: str) -> None:
        self.faulty = True
        self.problems.append(Problem(FILE, text, column=where))

    @staticmethod
    def _whole(lowest: int, highest: int) -> Callable[[Any], int]:
        def read(value: Any) -> int:
            if not isinstance(value, int) or isinstance(value, bool):
                raise ValueError(f"{_shown(value)} is not a whole number.")
            if not lowest <= value <= highest:
                raise ValueError(f"{value} is not between {lowest} and {highest}.")
            return value

        return read


def _cell(kind: cells.Kind) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if not isinstance(value, str):
            raise ValueError(f"{_shown(value)} is not text; put it in quotes.")
        return kind.read(value) if value else kind.blank

    return read


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{_shown(value)} is neither true nor false.")
    return value


def _text(model: type, name: str) -> Callable[[Any], str]:
    return _cell(cells.text_of(model, name))


def _table(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{_shown(value)} is not a table of names and values.")
    return dict(value)


def _list_of_tables(value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise ValueError("this is not a list of tables; write each under [[titles]].")
    if not value:
        raise ValueError("a season needs at least one title.")
    return value


def _list_of_texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise ValueError(f'{_shown(value)} is not a list of texts, such as ["Q3"].')
    return tuple(value)


def _scale(value: Any) -> tuple[Decimal, ...]:
    if not isinstance(value, list) or not value:
        raise ValueError("a scale is a list of points from first place on, such as [25, 20, 16].")
    points = tuple(cells.fitting(_points(item), 6, 2) for item in value)
    if len(_written(points)) > cells.longest_of(PointsScale, "points"):
        raise ValueError("this scale is too long.")
    return points


def _bonus(value: Any) -> Decimal:
    return cells.fitting(_points(value), 6, 2)


def _points(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not Decimal(value).is_finite() or value < 0:
        raise ValueError(f"{_shown(value)} is not a number of points.")
    return Decimal(value)


def _shown(value: Any) -> str:
    return f"'{value}'" if isinstance(value, str | Decimal) else str(value)


def _written(points: tuple[Decimal, ...]) -> str:
    return " ".join(cells.plain(value) for value in points)


def points_text(points: tuple[Decimal, ...]) -> str:
    """A scale as the database keeps it: 25 20 12.5."""
    return _written(points)


def write_rules(rules: Rules) -> str:
    """season.toml; parsed again it is equal to what was read."""
    lines = [f"year = {rules.year}", f"name = {_quoted(rules.name)}", f"short_name = {_quoted(rules.short_name)}"]
    lines += [
        f"{key} = {_quoted(value)}"
        for key, value in (("broadcaster", rules.broadcaster), ("broadcaster_url", rules.broadcaster_url))
        if value
    ]
    if rules.state != Season.State.OPEN:
        lines.append(f"state = {_quoted(rules.state)}")
    lines += ["", "[scales]"]
    lines += [f"{slug} = [{', '.join(cells.plain(value) for value in scale)}]" for slug, scale in rules.scales.items()]
    for title in rules.titles:
        lines += ["", "[[titles]]", *_title_lines(title)]
    return "\n".join(lines) + "\n"


def _title_lines(title: TitleRules) -> list[str]:
    lines = [f"slug = {_quoted(title.slug)}", f"name = {_quoted(title.name)}"]
    if title.name_sv:
        lines.append(f"name_sv = {_quoted(title.name_sv)}")
    for key in ("other_names", "other_names_sv"):
        if getattr(title, key):
            lines.append(f"{key} = [{', '.join(map(_quoted, getattr(title, key)))}]")
    lines.append(f"ranks = {_quoted(title.ranks)}")
    if title.entrants:
        lines.append(f"entrants = {_quoted(title.entrants)}")
    lines.append(f"places = {_quoted(title.places)}")
    if title.cars_per_session is not None:
        lines.append(f"cars_per_session = {title.cars_per_session}")
    if title.nominated:
        lines.append(f"nominated = {_quoted(title.nominated)}")
    if title.without_sessions:
        lines.append(f"without_sessions = [{', '.join(map(_quoted, title.without_sessions))}]")
    if title.scale_by_kind is not None:
        pairs = ", ".join(f"{kind} = {_quoted(scale)}" for kind, scale in title.scale_by_kind.items())
        lines.append(f"scale_by_kind = {{ {pairs} }}")
    if title.scale_unknown:
        lines.append("scale_unknown = true")
    if title.winner:
        lines.append(f"winner = {_quoted(title.winner)}")
    for key in ("minimum_entrants", "best_scores"):
        if getattr(title, key) is not None:
            lines.append(f"{key} = {getattr(title, key)}")
    if title.bonus:
        pairs = ", ".join(f"{name} = {cells.plain(points)}" for name, points in title.bonus.items())
        lines.append(f"bonus = {{ {pairs} }}")
    if title.fastest_lap_within is not None:
        lines.append(f"fastest_lap_within = {title.fastest_lap_within}")
    for key in ("eligible", "eligible_sv"):
        if getattr(title, key):
            lines.append(f"{key} = {_quoted(getattr(title, key))}")
    return lines


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    # TOML allows no control character in a string; text from a form can hold a tab or a line end.
    return (
        '"' + "".join(f"\\u{ord(sign):04x}" if ord(sign) < 32 or ord(sign) == 127 else sign for sign in escaped) + '"'
    )
