"""A pass to a stream binds viewer, session, camera and time; the gateway asks the portal about each."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from cryptography.fernet import Fernet
from django.core.cache import cache
from django.test import Client

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.cameras.models import Camera, Viewing
from apps.cameras.streams import issue
from apps.cameras.streams.gateway import NoStreamGateway, address_of, camera_of, gateway_origin
from apps.core.clock import now
from tests.accounts.factories import UserFactory
from tests.cameras.factories import CameraFactory

pytestmark = pytest.mark.django_db
ASK = "/streams/authorise/"


def pass_of(user: User, browser: Client, camera: Camera, **later: Any) -> str:
    key = str(browser.session.session_key)
    return issue(camera_id=camera.pk, user=user, session_key=key, at=now() + timedelta(**later)).token


def mediamtx(carried: str, camera: Camera | int, **rest: Any) -> tuple[int, str]:
    """What the portal answers to MediaMTX's question: status and code."""
    pk = camera if isinstance(camera, int) else camera.pk
    question = {
        "user": "", "password": "", "token": "", "ip": "10.0.0.9", "action": "read", "path": f"camera-{pk}",
        "protocol": "hls", "id": None, "query": f"token={quote(carried)}",
    }  # fmt: skip
    answer = Client().post(ASK, json.dumps(question | rest), content_type="application/json")
    return answer.status_code, answer.json()["code"] if answer.content else ""


def nginx(token: str, path: str) -> int:
    return Client().get(ASK, headers={"X-Original-URI": f"{path}?token={quote(token)}"}).status_code


@pytest.fixture
def viewer(browser_of: Any) -> tuple[User, Client]:
    user = UserFactory()
    return user, browser_of(user)


def test_a_pass_opens_the_playlist_and_the_segments_of_its_camera(viewer: Any) -> None:
    camera = CameraFactory()
    token = pass_of(*viewer, camera)
    assert mediamtx(token, camera) == (204, "")
    assert mediamtx("", camera, query="", token=token) == (204, "")
    assert nginx(token, f"/camera-{camera.pk}/index.m3u8") == 204
    assert nginx(token, f"/hls/camera-{camera.pk}/segment_7.mp4") == 204


def test_a_pass_of_another_camera_fails(viewer: Any) -> None:
    camera, other = CameraFactory(), CameraFactory()
    token = pass_of(*viewer, camera)
    assert mediamtx(token, other) == (401, "token_of_another_camera")
    assert mediamtx(token, camera, path="all_others") == (401, "token_of_another_camera")
    assert nginx(token, f"/camera-{other.pk}/index.m3u8") == 401


def test_a_path_that_a_server_may_take_for_another_cameras_is_refused(viewer: Any) -> None:
    """nginx asks with the address as it was sent, and serves what it makes of it."""
    camera, other = CameraFactory(), CameraFactory()
    token, mine, theirs = pass_of(*viewer, camera), f"camera-{camera.pk}", f"camera-{other.pk}"
    for path in (
        f"/{mine}/../{theirs}/index.m3u8",
        f"/{mine}/%2e%2e/{theirs}/index.m3u8",
        f"/{mine}/%2E./{theirs}/index.m3u8",
        f"/{mine}/..%2f{theirs}/index.m3u8",
        f"/{mine}\\..\\{theirs}/index.m3u8",
        f"/{theirs}/{mine}/index.m3u8",
        f"//{theirs}/{mine}/index.m3u8",
        f"/{theirs}/x/../{mine}/../index.m3u8",
        f"/{mine}/./index.m3u8",
        f"/x#/{mine}/index.m3u8",
        f"/{theirs};/{mine}/index.m3u8",
        f"http://gateway/{mine}/index.m3u8",
    ):
        assert nginx(token, path) == 401, path
    assert mediamtx(token, camera, path=f"{mine}/../{theirs}") == (401, "token_of_another_camera")
    assert nginx(token, f"/{mine}/") == 204


def test_a_forged_pass_fails(viewer: Any) -> None:
    camera = CameraFactory()
    token = pass_of(*viewer, camera)
    turned = token[:40] + ("A" if token[40] != "A" else "B") + token[41:]
    foreign = Fernet(Fernet.generate_key()).encrypt(b'{"c":1}').decode()
    for forged in (turned, foreign, token[:-4], "x", "ё", "a" * 5000):
        assert mediamtx(forged, camera) == (401, "token_forged")
    assert mediamtx("", camera) == (401, "token_missing")


def test_a_pass_expires(viewer: Any, settings: Any) -> None:
    settings.SAFECITY_STREAM_TOKEN_S = 120
    camera = CameraFactory()
    assert mediamtx(pass_of(*viewer, camera, seconds=-119), camera)[0] == 204
    assert mediamtx(pass_of(*viewer, camera, seconds=-121), camera) == (401, "token_expired")


def test_a_pass_ends_with_its_session(viewer: Any) -> None:
    user, browser = viewer
    camera = CameraFactory()
    token = pass_of(user, browser, camera)
    browser.post("/accounts/logout/")
    assert mediamtx(token, camera) == (401, "signed_out")


