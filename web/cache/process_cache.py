"""The cache of one process, where no shared one is set: what comes out is the very thing that was put in."""

import pickle
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.locmem import LocMemCache

# Bytes of each thing in the caches, by their names, as `_caches` of Django's holds the things themselves.
_sizes: dict[str, dict[str, int]] = {}


class ProcessCache(LocMemCache):
    """Django's own without pickling: to unpickle a kept page took a fifth of its answer.

    Only for what nobody changes once it is in: pages, texts and bytes. It holds no more than MAX_ENTRIES things of
    MAX_BYTES in all, whatever is put in; those asked for last stay.
    """

    # Of Django's class; its types leave them out.
    _cache: OrderedDict[str, Any]
    _lock: Lock
    _max_entries: int
    _has_expired: Callable[[str], bool]
    _set: Callable[[str, Any, Any], None]

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(name, params)
        self._sizes = _sizes.setdefault(name, {})
        self._max_bytes: int = params["OPTIONS"]["MAX_BYTES"]

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        key = self.make_key(key, version)
        with self._lock:
            if self._has_expired(key):
                self._delete(key)
                return default
            self._cache.move_to_end(key, last=False)
            return self._cache[key]

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        key, size = self.make_key(key, version), _size(value)
        with self._lock:
            self._put(key, value, size, timeout)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        key, size = self.make_key(key, version), _size(value)
        with self._lock:
            expired = self._has_expired(key)
            if expired:
                self._put(key, value, size, timeout)
            return expired

    # Django's works on pickled numbers.
    incr = BaseCache.incr

    def clear(self) -> None:
        with self._lock:
            for key in list(self._cache):
                self._delete(key)

    def _put(self, key: str, value: Any, size: int, timeout: Any) -> None:
        self._delete(key)
        # What is larger than all that there is room for would put everything else out, and not stay.
        if size > self._max_bytes:
            return
        used = sum(self._sizes.values())
        while self._cache and (len(self._cache) >= self._max_entries or used + size > self._max_bytes):
            oldest = next(reversed(self._cache))
            used -= self._sizes[oldest]
            self._delete(oldest)
        self._set(key, value, timeout)
        self._sizes[key] = size

    def _delete(self, key: str) -> bool:
        self._sizes.pop(key, None)
        return bool(super()._delete(key))  # type: ignore[misc]  # as those above


def _size(value: Any) -> int:
    """What it would weigh in a shared cache: of a page or a text what it weighs in this one, but for a few names."""
    return len(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))
