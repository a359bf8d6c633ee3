"""manage.py load_stories PATH"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from news.stories import StoryProblems, load_stories


class Command(BaseCommand):
    help = "Makes the articles of a folder of stories that are absent. Articles that are there are never touched."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="a folder named after its season, such as news/stories/2021")

    def handle(self, *, path: Path, verbosity: int, **options: Any) -> None:
        try:
            made = load_stories(path.resolve())
        except StoryProblems as problems:
            raise CommandError(f"{problems}\nNothing was written.") from None
        if verbosity:
            self.stdout.write(f"{made} stories made." if made else "All stories are there; nothing written.")
