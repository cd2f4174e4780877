"""Alarms, the rules that raise them, and all that is kept about them."""

from apps.alarms.models.alarms import Alarm
from apps.alarms.models.floods import Flood
from apps.alarms.models.history import AlarmEntry
from apps.alarms.models.rules import Match, Rule, RuleVersion
from apps.alarms.models.sites import Site, SiteContact, SiteKind
from apps.alarms.models.types import AlarmCategory, AlarmType
from apps.alarms.models.unread import SetAside
from apps.alarms.models.waits import Wait
from apps.alarms.models.zones import Zone

__all__ = [
    "Alarm",
    "AlarmCategory",
    "AlarmEntry",
    "AlarmType",
    "Flood",
    "Match",
    "Rule",
    "RuleVersion",
    "SetAside",
    "Site",
    "SiteContact",
    "SiteKind",
    "Wait",
    "Zone",
]
