"""What an admin may give: no more than he or she holds. Pure rules, asked by the forms and by the import alike."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.accounts.roles import NATIONAL_ROLES, REGIONAL_SCOPES, Role
from apps.regions.scope import Scope


@dataclass(frozen=True, slots=True)
class Grant:
    """The rights that somebody has, or shall have."""

    role: str
    is_national: bool
    regions: frozenset[str]
    # Of an API client; a user's rights follow from the role.
    scopes: frozenset[str] = frozenset()


def may_govern(giver: Scope, held: Grant) -> bool:
    """May an admin with this scope change somebody who holds these rights?

    Not when the other reaches farther: a new password for a national account, or a new key for a client with more
    scopes, would be a way around every limit.
    """
    if giver.is_national:
        return True
    is_wider = held.is_national or held.role in NATIONAL_ROLES or not held.scopes <= REGIONAL_SCOPES
    return not is_wider and bool(held.regions) and held.regions <= giver.codes


def problems_of(giver: Scope, wanted: Grant) -> dict[str, str]:
    """Why an admin with this scope cannot give these rights: field -> sentence; empty when it may be."""
    return dict(_problems(giver, wanted))


def _problems(giver: Scope, wanted: Grant) -> Iterable[tuple[str, str]]:
    if wanted.role == Role.DUTY_OFFICER and not wanted.is_national:
        yield "is_national", _("A duty officer works for the whole nation.")
    if giver.is_national:
        return
    if wanted.is_national:
        yield "is_national", _("Only an admin of the whole nation can give this.")
    if wanted.role in NATIONAL_ROLES:
        yield "role", _("Only an admin of the whole nation can give this role.")
    if national := sorted(wanted.scopes - REGIONAL_SCOPES):
        scopes = ", ".join(national)
        yield (
            "scopes",
            _("Only an admin of the whole nation can give these scopes: %(scopes)s.") % {"scopes": scopes},
        )
    if not wanted.regions:
        yield "regions", _("Choose at least one of your regions.")
    elif foreign := sorted(wanted.regions - giver.codes):
        yield "regions", _("These are not your regions: %(codes)s.") % {"codes": ", ".join(foreign)}
