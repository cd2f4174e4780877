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
    PLAN_DUTY = "duty:plan"
    READ_TRACKS = "tracks:read"
    WRITE_POSITIONS = "positions:write"
    READ_CAMERAS = "cameras:read"
    WRITE_CAMERAS = "cameras:write"
    VIEW_VIDEO = "video:view"
    READ_DETECTIONS = "detections:read"
    WRITE_DETECTIONS = "detections:write"
    READ_PLATES = "plates:read"
    WATCH_PLATES = "plates:watch"
    DECIDE_VIOLATIONS = "violations:decide"
    READ_SENSORS = "sensors:read"
    WRITE_READINGS = "readings:write"
    SET_LIMITS = "sensors:limits"
    READ_ALARMS = "alarms:read"
    HANDLE_ALARMS = "alarms:handle"
    SHELVE_ALARMS = "alarms:shelve"
    WRITE_RULES = "alarms:rules"
    READ_LIVE = "live:read"
    READ_REPORTS = "reports:read"
    READ_AUDIT = "audit:read"
    ADMINISTER = "admin"


_WATCH: Final = frozenset(
    {
        Can.READ_INCIDENTS,
        Can.READ_UNITS,
        Can.READ_CAMERAS,
        Can.READ_DETECTIONS,
        Can.READ_SENSORS,
        Can.READ_ALARMS,
        Can.READ_LIVE,
    }
)
_OPERATE: Final = _WATCH | {
    Can.WRITE_INCIDENTS,
    Can.DISPATCH,
    Can.VIEW_VIDEO,
    Can.READ_PLATES,
    Can.DECIDE_VIOLATIONS,
    Can.HANDLE_ALARMS,
}
_SUPERVISE: Final = _OPERATE | {
    Can.SUPERVISE_INCIDENTS,
    Can.TRANSFER_INCIDENTS,
    Can.PLAN_DUTY,
    Can.WATCH_PLATES,
    Can.SHELVE_ALARMS,
    Can.WRITE_RULES,
    Can.SET_LIMITS,
    Can.READ_REPORTS,
    Can.READ_TRACKS,
}

GRANTS: Final[Mapping[str, frozenset[Can]]] = {
    Role.OPERATOR: _OPERATE,
    Role.SUPERVISOR: _SUPERVISE,
    Role.CHIEF: _WATCH | {Can.READ_REPORTS, Can.READ_TRACKS},
    Role.DUTY_OFFICER: _SUPERVISE,
    Role.INSPECTOR: frozenset(),
    Role.ADMIN: _WATCH | {Can.ADMINISTER, Can.WRITE_RULES, Can.SET_LIMITS, Can.READ_REPORTS},
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
        Can.READ_DETECTIONS,
        Can.WRITE_DETECTIONS,
        Can.READ_SENSORS,
        Can.WRITE_READINGS,
        Can.READ_ALARMS,
        Can.READ_LIVE,
        Can.READ_REPORTS,
    },
)

# What an admin of regions gives to a system of these regions: to read what he or she reads, and to send in facts.
# Sending units is the act of a person on watch: only an admin of the whole nation gives it to a machine.
REGIONAL_SCOPES: Final = CLIENT_SCOPES - {Can.DISPATCH}
