"""The roles of the field, and what each may do: pure tables, no Django model."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """Who somebody is; the portal's permissions follow from it."""

    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    CHIEF = "chief"
    DUTY_OFFICER = "duty_officer"
    INSPECTOR = "inspector"
    ADMIN = "admin"
    AUDITOR = "auditor"
    DISPLAY = "display"


class Can(StrEnum):
    """A permission. API keys hold the same words as scopes: `incidents:write`."""

    READ_INCIDENTS = "incidents:read"
    WRITE_INCIDENTS = "incidents:write"
    SUPERVISE_INCIDENTS = "incidents:supervise"
    TRANSFER_INCIDENTS = "incidents:transfer"
    READ_UNITS = "units:read"
    DISPATCH = "units:dispatch"
    WRITE_POSITIONS = "positions:write"
    READ_CAMERAS = "cameras:read"
    WRITE_CAMERAS = "cameras:write"
    READ_LIVE = "live:read"
    READ_REPORTS = "reports:read"
    READ_AUDIT = "audit:read"
    ADMINISTER = "admin"


_WATCH: Final = frozenset({Can.READ_INCIDENTS, Can.READ_UNITS, Can.READ_CAMERAS, Can.READ_LIVE})
_OPERATE: Final = _WATCH | {Can.WRITE_INCIDENTS, Can.DISPATCH}

GRANTS: Final[Mapping[str, frozenset[Can]]] = {
    Role.OPERATOR: _OPERATE,
    Role.SUPERVISOR: _OPERATE | {Can.SUPERVISE_INCIDENTS, Can.TRANSFER_INCIDENTS, Can.READ_REPORTS},
    Role.CHIEF: _WATCH | {Can.READ_REPORTS},
    Role.DUTY_OFFICER: _OPERATE | {Can.TRANSFER_INCIDENTS, Can.SUPERVISE_INCIDENTS, Can.READ_REPORTS},
    Role.INSPECTOR: frozenset(),
    Role.ADMIN: _WATCH | {Can.ADMINISTER, Can.READ_REPORTS},
    Role.AUDITOR: frozenset({Can.READ_AUDIT}),
    Role.DISPLAY: frozenset({Can.READ_LIVE}),
}


def roles_with(word: Can) -> frozenset[str]:
    """The roles that grant a permission."""
    return frozenset(role for role, granted in GRANTS.items() if word in granted)


# What an API client is called where a user has a role.
INTEGRATION: Final = "integration"

# These see the whole nation, or the whole trail: only an admin of the whole nation gives them.
NATIONAL_ROLES: Final = frozenset({Role.DUTY_OFFICER, Role.AUDITOR})

CLIENT_SCOPES: Final = frozenset(
    {
        Can.READ_INCIDENTS,
        Can.WRITE_INCIDENTS,
        Can.READ_UNITS,
        Can.DISPATCH,
        Can.WRITE_POSITIONS,
        Can.READ_CAMERAS,
        Can.WRITE_CAMERAS,
        Can.READ_LIVE,
        Can.READ_REPORTS,
    },
)

# What an admin of regions gives to a system of these regions: to read what he or she reads, and to send in facts.
# Sending units is the act of a person on watch: only an admin of the whole nation gives it to a machine.
REGIONAL_SCOPES: Final = CLIENT_SCOPES - {Can.DISPATCH}
