"""Wide rows read by name: the columns of a query in groups, each with its own place in the row."""

from collections.abc import Iterator, Sequence

from django.db.models.expressions import Combinable


class Columns:
    """The columns of a `values_list()` in named groups; as an attribute a group's name is its slice of a row.

        COLUMNS = Columns(author=("author__slug", "author__name"), length=("words", "pages"))
        for row in Book.objects.values_list(*COLUMNS):
            words, pages = row[COLUMNS.length]

    A group that makes an object has its columns in the order of its fields: `Author(*row[COLUMNS.author])`.
    """

    def __init__(self, **groups: Sequence[str | Combinable]) -> None:
        self._columns: list[str | Combinable] = []
        for name, columns in groups.items():
            first = len(self._columns)
            self._columns += columns
            # Kept in the instance itself, where Python looks first: rows are many.
            vars(self)[name] = slice(first, len(self._columns))

    def __iter__(self) -> Iterator[str | Combinable]:
        return iter(self._columns)

    def __getattr__(self, name: str) -> slice:
        """Asked only for what is no group."""
        raise AttributeError(f"There is no group of columns of the name {name!r}.", name=name, obj=self)
