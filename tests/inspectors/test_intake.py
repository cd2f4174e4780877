"""`POST /intake/positions/`: what can be stored is, and each row that cannot is named."""

from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from apps.core.clock import iso, now
from apps.inspectors.models import LatestPosition, Position
from tests.accounts.factories import ApiClientFactory, UserFactory, key_of
from tests.inspectors.factories import DeviceFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/intake/positions/"


@pytest.fixture
def tracker(api: APIClient) -> APIClient:
    key = key_of(ApiClientFactory(scopes=["positions:write"]))
    api.credentials(HTTP_AUTHORIZATION=f"Api-Key {key}")
    return api


def row(**fields: Any) -> dict[str, Any]:
    return {"device": "a", "at": iso(now()), "lon": 69.2, "lat": 41.3} | fields


def test_positions_are_stored_before_the_answer(tracker: APIClient) -> None:
    device = DeviceFactory(identifier="a")
    sent = row(speed_mps=3.5, heading=361, accuracy_m=8, battery=77)
    answer = tracker.post(ADDRESS, [sent], format="json")
    assert (answer.status_code, answer.json()) == (200, {"accepted": 1, "dropped": [], "rejected": []})
    latest = LatestPosition.objects.get(unit=device.unit)
    assert (latest.speed_mps, latest.heading, latest.accuracy_m, latest.battery) == (3.5, 1, 8, 77)


def test_rows_that_cannot_be_taken_are_named_and_the_rest_is_stored(tracker: APIClient) -> None:
    DeviceFactory(identifier="a")
    DeviceFactory(identifier="off", unit__status="off_duty")
    DeviceFactory(identifier="foreign", unit__region__code="UZ-TO")
    bad = [
        (row(lon=181), "invalid_location"),
        (row(lat="41.3"), "invalid_location"),
        (row(lon=True), "invalid_location"),
        (row(lat=None), "invalid_location"),
        (row(lon=10**400), "invalid_location"),
        (row(at="yesterday"), "invalid_at"),
        (row(at="1999-12-31T23:59:59Z"), "invalid_at"),
        (row(at="0001-01-01T00:00:00+14:00"), "invalid_at"),
        (row(at=1_700_000_000), "invalid_at"),
        (row(at="9999-12-31T23:59:59-14:00"), "at_in_future"),
        (row(at=iso(now() + timedelta(days=2))), "at_in_future"),
        (row(device=""), "invalid_device"),
        (row(device="a\x00b"), "invalid_device"),
        (row(device="  "), "invalid_device"),
        (row(device="x" * 81), "invalid_device"),
        (row(device=7), "invalid_device"),
        ("nonsense", "invalid"),
        (None, "invalid"),
        (row(device="nobody"), "unknown_device"),
        (row(device="foreign"), "unknown_device"),
    ]
    dropped = [
        row(device="off"),
        row(at=iso(now() - timedelta(days=400))),
        row(at="2001-01-01T00:00:00+14:00"),
    ]
    rows = [*[sent for sent, _ in bad], row(), *dropped]
    answer = tracker.post(ADDRESS, rows, format="json")
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert told["rejected"] == [{"index": n, "code": code} for n, (_, code) in enumerate(bad)]
    assert told["accepted"] == 1
    assert [drop["code"] for drop in told["dropped"]] == ["off_duty", "too_old", "too_old"]
    assert Position.objects.count() == 1


def test_a_measure_that_cannot_be_true_is_left_out_and_the_position_counts(tracker: APIClient) -> None:
    DeviceFactory(identifier="a")
    tracker.post(ADDRESS, [row(speed_mps=-1, battery=300, accuracy_m="x", heading=None)], format="json")
    stored = Position.objects.get()
    assert (stored.speed_mps, stored.battery, stored.accuracy_m, stored.heading) == (None, None, None, None)


@pytest.mark.parametrize("body", ["{}", '"x"', "7", "null"])
def test_what_is_no_list_is_refused(tracker: APIClient, body: str) -> None:
    answer = tracker.post(ADDRESS, body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_broken_json_is_refused(tracker: APIClient) -> None:
    assert tracker.post(ADDRESS, "[{", content_type="application/json").status_code == 400


def test_too_many_at_once_are_refused(tracker: APIClient) -> None:
    assert tracker.post(ADDRESS, [None] * 10_001, format="json").status_code == 413


def test_an_empty_list_is_no_mistake(tracker: APIClient) -> None:
    assert tracker.post(ADDRESS, [], format="json").json()["accepted"] == 0


def test_only_a_key_with_the_scope_may_send(api: APIClient) -> None:
    assert api.post(ADDRESS, [], format="json").status_code == 401
    key = key_of(ApiClientFactory(scopes=["units:read"]))
    api.credentials(HTTP_AUTHORIZATION=f"Api-Key {key}")
    assert api.post(ADDRESS, [], format="json").status_code == 403


def test_a_session_is_no_key(api: APIClient) -> None:
    api.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")
    assert api.post(ADDRESS, [], format="json").status_code == 401


def test_a_time_without_a_zone_is_in_utc(tracker: APIClient) -> None:
    DeviceFactory(identifier="a")
    at = now().replace(microsecond=0)
    sent = [row(at=at.replace(tzinfo=None).isoformat())]
    assert tracker.post(ADDRESS, sent, format="json").json()["accepted"] == 1
    assert Position.objects.get().at == at


def test_a_made_up_place_is_kept_and_moves_nobody(tracker: APIClient) -> None:
    DeviceFactory(identifier="a")
    assert tracker.post(ADDRESS, [row(mock=True)], format="json").json()["accepted"] == 1
    assert Position.objects.get().is_mock
    assert not LatestPosition.objects.exists()
