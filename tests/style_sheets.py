"""Which style sheets a page links, and which of them have something to say about what stands on it."""

import re
from functools import cache
from pathlib import Path

from django.conf import settings

FOLDER = Path(settings.BASE_DIR) / "static/css"
# In force on paper and in the system's own colours alone, and linked by every page.
APART = {"print", "forced-colours"}
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# What else an element may be or must not be.
CHOICES = re.compile(r":(?:is|not|where)\([^()]*\)")


@cache
def selectors() -> dict[str, set[frozenset[str]]]:
    """Of each sheet by its name: the classes and ids of every selector, all of which stand where it says something."""
    return {
        sheet.stem: set(_selectors_of(sheet.read_text(encoding="utf-8")))
        for sheet in FOLDER.glob("*.css")
        if sheet.stem not in APART
    }


def _selectors_of(sheet: str) -> list[frozenset[str]]:
    heads = re.findall(r"[^{};]+(?=\{)", COMMENT.sub("", sheet))
    rules = [CHOICES.sub("", head) for head in heads if not head.strip().startswith("@")]
    found = [frozenset(re.findall(r"[.#][a-z][\w-]*", one)) for rule in rules for one in rule.split(",")]
    return [names for names in found if names]


def linked(page: str) -> set[str]:
    return set(re.findall(r'href="/static/css/([a-z-]+)(?:\.\w+)?\.css"', page))


def needed(page: str) -> set[str]:
    """By a page, or by a piece of one."""
    there = {f".{name}" for classes in re.findall(r'class="([^"]*)"', page) for name in classes.split()}
    there |= {f"#{name}" for name in re.findall(r'id="([^"]*)"', page)}
    return {sheet for sheet, rules in selectors().items() if any(names <= there for names in rules)}
