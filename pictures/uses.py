"""Where pictures are used: what shows one registers here, so that the library knows nobody by name."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.text import capfirst

from pictures.models import Picture

type Account = User | AnonymousUser


@dataclass(frozen=True, slots=True)
class Use:
    """A model whose rows show a picture, in `field`.

    out: the rows that readers may see. may_see_all: whether an account may see the others, too. unnamed: what stands
    for one of these where it may not be named.
    """

    model: type[Model]
    field: str
    out: Callable[[], QuerySet[Any]]
    may_see_all: Callable[[Account], bool]
    unnamed: str | Promise

    @property
    def key(self) -> str:
        """Tells it from the others, as a word of Python."""
        return self.model._meta.label_lower.replace(".", "_")

    def all(self) -> QuerySet[Any]:
        return self.model._default_manager.all()


_uses: list[Use] = []


def register(
    model: type[Model],
    field: str,
    out: Callable[[], QuerySet[Any]] | None = None,
    may_see_all: Callable[[Account], bool] = lambda _account: True,
    unnamed: str | Promise = "",
) -> None:
    """As in `Use`; without `out` readers may see every row."""
    _uses.append(Use(model, field, out or model._default_manager.all, may_see_all, unnamed))


def uses() -> tuple[Use, ...]:
    return tuple(_uses)


def out() -> QuerySet[Picture]:
    """The pictures that readers may see: those of something that they may see."""
    return _shown((use.field, use.out()) for use in _uses)


def seen_by(account: Account) -> QuerySet[Picture]:
    """The pictures that an account may see besides those that are out: the whole library, or those of drafts."""
    if account.has_perm("pictures.view_picture") or account.has_perm("pictures.change_picture"):
        return Picture.objects.all()
    return _shown((use.field, use.all()) for use in _uses if use.may_see_all(account))


def _shown(users: Iterable[tuple[str, QuerySet[Any]]]) -> QuerySet[Picture]:
    """The pictures that a row of one of these shows in its field."""
    shown = Q(pk__in=[])
    for field, rows in users:
        shown |= Q(Exists(rows.filter(**{field: OuterRef("pk")})))
    return Picture.objects.filter(shown)


def users_of(picture: Picture, names_all: Callable[[Use], bool]) -> Iterator[tuple[Model | None, str]]:
    """Everything that shows the picture, each with its kind and name.

    names_all: whether what is not out may be named; where not, such a row is None with what stands for it.
    """
    for use in _uses:
        of_picture = {use.field: picture}
        named = set((use.all() if names_all(use) else use.out()).filter(**of_picture).values_list("pk", flat=True))
        for row in use.all().filter(**of_picture):
            if row.pk in named:
                yield row, f"{capfirst(str(row._meta.verbose_name))} {row}"
            else:
                yield None, str(use.unnamed)
