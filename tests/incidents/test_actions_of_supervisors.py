"""Corrections, transfer, merging, priorities, handing over, sharing, links."""

import json
from datetime import datetime, timedelta
from functools import partial

import pytest

from apps.accounts.roles import Role
from apps.core.clock import iso
from apps.core.errors import NotFound
from apps.incidents.actions import (
    acknowledge_incident,
    advance_incident,
    correct_stamp,
    hand_over,
    hand_over_all,
    link_incidents,
    merge_incident,
    move_incident,
    return_incident,
    set_priority,
    share_incident,
    transfer_incident,
)
from apps.incidents.models import HistoryEntry, Incident, IncidentShare, Link, PriorityChange
from apps.incidents.refusals import (
    CannotLink,
    CannotMerge,
    CannotTransfer,
    HandlerNotHere,
    IsMerged,
    NeedsReason,
    NeedsSupervisor,
    NotAllowed,
    StampIsAhead,
    StampIsNeeded,
    TimeInFuture,
    UnknownRegion,
)
from apps.incidents.workflow import Stamp
from apps.live.models import Event
from tests.accounts.factories import UserFactory
from tests.incidents.factories import NOON, CallFactory, reported
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def supervisor() -> object:
    return UserFactory(role=Role.SUPERVISOR)


# --- corrections ------------------------------------------------------------------------------------------


def test_a_correction_keeps_the_old_value_the_reason_and_who() -> None:
    incident = acknowledge_incident(incident_id=reported().pk, by=UserFactory(), at=after(600))
    by = supervisor()
    fixed = correct_stamp(
        incident_id=incident.pk,
        stamp="acknowledged_at",
        value=after(15),
        reason="Taken by radio",
        by=by,
        at=after(900),
    )
    assert fixed.acknowledged_at == after(15)
    entry = HistoryEntry.objects.get(kind="stamp_corrected")
    assert (entry.old, entry.new, entry.reason) == (iso(after(600)), iso(after(15)), "Taken by radio")
    assert (entry.user, entry.recorded_at) == (by, after(900))


def test_a_correction_may_leave_stamps_in_disorder_and_take_one_away() -> None:
    incident = acknowledge_incident(incident_id=reported().pk, by=UserFactory(), at=after(10))
    early = {"incident_id": incident.pk, "stamp": "acknowledged_at", "reason": "x", "by": supervisor()}
    assert correct_stamp(value=after(-60), at=after(20), **early).acknowledged_at == after(-60)
    assert correct_stamp(value=None, at=after(30), **early).acknowledged_at is None


def test_a_correction_is_a_supervisors_with_a_reason_and_not_in_the_future() -> None:
    incident = reported()
    wanted = {"incident_id": incident.pk, "stamp": "reported_at", "at": after(60)}
    with pytest.raises(NeedsSupervisor):
        correct_stamp(value=NOON, reason="x", by=UserFactory(), **wanted)
    with pytest.raises(NeedsReason):
        correct_stamp(value=NOON, reason=" ", by=supervisor(), **wanted)
    with pytest.raises(TimeInFuture):
        correct_stamp(value=after(600), reason="x", by=supervisor(), **wanted)
    with pytest.raises(StampIsNeeded):
        correct_stamp(value=None, reason="x", by=supervisor(), **wanted)


@pytest.mark.parametrize(
    ("steps", "may_have"),
    [
        ([], "reported_at"),
        (["acknowledged"], "acknowledged_at"),
        (["acknowledged", "on_hold"], "acknowledged_at"),
        (["acknowledged", "dispatched"], "dispatched_at"),
        (["acknowledged", "dispatched", "on_scene"], "on_scene_at"),
        (["acknowledged", "resolved"], "resolved_at"),
        (["acknowledged", "resolved", "reopened"], "on_scene_at"),
        (["acknowledged", "resolved", "closed"], "closed_at"),
        (["cancelled"], "on_scene_at"),
    ],
)
def test_a_correction_invents_no_step_that_the_incident_has_not_come_to(
    steps: list[str], may_have: str
) -> None:
    for place, stamp in enumerate(Stamp):
        incident = reported()
        for n, to in enumerate(steps):
            move_incident(
                incident_id=incident.pk, to=to, by=None, at=after(n + 1), note="x", outcome="dealt_with"
            )
        correct = partial(
            correct_stamp, incident_id=incident.pk, stamp=stamp, reason="x", by=None, at=after(60)
        )
        if place <= list(Stamp).index(Stamp(may_have)):
            assert getattr(correct(value=after(30)), stamp.value) == after(30)
        else:
            with pytest.raises(StampIsAhead):
                correct(value=after(30))


