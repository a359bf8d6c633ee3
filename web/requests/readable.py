"""What of a request can be read at all. What cannot is refused here, with a sentence, before anything rests on it."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import TooManyFieldsSent
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_header_parameters
from django.utils.translation import gettext as _

# Browsers send forms as UTF-8, of which ASCII is a part. Python has a codec for each of these, and for much that is no
# text, such as base64 and zip.
CHARSETS = frozenset(("utf-8", "utf8", "ascii", "us-ascii"))
UNREADABLE = "unreadable"
# No body is longer than a number of so many digits; larger ones are no length.
LONGEST_LENGTH = 15


class Request(WSGIRequest):
    """A request that can be made whatever its Content-Type says, so that it can be answered. It is read as UTF-8."""

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        # Django looks the charset up and reads the parameters by it, which raises before there is anything to answer.
        try:
            self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except (LookupError, ValueError):
            self.content_type, self.content_params = "", {"charset": UNREADABLE}


class Handler(WSGIHandler):
    request_class = Request


class ReadableMiddleware:
    """Stands in front of all that reads parameters, forms or files."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        charset = (request.content_params or {}).get("charset")
        if charset is not None and charset.lower() not in CHARSETS:
            return refusal(415, _("This site reads UTF-8 alone. Send the request again in UTF-8."))
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdigit() and len(length) <= LONGEST_LENGTH):
            return refusal(400, _("The length that came with this request is no number. Send it again from the page."))
        try:
            # Read once here, it can be read by every page, that of an error too.
            request.GET  # noqa: B018
        except TooManyFieldsSent:
            sentence = _("This address asks for more than any page knows. Shorten what follows its question mark.")
            return refusal(400, sentence)
        return self.get_response(request)


def refusal(status: int, sentence: str) -> HttpResponse:
    """In words and without the site's frame, which would read of the request what cannot be read."""
    answer = HttpResponse(f"{sentence}\n", status=status, content_type="text/plain; charset=utf-8")
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
