"""`POST cameras/{id}/stream/`: an address with a pass, for those who may view video."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from rest_framework.test import APIClient

from apps.accounts.models import AuditEntry, KeptAnswer
from apps.accounts.roles import Role
from apps.cameras.models import Camera, Viewing
from apps.core.clock import now
from tests.accounts.factories import UserFactory
from tests.cameras.factories import CameraFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def _gateway(settings: Any) -> None:
    settings.SAFECITY_STREAM_URL = "https://gateway.example/{path}/index.m3u8"


@pytest.fixture
def operator(signed_in: Callable[[Any], APIClient]) -> APIClient:
    return signed_in(UserFactory())


def streaming(**rest: Any) -> Camera:
    return CameraFactory(stream_url="rtsp://10.0.0.7/main", **rest)


def ask(client: APIClient, camera: Camera, **headers: Any) -> Any:
    return client.post(f"/api/v1/cameras/{camera.pk}/stream/", **headers)


def authorised(url: str) -> int:
    parts = urlsplit(url)
    path = parts.path.strip("/").removesuffix("/index.m3u8")
    question = json.dumps({"action": "read", "path": path, "query": parts.query, "protocol": "hls"})
    return Client().post("/streams/authorise/", question, content_type="application/json").status_code


@pytest.mark.usefixtures("_gateway")
def test_an_address_holds_a_pass_that_opens_the_stream_until_the_viewer_signs_out(
    operator: APIClient,
) -> None:
    camera = streaming()
    answer = ask(operator, camera)
    assert answer.status_code == 200
    told = answer.json()
    assert told["protocol"] == "hls"
    assert told["url"].startswith(f"https://gateway.example/camera-{camera.pk}/index.m3u8?token=")
    lasts = datetime.fromisoformat(told["expires_at"]) - now()
    assert timedelta(seconds=110) < lasts <= timedelta(seconds=120)
    assert authorised(told["url"]) == 204
    assert "10.0.0.7" not in answer.content.decode()
    operator.logout()
    assert authorised(told["url"]) == 401


@pytest.mark.usefixtures("_gateway")
def test_each_call_gives_a_fresh_pass_and_none_is_kept(operator: APIClient) -> None:
    camera = streaming()
    urls = {ask(operator, camera, headers={"Idempotency-Key": "same"}).json()["url"] for _ in range(2)}
    assert len({parse_qs(urlsplit(url).query)["token"][0] for url in urls}) == 2
    assert not KeptAnswer.objects.exists()


@pytest.mark.usefixtures("_gateway")
def test_the_viewing_is_in_the_trail_before_the_address_is_given(operator: APIClient) -> None:
    camera = streaming()
    for _ in range(2):
        ask(operator, camera)
    entry = AuditEntry.objects.get(kind="viewing")
    assert (entry.object_id, entry.detail) == (str(camera.pk), {"picture": "stream"})
    assert entry.path == f"/api/v1/cameras/{camera.pk}/stream/"
    assert Viewing.objects.get().kind == "stream"


@pytest.mark.usefixtures("_gateway")
def test_who_may_not_look_gets_no_address(signed_in: Callable[[Any], APIClient], api: APIClient) -> None:
    foreign = streaming(region__code="UZ-TO")
    operator = signed_in(UserFactory())
    missing = operator.post("/api/v1/cameras/999999/stream/")
    answer = ask(operator, foreign)
    assert (answer.status_code, answer.content) == (404, missing.content)
    assert ask(operator, streaming(retired_at=now())).status_code == 404
    assert ask(signed_in(UserFactory(role=Role.CHIEF)), streaming()).status_code == 403
    assert ask(api, streaming()).status_code == 401
    assert operator.get(f"/api/v1/cameras/{foreign.pk}/stream/").status_code == 405


def test_without_a_gateway_or_an_address_it_is_said_plainly(operator: APIClient, settings: Any) -> None:
    settings.SAFECITY_STREAM_URL = ""
    answer = ask(operator, streaming())
    assert (answer.status_code, answer.json()["code"]) == (409, "no_stream_gateway")
    settings.SAFECITY_STREAM_URL = "https://gateway.example/{path}/index.m3u8"
    answer = ask(operator, CameraFactory())
    assert (answer.status_code, answer.json()["code"]) == (409, "no_stream_address")
    assert not Viewing.objects.exists()
