"""Who asks: sessions, keys, and what each may."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from apps.accounts.actions import issue_key, revoke_key
from apps.accounts.models import ApiKey, AuditEntry, AuditKind
from apps.accounts.roles import Role
from apps.core.clock import now
from tests.accounts.factories import ApiClientFactory, UserFactory, key_of
from tests.described import DescribedClient
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Any], APIClient]
ME = "/api/v1/me/"


def with_key(key: str) -> APIClient:
    api = DescribedClient()
    api.credentials(HTTP_AUTHORIZATION=f"Api-Key {key}")
    return api


def test_me_tells_a_user_role_regions_permissions_language_and_start_page(signed_in: SignedIn) -> None:
    user = UserFactory(username="karim", role=Role.OPERATOR, regions=["UZ-TK"])
    RegionFactory(code="UZ-SA")
    told = signed_in(user).get(ME).json()
    assert told["username"] == "karim"
    assert told["role"] == "operator"
    assert told["regions"] == ["UZ-TK"]
    assert "incidents:write" in told["scopes"]
    assert "admin" not in told["scopes"]
    assert (told["language"], told["start_page"], told["kind"]) == ("en", "/", "user")


def test_me_tells_somebody_national_every_region_and_somebody_without_a_region_none(
    signed_in: SignedIn,
) -> None:
    for code in ("UZ", "UZ-TK", "UZ-SA"):
        RegionFactory(code=code)
    national = signed_in(UserFactory(role=Role.DUTY_OFFICER, is_national=True)).get(ME).json()
    assert national["regions"] == ["UZ", "UZ-SA", "UZ-TK"]
    assert signed_in(UserFactory(regions=[])).get(ME).json()["regions"] == []


def test_without_session_or_key_the_answer_is_401_with_a_code(api: APIClient) -> None:
    answer = api.get(ME)
    assert answer.status_code == 401
    assert answer.json()["code"] == "not_authenticated"
    assert answer["WWW-Authenticate"]


def test_a_key_opens_what_its_scopes_and_regions_name() -> None:
    told = with_key(key_of(ApiClientFactory(name="112", scopes=["incidents:write"]))).get(ME).json()
    assert told["role"] == "integration"
    assert told["scopes"] == ["incidents:write"]
    assert told["regions"] == ["UZ-TK"]


def test_a_key_without_the_scope_is_told_which_it_lacks() -> None:
    answer = with_key(key_of(ApiClientFactory(scopes=["incidents:write"]))).get("/api/v1/incident-types/")
    assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")
    assert "“incidents:read”" in answer.json()["detail"]


@pytest.mark.parametrize("key", ["", "wrong", "sc_" + "a" * 43, "ключ", "a\x00b", "x" * 10_000])
def test_a_wrong_key_is_401_and_a_row_of_the_trail(key: str) -> None:
    answer = with_key(key.encode().decode("latin-1")).get(ME)
    assert answer.status_code == 401
    assert answer.json()["code"] == "authentication_failed"
    assert AuditEntry.objects.filter(kind=AuditKind.REFUSED, path=ME).count() == 1


def test_a_revoked_an_expired_and_a_closed_clients_key_are_refused() -> None:
    client = ApiClientFactory(scopes=["incidents:read"])
    at = now()
    revoked, key = issue_key(client=client, at=at)
    assert with_key(key).get(ME).status_code == 200
    revoke_key(key_id=revoked.pk, at=at)
    assert with_key(key).get(ME).status_code == 401
    _, short = issue_key(client=client, at=at, expires_at=at + timedelta(hours=1))
    assert with_key(short).get(ME).status_code == 200
    with time_machine.travel(at + timedelta(hours=2)):
        assert with_key(short).get(ME).status_code == 401
    _, other = issue_key(client=client, at=at)
    client.is_active = False
    client.save()
    assert with_key(other).get(ME).status_code == 401


def test_a_key_that_is_revoked_twice_keeps_its_first_moment() -> None:
    at = now()
    row, _ = issue_key(client=ApiClientFactory(), at=at)
    revoke_key(key_id=row.pk, at=at)
    assert revoke_key(key_id=row.pk, at=at + timedelta(days=1)).revoked_at == at


def test_only_a_hash_of_the_key_is_stored() -> None:
    key = key_of(ApiClientFactory())
    row = ApiKey.objects.get()
    assert key not in str(ApiKey.objects.values().get())
    assert len(row.digest) == 64
    assert not any(key in str(event) for event in row.events.values())


def test_the_last_use_of_a_key_is_noted_without_a_write_for_each_request() -> None:
    api = with_key(key_of(ApiClientFactory()))
    api.get(ME)
    first = ApiKey.objects.get().last_used_at
    api.get(ME)
    assert ApiKey.objects.get().last_used_at == first
    with time_machine.travel(now() + timedelta(minutes=6), tick=True):
        api.get(ME)
    assert ApiKey.objects.get().last_used_at > first


def test_a_session_that_writes_needs_the_csrf_token() -> None:
    api = APIClient(enforce_csrf_checks=True)
    api.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")
    assert api.post("/api/v1/incidents/", {}, format="json").status_code == 403


def test_a_closed_user_is_signed_out_at_once(signed_in: SignedIn) -> None:
    user = UserFactory()
    api = signed_in(user)
    user.is_active = False
    user.save()
    assert api.get(ME).status_code == 401
