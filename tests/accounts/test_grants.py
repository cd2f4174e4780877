"""An admin gives no more than he or she holds."""

import pytest

from apps.accounts.grants import Grant, may_govern, problems_of
from apps.accounts.roles import INTEGRATION, Role
from apps.regions.scope import EVERYTHING, NOTHING, Scope

HERE = Scope(frozenset({"UZ-TK", "UZ-SA"}))


def client(scopes: str, *, regions: str = "UZ-TK", is_national: bool = False) -> Grant:
    return Grant(INTEGRATION, is_national, frozenset(regions.split()), frozenset(scopes.split()))


def grant(role: str = Role.OPERATOR, *, is_national: bool = False, regions: str = "UZ-TK") -> Grant:
    return Grant(role, is_national, frozenset(regions.split()))


@pytest.mark.parametrize(
    "role", [Role.OPERATOR, Role.SUPERVISOR, Role.CHIEF, Role.INSPECTOR, Role.ADMIN, Role.DISPLAY]
)
def test_an_admin_of_regions_gives_the_roles_of_a_region_within_these_regions(role: Role) -> None:
    assert problems_of(HERE, grant(role, regions="UZ-TK UZ-SA")) == {}


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (grant(is_national=True), "is_national"),
        (grant(Role.AUDITOR), "role"),
        (grant(Role.DUTY_OFFICER, is_national=True), "role"),
        (grant(regions=""), "regions"),
        (grant(regions="UZ-TK UZ-BU"), "regions"),
        (grant(regions="UZ"), "regions"),
    ],
)
def test_an_admin_of_regions_gives_nothing_national_and_no_foreign_region(wanted: Grant, field: str) -> None:
    assert field in problems_of(HERE, wanted)
    assert problems_of(EVERYTHING, wanted) == {}


def test_a_duty_officer_works_for_the_nation_whoever_gives_the_role() -> None:
    assert "is_national" in problems_of(EVERYTHING, grant(Role.DUTY_OFFICER))


def test_nobody_governs_an_account_that_reaches_farther() -> None:
    assert may_govern(HERE, grant(regions="UZ-TK UZ-SA"))
    for held in (
        grant(is_national=True),
        grant(regions="UZ-TK UZ-BU"),
        grant(Role.AUDITOR),
        grant(Role.DUTY_OFFICER),
        grant(regions=""),
    ):
        assert not may_govern(HERE, held)
        assert may_govern(EVERYTHING, held)
    assert not may_govern(NOTHING, grant())


def test_an_admin_of_regions_lets_systems_read_and_send_in_facts_but_send_no_units() -> None:
    facts = "incidents:write positions:write cameras:write"
    assert (
        problems_of(HERE, client(f"{facts} incidents:read units:read cameras:read live:read reports:read"))
        == {}
    )
    assert set(problems_of(HERE, client(f"{facts} units:dispatch"))) == {"scopes"}
    assert set(problems_of(HERE, client(facts, regions="UZ-TK UZ-BU"))) == {"regions"}
    assert problems_of(EVERYTHING, client("units:dispatch")) == {}
    assert may_govern(HERE, client(facts))
    assert not may_govern(HERE, client("units:dispatch"))
    assert may_govern(EVERYTHING, client("units:dispatch"))
