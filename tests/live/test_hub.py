"""The hub sends every event once and in order, whatever Redis loses, reorders or repeats."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
import redis
from django.db import connection

from apps.live import hub, publish
from apps.live.models import RegionFeed
from tests.accounts.factories import UserFactory
from tests.live import notes
from tests.live.sockets import LiveSocket

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("two_regions")]
Opener = Callable[..., LiveSocket]


def seqs(events: list[dict[str, int]]) -> list[int]:
    return [event["seq"] for event in events]


def write_and_hang_up(pk: str) -> None:
    notes.write(pk)
    connection.close()


def test_writers_at_the_same_time_leave_no_gap_and_no_disorder(socket_of: Opener) -> None:
    socket = socket_of(UserFactory())
    socket.hello()
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write_and_hang_up, [f"n{n}" for n in range(80)]))
    assert seqs(socket.events(80)) == list(range(1, 81))


def test_changes_in_two_regions_in_either_order_never_wait_for_each_other() -> None:
    def both(first: str, second: str) -> None:
        with notes.change(at=notes.AT) as feed:
            for code in (first, second):
                notes.put(code, code)
                feed.touch(topic="notes", kind="note.written", object_id=code, regions={code})
        connection.close()

    with ThreadPoolExecutor(8) as threads:
        orders = [("UZ-TK", "UZ-SA"), ("UZ-SA", "UZ-TK")] * 20
        list(threads.map(lambda order: both(*order), orders))
    assert set(RegionFeed.objects.values_list("seq", flat=True)) == {40}


@pytest.fixture
def hints(monkeypatch: pytest.MonkeyPatch) -> list[partial[None]]:
    """Hints are held back here; call them to let them through."""
    held: list[partial[None]] = []
    real = publish.send
    monkeypatch.setattr(publish, "send", lambda to, message: held.append(partial(real, to, message)))
    return held


def test_hints_that_come_late_twice_or_in_disorder_change_nothing(
    socket_of: Opener, hints: list[partial[None]]
) -> None:
    socket = socket_of(UserFactory())
    socket.hello()
    hints.clear()
    for n in range(4):
        notes.write(f"n{n}")
    first, second, third, fourth = hints
    for hint in (second, second, first, fourth, third, first, fourth):
        hint()
    assert seqs(socket.events(4)) == [1, 2, 3, 4]
    assert socket.is_silent()


def test_a_gap_is_closed_from_the_database(socket_of: Opener, hints: list[partial[None]]) -> None:
    socket = socket_of(UserFactory())
    socket.hello()
    hints.clear()
    for n in range(3):
        notes.write(f"n{n}")
    hints[-1]()
    assert seqs(socket.events(3)) == [1, 2, 3]


def test_a_last_hint_that_is_lost_is_found_by_asking(socket_of: Opener, hints: list[partial[None]]) -> None:
    socket = socket_of(UserFactory())
    socket.hello()
    notes.write("n1")
    assert seqs(socket.events(1, within_s=3)) == [1]


def test_a_gap_is_closed_by_one_query_for_all_sockets(
    socket_of: Opener, hints: list[partial[None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    real = hub.notes_after
    monkeypatch.setattr(hub, "notes_after", lambda *args: asked.append(args) or real(*args))
    sockets = [socket_of(UserFactory()) for _ in range(5)]
    for socket in sockets:
        socket.hello()
    hints.clear()
    for n in range(3):
        notes.write(f"n{n}")
    hints[-1]()
    for socket in sockets:
        assert seqs(socket.events(3)) == [1, 2, 3]
    assert len(asked) == 1


def test_an_answer_of_the_database_that_redis_overtook_changes_nothing(
    socket_of: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = hub.heads

    def slow_heads() -> Any:
        found = real()
        time.sleep(0.05)
        return found

    monkeypatch.setattr(hub, "heads", slow_heads)
    monkeypatch.setattr(hub, "POLL_S", 0.01)
    socket = socket_of(UserFactory())
    socket.hello()
    for n in range(60):
        notes.write(f"n{n}")
    assert [socket.next().get("seq") for _ in range(60)] == list(range(1, 61))


def test_a_stray_hint_of_a_number_never_given_changes_nothing(socket_of: Opener) -> None:
    socket = socket_of(UserFactory())
    socket.hello()
    epoch = RegionFeed.objects.get(region="UZ-TK").epoch
    stray = publish.Announcement("UZ-TK", epoch, [publish.Note(7, "notes", "{}", None)])
    publish.send(publish.channel("feed.UZ-TK"), stray.packed())
    assert socket.is_silent()
    notes.write("n1")
    assert seqs(socket.events(1)) == [1]


def test_nonsense_on_the_channel_is_ignored(socket_of: Opener) -> None:
    socket = socket_of(UserFactory())
    socket.hello()
    for message in (b"", b"{}", b"\xff\xfe", b'{"epoch":"x","notes":[[1,"notes",true]]}'):
        publish.send(publish.channel("feed.UZ-TK"), message)
    publish.send(publish.channel("feed.XX"), b'{"epoch":"x","notes":[]}')
    notes.write("n1")
    assert seqs(socket.events(1)) == [1]


def test_the_heartbeat_says_what_was_sent_before_it(
    socket_of: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "HEARTBEAT_S", 0.3)
    socket = socket_of(UserFactory())
    socket.hello(topics=["incidents"])
    notes.write("n1")
    heard = socket.wait_for("heartbeat")
    while heard["seq"] != {"UZ-TK": 1}:
        heard = socket.wait_for("heartbeat")
    assert heard["server_time"].endswith("Z")


def test_a_trouble_of_the_portal_is_in_the_welcome_and_told_at_once_when_it_comes_or_goes(
    socket_of: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = ["mqtt_silent"]
    monkeypatch.setattr(hub, "trouble_codes", lambda: list(found))
    monkeypatch.setattr(hub, "TROUBLES_S", 0.05)
    socket = socket_of(UserFactory())
    assert socket.hello()["troubles"] == ["mqtt_silent"]
    found.append("alarms_behind")
    assert socket.wait_for("heartbeat")["troubles"] == ["mqtt_silent", "alarms_behind"]
    found.clear()
    assert socket.wait_for("heartbeat")["troubles"] == []


@pytest.fixture
def dead_redis(settings: Any) -> Iterator[None]:
    """A Redis that neither the hub nor publishers reach."""
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    publish.client.cache_clear()
    yield
    publish.client.cache_clear()
    publish.breaker = publish.Breaker()


@pytest.mark.usefixtures("dead_redis")
def test_with_redis_down_everything_still_comes_by_asking_each_second(socket_of: Opener) -> None:
    socket = socket_of(UserFactory())
    socket.hello()
    for n in range(3):
        notes.write(f"n{n}")
    assert seqs(socket.events(3, within_s=3)) == [1, 2, 3]


def test_connections_to_redis_that_are_cut_lose_nothing(socket_of: Opener) -> None:
    socket = socket_of(UserFactory())
    socket.hello()
    with redis.Redis.from_url(publish.settings.REDIS_URL) as client:
        for n in range(20):
            notes.write(f"n{n}")
            if n % 5 == 2:
                client.flushdb()
                cut_subscriptions(client)
    assert seqs(socket.events(20)) == list(range(1, 21))


def cut_subscriptions(client: redis.Redis) -> None:
    """End the subscriptions of this test's Redis database, as a Redis that restarts does."""
    mine = str(client.connection_pool.connection_kwargs["db"])
    for entry in client.client_list(_type="pubsub"):
        if entry["db"] == mine:
            client.client_kill_filter(_id=entry["id"])


def test_a_client_that_does_not_read_is_closed_and_the_others_get_all(socket_of: Opener) -> None:
    stalled = socket_of(UserFactory(), max_queue=1)
    others = [socket_of(UserFactory()) for _ in range(3)]
    for socket in (stalled, *others):
        socket.hello()
    received: list[list[int]] = [[] for _ in others]
    count = 1600

    def read(place: int) -> None:
        received[place] = seqs(others[place].events(count, within_s=20))

    readers = [threading.Thread(target=read, args=(place,)) for place in range(len(others))]
    for reader in readers:
        reader.start()
    for n in range(count // 20):
        with notes.change(at=notes.AT) as feed:
            for m in range(20):
                notes.put(f"n{n}-{m}", title="x" * 20_000)
                feed.touch(topic="notes", kind="note.written", object_id=f"n{n}-{m}", regions={"UZ-TK"})
    for reader in readers:
        reader.join(60)
    assert received == [list(range(1, count + 1))] * 3
    assert stalled.close_code(10) == 4408
