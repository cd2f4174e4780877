"""All cameras as columns: complete, delta-coded, and never stale."""

import gzip
import json
from collections.abc import Callable
from itertools import accumulate
from typing import Any

import pytest

from apps.cameras.actions import set_camera_status
from apps.cameras.columns import CAMERAS, kept_cameras, kept_cones
from apps.cameras.models import Camera, CameraStatus
from apps.core.clock import now
from apps.core.geo import point
from apps.regions.columns import Kept
from apps.regions.scope import EVERYTHING, NOTHING, Scope
from tests.cameras.factories import CameraFactory
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db
TASHKENT = Scope(frozenset({"UZ-TK"}))
REGION = Scope(frozenset({"UZ-TO"}))


def read(scope: Scope, kept: Kept = kept_cameras) -> dict[str, Any]:
    """The columns as a client reads them; both ways of sending them tell the same."""
    body = kept.body(scope)
    assert gzip.decompress(body.gzipped) == body.plain
    found: dict[str, Any] = json.loads(body.plain)
    assert found["version"] == body.version
    return found


def places(columns: dict[str, Any]) -> dict[int, tuple[float, float]]:
    lons, lats = ([value / 1e5 for value in accumulate(columns[name])] for name in ("lon", "lat"))
    return dict(zip(columns["ids"], zip(lons, lats, strict=True), strict=True))


def test_coordinates_come_back_within_half_a_metre_across_regions() -> None:
    given = [(69.250001, 41.310004), (69.1, 41.9), (69.99999, 41.00001), (60.5, 41.5), (-0.00001, 0.0)]
    regions = ["UZ-TK", "UZ-TO", "UZ-TK", "UZ-SA", "UZ-SA"]
    cameras = [
        CameraFactory(lonlat=lonlat, region__code=code) for lonlat, code in zip(given, regions, strict=True)
    ]
    found = places(read(EVERYTHING))
    assert len(found) == len(given)
    for camera, lonlat in zip(cameras, given, strict=True):
        assert found[camera.pk] == pytest.approx(lonlat, abs=0.6e-5)


def test_status_kind_and_region_are_places_in_the_legend() -> None:
    CameraFactory(status="offline", kind="ptz", region__code="UZ-TO")
    CameraFactory(status="online", kind="face")
    columns = read(EVERYTHING)
    assert [columns["statuses"][n] for n in columns["status"]] == ["online", "offline"]
    assert [columns["kinds"][n] for n in columns["kind"]] == ["face", "ptz"]
    assert [columns["regions"][n] for n in columns["region"]] == ["UZ-TK", "UZ-TO"]


def test_every_status_and_kind_has_its_place() -> None:
    for number, status in enumerate(CameraStatus.values):
        CameraFactory(status=status, lonlat=(69 + number / 10, 41))
    columns = read(EVERYTHING)
    assert sorted(columns["statuses"][n] for n in columns["status"]) == sorted(CameraStatus.values)


def test_where_cameras_look_is_told_apart_of_those_of_which_it_is_known() -> None:
    looks = CameraFactory(azimuth=90, fov_deg=60, range_m=120)
    wide = CameraFactory(azimuth=0)
    CameraFactory()
    cones = read(EVERYTHING, kept_cones)
    assert cones["ids"] == [looks.pk, wide.pk]
    assert (cones["azimuth"], cones["fov_deg"], cones["range_m"]) == ([90, 0], [60, None], [120, None])


def test_only_cameras_in_use_and_in_scope_are_there() -> None:
    mine, other = CameraFactory(), CameraFactory(region__code="UZ-TO")
    CameraFactory(retired_at=now())
    # Whoever asked before: no answer is another scope's.
    for scope, ids in ((EVERYTHING, {mine.pk, other.pk}), (TASHKENT, {mine.pk}), (REGION, {other.pk})) * 2:
        assert set(read(scope)["ids"]) == ids
        assert set(read(scope)["regions"]) == {
            camera.region_id for camera in (mine, other) if camera.pk in ids
        }
    assert read(NOTHING)["ids"] == []


def test_a_scope_without_cameras_has_empty_columns() -> None:
    columns = read(EVERYTHING)
    names = ("ids", "lon", "lat", "status", "kind", "region", "regions")
    assert all(columns[name] == [] for name in names)
    CameraFactory(retired_at=now())
    assert read(TASHKENT)["ids"] == []


