"""Django's `cached_db` sessions, but what the cache answers holds only while the row stands in the database.

The cache forgives a dead Redis, so a sign-out while Redis is away leaves the cached session behind; it would let
its cookie in again when Redis returns.
"""

from typing import Any

from django.contrib.sessions.backends.cached_db import SessionStore as CachedStore
from django.core.cache import cache

from apps.core.clock import now


class SessionStore(CachedStore):
    """A session ends with its row, whatever Redis remembers."""

    def load(self) -> dict[str, Any]:
        data: dict[str, Any] = super().load()
        key = self.session_key
        if not data or self.model.objects.filter(session_key=key, expire_date__gt=now()).exists():
            return data
        cache.delete(self.cache_key_prefix + key)
        self._session_key = None
        return {}

    async def aload(self) -> dict[str, Any]:
        data: dict[str, Any] = await super().aload()
        key = self.session_key
        if not data or await self.model.objects.filter(session_key=key, expire_date__gt=now()).aexists():
            return data
        await cache.adelete(self.cache_key_prefix + key)
        self._session_key = None
        return {}
