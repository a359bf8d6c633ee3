"""manage.py load_profiles PATH"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from drivers.profiles import ProfileProblems, load_profiles


class Command(BaseCommand):
    help = "Fills blank fields and empty careers of drivers from a file of profiles. Nothing that stands is touched."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="the TOML file, such as drivers/profiles.toml")

    def handle(self, *, path: Path, verbosity: int, **options: Any) -> None:
        try:
            changed = load_profiles(path)
        except ProfileProblems as problems:
            raise CommandError(f"{problems}\nNothing was written.") from None
        if verbosity:
            self.stdout.write(f"{changed} profiles filled in." if changed else "Nothing was blank; nothing written.")
