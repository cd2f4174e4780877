"""A question about signs of life that nobody answers is an alarm of the unit; an answer, a move or leaving returns it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from apps.alarms.actions import acknowledge_alarm, save_rule, switch_rule
from apps.alarms.bench import run_over
from apps.alarms.evaluation.reading import read_the_feed
from apps.alarms.models import Alarm, Rule
from apps.alarms.rules.drafts import RuleDraft
from apps.alarms.words import Trigger
from apps.inspectors.actions import (
    Reading,
    answer_life_check,
    assign_unit,
    move_assignment,
    record_positions,
    watch_signs_of_life,
)
from apps.inspectors.models import Assignment, LifeCheck, LifeLimit
from apps.regions.scope import EVERYTHING
from tests.accounts.factories import UserFactory
from tests.alarms.factories import AlarmTypeFactory
from tests.incidents.factories import NOON, reported
from tests.inspectors.factories import DeviceFactory, InspectorFactory, UnitFactory
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


@pytest.fixture(autouse=True)
def _country() -> None:
    for code in ("UZ", "UZ-TK"):
        RegionFactory(code=code)
    AlarmTypeFactory(code="no_sign_of_life", never_shelved=True)
    read_the_feed(at=NOON)


@pytest.fixture
def on_scene() -> Assignment:
    """A unit on scene whose last position is at 69.25, 41.31, 20 s after noon."""
    LifeLimit.objects.create(limit_s=600)
    officer = InspectorFactory(user=UserFactory(role="inspector"))
    unit = UnitFactory(call_sign="T-7", crew=[officer], service="patrol")
    held = assign_unit(incident_id=reported().pk, unit_id=unit.pk, by=None, at=after(1))
    there = move_assignment(assignment_id=held.pk, to="on_scene", by=None, at=after(10))
    reading = Reading(DeviceFactory(unit=unit).identifier, after(20), 69.25, 41.31)
    record_positions(readings=[reading], scope=EVERYTHING, at=after(20))
    return there


def rule(**given: Any) -> Rule:
    draft = RuleDraft("Quiet", Trigger.SIGNS_OF_LIFE, frozenset({"UZ-TK"}), "no_sign_of_life", 2, **given)
    written = save_rule(draft=draft, by=None, at=NOON)
    return switch_rule(rule_id=written.pk, is_on=True, by=None, at=NOON)


def look(seconds: float) -> None:
    watch_signs_of_life(at=after(seconds), answer_within=timedelta(seconds=60))
    read_the_feed(at=after(seconds))


def test_an_unanswered_question_is_an_alarm_of_the_unit_where_it_was_last(on_scene: Assignment) -> None:
    rule()
    look(625)
    assert not Alarm.objects.exists()
    look(690)
    alarm = Alarm.objects.get()
    assert (alarm.source, alarm.source_kind, alarm.source_code) == (f"unit:{on_scene.unit_id}", "unit", "T-7")
    assert (alarm.state, alarm.type_id, alarm.priority) == ("unacknowledged", "no_sign_of_life", 2)
    assert (alarm.raised_at, alarm.location.coords) == (after(690), (69.25, 41.31))
    assert alarm.facts["incident"] == str(on_scene.incident_id)
    assert alarm.facts["position_at"].startswith(after(20).isoformat()[:19])
    look(700)
    assert Alarm.objects.get().occurrences == 1


def answered(held: Assignment) -> None:
    by = held.unit.crew.get().user
    answer_life_check(check_id=LifeCheck.objects.get().pk, by=by, at=after(700))


def left(held: Assignment) -> None:
    move_assignment(assignment_id=held.pk, to="cleared", by=None, at=after(700))


@pytest.mark.parametrize("how", [answered, left])
def test_answering_and_leaving_return_the_alarm(
    on_scene: Assignment, how: Callable[[Assignment], None]
) -> None:
    rule()
    look(625)
    look(690)
    how(on_scene)
    look(710)
    assert Alarm.objects.get().state == "returned"


def test_an_alarm_that_somebody_has_seen_is_over_with_the_answer(on_scene: Assignment) -> None:
    rule()
    look(625)
    look(690)
    acknowledge_alarm(alarm_id=Alarm.objects.get().pk, by=UserFactory(), at=after(695))
    answered(on_scene)
    look(710)
    assert Alarm.objects.get().state == "cleared"


def test_an_answer_in_time_is_no_alarm(on_scene: Assignment) -> None:
    rule()
    look(625)
    by = on_scene.unit.crew.get().user
    answer_life_check(check_id=LifeCheck.objects.get().pk, by=by, at=after(640))
    look(690)
    assert not Alarm.objects.exists()


@pytest.mark.usefixtures("on_scene")
def test_a_rule_may_be_about_one_service_alone() -> None:
    rule(conditions=[{"field": "service", "op": "is", "value": "medical"}])
    look(625)
    look(690)
    assert not Alarm.objects.exists()


def test_the_bench_tells_what_was_raised_with_the_position_of_then(on_scene: Assignment) -> None:
    made = rule()
    look(625)
    look(690)
    answered(on_scene)
    later = Reading(DeviceFactory(unit=on_scene.unit).identifier, after(800), 69.4, 41.4)
    record_positions(readings=[later], scope=EVERYTHING, at=after(800))
    (found,) = run_over(made, NOON, after(3600), EVERYTHING)
    assert (found.source, found.raised_at, found.ended_at) == (
        f"unit:{on_scene.unit_id}",
        after(690),
        after(700),
    )
    assert found.lonlat == (69.25, 41.31)
