"""A renamed page keeps its old address: it redirects, and so does every address that names it."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.signals import pre_save
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils import translation

from web.addresses.languages import in_language, language_of, plain
from web.models import OldAddress

ROUNDS = 4

# By the name of a part of an address: the pages that it can be the name of, and the parts that make up theirs.
_named_pages: defaultdict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)


def keep_addresses_of(*renamed: type[models.Model]) -> None:
    """Keeps the old address of each row of these models whose slug changes."""
    for model in renamed:
        pre_save.connect(_remember, sender=model, dispatch_uid=f"old-address-{model._meta.label}")


def name_part(part: str, page: str, *parts: str) -> None:
    """Wherever `part` stands in an address, it is followed to what the page called `page` is named now.

    `parts` of the same address make up that page's own; an address that lacks one of them names no such page.
    """
    _named_pages[part].append((page, parts))


def _remember(sender: type[models.Model], instance: Any, raw: bool = False, **_: object) -> None:
    if raw or instance.pk is None:
        return
    before: Any = sender._default_manager.filter(pk=instance.pk).first()
    if before is None or before.slug == instance.slug:
        return
    old_path, new_path = before.get_absolute_url(), instance.get_absolute_url()
    # The page lives at the new address now; earlier moves lead straight to it.
    OldAddress.objects.filter(old_path=new_path).delete()
    OldAddress.objects.filter(new_path=old_path).update(new_path=new_path)
    # What moved below the old address did so below the new one.
    for below in OldAddress.objects.filter(old_path__startswith=old_path).exclude(old_path=old_path):
        below.old_path = new_path + below.old_path.removeprefix(old_path)
        below.new_path = new_path + below.new_path.removeprefix(old_path)
        below.save()
    OldAddress.objects.update_or_create(old_path=old_path, defaults={"new_path": new_path})


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
    name = match.url_name or ""
    # What stands above in an address may have moved later: what is found in one round opens the next.
    for _round in range(ROUNDS):
        pages = {page: part for part in parts for page in _pages_of(part, name, parts)}
        new_paths = _new_paths(list(pages))
        for page, new_path in new_paths.items():
            parts[pages[page]] = new_path.rstrip("/").rpartition("/")[2]
        if not new_paths:
            break
    if parts != match.kwargs:
        return reverse(name, kwargs=parts)
    return _new_paths([path]).get(path)


def _pages_of(part: str, name: str, parts: Mapping[str, Any]) -> list[str]:
    """The pages of what one part of the address called `name` can name, as OldAddress knows them."""
    if part == "slug":
        page = name.removesuffix("_data").removesuffix("_share")
        return [reverse(page, kwargs={name: parts[name] for name in ("year", "slug") if name in parts})]
    return [
        reverse(page, args=[parts[name] for name in names])
        for page, names in _named_pages[part]
        if parts.keys() >= set(names)
    ]


def _new_paths(paths: list[str]) -> dict[str, str]:
    return dict(OldAddress.objects.filter(old_path__in=paths).values_list("old_path", "new_path"))
