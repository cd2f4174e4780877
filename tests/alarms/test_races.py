"""Many at the same moment, in real threads and transactions: one open alarm, one who acknowledged, no count lost."""

from collections.abc import Callable
from typing import Any

import pytest

from apps.alarms.actions import Return, acknowledge_alarm, acknowledge_group, raise_alarms, signal_alarms
from apps.alarms.models import Alarm, AlarmEntry
from apps.alarms.refusals import Overtaken
from apps.live.models import Event
from tests.accounts.factories import UserFactory
from tests.alarms.factories import NOON, AlarmTypeFactory, after, occurrence, raised
from tests.incidents.test_races import at_once
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 8


@pytest.fixture(autouse=True)
def _country() -> None:
    for code in ("UZ", "UZ-TK", "UZ-TO"):
        RegionFactory(code=code)
    for code in ("smoke", "gas"):
        AlarmTypeFactory(code=code)


def raising(numbers: list[int], turn: int) -> Callable[[], Any]:
    given = [occurrence(number=number, ref=f"crossing:{turn}-{number}") for number in numbers]
    return lambda: raise_alarms(occurrences=given, by=None, at=NOON)


def test_the_same_condition_told_at_once_is_one_alarm_that_counts_all() -> None:
    answers = at_once([raising([7], turn) for turn in range(THREADS)])
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    alarm = Alarm.objects.get()
    assert (alarm.occurrences, len(alarm.active_refs)) == (THREADS, THREADS)
    assert Event.objects.count() == THREADS
    assert AlarmEntry.objects.filter(kind="raised").count() == 1


def test_batches_in_opposite_orders_neither_wait_for_each_other_nor_lose_one() -> None:
    numbers = list(range(12))
    orders = [numbers, numbers[::-1]] * (THREADS // 2)
    answers = at_once([raising(order, turn) for turn, order in enumerate(orders)])
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert Alarm.objects.count() == len(numbers)
    assert {alarm.occurrences for alarm in Alarm.objects.all()} == {THREADS}


def test_of_those_who_acknowledge_at_once_one_is_first_and_the_others_learn_who() -> None:
    alarm = raised()
    people = [UserFactory(full_name=f"Officer {number}") for number in range(THREADS)]

    def see(person: Any) -> Callable[[], Any]:
        return lambda: acknowledge_alarm(alarm_id=alarm.pk, by=person, at=after(1))

    answers = at_once([see(person) for person in people])
    refused = [answer for answer in answers if isinstance(answer, Overtaken)]
    assert len(refused) == THREADS - 1
    alarm.refresh_from_db()
    assert {error.fields["by"] for error in refused} == {alarm.acknowledged_by_name}
    assert AlarmEntry.objects.filter(kind="acknowledged").count() == 1


def test_groups_conditions_and_returns_at_once_leave_every_alarm_whole() -> None:
    alarms = [raised(number=number, ref=f"crossing:0-{number}") for number in range(6)]
    ids = [alarm.pk for alarm in alarms]
    ends = [Return(f"sensor:{number}", f"crossing:0-{number}", after(5)) for number in range(6)]
    calls: list[Callable[[], Any]] = [
        lambda: acknowledge_group(alarm_ids=ids, by=None, at=after(5)),
        lambda: acknowledge_group(alarm_ids=ids[::-1], by=None, at=after(5)),
        lambda: signal_alarms(signals=ends, by=None, at=after(5)),
        lambda: signal_alarms(signals=ends[::-1], by=None, at=after(5)),
        raising(list(range(6)), 3),
    ]
    answers = at_once(calls)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    standing = Alarm.objects.open()
    assert {alarm.source for alarm in standing} == {f"sensor:{number}" for number in range(6)}
    assert all(alarm.active_refs == [f"crossing:3-{alarm.source_id}"] for alarm in standing)
