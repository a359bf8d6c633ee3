"""web is the ground floor: it knows no app, by name or otherwise, and nothing of the sport."""

import re

from django.apps import apps
from django.conf import settings

SPORT = (
    "season", "race", "driver", "team", "circuit", "lap", "grid", "podium", "qualifying", "standings", "classification",
    "penalty", "wtcr", "tcr", "fia",
)  # fmt: skip


def test_web_names_neither_an_app_nor_the_sport():
    own = [app.label for app in apps.get_app_configs() if app.path.startswith(str(settings.BASE_DIR / app.label))]
    others = sorted(set(own) - {"web"})
    assert len(others) == 5
    words = re.compile(rf"(?<![a-z])({'|'.join((*others, *SPORT))})s?(?![a-z])", re.IGNORECASE)
    for path in sorted((settings.BASE_DIR / "web").rglob("*.py")):
        if path.parent.name == "migrations":
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            # Tables keep the names that they had in version 1.0.
            if "db_table = " not in line:
                assert not words.search(line), f"{path.relative_to(settings.BASE_DIR)}:{number}: {line.strip()}"
