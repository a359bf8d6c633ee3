"""manage.py load_content: the seasons, stories and profiles that a new site starts with."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from championship.models import Season
from championship.season_folder import FolderProblems, LoadRefused, SeasonFolder, load, read_folder
from drivers.profiles import ProfileProblems, load_profiles
from news.stories import StoryProblems, load_stories

SEASONS = settings.BASE_DIR / "championship" / "seasons"
STORIES = settings.BASE_DIR / "news" / "stories"
PROFILES = settings.BASE_DIR / "drivers" / "profiles.toml"


class Command(BaseCommand):
    help = (
        "Loads each season folder of the repository whose season is absent, and with it its stories and its drivers' "
        "profiles. What an editor has changed, cleared or deleted since stays so."
    )

    def handle(self, *, verbosity: int, **options: Any) -> None:
        present = set(Season.objects.values_list("year", flat=True))
        for path in sorted(SEASONS.iterdir()):
            if path.name.isdecimal() and int(path.name) not in present:
                try:
                    lines = _load_season(path)
                except (FolderProblems, LoadRefused, StoryProblems, ProfileProblems) as problems:
                    raise CommandError(f"{path}:\n{problems}\nNothing of this season was written.") from None
                if verbosity:
                    self.stdout.write("\n".join(lines))


@transaction.atomic
def _load_season(path: Path) -> list[str]:
    """All of a season or nothing: its stories and profiles come only with it, so none may stay behind."""
    folder = read_folder(path)
    if str(folder.rules.year) != path.name:
        raise LoadRefused([f"season.toml is of {folder.rules.year}, and the folder is named {path.name}."])
    lines = [str(load(folder.opened()))]
    stories = STORIES / path.name
    if stories.is_dir():
        lines.append(f"{load_stories(stories)} stories made.")
    if PROFILES.exists():
        lines.append(f"{load_profiles(PROFILES, only=_drivers(folder))} profiles filled in.")
    return lines


def _drivers(folder: SeasonFolder) -> set[str]:
    return {driver.slug for driver in folder.drivers}
