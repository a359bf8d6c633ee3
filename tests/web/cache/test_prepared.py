"""Queries that are put together once."""

import pytest
from django.db.models.sql.compiler import SQLCompiler

from championship.models import Season, Session
from web.cache.prepared import Prepared, parameter

pytestmark = pytest.mark.django_db


def sessions_of_a_kind():
    races = Session.objects.filter(event__season__year=parameter("year"), kind="race", code=parameter("code"))
    return races.order_by("pk")


def test_the_rows_are_those_of_the_query_with_the_values_in_place():
    columns = ("name", "starts_at", "date", "scale__points")
    prepared = Prepared(sessions_of_a_kind().values_list(*columns))
    for code in ("R2", "R1", "none"):
        usual = Session.objects.filter(event__season__year=2021, kind="race", code=code).order_by("pk")
        assert prepared.rows(code=code, year=2021) == list(usual.values_list(*columns)), code


def test_it_is_put_together_once(monkeypatch, django_assert_num_queries):
    prepared = Prepared(sessions_of_a_kind().values_list("pk"))
    assert prepared.rows(year=2021, code="R1")
    monkeypatch.delattr(SQLCompiler, "as_sql")
    with django_assert_num_queries(1):
        assert prepared.rows(year=2020, code="R1") == []


@pytest.mark.parametrize("path", ["/99999/calendar/", "/99999999999999999999/results/"])
def test_a_number_that_is_no_year_is_no_season(client, path):
    assert not Season.objects.filter(year__gt=9999).exists()
    assert client.get(path).status_code == 404
