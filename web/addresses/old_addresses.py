"""A renamed page keeps its old address: it redirects, and so does every address that names it."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models.signals import pre_save
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils import translation

from web.addresses.languages import in_language, language_of, plain

RENAMED_MODELS = (
    "drivers.Driver",
    "drivers.Team",
    "championship.Circuit",
    "championship.Event",
    "championship.Session",
    "championship.Title",
    "news.Article",
)
ROUNDS = 4


def connect() -> None:
    for label in RENAMED_MODELS:
        pre_save.connect(_remember, sender=label, dispatch_uid=f"old-address-{label}")


def _remember(sender: type, instance: Any, raw: bool = False, **_: object) -> None:
    if raw or instance.pk is None:
        return
    before = sender.objects.filter(pk=instance.pk).first()
    if before is None or before.slug == instance.slug:
        return
    old_address = apps.get_model("web", "OldAddress")
    old_path, new_path = before.get_absolute_url(), instance.get_absolute_url()
    # The page lives at the new address now; earlier moves lead straight to it.
    old_address.objects.filter(old_path=new_path).delete()
    old_address.objects.filter(new_path=old_path).update(new_path=new_path)
    # What moved below the old address did so below the new one.
    for below in old_address.objects.filter(old_path__startswith=old_path).exclude(old_path=old_path):
        below.old_path = new_path + below.old_path.removeprefix(old_path)
        below.new_path = new_path + below.new_path.removeprefix(old_path)
        below.save()
    old_address.objects.update_or_create(old_path=old_path, defaults={"new_path": new_path})


class OldAddressMiddleware:
    """Only a page that is not found costs the look-up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 404 and request.method in ("GET", "HEAD"):
            # Old addresses are kept once, without a language.
            language, path = language_of(request.path), plain(request.path)
            with translation.override(settings.LANGUAGE_CODE):
                moved_to = _moved_to(path)
            if moved_to and moved_to != path:
                query = request.META.get("QUERY_STRING", "")
                answer = HttpResponsePermanentRedirect(in_language(moved_to, language) + ("?" + query if query else ""))
                # A page may move back: no browser follows this for ever without asking.
                answer.headers["Cache-Control"] = "private, no-cache"
                return answer
        return response


def new_slug(page: str, slug: str) -> str:
    """What something whose page is named by its slug alone is called now; the same where it was not renamed."""
    try:
        path = plain(reverse(page, args=[slug]))
    except NoReverseMatch:
        return slug
    return _new_paths([path]).get(path, path).rstrip("/").rpartition("/")[2]


def _moved_to(path: str) -> str | None:
    """Where the page at `path` is now: each part of the address that names something is followed to its new name."""
    if "\0" in path:
        # No address has one, and PostgreSQL refuses to look for it.
        return None
    try:
        match = resolve(path)
    except Resolver404:
        return _new_paths([path]).get(path)
    parts = dict(match.kwargs)
    # An event may have moved since its session did: what is found in one round opens the next.
    for _round in range(ROUNDS):
        pages = {page: part for part in parts for page in _pages_of(part, match.url_name, parts)}
        found = _new_paths(list(pages))
        for page, new_path in found.items():
            parts[pages[page]] = new_path.rstrip("/").rpartition("/")[2]
        if not found:
            break
    if parts != match.kwargs:
        return reverse(match.url_name, kwargs=parts)
    return _new_paths([path]).get(path)


def _pages_of(part: str, name: str, parts: dict[str, Any]) -> list[str]:
    """The pages of what one part of an address can name, as OldAddress knows them."""
    match part:
        case "first" | "second":
            return [reverse("driver", args=[parts[part]])]
        case "competitor":
            # A driver or a team, whichever the title ranks.
            return [reverse("driver", args=[parts[part]]), reverse("team", args=[parts[part]])]
        # An address of what is live is of the moment and names no season.
        case "title" if "year" in parts:
            return [reverse("standings", args=[parts["year"], parts["title"]])]
        case "event":
            return [reverse("event", args=[parts["year"], parts["event"]])]
        case "session":
            return [reverse("session", args=[parts["year"], parts["event"], parts["session"]])]
        case "slug":
            page = name.removesuffix("_data").removesuffix("_share")
            return [reverse(page, kwargs={name: parts[name] for name in ("year", "slug") if name in parts})]
    return []


def _new_paths(paths: list[str]) -> dict[str, str]:
    rows = apps.get_model("web", "OldAddress").objects.filter(old_path__in=paths)
    return dict(rows.values_list("old_path", "new_path"))
