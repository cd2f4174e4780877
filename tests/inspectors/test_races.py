"""Two at once: real threads on real connections; one wins, and the other is told who did."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from apps.incidents.actions import move_incident
from apps.incidents.models import Incident
from apps.incidents.refusals import CannotMove
from apps.inspectors.actions import (
    Reading,
    assign_unit,
    expire_assignments,
    move_assignment,
    record_positions,
)
from apps.inspectors.models import Assignment, LatestPosition, Unit
from apps.inspectors.refusals import IncidentTakesNoUnits, UnitIsTaken
from apps.live.models import Event, RegionFeed
from apps.regions.scope import EVERYTHING
from tests.accounts.factories import UserFactory
from tests.incidents.factories import NOON, reported
from tests.inspectors.factories import DeviceFactory, UnitFactory

pytestmark = pytest.mark.django_db(transaction=True)
AT = NOON + timedelta(minutes=1)


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What each call answered or raised, all begun at the same moment."""
    start = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            start.wait(10)
            return call()
        except Exception as error:  # noqa: BLE001 (handed to the test)
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


@pytest.mark.parametrize("round_", range(3))
def test_two_operators_assign_the_same_unit_and_one_wins(round_: int) -> None:
    incidents = [reported(), reported()]
    people = [UserFactory(full_name="Aziza"), UserFactory(full_name="Bobur")]
    unit = UnitFactory()

    def assign(n: int) -> Callable[[], Any]:
        return lambda: assign_unit(incident_id=incidents[n].pk, unit_id=unit.pk, by=people[n], at=AT)

    answers = at_once(assign(0), assign(1))
    won = next(answer for answer in answers if isinstance(answer, Assignment))
    lost = next(answer for answer in answers if isinstance(answer, UnitIsTaken))
    assert lost.fields["by"] == won.by_name
    assert lost.fields["incident"] == won.incident.number
    assert Assignment.objects.count() == 1
    assert {Incident.objects.get(pk=incident.pk).status for incident in incidents} == {
        "dispatched", "reported",
    }  # fmt: skip


def test_many_operators_and_units_at_one_incident_leave_no_gap_in_the_feed() -> None:
    incident = reported()
    units = [UnitFactory() for _ in range(6)]
    before = RegionFeed.objects.get(region="UZ-TK").seq
    answers = at_once(
        *[
            lambda unit=unit: assign_unit(incident_id=incident.pk, unit_id=unit.pk, by=None, at=AT)
            for unit in units
        ]
    )
    assert all(isinstance(answer, Assignment) for answer in answers)
    seqs = sorted(Event.objects.filter(region="UZ-TK", seq__gt=before).values_list("seq", flat=True))
    assert seqs == list(range(before + 1, before + 1 + len(seqs)))
    assert Incident.objects.get(pk=incident.pk).status == "dispatched"


def test_an_answer_and_its_expiry_at_once_end_in_one_of_both() -> None:
    incident, unit = reported(), UnitFactory()
    assignment = assign_unit(incident_id=incident.pk, unit_id=unit.pk, by=None, at=AT)
    late = AT + timedelta(minutes=3)
    at_once(
        lambda: move_assignment(assignment_id=assignment.pk, to="accepted", by=None, at=late),
        lambda: expire_assignments(at=late, within=timedelta(seconds=120)),
    )
    assignment.refresh_from_db()
    state = (assignment.status, Incident.objects.get(pk=incident.pk).status, Unit.objects.get().status)
    assert state in {("accepted", "dispatched", "assigned"), ("expired", "acknowledged", "available")}


def test_two_units_that_cross_over_between_two_incidents_do_not_block_each_other() -> None:
    minor, urgent = reported(priority=4), reported(priority=1)
    one, two = UnitFactory(), UnitFactory()
    for unit in (one, two):
        assign_unit(incident_id=minor.pk, unit_id=unit.pk, by=None, at=AT)
    answers = at_once(
        lambda: assign_unit(incident_id=urgent.pk, unit_id=one.pk, by=None, at=AT, pre_empt=True),
        lambda: assign_unit(incident_id=urgent.pk, unit_id=two.pk, by=None, at=AT, pre_empt=True),
    )
    assert all(isinstance(answer, Assignment) for answer in answers)
    assert Assignment.objects.active().filter(incident=urgent.pk).count() == 2
    assert Incident.objects.get(pk=minor.pk).is_ringing


def test_resolving_while_a_unit_is_sent_leaves_no_unit_at_a_resolved_incident() -> None:
    incident, unit = reported(), UnitFactory()
    assign_unit(incident_id=incident.pk, unit_id=UnitFactory().pk, by=None, at=AT)
    sent, resolved = at_once(
        lambda: assign_unit(incident_id=incident.pk, unit_id=unit.pk, by=None, at=AT),
        lambda: move_incident(incident_id=incident.pk, to="resolved", outcome="dealt_with", by=None, at=AT),
    )
    assert isinstance(sent, Assignment | IncidentTakesNoUnits)
    assert not isinstance(resolved, CannotMove)
    assert not Assignment.objects.active().exists()
    assert set(Unit.objects.values_list("status", flat=True)) == {"available"}


def test_batches_of_the_same_units_in_other_orders_do_not_block_each_other() -> None:
    names = [DeviceFactory().identifier for _ in range(30)]

    def batch(order: list[str], lon: float) -> Callable[[], Any]:
        readings = [Reading(name, AT + timedelta(seconds=lon), lon, 41.3) for name in order]
        return lambda: record_positions(readings=readings, scope=EVERYTHING, at=AT + timedelta(seconds=90))

    answers = at_once(batch(names, 69.1), batch(names[::-1], 69.2), batch(names[15:] + names[:15], 69.3))
    assert not any(isinstance(answer, Exception) for answer in answers)
    assert {latest.location.x for latest in LatestPosition.objects.all()} == {69.3}
