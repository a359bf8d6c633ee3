"""Prints a title's table: `manage.py standings 2021 drivers --after hungary/race-2 --format csv`."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from championship.season.parts import SessionView
from championship.season.reading import load_year
from championship.season.view import SeasonView
from championship.tables import title as title_table
from championship.tables.files import csv_text


class Command(BaseCommand):
    help = "Prints the table of a title after a session, as a table, CSV or JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("title", help="The title's address, such as drivers.")
        parser.add_argument(
            "--after", metavar="EVENT[/SESSION]", help="An event (its last session), or event/R2, event/race-2."
        )
        parser.add_argument("--format", choices=("table", "csv", "json"), default="table")

    def handle(self, *_: Any, **options: Any) -> None:
        season = load_year(options["year"], for_editors=True)
        if season is None:
            raise CommandError(f"There is no season {options['year']}. Load it with load_season.")
        title = season.titles_by_slug.get(options["title"])
        if title is None:
            raise CommandError(
                f"{season.year} has no title {options['title']!r}. It has: {', '.join(season.titles_by_slug)}."
            )
        rows = title_table.plain_standings(season, title, self._after(season, options["after"]))
        {"table": self._table, "csv": self._csv, "json": self._json}[options["format"]](rows)

    def _after(self, season: SeasonView, after: str | None) -> SessionView:
        if season.latest is None:
            raise CommandError(f"No session of {season.year} has been classified yet.")
        if after is None:
            return season.latest
        slug, _slash, session_name = after.partition("/")
        event = season.event(slug)
        if event is None or not event.sessions:
            raise CommandError(
                f"{season.year} ran no event {slug!r}. It ran: {', '.join(event.slug for event in season.running)}."
            )
        session = season.session(slug, session_name) if session_name else event.sessions[-1]
        if session is None:
            raise CommandError(
                f"{event.name} has no session {session_name!r}. It has: "
                f"{', '.join(session.slug for session in event.sessions)}."
            )
        if session.index > season.latest.index:
            raise CommandError(f"{event.name}, {session.name} has not been classified yet.")
        return session

    def _table(self, rows: list[dict[str, object]]) -> None:
        table = [title_table.COLUMNS, *([str(row[column]) for column in title_table.COLUMNS] for row in rows)]
        widths = [max(len(line[index]) for line in table) for index in range(len(title_table.COLUMNS))]
        for line in table:
            self.stdout.write("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())

    def _csv(self, rows: list[dict[str, object]]) -> None:
        self.stdout.write(csv_text(title_table.COLUMNS, rows), ending="")

    def _json(self, rows: list[dict[str, object]]) -> None:
        self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
