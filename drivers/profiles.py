"""Profiles that come with the site: what drivers' pages say in words, put where nothing stands yet.

A field that an editor has filled is never touched, nor is a career that has a line.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from drivers.models import CareerEntry, Driver


@dataclass(frozen=True, slots=True, kw_only=True)
class CareerSpan:
    first_year: int
    last_year: int
    series: str
    team: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A driver in words. `sibling` is a slug; `career_source` is where all lines of the career come from."""

    slug: str
    lead: str = ""
    lead_sv: str = ""
    firsts: tuple[str, ...] = ()
    firsts_sv: tuple[str, ...] = ()
    sibling: str = ""
    career_kept_to: int | None = None
    career: tuple[CareerSpan, ...] = ()
    career_source: str = ""


class ProfileProblems(ValueError):
    """Everything that is wrong with a file of profiles, a sentence each."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def read_profiles(path: Path) -> list[Profile]:
    """The profiles in the TOML file `path`. Raises ProfileProblems with everything that is wrong."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, IsADirectoryError):
        raise ProfileProblems([f"{path}: there is no such file."]) from None
    except UnicodeDecodeError:
        raise ProfileProblems([f"{path.name}: this is not UTF-8 text."]) from None
    except tomllib.TOMLDecodeError as error:
        raise ProfileProblems([f"{path.name}: this is not TOML: {error}."]) from None
    problems: list[str] = []
    profiles = []
    drivers = raw.pop("driver", [])
    problems += [f"{path.name}, {key}: this key is not known; write [[driver]]." for key in raw]
    for index, facts in enumerate(drivers, start=1):
        where = f"{path.name}, {facts.get('slug') or f'driver {index}'}"
        driver = _facts(facts, _DRIVER, ("slug",), where, problems)
        lines = []
        for turn, line in enumerate(driver.pop("career", ()), start=1):
            span = _facts(line, _LINE, ("first_year", "last_year", "series"), f"{where}, career {turn}", problems)
            if {"first_year", "last_year", "series"} <= span.keys():
                lines.append(CareerSpan(**span))
                if span["last_year"] < span["first_year"]:
                    problems.append(f"{where}, career {turn}: it ends before it begins.")
        seen = [(line.first_year, line.series) for line in lines]
        problems += [
            f"{where}, career: {year} {series} is there twice."
            for year, series in sorted(set(seen))
            if seen.count((year, series)) > 1
        ]
        if "slug" in driver:
            profiles.append(Profile(career=tuple(lines), **driver))
    slugs = [profile.slug for profile in profiles]
    problems += [
        f"{path.name}, {slug}: this driver is there twice." for slug in sorted(set(slugs)) if slugs.count(slug) > 1
    ]
    if problems:
        raise ProfileProblems(problems)
    return profiles


def load_profiles(path: Path, *, only: set[str] | None = None) -> int:
    """Fills blank fields and empty careers of the drivers that are there; returns the number of drivers it changed.

    `only` keeps to these drivers, by slug. One transaction. Raises ProfileProblems, with nothing written.
    """
    profiles = [profile for profile in read_profiles(path) if only is None or profile.slug in only]
    drivers = {driver.slug: driver for driver in Driver.objects.all()}
    with_career = set(CareerEntry.objects.values_list("driver", flat=True).distinct())
    problems = [
        f"{path.name}, {profile.slug}: there is no driver '{slug}'."
        for profile in profiles
        for slug in (profile.slug, profile.sibling)
        if slug and slug not in drivers
    ]
    if problems:
        raise ProfileProblems(problems)
    changed = 0
    with transaction.atomic():
        for profile in profiles:
            driver = drivers[profile.slug]
            blank = _blank_fields(driver, profile, drivers)
            for field, value in blank.items():
                setattr(driver, field, value)
            if blank:
                driver.save(update_fields=blank)
            career = [] if driver.pk in with_career else _career(driver, profile)
            CareerEntry.objects.bulk_create(career)
            changed += bool(blank or career)
    return changed


def _blank_fields(driver: Driver, profile: Profile, drivers: Mapping[str, Driver]) -> dict[str, Any]:
    fields = {
        "lead": profile.lead,
        "lead_sv": profile.lead_sv,
        "firsts": "\n".join(profile.firsts),
        "firsts_sv": "\n".join(profile.firsts_sv),
        "sibling_id": drivers[profile.sibling].pk if profile.sibling else None,
        "career_kept_to": profile.career_kept_to,
    }
    return {field: value for field, value in fields.items() if value and not getattr(driver, field)}


def _career(driver: Driver, profile: Profile) -> list[CareerEntry]:
    return [
        CareerEntry(
            driver=driver,
            first_year=line.first_year,
            last_year=line.last_year,
            series=line.series,
            team=line.team,
            detail=line.detail,
            source=profile.career_source,
        )
        for line in profile.career
    ]


_DRIVER: Mapping[str, type] = {
    "slug": str, "lead": str, "lead_sv": str, "firsts": list, "firsts_sv": list, "sibling": str,
    "career_kept_to": int, "career": list, "career_source": str,
}  # fmt: skip
_LINE: Mapping[str, type] = {"first_year": int, "last_year": int, "series": str, "team": str, "detail": str}
_EXPECTED = {str: "text", int: "a whole number", list: "a list"}


def _facts(
    raw: Any, known: Mapping[str, type], required: tuple[str, ...], where: str, problems: list[str]
) -> dict[str, Any]:
    if not isinstance(raw, dict):
        problems.append(f"{where}: this is no table of names and values.")
        return {}
    facts: dict[str, Any] = {}
    for key, value in raw.items():
        kind = known.get(key)
        if kind is None:
            problems.append(f"{where}, {key}: this key is not known; there are {', '.join(known)}.")
        elif not isinstance(value, kind) or isinstance(value, bool):
            problems.append(f"{where}, {key}: {value!r} is not {_EXPECTED[kind]}.")
        elif isinstance(value, list) and key != "career" and not all(isinstance(item, str) for item in value):
            problems.append(f"{where}, {key}: this is no list of texts.")
        else:
            facts[key] = tuple(value) if isinstance(value, list) else value
    problems += [f"{where}, {key}: this key is missing." for key in required if key not in raw or raw[key] == ""]
    return facts
