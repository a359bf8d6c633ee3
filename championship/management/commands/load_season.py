"""manage.py load_season PATH"""

from collections.abc import Sized
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from championship.models import Season
from championship.season_folder import FolderProblems, LoadRefused, load, read_folder


class Command(BaseCommand):
    help = "Loads a season folder. What is equal stays; nothing is written when anything is wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="the folder with season.toml and its CSV files")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="let the folder's facts take the place of different ones in the database",
        )

        parser.add_argument(
            "--open", action="store_true", dest="opens", help="let readers see the season, whatever its folder says"
        )

    def handle(self, *, path: Path, replace: bool, opens: bool, verbosity: int, **options: Any) -> None:
        def say(line: str) -> None:
            if verbosity and self.stdout.isatty():
                self.stdout.write(f"  {line} …")

        try:
            say(f"reading {path}")
            folder = read_folder(path)
            with transaction.atomic():
                if opens:
                    folder = folder.opened()
                    Season.objects.filter(year=folder.rules.year).update(state=folder.rules.state)
                loaded = load(folder, replace=replace, say=say)
        except FolderProblems as problems:
            raise CommandError(f"{problems}\n{_count(problems.problems, 'problem')}; nothing was written.") from None
        except LoadRefused as refused:
            hint = "" if replace else " Use --replace to take the folder's."
            raise CommandError(
                f"{refused}\n{_count(refused.differences, 'difference')}; nothing was written.{hint}"
            ) from None
        if verbosity:
            self.stdout.write(str(loaded))


def _count(items: Sized, what: str) -> str:
    return f"{len(items)} {what}{'' if len(items) == 1 else 's'}"
