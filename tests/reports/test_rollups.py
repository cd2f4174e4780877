"""Facts follow what happens to incidents: whatever the code path, and day by day from the ground."""

import os
import signal
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command

from apps.incidents.actions import correct_stamp, merge_incident
from apps.incidents.models import Call, Incident
from apps.incidents.workflow import Stamp
from apps.reports import rollups
from apps.reports.management.commands import recompute_kpis
from apps.reports.models import Fact, Rollup, StaleDay, Touch
from apps.reports.rollups import RETRY_AFTER, Rebuilt, rebuild, refresh
from apps.reports.tasks import nightly
from tests.accounts.factories import UserFactory
from tests.incidents.factories import NOON, CallFactory, TargetFactory
from tests.reports.factories import DAY, LATER, OCTOBER, AssignmentFactory, figures_of, stamped

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def _facts() -> list[tuple[object, ...]]:
    return sorted(
        Fact.objects.values_list(
            "subject_id", "interval", "state", "region_id", "priority", "day", "length_us"
        ),
        key=str,
    )


def test_a_correction_changes_the_figures_at_once() -> None:
    incident = stamped(on_scene=500)
    assert figures_of("total_response").median_s == 500
    correct_stamp(
        incident_id=incident.pk,
        stamp=Stamp.ON_SCENE_AT,
        value=NOON + SECOND * 100,
        reason="the tablet had no network",
        by=UserFactory(role="supervisor"),
        at=LATER,
    )
    assert figures_of("total_response").median_s == 100


def test_what_no_action_wrote_is_condensed_too() -> None:
    stamped(on_scene=500)
    assert figures_of("total_response").n == 1
    Incident.objects.update(on_scene_at=NOON + SECOND * 7)
    assert figures_of("total_response").median_s == 7


def test_an_assignment_and_a_call_touch_their_incident() -> None:
    incident = stamped(dispatched=5)
    assert figures_of("acceptance").n == 0
    AssignmentFactory(incident=incident, accepted_at=NOON + SECOND)
    assert figures_of("acceptance").n == 1
    call = CallFactory(answered_at=NOON + SECOND * 3)
    assert figures_of("answering").n == 1
    Call.objects.filter(pk=call.pk).update(incident=incident, outcome="attached")
    [fact] = (
        Fact.objects.filter(interval="answering", subject_id=call.pk) if figures_of("answering").n else [None]
    )
    assert fact is not None
    assert fact.incident_id == incident.pk


def test_a_transferred_incident_counts_in_its_last_region_alone() -> None:
    incident = stamped(on_scene=10)
    other = stamped(on_scene=20, region__code="UZ-TO")
    figures_of("total_response")
    Incident.objects.filter(pk=incident.pk).update(region=other.region)
    figures_of("total_response")
    assert set(Fact.objects.values_list("region_id", flat=True)) == {"UZ-TO"}


def test_the_survivor_of_a_merge_is_measured_from_the_earliest_report() -> None:
    early = stamped(NOON - SECOND * 100, status="reported")
    survivor = stamped(on_scene=50)
    merge_incident(incident_id=early.pk, into_id=survivor.pk, by=UserFactory(role="supervisor"), at=LATER)
    found = figures_of("total_response")
    assert (found.n, found.median_s, found.excluded) == (1, 150, {"merged": 1})


def _survivor_with_a_call() -> tuple[Incident, Call]:
    """A merge that moves a call from the incident that was condensed with it."""
    early, survivor = stamped(acknowledged=9), stamped(acknowledged=9)
    call = CallFactory(incident=early, outcome="attached", answered_at=NOON + SECOND)
    AssignmentFactory(incident=early, accepted_at=NOON + SECOND)
    refresh(at=LATER)
    merge_incident(incident_id=early.pk, into_id=survivor.pk, by=UserFactory(role="supervisor"), at=LATER)
    return survivor, call


def test_a_merge_is_condensed_whatever_falls_into_one_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    survivor, call = _survivor_with_a_call()
    monkeypatch.setattr(rollups, "BATCH", 1)
    refresh(at=LATER)
    assert Fact.objects.get(subject_id=call.pk).incident_id == survivor.pk
    assert not Touch.objects.exists()
    touched = _facts()
    Fact.objects.all().delete()
    rebuild([DAY], at=LATER)
    assert _facts() == touched


