"""`manage.py make_renditions`: the sizes of each picture that pages show. Safe to repeat, and to run by a timer."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pictures.models import Picture
from pictures.renditions import make_missing


class Command(BaseCommand):
    help = "Makes the sizes of pictures that pages show, only those that are missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--new", action="store_true", help="Look only at pictures that have none yet, as a timer should."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        pictures = Picture.objects.order_by("pk")
        if options["new"]:
            pictures = pictures.filter(wide_widths="")
        unreadable = []
        made = 0
        for picture in pictures.iterator():
            try:
                names = make_missing(picture)
            except OSError as error:
                unreadable.append(f"{picture.pk} ({picture}): {error}")
                continue
            made += len(names)
            if names and options["verbosity"]:
                self.stdout.write(f"{picture}: {len(names)} made")
        if options["verbosity"]:
            self.stdout.write(f"{made} renditions made." if made else "Nothing is missing.")
        if unreadable:
            raise CommandError("These pictures cannot be read; upload them again:\n" + "\n".join(unreadable))
