"""`manage.py prepare` and `load_content`: what `make run` does before it serves."""

import os
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from championship.models import Season
from drivers.models import CareerEntry, Driver
from news.models import Article
from tests.published import forget_seasons
from web.cache import revision
from wtcr_site.management.commands import load_content, prepare


def test_a_second_prepare_finds_everything_done(tmp_path):
    """As `make run` does it: two processes, a database and a folder of their own."""
    database = tmp_path / "new" / "site.sqlite3"
    static = tmp_path / "static"
    command = (
        "import sys, django; from django.conf import settings; from pathlib import Path; "
        "from django.core.management import execute_from_command_line as run; "
        f"settings.STATIC_ROOT = Path({str(static)!r}); run(['manage.py', 'prepare'])"
    )
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{database}",
        "MEDIA_ROOT": str(tmp_path / "media"),
        "DJANGO_SETTINGS_MODULE": "wtcr_site.settings",
    }

    def run():
        done = subprocess.run(
            [sys.executable, "-c", command], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True
        )
        assert (done.returncode, done.stderr) == (0, "")
        with sqlite3.connect(database) as connection:
            return done.stdout.splitlines(), list(connection.iterdump())

    first, content = run()
    assert first[0].startswith("Bringing the database up to date")
    assert first[1:] == [
        "2021 loaded: 12 events, 54 sessions, 550 results.",
        "11 stories made.",
        "26 profiles filled in.",
        "Collecting static files …",
    ]
    collected = {file: file.stat().st_mtime_ns for file in static.rglob("*")}
    assert static / "staticfiles.json" in collected

    second, same_content = run()
    assert second == []
    assert same_content == content
    assert {file: file.stat().st_mtime_ns for file in static.rglob("*")} == collected


def test_the_fingerprint_follows_the_static_files(settings, tmp_path):
    style = tmp_path / "site.css"
    style.write_text("a {}")
    settings.STATICFILES_DIRS = [tmp_path]
    before = _fresh_fingerprint()
    assert _fresh_fingerprint() == before
    style.write_text("a { color: red }")
    assert _fresh_fingerprint() != before


def _fresh_fingerprint():
    from django.contrib.staticfiles import finders

    finders.get_finder.cache_clear()
    try:
        return prepare._fingerprint()
    finally:
        finders.get_finder.cache_clear()


@pytest.mark.django_db
def test_loading_content_again_writes_nothing(capsys):
    before = revision.current()
    call_command("load_content")
    assert revision.current() == before
    assert capsys.readouterr().out == ""


@pytest.mark.django_db
def test_a_new_site_begins_with_its_stories_and_profiles():
    articles = Article.objects.filter(season__year=2021)
    assert articles.count() == articles.published().count() == 11
    assert Driver.objects.exclude(lead="").count() == 26
    jessica = Driver.objects.get(slug="jessica-backman")
    assert (jessica.sibling.slug, jessica.sibling.sibling) == ("andreas-backman", jessica)


@pytest.mark.django_db
def test_what_an_editor_has_taken_away_stays_away():
    Article.objects.get(slug="how-an-event-works").delete()
    Driver.objects.filter(slug="jessica-backman").update(lead="")
    CareerEntry.objects.filter(driver__slug="jessica-backman").delete()
    call_command("load_content", verbosity=0)
    assert Article.objects.filter(season__year=2021).count() == 10
    assert Driver.objects.get(slug="jessica-backman").lead == ""
    assert not CareerEntry.objects.filter(driver__slug="jessica-backman").exists()


@pytest.mark.django_db
def test_a_season_comes_whole_or_not_at_all(monkeypatch, tmp_path):
    forget_seasons(year=2021)
    (tmp_path / "2021").mkdir()
    (tmp_path / "2021" / "01-broken.md").write_text("no facts")
    monkeypatch.setattr(load_content, "STORIES", tmp_path)
    with pytest.raises(CommandError, match="a story begins with its facts"):
        call_command("load_content", verbosity=0)
    assert not Season.objects.exists()


@pytest.mark.django_db
def test_a_folder_named_after_another_year_is_refused(monkeypatch, tmp_path, season_folder):
    (tmp_path / "2022").symlink_to(season_folder)
    monkeypatch.setattr(load_content, "SEASONS", tmp_path)
    with pytest.raises(CommandError, match=r"season\.toml is of 2021, and the folder is named 2022"):
        call_command("load_content", verbosity=0)


@pytest.mark.django_db
def test_stories_are_out_from_the_morning_of_their_day():
    story = Article.objects.get(slug="two-backmans-step-up")
    assert (story.publish_at, story.written_later, story.order) == (datetime(2021, 4, 19, 9, tzinfo=UTC), True, 1)
