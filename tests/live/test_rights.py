"""A socket ends at once when what it was admitted for no longer holds."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from apps.accounts.models import ApiClient, ApiKey, User
from apps.accounts.roles import Role
from apps.core.clock import now
from tests.accounts.factories import ApiClientFactory, UserFactory
from tests.live import notes
from tests.live.sockets import LiveSocket
from tests.regions.factories import RegionFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("two_regions")]
Opener = Callable[..., LiveSocket]
AT_ONCE_S = 2.0


def take_role(user: User) -> None:
    user.role = Role.AUDITOR
    user.save()


def take_region(user: User) -> None:
    user.regions.clear()


def give_region(user: User) -> None:
    user.regions.add(RegionFactory(code="UZ-SA"))


def deactivate(user: User) -> None:
    user.is_active = False
    user.save()


def change_password(user: User) -> None:
    user.set_password("another, longer one")
    user.save()


@pytest.mark.parametrize("change", [take_role, take_region, give_region, deactivate, change_password])
def test_a_change_of_rights_closes_the_socket(socket_of: Opener, change: Callable[[User], None]) -> None:
    user = UserFactory()
    socket, other = socket_of(user), socket_of(UserFactory())
    socket.hello()
    other.hello()
    change(user)
    assert socket.close_code(AT_ONCE_S) == 4403
    notes.write("n1")
    assert other.next()["id"] == "n1"


def test_signing_out_closes_the_socket_of_that_session_only(socket_of: Opener) -> None:
    user = UserFactory()
    here = Client()
    here.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    mine = socket_of(None, headers={"Cookie": f"sessionid={here.cookies['sessionid'].value}"})
    elsewhere = socket_of(user)
    mine.hello()
    elsewhere.hello()
    here.logout()
    assert mine.close_code(AT_ONCE_S) == 4401
    notes.write("n1")
    assert elsewhere.next()["id"] == "n1"


def revoke(client: ApiClient) -> None:
    key = client.keys.get()
    key.revoked_at = now()
    key.save()


def narrow(client: ApiClient) -> None:
    client.scopes = ["incidents:read"]
    client.save()


@pytest.mark.parametrize("change", [revoke, narrow])
def test_a_key_that_is_revoked_or_narrowed_closes_its_socket(
    socket_of: Opener, change: Callable[[ApiClient], None]
) -> None:
    client = ApiClientFactory(scopes=["live:read"])
    socket = socket_of(client)
    socket.hello()
    change(client)
    assert socket.close_code(AT_ONCE_S) == 4403


def test_a_change_that_nobody_announces_is_found_within_seconds(socket_of: Opener) -> None:
    user, client = UserFactory(), ApiClientFactory(scopes=["live:read"])
    sockets = [socket_of(user), socket_of(client), socket_of(UserFactory())]
    for socket in sockets:
        socket.hello()
    User.objects.filter(pk=user.pk).update(is_active=False)
    ApiKey.objects.update(expires_at=now())
    Session.objects.update(expire_date=now())
    assert [socket.close_code(8) for socket in sockets] == [4403, 4403, 4401]
