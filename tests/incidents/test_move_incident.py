"""An incident's steps: what each sets, who may take it, what is refused and how."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from apps.accounts.roles import Role
from apps.incidents.actions import acknowledge_incident, advance_incident, move_incident, set_priority
from apps.incidents.models import HistoryEntry, Incident
from apps.incidents.refusals import (
    CannotMove,
    NeedsNote,
    NeedsOutcome,
    NeedsSupervisor,
    StampsDisordered,
    StampTooOld,
    TimeInFuture,
    VersionIsOld,
)
from apps.incidents.workflow import MOVES, Status
from apps.live.models import Event
from tests.accounts.factories import ApiClientFactory, UserFactory
from tests.incidents.factories import NOON, IncidentFactory, reported
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def walk(incident: Incident, *steps: str, by: Any = None, start: int = 10) -> Incident:
    """Ten seconds for each step; resolving as dealt with, notes where needed."""
    for n, to in enumerate(steps):
        outcome = "dealt_with" if to == "resolved" else ""
        incident = move_incident(
            incident_id=incident.pk, to=to, by=by, at=after(start + 10 * n), outcome=outcome, note="why"
        )
    return incident


WAY = ("acknowledged", "dispatched", "en_route", "on_scene", "resolved", "closed")


def test_each_step_sets_its_stamp_its_history_and_its_event() -> None:
    supervisor = UserFactory(role=Role.SUPERVISOR)
    incident = walk(reported(), *WAY, by=supervisor)
    assert incident.status == "closed"
    assert [getattr(incident, f"{step}_at") for step in WAY] == [after(10 * n + 10) for n in range(6)]
    assert incident.handler == supervisor
    moves = HistoryEntry.objects.filter(kind="moved").values_list("from_status", "to_status", "by_name")
    assert list(moves) == [
        (here, there, supervisor.username) for here, there in zip(("reported", *WAY), WAY, strict=False)
    ]
    kinds = Event.objects.order_by("seq").values_list("kind", flat=True)
    assert list(kinds) == ["incident.reported", *[f"incident.{step}" for step in WAY]]


def test_who_acknowledges_becomes_the_handler_and_silences_it() -> None:
    operator = UserFactory()
    incident = acknowledge_incident(incident_id=reported().pk, by=operator, at=after(4))
    assert (incident.handler, incident.is_ringing, incident.acknowledged_at) == (operator, False, after(4))


def test_a_client_acknowledges_and_is_no_handler_and_it_rings_until_a_person_takes_it() -> None:
    client, operator = ApiClientFactory(scopes=["incidents:write"]), UserFactory()
    incident = acknowledge_incident(incident_id=reported(priority=1).pk, by=client, at=after(4))
    assert (incident.status, incident.handler, incident.is_ringing) == ("acknowledged", None, True)
    assert HistoryEntry.objects.get(kind="moved").client == client
    with pytest.raises(CannotMove):
        acknowledge_incident(incident_id=incident.pk, by=client, at=after(5))
    taken = acknowledge_incident(incident_id=incident.pk, by=operator, at=after(6))
    assert (taken.handler, taken.is_ringing, taken.acknowledged_at) == (operator, False, after(4))


def test_who_dispatches_what_nobody_handles_takes_it() -> None:
    operator = UserFactory()
    incident = acknowledge_incident(incident_id=reported().pk, by=ApiClientFactory(), at=after(4))
    sent = move_incident(incident_id=incident.pk, to="dispatched", by=operator, at=after(6))
    assert (sent.handler, sent.is_ringing) == (operator, False)


@pytest.mark.parametrize("regions", [["UZ-TO"], []])
def test_who_works_in_another_region_silences_nothing(regions: list[str]) -> None:
    RegionFactory(code="UZ-TO")
    neighbour = UserFactory(regions=regions)
    incident = advance_incident(incident_id=reported().pk, to="dispatched", by=neighbour, at=after(4))
    assert (incident.status, incident.handler, incident.is_ringing) == ("dispatched", None, True)


def test_what_is_put_on_hold_without_a_handler_rings_on() -> None:
    supervisor = UserFactory(role=Role.SUPERVISOR)
    incident = walk(reported(priority=1), "acknowledged", "resolved", "reopened", "on_hold", by=supervisor)
    assert (incident.status, incident.handler, incident.is_ringing) == ("on_hold", None, True)
    taken = acknowledge_incident(incident_id=incident.pk, by=supervisor, at=after(90))
    assert (taken.status, taken.handler, taken.is_ringing) == ("on_hold", supervisor, False)


def test_what_has_a_handler_is_silent_on_hold() -> None:
    incident = walk(reported(priority=1), "acknowledged", "on_hold", by=UserFactory())
    assert not incident.is_ringing


@pytest.mark.parametrize("status", [status for status in Status if status not in {"on_hold", "merged"}])
def test_only_the_moves_of_the_table_are_made(status: Status) -> None:
    for to in Status:
        incident = IncidentFactory(
            status=status,
            is_ringing=False,
            reported_at=NOON,
            resolved_at=NOON if status == "resolved" else None,
            closed_at=NOON if status == "closed" else None,
        )
        wanted: dict[str, Any] = {"outcome": "dealt_with", "note": "why"}
        if to in MOVES[status]:
            moved = move_incident(incident_id=incident.pk, to=to, by=None, at=after(60), **wanted)
            assert moved.status == to
        else:
            with pytest.raises(CannotMove):
                move_incident(incident_id=incident.pk, to=to, by=None, at=after(60), **wanted)


def test_a_step_taken_a_moment_before_the_one_it_follows_is_simultaneous_with_it() -> None:
    incident = acknowledge_incident(incident_id=reported().pk, by=UserFactory(), at=after(10))
    sent = move_incident(incident_id=incident.pk, to="dispatched", by=None, at=after(5))
    assert (sent.acknowledged_at, sent.dispatched_at) == (after(10), after(10))
    entry = HistoryEntry.objects.get(to_status="dispatched")
    assert (entry.at, entry.recorded_at) == (after(10), after(5))


def test_a_step_taken_further_before_the_one_it_follows_is_refused() -> None:
    incident = acknowledge_incident(incident_id=reported().pk, by=UserFactory(), at=after(10))
    with pytest.raises(StampsDisordered):
        move_incident(incident_id=incident.pk, to="dispatched", by=None, at=after(4))
    assert Incident.objects.get(pk=incident.pk).status == "acknowledged"


def test_resolving_needs_an_outcome_and_cancelling_a_note() -> None:
    incident = walk(reported(), "acknowledged")
    with pytest.raises(NeedsOutcome):
        move_incident(incident_id=incident.pk, to="resolved", by=None, at=after(20))
    with pytest.raises(NeedsOutcome):
        move_incident(incident_id=incident.pk, to="resolved", by=None, at=after(20), outcome="magic")
    with pytest.raises(NeedsNote):
        move_incident(incident_id=incident.pk, to="cancelled", by=None, at=after(20), note="  ")
    assert Incident.objects.get(pk=incident.pk).status == "acknowledged"


def test_an_operator_closes_p3_to_p5_with_complete_stamps() -> None:
    operator = UserFactory()
    assert walk(reported(priority=3), *WAY, by=operator).status == "closed"
    assert walk(reported(priority=5), "acknowledged", "resolved", "closed", by=operator).status == "closed"


@pytest.mark.parametrize("priority", [1, 2])
def test_only_a_supervisor_closes_p1_and_p2(priority: int) -> None:
    incident = walk(reported(priority=priority), *WAY[:-1], by=UserFactory())
    with pytest.raises(NeedsSupervisor):
        move_incident(incident_id=incident.pk, to="closed", by=UserFactory(), at=after(200))
    supervisor = UserFactory(role=Role.SUPERVISOR)
    assert (
        move_incident(incident_id=incident.pk, to="closed", by=supervisor, at=after(200)).status == "closed"
    )


def test_what_was_urgent_once_stays_the_supervisors_to_close() -> None:
    incident = reported(priority=1)
    set_priority(incident_id=incident.pk, priority=4, by=UserFactory(), at=after(5))
    walk(incident, *WAY[:-1], by=UserFactory())
    with pytest.raises(NeedsSupervisor):
        move_incident(incident_id=incident.pk, to="closed", by=UserFactory(), at=after(200))


def test_a_way_with_a_missing_step_is_the_supervisors_to_close() -> None:
    incident = walk(reported(), "acknowledged", "dispatched", "on_scene", "resolved", by=UserFactory())
    assert incident.en_route_at is None
    with pytest.raises(NeedsSupervisor):
        move_incident(incident_id=incident.pk, to="closed", by=UserFactory(), at=after(200))


def test_reopening_keeps_the_first_stamps_and_resolution_ends_at_the_last() -> None:
    supervisor = UserFactory(role=Role.SUPERVISOR)
    closed = walk(reported(), *WAY, by=supervisor)
    with pytest.raises(NeedsSupervisor):
        move_incident(incident_id=closed.pk, to="reopened", by=UserFactory(), at=after(90), note="why")
    reopened = walk(closed, "reopened", by=supervisor, start=100)
    assert (reopened.is_ringing, reopened.handler, reopened.outcome) == (True, None, "")
    assert (reopened.resolved_at, reopened.closed_at) == (None, None)
    again = walk(reopened, *WAY, by=supervisor, start=200)
    assert [again.acknowledged_at, again.dispatched_at, again.en_route_at, again.on_scene_at] == [
        after(10 * n) for n in range(1, 5)
    ]
    assert (again.resolved_at, again.closed_at) == (after(240), after(250))


def test_a_hold_stops_no_clock_and_leads_back() -> None:
    operator = UserFactory()
    held = walk(reported(), "acknowledged", "dispatched", "on_hold", by=operator)
    assert (held.status, held.held_from, held.dispatched_at) == ("on_hold", "dispatched", after(20))
    with pytest.raises(CannotMove):
        move_incident(incident_id=held.pk, to="acknowledged", by=operator, at=after(50))
    back = move_incident(incident_id=held.pk, to="dispatched", by=operator, at=after(60))
    assert (back.status, back.held_from, back.dispatched_at) == ("dispatched", "", after(20))


def test_a_time_up_to_two_minutes_ago_is_a_stamp_an_older_one_a_correction() -> None:
    incident = reported()
    with pytest.raises(StampTooOld):
        move_incident(incident_id=incident.pk, to="acknowledged", by=None, at=after(300), stamp_at=after(100))
    moved = move_incident(
        incident_id=incident.pk, to="acknowledged", by=None, at=after(300), stamp_at=after(200)
    )
    assert moved.acknowledged_at == after(200)
    entry = HistoryEntry.objects.get(kind="moved")
    assert (entry.at, entry.recorded_at, entry.is_offline) == (after(200), after(300), False)


def test_a_unit_that_was_offline_brings_its_own_time_marked_so() -> None:
    moved = move_incident(
        incident_id=reported().pk,
        to="acknowledged",
        by=None,
        at=after(3000),
        stamp_at=after(100),
        is_offline=True,
    )
    assert moved.acknowledged_at == after(100)
    assert HistoryEntry.objects.get(kind="moved").is_offline


def test_a_time_to_come_and_one_before_an_earlier_step_are_refused() -> None:
    incident = walk(reported(), "acknowledged", start=100)
    with pytest.raises(TimeInFuture):
        move_incident(incident_id=incident.pk, to="dispatched", by=None, at=after(110), stamp_at=after(120))
    with pytest.raises(StampsDisordered):
        move_incident(incident_id=incident.pk, to="dispatched", by=None, at=after(110), stamp_at=after(90))


def test_who_loses_a_race_learns_who_won_and_how_long_ago() -> None:
    winner = UserFactory(full_name="operator 12")
    incident = reported()
    acknowledge_incident(incident_id=incident.pk, by=winner, at=after(10), version=1)
    with pytest.raises(VersionIsOld) as old:
        acknowledge_incident(incident_id=incident.pk, by=UserFactory(), at=after(12), version=1)
    assert "operator 12 acknowledged this 2 s ago." in old.value.detail
    with pytest.raises(CannotMove) as lost:
        acknowledge_incident(incident_id=incident.pk, by=UserFactory(), at=after(130))
    assert "operator 12 acknowledged this 2 min ago." in lost.value.detail
    assert lost.value.fields["by"] == "operator 12"
    assert Incident.objects.get(pk=incident.pk).handler == winner


def test_a_refused_step_leaves_no_trace() -> None:
    incident = reported()
    with pytest.raises(CannotMove):
        move_incident(incident_id=incident.pk, to="closed", by=None, at=after(10))
    assert Event.objects.count() == HistoryEntry.objects.count() == 1
    assert Incident.objects.get().version == 1
