"""How many queries each page costs with an empty page cache: at most eight, and the same with ten seasons as with one.

The count includes the revision, read before the page is made and again after.
"""

import pytest
from django.core.cache import cache

# Address of the page, and its queries.
PAGES = [
]


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "queries"), PAGES)
def test_queries_with_one_season(client, django_assert_num_queries, address, queries):
    assert queries <= 8
    cache.clear()
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200
    with django_assert_num_queries(1):
        assert client.get(address).status_code == 200
