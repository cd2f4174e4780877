"""Presence: a user with an open socket is seen, and from the moment it closes is seen no more."""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django.test.utils import CaptureQueriesContext

from apps.core.clock import now
from apps.live import hub, presence
from apps.live.admission import Admission
from apps.live.models import Presence
from apps.live.presence import Attendance, mark_seen, present
from apps.regions.scope import Scope
from tests.accounts.factories import ApiClientFactory, UserFactory
from tests.live.sockets import LiveSocket

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("two_regions")]
Opener = Callable[..., LiveSocket]
WITHIN_S = 5.0


@pytest.fixture(autouse=True)
def _quick_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "PRESENCE_S", 0.2)
    monkeypatch.setattr(hub, "GATHER_S", 0.05)


def seen(user: Any, *, after: datetime) -> datetime:
    """When the user was seen; waits until that is later than `after`."""
    until = time.monotonic() + WITHIN_S
    while time.monotonic() < until:
        row = Presence.objects.filter(user=user, last_seen_at__gt=after).first()
        if row is not None:
            return row.last_seen_at
        time.sleep(0.02)
    raise AssertionError("not seen")


def admission(user: Any) -> Admission:
    return Admission(user.pk, (), Scope(frozenset()), redacted=False, topics=frozenset(), session="s")


def test_who_has_a_socket_is_seen_from_the_start_and_again_on_every_beat(socket_of: Opener) -> None:
    user, before = UserFactory(), now()
    socket_of(user).hello()
    first = seen(user, after=before)
    assert seen(user, after=first) > first


def test_who_has_closed_it_was_last_seen_then(socket_of: Opener) -> None:
    leaving, staying = UserFactory(), UserFactory()
    socket = socket_of(leaving)
    socket.hello()
    socket_of(staying).hello()
    closing_at = now()
    socket.connection.close()
    last = seen(leaving, after=closing_at)
    seen(staying, after=seen(staying, after=now()))
    assert Presence.objects.get(user=leaving).last_seen_at == last
    a_minute_later = last + timedelta(seconds=60)
    assert present(at=a_minute_later).filter(user=leaving).exists()
    assert not present(at=a_minute_later + timedelta(seconds=1)).filter(user=leaving).exists()


def test_one_of_two_screens_is_enough(socket_of: Opener) -> None:
    user = UserFactory()
    first = socket_of(user)
    first.hello()
    socket_of(user).hello()
    first.connection.close()
    assert seen(user, after=seen(user, after=now())) <= now()


def test_a_program_with_a_key_has_no_screen(socket_of: Opener) -> None:
    user, before = UserFactory(), now()
    socket_of(ApiClientFactory(scopes=["live:read"])).hello()
    socket_of(user).hello()
    seen(user, after=before)
    assert [row.user_id for row in Presence.objects.all()] == [user.pk]


def test_many_are_written_by_one_query_which_never_goes_back_in_time(
    django_assert_num_queries: Callable[[int], CaptureQueriesContext],
) -> None:
    users = [UserFactory() for _ in range(20)]
    at = now()
    with django_assert_num_queries(1):
        mark_seen({user.pk: at for user in users})
    mark_seen({user.pk: at - timedelta(seconds=5) for user in users} | {2**40: at})
    assert list(Presence.objects.values_list("last_seen_at", flat=True)) == [at] * 20


def test_what_the_database_did_not_take_is_written_later(monkeypatch: pytest.MonkeyPatch) -> None:
    user, attendance, at = UserFactory(), Attendance(), now()
    attendance.note(admission(user), at=at)

    def fail(seen: object) -> None:
        raise DatabaseError

    with monkeypatch.context() as broken:
        broken.setattr(presence, "mark_seen", fail)
        with pytest.raises(DatabaseError):
            asyncio.run(attendance.write())
    asyncio.run(attendance.write())
    assert Presence.objects.get(user=user).last_seen_at == at
