"""What all tests share: the regions of the country, and a person for each role."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import translation
from rest_framework.test import APIClient

from tests.broker import broker
from tests.described import DescribedClient
from tests.server import portal_server

__all__ = ["broker", "portal_server"]
LEFT = """
    SELECT query FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Each test begins with an empty cache."""
    cache.clear()


@pytest.fixture(autouse=True, scope="session")
def _no_connection_is_left(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A thread that leaves its connection open would keep the test database from being dropped: say whose it is."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for _ in range(20):
            cursor.execute(LEFT)
            if not (left := cursor.fetchall()):
                return
            cursor.execute("SELECT pg_sleep(0.1)")
    pytest.fail(f"connections that nobody closed, and what they asked last: {left}")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Each test begins in English, whatever language the one before left active."""
    with translation.override("en"):
        yield


@pytest.fixture
def api() -> APIClient:
    """An API client that nobody is signed in to."""
    return DescribedClient()


@pytest.fixture
def signed_in() -> Callable[[Any], APIClient]:
    """`signed_in(user)`: an API client with that user's session."""

    def make(user: Any) -> APIClient:
        client = DescribedClient()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return make


@pytest.fixture
def browser_of() -> Callable[[Any], Client]:
    """`browser_of(user)`: Django's test client with that user's session."""

    def make(user: Any) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return make
