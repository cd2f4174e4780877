"""What the figures of intervals are, and that they are exactly those of a patient clerk."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.incidents.models import Incident, PriorityChange
from apps.regions.scope import NOTHING, Scope
from apps.reports.figures import Figures
from apps.reports.models import Fact
from apps.reports.periods import Period
from tests.accounts.factories import UserFactory
from tests.incidents.factories import NOON, CallFactory, IncidentTypeFactory, TargetFactory
from tests.regions.factories import RegionFactory
from tests.reports.brute_force import NAMES, computed, local_day
from tests.reports.factories import LATER, AssignmentFactory, UnitFactory, figures_of, groups, stamped

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def test_percentiles_are_interpolated_between_the_two_nearest() -> None:
    for seconds in (100, 200, 300, 400):
        stamped(on_scene=seconds)
    found = figures_of("total_response")
    assert (found.n, found.median_s, found.mean_s) == (4, 250, 250)
    assert found.p90_s == pytest.approx(370)
    assert found.p95_s == pytest.approx(385)


def test_percentiles_of_groups_are_not_averaged() -> None:
    for seconds in (10, 20, 30):
        stamped(on_scene=seconds)
    stamped(on_scene=1000, region__code="UZ-TO")
    by_region = groups("region")
    assert [group.intervals["total_response"].median_s for group in by_region] == [20, 1000]
    assert figures_of("total_response").median_s == 25


def test_microseconds_are_kept() -> None:
    stamped(on_scene=1.234567)
    assert figures_of("total_response").median_s == 1.234567


def test_without_grouping_there_is_one_group_also_when_nothing_happened() -> None:
    [group] = groups()
    assert group.incidents == 0
    assert {interval.value for interval in group.intervals} == set(NAMES)
    assert group.intervals["travel"].as_json()["median_s"] is None


def test_answering_is_measured_per_call_and_once_for_an_incident_without_one() -> None:
    called = stamped(acknowledged=500)
    for seconds in (4, 6):
        CallFactory(incident=called, outcome="attached", answered_at=NOON + SECOND * seconds)
    stamped(acknowledged=20)
    found = figures_of("answering")
    assert (found.n, found.mean_s) == (3, 10)


def test_a_call_that_became_no_incident_counts_in_answering_but_a_test_call_does_not() -> None:
    CallFactory(outcome="prank", answered_at=NOON + SECOND * 9)
    CallFactory(outcome="test", answered_at=NOON + SECOND)
    [group] = groups()
    assert group.incidents == 0
    assert (group.intervals["answering"].n, group.intervals["answering"].median_s) == (1, 9)
    assert group.intervals["answering"].excluded == {"test_call": 1}


def test_a_call_that_was_never_answered_and_ended_misses_its_stamp() -> None:
    CallFactory(ended_at=NOON + SECOND * 30)
    assert figures_of("answering").excluded == {"missing": 1}


def test_a_call_that_a_person_wrote_down_without_its_times_is_neither_instant_nor_a_miss() -> None:
    TargetFactory(priority=1, interval="answering", limit_s=10)
    somebody = UserFactory()
    CallFactory(taken_by=somebody)
    CallFactory(taken_by=somebody, outcome="information", ended_at=NOON + SECOND * 90)
    CallFactory(taken_by=somebody, outcome="attached", incident=stamped(dispatched=5))
    found = figures_of("answering")
    assert (found.n, found.missed_open, found.completeness) == (0, 0, 0)
    assert found.excluded == {"missing": 3}


def test_a_call_that_a_person_wrote_down_with_its_times_counts() -> None:
    CallFactory(taken_by=UserFactory(), answered_at=NOON + SECOND * 7)
    assert figures_of("answering").median_s == 7


def test_acceptance_is_measured_per_assignment() -> None:
    incident = stamped(dispatched=5)
    for seconds in (10, 30):
        AssignmentFactory(incident=incident, accepted_at=NOON + SECOND * seconds)
    AssignmentFactory(incident=incident, status="refused", ended_at=NOON + SECOND * 3)
    found = figures_of("acceptance")
    assert (found.n, found.median_s, found.excluded) == (2, 20, {"missing": 1})
    assert found.completeness == pytest.approx(2 / 3)


def test_exercises_and_merged_duplicates_never_count() -> None:
    survivor = stamped(on_scene=60)
    stamped(on_scene=9, is_exercise=True)
    stamped(on_scene=9, status="merged", merged_into=survivor)
    [group] = groups()
    assert group.incidents == 1
    assert group.intervals["total_response"].n == 1
    assert group.intervals["total_response"].excluded == {"exercise": 1, "merged": 1}
    assert group.intervals["total_response"].completeness == 1


def test_what_officers_initiate_counts_in_volume_but_not_in_response() -> None:
    stamped(on_scene=0, is_officer_initiated=True)
    [group] = groups()
    assert group.incidents == 1
    assert group.intervals["total_response"].n == 0
    assert group.intervals["total_response"].excluded == {"officer_initiated": 1}


@pytest.mark.parametrize("status", ["cancelled", "unfounded"])
def test_the_cancelled_and_unfounded_count_where_both_stamps_exist(status: str) -> None:
    stamped(dispatched=30, status=status)
    [group] = groups()
    assert group.intervals["hold"].n == 1
    assert group.intervals["total_response"].excluded == {status: 1}
    assert group.intervals["total_response"].completeness is None


def test_a_disordered_pair_is_left_out_counted_and_has_both_stamps() -> None:
    stamped(dispatched=100, on_scene=50)
    found = figures_of("arrival")
    assert (found.n, found.excluded, found.completeness) == (0, {"disordered": 1}, 1)
    assert figures_of("total_response").n == 1


def test_a_missing_stamp_is_told_and_never_invented() -> None:
    stamped(resolved=600)
    stamped(on_scene=60, resolved=600)
    found = figures_of("total_response")
    assert (found.n, found.completeness, found.excluded) == (1, 0.5, {"missing": 1})


def test_an_open_incident_past_its_limit_is_a_miss_shown_apart() -> None:
    TargetFactory(priority=3, limit_s=300)
    stamped(on_scene=200)
    stamped(dispatched=10)
    at_limit = figures_of("total_response", as_of=NOON + SECOND * 300)
    assert (at_limit.missed_open, at_limit.within_target, at_limit.excluded) == (0, 1, {"open": 1})
    past_it = figures_of("total_response", as_of=NOON + SECOND * 301)
    assert (past_it.missed_open, past_it.within_target, past_it.n) == (1, 1, 1)


@pytest.mark.parametrize("status", ["refused", "expired", "stood_down", "pre_empted"])
def test_an_assignment_that_ended_unaccepted_past_its_limit_is_a_miss(status: str) -> None:
    TargetFactory(priority=3, interval="acceptance", limit_s=60)
    incident = stamped(dispatched=5)
    for seconds in (3, 60, 60.000001, 90):
        AssignmentFactory(incident=incident, status=status, ended_at=NOON + timedelta(seconds=seconds))
    AssignmentFactory(incident=incident, accepted_at=NOON + SECOND * 7)
    found = figures_of("acceptance")
    assert (found.missed_open, found.n, found.within_target, found.excluded) == (2, 1, 1, {"missing": 4})
    assert figures_of("acceptance", as_of=NOON + SECOND * 60).missed_open == 0
    listed = Fact.objects.filter(interval="acceptance").missed_open(as_of=LATER)
    assert listed.count() == 2


def test_an_assignment_that_went_on_without_its_acceptance_is_no_miss() -> None:
    TargetFactory(priority=3, interval="acceptance", limit_s=60)
    incident = stamped(dispatched=5)
    AssignmentFactory(incident=incident, status="en_route", en_route_at=NOON + SECOND * 9)
    gone = {
        "on_scene_at": NOON + SECOND * 9,
        "cleared_at": NOON + SECOND * 99,
        "ended_at": NOON + SECOND * 99,
    }
    AssignmentFactory(incident=incident, status="cleared", **gone)
    found = figures_of("acceptance")
    assert (found.missed_open, found.excluded) == (0, {"missing": 2})


def test_a_call_that_ended_unanswered_past_the_limit_is_a_miss_whatever_it_became() -> None:
    TargetFactory(priority=1, interval="answering", limit_s=10)
    TargetFactory(priority=3, interval="answering", limit_s=20)
    incident = stamped(dispatched=5)
    CallFactory(incident=incident, outcome="attached", ended_at=NOON + SECOND * 15)
    CallFactory(incident=incident, outcome="attached", ended_at=NOON + SECOND * 21)
    for seconds in (9, 10, 11):
        CallFactory(outcome="silent", ended_at=NOON + SECOND * seconds)
    found = figures_of("answering")
    assert (found.missed_open, found.excluded) == (2, {"missing": 5})
    assert Fact.objects.filter(interval="answering").missed_open(as_of=LATER).count() == 2


def test_a_call_without_an_incident_is_judged_by_the_target_of_the_highest_priority() -> None:
    TargetFactory(priority=1, interval="answering", limit_s=10)
    TargetFactory(priority=5, interval="answering", limit_s=99)
    for seconds in (9, 11):
        CallFactory(outcome="prank", answered_at=NOON + SECOND * seconds)
    found = figures_of("answering")
    assert (found.judged, found.within_target, found.target_s) == (2, 0.5, 10)


def test_a_stamp_that_was_skipped_is_missing_and_no_open_miss() -> None:
    TargetFactory(priority=3, interval="turnout", limit_s=60)
    stamped(dispatched=10, on_scene=300)
    found = figures_of("turnout")
    assert (found.missed_open, found.excluded) == (0, {"missing": 1})


def test_exactly_at_the_limit_is_within_it() -> None:
    TargetFactory(priority=3, limit_s=300)
    stamped(on_scene=300)
    stamped(on_scene=300.000001)
    assert figures_of("total_response").within_target == 0.5


def test_the_target_of_the_type_goes_before_that_of_all_types() -> None:
    kind = IncidentTypeFactory(code="fire")
    TargetFactory(priority=3, limit_s=10, share=0.8)
    TargetFactory(priority=3, limit_s=100, type=kind)
    stamped(on_scene=50, type=kind)
    stamped(on_scene=50)
    by_type = {group.key["type"]: group.intervals["total_response"] for group in groups("type")}
    assert (by_type["fire"].within_target, by_type["fire"].target_s) == (1, 100)
    assert (by_type["theft"].within_target, by_type["theft"].target_share) == (0, 0.8)
    assert figures_of("total_response").target_s is None


def test_the_target_is_that_of_the_highest_priority_held_before_the_stop_stamp() -> None:
    TargetFactory(priority=1, limit_s=60)
    TargetFactory(priority=3, limit_s=600)
    raised_before = stamped(on_scene=300, priority=3, highest_priority=1)
    PriorityChange.objects.create(incident=raised_before, at=NOON + SECOND * 10, before=3, after=1)
    PriorityChange.objects.create(incident=raised_before, at=NOON + SECOND * 20, before=1, after=3)
    raised_after = stamped(on_scene=300, priority=1, initial_priority=3)
    PriorityChange.objects.create(incident=raised_after, at=NOON + SECOND * 301, before=3, after=1)
    by_priority = {group.key["priority"]: group.intervals["total_response"] for group in groups("priority")}
    assert (by_priority[1].n, by_priority[1].within_target) == (1, 0)
    assert (by_priority[3].n, by_priority[3].within_target) == (1, 1)


def test_an_incident_belongs_to_the_local_day_of_its_report() -> None:
    last_minute = datetime.fromisoformat("2026-10-05T18:59:59.999999+00:00")
    stamped(last_minute, on_scene=10)
    stamped(last_minute + SECOND, on_scene=20)
    assert [group.key["day"] for group in groups("day")] == ["2026-10-05", "2026-10-06"]
    assert [group.key["month"] for group in groups("month")] == ["2026-10"]
    assert [group.key["week"] for group in groups("week")] == ["2026-W41"]
    only = groups(period=Period(date(2026, 10, 6), date(2026, 10, 6)))
    assert only[0].intervals["total_response"].median_s == 20


def test_a_scope_without_regions_sees_nothing_and_a_foreign_region_does_not_leak() -> None:
    stamped(on_scene=10)
    stamped(on_scene=99, region__code="UZ-TO")
    assert figures_of("total_response", scope=NOTHING).n == 0
    assert figures_of("total_response", scope=Scope(frozenset({"UZ-TK"}))).median_s == 10
    assert [group.key for group in groups("region", scope=Scope(frozenset({"UZ-TO"})))] == [
        {"region": "UZ-TO"}
    ]


def test_several_groupings_make_one_key() -> None:
    stamped(on_scene=10)
    [group] = groups("region", "month", "priority")
    assert group.key == {"region": "UZ-TK", "month": "2026-10", "priority": 3}


STAMPS = ["acknowledged_at", "dispatched_at", "en_route_at", "on_scene_at"]
offsets = st.none() | st.integers(-30, 900) | st.floats(0, 900, allow_nan=False)
ends = st.none() | st.sampled_from([9, 10, 30, 120, 121, 300, 301, 999])
statuses = st.sampled_from(
    ["reported", "acknowledged", "on_scene", "on_hold", "reopened", "resolved", "cancelled", "unfounded"]
)


@st.composite
def incidents(draw: st.DrawFn) -> dict[str, Any]:
    """One incident in the rough: anything that imports and corrections may leave behind."""
    status = draw(statuses)
    resolved = draw(st.integers(-30, 4000)) if status == "resolved" else draw(offsets)
    first, change = (
        draw(st.integers(1, 5)),
        draw(st.none() | st.tuples(st.integers(0, 900), st.integers(1, 5))),
    )
    return {
        "minutes": draw(st.integers(0, 3 * 24 * 60)),
        "status": status,
        "stamps": dict(zip(STAMPS, draw(st.tuples(*[offsets] * 4)), strict=True)) | {"resolved_at": resolved},
        "region": draw(st.sampled_from(["UZ-TK", "UZ-TO"])),
        "type": draw(st.sampled_from(["theft", "fire"])),
        "first": first,
        "change": change,
        "is_exercise": draw(st.integers(0, 9)) == 0,
        "is_officer_initiated": draw(st.integers(0, 9)) == 0,
        "is_merged": draw(st.integers(0, 9)) == 0,
        "calls": draw(st.lists(st.tuples(offsets, ends), max_size=2)),
        "assignments": draw(st.lists(st.tuples(offsets, offsets, ends), max_size=2)),
    }


def _moment(at: datetime, seconds: float | None) -> datetime | None:
    return None if seconds is None else at + timedelta(seconds=seconds)


def _write(rough: dict[str, Any], survivor: Incident) -> None:
    at = NOON + timedelta(minutes=rough["minutes"])
    highest = min(rough["first"], rough["change"][1]) if rough["change"] else rough["first"]
    merged = {"status": "merged", "merged_into": survivor} if rough["is_merged"] else {}
    incident = stamped(
        at,
        **{
            "status": rough["status"],
            "held_from": "acknowledged" if rough["status"] == "on_hold" and not merged else "",
            "is_ringing": False,
            "region__code": rough["region"],
            "type__code": rough["type"],
            "priority": rough["change"][1] if rough["change"] else rough["first"],
            "initial_priority": rough["first"],
            "highest_priority": highest,
            "is_exercise": rough["is_exercise"],
            "is_officer_initiated": rough["is_officer_initiated"],
            **{name: _moment(at, seconds) for name, seconds in rough["stamps"].items()},
            **merged,
        },
    )
    if rough["change"]:
        seconds, after = rough["change"]
        PriorityChange.objects.create(
            incident=incident, at=_moment(at, seconds), before=rough["first"], after=after
        )
    for answered, over in rough["calls"]:
        CallFactory(
            incident=incident,
            outcome="attached",
            rang_at=at,
            answered_at=_moment(at, answered),
            ended_at=_moment(at, over),
        )
    for accepted, en_route, over in rough["assignments"]:
        AssignmentFactory(
            incident=incident,
            unit=UnitFactory(region=incident.region),
            status="assigned" if over is None else "expired",
            assigned_at=at,
            accepted_at=_moment(at, accepted),
            en_route_at=_moment(at, en_route),
            ended_at=_moment(at, over),
        )


def _assert_same(found: Figures, wanted: dict[str, Any]) -> None:
    told = found.as_json()
    for name, value in wanted.items():
        assert told[name] == (pytest.approx(value, abs=2e-6) if isinstance(value, float) else value), name


GROUPINGS: dict[str, Callable[[Incident], Any]] = {
    "region": lambda incident: incident.region_id,
    "type": lambda incident: incident.type_id,
    "day": lambda incident: local_day(incident).isoformat(),
}


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(roughs=st.lists(incidents(), min_size=1, max_size=9))
def test_every_figure_is_that_of_a_computation_incident_by_incident(roughs: list[dict[str, Any]]) -> None:
    with transaction.atomic():
        RegionFactory(code="UZ-TK")
        for priority, limit in ((1, 120), (2, 300), (3, 600)):
            for name in ("total_response", "answering", "processing", "acceptance", "resolution"):
                TargetFactory(priority=priority, interval=name, limit_s=limit)
        TargetFactory(priority=2, limit_s=30, type=IncidentTypeFactory(code="fire"))
        survivor = stamped(on_scene=77, resolved=99)
        for rough in roughs:
            _write(rough, survivor)
        for grouping, key_of in GROUPINGS.items():
            wanted = computed(Incident.objects.all(), key_of, LATER)
            found = {group.key[grouping]: group.intervals for group in groups(grouping)}
            assert found.keys() == wanted.keys()
            for key, by_interval in wanted.items():
                for name, values in by_interval.items():
                    _assert_same(found[key][name], values)
        transaction.set_rollback(True)
