"""The demo's accounts by name: who signs in, with which role, for which region. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from apps.accounts.roles import Role
from apps.demo.seeds import chance
from apps.demo.texts.people import draw_name

DUTY: Final = "duty.national"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who signs in; no region and not national means that he or she sees nothing."""

    username: str
    full_name: str
    role: Role
    region: str | None = None
    is_national: bool = False


def staff(regions: Iterable[str]) -> Iterator[Account]:
    """The accounts of the centre and of each region."""
    yield Account("admin", "Administrator", Role.ADMIN, is_national=True)
    yield _named("chief.national", Role.CHIEF, is_national=True)
    yield _named(DUTY, Role.DUTY_OFFICER, is_national=True)
    yield _named("auditor", Role.AUDITOR, is_national=True)
    for region in regions:
        yield _named(operator_of(region), Role.OPERATOR, region=region)
        yield _named(colleague_of(region), Role.OPERATOR, region=region)
        yield _named(supervisor_of(region), Role.SUPERVISOR, region=region)
        yield _named(f"chief.{region.lower()}", Role.CHIEF, region=region)


def inspector(region: str, number: int, full_name: str) -> Account:
    """The account of the inspector with this number in the region: `inspector.uz-tk.001`."""
    return Account(f"inspector.{region.lower()}.{number:03d}", full_name, Role.INSPECTOR, region=region)


def operator_of(region: str) -> str:
    """The account for the person who tries the portal as an operator."""
    return f"operator.{region.lower()}"


def colleague_of(region: str) -> str:
    """The operator at the next desk, whom the simulator plays."""
    return f"operator.{region.lower()}.2"


def supervisor_of(region: str) -> str:
    """The region's supervisor."""
    return f"supervisor.{region.lower()}"


def _named(username: str, role: Role, *, region: str | None = None, is_national: bool = False) -> Account:
    return Account(username, draw_name(chance("account", username)), role, region, is_national)