def test_the_first_stamps_of_units_that_are_gone_may_be_corrected() -> None:
    incident = reported()
    advance_incident(incident_id=incident.pk, to="dispatched", by=UserFactory(), at=after(10))
    return_incident(incident_id=incident.pk, by=None, at=after(20))
    wanted = {"incident_id": incident.pk, "reason": "x", "by": supervisor(), "at": after(60)}
    assert correct_stamp(stamp="dispatched_at", value=after(9), **wanted).dispatched_at == after(9)
    with pytest.raises(StampIsAhead):
        correct_stamp(stamp="on_scene_at", value=after(19), **wanted)


# --- transfer ---------------------------------------------------------------------------------------------


def test_a_transfer_keeps_number_and_stamps_rings_there_and_leaves_nothing_here() -> None:
    RegionFactory(code="UZ-TO")
    incident = acknowledge_incident(incident_id=reported().pk, by=UserFactory(), at=after(10))
    moved = transfer_incident(
        incident_id=incident.pk, region="UZ-TO", reason="Across the ring road", by=supervisor(), at=after(20)
    )
    assert (moved.region_id, moved.number, moved.acknowledged_at) == ("UZ-TO", incident.number, after(10))
    assert (moved.status, moved.is_ringing, moved.handler) == ("acknowledged", True, None)
    there = Event.objects.get(region="UZ-TO")
    here = Event.objects.filter(region="UZ-TK").order_by("-seq")[0]
    assert (there.kind, here.kind) == ("incident.transferred", "incident.removed")
    assert json.loads(here.payload)["data"] is None
    assert json.loads(there.payload)["data"]["region"] == "UZ-TO"


def test_a_third_region_that_shares_the_incident_keeps_seeing_it_after_a_transfer() -> None:
    RegionFactory(code="UZ-TO")
    incident = reported()
    share_incident(incident_id=incident.pk, region="UZ-TO", by=None, at=after(5))
    transfer_incident(incident_id=incident.pk, region="UZ", reason="x", by=None, at=after(6))
    newest = Event.objects.filter(region="UZ-TO").order_by("-seq")[0]
    assert newest.kind == "incident.transferred"


def test_a_transfer_needs_the_right_a_reason_and_another_region() -> None:
    incident = reported()
    wanted = {"incident_id": incident.pk, "at": after(10)}
    with pytest.raises(NotAllowed):
        transfer_incident(region="UZ", reason="x", by=UserFactory(), **wanted)
    with pytest.raises(NeedsReason):
        transfer_incident(region="UZ", reason="", by=supervisor(), **wanted)
    with pytest.raises(UnknownRegion):
        transfer_incident(region="UZ-XX", reason="x", by=supervisor(), **wanted)
    with pytest.raises(CannotTransfer):
        transfer_incident(region="UZ-TK", reason="x", by=supervisor(), **wanted)


def test_a_region_that_gives_an_incident_away_sees_no_more_of_it_whatever_was_shared_before() -> None:
    RegionFactory(code="UZ-TO")
    incident = reported()
    share_incident(incident_id=incident.pk, region="UZ-TO", by=None, at=after(5))
    for region in ("UZ-TO", "UZ"):
        transfer_incident(incident_id=incident.pk, region=region, reason="x", by=None, at=after(6))
    neighbour = UserFactory(regions=["UZ-TO"])
    assert not Incident.objects.in_scope(neighbour.scope).exists()
    removed = Event.objects.filter(region="UZ-TO", kind="incident.removed", object_id=str(incident.pk))
    assert removed.count() == 1


# --- sharing ----------------------------------------------------------------------------------------------


def test_a_shared_incident_is_seen_by_both_regions_from_then_on() -> None:
    RegionFactory(code="UZ-TO")
    incident = reported()
    share_incident(incident_id=incident.pk, region="UZ-TO", by=None, at=after(5), reason="aid")
    acknowledge_incident(incident_id=incident.pk, by=None, at=after(9))
    there = Event.objects.filter(region="UZ-TO").order_by("seq").values_list("kind", flat=True)
    assert list(there) == ["incident.shared", "incident.acknowledged"]
    here = {event.kind: event.payload for event in Event.objects.filter(region="UZ-TK")}
    assert json.loads(here["incident.acknowledged"])["data"]["region"] == "UZ-TK"


