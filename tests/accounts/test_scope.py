"""Whose scope covers what."""

import pytest

from apps.accounts.roles import CLIENT_SCOPES, GRANTS, Can, Role
from apps.accounts.scope import scope_of
from apps.regions.models import Region
from apps.regions.scope import EVERYTHING, NOTHING, Scope
from tests.accounts.factories import ApiClientFactory, UserFactory
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db


def test_no_region_means_nothing_and_national_means_everything() -> None:
    for code in ("UZ", "UZ-TK"):
        RegionFactory(code=code)
    assert not Region.objects.in_scope(NOTHING).exists()
    assert not Region.objects.in_scope(scope_of(UserFactory(regions=[]))).exists()
    assert Region.objects.in_scope(EVERYTHING).count() == 2
    assert Region.objects.in_scope(scope_of(UserFactory(is_national=True))).count() == 2
    assert [row.code for row in Region.objects.in_scope(scope_of(UserFactory(regions=["UZ-TK"])))] == [
        "UZ-TK"
    ]


def test_strangers_and_closed_accounts_see_nothing() -> None:
    assert scope_of(None) == NOTHING
    assert scope_of(object()) == NOTHING
    assert scope_of(UserFactory(is_active=False, is_national=True)) == NOTHING
    assert scope_of(ApiClientFactory(is_active=False)) == NOTHING


def test_a_scope_is_narrowed_and_never_widened() -> None:
    mine = Scope(frozenset({"UZ-TK", "UZ-SA"}))
    assert mine.narrowed_to(frozenset({"UZ-SA", "UZ-BU"})).codes == {"UZ-SA"}
    assert EVERYTHING.narrowed_to(frozenset({"UZ-BU"})) == Scope(frozenset({"UZ-BU"}))


def test_every_role_has_its_grants_and_only_admins_administer() -> None:
    assert set(GRANTS) == set(Role)
    assert {role for role in Role if Can.ADMINISTER in GRANTS[role]} == {Role.ADMIN}
    assert not {Can.ADMINISTER, Can.READ_AUDIT} & CLIENT_SCOPES


def test_a_client_may_what_its_scopes_say_and_nothing_else() -> None:
    client = ApiClientFactory(scopes=["incidents:read"])
    assert client.may(Can.READ_INCIDENTS)
    assert not client.may(Can.WRITE_INCIDENTS)
