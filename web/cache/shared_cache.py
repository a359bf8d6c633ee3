"""The cache that processes and machines share, on Redis. When it is away that costs time, and nothing else."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock
from time import monotonic
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient

# Seconds for which a server that did not answer is left alone: a page asks several times, and would wait each time.
PAUSE = 1.0

type Key = str | bytes | memoryview
# Seconds, None for always.
type Timeout = int | timedelta | None

logger = logging.getLogger(__name__)


class SharedCache(RedisCache):
    """Django's own, but one that fails is an empty one that takes nothing."""

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _Client


class _Client(RedisCacheClient):
    def __init__(self, servers: list[str], **options: Any) -> None:
        super().__init__(servers, **options)
        self._server = _servers[str(servers)]

    def get(self, key: Key, default: Any) -> Any:
        return self._tried(default, super().get, key, default)

    def get_many(self, keys: Iterable[Key]) -> dict[Key, Any]:
        return self._tried({}, super().get_many, keys)

    def has_key(self, key: Key) -> bool:
        return self._tried(False, super().has_key, key)

    def add(self, key: Key, value: Any, timeout: Timeout) -> bool:
        return self._tried(False, super().add, key, value, timeout)

    def set(self, key: Key, value: Any, timeout: Timeout) -> None:
        self._tried(None, super().set, key, value, timeout)

    def set_many(self, data: Mapping[Key, Any], timeout: Timeout) -> None:
        self._tried(None, super().set_many, data, timeout)

    def touch(self, key: Key, timeout: Timeout) -> bool:
        return self._tried(False, super().touch, key, timeout)

    def incr(self, key: Key, delta: int) -> Any:
        if not self.has_key(key):
            raise ValueError(f"Key {key!r} not found.")
        return self._tried(delta, super().incr, key, delta)

    def delete(self, key: Key) -> bool:
        return self._tried(False, super().delete, key)

    def delete_many(self, keys: Iterable[Key]) -> None:
        self._tried(None, super().delete_many, keys)

    def clear(self) -> bool:
        return self._tried(False, super().clear)

    def _tried[T](self, otherwise: T, operation: Callable[..., T], *arguments: Any) -> T:
        """What the server answers; `otherwise` when it fails, and while it is left alone."""
        server = self._server
        if server.is_away and not server.is_due():
            return otherwise
        try:
            answer = operation(*arguments)
        except Exception as error:
            server.failed(error)
            return otherwise
        server.is_away = False
        return answer


@dataclass
class _Server:
    """What the threads of a process know of a server. tried_at, logged_at: by the clock of `monotonic`."""

    is_away: bool = False
    tried_at: float = 0
    logged_at: float = 0

    def is_due(self) -> bool:
        """Whether one that is away is tried again: by one thread at a time, the others go on without it."""
        with _lock:
            now = monotonic()
            due = now - self.tried_at >= PAUSE
            if due:
                self.tried_at = now
            return due

    def failed(self, error: Exception) -> None:
        with _lock:
            now = monotonic()
            was_logged = self.is_away and now - self.logged_at < PAUSE
            self.is_away, self.tried_at = True, now
            if not was_logged:
                self.logged_at = now
        if not was_logged:
            logger.warning("The cache does not answer, pages are made anew: %s: %s", type(error).__name__, error)


_servers: defaultdict[str, _Server] = defaultdict(_Server)
_lock = Lock()
