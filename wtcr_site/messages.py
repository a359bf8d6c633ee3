"""The catalogues of translations: what the code and the season folders say to readers, language by language.

Reads Python and templates as they stand, so no other program is needed. What only editors read, the admin and the forms
of the models, stays in English and out of the catalogues.
"""

import ast
import csv
import io
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.apps import apps
from django.conf import settings
from django.utils.translation.template import templatize

from championship.formats import event_short_name, zone_city
from championship.why.history import sources

# For editors and for those who run the site.
NOT_FOR_READERS = frozenset({"admin", "management", "migrations", "season_folder", "race_control"})
NOT_FOR_READERS_FILES = frozenset(
    {"admin.py", "admin_site.py", "apps.py", "environment.py", "limits.py", "messages.py"}
)
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# The columns of a season folder's files that readers read as sentences or as names that languages have.
FOLDER_COLUMNS = {
    "events.csv": ("name",),
    "sessions.csv": ("name",),
    "calendar_changes.csv": ("reason",),
    "adjustments.csv": ("reason",),
    "results.csv": ("note",),
    "penalties.csv": ("reason",),
}
TITLE_KEYS = ("name", "other_names", "eligible")

Message = tuple[str | tuple[str, str], str | None, str]


def catalogue_path(language: str) -> Path:
    return settings.BASE_DIR / "locale" / language / "LC_MESSAGES" / "django.po"


def read_catalogue(language: str) -> Catalog:
    """The language's catalogue as it stands, empty where there is none yet."""
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str) -> Catalog:
    """The catalogue with every message of today, those no longer used left out, what is translated kept."""
    known = read_catalogue(language)
    catalogue = Catalog(locale=language, project="Door to Door", fuzzy=False, header_comment=f"# {language}")
    for text, context, place in messages():
        before = known.get(text, context)
        catalogue.add(text, before.string if before else None, [(place, 0)], context=context)
    catalogue.creation_date = catalogue.revision_date = known.creation_date
    return catalogue


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as Django reads it."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def write(language: str, catalogue: Catalog) -> None:
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=120, include_lineno=False, sort_output=True, ignore_obsolete=True)
    path.with_suffix(".mo").write_bytes(compiled(read_catalogue(language)))


def messages() -> Iterator[Message]:
    """Every message with its context and the file that it stands in. A plural one is a pair."""
    for path in _sources():
        inside = path.relative_to(settings.BASE_DIR)
        place = inside.as_posix()
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".html":
            # It is read as Python, where the steps of HTML would be wrong.
            text = "\n".join(line.lstrip() for line in templatize(text).splitlines())
        elif "models" in inside.parts or path.name == "models.py":
            text = _choices_only(text)
        source = io.BytesIO(text.encode())
        calls: Iterable[tuple[int, str, object, list[str]]]
        calls = extract_python(source, KEYWORDS, (), {})  # type: ignore[assignment]  # Babel's types are of extract().
        for _line, function, arguments, _comments in calls:
            if message := _message(function, arguments):
                yield *message, place
    for folder in sorted((settings.BASE_DIR / "championship" / "seasons").iterdir()):
        for text in _of_season_folder(folder):
            yield text, None, folder.relative_to(settings.BASE_DIR).as_posix()


def _sources() -> Iterator[Path]:
    # The site's own apps, those of others have catalogues of their own.
    apps_here = {Path(app.path) for app in apps.get_app_configs() if Path(app.path).parent == settings.BASE_DIR}
    for folder in [*sorted(apps_here), settings.BASE_DIR / "templates"]:
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(settings.BASE_DIR)
            for_readers = NOT_FOR_READERS.isdisjoint(inside.parts) and path.name not in NOT_FOR_READERS_FILES
            if for_readers and path.suffix in (".py", ".html"):
                yield path


def _choices_only(source: str) -> str:
    """The words of choices, such as the flags: of a model's file they are all that readers see."""
    classes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef)]
    choices = [node for node in classes if any("TextChoices" in ast.unparse(base) for base in node.bases)]
    return "\n".join(map(ast.unparse, choices))


def _message(function: str, arguments: object) -> tuple[str | tuple[str, str], str | None] | None:
    """What a call asks to be translated: its text, or both of a plural, and its context."""
    texts = list(arguments) if isinstance(arguments, (tuple, list)) else [arguments]
    context = texts.pop(0) if "pgettext" in function else None
    match texts:
        case [str(text), *plural] if text:
            of_plural = "ngettext" in function or "npgettext" in function
            return (text, str(plural[0])) if of_plural else text, None if context is None else str(context)
    return None


def _of_season_folder(folder: Path) -> Iterator[str]:
    titles = tomllib.loads((folder / "season.toml").read_text(encoding="utf-8"))["titles"]
    for title in titles:
        yield title["slug"].replace("-", " ").capitalize()
        for key in TITLE_KEYS:
            text = title.get(key, "")
            yield from filter(None, [text] if isinstance(text, str) else text)
    yield from map(event_short_name, _column(folder / "events.csv", "name"))
    yield from map(zone_city, _column(folder / "circuits.csv", "timezone"))
    for name, columns in FOLDER_COLUMNS.items():
        for column in columns:
            yield from _column(folder / name, column)
    for source in sources(_column(folder / "results.csv", "source")):
        yield from filter(None, [source.remark if source.address else source.text])


def _column(path: Path, column: str) -> Iterator[str]:
    """What stands in a column, where the folder has the file."""
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            yield from (row[column] for row in csv.DictReader(file) if row.get(column))
