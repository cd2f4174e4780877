"""The cameras near an incident."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from apps.core.clock import now
from apps.core.geo import point
from tests.accounts.factories import UserFactory
from tests.cameras.factories import CameraFactory
from tests.incidents.factories import IncidentFactory

pytestmark = pytest.mark.django_db


def address(incident: Any) -> str:
    return f"/api/v1/incidents/{incident.pk}/nearest-cameras/"


@pytest.fixture
def operator(signed_in: Callable[[Any], APIClient]) -> APIClient:
    return signed_in(UserFactory())


def test_the_nearest_cameras_in_scope_and_in_use_come_with_their_distances(operator: APIClient) -> None:
    incident = IncidentFactory(location=point(69.2, 41.3))
    far, near = CameraFactory(lonlat=(69.21, 41.3)), CameraFactory(lonlat=(69.201, 41.3))
    CameraFactory(lonlat=(69.2, 41.3), retired_at=now())
    CameraFactory(lonlat=(69.2, 41.3), region__code="UZ-TO")
    found = operator.get(address(incident)).json()["results"]
    assert [camera["id"] for camera in found] == [near.pk, far.pk]
    # cos 41.3 degrees of 0.001 and 0.01 degrees on WGS 84.
    assert [camera["distance_m"] for camera in found] == pytest.approx([83.8, 837.6], rel=0.01)
    assert len(operator.get(address(incident) + "?limit=1").json()["results"]) == 1


def test_nothing_is_near_an_incident_without_a_point(operator: APIClient) -> None:
    CameraFactory()
    assert operator.get(address(IncidentFactory(location=None))).json() == {"results": []}


def test_an_incident_of_another_region_is_missing(operator: APIClient) -> None:
    foreign = IncidentFactory(region__code="UZ-TO", location=point(70.2, 41.3))
    assert operator.get(address(foreign)).status_code == 404


@pytest.mark.parametrize("limit", ["0", "51", "x"])
def test_a_limit_that_is_none_is_refused(operator: APIClient, limit: str) -> None:
    answer = operator.get(address(IncidentFactory()) + f"?limit={limit}")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
