"""The revisions behind the page cache: raised by what readers see, and by nothing else."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from championship.models import Season
from drivers.models import Driver
from web.cache import revision
from web.cache.page_cache import PageCacheMiddleware, cached_page

pytestmark = pytest.mark.django_db


def test_the_revision_is_never_the_same_again():
    seen = [revision.current()["content"]]
    for name in ("One", "Two", "One"):
        Driver.objects.filter(slug="rob-huff").update(family_name=name)
        seen.append(revision.current()["content"])
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
