"""The commands that load and dump a season."""

import pytest
from django.core.management import CommandError, call_command

from tests.published import forget_seasons

pytestmark = pytest.mark.django_db


def test_the_commands_say_what_they_did(club, tmp_path, capsys):
    call_command("load_season", club)
    call_command("dump_season", 2030, tmp_path / "dump")
    forget_seasons(year=2030)
    call_command("load_season", club)
    assert capsys.readouterr().out.splitlines() == [
        "2030 is up to date; nothing written.",
        f"2030 written to {tmp_path / 'dump'}: 4 events, 8 sessions, 33 results.",
        "2030 loaded: 4 events, 8 sessions, 33 results.",
    ]


def test_a_year_that_is_not_there_cannot_be_dumped(tmp_path):
    with pytest.raises(CommandError, match=r"There is no season 1999; there is 2021\."):
        call_command("dump_season", 1999, tmp_path / "dump")
    assert not (tmp_path / "dump").exists()
