"""The pages of sensors: who opens them, what they show, what leaves as a table."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from apps.accounts.models import AuditEntry
from apps.core.clock import now
from apps.sensors.actions import GivenReading, judge_due, plan_maintenance, record_readings
from tests.accounts.factories import UserFactory
from tests.sensors.factories import SensorFactory, ThresholdFactory

pytestmark = pytest.mark.django_db
BrowserOf = Callable[[Any], Client]


@pytest.fixture
def operator(browser_of: BrowserOf) -> Client:
    return browser_of(UserFactory(role="operator", regions=["UZ-TK"]))


def test_the_list_shows_the_own_regions_with_value_unit_and_status(operator: Client) -> None:
    sensor = SensorFactory(code="W-1", name="<b>Chirchiq</b>")
    SensorFactory(code="FOREIGN", region__code="UZ-TO")
    record_readings(readings=[GivenReading("W-1", now(), 3.25)], by=None, at=now())
    page = operator.get("/sensors/").content.decode()
    assert "3.25 m" in page
    assert "in order" in page
    assert f"/sensors/{sensor.pk}/" in page
    assert "FOREIGN" not in page
    assert "<b>Chirchiq" not in page


def test_the_list_is_narrowed_and_a_silent_sensor_is_shown_as_silent(operator: Client) -> None:
    silent, spoken = SensorFactory(code="SILENT"), SensorFactory(code="SPOKEN")
    at = now()
    said = [GivenReading(silent.code, at - timedelta(minutes=9), 1), GivenReading(spoken.code, at, 1)]
    record_readings(readings=said, by=None, at=at)
    judge_due(at=at)
    page = operator.get("/sensors/?status=stale").content.decode()
    assert "SILENT" in page
    assert "SPOKEN" not in page
    assert "is-stale" in page
    assert operator.get("/sensors/?q=nothing-of-that-name").status_code == 200


def test_a_sensors_page_tells_limits_crossings_and_maintenance(operator: Client) -> None:
    sensor = SensorFactory()
    ThresholdFactory(sensor=sensor, limit=2, level=1)
    at = now()
    record_readings(readings=[GivenReading(sensor.code, at, 3)], by=None, at=at)
    plan_maintenance(
        sensor_id=sensor.pk,
        begins_at=at + timedelta(days=1),
        ends_at=at + timedelta(days=2),
        reason="new probe",
        by=None,
        at=at,
    )
    page = operator.get(f"/sensors/{sensor.pk}/").content.decode()
    assert "new probe" in page
    assert "goes on" in page
    assert 'data-zone="Asia/Tashkent"' in page


def test_a_foreign_sensor_is_not_found(operator: Client) -> None:
    sensor = SensorFactory(region__code="UZ-TO")
    for address in (f"/sensors/{sensor.pk}/", f"/sensors/{sensor.pk}/readings.csv", "/sensors/999999/"):
        assert operator.get(address).status_code == 404


def test_an_inspector_has_no_page_of_sensors(browser_of: BrowserOf) -> None:
    assert browser_of(UserFactory(role="inspector")).get("/sensors/").status_code == 403


def test_readings_leave_as_a_table_and_the_trail_knows(operator: Client) -> None:
    sensor = SensorFactory(code="=W-1", kind__high=30)
    at = now()
    said = [GivenReading("=W-1", at - timedelta(seconds=n), 40.0 - n) for n in range(3)]
    record_readings(readings=said, by=None, at=at)
    answer = operator.get(f"/sensors/{sensor.pk}/readings.csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert lines[0] == "sensor,at,value,unit,cannot_be_true,worked_on"
    assert len(lines) == 4
    assert lines[1].startswith("'=W-1,")
    assert lines[1].endswith(",38.0,m,1,0")
    assert AuditEntry.objects.filter(kind="export", object_type="sensors.reading").exists()
