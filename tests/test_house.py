"""A house to live in: a name stands for one thing, a room holds a dozen modules, a file can be read in one go."""

import ast
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from django.conf import settings

HOUSE = Path(settings.BASE_DIR)
ROOMS = ("web", "pictures", "drivers", "championship", "news", "wtcr_site")
MOST_MODULES = 12
MOST_LINES = 500
# What the scorer takes is named like the rows that it is of, and always written scoring.Season.
SCORERS_OWN = {"Season", "Session", "Entry", "Title", "Adjustment"}
# Each command's class has to be named so.
SAME_EVERYWHERE = {"Command"}
# Each of them has meant several things, or nothing that could be guessed.
WORN_OUT = {"told", "frame", "telling", "hearing", "ground", "face"}


def modules() -> dict[str, ast.Module]:
    """The product's modules by their paths, without migrations."""
    paths = [path for room in ROOMS for path in HOUSE.joinpath(room).rglob("*.py") if "migrations" not in path.parts]
    return {path.relative_to(HOUSE).as_posix(): ast.parse(path.read_text()) for path in paths}


def doubles(modules: dict[str, ast.Module]) -> dict[str, list[str]]:
    """The names, a leading underscore aside, that stand for several classes, each with the modules that define one."""
    defined = defaultdict(list)
    for path, module in modules.items():
        for node in module.body:
            if isinstance(node, ast.ClassDef):
                defined[node.name.lstrip("_")].append(path)
    return {
        name: paths
        for name, paths in defined.items()
        if len(paths) > 1 and name not in SAME_EVERYWHERE and not _is_the_scorers_own(name, paths)
    }


def _is_the_scorers_own(name: str, paths: list[str]) -> bool:
    rooms = [path.rpartition("/")[0] for path in paths]
    return name in SCORERS_OWN and sorted(rooms) == ["championship/models", "championship/scoring"]


def worn_out_names(modules: dict[str, ast.Module]) -> list[str]:
    """The definitions, and the modules, of whose name one of WORN_OUT is a word."""
    names = [(path, Path(path).stem) for path in modules]
    for path, module in modules.items():
        definitions = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
        names += [(path, node.name) for node in ast.walk(module) if isinstance(node, definitions)]
    return [f"{path}: {name}" for path, name in names if WORN_OUT & words_of(name)]


def words_of(name: str) -> set[str]:
    """Of a name in either spelling: is_told and ToldLine hold told."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)}


def test_no_two_classes_have_one_name():
    assert len(modules()) > 200
    assert doubles(modules()) == {}


def test_no_name_comes_back_that_was_worn_out():
    assert worn_out_names(modules()) == []


def test_no_room_holds_more_than_a_dozen_modules():
    by_room = Counter(path.rpartition("/")[0] for path in modules() if not path.endswith("__init__.py"))
    assert len(by_room) > 20
    assert {room: count for room, count in by_room.items() if count > MOST_MODULES} == {}


def test_no_file_is_longer_than_can_be_read_in_one_go():
    paths = [*(HOUSE / path for path in modules()), *HOUSE.joinpath("tests").rglob("*.py")]
    paths += [*HOUSE.joinpath("templates").rglob("*.html"), *HOUSE.joinpath("static", "js").glob("*.js")]
    paths += HOUSE.joinpath("static", "css").rglob("*.css")
    lines = {path.relative_to(HOUSE).as_posix(): len(path.read_text().splitlines()) for path in paths}
    assert {path: count for path, count in lines.items() if count > MOST_LINES} == {}


@pytest.mark.parametrize(
    ("name", "first", "second", "is_double"),
    [
        ("Line", "news/cards.py", "web/rows.py", True),
        ("_Line", "news/cards.py", "web/rows.py", True),
        ("Title", "news/cards.py", "championship/models/season.py", True),
        ("Title", "championship/scoring/inputs.py", "championship/models/season.py", False),
        ("Command", "news/management/commands/load.py", "news/management/commands/dump.py", False),
    ],
)
def test_two_classes_of_one_name_are_found(name, first, second, is_double):
    modules = {
        first: ast.parse(f"class {name}: pass"),
        second: ast.parse(f"class {name.lstrip('_')}:\n class Meta: pass"),
    }
    assert list(doubles(modules)) == ([name.lstrip("_")] if is_double else [])


@pytest.mark.parametrize(
    ("path", "text", "names"),
    [
        ("news/cards.py", "def is_told(): pass", ["is_told"]),
        ("news/cards.py", "class FightTelling:\n def _face(self): pass", ["FightTelling", "_face"]),
        ("news/frame.py", "", ["frame"]),
        ("news/cards.py", "def surface(background): pass", []),
    ],
)
def test_a_worn_out_name_is_found(path, text, names):
    assert worn_out_names({path: ast.parse(text)}) == [f"{path}: {name}" for name in names]
