"""What the database of each state holds, made of a new site's."""

import itertools
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.files.base import ContentFile
from django.core.management import call_command
from PIL import Image

from tests.compare.states import race
from tests.compare.states.second_season import load_half_a_season


def make(state: str, at: datetime) -> None:
    """Makes a new site's database that of the state, at a moment."""
    if state in _CONTENTS:
        _CONTENTS[state]()
    _stamp(at)


def begin_a_second_season() -> None:
    """Half a season of results, and what only editors make: pictures, stories, a draft, a new address."""
    with TemporaryDirectory() as folder:
        load_half_a_season(Path(folder) / "2022")
    season = _model("Season").objects.get(year=2022)
    story = {"season": season, "standfirst": "In one sentence.", "body": "A **first** paragraph.\n\n## And\n\nmore."}
    pictures = _pictures(3)
    for number, (title, language, day, publish_at) in enumerate(
        [
            ("Spring in the Eifel", "en-gb", datetime(2022, 6, 5), datetime(2022, 6, 5, 18, tzinfo=UTC)),
            ("Två poäng i Estoril", "sv", datetime(2022, 6, 26), datetime(2022, 6, 27, 18, tzinfo=UTC)),
            ("To Spain", "en-gb", datetime(2022, 7, 8), datetime(2022, 7, 8, 18, tzinfo=UTC)),
            ("A draft", "en-gb", datetime(2022, 7, 9), None),
        ]
    ):
        article = _model("Article").objects.create(
            slug=f"story-{number}", title=title, language=language, day=day.date(), publish_at=publish_at,
            picture=pictures[0] if number == 0 else None, correction="" if number else "It said three.", **story,
        )  # fmt: skip
        article.drivers.set(_model("Driver").objects.filter(slug="jessica-backman"))
        article.events.set(season.events.filter(slug="germany"))
    _model("Driver").objects.filter(slug="jessica-backman").update(portrait=pictures[1])
    _model("Team").objects.filter(slug="target-competition").update(picture=pictures[2])
    renamed = _model("Driver").objects.get(slug="rob-huff")
    renamed.slug = "robert-huff"
    renamed.save()


_CONTENTS = {
    "race-week": race.forget_the_weekend,
    "live": race.start_the_race,
    "official": race.publish_the_race,
    "second-season": begin_a_second_season,
}


def make_editor() -> AbstractBaseUser:
    """The account that looks at the admin. Nobody can sign in with its password."""
    return get_user_model().objects.create(username="editor", is_staff=True, is_superuser=True, password="!")


def _stamp(at: datetime) -> None:
    """Sets what the database wrote by its own clock, which no test can hold, to one moment."""
    for model in apps.get_models():
        if any(field.name == "calendar_changed_at" for field in model._meta.fields):
            model.objects.filter(calendar_changed_at__isnull=False).update(calendar_changed_at=at)


def _pictures(count: int) -> list[Any]:
    """Pictures of the library, with all their sizes, under names that are drawn by lot anywhere else."""
    numbers = itertools.count(1)
    made = []
    with mock.patch("secrets.token_hex", lambda size: f"{next(numbers):0{2 * size}x}"):
        for number in range(count):
            content = BytesIO()
            Image.new("RGB", (900, 600), (60 * number, 90, 120)).save(content, "JPEG")
            file = ContentFile(content.getvalue(), name="photo.jpg")
            made.append(_model("Picture").objects.create(file=file, alt=f"Car {number}", credit="A. Friend"))
    call_command("make_renditions", verbosity=0)
    for picture in made:
        picture.refresh_from_db()
    return made


def _model(name: str) -> Any:
    """A model by its name alone, whichever app it lives in."""
    return next(model for model in apps.get_models() if model.__name__ == name)