def test_sharing_again_or_with_its_own_region_changes_nothing() -> None:
    RegionFactory(code="UZ-TO")
    incident = reported()
    for region in ("UZ-TO", "UZ-TO", "UZ-TK"):
        share_incident(incident_id=incident.pk, region=region, by=None, at=after(5))
    assert IncidentShare.objects.count() == 1
    assert HistoryEntry.objects.filter(kind="shared").count() == 1


# --- merging ----------------------------------------------------------------------------------------------


def test_a_merge_keeps_both_histories_and_measures_from_the_earliest() -> None:
    first, second = reported(), reported(at=after(60))
    call = CallFactory(incident=first, outcome="new_incident")
    Incident.objects.filter(pk=first.pk).update(calls_count=1)
    survivor = merge_incident(
        incident_id=first.pk, into_id=second.pk, by=supervisor(), at=after(90), reason="Same bicycle"
    )
    merged = Incident.objects.get(pk=first.pk)
    assert (merged.status, merged.merged_into, merged.is_open) == ("merged", second, False)
    assert (survivor.pk, survivor.reported_at, survivor.calls_count) == (second.pk, NOON, 1)
    call.refresh_from_db()
    assert (call.incident, call.outcome) == (second, "attached")
    assert list(merged.history.values_list("kind", flat=True)) == ["reported", "moved"]
    assert list(survivor.history.values_list("kind", flat=True)) == ["reported", "absorbed"]
    link = Link.objects.get()
    assert (link.source, link.target, link.kind) == (merged, second, "duplicate_of")


@pytest.mark.parametrize(
    ("survives", "merges", "now_is", "highest"),
    [
        ([4], [1], 1, 1),
        ([4], [1, 3], 3, 1),
        ([2], [1, 4], 2, 1),
        ([1, 4], [3], 3, 1),
        ([2], [4], 2, 2),
    ],
)
def test_a_survivor_is_as_urgent_as_the_more_urgent_of_both(
    survives: list[int], merges: list[int], now_is: int, highest: int
) -> None:
    """Each list is what an incident held, one after the other."""
    into, merged = reported(priority=survives[0]), reported(priority=merges[0])
    for incident, held in ((into, survives), (merged, merges)):
        for n, priority in enumerate(held[1:]):
            set_priority(incident_id=incident.pk, priority=priority, by=None, at=after(10 + n))
    survivor = merge_incident(incident_id=merged.pk, into_id=into.pk, by=None, at=after(90))
    survivor.refresh_from_db()
    assert (survivor.priority, survivor.highest_priority) == (now_is, highest)
    changes = PriorityChange.objects.filter(incident=survivor).values_list("after", flat=True)
    assert min([survives[0], *changes]) == highest, "figures read the first priority and the changes"
    told = HistoryEntry.objects.filter(kind="prioritised", incident=survivor, reason=merged.number)
    raised = [(survives[-1], now_is)] if now_is != survives[-1] else []
    assert list(told.values_list("old", "new")) == raised


def test_an_incident_with_units_is_not_merged_away() -> None:
    busy, other = reported(), reported()
    advance_incident(incident_id=busy.pk, to="dispatched", by=UserFactory(), at=after(10))
    with pytest.raises(CannotMerge):
        merge_incident(incident_id=busy.pk, into_id=other.pk, by=None, at=after(20))
    assert merge_incident(incident_id=other.pk, into_id=busy.pk, by=None, at=after(20)).pk == busy.pk


def test_nothing_is_merged_into_itself_or_into_what_has_ended() -> None:
    first, ended = reported(), reported()
    move_incident(incident_id=ended.pk, to="cancelled", by=None, at=after(5), note="x")
    for into in (first, ended):
        with pytest.raises(CannotMerge):
            merge_incident(incident_id=first.pk, into_id=into.pk, by=None, at=after(20))
    with pytest.raises(NeedsSupervisor):
        merge_incident(incident_id=first.pk, into_id=ended.pk, by=UserFactory(), at=after(20))


