"""Hints cost a request next to nothing, whatever state Redis is in."""

import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest

from apps.live import publish
from apps.live.models import Event
from apps.live.publish import Announcement, Note
from tests.live import notes


def test_an_announcement_is_read_as_it_was_packed() -> None:
    told = Announcement(
        "UZ-TK", "e1", [Note(1, "notes", '{"a":"ʻ\\n"}', '{"a":1}'), Note(2, "secrets", "{}", None)]
    )
    assert Announcement.unpacked("UZ-TK", told.packed()) == told


@pytest.mark.parametrize("message", [b"", b"[]", b"{}", b'{"notes":[[1,"a",false]],"epoch":"e"}', b"\xff"])
def test_nonsense_is_no_announcement(message: bytes) -> None:
    with pytest.raises(ValueError):
        Announcement.unpacked("UZ-TK", message)


@pytest.fixture
def silent_redis(settings: Any) -> Iterator[None]:
    """A Redis that takes connections and never answers."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        settings.REDIS_URL = f"redis://127.0.0.1:{listening.getsockname()[1]}/0"
        publish.client.cache_clear()
        yield
    publish.client.cache_clear()
    publish.breaker = publish.Breaker()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("two_regions", "silent_redis")
def test_a_redis_that_hangs_delays_one_change_for_a_moment_and_fails_none() -> None:
    began = time.monotonic()
    for n in range(5):
        notes.write(f"n{n}")
    assert time.monotonic() - began < 0.9
    assert Event.objects.count() == 5
