"""Who acts, and what the workflow asks of them.

Nobody stands for the portal itself, which may do everything.
"""

from typing import Any, TypeGuard

from apps.accounts.models import ApiClient, User
from apps.accounts.roles import Can
from apps.incidents.refusals import NeedsSupervisor, NotAllowed
from apps.regions.models import NATIONAL
from apps.regions.scope import Scope

Principal = User | ApiClient


def may(by: Principal | None, word: Can) -> bool:
    """Has the actor this permission?"""
    return by is None or by.may(word)


def need(by: Principal | None, word: Can) -> None:
    """Raise `NotAllowed` without this permission."""
    if not may(by, word):
        raise NotAllowed


def need_supervisor(by: Principal | None) -> None:
    """Raise `NeedsSupervisor` for anybody else."""
    if not may(by, Can.SUPERVISE_INCIDENTS):
        raise NeedsSupervisor


def signature(by: Principal | None) -> dict[str, Any]:
    """The columns that say who: `user_id`, `client_id`, `by_name`."""
    return {
        "user_id": by.pk if isinstance(by, User) else None,
        "client_id": by.pk if isinstance(by, ApiClient) else None,
        "by_name": by.actor_name if by else "",
    }


def user_id_of(by: Principal | None) -> int | None:
    """The person's id; None for a client and for the portal."""
    return by.pk if isinstance(by, User) else None


def can_handle(who: Principal | None, region: str) -> TypeGuard[User]:
    """May this be the handler of an incident of `region`? Only a person who works on its incidents."""
    return isinstance(who, User) and who.may(Can.WRITE_INCIDENTS) and who.scope.covers(region)


def named(person: User | None) -> dict[str, Any] | None:
    """A person as history keeps him or her: the name of then, beside the id."""
    return {"id": person.pk, "name": person.actor_name} if person else None


def only_region(scope: Scope) -> str:
    """The only region of a scope, else the national queue."""
    if scope.is_national or len(scope.codes) != 1:
        return NATIONAL
    return next(iter(scope.codes))


def home_of(by: Principal | None) -> str:
    """The region of whoever has exactly one, else the national queue."""
    return NATIONAL if by is None else only_region(by.scope)