def test_another_persons_session_does_not_carry_a_pass(viewer: Any, browser_of: Any) -> None:
    user, _ = viewer
    camera = CameraFactory()
    assert mediamtx(pass_of(user, browser_of(UserFactory()), camera), camera) == (401, "signed_out")


def test_a_pass_ends_with_the_right_to_look(viewer: Any) -> None:
    user, browser = viewer
    camera = CameraFactory()
    token = pass_of(user, browser, camera)
    Camera.objects.filter(pk=camera.pk).update(retired_at=now())
    assert mediamtx(token, camera) == (401, "out_of_scope")
    Camera.objects.filter(pk=camera.pk).update(retired_at=None)
    user.regions.clear()
    assert mediamtx(token, camera) == (401, "out_of_scope")
    User.objects.filter(pk=user.pk).update(role=Role.CHIEF)
    assert mediamtx(token, camera) == (401, "permission_denied")
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert mediamtx(token, camera) == (401, "signed_out")


def test_a_pass_that_was_passed_on_fails_where_it_binds_the_address(viewer: Any, settings: Any) -> None:
    user, browser = viewer
    camera = CameraFactory()
    key = str(browser.session.session_key)
    token = issue(camera_id=camera.pk, user=user, session_key=key, at=now(), address="10.0.0.9").token
    assert mediamtx(token, camera, ip="10.0.0.66")[0] == 204
    settings.SAFECITY_STREAM_BINDS_ADDRESS = True
    assert mediamtx(token, camera, ip="10.0.0.9")[0] == 204
    assert mediamtx(token, camera, ip="10.0.0.66") == (401, "token_of_another_address")
    assert mediamtx(token, camera, ip=None) == (401, "token_of_another_address")
    uri = f"/camera-{camera.pk}/index.m3u8?token={quote(token)}"
    for ip, status in (("10.0.0.9", 204), ("10.0.0.66", 401)):
        headers = {"X-Original-URI": uri, "X-Original-IP": ip}
        assert Client().get(ASK, headers=headers).status_code == status


def test_nobody_publishes_and_garbage_is_refused(viewer: Any) -> None:
    camera = CameraFactory()
    token = pass_of(*viewer, camera)
    assert mediamtx(token, camera, action="publish") == (401, "action_refused")
    for body in ("", "[]", "{", '{"action":"read","path":7,"query":null}', "x" * 20_000):
        assert Client().post(ASK, body, content_type="application/json").status_code == 401
    assert Client().get(ASK).status_code == 401
    assert Client().put(ASK).status_code == 405


def test_what_the_gateway_serves_is_noted_as_a_viewing(viewer: Any) -> None:
    user, browser = viewer
    camera = CameraFactory()
    mediamtx("nonsense", camera)
    assert not Viewing.objects.exists()
    token = pass_of(user, browser, camera)
    for _ in range(3):
        cache.clear()
        mediamtx(token, camera)
    viewing = Viewing.objects.get()
    assert (viewing.camera, viewing.user, viewing.kind) == (camera, user, "stream")


def test_a_token_tells_nothing_of_the_session(viewer: Any) -> None:
    user, browser = viewer
    camera = CameraFactory()
    token = pass_of(user, browser, camera)
    assert str(browser.session.session_key) not in token
    assert token != pass_of(user, browser, camera)


def test_addresses_and_paths_are_built_from_the_setting(settings: Any) -> None:
    settings.SAFECITY_STREAM_URL = "https://gateway.example:8443/hls/{path}/index.m3u8"
    assert address_of(17, "a+b") == "https://gateway.example:8443/hls/camera-17/index.m3u8?token=a%2Bb"
    assert gateway_origin() == "https://gateway.example:8443"
    assert [camera_of(path) for path in ("camera-17", "hls/camera-17/x.mp4", "camera-017", "camera-x", "")] == [
        17, 17, None, None, None,
    ]  # fmt: skip
    with_login = "https://viewer:secret@gateway.example/{path}/index.m3u8"
    for wrong in ("", "rtsp://gateway.example/{path}", "javascript:alert(1)//{path}", with_login):
        settings.SAFECITY_STREAM_URL = wrong
        assert gateway_origin() == ""


def test_the_content_policy_names_the_gateway_and_no_other_host(settings: Any, browser_of: Any) -> None:
    settings.SAFECITY_STREAM_URL = "https://gateway.example:8443/{path}/index.m3u8?a=1"
    policy = browser_of(UserFactory()).get("/me/")["Content-Security-Policy"]
    assert "connect-src 'self' ws: wss: https://gateway.example:8443;" in policy
    assert "media-src 'self' blob: https://gateway.example:8443;" in policy


def test_a_login_in_the_gateways_address_reaches_no_browser(settings: Any, browser_of: Any) -> None:
    settings.SAFECITY_STREAM_URL = "https://viewer:secret@gateway.example/{path}/index.m3u8"
    settings.SAFECITY_TILE_URL = ""
    with pytest.raises(NoStreamGateway):
        address_of(17, "token")
    answer = browser_of(UserFactory()).get("/me/")
    assert "secret" not in answer["Content-Security-Policy"] + answer.content.decode()
