"""OsmAnd and Traccar Client: positions by query, form and JSON."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from apps.core.clock import now
from apps.inspectors.models import LatestPosition, Position
from apps.interchange.osmand.translate import NotAPosition, row_of_json, row_of_parameters
from tests.inspectors.factories import DeviceFactory

ADDRESS = "/intake/osmand/"
AT = datetime(2026, 10, 1, 7, tzinfo=UTC)


@pytest.fixture
def phone(db: None) -> Client:
    DeviceFactory(identifier="356789")
    return Client(enforce_csrf_checks=True)


def query(**fields: Any) -> dict[str, Any]:
    return {"id": "356789", "lat": "41.3", "lon": "69.2", "timestamp": str(int(now().timestamp()))} | fields


def test_a_position_in_the_query_is_stored_with_knots_as_metres_a_second(phone: Client) -> None:
    answer = phone.get(
        ADDRESS, query(speed="10", bearing="45", accuracy="6.5", batt="81", altitude="455", hdop="1")
    )
    assert (answer.status_code, answer.content) == (200, b"")
    latest = LatestPosition.objects.get()
    assert latest.location.coords == (69.2, 41.3)
    assert latest.speed_mps == pytest.approx(5.1444, abs=1e-3)
    assert (latest.heading, latest.accuracy_m, latest.battery) == (45, 6.5, 81)


def test_a_form_and_a_posted_query_need_no_token(phone: Client) -> None:
    assert phone.post(ADDRESS, query()).status_code == 200
    address = f"{ADDRESS}?id=356789&lat=41.4&lon=69.3&timestamp={int(now().timestamp())}"
    assert phone.post(address).status_code == 200


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_address_typed_without_its_last_slash_is_the_same(phone: Client, method: str) -> None:
    assert getattr(phone, method)(ADDRESS.removesuffix("/"), query()).status_code == 200
    assert LatestPosition.objects.count() == 1


@pytest.mark.parametrize(
    "stamp",
    [
        "1790838000",
        "1790838000000",
        "2026-10-01T07:00:00Z",
        "2026-10-01 07:00:00",
        "2026-10-01T12:00:00+05:00",
    ],
)
def test_a_time_is_seconds_milliseconds_or_iso(stamp: str) -> None:
    assert row_of_parameters(query(timestamp=stamp), at=AT)["at"] in {
        "2026-10-01T07:00:00+00:00", "2026-10-01T12:00:00+05:00",
    }  # fmt: skip


def test_without_a_time_it_is_now() -> None:
    given = query()
    del given["timestamp"]
    assert row_of_parameters(given, at=AT)["at"] == AT.isoformat()


def test_the_json_of_newer_clients_is_stored(phone: Client) -> None:
    body = {
        "location": {
            "timestamp": now().isoformat(),
            "coords": {"latitude": 41.3, "longitude": 69.2, "accuracy": 5, "speed": 3.2, "heading": -1},
            "is_moving": True,
            "battery": {"level": 0.83, "is_charging": False},
        },
        "device_id": "356789",
    }
    assert phone.post(ADDRESS, body, content_type="application/json").status_code == 200
    latest = LatestPosition.objects.get()
    assert (latest.speed_mps, latest.heading) == (3.2, None)
    assert latest.battery == pytest.approx(83)


@pytest.mark.parametrize(
    "fields",
    [
        {"id": ""}, {"lat": "x"}, {"lat": "91"}, {"lon": "nan"}, {"lon": ""}, {"timestamp": "soon"},
        {"timestamp": "9" * 30}, {"timestamp": "2099-01-01T00:00:00Z"}, {"id": "a\x00"},
    ],
)  # fmt: skip
def test_nonsense_is_refused(phone: Client, fields: dict[str, str]) -> None:
    assert phone.get(ADDRESS, query(**fields)).status_code == 400
    assert not Position.objects.exists()


@pytest.mark.parametrize("body", ["", "{", "[]", "7", "null", "{}", '{"device_id":"356789","location":7}'])
def test_json_that_is_no_position_is_refused(phone: Client, body: str) -> None:
    assert phone.post(ADDRESS, body, content_type="application/json").status_code == 400


def test_an_unknown_device_is_told_so(phone: Client) -> None:
    assert phone.get(ADDRESS, query(id="nobody")).status_code == 404


def test_somebody_off_duty_is_answered_and_not_stored(phone: Client) -> None:
    DeviceFactory(identifier="off", unit__status="off_duty")
    assert phone.get(ADDRESS, query(id="off")).status_code == 200
    assert not Position.objects.exists()


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["location", "coords", "device_id", "timestamp", "latitude", "longitude", "battery", "level", "heading"]
    ), inner, max_size=5),
    max_leaves=12,
)  # fmt: skip


@given(ANYTHING)
def test_any_json_is_a_row_or_refused(body: Any) -> None:
    with suppress(NotAPosition):
        row_of_json(body, at=AT)
