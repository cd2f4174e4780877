"""Incidents, calls, and all that is kept about them."""

from apps.incidents.models.attachments import Attachment
from apps.incidents.models.calls import Call, CallChannel, CallOutcome
from apps.incidents.models.history import HistoryEntry, PriorityChange
from apps.incidents.models.incidents import Incident, LocationSource
from apps.incidents.models.intake import IdempotencyKey, NumberCounter
from apps.incidents.models.links import IncidentShare, Link, LinkKind
from apps.incidents.models.types import Category, IncidentType, Target

__all__ = [
    "Attachment",
    "Call",
    "CallChannel",
    "CallOutcome",
    "Category",
    "HistoryEntry",
    "IdempotencyKey",
    "Incident",
    "IncidentShare",
    "IncidentType",
    "Link",
    "LinkKind",
    "LocationSource",
    "NumberCounter",
    "PriorityChange",
    "Target",
]
