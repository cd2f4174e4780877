"""A sign-out holds, whatever becomes of Redis."""

import asyncio
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings as conf
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connections
from django.test import Client

from apps.accounts.models import User
from apps.accounts.sessions import SessionStore
from apps.core.clock import now
from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db
ME = "/api/v1/me/"
# Nobody listens there.
DEAD = "redis://127.0.0.1:1/0"


def caches_at(address: str) -> dict[str, Any]:
    return {"default": {**conf.CACHES["default"], "LOCATION": address}}


def signed_in(user: User) -> tuple[Client, str]:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client, client.cookies[conf.SESSION_COOKIE_NAME].value


def with_cookie(key: str) -> Client:
    client = Client()
    client.cookies[conf.SESSION_COOKIE_NAME] = key
    return client


async def loaded(key: str) -> dict[str, Any]:
    """What asynchronous code reads; the thread in which Django asked the database leaves no connection behind."""
    try:
        return await SessionStore(key).aload()
    finally:
        await sync_to_async(connections.close_all)()


def test_a_sign_out_while_redis_is_away_holds_when_it_returns(settings: Any) -> None:
    client, key = signed_in(UserFactory())
    assert client.get(ME).status_code == 200
    alive = settings.CACHES
    settings.CACHES = caches_at(DEAD)
    assert client.post("/accounts/logout/").status_code == 302
    settings.CACHES = alive
    assert cache.get(SessionStore.cache_key_prefix + key), "Redis still remembers the session"
    assert with_cookie(key).get(ME).status_code == 401
    assert cache.get(SessionStore.cache_key_prefix + key) is None


def test_a_session_that_has_expired_in_the_database_is_over() -> None:
    _, key = signed_in(UserFactory())
    Session.objects.filter(session_key=key).update(expire_date=now())
    assert with_cookie(key).get(ME).status_code == 401


def test_a_session_is_served_from_the_cache_and_without_it(settings: Any) -> None:
    _, key = signed_in(UserFactory())
    assert with_cookie(key).get(ME).status_code == 200
    settings.CACHES = caches_at(DEAD)
    assert with_cookie(key).get(ME).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_the_same_holds_where_sessions_are_read_asynchronously() -> None:
    user = UserFactory()
    _, key = signed_in(user)
    assert asyncio.run(loaded(key))["_auth_user_id"] == str(user.pk)
    Session.objects.filter(session_key=key).delete()
    assert asyncio.run(loaded(key)) == {}
