"""Every page of the site, walked once."""

import extruct
import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client, override_settings

from tests.crawl import walk
from tests.test_site import PLAIN_STATIC
from tests.wtcr_site.heads import SITE


@pytest.fixture(scope="session")
def pages(django_db_setup, django_db_blocker):
    cache.clear()
    with django_db_blocker.unblock(), override_settings(STORAGES=settings.STORAGES | PLAIN_STATIC):
        return walk(Client())[0]


@pytest.fixture(scope="session")
def heads(pages):
    """What a parser of others finds in each page: its Open Graph, and its linked data by type."""
    found = {}
    for address, page in pages.items():
        read = extruct.extract(page.html, base_url=SITE + address, syntaxes=["json-ld", "opengraph"])
        (graph,) = read["opengraph"]
        found[address] = dict(graph["properties"]), {one["@type"]: one for one in read["json-ld"]}
    return found
