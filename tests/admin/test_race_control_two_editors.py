"""Two editors publish at the same moment, each in a process of their own: one of them is told, and overwrites nothing.

On SQLite, whose writers take turns, and on PostgreSQL, where a lock on the session's row keeps the second one waiting.
"""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaiting
from contextlib import ExitStack

import pytest

from tests.server import Site, postgres_database

# How long the second one is given to come to the lock. Less than SQLite waits for it.
COMES_WITHIN = 2
SET_UP = (
    "import contextlib; from django.contrib.auth import get_user_model; from django.db import transaction; "
    "from championship.admin.race_control.writing import Overtaken, publish_order; "
    "from championship.models import Classification, Session; from championship.rules import Line; "
    "race = Session.objects.select_related('event__season').get(event__slug='russia', code='R1'); "
    "cars = list(race.event.event_entries.values_list('pk', flat=True)[:3]); "
    "user, _ = get_user_model().objects.get_or_create(username='{name}'); "
    "order = [Line(car, place) for place, car in enumerate(cars, start=1)]; "
    "publish = lambda: publish_order(race, order, follows=2, status='provisional', user=user, reason='{name}'); "
    "open_transaction = transaction.atomic()"
)
# Raises where the other one was not told.
IS_TOLD = "told = contextlib.ExitStack(); told.enter_context(contextlib.suppress(Overtaken)); told.callback(publish)"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def site(request, tmp_path_factory):
    with ExitStack() as stack:
        url = stack.enter_context(postgres_database()) if request.param == "postgresql" else None
        yield Site.prepared(tmp_path_factory.mktemp("editors"), url)


def test_the_second_one_waits_for_the_first_and_is_told(site):
    with site.shell() as first, site.shell() as second, ThreadPoolExecutor(1) as later:
        first(SET_UP.format(name="anna"))
        second(SET_UP.format(name="bert"))
        first("open_transaction.__enter__(); publish()")
        second(IS_TOLD)
        publishing = later.submit(second, "told.close()")
        with pytest.raises(StillWaiting):
            publishing.result(timeout=COMES_WITHIN)
        first("open_transaction.__exit__(None, None, None)")
        publishing.result(timeout=30)
        first("assert list(race.classifications.values_list('number', 'published_by'))[2:] == [(3, 'anna')]")
        second("assert Session.objects.get(pk=race.pk).classifications.count() == 3")