def test_a_day_is_rebuilt_though_a_call_has_moved_into_it() -> None:
    survivor, call = _survivor_with_a_call()
    Incident.objects.filter(pk=survivor.pk).update(reported_at=NOON + timedelta(days=1))
    rebuild([DAY + timedelta(days=1)], at=LATER)
    assert Fact.objects.get(subject_id=call.pk).incident_id == survivor.pk


def test_a_call_that_was_taken_off_its_incident_is_condensed(monkeypatch: pytest.MonkeyPatch) -> None:
    call = CallFactory(incident=stamped(), outcome="attached", answered_at=NOON + SECOND)
    refresh(at=LATER)
    Call.objects.filter(pk=call.pk).update(incident=None, outcome="information")
    monkeypatch.setattr(rollups, "BATCH", 1)
    refresh(at=LATER)
    assert Fact.objects.get(subject_id=call.pk).incident_id is None


def _poisoned() -> Incident:
    """An incident that cannot be condensed: a damaged fact, which says that it is another's, stands in the way."""
    poisoned = stamped(on_scene=10)
    refresh(at=LATER)
    Fact.objects.filter(subject_id=poisoned.pk).update(incident_id=UUID(int=1), day=DAY - timedelta(days=9))
    return poisoned


def test_what_cannot_be_condensed_stops_nobody_else_and_is_tried_again() -> None:
    poisoned = _poisoned()
    Incident.objects.filter(pk=poisoned.pk).update(title="changed")
    others = [stamped(on_scene=20), stamped(on_scene=30)]
    assert refresh(at=LATER) == LATER
    told = Fact.objects.filter(interval="total_response", incident_id__in=[one.pk for one in others])
    assert told.count() == 2
    [kept] = Touch.objects.all()
    assert (kept.incident_id, kept.retry_at) == (poisoned.pk, LATER + RETRY_AFTER)

    Fact.objects.filter(incident_id=UUID(int=1)).delete()
    refresh(at=LATER + RETRY_AFTER - SECOND)
    assert not Fact.objects.filter(incident_id=poisoned.pk).exists()
    refresh(at=LATER + RETRY_AFTER)
    assert Fact.objects.filter(incident_id=poisoned.pk, interval="total_response").exists()
    assert not Touch.objects.exists()


def test_a_day_is_rebuilt_around_what_cannot_be_condensed() -> None:
    poisoned = _poisoned()
    other = stamped(on_scene=20)
    assert rebuild([DAY], at=LATER).incidents == 2
    assert Fact.objects.filter(incident_id=other.pk).exists()
    assert Touch.objects.filter(incident_id=poisoned.pk, retry_at=LATER + RETRY_AFTER).exists()


def test_what_waits_is_told_by_as_of() -> None:
    stamped(on_scene=10)
    waiting = Touch.objects.earliest("at").at
    later = waiting + SECOND * 60
    assert refresh(at=later, batches=0) == waiting
    assert refresh(at=later) == later
    assert not Touch.objects.exists()


def test_rebuilding_gives_the_same_as_condensing_what_was_touched() -> None:
    incident = stamped(acknowledged=4, dispatched=9, on_scene=10)
    AssignmentFactory(incident=incident, accepted_at=NOON + SECOND)
    CallFactory(incident=incident, outcome="attached", answered_at=NOON + SECOND)
    CallFactory(outcome="prank", answered_at=NOON + SECOND)
    refresh(at=LATER)
    touched = _facts()
    Fact.objects.all().delete()
    rebuilt = rebuild(OCTOBER, at=LATER)
    assert (rebuilt.days, rebuilt.incidents) == (31, 1)
    assert _facts() == touched
    rebuild(OCTOBER, at=LATER)
    assert _facts() == touched


def test_rebuilding_a_day_mends_facts_that_were_damaged() -> None:
    stamped(on_scene=10)
    stamped(NOON + timedelta(days=1), on_scene=20)
    refresh(at=LATER)
    right = _facts()
    Fact.objects.update(length_us=1, day=date(2026, 10, 3))
    rebuild(OCTOBER, at=LATER)
    assert _facts() == right


