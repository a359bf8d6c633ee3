"""Queries that are put together once a process: for a page's large ones that costs more than to run them."""

from functools import cached_property
from typing import Any, NamedTuple

from django.db import connections
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.sql.compiler import SQLCompiler


class Given(NamedTuple):
    """Stands in a prepared query for a value that comes when it is run."""

    name: str


def given(name: str) -> RawSQL:
    return RawSQL("%s", [Given(name)])


class Prepared:
    """Rows of a `values_list()`, as tuples; for each `given(name)` in it `rows(name=…)` takes a value."""

    def __init__(self, query: QuerySet) -> None:
        self._query = query

    def rows(self, **values: Any) -> list[tuple]:
        compiler, sql, parameters = self._compiled
        with connections["default"].cursor() as cursor:
            cursor.execute(sql, [values[one.name] if isinstance(one, Given) else one for one in parameters])
            found = cursor.fetchall()
        return list(compiler.results_iter([found], tuple_expected=True))

    @cached_property
    def _compiled(self) -> tuple[SQLCompiler, str, tuple]:
        compiler = self._query.query.get_compiler("default")
        return compiler, *compiler.as_sql()
