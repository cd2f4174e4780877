"""A unit is sent, answers, arrives, is cleared; and every other way this can go."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from apps.core.errors import NotFound
from apps.incidents.actions import acknowledge_incident, move_incident
from apps.incidents.models import HistoryEntry, Incident, IncidentShare
from apps.incidents.refusals import StampsDisordered, StampTooOld, TimeInFuture
from apps.inspectors.actions import assign_unit, expire_assignments, move_assignment, set_unit_status
from apps.inspectors.models import Assignment, UnitStatusEntry
from apps.inspectors.refusals import (
    CannotMoveAssignment,
    CannotSetStatus,
    IncidentTakesNoUnits,
    NeedsReason,
    UnitIsNotFree,
    UnitIsTaken,
)
from apps.inspectors.workflow import UnitStatus
from tests.accounts.factories import UserFactory
from tests.incidents.factories import NOON, reported
from tests.inspectors.factories import UnitFactory

pytestmark = pytest.mark.django_db


def minutes(n: float) -> timedelta:
    return timedelta(minutes=n)


def fresh(incident: Incident) -> Incident:
    return Incident.objects.get(pk=incident.pk)


def kinds(incident: Incident) -> list[str]:
    return list(HistoryEntry.objects.filter(incident=incident).order_by("id").values_list("kind", flat=True))


def sent(at: timedelta = timedelta(minutes=1), **fields: object) -> tuple[Incident, Assignment]:
    incident = reported(**fields)
    assignment = assign_unit(
        incident_id=incident.pk, unit_id=UnitFactory().pk, by=UserFactory(), at=NOON + at
    )
    return incident, assignment


def test_the_first_unit_acknowledges_and_dispatches_the_incident() -> None:
    incident, unit, person = reported(), UnitFactory(), UserFactory()
    at = NOON + minutes(1)
    assignment = assign_unit(incident_id=incident.pk, unit_id=unit.pk, by=person, at=at)
    incident = fresh(incident)
    unit.refresh_from_db()
    assert (incident.status, incident.acknowledged_at, incident.dispatched_at) == ("dispatched", at, at)
    assert (incident.handler, incident.is_ringing) == (person, False)
    assert (assignment.status, assignment.assigned_at, assignment.by_user) == ("assigned", at, person)
    assert (unit.status, unit.status_changed_at) == ("assigned", at)
    assert "unit_assigned" in kinds(incident)


def test_an_incident_that_somebody_has_acknowledged_keeps_its_handler() -> None:
    incident, first = reported(), UserFactory()
    acknowledge_incident(incident_id=incident.pk, by=first, at=NOON + minutes(1))
    assign_unit(incident_id=incident.pk, unit_id=UnitFactory().pk, by=UserFactory(), at=NOON + minutes(2))
    incident = fresh(incident)
    assert incident.handler == first
    assert incident.acknowledged_at == NOON + minutes(1)


def test_the_incident_follows_its_unit_through_every_step() -> None:
    incident, assignment = sent()
    for n, (to, status) in enumerate(
        [("accepted", "dispatched"), ("en_route", "en_route"), ("on_scene", "on_scene")], 2
    ):
        move_assignment(assignment_id=assignment.pk, to=to, by=None, at=NOON + minutes(n))
        assert fresh(incident).status == status
    assignment.refresh_from_db()
    incident = fresh(incident)
    assert assignment.accepted_at == NOON + minutes(2)
    assert assignment.en_route_at == incident.en_route_at == NOON + minutes(3)
    assert assignment.on_scene_at == incident.on_scene_at == NOON + minutes(4)
    assert assignment.unit.status == "on_scene"
    assert [kind for kind in kinds(incident) if kind.startswith("unit_")] == [
        "unit_assigned", "unit_accepted", "unit_en_route", "unit_on_scene",
    ]  # fmt: skip


def test_the_incidents_stamps_are_the_first_units() -> None:
    incident, first = sent()
    second = assign_unit(incident_id=incident.pk, unit_id=UnitFactory().pk, by=None, at=NOON + minutes(2))
    move_assignment(assignment_id=second.pk, to="en_route", by=None, at=NOON + minutes(3))
    move_assignment(assignment_id=first.pk, to="en_route", by=None, at=NOON + minutes(4))
    assert fresh(incident).en_route_at == NOON + minutes(3)
    assert fresh(incident).dispatched_at == NOON + minutes(1)


def test_a_step_that_is_skipped_leaves_its_stamp_empty() -> None:
    incident, assignment = sent()
    move_assignment(assignment_id=assignment.pk, to="on_scene", by=None, at=NOON + minutes(5))
    assignment.refresh_from_db()
    assert (assignment.accepted_at, assignment.en_route_at) == (None, None)
    assert (fresh(incident).en_route_at, fresh(incident).status) == (None, "on_scene")


def test_the_same_step_again_changes_nothing() -> None:
    incident, assignment = sent()
    move_assignment(assignment_id=assignment.pk, to="accepted", by=None, at=NOON + minutes(2))
    before = kinds(incident)
    again = move_assignment(assignment_id=assignment.pk, to="accepted", by=None, at=NOON + minutes(3))
    assert again.accepted_at == NOON + minutes(2)
    assert kinds(incident) == before


def test_a_refusal_needs_a_reason_and_gives_the_incident_back() -> None:
    incident, assignment = sent()
    with pytest.raises(NeedsReason):
        move_assignment(assignment_id=assignment.pk, to="refused", by=None, at=NOON + minutes(2))
    move_assignment(
        assignment_id=assignment.pk, to="refused", by=None, at=NOON + minutes(2), reason="no fuel"
    )
    assignment.refresh_from_db()
    incident = fresh(incident)
    assert (assignment.status, assignment.reason, assignment.ended_at) == (
        "refused", "no fuel", NOON + minutes(2),
    )  # fmt: skip
    assert assignment.unit.status == "available"
    assert (incident.status, incident.is_ringing) == ("acknowledged", True)
    # Its first stamps stay.
    assert incident.dispatched_at == NOON + minutes(1)
    assert kinds(incident)[-2:] == ["unit_refused", "returned"]


def test_while_another_unit_is_left_the_incident_stays() -> None:
    incident, first = sent()
    assign_unit(incident_id=incident.pk, unit_id=UnitFactory().pk, by=None, at=NOON + minutes(2))
    move_assignment(assignment_id=first.pk, to="stood_down", by=None, at=NOON + minutes(3))
    assert (fresh(incident).status, fresh(incident).is_ringing) == ("dispatched", False)


def test_who_does_not_accept_in_time_is_no_longer_waited_for() -> None:
    incident, assignment = sent()
    late, within = NOON + minutes(3.5), timedelta(seconds=120)
    assert expire_assignments(at=NOON + minutes(2), within=within) == []
    assert expire_assignments(at=late, within=within) == [assignment.pk]
    assignment.refresh_from_db()
    incident = fresh(incident)
    assert (assignment.status, assignment.ended_at, assignment.unit.status) == ("expired", late, "available")
    assert (incident.status, incident.is_ringing) == ("acknowledged", True)
    assert expire_assignments(at=late, within=within) == []


def test_who_has_accepted_does_not_expire() -> None:
    _, assignment = sent()
    move_assignment(assignment_id=assignment.pk, to="accepted", by=None, at=NOON + minutes(2))
    assert expire_assignments(at=NOON + minutes(60), within=timedelta(seconds=120)) == []


def test_resolving_clears_who_has_arrived_and_stands_down_who_has_not() -> None:
    incident, arrived = sent()
    coming = assign_unit(incident_id=incident.pk, unit_id=UnitFactory().pk, by=None, at=NOON + minutes(2))
    move_assignment(assignment_id=arrived.pk, to="on_scene", by=None, at=NOON + minutes(3))
    person = UserFactory()
    move_incident(
        incident_id=incident.pk, to="resolved", outcome="dealt_with", by=person, at=NOON + minutes(9)
    )
    arrived.refresh_from_db()
    coming.refresh_from_db()
    assert (arrived.status, arrived.cleared_at) == ("cleared", NOON + minutes(9))
    assert (coming.status, coming.cleared_at, coming.ended_at) == ("stood_down", None, NOON + minutes(9))
    assert {arrived.unit.status, coming.unit.status} == {"available"}
    assert (fresh(incident).status, fresh(incident).is_ringing) == ("resolved", False)
    assert UnitStatusEntry.objects.filter(by_user=person, status="available").count() == 2


def test_cancelling_stands_every_unit_down() -> None:
    incident, assignment = sent()
    move_incident(incident_id=incident.pk, to="cancelled", note="a prank", by=None, at=NOON + minutes(3))
    assignment.refresh_from_db()
    assert (assignment.status, fresh(incident).status) == ("stood_down", "cancelled")


def test_an_incident_on_hold_keeps_its_units() -> None:
    incident, assignment = sent()
    move_incident(incident_id=incident.pk, to="on_hold", note="waiting", by=None, at=NOON + minutes(3))
    assignment.refresh_from_db()
    assert assignment.status == "assigned"


def test_the_last_unit_cleared_gives_an_unresolved_incident_back() -> None:
    incident, assignment = sent()
    move_assignment(assignment_id=assignment.pk, to="on_scene", by=None, at=NOON + minutes(3))
    move_assignment(assignment_id=assignment.pk, to="cleared", by=None, at=NOON + minutes(9))
    assert (fresh(incident).status, fresh(incident).is_ringing) == ("acknowledged", True)


def test_a_taken_unit_is_refused_and_says_who_took_it_where_to_and_when() -> None:
    first, second, unit = reported(), reported(), UnitFactory(call_sign="T-7")
    person = UserFactory(full_name="Aziza Karimova")
    assign_unit(incident_id=first.pk, unit_id=unit.pk, by=person, at=NOON + minutes(1))
    with pytest.raises(UnitIsTaken) as refusal:
        assign_unit(incident_id=second.pk, unit_id=unit.pk, by=UserFactory(), at=NOON + timedelta(seconds=63))
    with override("en"):
        assert str(refusal.value) == f"Aziza Karimova assigned T-7 to {first.number} 3 s ago."
    assert refusal.value.status == 409
    assert refusal.value.fields["by"] == "Aziza Karimova"
    assert fresh(second).status == "reported"


@pytest.mark.parametrize("status", ["off_duty", "busy", "out_of_service"])
def test_a_unit_that_is_not_free_is_not_sent(status: str) -> None:
    incident = reported()
    with pytest.raises(UnitIsNotFree):
        assign_unit(incident_id=incident.pk, unit_id=UnitFactory(status=status).pk, by=None, at=NOON)
    assert fresh(incident).status == "reported"


def test_no_unit_is_sent_to_what_is_over() -> None:
    incident, _ = sent()
    move_incident(incident_id=incident.pk, to="resolved", outcome="dealt_with", by=None, at=NOON + minutes(3))
    with pytest.raises(IncidentTakesNoUnits):
        assign_unit(incident_id=incident.pk, unit_id=UnitFactory().pk, by=None, at=NOON + minutes(4))


def test_a_retired_unit_is_missing() -> None:
    with pytest.raises(NotFound):
        assign_unit(incident_id=reported().pk, unit_id=UnitFactory(retired_at=NOON).pk, by=None, at=NOON)


def test_a_more_urgent_incident_may_take_a_unit_that_has_not_arrived() -> None:
    minor, held = sent(priority=4)
    urgent = reported(priority=1)
    unit = held.unit
    with pytest.raises(UnitIsTaken):
        assign_unit(incident_id=urgent.pk, unit_id=unit.pk, by=None, at=NOON + minutes(2))
    taken = assign_unit(incident_id=urgent.pk, unit_id=unit.pk, by=None, at=NOON + minutes(2), pre_empt=True)
    held.refresh_from_db()
    unit.refresh_from_db()
    assert (held.status, held.reason) == ("pre_empted", urgent.number)
    assert (taken.status, unit.status) == ("assigned", "assigned")
    assert (fresh(minor).status, fresh(minor).is_ringing) == ("acknowledged", True)
    assert fresh(urgent).status == "dispatched"


def test_a_unit_is_not_taken_for_something_less_urgent_nor_from_a_scene() -> None:
    _, held = sent(priority=2)
    with pytest.raises(UnitIsTaken):
        assign_unit(
            incident_id=reported(priority=2).pk, unit_id=held.unit_id, by=None, at=NOON + minutes(2),
            pre_empt=True,
        )  # fmt: skip
    move_assignment(assignment_id=held.pk, to="on_scene", by=None, at=NOON + minutes(3))
    with pytest.raises(UnitIsTaken):
        assign_unit(
            incident_id=reported(priority=1).pk, unit_id=held.unit_id, by=None, at=NOON + minutes(4),
            pre_empt=True,
        )  # fmt: skip


def test_a_unit_from_across_a_border_lets_its_region_see_the_incident() -> None:
    incident, unit = reported(), UnitFactory(region__code="UZ-TO")
    assign_unit(incident_id=incident.pk, unit_id=unit.pk, by=None, at=NOON + minutes(1))
    assert IncidentShare.objects.get().region_id == "UZ-TO"


@pytest.mark.parametrize("to", ["expired", "pre_empted"])
def test_what_the_portal_decides_cannot_be_asked_for(to: str) -> None:
    _, assignment = sent()
    with pytest.raises(CannotMoveAssignment):
        move_assignment(assignment_id=assignment.pk, to=to, by=UserFactory(), at=NOON + minutes(2))


def test_who_has_arrived_is_not_stood_down_and_nothing_follows_an_end() -> None:
    _, assignment = sent()
    move_assignment(assignment_id=assignment.pk, to="on_scene", by=None, at=NOON + minutes(2))
    with pytest.raises(CannotMoveAssignment):
        move_assignment(assignment_id=assignment.pk, to="stood_down", by=None, at=NOON + minutes(3))
    move_assignment(assignment_id=assignment.pk, to="cleared", by=None, at=NOON + minutes(3))
    with pytest.raises(CannotMoveAssignment):
        move_assignment(assignment_id=assignment.pk, to="en_route", by=None, at=NOON + minutes(4))


def test_stamps_are_checked() -> None:
    _, assignment = sent(at=minutes(10))
    now = NOON + minutes(15)

    def accept(stamp_at: timedelta, *, is_offline: bool = False) -> Assignment:
        return move_assignment(
            assignment_id=assignment.pk, to="accepted", by=None, at=now, stamp_at=NOON + stamp_at,
            is_offline=is_offline,
        )  # fmt: skip

    with pytest.raises(TimeInFuture):
        accept(minutes(16))
    with pytest.raises(StampTooOld):
        accept(minutes(12))
    with pytest.raises(StampsDisordered):
        accept(minutes(9), is_offline=True)
    assert accept(minutes(12), is_offline=True).accepted_at == NOON + minutes(12)
    assert HistoryEntry.objects.get(kind="unit_accepted").is_offline


def test_a_step_taken_a_moment_before_the_one_it_follows_is_simultaneous_with_it() -> None:
    incident, assignment = sent(at=minutes(1))
    at = NOON + minutes(1)
    with pytest.raises(StampsDisordered):
        move_assignment(assignment_id=assignment.pk, to="en_route", by=None, at=at - timedelta(seconds=6))
    moved = move_assignment(assignment_id=assignment.pk, to="en_route", by=None, at=at - timedelta(seconds=3))
    incident.refresh_from_db()
    assert (moved.en_route_at, incident.en_route_at, incident.status) == (at, at, "en_route")


def test_a_step_that_a_device_kept_does_not_disturb_what_another_unit_did_meanwhile() -> None:
    incident, first = sent()
    second = assign_unit(incident_id=incident.pk, unit_id=UnitFactory().pk, by=None, at=NOON + minutes(1))
    move_assignment(assignment_id=first.pk, to="en_route", by=None, at=NOON + minutes(9))
    move_assignment(
        assignment_id=second.pk, to="on_scene", by=None, at=NOON + minutes(10), stamp_at=NOON + minutes(5),
        is_offline=True,
    )  # fmt: skip
    second.refresh_from_db()
    assert second.on_scene_at == NOON + minutes(5)
    assert fresh(incident).en_route_at == NOON + minutes(9)


def test_a_unit_with_an_assignment_is_not_set_by_hand() -> None:
    _, assignment = sent()
    with pytest.raises(CannotSetStatus):
        set_unit_status(unit_id=assignment.unit_id, status=UnitStatus.OFF_DUTY, by=None, at=NOON + minutes(2))


def test_a_change_of_status_keeps_who_and_when_and_the_same_again_changes_nothing() -> None:
    unit, person = UnitFactory(), UserFactory()
    for _ in range(2):
        set_unit_status(unit_id=unit.pk, status=UnitStatus.BUSY, by=person, at=NOON, reason="fuel")
    entry = UnitStatusEntry.objects.get()
    assert (entry.was, entry.status, entry.by_user, entry.reason) == ("available", "busy", person, "fuel")


def test_the_database_holds_one_active_assignment_of_a_unit() -> None:
    _, assignment = sent()
    with pytest.raises(IntegrityError, match="assignment_one_active_per_unit"), transaction.atomic():
        Assignment.objects.create(unit=assignment.unit, incident=reported(), assigned_at=NOON)