def set_status(camera: Camera) -> None:
    set_camera_status(camera_id=camera.pk, status=CameraStatus.OFFLINE, by=None, at=now())


def move(camera: Camera) -> None:
    Camera.objects.filter(pk=camera.pk).update(location=point(69.5, 41.5))


def retire(camera: Camera) -> None:
    Camera.objects.filter(pk=camera.pk).update(retired_at=now())


def rebuild(camera: Camera) -> None:
    Camera.objects.filter(pk=camera.pk).update(kind="ptz")


def give_away(camera: Camera) -> None:
    Camera.objects.filter(pk=camera.pk).update(region="UZ-TO")


def fail_all(camera: Camera) -> None:
    Camera.objects.update(status="offline")


def fail_and_move(camera: Camera) -> None:
    Camera.objects.filter(pk=camera.pk).update(status="offline", location=point(69.5, 41.5))


def add(camera: Camera) -> None:
    CameraFactory(lonlat=(69.7, 41.7))


def replace(camera: Camera) -> None:
    CameraFactory(lonlat=(69.24, 41.3))
    retire(camera)


@pytest.mark.parametrize(
    "act", [set_status, move, retire, rebuild, give_away, fail_all, fail_and_move, add, replace]
)
def test_after_any_change_the_kept_columns_are_those_that_a_new_process_makes(
    act: Callable[[Camera], None],
) -> None:
    RegionFactory(code="UZ-TO")
    for number in range(4):
        CameraFactory(lonlat=(69.2 + number / 100, 41.3), region__code="UZ-TO" if number == 3 else "UZ-TK")
    before = [read(scope) for scope in (TASHKENT, REGION, EVERYTHING)]
    act(Camera.objects.filter(region="UZ-TK").order_by("pk")[0])
    after = [read(scope) for scope in (TASHKENT, REGION, EVERYTHING)]
    assert after == [read(scope, Kept(CAMERAS)) for scope in (TASHKENT, REGION, EVERYTHING)]
    assert after[0]["version"] != before[0]["version"]
    assert after[2]["version"] != before[2]["version"]


def test_a_change_that_no_column_shows_makes_nothing_anew(django_assert_num_queries: Any) -> None:
    camera = CameraFactory()
    first = kept_cameras.body(TASHKENT)
    Camera.objects.filter(pk=camera.pk).update(name="another", address="elsewhere")
    with django_assert_num_queries(1):
        assert kept_cameras.body(TASHKENT) is first


def test_what_is_as_it_was_has_the_version_that_it_had() -> None:
    camera = CameraFactory(status="online")
    first = kept_cameras.body(TASHKENT).version
    for status in ("offline", "online"):
        Camera.objects.filter(pk=camera.pk).update(status=status)
    assert kept_cameras.body(TASHKENT).version == first


def test_a_change_of_one_region_reads_no_other(django_assert_num_queries: Any) -> None:
    camera = CameraFactory()
    for code in ("UZ-TO", "UZ-SA"):
        CameraFactory(region__code=code)
    kept_cameras.body(EVERYTHING)
    Camera.objects.filter(pk=camera.pk).update(status="offline")
    # Stamps, a savepoint and its end, stamps again as of one moment, and one region's health.
    with django_assert_num_queries(5) as seen:
        kept_cameras.body(EVERYTHING)
    assert seen.captured_queries[3]["sql"].count("ST_X") == 0
    with django_assert_num_queries(1):
        kept_cameras.body(EVERYTHING)


def test_health_leaves_the_cones_as_they_are(django_assert_num_queries: Any) -> None:
    camera = CameraFactory(azimuth=10)
    first = kept_cones.body(EVERYTHING)
    Camera.objects.filter(pk=camera.pk).update(status="offline")
    with django_assert_num_queries(1):
        assert kept_cones.body(EVERYTHING) is first
    Camera.objects.filter(pk=camera.pk).update(azimuth=11)
    assert read(EVERYTHING, kept_cones)["azimuth"] == [11]


def test_a_thousand_cameras_in_any_order_are_all_there() -> None:
    region = RegionFactory(code="UZ-TK")
    made = Camera.objects.bulk_create(
        CameraFactory.build(region=region, lonlat=(69 + n * 7919 % 1000 / 1000, 41 + n * 104729 % 997 / 1000))
        for n in range(1000)
    )
    found = places(read(TASHKENT))
    for camera in made:
        assert found[camera.pk] == pytest.approx(camera.location.coords, abs=0.6e-5)
