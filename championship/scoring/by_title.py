"""What every title has one of, worked out for a title when it is first looked up."""

from collections.abc import Callable, Collection, Iterator, Mapping


class ByTitle[T](Mapping[str, T]):
    """One a title, by its slug. work_out: makes a title's; raises KeyError for a slug that is no title's."""

    def __init__(self, slugs: Collection[str], work_out: Callable[[str], T]) -> None:
        self._slugs = slugs
        self._work_out = work_out
        self._worked_out: dict[str, T] = {}

    def __getitem__(self, slug: str) -> T:
        if slug not in self._worked_out:
            self._worked_out[slug] = self._work_out(slug)
        return self._worked_out[slug]

    def __iter__(self) -> Iterator[str]:
        return iter(self._slugs)

    def __len__(self) -> int:
        return len(self._slugs)
