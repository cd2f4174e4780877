"""Sensors and readings over HTTP: scope, shapes, and the bare route of readings under a real server."""

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from apps.accounts.actions import issue_key
from apps.accounts.models import ApiClient
from apps.core.clock import now
from apps.sensors.actions import GivenReading, record_readings
from apps.sensors.columns import columns_of
from apps.sensors.intake import WAITING, Gatherer, TooBusy
from apps.sensors.models import Reading
from tests.accounts.factories import UserFactory
from tests.sensors.factories import SensorFactory, ThresholdFactory
from tests.server import PortalServer

pytestmark = pytest.mark.django_db
Signed = Callable[[Any], APIClient]


def key_for(*scopes: str, regions: tuple[str, ...] = ("UZ-TK",)) -> str:
    client = ApiClient.objects.create(name=f"gateway {scopes}", scopes=list(scopes), created_at=now())
    client.regions.set(regions)
    return issue_key(client=client, at=now())[1]


def test_an_operator_sees_the_sensors_of_the_own_region_alone(signed_in: Signed) -> None:
    mine = SensorFactory(code="W-1")
    foreign = SensorFactory(region__code="UZ-TO")
    record_readings(readings=[GivenReading("W-1", now(), 1.5)], by=None, at=now())
    client = signed_in(UserFactory(role="operator", regions=["UZ-TK"]))
    (item,) = client.get("/api/v1/sensors/").json()["results"]
    assert (item["id"], item["status"], item["value"], item["unit"]) == (mine.pk, "ok", 1.5, "m")
    assert client.get(f"/api/v1/sensors/{mine.pk}/").status_code == 200
    missing, hidden = (client.get(f"/api/v1/sensors/{pk}/") for pk in (10**9, foreign.pk))
    assert hidden.status_code == 404
    assert missing.content == hidden.content
    assert client.get("/api/v1/sensors/?status=stale").json()["count"] == 0


def test_columns_are_those_of_the_scope_and_change_with_a_status(signed_in: Signed) -> None:
    sensor = SensorFactory(lonlat=(69.25, 41.31))
    SensorFactory(region__code="UZ-TO")
    client = signed_in(UserFactory(role="operator", regions=["UZ-TK"]))
    first = client.get("/api/v1/sensors/columns/")
    told = first.json()
    assert (told["ids"], told["lon"], told["lat"]) == ([sensor.pk], [6925000], [4131000])
    assert told["statuses"][told["status"][0]] == "unknown"
    again = client.get("/api/v1/sensors/columns/", HTTP_IF_NONE_MATCH=first["ETag"])
    assert again.status_code == 304
    record_readings(readings=[GivenReading(sensor.code, now(), 1.5)], by=None, at=now())
    told = client.get("/api/v1/sensors/columns/", HTTP_IF_NONE_MATCH=first["ETag"]).json()
    assert told["statuses"][told["status"][0]] == "ok"
    assert columns_of(UserFactory(role="operator", regions=["UZ-TK"]).scope).version == told["version"]


def test_a_series_has_the_unit_and_the_limits(signed_in: Signed) -> None:
    sensor = SensorFactory()
    ThresholdFactory(kind=sensor.kind, limit=4, level=2)
    at = now()
    record_readings(readings=[GivenReading(sensor.code, at, 1.5)], by=None, at=at)
    client = signed_in(UserFactory(role="operator", regions=["UZ-TK"]))
    asked = {"from": (at - timedelta(hours=1)).isoformat(), "to": (at + timedelta(hours=1)).isoformat()}
    told = client.get(f"/api/v1/sensors/{sensor.pk}/series/", asked).json()
    assert (told["unit"], told["mean"], told["thresholds"][0]["limit"]) == ("m", [1.5], 4)
    backwards = {"from": asked["to"], "to": asked["from"]}
    assert client.get(f"/api/v1/sensors/{sensor.pk}/series/", backwards).status_code == 400


def test_readings_need_a_key_with_its_scope(api: APIClient, signed_in: Signed) -> None:
    SensorFactory(code="W-1")
    rows = [{"sensor": "W-1", "at": now().isoformat(), "value": 1}]
    assert api.post("/api/v1/readings/", rows, format="json").status_code == 401
    api.credentials(HTTP_AUTHORIZATION=f"Api-Key {key_for('sensors:read')}")
    assert api.post("/api/v1/readings/", rows, format="json").status_code == 403
    api.credentials(HTTP_AUTHORIZATION=f"Api-Key {key_for('readings:write')}")
    assert api.post("/api/v1/readings/", rows, format="json").json() == {"accepted": 1, "rejected": []}


