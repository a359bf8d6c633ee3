"""The cache of one process, where no shared one is set: what comes out is the very thing that was put in."""

from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.locmem import LocMemCache


class ProcessCache(LocMemCache):
    """Django's own without pickling: to unpickle a kept page took a fifth of its answer.

    Only for what nobody changes once it is in: frozen records, texts and bytes.
    """

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        key = self.make_key(key, version)
        with self._lock:
            if self._has_expired(key):
                self._delete(key)
                return default
            self._cache.move_to_end(key, last=False)
            return self._cache[key]

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        key = self.make_key(key, version)
        with self._lock:
            self._set(key, value, timeout)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        key = self.make_key(key, version)
        with self._lock:
            expired = self._has_expired(key)
            if expired:
                self._set(key, value, timeout)
            return expired

    # Django's works on pickled numbers.
    incr = BaseCache.incr
