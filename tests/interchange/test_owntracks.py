"""OwnTracks in HTTP mode."""

import base64
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.core.clock import now
from apps.core.errors import NotFound
from apps.inspectors.actions import DeviceIsRevoked, give_secret, revoke_device
from apps.inspectors.api.readings import BadRow
from apps.inspectors.models import Device, DeviceSecret, LatestPosition, Position
from apps.interchange.owntracks.translate import NotAPosition, reading_of
from tests.accounts.factories import ApiClientFactory, UserFactory, key_of
from tests.inspectors.factories import DeviceFactory
from tests.interchange.test_osmand import assert_possible

pytestmark = pytest.mark.django_db
ADDRESS = "/intake/owntracks/pub?u=anvar&d=tablet"


def basic(key: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"anvar:{key}".encode()).decode()}


@pytest.fixture
def app() -> Client:
    key = key_of(ApiClientFactory(scopes=["positions:write"]))
    return Client(enforce_csrf_checks=True, headers=basic(key))


def location(**fields: Any) -> dict[str, Any]:
    return {"_type": "location", "lat": 41.3, "lon": 69.2, "tst": int(now().timestamp())} | fields


def send(app: Client, body: Any, address: str = ADDRESS, **more: Any) -> Any:
    return app.post(address, body, content_type="application/json", **more)


def test_a_location_is_stored_and_answered_with_an_empty_list(app: Client) -> None:
    DeviceFactory(identifier="anvar/tablet")
    answer = send(app, location(vel=36, cog=270, acc=9, batt=55))
    assert (answer.status_code, answer.json()) == (200, [])
    latest = LatestPosition.objects.get()
    assert (latest.speed_mps, latest.heading, latest.accuracy_m, latest.battery) == (10, 270, 9, 55)


def test_an_address_typed_with_a_last_slash_is_the_same(app: Client) -> None:
    DeviceFactory(identifier="anvar/tablet")
    assert send(app, location(), ADDRESS.replace("pub", "pub/")).status_code == 200
    assert LatestPosition.objects.count() == 1


def test_the_device_may_be_named_in_headers_or_without_a_user(app: Client) -> None:
    DeviceFactory(identifier="anvar/tablet")
    DeviceFactory(identifier="tablet")
    headers = {"X-Limit-U": "anvar", "X-Limit-D": "tablet"}
    assert send(app, location(), "/intake/owntracks/pub", headers=headers).status_code == 200
    assert send(app, location(), "/intake/owntracks/pub?d=tablet").status_code == 200
    assert LatestPosition.objects.count() == 2


@pytest.mark.parametrize("body", [{"_type": "lwt"}, {"_type": "waypoints"}, {}, [], 7])
def test_other_types_are_accepted_and_ignored(app: Client, body: Any) -> None:
    answer = send(app, body)
    assert (answer.status_code, answer.json()) == (200, [])
    assert not Position.objects.exists()


@pytest.mark.parametrize("fields", [{"lat": "41"}, {"tst": None}, {"tst": 1e300}, {"lon": 181}, {"tst": "x"}])
def test_a_location_that_cannot_be_read_is_refused(app: Client, fields: dict[str, Any]) -> None:
    DeviceFactory(identifier="anvar/tablet")
    assert send(app, location(**fields)).status_code == 400


def test_broken_json_is_refused(app: Client) -> None:
    assert app.post(ADDRESS, "{", content_type="application/json").status_code == 400


def test_an_unknown_device_and_one_of_another_region_are_the_same(app: Client) -> None:
    missing = send(app, location())
    DeviceFactory(identifier="anvar/tablet", unit__region__code="UZ-TO")
    foreign = send(app, location())
    assert (missing.status_code, foreign.status_code) == (404, 404)
    assert missing.content == foreign.content


