"""All cameras as columns: complete, delta-coded, and never stale."""

import gzip
import json
from itertools import accumulate
from typing import Any

import pytest

from apps.cameras.actions import set_camera_status
from apps.cameras.columns import columns_of, version_of
from apps.cameras.models import Camera, CameraStatus
from apps.core.clock import now
from apps.core.geo import point
from apps.regions.scope import EVERYTHING, NOTHING, Scope
from tests.cameras.factories import CameraFactory

pytestmark = pytest.mark.django_db
TASHKENT = Scope(frozenset({"UZ-TK"}))


def read(scope: Scope) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(gzip.decompress(columns_of(scope).gzipped))
    return found


def test_coordinates_come_back_within_half_a_metre() -> None:
    places = [(69.250001, 41.310004), (69.1, 41.9), (69.99999, 41.00001)]
    cameras = [CameraFactory(lonlat=lonlat) for lonlat in places]
    columns = read(TASHKENT)
    assert columns["ids"] == [camera.pk for camera in cameras]
    lons = [value / 1e5 for value in accumulate(columns["lon"])]
    lats = [value / 1e5 for value in accumulate(columns["lat"])]
    assert lons == pytest.approx([lon for lon, _ in places], abs=0.5e-5)
    assert lats == pytest.approx([lat for _, lat in places], abs=0.5e-5)


def test_status_kind_and_region_are_places_in_the_legend() -> None:
    CameraFactory(status="offline", kind="ptz", region__code="UZ-TO", azimuth=90, fov_deg=60, range_m=120)
    CameraFactory(status="online", kind="face")
    columns = read(EVERYTHING)
    assert [columns["statuses"][n] for n in columns["status"]] == ["offline", "online"]
    assert [columns["kinds"][n] for n in columns["kind"]] == ["ptz", "face"]
    assert [columns["regions"][n] for n in columns["region"]] == ["UZ-TO", "UZ-TK"]
    assert (columns["azimuth"], columns["fov_deg"], columns["range_m"]) == (
        [90, None],
        [60, None],
        [120, None],
    )


def test_only_cameras_in_use_and_in_scope_are_there() -> None:
    mine = CameraFactory()
    CameraFactory(region__code="UZ-TO")
    CameraFactory(retired_at=now())
    assert read(TASHKENT)["ids"] == [mine.pk]
    assert read(NOTHING)["ids"] == []


def test_a_scope_without_cameras_has_empty_columns() -> None:
    columns = read(EVERYTHING)
    assert all(columns[name] == [] for name in ("ids", "lon", "lat", "status", "kind", "region", "regions"))


def test_every_way_of_changing_a_camera_makes_a_new_version() -> None:
    camera = CameraFactory()
    other = CameraFactory(region__code="UZ-TO").region
    seen = [version_of(TASHKENT)]

    def is_new() -> bool:
        seen.append(version_of(TASHKENT))
        return len(set(seen)) == len(seen)

    set_camera_status(camera_id=camera.pk, status=CameraStatus.OFFLINE, by=None, at=now())
    assert is_new()
    Camera.objects.filter(pk=camera.pk).update(location=point(69.5, 41.5))
    assert is_new()
    extra = CameraFactory()
    assert is_new()
    Camera.objects.filter(pk=extra.pk).update(region=other)
    assert is_new()
    Camera.objects.filter(pk=extra.pk).update(name="not ours any more")
    assert not is_new()
    assert read(TASHKENT)["version"] == version_of(TASHKENT)


def test_a_kept_body_is_used_again_until_something_changes(django_assert_num_queries: Any) -> None:
    camera = CameraFactory()
    first = columns_of(TASHKENT)
    with django_assert_num_queries(1):
        assert columns_of(TASHKENT) == first
    set_camera_status(camera_id=camera.pk, status=CameraStatus.OFFLINE, by=None, at=now())
    assert read(TASHKENT)["status"] == [CameraStatus.values.index("offline")]
