"""What a folder's loading left in the database, and what its files say."""

import tomllib
from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext

from championship.models import (
    Event,
    Result,
    Session,
)
from championship.season_folder import load, read_folder
from web.cache import revision


def session(event, code, year=2021):
    return Session.objects.get(event__season__year=year, event__slug=event, code=code)


def order_of(event, code, number, year=2021):
    """Who was where: (place, driver) of a session's classification, the placed alone."""
    results = Result.objects.filter(classification__session=session(event, code, year), classification__number=number)
    return list(results.filter(position__isnull=False).values_list("position", "event_entry__driver__slug"))


def files(folder):
    return {file.name: file.read_bytes() for file in folder.glob("*.csv")}


def rules(folder):
    return tomllib.loads((folder / "season.toml").read_text(), parse_float=Decimal)


def moves_of(year):
    """How often each event and session moved, and when last."""
    moves = ("calendar_sequence", "calendar_changed_at")
    return [
        *Event.objects.filter(season__year=year).order_by("slug").values_list("slug", *moves),
        *Session.objects.filter(event__season__year=year).order_by("event__slug", "code").values_list("code", *moves),
    ]


def assert_nothing_written(folder, **options):
    before = revision.current()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert load(read_folder(folder), **options).rows == 0
    writes = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert writes == []
    assert revision.current() == before


def published_in(year):
    """All that was published in a year, without ids and the times of writing."""
    return list(
        Result.objects.filter(classification__session__event__season__year=year)
        .order_by(
            "classification__session__event__order", "classification__session__order", "classification__number", "order"
        )
        .values_list(
            "classification__session__slug", "classification__number", "classification__status",
            "classification__published_at", "classification__published_by", "classification__reason", "order",
            "event_entry__driver__slug", "event_entry__number", "position", "status", "laps", "time_ms", "gap_ms",
            "gap_laps", "grid", "fastest_lap_ms", "note", "basis", "source", "number",
            "classification__reason_sv", "classification__scale__slug", "classification__points_factor",
            "classification__laps_counted",
        )
    )  # fmt: skip