@pytest.mark.parametrize(
    "header", ["", "Basic", "Basic !!!", "Basic " + base64.b64encode(b"a:b").decode(), "Bearer x"]
)
def test_without_a_valid_key_nothing_is_taken(header: str) -> None:
    answer = Client(headers={"Authorization": header}).post(
        ADDRESS, location(), content_type="application/json"
    )
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Basic")


def test_a_key_without_the_scope_is_refused() -> None:
    client = Client(headers=basic(key_of(ApiClientFactory(scopes=["units:read"]))))
    assert send(client, location()).status_code == 403


@pytest.mark.parametrize("body", ["", "  "])
def test_an_empty_body_is_a_friend_who_was_removed(app: Client, body: str) -> None:
    answer = app.post(ADDRESS, body, content_type="application/json")
    assert (answer.status_code, answer.json()) == (200, [])


def phone(device: Device) -> Client:
    secret = give_secret(device_id=device.pk, by=None, at=now())
    return Client(enforce_csrf_checks=True, headers=basic(secret))


def test_a_secret_of_its_own_speaks_for_one_device_whatever_the_app_names() -> None:
    mine, other = DeviceFactory(identifier="phone-1"), DeviceFactory(identifier="anvar/tablet")
    app = phone(mine)
    headers = {"X-Limit-U": "phone-1", "X-Limit-D": "phone"}
    assert send(app, location(), "/intake/owntracks/pub", headers=headers).status_code == 200
    assert send(app, location(tst=int(now().timestamp()) - 9)).status_code == 200
    assert Position.objects.filter(device=mine).count() == 2
    assert not Position.objects.filter(device=other).exists()


def test_a_new_secret_ends_the_old_one_and_a_revoked_device_is_unknown() -> None:
    device = DeviceFactory(identifier="02:42:ac:11")
    old, new = phone(device), phone(device)
    assert send(old, location()).status_code == 401
    assert send(new, location()).status_code == 200
    revoke_device(device_id=device.pk, by=None, at=now())
    assert send(new, location()).status_code == 404
    with pytest.raises(DeviceIsRevoked):
        give_secret(device_id=device.pk, by=None, at=now())
    with pytest.raises(NotFound):
        give_secret(device_id=0, by=None, at=now())


def test_a_secret_is_kept_as_a_hash_and_its_making_in_the_history() -> None:
    device, by = DeviceFactory(), UserFactory()
    secret = give_secret(device_id=device.pk, by=by, at=now())
    row = DeviceSecret.objects.get()
    assert (row.device, row.made_by) == (device, by)
    assert secret not in str(DeviceSecret.objects.values().get())
    give_secret(device_id=device.pk, by=by, at=now())
    events = apps.get_model("inspectors", "DeviceSecretEvent").objects.order_by("pgh_id")
    assert [event.pgh_label for event in events] == ["insert", "delete", "insert"]
    assert not hasattr(events[0], "digest")


def test_an_identifier_with_colons_signs_in_too() -> None:
    device = DeviceFactory(identifier="02:42:ac:11")
    secret = give_secret(device_id=device.pk, by=None, at=now())
    packed = base64.b64encode(f"02:42:ac:11:{secret}".encode()).decode()
    app = Client(headers={"Authorization": f"Basic {packed}"})
    assert send(app, location()).status_code == 200


ANYTHING = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.lists(st.integers())
)
AT = datetime(2026, 10, 1, 7, tzinfo=UTC)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(["lat", "lon", "tst", "vel", "cog", "acc", "batt"]), ANYTHING))
def test_any_location_is_a_position_or_refused(message: dict[str, Any]) -> None:
    with suppress(NotAPosition, BadRow):
        assert_possible(reading_of(message, device="a", at=AT))


def test_minus_one_is_unknown() -> None:
    said = location(vel=-1, cog=-1, acc=-1, batt=-1, tst=AT.timestamp())
    read = reading_of(said, device="a", at=AT)
    assert (read.speed_mps, read.heading, read.accuracy_m, read.battery) == (None, None, None, None)
