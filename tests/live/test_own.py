"""The own feed: somebody in the field hears that something of his or hers changed, and nothing of any region."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from apps.accounts.models import AuditEntry, AuditKind, User
from apps.accounts.roles import Role
from apps.live import own
from apps.live.models import OwnFeed, Presence
from apps.live.publish import publish_frame
from tests.accounts.factories import UserFactory
from tests.live import notes
from tests.live.sockets import LiveSocket

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("two_regions")]
Opener = Callable[..., LiveSocket]


@pytest.fixture
def concerned(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Whom notes concern from now on."""
    users: list[int] = []
    monkeypatch.setitem(own._audiences, "notes", [lambda ids: users])
    return users


def seq_of(user: User) -> int:
    return own.own_seqs([user.pk])[user.pk]


@transaction.atomic
def _write_and_fail() -> None:
    notes.write("n1")
    raise ZeroDivisionError


def test_each_change_that_concerns_somebody_counts_once(concerned: list[int]) -> None:
    mine, other = UserFactory(role=Role.INSPECTOR), UserFactory(role=Role.INSPECTOR)
    concerned.append(mine.pk)
    notes.write("n1")
    notes.write("n1")
    assert (seq_of(mine), seq_of(other)) == (2, 0)


def test_a_change_that_fails_counts_nothing(concerned: list[int]) -> None:
    user = UserFactory(role=Role.INSPECTOR)
    concerned.append(user.pk)
    with pytest.raises(ZeroDivisionError):
        _write_and_fail()
    assert not OwnFeed.objects.exists()


def test_an_inspectors_socket_gets_the_number_and_nothing_of_the_region(
    socket_of: Opener, concerned: list[int]
) -> None:
    user = UserFactory(role=Role.INSPECTOR)
    socket = socket_of(user)
    welcome = socket.hello(topics=["notes", "positions"], since={"UZ-TK": 0})
    assert (welcome["seq"], welcome["epoch"]) == ({}, {})
    assert socket.wait_for("own")["seq"] == 0
    notes.write("n1")
    publish_frame("UZ-TK", b'{"type":"positions","region":"UZ-TK","ids":[]}')
    concerned.append(user.pk)
    notes.write("n2")
    frame = socket.next()
    assert (frame["type"], frame["seq"]) == ("own", 1)
    assert not AuditEntry.objects.filter(kind=AuditKind.REFUSED).exists()
    assert not Presence.objects.filter(user=user).exists()


def test_whoever_comes_back_is_told_where_the_feed_stands(socket_of: Opener, concerned: list[int]) -> None:
    user = UserFactory(role=Role.INSPECTOR)
    concerned.append(user.pk)
    for name in ("n1", "n2", "n3"):
        notes.write(name)
    first, second = socket_of(user), socket_of(user)
    for socket in (first, second):
        socket.hello()
        assert socket.wait_for("own")["seq"] == 3


def test_the_number_comes_without_redis(socket_of: Opener, concerned: list[int], monkeypatch: Any) -> None:
    user = UserFactory(role=Role.INSPECTOR)
    concerned.append(user.pk)
    socket = socket_of(user)
    socket.hello()
    assert socket.wait_for("own")["seq"] == 0
    monkeypatch.setattr("apps.live.publish.send", lambda *_: None)
    notes.write("n1")
    assert socket.wait_for("own")["seq"] == 1
