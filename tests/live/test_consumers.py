"""Sockets: who is let in, what a hello brings, and how each kind of nonsense ends."""

from collections.abc import Callable

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from apps.accounts.models import AuditEntry, AuditKind
from apps.accounts.roles import Can, Role
from apps.live import topics
from apps.live.epochs import new_epoch
from apps.live.feed import change
from apps.live.models import Event, RegionFeed
from apps.live.publish import publish_frame
from tests.accounts.factories import ApiClientFactory, UserFactory
from tests.live import notes
from tests.live.sockets import LiveSocket, cookie_of
from tests.server import PortalServer, serving

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("two_regions")]
Opener = Callable[..., LiveSocket]


def test_a_hello_is_answered_with_the_numbers_of_the_regions_in_scope(socket_of: Opener) -> None:
    notes.write("n1")
    welcome = socket_of(UserFactory()).hello(topics=["notes"])
    feed = RegionFeed.objects.get(region="UZ-TK")
    assert welcome["seq"] == {"UZ-TK": 1}
    assert welcome["epoch"] == {"UZ-TK": feed.epoch}
    assert welcome["server_time"].endswith("Z")


def test_changes_arrive_in_order_with_the_rendered_object(socket_of: Opener) -> None:
    socket = socket_of(UserFactory())
    socket.hello()
    for n in range(5):
        notes.write(f"n{n}", title="<script>alert(1)</script>")
    events = socket.events(5)
    assert [event["seq"] for event in events] == [1, 2, 3, 4, 5]
    assert events[4] == {
        "type": "event",
        "region": "UZ-TK",
        "seq": 5,
        "topic": "notes",
        "kind": "note.written",
        "id": "n4",
        "at": "2026-10-01T08:15:30.250Z",
        "data": notes.ITEMS["n4"],
    }


def test_a_socket_gets_its_own_regions_and_topics_only(socket_of: Opener) -> None:
    here, nation = socket_of(UserFactory()), socket_of(UserFactory(role=Role.DUTY_OFFICER, is_national=True))
    deaf = socket_of(UserFactory())
    here.hello()
    assert set(nation.hello()["seq"]) == {"UZ-TK", "UZ-SA"}
    deaf.hello(topics=["incidents"])
    notes.write("n1", "UZ-SA")
    notes.write("n2")
    assert here.next()["id"] == "n2"
    assert {event["id"] for event in nation.events(2)} == {"n1", "n2"}
    assert deaf.is_silent()


def test_what_was_missed_comes_before_what_is_new(socket_of: Opener) -> None:
    epoch = RegionFeed.objects.get(region="UZ-TK").epoch
    for n in range(6):
        notes.write(f"n{n}")
    socket = socket_of(UserFactory())
    assert socket.hello(since={"UZ-TK": 2}, epoch={"UZ-TK": epoch})["seq"] == {"UZ-TK": 6}
    notes.write("n6")
    assert [event["seq"] for event in socket.events(5)] == [3, 4, 5, 6, 7]


def test_a_since_that_is_no_longer_kept_is_told_to_reload(socket_of: Opener) -> None:
    for n in range(4):
        notes.write(f"n{n}")
    Event.objects.filter(seq__lte=2).delete()
    socket = socket_of(UserFactory())
    socket.hello(since={"UZ-TK": 1})
    assert socket.next() == {"type": "resync", "code": "since_too_old", "regions": ["UZ-TK"]}


@pytest.mark.parametrize(("since", "epoch"), [(1, "another"), (99, None)])
def test_another_epoch_or_a_number_never_given_is_told_to_reload(
    socket_of: Opener, since: int, epoch: str | None
) -> None:
    notes.write("n1")
    socket = socket_of(UserFactory())
    socket.hello(since={"UZ-TK": since}, epoch={"UZ-TK": epoch} if epoch else {})
    assert socket.next()["code"] == "unknown_epoch"
    notes.write("n2")
    assert socket.next()["seq"] == 2


def test_a_new_epoch_reaches_the_sockets_that_are_open(socket_of: Opener) -> None:
    socket = socket_of(UserFactory())
    socket.hello()
    epoch = new_epoch(region="UZ-TK")
    assert socket.wait_for("resync")["code"] == "unknown_epoch"
    notes.write("n1")
    assert socket.next()["seq"] == 1
    assert socket_of(UserFactory()).hello()["epoch"] == {"UZ-TK": epoch}


def test_a_second_hello_joins_anew(socket_of: Opener) -> None:
    notes.write("n1")
    socket = socket_of(UserFactory())
    socket.hello()
    socket.hello(since={"UZ-TK": 0})
    assert socket.next()["seq"] == 1
    notes.write("n2")
    assert socket.next()["seq"] == 2
    assert socket.is_silent()


def test_positions_reach_those_who_asked_for_them(socket_of: Opener) -> None:
    asked, other = socket_of(UserFactory()), socket_of(UserFactory())
    asked.hello(topics=["positions"])
    other.hello(topics=["notes"])
    publish_frame("UZ-TK", b'{"type":"positions","region":"UZ-TK","ids":[]}')
    assert asked.next()["type"] == "positions"
    assert other.is_silent()


def test_a_display_gets_events_without_the_title(socket_of: Opener) -> None:
    socket = socket_of(UserFactory(role=Role.DISPLAY))
    socket.hello()
    notes.write("n1")
    assert socket.next()["data"] == {"id": "n1", "region": "UZ-TK", "open": True}


