"""Sitemap, robots, manifest and icons."""

import io
import json
from datetime import UTC, datetime, timedelta
from urllib.robotparser import RobotFileParser

import pytest
from django.conf import settings
from django.utils import timezone
from PIL import Image

from championship.models import Classification, Season, Session
from news.models import Article
from tests.published import publish_again
from tests.wtcr_site.sitemap import SITE, sitemap


@pytest.mark.django_db
def test_a_page_changed_when_its_result_was_published(client):
    session = Session.objects.get(event__season__year=2021, event__slug="russia", code="R2")
    moment = datetime(2031, 5, 6, 7, 8, 9, tzinfo=UTC)
    before = sitemap(client)
    publish_again(session, at=moment)
    after = sitemap(client)
    changed = {path for path, day in after.items() if day == "2031-05-06T07:08:09Z"}
    assert "/sv/2021/russia/race-2/" in changed
    assert {"/", "/2021/calendar/", "/2021/russia/", "/2021/russia/race-2/", "/2021/standings/drivers/"} <= changed
    assert {"/circuits/sochi/", "/drivers/yann-ehrlacher/", "/teams/zengo-motorsport/"} <= changed
    assert {path: day for path, day in after.items() if path not in changed} == {
        path: day for path, day in before.items() if path not in changed
    }
    assert not {"/2021/russia/race-1/", "/2021/germany/", "/drivers/jessica-backman/", "/about/"} & changed


@pytest.mark.django_db
def test_a_story_changed_when_it_was_written_or_came_out(client, time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    path = "/news/2021/two-backmans-step-up/"
    Article.objects.filter(slug="two-backmans-step-up").update(publish_at=now + timedelta(minutes=1))
    assert path not in sitemap(client)
    time_machine.move_to(now + timedelta(minutes=2), tick=False)
    assert sitemap(client)[path] == f"{now + timedelta(minutes=1):%Y-%m-%dT%H:%M:%SZ}"


@pytest.mark.django_db
def test_a_new_site_has_a_sitemap(client):
    Classification.objects.all().delete()
    Season.objects.all().delete()
    assert sitemap(client)["/"] is None


@pytest.mark.django_db
def test_robots_find_the_sitemap_and_stay_out_of_the_admin(client, settings):
    robots = RobotFileParser()
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    robots.parse(response.content.decode().splitlines())
    assert robots.site_maps() == [f"{SITE}/sitemap.xml"]
    for path in ("/", "/2021/russia/", "/2021/russia.png", "/live/", "/static/css/base.css"):
        assert robots.can_fetch("Anyone", SITE + path), path
    assert robots.can_fetch("Anyone", f"{SITE}/sv/2021/russia/")
    for path in (
        "/sv/search/",
        "/sv/live/now/",
        "/admin/",
        "/admin/login/",
        "/live/now/",
        "/search/",
        "/search/?q=backman",
    ):
        assert not robots.can_fetch("Anyone", SITE + path), path


@pytest.mark.django_db
def test_no_search_engine_keeps_a_rehearsal(client, settings):
    settings.REHEARSAL = True
    robots = RobotFileParser()
    robots.parse(client.get("/robots.txt").content.decode().splitlines())
    assert not robots.can_fetch("Anyone", SITE + "/")


@pytest.mark.django_db
def test_the_manifest_and_its_icons(client):
    response = client.get("/manifest.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    manifest = json.loads(response.content)
    assert (manifest["start_url"], manifest["id"]) == ("/", "/")
    assert {icon["purpose"] for icon in manifest["icons"] if "purpose" in icon} == {"any", "maskable"}
    for icon in manifest["icons"]:
        file = settings.BASE_DIR / "static" / icon["src"].removeprefix("/static/")
        if icon["type"] == "image/png":
            with Image.open(file) as image:
                assert "{}x{}".format(*image.size) == icon["sizes"]
        assert file.stat().st_size < 20_000


@pytest.mark.django_db
def test_the_icon_that_browsers_ask_for(client):
    response = client.get("/favicon.ico")
    assert response["Content-Type"] == "image/vnd.microsoft.icon"
    with Image.open(io.BytesIO(response.content)) as icon:
        assert icon.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    with Image.open(settings.BASE_DIR / "static" / "img" / "apple-touch-icon.png") as icon:
        assert icon.size == (180, 180)
