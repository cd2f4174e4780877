"""Admins keep sensors, kinds and thresholds."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from apps.core.clock import now
from apps.sensors.actions import GivenReading, record_readings
from apps.sensors.models import Crossing, Sensor, SensorKind, Threshold
from apps.sensors.reference import load
from tests.accounts.factories import UserFactory
from tests.sensors.factories import SensorFactory, SensorKindFactory, ThresholdFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(browser_of: Callable[[Any], Client]) -> Client:
    return browser_of(UserFactory(role="admin", is_national=True))


def form_of(page: Any) -> dict[str, Any]:
    """What a browser would send of an admin's form as it stands."""
    given: dict[str, Any] = {}
    for form in (
        page.context["adminform"].form,
        *(one.formset for one in page.context["inline_admin_formsets"]),
    ):
        forms = [form] if not hasattr(form, "forms") else [form.management_form, *form.forms]
        for one in forms:
            given |= {bound.html_name: bound.value() for bound in one if bound.value() is not None}
    return {name: value for name, value in given.items() if value is not None}


def test_pages_open(admin: Client) -> None:
    sensor = SensorFactory()
    ThresholdFactory(sensor=sensor)
    for page in (
        "sensor/",
        "sensor/?q=chirchiq",
        "sensor/add/",
        f"sensor/{sensor.pk}/change/",
        "sensorkind/",
        "sensorkind/water_level/change/",
        "crossing/",
    ):
        assert admin.get(f"/admin/sensors/{page}").status_code == 200


def test_a_table_of_sensors_comes_in(admin: Client) -> None:
    SensorKindFactory(code="smoke")
    SensorFactory(code="KNOWN")
    head = "region,code,name,kind,lon,lat,district,address,every_s,calibrated_on,calibration_due_on"
    rows = (
        head,
        "UZ-TK,S-1,Bozor,smoke,69.24,41.31,,,30,,2027-01-31",
        "UZ-TK,KNOWN,Koʻprik,smoke,69.2,41.3,,,,,",
    )
    file = SimpleUploadedFile("sensors.csv", "\n".join(rows).encode(), content_type="text/csv")
    preview = admin.post("/admin/sensors/sensor/import/", {"format": "1", "import_file": file})
    given = {
        name: value for name, value in preview.context["confirm_form"].initial.items() if value is not None
    }
    admin.post("/admin/sensors/sensor/process_import/", given, follow=True)
    assert Sensor.objects.get(code="S-1").every_s == 30
    assert Sensor.objects.get(code="KNOWN").kind_id == "smoke"


def test_a_threshold_that_is_taken_away_retires_and_what_it_had_open_ends(admin: Client) -> None:
    sensor = SensorFactory()
    threshold = ThresholdFactory(sensor=sensor, limit=2)
    record_readings(readings=[GivenReading(sensor.code, now() - timedelta(seconds=1), 3)], by=None, at=now())
    address = f"/admin/sensors/sensor/{sensor.pk}/change/"
    given = form_of(admin.get(address)) | {
        "location": sensor.location.geojson,
        "thresholds-0-take_away": "on",
    }
    answer = admin.post(address, given)
    assert answer.status_code == 302, answer.context["errors"]
    assert Threshold.objects.get(pk=threshold.pk).retired_at is not None
    assert Crossing.objects.get().ended_at is not None


def test_the_reference_data_has_kinds_in_three_languages_and_stays_as_changed() -> None:
    assert load(False)["kinds"] == SensorKind.objects.count() >= 12
    SensorKind.objects.filter(code="smoke").update(high=50)
    assert load(False) == {"kinds": 0, "thresholds": 0}
    assert SensorKind.objects.get(code="smoke").high == 50
    load(True)
    assert SensorKind.objects.get(code="smoke").high == 100
    assert all(kind.name_uz and kind.name_ru and kind.name_en for kind in SensorKind.objects.all())
