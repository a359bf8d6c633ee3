"""What teams and circuits were called and looked like in the season: their rows, and the outlines' files."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from championship.models import Circuit, CircuitLayout, Season, TeamName
from championship.outlines import outline_problem, problem_at_its_circuit
from championship.season_folder.changes import Changes
from championship.season_folder.problems import Problem
from championship.season_folder.rows import ReadRow, SeasonFolder
from drivers.models import Team

FOLDER = "outlines"


def load_names(
    folder: SeasonFolder, season: Season, teams: Mapping[str, Team], circuits: Mapping[str, Circuit], changes: Changes
) -> None:
    names = {
        (row.team, row.since): {
            "season_id": season.pk,
            "team_id": teams[row.team].pk,
            **{key: getattr(row, key) for key in ("since", "name", "short_name", "colour")},
            "order": order,
        }
        for order, row in enumerate(folder.team_names, start=1)
    }
    there = TeamName.objects.filter(season=season).select_related("team")
    changes.rows(
        TeamName, {(row.team.slug, row.since): row for row in there}, names,
        lambda key: f"The name of the team {_since(key)}", leaf=True,
    )  # fmt: skip
    layouts = {
        (row.circuit, row.since): {
            "season_id": season.pk,
            "circuit_id": circuits[row.circuit].pk,
            **{key: getattr(row, key) for key in ("since", "name", "length_m", "direction", "credit")},
            "outline": folder.outlines[row.outline] if row.outline else "",
            "order": order,
        }
        for order, row in enumerate(folder.circuit_layouts, start=1)
    }
    laid_out = CircuitLayout.objects.filter(season=season).select_related("circuit")
    changes.rows(
        CircuitLayout, {(row.circuit.slug, row.since): row for row in laid_out}, layouts,
        lambda key: f"The layout of the circuit {_since(key)}", leaf=True,
    )  # fmt: skip


def _since(key: tuple[str, Any]) -> str:
    slug, since = key
    return f"{slug} since {since}" if since else slug


def read_outlines(
    path: Path, layouts: list[ReadRow], circuits: list[ReadRow], problems: list[Problem]
) -> dict[str, str]:
    """The outlines that the rows of circuit_layouts.csv name, by the names of their files."""
    outlines: dict[str, str] = {}
    places = {row["slug"]: (row["latitude"], row["longitude"]) for row in circuits}
    for row in layouts:
        file = row["outline"]
        if not file:
            continue
        if file in outlines:
            problems.append(Problem("circuit_layouts.csv", f"{file} is already named.", row.line, "outline"))
            continue
        try:
            outlines[file] = (path / FOLDER / file).read_bytes().decode("utf-8")
            problem = outline_problem(outlines[file])
            if not problem:
                place = (None if one is None else float(one) for one in places.get(row["circuit"], (None, None)))
                problem = problem_at_its_circuit(outlines[file], row["credit"] or "", *place)
        except FileNotFoundError:
            problem = "this file is missing."
        except OSError as error:
            problem = f"this cannot be read: {error.strerror}."
        except UnicodeDecodeError:
            problem = "this is not UTF-8 text."
        if problem:
            problems.append(Problem(f"{FOLDER}/{file}", problem))
    problems += [
        Problem(f"{FOLDER}/{file.name}", "circuit_layouts.csv names no such outline.")
        for file in _files(path)
        if file.name not in {row["outline"] for row in layouts}
    ]
    return outlines


def write_outlines(path: Path, outlines: Mapping[str, str]) -> None:
    """Those of an older dump go: they would be read as part of this one."""
    for file in _files(path):
        if file.name not in outlines:
            file.unlink()
    if outlines:
        (path / FOLDER).mkdir(exist_ok=True)
    for name, outline in outlines.items():
        (path / FOLDER / name).write_bytes(outline.encode())


def _files(path: Path) -> Iterator[Path]:
    return iter(sorted((path / FOLDER).glob("*.geojson")))
