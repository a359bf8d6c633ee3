"""The season of 2022, half made: 2021's own folder a year on, run until the middle of its second event."""

import csv
from collections.abc import Callable
from pathlib import Path

from django.core.management import call_command

Row = dict[str, str]
HELD = ("germany", "portugal")
# Run, and no result of it yet.
WITHOUT_A_RESULT = ("portugal", "R2")


def load_half_a_season(folder: Path) -> None:
    """Loads the season, by way of `folder`."""
    call_command("dump_season", 2021, folder, verbosity=0)
    for path in [folder / "season.toml", *folder.glob("*.csv")]:
        path.write_text(path.read_text(encoding="utf-8").replace("2021-", "2022-"), encoding="utf-8")
    rules = folder / "season.toml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("year = 2021", "year = 2022"), encoding="utf-8")
    for name in ("results.csv", "penalties.csv"):
        _keep(folder / name, lambda row: row["event"] in HELD and (row["event"], row["session"]) != WITHOUT_A_RESULT)
    _keep(folder / "adjustments.csv", lambda row: row["after"].partition("/")[0] in HELD)
    _keep(folder / "published_standings.csv", lambda row: row["after"].partition("/")[0] in HELD)
    _rewrite(folder / "events.csv", _with_status)
    call_command("load_season", folder, verbosity=0)


def _with_status(row: Row) -> Row:
    is_to_come = row["status"] == "held" and row["slug"] not in HELD
    return row | {"status": "scheduled"} if is_to_come else row


def _keep(path: Path, wanted: Callable[[Row], bool]) -> None:
    if path.exists():
        _rewrite(path, lambda row: row if wanted(row) else None)


def _rewrite(path: Path, change: Callable[[Row], Row | None]) -> None:
    """Every row as `change` gives it, without those that it gives None for."""
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        rows = [row for row in map(change, reader) if row is not None]
        columns = reader.fieldnames or ()
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
