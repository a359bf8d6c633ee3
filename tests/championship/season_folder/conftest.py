"""The invented season in a folder to change, loaded or not."""

import pytest

from championship.season_folder import load, read_folder
from tests.championship.folders import CLUB, change_row, copy_of


@pytest.fixture
def club(tmp_path):
    """The invented season, loaded, and a copy of its folder to change."""
    folder = copy_of(CLUB, tmp_path)
    load(read_folder(folder))
    return folder


@pytest.fixture
def begun(tmp_path):
    """A season with an event to come and one that was put off, in a folder that is not loaded."""
    folder = copy_of(CLUB, tmp_path)
    change_row(folder, "events.csv", {"slug": "autumn"}, status="postponed")
    change_row(folder, "events.csv", {"slug": "finale"}, status="scheduled")
    lines = (folder / "results.csv").read_text().splitlines(keepends=True)
    (folder / "results.csv").write_text("".join(line for line in lines if not line.startswith(("autumn", "finale"))))
    return folder