# --- the bare route -----------------------------------------------------------------------------------------


def posted(server: PortalServer, body: bytes, key: str | None, method: str = "POST") -> tuple[int, Any, Any]:
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Api-Key {key}"} if key else {})
    request = urllib.request.Request(f"{server.url}/api/v1/readings/", body, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, json.loads(answer.read()), answer.headers
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.loads(error.read()), error.headers


@pytest.mark.django_db(transaction=True)
def test_the_route_stores_before_it_answers_and_names_what_it_refuses(portal_server: PortalServer) -> None:
    sensor = SensorFactory(code="W-1")
    SensorFactory(code="T-1", region__code="UZ-TO")
    key = key_for("readings:write")
    at = now()
    rows: list[Any] = [
        {"sensor": "W-1", "at": at.isoformat(), "value": 1.25},
        {"sensor": "T-1", "at": at.isoformat(), "value": 1},
        {"sensor": "W-1", "at": (at + timedelta(minutes=6)).isoformat(), "value": 1},
        {"sensor": "W-1", "at": at.replace(tzinfo=None).isoformat(), "value": 1},
        {"sensor": "W-1", "at": at.isoformat(), "value": True},
        {"sensor": "W-1", "at": at.isoformat()},
        "W-1",
        {"sensor": ["W-1"], "at": at.isoformat(), "value": 1},
        {"sensor": "W-1", "at": {}, "value": 1},
        {"sensor": "W-1", "at": at.isoformat(), "value": 1.25},
        {"sensor": "W-1", "at": at.isoformat(), "value": 2},
    ]
    status, told, _ = posted(portal_server, json.dumps(rows).encode(), key)
    assert (status, told["accepted"]) == (200, 2)
    codes = ["unknown_sensor", "in_future", "invalid_time", "invalid_value", "invalid", "invalid", "invalid"]
    assert [row["code"] for row in told["rejected"]] == [*codes, "invalid_time", "different_value"]
    assert Reading.objects.get().value == 1.25
    assert sensor.state.pk


@pytest.mark.django_db(transaction=True)
def test_the_route_refuses_as_the_rest_of_the_api(portal_server: PortalServer) -> None:
    SensorFactory(code="W-1")
    key = key_for("readings:write")
    assert posted(portal_server, b"[]", None)[0] == 401
    assert posted(portal_server, b"[]", "sc_wrong")[1]["code"] == "not_authenticated"
    assert posted(portal_server, b"[]", key_for("sensors:read"))[0] == 403
    assert posted(portal_server, b"{}", key)[1]["code"] == "invalid"
    assert posted(portal_server, b"[NaN]", key)[1]["code"] == "parse_error"
    assert posted(portal_server, json.dumps([0] * 10_001).encode(), key)[1]["code"] == "too_many"
    status, told, headers = posted(portal_server, b"", key, method="GET")
    assert (status, told["code"], headers["Allow"]) == (405, "method_not_allowed", "POST")
    assert posted(portal_server, b"[]", key)[1] == {"accepted": 0, "rejected": []}
    ApiClient.objects.update(is_active=False)
    assert posted(portal_server, b"[]", key)[0] == 401


@pytest.mark.django_db(transaction=True)
def test_many_at_once_lose_nothing_though_some_say_the_same(portal_server: PortalServer) -> None:
    for n in range(20):
        SensorFactory(code=f"W-{n}")
    key, at = key_for("readings:write"), now()

    def body(batch: int) -> bytes:
        rows = [
            {"sensor": f"W-{n}", "at": (at - timedelta(seconds=batch // 2)).isoformat(), "value": batch // 2}
            for n in range(20)
        ]
        return json.dumps(rows).encode()

    answers: list[tuple[int, Any, Any]] = []
    threads = [
        threading.Thread(target=lambda n=n: answers.append(posted(portal_server, body(n), key)))
        for n in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer[:2] for answer in answers] == [(200, {"accepted": 20, "rejected": []})] * 16
    assert Reading.objects.count() == 8 * 20


def test_who_finds_too_much_waiting_is_told_to_come_again() -> None:
    with pytest.raises(TooBusy):
        Gatherer(rows=WAITING).ask_for_room()
