"""Several units at once, sent elsewhere, called off; who does not come rings; help across a border is answered."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils.translation import override
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.core.clock import now
from apps.core.geo import point
from apps.incidents.actions import acknowledge_incident
from apps.incidents.models import HistoryEntry, Incident
from apps.inspectors.actions import (
    AidIsAnswered,
    AlreadyThere,
    NotAllSent,
    answer_aid,
    ask_for_aid,
    assign_each,
    assign_unit,
    assign_units,
    expire_assignments,
    move_assignment,
    reassign_unit,
    stand_down_units,
)
from apps.inspectors.models import AidRequest, Assignment
from apps.inspectors.refusals import CannotMoveAssignment, IncidentTakesNoUnits, NeedsReason, UnitIsTaken
from apps.inspectors.sending import Order
from apps.regions.scope import Scope
from tests.accounts.factories import UserFactory
from tests.incidents.factories import NOON, IncidentFactory, reported
from tests.inspectors.factories import UnitFactory

pytestmark = pytest.mark.django_db


def minutes(n: float) -> Any:
    return NOON + timedelta(minutes=n)


def fresh(incident: Incident) -> Incident:
    incident.refresh_from_db()
    return incident


def orders(*units: Any, pre_empt: bool = False) -> list[Order]:
    return [Order(unit.pk, pre_empt) for unit in units]


def two_sent(**fields: Any) -> tuple[Incident, Assignment, Assignment]:
    incident, person = reported(**fields), UserFactory()
    first, second = (
        assign_unit(incident_id=incident.pk, unit_id=UnitFactory().pk, by=person, at=minutes(n))
        for n in (1, 2)
    )
    return incident, first, second


def test_several_units_are_sent_at_once_and_the_incident_keeps_its_first_stamp() -> None:
    incident, person = reported(), UserFactory()
    units = [UnitFactory() for _ in range(3)]
    sent = assign_units(incident_id=incident.pk, orders=orders(*units[:2]), by=person, at=minutes(1))
    assign_units(incident_id=incident.pk, orders=orders(units[2]), by=person, at=minutes(5))
    move_assignment(assignment_id=sent[1].pk, to="en_route", by=person, at=minutes(6))
    move_assignment(assignment_id=sent[0].pk, to="en_route", by=person, at=minutes(7))
    assert Assignment.objects.active().filter(incident=incident).count() == 3
    assert fresh(incident).dispatched_at == minutes(1)
    assert incident.en_route_at == minutes(6)


def test_all_or_none_sends_nobody_and_names_who_was_lost_to_whom() -> None:
    incident, other = reported(), reported()
    taken, free = UnitFactory(call_sign="T-7"), UnitFactory()
    person = UserFactory(full_name="Aziza Karimova")
    assign_unit(incident_id=other.pk, unit_id=taken.pk, by=person, at=minutes(1))
    with pytest.raises(NotAllSent) as refusal:
        assign_units(incident_id=incident.pk, orders=orders(taken, free), by=None, at=minutes(2))
    assert not Assignment.objects.filter(incident=incident).exists()
    assert fresh(incident).status == "reported"
    (row,) = refusal.value.fields["units"]  # type: ignore[misc]
    assert (row["unit"], row["code"]) == (taken.pk, "unit_is_taken")
    with override("en"):
        assert "Aziza Karimova assigned T-7" in str(refusal.value)


def test_each_with_its_own_result_sends_who_can_be_sent() -> None:
    incident, other = reported(), reported()
    taken, free = UnitFactory(), UnitFactory()
    assign_unit(incident_id=other.pk, unit_id=taken.pk, by=None, at=minutes(1))
    lost, sent = assign_each(incident_id=incident.pk, orders=orders(taken, free), by=None, at=minutes(2))
    assert isinstance(lost.refusal, UnitIsTaken)
    assert sent.assignment is not None
    assert fresh(incident).status == "dispatched"


def test_only_the_unit_that_is_named_for_it_is_taken_from_a_less_urgent_incident() -> None:
    minor, urgent = reported(priority=4), reported(priority=1)
    one, two = UnitFactory(), UnitFactory()
    for unit in (one, two):
        assign_unit(incident_id=minor.pk, unit_id=unit.pk, by=None, at=minutes(1))
    mixed = [Order(one.pk, pre_empt=True), Order(two.pk)]
    taken, refused = assign_each(incident_id=urgent.pk, orders=mixed, by=None, at=minutes(2))
    assert taken.assignment is not None
    assert isinstance(refused.refusal, UnitIsTaken)
    with pytest.raises(NotAllSent):
        assign_units(
            incident_id=urgent.pk, orders=[Order(two.pk), *orders(UnitFactory())], by=None, at=minutes(3)
        )
    assert fresh(minor).status == "dispatched"


def test_a_unit_is_sent_to_another_incident_in_one_step_and_the_first_one_rings() -> None:
    first, second, unit = reported(), reported(), UnitFactory()
    held = assign_unit(incident_id=first.pk, unit_id=unit.pk, by=UserFactory(), at=minutes(1))
    moved = reassign_unit(
        assignment_id=held.pk, incident_id=second.pk, reason="nearer", by=UserFactory(), at=minutes(2)
    )
    held.refresh_from_db()
    assert (held.status, held.reason) == ("stood_down", f"→ {second.number}: nearer")
    assert (moved.incident_id, moved.unit_id) == (second.pk, unit.pk)
    assert (fresh(first).status, first.is_ringing, fresh(second).status) == (
        "acknowledged",
        True,
        "dispatched",
    )
    assert first.dispatched_at == minutes(1)


def test_who_is_on_scene_is_cleared_there_when_sent_elsewhere() -> None:
    first, second = reported(), reported()
    held = assign_unit(incident_id=first.pk, unit_id=UnitFactory().pk, by=None, at=minutes(1))
    move_assignment(assignment_id=held.pk, to="on_scene", by=None, at=minutes(2))
    reassign_unit(assignment_id=held.pk, incident_id=second.pk, reason="worse", by=None, at=minutes(3))
    held.refresh_from_db()
    assert (held.status, held.cleared_at) == ("cleared", minutes(3))


def test_sending_elsewhere_needs_a_reason_another_open_incident_and_an_active_assignment() -> None:
    first, over = reported(), IncidentFactory(status="closed", closed_at=NOON)
    held = assign_unit(incident_id=first.pk, unit_id=UnitFactory().pk, by=None, at=minutes(1))

    def reassign(to: Incident, reason: str = "why") -> Assignment:
        return reassign_unit(assignment_id=held.pk, incident_id=to.pk, reason=reason, by=None, at=minutes(2))

    with pytest.raises(NeedsReason):
        reassign(reported(), " ")
    with pytest.raises(AlreadyThere):
        reassign(first)
    with pytest.raises(IncidentTakesNoUnits):
        reassign(over)
    held.refresh_from_db()
    assert held.status == "assigned"
    move_assignment(assignment_id=held.pk, to="stood_down", by=None, at=minutes(3))
    with pytest.raises(CannotMoveAssignment):
        reassign(reported())


def test_all_who_have_not_arrived_are_called_off_and_who_has_stays() -> None:
    incident, first, second = two_sent()
    move_assignment(assignment_id=first.pk, to="on_scene", by=None, at=minutes(3))
    with pytest.raises(NeedsReason):
        stand_down_units(incident_id=incident.pk, reason="", by=None, at=minutes(4))
    called = stand_down_units(incident_id=incident.pk, reason="enough", by=None, at=minutes(4))
    assert [(one.pk, one.reason) for one in called] == [(second.pk, "enough")]
    first.refresh_from_db()
    assert (first.status, fresh(incident).status) == ("on_scene", "on_scene")


def test_with_everybody_called_off_the_incident_is_given_back_and_rings() -> None:
    incident, first, second = two_sent()
    chosen = [str(second.pk)]
    stand_down_units(incident_id=incident.pk, reason="x", by=None, at=minutes(4), only=chosen)
    assert (fresh(incident).status, incident.is_ringing) == ("dispatched", False)
    stand_down_units(incident_id=incident.pk, reason="x", by=None, at=minutes(5))
    assert (fresh(incident).status, incident.is_ringing) == ("acknowledged", True)
    first.refresh_from_db()
    assert first.status == "stood_down"


def test_one_of_two_that_refuses_rings_at_any_priority_and_the_other_goes_on() -> None:
    incident, first, _ = two_sent(priority=4)
    assert not fresh(incident).is_ringing
    move_assignment(assignment_id=first.pk, to="refused", by=None, at=minutes(3), reason="no fuel")
    assert (fresh(incident).status, incident.is_ringing) == ("dispatched", True)
    line = HistoryEntry.objects.get(kind="rang_for_a_unit")
    assert "no fuel" in line.reason
    acknowledge_incident(incident_id=incident.pk, by=UserFactory(), at=minutes(4))
    assert (fresh(incident).status, incident.is_ringing) == ("dispatched", False)


def test_who_does_not_accept_in_time_rings_though_another_comes_and_the_next_unit_sent_silences_it() -> None:
    incident, first, second = two_sent(priority=3)
    move_assignment(assignment_id=second.pk, to="accepted", by=None, at=minutes(2.5))
    expire_assignments(at=minutes(4), within=timedelta(seconds=120))
    first.refresh_from_db()
    assert (first.status, fresh(incident).status, incident.is_ringing) == ("expired", "dispatched", True)
    assign_unit(incident_id=incident.pk, unit_id=UnitFactory().pk, by=UserFactory(), at=minutes(5))
    assert not fresh(incident).is_ringing


def asked(service: str = "") -> AidRequest:
    incident = reported(location=point(69.99, 41.3))
    UnitFactory(region__code="UZ-TO", service="fire", lonlat=(70.01, 41.3), lonlat__at=NOON)
    return ask_for_aid(
        incident_id=incident.pk, scope=Scope(frozenset({"UZ-TK"})), service=service, by=None, at=minutes(1)
    )


def test_asking_twice_is_one_request_until_it_is_answered() -> None:
    request = asked("fire")
    again = ask_for_aid(
        incident_id=request.incident_id,
        scope=Scope(frozenset({"UZ-TK"})),
        service="fire",
        by=None,
        at=minutes(2),
    )
    assert again.pk == request.pk
    assert HistoryEntry.objects.filter(kind="aid_asked").count() == 1


def test_a_refusal_of_aid_needs_a_reason_rings_where_it_was_asked_and_is_given_once() -> None:
    request = asked()
    incident = request.incident
    assign_unit(incident_id=incident.pk, unit_id=UnitFactory().pk, by=UserFactory(), at=minutes(2))
    assert not fresh(incident).is_ringing
    with pytest.raises(NeedsReason):
        answer_aid(request_id=request.pk, agrees=False, by=None, at=minutes(3))
    answer_aid(request_id=request.pk, agrees=False, reason="all busy", by=None, at=minutes(3))
    assert (fresh(incident).is_ringing, incident.status) == (True, "dispatched")
    with pytest.raises(AidIsAnswered):
        answer_aid(request_id=request.pk, agrees=True, by=None, at=minutes(4))


# --- the JSON edge ---------------------------------------------------------------------------------------------


@pytest.fixture
def operator(signed_in: Callable[[Any], APIClient]) -> APIClient:
    return signed_in(UserFactory(full_name="Aziza"))


def incident_now(**fields: Any) -> Incident:
    at = now() - timedelta(minutes=1)
    made: Incident = IncidentFactory(reported_at=at, recorded_at=at, **fields)
    return made


def test_units_are_dispatched_over_the_api_each_with_its_result(operator: APIClient) -> None:
    incident, unit, foreign = incident_now(), UnitFactory(), UnitFactory(region__code="UZ-TO")
    busy = UnitFactory(status="busy")
    address = f"/api/v1/incidents/{incident.pk}/dispatch/"
    named = [{"unit": one.pk} for one in (unit, foreign, busy)]
    answer = operator.post(address, {"units": named}, format="json")
    assert answer.status_code == 200, answer.content
    assert answer.json()["sent"] == 1
    codes = [(row["unit"], row["code"]) for row in answer.json()["results"]]
    assert codes == [(unit.pk, ""), (foreign.pk, "not_found"), (busy.pk, "unit_is_not_free")]


def test_all_or_none_over_the_api_is_a_conflict_that_says_why(operator: APIClient) -> None:
    incident, unit, busy = incident_now(), UnitFactory(), UnitFactory(status="busy")
    address = f"/api/v1/incidents/{incident.pk}/dispatch/"
    body = {"units": [{"unit": unit.pk}, {"unit": busy.pk}], "mode": "all"}
    answer = operator.post(address, body, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_all_sent")
    assert answer.json()["fields"]["units"][0]["unit"] == busy.pk
    foreign = {"units": [{"unit": UnitFactory(region__code="UZ-TO").pk}], "mode": "all"}
    assert operator.post(address, foreign, format="json").status_code == 404
    assert operator.post(address, {"units": []}, format="json").status_code == 400


def test_units_are_called_off_and_sent_elsewhere_over_the_api(operator: APIClient) -> None:
    first, second = incident_now(), incident_now()
    held = assign_unit(incident_id=first.pk, unit_id=UnitFactory().pk, by=None, at=now())
    moved = operator.post(
        f"/api/v1/assignments/{held.pk}/reassign/",
        {"incident": second.number, "reason": "nearer"},
        format="json",
    )
    assert (moved.status_code, moved.json()["incident_number"]) == (201, second.number)
    address = f"/api/v1/incidents/{second.pk}/stand-down/"
    (off,) = operator.post(address, {"reason": "enough"}, format="json").json()
    assert (off["status"], off["reason"]) == ("stood_down", "enough")


def test_the_asked_region_answers_and_the_asking_one_cannot(
    operator: APIClient, signed_in: Callable[[Any], APIClient]
) -> None:
    incident = incident_now(location=point(69.99, 41.3))
    UnitFactory(region__code="UZ-TO", lonlat=(70.01, 41.3))
    asked_for = operator.post(f"/api/v1/incidents/{incident.pk}/aid/", {}, format="json").json()
    address = f"/api/v1/aid/{asked_for['id']}/answer/"
    assert operator.post(address, {"agrees": True}, format="json").status_code == 403
    neighbour = signed_in(UserFactory(regions=["UZ-TO"]))
    shown = neighbour.get(f"/api/v1/incidents/{incident.pk}/").json()
    assert [(aid["region"], aid["status"]) for aid in shown["aid"]] == [("UZ-TO", "asked")]
    refused = neighbour.post(address, {"agrees": False}, format="json")
    assert refused.json()["code"] == "reason_needed"
    assert neighbour.post(address, {"agrees": True}, format="json").json()["status"] == "agreed"
    assert neighbour.post(address, {"agrees": True}, format="json").status_code == 409
    stranger = signed_in(UserFactory(regions=["UZ-SA"], role=Role.OPERATOR))
    assert stranger.post(address, {"agrees": True}, format="json").status_code == 404
