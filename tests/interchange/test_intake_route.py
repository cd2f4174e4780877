"""The three addresses as bare ASGI routes, on a real server and database."""

import base64
import http.client
import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from apps.core.clock import iso, now
from apps.inspectors.actions import give_secret
from apps.inspectors.models import Device, LatestPosition, Position, Unit
from tests.accounts.factories import ApiClientFactory, key_of
from tests.inspectors.factories import DeviceFactory, InspectorFactory
from tests.server import PortalServer

pytestmark = pytest.mark.django_db(transaction=True)


class Caller:
    """Asks the server; one connection, kept."""

    def __init__(self, server: PortalServer) -> None:
        self.host = urlsplit(server.url).netloc
        self.connection = http.client.HTTPConnection(self.host, timeout=20)

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, bytes, Any]:
        sent = body if body is None or isinstance(body, bytes | str) else json.dumps(body)
        self.connection.request(method, path, sent, headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read(), answer.headers

    def close(self) -> None:
        self.connection.close()


@pytest.fixture
def ask(portal_server: PortalServer) -> Iterator[Caller]:
    with closing(Caller(portal_server)) as caller:
        yield caller


def osmand(**fields: Any) -> str:
    return "/intake/osmand/?" + urlencode(
        {"id": "a", "lat": 41.3, "lon": 69.2, "timestamp": int(now().timestamp())} | fields
    )


def test_osmand_by_query_form_and_json(ask: Caller) -> None:
    DeviceFactory(identifier="a")
    at = int(now().timestamp())
    assert ask("GET", osmand(speed=10, timestamp=at))[:2] == (200, b"")
    assert LatestPosition.objects.get().speed_mps == pytest.approx(5.1444, abs=1e-3)
    form = urlencode({"id": "a", "lat": 41.4, "lon": 69.2, "timestamp": (at + 1) * 1000})
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert ask("POST", "/intake/osmand", form, **kind)[0] == 200
    assert ask("POST", osmand(timestamp=at + 2), "")[0] == 200
    location = {
        "timestamp": iso(now()),
        "coords": {"latitude": 41.5, "longitude": 69.2, "speed": 3, "heading": -1},
    }
    assert ask("POST", "/intake/osmand/", {"device_id": "a", "location": location})[0] == 200
    assert Position.objects.count() == 4
    assert ask("GET", osmand(lat=91))[:2] == (400, b"invalid_location")
    assert ask("GET", osmand(timestamp="1999-01-01"))[0] == 400
    assert ask("GET", osmand(id="nobody"))[0] == 404
    assert ask("GET", "/intake/osmand/")[0] == 400
    assert ask("PUT", osmand())[0] == 405
    assert ask("POST", "/intake/osmand/", b"x" * 70_000)[0] == 413


def test_off_duty_revoked_and_retired_hold_from_the_next_position_on(ask: Caller) -> None:
    device = DeviceFactory(identifier="a")
    assert ask("GET", osmand(timestamp=int(now().timestamp()) - 9))[0] == 200
    Unit.objects.update(status="off_duty")
    assert ask("GET", osmand(timestamp=int(now().timestamp()) - 8))[0] == 200
    assert Position.objects.count() == 1
    Unit.objects.update(status="available")
    Device.objects.update(is_revoked=True)
    assert ask("GET", osmand(timestamp=int(now().timestamp()) - 7))[0] == 404
    Device.objects.update(is_revoked=False, identifier="b")
    assert ask("GET", osmand(timestamp=int(now().timestamp()) - 6))[0] == 404
    assert ask("GET", osmand(id="b", timestamp=int(now().timestamp()) - 5))[0] == 200
    Unit.objects.filter(pk=device.unit_id).update(retired_at=now())
    assert ask("GET", osmand(id="b"))[0] == 404
    assert Position.objects.count() == 2


def test_many_phones_at_once_are_each_stored_once(portal_server: PortalServer) -> None:
    names = [f"p{n}" for n in range(40)]
    for name in names:
        DeviceFactory(identifier=name)
    at = int(now().timestamp()) - 100

    def phone(name: str) -> list[int]:
        with closing(Caller(portal_server)) as ask:
            return [
                ask("GET", osmand(id=name, timestamp=at + n, lat=40 + n / 10))[0] for n in (0, 2, 1, 2, 3, 0)
            ]

    with ThreadPoolExecutor(40) as threads:
        assert {status for answers in threads.map(phone, names) for status in answers} == {200}
    assert Position.objects.count() == 4 * len(names)
    assert set(LatestPosition.objects.values_list("at__minute", "at__second")) == {
        ((at + 3) // 60 % 60, (at + 3) % 60)
    }
    assert {round(place.y, 6) for place in LatestPosition.objects.values_list("location", flat=True)} == {
        40.3
    }


def basic(key: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"a:{key}".encode()).decode()}


def test_owntracks_with_a_key_that_is_withdrawn(ask: Caller) -> None:
    DeviceFactory(identifier="anvar/tablet")
    DeviceFactory(identifier="far/tablet", unit__region__code="UZ-TO")
    client = ApiClientFactory(scopes=["positions:write"])
    key = key_of(client)
    pub = "/intake/owntracks/pub?u=anvar&d=tablet"

    def location(second: int) -> dict[str, Any]:
        return {
            "_type": "location",
            "lat": 41.3,
            "lon": 69.2,
            "tst": int(now().timestamp()) - second,
            "vel": 36,
        }

    assert ask("POST", pub, location(9))[0] == 401
    assert ask("POST", pub, location(9), **basic("sc_wrong"))[0] == 401
    assert ask("POST", pub, location(9), **basic(key_of(ApiClientFactory(scopes=["units:read"]))))[0] == 403
    for _ in range(2):
        assert ask("POST", pub, location(8), **basic(key))[:2] == (200, b"[]")
    assert ask("POST", pub, "", **basic(key))[:2] == (200, b"[]")
    assert ask("POST", pub, {"_type": "lwt"}, **basic(key))[:2] == (200, b"[]")
    assert ask("POST", pub, {"_type": "location"}, **basic(key))[0] == 400
    assert ask("POST", pub.replace("anvar", "far"), location(7), **basic(key))[0] == 404
    headers = basic(key) | {"X-Limit-U": "anvar", "X-Limit-D": "tablet"}
    assert ask("POST", "/intake/owntracks/pub/", location(6), **headers)[0] == 200
    assert LatestPosition.objects.get().speed_mps == 10
    client.keys.update(revoked_at=now())
    assert ask("POST", pub, location(5), **basic(key))[0] == 401
    assert ask("POST", pub, location(4), **basic(key))[0] == 401
    assert ask("GET", pub, **basic(key))[0] == 405


def test_a_secret_of_a_device_holds_until_it_is_replaced_or_the_device_revoked(ask: Caller) -> None:
    device, other = DeviceFactory(identifier="phone-1"), DeviceFactory(identifier="anvar/tablet")
    pub, second = "/intake/owntracks/pub?u=anvar&d=tablet", int(now().timestamp())

    def send(secret: str, minus: int) -> int:
        fix = {"_type": "location", "lat": 41.3, "lon": 69.2, "tst": second - minus}
        return ask("POST", pub, fix, **basic(secret))[0]

    old = give_secret(device_id=device.pk, by=None, at=now())
    assert [send(old, minus) for minus in (9, 8)] == [200, 200]
    assert send("sd_wrong", 8) == 401
    new = give_secret(device_id=device.pk, by=None, at=now())
    assert [send(old, 7), send(old, 7), send(new, 7)] == [401, 401, 200]
    Device.objects.filter(pk=device.pk).update(identifier="phone-2")
    assert [send(new, 6), send(new, 6)] == [404, 200]
    Device.objects.filter(pk=device.pk).update(is_revoked=True)
    assert [send(new, 5), send(new, 5)] == [404, 404]
    assert Position.objects.filter(device=device).count() == 4
    assert not Position.objects.filter(device=other).exists()


def test_what_somebody_off_duty_carries_is_taken_at_no_address_but_for_an_sos(ask: Caller) -> None:
    device = DeviceFactory(identifier="anvar/tablet", inspector=InspectorFactory(), is_resting=True)
    key = key_of(ApiClientFactory(scopes=["positions:write"]))
    pub, second = "/intake/owntracks/pub?u=anvar&d=tablet", int(now().timestamp())

    def send(minus: int) -> list[int]:
        fix = {"lat": 41.3, "lon": 69.2}
        row = fix | {"device": "anvar/tablet", "at": iso(now())}
        return [
            ask("GET", osmand(id="anvar/tablet", timestamp=second - minus))[0],
            ask("POST", pub, fix | {"_type": "location", "tst": second - minus - 1}, **basic(key))[0],
            ask("POST", "/intake/positions/", [row], Authorization=f"Api-Key {key}")[0],
        ]

    assert send(9) == [200, 200, 200]
    assert not Position.objects.exists()
    Unit.objects.filter(pk=device.unit_id).update(has_sos=True)
    assert send(6) == [200, 200, 200]
    assert Position.objects.count() == 3


def test_batches_name_each_row_that_cannot_be_taken(ask: Caller) -> None:
    DeviceFactory(identifier="a")
    DeviceFactory(identifier="off", unit__status="off_duty")
    DeviceFactory(identifier="far", unit__region__code="UZ-TO")
    client = ApiClientFactory(scopes=["positions:write"])
    key = {"Authorization": f"Api-Key {key_of(client)}"}
    row = {"at": iso(now()), "lon": 69.2, "lat": 41.3}
    sent = [row | {"device": name} for name in ("a", "off", "far", "nobody")] + [7, row]
    status, body, headers = ask("POST", "/intake/positions/", sent, **key)
    assert (status, headers["Content-Type"]) == (200, "application/json")
    assert json.loads(body) == {
        "accepted": 1,
        "dropped": [{"index": 1, "code": "off_duty"}],
        "rejected": [
            {"index": 2, "code": "unknown_device"},
            {"index": 3, "code": "unknown_device"},
            {"index": 4, "code": "invalid"},
            {"index": 5, "code": "invalid_device"},
        ],
    }
    assert json.loads(ask("POST", "/intake/positions/", [], **key)[1])["accepted"] == 0
    for body_sent, expected in ((b"{}", 400), (b"[{", 400), (b"[" * 40, 400), (b"[0," * 10_000 + b"0]", 400)):
        assert ask("POST", "/intake/positions/", body_sent, **key)[0] == expected
    assert ask("POST", "/intake/positions/", [0] * 10_001, **key)[0] == 413
    assert json.loads(ask("POST", "/intake/positions/", [])[1])["code"] == "not_authenticated"
    client.regions.clear()
    assert json.loads(ask("POST", "/intake/positions/", sent[:1], **key)[1])["accepted"] == 0
    client.scopes = ["units:read"]
    client.save()
    status, body, _ = ask("POST", "/intake/positions/", sent[:1], **key)
    assert (status, json.loads(body)["code"]) == (403, "permission_denied")


def test_a_server_that_stops_has_stored_what_it_answered(transactional_db: None) -> None:
    from tests.server import serving

    DeviceFactory(identifier="a")
    with serving() as server:
        parts = urlsplit(server.url)
        with socket.create_connection((parts.hostname, parts.port), 20) as phone:
            phone.sendall(f"GET {osmand()} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode())
            assert phone.recv(100).startswith(b"HTTP/1.1 200")
    assert Position.objects.count() == 1
