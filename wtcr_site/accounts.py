"""What was done under an account's name stays, whatever becomes of the account.

Accounts are shut, not deleted, as a rule (admin.py). Where one is deleted all the same, an account of its name that is
shut, and holds nothing else of it, stands in its place in the histories: by the admin, a command or a queryset.
"""

from typing import Any
from uuid import uuid4

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db.models import Model
from django.db.models.signals import post_delete, pre_delete

from championship.models import LiveOrder

# The rows that say who did something, with the field that says it.
HISTORIES: tuple[tuple[type[Model], str], ...] = ((LogEntry, "user"), (LiveOrder, "sent_by"))


def has_done_something(account: User) -> bool:
    return any(model._base_manager.filter(**{field: account.pk}).exists() for model, field in HISTORIES)


def keep_its_name(sender: type[User], instance: User, using: str, **kwargs: Any) -> None:
    """Hands what an account did to the one that is to bear its name."""
    if not has_done_something(instance):
        return
    # A name is one account's, and this one still has it.
    heir = User(username=uuid4().hex, is_active=False, date_joined=instance.date_joined)
    heir.set_unusable_password()
    heir.save(using=using)
    for model, field in HISTORIES:
        model._base_manager.using(using).filter(**{field: instance.pk}).update(**{field: heir})
    instance._heir = heir  # type: ignore[attr-defined]


def bear_its_name(sender: type[User], instance: User, using: str, **kwargs: Any) -> None:
    heir = getattr(instance, "_heir", None)
    if heir is not None:
        User.objects.using(using).filter(pk=heir.pk).update(username=instance.username)


def connect() -> None:
    pre_delete.connect(keep_its_name, sender=User, dispatch_uid="keep_its_name")
    post_delete.connect(bear_its_name, sender=User, dispatch_uid="bear_its_name")
