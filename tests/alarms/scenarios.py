"""What each action of alarms needs, and its call: see `tests/flows/test_every_action_feeds_the_screen.py`."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from apps.alarms import actions
from apps.alarms.actions import Return
from apps.alarms.rules.drafts import RuleDraft
from apps.alarms.words import Trigger
from apps.alarms.workflow import Clearing
from tests.accounts.factories import UserFactory
from tests.alarms.factories import NOON, AlarmTypeFactory, after, occurrence, raised
from tests.incidents.factories import IncidentTypeFactory
from tests.regions.factories import RegionFactory

Act = Callable[[], Any]


def raise_new() -> Act:
    raised(number=1)
    given = [occurrence(number=number) for number in (1, 2, 3)]
    return partial(actions.raise_alarms, occurrences=given, by=None, at=after(5))


def return_one() -> Act:
    raised(ref="crossing:1")
    given = [Return("sensor:7", "crossing:1", after(9))]
    return partial(actions.return_alarms, returns=given, by=None, at=after(9))


def return_seen() -> Act:
    alarm = raised(ref="crossing:1")
    actions.acknowledge_alarm(alarm_id=alarm.pk, by=UserFactory(), at=after(3))
    given = [Return("sensor:7", "crossing:1", after(90))]
    return partial(actions.return_alarms, returns=given, by=None, at=after(90))


def signal_both() -> Act:
    raised(ref="crossing:1")
    given = [Return("sensor:7", "crossing:1", after(9)), occurrence(), occurrence(number=8)]
    return partial(actions.signal_alarms, signals=given, by=None, at=after(9))


def acknowledge() -> Act:
    alarm = raised()
    return partial(actions.acknowledge_alarm, alarm_id=alarm.pk, by=UserFactory(), at=after(4))


def acknowledge_returned() -> Act:
    alarm = raised(ref="crossing:1")
    actions.return_alarms(returns=[Return("sensor:7", "crossing:1", after(9))], by=None, at=after(9))
    return partial(actions.acknowledge_alarm, alarm_id=alarm.pk, by=UserFactory(), at=after(12))


def acknowledge_many() -> Act:
    ids = [raised(number=number).pk for number in (1, 2)]
    ids.append(raised(number=3, region="UZ-TO").pk)
    return partial(actions.acknowledge_group, alarm_ids=ids, by=UserFactory(is_national=True), at=after(4))


def clear() -> Act:
    alarm = raised(needs_clearing=True)
    by = UserFactory()
    return partial(actions.clear_alarm, alarm_id=alarm.pk, clearing=Clearing.FALSE, by=by, at=after(60))


def shelve() -> Act:
    alarm = raised()
    until = NOON + timedelta(hours=2)
    return partial(actions.shelve_alarm, alarm_id=alarm.pk, reason="works", until=until, by=None, at=after(1))


def unshelve() -> Act:
    shelve()()
    alarm = raised(ref="crossing:5", at=after(2))
    return partial(actions.unshelve_alarm, alarm_id=alarm.pk, by=None, at=after(5))


def expire() -> Act:
    shelve()()
    return partial(actions.expire_shelves, at=NOON + timedelta(hours=3))


def take_out() -> Act:
    alarm = raised()
    return partial(actions.take_out_of_service, alarm_id=alarm.pk, reason="repair", by=None, at=after(1))


def put_back() -> Act:
    alarm = take_out()()
    return partial(actions.put_back_into_service, alarm_id=alarm.pk, by=None, at=after(9))


def suppress() -> Act:
    camera = raised(number=1)
    node = raised(number=2, source_kind="node", source="node:2")
    return partial(actions.suppress_alarms, explained={camera.pk: node.pk}, at=after(1))


def release() -> Act:
    suppress()()
    node = [Return("node:2", "outage:2", after(99))]
    raised(source="node:2", ref="outage:2", number=2)
    return partial(actions.return_alarms, returns=node, by=None, at=after(99))


def escalate() -> Act:
    raised(priority=1, escalate_after_s=60)
    return partial(actions.escalate_alarms, at=after(61))


def settle() -> Act:
    for second in range(4):
        raised(at=after(second), ref=f"crossing:{second}")
        ended = [Return("sensor:7", f"crossing:{second}", after(second))]
        actions.return_alarms(returns=ended, by=None, at=after(second))
    return partial(actions.settle_returns, at=after(70))


def become_incident() -> Act:
    IncidentTypeFactory(code="smoke")
    alarm = raised()
    return partial(actions.open_incident, alarm_id=alarm.pk, by=None, at=after(30), incident_type="smoke")


def become_incident_by_rule() -> partial[Any]:
    IncidentTypeFactory(code="smoke")
    RegionFactory(code="UZ-TK")
    AlarmTypeFactory(code="smoke")
    draft = RuleDraft("a rule", Trigger.DETECTION, frozenset({"UZ-TK"}), "smoke", 2, opens_incident="smoke")
    rule = actions.save_rule(draft=draft, by=None, at=NOON)
    alarm = raised(rule=rule.pk, rule_version=rule.versions.get().pk)
    return partial(actions.open_by_rule, alarm_id=alarm.pk, at=after(30))


def become_incident_asked_for() -> Act:
    by_rule = become_incident_by_rule()
    actions.ask_for_incidents(alarm_ids=[by_rule.keywords["alarm_id"]], at=after(20))
    return partial(actions.open_asked, at=after(30))


def flood() -> Act:
    for number in range(11):
        raised(number=number)
    return partial(actions.watch_floods, at=after(5))


def ebb() -> Act:
    flood()()
    return partial(actions.watch_floods, at=after(900))


WHY = "rules and zones are on no live screen: their pages are asked for"
OFF_SCREEN = dict.fromkeys(
    (
        "save_rule",
        "switch_rule",
        "retire_rule",
        "save_zone",
        "delete_zone",
        "renew_rules_of_zone",
    ),
    WHY,
) | {"ask_for_incidents": "what has been asked for is seen when it is opened"}

SCENARIOS: dict[str, list[Callable[[], Act]]] = {
    "raise_alarms": [raise_new],
    "return_alarms": [return_one, return_seen, release],
    "signal_alarms": [signal_both],
    "acknowledge_alarm": [acknowledge, acknowledge_returned],
    "acknowledge_group": [acknowledge_many],
    "clear_alarm": [clear],
    "shelve_alarm": [shelve],
    "unshelve_alarm": [unshelve],
    "expire_shelves": [expire],
    "take_out_of_service": [take_out],
    "put_back_into_service": [put_back],
    "suppress_alarms": [suppress],
    "escalate_alarms": [escalate],
    "settle_returns": [settle],
    "open_incident": [become_incident],
    "open_asked": [become_incident_asked_for],
    "open_by_rule": [become_incident_by_rule],
    "watch_floods": [flood, ebb],
}
