"""OsmAnd and Traccar Client: positions by query, form and JSON."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from math import isfinite
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.core.clock import now
from apps.inspectors import distress
from apps.inspectors.api.readings import BadRow
from apps.inspectors.models import LatestPosition, Position
from apps.inspectors.positions import Reading
from apps.interchange.osmand.reading import reading_of_request
from apps.interchange.osmand.translate import (
    NoFix,
    NotAPosition,
    fields_of,
    reading_of_fields,
    reading_of_json,
)
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
        "2026-10-01T12:00:00 05:00",
        "2026-10-01T07:00:00.000",
        "1790838000.0",
        " 1790838000 ",
    ],
)
def test_a_time_is_seconds_milliseconds_or_iso(stamp: str) -> None:
    assert reading_of_fields(query(timestamp=stamp), at=AT).at == AT


def test_without_a_time_it_is_now() -> None:
    given = query()
    del given["timestamp"]
    assert reading_of_fields(given, at=AT).at == AT


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
        {"lat": "90.0001"}, {"lon": "-180.1"}, {"lat": "inf"}, {"timestamp": "1"}, {"timestamp": "-5"},
        {"timestamp": "1999-12-31T23:59:59Z"}, {"timestamp": "infinity"}, {"id": "x" * 81}, {"speed": "fast"},
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


FIELDS = [
    "id",
    "deviceid",
    "lat",
    "lon",
    "location",
    "timestamp",
    "speed",
    "bearing",
    "valid",
    "mock",
    "alarm",
]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(ANYTHING)
def test_any_json_is_a_position_or_refused(body: Any) -> None:
    with suppress(NotAPosition, BadRow):
        assert_possible(reading_of_json(body, at=AT))


@given(
    st.dictionaries(
        st.sampled_from(FIELDS), st.text(max_size=30) | st.floats().map(str) | st.integers().map(str)
    )
)
def test_any_fields_are_a_position_or_refused(fields: dict[str, str]) -> None:
    with suppress(NotAPosition, BadRow, NoFix):
        assert_possible(reading_of_fields(fields, at=AT))


KINDS = st.sampled_from(["", "application/json", "multipart/form-data; boundary=x", "multipart/form-data"])


@given(st.binary(max_size=200), st.binary(max_size=200), KINDS)
def test_any_bytes_are_a_position_or_refused(query: bytes, body: bytes, kind: str) -> None:
    with suppress(NotAPosition, BadRow, NoFix):
        assert_possible(reading_of_request(query, body, kind, at=AT))


@given(
    lat=st.floats(-90, 90), lon=st.floats(-180, 180), speed=st.floats(0, 100), bearing=st.floats(0, 359.9),
    stamp=st.integers(946_684_800, int(AT.timestamp()) + 25 * 3600),
)  # fmt: skip
def test_what_a_phone_says_is_what_is_read(
    lat: float, lon: float, speed: float, bearing: float, stamp: int
) -> None:
    fields = {"id": "a", "lat": repr(lat), "lon": repr(lon), "timestamp": str(stamp), "speed": repr(speed)}
    read = reading_of_request(urlencode(fields | {"bearing": repr(bearing)}).encode(), b"", "", at=AT)
    assert (read.device, read.lat, read.lon, read.heading) == ("a", lat, lon, bearing)
    assert read.speed_mps == pytest.approx(speed * 1852 / 3600)
    assert read.at.timestamp() == stamp
    in_millis = reading_of_fields(fields | {"timestamp": str(stamp * 1000)}, at=AT)
    # before March 1973 milliseconds look like seconds, and no fix is as old as that
    assert in_millis.at == read.at


def assert_possible(reading: Reading) -> None:
    """The database takes it."""
    assert abs(reading.lat) <= 90
    assert abs(reading.lon) <= 180
    assert 2000 <= reading.at.astimezone(UTC).year <= 2026
    assert reading.at - AT <= timedelta(hours=25)
    assert reading.device.encode()
    assert "\x00" not in reading.device
    for measure in (reading.speed_mps, reading.heading, reading.accuracy_m, reading.battery):
        assert measure is None or isfinite(measure)


def test_of_a_repeated_field_the_last_counts() -> None:
    read = reading_of_request(b"id=a&lat=1&lat=2&lon=3&id=b", b"", "", at=AT)
    assert (read.device, read.lat) == ("b", 2)


def test_minus_one_is_unknown() -> None:
    read = reading_of_fields(query(speed="-1", bearing="-1", accuracy="-1", batt="-1"), at=now())
    assert (read.speed_mps, read.heading, read.accuracy_m, read.battery) == (None, None, None, None)


def test_a_phone_without_a_fix_is_heard_and_nothing_is_stored(phone: Client) -> None:
    assert phone.get(ADDRESS, query(valid="false")).status_code == 200
    assert not Position.objects.exists()


def test_a_made_up_place_is_kept_and_moves_nobody(phone: Client) -> None:
    assert phone.get(ADDRESS, query(mock="true")).status_code == 200
    assert Position.objects.get().is_mock
    assert not LatestPosition.objects.exists()
    assert reading_of_json(
        {"device_id": 7, "location": {"mock": True, "coords": {"latitude": 1, "longitude": 2}}}, at=AT
    ).is_mock


def test_a_call_for_help_is_passed_on_once_for_each_position(phone: Client, monkeypatch: Any) -> None:
    heard: list[str] = []
    monkeypatch.setattr(distress, "_answers", [lambda reading, at: heard.append(reading.device)])
    sent = query(alarm="sos")
    assert [phone.get(ADDRESS, sent).status_code for _ in range(2)] == [200, 200]
    assert heard == ["356789"]
    location = {"coords": {"latitude": 1, "longitude": 2}}
    for said in (
        {"location": location, "alarm": "sos"},
        {"location": location | {"alarm": "sos"}},
        {"location": location | {"extras": {"alarm": "sos"}}},
    ):
        assert reading_of_json(said | {"device_id": "a"}, at=AT).is_sos


@given(
    st.lists(st.tuples(st.sampled_from(["id", "lat", "", "x"]), st.text("abc1.-_~:", max_size=5)), min_size=1)
)
def test_a_query_without_escapes_is_read_as_any_other(pairs: list[tuple[str, str]]) -> None:
    plain = "&".join(f"{name}={value}" for name, value in pairs)
    read = fields_of(plain)
    assert {name: value for name, value in read.items() if name} == {
        name: value for name, value in fields_of(f"{plain}&%").items() if name not in {"", "%"}
    }