@pytest.mark.parametrize(
    "frame",
    [
        "",
        "not json",
        "[]",
        "1" * 20_000,
        b"\x00\x01",
        {"type": "event"},
        {"type": "hello", "since": {"UZ-TK": -1}},
        {"type": "hello", "since": {"UZ-TK": True}},
        {"type": "hello", "since": {"UZ-TK": "1"}},
        {"type": "hello", "since": {"UZ-TK": 2**60}},
        {"type": "hello", "since": []},
        {"type": "hello", "epoch": {"UZ-TK": 1}},
        {"type": "hello", "topics": "notes"},
        {"type": "hello", "topics": [1]},
    ],
)
def test_a_frame_that_is_no_hello_closes_the_socket(socket_of: Opener, frame: object) -> None:
    socket = socket_of(UserFactory())
    socket.send(frame)
    assert socket.close_code() == 4400


def test_unknown_regions_and_topics_in_a_hello_are_ignored(socket_of: Opener) -> None:
    socket = socket_of(UserFactory())
    assert socket.hello(since={"UZ-SA": 1, "XX": 5}, topics=["notes", "nonsense"])["seq"] == {"UZ-TK": 0}
    assert socket.is_silent()


def test_without_a_session_the_socket_is_closed_as_not_signed_in(socket_of: Opener) -> None:
    assert socket_of(None).close_code() == 4401
    assert socket_of(None, headers={"Cookie": "sessionid=nonsense"}).close_code() == 4401


@pytest.mark.parametrize("origin", ["https://evil.example", "null", None, "http://127.0.0.1.evil.example"])
def test_a_page_of_another_host_cannot_use_the_session(socket_of: Opener, origin: str | None) -> None:
    assert socket_of(UserFactory(), origin=origin).close_code() == 4403


def test_who_may_not_watch_is_refused_and_the_trail_tells(socket_of: Opener) -> None:
    user = UserFactory(role=Role.AUDITOR)
    assert socket_of(user).close_code() == 4403
    entry = AuditEntry.objects.get(kind=AuditKind.REFUSED)
    assert (entry.user, entry.path, entry.detail["code"]) == (user, "/ws/live/", "permission_denied")


def test_a_key_hears_only_of_what_it_may_read_elsewhere(socket_of: Opener) -> None:
    topics.register(topics.Topic("units notes", Can.READ_UNITS, notes.render, notes.open_items))
    reads_nothing = socket_of(ApiClientFactory(scopes=["live:read"]))
    reads_units = socket_of(ApiClientFactory(scopes=["live:read", "units:read"]))
    reads_nothing.hello(topics=["notes", "units notes", "positions"])
    reads_units.hello(since={"UZ-TK": 0})
    publish_frame("UZ-TK", b'{"type":"positions","region":"UZ-TK","ids":[]}')
    assert reads_units.next()["type"] == "positions"
    with change(at=notes.AT) as feed:
        notes.put("n1")
        feed.touch(topic="units notes", kind="note.written", object_id="n1", regions={"UZ-TK"})
    notes.write("n2")
    assert [event["id"] for event in reads_units.events(2)] == ["n1", "n2"]
    assert reads_nothing.next()["id"] == "n2"
    missed = socket_of(ApiClientFactory(scopes=["live:read"]))
    missed.hello(since={"UZ-TK": 0})
    assert missed.next()["id"] == "n2"
    topics.forget("units notes")


def test_an_api_key_with_the_live_scope_needs_no_origin(socket_of: Opener) -> None:
    socket = socket_of(ApiClientFactory(scopes=["live:read"]))
    assert set(socket.hello()["seq"]) == {"UZ-TK"}
    assert socket_of(ApiClientFactory(scopes=["incidents:read"])).close_code() == 4403
    assert socket_of(None, headers={"Authorization": "Api-Key sc_wrong"}).close_code() == 4401


@pytest.mark.parametrize("compressed", [True, False])
def test_a_plain_uvicorn_serves_the_same(compressed: bool) -> None:
    with serving(ws="auto", ws_per_message_deflate=compressed) as server:
        headers = {"Cookie": cookie_of(UserFactory())}
        with LiveSocket.opened(server.ws_url, headers=headers, origin=server.url) as socket:
            socket.hello()
            for n in range(30):
                notes.write(f"n{n}", title="x" * 2000)
            assert [event["seq"] for event in socket.events(30)] == list(range(1, 31))


def test_a_compressing_server_as_shipped_serves_the_same() -> None:
    with serving(ws_per_message_deflate=True) as server:
        headers = {"Cookie": cookie_of(UserFactory())}
        with LiveSocket.opened(server.ws_url, headers=headers, origin=server.url) as socket:
            socket.hello()
            notes.write("n1")
            assert socket.next()["id"] == "n1"


def test_an_address_without_a_socket_is_refused(portal_server: PortalServer) -> None:
    with pytest.raises(InvalidStatus) as refused, connect(f"{portal_server.ws_url}nowhere/", proxy=None):
        pass
    assert refused.value.response.status_code == 403


def test_somebody_without_a_region_sees_nothing(socket_of: Opener) -> None:
    socket = socket_of(UserFactory(regions=[]))
    assert socket.hello()["seq"] == {}
    notes.write("n1")
    assert socket.is_silent()
