"""Admins keep the cameras of their regions, on a map and as a table."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from apps.accounts.roles import Role
from apps.cameras.models import Camera
from apps.live.models import Event, RegionFeed
from tests.accounts.factories import UserFactory
from tests.cameras.factories import CameraFactory

pytestmark = pytest.mark.django_db
HEAD = "region,code,name,kind,lon,lat,district,address,azimuth,fov_deg,range_m"


@pytest.fixture
def admin(browser_of: Callable[[Any], Client]) -> Client:
    return browser_of(UserFactory(role=Role.ADMIN))


def import_rows(admin: Client, *lines: str) -> Any:
    """Upload, look at the preview, and confirm it if the preview offers that."""
    file = SimpleUploadedFile("cameras.csv", "\n".join((HEAD, *lines)).encode(), content_type="text/csv")
    preview = admin.post("/admin/cameras/camera/import/", {"format": "1", "import_file": file})
    form = preview.context.get("confirm_form")
    if form is None:
        return preview
    given = {name: value for name, value in form.initial.items() if value is not None}
    return admin.post("/admin/cameras/camera/process_import/", given, follow=True)


def test_pages_open(admin: Client) -> None:
    camera = CameraFactory()
    for page in (
        "camera/",
        "camera/?q=amir",
        "camera/add/",
        f"camera/{camera.pk}/change/",
        "camerastatusentry/",
    ):
        assert admin.get(f"/admin/cameras/{page}").status_code == 200


def test_a_camera_is_placed_by_geojson_and_told_to_the_screens(admin: Client) -> None:
    camera = CameraFactory()
    form = {
        "code": "A-1", "name": "Chorsu", "kind": "ptz", "region": "UZ-TK", "district": "", "address": "",
        "location": '{"type":"Point","coordinates":[69.5,41.5]}', "azimuth": "10", "fov_deg": "", "range_m": "",
    }  # fmt: skip
    answer = admin.post(f"/admin/cameras/camera/{camera.pk}/change/", form)
    assert answer.status_code == 302, answer.context["errors"]
    camera.refresh_from_db()
    assert (camera.location.coords, camera.kind) == ((69.5, 41.5), "ptz")
    assert Event.objects.get().kind == "camera.changed"


@pytest.mark.parametrize("place", ["", "nonsense", '{"type":"Point","coordinates":[200,41]}'])
def test_a_camera_without_a_place_is_refused(admin: Client, place: str) -> None:
    form = {"code": "A-1", "name": "x", "kind": "ptz", "region": "UZ-TK", "location": place}
    assert admin.post("/admin/cameras/camera/add/", form).status_code == 200
    assert not Camera.objects.exists()


def test_cameras_come_from_a_table(admin: Client) -> None:
    old = CameraFactory(code="A-1", name="Old", azimuth=5)
    import_rows(
        admin, "UZ-TK,A-1,New,face,69.3,41.2,,,90,60,120", "UZ-TK,A-2,Second,plate,69.4,41.3,,Chorsu 1,,,"
    )
    old.refresh_from_db()
    assert (old.name, old.kind, old.location.coords, old.azimuth) == ("New", "face", (69.3, 41.2), 90)
    new = Camera.objects.get(code="A-2")
    assert (new.location.coords, new.azimuth, new.status) == ((69.4, 41.3), None, "unknown")
    assert set(Camera.objects.matching("chorsu")) == {new}
    assert Event.objects.filter(kind="camera.changed").count() == 2


def test_the_same_table_again_changes_nothing(admin: Client) -> None:
    for _ in range(2):
        import_rows(admin, "UZ-TK,A-1,One,face,69.3,41.2,,,90,60,120")
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    "row",
    [
        "UZ-TK,A-1,One,face,x,41.2,,,,,",
        "UZ-TK,A-1,One,face,269.3,41.2,,,,,",
        "UZ-TK,A-1,One,face,nan,41.2,,,,,",
        "UZ-TK,A-1,One,telescope,69.3,41.2,,,,,",
        "UZ-TK,A-1,One,face,69.3,41.2,,,400,,",
        "UZ-TO,A-1,One,face,70.3,41.2,,,,,",
        "XX,A-1,One,face,70.3,41.2,,,,,",
    ],
)
def test_a_table_with_a_bad_row_stores_nothing(admin: Client, row: str) -> None:
    CameraFactory(region__code="UZ-TO", code="T")
    answer = import_rows(admin, "UZ-TK,A-0,Good,face,69.3,41.2,,,,,", row)
    assert answer.status_code == 200
    assert set(Camera.objects.values_list("code", flat=True)) == {"T"}


def test_a_table_of_many_makes_every_screen_load_anew(admin: Client) -> None:
    CameraFactory()
    epoch = RegionFeed.objects.get(region="UZ-TK").epoch
    import_rows(admin, *[f"UZ-TK,B-{n},Row {n},overview,69.3,41.2,,,,," for n in range(101)])
    assert Camera.objects.count() == 102
    assert RegionFeed.objects.get(region="UZ-TK").epoch != epoch
    assert not Event.objects.exists()


def test_cameras_are_taken_out_of_use_and_put_back(admin: Client) -> None:
    camera = CameraFactory()
    for action, retired in (("retire", True), ("reinstate", False)):
        admin.post("/admin/cameras/camera/", {"action": action, "_selected_action": [camera.pk]})
        camera.refresh_from_db()
        assert (camera.retired_at is not None) == retired


def test_cameras_of_other_regions_are_neither_seen_nor_exported(admin: Client) -> None:
    CameraFactory(code="MINE-1")
    CameraFactory(code="THEIRS-1", region__code="UZ-TO")
    assert "THEIRS-1" not in admin.get("/admin/cameras/camera/").content.decode()
    given = {"format": "1", "cameraresource_code": "on", "cameraresource_lon": "on"}
    text = admin.post("/admin/cameras/camera/export/", given).content.decode()
    assert "MINE-1" in text
    assert "69.25" in text
    assert "THEIRS-1" not in text
