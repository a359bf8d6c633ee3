"""Who reads what is live: what they chose to see of it, and what of it they have."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from django.db.models import Max
from django.http import HttpRequest
from django.utils import timezone

from championship.models import Classification, LiveOrder
from championship.models.season import in_open_season
from web.cache.page_cache import as_of, delay
from web.moments import AsOf

# For everyone without a choice of their own: a cache in front may keep it for a second, a browser asks each time. What
# a reader chose is in the cookie, so no cache may mix the two.
SHARED = {
    "Cache-Control": "public, max-age=0, s-maxage=1",
    "Vary": "Accept-Encoding, Cookie",
}
PERSONAL = SHARED | {"Cache-Control": "private, no-cache"}
# nginx is told to go by this header alone: without it the poll of one reader would answer everyone's.
PERSONAL_POLL = PERSONAL | {"X-Accel-Expires": "0"}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks: what they want hidden, and the moment they are at, None for now."""

    as_of: AsOf | None
    delay: int
    at: datetime | None

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        seconds = delay(request)
        return cls(as_of(request), seconds, timezone.now() - timedelta(seconds=seconds) if seconds else None)

    @property
    def has_chosen(self) -> bool:
        return bool(self.as_of or self.delay)

    def version(self, revisions: Mapping[str, str]) -> str:
        """What the reader holds once they have the newest of all that is for them."""
        newest = version(revisions, self.at)
        return f"{newest}.{self.as_of or self.delay}" if self.has_chosen else newest


def version(revisions: Mapping[str, str], at: datetime | None = None) -> str:
    """What a reader holds who has the newest of all, by the revisions. No query, with `at` two.

    `at`: for a reader who sees things as they were at that moment. The hour is part of it, so that what time alone
    changes comes, too.
    """
    live = revisions["live"]
    if at is not None:
        seen = in_open_season("session__event__season")
        order = LiveOrder.objects.order_by().filter(seen, sent_at__lte=at).aggregate(newest=Max("pk"))
        result = Classification.objects.order_by().filter(seen, published_at__lte=at).aggregate(newest=Max("pk"))
        live = f"{order['newest']} {result['newest']}"
    text = f"{revisions['season']} {live} {timezone.now():%d%H}"
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
