"""The networks in which cameras are asked: who opens them, and what is none."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from apps.accounts.roles import Role
from apps.cameras.models import Camera, CameraNetwork, NetworkNode, Outage
from apps.core.clock import now
from tests.accounts.factories import UserFactory
from tests.cameras.factories import CameraFactory
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db
BrowserOf = Callable[[Any], Client]
ADD = "/admin/cameras/cameranetwork/add/"


def test_a_national_admin_opens_a_network_and_the_trail_tells_who(browser_of: BrowserOf) -> None:
    admin = UserFactory(role=Role.ADMIN, is_national=True)
    answer = browser_of(admin).post(ADD, {"cidr": "10.20.0.0/16", "region": "", "name": "Toshkent"})
    assert answer.status_code == 302, answer.context["errors"]
    network = CameraNetwork.objects.get()
    event = network.events.get()
    assert (event.cidr, event.pgh_label, event.pgh_context.metadata["user"]) == (
        "10.20.0.0/16",
        "insert",
        admin.pk,
    )
    browser_of(admin).post(f"/admin/cameras/cameranetwork/{network.pk}/delete/", {"post": "yes"})
    assert not CameraNetwork.objects.exists()
    assert CameraNetwork.pgh_event_models["delete"].objects.filter(pgh_label="delete").count() == 1


def test_an_admin_of_a_region_sees_its_networks_and_changes_none(browser_of: BrowserOf) -> None:
    RegionFactory(code="UZ-TK")
    mine = CameraNetwork.objects.create(cidr="10.20.0.0/16", region_id="UZ-TK")
    CameraNetwork.objects.create(cidr="10.99.0.0/16")
    client = browser_of(UserFactory(role=Role.ADMIN, regions=["UZ-TK"]))
    page = client.get("/admin/cameras/cameranetwork/").content.decode()
    assert "10.20.0.0/16" in page
    assert "10.99.0.0/16" not in page
    assert client.post(ADD, {"cidr": "10.0.0.0/8", "region": "UZ-TK", "name": ""}).status_code == 403
    change = f"/admin/cameras/cameranetwork/{mine.pk}/change/"
    assert client.post(change, {"cidr": "10.0.0.0/8", "region": "UZ-TK", "name": ""}).status_code == 403
    assert client.post(f"/admin/cameras/cameranetwork/{mine.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(
    "cidr",
    ["10.20.0.1/16", "0.0.0.0/0", "10.0.0.0/7", "::/0", "::ffff:10.0.0.0/104", "camera", "10.0.0.0/33"],
)
def test_what_is_no_range_or_too_wide_is_refused_by_the_form(browser_of: BrowserOf, cidr: str) -> None:
    client = browser_of(UserFactory(role=Role.ADMIN, is_national=True))
    answer = client.post(ADD, {"cidr": cidr, "region": "", "name": ""})
    assert answer.status_code == 200
    assert not CameraNetwork.objects.exists()


@pytest.mark.parametrize("cidr", ["10.0.0.0/7", "2001::/31"])
def test_too_wide_a_network_is_refused_by_the_database(cidr: str) -> None:
    with pytest.raises(IntegrityError, match="camera_network_is_no_wider"), transaction.atomic():
        CameraNetwork.objects.create(cidr=cidr)


def test_a_network_is_there_once_for_a_region_and_once_for_all() -> None:
    RegionFactory(code="UZ-TK")
    CameraNetwork.objects.create(cidr="10.0.0.0/8")
    CameraNetwork.objects.create(cidr="10.0.0.0/8", region_id="UZ-TK")
    with pytest.raises(IntegrityError, match="camera_network_is_unique"), transaction.atomic():
        CameraNetwork.objects.create(cidr="10.0.0.0/8")


def test_a_region_has_its_own_networks_and_those_of_all() -> None:
    for code in ("UZ-TK", "UZ-SA"):
        RegionFactory(code=code)
        CameraNetwork.objects.create(
            cidr="10.20.0.0/16" if code == "UZ-TK" else "10.30.0.0/16", region_id=code
        )
    CameraNetwork.objects.create(cidr="10.99.0.0/16")
    assert CameraNetwork.objects.for_region("UZ-TK").ranges() == ["10.20.0.0/16", "10.99.0.0/16"]


def test_many_cameras_are_hung_on_the_switch_of_their_region_at_once(browser_of: BrowserOf) -> None:
    mine, other = CameraFactory(), CameraFactory(region=RegionFactory(code="UZ-TO"))
    node = NetworkNode.objects.create(code="SW-1", name="Chorsu", region=mine.region)
    admin = browser_of(UserFactory(role=Role.ADMIN, is_national=True))
    chosen = {"action": "hang_on_node", "_selected_action": [mine.pk, other.pk]}
    for code, nodes in (("SW-1", {mine.pk: node.pk, other.pk: None}), ("", {mine.pk: None, other.pk: None})):
        assert admin.post("/admin/cameras/camera/", {**chosen, "node_code": code}).status_code == 302
        assert dict(Camera.objects.values_list("pk", "node")) == nodes


def test_outages_are_read_and_not_written_in_the_admin(browser_of: BrowserOf) -> None:
    camera = CameraFactory()
    outage = Outage.objects.create(
        region=camera.region, camera=camera, cause="timeout", began_at=now(), noticed_at=now()
    )
    admin = browser_of(UserFactory(role=Role.ADMIN, is_national=True))
    assert admin.get("/admin/cameras/outage/").status_code == 200
    assert admin.get(f"/admin/cameras/outage/{outage.pk}/change/").status_code == 200
    assert admin.get("/admin/cameras/outage/add/").status_code == 403
