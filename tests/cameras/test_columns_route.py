"""`cameras/columns/` over a real server: who gets it, how it is packed, and that many who ask at once make it once."""

import gzip
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.cameras.columns import kept_cameras
from apps.cameras.models import Camera
from apps.regions.columns import kept
from apps.regions.scope import Scope
from tests.accounts.factories import ApiClientFactory, UserFactory, key_of
from tests.cameras.factories import CameraFactory
from tests.live.sockets import cookie_of
from tests.server import PortalServer

pytestmark = pytest.mark.django_db(transaction=True)
PATH = "/api/v1/cameras/columns/"
CONES = "/api/v1/cameras/cones/"
GZIP = {"Accept-Encoding": "gzip, br"}


def ask(
    server: PortalServer, headers: Mapping[str, str], path: str = PATH, method: str = "GET"
) -> tuple[int, Any, bytes]:
    """Status, headers and body as they come, packed or not."""
    try:
        with urlopen(Request(server.url + path, headers=dict(headers), method=method)) as answer:
            return answer.status, answer.headers, answer.read()
    except HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.headers, refusal.read()


def operator(*regions: str) -> dict[str, str]:
    return {"Cookie": cookie_of(UserFactory(regions=list(regions or ("UZ-TK",)))), "Accept-Language": "en"}


def test_it_is_packed_for_who_can_unpack_it_and_only_then(portal_server: PortalServer) -> None:
    camera = CameraFactory()
    mine = operator()
    for accepts, is_packed in (("gzip, br", True), ("br, *;q=0.1", True), ("gzip;q=0", False), ("", False)):
        status, headers, body = ask(portal_server, {**mine, "Accept-Encoding": accepts})
        assert (status, headers["Content-Type"]) == (200, "application/json")
        assert (headers["Content-Encoding"] == "gzip") is is_packed
        assert int(headers["Content-Length"]) == len(body)
        assert json.loads(gzip.decompress(body) if is_packed else body)["ids"] == [camera.pk]
        assert {name.strip() for name in headers["Vary"].split(",")} == {
            "Accept-Encoding",
            "Cookie",
            "Authorization",
        }
        assert headers["Cache-Control"] == "private, no-cache"


def test_who_has_it_is_told_so_until_something_changes(portal_server: PortalServer) -> None:
    camera = CameraFactory()
    mine = operator()
    etag = ask(portal_server, {**mine, **GZIP})[1]["ETag"]
    assert etag.startswith('W/"')
    for known in (etag, etag.removeprefix("W/"), f'"old", {etag}', "*"):
        status, headers, body = ask(portal_server, {**mine, "If-None-Match": known})
        assert (status, headers["ETag"], body) == (304, etag, b"")
        assert "Accept-Encoding" in headers["Vary"]
    assert ask(portal_server, {**mine, "If-None-Match": '"old"'})[0] == 200
    Camera.objects.filter(pk=camera.pk).update(status="offline")
    status, headers, _ = ask(portal_server, {**mine, "If-None-Match": etag})
    assert status == 200
    assert headers["ETag"] != etag


def test_its_head_is_that_of_the_body_without_the_body(portal_server: PortalServer) -> None:
    CameraFactory()
    mine = {**operator(), **GZIP}
    _, full, body = ask(portal_server, mine)
    status, head, nothing = ask(portal_server, mine, method="HEAD")
    assert (status, nothing) == (200, b"")
    assert int(head["Content-Length"]) == len(body)
    assert head["ETag"] == full["ETag"]


def test_nobody_gets_another_regions_cameras(portal_server: PortalServer) -> None:
    here, there = CameraFactory(azimuth=1), CameraFactory(region__code="UZ-TO", azimuth=2)
    people = {here.pk: operator("UZ-TK"), there.pk: operator("UZ-TO")}
    for path in (PATH, CONES):
        for pk, headers in list(people.items()) * 2:
            assert json.loads(ask(portal_server, headers, path)[2])["ids"] == [pk]
    national = {"Cookie": cookie_of(UserFactory(role=Role.DUTY_OFFICER, is_national=True))}
    assert set(json.loads(ask(portal_server, national)[2])["ids"]) == {here.pk, there.pk}
    nobody = {"Cookie": cookie_of(UserFactory(regions=[]))}
    assert json.loads(ask(portal_server, nobody)[2])["ids"] == []


@pytest.mark.parametrize("path", [PATH, CONES])
def test_who_may_not_have_it_is_told_so_in_the_apis_words(portal_server: PortalServer, path: str) -> None:
    assert ask(portal_server, {"Accept-Language": "en"}, path)[0] == 401
    assert ask(portal_server, {"Authorization": "Api-Key wrong"}, path)[0] == 401
    for role in (Role.INSPECTOR, Role.DISPLAY):
        status, _, body = ask(portal_server, {"Cookie": cookie_of(UserFactory(role=role))}, path)
        assert (status, json.loads(body)["code"]) == (403, "permission_denied")
    status, headers, _ = ask(portal_server, operator(), path, method="POST")
    assert (status, headers["Allow"]) == (405, "GET, HEAD")


def test_a_key_needs_the_scope_of_cameras_and_no_other(portal_server: PortalServer) -> None:
    CameraFactory()
    for scopes, status in ((["cameras:read"], 200), (["live:read"], 403)):
        key = key_of(ApiClientFactory(scopes=scopes))
        assert ask(portal_server, {"Authorization": f"Api-Key {key}"})[0] == status


def test_the_view_of_the_schema_answers_the_same(portal_server: PortalServer) -> None:
    CameraFactory(azimuth=10)
    user = UserFactory()
    client = APIClient()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    for path in (PATH, CONES):
        bare = ask(portal_server, {"Cookie": cookie_of(user), **GZIP}, path)
        view = client.get(path, headers=GZIP)
        assert (view.status_code, view["ETag"], view.content) == (200, bare[1]["ETag"], bare[2])


def test_many_who_ask_at_once_make_it_once(
    portal_server: PortalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    CameraFactory()
    mine = operator()
    made: list[str] = []
    whole = kept.whole

    def counted(cursor: Any, source: Any, region: str, *rest: Any) -> Any:
        made.append(f"{source.name} {region}")
        return whole(cursor, source, region, *rest)

    monkeypatch.setattr(kept, "whole", counted)
    with ThreadPoolExecutor(24) as threads:
        answers = list(threads.map(lambda _: ask(portal_server, mine), range(72)))
    assert {status for status, _, _ in answers} == {200}
    assert {headers["ETag"] for _, headers, _ in answers} == {
        f'W/"{kept_cameras.body(Scope(frozenset({"UZ-TK"}))).version}"'
    }
    assert made == ["cameras UZ-TK"]


def test_what_is_asked_for_after_a_change_holds_it(portal_server: PortalServer) -> None:
    camera = CameraFactory(status="online")
    mine = operator()
    with ThreadPoolExecutor(8) as threads:
        for status in ("offline", "online", "degraded") * 5:
            before = [threads.submit(ask, portal_server, mine) for _ in range(8)]
            Camera.objects.filter(pk=camera.pk).update(status=status)
            columns = json.loads(ask(portal_server, mine)[2])
            assert columns["statuses"][columns["status"][0]] == status
            assert {answer.result()[0] for answer in before} == {200}
