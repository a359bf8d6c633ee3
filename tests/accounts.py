"""Editors' accounts, each with what it may do and no more."""

from django.contrib.auth.models import Permission, User


def staff(*permissions: str, name: str = "editor") -> User:
    """An account that may enter the admin, with permissions such as "news.view_article"."""
    user = User.objects.create_user(name, is_staff=True)
    for permission in permissions:
        app, _dot, codename = permission.partition(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return user
