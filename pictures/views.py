"""Serves pictures to those who may see them."""

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

from pictures.shown import FORMATS
from pictures.uses import out, seen_by

CONTENT_TYPES = FORMATS | {"png": "image/png"}
# An article can be withdrawn, and its picture with it: no browser keeps one longer than this without asking again.
SECONDS_TO_KEEP = 600


@require_safe
def original(request: HttpRequest, stem: str, extension: str) -> HttpResponseBase:
    name = f"originals/{stem}.{extension}"
    return _answer(request, name, {"file": name})


@require_safe
def rendition(request: HttpRequest, stem: str, shape: str, width: str, extension: str) -> HttpResponseBase:
    return _answer(request, f"renditions/{stem}-{shape}-{width}.{extension}", {"stem": stem})


def _answer(request: HttpRequest, name: str, picture: dict[str, str]) -> HttpResponseBase:
    is_out = out().filter(**picture).exists()
    # Whether it is out is asked first: a reader's request then never opens a session.
    may_see = is_out or seen_by(request.user).filter(**picture).exists()
    if not may_see or not default_storage.exists(name):
        # In words and without the site's frame: nobody reads it where a picture should be.
        missing = HttpResponse("There is no picture here.\n", status=404, content_type="text/plain; charset=utf-8")
        missing.headers["Cache-Control"] = "private, no-cache"
        return missing
    etag = f'"{default_storage.get_modified_time(name).timestamp()}-{default_storage.size(name)}"'
    answer: HttpResponseBase = get_conditional_response(request, etag=etag) or _file(name)
    answer.headers["ETag"] = etag
    answer.headers["Cache-Control"] = f"private, max-age={SECONDS_TO_KEEP}" if is_out else "private, no-cache"
    if not is_out:
        patch_vary_headers(answer, ["Cookie"])
    return answer


def _file(name: str) -> FileResponse:
    answer = FileResponse(
        default_storage.open(name), content_type=CONTENT_TYPES[name.rpartition(".")[2]], as_attachment=False
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    # Opened by itself a picture is a document too; it may do nothing at all.
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
