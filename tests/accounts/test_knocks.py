"""Strangers may knock without end; the trail does not grow without end."""

from datetime import timedelta

import pytest
from rest_framework.test import APIClient

from apps.accounts.models import AuditEntry, AuditKind, Knock
from apps.accounts.tasks import tell_knocks

pytestmark = pytest.mark.django_db
ME = "/api/v1/me/"


def knock(*, authorization: str = "Api-Key sc_wrong", address: str = "192.0.2.7") -> int:
    return APIClient().get(ME, HTTP_AUTHORIZATION=authorization, REMOTE_ADDR=address).status_code


def refusals() -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(kind=AuditKind.REFUSED).order_by("at", "id"))


def test_the_first_wrong_key_of_a_minute_is_a_row_and_the_rest_is_counted(time_machine: object) -> None:
    time_machine.move_to("2026-10-01T08:00:01Z", tick=False)  # type: ignore[attr-defined]
    assert {knock() for _ in range(20)} == {401}
    (first,) = refusals()
    assert (first.path, first.detail) == (ME, {"status": 401, "method": "GET"})
    assert tell_knocks() == 0

    time_machine.move_to("2026-10-01T08:01:01Z", tick=False)  # type: ignore[attr-defined]
    knock()
    assert tell_knocks() == 1
    told = refusals()[1]
    assert (told.address, told.detail) == ("192.0.2.7", {"network": "192.0.2.7/32", "more": 19})
    assert told.at == first.at.replace(second=0) + timedelta(minutes=1)
    assert (len(refusals()), Knock.objects.get().count) == (3, 1)
    time_machine.move_to("2026-10-01T08:02:01Z", tick=False)  # type: ignore[attr-defined]
    assert (tell_knocks(), Knock.objects.count()) == (0, 0)


@pytest.mark.parametrize("authorization", ["zzz", "Bearer a.b.c", "Digest x", "Api-Keyx", ""])
def test_what_is_no_key_leaves_nothing(authorization: str) -> None:
    assert knock(authorization=authorization) == 401
    assert not refusals()
    assert not Knock.objects.exists()


def test_one_network_of_ipv6_is_one_stranger() -> None:
    for address in ("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1"):
        knock(address=address)
    assert sorted(Knock.objects.values_list("network", "count")) == [
        ("2001:db8:0:1::/64", 1),
        ("2001:db8::/64", 2),
    ]


def test_a_wrong_password_of_a_tracker_is_counted_too() -> None:
    answer = APIClient().post("/intake/owntracks/pub", {}, HTTP_AUTHORIZATION="Basic eDp5")
    assert answer.status_code == 401
    assert len(refusals()) == 1
