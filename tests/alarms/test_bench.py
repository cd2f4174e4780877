"""The test bench: a rule over a time that has passed is what the live path would have raised."""

from datetime import timedelta
from typing import Any

import pytest

from apps.alarms.actions import save_rule
from apps.alarms.bench import WouldBe, run_over
from apps.alarms.models import Rule
from apps.alarms.refusals import BenchTooLong
from apps.alarms.rules.drafts import RuleDraft
from apps.alarms.words import Trigger
from apps.cameras.models import Outage
from apps.regions.scope import EVERYTHING, Scope
from apps.sensors.actions import GivenReading, record_readings
from tests.alarms.factories import NOON, AlarmTypeFactory, after
from tests.cameras.factories import CameraFactory, DetectionFactory
from tests.regions.factories import RegionFactory
from tests.sensors.factories import SensorFactory

pytestmark = pytest.mark.django_db
END = NOON + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _country() -> None:
    for code in ("UZ", "UZ-TK", "UZ-TO"):
        RegionFactory(code=code)
    for code in ("smoke", "water_level"):
        AlarmTypeFactory(code=code)


def rule(trigger: str, **given: Any) -> Rule:
    draft = RuleDraft(
        **{
            "name": "a rule",
            "trigger": Trigger(trigger),
            "regions": frozenset({"UZ-TK", "UZ-TO"}),
            "alarm_type": "smoke",
            "priority": 2,
            **given,
        }
    )
    return save_rule(draft=draft, by=None, at=NOON)


def run(made: Rule, scope: Scope = EVERYTHING) -> list[WouldBe]:
    return run_over(made, NOON, END, scope)


def told(found: list[WouldBe]) -> list[tuple[Any, ...]]:
    return [(one.source, one.raised_at, one.ended_at, one.occurrences) for one in found]


def test_overlapping_detections_of_a_camera_are_one_alarm_and_later_ones_another() -> None:
    camera = CameraFactory()
    for begin, end in ((0, 60), (30, 90), (600, 610)):
        DetectionFactory(camera=camera, label="person", began_at=after(begin), ended_at=after(end))
    DetectionFactory(camera=camera, label="person", began_at=after(3600))  # past the end
    source = f"camera:{camera.pk}"
    assert told(run(rule("detection"))) == [
        (source, after(0), after(90), 2),
        (source, after(600), after(610), 1),
    ]


def test_what_is_cleared_by_hand_stands_to_the_end_and_is_counted() -> None:
    camera = CameraFactory()
    for begin in (0, 600):
        DetectionFactory(camera=camera, label="person", began_at=after(begin), ended_at=after(begin + 5))
    assert told(run(rule("detection", needs_clearing=True))) == [(f"camera:{camera.pk}", NOON, None, 2)]


def test_only_the_regions_of_the_rule_and_of_whoever_asks_are_looked_at() -> None:
    mine, other = CameraFactory(), CameraFactory(region__code="UZ-TO")
    for camera in (mine, other):
        DetectionFactory(camera=camera, region=camera.region, label="person", began_at=NOON)
    assert len(run(rule("detection"))) == 2
    found = run(rule("detection"), Scope(frozenset({"UZ-TO", "UZ-SA"})))
    assert [one.source for one in found] == [f"camera:{other.pk}"]


def test_an_outage_that_ends_within_its_grace_time_is_left_out() -> None:
    short, long = CameraFactory(), CameraFactory()
    for camera, seconds in ((short, 30), (long, 90)):
        Outage.objects.create(
            camera=camera,
            region_id="UZ-TK",
            cause="timeout",
            began_at=NOON,
            noticed_at=NOON,
            ended_at=after(seconds),
        )
    found = run(rule("camera_outage", settings={"grace_s": 60}))
    assert told(found) == [(f"camera:{long.pk}", after(60), after(90), 1)]


def test_stored_readings_are_judged_as_they_would_have_been() -> None:
    sensor = SensorFactory(kind__code="water_level")
    values = [(0, 4), (60, 6), (120, 4.5), (180, 3), (240, 7)]
    given = [GivenReading(sensor.code, after(second), value) for second, value in values]
    record_readings(readings=given, by=None, at=after(300))
    limit = {"kind": "water_level", "compare": "above", "limit": 5, "deadband": 1}
    found = run(rule("threshold", settings=limit, alarm_type="water_level"))
    assert told(found) == [
        (f"sensor:{sensor.pk}", after(60), after(180), 1),
        (f"sensor:{sensor.pk}", after(240), None, 1),
    ]
    assert found[0].facts["value"] == 6


def test_more_than_a_month_is_refused() -> None:
    with pytest.raises(BenchTooLong):
        run_over(rule("detection"), NOON, NOON + timedelta(days=32), EVERYTHING)
    with pytest.raises(BenchTooLong):
        run_over(rule("detection"), NOON, NOON, EVERYTHING)
