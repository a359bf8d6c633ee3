"""manage.py dump_season YEAR PATH"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from championship.models import Season
from championship.season_folder import dump


class Command(BaseCommand):
    help = "Writes a season as a season folder. Loaded again it changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("path", type=Path, help="the folder to write; a season folder in it is written over")

    def handle(self, *, year: int, path: Path, verbosity: int, **options: Any) -> None:
        try:
            folder = dump(year, path)
        except Season.DoesNotExist:
            years = ", ".join(map(str, Season.objects.values_list("year", flat=True))) or "none"
            raise CommandError(f"There is no season {year}; there is {years}.") from None
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from None
        if verbosity:
            self.stdout.write(
                f"{year} written to {path}: {len(folder.events)} events, {len(folder.sessions)} sessions, "
                f"{len(folder.results)} results."
            )
