"""Every write about alarms and their rules, a verb a file.

Each is keyword-only, takes `by` (None is the portal itself) and `at`, and makes one transaction with a
history row and an event of the feed.
"""

from apps.alarms.actions.acknowledge_alarms import Acknowledged, acknowledge_alarm, acknowledge_group
from apps.alarms.actions.clear_alarm import clear_alarm
from apps.alarms.actions.escalate_alarms import escalate_alarms
from apps.alarms.actions.open_incident import ask_for_incidents, open_asked, open_by_rule, open_incident
from apps.alarms.actions.save_rule import retire_rule, save_rule, switch_rule
from apps.alarms.actions.save_zone import delete_zone, save_zone
from apps.alarms.actions.settle_returns import settle_returns
from apps.alarms.actions.shelve_alarm import expire_shelves, shelve_alarm, unshelve_alarm
from apps.alarms.actions.signal_alarms import (
    Occurrence,
    Return,
    Signal,
    new_alarm,
    raise_alarms,
    return_alarms,
    signal_alarms,
)
from apps.alarms.actions.suppress_alarms import suppress_alarms
from apps.alarms.actions.take_out_of_service import put_back_into_service, take_out_of_service
from apps.alarms.actions.watch_floods import watch_floods

__all__ = [
    "Acknowledged",
    "Occurrence",
    "Return",
    "Signal",
    "acknowledge_alarm",
    "acknowledge_group",
    "ask_for_incidents",
    "clear_alarm",
    "delete_zone",
    "escalate_alarms",
    "expire_shelves",
    "new_alarm",
    "open_asked",
    "open_by_rule",
    "open_incident",
    "put_back_into_service",
    "raise_alarms",
    "retire_rule",
    "return_alarms",
    "save_rule",
    "save_zone",
    "settle_returns",
    "shelve_alarm",
    "signal_alarms",
    "suppress_alarms",
    "switch_rule",
    "take_out_of_service",
    "unshelve_alarm",
    "watch_floods",
]