def test_what_was_merged_is_not_worked_on_any_more() -> None:
    first, second = reported(), reported()
    merge_incident(incident_id=first.pk, into_id=second.pk, by=None, at=after(20))
    with pytest.raises(IsMerged):
        set_priority(incident_id=first.pk, priority=1, by=None, at=after(30))
    with pytest.raises(CannotTransfer):
        transfer_incident(incident_id=first.pk, region="UZ", reason="x", by=None, at=after(30))


# --- priority ---------------------------------------------------------------------------------------------


def test_the_highest_priority_ever_held_is_kept() -> None:
    incident = reported(priority=3)
    for seconds, priority in ((10, 1), (20, 4), (30, 4)):
        incident = set_priority(incident_id=incident.pk, priority=priority, by=None, at=after(seconds))
    assert (incident.initial_priority, incident.highest_priority, incident.priority) == (3, 1, 4)
    changes = PriorityChange.objects.values_list("at", "before", "after")
    assert list(changes) == [(after(10), 3, 1), (after(20), 1, 4)]


# --- handing over -----------------------------------------------------------------------------------------


def test_a_handler_who_signs_out_hands_each_open_incident_over() -> None:
    leaving, coming = UserFactory(), UserFactory(full_name="B. Aliyeva")
    kept = [acknowledge_incident(incident_id=reported().pk, by=leaving, at=after(5)) for _ in range(2)]
    ended = acknowledge_incident(incident_id=reported().pk, by=leaving, at=after(5))
    move_incident(incident_id=ended.pk, to="cancelled", by=leaving, at=after(6), note="x")
    handed = hand_over_all(handler=leaving, to=coming, by=leaving, at=after(60))
    assert {incident.pk for incident in handed} == {incident.pk for incident in kept}
    assert all(incident.handler == coming and not incident.is_ringing for incident in handed)
    assert Incident.objects.get(pk=ended.pk).handler == leaving


def test_what_goes_to_the_queue_rings_until_taken() -> None:
    handler = UserFactory()
    incident = acknowledge_incident(incident_id=reported().pk, by=handler, at=after(5))
    queued = hand_over(incident_id=incident.pk, to=None, by=handler, at=after(9))
    assert (queued.handler, queued.is_ringing, queued.acknowledged_at) == (None, True, after(5))


def test_a_colleagues_incident_is_handed_over_by_a_supervisor_alone() -> None:
    handler, colleague = UserFactory(), UserFactory()
    incident = acknowledge_incident(incident_id=reported().pk, by=handler, at=after(5))
    with pytest.raises(NeedsSupervisor):
        hand_over(incident_id=incident.pk, to=colleague, by=colleague, at=after(9))
    assert hand_over(incident_id=incident.pk, to=colleague, by=supervisor(), at=after(9)).handler == colleague


def test_nobody_gets_an_incident_of_a_region_that_he_or_she_does_not_see() -> None:
    incident = acknowledge_incident(incident_id=reported().pk, by=UserFactory(), at=after(5))
    for person in (UserFactory(regions=["UZ-TO"]), UserFactory(role=Role.CHIEF)):
        with pytest.raises(HandlerNotHere):
            hand_over(incident_id=incident.pk, to=person, by=None, at=after(9))


# --- links ------------------------------------------------------------------------------------------------


def test_a_link_is_told_in_both_histories_and_made_once() -> None:
    first, second = reported(), reported()
    for _ in range(2):
        link_incidents(incident_id=first.pk, other_id=second.pk, kind="parent_of", by=None, at=after(5))
    assert Link.objects.count() == 1
    told = HistoryEntry.objects.filter(kind="linked").values_list("incident_id", "field")
    assert set(told) == {(first.pk, second.number), (second.pk, first.number)}


def test_being_related_has_no_direction() -> None:
    first, second = reported(), reported()
    link_incidents(incident_id=first.pk, other_id=second.pk, kind="related", by=None, at=after(5))
    link_incidents(incident_id=second.pk, other_id=first.pk, kind="related", by=None, at=after(6))
    assert Link.objects.count() == 1


def test_an_incident_is_not_linked_with_itself_or_with_a_missing_one() -> None:
    incident = reported()
    with pytest.raises(CannotLink):
        link_incidents(incident_id=incident.pk, other_id=incident.pk, kind="related", by=None, at=after(5))
    with pytest.raises(NotFound):
        link_incidents(
            incident_id=incident.pk,
            other_id="01890000-0000-7000-8000-000000000000",
            kind="related",
            by=None,
            at=after(5),
        )
