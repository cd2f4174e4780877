"""What the live tests share: the topic `notes` in two regions, and sockets of people."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from apps.accounts.models import ApiClient, User
from apps.live import topics
from tests.accounts.factories import key_of
from tests.live import notes
from tests.live.sockets import LiveSocket, cookie_of
from tests.regions.factories import RegionFactory
from tests.server import PortalServer


@pytest.fixture
def two_regions(request: pytest.FixtureRequest) -> Iterator[None]:
    """UZ-TK and UZ-SA, and the topic `notes`, empty."""
    topics.register(notes.TOPIC)
    notes.ITEMS.clear()
    for code in ("UZ-TK", "UZ-SA"):
        RegionFactory(code=code)
    yield
    topics.forget("notes")


@pytest.fixture
def socket_of(portal_server: PortalServer) -> Iterator[Callable[..., LiveSocket]]:
    """`socket_of(user or client, **options)`: an open socket; all are closed at the end."""
    with ExitStack() as stack:

        def open_one(who: User | ApiClient | None, **options: Any) -> LiveSocket:
            headers = dict(options.pop("headers", {}))
            origin = options.pop("origin", portal_server.url)
            if isinstance(who, User):
                headers["Cookie"] = cookie_of(who)
            elif isinstance(who, ApiClient):
                headers["Authorization"] = f"Api-Key {key_of(who)}"
                origin = None
            return stack.enter_context(
                LiveSocket.opened(portal_server.ws_url, headers=headers, origin=origin, **options)
            )

        yield open_one
