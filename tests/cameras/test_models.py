"""What must never be false about cameras."""

import pytest
from django.db import IntegrityError, connection, transaction

from apps.cameras.models import Camera, CameraStatusEntry
from apps.core.clock import now
from apps.core.geo import point
from tests.cameras.factories import CameraFactory

pytestmark = pytest.mark.django_db


def test_a_code_is_unique_within_a_region_but_not_across_regions() -> None:
    CameraFactory(code="A1")
    CameraFactory(code="A1", region__code="UZ-TO")
    with pytest.raises(IntegrityError, match="camera_code_is_unique_in_region"):
        CameraFactory(code="A1")


@pytest.mark.parametrize(("column", "value"), [("azimuth", 360), ("fov_deg", 0), ("fov_deg", 361)])
def test_angles_out_of_range_are_refused_by_the_database(column: str, value: int) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CameraFactory(**{column: value})


def test_the_history_of_status_is_append_only() -> None:
    camera = CameraFactory()
    entry = CameraStatusEntry.objects.create(camera=camera, at=now(), was="unknown", status="online")
    with pytest.raises(Exception, match="Cannot update or delete"), transaction.atomic():
        entry.delete()


def test_search_finds_a_camera_in_any_script_however_it_was_saved() -> None:
    camera = CameraFactory.build(region=CameraFactory().region, name="Fargʻona koʻchasi")
    Camera.objects.bulk_create([camera])
    for text in ("fargona", "Фарғона", "farg'ona ko'chasi"):
        assert list(Camera.objects.matching(text)) == [camera]


def test_the_nearest_are_found_through_the_index_on_geography() -> None:
    region = CameraFactory().region
    Camera.objects.bulk_create(
        CameraFactory.build(region=region, lonlat=(69 + n % 40 / 40, 41 + n // 40 / 40)) for n in range(1600)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cameras_camera")
    plan = Camera.objects.nearest_to(point(69.2, 41.3), limit=4).explain()
    assert "camera_location_geography" in plan
