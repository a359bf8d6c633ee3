"""The triggers behind the page cache stand on every content table, and stay there."""

import pytest
from django.apps import apps
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory

from championship.models import Season
from drivers.models import Driver
from web.cache import revision
from web.cache.page_cache import PageCacheMiddleware, cached_page

pytestmark = pytest.mark.django_db

CONTENT_TABLES = [
    "championship_adjustment",
    "championship_calendarchange",
    "championship_circuit",
    "championship_classification",
    "championship_entry",
    "championship_entry_titles",
    "championship_event",
    "championship_evententry",
    "championship_penalty",
    "championship_pointsscale",
    "championship_publishedplace",
    "championship_result",
    "championship_season",
    "championship_session",
    "championship_title",
    "championship_titlescale",
    "drivers_careerentry",
    "drivers_driver",
    "drivers_team",
    "news_article",
    "news_article_drivers",
    "news_article_events",
    "news_article_teams",
    "pictures_picture",
    "wtcr_site_oldaddress",
]
# Live orders are on no kept page.
LIVE_TABLES = ["championship_liveorder"]


def triggers_of(table: str) -> set[str]:
    if connection.vendor == "sqlite":
        return {f"revision_{operation}_{table}" for operation in ("insert", "update", "delete")}
    return {f"revision_{table}"}


def test_every_content_table_is_known():
    assert revision.content_tables() == CONTENT_TABLES
    assert revision.live_tables() == LIVE_TABLES


def test_every_table_has_its_triggers():
    expected = set().union(*(triggers_of(table) for table in CONTENT_TABLES + LIVE_TABLES))
    assert revision.installed_triggers() == expected


def test_a_rebuilt_table_gets_its_triggers_back():
    with connection.cursor() as cursor:
        for name in triggers_of("drivers_team"):
            on = " ON drivers_team" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on}")
    assert not triggers_of("drivers_team") & revision.installed_triggers()
    revision.install_triggers()
    assert triggers_of("drivers_team") <= revision.installed_triggers()


def test_the_revision_is_never_the_same_again():
    seen = [revision.current()]
    for name in ("One", "Two", "One"):
        Driver.objects.filter(slug="rob-huff").update(family_name=name)
        seen.append(revision.current())
    assert len(set(seen)) == 4


def test_reading_leaves_the_revision_alone(client):
    before = revision.current()
    for address in ("/", "/2021/standings/drivers/", "/drivers/rob-huff/", "/2021/germany/race-1/"):
        client.get(address)
    assert revision.current() == before


def test_tables_that_readers_never_see_leave_it_alone(django_user_model):
    before = revision.current()
    django_user_model.objects.create_user("someone")
    assert revision.current() == before
    assert "auth_user" not in revision.content_tables()
    assert apps.get_model("auth", "User")._meta.db_table not in CONTENT_TABLES


def test_a_page_overtaken_by_a_write_is_made_again():
    """A write between the rows and the end of rendering: no reader sees the mix."""
    made = []

    @cached_page
    def view(request):
        made.append(Season.objects.get(year=2021).name)
        if len(made) == 1:
            Season.objects.filter(year=2021).update(name="Changed meanwhile")
        return HttpResponse(made[-1])

    response = PageCacheMiddleware(view)(RequestFactory().get("/somewhere/"))
    assert made == ["FIA World Touring Car Cup", "Changed meanwhile"]
    assert response.content == b"Changed meanwhile"


def test_a_page_under_constant_writes_is_served_but_not_kept():
    made = []

    @cached_page
    def view(request):
        made.append(len(made))
        Driver.objects.filter(slug="rob-huff").update(family_name=f"Name {len(made)}")
        return HttpResponse(str(made[-1]))

    for _ in range(2):
        PageCacheMiddleware(view)(RequestFactory().get("/somewhere/"))
    # Four attempts and the one from a single state, each time.
    assert len(made) == 10
