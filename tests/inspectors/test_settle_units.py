"""What becomes of the units when their incident goes to another region."""

import json
from datetime import timedelta

import pytest

from apps.accounts.roles import Role
from apps.incidents.actions import acknowledge_incident, move_incident, transfer_incident
from apps.incidents.models import HistoryEntry, Incident, IncidentShare
from apps.inspectors.actions import assign_unit, move_assignment
from apps.inspectors.models import Assignment
from apps.live.models import Event
from apps.regions.scope import Scope
from tests.accounts.factories import UserFactory
from tests.incidents.factories import NOON, reported
from tests.inspectors.factories import UnitFactory
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db

OLD, NEW = Scope(frozenset({"UZ-TK"})), Scope(frozenset({"UZ-TO"}))


def minutes(n: float) -> timedelta:
    return timedelta(minutes=n)


def sent(incident: Incident, *steps: str, region: str = "UZ-TK", call_sign: str = "T-1") -> Assignment:
    """A unit of `region` that has come as far as `steps`."""
    unit = UnitFactory(region__code=region, call_sign=call_sign)
    assignment = assign_unit(incident_id=incident.pk, unit_id=unit.pk, by=UserFactory(), at=NOON + minutes(1))
    for n, step in enumerate(steps, 2):
        move_assignment(assignment_id=assignment.pk, to=step, by=None, at=NOON + minutes(n))
    return assignment


def transferred(incident: Incident, to: str = "UZ-TO") -> Incident:
    RegionFactory(code=to)
    by = UserFactory(role=Role.SUPERVISOR)
    at = NOON + minutes(10)
    return transfer_incident(incident_id=incident.pk, region=to, reason="Across the road", by=by, at=at)


def newest_of(region: str) -> Event:
    return Event.objects.filter(region=region, topic="incidents").order_by("-seq")[0]


@pytest.mark.parametrize("step", ["en_route", "on_scene"])
def test_who_has_set_out_goes_on_and_the_old_region_keeps_seeing_the_incident(step: str) -> None:
    incident = reported()
    assignment = sent(incident, step)
    moved = transferred(incident)
    assignment.refresh_from_db()
    assert (assignment.status, assignment.unit.status, moved.status) == (step, step, step)
    assert (moved.handler, moved.is_ringing) == (None, True)
    share = IncidentShare.objects.get()
    assert (share.region_id, share.reason) == ("UZ-TK", "T-1")
    assert list(Incident.objects.in_scope(OLD)) == list(Incident.objects.in_scope(NEW)) == [incident]
    here = newest_of("UZ-TK")
    assert here.kind != "incident.removed"
    assert json.loads(here.payload)["data"]["region"] == "UZ-TO"


@pytest.mark.parametrize("steps", [(), ("accepted",)])
def test_who_has_not_set_out_is_stood_down_with_the_transfer_as_the_reason(steps: tuple[str, ...]) -> None:
    incident = reported()
    assignment = sent(incident, *steps)
    moved = transferred(incident)
    assignment.refresh_from_db()
    assert (assignment.status, assignment.unit.status) == ("stood_down", "available")
    assert assignment.reason == "UZ-TK → UZ-TO: Across the road"
    assert (moved.status, moved.is_ringing, moved.handler) == ("acknowledged", True, None)
    assert moved.dispatched_at == NOON + minutes(1)
    assert moved.version == Incident.objects.get().version
    kinds = list(HistoryEntry.objects.order_by("id").values_list("kind", flat=True))
    assert kinds[-3:] == ["transferred", "unit_stood_down", "returned"]
    assert not IncidentShare.objects.exists()
    assert not Incident.objects.in_scope(OLD).exists()
    gone = newest_of("UZ-TK")
    assert (gone.kind, json.loads(gone.payload)["data"]) == ("incident.removed", None)


def test_of_two_units_only_the_one_that_travels_goes_on() -> None:
    incident = reported()
    travels, waits = sent(incident, "en_route"), sent(incident, call_sign="T-2")
    assert transferred(incident).status == "en_route"
    travels.refresh_from_db()
    waits.refresh_from_db()
    assert (travels.status, waits.status) == ("en_route", "stood_down")


def test_a_unit_of_the_new_region_goes_on_even_if_it_has_not_set_out() -> None:
    incident = reported()
    theirs, ours = sent(incident, region="UZ-TO"), sent(incident, call_sign="T-2")
    assert transferred(incident).status == "dispatched"
    theirs.refresh_from_db()
    ours.refresh_from_db()
    assert (theirs.status, ours.status) == ("assigned", "stood_down")
    assert list(IncidentShare.objects.values_list("region", flat=True)) == ["UZ-TO"]


def test_two_units_that_travel_share_the_incident_with_their_region_once() -> None:
    incident = reported()
    sent(incident, "en_route")
    sent(incident, "on_scene", call_sign="T-2")
    transferred(incident)
    assert IncidentShare.objects.count() == HistoryEntry.objects.filter(kind="shared").count() == 1


def test_nothing_is_taken_back_when_the_last_unit_of_the_old_region_ends() -> None:
    incident = reported()
    assignment = sent(incident, "on_scene")
    taken = acknowledge_incident(
        incident_id=transferred(incident).pk, by=UserFactory(regions=["UZ-TO"]), at=NOON + minutes(12)
    )
    assert not taken.is_ringing
    move_assignment(assignment_id=assignment.pk, to="cleared", by=None, at=NOON + minutes(20))
    incident.refresh_from_db()
    assert (incident.status, incident.is_ringing) == ("acknowledged", True)
    assert IncidentShare.objects.get().region_id == "UZ-TK"
    assert newest_of("UZ-TK").kind == "incident.returned"


def test_an_incident_on_hold_gives_its_waiting_units_back_too() -> None:
    incident = reported()
    assignment = sent(incident)
    move_incident(incident_id=incident.pk, to="on_hold", note="x", by=None, at=NOON + minutes(5))
    moved = transferred(incident)
    assignment.refresh_from_db()
    assert (assignment.status, moved.status, moved.held_from) == ("stood_down", "on_hold", "acknowledged")


def test_a_long_reason_is_cut_to_what_an_assignment_keeps() -> None:
    incident = reported()
    assignment = sent(incident)
    RegionFactory(code="UZ-TO")
    transfer_incident(
        incident_id=incident.pk, region="UZ-TO", reason="x" * 1000, by=None, at=NOON + minutes(9)
    )
    assignment.refresh_from_db()
    assert len(assignment.reason) == 250
