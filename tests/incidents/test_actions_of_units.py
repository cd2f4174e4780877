"""What units make of an incident: it advances with the first, returns without the last, rings again."""

from datetime import datetime, timedelta

import pytest

from apps.incidents.actions import (
    acknowledge_incident,
    advance_incident,
    move_incident,
    return_incident,
    ring_again,
)
from apps.incidents.models import HistoryEntry, Incident
from apps.incidents.refusals import CannotMove
from apps.live.models import Event
from tests.accounts.factories import UserFactory
from tests.incidents.factories import NOON, IncidentFactory, reported

pytestmark = pytest.mark.django_db


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def dispatched(**fields: object) -> Incident:
    operator = UserFactory()
    incident = reported(**fields)
    acknowledge_incident(incident_id=incident.pk, by=operator, at=after(10))
    return advance_incident(incident_id=incident.pk, to="dispatched", by=operator, at=after(20))


def test_the_first_unit_sets_the_stamps_and_later_ones_change_nothing() -> None:
    incident = dispatched()
    for to, at in (
        ("en_route", 30),
        ("on_scene", 40),
        ("en_route", 50),
        ("on_scene", 60),
        ("dispatched", 70),
    ):
        incident = advance_incident(incident_id=incident.pk, to=to, by=None, at=after(at))
    assert incident.status == "on_scene"
    assert [incident.dispatched_at, incident.en_route_at, incident.on_scene_at] == [
        after(20),
        after(30),
        after(40),
    ]
    assert Event.objects.count() == 5


def test_dispatching_to_an_incident_that_rings_acknowledges_it() -> None:
    operator = UserFactory()
    incident = advance_incident(incident_id=reported().pk, to="dispatched", by=operator, at=after(9))
    assert (incident.status, incident.handler, incident.is_ringing) == ("dispatched", operator, False)
    assert incident.acknowledged_at == incident.dispatched_at == after(9)


def test_no_unit_is_en_route_to_what_nobody_dispatched_it_to() -> None:
    with pytest.raises(CannotMove):
        advance_incident(incident_id=reported().pk, to="en_route", by=None, at=after(9))
    with pytest.raises(ValueError, match="units do not"):
        advance_incident(incident_id=reported().pk, to="closed", by=None, at=after(9))


def test_a_step_that_was_skipped_is_stamped_when_a_unit_reports_it_after_all() -> None:
    incident = dispatched()
    advance_incident(incident_id=incident.pk, to="on_scene", by=None, at=after(40))
    late = advance_incident(
        incident_id=incident.pk, to="en_route", by=None, at=after(600), stamp_at=after(30), is_offline=True
    )
    assert (late.status, late.en_route_at) == ("on_scene", after(30))
    entry = HistoryEntry.objects.get(kind="stamped")
    assert (entry.field, entry.at, entry.is_offline) == ("en_route_at", after(30), True)


def test_a_step_that_a_later_one_has_overtaken_stays_without_a_time() -> None:
    incident = dispatched()
    advance_incident(incident_id=incident.pk, to="on_scene", by=None, at=after(40))
    second = advance_incident(incident_id=incident.pk, to="en_route", by=None, at=after(50))
    assert (second.status, second.en_route_at, second.on_scene_at) == ("on_scene", None, after(40))
    assert not HistoryEntry.objects.filter(kind="stamped").exists()


def test_units_go_on_while_an_incident_is_on_hold() -> None:
    incident = dispatched()
    move_incident(incident_id=incident.pk, to="on_hold", by=None, at=after(25))
    held = advance_incident(incident_id=incident.pk, to="on_scene", by=None, at=after(40))
    assert (held.status, held.held_from, held.on_scene_at) == ("on_hold", "on_scene", after(40))


def test_a_unit_that_reports_to_an_ended_incident_changes_nothing() -> None:
    incident = IncidentFactory(status="resolved", resolved_at=NOON, is_ringing=False)
    assert advance_incident(incident_id=incident.pk, to="on_scene", by=None, at=after(9)).version == 1


def test_without_its_last_unit_an_incident_goes_back_and_rings_and_its_first_stamps_stay() -> None:
    incident = return_incident(incident_id=dispatched().pk, by=None, at=after(50), reason="expired")
    assert (incident.status, incident.is_ringing, incident.dispatched_at) == ("acknowledged", True, after(20))
    assert HistoryEntry.objects.get(kind="returned").reason == "expired"
    again = advance_incident(incident_id=incident.pk, to="dispatched", by=UserFactory(), at=after(60))
    assert (again.status, again.is_ringing, again.dispatched_at) == ("dispatched", False, after(20))


def test_an_incident_on_hold_stays_on_hold_and_rings_without_its_last_unit() -> None:
    incident = dispatched()
    move_incident(incident_id=incident.pk, to="on_hold", by=None, at=after(25))
    back = return_incident(incident_id=incident.pk, by=None, at=after(50))
    assert (back.status, back.held_from, back.is_ringing) == ("on_hold", "acknowledged", True)


def test_an_incident_without_units_does_not_return() -> None:
    incident = reported()
    assert return_incident(incident_id=incident.pk, by=None, at=after(5)).version == 1


def test_a_returned_incident_is_taken_over_without_a_new_stamp() -> None:
    incident = return_incident(incident_id=dispatched().pk, by=None, at=after(50))
    other = UserFactory()
    taken = acknowledge_incident(incident_id=incident.pk, by=other, at=after(55))
    assert (taken.handler, taken.is_ringing, taken.acknowledged_at) == (other, False, after(10))
    assert HistoryEntry.objects.get(kind="taken").user == other


@pytest.mark.parametrize(("priority", "rings"), [(1, True), (2, True), (3, False)])
def test_an_urgent_incident_rings_again_when_its_handlers_screen_is_gone(priority: int, rings: bool) -> None:
    incident = dispatched(priority=priority)
    again = ring_again(incident_id=incident.pk, at=after(90), reason="screen gone")
    assert (again.is_ringing, again.status) == (rings, "dispatched")
    taken = UserFactory()
    if rings:
        acknowledge_incident(incident_id=incident.pk, by=taken, at=after(95))
        now_is = Incident.objects.get(pk=incident.pk)
        assert (now_is.handler, now_is.status, now_is.is_ringing) == (taken, "dispatched", False)


def test_what_is_resolved_does_not_ring_again() -> None:
    incident = dispatched(priority=1)
    move_incident(incident_id=incident.pk, to="resolved", by=None, at=after(30), outcome="detained")
    assert not ring_again(incident_id=incident.pk, at=after(90)).is_ringing