def test_an_open_incident_misses_its_target_by_time_alone() -> None:
    TargetFactory(priority=3, limit_s=60)
    stamped(dispatched=1)
    assert figures_of("total_response", as_of=NOON + SECOND * 59).missed_open == 0
    assert figures_of("total_response", as_of=NOON + SECOND * 61).missed_open == 1
    assert not Touch.objects.exists()


def test_the_command_rebuilds_days(capsys: pytest.CaptureFixture[str]) -> None:
    stamped(on_scene=10)
    call_command("recompute_kpis", "--from", "2026-10-01", "--to", "2026-10-02")
    assert capsys.readouterr().out.startswith("2 days, 1 incidents, ")
    assert Fact.objects.filter(day=DAY, interval="total_response", length_us=10_000_000).exists()


def test_the_command_rolls_up_the_days_and_their_months() -> None:
    for days in (1, 2):
        stamped(NOON - timedelta(days=days), on_scene=10)
    call_command("recompute_kpis", "--from", "2026-09-29", "--to", "2026-09-30", "-v", "0")
    assert not StaleDay.objects.exists()
    units = Rollup.objects.order_by("unit", "starts").values_list("unit", "starts")
    assert list(units) == [
        ("day", date(2026, 9, 29)),
        ("day", date(2026, 9, 30)),
        ("month", date(2026, 9, 1)),
    ]


def test_the_command_mends_one_region_and_leaves_the_others() -> None:
    stamped(on_scene=10)
    stamped(on_scene=10, region__code="UZ-TO")
    refresh(at=LATER)
    Fact.objects.filter(interval="total_response").update(length_us=1)
    call_command("recompute_kpis", "--from", str(DAY), "--to", str(DAY), "--region", "UZ-TO")
    lengths = Fact.objects.filter(interval="total_response").values_list("region_id", "length_us")
    assert dict(lengths) == {"UZ-TK": 1, "UZ-TO": 10_000_000}


def test_the_command_refuses_a_region_that_does_not_exist() -> None:
    with pytest.raises(CommandError, match="UZ-XX"):
        call_command("recompute_kpis", "--from", str(DAY), "--to", str(DAY), "--region", "UZ-XX")


def test_a_stopped_command_tells_where_to_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    stamped(on_scene=10)
    refresh(at=LATER)
    Fact.objects.all().delete()
    real = recompute_kpis.rebuild_day

    def rebuild_and_stop(day: date, **given: Any) -> Rebuilt:
        os.kill(os.getpid(), signal.SIGTERM)
        return real(day, **given)

    monkeypatch.setattr(recompute_kpis, "rebuild_day", rebuild_and_stop)
    with pytest.raises(CommandError, match="stopped after 2026-10-01; --from 2026-10-02 goes on") as stopped:
        call_command("recompute_kpis", "--from", str(DAY), "--to", "2026-10-31")
    assert stopped.value.returncode == 130
    assert Fact.objects.filter(day=DAY).exists()
    assert Rollup.objects.filter(starts=DAY).exists()


@pytest.mark.parametrize("dates", [("2026-10-02", "2026-10-01"), ("nonsense", "2026-10-01")])
def test_the_command_refuses_days_that_make_no_period(dates: tuple[str, str]) -> None:
    with pytest.raises(CommandError):
        call_command("recompute_kpis", "--from", dates[0], "--to", dates[1])


def test_the_nightly_job_takes_yesterday_and_what_corrections_touched(time_machine: object) -> None:
    time_machine.move_to("2026-10-02T19:20:00Z")  # type: ignore[attr-defined]  # 00:20 of 3 October in Tashkent
    stamped(NOON + timedelta(days=1), on_scene=20)
    corrected = stamped(NOON - timedelta(days=20), on_scene=10)
    refresh(at=LATER)
    Fact.objects.filter(day=date(2026, 10, 2)).delete()
    Incident.objects.filter(pk=corrected.pk).update(on_scene_at=corrected.reported_at + SECOND * 3)
    nightly()
    assert Fact.objects.get(incident_id=corrected.pk, interval="total_response").length_us == 3_000_000
    assert Fact.objects.filter(day=date(2026, 10, 2), interval="total_response").count() == 1
