"""How templates and style sheets are laid out, where `make format` does not say it."""

import re
from pathlib import Path

import pytest
from django.conf import settings

LONGEST = 120
SHEETS = sorted((settings.BASE_DIR / "static/css").rglob("*.css"))
# They hold no components.
UNLISTED = {"tokens", "base", "frame", "print", "forced-colours"}
LISTED = [sheet for sheet in SHEETS if sheet.parent.name == "css" and sheet.stem not in UNLISTED]
# A comment or a string holds what it likes.
NO_CODE = re.compile(r"/\*.*?\*/|\"[^\"\n]*\"", re.DOTALL)


def long_lines(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    name = path.relative_to(settings.BASE_DIR)
    return [f"{name}:{number}" for number, line in enumerate(lines, 1) if len(line) > LONGEST]


def test_no_line_of_a_template_is_too_long():
    """The formatter leaves sentences as long as they are: {% blocktranslate trimmed %} takes them on several lines."""
    templates = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
    assert templates
    assert [line for path in templates for line in long_lines(path)] == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_a_style_sheet_has_one_declaration_a_line(sheet):
    assert long_lines(sheet) == []
    # The lines of a comment stay, so that what is found has its number.
    code = NO_CODE.sub(lambda match: "\n" * match[0].count("\n"), sheet.read_text(encoding="utf-8"))
    assert "{" in code
    crowded = [
        f"{sheet.name}:{number}"
        for number, line in enumerate(code.splitlines(), 1)
        if len(re.findall("[{};]", line)) > 1 or re.search(r"[{};]\s*\S", line)
    ]
    assert crowded == []


@pytest.mark.parametrize("sheet", LISTED, ids=lambda sheet: sheet.stem)
def test_components_stand_in_the_order_of_the_list_at_the_head_of_their_sheet(sheet):
    head, _end, rest = sheet.read_text(encoding="utf-8").partition("*/")
    listed = re.findall(r"^   (\S+(?: \S+)*)  +\S", head, re.MULTILINE)
    assert listed
    # A block begins with its component's name, below an empty line or at the beginning of a layer.
    assert re.findall(r"(?:\n|\{)\n  /\* (.+) \*/\n", rest) == listed


def test_every_class_of_a_style_sheet_is_given_to_something():
    """By a template, a script or the code; of one that is put together, such as `points-bar__{tone}`, its beginning.

    The admin's sheets speak of Django's own classes.
    """
    apps = ("championship", "drivers", "news", "pictures", "web", "wtcr_site")
    folders = [(app, "*.py") for app in apps] + [("templates", "*.html"), ("static/js", "*.js")]
    written = "".join(
        path.read_text(encoding="utf-8")
        for folder, files in folders
        for path in sorted((settings.BASE_DIR / folder).rglob(files))
    )
    unused = []
    for sheet in (one for one in SHEETS if one.parent.name == "css"):
        selectors = re.sub(r"\{[^{}]*\}", "{}", NO_CODE.sub("", sheet.read_text(encoding="utf-8")))
        for name in sorted(set(re.findall(r"\.([a-z][a-z0-9_-]+)", selectors))):
            beginnings = [name[: mark.end()] for mark in re.finditer("__|--", name)]
            found = name in written or any(f"{beginning}{{" in written for beginning in beginnings)
            if not found:
                unused.append(f"{sheet.name}: .{name}")
    assert unused == []
