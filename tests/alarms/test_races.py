"""Many at the same moment, in real threads and transactions: one open alarm, one who acknowledged, no count lost."""

import threading
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.alarms.actions import (
    Return,
    acknowledge_alarm,
    acknowledge_group,
    open_asked,
    open_incident,
    raise_alarms,
    signal_alarms,
)
from apps.alarms.api.views.zones import ZoneView
from apps.alarms.evaluation.reading import raise_what_waited, read_the_feed
from apps.alarms.models import Alarm, AlarmEntry, Wait, Zone
from apps.alarms.refusals import Overtaken
from apps.incidents.models import Incident
from apps.live.models import Event
from tests.accounts.factories import UserFactory
from tests.alarms.factories import NOON, AlarmTypeFactory, after, occurrence, raised
from tests.alarms.test_api_rules import SQUARE, ZONES
from tests.alarms.test_evaluation import detected, mended, out, rule
from tests.cameras.factories import CameraFactory
from tests.incidents.factories import IncidentTypeFactory
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


def test_evaluators_at_the_same_moment_raise_each_fact_once_and_open_one_incident() -> None:
    for code in ("person_in_zone", "sos"):
        AlarmTypeFactory(code=code)
    IncidentTypeFactory(code="perimeter")
    read_the_feed(at=NOON)
    rule("detection", opens_incident="perimeter")
    cameras = [CameraFactory() for _number in range(3)]
    for camera in cameras:
        for second in range(3):
            detected(camera, at=after(second))
    answers = at_once([lambda: read_the_feed(at=after(5))] * 4)
    assert sorted(answers) == [0, 0, 0, 9]
    assert {alarm.occurrences for alarm in Alarm.objects.all()} == {3}
    at_once([lambda: open_asked(at=after(6))] * 4)
    assert {one.source_ref for one in Incident.objects.all()} == {str(one.pk) for one in Alarm.objects.all()}


def test_an_incident_that_several_ask_for_at_once_is_opened_once() -> None:
    IncidentTypeFactory(code="fire")
    alarm = raised()
    calls = [lambda: open_incident(alarm_id=alarm.pk, by=None, at=after(1), incident_type="fire")] * THREADS
    answers = at_once(calls)
    assert sum(answer.is_new for answer in answers) == 1  # type: ignore[union-attr]
    assert Incident.objects.count() == 1


def test_what_ends_while_it_is_raised_after_its_grace_time_returns() -> None:
    AlarmTypeFactory(code="camera_outage")
    read_the_feed(at=NOON)
    rule("camera_outage", settings={"grace_s": 60})
    outages = [out(CameraFactory()) for _number in range(6)]
    read_the_feed(at=after(1))
    for outage in outages:
        mended(outage, after(90))
    at_once([lambda: raise_what_waited(at=after(90)), lambda: read_the_feed(at=after(90))] * 3)
    read_the_feed(at=after(91))
    assert not Alarm.objects.filter(state="unacknowledged").exists()
    assert not Wait.objects.exists()


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


@pytest.fixture
def supervisors(signed_in: Callable[[Any], APIClient]) -> list[APIClient]:
    both = [signed_in(UserFactory(role=Role.SUPERVISOR)) for _ in range(2)]
    # The schema that answers are compared with is built with the first one, and not by two threads at a time.
    assert both[0].get(ZONES).status_code == 200
    return both


def both_past(gate: threading.Barrier, genuine: Callable[..., Any]) -> Callable[..., Any]:
    """The same, which goes on only when both have done it."""

    def wait(*given: Any, **named: Any) -> Any:
        answer = genuine(*given, **named)
        gate.wait(30)
        return answer

    return wait


def test_of_two_who_draw_a_zone_of_one_name_one_is_told_of_the_conflict(supervisors: list[APIClient]) -> None:
    gate, zone = threading.Barrier(2), {"name": "Chorsu", "region": "UZ-TK", "area": SQUARE}
    with patch.object(Zone, "full_clean", both_past(gate, Zone.full_clean)):
        answers: list[Any] = at_once(
            [lambda one=one: one.post(ZONES, zone, format="json") for one in supervisors]
        )  # type: ignore[misc]
    first, second = sorted(answers, key=lambda answer: int(answer.status_code))
    assert (first.status_code, second.status_code) == (201, 409), answers
    assert second.json()["code"] == "conflict"
    assert Zone.objects.count() == 1


def test_of_two_who_take_a_zone_away_one_finds_it_gone(supervisors: list[APIClient]) -> None:
    made = supervisors[0].post(ZONES, {"name": "Chorsu", "region": "UZ-TK", "area": SQUARE}, format="json")
    address, gate = f"{ZONES}{made.json()['id']}/", threading.Barrier(2)
    with patch.object(ZoneView, "zone", both_past(gate, ZoneView.zone)):
        answers: list[Any] = at_once([lambda one=one: one.delete(address) for one in supervisors])  # type: ignore[misc]
    first, second = sorted(answers, key=lambda answer: int(answer.status_code))
    assert (first.status_code < 300, second.status_code) == (True, 404), answers
