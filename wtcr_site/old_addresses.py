"""A renamed page keeps its old address: it redirects, and so does all below it."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db.models.signals import pre_save
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

RENAMED_MODELS = (
    "drivers.Driver",
    "drivers.Team",
    "championship.Circuit",
    "championship.Event",
    "championship.Session",
    "championship.Title",
    "news.Article",
)


def connect() -> None:
    for label in RENAMED_MODELS:
        pre_save.connect(_remember, sender=label, dispatch_uid=f"old-address-{label}")


def _remember(sender: type, instance: Any, raw: bool = False, **_: object) -> None:
    if raw or instance.pk is None:
        return
    before = sender.objects.filter(pk=instance.pk).first()
    if before is None or before.slug == instance.slug:
        return
    old_address = apps.get_model("wtcr_site", "OldAddress")
    old_path, new_path = before.get_absolute_url(), instance.get_absolute_url()
    # The page lives at the new address now; earlier moves lead straight to it.
    old_address.objects.filter(old_path=new_path).delete()
    old_address.objects.filter(new_path=old_path).update(new_path=new_path)
    old_address.objects.update_or_create(old_path=old_path, defaults={"new_path": new_path})


class OldAddressMiddleware:
    """Only a page that is not found costs the look-up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 404 and request.method in ("GET", "HEAD"):
            moved_to = _moved_to(request.path)
            if moved_to:
                query = request.META.get("QUERY_STRING", "")
                return HttpResponsePermanentRedirect(moved_to + ("?" + query if query else ""))
        return response


def _moved_to(path: str) -> str | None:
    if "\0" in path:
        # No address has one, and PostgreSQL refuses to look for it.
        return None
    parts = path.strip("/").split("/")
    prefixes = ["/" + "/".join(parts[:length]) + "/" for length in range(1, len(parts) + 1)]
    found = dict(
        apps.get_model("wtcr_site", "OldAddress")
        .objects.filter(old_path__in=prefixes)
        .values_list("old_path", "new_path")
    )
    for prefix in reversed(prefixes):
        if prefix in found:
            return found[prefix] + path[len(prefix) :]
    return None
