"""Maintenance and calibration as people see them: what was said meanwhile is kept, raises nothing and is marked."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from apps.core.clock import now
from apps.sensors.actions import GivenReading, plan_maintenance, record_readings
from apps.sensors.models import Crossing, Sensor
from tests.accounts.factories import UserFactory
from tests.sensors.factories import SensorFactory, ThresholdFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator() -> Any:
    return UserFactory(role="operator", regions=["UZ-TK"])


@pytest.fixture
def worked_on() -> Sensor:
    """Worked on from ten to five minutes ago; beyond its limit then, in order before and after."""
    sensor: Sensor = SensorFactory(code="W-1")
    ThresholdFactory(sensor=sensor, limit=4)
    at = now()
    begins_at, ends_at = at - timedelta(minutes=10), at - timedelta(minutes=5)
    plan_maintenance(
        sensor_id=sensor.pk,
        begins_at=begins_at,
        ends_at=ends_at,
        reason="new probe",
        by=None,
        at=begins_at - timedelta(minutes=1),
    )
    for minutes, value in ((12, 1.0), (8, 9.0), (7, 9.0), (2, 1.0)):
        said_at = at - timedelta(minutes=minutes)
        record_readings(readings=[GivenReading("W-1", said_at, value)], by=None, at=said_at)
    return sensor


def test_what_is_said_meanwhile_is_kept_raises_nothing_and_is_marked_on_the_chart(
    worked_on: Sensor, signed_in: Callable[[Any], APIClient], operator: Any
) -> None:
    assert not Crossing.objects.exists()
    at = now()
    asked = {"from": (at - timedelta(minutes=8)).isoformat(), "to": at.isoformat(), "points": 300}
    told = signed_in(operator).get(f"/api/v1/sensors/{worked_on.pk}/series/", asked).json()
    assert [value for value in told["mean"] if value is not None] == [9.0, 1.0]
    ((begin, end),) = told["worked_on"]
    assert (end - begin) / 1000 == pytest.approx(180, abs=5)


def test_the_table_that_leaves_marks_it(
    worked_on: Sensor, browser_of: Callable[[Any], Client], operator: Any
) -> None:
    answer = browser_of(operator).get(f"/sensors/{worked_on.pk}/readings.csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert [line.split(",")[-1] for line in lines[1:]] == ["0", "1", "1", "0"]


def test_overdue_calibration_is_listed(
    browser_of: Callable[[Any], Client], signed_in: Callable[[Any], APIClient], operator: Any
) -> None:
    today = timezone.localdate(now())
    SensorFactory(code="OVERDUE", calibration_due_on=today)
    SensorFactory(code="IN-TIME", calibration_due_on=today + timedelta(days=1))
    SensorFactory(code="NEVER-DUE")
    page = browser_of(operator).get("/sensors/").content.decode()
    assert page.count("calibration overdue") == 1
    page = browser_of(operator).get("/sensors/?calibration=overdue").content.decode()
    assert "OVERDUE" in page
    assert "IN-TIME" not in page
    for asked, codes in (("true", {"OVERDUE"}), ("false", {"IN-TIME", "NEVER-DUE"})):
        answer = signed_in(operator).get(f"/api/v1/sensors/?calibration_overdue={asked}").json()
        assert {row["code"] for row in answer["results"]} == codes
