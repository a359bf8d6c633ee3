"""Stories that come with the site: Markdown files with their facts in front, made into articles once.

A file NN-slug.md begins with TOML between two lines of +++; NN is the order of reading. An article that is there
belongs to the editors and is never touched.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Model

from championship.models import Event, Season, Title
from drivers.models import Driver, Team
from news.models import Article
from web.limits import longest_text

# The hour, in UTC, at which a story counts as published on its day.
HOUR = time(9)
_FORM = re.compile(r"\+\+\+\n(?P<facts>.*?)\n\+\+\+\n(?P<body>.*)", re.DOTALL)
_NAME = re.compile(r"(?P<order>[0-9]{1,4})-[-a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A story as its file has it. The lists hold slugs; `title_table` is the title whose table stands beside it."""

    file: str
    order: int
    title: str
    slug: str
    standfirst: str
    day: date
    body: str
    kicker: str = ""
    drivers: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    title_table: str = ""
    sources: tuple[str, ...] = ()


class StoryProblems(ValueError):
    """Files that are no stories, or that name what is not there; one sentence each, by file."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def read_stories(path: Path) -> list[Story]:
    """The stories in the folder `path`, by name of file. Raises StoryProblems with everything that is wrong."""
    problems: list[str] = []
    if not path.is_dir():
        raise StoryProblems([f"{path}: there is no such folder."])
    stories = [story for file in sorted(path.glob("*.md")) if (story := _read(file, problems))]
    seen: dict[str, str] = {}
    for story in stories:
        first = seen.setdefault(story.slug, story.file)
        if first != story.file:
            problems.append(f"{story.file}, slug: {first} has '{story.slug}' already.")
    if problems:
        raise StoryProblems(problems)
    return stories


def load_stories(path: Path) -> int:
    """Makes the articles of the season `path`.name that are absent; returns how many.

    One transaction. Raises StoryProblems, with nothing written.
    """
    stories = read_stories(path)
    season = Season.objects.filter(year=path.name).first() if re.fullmatch(r"[0-9]{4}", path.name) else None
    if season is None:
        raise StoryProblems([f"{path}: the folder is named after its season, and there is no season '{path.name}'."])
    present = set(season.articles.values_list("slug", flat=True))
    absent = [story for story in stories if story.slug not in present]
    if not absent:
        return 0
    titles = {title.slug: title for title in Title.objects.filter(season=season)}
    known: dict[str, Mapping[str, Model]] = {
        "drivers": {driver.slug: driver for driver in Driver.objects.all()},
        "teams": {team.slug: team for team in Team.objects.all()},
        "events": {event.slug: event for event in Event.objects.filter(season=season)},
        "title_table": titles,
    }
    problems = [problem for story in absent for problem in _unknown(story, known)]
    if problems:
        raise StoryProblems(problems)
    with transaction.atomic():
        for story in absent:
            _make(season, story, known, titles.get(story.title_table))
    return len(absent)


def _read(file: Path, problems: list[str]) -> Story | None:
    def say(text: str) -> None:
        problems.append(f"{file.name}{text}")

    name = _NAME.fullmatch(file.stem)
    if not name:
        say(": a story's file is named NN-slug.md, such as 01-two-step-up.md.")
        return None
    try:
        parts = _FORM.fullmatch(file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError:
        say(": this is not UTF-8 text.")
        return None
    if not parts:
        say(": a story begins with its facts between two lines of +++.")
        return None
    try:
        facts = tomllib.loads(parts["facts"])
    except tomllib.TOMLDecodeError as error:
        say(f": the facts are not TOML: {error}.")
        return None
    before = len(problems)
    body = parts["body"].strip()
    if not body:
        say(": there is no text.")
    known: dict[str, Any] = {}
    for key, value in facts.items():
        kind = _KEYS.get(key)
        if kind is None:
            say(f", {key}: this key is not known; there are {', '.join(_KEYS)}.")
        elif not _is(kind, value):
            say(f", {key}: {value!r} is not {_EXPECTED[kind]}.")
        else:
            known[key] = tuple(value) if kind is list else value
    for key in _LIMITED:
        longest = longest_text(Article, key)
        if len(known.get(key, "")) > longest:
            say(f", {key}: this has {len(known[key])} characters; {longest} is the most.")
    for key in _REQUIRED:
        if not facts.get(key):
            say(f", {key}: this key is missing or empty.")
    if known.get("slug") and not re.fullmatch(r"[-a-zA-Z0-9_]+", known["slug"]):
        say(f", slug: '{known['slug']}' cannot stand in an address.")
    return None if len(problems) > before else Story(file=file.name, order=int(name["order"]), body=body, **known)


_KEYS: Mapping[str, type] = {
    "title": str, "slug": str, "kicker": str, "standfirst": str, "day": date, "drivers": list, "teams": list,
    "events": list, "title_table": str, "sources": list,
}  # fmt: skip
_REQUIRED = ("title", "slug", "standfirst", "day")
_LIMITED = ("title", "slug", "kicker", "standfirst")
_EXPECTED = {str: "text", date: "a date; write it as 2021-06-05 without quotes", list: "a list of texts"}


def _is(kind: type, value: Any) -> bool:
    if kind is list:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    # A moment is a date to Python, and no day.
    return isinstance(value, kind) and not isinstance(value, datetime)


def _unknown(story: Story, known: Mapping[str, Mapping[str, Model]]) -> list[str]:
    return [
        f"{story.file}, {key}: there is no '{slug}'."
        for key, there in known.items()
        for slug in ((getattr(story, key),) if key == "title_table" else getattr(story, key))
        if slug and slug not in there
    ]


def _make(season: Season, story: Story, known: Mapping[str, Mapping[str, Model]], table: Title | None) -> None:
    article = Article.objects.create(
        season=season,
        slug=story.slug,
        title=story.title,
        kicker=story.kicker,
        standfirst=story.standfirst,
        body=story.body,
        day=story.day,
        written_later=True,
        publish_at=datetime.combine(story.day, HOUR, UTC),
        table=table,
        sources="\n".join(story.sources),
        order=story.order,
    )
    for key in ("drivers", "teams", "events"):
        getattr(article, key).set(known[key][slug] for slug in getattr(story, key))
