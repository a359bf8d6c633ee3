"""The race that is under way in these tests."""

import pytest
import time_machine
from django.core.cache import cache

from championship.models import Classification, Session
from tests.championship.live.race import RACE_DAY


@pytest.fixture
def race():
    """Race 1 in Russia under way, on its day, and nothing known of what came after."""
    with time_machine.travel(RACE_DAY, tick=False) as clock:
        session = Session.objects.select_related("event").get(event__slug="russia", code="R1")
        later = Session.objects.filter(event=session.event, order__gte=session.order)
        Classification.objects.filter(session__in=later).delete()
        later.update(state="scheduled")
        Session.objects.filter(pk=session.pk).update(state="live")
        session.clock = clock
        cache.clear()
        yield session
