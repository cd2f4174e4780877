"""Whose scope: what every edge asks."""

from apps.accounts.models import ApiClient, User
from apps.regions.scope import NOTHING, Scope


def scope_of(principal: object) -> Scope:
    """The regions of a user or client; nothing for anybody else."""
    return principal.scope if isinstance(principal, User | ApiClient) else NOTHING
