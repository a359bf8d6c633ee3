"""Queries that are put together once a process: for a page's large ones that costs more than to run them."""

from functools import cached_property
from typing import Any, NamedTuple

from django.db import connections
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.sql.compiler import SQLCompiler

type Row = tuple[Any, ...]


class Parameter(NamedTuple):
    """Stands in a prepared query for a value that comes when it is run."""

    name: str


def parameter(name: str) -> RawSQL:
    return RawSQL("%s", [Parameter(name)])


class Prepared:
    """Rows of a `values_list()`, as tuples; for each `parameter(name)` in it `rows(name=…)` takes a value."""

    def __init__(self, query: QuerySet[Model, Row]) -> None:
        self._query = query

    def rows(self, **values: Any) -> list[Row]:
        compiler, sql, in_place = self._compiled
        with connections["default"].cursor() as cursor:
            cursor.execute(sql, [values[known.name] if isinstance(known, Parameter) else known for known in in_place])
            rows = cursor.fetchall()
        return [tuple(row) for row in compiler.results_iter([rows], tuple_expected=True)]

    @cached_property
    def _compiled(self) -> tuple[SQLCompiler, str, Row]:
        compiler = self._query.query.get_compiler("default")
        return compiler, *compiler.as_sql()
